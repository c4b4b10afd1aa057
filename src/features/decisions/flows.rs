//! Acts in several steps, for the API and for pages alike.

use super::actions;
use super::{Approval, Decision};
use crate::features::accounts::{Accounts, Proof, SignedIn, confirm_identity};
use crate::kernel::errors::Failure;
use crate::kernel::ids::DecisionId;
use crate::platform::app::App;

/// Who sent an approval, and what checks that it is them.
pub(super) struct Approver<'a> {
    pub app: &'a App,
    pub accounts: &'a Accounts,
    pub caller: SignedIn,
}

/// Asks whether it may be approved, then who approves, then approves.
///
/// # Errors
/// As `actions::approve`; `identity_not_confirmed`, `too_many_failures`.
pub(super) async fn approve_confirmed(
    Approver { app, accounts, caller }: Approver<'_>,
    id: DecisionId,
    approval: Approval,
    proof: Proof,
) -> Result<Decision, Failure> {
    let (asked, hash) = (id.clone(), approval.outcomes_hash.clone());
    let may =
        move |db: &mut _, viewer: &_, now| actions::may_approve(db, viewer, &asked, &hash, now);
    caller.clone().read(app, may).await?;
    let confirmed = confirm_identity(app, accounts, &caller, proof).await?;
    let act = move |db: &mut _, viewer: &_, now| {
        actions::approve(db, viewer, &id, (&approval, &confirmed), now)
    };
    caller.write(app, act).await
}
