//! The acts on the record about some subjects or by somebody, and the roles that those who acted
//! hold or held.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MailId, SessionId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{ledger, mails, role_grants, sessions};
use crate::platform::ledger::Subject;
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// An act.
#[derive(Queryable, Selectable)]
#[diesel(table_name = ledger)]
pub(in crate::features::privacy) struct Acted {
    pub at: Timestamp,
    pub actor: Option<String>,
    pub act: String,
    pub subject: String,
    pub payload: String,
}

/// An act of one's own.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = ledger)]
pub(in crate::features::privacy) struct Own {
    seq: i64,
    at: Timestamp,
    act: String,
    subject: String,
}

/// A role somebody holds or held.
#[derive(Queryable, Selectable)]
#[diesel(table_name = role_grants)]
pub(in crate::features::privacy) struct Held {
    pub user_id: String,
    pub role: String,
    pub granted_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// Subjects in one statement, at most: SQLite takes no more than 32,766 values.
const SUBJECTS_AT_ONCE: usize = 10_000;

pub(in crate::features::privacy) fn acts_on(
    db: &mut Db,
    subjects: &[Subject],
) -> Result<Vec<Acted>, Failure> {
    let mut acts = Vec::new();
    for some in subjects.chunks(SUBJECTS_AT_ONCE) {
        let some: Vec<String> = some.iter().map(ToString::to_string).collect();
        let about = ledger::table.filter(ledger::subject.eq_any(some));
        acts.extend(about.order(ledger::seq).select(Acted::as_select()).load(db)?);
    }
    acts.sort_by_key(|acted: &Acted| acted.at);
    Ok(acts)
}

pub(in crate::features::privacy) fn acts_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Vec<Own>, Failure> {
    let own = ledger::table.filter(ledger::actor.eq(user.as_str()));
    Ok(own.order(ledger::seq).select(Own::as_select()).load(db)?)
}

pub(in crate::features::privacy) fn roles_of(
    db: &mut Db,
    actors: Vec<String>,
) -> Result<Vec<Held>, Failure> {
    let held = role_grants::table.filter(role_grants::user_id.eq_any(actors));
    Ok(held.select(Held::as_select()).load(db)?)
}

/// Which of these instants are those of acts that somebody else did.
pub(in crate::features::privacy) fn instants_of_others(
    db: &mut Db,
    user: &UserId,
    among: &BTreeSet<Timestamp>,
) -> Result<BTreeSet<Timestamp>, Failure> {
    let among: Vec<Timestamp> = among.iter().copied().collect();
    let mut found = BTreeSet::new();
    for some in among.chunks(SUBJECTS_AT_ONCE) {
        let acts = ledger::table
            .filter(ledger::at.eq_any(some.to_vec()))
            .filter(ledger::actor.ne(user.as_str()))
            .select(ledger::at);
        found.extend(acts.load::<Timestamp>(db)?);
    }
    Ok(found)
}

/// As the record names this person's account, sessions and letters.
pub(in crate::features::privacy) fn own_subjects(
    db: &mut Db,
    user: &UserId,
) -> Result<Vec<Subject>, Failure> {
    let ids = sessions::table.filter(sessions::user_id.eq(user)).select(sessions::id);
    let signed_in = ids.load::<SessionId>(db)?;
    let ids = mails::table.filter(mails::recipient.eq(user)).select(mails::id);
    let letters = ids.load::<MailId>(db)?;
    let mut subjects = vec![Subject::user(user)];
    subjects.extend(signed_in.iter().map(Subject::session));
    subjects.extend(letters.iter().map(Subject::mail));
    Ok(subjects)
}
