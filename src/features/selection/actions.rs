//! Reading kept runs and computing them again; `computing` makes a run, `exploring` asks what would
//! be if, `board` reads all that the ranking board shows. A run is immutable: another look at the same call is another run.

mod board;
mod computing;
mod exploring;

pub use board::{Board, ShownRun, UnplacedRun, board_in, list_boards, read_board};
pub use computing::{Computed, Snapshot, compute_run, inputs_of, keep_run, prepare_run};
pub use exploring::{prepare_scenario, prepare_sensitivity};

pub use super::store::DecidedAs;

use super::compute::{Method, compute_by};
use super::document::{Findings, Run};
use super::inputs::Inputs;
use super::redaction::{Redaction, redact};
use super::store::{self, Papers};
use crate::features::calls;
use crate::features::conflicts::{self, Knowledge, Withheld};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RunId};
use crate::platform::db::Db;

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
    access::may(viewer, Permission::ReadRanking, Facts::in_phase(call.phase(now)))?;
    let withheld = conflicts::withheld_in(db, &viewer.user, &call.id)?;
    runs_known(db, &withheld, &call.id)
}

/// The runs of a call as this viewer may know them.
fn runs_known(db: &mut Db, withheld: &Withheld, call: &CallId) -> Result<Vec<Run>, Failure> {
    let mut runs = store::runs_of(db, call)?;
    if !withheld.is_empty() {
        runs.iter_mut().for_each(without_hash);
    }
    Ok(runs)
}

/// The hash of the inputs has no salt, since a run is compared with the field by it: whoever is in
/// conflict with a part of the field could try its scores against it.
fn without_hash(run: &mut Run) {
    run.inputs_hash = String::new();
}

/// One run as this viewer may know it.
fn shown_to(db: &mut Db, viewer: &Viewer, mut run: Run) -> Result<Run, Failure> {
    if !conflicts::withheld_in(db, &viewer.user, &run.call)?.is_empty() {
        without_hash(&mut run);
    }
    Ok(run)
}

/// One run.
pub fn read_run(db: &mut Db, viewer: &Viewer, id: &RunId, now: Timestamp) -> Result<Run, Failure> {
    let run = store::find_run(db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(db, &run.call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Permission::ReadRanking, Facts::in_phase(call.phase(now)))?;
    shown_to(db, viewer, run)
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
pub fn read_papers(
    db: &mut Db,
    viewer: &Viewer,
    id: &RunId,
    now: Timestamp,
) -> Result<Reading, Failure> {
    let run = read_run(db, viewer, id, now)?;
    let (inputs, document) = match redaction_for(db, viewer, &run)? {
        None => {
            return Ok(Reading { papers: store::papers_of(db, &run.id)?, is_redacted: false });
        }
        Some(Redaction::Announced(left)) => {
            (canonical::json(&left.inputs)?, canonical::json(&left.findings)?)
        }
        Some(Redaction::Unannounced(left)) => {
            (canonical::json(&left.inputs)?, canonical::json(&left.others)?)
        }
    };
    Ok(Reading { papers: Papers { inputs, document }, is_redacted: true })
}

/// What of a run is kept from this viewer by conflicts of interest; none when nothing is.
pub fn redaction_for(
    db: &mut Db,
    viewer: &Viewer,
    run: &Run,
) -> Result<Option<Redaction>, Failure> {
    let withheld = conflicts::withheld_in(db, &viewer.user, &run.call)?;
    redaction_with(db, &withheld, &run.id)
}

/// The same, for acts that know what is withheld from the viewer in the call.
pub fn redaction_with(
    db: &mut Db,
    withheld: &Withheld,
    run: &RunId,
) -> Result<Option<Redaction>, Failure> {
    let knowledge = conflicts::knowledge_of_result(db, withheld, run)?;
    if knowledge == Knowledge::Everything {
        return Ok(None);
    }
    let papers = store::papers_of(db, run)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    let findings: Findings = serde_json::from_str(&papers.document)?;
    redact((inputs, findings), withheld, knowledge)
}

/// What computing a kept run again gave.
#[derive(Debug)]
pub struct Replay {
    pub run: Run,
    /// Whether the same bytes came out, on any number of threads.
    pub is_identical: bool,
    /// Whether the kept papers still have the hashes noted with them.
    pub hashes_hold: bool,
    pub document: String,
}

/// Computes a kept run again from its kept inputs and the call's frozen rules, by the method of the
/// run, on one thread and on two.
///
/// # Errors
/// `not_found`; papers that cannot be read any more.
pub fn replay(db: &mut Db, id: &RunId) -> Result<Replay, Failure> {
    let run = store::find_run(db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(db, &run.call)?.ok_or_else(Failure::not_found)?;
    let papers = store::papers_of(db, id)?;
    let inputs: Inputs = serde_json::from_str(&papers.inputs)?;
    let kept: Findings = serde_json::from_str(&papers.document)?;
    let method = Method::named(&kept.method)
        .ok_or_else(|| Failure::Inconsistent(format!("unknown method {}", kept.method)))?;
    let again = |threads| {
        compute_by(method, &call.definition, &inputs, threads)
            .map_err(|fault| Failure::Inconsistent(fault.to_string()))
            .and_then(|mut findings| {
                // The salt was drawn, not computed.
                findings.salt.clone_from(&kept.salt);
                Ok(canonical::json(&findings)?)
            })
    };
    let document = again(1)?;
    let is_identical = document == papers.document && again(2)? == papers.document;
    let hashes_hold = canonical::sha256_hex(&papers.document) == run.document_hash
        && canonical::sha256_hex(&papers.inputs) == run.inputs_hash
        && canonical::hash_of(&call.definition)? == run.rules_hash
        && call.tie_seed_hash.is_none_or(|hash| hash == canonical::sha256_hex(&inputs.tie_seed));
    Ok(Replay { run, is_identical, hashes_hold, document })
}

/// The findings of a run, for the stages that build on it.
pub fn findings_of(db: &mut Db, id: &RunId) -> Result<Findings, Failure> {
    Ok(serde_json::from_str(&store::papers_of(db, id)?.document)?)
}
