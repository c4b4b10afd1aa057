//! Requests of the panel and the plenary: conflicts, tasks, sheets, runs, decisions, exports.

use super::{Class, Probe, Rule, Sight};
use crate::access_matrix::viewers::Thing;
use crate::access_matrix::world::{Things, World};
use serde_json::json;
use tubel::kernel::access::{Permission, Relation};

/// Conflicts of interest, and a reviewer who leaves.
pub(super) fn conflicts(world: &World) -> Vec<Probe> {
    let Things { call, proposal, withdrawal, .. } = &world.things;
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let other = [proposal.as_str(), world.people.reviewers[4].id.as_str()];
    let reader = world.people.reviewers[0].id.as_str();
    let reported = [proposal.as_str(), world.people.reviewers[3].id.as_str()];
    let concerned: Rule = |sight| {
        let asks = ["reviewer, conflict on record", "secretariat"].contains(&sight.viewer.name);
        if asks { sight.table(Permission::WithdrawConflict) } else { Class::Hidden }
    };
    let reason = || json!({"reason": " "});
    vec![
        Probe::new("POST", "/proposals/{id}/conflicts", &[proposal])
            .about(Thing::Declaration)
            .json(reason()),
        Probe::new("POST", "/proposals/{id}/conflicts/{user}", &other)
            .about(Thing::Proposal)
            .json(reason()),
        Probe::new("POST", "/proposals/{id}/conflicts/{user}/withdrawal", &reported)
            .about(Thing::Declaration)
            .json(json!({"reason": " ".repeat(10)}))
            .unless(concerned, "only whose conflict it is, and who reported it, ask"),
        Probe::new("POST", "/conflict-withdrawals/{id}/ruling", &[withdrawal])
            .about(Thing::Proposal)
            .json(json!({"outcome": "refused", "reason": " ".repeat(10)})),
        Probe::new("GET", "/proposals/{id}/conflicts/{user}/acts", &reported)
            .about(Thing::Proposal),
        Probe::new("GET", "/calls/{id}/panel/{user}/leave", &[call, reader])
            .query("?how=end")
            .in_known_call(in_call!(ManagePanel)),
        Probe::new("POST", "/calls/{id}/panel/{user}/leave", &[call, reader])
            .json(json!({"how": "end", "hash": "0".repeat(64), "reason": " ".repeat(10)}))
            .in_known_call(in_call!(ManagePanel)),
        on_call("POST", "/calls/{id}/assignments/undo")
            .json(json!({"reason": " ".repeat(10)}))
            .in_known_call(in_call!(Assign)),
        Probe::new("GET", "/me/conflicts", &[]),
        on_call("GET", "/calls/{id}/conflict-withdrawals").in_known_call(in_call!(ReadConflicts)),
        on_call("GET", "/calls/{id}/conflicts")
            .query("?limit=100")
            .in_known_call(in_call!(ReadConflicts)),
    ]
}

/// Interviews of a call that has none: what the table permits is refused for that reason.
pub(super) fn interviews(world: &World) -> Vec<Probe> {
    let Things { call, interview, .. } = &world.things;
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let on = |method, route| Probe::new(method, route, &[interview]).about(Thing::Interview);
    let unknown = tubel::kernel::ids::random_text().unwrap();
    let (past, reason) = ("2020-01-01T00:00:00Z", " ".repeat(10));
    vec![
        on_call("GET", "/calls/{id}/interviews"),
        on_call("GET", "/calls/{id}/interviews/lacking"),
        on_call("POST", "/calls/{id}/interviews").json(json!({
            "proposal": unknown, "starts_at": past, "place": "x", "panelists": [],
        })),
        on_call("POST", "/calls/{id}/interviews/series").json(json!({
            "starts_at": past, "break_minutes": 0, "per_day": 1, "place": "x",
        })),
        Probe::new("GET", "/interviews", &[]),
        on("GET", "/interviews/{id}"),
        on("POST", "/interviews/{id}/move")
            .json(json!({"starts_at": past, "place": "x", "reason": reason})),
        on("POST", "/interviews/{id}/cancel").json(json!({"reason": reason})),
        on("POST", "/interviews/{id}/panel").json(json!({"reason": reason})),
        on("POST", "/interviews/{id}/request").json(json!({"reason": reason})),
        on("POST", "/interviews/{id}/answer").json(json!({"answer": "refused", "reason": reason})),
        on("POST", "/interviews/{id}/attendance")
            .json(json!({"attendance": "absent", "reason": ""})),
        on("GET", "/interviews/{id}/sheet"),
        on("PUT", "/interviews/{id}/sheet").stale().json(json!({"scores": {}, "comment": ""})),
        on("POST", "/interviews/{id}/sheet/submit").stale(),
        on("GET", "/interviews/{id}/sheets"),
    ]
}

pub(super) fn reviews(world: &World) -> Vec<Probe> {
    let Things { call, proposal, draft, handed_in, .. } = &world.things;
    let unknown = tubel::kernel::ids::random_text().unwrap();
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let of_handed_in =
        |method, route| Probe::new(method, route, &[handed_in]).about(Thing::HandedIn);
    let reader = world.people.reviewers[0].id.as_str();
    let removal: Rule = |sight| {
        let is_conflicted = sight.viewer.relations(sight.thing).contains(&Relation::Conflicted);
        let knows = Sight { thing: Thing::Nothing, ..*sight }.allows(Permission::ReadAssignments);
        if knows && is_conflicted { Class::Hidden } else { sight.table(Permission::Assign) }
    };
    vec![
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
        of_handed_in("POST", "/assignments/{id}/await")
            .json(json!({"until": "2026-01-02T00:00:00Z", "reason": "Lembar belum diserahkan."})),
        Probe::new("GET", "/proposals/{id}/sheets", &[proposal]).about(Thing::Proposal),
        Probe::new("GET", "/proposals/{id}/sheets", &[draft]).about(Thing::Draft),
        on_call("GET", "/calls/{id}/progress")
            .query("?limit=100")
            .in_known_call(in_call!(ReadProgress)),
        on_call("GET", "/calls/{id}/lacking-sheets").in_known_call(in_call!(ReadProgress)),
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
        of_begun("GET", "/assignments/{id}/kept-draft").unless(
            |sight| match sight.table(Permission::ReadKeptDraft) {
                Class::Allowed => Class::Hidden,
                refused => refused,
            },
            "the task is open, so its draft is its reviewer's alone",
        ),
        of_handed_in("GET", "/assignments/{id}/sheet"),
        of_begun("PUT", "/assignments/{id}/sheet").stale().json(json!({})),
        of_handed_in("PUT", "/assignments/{id}/sheet").stale().json(json!({})),
        of_begun("GET", "/assignments/{id}/sheet/versions"),
        of_begun("POST", "/assignments/{id}/sheet/submit").stale(),
        of_begun("POST", "/assignments/{id}/sheet/take-back"),
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
        on_call("POST", "/calls/{id}/selections")
            .json(json!({"without": ["TB-2026-9999"], "reason": "Tidak kurang lembar nilai."})),
        on_call("GET", "/calls/{id}/selections"),
        on_call("POST", "/calls/{id}/selections/what-if").json(json!({"seats": 0})),
        Probe::new("GET", "/selections/{id}/sensitivity", &[run]),
        Probe::new("GET", "/selections/{id}/without-interview", &[run]),
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
        on_call("GET", "/calls/{id}/exports/interview"),
        on_call("GET", "/calls/{id}/exports/verification"),
        on_call("GET", "/calls/{id}/exports/pact").unless(
            |sight| match sight.table(Permission::ReadPactSignatures) {
                Class::Allowed => Class::Hidden,
                refused => refused,
            },
            "the world's call has no integrity pact",
        ),
        on_call("GET", "/calls/{id}/exports/attendance"),
        on_call("GET", "/calls/{id}/exports/all"),
        on_call("GET", "/calls/{id}/papers/verification-minutes"),
        on_call("GET", "/calls/{id}/papers/plenary-minutes"),
        on_call("GET", "/calls/{id}/papers/decree-annex"),
        Probe::new("GET", "/proposals/{id}/result/pdf", &[proposal]).about(Thing::Proposal),
    ]
}

/// The plenary as it is held. The world's call says nothing of its plenary, so nobody is a member of one.
pub(super) fn plenary(world: &World) -> Vec<Probe> {
    let Things { call, decision, proposal, .. } = &world.things;
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let on_decision = |method, route| Probe::new(method, route, &[decision]);
    let unknown = tubel::kernel::ids::random_text().unwrap();
    let dissent = [call.as_str(), unknown.as_str()];
    let remark = [decision.as_str(), unknown.as_str()];
    let (none, words) = ("0".repeat(64), "x".repeat(20));
    vec![
        on_call("GET", "/calls/{id}/plenary").unless(
            |sight| match sight.table(Permission::ReadPlenary) {
                Class::Allowed => Class::Hidden,
                refused => refused,
            },
            "the world's call says nothing of its plenary",
        ),
        on_call("PUT", "/calls/{id}/attendance").json(
            json!({"people": [{"user": world.people.reviewers[0].id, "presence": "present"}]}),
        ),
        on_call("POST", "/calls/{id}/tie-votes").json(json!({
            "votes": [{"number": "A", "votes": 1}, {"number": "B", "votes": 0}], "abstained": 0,
        })),
        on_call("POST", "/calls/{id}/dissents").json(json!({"number": proposal, "words": words})),
        Probe::new("POST", "/calls/{id}/dissents/{dissent}/withdraw", &dissent),
        on_decision("PUT", "/decisions/{id}/minutes")
            .json(json!({"meeting": "Jakarta", "text_hash": none})),
        on_decision("GET", "/decisions/{id}/minutes/pdf"),
        on_decision("POST", "/decisions/{id}/remarks").json(json!({"words": words})),
        Probe::new("POST", "/decisions/{id}/remarks/{remark}/answer", &remark)
            .json(json!({"verdict": "answered", "answer": "Sudah."})),
        on_decision("POST", "/decisions/{id}/signature")
            .json(json!({"phrase": "SAYA SETUJU", "text_hash": none})),
        on_decision("POST", "/decisions/{id}/signature/refusal")
            .json(json!({"reason": words, "text_hash": none})),
    ]
}
