//! A request of an awardee: what stands, what is asked for, who has ruled, and the form to rule.

use super::forms::RULING;
use crate::features::accounts::{SignedInForm, Visitor, names_of};
use crate::features::problems;
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::{Change, Request, RequestRuling, RequestState, Side, Study};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ProblemId, StudyRequestId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "studies/pages/request.html")]
struct RequestPage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    request: &'a Request,
    names: &'a BTreeMap<UserId, String>,
    codes: &'a BTreeMap<ProblemId, String>,
    may_withdraw: bool,
    fields: Vec<Field>,
    can_rule: bool,
    summary: String,
}

impl RequestPage<'_> {
    fn name(&self, user: &UserId) -> String {
        self.names.get(user).cloned().unwrap_or_default()
    }

    /// A change in words, one line for each part.
    fn lines(&self, change: &Change) -> Vec<String> {
        let s = self.s;
        let code = |id: &ProblemId| self.codes.get(id).cloned().unwrap_or_default();
        match change {
            Change::Plan { milestones } => milestones
                .iter()
                .map(|one| format!("{}: {} → {}", s.day(&one.due_on), one.activity, one.output))
                .collect(),
            Change::Topic { problem, topic } => vec![code(problem), topic.clone()],
            Change::Programme { university, programme, country } => {
                vec![university.clone(), programme.clone(), country.clone()]
            }
            Change::Extension { ends_on: day } | Change::Deferral { admission_by: day } => {
                vec![s.day(day)]
            }
        }
    }
}

fn problems_in(request: &Request) -> Vec<ProblemId> {
    let of = |change: &Change| match change {
        Change::Topic { problem, .. } => Some(problem.clone()),
        _ => None,
    };
    [&request.before, &request.after].into_iter().filter_map(of).collect()
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: StudyRequestId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (context, request) = actions::read_request(cx, &id)?;
        let ruled = request.rulings.iter().map(|ruling| ruling.ruled_by.clone());
        let people: Vec<UserId> = ruled.chain([request.asked_by.clone()]).collect();
        let names = names_of(cx.db, &people)?;
        let asked = problems::find_many(cx.db, &problems_in(&request))?;
        let told = |one: problems::Problem| (one.id, format!("{} {}", one.code, one.title));
        let codes: BTreeMap<_, _> = asked.into_iter().map(told).collect();
        let by = (context.permitted(), &cx.viewer.user);
        let sides = actions::sides_open_to(by, &request);
        Ok((context, request, names, codes, sides))
    };
    let (s, (context, request, names, codes, sides)) = visitor.load_signed_in(app, act).await?;
    let empty = Fields::default();
    let (typed, why) = refused.map_or((&empty, None), |(typed, why)| (typed, Some(why)));
    let choice = |side: &Side| (side.name().to_owned(), s.word("study-side", side.name()));
    let form = RULING.shown(&s, typed, why).offer("side", sides.iter().map(choice).collect());
    let page = RequestPage {
        fields: form.all(),
        summary: form.summary(),
        can_rule: !sides.is_empty(),
        may_withdraw: may_withdraw(&context, &request),
        study: &context.study,
        request: &request,
        names: &names,
        codes: &codes,
        s: &s,
    };
    show_refused(&s, &page, why)
}

fn may_withdraw(context: &StudyContext, request: &Request) -> bool {
    context.permitted().allows(Permission::WriteStudy) && request.state == RequestState::Open
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<StudyRequestId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, id.into_inner(), None).await
}

async fn rule(
    app: web::Data<App>,
    id: web::Path<StudyRequestId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<RequestRuling>| actions::rule(cx, &of, new);
    let outcome = sent.send(&app, &RULING, act).await;
    let to = |_| format!("/study-requests/{id}");
    respond(outcome, to, async |problem| {
        page(&app, &sent.visitor, id.clone(), Some((&sent.fields, &problem))).await
    })
    .await
}

async fn withdraw(
    app: web::Data<App>,
    id: web::Path<StudyRequestId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::withdraw_request(cx, &id);
    let request = form.caller.write(&app, act).await?;
    Ok(go_to(&format!("/study-requests/{}", request.id)))
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadStudy, "/study-requests/{id}", read)
        .form(Permission::AgreeStudy, &RULING, rule)
        .post(Permission::WriteStudy, "/study-requests/{id}/withdraw", withdraw);
}
