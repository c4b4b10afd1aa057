//! Assigning, for the secretariat and the chair: the panel with its loads and conflicts, the
//! optimal plan before it is applied, and the existing tasks.

use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::calls::actions::{Seat, seat_on_panel};
use crate::features::reviews::actions::{
    AssignmentDesk, PlanComparability, PlanOptions, PlanPreview, PlanStanding, apply, assign,
    read_assignment_desk, remove, remove_from_panel,
};
use crate::features::reviews::rules::{Step, transition};
use crate::features::reviews::{Assignment, AssignmentState};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use crate::web::{Fields, typed};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// The page's choices for how many tasks may be taken back for a plan.
const CHANGES: [u32; 4] = [0, 2, 5, 20];

/// The page's choices, by name, for what may be given up for comparability; each treats some levels
/// of knowledge as equal (`rules/affinity.rs`).
const STEPS: [(u32, &str); 3] = [(0, "none"), (600_000, "level"), (1_000_000, "declared")];

#[derive(Template)]
#[template(path = "reviews/pages/assignment.html")]
struct AssignmentPage<'a> {
    s: &'a PageContext,
    desk: &'a AssignmentDesk,
    options: PlanOptions,
    summary: String,
    /// For the forms that add a member and that assign by hand.
    seat: [Field; 2],
    by_hand: Option<[Field; 2]>,
    reason: Field,
}

impl AssignmentPage<'_> {
    fn choices_of_changes() -> [u32; 4] {
        CHANGES
    }

    fn choices_of_steps() -> [(u32, &'static str); 3] {
        STEPS
    }

    /// The figures of the plan without the preference and with it, each with its name.
    fn figures(of: &PlanComparability) -> [(&'static str, String, String); 6] {
        let pair =
            |of: &PlanStanding| of.worst_pair.map_or("–".to_owned(), |one| one.to_string());
        let (before, after) = (&of.before, &of.after);
        let both = |name, figure: fn(&PlanStanding) -> usize| {
            (name, figure(before).to_string(), figure(after).to_string())
        };
        [
            both("groups", |of| of.groups),
            both("few-shared", |of| of.few_shared),
            both("smallest-overlap", |of| of.smallest_overlap),
            both("linked-pairs", |of| of.linked_pairs),
            ("total", before.total.to_string(), after.total.to_string()),
            ("worst-pair", pair(before), pair(after)),
        ]
    }

    fn number(&self, id: &ProposalId) -> String {
        self.desk.numbers.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn name(&self, id: &UserId) -> String {
        self.desk.names.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn can_remove(&self, task: &Assignment) -> bool {
        self.desk.plan.is_some() && transition(task.state, Step::Remove).is_ok()
    }

    /// The existing tasks, without those that were given back or removed.
    fn standing(&self) -> Vec<&Assignment> {
        let stands = |task: &&Assignment| {
            !matches!(task.state, AssignmentState::Declined | AssignmentState::Removed)
        };
        self.desk.tasks.iter().filter(stands).collect()
    }
}

fn choices(s: &PageContext, rows: impl Iterator<Item = (String, String)>) -> Input {
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(rows);
    Input::Choice(choices)
}

fn hand_fields(
    s: &PageContext,
    plan: &PlanPreview,
    typed: &Fields,
    problem: Option<&Refusal>,
) -> [Field; 2] {
    let open = plan.proposals.iter();
    let proposals = open.map(|one| (one.proposal.to_string(), one.number.clone()));
    let loads = plan.loads.iter();
    let reviewers = loads.map(|one| {
        let load = format!("{} ({}/{})", one.name, one.held, one.max_load);
        (one.reviewer.to_string(), load)
    });
    let field = |name: &str, input| {
        let field = Field::new(name, s.word("assignment-field", name), input);
        field.value(typed.get(name)).errors_of(s, problem)
    };
    [field("proposal", choices(s, proposals)), field("reviewer", choices(s, reviewers))]
}

fn seat_fields(
    s: &PageContext,
    desk: &AssignmentDesk,
    typed: &Fields,
    problem: Option<&Refusal>,
) -> [Field; 2] {
    let people = desk.unseated.iter().flatten();
    let people = people.map(|(id, name)| (id.to_string(), name.clone()));
    let field = |name: &str, input| {
        let field = Field::new(name, s.word("assignment-field", name), input);
        field.value(typed.get(name)).errors_of(s, problem)
    };
    let most = desk.call.definition.panel.default_max_load;
    let load = field("max_load", Input::Number).hint(s.tv("assignment-load-hint", most));
    [field("user", choices(s, people)), load]
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    changes: u32,
    #[serde(default)]
    comparability_step: u32,
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let PageQuery { changes, comparability_step } = asked.into_inner();
    let options = PlanOptions { changes, comparability_step };
    page_with(&app, &visitor, (id.into_inner(), options), None).await
}

async fn page_with(
    app: &App,
    visitor: &Visitor,
    (id, options): (CallId, PlanOptions),
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_assignment_desk(cx, (&id, options));
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(fields, problem)| (fields, Some(problem)));
    let reason = Field::new("reason", s.t("assignment-field-reason"), Input::Line);
    let page = AssignmentPage {
        summary: summary(&s, problem, |name| s.word("assignment-field", name)),
        seat: seat_fields(&s, &desk, typed, problem),
        by_hand: desk.plan.as_ref().map(|plan| hand_fields(&s, plan, typed, problem)),
        reason: reason.hint(s.t("assignment-reason-hint")).value(typed.get("reason")),
        desk: &desk,
        options,
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(problem) => {
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, &s, &page)
        }
    }
}

/// What a form of this page asks for.
enum Wish {
    Apply { plan_hash: String, options: PlanOptions },
    Assign { proposal: ProposalId, reviewer: UserId },
    Remove { task: crate::kernel::ids::AssignmentId, reason: String },
    Seat(Seat),
    Unseat(UserId),
}

fn named<T: std::str::FromStr>(fields: &Fields, name: &str) -> Result<T, Failure> {
    let code = common::field::REQUIRED;
    fields.get(name).trim().parse().map_err(|_| Failure::field(name, code))
}

fn seat_of(fields: &Fields) -> Result<Seat, Failure> {
    let max_load = typed::number(fields, "max_load", 8);
    let max_load = max_load.map_err(|fault| Failure::from(Refusal::invalid(vec![fault])))?;
    let senior = Some(fields.get("senior") == "yes");
    Ok(Seat { user: named(fields, "user")?, max_load, topics: None, senior })
}

/// The options with which the plan on the page was made. Other options make another plan, which is
/// not applied.
fn options_of(fields: &Fields) -> PlanOptions {
    let number = |name: &str| fields.get(name).parse().unwrap_or(0);
    PlanOptions { changes: number("changes"), comparability_step: number("comparability_step") }
}

fn wish_of(fields: &Fields) -> Result<Wish, Failure> {
    Ok(match fields.get("do") {
        "apply" => Wish::Apply {
            plan_hash: fields.get("plan_hash").to_owned(),
            options: options_of(fields),
        },
        "assign" => Wish::Assign {
            proposal: named(fields, "proposal")?,
            reviewer: named(fields, "reviewer")?,
        },
        "remove" => {
            Wish::Remove { task: named(fields, "task")?, reason: fields.get("reason").to_owned() }
        }
        "seat" => Wish::Seat(seat_of(fields)?),
        "unseat" => Wish::Unseat(named(fields, "user")?),
        _ => return Err(Failure::refused(common::BAD_REQUEST)),
    })
}

fn fulfil(cx: &mut Cx<'_>, call: &CallId, wish: &Wish) -> Result<(), Failure> {
    match wish {
        Wish::Apply { plan_hash, options } => apply(cx, call, (plan_hash, *options)).map(|_| ()),
        Wish::Assign { proposal, reviewer } => assign(cx, call, (proposal, reviewer)).map(|_| ()),
        Wish::Remove { task, reason } => remove(cx, task, Some(reason)).map(|_| ()),
        Wish::Seat(seat) => seat_on_panel(cx, call, seat).map(|_| ()),
        Wish::Unseat(user) => remove_from_panel(cx, call, user),
    }
}

/// Receives every form of the page; the field `do` says which.
pub(super) async fn change(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let done = match wish_of(&fields) {
        Ok(wish) => {
            let call = id.clone();
            let act = move |cx: &mut Cx<'_>| fulfil(cx, &call, &wish);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => Ok(go_to(&format!("/desk/calls/{id}/assignment"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            let options = options_of(&fields);
            page_with(&app, &visitor, (id, options), Some((&fields, &problem))).await
        }
    }
}
