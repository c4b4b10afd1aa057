//! The list of proposals, limited to what the viewer may see before anything is counted or paged.

use super::proposals::ProposalRow;
use crate::features::calls::State as CallState;
use crate::features::proposals::rules::pins::files_differ;
use crate::features::proposals::{Content, HandedIn, ProposalFilter, Standing, State, Summary};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UnitCode, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{calls, problems, proposal_versions, proposals, users};
use crate::platform::db::{Backend, Db};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Which proposals a viewer may see; the scopes of several roles are combined.
#[derive(Debug, Clone)]
pub(in crate::features::proposals) struct Scope {
    pub viewer: UserId,
    /// As candidate: their own.
    pub own: bool,
    /// As head: proposals of this unit's candidates and on its problems; drafts while the call is
    /// open.
    pub heads: Option<UnitCode>,
    /// On duty in the call: all submitted ones except these, with which they are in conflict.
    pub on_duty: Option<BTreeSet<ProposalId>>,
}

/// One page, oldest first, in two statements.
pub(in crate::features::proposals) fn list(
    db: &mut Db,
    scope: &Scope,
    filter: &ProposalFilter,
    paging: &Paging,
    now: Timestamp,
) -> Result<Vec<Summary>, Failure> {
    let me = scope.viewer.as_str();
    let mut query = proposals::table
        .inner_join(users::table)
        .inner_join(calls::table)
        .select((ProposalRow::as_select(), users::name))
        .order((proposals::created_at, proposals::id))
        .limit(paging.fetch())
        .into_boxed::<Backend>();
    // No account has an empty id, so this matches nothing for people who are not candidates.
    query = query.filter(proposals::candidate.eq(if scope.own { me } else { "" }.to_owned()));
    if let Some(unit) = &scope.heads {
        let shown = || {
            let is_open = calls::state
                .eq(CallState::Frozen)
                .and(calls::opens_at.le(now))
                .and(calls::submissions_close_at.gt(now))
                .and(calls::announced_at.is_null());
            let is_due = proposals::state.eq(State::Draft).and(is_open);
            let is_there = proposals::number.is_not_null().or(is_due);
            proposals::candidate.ne(&scope.viewer).and(is_there)
        };
        let problems =
            || problems::table.filter(problems::owner_unit.eq(unit)).select(problems::id);
        let writing = || calls::submissions_close_at.gt(now);
        // While the call is open the draft's problem needs a signature; afterwards the submitted
        // one counts. These are branches of one OR, so that each can use its index.
        query = query
            .or_filter(proposals::unit.eq(unit).and(shown()))
            .or_filter(proposals::problem_id.eq_any(problems()).and(shown()).and(writing()))
            .or_filter(
                proposals::submitted_problem
                    .eq_any(problems().select(problems::id.nullable()))
                    .and(shown())
                    .and(calls::submissions_close_at.le(now)),
            );
    }
    if let Some(hidden) = &scope.on_duty {
        query = query
            .or_filter(proposals::number.is_not_null().and(proposals::id.ne_all(hidden.clone())));
    }
    if let Some(call) = &filter.call {
        query = query.filter(proposals::call_id.eq(call));
    }
    if let Some(state) = filter.state {
        query = query.filter(proposals::state.eq(state));
    }
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        query = query.filter(
            proposals::created_at.gt(at).or(proposals::created_at.eq(at).and(proposals::id.gt(id))),
        );
    }
    let rows = query.load::<(ProposalRow, String)>(db)?;
    let rows = rows.into_iter().map(|(row, candidate_name)| {
        let standing = Standing::try_from(row.standing.clone())?;
        Ok((row, standing, candidate_name))
    });
    let rows = rows.collect::<Result<Vec<Listed>, Failure>>()?;
    summarise(db, rows, scope)
}

/// A proposal, how it stands, and its candidate's name.
type Listed = (ProposalRow, Standing, String);

#[derive(serde::Deserialize)]
struct Titled {
    title: String,
}

fn title_of(content: &str) -> Result<String, Failure> {
    Ok(serde_json::from_str::<Titled>(content)?.title)
}

/// Others see the submitted title, problem and level, not the draft's.
fn summarise(db: &mut Db, rows: Vec<Listed>, scope: &Scope) -> Result<Vec<Summary>, Failure> {
    let ids: Vec<ProposalId> = rows.iter().map(|(row, ..)| row.id.clone()).collect();
    let mut submitted = submitted_contents(db, &ids)?;
    let moved = moved_on(db, &rows, (scope, &submitted))?;
    let summary = |(row, standing, candidate_name): Listed| {
        let handed_in = standing.handed_in();
        let version = submitted.remove(&row.id).filter(|_| row.candidate != scope.viewer);
        let (problem, level) = match handed_in.filter(|_| version.is_some()) {
            Some(handed_in) => (handed_in.problem.clone(), handed_in.level.clone()),
            None => (row.problem_id, row.level),
        };
        Ok(Summary {
            title: title_of(version.as_ref().unwrap_or(&row.content))?,
            state: standing.state(),
            number: handed_in.map(|handed_in| handed_in.number.clone()),
            submitted_at: handed_in.map(|handed_in| handed_in.at),
            submission: handed_in.map(|handed_in| handed_in.told(moved.get(&row.id).copied())),
            id: row.id,
            call: row.call_id,
            candidate: row.candidate,
            candidate_name,
            unit: row.unit,
            problem,
            level,
            created_at: row.created_at,
        })
    };
    rows.into_iter().map(summary).collect()
}

/// For the reader's own submitted proposals: whether the draft differs from the submission.
fn moved_on(
    db: &mut Db,
    rows: &[Listed],
    (scope, submitted): (&Scope, &BTreeMap<ProposalId, String>),
) -> Result<BTreeMap<ProposalId, bool>, Failure> {
    let own = rows.iter().filter(|(row, ..)| row.candidate == scope.viewer);
    let own: Vec<(&ProposalRow, &HandedIn)> =
        own.filter_map(|(row, standing, _)| Some((row, standing.handed_in()?))).collect();
    let ids: Vec<ProposalId> = own.iter().map(|(row, _)| row.id.clone()).collect();
    let (uploaded, pins) = (super::documents_of_many(db, &ids)?, super::pins_of_many(db, &ids)?);
    let moved = |(row, handed_in): (&ProposalRow, &HandedIn)| {
        let id = &row.id;
        let read = |of: &str| serde_json::from_str::<Content>(of);
        let now = &row.content;
        let text = match submitted.get(id) {
            Some(then) => now != then && read(now)? != read(then)?,
            None => false,
        };
        let choice = handed_in.problem != row.problem_id || handed_in.level != row.level;
        let pins = pins.get(id).map_or(&[][..], Vec::as_slice);
        let uploaded = uploaded.get(id).map_or(&[][..], Vec::as_slice);
        Ok((id.clone(), text || choice || files_differ(pins, uploaded)))
    };
    own.into_iter().map(moved).collect()
}

/// The title of a proposal that passed verification, and its candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As submitted.
    pub title: String,
    pub candidate: String,
}

/// Title and candidate of every eligible proposal of a call, in one statement. The caller decides
/// who may see them.
pub fn named_of(db: &mut Db, call: &CallId) -> Result<BTreeMap<ProposalId, Named>, Failure> {
    #[derive(serde::Deserialize)]
    struct PerhapsTitled {
        #[serde(default)]
        title: String,
    }
    let submitted = proposal_versions::proposal_id
        .eq(proposals::id)
        .and(proposals::submitted_version.eq(proposal_versions::number.nullable()));
    let rows = proposals::table
        .inner_join(users::table)
        .left_join(proposal_versions::table.on(submitted))
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible)))
        .select((proposals::id, users::name, proposal_versions::content.nullable()))
        .load::<(ProposalId, String, Option<String>)>(db)?;
    rows.into_iter()
        .map(|(id, candidate, submitted)| {
            let missing = || Failure::Inconsistent(format!("the submission of {id} is missing"));
            let titled: PerhapsTitled = serde_json::from_str(&submitted.ok_or_else(missing)?)?;
            Ok((id, Named { title: titled.title.trim().to_owned(), candidate }))
        })
        .collect()
}

fn submitted_contents(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, String>, Failure> {
    let rows = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposal_versions::proposal_id.eq_any(ids))
        .filter(proposals::submitted_version.eq(proposal_versions::number.nullable()))
        .select((proposal_versions::proposal_id, proposal_versions::content))
        .load::<(ProposalId, String)>(db)?;
    Ok(rows.into_iter().collect())
}
