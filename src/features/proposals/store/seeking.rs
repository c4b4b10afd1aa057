//! What a search reads of the proposals that were handed in: numbers, titles and names, in one statement. The titles
//! are kept beside the texts, because the texts of 20,000 proposals are many times longer.

use crate::features::proposals::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{proposals, submitted_titles, users};
use diesel::prelude::*;

/// A proposal that was handed in, as a search compares it.
#[derive(Debug, Clone, Queryable)]
pub(in crate::features::proposals) struct Handed {
    pub id: ProposalId,
    pub call: CallId,
    pub candidate: UserId,
    pub candidate_name: String,
    pub number: Option<String>,
    /// As submitted.
    pub title: Option<String>,
    pub state: State,
    pub submitted_at: Option<Timestamp>,
}

/// The columns of a [`Handed`].
#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        proposals::id,
        proposals::call_id,
        proposals::candidate,
        users::name,
        proposals::number,
        submitted_titles::title.nullable(),
        proposals::state,
        proposals::submitted_at,
    )
}

/// All that were handed in, in any order. The caller decides who may know of which.
pub(in crate::features::proposals) fn all_handed_in(db: &mut Db) -> Result<Vec<Handed>, Failure> {
    Ok(proposals::table
        .inner_join(users::table)
        .left_join(submitted_titles::table)
        .filter(proposals::number.is_not_null())
        .select(columns())
        .load(db)?)
}

/// Those of one person, the newest first.
pub(in crate::features::proposals) fn handed_in_by(
    db: &mut Db,
    person: &UserId,
) -> Result<Vec<Handed>, Failure> {
    Ok(proposals::table
        .inner_join(users::table)
        .left_join(submitted_titles::table)
        .filter(proposals::number.is_not_null().and(proposals::candidate.eq(person)))
        .order((proposals::created_at.desc(), proposals::id))
        .select(columns())
        .load(db)?)
}

/// Keeps the title of the submission that is now in force.
pub(super) fn keep_title(db: &mut Db, id: &ProposalId, title: &str) -> Result<(), Failure> {
    let kept = submitted_titles::table.find(id);
    if diesel::update(kept).set(submitted_titles::title.eq(title)).execute(db)? == 0 {
        diesel::insert_into(submitted_titles::table)
            .values((submitted_titles::proposal_id.eq(id), submitted_titles::title.eq(title)))
            .execute(db)?;
    }
    Ok(())
}
