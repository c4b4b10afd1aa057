//! Proposals, documents, verification and the panel's work.

use super::{DUTIES, after, declared, document, numbers, official, says_nothing_of, screening};
use serde_json::json;
use test_support::review::World;
use test_support::{Person, Submission};
use tubel::kernel::access::Role;

/// Everything that is read of one proposal before the plenary.
fn addresses(of: &Submission) -> Vec<String> {
    let parts = ["", "/documents", "/versions", "/receipt", "/endorsements", "/eligibility"];
    let path = |part: &&str| format!("/api/v1/proposals/{}{part}", of.id);
    parts.iter().map(path).chain([path(&"/verification")]).collect()
}

async fn listed(world: &World, who: &Person) -> Vec<String> {
    let path = format!("/api/v1/proposals?call={}", world.call);
    numbers(&world.app.get(who, &path).await.expect(200)["items"])
}

#[actix_web::test]
async fn whoever_declared_a_conflict_reads_nothing_of_the_proposal_in_any_role() {
    let world = screening();
    let (hidden, other) = (world.proposal("siti"), world.proposal("budi"));
    let file = document(&world, &hidden);
    world.app.hand_in_files(&hidden.id);
    for role in DUTIES {
        let (far, near) = (official(&world, "far", role), official(&world, "near", role));
        declared(&world, &near, &hidden);
        // The decider reads from the plenary on.
        after(&world, if role == Role::Decider { 15 } else { 1 });
        for (path, open) in addresses(&hidden).iter().zip(addresses(&other)) {
            let missing = world.app.get(&near, path).await;
            assert_eq!(missing.refusal(404), "not_found", "{role:?} {path}");
            let shown = world.app.get(&far, path).await.status;
            assert_eq!(shown, world.app.get(&near, &open).await.status, "{role:?} {path}");
        }
        assert_eq!(world.app.get(&far, &addresses(&hidden)[0]).await.status, 200, "{role:?}");
        let content = format!("/api/v1/documents/{file}/content");
        assert_eq!(world.app.get(&near, &content).await.refusal(404), "not_found");
        assert_ne!(world.app.get(&far, &content).await.status, 404, "{role:?}");
        assert_eq!(listed(&world, &far).await, [hidden.number.clone(), other.number.clone()]);
        assert_eq!(listed(&world, &near).await, [other.number.as_str()], "{role:?}");
    }
}

#[actix_web::test]
async fn a_conflict_found_by_the_program_hides_as_one_declared_does() {
    let world = screening();
    let boss = official(&world, "boss", Role::Chair);
    let siti = world.app.person("siti").role(Role::Candidate).superior(&boss).create();
    let staff = world.app.person("staff").role(Role::Verifier).unit("P.IU").superior(&siti);
    let staff = staff.create();
    let moved = world.app.person("moved").role(Role::Secretariat).create();
    let (hidden, other) = (world.proposal_of(siti, "siti"), world.proposal("budi"));
    after(&world, 1);
    for person in [&boss, &staff] {
        world.app.get(person, &addresses(&hidden)[0]).await.refusal(404);
        assert_eq!(listed(&world, person).await, [other.number.as_str()]);
    }
    // Of the unit of both candidates; having left it opens nothing.
    assert_eq!(listed(&world, &moved).await, [""; 0]);
    world.move_to(&moved, "P.IU");
    assert_eq!(listed(&world, &moved).await, [""; 0]);
    // The candidates' leaving does not either.
    let near = world.app.person("near").role(Role::Secretariat).create();
    for of in [&hidden, &other] {
        world.app.place(&of.candidate, "P.IU", None);
    }
    assert_eq!(listed(&world, &near).await, [""; 0]);
}

#[actix_web::test]
async fn a_verifier_in_conflict_has_it_neither_in_the_queue_nor_on_the_desk() {
    let world = screening();
    let (hidden, other) = (world.proposal("siti"), world.proposal("budi"));
    let (far, near) =
        (official(&world, "far", Role::Verifier), official(&world, "near", Role::Verifier));
    declared(&world, &near, &hidden);
    after(&world, 1);
    let queue = world.call_path("verification-queue");
    assert_eq!(numbers(&world.app.get(&far, &queue).await.expect(200)["items"]).len(), 2);
    let answer = world.app.get(&near, &queue).await;
    assert_eq!(numbers(&answer.expect(200)["items"]), [other.number]);
    says_nothing_of(&answer, &hidden);
    let path = format!("/api/v1/proposals/{}", hidden.id);
    let checks = json!({"checks": []});
    world.app.put(&near, &format!("{path}/verification"), checks).await.refusal(404);
    let outcome = json!({"outcome": "MS"});
    world.app.post(&near, &format!("{path}/verification/conclude"), outcome).await.refusal(404);
    let repair = json!({"items": ["proposal"], "reason": "Not signed."});
    world.app.post(&near, &format!("{path}/repairs"), repair).await.refusal(404);
}

#[actix_web::test]
async fn the_panels_lists_and_counts_leave_it_out_for_secretariat_chair_and_auditor() {
    let world = screening();
    let rina = world.reviewer("rina");
    let (hidden, other) = (world.proposal("siti"), world.proposal("budi"));
    after(&world, 6);
    for of in [&hidden, &other] {
        world.score(of, &rina, (5, 5)).await;
    }
    for role in [Role::Secretariat, Role::Chair, Role::Auditor] {
        let (far, near) = (official(&world, "far", role), official(&world, "near", role));
        declared(&world, &near, &hidden);
        let progress = world.app.get(&near, &world.call_path("progress")).await;
        says_nothing_of(&progress, &hidden);
        assert_eq!(progress.json["total"]["submitted"], 1, "{role:?}");
        let all = world.app.get(&far, &world.call_path("progress")).await;
        assert_eq!(all.expect(200)["total"]["submitted"], 2);
        for list in ["assignments", "conflicts"] {
            says_nothing_of(&world.app.get(&near, &world.call_path(list)).await, &hidden);
        }
        if role != Role::Auditor {
            let path = world.call_path("assignments/plan");
            let plan = world.app.post(&near, &path, json!({})).await;
            says_nothing_of(&plan, &hidden);
            assert_eq!(plan.json["loads"][0]["held"], 1);
            let by_hand = json!({"proposal": hidden.id, "reviewer": rina.id});
            let refused = world.app.post(&near, &world.call_path("assignments"), by_hand).await;
            assert_eq!(refused.faults(), [("proposal".into(), "unknown_reference".into())]);
        }
        after(&world, 15);
        let sheets = format!("/api/v1/proposals/{}/sheets", hidden.id);
        world.app.get(&near, &sheets).await.refusal(404);
        world.app.get(&far, &sheets).await.expect(200);
        after(&world, 6);
    }
}

#[actix_web::test]
async fn lists_take_the_same_number_of_statements_however_many_conflicts_there_are() {
    let world = screening();
    let near = official(&world, "near", Role::Verifier);
    after(&world, 1);
    let mut counts = Vec::new();
    for round in 0..3 {
        let proposal = world.proposal(&format!("candidate {round}"));
        declared(&world, &near, &proposal);
        listed(&world, &near).await;
        let before = world.app.statements();
        listed(&world, &near).await;
        world.app.get(&near, &world.call_path("verification-queue")).await.expect(200);
        counts.push(world.app.statements() - before);
    }
    assert!(counts.iter().all(|count| count == &counts[0]), "{counts:?}");
}
