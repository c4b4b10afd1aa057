//! The list of proposals, limited to what the viewer may see before anything is counted or paged.

use super::proposals::ProposalRow;
use crate::features::calls::State as CallState;
use crate::features::proposals::rules::pins::files_differ;
use crate::features::proposals::{
    Content, HandedIn, Line, ProposalSearch, Standing, State, Summary,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::kernel::listing::{self, Listing};
use crate::platform::db::schema::{
    calls, problems, proposal_versions, proposals, submitted_titles, users,
};
use crate::platform::db::{Backend, Db};
use diesel::dsl::count_star;
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

/// Limits a query to what the reader may see, before anything is counted or paged. A macro, because the queries have
/// types of their own.
macro_rules! in_scope {
    ($query:expr, $scope:expr, $now:expr) => {{
        let (mut query, scope, now) = ($query, $scope, $now);
        let me = scope.viewer.as_str();
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
        query
    }};
}

/// The columns of the rows of a list, in which nothing long is read.
#[derive(Queryable, Selectable)]
#[diesel(table_name = proposals)]
struct Brief {
    id: ProposalId,
    candidate: UserId,
    unit: UnitCode,
    problem_id: ProblemId,
    level: String,
    number: Option<String>,
    state: State,
    submitted_problem: Option<ProblemId>,
    submitted_level: Option<String>,
    created_at: Timestamp,
    submitted_at: Option<Timestamp>,
}

/// All that the reader may see of, oldest first, in three statements. Drafts are shown as they are written to
/// whoever sees them, all others as they were handed in; nobody finds what they are not shown.
pub(in crate::features::proposals) fn lines(
    db: &mut Db,
    scope: &Scope,
    call: Option<&CallId>,
    now: Timestamp,
) -> Result<Vec<Line>, Failure> {
    let mut query = proposals::table
        .inner_join(users::table)
        .inner_join(calls::table)
        .left_join(submitted_titles::table)
        .select((Brief::as_select(), users::name, submitted_titles::title.nullable()))
        .order((proposals::created_at, proposals::id))
        .into_boxed::<Backend>();
    query = in_scope!(query, scope, now);
    if let Some(call) = call {
        query = query.filter(proposals::call_id.eq(call));
    }
    let rows = query.load::<(Brief, String, Option<String>)>(db)?;
    let is_draft = |row: &Brief| row.number.is_none() || row.candidate == scope.viewer;
    let drafts: Vec<ProposalId> =
        rows.iter().filter(|(row, ..)| is_draft(row)).map(|(row, ..)| row.id.clone()).collect();
    let mut written = draft_titles(db, &drafts)?;
    let problems = problems::table
        .select((problems::id, problems::code, problems::title))
        .load::<(ProblemId, String, String)>(db)?;
    let named: BTreeMap<ProblemId, (String, String)> =
        problems.into_iter().map(|(id, code, title)| (id, (code, title))).collect();
    let line = |(row, candidate_name, title): (Brief, String, Option<String>)| {
        let (title, problem, level) = if is_draft(&row) {
            (written.remove(&row.id), row.problem_id, row.level)
        } else {
            let problem = row.submitted_problem.unwrap_or(row.problem_id);
            (title, problem, row.submitted_level.unwrap_or(row.level))
        };
        let (problem, problem_title) = named.get(&problem).cloned().unwrap_or_default();
        Line {
            title: title.unwrap_or_default(),
            problem,
            problem_title,
            unit_name: String::new(),
            id: row.id,
            number: row.number,
            candidate: row.candidate,
            candidate_name,
            unit: row.unit,
            level,
            state: row.state,
            created_at: row.created_at,
            submitted_at: row.submitted_at,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

fn draft_titles(db: &mut Db, ids: &[ProposalId]) -> Result<BTreeMap<ProposalId, String>, Failure> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = proposals::table
        .filter(proposals::id.eq_any(ids))
        .select((proposals::id, proposals::content))
        .load::<(ProposalId, String)>(db)?;
    rows.into_iter().map(|(id, content)| Ok((id, title_of(&content)?))).collect()
}

/// Applies what a list is filtered by where the database can: what others see of a proposal that was handed in.
macro_rules! filtered {
    ($query:expr, $wanted:expr, $viewer:expr) => {{
        let (mut query, wanted) = ($query, $wanted);
        if let Some(call) = &wanted.call {
            query = query.filter(proposals::call_id.eq(call.clone()));
        }
        if let Some(state) = wanted.state {
            query = query.filter(proposals::state.eq(state));
        }
        if let Some(unit) = &wanted.unit {
            query = query.filter(proposals::unit.eq(unit.clone()));
        }
        if wanted.of_others == Some(true) {
            query = query.filter(proposals::candidate.ne($viewer.clone()));
        }
        query
    }};
}

/// How many there are that match, and how many in all.
pub(in crate::features::proposals) fn count(
    db: &mut Db,
    scope: &Scope,
    wanted: &ProposalSearch,
    now: Timestamp,
) -> Result<(usize, usize), Failure> {
    let count = |db: &mut Db, wanted: &ProposalSearch| -> Result<usize, Failure> {
        let query = proposals::table.inner_join(calls::table).select(count_star());
        let query = in_scope!(query.into_boxed::<Backend>(), scope, now);
        let found: i64 = filtered!(query, wanted, scope.viewer).first(db)?;
        Ok(usize::try_from(found).unwrap_or(0))
    };
    let all = count(db, &ProposalSearch { state: None, unit: None, ..wanted.clone() })?;
    let is_whole = wanted.state.is_none() && wanted.unit.is_none();
    Ok((if is_whole { all } else { count(db, wanted)? }, all))
}

/// A page in the usual order, oldest first, with the cursor of the next: the database pages, so that the start of a long
/// list costs no more than that of a short one.
pub(in crate::features::proposals) fn page(
    db: &mut Db,
    scope: &Scope,
    (wanted, asked): (&ProposalSearch, &Listing),
    now: Timestamp,
) -> Result<(Vec<Summary>, Option<String>), Failure> {
    let (before, last) = asked.place()?.unwrap_or_default();
    let query = proposals::table
        .inner_join(users::table)
        .inner_join(calls::table)
        .select((ProposalRow::as_select(), users::name))
        .order((proposals::created_at, proposals::id))
        .into_boxed::<Backend>();
    let query = in_scope!(query, scope, now);
    let mut query = filtered!(query, wanted, scope.viewer);
    match begun_at(db, &last)? {
        Some(at) => {
            let later = proposals::created_at.eq(at).and(proposals::id.gt(last));
            query = query.filter(proposals::created_at.gt(at).or(later));
        }
        None => query = query.offset(i64::try_from(before).unwrap_or(i64::MAX)),
    }
    let fetched = i64::try_from(asked.rows() + 1).unwrap_or(i64::MAX);
    let mut rows = placed(query.limit(fetched).load(db)?)?;
    let is_more = rows.len() > asked.rows();
    rows.truncate(asked.rows());
    let next = match rows.last().filter(|_| is_more) {
        Some((row, ..)) => Some(listing::next(before + asked.rows(), row.id.as_str())?),
        None => None,
    };
    Ok((summarise(db, rows, scope)?, next))
}

fn placed(rows: Vec<(ProposalRow, String)>) -> Result<Vec<Placed>, Failure> {
    let placed = |(row, candidate_name): (ProposalRow, String)| {
        let standing = Standing::try_from(row.standing.clone())?;
        Ok((row, standing, candidate_name))
    };
    rows.into_iter().map(placed).collect()
}

fn begun_at(db: &mut Db, id: &str) -> Result<Option<Timestamp>, Failure> {
    if id.is_empty() {
        return Ok(None);
    }
    let begun = proposals::table.filter(proposals::id.eq(id)).select(proposals::created_at);
    Ok(begun.first(db).optional()?)
}

/// These proposals as the reader sees them, in this order.
pub(in crate::features::proposals) fn summaries_of(
    db: &mut Db,
    scope: &Scope,
    ids: &[ProposalId],
) -> Result<Vec<Summary>, Failure> {
    let rows = proposals::table
        .inner_join(users::table)
        .filter(proposals::id.eq_any(ids))
        .select((ProposalRow::as_select(), users::name))
        .load::<(ProposalRow, String)>(db)?;
    let places: BTreeMap<&ProposalId, usize> = ids.iter().zip(0..).collect();
    let mut found = summarise(db, placed(rows)?, scope)?;
    found.sort_by_key(|one| places.get(&one.id).copied());
    Ok(found)
}

/// Puts in the codes of their problems.
pub(in crate::features::proposals) fn name_problems(
    db: &mut Db,
    rows: &mut [Summary],
) -> Result<(), Failure> {
    let about: BTreeSet<&ProblemId> = rows.iter().map(|one| &one.problem).collect();
    let codes = problems::table
        .filter(problems::id.eq_any(about))
        .select((problems::id, problems::code))
        .load::<(ProblemId, String)>(db)?;
    let codes: BTreeMap<ProblemId, String> = codes.into_iter().collect();
    for row in rows {
        row.problem_code = codes.get(&row.problem).cloned().unwrap_or_default();
    }
    Ok(())
}

/// A proposal, how it stands, and its candidate's name.
type Placed = (ProposalRow, Standing, String);

#[derive(serde::Deserialize)]
struct Titled {
    title: String,
}

fn title_of(content: &str) -> Result<String, Failure> {
    Ok(serde_json::from_str::<Titled>(content)?.title)
}

/// Others see the submitted title, problem and level, not the draft's.
fn summarise(db: &mut Db, rows: Vec<Placed>, scope: &Scope) -> Result<Vec<Summary>, Failure> {
    let ids: Vec<ProposalId> = rows.iter().map(|(row, ..)| row.id.clone()).collect();
    let mut submitted = submitted_contents(db, &ids)?;
    let moved = moved_on(db, &rows, (scope, &submitted))?;
    let summary = |(row, standing, candidate_name): Placed| {
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
            problem_code: String::new(),
            level,
            created_at: row.created_at,
        })
    };
    rows.into_iter().map(summary).collect()
}

/// For the reader's own submitted proposals: whether the draft differs from the submission.
fn moved_on(
    db: &mut Db,
    rows: &[Placed],
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
