//! Computing a run, and reading one. A run is immutable: another look at the same call is another
//! run.

use super::compute::{ComputeFault, compute};
use super::document::{Contender, CountedSheet, Findings, Inputs, Run, RunState};
use super::redaction::{Redaction, redact};
use super::rules;
use super::store::{self, Papers};
use crate::access::{self, Act, Facts, Viewer};
use crate::accounts;
use crate::calls::{self, Call};
use crate::canonical;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, Problem};
use crate::ids::{CallId, ProposalId, RunId};
use crate::interests;
use crate::ledger::{self, Event};
use crate::problems;
use crate::proposals::{self, Entrant};
use crate::reviews::{self, SubmittedSheet};
use serde_json::json;
use std::collections::BTreeMap;

/// Gathers the inputs, computes, and keeps the run.
///
/// # Errors
/// `forbidden`, `wrong_phase`; `nothing_to_rank` without eligible proposals.
pub fn compute_run(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    now: Timestamp,
) -> Result<Run, Failure> {
    let call = calls::find(db, call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Act::ComputeRun, Facts::in_phase(call.phase(now)))?;
    let inputs = gather(db, &call)?;
    let findings = compute(&call.definition, &inputs).map_err(|fault| refusal(&fault))?;
    let papers =
        Papers { inputs: canonical::json(&inputs)?, document: canonical::json(&findings)? };
    let run = Run {
        id: RunId::new()?,
        number: store::next_run_number(db, &call.id)?,
        call: call.id,
        state: RunState::Computed,
        inputs_hash: findings.inputs_hash.clone(),
        rules_hash: inputs.rules_hash,
        document_hash: canonical::sha256_hex(&papers.document),
        computed_by: viewer.user.clone(),
        computed_at: now,
    };
    store::insert_run(db, &run, &papers)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: "selection.computed",
        subject: format!("selection:{}", run.id),
        payload: json!({
            "call": run.call, "number": run.number, "inputs_hash": run.inputs_hash,
            "rules_hash": run.rules_hash, "document_hash": run.document_hash,
            "selected": findings.selected, "feasible": findings.feasible,
        }),
    };
    ledger::append(db, event, now)?;
    Ok(run)
}

fn refusal(fault: &ComputeFault) -> Failure {
    match fault {
        ComputeFault::Quota(_) | ComputeFault::Ranking(_) => {
            Problem::new(rules::CANNOT_COMPUTE).with("detail", fault).into()
        }
        ComputeFault::Json(reason) => Failure::Inconsistent(reason.clone()),
    }
}

/// Everything the run depends on, in a fixed number of statements.
fn gather(db: &mut Db, call: &Call) -> Result<Inputs, Failure> {
    let entrants = proposals::entrants_of(db, &call.id)?;
    if entrants.is_empty() {
        return Err(Failure::refused(rules::NOTHING_TO_RANK));
    }
    let mut sheets: BTreeMap<ProposalId, Vec<SubmittedSheet>> = BTreeMap::new();
    for sheet in reviews::submitted_sheets(db, &call.id)? {
        sheets.entry(sheet.proposal.clone()).or_default().push(sheet);
    }
    let units = accounts::load_units(db)?;
    let mut ids: Vec<_> = entrants.iter().map(|entrant| entrant.problem.clone()).collect();
    ids.sort();
    ids.dedup();
    let codes: BTreeMap<_, _> = problems::find_many(db, &ids)?
        .into_iter()
        .map(|problem| (problem.id, problem.code))
        .collect();
    let awards = store::earlier_awards(db, &call.id)?;
    let contender = |entrant: Entrant| {
        let missing = |what: &str| Failure::Inconsistent(format!("{}: no {what}", entrant.number));
        let unit = units.get(&entrant.unit).ok_or_else(|| missing("unit"))?;
        Ok(Contender {
            problem: codes.get(&entrant.problem).cloned().ok_or_else(|| missing("problem"))?,
            unit_kind: unit.kind.clone(),
            region: unit.region.clone(),
            remote: unit.remote,
            earlier_awards: awards.get(&entrant.unit).copied().unwrap_or(0),
            sheets: sheets.remove(&entrant.id).unwrap_or_default().iter().map(counted).collect(),
            id: entrant.id,
            number: entrant.number,
            level: entrant.level,
            unit: entrant.unit,
        })
    };
    let mut proposals = entrants.into_iter().map(contender).collect::<Result<Vec<_>, Failure>>()?;
    proposals.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(Inputs {
        call: call.id.clone(),
        rules_hash: call.rules_hash.clone().unwrap_or_default(),
        tie_seed: calls::tie_seed(db, &call.id)?.unwrap_or_default(),
        proposals,
    })
}

fn counted(sheet: &SubmittedSheet) -> CountedSheet {
    let score = |(code, score): (&String, &reviews::Score)| Some((code.clone(), score.score?));
    CountedSheet {
        reviewer: sheet.reviewer.clone(),
        total: sheet.total.into(),
        scores: sheet.sheet.scores.iter().filter_map(score).collect(),
    }
}

/// The runs of a call, newest first.
///
/// # Errors
/// `not_found` for those who may not know.
pub fn list_runs(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    now: Timestamp,
) -> Result<Vec<Run>, Failure> {
    let call = calls::find(db, call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Act::ReadRanking, Facts::in_phase(call.phase(now)))?;
    store::runs_of(db, &call.id)
}

/// One run.
///
/// # Errors
/// As [`list_runs`].
pub fn read_run(db: &mut Db, viewer: &Viewer, id: &RunId, now: Timestamp) -> Result<Run, Failure> {
    let run = store::find_run(db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(db, &run.call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Act::ReadRanking, Facts::in_phase(call.phase(now)))?;
    Ok(run)
}

/// A run's papers as one viewer may read them.
#[derive(Debug)]
pub struct Reading {
    pub papers: Papers,
    /// Proposals that the viewer is in conflict with were left out: these are not the kept bytes.
    pub is_redacted: bool,
}

/// One run's papers, byte for byte as they were kept; to a viewer in conflict with some of the
/// proposals, without these.
///
/// # Errors
/// As [`list_runs`].
pub fn read_papers(
    db: &mut Db,
    viewer: &Viewer,
    id: &RunId,
    now: Timestamp,
) -> Result<Reading, Failure> {
    let run = read_run(db, viewer, id, now)?;
    match redaction_for(db, viewer, &run)? {
        None => Ok(Reading { papers: store::papers_of(db, &run.id)?, is_redacted: false }),
        Some(Redaction { inputs, findings, .. }) => {
            let papers =
                Papers { inputs: canonical::json(&inputs)?, document: canonical::json(&findings)? };
            Ok(Reading { papers, is_redacted: true })
        }
    }
}

/// What of a run is kept from this viewer by conflicts of interest; none when nothing is.
///
/// # Errors
/// When the database fails or the papers cannot be read.
pub fn redaction_for(
    db: &mut Db,
    viewer: &Viewer,
    run: &Run,
) -> Result<Option<Redaction>, Failure> {
    let hidden = interests::conflicted_with(db, &viewer.user, &run.call)?;
    if hidden.is_empty() {
        return Ok(None);
    }
    let papers = store::papers_of(db, &run.id)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    let findings: Findings = serde_json::from_str(&papers.document)?;
    redact(&inputs, &findings, &hidden)
}

/// What computing a kept run again gave.
#[derive(Debug)]
pub struct Replay {
    pub run: Run,
    /// Whether the same bytes came out.
    pub is_identical: bool,
    /// Whether the kept papers still have the hashes noted with them.
    pub hashes_hold: bool,
    pub document: String,
}

/// Computes a kept run again from its kept inputs and the call's frozen rules.
///
/// # Errors
/// `not_found`; papers that cannot be read any more.
pub fn replay(db: &mut Db, id: &RunId) -> Result<Replay, Failure> {
    let run = store::find_run(db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(db, &run.call)?.ok_or_else(Failure::not_found)?;
    let papers = store::papers_of(db, id)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    let findings = compute(&call.definition, &inputs)
        .map_err(|fault| Failure::Inconsistent(fault.to_string()))?;
    let document = canonical::json(&findings)?;
    let hashes_hold = canonical::sha256_hex(&papers.document) == run.document_hash
        && canonical::sha256_hex(&papers.inputs) == run.inputs_hash
        && canonical::hash_of(&call.definition)? == run.rules_hash;
    Ok(Replay { is_identical: document == papers.document, hashes_hold, document, run })
}

/// The findings of a run, for the stages that build on it.
///
/// # Errors
/// When the database fails or the papers cannot be read.
pub fn findings_of(db: &mut Db, id: &RunId) -> Result<Findings, Failure> {
    Ok(serde_json::from_str(&store::papers_of(db, id)?.document)?)
}
