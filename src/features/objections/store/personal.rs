//! What is held of a person's objections, and the files that came with them.

use crate::features::objections::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ObjectionId, ProposalId};
use crate::platform::db::schema::objections;
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::files::MediaType;
use crate::platform::ledger::Subject;
use crate::platform::personal::{
    self, Erasure, HeldFile, Holder, Holdings, Person, Taken, Thing, WORDS,
};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/objections",
    tables: &["objections"],
    things,
    holdings,
    erase,
    needed_files,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = objections)]
struct Objection {
    id: String,
    proposal_id: String,
    subject: String,
    state: String,
    reason: String,
    attachment_name: Option<String>,
    attachment_sha256: Option<String>,
    filed_at: Timestamp,
    due_at: Timestamp,
    ruled_at: Option<Timestamp>,
    ruling: Option<String>,
}

fn things(db: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let found = objections::table
        .filter(objections::proposal_id.eq_any(person.proposals()))
        .select((objections::id, objections::proposal_id))
        .load::<(ObjectionId, ProposalId)>(db)?;
    let thing =
        |(id, proposal)| Thing { subject: Subject::objection(&id), proposal: Some(proposal) };
    Ok(found.into_iter().map(thing).collect())
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let raised = objections::table
        .filter(objections::proposal_id.eq_any(person.proposals()))
        .order(objections::filed_at)
        .select(Objection::as_select())
        .load(db)?;
    let file = |row: &Objection| {
        let sha256 = row.attachment_sha256.clone()?;
        Some(HeldFile { id: row.id.clone(), sha256, media_type: MediaType::Pdf })
    };
    let files = raised.iter().filter_map(file).collect();
    Ok(Holdings { parts: vec![("objections", personal::rows(raised)?)], files })
}

/// The attachment goes; that there was an objection, what it was about and how it ended stay.
fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let theirs = || objections::proposal_id.eq_any(erasure.person.proposals());
    let attached = objections::attachment_sha256.is_not_null();
    let files = objections::table
        .filter(theirs().and(attached))
        .select(objections::attachment_sha256.assume_not_null())
        .load::<String>(db)?;
    diesel::update(objections::table.filter(theirs()))
        .set((
            objections::reason.eq(WORDS),
            objections::attachment_name.eq(None::<String>),
            objections::attachment_size.eq(None::<i64>),
            objections::attachment_sha256.eq(None::<String>),
        ))
        .execute(db)?;
    let ruled = objections::table.filter(theirs().and(objections::ruling.is_not_null()));
    diesel::update(ruled).set(objections::ruling.eq(WORDS)).execute(db)?;
    Ok(Taken { files, ..Taken::default() })
}

fn needed_files(db: &mut Db, hashes: &[String]) -> Result<Vec<String>, Failure> {
    let attached = objections::table.filter(objections::attachment_sha256.eq_any(hashes));
    Ok(attached.select(objections::attachment_sha256.assume_not_null()).load(db)?)
}

/// Where every objection stands, and when it was ruled on.
///
/// # Errors
/// When the database fails.
pub fn rulings(db: &mut Db) -> Result<Vec<(ProposalId, State, Option<Timestamp>)>, Failure> {
    let columns = (objections::proposal_id, objections::state, objections::ruled_at);
    Ok(objections::table.select(columns).load(db)?)
}

/// Which proposals these objections are on.
///
/// # Errors
/// When the database fails.
pub fn proposals_of(db: &mut Db, ids: &[String]) -> Result<Vec<ProposalId>, Failure> {
    let mut found = Vec::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let named = objections::table.filter(objections::id.eq_any(some));
        found.extend(named.select(objections::proposal_id).load::<ProposalId>(db)?);
    }
    Ok(found)
}
