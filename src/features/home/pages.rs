//! The first page, by role. A call's dashboard, its desks and its exports each have a file.

mod chart;
mod dashboard;
mod exports;

use crate::features::accounts::Visitor;
use crate::features::awards::Award;
use crate::features::awards::actions::open_offers;
use crate::features::calls::Milestone;
use crate::features::calls::actions::{CallSummary, list_calls};
use crate::features::problems::ToMeasure;
use crate::features::problems::actions::due_of_viewer;
use crate::features::proposals::rules::states::permitted_in_state;
use crate::features::proposals::{self, ProposalFilter, State, SubmissionLine, Summary};
use crate::features::studies::TaskLine;
use crate::features::studies::actions::waiting_of_viewer;
use crate::kernel::access::{
    Facts, Permission, Permitted, Phase, Relation, Role, Viewer, granting,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::paging::Paging;
use crate::platform::app::{App, Demo};
use crate::platform::cx::AnyoneCx;
use crate::web::pages::{Entry, PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

/// A proposal of one's own, with its call and what can be done with it now.
struct Own<'a> {
    proposal: &'a Summary,
    call: &'a CallSummary,
    permitted: Permitted,
}

impl Own<'_> {
    /// The name of what comes next.
    fn next(&self) -> &'static str {
        match (self.call.phase, self.proposal.state) {
            (_, State::Withdrawn) => "withdrawn",
            (Phase::Open, State::Draft) => "write",
            (Phase::Open, _) => "submitted",
            (_, State::Draft) => "missed",
            (Phase::Screening, _) => "screening",
            (Phase::Review, _) => "review",
            (Phase::Plenary, _) => "plenary",
            (Phase::Announced, _) => "announced",
            (Phase::Closed, _) => "closed",
            (Phase::Draft | Phase::Scheduled | Phase::Cancelled, _) => "none",
        }
    }

    /// The deadline of the next step.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands over a reference")]
    fn until(&self, now: &Timestamp) -> Option<Timestamp> {
        let calendar = &self.call.calendar;
        match self.call.phase {
            Phase::Open => Some(calendar.submissions_close_at),
            Phase::Screening => {
                let from = Milestone::ScreeningEndsAt;
                let mut here = calendar.milestones().filter(|one| *one >= from);
                here.find(|one| calendar.of(*one) > *now).map(|one| calendar.of(one))
            }
            Phase::Review => Some(calendar.review_ends_at),
            Phase::Plenary => Some(calendar.announcement_at),
            Phase::Announced => Some(calendar.objections_end_at),
            Phase::Draft | Phase::Scheduled | Phase::Closed | Phase::Cancelled => None,
        }
    }

    /// The submission in force, in words; only if there is one.
    fn state<'s>(&'s self, s: &'s PageContext) -> SubmissionLine<'s> {
        SubmissionLine {
            s,
            proposal: &self.proposal.id,
            submission: self.proposal.submission.as_ref(),
            is_open: self.permitted.allows(Permission::SubmitProposal),
            closes_at: self.call.calendar.submissions_close_at,
            is_withdrawn: self.proposal.state == State::Withdrawn,
        }
    }

    fn title(&self, s: &PageContext) -> String {
        match self.proposal.title.trim() {
            "" => s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "home/pages/home.html")]
struct HomePage<'a> {
    s: &'a PageContext,
    calls: &'a [CallSummary],
    own: Vec<Own<'a>>,
    /// Seats that wait for this candidate's answer.
    offers: &'a [Award],
    /// Indicators of the unit that this person heads.
    to_measure: &'a [ToMeasure],
    /// Reports to write or to read, and commitments to give.
    tasks: Vec<TaskLine>,
    /// After how many months one is due.
    months: u32,
    demo: Option<&'a Demo>,
}

impl HomePage<'_> {
    /// Calls that are not over, without the committee's drafts.
    fn current(&self) -> Vec<&CallSummary> {
        let over = [Phase::Draft, Phase::Closed, Phase::Cancelled];
        self.calls.iter().filter(|call| !over.contains(&call.phase)).collect()
    }

    /// Open calls in which this candidate has no proposal.
    fn to_begin(&self) -> Vec<&CallSummary> {
        let begun = |call: &CallSummary| {
            let in_call = |own: &Own<'_>| {
                own.proposal.call == call.id && own.proposal.state != State::Withdrawn
            };
            self.own.iter().any(in_call)
        };
        let may_begin = |call: &&CallSummary| {
            let own = Facts::in_phase(call.phase).with(Relation::Own, true);
            self.s.permitted(own).allows(Permission::WriteProposal)
        };
        self.calls.iter().filter(may_begin).filter(|call| !begun(call)).collect()
    }

    /// The description of a duty for this person.
    fn line(&self, duty: &Entry) -> String {
        let roles = self.s.person.as_ref().map_or(&[][..], |person| &person.roles);
        self.s.word("menu", &duty.line(roles))
    }

    fn roles(&self, roles: &[Role]) -> String {
        let names: Vec<String> =
            roles.iter().map(|role| self.s.word("role", role.name())).collect();
        names.join(", ")
    }
}

/// Whether one of their roles ever lets them do this.
fn is_granted(viewer: &Viewer, act: Permission) -> bool {
    granting(&viewer.roles, act).next().is_some()
}

fn own_proposals(cx: &mut AnyoneCx<'_>) -> Result<Vec<Summary>, Failure> {
    // Only candidates list their own proposals; others' pages come from the lists of their duties.
    let Some(mut cx) = cx.signed_in().filter(|cx| is_granted(cx.viewer, Permission::WriteProposal))
    else {
        return Ok(Vec::new());
    };
    let filter = ProposalFilter { call: None, state: None };
    let paging = Paging { limit: 50, after: None };
    let page = proposals::actions::list(&mut cx, &filter, &paging)?;
    Ok(page.items.into_iter().filter(|row| row.candidate == cx.viewer.user).rev().collect())
}

fn own_with<'a>(
    s: &PageContext,
    proposal: &'a Summary,
    calls: &'a [CallSummary],
) -> Option<Own<'a>> {
    let call = calls.iter().find(|call| call.id == proposal.call)?;
    let own = s.permitted(Facts::in_phase(call.phase).with(Relation::Own, true));
    let permitted = permitted_in_state(own, proposal.state);
    Some(Own { proposal, call, permitted })
}

async fn home(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let months = app.settings.problems.measure_after_months;
    let act = move |cx: &mut AnyoneCx<'_>| {
        let paging = Paging { limit: 50, after: None };
        let calls = list_calls(cx, &paging)?.items;
        let offers =
            match cx.signed_in().filter(|cx| is_granted(cx.viewer, Permission::AnswerOffer)) {
                Some(mut cx) => open_offers(&mut cx)?,
                None => Vec::new(),
            };
        let to_measure = match cx.signed_in() {
            Some(mut cx) => due_of_viewer(&mut cx, months)?,
            None => Vec::new(),
        };
        let tasks = match cx.signed_in().filter(|cx| is_granted(cx.viewer, Permission::ListStudies))
        {
            Some(mut cx) => waiting_of_viewer(&mut cx)?,
            None => Vec::new(),
        };
        Ok((calls, own_proposals(cx)?, offers, to_measure, tasks))
    };
    let (s, (calls, proposals, offers, to_measure, tasks)) = visitor.load_page(&app, act).await?;
    let tasks = TaskLine::all(&s, &tasks);
    let with_call = |proposal| own_with(&s, proposal, &calls);
    let own = proposals.iter().filter_map(with_call).collect();
    let demo = app.demo.as_deref().filter(|_| s.person.is_none());
    let (calls, offers, to_measure) = (&calls, &offers, &to_measure);
    show(&s, &HomePage { s: &s, calls, own, offers, to_measure, tasks, months, demo })
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadCall, "/", home)
        .get(Permission::ReadDashboard, "/desk/calls/{id}", dashboard::page)
        .get(Permission::ExportResults, "/desk/calls/{id}/exports", exports::page);
}
