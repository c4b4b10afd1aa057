//! Reading kept runs and recomputing them; `computing` makes a run, `exploring` reads the input of
//! scenarios, `board` reads the ranking board. A run never changes: computing the same call again
//! makes another run.

mod board;
mod computing;
mod exploring;

pub use board::{Board, ShownRun, UnplacedRun, board_in, list_boards, read_board};
pub use computing::{
    Computed, Snapshot, compute_run, counting_conflicts, counting_votes, inputs_of, keep_run,
    lacking_of, prepare_run,
};
pub use exploring::{prepare_scenario, prepare_sensitivity, prepare_without_interviews};

pub use super::store::DecidedAs;

use super::compute::{Method, compute_by};
use super::document::{Findings, Place, Run};
use super::inputs::Inputs;
use super::redaction::{Redaction, redact};
use super::store::{self, Papers};
use crate::features::calls;
use crate::features::conflicts::{self, Knowledge, Withheld};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RunId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// The runs of a call, newest first.
///
/// # Errors
/// `not_found` for those who may not know.
pub fn list_runs(cx: &mut Cx<'_>, call: &CallId) -> Result<Vec<Run>, Failure> {
    let call = calls::find(cx.db, call)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ReadRanking, Facts::in_phase(call.phase(cx.now)))?;
    let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &call.id)?;
    runs_known(cx.db, &withheld, &call.id)
}

/// The runs of a call, limited to what this viewer may know.
fn runs_known(db: &mut Db, withheld: &Withheld, call: &CallId) -> Result<Vec<Run>, Failure> {
    let mut runs = store::runs_of(db, call)?;
    if !withheld.is_empty() {
        runs.iter_mut().for_each(without_hash);
    }
    Ok(runs)
}

/// The hash of the inputs has no salt, because runs are compared with the present inputs by it. So
/// a viewer in conflict with a part of the inputs could test guessed scores against it. The reason for leaving
/// proposals out may name the hidden ones.
fn without_hash(run: &mut Run) {
    run.inputs_hash = String::new();
    run.left_out_reason = None;
}

/// One run, limited to what this viewer may know.
fn shown_to(cx: &mut Cx<'_>, mut run: Run) -> Result<Run, Failure> {
    if !conflicts::withheld_in(cx.db, &cx.viewer.user, &run.call)?.is_empty() {
        without_hash(&mut run);
    }
    Ok(run)
}

pub fn read_run(cx: &mut Cx<'_>, id: &RunId) -> Result<Run, Failure> {
    let run = store::find_run(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(cx.db, &run.call)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ReadRanking, Facts::in_phase(call.phase(cx.now)))?;
    shown_to(cx, run)
}

/// A run's documents as one viewer may read them.
#[derive(Debug)]
pub struct Reading {
    pub papers: Papers,
    /// Whether proposals with which the viewer is in conflict were left out; then these are not the
    /// stored bytes.
    pub is_redacted: bool,
}

/// One run's documents, byte for byte as stored; for a viewer in conflict with some of the
/// proposals, without these.
pub fn read_papers(cx: &mut Cx<'_>, id: &RunId) -> Result<Reading, Failure> {
    let run = read_run(cx, id)?;
    let (inputs, document) = match redaction_for(cx, &run)? {
        None => {
            return Ok(Reading { papers: store::papers_of(cx.db, &run.id)?, is_redacted: false });
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

/// What conflicts of interest hide of a run from this viewer; `None` if nothing.
pub fn redaction_for(cx: &mut Cx<'_>, run: &Run) -> Result<Option<Redaction>, Failure> {
    let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &run.call)?;
    redaction_with(cx.db, &withheld, &run.id)
}

/// The same, for actions that already know what the call withholds from the viewer.
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

/// The result of recomputing a kept run.
#[derive(Debug)]
pub struct Replay {
    pub run: Run,
    /// Whether the result has the same bytes, with any number of threads.
    pub is_identical: bool,
    /// Whether the stored documents still have the hashes stored with them.
    pub hashes_hold: bool,
    pub document: String,
}

/// Recomputes a kept run from its stored inputs and the call's frozen rules, by the method of the
/// run, with one thread and with two.
///
/// # Errors
/// `not_found`; documents that cannot be read any more.
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
                // The salt was drawn at random, not computed.
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

/// The places of each of these runs, for later features; the rest of their findings is not parsed.
pub fn places_of(db: &mut Db, ids: &[RunId]) -> Result<BTreeMap<RunId, Vec<Place>>, Failure> {
    #[derive(serde::Deserialize)]
    struct Placed {
        places: Vec<Place>,
    }
    let documents = store::kept_findings(db, ids)?.into_iter();
    let placed = documents.map(|(id, document)| {
        let Placed { places } = serde_json::from_str(&document)?;
        Ok((id, places))
    });
    placed.collect()
}

/// The findings of a run, for later features.
pub fn findings_of(db: &mut Db, id: &RunId) -> Result<Findings, Failure> {
    Ok(serde_json::from_str(&store::papers_of(db, id)?.document)?)
}
