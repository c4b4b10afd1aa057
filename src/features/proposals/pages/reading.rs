//! A proposal for those who are not its candidate: the text, the documents they may open, the
//! signatures, and the form by which a head signs.

use super::page_image::leaves_of;
use super::words::{RuleLine, rule_lines};
use super::written::Written;
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::proposals::actions::{self, Reading, read_for_desk};
use crate::features::proposals::{EndorsementKind, Replacement};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

impl Reading {
    /// Who opened the repair in which a file came.
    pub(super) fn opener(&self, of: &Replacement) -> Option<&str> {
        self.openers.get(of.opened_by.as_ref()?).map(String::as_str)
    }
}

#[derive(Template)]
#[template(path = "proposals/pages/reading.html")]
struct ReadingPage<'a> {
    s: &'a PageContext,
    read: &'a Reading,
    written: Written,
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
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: &_, now| read_for_desk(db, viewer, &id, now);
    let (s, read) = visitor.load_signed_in(app, act).await?;
    let refusal = refused.map(|(_, problem)| problem);
    let typed = |name: &str| refused.map_or("", |(fields, _)| fields.get(name));
    let statement =
        Field::new("statement", s.t("field-statement"), Input::Text { rows: 4, words: 0 });
    let page = ReadingPage {
        written: Written::of(&s, &read.proposal.content)?,
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
        return Err(Refusal::invalid(vec![fault]).into());
    }
    Ok((kind, statement))
}

pub(super) async fn endorse(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
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
            let problem = as_form_error(failure)?;
            page_with(&app, &visitor, id, Some((&fields, &problem))).await
        }
    }
}
