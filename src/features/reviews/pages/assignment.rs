//! Assigning, for the secretariat and the chair: the panel with its loads and conflicts, the
//! optimal plan before it is applied, and the existing tasks.

use super::forms::{BY_HAND, PLAN, REMOVAL, SEAT};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::actions::seat_on_panel;
use crate::features::reviews::actions::{
    AssignmentDesk, PlanComparability, PlanOptions, PlanPreview, PlanStanding, apply, assign,
    read_assignment_desk, remove, remove_from_panel,
};
use crate::features::reviews::rules::{Step, transition};
use crate::features::reviews::{Assignment, AssignmentState};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused, summary};
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
    /// Of a refused form.
    is_senior: bool,
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
        self.desk.permitted.allows(Permission::Assign)
            && transition(task.state, Step::Remove).is_ok()
    }

    /// The existing tasks, without those that were given back or removed.
    fn standing(&self) -> Vec<&Assignment> {
        let stands = |task: &&Assignment| {
            !matches!(task.state, AssignmentState::Declined | AssignmentState::Removed)
        };
        self.desk.tasks.iter().filter(stands).collect()
    }
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
    let form = BY_HAND.shown(s, typed, problem);
    let form = form.offer("proposal", proposals.collect()).offer("reviewer", reviewers.collect());
    ["proposal", "reviewer"].map(|name| form.field(name))
}

fn seat_fields(
    s: &PageContext,
    desk: &AssignmentDesk,
    typed: &Fields,
    problem: Option<&Refusal>,
) -> [Field; 2] {
    let people = desk.unseated.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let form = SEAT.shown(s, typed, problem).offer("user", people.collect());
    let most = desk.call.definition.panel.default_max_load;
    let load = form.field("max_load").hint(s.tv("assignment-load-hint", most));
    [form.field("user"), load]
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
    let page = AssignmentPage {
        summary: summary(&s, problem, |name| s.word("assignment-field", name)),
        seat: seat_fields(&s, &desk, typed, problem),
        is_senior: typed.get("senior") == "yes",
        by_hand: desk.plan.as_ref().map(|plan| hand_fields(&s, plan, typed, problem)),
        reason: REMOVAL.shown(&s, typed, problem).field("reason"),
        desk: &desk,
        options,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

/// The options with which the plan on the page was made.
fn options_of(fields: &Fields) -> PlanOptions {
    let number = |name: &str| fields.get(name).parse().unwrap_or(0);
    PlanOptions { changes: number("changes"), comparability_step: number("comparability_step") }
}

/// Receives the forms that give and take tasks; the field `do` says which.
pub(super) async fn change_tasks(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    let done = match sent.fields.get("do") {
        "apply" => {
            let act =
                move |cx: &mut Cx<'_>, choice: &Valid<_>| apply(cx, &call, choice).map(|_| ());
            sent.send(&app, &PLAN, act).await
        }
        "assign" => {
            let act = move |cx: &mut Cx<'_>, new: &Valid<_>| assign(cx, &call, new).map(|_| ());
            sent.send(&app, &BY_HAND, act).await
        }
        "remove" => {
            let typed = sent.fields.clone();
            let act = move |cx: &mut Cx<'_>, removal: &Valid<_>| {
                let task = REMOVAL.about(&typed, "task")?;
                remove(cx, &task, removal).map(|_| ())
            };
            sent.send(&app, &REMOVAL, act).await
        }
        _ => Err(Failure::refused(common::BAD_REQUEST)),
    };
    after(&app, sent, id, done).await
}

/// Receives the form that seats somebody on the panel, and the buttons that take somebody off it.
pub(super) async fn change_panel(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    let typed = sent.fields.clone();
    let user = move || SEAT.about::<UserId>(&typed, "user");
    let done = match sent.fields.get("do") {
        "seat" => {
            let act = move |cx: &mut Cx<'_>, seat: &Valid<_>| {
                seat_on_panel(cx, (&call, &user()?), seat).map(|_| ())
            };
            sent.send(&app, &SEAT, act).await
        }
        "unseat" => {
            let act = move |cx: &mut Cx<'_>| remove_from_panel(cx, &call, &user()?);
            sent.caller.clone().write(&app, act).await
        }
        _ => Err(Failure::refused(common::BAD_REQUEST)),
    };
    after(&app, sent, id, done).await
}

/// Back to the page, or the page again with what is wrong.
async fn after(
    app: &App,
    sent: SignedInForm,
    id: CallId,
    done: Result<(), Failure>,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { visitor, fields, .. } = sent;
    let to = |()| format!("/desk/calls/{id}/assignment");
    respond(done, to, async |problem| {
        let refused = Some((&fields, &problem));
        page_with(app, &visitor, (id.clone(), options_of(&fields)), refused).await
    })
    .await
}
