//! Dissent of a member who attended: about the decision or one proposal, until the minutes are approved.

use super::{reading, record, sitting_for};
use crate::features::conflicts::candidacies;
use crate::features::decisions::State;
use crate::features::decisions::plenary::{Dissent, NewDissent, PlenaryView};
use crate::features::decisions::rules::plenary as rules;
use crate::features::decisions::store::{self, plenary::Of};
use crate::kernel::access::Permission;
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RecordId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use serde_json::json;

/// Nothing is approved that waits for its announcement.
fn check_open(cx: &mut Cx<'_>, id: &CallId) -> Result<(), Failure> {
    let waiting = store::waiting(cx.db, id)?;
    if waiting.is_some_and(|one| one.state() == State::Approved) {
        return Err(Failure::refused(rules::DISSENT_TOO_LATE));
    }
    Ok(())
}

/// Records a dissent. It stands in the minutes with the name.
///
/// # Errors
/// `not_found` for who did not attend; `wrong_phase`; `dissent_too_late` once the decision is approved;
/// `dissent_unknown_number` for a number that is not in this call, or that a conflict of interest hides.
pub fn dissent(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewDissent>,
) -> Result<PlenaryView, Failure> {
    let of = sitting_for(cx, (Permission::SpeakInPlenary, id))?;
    check_open(cx, id)?;
    let NewDissent { number, words } = new.kept()?;
    let proposal = match number.as_deref().map(str::trim).filter(|number| !number.is_empty()) {
        Some(number) => Some(proposal_of(cx, &of, number)?),
        None => None,
    };
    let dissent = Dissent {
        id: RecordId::new()?,
        user: cx.viewer.user.clone(),
        name: String::new(),
        proposal,
        number: None,
        words,
        recorded_at: cx.now,
    };
    store::plenary::insert_dissent(cx.db, id, &dissent)?;
    let payload = json!({
        "dissent": dissent.id, "proposal": dissent.proposal,
        "words_hash": sha256_hex(&dissent.words),
    });
    record(cx, (EventType::DissentRecorded, Subject::call(id)), payload)?;
    reading::view_of(cx, id)
}

fn proposal_of(
    cx: &mut Cx<'_>,
    of: &super::PlenaryContext,
    number: &str,
) -> Result<ProposalId, Failure> {
    let all = candidacies(cx.db, &of.context.call.id)?;
    let hidden = of.context.hidden(cx.db)?;
    let found = all.into_iter().find(|one| one.number.as_deref() == Some(number));
    found
        .map(|one| one.proposal)
        .filter(|proposal| !hidden.contains(proposal))
        .ok_or_else(|| Failure::field("number", rules::DISSENT_UNKNOWN_NUMBER))
}

/// Takes one's own dissent back.
///
/// # Errors
/// `not_found` for another's; `dissent_too_late` once the decision is approved.
pub fn withdraw_dissent(
    cx: &mut Cx<'_>,
    (id, dissent): (&CallId, &RecordId),
) -> Result<PlenaryView, Failure> {
    sitting_for(cx, (Permission::SpeakInPlenary, id))?;
    check_open(cx, id)?;
    let own = store::plenary::dissents_of(cx.db, &Of::Open(id))?;
    let is_own = |one: &Dissent| one.user == cx.viewer.user && &one.id == dissent;
    let found = own.into_iter().find(is_own).ok_or_else(Failure::not_found)?;
    store::plenary::withdraw_dissent(cx.db, dissent, cx.now)?;
    let payload = json!({"dissent": dissent, "proposal": found.proposal});
    record(cx, (EventType::DissentWithdrawn, Subject::call(id)), payload)?;
    reading::view_of(cx, id)
}
