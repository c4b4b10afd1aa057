//! Drafts that were never handed in, each with a form that lets it be after the submission has ended.

use super::forms::LATE;
use crate::features::accounts::{SignedInForm, Unit, Visitor, load_units};
use crate::features::calls::Call;
use crate::features::proposals::{Unsubmitted, actions};
use crate::kernel::access::{Facts, Permission, Phase};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, ProposalId, UnitCode};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "proposals/pages/late.html")]
struct LatePage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    phase: Phase,
    units: &'a BTreeMap<UnitCode, Unit>,
    /// Each draft with its form, and whether that is open.
    drafts: Vec<(&'a Unsubmitted, Vec<Field>, bool)>,
    summary: String,
}

impl LatePage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }
}

/// What a refused form had, and why it was refused.
type Refused<'a> = (&'a Fields, &'a Refusal);

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
        let (drafts, call) = actions::read_unsubmitted(cx, &id)?;
        let phase = call.phase(cx.now);
        Ok((drafts, call, phase, load_units(cx.db)?))
    };
    let (s, (drafts, call, phase, units)) = visitor.load_signed_in(app, act).await?;
    let may = s.permitted(Facts::in_phase(phase)).allows(Permission::AllowLateSubmission);
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let rows = drafts.iter().map(|one| {
        let form = LATE.shown(&s, typed, problem).of(&one.proposal);
        let form = if may { form.all() } else { Vec::new() };
        (one, form, typed.get("proposal") == one.proposal.as_str())
    });
    let page = LatePage {
        drafts: rows.collect(),
        summary: summary(&s, problem, |_| s.t("late-allow")),
        s: &s,
        call: &call,
        phase,
        units: &units,
    };
    show_refused(&s, &page, problem)
}

/// Lets the draft be handed in, as the chair.
pub(super) async fn allow(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let about = sent.fields.get("proposal");
    let proposal: ProposalId = about.parse().map_err(|_| Failure::not_found())?;
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::allow_late(cx, &proposal, new);
    let outcome = sent.send_of(&app, (&LATE, about), act).await;
    respond(
        outcome,
        |_| format!("/desk/calls/{id}/unsubmitted"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            render(&app, &sent.visitor, id.clone(), refused).await
        },
    )
    .await
}
