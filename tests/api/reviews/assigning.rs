//! Assigning by hand, taking away, and the list.

use serde_json::json;
use test_support::review::{World, sheet};
use tubel::kernel::access::Role;

#[actix_web::test]
async fn an_assignment_needs_a_seat_on_the_panel_and_room_and_is_made_once() {
    let world = World::new();
    let (one, other) = (world.proposal("siti"), world.proposal("budi"));
    let rina = world.app.person("rina").role(Role::Reviewer).unit("P.D4").create();
    let refused = world.try_assign(&one, &rina).await;
    assert_eq!(refused.faults(), [("reviewer".to_owned(), "not_on_panel".to_owned())]);
    world.seat(&rina, 1);
    world.assign(&one, &rina).await;
    assert_eq!(world.try_assign(&one, &rina).await.refusal(409), "already_assigned");
    assert_eq!(world.try_assign(&other, &rina).await.refusal(409), "load_full");
}

#[actix_web::test]
async fn a_proposal_that_did_not_pass_verification_is_not_assigned() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let id = proposal.id.clone();
    world.write(move |db| {
        use diesel::prelude::*;
        use tubel::platform::db::schema::proposals;
        diesel::update(proposals::table.find(&id))
            .set(proposals::state.eq("ineligible"))
            .execute(db)?;
        Ok(())
    });
    let refused = world.try_assign(&proposal, &rina).await;
    assert_eq!(refused.faults(), [("proposal".to_owned(), "unknown_reference".to_owned())]);
}

#[actix_web::test]
async fn a_task_is_taken_away_and_given_back_until_its_sheet_is_handed_in() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    let request = world.app.request_as(&world.secretariat, reqwest::Method::DELETE, &task).await;
    let removal = request.json(&json!({"reason": "On leave."}));
    let removed = test_support::Answer::of(removal).await;
    assert_eq!(removed.expect(200)["closed_reason"], "On leave.");
    world.app.get(&rina, &format!("{task}/sheet")).await.refusal(404);

    assert_eq!(world.assign(&proposal, &rina).await, task);
    let back = world.app.get(&rina, &format!("{task}/sheet")).await;
    assert_eq!(back.expect(200)["sheet"]["scores"]["K1"]["score"], 5);
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    world.submit(&rina, &task, 1).await.expect(200);
    let locked = world.app.delete(&world.secretariat, &task).await;
    assert_eq!(locked.refusal(409), "sheet_locked");
}

#[actix_web::test]
async fn a_removal_with_a_faulty_body_removes_nothing() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    let request = world.app.request_as(&world.secretariat, reqwest::Method::DELETE, &task).await;
    let faulty = test_support::Answer::of(request.json(&json!({"why": "x"}))).await;
    assert_eq!(faulty.faults(), [("why".to_owned(), "unknown_field".to_owned())]);
    world.app.get(&rina, &task).await.expect(200);
}

#[actix_web::test]
async fn a_call_still_being_written_does_not_exist_for_the_panel() {
    let world = World::new();
    let rina = world.reviewer("rina");
    let call = world.call.clone();
    world.write(move |db| {
        use diesel::prelude::*;
        use tubel::platform::db::schema::calls;
        diesel::update(calls::table.find(&call)).set(calls::state.eq("draft")).execute(db)?;
        Ok(())
    });
    for path in ["assignments", "conflicts", "progress"] {
        world.app.get(&rina, &world.call_path(path)).await.refusal(404);
    }
    let plan = world.app.post(&rina, &world.call_path("assignments/plan"), json!({})).await;
    assert_eq!(plan.refusal(404), "not_found");
}

#[actix_web::test]
async fn assigning_is_the_secretariats_and_the_chairs_before_the_plenary() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let auditor = world.official("auditor", Role::Auditor);
    let body = json!({"proposal": proposal.id, "reviewer": rina.id});
    let path = world.call_path("assignments");
    for outsider in [&rina, &auditor, &proposal.candidate] {
        world.app.post(outsider, &path, body.clone()).await.refusal(403);
    }
    // In the plenary only what lacks sheets is given (`conflicts_late`).
    for name in ["budi", "joko"] {
        world.score(&proposal, &world.reviewer(name), (5, 3)).await;
    }
    world.app.set_clock(world.app.now().plus_days(11));
    let late = world.try_assign(&proposal, &rina).await;
    assert_eq!(late.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn an_official_in_conflict_can_neither_assign_remove_nor_see() {
    let world = World::new();
    let (rina, near, far) =
        (world.reviewer("rina"), world.proposal("siti"), world.proposal("budi"));
    let task = world.assign(&near, &rina).await;
    world.assign(&far, &rina).await;
    let chair = world.official("chair", Role::Chair);
    let own = format!("/api/v1/proposals/{}/conflicts", near.id);
    world.app.post(&chair, &own, json!({"reason": "My niece."})).await.expect(201);

    let tono = world.reviewer("tono");
    let body = json!({"proposal": near.id, "reviewer": tono.id});
    let refused = world.app.post(&chair, &world.call_path("assignments"), body).await;
    assert_eq!(refused.faults(), [("proposal".to_owned(), "unknown_reference".to_owned())]);
    world.app.delete(&chair, &task).await.refusal(404);
    let listed = world.app.get(&chair, &world.call_path("assignments")).await;
    let rows = listed.expect(200)["items"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["proposal"], far.id.as_str());
    let progress = world.app.get(&chair, &world.call_path("progress")).await;
    assert_eq!(progress.expect(200)["total"], json!({"assigned": 1, "draft": 0, "submitted": 0}));
    assert_eq!(progress.json["proposals"]["items"].as_array().unwrap().len(), 1);
    let plan = world.app.post(&chair, &world.call_path("assignments/plan"), json!({})).await;
    assert!(!plan.text().contains(near.id.as_str()));
}

#[actix_web::test]
async fn assignments_are_listed_by_reviewer_proposal_and_state() {
    let world = World::new();
    let (rina, tono) = (world.reviewer("rina"), world.reviewer("tono"));
    let (one, other) = (world.proposal("siti"), world.proposal("budi"));
    world.score(&one, &rina, (5, 3)).await;
    world.assign(&one, &tono).await;
    world.assign(&other, &tono).await;
    let count = async |filter: &str| {
        let path = world.call_path(&format!("assignments?{filter}"));
        let page = world.app.get(&world.secretariat, &path).await;
        page.expect(200)["items"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count(&format!("reviewer={}", tono.id)).await, 2);
    assert_eq!(count(&format!("proposal={}", one.id)).await, 2);
    assert_eq!(count("state=submitted").await, 1);
    let page = world.app.get(&world.secretariat, &world.call_path("assignments?limit=2")).await;
    assert_eq!(page.expect(200)["items"].as_array().unwrap().len(), 2);
    let request = world
        .app
        .request_as(
            &world.secretariat,
            reqwest::Method::GET,
            &world.call_path("assignments?limit=2"),
        )
        .await;
    let after = [("after", page.json["next"].as_str().unwrap())];
    let rest = test_support::Answer::of(request.query(&after)).await;
    assert_eq!(rest.expect(200)["items"].as_array().unwrap().len(), 1);
}
