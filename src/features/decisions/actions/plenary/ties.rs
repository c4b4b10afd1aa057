//! The plenary's vote on equal proposals, recorded by the office, and what waits for one.

use super::equals::{groups_in, with_votes};
use super::{PlenaryContext, reading, record, sitting_for};
use crate::features::calls::Call;
use crate::features::conflicts::conflicted_people;
use crate::features::decisions::plenary::PlenaryView;
use crate::features::decisions::rules::plenary::ties as rules;
use crate::features::decisions::store;
use crate::features::decisions::ties::{Equals, NewTieVote};
use crate::features::selection::{self, EqualGroup, TieVote};
use crate::kernel::access::Permission;
use crate::kernel::canonical::{hash_of, sha256_hex};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use serde_json::json;
use std::collections::BTreeSet;

/// The sitting in which a vote can be recorded now, with the groups that the viewer may know of.
fn voting_in(cx: &mut Cx<'_>, id: &CallId) -> Result<(PlenaryContext, Vec<EqualGroup>), Failure> {
    let of = sitting_for(cx, (Permission::RecordTieVote, id))?;
    let call = &of.context.call;
    if !selection::asks_for_votes(&call.definition) {
        return Err(Failure::refused(rules::VOTE_NOT_ASKED));
    }
    if store::waiting(cx.db, id)?.is_some() {
        return Err(Failure::refused(rules::VOTE_DECIDED));
    }
    let withheld = of.context.withheld(cx.db)?;
    let mut groups = groups_in(cx.db, call)?;
    groups.retain(|group| !group.numbers.iter().any(|number| withheld.hides_number(number)));
    Ok((of, groups))
}

/// The page on which a vote is recorded.
#[derive(Debug)]
pub struct VotePage {
    pub call: Call,
    pub equals: Vec<Equals>,
}

/// Reads it.
///
/// # Errors
/// `not_found`, `wrong_phase`, `plenary_not_asked`; `vote_not_asked`; `vote_decided` while a decision waits.
pub fn read_tie_vote(cx: &mut Cx<'_>, id: &CallId) -> Result<VotePage, Failure> {
    let (PlenaryContext { context, sitting, .. }, groups) = voting_in(cx, id)?;
    let equals = with_votes(cx.db, (&context.call, &sitting), groups)?;
    let is_fair = context.withheld(cx.db)?.is_empty();
    let equals = if is_fair { equals } else { rules::as_known_in_conflict(equals) };
    Ok(VotePage { call: context.call, equals })
}

/// Records how the plenary voted on a group of equal proposals. The next run puts them in that order.
///
/// # Errors
/// `not_found`, `wrong_phase`, `plenary_not_asked`; `vote_not_asked` where the chain has no vote; `vote_decided` while a
/// decision waits; `vote_of_no_group`, also for a group with a proposal that a conflict of interest hides;
/// `vote_without_quorum`; `votes_do_not_add_up`; `voted_already` without a reason.
pub fn record_tie_vote(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewTieVote>,
) -> Result<PlenaryView, Failure> {
    let (PlenaryContext { context, sitting, .. }, groups) = voting_in(cx, id)?;
    let call = &context.call;
    let new = new.kept()?;
    let at_field = |fault| Failure::from(Refusal::invalid(vec![fault]));
    let group = rules::group_of(&new, &groups).map_err(at_field)?;
    let panel: Vec<UserId> = sitting.panel.iter().cloned().collect();
    let conflicted = conflicted_people(cx.db, id, &panel)?;
    let of = (&sitting.panel, &sitting.attended());
    let electorate = rules::electorate(sitting.rules, of, (&group.numbers, &conflicted));
    if !electorate.quorum {
        let refusal = Refusal::new(rules::VOTE_WITHOUT_QUORUM);
        return Err(refusal.with("numbers", group.numbers.join(", ")).into());
    }
    let counting = selection::counting_votes(cx.db, call)?;
    let earlier = counting.iter().find(|vote| vote.is_among(&group.numbers));
    let votes = rules::votes_of(&new, electorate.voters.len(), earlier)
        .map_err(|faults| Failure::from(Refusal::invalid(faults)))?;
    let reason = new.reason.filter(|_| earlier.is_some());
    let vote = TieVote {
        id: RecordId::new()?,
        votes,
        abstained: new.abstained,
        voters: electorate.voters,
        reason: reason.map(|reason| reason.trim().to_owned()),
        recorded_by: cx.viewer.user.clone(),
        recorded_at: cx.now,
        is_void: false,
    };
    selection::keep_tie_vote(cx.db, id, &vote)?;
    let payload = json!({
        "vote": vote.id, "votes": vote.votes.values().collect::<Vec<_>>(),
        "votes_hash": hash_of(&json!([vote.id, vote.votes]))?,
        "abstained": vote.abstained, "voters": vote.voters.len(),
        "again": vote.reason.as_deref().map(sha256_hex),
    });
    record(cx, (EventType::TieVoted, Subject::call(id)), payload)?;
    reading::view_of(cx, id)
}

/// After the attendance was corrected: a vote counts while everybody who could vote is recorded as present, so a wrong click
/// that is put right changes nothing.
pub(super) fn settle_votes(
    cx: &mut Cx<'_>,
    id: &CallId,
    present: &BTreeSet<UserId>,
) -> Result<(), Failure> {
    let changed = selection::settle_tie_votes(cx.db, id, (present, cx.now))?;
    if changed == 0 {
        return Ok(());
    }
    record(cx, (EventType::TieVotesSettled, Subject::call(id)), json!({"votes": changed}))
}
