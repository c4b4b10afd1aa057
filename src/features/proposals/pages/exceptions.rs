//! Exceptions by signed minutes: the list of a call with a form for those who decide, and the form by which the
//! secretariat asks for one.

use super::forms::{EXCEPTION, EXCEPTION_ANSWER};
use super::written::label_of;
use crate::features::accounts::{FileForm, SignedInForm, Visitor, names_of};
use crate::features::calls::Call;
use crate::features::proposals::actions;
use crate::features::proposals::rules::exceptions::{after_assent, correctable};
use crate::features::proposals::{Exception, ExceptionAnswer, NewException};
use crate::kernel::access::{Facts, Permission, Phase};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, ExceptionId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{NewFile, Storage};
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, go_to, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "proposals/pages/exceptions.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    phase: Phase,
    rows: Vec<Row<'a>>,
    names: &'a BTreeMap<UserId, String>,
    summary: String,
}

struct Row<'a> {
    one: &'a Exception,
    /// The document or field, by its name.
    what: Option<String>,
    /// Empty for who cannot decide it.
    form: Vec<Field>,
    is_open: bool,
    may_withdraw: bool,
}

impl ListPage<'_> {
    fn name(&self, of: &UserId) -> String {
        self.names.get(of).cloned().unwrap_or_default()
    }
}

/// The document or field that an exception is about, in words.
fn what(s: &PageContext, call: &Call, one: &Exception) -> Option<String> {
    let document = one.document.as_deref().map(|kind| {
        let named = call.definition.documents.iter().find(|known| known.kind == kind);
        named.map_or_else(|| kind.to_owned(), |known| known.name.text(&s.language).to_owned())
    });
    document.or_else(|| one.field.as_deref().map(|path| label_of(s, path)))
}

/// What a refused form had, for which exception, and why it was refused.
type Refused<'a> = (&'a ExceptionId, &'a Fields, &'a Refusal);

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, id.into_inner(), None).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (all, call) = actions::list_exceptions(cx, &id)?;
        let people: Vec<UserId> = all
            .iter()
            .flat_map(|one| {
                [Some(&one.requested_by), one.confirmed_by.as_ref(), one.ended_by.as_ref()]
            })
            .flatten()
            .cloned()
            .collect();
        let (names, phase) = (names_of(cx.db, &people)?, call.phase(cx.now));
        Ok((all, call, names, phase, cx.viewer.user.clone(), cx.now))
    };
    let (s, (all, call, names, phase, viewer, now)) = visitor.load_signed_in(app, act).await?;
    let permitted = s.permitted(Facts::in_phase(phase));
    let nothing = Fields::default();
    let rows = all.iter().map(|one| {
        let own = refused.filter(|(id, ..)| **id == one.id);
        let (typed, problem) =
            own.map_or((&nothing, None), |(_, typed, problem)| (typed, Some(problem)));
        let decides = permitted.allows(Permission::DecideException)
            && after_assent(one, &viewer, now).is_ok();
        let form =
            if decides { EXCEPTION_ANSWER.shown(&s, typed, problem).all() } else { Vec::new() };
        Row {
            what: what(&s, &call, one),
            form,
            is_open: own.is_some(),
            may_withdraw: permitted.allows(Permission::AskException) && one.state.waits(),
            one,
        }
    });
    let problem = refused.map(|(.., problem)| problem);
    let page = ListPage {
        rows: rows.collect(),
        summary: summary(&s, problem, |_| s.t("exception-decide")),
        call: &call,
        phase,
        names: &names,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn answer(
    app: web::Data<App>,
    id: web::Path<ExceptionId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, asked) = (id.clone(), id.clone());
    let act = move |cx: &mut Cx<'_>, new: &Valid<ExceptionAnswer>| {
        actions::answer_exception(cx, &of, new)
    };
    let outcome = sent.send(&app, &EXCEPTION_ANSWER, act).await;
    respond(
        outcome,
        |one: Exception| format!("/desk/calls/{}/exceptions", one.call),
        async |problem| {
            let act = move |cx: &mut Cx<'_>| actions::read_exception(cx, &asked);
            let call = sent.caller.clone().read(&app, act).await?.call;
            render(&app, &sent.visitor, call, Some((&id, &sent.fields, &problem))).await
        },
    )
    .await
}

pub(super) async fn withdraw(
    app: web::Data<App>,
    id: web::Path<ExceptionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::withdraw_exception(cx, &id);
    let withdrawn = form.caller.write(&app, act).await?;
    Ok(go_to(&format!("/desk/calls/{}/exceptions", withdrawn.call)))
}

#[derive(Template)]
#[template(path = "proposals/pages/exception.html")]
struct AskPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    proposal: &'a ProposalId,
    number: &'a str,
    fields: Vec<Field>,
    summary: String,
}

async fn ask_with(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    (typed, problem): (&Fields, Option<&Refusal>),
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>| {
        let context = actions::askable(cx, &of)?;
        let number = context.counting().number().unwrap_or_default().to_owned();
        Ok((context.call().clone(), number))
    };
    let (s, (call, number)) = visitor.load_signed_in(app, act).await?;
    let documents = call.definition.documents.iter();
    let documents =
        documents.map(|one| (one.kind.clone(), one.name.text(&s.language).to_owned())).collect();
    let fields = correctable().map(|path| (path.to_owned(), label_of(&s, path))).collect();
    let form = EXCEPTION.shown(&s, typed, problem);
    let form = form.offer("document", documents).offer("field", fields);
    let page = AskPage {
        fields: form.all(),
        summary: form.summary(),
        call: &call,
        proposal: &id,
        number: &number,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn ask_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    ask_with(&app, &visitor, id.into_inner(), (&Fields::default(), None)).await
}

pub(super) async fn ask(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    id: web::Path<ProposalId>,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (asked, of, id) = (id.clone(), id.clone(), id.into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_ask_exception(cx, &asked);
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewException>, file: Option<&NewFile>| {
        let file = file.ok_or_else(|| Failure::field("file", common::field::REQUIRED))?;
        actions::ask_exception(cx, &of, (new, Some(file)))
    };
    let outcome = sent.send((&app, &storage), (&EXCEPTION, may), act).await;
    let to = |one: Exception| format!("/desk/calls/{}/exceptions", one.call);
    respond(outcome, to, async |problem| {
        ask_with(&app, &sent.visitor, id, (sent.fields(), Some(&problem))).await
    })
    .await
}
