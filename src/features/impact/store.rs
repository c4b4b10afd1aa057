//! Every query on what candidates let others read. Row types stay in here.

mod personal;

pub use personal::HOLDER;

use super::tried::Consent;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::db::schema::{problems, proposal_sharings, proposals};
use crate::platform::db::{Backend, Db};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = proposal_sharings)]
struct Row {
    with_name: bool,
    shared_at: Timestamp,
    withdrawn_at: Option<Timestamp>,
}

/// What a candidate chose, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) consent: Consent,
    pub(super) shared_at: Timestamp,
    pub(super) withdrawn_at: Option<Timestamp>,
}

/// A proposal that others may read.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub(super) struct Readable {
    pub(super) proposal: ProposalId,
    pub(super) with_name: bool,
    pub(super) call: CallId,
    pub(super) candidate: UserId,
    pub(super) unit: UnitCode,
    pub(super) problem: ProblemId,
    /// The problem's code.
    pub(super) code: String,
}

fn consent_of(with_name: bool) -> Consent {
    if with_name { Consent::Named } else { Consent::Unnamed }
}

pub(super) fn chosen(db: &mut Db, id: &ProposalId) -> Result<Option<Chosen>, Failure> {
    let row = proposal_sharings::table.find(id).select(Row::as_select()).first(db).optional()?;
    Ok(row.map(|row| Chosen {
        consent: match row.withdrawn_at {
            Some(_) => Consent::No,
            None => consent_of(row.with_name),
        },
        shared_at: row.shared_at,
        withdrawn_at: row.withdrawn_at,
    }))
}

/// Lets others read it, for the first time or anew; `words` is what a search compares.
pub(super) fn share(
    db: &mut Db,
    id: &ProposalId,
    (with_name, words): (bool, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let values = || {
        (
            proposal_sharings::with_name.eq(with_name),
            proposal_sharings::words.eq(Some(words)),
            proposal_sharings::shared_at.eq(now),
            proposal_sharings::withdrawn_at.eq(None::<Timestamp>),
        )
    };
    let changed = diesel::update(proposal_sharings::table.find(id)).set(values()).execute(db)?;
    if changed == 0 {
        diesel::insert_into(proposal_sharings::table)
            .values((proposal_sharings::proposal_id.eq(id), values()))
            .execute(db)?;
    }
    Ok(())
}

/// Nobody reads it any more, and its words are gone from the search.
pub(super) fn withdraw(db: &mut Db, id: &ProposalId, now: Timestamp) -> Result<(), Failure> {
    diesel::update(proposal_sharings::table.find(id))
        .set((
            proposal_sharings::with_name.eq(false),
            proposal_sharings::words.eq(None::<String>),
            proposal_sharings::withdrawn_at.eq(Some(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Where a page of what may be read begins: after this proposal of the problem with this code, or after all that
/// comes before that problem's proposals.
pub(super) type After = (String, Option<ProposalId>);

/// What may be read and holds all of these folded words, by the problem's code and id. Folded words have no sign that
/// a pattern knows.
pub(super) fn readable(
    db: &mut Db,
    (words, problem): (&[String], Option<&str>),
    after: Option<&After>,
    most: i64,
) -> Result<Vec<Readable>, Failure> {
    let mut query = proposal_sharings::table
        .inner_join(proposals::table.on(proposals::id.eq(proposal_sharings::proposal_id)))
        .inner_join(problems::table.on(proposals::submitted_problem.eq(problems::id.nullable())))
        .filter(proposal_sharings::withdrawn_at.is_null())
        .order((problems::code, proposals::id))
        .limit(most)
        .select((
            proposals::id,
            proposal_sharings::with_name,
            proposals::call_id,
            proposals::candidate,
            proposals::unit,
            problems::id,
            problems::code,
        ))
        .into_boxed::<Backend>();
    for word in words {
        query = query.filter(proposal_sharings::words.like(format!("%{word}%")));
    }
    if let Some(code) = problem {
        query = query.filter(problems::code.eq(code.to_owned()));
    }
    if let Some((code, id)) = after {
        let later = problems::code.gt(code.clone());
        query = match id {
            Some(id) => query.filter(
                later.or(problems::code.eq(code.clone()).and(proposals::id.gt(id.clone()))),
            ),
            None => query.filter(problems::code.ge(code.clone())),
        };
    }
    Ok(query.load(db)?)
}

/// One that may be read.
pub(super) fn readable_one(db: &mut Db, id: &ProposalId) -> Result<Option<Readable>, Failure> {
    Ok(proposal_sharings::table
        .inner_join(proposals::table.on(proposals::id.eq(proposal_sharings::proposal_id)))
        .inner_join(problems::table.on(proposals::submitted_problem.eq(problems::id.nullable())))
        .filter(proposal_sharings::withdrawn_at.is_null().and(proposals::id.eq(id)))
        .select((
            proposals::id,
            proposal_sharings::with_name,
            proposals::call_id,
            proposals::candidate,
            proposals::unit,
            problems::id,
            problems::code,
        ))
        .first(db)
        .optional()?)
}
