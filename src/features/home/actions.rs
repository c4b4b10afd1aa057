//! Reading where a call stands, counts only and none of what the viewer is in conflict with; taking something
//! away is in `exports`.

pub(super) mod exports;

use super::rules::{self, Counted, DayTally, Tally};
use crate::features::accounts::{Unit, load_units};
use crate::features::calls::actions as calls;
use crate::features::calls::{Call, Extension, panel_of};
use crate::features::conflicts::CallContext;
use crate::features::problems;
use crate::features::proposals::{self, CountedProposal, HandedIn, Standing, State};
use crate::features::reminders;
use crate::features::reviews::actions::{Progress, progress_in};
use crate::features::reviews::{self, Divergence, Sheet, SubmittedSheet};
use crate::kernel::access::{self, Facts, Permission, Phase};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The state of a call at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(super) struct Dashboard {
    pub call: CallId,
    pub phase: Phase,
    /// The server's time.
    pub now: Timestamp,
    /// Proposals in each state.
    pub states: Vec<Tally>,
    /// Submissions on each day that had one, by the date in Jakarta.
    pub submitted_by_day: Vec<DayTally>,
    /// The submitted proposals by kind; null while the call is open.
    pub submitted: Option<Breakdown>,
    /// Null before the screening.
    pub screening: Option<Screening>,
    /// Proposals with divergent sheets; null before the plenary.
    pub divergent: Option<Vec<DivergentOnDesk>>,
}

/// The submitted proposals that were not withdrawn, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[expect(clippy::struct_field_names, reason = "the API names them so")]
pub(super) struct Breakdown {
    pub by_unit: Vec<Tally>,
    pub by_region: Vec<Tally>,
    pub by_problem: Vec<Tally>,
}

/// The progress of the verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ScreeningCounts)]
pub(super) struct Screening {
    /// Proposals without any conclusion.
    pub waiting: u32,
    /// Proposals with a repair that is still open.
    pub in_repair: u32,
    pub concluded: u32,
}

/// One proposal that needs reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(super) struct DivergentOnDesk {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    #[serde(flatten)]
    pub divergence: Divergence,
    /// Whether the chair has noted how it was discussed.
    pub reconciled: bool,
}

/// Proposals with the fields that counts need, and their problems. One statement.
fn counted(db: &mut Db, standings: &[CountedProposal]) -> Result<Vec<Counted>, Failure> {
    let ids: BTreeSet<ProblemId> = standings.iter().map(|one| one.problem.clone()).collect();
    let found = problems::find_many(db, &ids.into_iter().collect::<Vec<_>>())?;
    let named: BTreeMap<ProblemId, (String, String)> =
        found.into_iter().map(|one| (one.id, (one.code, one.title))).collect();
    let counted = |one: &CountedProposal| {
        let missing = || Failure::Inconsistent(format!("{} names no problem that exists", one.id));
        Ok(Counted {
            problem: named.get(&one.problem).cloned().ok_or_else(missing)?,
            state: one.standing.state(),
            unit: one.unit.clone(),
            submitted_on: one.standing.handed_in().map(|it| it.at.date_in_jakarta()),
        })
    };
    standings.iter().map(counted).collect()
}

/// The state of a call.
///
/// # Errors
/// `not_found`, `forbidden`.
pub(super) fn read_dashboard(cx: &mut Cx<'_>, id: &CallId) -> Result<Dashboard, Failure> {
    let context = CallContext::find(cx, id)?;
    dashboard_in(cx, &context)
}

fn dashboard_in(cx: &mut Cx<'_>, context: &CallContext) -> Result<Dashboard, Failure> {
    let (call, id, phase) = (&context.call, &context.call.id, context.phase);
    calls::is_visible(Some(cx.viewer), call, cx.now)?;
    let facts = Facts::in_phase(phase);
    access::may(cx.viewer, Permission::ReadDashboard, facts)?;
    let hidden = context.hidden(cx.db)?;
    // Drafts included, without hidden proposals.
    let mut standings = proposals::standings_in(cx.db, id)?;
    standings.retain(|one| !hidden.contains(&one.id));
    let counted = counted(cx.db, &standings)?;
    let in_state = |state: State| counted.iter().filter(|one| one.state == state).count();
    let is_screened = cx.viewer.may(Permission::ReadProposal, facts);
    let screening = if is_screened {
        Some(Screening {
            waiting: rules::counted(in_state(State::Submitted)),
            in_repair: rules::counted(
                proposals::open_repairs_in(cx.db, id, cx.now)?.difference(hidden).count(),
            ),
            concluded: rules::counted(in_state(State::Eligible) + in_state(State::Ineligible)),
        })
    } else {
        None
    };
    let submitted = if is_screened { Some(breakdown(cx.db, &counted)?) } else { None };
    let divergent = if cx.viewer.may(Permission::ReadOtherSheets, facts) {
        Some(divergent(cx.db, call, standings)?)
    } else {
        None
    };
    Ok(Dashboard {
        call: id.clone(),
        phase,
        now: cx.now,
        states: rules::by_state(&counted),
        submitted_by_day: rules::by_day(&counted),
        submitted,
        screening,
        divergent,
    })
}

fn breakdown(db: &mut Db, counted: &[Counted]) -> Result<Breakdown, Failure> {
    let units = load_units(db)?;
    let there: Vec<(&Counted, Option<&Unit>)> = counted
        .iter()
        .filter(|one| !matches!(one.state, State::Draft | State::Withdrawn))
        .map(|one| (one, units.get(&one.unit)))
        .collect();
    let by_unit = there.iter().map(|(one, unit)| {
        let code = one.unit.as_str();
        (code, unit.map_or(code, |unit| unit.name.as_str()))
    });
    let regions = there.iter().map(|(_, unit)| unit.map_or("", |unit| unit.region.as_str()));
    let by_problem = there.iter().map(|(one, _)| (one.problem.0.as_str(), one.problem.1.as_str()));
    Ok(Breakdown {
        by_unit: rules::by_kind(by_unit),
        by_region: rules::by_kind(regions.map(|name| (name, name))),
        by_problem: rules::by_kind(by_problem),
    })
}

fn divergent(
    db: &mut Db,
    call: &Call,
    standings: Vec<CountedProposal>,
) -> Result<Vec<DivergentOnDesk>, Failure> {
    let definition = &call.definition;
    let mut sheets: BTreeMap<ProposalId, Vec<Sheet>> = BTreeMap::new();
    for SubmittedSheet { proposal, sheet, .. } in reviews::submitted_sheets(db, &call.id)? {
        sheets.entry(proposal).or_default().push(sheet);
    }
    let reconciled = reviews::reconciled(db, &call.id)?;
    let found = standings.into_iter().filter_map(|entrant| {
        let Standing::Eligible(HandedIn { number, .. }) = entrant.standing else { return None };
        let of: Vec<&Sheet> = sheets.get(&entrant.id)?.iter().collect();
        let divergence = reviews::divergence(&definition.rubric, &definition.panel, &of)?;
        let reconciled = reconciled.contains(&entrant.id);
        Some(DivergentOnDesk { proposal: entrant.id, number, divergence, reconciled })
    });
    Ok(found.collect())
}

/// Everything that the dashboard's page shows of a call.
pub(super) struct CallBoard {
    pub(super) call: Call,
    pub(super) phase: Phase,
    pub(super) now: Timestamp,
    pub(super) extensions: Vec<Extension>,
    pub(super) board: Dashboard,
    pub(super) progress: Option<Progress>,
    /// When reviewers were lately reminded; told only to those who may remind them.
    pub(super) reminded: BTreeMap<UserId, Timestamp>,
    pub(super) panel: usize,
    /// The facts for the pages that are linked to.
    pub(super) facts: Facts,
}

/// Reads the dashboard with everything beside it.
pub(super) fn read_call_board(cx: &mut Cx<'_>, id: &CallId) -> Result<CallBoard, Failure> {
    let context = CallContext::find(cx, id)?;
    let board = dashboard_in(cx, &context)?;
    let extensions = calls::extensions_in(&mut cx.anyone(), &context.call)?;
    let progress = if cx.viewer.may(Permission::ReadProgress, context.facts) {
        // Only the reviewers are shown, so one proposal of the list is enough.
        Some(progress_in(cx, &context, &Paging { limit: 1, after: None })?)
    } else {
        None
    };
    context.may(cx.viewer, Permission::ReadPanel)?;
    let panel = panel_of(cx.db, id)?.len();
    let reminded = if cx.viewer.may(Permission::RemindReviewers, context.facts) {
        reminders::actions::last_reminded(cx, &context)?
    } else {
        BTreeMap::new()
    };
    let CallContext { call, phase, facts, .. } = context;
    Ok(CallBoard { call, phase, now: cx.now, extensions, board, progress, reminded, panel, facts })
}
