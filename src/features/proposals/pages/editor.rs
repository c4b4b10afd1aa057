//! The editor: the whole text as one form, saved by a button or, with the script, by itself. A save
//! that comes too late is refused with both texts on one page; nothing typed is lost.

mod groups;

use self::groups::{FormGroup, groups};
use super::begin::{choice, choosable};
use super::form::{Reader, fields_of, is_typed};
use super::overview::Readiness;
use super::state::State as SubmissionLine;
use super::words::field_label;
use crate::features::accounts::{SignedIn, SignedInForm, Visitor};
use crate::features::problems;
use crate::features::proposals::actions::{self, Overview, read_overview};
use crate::features::proposals::{Proposal, ProposalText, Text};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::respond;
use crate::web::pages::{
    Field, PageContext, differences, saved_by_itself, show_refused, summary, unsaved,
};
use crate::web::{Fields, Salvage};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "proposals/pages/editor.html")]
struct EditorPage<'a> {
    s: &'a PageContext,
    loaded: &'a Overview,
    summary: String,
    version: i64,
    saved: bool,
    /// `all` where nothing of what is shown is stored, `some` where all but the marked fields is.
    unsaved: &'static str,
    choice: Vec<Field>,
    groups: Vec<FormGroup>,
    differences: String,
    standing: Readiness<'a>,
    state: SubmissionLine<'a>,
}

impl EditorPage<'_> {
    /// Somebody has endorsed this text; changing what they signed is asked about first.
    fn is_endorsed(&self) -> bool {
        self.loaded.endorsements.iter().any(|given| given.current)
    }
}

fn load(cx: &mut Cx<'_>, id: &ProposalId) -> Result<(Overview, Vec<problems::Problem>), Failure> {
    let loaded = read_overview(cx, (id, Permission::WriteProposal))?;
    Ok((loaded, choosable(cx)?))
}

/// What was typed, where it is not what is stored.
struct Typed {
    fields: Fields,
    problem: Refusal,
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let saved = request.query_string().split('&').any(|part| part == "saved=1");
    form(&app, &visitor, id.into_inner(), (None, saved)).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    (typed, saved): (Option<Typed>, bool),
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id);
    let (s, (loaded, problems)) = visitor.load_signed_in(app, act).await?;
    let proposal = &loaded.proposal;
    let stored = stored_fields(&proposal.text())?;
    let fields = typed.as_ref().map_or(&stored, |typed| &typed.fields);
    let problem = typed.as_ref().map(|typed| &typed.problem);
    let is_stale = problem.is_some_and(|problem| problem.code == common::STALE);
    let page = EditorPage {
        summary: summary(&s, problem, |name| field_label(&s, name)),
        version: proposal.version,
        saved,
        unsaved: unsaved(problem),
        choice: choice(&s, (&loaded.call, &problems), fields, problem).all(),
        groups: groups(&s, fields, problem, loaded.call.definition.limits.budget.is_some()),
        differences: if is_stale { both_texts(&stored, fields, &s) } else { String::new() },
        standing: Readiness::new(&s, &loaded),
        state: loaded.state(&s),
        loaded: &loaded,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

fn stored_fields(text: &Text) -> Result<Fields, serde_json::Error> {
    let mut fields = fields_of(&text.content)?;
    fields.set("problem", text.problem.to_string());
    fields.set("level", &text.level);
    Ok(fields)
}

fn both_texts(stored: &Fields, typed: &Fields, s: &PageContext) -> String {
    // An empty row stands in the form by itself; nobody wrote that.
    let written = typed.names().filter(|name| is_typed(typed, name));
    let typed = written.map(|name| (name.to_owned(), typed.get(name).to_owned())).collect();
    differences(s, s.t("stale-lead"), (stored, &typed), |name| field_label(s, name))
}

/// What the form says, checked as the API checks it.
fn change(fields: &Fields) -> Result<Valid<ProposalText>, Failure> {
    let content = Reader::new(fields).content().map_err(Refusal::invalid)?;
    let problem = fields.get("problem");
    let problem = match problem.parse() {
        Ok(problem) => Some(problem),
        Err(_) if problem.is_empty() => None,
        Err(_) => {
            let fault = FieldError::new("problem", common::field::UNKNOWN_REFERENCE);
            return Err(Refusal::invalid(vec![fault]).into());
        }
    };
    let level = Some(fields.get("level").to_owned()).filter(|level| !level.is_empty());
    let void_endorsements = fields.get("void_endorsements") == "yes";
    Valid::checked(ProposalText { problem, level, content, void_endorsements })
}

/// Saves all that is sound of a form; and what is not, field by field.
async fn write(
    app: &App,
    caller: SignedIn,
    (id, from): (ProposalId, IfMatch),
    fields: &Fields,
) -> Result<(Proposal, Vec<FieldError>), Failure> {
    let asked = id.clone();
    let stored = move |cx: &mut Cx<'_>| actions::read(cx, &asked);
    let stored = caller.clone().read(app, stored).await?;
    let mut form = Salvage::new(stored_fields(&stored.text())?, fields);
    loop {
        let saved = match change(form.sound()) {
            Ok(change) => {
                let id = id.clone();
                let act = move |cx: &mut Cx<'_>| actions::save(cx, (&id, from), &change);
                caller.clone().write(app, act).await
            }
            Err(failure) => Err(failure),
        };
        match saved {
            Ok(proposal) => return Ok((proposal, form.faults())),
            Err(failure) => form.leave_out(by_fields_of_the_form(failure))?,
        }
    }
}

/// The fields of a refusal by the names that the form has for them.
fn by_fields_of_the_form(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut problem) => {
            for fault in &mut problem.errors {
                if let Some(name) = fault.field.strip_prefix("content.") {
                    fault.field = name.to_owned();
                }
            }
            Failure::Refused(problem)
        }
        other => other,
    }
}

pub(super) async fn save(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, from) = (id.into_inner(), form_sent.seen()?);
    let SignedInForm { caller, visitor, fields } = form_sent;
    let saved = write(&app, caller, (id.clone(), from), &fields).await.and_then(whole);
    let to = |()| format!("/proposals/{id}/edit?saved=1");
    respond(saved, to, async |problem| {
        form(&app, &visitor, id.clone(), (Some(Typed { fields, problem }), false)).await
    })
    .await
}

/// A save that left something out leads back to the form as a refusal does.
fn whole((_, errors): (Proposal, Vec<FieldError>)) -> Result<(), Failure> {
    if errors.is_empty() {
        return Ok(());
    }
    Err(Refusal { errors, ..Refusal::new(common::PARTLY_SAVED) }.into())
}

/// The same save, by the script.
pub(super) async fn autosave(
    app: web::Data<App>,
    caller: SignedIn,
    (id, from): (web::Path<ProposalId>, IfMatch),
    visitor: Visitor,
    (request, payload): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let limit = app.settings.server.max_json_bytes;
    let fields = Fields::read(&request, payload.into_inner(), limit).await?;
    let (saved, faults) = write(&app, caller, (id.into_inner(), from), &fields).await?;
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    Ok(saved_by_itself(&shell, (saved.version, shell.at(&saved.updated_at)), &faults))
}
