//! Measuring a problem's indicator again, correcting what was measured, checking it on the spot. Each of these may
//! solve the problem or open it again, in the same act.

use super::{own_unit, scope_of};
use crate::features::accounts;
use crate::features::problems::rules::{self, measuring};
use crate::features::problems::{
    EvidenceFile, Figures, Measurement, MeasurementCheck, MeasurementCorrection, MeasurementText,
    NewCheck, Problem, Scope, Series, letters, store,
};
use crate::kernel::access::{self, Facts, Permission, Permitted, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{MeasurementId, ProblemId};
use crate::kernel::input::Valid;
use crate::kernel::paging::{Page, Paging};
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::files::NewFile;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// What the public may read of a measurement: not who recorded and who checked it, nor the words of a finding, nor the
/// file of evidence.
pub(super) fn shown(mut one: Measurement, problem: &Problem, scope: &Scope) -> Measurement {
    if !scope.holds_pending_of(&problem.owner_unit) {
        one.recorded_by = None;
        one.evidence_file = None;
        if let Some(check) = &mut one.check {
            check.checked_by = None;
            check.reason.clear();
        }
    }
    one
}

pub(super) fn series_of(problem: &Problem, measurements: Vec<Measurement>) -> Series {
    let figures = rules::figures_of(problem);
    let standing = measuring::standing(&measurements);
    let meets = |figures: Figures| {
        standing.map(|now| rules::meets(now.figure, figures.target, problem.direction))
    };
    Series {
        problem: problem.id.clone(),
        code: problem.code.clone(),
        unit_of_measure: problem.unit_of_measure.clone(),
        direction: problem.direction,
        figures,
        meets_target: figures.and_then(meets),
        standing: standing.map(|now| now.id.clone()),
        measurements,
    }
}

/// The indicator of a problem over time.
///
/// # Errors
/// `not_found`.
pub fn read_series(cx: &mut AnyoneCx<'_>, id: &ProblemId) -> Result<Series, Failure> {
    let problem = super::read_problem(cx, id)?;
    series_in(cx, &problem)
}

/// The same of a problem that was read.
///
/// # Errors
/// When the database fails.
pub fn series_in(cx: &mut AnyoneCx<'_>, problem: &Problem) -> Result<Series, Failure> {
    let scope = scope_of_reader(cx.viewer);
    let found = store::measurements_of(cx.db, &problem.id)?;
    let found = found.into_iter().map(|one| shown(one, problem, &scope)).collect();
    Ok(series_of(problem, found))
}

/// Those who check read all that the office reads.
fn scope_of_reader(viewer: Option<&Viewer>) -> Scope {
    let checks =
        |viewer: &Viewer| Permitted::of(viewer, Facts::NONE).allows(Permission::ListMeasurements);
    if viewer.is_some_and(checks) { Scope::All } else { scope_of(viewer) }
}

/// One measurement and its problem.
///
/// # Errors
/// `not_found`.
pub fn read_measurement(
    cx: &mut AnyoneCx<'_>,
    id: &MeasurementId,
) -> Result<(Problem, Measurement), Failure> {
    let found = store::measurement(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let problem = super::read_problem(cx, &found.problem)?;
    let scope = scope_of_reader(cx.viewer);
    let found = shown(found, &problem, &scope);
    Ok((problem, found))
}

/// Measurements of all problems, with the code of each problem, the newest first; `unchecked`: those that stand and
/// that the inspectorate has not looked at.
///
/// # Errors
/// `forbidden`.
pub fn list_measurements(
    cx: &mut Cx<'_>,
    unchecked: bool,
    paging: &Paging,
) -> Result<Page<(String, Measurement)>, Failure> {
    access::may(cx.viewer, Permission::ListMeasurements, Facts::NONE)?;
    let rows = store::listed(cx.db, unchecked, paging)?;
    Page::cut(rows, paging, |(_, one)| (one.recorded_at, one.id.clone()))
}

/// What somebody may do with a problem's indicator.
pub fn permitted_to_measure(viewer: &Viewer, problem: &Problem, is_measured: bool) -> Permitted {
    let figures = rules::figures_of(problem);
    let is_others = rules::not_own(viewer, problem).is_ok();
    let is_open = measuring::may_state_figures(problem, is_measured).is_ok();
    Permitted::of(viewer, own_unit(viewer, &problem.owner_unit))
        .only_if(Permission::MeasureProblem, measuring::measurable(problem.state, figures).is_ok())
        .only_if(Permission::DecideProblem, is_open && is_others)
}

/// What somebody may do with one measurement.
pub fn permitted_on(viewer: &Viewer, problem: &Problem, one: &Measurement) -> Permitted {
    let may_correct = one.corrected_by.is_none();
    let may_check = may_correct && measuring::not_own(viewer, &problem.owner_unit, one).is_ok();
    let measurable = permitted_to_measure(viewer, problem, true);
    let may_correct = may_correct && measurable.allows(Permission::MeasureProblem);
    measurable
        .only_if(Permission::MeasureProblem, may_correct)
        .only_if(Permission::CheckMeasurement, may_check)
}

/// Loads the problem for who measures it: the head of its unit.
pub(super) fn owned(cx: &mut Cx<'_>, id: &ProblemId) -> Result<Problem, Failure> {
    let problem = super::read_problem(&mut cx.anyone(), id)?;
    let facts = own_unit(cx.viewer, &problem.owner_unit);
    access::may(cx.viewer, Permission::MeasureProblem, facts)?;
    // As it is stored: what is hidden from a reader must not be lost.
    store::find(cx.db, id)?.ok_or_else(Failure::not_found)
}

/// Records what the indicator was in a period. A problem whose target is met thereby is solved; a solved one whose
/// target is met no longer is open again.
///
/// # Errors
/// `forbidden`; `problem_not_measurable`, `figures_not_stated`; `already_measured`; `invalid`.
pub fn measure(
    cx: &mut Cx<'_>,
    id: &ProblemId,
    (text, file): (&Valid<MeasurementText>, Option<&NewFile>),
) -> Result<Measurement, Failure> {
    let problem = owned(cx, id)?;
    let (text, figures) = checked((&problem, text.kept()?), "", cx.now)?;
    let before = store::measurements_of(cx.db, id)?;
    not_measured(&before, &text, None)?;
    let new = new_measurement(&problem, (text, file), cx)?;
    keep(cx, (problem, figures), (&new, EventType::ProblemMeasured))?;
    Ok(new)
}

/// Records a measurement in the place of an earlier one, which stays readable.
///
/// # Errors
/// As [`measure`]; `already_corrected`.
pub fn correct(
    cx: &mut Cx<'_>,
    id: &MeasurementId,
    (correction, file): (&Valid<MeasurementCorrection>, Option<&NewFile>),
) -> Result<Measurement, Failure> {
    let old = store::measurement(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let problem = owned(cx, &old.problem)?;
    let MeasurementCorrection { reason, measurement } = correction.kept()?;
    let (text, figures) = checked((&problem, measurement), "measurement.", cx.now)?;
    if old.corrected_by.is_some() {
        return Err(Failure::refused(measuring::ALREADY_CORRECTED));
    }
    let before = store::measurements_of(cx.db, &old.problem)?;
    not_measured(&before, &text, Some(id))?;
    let new = Measurement {
        corrects: Some(old.id),
        correction_reason: Some(reason),
        ..new_measurement(&problem, (text, file), cx)?
    };
    keep(cx, (problem, figures), (&new, EventType::MeasurementCorrected))?;
    Ok(new)
}

/// The text in its stored form, and what it is measured against. Faults are told below `place`, where the text
/// stands in the input.
fn checked(
    (problem, text): (&Problem, MeasurementText),
    place: &str,
    now: Timestamp,
) -> Result<(MeasurementText, Figures), Failure> {
    let figures = measuring::measurable(problem.state, rules::figures_of(problem))?;
    let faults = measuring::check(&text, problem, now.date_in_jakarta()).into_iter();
    let placed =
        faults.map(|fault| FieldError { field: format!("{place}{}", fault.field), ..fault });
    Failure::when_any(placed.collect())?;
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let text = MeasurementText {
        denominator: filled(text.denominator),
        difference: filled(text.difference),
        gaps: filled(text.gaps),
        ..text
    };
    Ok((text, figures))
}

/// Two people may measure at once; the second one is told of the first, and can correct it.
fn not_measured(
    before: &[Measurement],
    text: &MeasurementText,
    but: Option<&MeasurementId>,
) -> Result<(), Failure> {
    let same = |one: &&Measurement| {
        one.corrected_by.is_none()
            && (one.period_from, one.period_to) == (text.period_from, text.period_to)
    };
    let there = before.iter().filter(same).find(|one| Some(&one.id) != but);
    match there {
        Some(one) => Err(Refusal::new(measuring::ALREADY_MEASURED)
            .with("value", &one.value)
            .with_extra(json!({ "measurement": one.id }))
            .into()),
        None => Ok(()),
    }
}

fn new_measurement(
    problem: &Problem,
    (text, file): (MeasurementText, Option<&NewFile>),
    cx: &Cx<'_>,
) -> Result<Measurement, Failure> {
    let figure = rules::sole_figure(&text.value)
        .ok_or_else(|| Failure::field("value", measuring::VALUE_NOT_ONE_FIGURE))?;
    Ok(Measurement {
        id: MeasurementId::new()?,
        problem: problem.id.clone(),
        period_from: text.period_from,
        period_to: text.period_to,
        figure,
        value: text.value,
        denominator: text.denominator,
        source: text.source,
        measured_by: text.measured_by,
        difference: text.difference,
        gaps: text.gaps,
        evidence: text.evidence,
        evidence_file: file.map(EvidenceFile::from),
        corrects: None,
        correction_reason: None,
        corrected_by: None,
        check: None,
        recorded_by: Some(cx.viewer.user.clone()),
        recorded_at: cx.now,
    })
}

fn keep(
    cx: &mut Cx<'_>,
    (problem, figures): (Problem, Figures),
    (new, act): (&Measurement, EventType),
) -> Result<(), Failure> {
    store::insert_measurement(cx.db, new, &cx.viewer.user)?;
    let payload = json!({
        "code": problem.code,
        "measurement": new.id,
        "corrects": new.corrects,
        "period_from": new.period_from,
        "period_to": new.period_to,
        "figure": new.figure,
        "baseline": figures.baseline,
        "target": figures.target,
        "comparable": new.difference.is_none(),
        "complete": new.gaps.is_none(),
        "evidence_sha256": new.evidence_file.as_ref().map(|file| &file.sha256),
        "text_hash": canonical::hash_of(&json!([
            new.value, new.denominator, new.source, new.measured_by, new.difference, new.gaps,
            new.evidence, new.correction_reason,
        ]))?,
    });
    let subject = Subject::problem(&problem.id);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now)?;
    follow(cx, problem, figures)
}

/// Solves the problem or opens it again, if its measurements say so now.
fn follow(cx: &mut Cx<'_>, problem: Problem, figures: Figures) -> Result<(), Failure> {
    let measurements = store::measurements_of(cx.db, &problem.id)?;
    let stands = (problem.state, problem.direction);
    let Some(step) = measuring::step_due(stands, figures, &measurements) else { return Ok(()) };
    let state = rules::transition(problem.state, step)?;
    let version = problem.version;
    let stepped = Problem {
        state,
        state_reason: measuring::standing(&measurements).map(measuring::in_short),
        updated_at: cx.now,
        version: version + 1,
        ..problem
    };
    store::replace(cx.db, &stepped, version)?;
    super::record(cx, step.past(), &stepped)
}

/// Confirms or disputes a measurement after a look on the spot. A disputed one counts no longer, so a problem that it
/// had solved is open again.
///
/// # Errors
/// `forbidden`; `own_measurement`, `not_independent`; `checked_already` when the last finding says the same;
/// `already_corrected`.
pub fn check(
    cx: &mut Cx<'_>,
    id: &MeasurementId,
    new: &Valid<NewCheck>,
) -> Result<Measurement, Failure> {
    access::may(cx.viewer, Permission::CheckMeasurement, Facts::NONE)?;
    let one = store::measurement(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let problem = store::find(cx.db, &one.problem)?.ok_or_else(Failure::not_found)?;
    measuring::not_own(cx.viewer, &problem.owner_unit, &one)?;
    let recorded_by: Vec<_> = one.recorded_by.iter().cloned().collect();
    let act = Permission::CheckMeasurement;
    accounts::stand_apart(cx.db, act, &cx.viewer.user, &recorded_by)?;
    let NewCheck { verdict, reason } = new.kept()?;
    if one.corrected_by.is_some() {
        return Err(Failure::refused(measuring::ALREADY_CORRECTED));
    }
    if one.check.as_ref().is_some_and(|check| check.verdict == verdict) {
        let refusal = Refusal::new(measuring::CHECKED_ALREADY).with("verdict", verdict.name());
        return Err(refusal.into());
    }
    let found = MeasurementCheck {
        verdict,
        reason,
        checked_by: Some(cx.viewer.user.clone()),
        checked_at: cx.now,
    };
    store::insert_check(cx.db, id, (&found, &cx.viewer.user))?;
    let payload = json!({
        "code": problem.code, "measurement": id, "verdict": verdict,
        "reason_hash": canonical::sha256_hex(&found.reason),
    });
    let subject = Subject::problem(&problem.id);
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::MeasurementChecked,
        subject,
        payload,
    };
    ledger::append(cx.db, event, cx.now)?;
    // Whoever heads the unit now has to answer it; only where nobody does, who recorded it is told.
    let heads = accounts::heads_of(cx.db, &problem.owner_unit)?;
    let told = if heads.is_empty() { recorded_by } else { heads };
    let letters: Vec<_> =
        told.iter().map(|person| letters::checked(person, &problem, &found)).collect();
    mail::post_all(cx.db, &letters, cx.now)?;
    if let Some(figures) = rules::figures_of(&problem) {
        follow(cx, problem, figures)?;
    }
    store::measurement(cx.db, id)?.ok_or_else(Failure::not_found)
}
