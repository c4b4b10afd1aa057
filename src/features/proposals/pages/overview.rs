//! Where a proposal stands: what is done, what is missing, and how long there is.

use super::state::State as SubmissionLine;
use super::tasks::{Here, Tasks};
use super::words::{RuleLine, label, stated_lines};
use super::written::label_of;
use crate::features::accounts::Visitor;
use crate::features::calls::{DocumentRequirement, Format, asked, basis, file_limits};
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
    tasks: Tasks<'a>,
    rules: Vec<RuleLine>,
    state: SubmissionLine<'a>,
}

/// One reason of a finding.
struct Finding {
    name: String,
    why: String,
    text: Option<String>,
    /// Empty where the call no longer has it.
    rule: String,
}

impl Overview {
    /// Handing in would change something: nothing is handed in yet, or the draft has moved on.
    pub(super) fn has_news(&self) -> bool {
        self.submission.is_none_or(|submission| submission.changed != Some(false))
    }

    /// Everything that a submission needs is there.
    pub(super) fn is_ready(&self) -> bool {
        self.checks.iter().all(|check| check.met)
    }

    pub(super) fn state<'a>(&'a self, s: &'a PageContext) -> SubmissionLine<'a> {
        let of = (&self.call, &self.proposal);
        SubmissionLine::of(s, of, &self.permitted, self.submission.as_ref())
    }
}

impl<'a> OverviewPage<'a> {
    fn new(s: &'a PageContext, loaded: &'a Overview, problem: Option<&Refusal>) -> Self {
        Self {
            summary: summary(s, problem, |name| s.word("field", name)),
            tasks: Tasks::of(s, loaded, Here::Overview),
            state: loaded.state(s),
            rules: stated_lines(s, loaded),
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

    /// Why it was found ineligible: what, how, and by which announced rule.
    fn reasons(&self) -> Vec<Finding> {
        let reasons = self.loaded.verification.iter().flat_map(|found| &found.reasons);
        let line = |stated: &crate::features::proposals::StatedReason| {
            let path = match stated.subject {
                CheckSubject::Document => format!("documents.{}", stated.name),
                CheckSubject::Rule => format!("eligibility.{}", stated.name),
            };
            let text = stated.text.clone().unwrap_or_default();
            let why = self.s.message(stated.reason.code(), &[("text", text.clone())]);
            Finding {
                name: label(self.s, &self.loaded.call, &path),
                // In the verifier's own words where there are any beside the reason.
                text: Some(text).filter(|text| !text.is_empty() && *text != why),
                rule: self.rule_behind(stated),
                why,
            }
        };
        reasons.map(line).collect()
    }

    /// The announced rule with its figures and its basis; of a document, what was asked for.
    fn rule_behind(&self, stated: &crate::features::proposals::StatedReason) -> String {
        let definition = &self.loaded.call.definition;
        if stated.subject == CheckSubject::Document {
            return self.file_limits(&stated.name);
        }
        let rule = definition.eligibility.iter().find(|rule| rule.requirement.key() == stated.name);
        rule.map_or_else(String::new, |rule| {
            let level = self.loaded.call.level(&self.loaded.proposal.level);
            let levels = level.map_or(&definition.levels[..], std::slice::from_ref);
            format!("{} ({})", asked(self.s, levels, rule), basis(self.s, rule))
        })
    }

    /// In a call without administrative results: when the finding can be objected to.
    fn objects_later(&self) -> Option<String> {
        let calendar = &self.loaded.call.calendar;
        let is_out = self.loaded.proposal.state() == State::Ineligible;
        let waits = calendar.administrative.is_none() && self.s.now < calendar.announcement_at;
        let [at, until] =
            [&calendar.announcement_at, &calendar.objections_end_at].map(|one| self.s.at(one));
        let told = || self.s.language.text("ineligible-later", &[("at", at), ("until", until)]);
        (is_out && waits).then(told)
    }

    /// Not kept among those that few people have.
    fn is_open(&self, kind: &DocumentKind) -> bool {
        kind.required || kind.latest.is_some() || !self.unfinished(&kind.kind).is_empty()
    }

    fn rules_met(&self) -> String {
        rules_met(self.s, &self.rules)
    }

    /// Some rule is known not to be met: then the list lies open.
    fn has_unmet_rule(&self) -> bool {
        self.rules.iter().any(|rule| rule.outcome == "bad")
    }

    /// What the call announced of this document, with the formats as a file chooser takes them.
    fn asked_of(&self, kind: &str) -> Option<&DocumentRequirement> {
        let documents = &self.loaded.call.definition.documents;
        documents.iter().find(|document| document.kind == kind)
    }

    fn file_limits(&self, kind: &str) -> String {
        self.asked_of(kind).map_or_else(String::new, |document| file_limits(self.s, document))
    }

    fn accept(&self, kind: &str) -> String {
        let name = |format: &Format| match format {
            Format::Pdf => "application/pdf",
            Format::Jpeg => "image/jpeg",
        };
        let formats = self.asked_of(kind).map(|document| document.formats.iter().map(name));
        formats.into_iter().flatten().collect::<Vec<_>>().join(",")
    }

    fn most_bytes(&self, kind: &str) -> u64 {
        self.asked_of(kind).map_or(0, |document| document.max_bytes)
    }

    fn size_limit(&self, kind: &str) -> String {
        self.s.size(&self.most_bytes(kind))
    }

    /// The pages that a document's announced name asks for, `8-12` of "8–12 halaman".
    fn pages_asked(kind: &DocumentKind) -> Option<String> {
        let (before, _) = kind.name.id.split_once(" halaman")?;
        let figures =
            before.rsplit(|letter: char| !letter.is_ascii_digit() && letter != '–').next()?;
        let (least, most) = figures.split_once('–')?;
        let [least, most]: [u32; 2] = [least.parse().ok()?, most.parse().ok()?];
        Some(format!("{least}-{most}"))
    }

    /// The other documents for which the very same file was uploaded.
    fn same_file(&self, kind: &DocumentKind) -> Option<String> {
        let own = &kind.latest.as_ref()?.sha256;
        let is_same = |other: &&DocumentKind| {
            other.kind != kind.kind && other.latest.as_ref().is_some_and(|one| one.sha256 == *own)
        };
        let others = self.loaded.documents.kinds.iter().filter(is_same);
        let names: Vec<&str> = others.map(|one| one.name.text(&self.s.language)).collect();
        Some(names.join(", ")).filter(|names| !names.is_empty())
    }

    fn has_more_kinds(&self) -> bool {
        self.loaded.documents.kinds.iter().any(|kind| !self.is_open(kind))
    }

    fn is_ready(&self) -> bool {
        self.loaded.is_ready()
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
    tasks: Tasks<'a>,
    rules: Vec<RuleLine>,
}

impl<'a> Readiness<'a> {
    pub(super) fn new(s: &'a PageContext, loaded: &Overview) -> Self {
        Self { s, rules: stated_lines(s, loaded), tasks: Tasks::of(s, loaded, Here::Editor) }
    }

    fn rules_met(&self) -> String {
        rules_met(self.s, &self.rules)
    }
}

/// How many of the rules are met, in words.
fn rules_met(s: &PageContext, rules: &[RuleLine]) -> String {
    let met = rules.iter().filter(|rule| rule.outcome == "met").count();
    let figures = [("met", met.to_string()), ("all", rules.len().to_string())];
    s.language.text("rules-met", &figures)
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
