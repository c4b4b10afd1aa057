//! The file that shows what was measured: it comes with the measurement or later, once, and is the office's to read.

use super::measuring::owned;
use super::own_unit;
use crate::features::problems::rules::{self, measuring};
use crate::features::problems::{EvidenceFile, Measurement, Problem, store};
use crate::kernel::access::{self, Permission, Permitted};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{MeasurementId, ProblemId};
use crate::platform::cx::Cx;
use crate::platform::files::{self, Allowed, Limit, MediaType, NewFile};
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// A page as it was scanned, or as a telephone took it.
pub const FORMATS: &[MediaType] = &[MediaType::Pdf, MediaType::Jpeg];

fn allowed() -> Allowed {
    let limit = Limit { bytes: measuring::EVIDENCE_BYTES, exceeded: files::FILE_TOO_LARGE };
    Allowed { limit, formats: FORMATS.to_vec(), otherwise: "bukti" }
}

/// Whether this person may measure now, and what the file may be; asked before its first byte is read.
///
/// # Errors
/// `forbidden`; `problem_not_measurable`, `figures_not_stated`.
pub fn may_measure(cx: &mut Cx<'_>, id: &ProblemId) -> Result<Allowed, Failure> {
    let problem = owned(cx, id)?;
    measuring::measurable(problem.state, rules::figures_of(&problem))?;
    Ok(allowed())
}

/// The measurement and its problem, for who measures it.
fn measured(cx: &mut Cx<'_>, id: &MeasurementId) -> Result<(Problem, Measurement), Failure> {
    let one = store::measurement(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let problem = owned(cx, &one.problem)?;
    measuring::measurable(problem.state, rules::figures_of(&problem))?;
    Ok((problem, one))
}

/// The same before a correction.
///
/// # Errors
/// As [`may_measure`]; `not_found`; `already_corrected`.
pub fn may_correct(cx: &mut Cx<'_>, id: &MeasurementId) -> Result<Allowed, Failure> {
    let (_, one) = measured(cx, id)?;
    if one.corrected_by.is_some() {
        return Err(Refusal::new(measuring::ALREADY_CORRECTED).into());
    }
    Ok(allowed())
}

/// The same before a file is added to a measurement that has none.
///
/// # Errors
/// As [`may_measure`]; `not_found`; `already_corrected`; `evidence_twice`.
pub fn may_add_evidence(cx: &mut Cx<'_>, id: &MeasurementId) -> Result<Allowed, Failure> {
    let (_, one) = measured(cx, id)?;
    measuring::may_add_evidence(&one)?;
    Ok(allowed())
}

/// Whether somebody may still add a file, of what they may do with the measurement.
pub fn may_still_add(permitted: &Permitted, one: &Measurement) -> bool {
    permitted.allows(Permission::MeasureProblem) && measuring::may_add_evidence(one).is_ok()
}

/// Adds the file to a measurement that was recorded without one.
///
/// # Errors
/// As [`may_add_evidence`], asked again: another head may have added one in between.
pub fn add_evidence(
    cx: &mut Cx<'_>,
    (id, new): (&MeasurementId, &NewFile),
) -> Result<Measurement, Failure> {
    let (problem, one) = measured(cx, id)?;
    measuring::may_add_evidence(&one)?;
    let file: EvidenceFile = new.into();
    store::insert_file(cx.db, id, &file, (&cx.viewer.user, cx.now))?;
    let payload = json!({
        "code": problem.code, "measurement": id, "evidence_sha256": file.sha256, "size": file.size,
    });
    let subject = Subject::problem(&problem.id);
    let act = EventType::MeasurementEvidenced;
    ledger::append(cx.db, Event { actor: Some(&cx.viewer.user), act, subject, payload }, cx.now)?;
    Ok(Measurement { evidence_file: Some(file), ..one })
}

/// The file of a measurement.
///
/// # Errors
/// `not_found` where there is none, and for whoever may not read it.
pub fn read_evidence(cx: &mut Cx<'_>, id: &MeasurementId) -> Result<EvidenceFile, Failure> {
    let one = store::measurement(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let problem = store::find(cx.db, &one.problem)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ReadEvidence, own_unit(cx.viewer, &problem.owner_unit))?;
    one.evidence_file.ok_or_else(Failure::not_found)
}
