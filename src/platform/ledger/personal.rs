//! What the record holds of a person: the acts on them and theirs, and their own. It stays: it holds ids and figures.

use super::{EventType, Subject};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::ledger;
use crate::platform::personal::{self, Holder, Holdings, Person};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

pub const HOLDER: Holder =
    Holder { room: "platform/ledger", tables: &["ledger"], holdings, ..Holder::NOTHING };

/// Values in one statement, at most: SQLite takes no more than 32,766.
const AT_ONCE: usize = 10_000;

/// An act of one's own.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = ledger)]
struct Own {
    seq: i64,
    at: Timestamp,
    act: String,
    subject: String,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let own = ledger::table.filter(ledger::actor.eq(person.user.as_str()));
    let own = own.order(ledger::seq).select(Own::as_select()).load(db)?;
    Ok(vec![("acts-of-yours", personal::rows(own)?)].into())
}

/// An act on something of a person's.
#[derive(Queryable, Selectable)]
#[diesel(table_name = ledger)]
pub struct Acted {
    pub at: Timestamp,
    pub actor: Option<String>,
    pub act: String,
    pub subject: String,
    pub payload: String,
}

/// The acts on these things, oldest first.
///
/// # Errors
/// When the database fails.
pub fn acts_on(db: &mut Db, subjects: &[Subject]) -> Result<Vec<Acted>, Failure> {
    let mut acts = Vec::new();
    for some in subjects.chunks(AT_ONCE) {
        let some: Vec<String> = some.iter().map(ToString::to_string).collect();
        let about = ledger::table.filter(ledger::subject.eq_any(some));
        acts.extend(about.order(ledger::seq).select(Acted::as_select()).load(db)?);
    }
    acts.sort_by_key(|acted: &Acted| acted.at);
    Ok(acts)
}

/// Which of these instants are those of acts that somebody else did.
///
/// # Errors
/// When the database fails.
pub fn instants_of_others(
    db: &mut Db,
    user: &UserId,
    among: &BTreeSet<Timestamp>,
) -> Result<BTreeSet<Timestamp>, Failure> {
    let among: Vec<Timestamp> = among.iter().copied().collect();
    let mut found = BTreeSet::new();
    for some in among.chunks(AT_ONCE) {
        let acts = ledger::table
            .filter(ledger::at.eq_any(some.to_vec()))
            .filter(ledger::actor.ne(user.as_str()))
            .select(ledger::at);
        found.extend(acts.load::<Timestamp>(db)?);
    }
    Ok(found)
}

/// What this account did between two instants, each kind of act on each thing once. Acts and things that this
/// version does not know are left out.
///
/// # Errors
/// When the database fails.
pub fn acts_between(
    db: &mut Db,
    actor: &UserId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(EventType, Subject)>, Failure> {
    let theirs = ledger::table
        .filter(ledger::actor.eq(actor.as_str()))
        .filter(ledger::at.between(from, until));
    let acts = theirs.select((ledger::act, ledger::subject)).distinct();
    let acts = acts.load::<(String, String)>(db)?.into_iter();
    let known = |(act, subject): (String, String)| {
        Some((EventType::from_name(&act)?, subject.parse::<Subject>().ok()?))
    };
    Ok(acts.filter_map(known).collect())
}
