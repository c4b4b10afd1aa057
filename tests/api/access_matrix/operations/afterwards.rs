//! Requests after the announcement: objections, rulings, offers of seats, what came of them; and breaches of personal data.

use super::{Class, Probe};
use crate::access_matrix::viewers::Thing;
use crate::access_matrix::world::{Things, World};
use serde_json::json;
use tubel::kernel::access::Permission;

pub(super) fn objections_and_awards(world: &World) -> Vec<Probe> {
    let Things { call, proposal, objection, award, .. } = &world.things;
    let on_proposal = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_objection =
        |method, route| Probe::new(method, route, &[objection]).about(Thing::Proposal);
    let on_award = |method, route| Probe::new(method, route, &[award]).about(Thing::Proposal);
    let on_call = |method, route| Probe::new(method, route, &[call]);
    vec![
        on_call("GET", "/calls/{id}/announcements").unless(
            |sight| sight.there_if(&[Permission::ReadAnnouncement]),
            "whether there is a result is a secret too",
        ),
        on_proposal("POST", "/proposals/{id}/objections")
            .json(json!({"subject": "scores", "reason": " ".repeat(50)})),
        on_proposal("GET", "/proposals/{id}/objections"),
        Probe::new("GET", "/objections", &[]).query("?limit=100"),
        on_objection("GET", "/objections/{id}"),
        on_objection("POST", "/objections/{id}/withdraw"),
        on_objection("POST", "/objections/{id}/take"),
        on_objection("POST", "/objections/{id}/release"),
        on_objection("POST", "/objections/{id}/ruling").json(json!({"reason": " ".repeat(50)})),
        on_objection("PUT", "/objections/{id}/attachment").bytes("application/pdf", "GIF89a"),
        on_objection("GET", "/objections/{id}/attachment"),
        on_call("POST", "/calls/{id}/awards"),
        on_call("GET", "/calls/{id}/awards"),
        on_proposal("GET", "/proposals/{id}/award"),
        on_award("POST", "/awards/{id}/accept"),
        on_award("POST", "/awards/{id}/decline"),
        on_award("POST", "/awards/{id}/lapse"),
        on_award("POST", "/awards/{id}/withdraw").json(json!({"reason": " ".repeat(20)})),
    ]
}

/// A study under way; bodies that are refused for what they say leave it as it is.
pub(super) fn studies(world: &World) -> Vec<Probe> {
    let Things { award, paper, request, problem, .. } = &world.things;
    let on_study = |method, route| Probe::new(method, route, &[award]).about(Thing::Proposal);
    let on_paper = |method, route| Probe::new(method, route, &[paper]).about(Thing::Proposal);
    let on_request = |method, route| Probe::new(method, route, &[request]).about(Thing::Proposal);
    let blank = " ".repeat(20);
    let brings: super::Rule =
        |sight| sight.there_if(&[Permission::WriteStudy, Permission::RunStudy]);
    let both = "the secretariat records documents too";
    let day = "2026-11-02";
    vec![
        Probe::new("GET", "/studies", &[]).about(Thing::Oneself),
        Probe::new("GET", "/exports/studies", &[]).query("?format=json").about(Thing::Oneself),
        Probe::new("GET", "/exports/bonds", &[]).query("?format=json").about(Thing::Oneself),
        on_study("GET", "/studies/{id}"),
        on_study("GET", "/studies/{id}/calendar.ics"),
        on_study("GET", "/studies/{id}/sheet"),
        on_study("POST", "/studies/{id}/papers")
            .json(json!({"kind": "minutes", "number": " ", "dated": day, "signatory": "   "}))
            .unless(brings, both),
        on_paper("PUT", "/study-papers/{id}/file")
            .bytes("application/pdf", "GIF89a")
            .unless(brings, both),
        on_paper("GET", "/study-papers/{id}/file"),
        on_paper("POST", "/study-papers/{id}/check").json(json!({"verdict": "returned"})),
        on_study("POST", "/studies/{id}/beginning")
            .json(json!({"starts_on": day, "ends_on": day, "is_released": true})),
        on_study("POST", "/studies/{id}/steps")
            .json(json!({"step": "admit", "on": day, "reason": blank})),
        on_study("POST", "/studies/{id}/mentor").json(json!({"email": "   "})),
        on_study("POST", "/studies/{id}/return")
            .json(json!({"returned_on": "2020-01-01", "placement": "X"})),
        on_study("POST", "/studies/{id}/requests/plan").json(json!({
            "milestones": [{"due_on": day, "activity": blank, "output": blank}], "reason": blank,
        })),
        on_study("POST", "/studies/{id}/requests/topic")
            .json(json!({"problem": problem, "topic": blank, "reason": blank})),
        on_study("POST", "/studies/{id}/requests/programme").json(
            json!({"university": blank, "programme": blank, "country": blank, "reason": blank}),
        ),
        on_study("POST", "/studies/{id}/requests/extension")
            .json(json!({"ends_on": day, "reason": blank})),
        on_study("POST", "/studies/{id}/requests/deferral")
            .json(json!({"admission_by": day, "reason": blank})),
        Probe::new("GET", "/study-requests", &[]).about(Thing::Oneself),
        on_request("GET", "/study-requests/{id}"),
        on_request("POST", "/study-requests/{id}/withdraw"),
        on_request("POST", "/study-requests/{id}/ruling")
            .json(json!({"side": "owner", "verdict": "refused"})),
    ]
}

/// Its reports, the plan of use, the commitments.
pub(super) fn reports(world: &World) -> Vec<Probe> {
    let Things { award, report_file, .. } = &world.things;
    let on_study = |method, route| Probe::new(method, route, &[award]).about(Thing::Proposal);
    let on_report = |method, route, slot: &'static str| {
        Probe::new(method, route, &[award, slot]).about(Thing::Proposal)
    };
    let on_file = |method, route| Probe::new(method, route, &[report_file]).about(Thing::Proposal);
    let (blank, day) = (" ".repeat(20), "2026-11-02");
    vec![
        on_study("GET", "/studies/{id}/reports"),
        on_report("GET", "/studies/{id}/reports/{slot}", "progress-1"),
        on_report("PUT", "/studies/{id}/reports/{slot}", "progress-2")
            .stale()
            .json(json!({"grades": blank})),
        on_report("POST", "/studies/{id}/reports/{slot}/sendings", "progress-2").stale(),
        on_report("POST", "/studies/{id}/reports/{slot}/answers", "progress-2")
            .json(json!({"verdict": "acknowledged"})),
        on_report("POST", "/studies/{id}/reports/{slot}/comments", "progress-1")
            .json(json!({"words": "   "})),
        on_report("POST", "/studies/{id}/reports/{slot}/files", "progress-2")
            .bytes("application/pdf", "GIF89a"),
        on_file("GET", "/study-report-files/{id}"),
        on_file("DELETE", "/study-report-files/{id}"),
        on_report("POST", "/studies/{id}/uses/{number}/report", "1")
            .json(json!({"state": "dropped", "note": blank})),
        on_report("POST", "/studies/{id}/uses/{number}/revision", "1").json(json!({
            "state": "open", "due_on": day, "responsible": "Seksi", "note": blank,
        })),
        on_study("POST", "/studies/{id}/commitments").json(json!({"verdict": "renegotiated"})),
    ]
}

/// What came of the awards.
pub(super) fn impact(world: &World) -> Vec<Probe> {
    let proposal = &world.things.proposal;
    let on_proposal =
        |method| Probe::new(method, "/proposals/{id}/sharing", &[proposal]).about(Thing::Proposal);
    vec![
        Probe::new("GET", "/impact", &[]),
        Probe::new("GET", "/impact/units/{unit}", &["U.BB.MKS"]),
        Probe::new("GET", "/impact/export", &[]).query("?format=json"),
        Probe::new("GET", "/impact/report", &[]),
        Probe::new("GET", "/learning", &[]),
        Probe::new("GET", "/tried", &[]).about(Thing::Oneself),
        Probe::new("GET", "/tried/{id}", &[proposal]).about(Thing::Oneself).unless(
            |sight| match sight.table(Permission::SearchTried) {
                Class::Allowed => Class::Hidden,
                verdict => verdict,
            },
            "its candidate has not let others read it",
        ),
        on_proposal("GET"),
        on_proposal("PUT").json(json!({"consent": "no"})),
    ]
}

/// An open breach; bodies that are refused for what they say leave it as it is.
pub(super) fn breaches(world: &World) -> Vec<Probe> {
    let breach = &world.things.breach;
    let on_breach = |method, route| Probe::new(method, route, &[breach]);
    let unknown = json!({"kind": "person", "account": "01hzx3v9k2m4n6p8q0r2s4t6v8"});
    vec![
        Probe::new("GET", "/breaches", &[]),
        Probe::new("GET", "/breaches/export", &[]).query("?format=json"),
        Probe::new("POST", "/breaches", &[])
            .json(crate::breaches::registered("2999-01-01T00:00:00Z")),
        on_breach("GET", "/breaches/{id}"),
        on_breach("GET", "/breaches/{id}/people"),
        on_breach("POST", "/breaches/{id}/people").json(json!({"way": unknown})),
        on_breach("POST", "/breaches/{id}/measures").json(json!({"measure": " ".repeat(20)})),
        on_breach("POST", "/breaches/{id}/notice-to-subjects").json(
            json!({"how": " ".repeat(20), "handling": " ".repeat(20), "contact": " ".repeat(20)}),
        ),
        on_breach("POST", "/breaches/{id}/notice-to-authority").json(json!({
            "given_at": "2999-01-01T00:00:00Z", "medium": "portal", "reference": "B-1",
        })),
        on_breach("POST", "/breaches/{id}/close")
            .json(json!({"outcome": "handled", "conclusion": " ".repeat(20)})),
    ]
}
