//! The board: what is counted, when, of whom, and what it does not tell.

use super::Scene;
use crate::pages::Visit;
use serde_json::{Value, json};
use tubel::kernel::access::Role;

/// All of it after the seats were accepted.
const LATER: (&str, &str) = ("2027-03-01", "2027-12-31");

fn untaken(board: &Value, proposed: bool) -> Vec<&str> {
    let all = board["untaken"].as_array().unwrap().iter();
    all.filter(|one| one["proposed"] == proposed).map(|one| one["code"].as_str().unwrap()).collect()
}

fn stages(board: &Value) -> Vec<(&str, u64)> {
    let known = ["offered", "accepted", "not_taken_up"];
    let all = board["stages"].as_array().unwrap().iter();
    let all = all.filter(|one| known.contains(&one["stage"].as_str().unwrap()));
    all.map(|one| (one["stage"].as_str().unwrap(), one["count"].as_u64().unwrap())).collect()
}

#[actix_web::test]
async fn what_is_proposed_stays_secret_until_the_result_and_then_is_no_problem_that_nobody_took() {
    let scene = Scene::new().await;
    let board = scene.board("").await;
    assert_eq!((untaken(&board, false).len(), untaken(&board, true).len()), (25, 0));
    assert_eq!(board["outcomes"]["cases"], 0);
    scene.announce().await;
    let board = scene.board("").await;
    assert_eq!(untaken(&board, true), ["M-001", "M-002", "M-003", "M-004"]);
    assert_eq!(untaken(&board, false).len(), 21);
}

#[actix_web::test]
async fn an_award_is_judged_by_its_problem_and_not_before_it_is_old_enough() {
    let scene = Scene::new().await;
    scene.accept(1).await;
    let board = scene.board("").await;
    assert_eq!(stages(&board), [("offered", 1), ("accepted", 3), ("not_taken_up", 0)]);
    assert_eq!(untaken(&board, true), ["M-004"]);
    let line = Scene::line(&board, "M-003");
    assert_eq!(line["events"], json!([{"day": "2027-02-11", "event": "seat_accepted"}]));
    assert_eq!(
        (&line["progress"], &line["outcome"]),
        (&json!("not_measured"), &json!("too_young"))
    );

    scene.world.app.at("2028-02-10T01:00:00Z");
    // Lower is better for the first two, higher for the third; the fourth has no award.
    scene.measure("M-003", LATER, "0,9%", None).await;
    scene.measure("M-001", LATER, "39%", None).await;
    scene.measure("M-002", LATER, "70%", Some("Dua provinsi tidak melapor.")).await;
    scene.measure("M-004", LATER, "20%", None).await;
    let young = scene.board("").await;
    let counts = &young["outcomes"];
    assert_eq!(
        (&counts["too_young"], &counts["met_too_young"]),
        (&json!(3), &json!(1)),
        "{counts}"
    );
    assert_eq!(Scene::line(&young, "M-003")["state"], "solved");

    scene.world.app.at("2028-02-11T01:00:00Z");
    let board = scene.board("").await;
    let counts = &board["outcomes"];
    let found =
        ["cases", "solved", "not_solved", "too_young"].map(|name| counts[name].as_u64().unwrap());
    assert_eq!(found, [3, 1, 1, 1], "what has gaps says nothing yet");
    let moved = |group: &str| {
        ["cases", "met", "towards", "not_towards", "not_measured"]
            .map(|name| board[group][name].as_u64().unwrap())
    };
    assert_eq!(moved("with_award"), [3, 1, 0, 1, 1]);
    assert_eq!(moved("without_award"), [22, 0, 1, 0, 21]);
    assert_eq!(Scene::line(&board, "M-004")["way_behind"], 35);
    assert_eq!(Scene::line(&board, "M-001")["way_behind"], -4);
    assert_eq!(Scene::line(&board, "M-002")["now"], Value::Null);

    let page = Visit::new(&scene.world.app).read("/impact?lang=en").await;
    let page = page.expect_page();
    assert!(page.contains("1 of 2") && !page.contains("50%"), "two cases have no percentage");
    assert!(page.contains("does not prove why it moved"));
    assert!(page.contains("<svg") && page.contains("class=\"event\""));
}

#[actix_web::test]
async fn a_unit_has_a_board_of_its_own_problems() {
    let scene = Scene::new().await;
    scene.accept(0).await;
    let board = scene.board(&format!("/units/{}", scene.unit("M-003"))).await;
    let codes: Vec<&str> = board["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"M-003") && !codes.contains(&"M-001"), "{codes:?}");
    assert_eq!(stages(&board)[1], ("accepted", 1));
    assert_eq!(board["cost"], Value::Null);
    assert_eq!(board["unit"]["code"], scene.unit("M-003"));
    let nowhere = scene.world.app.send("GET", "/api/v1/impact/units/U.NOWHERE", "en").await;
    assert_eq!(nowhere.refusal(404), "not_found");
    let page = Visit::new(&scene.world.app);
    page.read(&format!("/impact/units/{}", scene.unit("M-003"))).await.expect_page();
}

#[actix_web::test]
async fn the_public_learns_no_name_no_number_and_no_single_cost() {
    let scene = Scene::new().await;
    scene.accept(1).await;
    let declined = &scene.entries[3];
    let path = format!("/api/v1/proposals/{}/award", declined.id);
    let award = scene.world.app.get(&declined.candidate, &path).await.expect(200)["id"].clone();
    let path = format!("/api/v1/awards/{}/decline", award.as_str().unwrap());
    scene.world.app.post(&declined.candidate, &path, json!({})).await.expect(200);
    let board = scene.board("").await;
    assert_eq!(stages(&board), [("offered", 0), ("accepted", 3), ("not_taken_up", 1)]);
    assert_eq!(board["cost"], json!({"seats": 3, "stated": 3, "median": null}));
    let page = Visit::new(&scene.world.app).read("/impact").await;
    let told = format!("{board} {}", page.expect_page());
    for entry in &scene.entries {
        for secret in [entry.id.as_str(), &entry.number, entry.candidate.id.as_str(), "Calon M-"] {
            assert!(!told.contains(secret), "{secret}");
        }
    }
}

#[actix_web::test]
async fn whoever_has_an_account_takes_the_board_as_a_table_and_the_record_says_so() {
    let scene = Scene::new().await;
    scene.accept(0).await;
    let app = &scene.world.app;
    let path = "/api/v1/impact/export?format=json";
    assert_eq!(app.send("GET", path, "en").await.refusal(401), "not_signed_in");
    let rows = app.get(&scene.entries[0].candidate, path).await.expect(200).clone();
    let row = rows.as_array().unwrap().iter().find(|row| row["problem"] == "M-003").unwrap();
    assert_eq!((&row["seats_accepted"], &row["awarded_on"]), (&json!(1), &json!("2027-02-11")));
    assert_eq!((&row["baseline"], &row["target"]), (&json!(1.94), &json!(1)));
    let acts: Vec<String> = app.recorded("problems").into_iter().map(|(act, _)| act).collect();
    assert_eq!(acts.last().map(String::as_str), Some("export.made"));
    for format in ["csv", "xlsx"] {
        let path = format!("/api/v1/impact/export?format={format}");
        app.get(&scene.entries[0].candidate, &path).await.expect_file();
    }
    let reader = app.person("pembaca").role(Role::Inspector).unit("P.IU.01").create();
    let page = Visit::signed_in(app, &reader).await;
    assert!(page.read("/impact").await.expect_page().contains("/impact/export?"));
}
