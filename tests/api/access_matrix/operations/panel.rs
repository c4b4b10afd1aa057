//! Requests of the panel and the plenary: conflicts, tasks, sheets, runs, decisions, exports.

use super::{Class, Probe, Rule, Sight};
use crate::access_matrix::viewers::Thing;
use crate::access_matrix::world::{Things, World};
use serde_json::json;
use tubel::kernel::access::{Permission, Relation};

pub(super) fn reviews(world: &World) -> Vec<Probe> {
    let Things { call, proposal, draft, handed_in, .. } = &world.things;
    let unknown = tubel::kernel::ids::random_text().unwrap();
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let of_handed_in =
        |method, route| Probe::new(method, route, &[handed_in]).about(Thing::HandedIn);
    let other = [proposal.as_str(), world.people.reviewers[4].id.as_str()];
    let reader = world.people.reviewers[0].id.as_str();
    let removal: Rule = |sight| {
        let is_conflicted = sight.viewer.relations(sight.thing).contains(&Relation::Conflicted);
        let knows = Sight { thing: Thing::Nothing, ..*sight }.allows(Permission::ReadAssignments);
        if knows && is_conflicted { Class::Hidden } else { sight.table(Permission::Assign) }
    };
    let reason = || json!({"reason": " "});
    vec![
        Probe::new("POST", "/proposals/{id}/conflicts", &[proposal])
            .about(Thing::Declaration)
            .json(reason()),
        Probe::new("POST", "/proposals/{id}/conflicts/{user}", &other)
            .about(Thing::Proposal)
            .json(reason()),
        on_call("GET", "/calls/{id}/conflicts")
            .query("?limit=100")
            .in_known_call(in_call!(ReadConflicts)),
        on_call("POST", "/calls/{id}/assignments")
            .json(json!({"proposal": unknown, "reviewer": reader}))
            .in_known_call(in_call!(Assign)),
        on_call("POST", "/calls/{id}/assignments/plan").in_known_call(in_call!(Assign)),
        on_call("POST", "/calls/{id}/assignments/apply")
            .json(json!({"plan_hash": "0".repeat(64)}))
            .in_known_call(in_call!(Assign)),
        of_handed_in("DELETE", "/assignments/{id}")
            .unless(removal, "to somebody in conflict the assignment is not there"),
        on_call("GET", "/calls/{id}/assignments")
            .query("?limit=100")
            .in_known_call(in_call!(ReadAssignments)),
        Probe::new("GET", "/assignments", &[]),
        Probe::new("POST", "/proposals/{id}/reconciliation", &[proposal])
            .about(Thing::Proposal)
            .json(json!({"note": " ".repeat(20)})),
        of_handed_in("POST", "/assignments/{id}/reopen").json(json!({"reason": " ".repeat(10)})),
        Probe::new("GET", "/proposals/{id}/sheets", &[proposal]).about(Thing::Proposal),
        Probe::new("GET", "/proposals/{id}/sheets", &[draft]).about(Thing::Draft),
        on_call("GET", "/calls/{id}/progress")
            .query("?limit=100")
            .in_known_call(in_call!(ReadProgress)),
        on_call("POST", "/calls/{id}/reminders")
            .json(json!({"reviewer": tubel::kernel::ids::random_text().unwrap()}))
            .in_known_call(in_call!(RemindReviewers)),
        on_call("GET", "/calls/{id}/dashboard").in_known_call(in_call!(ReadDashboard)),
    ]
}

/// A reviewer's own tasks and sheets.
pub(super) fn tasks(world: &World) -> Vec<Probe> {
    let Things { begun, handed_in, .. } = &world.things;
    let of_begun = |method, route| Probe::new(method, route, &[begun]).about(Thing::Begun);
    let of_handed_in =
        |method, route| Probe::new(method, route, &[handed_in]).about(Thing::HandedIn);
    let task: Rule = |sight| match sight.table(Permission::ReadOwnSheet) {
        Class::Allowed => sight.table(Permission::ReadProposal),
        refused => refused,
    };
    vec![
        of_begun("GET", "/assignments/{id}").unless(task, "the task shows the submitted text"),
        of_handed_in("GET", "/assignments/{id}").unless(task, "the task shows the submitted text"),
        of_begun("GET", "/assignments/{id}/sheet"),
        of_handed_in("GET", "/assignments/{id}/sheet"),
        of_begun("PUT", "/assignments/{id}/sheet").stale().json(json!({})),
        of_handed_in("PUT", "/assignments/{id}/sheet").stale().json(json!({})),
        of_begun("GET", "/assignments/{id}/sheet/versions"),
        of_begun("POST", "/assignments/{id}/sheet/submit").stale(),
        of_handed_in("GET", "/assignments/{id}/sheet/receipt"),
        of_handed_in("GET", "/assignments/{id}/sheet/receipt/proof"),
    ]
}

/// The documents of a task.
pub(super) fn papers(world: &World) -> Vec<Probe> {
    let Things { begun, handed_in, ordinary, .. } = &world.things;
    let papers: Rule = |sight| match sight.table(Permission::ReadOwnSheet) {
        Class::Allowed => sight.table(Permission::ReadFile),
        refused => refused,
    };
    let blind_paper: Rule = |sight| match sight.table(Permission::ReadOwnSheet) {
        Class::Allowed => match sight.table(Permission::ReadFile) {
            Class::Allowed => Class::Hidden,
            refused => refused,
        },
        refused => refused,
    };
    let paper = [handed_in.as_str(), ordinary.as_str()];
    let leaf = [handed_in.as_str(), ordinary.as_str(), "1"];
    vec![
        Probe::new("GET", "/assignments/{id}/documents", &[begun])
            .about(Thing::Begun)
            .unless(papers, "a reviewer reads the documents of their own task"),
        Probe::new("GET", "/assignments/{id}/documents/{document}/content", &paper)
            .about(Thing::HandedIn)
            .unless(blind_paper, "under double-blind no PDF reaches the panel"),
        Probe::new("GET", "/assignments/{id}/documents/{document}/pages/{page}", &leaf)
            .about(Thing::HandedIn)
            .unless(blind_paper, "under double-blind no PDF reaches the panel"),
    ]
}

pub(super) fn selection_and_decisions(world: &World) -> Vec<Probe> {
    let Things { call, proposal, run, decision, .. } = &world.things;
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let none = "0".repeat(64);
    vec![
        on_call("POST", "/calls/{id}/selections"),
        on_call("GET", "/calls/{id}/selections"),
        on_call("POST", "/calls/{id}/selections/what-if").json(json!({"seats": 0})),
        Probe::new("GET", "/selections/{id}/sensitivity", &[run]),
        Probe::new("GET", "/selections/{id}", &[run]),
        Probe::new("GET", "/selections/{id}/ranking", &[run]),
        Probe::new("GET", "/selections/{id}/inputs", &[run]),
        on_call("POST", "/calls/{id}/decisions/preview").json(world.proposition()),
        on_call("POST", "/calls/{id}/decisions")
            .json(json!({"proposition": world.proposition(), "outcomes_hash": none})),
        on_call("GET", "/calls/{id}/decisions"),
        on_call("GET", "/calls/{id}/meetings"),
        on_call("POST", "/calls/{id}/meetings").json(json!({
            "starts_at": "2020-01-01T00:00:00Z", "ends_at": "2020-01-01T01:00:00Z", "place": "x",
        })),
        Probe::new("GET", "/decisions/{id}", &[decision]),
        Probe::new("POST", "/decisions/{id}/approve", &[decision])
            .json(json!({"outcomes_hash": none, "decree_number": "KP.05", "password": "x"})),
        Probe::new("POST", "/decisions/{id}/return", &[decision])
            .json(json!({"reason": "Angka dasar perlu diperiksa lagi"})),
        on_call("POST", "/calls/{id}/announcement"),
        on_call("GET", "/calls/{id}/announcement").unless(
            |sight| sight.there_if(&[Permission::ReadAnnouncement]),
            "whether there is a result is a secret too",
        ),
        Probe::new("GET", "/proposals/{id}/result", &[proposal]).about(Thing::Proposal),
        on_call("GET", "/calls/{id}/exports/results").query("?format=csv"),
        on_call("GET", "/calls/{id}/exports/sheets").query("?format=json"),
        on_call("GET", "/calls/{id}/exports/ranking"),
        on_call("GET", "/calls/{id}/exports/verification"),
        on_call("GET", "/calls/{id}/exports/attendance"),
        on_call("GET", "/calls/{id}/exports/all"),
        on_call("GET", "/calls/{id}/papers/verification-minutes"),
        on_call("GET", "/calls/{id}/papers/plenary-minutes"),
        on_call("GET", "/calls/{id}/papers/decree-annex"),
        Probe::new("GET", "/proposals/{id}/result/pdf", &[proposal]).about(Thing::Proposal),
    ]
}
