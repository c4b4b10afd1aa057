//! Public pages of calls: the list, and one call with its calendar, seats, rubric and rules. For
//! the secretariat: the calls it runs (`desk`), a new one (`create`), its set-up step by step
//! (`setup`), preview and publication (`publish`), and later changes (`moving`).

mod body;
mod create;
mod desk;
mod forms;
mod moving;
mod pact;
mod publish;
mod quota;
mod setup;
mod words;

use self::body::CallBody;
use super::actions::{self, CallSummary, CallView};
use super::{Bilingual, Extension};
use crate::features::accounts::Visitor;
use crate::kernel::access::{Facts, Permission, Phase, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::language::Language;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::calendar;
use crate::platform::cx::AnyoneCx;
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

impl Bilingual {
    /// The text in this language.
    pub fn text(&self, language: &Language) -> &str {
        match language {
            Language::Indonesian => &self.id,
            Language::English => &self.en,
        }
    }
}

#[derive(Template)]
#[template(path = "calls/pages/list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    page: &'a Page<CallSummary>,
}

#[derive(Template)]
#[template(path = "calls/pages/call.html")]
struct CallPage<'a> {
    s: &'a PageContext,
    view: &'a CallView,
    body: CallBody<'a>,
}

impl CallPage<'_> {
    /// Proposals are taken: says until when.
    fn is_open(&self) -> bool {
        self.view.phase == Phase::Open
    }

    /// Whoever begins a proposal begins their own.
    fn may_begin(&self) -> bool {
        let own = Facts::in_phase(self.view.phase).with(Relation::Own, true);
        self.s.permitted(own).allows(Permission::WriteProposal)
    }

    fn may_read_announcement(&self) -> bool {
        let permitted = self.s.permitted(Facts::in_phase(self.view.phase));
        let is_out = self.view.call.announced_at.is_some();
        permitted.only_if(Permission::ReadAnnouncement, is_out).allows(Permission::ReadAnnouncement)
    }
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| actions::list_calls(cx, &paging);
    let (shell, page) = visitor.load_page(&app, act).await?;
    show(&shell, &ListPage { s: &shell, page: &page })
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| {
        let view = actions::read_call(cx, &id)?;
        let extensions: Vec<Extension> = actions::extensions_in(cx, &view.call)?;
        Ok((view, extensions))
    };
    let (shell, (view, extensions)) = visitor.load_page(&app, act).await?;
    let body = CallBody { s: &shell, view: &view, extensions: &extensions };
    show(&shell, &CallPage { s: &shell, view: &view, body })
}

/// The call's deadlines for the reader's own calendar.
async fn entries(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_entries(cx, &id);
    let (shell, (entries, as_of)) = visitor.load_page(&app, act).await?;
    let base_url = app.settings.server.base_url();
    Ok(calendar::answer(&entries, shell.language, &base_url, as_of))
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadCall, "/calls", list)
        .get(Permission::ReadCall, "/calls/{id}", read)
        .get(Permission::ReadCall, "/calls/{id}/calendar.ics", entries)
        .get(Permission::ReadCall, "/calls/{id}/pact", pact::page)
        .form(Permission::SignPact, &forms::SIGNING, pact::sign)
        .get(Permission::ReadPactSignatures, "/desk/calls/{id}/pact", pact::signatures)
        .get(Permission::ReadDashboard, "/desk/calls", desk::page)
        .get(Permission::WriteCall, "/desk/calls/new", create::page)
        .form(Permission::WriteCall, &forms::DRAFT, create::create)
        .get(Permission::WriteCall, "/desk/calls/{id}/setup/preview", publish::page)
        .form(Permission::FreezeCall, &forms::PUBLICATION, publish::publish)
        .get(Permission::WriteCall, "/desk/calls/{id}/setup/{step}", setup::page)
        .post(Permission::WriteCall, "/desk/calls/{id}/setup/{step}", setup::save)
        .get(Permission::ExtendCall, "/desk/calls/{id}/extend", moving::extend_page)
        .form(Permission::ExtendCall, &forms::EXTENSION, moving::extend)
        .get(Permission::WriteCall, "/desk/calls/{id}/quota", quota::page)
        .form(Permission::WriteCall, &forms::QUOTA, quota::take)
        .get(Permission::ReopenPhase, "/desk/calls/{id}/reopen", moving::reopen_page)
        .form(Permission::ReopenPhase, &forms::REOPENING, moving::reopen)
        .get(Permission::CancelCall, "/desk/calls/{id}/cancel", moving::cancel_page)
        .form(Permission::CancelCall, &forms::CANCELLATION, moving::cancel);
}
