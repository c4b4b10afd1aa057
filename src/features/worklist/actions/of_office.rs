//! Work beside the phases of calls: the registry, needs, people, objections, studies, letters.

use super::{first, unless_refused};
use crate::features::accounts::ChangeState;
use crate::features::accounts::actions as accounts;
use crate::features::breaches;
use crate::features::interviews::{self, SlotState};
use crate::features::needs;
use crate::features::objections::actions::{self as objections, ObjectionFilter};
use crate::features::objections::{self as filed, Standing};
use crate::features::outbox;
use crate::features::privacy::actions as privacy;
use crate::features::problems::actions as problems;
use crate::features::problems::{self as registry, ProblemFilter};
use crate::features::studies::actions as studies;
use crate::features::worklist::{Kind, Waiting};
use crate::kernel::access::{Facts, Permission, granting};
use crate::kernel::address::{Address, page};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::cx::Cx;

type Source = fn(&mut Cx<'_>) -> Result<Option<Waiting>, Failure>;

/// Each with the permission without which it is nobody's work, so that it costs nothing for others.
const SOURCES: &[(Permission, Source)] = &[
    (Permission::DecideProblem, problems_to_approve),
    (Permission::ProposeProblem, problems_returned),
    (Permission::RegisterNeed, needs_asked),
    (Permission::ApproveNeedPlan, plans_to_approve),
    (Permission::CheckMeasurement, measurements),
    (Permission::ReadOwnInterviews, interview_sheets),
    (Permission::RuleObjection, objections_to_rule),
    (Permission::RunStudy, papers),
    (Permission::ListStudies, requests),
    (Permission::DecideChange, changes),
    (Permission::ApproveCorrection, corrections),
    (Permission::ConfirmIdentity, identities),
    (Permission::ManageBreaches, open_breaches),
    (Permission::AnswerErasure, erasures),
    (Permission::RetryMail, failed_mails),
];

/// What waits for the viewer outside the calls.
pub(super) fn waiting(cx: &mut Cx<'_>) -> Result<Vec<Waiting>, Failure> {
    let mut found = Vec::new();
    for (act, source) in SOURCES {
        if granting(&cx.viewer.roles, *act).next().is_some() {
            found.extend(unless_refused(source(cx))?);
        }
    }
    Ok(found)
}

/// One line for these things, the nearest end first.
fn line<T>(
    kind: Kind,
    all: &[T],
    (page_of, list): (impl Fn(&T) -> Address, Address),
    (end_of, now): (impl Fn(&T) -> Option<Timestamp>, Timestamp),
) -> Option<Waiting> {
    let next = all.iter().min_by_key(|one| (end_of(one).is_none(), end_of(one)))?;
    let mut waiting = Waiting::some(kind, all.len(), (page_of(next), list))?;
    waiting.due_at = end_of(next);
    waiting.late = all.iter().filter(|one| end_of(one).is_some_and(|end| end <= now)).count();
    Some(waiting)
}

fn endless<T>(_: &T) -> Option<Timestamp> {
    None
}

fn problems_in(cx: &mut Cx<'_>, state: registry::State) -> Result<Vec<registry::Problem>, Failure> {
    let filter = ProblemFilter { state: Some(state), ..ProblemFilter::default() };
    Ok(problems::list_problems(&mut cx.anyone(), &filter, &first())?.items)
}

fn problems_to_approve(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = problems_in(cx, registry::State::Proposed)?;
    all.retain(|one| one.proposed_by.as_ref() != Some(&cx.viewer.user));
    let pages = (|one: &registry::Problem| page::problem(&one.id), page::problems_desk());
    Ok(line(Kind::Problems, &all, pages, (endless, cx.now)))
}

fn problems_returned(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = problems_in(cx, registry::State::Returned)?;
    all.retain(|one| cx.viewer.heads(&one.owner_unit));
    let pages = (|one: &registry::Problem| page::problem(&one.id), page::problems_desk());
    Ok(line(Kind::ReturnedProblems, &all, pages, (endless, cx.now)))
}

/// Plans that collect needs, for heads whose unit has none in it yet.
fn needs_asked(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let Some(unit) = cx.viewer.unit.clone().filter(|unit| cx.viewer.heads(unit)) else {
        return Ok(None);
    };
    let all = needs::plans_without(cx, &unit)?;
    let pages = (|one: &needs::Plan| page::need_plan(&one.id), page::need_plans());
    Ok(line(Kind::Needs, &all, pages, (endless, cx.now)))
}

fn plans_to_approve(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = needs::list_plans(cx)?;
    all.retain(|one| {
        one.state == needs::State::Proposed && one.proposed_by.as_ref() != Some(&cx.viewer.user)
    });
    let pages = (|one: &needs::Plan| page::need_plan(&one.id), page::need_plans());
    Ok(line(Kind::NeedPlans, &all, pages, (endless, cx.now)))
}

fn measurements(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = problems::list_measurements(cx, true, &first())?.items;
    all.retain(|(_, one)| one.recorded_by.as_ref() != Some(&cx.viewer.user));
    let pages = (
        |(_, one): &(String, registry::Measurement)| page::measurement(&one.id),
        page::measurements(),
    );
    Ok(line(Kind::Measurements, &all, pages, (endless, cx.now)))
}

/// Interviews that were held, on whose panel one sits, and of which one's sheet is not in.
fn interview_sheets(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let all = interviews::own_without_sheet(cx)?;
    let held: Vec<_> = all.into_iter().filter(|slot| slot.state == SlotState::Held).collect();
    let pages = (|one: &interviews::Slot| page::interview(&one.id), page::own_interviews());
    Ok(line(Kind::InterviewSheets, &held, pages, (endless, cx.now)))
}

/// Objections that nobody has taken, and those one has taken oneself.
fn objections_to_rule(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = objections::list(cx, &ObjectionFilter::default(), &first())?.items;
    all.retain(|one| match &one.standing {
        Standing::Filed => true,
        Standing::Taken { by } => by.as_ref() == Some(&cx.viewer.user),
        Standing::Upheld { .. } | Standing::Rejected { .. } | Standing::Withdrawn { .. } => false,
    });
    let pages = (|one: &filed::Objection| page::objection_desk(&one.id), page::objections_list());
    let end = |one: &filed::Objection| Some(one.due_at);
    Ok(line(Kind::Objections, &all, pages, (end, cx.now)))
}

fn papers(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let all = studies::papers_to_check(cx)?;
    let pages = (|one: &_| page::study_paper(one), page::studies());
    Ok(line(Kind::StudyPapers, &all, pages, (endless, cx.now)))
}

fn requests(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let all: Vec<_> =
        studies::requests_waiting(cx)?.into_iter().map(|(_, request)| request.id).collect();
    let pages = (|one: &_| page::study_request(one), page::studies());
    Ok(line(Kind::StudyRequests, &all, pages, (endless, cx.now)))
}

fn changes(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = accounts::list_changes(cx, Some(ChangeState::Waiting), &first())?.items;
    all.retain(|one| one.refusal.is_none());
    let list = page::changes_in(ChangeState::Waiting.name());
    Ok(line(Kind::Changes, &all, (|_: &_| list.clone(), list.clone()), (endless, cx.now)))
}

fn corrections(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = accounts::corrections_to_approve(cx)?;
    all.retain(|one| !one.is_ones_own);
    let list = page::identities();
    Ok(line(Kind::Corrections, &all, (|_: &_| list.clone(), list.clone()), (endless, cx.now)))
}

fn identities(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let all = accounts::list_claims(cx, &first())?.items;
    let list = page::identities();
    Ok(line(Kind::Identities, &all, (|_: &_| list.clone(), list.clone()), (endless, cx.now)))
}

/// Breaches that are not closed, by the end of the 72 hours.
fn open_breaches(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let mut all = breaches::list(cx, &first())?.0.items;
    all.retain(|one| one.closure.is_none());
    let pages = (|one: &breaches::Breach| page::breach(&one.id), page::breaches());
    let end = |one: &breaches::Breach| Some(one.due_at);
    Ok(line(Kind::Breaches, &all, pages, (end, cx.now)))
}

fn erasures(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    let (mut all, _) = privacy::open_requests(cx)?;
    all.retain(|one| one.user != cx.viewer.user);
    let list = page::privacy_desk();
    let ends: Vec<Timestamp> = all.iter().map(|one| one.due_at).collect();
    let pages = (|_: &Timestamp| list.clone(), list.clone());
    Ok(line(Kind::Erasures, &ends, pages, (|one: &Timestamp| Some(*one), cx.now)))
}

fn failed_mails(cx: &mut Cx<'_>) -> Result<Option<Waiting>, Failure> {
    if !cx.viewer.may(Permission::ReadOutboxCounts, Facts::NONE) {
        return Ok(None);
    }
    let failed = outbox::figures(cx)?.failed;
    let count = usize::try_from(failed).unwrap_or(0);
    let list = page::failed_mails();
    Ok(Waiting::some(Kind::FailedMails, count, (list.clone(), list)))
}
