//! Pages of studies: the list of those that one may read with what waits there, one study with everything known of
//! it, and a page for each act (`acts`, `plan`, `papers`), and a request with its rulings (`request`).

mod acts;
mod forms;
mod papers;
mod plan;
mod request;

use super::actions::{self, StudyContext};
use super::rules::plan::{Period, periods};
use super::{ChangeKind, Milestone, Paper, PaperKind, Request, RequestState, State, Step, Study};
use super::{StudyDetails, StudyFilter, rules};
use crate::features::accounts::{Unit, Visitor, load_units, names_of};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UnitCode, UserId};
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;
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
    counts: &'a BTreeMap<State, usize>,
    state: &'a str,
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
            State::Studying if own && self.plan_is_open() => "plan-sent",
            State::Studying if own && self.details.plan.is_none() => "plan",
            _ => "nothing",
        }
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
        Ok((context, details, names, load_units(cx.db)?))
    };
    let (s, (context, details, names, units)) = visitor.load_signed_in(&app, act).await?;
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
    request::configure(routes);
}
