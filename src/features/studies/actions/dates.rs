//! The dates of a study as entries of people's own calendars: all of them for the awardee and the secretariat, for
//! others those that concern the problem: milestones, and the days on which the impact is measured.

use super::StudyContext;
use crate::features::studies::{Change, Milestone, RequestState, State, Study, StudyDetails};
use crate::kernel::access::Permission;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::format::Zone;
use crate::kernel::ids::AwardId;
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::cx::Cx;
use chrono::{NaiveDate, NaiveTime};

/// The most of a milestone's words in the title of its entry.
const TITLE: usize = 80;

fn entry(study: &Study, (part, kind): (&str, Kind), day: NaiveDate) -> Appointment {
    Appointment {
        uid: format!("study-{}-{part}", study.id),
        // Every change of a date is a further version of the study.
        sequence: u32::try_from(study.version).unwrap_or(u32::MAX),
        kind,
        about: study.number.clone(),
        starts_at: Zone::Wib.instant_of(day.and_time(NaiveTime::MIN)),
        ends_at: None,
        place: None,
        link: page::study(&study.id),
        cancelled: false,
    }
}

/// The last day for the proof of admission, for a letter that reminds of it.
pub fn admission_entry(study: &Study) -> Appointment {
    let seat_is_gone = study.state == State::NotAdmitted;
    let entry = entry(study, ("admission", Kind::AdmissionDue), study.admission_by);
    Appointment { cancelled: seat_is_gone, ..entry }
}

/// The study goes on to no end as planned.
fn is_over(study: &Study) -> bool {
    matches!(study.state, State::Stopped | State::Failed | State::NotAdmitted | State::Left)
}

fn title(number: &str, activity: &str) -> String {
    let mut letters = activity.chars();
    let short: String = letters.by_ref().take(TITLE).collect();
    let more = if letters.next().is_some() { "…" } else { "" };
    format!("{number} – {short}{more}")
}

/// The milestones of the plan in force. Of an earlier plan that had more of them, the rest is cancelled, so that
/// calendars strike it out.
fn milestones(study: &Study, details: &StudyDetails) -> Vec<Appointment> {
    let approved = details.requests.iter().filter(|one| one.state == RequestState::Approved);
    let plans: Vec<&Vec<Milestone>> = approved
        .filter_map(|one| match &one.after {
            Change::Plan { milestones } => Some(milestones),
            _ => None,
        })
        .collect();
    let most = plans.iter().map(|plan| plan.len()).max().unwrap_or(0);
    let sequence = u32::try_from(plans.len()).unwrap_or(u32::MAX) + u32::from(is_over(study));
    let in_force = plans.last().map_or(0, |plan| plan.len());
    let one = |at: usize| {
        let found = plans.iter().rev().find_map(|plan| plan.get(at))?;
        let part = format!("milestone-{}", at + 1);
        let is_missed = is_over(study) && found.due_on > study.since;
        Some(Appointment {
            sequence,
            about: title(&study.number, &found.activity),
            cancelled: at >= in_force || is_missed,
            ..entry(study, (&part, Kind::StudyMilestone), found.due_on)
        })
    };
    (0..most).filter_map(one).collect()
}

fn impact(study: &Study, details: &StudyDetails) -> Vec<Appointment> {
    let about = format!("{} – {}", study.problem_code, study.number);
    let one = |(at, day): (usize, &NaiveDate)| Appointment {
        about: about.clone(),
        ..entry(study, (&format!("impact-{at}"), Kind::ImpactDue), *day)
    };
    (1..).zip(&details.impact_due).map(one).collect()
}

/// What concerns only the awardee and those who run the study.
fn of_the_awardee(study: &Study, details: &StudyDetails) -> Vec<Appointment> {
    let end = study.ends_on.map(|day| Appointment {
        cancelled: is_over(study) && day > study.since,
        ..entry(study, ("end", Kind::StudyEnds), day)
    });
    let bond = details.actual_bond.or(details.planned_bond).and_then(|bond| bond.until);
    let bond = bond.map(|day| entry(study, ("bond", Kind::BondEnds), day));
    [Some(admission_entry(study)), end, bond].into_iter().flatten().collect()
}

/// When the study was last changed.
fn changed_at(context: &StudyContext, details: &StudyDetails) -> Option<Timestamp> {
    let steps = details.steps.iter().map(|step| step.taken_at);
    let requests = details.requests.iter().filter_map(|one| one.ended_at);
    steps.chain(requests).chain(context.seat.standing.settled_at()).max()
}

/// The dates of a study that concern the reader, as they stood at the instant beside them.
///
/// # Errors
/// `not_found`.
pub fn read_dates(cx: &mut Cx<'_>, id: &AwardId) -> Result<(Vec<Appointment>, Timestamp), Failure> {
    let (context, details) = super::read(cx, id)?;
    let permitted = context.permitted();
    let (own, runs) =
        (permitted.allows(Permission::WriteStudy), permitted.allows(Permission::RunStudy));
    let study = &details.study;
    let mut entries = if own || runs { of_the_awardee(study, &details) } else { Vec::new() };
    entries.extend(milestones(study, &details));
    entries.extend(impact(study, &details));
    Ok((entries, changed_at(&context, &details).unwrap_or(cx.now)))
}
