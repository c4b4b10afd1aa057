//! One interview: when and where, its panel, what can be done about it, and the sheet for who sits on the panel.

use super::sheet::{QuestionForm, comment, fields_of, label, questions, sheet_of};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::interviews::actions::{self, SlotView};
use crate::features::interviews::{Panelist, Slot, SlotState};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{InterviewId, ProposalId};
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{
    Field, PageContext, PageRoutes, differences, go_to, show, show_refused, summary,
};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "interviews/pages/slot.html")]
struct SlotPage<'a> {
    s: &'a PageContext,
    view: &'a SlotView,
    summary: String,
    /// Empty unless one's own sheet can be written now.
    questions: Vec<QuestionForm>,
    comment: Field,
    differences: String,
    saved: bool,
}

impl SlotPage<'_> {
    fn allows(&self, act: &str) -> bool {
        let permitted = &self.view.permitted;
        let state = self.view.slot.state;
        let plans = permitted.allows(Permission::PlanInterviews);
        let planned = state == SlotState::Planned;
        match act {
            "move" => plans && planned,
            "cancel" => plans && (planned || self.is_held_and_short()),
            "panel" => plans && matches!(state, SlotState::Planned | SlotState::Held),
            "answer" => plans && self.waits(),
            "request" => {
                permitted.allows(Permission::AskInterviewTime)
                    && planned
                    && !self.view.has_asked
                    && self.view.is_running
            }
            "attendance" => {
                permitted.allows(Permission::RecordInterviewAttendance)
                    && state != SlotState::Cancelled
                    && self.view.slot.starts_at <= self.view.now
            }
            _ => false,
        }
    }

    fn is_held_and_short(&self) -> bool {
        let how = self.view.call.definition.interview.as_ref();
        let sitting = self.view.slot.panelists.iter().flatten().filter(|one| one.sits()).count();
        self.view.slot.state == SlotState::Held
            && how.is_some_and(|how| u32::try_from(sitting).unwrap_or(u32::MAX) < how.panelists)
    }

    fn waits(&self) -> bool {
        self.view.slot.request.as_ref().is_some_and(|asked| asked.answer.is_none())
    }

    fn panel(&self) -> &[Panelist] {
        self.view.slot.panelists.as_deref().unwrap_or_default()
    }

    fn standing(one: &Panelist) -> &'static str {
        if one.removed_at.is_some() {
            "left"
        } else if one.in_conflict {
            "conflict"
        } else if one.handed_in {
            "handed-in"
        } else {
            "waits"
        }
    }

    fn question(&self, code: &str) -> String {
        let how = self.view.call.definition.interview.as_ref();
        let found = how.and_then(|how| how.question(code));
        found.map_or_else(|| code.to_owned(), |one| one.text.text(&self.s.language).to_owned())
    }
}

/// What was typed in a refused form, and why it was refused.
type Refused<'a> = (&'a Fields, &'a Refusal);

async fn render(
    (app, visitor): (&App, &Visitor),
    (id, saved): (InterviewId, bool),
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let load = move |cx: &mut Cx<'_>| actions::read_view(cx, &id).map(|(view, _)| view);
    let (s, view) = visitor.load_signed_in(app, load).await?;
    let stored = view.sheet.as_ref().map(|own| fields_of(&own.sheet)).unwrap_or_default();
    let (typed, problem) =
        refused.map_or((&stored, None), |(typed, problem)| (typed, Some(problem)));
    let how = view.call.definition.interview.as_ref();
    let is_stale = problem.is_some_and(|problem| problem.code == common::STALE);
    let page = SlotPage {
        questions: if view.writes_sheet() {
            questions(&s, &view.call, (typed, problem))
        } else {
            Vec::new()
        },
        comment: comment(&s, (typed, problem)),
        summary: summary(&s, problem, |name| label(&s, how, name)),
        differences: if is_stale {
            differences(&s, s.t("sheet-stale"), (&stored, typed), |name| label(&s, how, name))
        } else {
            String::new()
        },
        view: &view,
        saved,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<InterviewId>,
) -> Result<HttpResponse, Failure> {
    let saved = request.query_string().split('&').any(|part| part == "saved=1");
    render((&app, &visitor), (id.into_inner(), saved), None).await
}

/// Saves the sheet; with `then=hand_in` hands it in with the same click, or says what is missing: then it is saved.
async fn save(
    app: web::Data<App>,
    id: web::Path<InterviewId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, from) = (id.into_inner(), sent.seen()?);
    let hands_in = sent.fields.get("then") == "hand_in";
    let outcome = match sheet_of(&sent.fields) {
        Ok(sheet) => {
            let of = id.clone();
            let save = move |cx: &mut Cx<'_>| actions::save_sheet(cx, (&of, from), &sheet);
            match sent.caller.clone().write(&app, save).await {
                Ok(saved) if hands_in => {
                    let (of, seen) = (id.clone(), IfMatch(saved.version));
                    let submit = move |cx: &mut Cx<'_>| actions::submit_sheet(cx, (&of, seen));
                    sent.caller.clone().write(&app, submit).await
                }
                other => other,
            }
        }
        Err(failure) => Err(failure),
    };
    respond(
        outcome,
        |_| format!("/interviews/{id}?saved=1"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            render((&app, &sent.visitor), (id.clone(), false), refused).await
        },
    )
    .await
}

/// Redirects to the interview from an address that only accepts a form.
async fn back(id: web::Path<InterviewId>) -> HttpResponse {
    go_to(&format!("/interviews/{id}"))
}

#[derive(Template)]
#[template(path = "interviews/pages/own.html")]
struct OwnPage<'a> {
    s: &'a PageContext,
    slots: &'a [Slot],
}

async fn own(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (s, slots) = visitor.load_signed_in(&app, actions::list_own).await?;
    show(&s, &OwnPage { s: &s, slots: &slots })
}

#[derive(Template)]
#[template(path = "interviews/pages/of_proposal.html")]
struct OfProposalPage<'a> {
    s: &'a PageContext,
    slots: &'a [Slot],
    proposal: &'a ProposalId,
    /// Of the reader: staff go back to the desk, not to the candidate's page.
    is_own: bool,
}

async fn of_proposal(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let load = move |cx: &mut Cx<'_>| actions::of_proposal(cx, &of);
    let (s, (slots, is_own)) = visitor.load_signed_in(&app, load).await?;
    show(&s, &OfProposalPage { s: &s, slots: &slots, proposal: &id, is_own })
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnInterviews, "/interviews", own)
        .get(Permission::ReadInterview, "/interviews/{id}", page)
        .get(Permission::ScoreInterview, "/interviews/{id}/sheet", back)
        .post(Permission::ScoreInterview, "/interviews/{id}/sheet", save)
        .get(Permission::ReadInterview, "/proposals/{id}/interview", of_proposal);
}
