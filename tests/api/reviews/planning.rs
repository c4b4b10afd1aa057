//! The automatic plan: previewed, then applied just as it was.

use super::world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
    let full = world.app.person("full").role(tubel::access::Role::Reviewer).unit("P.D4").create();
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
