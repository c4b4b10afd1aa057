//! The automatic plan: previewed, then applied just as it was.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::Person;
use test_support::review::World;
use tubel::kernel::access::Role;

async fn preview(world: &World) -> Value {
    let path = world.call_path("assignments/plan");
    world.app.post(&world.secretariat, &path, json!({})).await.expect(200).clone()
}

async fn assigned(world: &World) -> Vec<(String, String)> {
    let listed = world.app.get(&world.secretariat, &world.call_path("assignments?limit=200")).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = listed.expect(200)["items"].as_array().unwrap();
    let mut pairs: Vec<_> =
        rows.iter().map(|row| (text(&row["proposal"]), text(&row["reviewer"]))).collect();
    pairs.sort();
    pairs
}

#[actix_web::test]
async fn what_is_applied_is_what_was_previewed_and_the_preview_saves_nothing() {
    let world = World::new();
    let panel = [world.reviewer("rina"), world.reviewer("tono"), world.reviewer("dewi")];
    let proposals = [world.proposal("siti"), world.proposal("budi"), world.proposal("ani")];
    // One conflict of each sort, one pair made by hand.
    let conflict = format!("/api/v1/proposals/{}/conflicts", proposals[0].id);
    world.app.post(&panel[0], &conflict, json!({"reason": "Cousins."})).await.expect(201);
    world.assign(&proposals[1], &panel[1]).await;

    let plan = preview(&world).await;
    assert_eq!(assigned(&world).await.len(), 1);
    assert_eq!(plan["shortages"], json!([]));
    let mut loads = BTreeMap::new();
    for load in plan["loads"].as_array().unwrap() {
        let all = load["held"].as_u64().unwrap() + load["added"].as_u64().unwrap();
        loads.insert(load["name"].as_str().unwrap().to_owned(), all);
    }
    assert!(loads.values().all(|load| *load == 2), "{loads:?}");

    let body = json!({"plan_hash": plan["plan_hash"]});
    let applied =
        world.app.post(&world.secretariat, &world.call_path("assignments/apply"), body).await;
    assert_eq!(applied.expect(200)["assigned"], 5);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut expected: Vec<(String, String)> = plan["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (text(&pair["proposal"]), text(&pair["reviewer"])))
        .collect();
    expected.push((proposals[1].id.to_string(), panel[1].id.to_string()));
    expected.sort();
    assert_eq!(assigned(&world).await, expected);
    let in_conflict = (proposals[0].id.to_string(), panel[0].id.to_string());
    assert!(!expected.contains(&in_conflict));
}

#[actix_web::test]
async fn a_plan_from_a_world_that_changed_is_not_applied() {
    let world = World::new();
    let (rina, siti) = (world.reviewer("rina"), world.proposal("siti"));
    world.reviewer("tono");
    world.reviewer("dewi");
    let plan = preview(&world).await;
    let conflict = format!("/api/v1/proposals/{}/conflicts", siti.id);
    world.app.post(&rina, &conflict, json!({"reason": "Cousins."})).await.expect(201);
    let body = json!({"plan_hash": plan["plan_hash"]});
    let path = world.call_path("assignments/apply");
    let refused = world.app.post(&world.secretariat, &path, body).await;
    assert_eq!(refused.refusal(409), "plan_changed");
    assert!(assigned(&world).await.is_empty());

    let body = json!({"plan_hash": preview(&world).await["plan_hash"]});
    world.app.post(&world.secretariat, &path, body.clone()).await.expect(200);
    let twice = world.app.post(&world.secretariat, &path, body).await;
    assert_eq!(twice.refusal(409), "plan_changed");
}

#[actix_web::test]
async fn a_shortage_names_the_proposal_and_the_cause() {
    let world = World::new();
    let rina = world.reviewer("rina");
    let full = world.app.person("full").role(Role::Reviewer).unit("P.D4").create();
    world.seat(&full, 1);
    let (one, other) = (world.proposal("siti"), world.proposal("budi"));
    let conflict = format!("/api/v1/proposals/{}/conflicts", one.id);
    world.app.post(&rina, &conflict, json!({"reason": "Cousins."})).await.expect(201);
    let plan = preview(&world).await;
    let mut shortages: Vec<(&str, &str)> = plan["shortages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["number"].as_str().unwrap(), row["reason"].as_str().unwrap()))
        .collect();
    shortages.sort_unstable();
    let expected =
        [(one.number.as_str(), "too_few_without_conflict"), (other.number.as_str(), "loads_full")];
    assert_eq!(shortages, expected);
    assert!(plan["loads"].as_array().unwrap().iter().all(|load| {
        load["held"].as_u64().unwrap() + load["added"].as_u64().unwrap()
            <= load["max_load"].as_u64().unwrap()
    }));
}

#[actix_web::test]
async fn what_was_taken_away_is_not_planned_again() {
    let world = World::with(|definition| definition.panel.sheets_per_proposal = 1);
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.app.delete(&world.secretariat, &task).await.expect(200);
    assert_eq!(preview(&world).await["pairs"], json!([]));
    world.assign(&proposal, &rina).await;
}

#[actix_web::test]
async fn who_knows_the_problem_gets_it_and_the_preview_says_how_well() {
    let world = World::with(|definition| definition.panel.sheets_per_proposal = 1);
    // The problem M-007 is owned by a directorate of the third deputy.
    let branch = world.app.person("branch").role(Role::Reviewer).unit("P.D3.01").create();
    let far = world.app.person("far").role(Role::Reviewer).unit("P.D1.01").create();
    let seat = |who: &Person| world.call_path(&format!("panel/{}", who.id));
    for member in [&branch, &far] {
        world.app.put(&world.secretariat, &seat(member), json!({})).await.expect(200);
    }
    world.proposal("siti");
    let only = |plan: &Value| {
        let pair = &plan["pairs"][0];
        (pair["reviewer"].clone(), pair["affinity"].clone(), plan["worst_pair"].clone())
    };
    let plan = preview(&world).await;
    assert_eq!(only(&plan), (json!(branch.id), json!(400_000), json!(400_000)));
    assert_eq!(plan["total"], 400_000);

    for (topics, affinity) in [(json!(["P.D3.04"]), 700_000), (json!(["M-007"]), 1_000_000)] {
        let body = json!({"topics": topics});
        let member = world.app.put(&world.secretariat, &seat(&far), body).await;
        assert_eq!(member.expect(200)["topics"], topics);
        let plan = preview(&world).await;
        assert_eq!(only(&plan), (json!(far.id), json!(affinity), json!(affinity)));
    }
    // A new load leaves the topics as they are.
    let member = world.app.put(&world.secretariat, &seat(&far), json!({"max_load": 3})).await;
    assert_eq!(member.expect(200)["topics"], json!(["M-007"]));
    let body = json!({"topics": ["M-007", "M-999"]});
    let unknown = world.app.put(&world.secretariat, &seat(&far), body).await;
    assert_eq!(unknown.faults(), [("topics[1]".to_owned(), "unknown_reference".to_owned())]);
}

#[actix_web::test]
async fn warnings_and_shortages_are_said_in_both_languages_with_names() {
    let world = World::new();
    let rina = world.reviewer("rina");
    let proposal = world.proposal("siti");
    let plan = preview(&world).await;
    let reason = &plan["shortage_reason"];
    let expected = format!(
        "{} still need 2 reviews together; only rina may give them, and no more than 1.",
        proposal.number
    );
    assert_eq!(reason["en"], expected);
    assert!(reason["id"].as_str().unwrap().contains("paling banyak 1"), "{reason}");
    assert_eq!(plan["warnings"][0]["code"], "plan_few_shared");
    assert_eq!(plan["warnings"][0]["reviewers"], json!([rina.id]));
    let words = plan["warnings"][0]["message"]["en"].as_str().unwrap();
    assert!(words.contains("fewer than 2") && words.ends_with("rina."), "{words}");

    let conflict = format!("/api/v1/proposals/{}/conflicts", proposal.id);
    world.app.post(&rina, &conflict, json!({"reason": "Cousins."})).await.expect(201);
    let plan = preview(&world).await;
    let nobody = plan["shortage_reason"]["en"].as_str().unwrap();
    assert!(nobody.contains("nobody on the panel"), "{nobody}");
}

#[actix_web::test]
async fn after_a_late_conflict_only_the_lost_place_is_planned() {
    let world = World::new();
    let panel = ["rina", "tono", "dewi", "agus"].map(|name| world.reviewer(name));
    for name in ["siti", "budi", "ani", "eko"] {
        world.proposal(name);
    }
    let body = json!({"plan_hash": preview(&world).await["plan_hash"]});
    let path = world.call_path("assignments/apply");
    world.app.post(&world.secretariat, &path, body).await.expect(200);
    assert_eq!(preview(&world).await["pairs"], json!([]));
    let lost = assigned(&world).await.remove(0);
    let person = panel.iter().find(|one| one.id.as_str() == lost.1).unwrap();
    let conflict = format!("/api/v1/proposals/{}/conflicts", lost.0);
    world.app.post(person, &conflict, json!({"reason": "Cousins."})).await.expect(201);
    let plan = preview(&world).await;
    let pairs = plan["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0]["proposal"], lost.0.as_str());
    assert_ne!(pairs[0]["reviewer"], lost.1.as_str());
}

#[actix_web::test]
async fn whoever_came_into_conflict_by_a_move_is_replaced_in_the_plan() {
    let world = World::with(|definition| definition.panel.sheets_per_proposal = 1);
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    world.assign(&proposal, &rina).await;
    let tono = world.reviewer("tono");
    assert_eq!(preview(&world).await["pairs"], json!([]));
    world.move_to(&rina, "U.BB.MKS");
    assert_eq!(preview(&world).await["pairs"][0]["reviewer"], json!(tono.id));
}

#[actix_web::test]
async fn nobody_leaves_the_panel_with_open_tasks_on_the_desk() {
    let world = World::new();
    let rina = world.reviewer("rina");
    let (one, other) = (world.proposal("siti"), world.proposal("budi"));
    let task = world.assign(&one, &rina).await;
    world.score(&other, &rina, (5, 5)).await;
    let seat = world.call_path(&format!("panel/{}", rina.id));
    let refused = world.app.delete(&world.secretariat, &seat).await;
    assert_eq!(
        (refused.refusal(409), &refused.json["details"]["tasks"]),
        ("panel_member_has_tasks", &json!(1))
    );
    world.app.delete(&world.secretariat, &task).await.expect(200);
    world.app.delete(&world.secretariat, &seat).await.expect(204);
    // The sheet that was handed in stays.
    assert_eq!(assigned(&world).await.len(), 2);
}

#[actix_web::test]
async fn a_late_conflict_is_solved_by_an_exchange_that_is_seen_before_it_is_made() {
    let world = World::with(|definition| definition.panel.sheets_per_proposal = 1);
    let (rina, tono) = (world.app.person("rina"), world.app.person("tono"));
    let rina = rina.role(Role::Reviewer).unit("P.D1.01").create();
    let tono = tono.role(Role::Reviewer).unit("P.D1.01").create();
    world.seat(&rina, 1);
    world.seat(&tono, 1);
    let (one, other) = (world.proposal("siti"), world.proposal("budi"));
    world.assign(&one, &rina).await;
    world.assign(&other, &tono).await;
    let conflict = format!("/api/v1/proposals/{}/conflicts", one.id);
    world.app.post(&rina, &conflict, json!({"reason": "Cousins."})).await.expect(201);
    let fixed = preview(&world).await;
    assert_eq!((&fixed["pairs"], fixed["shortages"].as_array().unwrap().len()), (&json!([]), 1));

    let path = world.call_path("assignments/plan?changes=1");
    let plan = world.app.post(&world.secretariat, &path, json!({})).await.expect(200).clone();
    assert_eq!(plan["shortages"], json!([]));
    let back = &plan["taken_back"][0];
    assert_eq!((&back["number"], &back["name"]), (&json!(other.number), &json!("tono")));
    let cover = plan["proposals"].as_array().unwrap();
    let of_one = cover.iter().find(|row| row["number"] == one.number.as_str()).unwrap();
    assert_eq!((&of_one["candidates"], &of_one["added"]), (&json!(1), &json!(1)));
    let load = plan["loads"].as_array().unwrap().iter().find(|row| row["name"] == "rina").unwrap();
    assert_eq!((&load["conflicts"], &load["added"]), (&json!(1), &json!(1)));

    let apply = world.call_path("assignments/apply");
    let without = json!({"plan_hash": plan["plan_hash"]});
    let refused = world.app.post(&world.secretariat, &apply, without).await;
    assert_eq!(refused.refusal(409), "plan_changed");
    let body = json!({"plan_hash": plan["plan_hash"], "changes": 1});
    let applied = world.app.post(&world.secretariat, &apply, body).await;
    assert_eq!(
        (&applied.expect(200)["assigned"], &applied.json["taken_back"]),
        (&json!(2), &json!(1))
    );
    let path = world.call_path("assignments?state=assigned");
    let held = world.app.get(&world.secretariat, &path).await;
    let mut held: Vec<_> = held.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["proposal"].clone(), row["reviewer"].clone()))
        .collect();
    held.sort_by_key(|pair| format!("{pair:?}"));
    let mut expected = vec![(json!(one.id), json!(tono.id)), (json!(other.id), json!(rina.id))];
    expected.sort_by_key(|pair| format!("{pair:?}"));
    assert_eq!(held, expected);
}

#[actix_web::test]
async fn a_call_may_want_a_senior_and_one_reviewer_per_unit() {
    let world = World::with(|definition| {
        definition.panel.composition =
            tubel::features::calls::Composition { one_per_unit: true, one_senior: true };
    });
    let people = ["rina", "tono"].map(|name| world.reviewer(name));
    let dewi = world.official("dewi", Role::Reviewer);
    world.seat(&dewi, 10);
    let proposal = world.proposal("siti");
    let plan = preview(&world).await;
    assert_eq!(plan["shortages"][0]["reason"], "no_senior");
    let words = plan["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["code"] == "plan_without_senior");
    assert!(words.unwrap()["message"]["en"].as_str().unwrap().contains(&proposal.number));

    let seat = world.call_path(&format!("panel/{}", people[1].id));
    let member = world.app.put(&world.secretariat, &seat, json!({"senior": true})).await;
    assert_eq!(member.expect(200)["senior"], true);
    // A new load leaves it as it is.
    let member = world.app.put(&world.secretariat, &seat, json!({"max_load": 3})).await;
    assert_eq!(member.expect(200)["senior"], true);
    let plan = preview(&world).await;
    assert_eq!(plan["shortages"], json!([]));
    let mut planned: Vec<&str> =
        plan["pairs"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    planned.sort_unstable();
    assert_eq!(planned, ["dewi", "tono"]);
    let load = plan["loads"].as_array().unwrap().iter().find(|row| row["name"] == "tono").unwrap();
    assert_eq!((&load["senior"], &load["unit"]), (&json!(true), &json!("P.D1.01")));
}
