//! One objection with everything needed to rule on it: the findings, the sheets without their
//! authors, the outcome; the form for the member who took it; for the secretariat, sheets to
//! assign.

use super::forms::{ASSIGNMENT, RULING};
use super::{state_word, tag};
use crate::features::accounts::{SignedInForm, Visitor, users_of};
use crate::features::calls;
use crate::features::decisions::{self, DecidedOutcome};
use crate::features::objections::actions;
use crate::features::objections::{Kind, Objection, Remedy, State, Subject};
use crate::features::proposals::StatedReason;
use crate::features::proposals::actions::verification::read_verification;
use crate::features::reviews::actions::{OtherSheet, read_other_sheets};
use crate::features::reviews::{self, actions as review_actions};
use crate::kernel::access::{Permission, Permitted, Relation, Role};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ObjectionId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

/// The content of the page.
struct Case {
    objection: Objection,
    reasons: Vec<StatedReason>,
    sheets: Vec<OtherSheet>,
    outcome: Option<DecidedOutcome>,
    /// Ordered sheets that are not assigned as tasks.
    orders: usize,
    /// Reviewers who could write one.
    panel: Vec<(UserId, String)>,
    permitted: Permitted,
}

#[derive(Template)]
#[template(path = "objections/pages/ruling.html")]
struct RulingPage<'a> {
    s: &'a PageContext,
    case: &'a Case,
    decision: Field,
    reason: Field,
    reviewer: Field,
    summary: String,
}

impl RulingPage<'_> {
    fn state(&self) -> String {
        state_word(self.s, &self.case.objection)
    }

    fn tag(&self) -> &'static str {
        tag(&self.case.objection)
    }

    fn is_taken(&self) -> bool {
        self.case.objection.state() == State::Taken
    }

    fn remedy(&self) -> Option<String> {
        let remedy = self.case.objection.standing.remedy()?;
        Some(remedy_word(self.s, remedy))
    }
}

fn remedy_word(s: &PageContext, remedy: &Remedy) -> String {
    match remedy {
        Remedy::RestoreEligibility {} => s.t("remedy-restore-eligibility"),
        Remedy::ExcludeSheet { letter } => s.tv("remedy-exclude-sheet", letter),
        Remedy::ReviewAgain {} => s.t("remedy-review-again"),
        Remedy::DecideAnew {} => s.t("remedy-decide-anew"),
    }
}

/// A remedy as a choice of the form: its value and its words.
fn choice_of(s: &PageContext, remedy: &Remedy) -> (String, String) {
    let value = match remedy {
        Remedy::RestoreEligibility {} => "restore_eligibility".to_owned(),
        Remedy::ExcludeSheet { letter } => format!("exclude_sheet:{letter}"),
        Remedy::ReviewAgain {} => "review_again".to_owned(),
        Remedy::DecideAnew {} => "decide_anew".to_owned(),
    };
    (value, remedy_word(s, remedy))
}

fn remedies(case: &Case) -> Vec<Remedy> {
    match case.objection.subject {
        Subject::Verification => vec![Remedy::RestoreEligibility {}],
        Subject::Decision => vec![Remedy::DecideAnew {}],
        Subject::Scores => {
            let exclude =
                |sheet: &OtherSheet| Remedy::ExcludeSheet { letter: sheet.letter.clone() };
            let excluded = case.sheets.iter().map(exclude);
            std::iter::once(Remedy::ReviewAgain {}).chain(excluded).collect()
        }
    }
}

fn load(cx: &mut Cx<'_>, id: &ObjectionId) -> Result<Case, Failure> {
    let objection = actions::read(cx, id)?;
    if !cx.viewer.roles.iter().copied().any(Role::is_duty) {
        return Err(Failure::not_found());
    }
    let proposal = &objection.proposal;
    let standing = decisions::standing(cx.db, &objection.call)?;
    let outcomes = standing.map(|(_, outcomes)| outcomes).unwrap_or_default();
    let orders = reviews::free_orders(cx.db, proposal)?;
    let panel = if orders == 0 { Vec::new() } else { free_reviewers(cx.db, &objection)? };
    let call = calls::find(cx.db, &objection.call)?.ok_or_else(Failure::not_found)?;
    let facts = calls::facts(cx.db, &call, cx.now)?.with(Relation::Ordered, orders > 0);
    Ok(Case {
        // What was ordered is assigned here; all else on the call's own page.
        permitted: actions::permitted_on(cx.viewer, &objection, facts)
            .only_if(Permission::Assign, orders > 0),
        reasons: read_verification(cx, proposal)?.reasons,
        // Before the review there are none; an administrative objection is about the finding alone.
        sheets: match objection.kind {
            Kind::Administrative => Vec::new(),
            Kind::Final => read_other_sheets(cx, proposal)?.sheets,
        },
        outcome: outcomes.into_iter().find(|one| &one.proposal == proposal),
        orders,
        panel,
        objection,
    })
}

/// Members of the panel who never had a task on the proposal.
fn free_reviewers(db: &mut Db, objection: &Objection) -> Result<Vec<(UserId, String)>, Failure> {
    let had = reviews::reviewers_of(db, &objection.proposal)?;
    let members = calls::panel_of(db, &objection.call)?.into_iter().map(|member| member.user);
    let free: Vec<UserId> = members.filter(|user| !had.contains(user)).collect();
    Ok(users_of(db, &free)?.into_iter().map(|user| (user.id, user.name)).collect())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (id, typed): (ObjectionId, Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id);
    let (s, case) = visitor.load_signed_in(app, act).await?;
    let rejected = ("rejected".to_owned(), s.t("ruling-rejected"));
    let remedies = remedies(&case);
    let remedies = remedies.iter().map(|remedy| choice_of(&s, remedy));
    let decisions = std::iter::once(rejected).chain(remedies).collect();
    let panel = case.panel.iter().map(|(user, name)| (user.to_string(), name.clone())).collect();
    let ruling = RULING.shown(&s, &typed, problem).offer("decision", decisions);
    let assignment = ASSIGNMENT.shown(&s, &typed, problem).offer("reviewer", panel);
    let page = RulingPage {
        decision: ruling.field("decision"),
        reason: ruling.field("reason"),
        reviewer: assignment.field("reviewer"),
        summary: ruling.summary(),
        case: &case,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ObjectionId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, (id.into_inner(), Fields::default()), None).await
}

/// Redirects to the page, or shows the form with its faults.
async fn after<T>(
    app: &App,
    sent: SignedInForm,
    id: ObjectionId,
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    let to = |_| format!("/desk/objections/{id}");
    let SignedInForm { visitor, fields, .. } = sent;
    respond(outcome, to, async |problem| {
        page(app, &visitor, (id.clone(), fields), Some(&problem)).await
    })
    .await
}

pub(super) async fn take(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>| actions::take(cx, &asked);
    let taken = sent.caller.clone().write(&app, act).await;
    after(&app, sent, id, taken).await
}

pub(super) async fn release(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>| actions::release(cx, &asked);
    let released = sent.caller.clone().write(&app, act).await;
    after(&app, sent, id, released).await
}

pub(super) async fn rule(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, ruling: &Valid<_>| actions::rule(cx, &asked, ruling);
    let ruled = sent.send(&app, &RULING, act).await;
    after(&app, sent, id, ruled).await
}

pub(super) async fn assign(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        let call = actions::read(cx, &asked)?.call;
        review_actions::assign(cx, &call, new)
    };
    let assigned = sent.send(&app, &ASSIGNMENT, act).await;
    after(&app, sent, id, assigned).await
}
