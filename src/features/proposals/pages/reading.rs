//! A proposal for those who are not its candidate: the text, the documents they may open, the
//! signatures, and the form by which a head signs.

use super::leaf::leaves_of;
use super::words::{RuleLine, rule_lines};
use crate::features::accounts::{Posted, Unit, Visitor, load_units, mendable, names_of};
use crate::features::calls::{self, Call};
use crate::features::problems;
use crate::features::proposals::actions::{self, documents::list_documents};
use crate::features::proposals::{
    DocumentKind, Endorsement, EndorsementKind, Proposal, RegisteredProblem, Replacement, State,
    circumstances_of,
};
use crate::kernel::access::{Act, Facts, Phase, Relation, Verdict, Viewer, decide};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Problem, common};
use crate::kernel::ids::{ProposalId, UnitCode, UserId};
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::pages::{Field, Input, Shell, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

/// A proposal as somebody on a duty, or a head, may see it.
pub(super) struct Reading {
    pub(super) proposal: Proposal,
    pub(super) call: Call,
    pub(super) phase: Phase,
    pub(super) problem: Option<problems::Problem>,
    /// As it was when the proposal was handed in; none for who reads a draft.
    pub(super) registered: Option<RegisteredProblem>,
    /// Names of those who opened repairs, where the reader may know.
    openers: BTreeMap<UserId, String>,
    /// The kinds that there are files of, and that the reader may open.
    pub(super) documents: Vec<DocumentKind>,
    pub(super) endorsements: Vec<Endorsement>,
    /// Who may see them: those who verify, and the committee.
    pub(super) findings: Vec<crate::features::proposals::rules::eligibility::Finding>,
    units: BTreeMap<UnitCode, Unit>,
    /// As whom the reader may sign now.
    may_sign: Vec<EndorsementKind>,
    reads_verification: bool,
    /// The reader sees the draft, not what was handed in.
    is_draft: bool,
}

pub(super) fn load(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Reading, Failure> {
    let proposal = actions::read(db, viewer, id, now)?;
    if proposal.candidate == viewer.user {
        return Err(Failure::not_found());
    }
    let call = calls::find(db, &proposal.call)?.ok_or_else(Failure::not_found)?;
    let problem = problems::find(db, &proposal.problem)?;
    let phase = call.phase(now);
    let endorsements = actions::endorsements(db, viewer, id, now)?;
    let documents = match list_documents(db, viewer, id, &[], now) {
        Ok(documents) => documents.kinds,
        // Who reads the text need not be one who reads the files.
        Err(Failure::Refused(refusal)) if refusal.code.status < 500 => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let facts = Facts::in_phase(phase).with(Relation::OwnUnit, viewer.heads(&proposal.unit)).with(
        Relation::ProblemOwner,
        problem.as_ref().is_some_and(|one| viewer.heads(&one.owner_unit)),
    );
    let reads_verification =
        decide(&viewer.roles, Act::ReadVerification, facts) == Verdict::Allowed;
    let is_draft = proposal.submitted_version.is_none()
        || decide(&viewer.roles, Act::ReadDraftProposal, facts) == Verdict::Allowed;
    let registered = if is_draft { None } else { circumstances_of(db, id)?.problem };
    let openers: Vec<UserId> = documents
        .iter()
        .flat_map(|kind| kind.replacements.iter().filter_map(|one| one.opened_by.clone()))
        .collect();
    let findings = match actions::eligibility(db, viewer, id, now) {
        Ok(findings) => findings,
        Err(Failure::Refused(refusal)) if refusal.code.status < 500 => Vec::new(),
        Err(failure) => return Err(failure),
    };
    Ok(Reading {
        may_sign: open_signatures(viewer, facts, &proposal, &endorsements),
        documents: documents.into_iter().filter(|kind| kind.latest.is_some()).collect(),
        units: load_units(db)?,
        openers: names_of(db, &openers)?,
        registered,
        proposal,
        call,
        phase,
        problem,
        endorsements,
        findings,
        reads_verification,
        is_draft,
    })
}

impl Reading {
    /// Who opened the repair in which a file came.
    pub(super) fn opener(&self, of: &Replacement) -> Option<&str> {
        self.openers.get(of.opened_by.as_ref()?).map(String::as_str)
    }
}

/// The signatures that the reader may give and has not given to this text.
fn open_signatures(
    viewer: &Viewer,
    facts: Facts,
    proposal: &Proposal,
    given: &[Endorsement],
) -> Vec<EndorsementKind> {
    let is_alive = matches!(proposal.state, State::Draft | State::Submitted);
    let is_open = |kind: &EndorsementKind| {
        let relation = match kind {
            EndorsementKind::UnitHead => Relation::OwnUnit,
            EndorsementKind::ProblemOwner => Relation::ProblemOwner,
        };
        facts.has(relation)
            && decide(&viewer.roles, Act::EndorseProposal, facts) == Verdict::Allowed
            && !given.iter().any(|one| one.kind == *kind && one.current)
    };
    EndorsementKind::ALL.into_iter().filter(|kind| is_alive && is_open(kind)).collect()
}

/// One part of the text, by the word that heads it.
struct Part<'a> {
    heading: String,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "proposals/pages/reading.html")]
struct ReadingPage<'a> {
    s: &'a Shell,
    read: &'a Reading,
    rules: Vec<RuleLine>,
    summary: String,
    statement: Field,
    chosen: &'a str,
}

impl ReadingPage<'_> {
    fn title(&self) -> String {
        match self.read.proposal.content.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn handed_in(&self, version: &i32, at: &Timestamp) -> String {
        let arguments = [("version", version.to_string()), ("at", self.s.at(at))];
        self.s.language.text("state-handed-in", &arguments)
    }

    fn unit(&self) -> String {
        let code = &self.read.proposal.unit;
        self.read.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let content = &self.read.proposal.content;
        [
            ("summary", &content.summary),
            ("sections-problem", &content.sections.problem),
            ("sections-study", &content.sections.study),
            ("sections-solution", &content.sections.solution),
            ("sections-use-on-return", &content.sections.use_on_return),
            ("difference", &content.difference),
        ]
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| Part { heading: self.s.word("field", name), text })
        .collect()
    }

    /// The goal and the study as pairs of words; what is empty is left out.
    fn facts(&self) -> Vec<(String, String)> {
        let content = &self.read.proposal.content;
        let day =
            |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| self.s.day(&day));
        [
            ("goal-indicator", content.goal.indicator.clone()),
            ("goal-baseline", content.goal.baseline.clone()),
            ("goal-target", content.goal.target.clone()),
            ("goal-unit-of-measure", content.goal.unit_of_measure.clone()),
            ("goal-measured-how", content.goal.measured_how.clone()),
            ("goal-measured-by", day(content.goal.measured_by)),
            ("programme-university", content.programme.university.clone()),
            ("programme-name", content.programme.name.clone()),
            ("programme-country", content.programme.country.clone()),
            ("study-starts-on", day(content.study.starts_on)),
            (
                "study-months",
                content.study.months.map_or_else(String::new, |months| months.to_string()),
            ),
        ]
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| (self.s.word("field", name), text))
        .collect()
    }

    fn is_chosen(&self, kind: &str) -> bool {
        self.chosen == kind || self.read.may_sign.len() == 1
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page_with(&app, &visitor, id.into_inner(), None).await
}

async fn page_with(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    refused: Option<(&Fields, &Problem)>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: &_, now| load(db, viewer, &id, now);
    let (s, read) = visitor.look_signed_in(app, act).await?;
    let refusal = refused.map(|(_, problem)| problem);
    let typed = |name: &str| refused.map_or("", |(fields, _)| fields.get(name));
    let statement =
        Field::new("statement", s.t("field-statement"), Input::Text { rows: 4, words: 0 });
    let page = ReadingPage {
        rules: rule_lines(&s, &read.findings),
        summary: summary(&s, refusal, |name| s.word("field", name)),
        statement: statement
            .hint(s.t("endorse-hint"))
            .value(typed("statement"))
            .errors_of(&s, refusal),
        chosen: typed("kind"),
        read: &read,
        s: &s,
    };
    match refusal {
        None => show(&s, &page),
        Some(problem) => {
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, &s, &page)
        }
    }
}

/// What the form says, as the act takes it.
fn signature(fields: &Fields) -> Result<(EndorsementKind, String), Failure> {
    let statement = fields.get("statement").to_owned();
    let kind = EndorsementKind::ALL.into_iter().find(|kind| kind.name() == fields.get("kind"));
    let Some(kind) = kind else {
        return Err(Failure::field("kind", common::field::REQUIRED));
    };
    if statement.chars().count() > 2000 {
        let fault = FieldError::new("statement", common::field::TOO_LONG).with("maximum", 2000);
        return Err(Problem::invalid(vec![fault]).into());
    }
    Ok((kind, statement))
}

pub(super) async fn endorse(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { caller, visitor, fields } = form;
    let id = id.into_inner();
    let signed = match signature(&fields) {
        Ok((kind, statement)) => {
            let proposal = id.clone();
            let act = move |db: &mut _, viewer: &_, now| {
                actions::endorse(db, viewer, &proposal, (kind, &statement), now)
            };
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match signed {
        Ok(_) => Ok(go_to(&format!("/desk/proposals/{id}#endorsements"))),
        Err(failure) => {
            let problem = mendable(failure)?;
            page_with(&app, &visitor, id, Some((&fields, &problem))).await
        }
    }
}
