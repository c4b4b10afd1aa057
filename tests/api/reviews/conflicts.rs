//! Every kind of conflict blocks the assignment and the scoring, whenever it comes about.

use serde_json::{Value, json};
use test_support::review::{World, sheet};
use tubel::kernel::access::Role;

#[actix_web::test]
async fn nobody_is_assigned_to_themselves_their_unit_or_the_line_above_and_below() {
    let world = World::new();
    let boss = world.app.person("boss").role(Role::Reviewer).unit("P.D2").create();
    let siti = world.app.person("Siti Rahma").role(Role::Candidate).superior(&boss).create();
    let staff =
        world.app.person("staff").role(Role::Reviewer).unit("P.D4").superior(&siti).create();
    let neighbour = world.app.person("neighbour").role(Role::Reviewer).create();
    let both =
        world.app.person("both").role(Role::Candidate).role(Role::Reviewer).unit("P.D3").create();
    for member in [&boss, &staff, &neighbour, &both] {
        world.seat(member, 5);
    }
    let proposal = world.proposal_of(siti, "Siti Rahma");
    let own = world.proposal_of(both.clone(), "both");
    for member in [&boss, &staff, &neighbour] {
        let refused = world.try_assign(&proposal, member).await;
        assert_eq!(refused.refusal(409), "reviewer_in_conflict");
    }
    assert_eq!(world.try_assign(&own, &both).await.refusal(409), "reviewer_in_conflict");

    let listed = world.app.get(&world.secretariat, &world.call_path("conflicts")).await;
    let mut found: Vec<(String, String)> = listed.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["user"].as_str().unwrap().into(), row["kind"].as_str().unwrap().into()))
        .collect();
    let mut expected = vec![
        (boss.id.to_string(), "superior".to_owned()),
        (staff.id.to_string(), "subordinate".to_owned()),
        (neighbour.id.to_string(), "same_unit".to_owned()),
        // The other proposal was begun in Makassar too.
        (neighbour.id.to_string(), "same_unit".to_owned()),
        (both.id.to_string(), "oneself".to_owned()),
    ];
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[actix_web::test]
async fn a_colleague_below_the_same_superior_may_review() {
    let world = World::new();
    let head = world.app.person("head").unit("P").create();
    let siti = world.app.person("siti").role(Role::Candidate).superior(&head).create();
    let rina = world.app.person("rina").role(Role::Reviewer).unit("P.D1").superior(&head).create();
    world.seat(&rina, 5);
    let proposal = world.proposal_of(siti, "siti");
    world.assign(&proposal, &rina).await;
}

#[actix_web::test]
async fn a_move_into_the_candidates_unit_ends_the_scoring_for_good() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    world.move_to(&rina, "U.BB.MKS");

    let sheet_path = format!("{task}/sheet");
    world.app.put_from(&rina, &sheet_path, 1, sheet((6, 6))).await.refusal(404);
    world.submit(&rina, &task, 1).await.refusal(404);
    for path in [&task, &sheet_path, &format!("{sheet_path}/versions")] {
        world.app.get(&rina, path).await.refusal(404);
    }
    let pile = world.app.get(&rina, "/api/v1/assignments").await;
    let nothing = json!({
        "progress": {"assigned": 0, "draft": 0, "submitted": 0}, "items": [], "next": null,
    });
    assert_eq!(pile.expect(200), &nothing);
    // The secretariat sees what the move did.
    let listed = world.app.get(&world.secretariat, &world.call_path("conflicts")).await;
    assert_eq!(listed.expect(200)["items"][0]["assignment_state"], "draft");

    // Back where they were: who has been in the unit since the freezing stays out.
    world.move_to(&rina, "P.D1.01");
    world.submit(&rina, &task, 1).await.refusal(404);
    world.app.get(&rina, &task).await.refusal(404);
}

#[actix_web::test]
async fn a_new_superior_is_a_conflict_at_once_and_for_good() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.app.place(&proposal.candidate, "U.BB.MKS", Some(&rina));
    world.save(&rina, &task, sheet((5, 3))).await.refusal(404);
    world.app.place(&proposal.candidate, "U.BB.MKS", None);
    world.save(&rina, &task, sheet((5, 3))).await.refusal(404);
}

#[actix_web::test]
async fn a_reviewer_declares_a_conflict_and_gives_the_task_back() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    let path = format!("/api/v1/proposals/{}/conflicts", proposal.id);
    let blank = world.app.post(&rina, &path, json!({"reason": "  "})).await;
    assert_eq!(blank.faults(), [("reason".to_owned(), "required".to_owned())]);

    let made = world.app.post(&rina, &path, json!({"reason": "We are cousins."})).await;
    let made = made.expect(201);
    assert_eq!(
        (&made["kind"], &made["assignment_state"]),
        (&json!("declared"), &json!("declined"))
    );
    world.app.get(&rina, &task).await.refusal(404);
    world.save(&rina, &task, sheet((5, 3))).await.refusal(404);
    let again = world.app.post(&rina, &path, json!({"reason": "Still cousins."})).await;
    assert_eq!(again.refusal(409), "conflict_known");
    assert_eq!(world.try_assign(&proposal, &rina).await.refusal(409), "reviewer_in_conflict");
}

#[actix_web::test]
async fn a_sheet_handed_in_before_the_conflict_came_out_is_kept_but_counts_no_longer() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    world.score(&proposal, &rina, (5, 3)).await;
    let counting = |world: &World| {
        let call = world.call.clone();
        world
            .app
            .database()
            .read(|db| tubel::features::reviews::submitted_sheets(db, &call))
            .unwrap()
            .len()
    };
    assert_eq!(counting(&world), 1);

    let path = format!("/api/v1/proposals/{}/conflicts/{}", proposal.id, rina.id);
    let reason = json!({"reason": "The candidate's thesis adviser."});
    let made = world.app.post(&world.secretariat, &path, reason.clone()).await;
    assert_eq!(made.expect(201)["assignment_state"], "removed");
    assert_eq!(counting(&world), 0);
    let listed = world.app.get(&world.secretariat, &world.call_path("assignments")).await;
    assert_eq!(listed.expect(200)["items"][0]["closed_reason"], reason["reason"]);
    let kept = world.app.database().read(|db| {
        use diesel::prelude::*;
        Ok(tubel::platform::db::schema::reviews::table.count().get_result::<i64>(db)?)
    });
    assert_eq!(kept.unwrap(), 1);
}

#[actix_web::test]
async fn only_the_panel_and_officials_declare_and_only_the_secretariat_reports() {
    let world = World::new();
    let (proposal, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let chair = world.official("chair", Role::Chair);
    let stranger = world.app.person("stranger").role(Role::Reviewer).unit("P.D4").create();
    let own = format!("/api/v1/proposals/{}/conflicts", proposal.id);
    let of_rina = format!("{own}/{}", rina.id);
    let reason = || json!({"reason": "Cousins."});
    for outsider in [&stranger, &proposal.candidate] {
        world.app.post(outsider, &own, reason()).await.refusal(404);
    }
    for outsider in [&stranger, &chair, &rina] {
        world.app.post(outsider, &of_rina, reason()).await.refusal(404);
    }
    world.app.post(&chair, &own, reason()).await.expect(201);
    world.app.get(&rina, &world.call_path("conflicts")).await.refusal(403);
}

#[actix_web::test]
async fn conflicts_are_listed_page_by_page_without_those_of_the_reader() {
    let world = World::new();
    let chair = world.official("chair", Role::Chair);
    let (rina, one, other) =
        (world.reviewer("rina"), world.proposal("siti"), world.proposal("budi"));
    for of in [&one, &other] {
        let path = format!("/api/v1/proposals/{}/conflicts/{}", of.id, rina.id);
        world.app.post(&world.secretariat, &path, json!({"reason": "Cousins."})).await.expect(201);
    }
    let path = world.call_path("conflicts?limit=1");
    let first = world.app.get(&chair, &path).await;
    assert_eq!(first.expect(200)["items"][0]["number"], one.number.as_str());
    let request = world.app.request_as(&chair, reqwest::Method::GET, &path).await;
    let after = [("after", first.json["next"].as_str().unwrap())];
    let second = test_support::Answer::of(request.query(&after)).await;
    assert_eq!(second.expect(200)["items"][0]["number"], other.number.as_str());
    assert_eq!(second.json["next"], Value::Null);

    let own = format!("/api/v1/proposals/{}/conflicts", one.id);
    world.app.post(&chair, &own, json!({"reason": "My niece."})).await.expect(201);
    let listed = world.app.get(&chair, &world.call_path("conflicts")).await;
    let rows = listed.expect(200)["items"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["number"], other.number.as_str());
}
