//! The score sheet beside the text it judges: one form, saved by a button or, with the script,
//! automatically. A stale save is refused with both texts on one page, so nothing typed is lost.
//! After handing in, the same address shows the sheet with its receipt.

use super::compare::Compare;
use super::conflict::ConflictForm;
use super::criteria::{CriterionForm, Maker, SheetProgress};
use super::form::{fields_of, label, sheet_of};
use crate::features::accounts::{SignedIn, SignedInForm, Visitor};
use crate::features::proposals::{Document, Written, person_lines};
use crate::features::reviews::actions::{self, Desk, Saved, Task};
use crate::features::reviews::{AssignmentState, Receipt};
use crate::kernel::access::Permission;
use crate::kernel::address::page as address;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::AssignmentId;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::MediaType;
use crate::platform::read_log::ReadLog;
use crate::web::forms::respond;
use crate::web::pages::{
    Field, PageContext, differences, go_to, leaves, saved_by_itself, show_refused, summary, unsaved,
};
use crate::web::{Fields, Salvage};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// Query parameters.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PageQuery {
    saved: Option<String>,
    /// A task that was just handed in; its receipt is shown.
    received: Option<String>,
}

#[derive(Template)]
#[template(path = "reviews/pages/sheet.html")]
struct SheetPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    task: &'a Task,
    written: Written,
    summary: String,
    saved: bool,
    /// As in the editor of a proposal.
    unsaved: &'static str,
    criteria: Vec<CriterionForm>,
    standing: SheetProgress,
    texts: [Field; 2],
    differences: String,
    conflict: Option<ConflictForm<'a>>,
    received: Option<&'a (Task, Receipt)>,
    compare: Option<Compare>,
}

impl<'a> SheetPage<'a> {
    fn may_score(&self) -> bool {
        self.desk.permitted.allows(Permission::Score)
    }

    fn new(
        s: &'a PageContext,
        desk: &'a Desk,
        typed: Option<&Typed>,
    ) -> Result<Self, serde_json::Error> {
        let rubric = &desk.task.rubric;
        let stored = fields_of(&desk.sheet.sheet);
        let fields = typed.map_or(&stored, |typed| &typed.fields);
        let problem = typed.map(|typed| &typed.problem);
        let first = desk.sheet.first.as_ref();
        let make = Maker { s, rubric, typed: fields, problem, first };
        let criteria = make.criteria();
        let note_hint = if first.is_some() { "sheet-note-again" } else { "sheet-note-hint" };
        let is_stale = problem.is_some_and(|problem| problem.code == common::STALE);
        let both = (&stored, fields);
        Ok(Self {
            written: Written::of(s, &desk.task.text.0)?.below(),
            summary: summary(s, problem, |name| label(s, rubric, name)),
            saved: false,
            unsaved: unsaved(problem),
            standing: SheetProgress::new(rubric, &criteria),
            texts: [make.text("feedback", "sheet-feedback-hint"), make.text("note", note_hint)],
            differences: if is_stale {
                differences(s, s.t("sheet-stale"), both, |name| label(s, rubric, name))
            } else {
                String::new()
            },
            conflict: desk
                .permitted
                .allows(Permission::DeclareConflict)
                .then(|| ConflictForm::new(s, &desk.task.assignment)),
            received: desk.received.as_ref(),
            compare: Compare::new(s, desk),
            task: &desk.task,
            criteria,
            desk,
            s,
        })
    }

    /// The state in words.
    fn state(&self) -> &'static str {
        match self.task.state {
            AssignmentState::Submitted => "submitted",
            AssignmentState::Draft if self.desk.sheet.first.is_some() => "reopened",
            AssignmentState::Draft => "draft",
            _ => "assigned",
        }
    }

    /// A PDF's pages as images; nothing for other files.
    fn leaves(&self, document: &Document) -> String {
        if document.media_type != MediaType::Pdf {
            return String::new();
        }
        let paper = address::paper(&self.task.assignment, &document.id);
        leaves(self.s, &document.file_name, &paper)
    }

    /// Without such a criterion the problem is shown above all criteria.
    fn has_problem_criterion(&self) -> bool {
        self.criteria.iter().any(|one| one.on_problem)
    }

    fn title(&self) -> String {
        match self.task.text.0.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }

    /// What the text says of the candidate, where this reviewer may know them.
    fn person(&self) -> Vec<(String, String)> {
        let facts = self.task.candidate.as_ref().map(|candidate| &candidate.facts);
        facts.map(|facts| person_lines(self.s, facts)).unwrap_or_default()
    }
}

/// What was typed, and why it differs from what is stored.
struct Typed {
    fields: Fields,
    problem: Refusal,
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AssignmentId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    form(&app, &visitor, (id.into_inner(), asked.into_inner()), None).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    (id, asked): (AssignmentId, PageQuery),
    typed: Option<Typed>,
) -> Result<HttpResponse, Failure> {
    let received: Option<AssignmentId> = asked.received.and_then(|id| id.parse().ok());
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, (&id, received.as_ref()));
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    let saved = asked.saved.is_some();
    let page = SheetPage { saved, ..SheetPage::new(&s, &desk, typed.as_ref())? };
    show_refused(&s, &page, typed.as_ref().map(|typed| &typed.problem))
}

/// Takes back what was just handed in; what was written meanwhile in the log of reads counts.
pub(super) async fn take_back(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    id: web::Path<AssignmentId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    ReadLog::settle(&log).await?;
    let task = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::take_back_sheet(cx, &task);
    sent.caller.write(&app, act).await?;
    Ok(go_to(&format!("/assignments/{id}")))
}

/// Saves the valid part of a form, and returns the faults by field.
async fn write(
    app: &App,
    caller: SignedIn,
    (id, from): (AssignmentId, IfMatch),
    fields: &Fields,
) -> Result<(Saved, Vec<FieldError>), Failure> {
    let asked = id.clone();
    let stored = move |cx: &mut Cx<'_>| actions::read_sheet(cx, &asked);
    let stored = caller.clone().read(app, stored).await?;
    let mut form = Salvage::new(fields_of(&stored.sheet), fields);
    loop {
        let saved = match sheet_of(form.sound()) {
            Ok(sheet) => {
                let id = id.clone();
                let act = move |cx: &mut Cx<'_>| actions::save_and_check(cx, (&id, from), &sheet);
                caller.clone().write(app, act).await
            }
            Err(failure) => Err(failure),
        };
        match saved {
            Ok(saved) => return Ok((saved, form.faults())),
            Err(failure) => form.leave_out(failure)?,
        }
    }
}

/// Saves; with `then=hand_in` continues to the last look, if nothing is missing.
pub(super) async fn save(
    app: web::Data<App>,
    id: web::Path<AssignmentId>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, from) = (id.into_inner(), form_sent.seen()?);
    let SignedInForm { caller, visitor, fields } = form_sent;
    let goes_on = fields.get("then") == "hand_in";
    let saved = write(&app, caller, (id.clone(), from), &fields).await;
    let saved = saved.and_then(|saved| whole(saved, goes_on));
    let to = |()| {
        if goes_on {
            format!("/assignments/{id}/hand-in")
        } else {
            format!("/assignments/{id}?saved=1")
        }
    };
    respond(saved, to, async |problem| {
        let typed = Some(Typed { fields, problem });
        form(&app, &visitor, (id.clone(), PageQuery::default()), typed).await
    })
    .await
}

/// A save that left something out, or that cannot be handed in yet, leads back to the form as a refusal does.
fn whole((saved, errors): (Saved, Vec<FieldError>), goes_on: bool) -> Result<(), Failure> {
    let (code, errors) = if !errors.is_empty() {
        (common::PARTLY_SAVED, errors)
    } else if goes_on && !saved.missing.is_empty() {
        // Everything is saved; what is missing is shown.
        (common::INCOMPLETE, saved.missing)
    } else {
        return Ok(());
    };
    Err(Refusal { errors, ..Refusal::new(code) }.into())
}

/// The same save, sent by the script.
pub(super) async fn autosave(
    app: web::Data<App>,
    caller: SignedIn,
    (id, from): (web::Path<AssignmentId>, IfMatch),
    visitor: Visitor,
    (request, payload): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let limit = app.settings.server.max_json_bytes;
    let fields = Fields::read(&request, payload.into_inner(), limit).await?;
    let saved = write(&app, caller, (id.into_inner(), from), &fields).await?;
    let (Saved { sheet, .. }, faults) = saved;
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let saved_at = sheet.updated_at.map_or_else(String::new, |at| shell.at(&at));
    Ok(saved_by_itself(&shell, (sheet.version, saved_at), &faults))
}
