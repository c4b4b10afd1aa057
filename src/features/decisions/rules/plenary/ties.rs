//! Rules of the plenary's vote on equal proposals: who votes, what a vote must add up to, and which votes a decision
//! waits for. Pure.

use super::{Conflicted, tally};
use crate::features::calls::Plenary;
use crate::features::decisions::ties::{Equals, NewTieVote, VoteResult};
use crate::features::selection::{EqualGroup, TieVote};
use crate::kernel::errors::{FieldError, Refusal, common};
use crate::kernel::ids::UserId;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    VOTE_NOT_ASKED = 409 "vote_not_asked";
    VOTE_DECIDED = 409 "vote_decided";
    VOTE_OF_NO_GROUP = 422 "vote_of_no_group";
    VOTES_DO_NOT_ADD_UP = 422 "votes_do_not_add_up";
    VOTE_WITHOUT_QUORUM = 409 "vote_without_quorum";
    VOTED_ALREADY = 422 "voted_already";
    TIES_NOT_VOTED = 409 "ties_not_voted";
    TIES_OPEN = 409 "ties_open";
}

/// The least length of the reason why a vote is taken again, in characters.
const REASON_LENGTH: usize = 10;

/// Those of the panel who count for all of these proposals, and those of them who attended.
pub struct Electorate {
    pub voters: BTreeSet<UserId>,
    /// Whether anybody of the panel could ever vote.
    pub exists: bool,
    pub quorum: bool,
}

/// Whoever is in conflict with one of the proposals votes on none of them, and counts no more for the quorum.
pub fn electorate(
    rules: Plenary,
    (panel, attended): (&BTreeSet<UserId>, &BTreeSet<UserId>),
    (numbers, conflicted): (&[String], &Conflicted),
) -> Electorate {
    let is_out = |user: &UserId| {
        let mut out = numbers.iter().filter_map(|number| conflicted.get(number));
        out.any(|out| out.contains(user))
    };
    let counting: BTreeSet<UserId> = panel.iter().filter(|user| !is_out(user)).cloned().collect();
    let tally = tally(rules.quorum, counting.iter(), attended);
    Electorate {
        exists: !counting.is_empty(),
        quorum: tally.met,
        voters: counting.intersection(attended).cloned().collect(),
    }
}

/// The group that a vote is about: exactly its proposals, each once.
///
/// # Errors
/// `duplicate` at the row; `vote_of_no_group`.
pub fn group_of<'a>(
    new: &NewTieVote,
    groups: &'a [EqualGroup],
) -> Result<&'a EqualGroup, FieldError> {
    let mut seen = BTreeSet::new();
    for (index, row) in new.votes.iter().enumerate() {
        if !seen.insert(row.number.trim()) {
            return Err(FieldError::new(
                format!("votes[{index}].number"),
                common::field::DUPLICATE,
            ));
        }
    }
    let is_it = |group: &&EqualGroup| {
        group.numbers.len() == seen.len()
            && group.numbers.iter().all(|number| seen.contains(number.as_str()))
    };
    groups.iter().find(is_it).ok_or_else(|| FieldError::new("votes", VOTE_OF_NO_GROUP))
}

/// The votes by number, if they add up to those who could vote.
///
/// # Errors
/// `votes_do_not_add_up`, with both sums; `voted_already` where an earlier vote counts and no reason is given.
pub fn votes_of(
    new: &NewTieVote,
    voters: usize,
    earlier: Option<&TieVote>,
) -> Result<BTreeMap<String, u32>, Vec<FieldError>> {
    let mut faults = Vec::new();
    let given = new.votes.iter().map(|row| u64::from(row.votes)).sum::<u64>();
    let given = given + u64::from(new.abstained);
    if u64::try_from(voters).unwrap_or(u64::MAX) != given {
        let fault = FieldError::new("votes", VOTES_DO_NOT_ADD_UP);
        faults.push(fault.with("given", given).with("voters", voters));
    }
    let reason = new.reason.as_deref().unwrap_or_default().trim();
    if earlier.is_some() && reason.chars().count() < REASON_LENGTH {
        faults.push(FieldError::new("reason", VOTED_ALREADY).with("minimum", REASON_LENGTH));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let rows = new.votes.iter();
    Ok(rows.map(|row| (row.number.trim().to_owned(), row.votes)).collect())
}

/// The groups as somebody in conflict with a proposal of the call may know them: whether the order within one matters hangs
/// on the outcomes of all, so each is shown as if it did.
pub fn as_known_in_conflict(all: Vec<Equals>) -> Vec<Equals> {
    let blind = |one: Equals| Equals { decides: one.votable, ..one };
    all.into_iter().map(blind).collect()
}

/// A group as it is shown. Where nobody of the panel could ever vote on it the lot decides, and nothing waits for a vote.
pub fn equals(group: EqualGroup, of: &Electorate, votes: &[TieVote]) -> Equals {
    Equals {
        decides: group.decides && of.exists,
        votable: of.exists,
        voters: u32::try_from(of.voters.len()).unwrap_or(u32::MAX),
        quorum: of.quorum,
        vote: votes.iter().find(|vote| vote.is_among(&group.numbers)).map(result),
        numbers: group.numbers,
    }
}

/// What the minutes say of it.
pub fn result(vote: &TieVote) -> VoteResult {
    VoteResult {
        votes: vote.votes.clone(),
        abstained: vote.abstained,
        voters: u32::try_from(vote.voters.len()).unwrap_or(u32::MAX),
        reason: vote.reason.clone(),
        recorded_at: vote.recorded_at,
    }
}

/// Every group whose order matters was voted on, among those that the proposer may know of.
///
/// # Errors
/// `ties_not_voted`, with the numbers.
pub fn check_voted(all: &[Equals], shown: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    let known = |one: &&Equals| one.is_open() && one.numbers.iter().all(|number| shown(number));
    let open: Vec<String> = all.iter().filter(known).map(|one| one.numbers.join(" = ")).collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(TIES_NOT_VOTED).with("numbers", open.join("; ")))
}

/// The same for whoever approves, with whether the votes that the decision's run follows still count: which proposals
/// those are is the chair's to see.
///
/// # Errors
/// `ties_open`.
pub fn check_voted_still(are_counting: bool, all: &[Equals]) -> Result<(), Refusal> {
    if are_counting && !all.iter().any(Equals::is_open) {
        return Ok(());
    }
    Err(Refusal::new(TIES_OPEN))
}
