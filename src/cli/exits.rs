//! How a command ends: one table of exit codes for all of them.

/// The limits cannot all be kept; the answer says which. No fault of the files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Infeasible(pub String);

/// What a script can go by; `docs/selection.md` has the same table.
const TABLE: &str = "\
EXIT CODES
  0  done; what was to be checked holds
  1  a file or a value is at fault, named by its place; what was to be checked does not hold
  2  the command line is not understood
  3  infeasible: no selection or assignment keeps all limits; the answer names those in conflict";

/// What a command's help ends with.
pub(super) fn exits(before: &str) -> String {
    if before.is_empty() { TABLE.to_owned() } else { format!("{before}\n\n{TABLE}") }
}

/// The exit code of a command that ended so; clap itself ends with 2.
pub fn code(error: &anyhow::Error) -> u8 {
    if error.is::<Infeasible>() { 3 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn what_is_infeasible_stays_so_whatever_is_said_around_it() {
        let fault: anyhow::Error = Infeasible("no".to_owned()).into();
        assert_eq!(code(&fault), 3);
        let told = Err::<(), _>(fault).context("limits.toml").unwrap_err();
        assert_eq!(code(&told), 3);
        assert_eq!(code(&anyhow::anyhow!("limits.toml: no TOML")), 1);
    }
}
