//! The effect of an upheld objection to the verification: the proposal becomes eligible. The
//! verifiers' check-lists stay as they concluded them.

use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::{Standing, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// Makes an ineligible proposal eligible. The module `objections` checks who may order this.
///
/// # Errors
/// `not_found`, `wrong_state`.
pub fn restore_eligibility(
    db: &mut Db,
    by: &UserId,
    id: &ProposalId,
    now: Timestamp,
) -> Result<(), Failure> {
    let proposal = store::find(db, id)?.ok_or_else(Failure::not_found)?;
    transition(proposal.state(), Step::Restore)?;
    store::move_to(db, &proposal, &Standing::Eligible(proposal.given()?.clone()), None)?;
    let payload = json!({"number": proposal.number(), "from": proposal.state()});
    let subject = Subject::proposal(id);
    ledger::append(
        db,
        Event { actor: Some(by), act: EventType::ProposalRestored, subject, payload },
        now,
    )
    .map(|_| ())
}
