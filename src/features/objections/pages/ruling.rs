//! One objection with everything needed to rule on it: the findings, the sheets without their
//! authors, the outcome; the form for the member who took it; for the secretariat, sheets to
//! assign.

use super::{state_word, tag};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error, users_of};
use crate::features::calls;
use crate::features::decisions::{self, DecidedOutcome};
use crate::features::objections::actions;
use crate::features::objections::{Objection, Remedy, Ruling, Subject, rules};
use crate::features::proposals::StatedReason;
use crate::features::proposals::actions::verification::read_verification;
use crate::features::reviews::actions::{OtherSheet, read_other_sheets};
use crate::features::reviews::{self, actions as review_actions};
use crate::kernel::access::{Permission, Permitted, Relation, Role};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{ObjectionId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
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
    steps: actions::RulingSteps,
    may_assign: bool,
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

    fn may_take(&self) -> bool {
        self.case.steps.may_take
    }

    fn may_rule(&self) -> bool {
        self.case.steps.may_rule
    }

    fn may_assign(&self) -> bool {
        self.case.may_assign
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

/// The value of a choice in the form, and back.
fn choice_of(remedy: &Remedy) -> String {
    match remedy {
        Remedy::RestoreEligibility {} => "restore_eligibility".to_owned(),
        Remedy::ExcludeSheet { letter } => format!("exclude_sheet:{letter}"),
        Remedy::ReviewAgain {} => "review_again".to_owned(),
        Remedy::DecideAnew {} => "decide_anew".to_owned(),
    }
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

/// The chosen remedy; `None` for a rejection.
fn chosen(choice: &str) -> Result<Option<Remedy>, Failure> {
    let (kind, letter) = choice.split_once(':').unwrap_or((choice, ""));
    Ok(Some(match kind {
        "rejected" => return Ok(None),
        "restore_eligibility" => Remedy::RestoreEligibility {},
        "exclude_sheet" => Remedy::ExcludeSheet { letter: letter.to_owned() },
        "review_again" => Remedy::ReviewAgain {},
        "decide_anew" => Remedy::DecideAnew {},
        _ => return Err(Failure::field("decision", common::field::REQUIRED)),
    }))
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
    let permitted = Permitted::of(cx.viewer, facts);
    Ok(Case {
        steps: actions::ruling_steps(cx.viewer, &objection, &permitted),
        may_assign: permitted.allows(Permission::Assign) && orders > 0,
        reasons: read_verification(cx, proposal)?.reasons,
        sheets: read_other_sheets(cx, proposal)?.sheets,
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
    let empty = || (String::new(), s.t("objection-choose"));
    let rejected = ("rejected".to_owned(), s.t("ruling-rejected"));
    let named = |remedy: &Remedy| (choice_of(remedy), remedy_word(&s, remedy));
    let remedies = remedies(&case);
    let choices = [empty(), rejected].into_iter().chain(remedies.iter().map(named));
    let panel = case.panel.iter().map(|(user, name)| (user.to_string(), name.clone()));
    let hint = s.language.text(
        "ruling-reason-hint",
        &[
            ("minimum", rules::RULING.start().to_string()),
            ("maximum", rules::RULING.end().to_string()),
        ],
    );
    let page = RulingPage {
        decision: Field::new("decision", s.t("ruling-decision"), Input::Choice(choices.collect()))
            .value(typed.get("decision"))
            .required()
            .errors_of(&s, problem),
        reason: Field::new("reason", s.t("ruling-reason"), Input::Text { rows: 9, words: 0 })
            .value(typed.get("reason"))
            .hint(hint)
            .errors_of(&s, problem),
        reviewer: Field::new(
            "reviewer",
            s.t("ruling-reviewer"),
            Input::Choice(std::iter::once(empty()).chain(panel).collect()),
        )
        .value(typed.get("reviewer"))
        .required()
        .errors_of(&s, problem),
        summary: summary(&s, problem, |name| s.word("ruling", name)),
        case: &case,
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
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
    (app, visitor): (&App, &Visitor),
    (id, typed): (ObjectionId, Fields),
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(_) => Ok(go_to(&format!("/desk/objections/{id}"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            page(app, visitor, (id, typed), Some(&problem)).await
        }
    }
}

pub(super) async fn take(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::take(cx, &asked);
    after((&app, &visitor), (id, fields), caller.write(&app, act).await).await
}

pub(super) async fn release(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::release(cx, &asked);
    after((&app, &visitor), (id, fields), caller.write(&app, act).await).await
}

pub(super) async fn rule(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let outcome = match chosen(fields.get("decision")) {
        Err(failure) => Err(failure),
        Ok(remedy) => {
            let ruling = Ruling { reason: fields.get("reason").to_owned(), remedy };
            let asked = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::rule(cx, &asked, &ruling);
            caller.write(&app, act).await
        }
    };
    after((&app, &visitor), (id, fields), outcome).await
}

pub(super) async fn assign(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let outcome = match fields.get("reviewer").parse::<UserId>() {
        Err(_) => Err(Failure::field("reviewer", common::field::REQUIRED)),
        Ok(reviewer) => {
            let asked = id.clone();
            let act = move |cx: &mut Cx<'_>| {
                let objection = actions::read(cx, &asked)?;
                let pair = (&objection.proposal, &reviewer);
                review_actions::assign(cx, &objection.call, pair)
            };
            caller.write(&app, act).await
        }
    };
    after((&app, &visitor), (id, fields), outcome).await
}
