//! Rubrics, rule sets and document lists to copy into a call.

use super::{anybody, changed, start};
use serde_json::{Value, json};
use test_support::TestApp;

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn anybody_reads_the_templates() {
    let app = TestApp::start();
    for (path, expected) in [
        ("/api/v1/rubrics", vec!["bima", "default"]),
        ("/api/v1/eligibility-rule-sets", vec!["default", "legacy-age"]),
        ("/api/v1/document-sets", vec!["default"]),
    ] {
        let list = anybody(&app, path).await;
        assert_eq!(codes(list.expect(200)), expected);
        let one = anybody(&app, &format!("{path}/default")).await;
        assert!(list.json.as_array().unwrap().contains(one.expect(200)));
        assert_eq!(anybody(&app, &format!("{path}/nothing")).await.refusal(404), "not_found");
    }
}

#[actix_web::test]
async fn the_bima_profile_can_be_copied_into_a_call() {
    let (app, admin) = start();
    let bima = anybody(&app, "/api/v1/rubrics/bima").await.json;
    let definition = changed(|d| {
        d["rubric"] = bima;
        d["ranking"]["tie_breaks"] = json!([{"key": "criterion_mean", "criterion": "R3"}]);
    });
    let id = app.frozen_call_of(&admin, "BIMA-2026", definition).await;
    let rubric = anybody(&app, &format!("/api/v1/calls/{id}/rubric")).await;
    assert_eq!(rubric.expect(200)["scores"], json!([1, 2, 3, 5, 6, 7]));
}

#[actix_web::test]
async fn the_agencys_own_rubric_is_offered_beside_the_shipped_ones() {
    let own = include_str!("../../../config/rubrics/bima.toml");
    let app = TestApp::with(|settings| {
        let folder = settings.data.folder.join("rubrics");
        std::fs::create_dir(&folder).unwrap();
        let own = own.replace("code = \"bima\"", "code = \"ours\"");
        std::fs::write(folder.join("ours.toml"), own).unwrap();
    });
    let list = anybody(&app, "/api/v1/rubrics").await;
    assert_eq!(codes(list.expect(200)), ["bima", "default", "ours"]);
}
