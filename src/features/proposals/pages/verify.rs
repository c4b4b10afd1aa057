//! The verification desk: a verifier's check-list beside the documents, its conclusion, and the
//! repair that a verifier opens. The committee reads the conclusions here. What was typed is read in
//! `form`.

mod form;
mod second_look;

pub(super) use second_look::{conclude, page as second_look, take_back};

use self::form::{at_lines, stored_fields, with_subjects};
use super::forms::{CHECKS, REPAIR, TAKEN_BACK};
use super::page_image::leaves_of;
use super::words::{RuleLine, label, rule_lines};
use super::written::Written;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::proposals::actions::verification as actions;
use crate::features::proposals::actions::{Reading, VerificationDesk, read_verification_desk};
use crate::features::proposals::rules::verification::check_conclusion;
use crate::features::proposals::{
    CheckOutcome, CheckSubject, ChecklistItem, Checks, Document, Verification, VerificationCheck,
    VerificationOutcome, VerificationSheet,
};
use crate::kernel::access::Permission;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{indexed, respond};
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// All that the desk tells of a proposal.
struct Desk {
    found: VerificationDesk,
    me: crate::kernel::ids::UserId,
}

fn load(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Desk, Failure> {
    Ok(Desk { found: read_verification_desk(cx, id)?, me: cx.viewer.user.clone() })
}

impl std::ops::Deref for Desk {
    type Target = VerificationDesk;

    fn deref(&self) -> &VerificationDesk {
        &self.found
    }
}

impl Desk {
    /// Nothing stands in the way of this verifier's sheet.
    fn works(&self) -> bool {
        self.permitted.allows(Permission::Verify)
    }

    /// The reader's own finding on a line, concluded or not.
    fn found(&self, item: &ChecklistItem) -> Option<&VerificationCheck> {
        let is_it =
            |check: &&VerificationCheck| check.subject == item.subject && check.name == item.name;
        self.own_checks().iter().find(is_it)
    }

    fn own_checks(&self) -> &[VerificationCheck] {
        let Verification { round, sheets, .. } = &self.verification;
        let mine = sheets.iter().find(|sheet| sheet.round == *round && sheet.verifier == self.me);
        mine.map(|sheet| sheet.checks.as_slice()).unwrap_or_default()
    }
}

/// One line of the check-list as a form shows it.
struct Line<'a> {
    index: usize,
    item: &'a ChecklistItem,
    label: String,
    document: Option<&'a Document>,
    /// The verifier has not opened it.
    is_unopened: bool,
    /// How the rule stands, with the figures it was judged by.
    rule: Option<RuleLine>,
    ok: bool,
    not_ok: bool,
    reason: Field,
    text: Field,
}

/// A concluded sheet that the reader may see.
struct Concluded<'a> {
    round: i32,
    mine: bool,
    outcome: &'static str,
    at: Timestamp,
    faults: Vec<(String, String)>,
    sheet: &'a VerificationSheet,
}

#[derive(Template)]
#[template(path = "proposals/pages/verify.html")]
struct VerifyPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    summary: String,
    /// What was done just before.
    done: Option<&'static str>,
    lines: Vec<Line<'a>>,
    concluded: Vec<Concluded<'a>>,
    repair_reason: Field,
    take_back: Field,
    /// What the candidate states of themselves, for those who verify.
    stated: Vec<(String, String)>,
    typed: &'a Fields,
}

impl VerifyPage<'_> {
    fn document(&self, kind: &str) -> String {
        name_of(self.s, &self.desk.read, CheckSubject::Document, kind)
    }

    fn is_ticked(&self, kind: &str) -> bool {
        self.typed.get(&format!("item.{kind}")) == "yes"
    }

    fn outcome(&self) -> Option<&'static str> {
        self.desk.verification.outcome.map(VerificationOutcome::name)
    }

    fn third_needed(&self) -> bool {
        self.desk.verification.progress.is_some_and(|progress| progress.third_needed)
    }
}

fn name_of(s: &PageContext, read: &Reading, subject: CheckSubject, name: &str) -> String {
    let path = match subject {
        CheckSubject::Document => format!("documents.{name}"),
        CheckSubject::Rule => format!("eligibility.{name}"),
    };
    label(s, &read.call, &path)
}

fn lines<'a>(
    s: &PageContext,
    desk: &'a Desk,
    fields: &Fields,
    problem: Option<&Refusal>,
) -> Vec<Line<'a>> {
    let form = CHECKS.shown(s, fields, problem);
    let rules = rule_lines(s, &desk.read.findings);
    let line = |(index, item): (usize, &'a ChecklistItem)| {
        let document = desk.read.documents.iter().find(|kind| kind.kind == item.name);
        let outcome = fields.get(&format!("check[{index}].outcome"));
        let label = name_of(s, &desk.read, item.subject, &item.name);
        Line {
            document: document
                .and_then(|kind| kind.latest.as_ref())
                .filter(|_| item.subject == CheckSubject::Document),
            ok: outcome == "ok",
            not_ok: outcome == "not_ok",
            reason: form.in_row("check[].reason", index),
            text: form.in_row("check[].text", index),
            is_unopened: desk.works()
                && item.subject == CheckSubject::Document
                && desk.verification.unopened.contains(&item.name),
            rule: rules
                .iter()
                .find(|rule| item.subject == CheckSubject::Rule && rule.key == item.name)
                .cloned(),
            label,
            index,
            item,
        }
    };
    desk.verification.items.iter().enumerate().map(line).collect()
}

/// What the candidate states of themselves and their study: what the rules are judged by.
fn stated(s: &PageContext, desk: &Desk) -> Result<Vec<(String, String)>, serde_json::Error> {
    let written = Written::whole(s, &desk.read.proposal.text(), desk.read.registered.as_ref())?;
    Ok(written.candidate.into_iter().chain(written.facts).collect())
}

fn concluded<'a>(s: &PageContext, desk: &'a Desk) -> Vec<Concluded<'a>> {
    let one = |sheet: &'a VerificationSheet| {
        let done = sheet.concluded?;
        let faults = sheet.checks.iter().filter(|check| check.outcome == CheckOutcome::NotOk);
        let fault = |check: &VerificationCheck| {
            let name = name_of(s, &desk.read, check.subject, &check.name);
            let text = check.text.clone().unwrap_or_default();
            let why = check.reason.map(|reason| s.message(reason.code(), &[("text", text)]));
            (name, why.unwrap_or_default())
        };
        Some(Concluded {
            round: sheet.round,
            mine: sheet.verifier == desk.me,
            outcome: done.outcome.name(),
            at: done.at,
            faults: faults.map(fault).collect(),
            sheet,
        })
    };
    desk.verification.sheets.iter().filter_map(one).collect()
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let asked = |wanted: &str| request.query_string().split('&').any(|part| part == wanted);
    let done = ["saved", "concluded", "taken-back"];
    let done = done.into_iter().find(|name| asked(&format!("{name}=1")));
    page_with(&app, &visitor, id.into_inner(), (None, done)).await
}

async fn page_with(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    (refused, done): (Option<(&Fields, Refusal)>, Option<&'static str>),
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id);
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    let stored = stored_fields(&s, &desk);
    let (typed, refusal) = match refused {
        None => (&stored, None),
        Some((fields, mut problem)) => {
            // In the order of the list, with those of lines in which nothing was typed.
            problem
                .errors
                .sort_by_key(|error| indexed(&error.field, "check").map(|(line, _)| line));
            (fields, Some(problem))
        }
    };
    let refusal = refusal.as_ref();
    let page = VerifyPage {
        summary: summary(&s, refusal, |name| field_label(&s, &desk, name)),
        done,
        lines: lines(&s, &desk, typed, refusal),
        concluded: concluded(&s, &desk),
        repair_reason: REPAIR.shown(&s, typed, refusal).field("reason"),
        take_back: TAKEN_BACK.shown(&s, typed, refusal).field("taken_back"),
        stated: if desk.left.is_some() { stated(&s, &desk)? } else { Vec::new() },
        typed,
        desk: &desk,
        s: &s,
    };
    show_refused(&s, &page, refusal)
}

/// A field of the form in words: which line of the list it belongs to.
fn field_label(s: &PageContext, desk: &Desk, name: &str) -> String {
    let line = indexed(name, "check").and_then(|(index, _)| desk.verification.items.get(index));
    match line {
        Some(item) => name_of(s, &desk.read, item.subject, &item.name),
        None if name == "item" => s.t("repair-items"),
        None if name == "taken_back" => s.t("take-back-reason"),
        None => s.t("repair-reason"),
    }
}

/// Saves the list; where a conclusion was asked for, leads to the second look at it, if the list bears it
/// out.
pub(super) async fn save(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let outcome = VerificationOutcome::from_name(sent.fields.get("conclude"));
    let ([listed, of], _now) = ([id.clone(), id.clone()], app.clock.now());
    let resolve = move |cx: &mut Cx<'_>, typed: &mut Fields| {
        let items = actions::read_verification(cx, &listed)?.items;
        with_subjects(&items, typed);
        Ok(())
    };
    let act = move |cx: &mut Cx<'_>, checks: &Valid<Checks>| {
        let sheet = actions::save_checks(cx, &of, checks)?;
        if let Some(outcome) = outcome {
            let items = actions::read_verification(cx, &of)?.items;
            check_conclusion(&items, &sheet.checks, outcome)
                .map_err(|failure| at_lines(failure, &items))?;
        }
        Ok(())
    };
    let saved = sent.send_resolved(&app, (&CHECKS, resolve), act).await;
    let to = |()| match outcome {
        Some(outcome) => {
            format!("/desk/proposals/{id}/verification/conclude?outcome={}", outcome.name())
        }
        None => format!("/desk/proposals/{id}/verification?saved=1"),
    };
    respond(saved, to, async |problem| again(&app, &sent, &id, problem).await).await
}

/// The desk with a form that comes back.
async fn again(
    app: &App,
    sent: &SignedInForm,
    id: &ProposalId,
    problem: Refusal,
) -> Result<HttpResponse, Failure> {
    page_with(app, &sent.visitor, id.clone(), (Some((&sent.fields, problem)), None)).await
}

pub(super) async fn open_repair(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::open_repair(cx, &of, new);
    let opened = sent.send(&app, &REPAIR, act).await;
    let to = |_| format!("/desk/proposals/{id}/verification");
    respond(opened, to, async |problem| again(&app, &sent, &id, problem).await).await
}
