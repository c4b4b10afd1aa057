//! The plan of use after the return, one activity at a time; and the commitment of a head of the owner unit.

use super::forms::{COMMITMENT, USE_REPORT, USE_REVISION};
use super::stages;
use crate::features::accounts::{SignedInForm, Visitor, names_of};
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::{
    NewCommitment, Study, StudyDetails, Use, UseReport, UseRevision, UseState,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{AwardId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "studies/pages/use.html")]
struct UsePage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    one: &'a Use,
    changed_by: String,
    /// The forms of the graduate and of the owner unit; empty for others.
    report: Vec<Field>,
    revision: Vec<Field>,
    summary: String,
}

/// What was refused, and in which of the two forms it was typed.
#[derive(Clone, Copy)]
enum Refused<'a> {
    Nothing,
    Report(&'a Fields, &'a Refusal),
    Revision(&'a Fields, &'a Refusal),
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (id, number): (AwardId, u16),
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (context, one) = actions::use_of(cx, (&id, number))?;
        let people: Vec<UserId> = one.changed_by.iter().cloned().collect();
        let names = names_of(cx.db, &people)?;
        Ok((context, one, names))
    };
    let (s, (context, one, names)) = visitor.load_signed_in(app, act).await?;
    let stored = json!({
        "state": one.state, "due_on": one.due_on, "responsible": one.responsible, "note": "",
    });
    let begun = USE_REPORT.fill(&stored, s.zone, s.language);
    let (fields, why) = match refused {
        Refused::Report(fields, why) => (fields, Some(why)),
        _ => (&begun, None),
    };
    let told =
        |state: &UseState| (state.name().to_owned(), s.word("study-use-state", state.name()));
    let own = [UseState::Done, UseState::Open].iter().map(told).collect();
    let report = USE_REPORT.shown(&s, fields, why).offer("state", own);
    let revised = USE_REVISION.fill(&stored, s.zone, s.language);
    let (fields, of_revision) = match refused {
        Refused::Revision(fields, why) => (fields, Some(why)),
        _ => (&revised, None),
    };
    let revision = USE_REVISION.shown(&s, fields, of_revision);
    let may = context.permitted();
    let page = UsePage {
        summary: match refused {
            Refused::Nothing => String::new(),
            Refused::Report(..) => report.summary(),
            Refused::Revision(..) => revision.summary(),
        },
        report: if actions::may_report_use(may, &context.study) { report.all() } else { vec![] },
        revision: if actions::may_revise_use(may, &context.study) {
            revision.all()
        } else {
            vec![]
        },
        changed_by: one
            .changed_by
            .as_ref()
            .and_then(|by| names.get(by))
            .cloned()
            .unwrap_or_default(),
        study: &context.study,
        one: &one,
        s: &s,
    };
    show_refused(&s, &page, why.or(of_revision))
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    of: web::Path<(AwardId, u16)>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, of.into_inner(), Refused::Nothing).await
}

async fn report(
    app: web::Data<App>,
    of: web::Path<(AwardId, u16)>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, number) = of.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<UseReport>| {
        actions::report_use(cx, (&asked, number), new)
    };
    let outcome = sent.send(&app, &USE_REPORT, act).await;
    let to = |_| format!("/studies/{id}#uses");
    respond(outcome, to, async |problem| {
        let refused = Refused::Report(&sent.fields, &problem);
        page(&app, &sent.visitor, (id.clone(), number), refused).await
    })
    .await
}

async fn revise(
    app: web::Data<App>,
    of: web::Path<(AwardId, u16)>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, number) = of.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<UseRevision>| {
        actions::revise_use(cx, (&asked, number), new)
    };
    let outcome = sent.send(&app, &USE_REVISION, act).await;
    let to = |_| format!("/studies/{id}#uses");
    respond(outcome, to, async |problem| {
        let refused = Refused::Revision(&sent.fields, &problem);
        page(&app, &sent.visitor, (id.clone(), number), refused).await
    })
    .await
}

#[derive(Template)]
#[template(path = "studies/pages/commitment.html")]
struct CommitmentPage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    details: &'a StudyDetails,
    stages: Vec<super::Stage<'a>>,
    names: &'a BTreeMap<UserId, String>,
    fields: Vec<Field>,
    summary: String,
}

impl CommitmentPage<'_> {
    fn name(&self, user: &UserId) -> String {
        self.names.get(user).cloned().unwrap_or_default()
    }
}

fn is_open(context: &StudyContext) -> bool {
    actions::may_commit(context.permitted(), &context.study)
}

async fn commitment_page(
    app: &App,
    visitor: &Visitor,
    id: AwardId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (context, details) = actions::read(cx, &id)?;
        let people: Vec<UserId> = details.commitments.iter().map(|one| one.head.clone()).collect();
        let names = names_of(cx.db, &people)?;
        Ok((context, details, names))
    };
    let (s, (context, details, names)) = visitor.load_signed_in(app, act).await?;
    if refused.is_none() && !is_open(&context) {
        return Err(Failure::refused(common::FORBIDDEN));
    }
    let empty = Fields::default();
    let (typed, why) = refused.map_or((&empty, None), |(typed, why)| (typed, Some(why)));
    let form = COMMITMENT.shown(&s, typed, why);
    let milestones = details.plan.as_ref().map(|plan| plan.milestones.as_slice());
    let page = CommitmentPage {
        stages: stages(&context, milestones.unwrap_or_default()),
        fields: form.all(),
        summary: form.summary(),
        study: &context.study,
        details: &details,
        names: &names,
        s: &s,
    };
    show_refused(&s, &page, why)
}

async fn show_commitment(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AwardId>,
) -> Result<HttpResponse, Failure> {
    commitment_page(&app, &visitor, id.into_inner(), None).await
}

async fn commit(
    app: web::Data<App>,
    id: web::Path<AwardId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewCommitment>| actions::commit(cx, &of, new);
    let outcome = sent.send(&app, &COMMITMENT, act).await;
    let to = |_| format!("/studies/{id}");
    respond(outcome, to, async |problem| {
        commitment_page(&app, &sent.visitor, id.clone(), Some((&sent.fields, &problem))).await
    })
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadStudy, "/studies/{id}/uses/{number}", read)
        .form(Permission::WriteStudy, &USE_REPORT, report)
        .form(Permission::AgreeStudy, &USE_REVISION, revise)
        .get(Permission::AgreeStudy, "/studies/{id}/commitment", show_commitment)
        .form(Permission::AgreeStudy, &COMMITMENT, commit);
}
