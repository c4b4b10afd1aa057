//! Pages of studies: the list of those that one may read with what waits there, one study with everything known of
//! it, and a page for each act (`acts`, `plan`, `papers`), and a request with its rulings (`request`).

mod acts;
mod forms;
mod papers;
mod plan;
mod report_form;
mod report_saving;
mod reports;
mod request;
mod uses;

use super::actions::{self, StudyContext, Task, Waiting};
use super::rules::plan::{Period, periods};
use super::{ChangeKind, Milestone, Paper, PaperKind, ReportDue, ReportState, Request};
use super::{RequestState, State, Step, Study, StudyDetails, StudyFilter, Use, UseState, rules};
use crate::features::accounts::{Unit, Visitor, load_units, names_of};
use crate::features::problems::State as ProblemState;
use crate::kernel::access::Permission;
use crate::kernel::address::page;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UnitCode, UserId};
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::exports::offered::{Offered, TABLE};
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::Days;
use serde::Deserialize;
use std::collections::BTreeMap;

type Names = BTreeMap<UserId, String>;
type Units = BTreeMap<UnitCode, Unit>;

#[derive(Debug, Clone, Deserialize)]
struct Wanted {
    #[serde(default)]
    state: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "studies/pages/list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Study>,
    names: &'a Names,
    waiting: &'a [(Study, Request)],
    tasks: Vec<TaskLine>,
    counts: &'a BTreeMap<State, usize>,
    state: &'a str,
}

/// Something that waits for the reader, in words.
pub struct TaskLine {
    pub number: String,
    pub code: String,
    pub words: String,
    pub path: String,
    /// When it is due, in words; empty: at no certain day.
    pub due: String,
    pub is_late: bool,
}

impl TaskLine {
    /// One line for each task.
    pub fn all(s: &PageContext, waiting: &[Waiting]) -> Vec<Self> {
        waiting.iter().map(|one| Self::of(s, one)).collect()
    }

    fn of(s: &PageContext, one: &Waiting) -> Self {
        let id = &one.study.id;
        let (words, path, due, is_late) = match one.what {
            Task::Report { slot, due_on, is_late } => {
                let words = s.tv("study-task-report", reports::title(s, slot));
                (words, page::study_report(id, &slot.to_string()), s.day(&due_on), is_late)
            }
            Task::Answer { slot } => {
                let words = s.tv("study-task-answer", reports::title(s, slot));
                (words, page::study_report(id, &slot.to_string()), String::new(), false)
            }
            Task::Commit => {
                (s.t("study-task-commit"), page::study_commitment(id), String::new(), false)
            }
        };
        let (number, code) = (one.study.number.clone(), one.study.problem_code.clone());
        Self { number, code, words, path: path.to_string(), due, is_late }
    }
}

/// The colour of a state's tag.
fn tag(state: State) -> &'static str {
    match state {
        State::Admission | State::Admitted | State::Interrupted => "amber",
        State::Studying | State::Returned | State::Concluded => "",
        State::Stopped | State::NotAdmitted | State::Left => "grey",
        State::Failed => "red",
    }
}

impl ListPage<'_> {
    fn formats() -> &'static [Offered] {
        TABLE
    }

    fn tag(study: &Study) -> &'static str {
        tag(study.state)
    }

    fn name(&self, user: &UserId) -> String {
        self.names.get(user).cloned().unwrap_or_default()
    }
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let asked = wanted.clone();
    let act = move |cx: &mut Cx<'_>| {
        let filter = StudyFilter { state: State::from_name(&asked.state), call: None };
        let paging = Paging { limit: 50, after: asked.after.clone() };
        let listed = actions::overview(cx, &filter, &paging)?;
        let people: Vec<UserId> =
            listed.page.items.iter().map(|study| study.candidate.clone()).collect();
        let names = names_of(cx.db, &people)?;
        Ok((listed, names))
    };
    let (s, (listed, names)) = visitor.load_signed_in(&app, act).await?;
    let page = ListPage {
        s: &s,
        page: &listed.page,
        names: &names,
        waiting: &listed.waiting,
        tasks: TaskLine::all(&s, &listed.tasks),
        counts: &listed.counts,
        state: &wanted.state,
    };
    show(&s, &page)
}

/// A period of the study with its milestones.
struct Stage<'a> {
    period: Period,
    milestones: Vec<&'a Milestone>,
}

/// The milestones of a plan by the periods of the study.
fn stages<'a>(context: &StudyContext, milestones: &'a [Milestone]) -> Vec<Stage<'a>> {
    let study = &context.study;
    let (Some(starts_on), Some(ends_on)) = (study.starts_on, study.ends_on) else {
        return Vec::new();
    };
    let months = context.call.definition.after_award.period_months;
    let of = |period: Period| {
        let milestones = milestones.iter().filter(|one| period.holds(one.due_on)).collect();
        Stage { period, milestones }
    };
    periods(starts_on, ends_on, months).into_iter().map(of).collect()
}

#[derive(Template)]
#[template(path = "studies/pages/study.html")]
struct StudyPage<'a> {
    s: &'a PageContext,
    context: &'a StudyContext,
    study: &'a Study,
    details: &'a StudyDetails,
    stages: Vec<Stage<'a>>,
    names: &'a Names,
    units: &'a Units,
    changes: Vec<ChangeKind>,
    /// The reader heads the owner unit and has not said yet whether it stands by the plan.
    commitment_waits: bool,
    /// The acts that the reader has on this page: the end of their address and the key of their words.
    acts: Vec<(&'static str, &'static str)>,
}

impl StudyPage<'_> {
    fn tag(&self) -> &'static str {
        tag(self.study.state)
    }

    fn name(&self, user: &UserId) -> String {
        self.names.get(user).cloned().unwrap_or_default()
    }

    fn unit(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    fn may_check(&self, paper: &Paper) -> bool {
        self.context.permitted().allows(Permission::RunStudy)
            && actions::may_check(paper, &self.context.reader).is_ok()
    }

    /// What waits for the reader, as a key of words.
    fn next(&self) -> &'static str {
        let permitted = self.context.permitted();
        let (own, runs) =
            (permitted.allows(Permission::WriteStudy), permitted.allows(Permission::RunStudy));
        let waits = |kind: PaperKind| {
            self.details.papers.iter().any(|one| one.kind == kind && one.verdict.is_none())
        };
        match self.study.state {
            State::Admission if own && waits(PaperKind::Admission) => "admission-sent",
            State::Admission if own => "admission",
            State::Admission if self.details.papers.iter().any(|one| self.may_check(one)) => {
                "admission-check"
            }
            State::Admitted if own => "admitted",
            State::Admitted if runs => "agreement",
            _ if self.commitment_waits => "commitment",
            State::Studying if own && self.plan_is_open() => "plan-sent",
            State::Studying if own && self.details.plan.is_none() => "plan",
            _ if self.details.reports.iter().any(|one| self.is_next(one)) => "report",
            _ if self.answer_waits() => "answer",
            _ => "nothing",
        }
    }

    fn report_title(&self, one: &ReportDue) -> String {
        reports::title(self.s, one.slot)
    }

    fn report_tag(one: &ReportDue) -> &'static str {
        reports::tag(one.state)
    }

    fn report_state(one: &ReportDue) -> &'static str {
        one.state.map_or("none", ReportState::name)
    }

    /// Whether the awardee is to write or mend this report now.
    fn is_next(&self, one: &ReportDue) -> bool {
        let days = self.context.call.definition.after_award.report_reminder_days;
        let soon = self.s.now.date_in_jakarta().checked_add_days(Days::new(u64::from(days)));
        let is_open = !matches!(one.state, Some(ReportState::Sent | ReportState::Acknowledged));
        self.context.permitted().allows(Permission::WriteStudy)
            && is_open
            && one.due_on.zip(soon).is_some_and(|(day, soon)| day <= soon)
    }

    fn is_overdue(&self, one: &Use) -> bool {
        one.state == UseState::Open && one.due_on < self.s.now.date_in_jakarta()
    }

    fn may_commit(&self) -> bool {
        actions::may_commit(self.context.permitted(), self.study)
    }

    /// The problem went from the registry while the study runs.
    fn is_retired(&self) -> bool {
        self.context.problem.state == ProblemState::Retired && !self.study.state.is_final()
    }

    /// A report waits for the reader as mentor or owner unit.
    fn answer_waits(&self) -> bool {
        let permitted = self.context.permitted();
        let reads =
            permitted.allows(Permission::AgreeStudy) || permitted.allows(Permission::CommentReport);
        reads && self.details.reports.iter().any(|one| one.state == Some(ReportState::Sent))
    }

    fn plan_is_open(&self) -> bool {
        let is_plan = |one: &Request| one.kind() == ChangeKind::Plan;
        self.details.requests.iter().any(|one| is_plan(one) && one.state == RequestState::Open)
    }

    /// The address of the page on which a change is asked for.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "askama hands over a reference")]
    fn change_path(kind: &ChangeKind) -> &'static str {
        kind.name()
    }

    /// How long after the bond's end the last measurement of the impact is due; the owner unit measures it all the same.
    fn outlives_bond(&self) -> bool {
        let until = self.details.actual_bond.and_then(|bond| bond.until);
        let last = self.details.impact_due.last();
        until.zip(last).is_some_and(|(until, last)| until < *last)
    }
}

/// The acts of the secretariat and the owner unit that have a page of their own.
fn acts_of(
    context: &StudyContext,
    (has_papers, steps): (bool, &[Step]),
) -> Vec<(&'static str, &'static str)> {
    let permitted = context.permitted();
    let state = context.study.state;
    let runs = permitted.allows(Permission::RunStudy);
    let lets = |step| runs && rules::states::transition(state, step).is_ok();
    let all = [
        (has_papers, "papers", "study-act-paper"),
        (lets(Step::Begin), "begin", "study-act-begin"),
        (lets(Step::Return), "return", "study-act-return"),
        (!steps.is_empty(), "step", "study-act-step"),
        (
            permitted.allows(Permission::AgreeStudy) && !state.is_final(),
            "mentor",
            "study-act-mentor",
        ),
    ];
    all.into_iter().filter(|(may, ..)| *may).map(|(_, path, words)| (path, words)).collect()
}

/// Everybody who is named on the page.
fn people_of(details: &StudyDetails) -> Vec<UserId> {
    let mut people = vec![details.study.candidate.clone()];
    people.extend(details.study.mentor.clone());
    people.extend(details.steps.iter().map(|step| step.taken_by.clone()));
    people.extend(details.papers.iter().map(|paper| paper.added_by.clone()));
    people.extend(details.commitments.iter().map(|one| one.head.clone()));
    people.sort_unstable();
    people.dedup();
    people
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AwardId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (context, details) = actions::read(cx, &id)?;
        let names = names_of(cx.db, &people_of(&details))?;
        let waits = actions::commitment_waits(context.permitted(), &details, &cx.viewer.user);
        Ok((context, details, names, load_units(cx.db)?, waits))
    };
    let (s, (context, details, names, units, commitment_waits)) =
        visitor.load_signed_in(&app, act).await?;
    let today = s.now.date_in_jakarta();
    let steps = actions::steps_open(context.permitted(), &details, today);
    let milestones = details.plan.as_ref().map(|plan| plan.milestones.as_slice());
    let to_add = actions::papers_to_add(&context);
    let page = StudyPage {
        s: &s,
        stages: stages(&context, milestones.unwrap_or_default()),
        acts: acts_of(&context, (!to_add.is_empty(), &steps)),
        changes: actions::changes_open(context.permitted(), &details),
        study: &details.study,
        details: &details,
        commitment_waits,
        names: &names,
        units: &units,
        context: &context,
    };
    show(&s, &page)
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::ListStudies, "/studies", list).get(
        Permission::ReadStudy,
        "/studies/{id}",
        read,
    );
    papers::configure(routes);
    acts::configure(routes);
    plan::configure(routes);
    reports::configure(routes);
    report_saving::configure(routes);
    request::configure(routes);
    uses::configure(routes);
}
