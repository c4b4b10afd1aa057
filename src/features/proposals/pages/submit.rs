//! Handing in with a last look, the receipt to keep, and stepping back.

use super::forms::{HANDING_IN, WITHDRAWAL};
use super::overview::page_with;
use super::state::State as SubmissionLine;
use super::words::{CheckLine, check_lines, label};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::rules::pact_hash;
use crate::features::calls::{Bilingual, Call};
use crate::features::proposals::actions::{Overview, OwnReceipt, read_overview, read_own_receipt};
use crate::features::proposals::{LastLook, Receipt, Replacement, Version, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::{self, Db};
use crate::platform::ledger::Signed;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "proposals/pages/submit.html")]
struct SubmitPage<'a> {
    s: &'a PageContext,
    loaded: &'a Overview,
    summary: String,
    missing: Vec<CheckLine>,
    /// Makes a second click, or a lost answer, harmless.
    key: String,
    state: SubmissionLine<'a>,
    /// The call's integrity pact, if it has one.
    pact: Option<PactToSign<'a>>,
}

/// The text that is signed with a submission.
struct PactToSign<'a> {
    lines: Vec<&'a str>,
    hash: String,
    phrase: Field,
}

impl<'a> PactToSign<'a> {
    fn of(text: &'a Bilingual, phrase: Field, language: Language) -> Result<Self, Failure> {
        let lines = text.text(&language).lines().map(str::trim).filter(|line| !line.is_empty());
        Ok(Self { lines: lines.collect(), hash: pact_hash(text)?, phrase })
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    last_look(&app, &visitor, id.into_inner(), (&Fields::default(), None)).await
}

async fn last_look(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    (typed, problem): (&Fields, Option<&Refusal>),
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_overview(cx, (&id, Permission::SubmitProposal));
    let (s, loaded) = visitor.load_signed_in(app, act).await?;
    let lines = check_lines(&s, &loaded.call, &loaded.checks);
    let form = HANDING_IN.shown(&s, typed, problem);
    let pact = loaded.call.definition.pact.as_ref();
    let mut phrase = form.field("phrase");
    phrase.required = true;
    let pact = pact.map(|text| PactToSign::of(text, phrase, s.language)).transpose()?;
    let page = SubmitPage {
        summary: summary(&s, problem, |name| match name {
            "phrase" | "text_hash" => form.name_of(name),
            name => label(&s, &loaded.call, name),
        }),
        pact,
        missing: lines.into_iter().filter(|line| !line.met).collect(),
        key: crate::kernel::ids::random_text()?,
        state: loaded.state(&s),
        loaded: &loaded,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn submit(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let key = sent.key(&id)?;
    let act = move |cx: &mut Cx<'_>, look: &Valid<LastLook>| {
        let operation = (&cx.viewer.user, "proposal.submit");
        let handing_in = look.handing_in();
        let submit = |db: &mut Db| {
            actions::submit(&mut Cx::new(db, cx.viewer, cx.now), &of, &handing_in).map_err(in_look)
        };
        db::once(cx.db, operation, key.as_ref(), cx.now, submit)
    };
    let outcome = sent.send(&app, &HANDING_IN, act).await;
    let to = |_| format!("/proposals/{id}/receipt");
    respond(outcome, to, async |problem| {
        let refused = (&sent.fields, Some(&problem));
        last_look(&app, &sent.visitor, id.clone(), refused).await
    })
    .await
}

/// Faults of the signature at the fields of the form.
fn in_look(failure: Failure) -> Failure {
    let Failure::Refused(mut problem) = failure else { return failure };
    for fault in &mut problem.errors {
        fault.field = match fault.field.as_str() {
            "pact" | "pact.phrase" => "phrase".to_owned(),
            "pact.text_hash" => "text_hash".to_owned(),
            other => other.to_owned(),
        };
    }
    Failure::Refused(problem)
}

#[derive(Template)]
#[template(path = "proposals/pages/receipt.html")]
struct ReceiptPage<'a> {
    s: &'a PageContext,
    receipt: &'a Receipt,
    version: &'a Version,
    call: &'a Call,
    /// The first head that was signed with it.
    signed: Option<Signed>,
    state: SubmissionLine<'a>,
    /// What took the place of what since, in a repair.
    replacements: Vec<&'a Replacement>,
}

impl ReceiptPage<'_> {
    fn document(&self, kind: &str) -> String {
        label(self.s, self.call, &format!("documents.{kind}"))
    }
}

pub(super) async fn receipt(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_own_receipt(cx, &id);
    let (s, read) = visitor.load_signed_in(&app, act).await?;
    let OwnReceipt { own, version, documents, signed } = read;
    let page = ReceiptPage {
        state: SubmissionLine::of_own(&s, &own),
        replacements: documents.kinds.iter().flat_map(|kind| &kind.replacements).collect(),
        receipt: &version.receipt,
        version: &version,
        call: &own.call,
        signed,
        s: &s,
    };
    show(&s, &page)
}

#[derive(Template)]
#[template(path = "proposals/pages/withdraw.html")]
struct WithdrawPage<'a> {
    s: &'a PageContext,
    loaded: &'a Overview,
    summary: String,
    reason: Field,
}

pub(super) async fn withdraw_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    ask_reason(&app, &visitor, (id.into_inner(), &Fields::default()), None).await
}

async fn ask_reason(
    app: &App,
    visitor: &Visitor,
    (id, typed): (ProposalId, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_overview(cx, (&id, Permission::WithdrawProposal));
    let (s, loaded) = visitor.load_signed_in(app, act).await?;
    let form = WITHDRAWAL.shown(&s, typed, problem);
    let (summary, reason) = (form.summary(), form.field("reason"));
    show_refused(&s, &WithdrawPage { s: &s, loaded: &loaded, summary, reason }, problem)
}

pub(super) async fn withdraw(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, withdrawal: &Valid<_>| actions::withdraw(cx, &of, withdrawal);
    let outcome = sent.send(&app, &WITHDRAWAL, act).await;
    respond(
        outcome,
        |_| format!("/proposals/{id}"),
        async |problem| {
            ask_reason(&app, &sent.visitor, (id.clone(), &sent.fields), Some(&problem)).await
        },
    )
    .await
}

pub(super) async fn resume(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let resumed = form.caller.write(&app, move |cx| actions::resume(cx, &of)).await;
    let to = |_| format!("/proposals/{id}");
    respond(resumed, to, async |problem| {
        page_with(&app, &form.visitor, id.clone(), Some(&problem)).await
    })
    .await
}

pub(super) async fn ask(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let asked = form.caller.write(&app, move |cx| actions::ask_endorsement(cx, &of)).await;
    let to = |_| format!("/proposals/{id}#endorsements");
    respond(asked, to, async |problem| {
        page_with(&app, &form.visitor, id.clone(), Some(&problem)).await
    })
    .await
}
