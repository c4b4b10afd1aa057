//! Sheets: after the interview began, in the words of the rubric, one's own first.

use super::{Scene, sheet};
use serde_json::json;

#[actix_web::test]
async fn a_sheet_opens_with_the_interview_and_is_handed_in_once_attendance_is_recorded() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(24)).await;
    let rina = &scene.panel[0];
    assert_eq!(scene.save(rina, &slot, 5).await.refusal(409), "interview_not_begun");
    let early = json!({"attendance": "present", "reason": ""});
    let refused = scene.act(rina, &format!("{slot}/attendance"), early).await;
    assert_eq!(refused.refusal(409), "interview_not_begun");
    scene.later(2);
    let saved = scene.save(rina, &slot, 5).await;
    assert_eq!((saved.expect(200)["version"].as_i64(), saved.header("etag")), (Some(1), "\"v1\""));
    assert_eq!(scene.submit(rina, &slot, 1).await.refusal(409), "interview_not_attended");
    scene.attend(&slot, "remote").await;
    assert_eq!(scene.submit(rina, &slot, 0).await.refusal(412), "stale");
    let receipt = scene.submit(rina, &slot, 1).await;
    assert_eq!(receipt.expect(200)["sheet_hash"].as_str().unwrap().len(), 64);
    let last = scene.world.app.recorded(&format!("proposal:{}", of.id)).pop().unwrap();
    assert_eq!(
        (last.0.as_str(), &last.1["sheet_hash"]),
        ("interview.sheet_submitted", &receipt.json["sheet_hash"])
    );
    // A lost answer is asked for again; a change is not.
    scene.submit(rina, &slot, 1).await.expect(200);
    let path = format!("{slot}/sheet");
    let changed = scene.world.app.put_from(rina, &path, 1, sheet(6)).await;
    assert_eq!(changed.refusal(409), "interview_sheet_locked");
}

#[actix_web::test]
async fn only_the_fixed_questions_and_the_scale_of_the_rubric() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "present").await;
    let rina = &scene.panel[0];
    let path = format!("{slot}/sheet");
    let wrong = json!({"scores": {
        "W1": {"score": 4, "reason": ""}, "W9": {"score": 5, "reason": ""},
    }, "comment": ""});
    let refused = scene.world.app.put_from(rina, &path, 0, wrong).await;
    let expected = [("scores.W1.score", "score_not_on_scale"), ("scores.W9", "question_unknown")];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(refused.faults(), expected);
    let begun = json!({"scores": {"W1": {"score": 7, "reason": "short"}}, "comment": ""});
    scene.world.app.put_from(rina, &path, 0, begun).await.expect(200);
    let refused = scene.submit(rina, &slot, 1).await;
    let expected = [
        ("scores.W1.reason", "reason_too_short"),
        ("scores.W2.score", "score_missing"),
        ("scores.W3.score", "score_missing"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(refused.faults(), expected);
    // Another window had an older text.
    let stale = scene.world.app.put_from(rina, &path, 0, sheet(5)).await;
    assert_eq!(stale.refusal(412), "stale");
}

#[actix_web::test]
async fn nobody_sees_anothers_sheet_before_their_own_is_in() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "present").await;
    let (rina, budi, tono) = (&scene.panel[0], &scene.panel[1], &scene.panel[3]);
    scene.save(rina, &slot, 5).await.expect(200);
    scene.submit(rina, &slot, 1).await.expect(200);
    let sheets = format!("{slot}/sheets");
    let app = &scene.world.app;
    assert_eq!(app.get(budi, &sheets).await.refusal(404), "not_found");
    assert_eq!(app.get(rina, &sheets).await.expect(200).as_array().unwrap().len(), 1);
    // Who sits on no panel sees neither, the candidate no sheet; the office not before the plenary.
    for path in [slot.clone(), sheets.clone(), format!("{slot}/sheet")] {
        assert_eq!(app.get(tono, &path).await.refusal(404), "not_found");
    }
    assert_eq!(app.get(&of.candidate, &sheets).await.refusal(404), "not_found");
    assert_eq!(app.get(&scene.world.secretariat, &sheets).await.refusal(409), "wrong_phase");
    scene.save(budi, &slot, 6).await.expect(200);
    assert_eq!(app.get(budi, &sheets).await.refusal(404), "not_found");
    scene.submit(budi, &slot, 1).await.expect(200);
    let seen = app.get(budi, &sheets).await;
    assert_eq!(seen.expect(200).as_array().unwrap().len(), 2);
    scene.later(10);
    app.get(&scene.world.secretariat, &sheets).await.expect(200);
    // One's own list.
    let own = app.get(rina, "/api/v1/interviews").await;
    assert_eq!(own.expect(200).as_array().unwrap().len(), 1);
    assert_eq!(app.get(tono, "/api/v1/interviews").await.expect(200), &json!([]));
}
