//! Numbers that are never negative, in columns whose type has a sign.

use crate::kernel::errors::Failure;
use std::fmt::Display;

/// A load, a place, a count.
///
/// # Errors
/// `Inconsistent` for a negative one, or one that is too large.
pub fn natural<N: TryInto<u32> + Copy + Display>(number: N) -> Result<u32, Failure> {
    number
        .try_into()
        .map_err(|_| Failure::Inconsistent(format!("{number} where a count should be")))
}
