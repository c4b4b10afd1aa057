//! The dashboard of a call: its state, what waits, and links to every desk.

use super::chart::{self, Chart, chart};
use crate::features::accounts::Visitor;
use crate::features::calls::Milestone;
use crate::features::home::actions::{CallBoard, read_call_board};
use crate::features::home::rules::Tally;
use crate::features::reviews::actions::ReviewerProgress;
use crate::kernel::access::{Permission, Phase, Relation};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{DeskLink, PageContext, show};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// A milestone of the progress bar.
struct Stop {
    milestone: Milestone,
    at: Timestamp,
    is_past: bool,
    is_next: bool,
}

#[derive(Template)]
#[template(path = "home/pages/dashboard.html")]
struct DashboardPage<'a> {
    s: &'a PageContext,
    loaded: &'a CallBoard,
    /// What was just done: `published`, `extended`, `reopened`, `reminded`.
    done: Option<&'static str>,
    desks: Vec<&'static DeskLink>,
    chart: Option<Chart>,
}

impl DashboardPage<'_> {
    fn is_revising(&self) -> bool {
        self.loaded.facts.has(Relation::Revising)
    }

    fn is_draft(&self) -> bool {
        self.loaded.phase == Phase::Draft
    }

    fn stops(&self) -> Vec<Stop> {
        let (view, now) = (self.loaded, self.loaded.now);
        let waits = |milestone: &Milestone| match milestone {
            // Results count as announced only when they are, however late.
            Milestone::AnnouncementAt => view.call.announced_at.is_none(),
            milestone => view.call.calendar.of(*milestone) > now,
        };
        let next = view.call.calendar.milestones().find(waits);
        let stop = |milestone: Milestone| Stop {
            milestone,
            at: view.call.calendar.of(milestone),
            is_past: !waits(&milestone) && next.is_none_or(|next| milestone < next),
            is_next: next == Some(milestone) && view.phase != Phase::Cancelled,
        };
        view.call.calendar.milestones().map(stop).collect()
    }

    /// States with proposals; while the call is open, the states that are possible.
    fn states(&self) -> Vec<&Tally> {
        let is_told = |tally: &&Tally| tally.count > 0 || tally.of == "submitted";
        self.loaded.board.states.iter().filter(is_told).collect()
    }

    fn left(reviewer: &ReviewerProgress) -> u32 {
        reviewer.counts.assigned + reviewer.counts.draft
    }

    fn reminds(&self) -> bool {
        self.s.permitted(self.loaded.facts).allows(Permission::RemindReviewers)
    }

    /// Whether they owe sheets and the viewer may remind them now.
    fn may_remind(&self, reviewer: &ReviewerProgress) -> bool {
        self.reminds() && Self::left(reviewer) > 0 && self.reminded_at(reviewer).is_none()
    }

    /// When they were reminded, if that prevents reminding them again.
    fn reminded_at(&self, reviewer: &ReviewerProgress) -> Option<&Timestamp> {
        self.loaded.reminded.get(&reviewer.reviewer)
    }

    /// How many reviewers one button reminds.
    fn to_remind(&self) -> usize {
        let all = self.loaded.progress.iter().flat_map(|progress| &progress.reviewers);
        all.filter(|reviewer| self.may_remind(reviewer)).count()
    }

    /// Whether the review has ended and sheets are missing.
    fn is_late(&self, reviewer: &ReviewerProgress) -> bool {
        let ended = self.loaded.call.calendar.review_ends_at <= self.loaded.now;
        ended && Self::left(reviewer) > 0
    }

    fn late(&self) -> usize {
        let all = self.loaded.progress.iter().flat_map(|progress| &progress.reviewers);
        all.filter(|reviewer| self.is_late(reviewer)).count()
    }

    fn tables(&self) -> Vec<(&'static str, &[Tally])> {
        let Some(submitted) = &self.loaded.board.submitted else { return Vec::new() };
        vec![
            ("unit", &submitted.by_unit),
            ("region", &submitted.by_region),
            ("problem", &submitted.by_problem),
        ]
    }

    fn width() -> u32 {
        chart::WIDTH
    }

    fn height() -> u32 {
        chart::HEIGHT
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_call_board(cx, &id);
    let (s, loaded) = visitor.load_signed_in(&app, act).await?;
    let is_said =
        |name: &&str| request.query_string().split('&').any(|part| part == format!("{name}=1"));
    let calendar = &loaded.call.calendar;
    let page = DashboardPage {
        done: ["published", "extended", "reopened", "reminded"]
            .into_iter()
            .find(|name| is_said(name)),
        desks: s.desks(loaded.facts),
        chart: chart(
            &loaded.board.submitted_by_day,
            calendar.opens_at.date_in_jakarta(),
            calendar.submissions_close_at.date_in_jakarta(),
        )
        .filter(|chart| chart.most > 0),
        loaded: &loaded,
        s: &s,
    };
    show(&s, &page)
}
