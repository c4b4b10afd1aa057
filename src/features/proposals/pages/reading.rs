//! A proposal for those who are not its candidate: the text, the documents they may open, the
//! signatures, and the form by which a head signs.

use super::forms::{ENDORSEMENT, RETURNED};
use super::page_image::leaves_of;
use super::words::{RuleLine, rule_lines};
use super::written::{Written, label_of, said_of};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::proposals::actions::{self, Reading, read_for_desk};
use crate::features::proposals::{EndorsementRequest, FieldChange, HandedIn, Replacement};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
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
    remark: Field,
    chosen: &'a str,
}

impl ReadingPage<'_> {
    fn title(&self) -> String {
        match self.read.proposal.content.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }

    fn handed_in(&self, handed_in: &HandedIn) -> String {
        let HandedIn { version, at, .. } = handed_in;
        let arguments = [("version", version.to_string()), ("at", self.s.at(at))];
        self.s.language.text("state-handed-in", &arguments)
    }

    fn unit(&self) -> String {
        let code = &self.read.proposal.unit;
        self.read.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    /// The requests that the reader may answer.
    fn asked(&self) -> Vec<&EndorsementRequest> {
        let mine = |request: &&EndorsementRequest| {
            request.is_open() && self.read.may_sign.contains(&request.kind)
        };
        self.read.requests.iter().filter(mine).collect()
    }

    fn field(&self, change: &FieldChange) -> String {
        label_of(self.s, &change.field)
    }

    fn value(&self, change: &FieldChange, value: &serde_json::Value) -> String {
        said_of(self.s, &change.field, value, None)
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
    let act = move |cx: &mut Cx<'_>| read_for_desk(cx, &id);
    let (s, read) = visitor.load_signed_in(app, act).await?;
    let (nothing, refusal) = (Fields::default(), refused.map(|(_, problem)| problem));
    let typed = refused.map_or(&nothing, |(fields, _)| fields);
    let form = ENDORSEMENT.shown(&s, typed, refusal);
    let page = ReadingPage {
        written: Written::of(&s, &read.proposal.content)?,
        rules: rule_lines(&s, &read.findings),
        summary: form.summary(),
        statement: form.field("statement"),
        remark: RETURNED.shown(&s, typed, refusal).field("remark"),
        chosen: typed.get("kind"),
        read: &read,
        s: &s,
    };
    show_refused(&s, &page, refusal)
}

pub(super) async fn endorse(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::endorse(cx, &of, new);
    let outcome = sent.send(&app, &ENDORSEMENT, act).await;
    respond(
        outcome,
        |_| format!("/desk/proposals/{id}#endorsements"),
        async |problem| {
            page_with(&app, &sent.visitor, id.clone(), Some((&sent.fields, &problem))).await
        },
    )
    .await
}

/// Back to the candidate, with a remark.
pub(super) async fn give_back(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act =
        move |cx: &mut Cx<'_>, returned: &Valid<_>| actions::return_request(cx, &of, returned);
    let outcome = sent.send(&app, &RETURNED, act).await;
    respond(
        outcome,
        |_| format!("/desk/proposals/{id}#endorsements"),
        async |problem| {
            page_with(&app, &sent.visitor, id.clone(), Some((&sent.fields, &problem))).await
        },
    )
    .await
}
