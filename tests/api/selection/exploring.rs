//! What would be if: nothing is kept, the official result stays, and only those who run the plenary
//! may ask.

use super::scene::{AGREED, Scene};
use serde_json::{Value, json};
use tubel::kernel::access::Role;

#[actix_web::test]
async fn a_seat_more_shows_who_would_come_in_and_keeps_nothing() {
    let scene = Scene::plenary(AGREED, 2).await;
    let app = &scene.world.app;
    let path = scene.world.call_path("selections/what-if");
    let answer = app.post(&scene.chair, &path, json!({"seats": 3})).await;
    let answer = answer.expect(200);
    assert_eq!(answer["moved_in"], json!(["TB-2026-0003"]));
    assert_eq!(answer["moved_out"], json!([]));
    let third = &answer["places"][2];
    assert_eq!(
        (&third["official"]["outcome"], &third["scenario"]["outcome"]),
        (&json!("reserve"), &json!("selected"))
    );
    assert_ne!(third["official"]["reason"]["id"], third["scenario"]["reason"]["id"]);
    let runs = app.get(&scene.chair, &scene.world.call_path("selections")).await;
    assert_eq!(runs.expect(200), &json!([]));
}

#[actix_web::test]
async fn a_scenario_that_makes_no_sense_names_its_fields() {
    let scene = Scene::plenary(AGREED, 2).await;
    let path = scene.world.call_path("selections/what-if");
    let body = json!({"seats": 0, "weights": {"K1": 70}});
    let refused = scene.world.app.post(&scene.chair, &path, body).await;
    let named: Vec<String> = refused.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!((refused.status, named), (422, vec!["seats".to_owned(), "weights".to_owned()]));
    let unknown = scene.world.app.post(&scene.chair, &path, json!({"chairs": 3})).await;
    assert_eq!(unknown.status, 422);
}

#[actix_web::test]
async fn the_calibrated_order_and_a_missing_reviewer_can_be_asked_about() {
    let scene = Scene::plenary(AGREED, 2).await;
    let path = scene.world.call_path("selections/what-if");
    for body in [
        json!({"order": "calibrated"}),
        json!({"leave_out_reviewer": scene.reviewers[0].id}),
        json!({"aggregate": "median", "per_problem": 1, "weights": {"K1": 50, "K2": 50}}),
    ] {
        let answer = scene.world.app.post(&scene.chair, &path, body).await;
        assert_eq!(answer.expect(200)["places"].as_array().unwrap().len(), 5);
    }
}

#[actix_web::test]
async fn the_sensitivity_of_a_run_is_one_report() {
    let scene = Scene::plenary(AGREED, 2).await;
    let run = scene.compute().await;
    let path = format!("/api/v1/selections/{run}/sensitivity");
    let report = scene.world.app.get(&scene.chair, &path).await;
    let report = report.expect(200);
    let kinds: Vec<&str> = report["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["kind"].as_str().unwrap())
        .collect();
    let of = |kind: &str| kinds.iter().filter(|found| **found == kind).count();
    assert_eq!(of("leave_out_reviewer"), 3);
    assert_eq!((of("weight"), of("calibrated_order"), of("seats")), (4, 1, 2));
    assert_eq!(report["places"].as_array().unwrap().len(), 5);
    assert!(["stable", "sensitive"].contains(&report["verdict"].as_str().unwrap()));
    assert!(!report["words"]["id"].as_str().unwrap().is_empty());
}

#[actix_web::test]
async fn questions_are_for_those_who_run_the_plenary_and_only_then() {
    let scene = Scene::review(AGREED, 2).await;
    let app = &scene.world.app;
    let path = scene.world.call_path("selections/what-if");
    let early = app.post(&scene.chair, &path, json!({})).await;
    assert_eq!(early.refusal(409), "wrong_phase");
    scene.open_plenary();
    let run = scene.compute().await;
    let sensitivity = format!("/api/v1/selections/{run}/sensitivity");
    for person in [&scene.reviewers[0], &scene.proposals[0].candidate] {
        assert_eq!(app.post(person, &path, json!({})).await.refusal(404), "not_found");
        assert_eq!(app.get(person, &sensitivity).await.refusal(404), "not_found");
    }
    for role in [Role::Secretariat, Role::Decider, Role::Auditor] {
        let person = scene.world.official(&format!("pejabat {role:?}"), role);
        app.post(&person, &path, json!({})).await.expect(200);
        let report: Value = app.get(&person, &sensitivity).await.expect(200).clone();
        assert!(report["answers"].is_array());
    }
}
