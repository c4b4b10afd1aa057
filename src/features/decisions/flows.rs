//! Acts in several steps, for the API and for pages.

use super::actions;
use super::{Approval, Decision};
use crate::features::accounts::{Accounts, Proof, SignedIn, confirm_identity};
use crate::kernel::errors::Failure;
use crate::kernel::ids::DecisionId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;

/// The sender of an approval, and what is needed to confirm their identity.
pub(super) struct Approver<'a> {
    pub app: &'a App,
    pub accounts: &'a Accounts,
    pub caller: SignedIn,
}

/// Checks whether it may be approved, confirms the approver's identity, then approves.
///
/// # Errors
/// As `actions::approve`; `identity_not_confirmed`, `too_many_failures`.
pub(super) async fn approve_confirmed(
    Approver { app, accounts, caller }: Approver<'_>,
    id: DecisionId,
    approval: Valid<Approval>,
) -> Result<Decision, Failure> {
    let (asked, hash) = (id.clone(), approval.outcomes_hash.clone());
    let may = move |cx: &mut Cx<'_>| actions::may_approve(cx, &asked, &hash);
    caller.clone().read(app, may).await?;
    let proof = Proof { password: approval.password.clone() };
    let confirmed = confirm_identity(app, accounts, &caller, proof).await?;
    let act = move |cx: &mut Cx<'_>| actions::approve(cx, &id, (&approval, &confirmed));
    caller.write(app, act).await
}
