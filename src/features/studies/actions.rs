//! Acts on studies: reading here, documents in `papers`, what the secretariat records in `steps`, what the awardee
//! asks for in `asking`, and the rulings on it in `ruling`. All of them at once in `every`, as tables in `tables`, as a
//! sheet of paper in `sheet`, and their dates for calendars in `dates`.

mod answers;
mod asking;
mod context;
mod dates;
mod every;
mod papers;
mod punctuality;
mod report_files;
mod reports;
mod ruling;
mod running;
mod sheet;
mod steps;
mod tables;
mod uses;

pub use answers::{answer_report, answers_open, comment_report, may_comment};
pub use asking::{Asked, ask, withdraw_request};
pub use context::StudyContext;
pub use dates::{admission_entry, read_dates};
pub use every::without_proof;
pub use papers::{
    add_paper, attach, check_paper, may_add, may_attach, may_check, paper_to_check, papers_to_add,
    read_paper,
};
pub use punctuality::{Punctuality, punctuality};
pub use report_files::{
    REPORT_FORMATS, add_report_file, may_add_report_file, read_report_file, remove_report_file,
};
pub use reports::{list_reports, opens_on, read_report, save_report, send_report};
pub use ruling::{read_request, requests_waiting, rule, sides_open_to};
pub use running::{Matter, Task, ToRemind, Waiting, to_remind, waiting_of_viewer};
pub use sheet::progress_sheet;
pub use steps::{begin, bring_back, name_mentor, steps_open, take};
pub use tables::{BONDS, STUDIES, pour_bonds, pour_studies};
pub use uses::{
    commit, commitment_waits, may_commit, may_report_use, may_revise_use, report_use, revise_use,
    use_of,
};

use self::every::{readable, readable_with_calls};
use super::rules::{bond, requests};
use super::store;
use super::{BondCalendar, Change, ChangeKind, Plan, Request, RequestState, State, Study};
use super::{StudyDetails, StudyFilter, TakenStep};
use crate::features::calls::AfterAward;
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::errors::Failure;
use crate::kernel::ids::AwardId;
use crate::kernel::paging::{Page, Paging};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// The plan in force: that of the last request for one that was approved.
fn plan_in(requests: &[Request]) -> Option<Plan> {
    let approved = requests.iter().rev().filter(|one| one.state == RequestState::Approved);
    approved.into_iter().find_map(|one| match &one.after {
        Change::Plan { milestones } => Some(Plan { milestones: milestones.clone() }),
        _ => None,
    })
}

/// The bond as the dates of the agreement and every extension plan it; `None` before the study begins.
fn planned_bond(study: &Study, rules: &AfterAward) -> Option<BondCalendar> {
    let factor = bond::factor(rules, study.is_released?);
    bond::planned(factor, study.starts_on?, study.ends_on?)
}

/// The bond that is owed by how the study went; `None` while it goes on.
fn actual_bond(study: &Study, rules: &AfterAward, steps: &[TakenStep]) -> Option<BondCalendar> {
    let begun = (study.is_released?, study.starts_on?);
    let ended = bond::ended_early(study.state, study.since).and_then(|day| day.succ_opt());
    let returned_on = study.returned_on.or(ended)?;
    bond::actual(rules, begun, (returned_on, steps))
}

fn details_of(cx: &mut Cx<'_>, context: &StudyContext) -> Result<StudyDetails, Failure> {
    let id = &context.study.id;
    let steps = store::steps_of(cx.db, id)?;
    let may_read_files = cx.viewer.may(Permission::ReadStudyFile, context.facts);
    let mut papers = store::papers_of(cx.db, id)?;
    if !may_read_files {
        for paper in &mut papers {
            paper.file = None;
        }
    }
    let requests = store::requests_of(cx.db, id)?;
    let (study, rules) = (context.study.clone(), context.rules());
    let impact = study.returned_on.map(|day| bond::impact_days(rules, day));
    let desk = reports::Desk::load(cx.db, context, &steps)?;
    let is_own = context.permitted().allows(Permission::WriteStudy);
    let mut commitments = store::commitments_of(cx.db, std::slice::from_ref(id))?;
    Ok(StudyDetails {
        reports: desk.standings(is_own, cx.now.date_in_jakarta()),
        uses: store::uses_of(cx.db, id)?,
        commitments: commitments.remove(id).unwrap_or_default(),
        planned_bond: planned_bond(&study, rules),
        actual_bond: actual_bond(&study, rules, &steps),
        impact_due: impact.unwrap_or_default(),
        is_owner_unit_placement: study.placement.as_ref().map(|unit| *unit == study.owner_unit),
        plan: plan_in(&requests),
        study,
        steps,
        papers,
        requests,
    })
}

/// A study with all that is known of it, and what the reader may do with it now.
///
/// # Errors
/// `not_found`.
pub fn read(cx: &mut Cx<'_>, id: &AwardId) -> Result<(StudyContext, StudyDetails), Failure> {
    let context = StudyContext::load(cx, id)?;
    let details = details_of(cx, &context)?;
    Ok((context, details))
}

/// The kinds of change that the reader may ask for now: their own study, in a fitting state, and none of the kind
/// open.
pub fn changes_open(permitted: &Permitted, details: &StudyDetails) -> Vec<ChangeKind> {
    let is_open = |kind: ChangeKind| {
        details.requests.iter().any(|one| one.state == RequestState::Open && one.kind() == kind)
    };
    let may = permitted.allows(Permission::WriteStudy);
    let fits = |kind: &ChangeKind| {
        may && requests::may_ask(*kind, details.study.state).is_ok() && !is_open(*kind)
    };
    ChangeKind::ALL.into_iter().filter(fits).collect()
}

fn is_listed(filter: &StudyFilter, study: &Study) -> bool {
    filter.state.is_none_or(|state| study.state == state)
        && filter.call.as_ref().is_none_or(|call| study.call == *call)
}

/// The studies that the reader may read, the newest seats first.
///
/// # Errors
/// `forbidden`.
pub fn list(
    cx: &mut Cx<'_>,
    filter: &StudyFilter,
    paging: &Paging,
) -> Result<Page<Study>, Failure> {
    let all = readable(cx)?.into_iter().map(|(study, _)| study);
    page_of(all, filter, paging)
}

fn page_of(
    all: impl Iterator<Item = Study>,
    filter: &StudyFilter,
    paging: &Paging,
) -> Result<Page<Study>, Failure> {
    let after = paging.key::<AwardId>()?;
    let mut listed = all.filter(|study| is_listed(filter, study)).peekable();
    if let Some(after) = after {
        while listed.next_if(|study| study.id != after).is_some() {}
        listed.next();
    }
    let most = usize::try_from(paging.fetch()).unwrap_or(0);
    Page::cut(listed.take(most).collect(), paging, |study| study.id.clone())
}

/// The page of all studies: those listed, what waits for the reader, the requests on which they may rule, and how many
/// there are in each state.
#[derive(Debug)]
pub struct Overview {
    pub page: Page<Study>,
    pub tasks: Vec<Waiting>,
    pub waiting: Vec<(Study, Request)>,
    pub counts: BTreeMap<State, usize>,
}

/// # Errors
/// `forbidden`.
pub fn overview(
    cx: &mut Cx<'_>,
    filter: &StudyFilter,
    paging: &Paging,
) -> Result<Overview, Failure> {
    let (all, calls) = readable_with_calls(cx)?;
    let mut counts = BTreeMap::new();
    for (study, _) in &all {
        *counts.entry(study.state).or_insert(0) += 1;
    }
    let waiting = ruling::waiting_among(cx, &all)?;
    let tasks = running::waiting_among(cx, (&all, &calls))?;
    let page = page_of(all.into_iter().map(|(study, _)| study), filter, paging)?;
    Ok(Overview { page, tasks, waiting, counts })
}
