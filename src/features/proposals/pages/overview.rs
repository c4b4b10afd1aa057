//! Where a proposal stands: what is done, what is missing, and how long there is.

use super::state::State as SubmissionLine;
use super::words::{CheckLine, RuleLine, check_lines, label, rule_lines};
use super::written::label_of;
use crate::features::accounts::Visitor;
use crate::features::proposals::actions::{Overview, read_overview};
use crate::features::proposals::rules::requests::to_ask;
use crate::features::proposals::{
    CheckSubject, Document, DocumentKind, Endorsement, EndorsementKind, EndorsementRequest,
    PartialUpload, Repair, State,
};
use crate::kernel::access::Permission;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "proposals/pages/overview.html")]
struct OverviewPage<'a> {
    s: &'a PageContext,
    loaded: &'a Overview,
    summary: String,
    checks: Vec<CheckLine>,
    rules: Vec<RuleLine>,
    done: usize,
    state: SubmissionLine<'a>,
}

impl Overview {
    /// Handing in would change something: nothing is handed in yet, or the draft has moved on.
    pub(super) fn has_news(&self) -> bool {
        self.submission.is_none_or(|submission| submission.changed != Some(false))
    }

    pub(super) fn state<'a>(&'a self, s: &'a PageContext) -> SubmissionLine<'a> {
        let of = (&self.call, &self.proposal);
        SubmissionLine::of(s, of, &self.permitted, self.submission.as_ref())
    }
}

impl<'a> OverviewPage<'a> {
    fn new(s: &'a PageContext, loaded: &'a Overview, problem: Option<&Refusal>) -> Self {
        let checks = check_lines(s, &loaded.call, &loaded.checks);
        Self {
            summary: summary(s, problem, |name| s.word("field", name)),
            done: checks.iter().filter(|line| line.met).count(),
            state: loaded.state(s),
            checks,
            rules: rule_lines(s, &loaded.findings),
            loaded,
            s,
        }
    }

    fn can_write(&self) -> bool {
        self.loaded.permitted.allows(Permission::WriteProposal)
    }

    /// Until when its candidate may object to the administrative finding, while they may.
    fn objects_until(&self) -> Option<Timestamp> {
        let window = self.loaded.call.calendar.administrative_window(self.s.now);
        let is_out = self.loaded.proposal.state() == State::Ineligible;
        window.filter(|_| is_out).map(|window| window.objections_end_at)
    }

    fn field_name(&self, path: &str) -> String {
        label_of(self.s, path)
    }

    /// The repair that is running now.
    fn repair(&self) -> Option<&Repair> {
        let verification = self.loaded.verification.as_ref()?;
        if !self.loaded.permitted.allows(Permission::RepairProposal) {
            return None;
        }
        verification.repairs.iter().find(|repair| repair.is_open(self.s.now))
    }

    fn can_upload(&self, kind: &str) -> bool {
        let opened = |repair: &Repair| repair.items.iter().any(|item| item == kind);
        self.can_write() || self.repair().is_some_and(opened)
    }

    /// The file that is shown belongs to the submission that counts.
    fn is_handed_in(kind: &DocumentKind) -> bool {
        kind.latest.as_ref().map(|document| &document.id) == kind.submitted.as_ref()
    }

    /// Uploaded after the last submission and never handed in; told when nothing can be handed in any
    /// more.
    fn left_out<'b>(&self, kind: &'b DocumentKind) -> Vec<&'b Document> {
        if self.loaded.submission.is_none() || self.can_write() {
            return Vec::new();
        }
        let replaced = |document: &Document| {
            let is_it = |one: &crate::features::proposals::Replacement| {
                one.replaced.as_ref() == Some(&document.id) || one.document == document.id
            };
            kind.replacements.iter().any(is_it)
        };
        let counts = kind.latest.as_ref().map_or(0, |latest| latest.version);
        let late = kind.older.iter().filter(|one| one.version > counts);
        late.filter(|one| !replaced(one)).collect()
    }

    /// Uploads of this kind that broke off.
    fn unfinished(&self, kind: &str) -> Vec<&PartialUpload> {
        self.loaded.unfinished.iter().filter(|upload| upload.kind == kind).collect()
    }

    fn document_name(&self, kind: &str) -> String {
        label(self.s, &self.loaded.call, &format!("documents.{kind}"))
    }

    /// Why it was found ineligible: what, and how.
    fn reasons(&self) -> Vec<(String, String)> {
        let reasons = self.loaded.verification.iter().flat_map(|found| &found.reasons);
        let line = |stated: &crate::features::proposals::StatedReason| {
            let path = match stated.subject {
                CheckSubject::Document => format!("documents.{}", stated.name),
                CheckSubject::Rule => format!("eligibility.{}", stated.name),
            };
            let text = stated.text.clone().unwrap_or_default();
            let why = self.s.message(stated.reason.code(), &[("text", text)]);
            (label(self.s, &self.loaded.call, &path), why)
        };
        reasons.map(line).collect()
    }

    /// Not kept among those that few people have.
    fn is_open(&self, kind: &DocumentKind) -> bool {
        kind.required || kind.latest.is_some() || !self.unfinished(&kind.kind).is_empty()
    }

    fn has_more_kinds(&self) -> bool {
        self.loaded.documents.kinds.iter().any(|kind| !self.is_open(kind))
    }

    fn is_ready(&self) -> bool {
        self.done == self.checks.len()
    }

    /// The last request of this kind.
    fn request(&self, kind: &str) -> Option<&EndorsementRequest> {
        self.loaded.requests.iter().rfind(|request| request.kind.name() == kind)
    }

    /// The names of those who are asked for it.
    fn asked(&self, kind: &str) -> String {
        self.loaded.asked.get(kind).map_or_else(String::new, |names| names.join(", "))
    }

    /// Something is missing that was not asked for.
    fn can_ask(&self) -> bool {
        self.loaded.permitted.allows(Permission::AskEndorsement)
            && to_ask(&self.loaded.endorsements, &self.loaded.requests).is_ok()
    }

    /// The signature of this kind, and whether it still holds.
    fn endorsements(&self) -> Vec<(&'static str, Option<&Endorsement>)> {
        let newest = |kind| {
            let of_kind = self.loaded.endorsements.iter().filter(move |given| given.kind == kind);
            of_kind.max_by_key(|given| (given.current, given.endorsed_at))
        };
        EndorsementKind::ALL.map(|kind| (kind.name(), newest(kind))).to_vec()
    }

    fn title(&self) -> String {
        match self.loaded.proposal.content.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page_with(&app, &visitor, id.into_inner(), None).await
}

/// The overview, with a refusal on top where an upload failed.
pub(super) async fn page_with(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_overview(cx, (&id, Permission::ReadDraftProposal));
    let (s, loaded) = visitor.load_signed_in(app, act).await?;
    let page = OverviewPage::new(&s, &loaded, problem);
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
}

#[derive(Template)]
#[template(path = "proposals/pages/standing.html")]
pub(super) struct Readiness<'a> {
    s: &'a PageContext,
    checks: Vec<CheckLine>,
    rules: Vec<RuleLine>,
    done: usize,
}

impl<'a> Readiness<'a> {
    pub(super) fn new(s: &'a PageContext, loaded: &Overview) -> Self {
        let checks = check_lines(s, &loaded.call, &loaded.checks);
        let done = checks.iter().filter(|line| line.met).count();
        Self { s, rules: rule_lines(s, &loaded.findings), done, checks }
    }
}

/// Only the part beside the editor that a save may change; the script puts it in place.
pub(super) async fn standing(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_overview(cx, (&id, Permission::ReadDraftProposal));
    let (s, loaded) = visitor.load_signed_in(&app, act).await?;
    show(&s, &Readiness::new(&s, &loaded))
}
