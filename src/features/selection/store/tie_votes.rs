//! The plenary's votes among equal proposals, with who could vote.

use crate::features::selection::tie_votes::TieVote;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RecordId, UserId};
use crate::platform::db::schema::{tie_voters, tie_votes};
use crate::platform::db::{Db, natural};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// All that were taken, the oldest first. Two statements.
///
/// # Errors
/// When the database fails.
pub fn tie_votes_of(db: &mut Db, call: &CallId) -> Result<Vec<TieVote>, Failure> {
    type Row = (RecordId, String, i32, Option<String>, UserId, Timestamp, Option<Timestamp>);
    let rows = tie_votes::table
        .filter(tie_votes::call_id.eq(call))
        .order(tie_votes::number)
        .select((
            tie_votes::id,
            tie_votes::votes,
            tie_votes::abstained,
            tie_votes::reason,
            tie_votes::recorded_by,
            tie_votes::recorded_at,
            tie_votes::voided_at,
        ))
        .load::<Row>(db)?;
    let mut voters: BTreeMap<RecordId, BTreeSet<UserId>> = BTreeMap::new();
    if !rows.is_empty() {
        let pairs = tie_voters::table
            .inner_join(tie_votes::table)
            .filter(tie_votes::call_id.eq(call))
            .select((tie_voters::vote_id, tie_voters::user_id))
            .load::<(RecordId, UserId)>(db)?;
        for (vote, user) in pairs {
            voters.entry(vote).or_default().insert(user);
        }
    }
    let one = |(id, votes, abstained, reason, recorded_by, recorded_at, voided_at): Row| {
        Ok(TieVote {
            votes: serde_json::from_str(&votes)?,
            abstained: natural(abstained)?,
            voters: voters.remove(&id).unwrap_or_default(),
            id,
            reason,
            recorded_by,
            recorded_at,
            is_void: voided_at.is_some(),
        })
    };
    rows.into_iter().map(one).collect()
}

/// Keeps a vote beside those before.
///
/// # Errors
/// When the database fails.
pub fn keep_tie_vote(db: &mut Db, call: &CallId, vote: &TieVote) -> Result<(), Failure> {
    let last = tie_votes::table
        .filter(tie_votes::call_id.eq(call))
        .select(max(tie_votes::number))
        .first::<Option<i32>>(db)?;
    diesel::insert_into(tie_votes::table)
        .values((
            tie_votes::id.eq(&vote.id),
            tie_votes::call_id.eq(call),
            tie_votes::number.eq(last.unwrap_or(0) + 1),
            tie_votes::votes.eq(serde_json::to_string(&vote.votes)?),
            tie_votes::abstained.eq(i32::try_from(vote.abstained).unwrap_or(i32::MAX)),
            tie_votes::reason.eq(&vote.reason),
            tie_votes::recorded_by.eq(&vote.recorded_by),
            tie_votes::recorded_at.eq(vote.recorded_at),
        ))
        .execute(db)?;
    for user in &vote.voters {
        diesel::insert_into(tie_voters::table)
            .values((tie_voters::vote_id.eq(&vote.id), tie_voters::user_id.eq(user)))
            .execute(db)?;
    }
    Ok(())
}

/// Sets whether each vote of a call is void: it is while one of those who could vote is not recorded as present. How
/// many have changed.
///
/// # Errors
/// When the database fails.
pub fn settle_tie_votes(
    db: &mut Db,
    call: &CallId,
    (present, at): (&BTreeSet<UserId>, Timestamp),
) -> Result<usize, Failure> {
    let mut changed = 0;
    for vote in tie_votes_of(db, call)? {
        let is_void = !vote.voters.is_subset(present);
        if is_void != vote.is_void {
            diesel::update(tie_votes::table.find(&vote.id))
                .set(tie_votes::voided_at.eq(is_void.then_some(at)))
                .execute(db)?;
            changed += 1;
        }
    }
    Ok(changed)
}
