//! The ranking board: a call's runs, and one of them with everything shown beside it. The projector
//! shows the same. Proposals with which a viewer is in conflict are left out everywhere.

use super::redaction_with;
use crate::features::accounts;
use crate::features::calls::{self, Call};
use crate::features::conflicts::{CallContext, Withheld};
use crate::features::proposals::{self, Named};
use crate::features::reviews;
use crate::features::selection::document::{Findings, Place, Run, RunState, is_same_field};
use crate::features::selection::inputs::Inputs;
use crate::features::selection::store::{self, DecidedAs};
use crate::features::selection::succession::empty_after;
use crate::features::selection::{DivergentProposal, Redacted, Redaction, Unplaced};
use crate::kernel::access::{self, Facts, Permission, Permitted, Phase, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RunId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Head};
use selection_math::ranking::NotRanked;
use std::collections::{BTreeMap, BTreeSet};

/// A call with its runs and the one that is shown.
#[derive(Debug)]
pub struct Board {
    pub call: Call,
    pub phase: Phase,
    /// Newest first.
    pub runs: Vec<Run>,
    pub shown: Option<ShownRun>,
    /// Shown instead to viewers in conflict with a proposal of the call while the result is not
    /// announced.
    pub unplaced: Option<UnplacedRun>,
    /// Names of reviewers and of the people who computed runs.
    pub people: BTreeMap<UserId, String>,
    pub proposals: BTreeMap<ProposalId, Named>,
    pub reconciled: BTreeSet<ProposalId>,
    /// What the viewer may do with the call.
    pub permitted: Permitted,
    pub head: Head,
}

/// One run with its documents, as this viewer may read them.
#[derive(Debug)]
pub struct ShownRun {
    pub run: Run,
    pub findings: Findings,
    pub inputs: Inputs,
    /// Whether proposals with which the viewer is in conflict were left out.
    pub withheld: bool,
    /// Whether sheets or proposals have changed since it was computed.
    pub outdated: bool,
    /// The decision's outcomes that differ from this run.
    pub departures: BTreeMap<ProposalId, DecidedAs>,
}

impl ShownRun {
    /// The decision's outcome for a place, if it differs from the run's.
    pub fn decided(&self, place: &Place) -> Option<&DecidedAs> {
        self.departures.get(&place.proposal)
    }

    /// Numbers whose seat would stay empty if they gave it up.
    pub fn stays_empty(&self) -> Vec<String> {
        empty_after(&self.findings.succession)
    }
}

/// One run without places.
#[derive(Debug)]
pub struct UnplacedRun {
    pub run: Run,
    pub of: Unplaced,
}

impl Board {
    /// The run that is shown, completely or in part.
    pub fn run(&self) -> Option<&Run> {
        let unplaced = self.unplaced.as_ref().map(|unplaced| &unplaced.run);
        self.shown.as_ref().map(|shown| &shown.run).or(unplaced)
    }

    /// Proposals without a place that this viewer may know.
    pub fn not_ranked(&self) -> &[NotRanked] {
        let unplaced = || self.unplaced.as_ref().map(|unplaced| &unplaced.of.others.not_ranked);
        let shown = self.shown.as_ref().map(|shown| &shown.findings.not_ranked);
        shown.or_else(unplaced).map_or(&[], Vec::as_slice)
    }

    /// Divergent proposals that still need a note or another reviewer.
    pub fn to_reconcile(&self) -> Vec<&DivergentProposal> {
        let enough = self.call.definition.panel.sheets_per_proposal;
        let unplaced = self.unplaced.iter().flat_map(|unplaced| &unplaced.of.others.divergent);
        let found = self.shown.iter().flat_map(|shown| &shown.findings.divergent);
        found
            .chain(unplaced)
            .filter(|one| !self.reconciled.contains(&one.proposal) && one.sheets <= enough)
            .collect()
    }

    /// The proposal's title; empty when it has none.
    pub fn title(&self, proposal: &ProposalId) -> &str {
        self.proposals.get(proposal).map_or("", |named| &named.title)
    }
}

/// The calls whose ranking can be read, newest first: those in or after their plenary.
///
/// # Errors
/// `not_found` for those who read no ranking at all.
pub fn list_boards(
    cx: &mut Cx<'_>,
    paging: &Paging,
) -> Result<Page<calls::actions::CallSummary>, Failure> {
    if access::granting(&cx.viewer.roles, Permission::ReadRanking).next().is_none() {
        return Err(Failure::not_found());
    }
    let mut page = calls::actions::list_calls(&mut cx.anyone(), paging)?;
    let readable = |phase| cx.viewer.may(Permission::ReadRanking, Facts::in_phase(phase));
    page.items.retain(|call| readable(call.phase));
    Ok(page)
}

/// The board with the run asked for; otherwise the adopted run, otherwise the newest. While the
/// result is under revision, the newest.
///
/// # Errors
/// `not_found` for those who may not know, and for a run of another call; `wrong_phase`.
pub fn read_board(
    cx: &mut Cx<'_>,
    (call, wanted): (&CallId, Option<&RunId>),
) -> Result<Board, Failure> {
    let context = CallContext::find(cx, call)?;
    board_in(cx, &context, wanted)
}

/// The same, for actions that already have the call.
pub fn board_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    wanted: Option<&RunId>,
) -> Result<Board, Failure> {
    context.may(cx.viewer, Permission::ReadRanking)?;
    let CallContext { call, phase, facts, .. } = context;
    let is_revising = facts.has(Relation::Revising);
    let withheld = context.withheld(cx.db)?;
    let runs = super::runs_known(cx.db, withheld, &call.id)?;
    let run = match wanted {
        Some(id) => Some(runs.iter().find(|run| &run.id == id).ok_or_else(Failure::not_found)?),
        None if is_revising => runs.first(),
        None => runs.iter().find(|run| run.state == RunState::Adopted).or_else(|| runs.first()),
    };
    let (shown, unplaced) = match run.cloned() {
        Some(run) => {
            let is_open = *phase == Phase::Plenary || is_revising;
            shown(cx.db, withheld, (call, is_open), run)?
        }
        None => (None, None),
    };
    let mut named = proposals::named_of(cx.db, &call.id)?;
    named.retain(|id, _| !withheld.hides(id));
    Ok(Board {
        people: people(cx.db, &runs, shown.as_ref())?,
        proposals: named,
        reconciled: reviews::reconciled(cx.db, &call.id)?,
        permitted: Permitted::of(cx.viewer, context.facts),
        head: ledger::head(cx.db)?,
        call: call.clone(),
        phase: *phase,
        runs,
        shown,
        unplaced,
    })
}

fn shown(
    db: &mut Db,
    withheld: &Withheld,
    (call, is_open): (&Call, bool),
    run: Run,
) -> Result<(Option<ShownRun>, Option<UnplacedRun>), Failure> {
    let all = store::decided_on(db, &run.id)?;
    match redaction_with(db, withheld, &run.id)? {
        // Whether it is outdated could depend on the hidden proposal.
        Some(Redaction::Announced(left)) => {
            let Redacted { inputs, findings } = *left;
            let mut departures = departures(&findings, all);
            let left: BTreeSet<&ProposalId> =
                findings.places.iter().map(|one| &one.proposal).collect();
            // The other changes could name the hidden proposal.
            departures.retain(|proposal, one| one.is_deviation && left.contains(proposal));
            let (withheld, outdated) = (true, false);
            let shown = ShownRun { run, findings, inputs, withheld, outdated, departures };
            Ok((Some(shown), None))
        }
        Some(Redaction::Unannounced(left)) => Ok((None, Some(UnplacedRun { run, of: *left }))),
        None => {
            let papers = store::papers_of(db, &run.id)?;
            let (findings, inputs): (Findings, Inputs) =
                (serde_json::from_str(&papers.document)?, serde_json::from_str(&papers.inputs)?);
            let outdated = is_open && is_outdated(db, call, &inputs)?;
            let departures = departures(&findings, all);
            let withheld = false;
            let shown = ShownRun { run, findings, inputs, withheld, outdated, departures };
            Ok((Some(shown), None))
        }
    }
}

/// The outcomes of a decision that differ from the run.
fn departures(
    findings: &Findings,
    mut decided: BTreeMap<ProposalId, DecidedAs>,
) -> BTreeMap<ProposalId, DecidedAs> {
    for place in &findings.places {
        let is_same = |one: &DecidedAs| {
            (one.outcome, one.reserve_position) == (place.outcome, place.reserve_position)
                && one.reason == place.reason
        };
        if decided.get(&place.proposal).is_some_and(is_same) {
            decided.remove(&place.proposal);
        }
    }
    decided
}

/// If no eligible proposals are left, the inputs have changed too.
fn is_outdated(db: &mut Db, call: &Call, then: &Inputs) -> Result<bool, Failure> {
    match super::inputs_of(db, call) {
        Ok(now) => Ok(!is_same_field(&call.definition, then, &now)),
        Err(Failure::Refused(_)) => Ok(true),
        Err(other) => Err(other),
    }
}

fn people(
    db: &mut Db,
    runs: &[Run],
    shown: Option<&ShownRun>,
) -> Result<BTreeMap<UserId, String>, Failure> {
    let contenders = shown.iter().flat_map(|shown| &shown.inputs.proposals);
    let reviewers = contenders.flat_map(|one| one.sheets.iter().map(|sheet| &sheet.reviewer));
    let ids: BTreeSet<&UserId> = runs.iter().map(|run| &run.computed_by).chain(reviewers).collect();
    let ids: Vec<UserId> = ids.into_iter().cloned().collect();
    accounts::names_of(db, &ids)
}
