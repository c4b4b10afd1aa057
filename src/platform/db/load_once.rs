//! A part of an act's context that is loaded when the first reader asks for it and then kept for the others. It
//! lives only as long as the act, inside one transaction; nothing survives the request.

use crate::kernel::errors::Failure;
use std::cell::OnceCell;

/// Such a part. It is not loaded again, so read it before writing what it shows.
#[derive(Debug)]
pub struct LoadOnce<T>(OnceCell<T>);

impl<T> Default for LoadOnce<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> LoadOnce<T> {
    /// The known value, or the value that `load` answers now.
    ///
    /// # Errors
    /// What `load` answers; it is asked again the next time.
    pub fn get(&self, load: impl FnOnce() -> Result<T, Failure>) -> Result<&T, Failure> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let loaded = load()?;
        Ok(self.0.get_or_init(|| loaded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_loaded_once_and_a_failure_is_not_kept() {
        let part = LoadOnce::default();
        assert!(part.get(|| Err(Failure::not_found())).is_err());
        assert_eq!(part.get(|| Ok(1)).ok(), Some(&1));
        assert_eq!(part.get(|| Ok(2)).ok(), Some(&1));
    }
}
