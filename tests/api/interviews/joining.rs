//! The interview joined with the document by the frozen rule, exactly; and what the ranking would be without it.

use super::{Scene, interview};
use serde_json::{Value, json};
use test_support::Submission;
use tubel::features::calls::AbsentRule;
use tubel::features::selection::actions::replay;

/// Two proposals whose documents and interviews say the opposite: by document the first is better.
async fn opposed() -> (Scene, Submission, Submission) {
    let scene = Scene::new();
    let (one, other) = (scene.world.proposal("andi"), scene.world.proposal("bela"));
    scene.document(&one, (6, 5)).await;
    scene.document(&other, (5, 5)).await;
    let first = scene.plan(&one, scene.hours(1)).await;
    let second = scene.plan(&other, scene.hours(2)).await;
    scene.later(1);
    for (slot, score) in [(&first, 2), (&second, 6)] {
        scene.attend(slot, "present").await;
        scene.score(slot, score).await;
    }
    scene.later(11);
    (scene, one, other)
}

fn number(of: &Submission) -> String {
    of.number.clone()
}

#[actix_web::test]
async fn seventy_of_the_document_and_thirty_of_the_interview() {
    let (scene, one, other) = opposed().await;
    let run = scene.compute(json!({})).await.expect(201)["id"].as_str().unwrap().to_owned();
    let app = &scene.world.app;
    let found = app.get(&scene.chair, &format!("/api/v1/selections/{run}/ranking")).await;
    let found = found.expect(200);
    assert_eq!(found["method"], "tubel-selection/8");
    let places = found["places"].as_array().unwrap();
    let numbers: Vec<&str> = places.iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, [number(&other), number(&one)]);
    // The document 500 of two sheets; the interview 6 on a scale of 100: (70 × 500 + 30 × 600) / 100.
    assert_eq!(places[0]["value"], json!({"sum": 530, "count": 1}));
    assert_eq!(places[0]["joined"]["document"], json!({"sum": 1000, "count": 2}));
    assert_eq!(places[0]["joined"]["interview"], json!({"sum": 600, "count": 1}));
    assert_eq!(places[0]["joined"]["percent"], 30);
    // (70 × 560 + 30 × 200) / 100
    assert_eq!(places[1]["value"], json!({"sum": 452, "count": 1}));
    let inputs = app.get(&scene.chair, &format!("/api/v1/selections/{run}/inputs")).await;
    let interview = &inputs.expect(200)["proposals"][0]["interview"];
    assert_eq!(interview["outcome"], "held");
    assert_eq!(interview["sheets"].as_array().unwrap().len(), 3);
    let id = run.parse().unwrap();
    let again = app.database().read(|db| replay(db, &id)).unwrap();
    assert!(again.is_identical && again.hashes_hold);
}

#[actix_web::test]
async fn the_report_says_who_has_a_seat_only_because_of_the_interview() {
    let (scene, one, other) = opposed().await;
    let run = scene.compute(json!({})).await.expect(201)["id"].as_str().unwrap().to_owned();
    let app = &scene.world.app;
    let path = format!("/api/v1/selections/{run}/without-interview");
    let report = app.get(&scene.chair, &path).await;
    let report = report.expect(200);
    assert_eq!((&report["percent"], &report["changes_selection"]), (&json!(30), &json!(true)));
    assert_eq!(report["other_places"].as_array().unwrap().len(), 2);
    assert_eq!(report["compared"]["moved_in"], json!([number(&one)]));
    assert_eq!(report["compared"]["moved_out"], json!([number(&other)]));
    assert!(report["words"]["en"].as_str().unwrap().starts_with("Yes:"), "{}", report["words"]);
    app.get(&scene.panel[0], &path).await.refusal(404);
    // The same as a table.
    let path = scene.world.call_path("exports/interview?format=csv");
    let table = app.get(&scene.chair, &path).await;
    let table = String::from_utf8(table.expect_file().to_vec()).unwrap();
    let row = table.lines().find(|line| line.starts_with(&number(&other))).unwrap();
    assert!(row.starts_with(&format!("{},1,2,500", number(&other))), "{row}");
    assert!(row.ends_with("selected,reserve"), "{row}");
}

#[actix_web::test]
async fn a_proposal_without_its_sheets_stops_the_run_until_it_is_named() {
    let scene = Scene::new();
    let (one, other) = (scene.world.proposal("andi"), scene.world.proposal("bela"));
    scene.document(&one, (6, 5)).await;
    scene.document(&other, (5, 5)).await;
    let slot = scene.plan(&one, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "present").await;
    for panelist in scene.panel.iter().take(2) {
        scene.save(panelist, &slot, 5).await.expect(200);
        scene.submit(panelist, &slot, 1).await.expect(200);
    }
    scene.later(10);
    let refused = scene.compute(json!({})).await;
    assert_eq!(refused.refusal(409), "interviews_lacking");
    let codes: Vec<String> = refused.faults().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["interview_lacks_sheets", "interview_not_planned"]);
    assert!(refused.text().contains("sari"), "who is waited for: {}", refused.text());
    // The third panelist hands in after all, in the plenary.
    scene.save(&scene.panel[2], &slot, 5).await.expect(200);
    scene.submit(&scene.panel[2], &slot, 1).await.expect(200);
    let left =
        json!({"without": [number(&other)], "reason": "Calon mengundurkan diri dari wawancara."});
    let run = scene.compute(left).await.expect(201)["id"].as_str().unwrap().to_owned();
    let found =
        scene.world.app.get(&scene.chair, &format!("/api/v1/selections/{run}/ranking")).await;
    let left = &found.expect(200)["not_ranked"][0];
    assert_eq!((&left["reason"], &left["complete"]), (&json!("interview_lacking"), &json!(0)));
}

async fn missed(absent: AbsentRule) -> (Scene, Value) {
    let scene = Scene::with(|definition| {
        definition.interview = Some(interview(absent));
        definition.rubric.thresholds.total = None;
    });
    let of = scene.world.proposal("andi");
    scene.document(&of, (6, 6)).await;
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    let attendance = format!("{slot}/attendance");
    let silent = json!({"attendance": "absent", "reason": " "});
    let refused = scene.act(&scene.panel[0], &attendance, silent).await;
    assert_eq!(refused.faults(), [("reason".to_owned(), "absence_without_reason".to_owned())]);
    scene.attend(&slot, "absent").await;
    let (title, text) = scene.last_letter(&of.candidate).await;
    assert!(title.contains("tidak hadir") && text.contains("surat dokter"), "{title} {text}");
    // In the plenary, and interviews are held still.
    scene.later(10);
    let refused = scene.compute(json!({})).await;
    assert_eq!(refused.faults()[0].1, "interview_missed_early");
    scene.later(5);
    let run = scene.compute(json!({})).await.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/selections/{run}/ranking");
    let found = scene.world.app.get(&scene.chair, &path).await.expect(200).clone();
    (scene, found)
}

#[actix_web::test]
async fn whoever_finally_did_not_attend_has_what_was_announced() {
    let (_, found) = missed(AbsentRule::NotRanked).await;
    assert_eq!(found["not_ranked"][0]["reason"], "interview_missed");
    let (_, found) = missed(AbsentRule::Zero).await;
    assert_eq!(found["places"][0]["value"], json!({"sum": 420, "count": 1}));
    assert_eq!(found["places"][0]["joined"]["absent"], true);
}

#[actix_web::test]
async fn a_call_without_interviews_has_the_bytes_it_always_had() {
    let scene = Scene::with(|definition| definition.interview = None);
    let of = scene.world.proposal("andi");
    scene.document(&of, (6, 5)).await;
    scene.later(11);
    let run = scene.compute(json!({})).await.expect(201)["id"].as_str().unwrap().to_owned();
    let app = &scene.world.app;
    for paper in ["ranking", "inputs"] {
        let read = app.get(&scene.chair, &format!("/api/v1/selections/{run}/{paper}")).await;
        let text = read.expect(200).to_string();
        assert!(!text.contains("interview") && !text.contains("joined"), "{text}");
    }
    let id = run.parse().unwrap();
    let again = app.database().read(|db| replay(db, &id)).unwrap();
    assert!(again.is_identical && again.hashes_hold);
    assert!(again.document.contains("tubel-selection/6"));
    let path = format!("/api/v1/selections/{run}/without-interview");
    assert_eq!(app.get(&scene.chair, &path).await.refusal(409), "run_without_interviews");
}
