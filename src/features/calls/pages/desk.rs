//! The committee's calls, drafts included, each with its next milestone.

use crate::features::accounts::Visitor;
use crate::features::calls::Milestone;
use crate::features::calls::actions::{self, CallSummary};
use crate::kernel::access::{Facts, Permission, Phase, may};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

impl CallSummary {
    /// The next milestone and its instant; `None` if there is none.
    pub fn next_milestone(&self, now: &Timestamp) -> Option<(Milestone, Timestamp)> {
        let milestone = match self.phase {
            Phase::Draft | Phase::Scheduled => Milestone::OpensAt,
            Phase::Open => Milestone::SubmissionsCloseAt,
            // Of those of the verification and what follows it, the next.
            Phase::Screening => {
                let from = Milestone::ScreeningEndsAt;
                let mut here = self.calendar.milestones().filter(|one| *one >= from);
                here.find(|one| self.calendar.of(*one) > *now)?
            }
            Phase::Review => Milestone::ReviewEndsAt,
            Phase::Plenary => Milestone::AnnouncementAt,
            Phase::Announced => Milestone::ObjectionsEndAt,
            Phase::Closed | Phase::Cancelled => return None,
        };
        Some((milestone, self.calendar.of(milestone)))
    }
}

#[derive(Template)]
#[template(path = "calls/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    page: &'a Page<CallSummary>,
}

impl DeskPage<'_> {
    fn may_create(&self) -> bool {
        self.s.permitted(Facts::in_phase(Phase::Draft)).allows(Permission::WriteCall)
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        may(cx.viewer, Permission::ReadDashboard, Facts::NONE)?;
        actions::list_calls(&mut cx.anyone(), &paging)
    };
    let (s, page) = visitor.load_signed_in(&app, act).await?;
    show(&s, &DeskPage { s: &s, page: &page })
}
