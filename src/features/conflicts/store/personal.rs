//! What is held of conflicts of interest: those that a person has, and those of others with their proposals.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::{conflict_withdrawals, conflicts};
use crate::platform::personal::{self, Erasure, Holder, Holdings, Person, Taken, WORDS};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/conflicts",
    tables: &["conflict_withdrawals", "conflicts"],
    holdings,
    erase,
    ..Holder::NOTHING
};

#[derive(Queryable, Serialize)]
struct OwnConflict {
    /// Not told of what somebody else reported.
    proposal_id: Option<String>,
    kind: String,
    reason: Option<String>,
    declared_at: Timestamp,
}

/// The conflicts that somebody declared of themselves; of those that others reported, that there is
/// one. Others' conflicts with the person's proposals are told in confidence, and not read here at all.
fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let found: Vec<(OwnConflict, String)> = conflicts::table
        .filter(conflicts::user_id.eq(person.user))
        .order(conflicts::declared_at)
        .select((
            (
                conflicts::proposal_id.nullable(),
                conflicts::kind,
                conflicts::reason.nullable(),
                conflicts::declared_at,
            ),
            conflicts::declared_by,
        ))
        .load(db)?;
    let told = |(row, by): (OwnConflict, String)| {
        if by == person.user.as_str() {
            row
        } else {
            OwnConflict { proposal_id: None, reason: None, ..row }
        }
    };
    let told = personal::rows(found.into_iter().map(told).collect())?;
    let asked: Vec<OwnWithdrawal> = conflict_withdrawals::table
        .filter(conflict_withdrawals::asked_by.eq(person.user))
        .order(conflict_withdrawals::asked_at)
        .select(OwnWithdrawal::as_select())
        .load(db)?;
    Ok(vec![("conflicts-declared", told), ("conflicts-withdrawn", personal::rows(asked)?)].into())
}

/// What somebody asked to be withdrawn, and the answer.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = conflict_withdrawals)]
struct OwnWithdrawal {
    proposal_id: String,
    kind: String,
    reason: String,
    asked_at: Timestamp,
    is_confirmed: Option<bool>,
    ruling: Option<String>,
    ruled_at: Option<Timestamp>,
    comeback: Option<String>,
}

fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let theirs = conflicts::user_id
        .eq(erasure.person.user)
        .or(conflicts::proposal_id.eq_any(erasure.person.proposals()));
    diesel::update(conflicts::table.filter(theirs)).set(conflicts::reason.eq(WORDS)).execute(db)?;
    let theirs = || {
        conflict_withdrawals::user_id
            .eq(erasure.person.user)
            .or(conflict_withdrawals::asked_by.eq(erasure.person.user))
            .or(conflict_withdrawals::proposal_id.eq_any(erasure.person.proposals()))
    };
    diesel::update(conflict_withdrawals::table.filter(theirs()))
        .set((
            conflict_withdrawals::conflict_reason.eq(WORDS),
            conflict_withdrawals::reason.eq(WORDS),
        ))
        .execute(db)?;
    let ruled = conflict_withdrawals::table
        .filter(theirs().and(conflict_withdrawals::ruling.is_not_null()));
    diesel::update(ruled).set(conflict_withdrawals::ruling.eq(WORDS)).execute(db)?;
    Ok(Taken::default())
}
