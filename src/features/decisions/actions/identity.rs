//! A decree names people by their NIP, so every selected person needs a confirmed NIP. This refusal
//! does not say which proposal lacks one; the secretariat can see that.

use super::exports::people::names_of_candidates;
use crate::features::accounts;
use crate::features::decisions::DecidedOutcome;
use crate::features::selection::Outcome;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::db::Db;

/// # Errors
/// `nip_not_confirmed`.
pub(super) fn check_confirmed(
    db: &mut Db,
    call: &CallId,
    outcomes: &[DecidedOutcome],
) -> Result<(), Failure> {
    let names = names_of_candidates(db, call)?;
    let mut on_decree = outcomes
        .iter()
        .filter(|outcome| matches!(outcome.outcome, Outcome::Selected | Outcome::Reserve));
    let is_unknown = |outcome: &DecidedOutcome| {
        names.get(&outcome.proposal).is_none_or(|(_, nip)| !nip.is_there())
    };
    if on_decree.any(is_unknown) {
        return Err(Failure::refused(accounts::rules::NIP_NOT_CONFIRMED));
    }
    Ok(())
}
