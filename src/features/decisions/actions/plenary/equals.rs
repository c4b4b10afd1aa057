//! Which proposals are equal in a plenary's call, who can vote on them, and the votes that count.

use super::Sitting;
use crate::features::calls::Call;
use crate::features::conflicts::conflicted_people;
use crate::features::decisions::Decision;
use crate::features::decisions::rules::plenary::ties as rules;
use crate::features::decisions::ties::{Equals, VoteResult};
use crate::features::selection::{self, CountedVote, EqualGroup, Inputs, TieVote};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;

/// The groups that are equal now; none where the call's chain does not end in a vote, or nothing can be ranked yet.
pub(super) fn groups_in(db: &mut Db, call: &Call) -> Result<Vec<EqualGroup>, Failure> {
    if !selection::asks_for_votes(&call.definition) {
        return Ok(Vec::new());
    }
    let inputs = match selection::inputs_of(db, call) {
        Err(Failure::Refused(refusal)) if refusal.code == selection::rules::NOTHING_TO_RANK => {
            return Ok(Vec::new());
        }
        other => other?,
    };
    // What cannot be computed is told where a run is computed.
    Ok(selection::equal_groups(&call.definition, &inputs).unwrap_or_default())
}

/// The same with who can vote and the votes that count.
pub(super) fn equals_in(
    db: &mut Db,
    (call, sitting): (&Call, &Sitting),
) -> Result<Vec<Equals>, Failure> {
    let groups = groups_in(db, call)?;
    with_votes(db, (call, sitting), groups)
}

/// The same for groups that are known.
pub(super) fn with_votes(
    db: &mut Db,
    (call, sitting): (&Call, &Sitting),
    groups: Vec<EqualGroup>,
) -> Result<Vec<Equals>, Failure> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let votes = selection::counting_votes(db, call)?;
    let panel: Vec<UserId> = sitting.panel.iter().cloned().collect();
    let conflicted = conflicted_people(db, &call.id, &panel)?;
    let (attended, of) = (sitting.attended(), &sitting.panel);
    let shown = |group: EqualGroup| {
        let known = (group.numbers.as_slice(), &conflicted);
        let electorate = rules::electorate(sitting.rules, (of, &attended), known);
        rules::equals(group, &electorate, &votes)
    };
    Ok(groups.into_iter().map(shown).collect())
}

/// What the minutes of a decision say of the votes that its run follows.
pub(super) fn results_in(
    db: &mut Db,
    (call, decision): (&Call, &Decision),
) -> Result<Vec<VoteResult>, Failure> {
    if !selection::asks_for_votes(&call.definition) {
        return Ok(Vec::new());
    }
    let inputs = run_of(db, decision)?;
    let taken = selection::tie_votes_of(db, &call.id)?;
    let is_followed = |vote: &&TieVote| inputs.tie_votes.iter().any(|one| one.id == vote.id);
    Ok(taken.iter().filter(is_followed).map(rules::result).collect())
}

/// Whether the votes that a decision's run follows still count, and no group that decides a seat in it lacks one.
///
/// # Errors
/// `ties_open`.
pub(super) fn check_still(
    db: &mut Db,
    (call, sitting): (&Call, &Sitting),
    decision: &Decision,
) -> Result<(), Failure> {
    if !selection::asks_for_votes(&call.definition) {
        return Ok(());
    }
    let inputs = run_of(db, decision)?;
    let counting = selection::counting_votes(db, call)?;
    let counts = |one: &CountedVote| counting.iter().any(|vote| vote.id == one.id);
    let groups = selection::equal_groups(&call.definition, &inputs).unwrap_or_default();
    let equals = with_votes(db, (call, sitting), groups)?;
    rules::check_voted_still(inputs.tie_votes.iter().all(counts), &equals)?;
    Ok(())
}

/// The field that a decision's run was computed on.
fn run_of(db: &mut Db, decision: &Decision) -> Result<Inputs, Failure> {
    Ok(serde_json::from_str(&selection::papers_of(db, &decision.run)?.inputs)?)
}
