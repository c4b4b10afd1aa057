//! Score sheets: saved as often as one likes, checked against the rubric, locked on submission.

use reqwest::Method;
use serde_json::{Value, json};
use test_support::Answer;
use test_support::review::{World, sheet};

#[actix_web::test]
async fn a_draft_may_lack_anything_but_holds_only_what_the_rubric_knows() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    let faulty = json!({"scores": {"K1": {"score": 4}, "K9": {"score": 3}}});
    let refused = world.save(&rina, &task, faulty).await;
    let expected = [
        ("scores.K1.score".to_owned(), "score_not_on_scale".to_owned()),
        ("scores.K9".to_owned(), "criterion_unknown".to_owned()),
    ];
    assert_eq!(refused.faults(), expected);
    assert_eq!(
        refused.json["errors"][0]["message"],
        "The score 4 is not in the rubric's list: 1, 2, 3, 5, 6, 7."
    );
    let kept = world.save(&rina, &task, json!({"feedback": "Begun."})).await;
    let kept = kept.expect(200);
    assert_eq!(
        (&kept["version"], &kept["state"], &kept["total"]),
        (&json!(1), &json!("draft"), &Value::Null)
    );
}

#[actix_web::test]
async fn a_submission_tells_everything_that_is_missing() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    assert_eq!(world.submit(&rina, &task, 0).await.refusal(409), "sheet_not_begun");
    let draft = json!({"scores": {"K1": {"score": 7, "reason": "short"}}});
    world.save(&rina, &task, draft).await.expect(200);
    let refused = world.submit(&rina, &task, 1).await;
    let expected = [
        ("scores.K1.reason".to_owned(), "reason_too_short".to_owned()),
        ("scores.K2.score".to_owned(), "score_missing".to_owned()),
    ];
    assert_eq!(refused.faults(), expected);
    let unreasoned = json!({"scores": {"K1": {"score": 1}, "K2": {"score": 3}}});
    world.app.put_from(&rina, &format!("{task}/sheet"), 1, unreasoned).await.expect(200);
    let refused = world.submit(&rina, &task, 2).await;
    assert_eq!(refused.faults(), [("scores.K1.reason".to_owned(), "reason_required".to_owned())]);
}

#[actix_web::test]
async fn of_two_tabs_the_later_gets_both_texts_back() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    let path = format!("{task}/sheet");
    let first = world.app.put_from(&rina, &path, 0, sheet((5, 3))).await;
    assert_eq!((first.status, first.header("etag")), (200, "\"v1\""));
    let stale = world.app.put_from(&rina, &path, 0, sheet((2, 2))).await;
    assert_eq!(stale.refusal(412), "stale");
    let details = &stale.json["details"];
    assert_eq!(details["version"], 1);
    assert_eq!(details["stored"]["scores"]["K1"]["score"], 5);
    assert_eq!(details["sent"]["scores"]["K1"]["score"], 2);
    let without = world.app.put(&rina, &path, sheet((2, 2))).await;
    assert_eq!(without.refusal(428), "if_match_required");
    // What was not seen is not handed in either.
    world.app.put_from(&rina, &path, 1, sheet((6, 6))).await.expect(200);
    assert_eq!(world.submit(&rina, &task, 1).await.refusal(412), "stale");
}

#[actix_web::test]
async fn saving_the_same_text_again_makes_no_version() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    let path = format!("{task}/sheet");
    for from in [0, 1, 0] {
        let saved = world.app.put_from(&rina, &path, from, sheet((5, 3))).await;
        assert_eq!(saved.expect(200)["version"], 1);
    }
    world.app.put_from(&rina, &path, 1, sheet((6, 3))).await.expect(200);
    let versions = world.app.get(&rina, &format!("{path}/versions")).await;
    let scores: Vec<&Value> = versions.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| &version["sheet"]["scores"]["K1"]["score"])
        .collect();
    assert_eq!(scores, [&json!(5), &json!(6)]);
    let page = world.app.get(&rina, &format!("{path}/versions?limit=1&after=1")).await;
    assert_eq!(page.expect(200)["items"][0]["version"], 2);
}

#[actix_web::test]
async fn handing_in_locks_the_sheet_and_a_repetition_gets_the_same_receipt() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    let send = async || {
        let path = format!("{task}/sheet/submit");
        let request = world.app.request_as(&rina, Method::POST, &path).await;
        Answer::of(request.header("if-match", "\"v1\"").header("idempotency-key", "k-1")).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(200)["total"], 420);
    assert_eq!(first.bytes, second.bytes);
    // The receipt holds what an outsider needs to check it against the record.
    let opened = json!({"salt": first.json["salt"], "sheet": sheet((5, 3))});
    assert_eq!(first.json["sheet_hash"], tubel::kernel::canonical::hash_of(&opened).unwrap());
    assert_eq!(world.app.entry_of(&first.json["ledger"]).act, "sheet.submitted");

    let locked = world.app.put_from(&rina, &format!("{task}/sheet"), 1, sheet((6, 6))).await;
    assert_eq!(locked.refusal(409), "sheet_locked");
    assert_eq!(world.submit(&rina, &task, 1).await.refusal(409), "sheet_locked");
    let read = world.app.get(&rina, &format!("{task}/sheet")).await;
    assert_eq!(
        (&read.expect(200)["state"], &read.json["total"]),
        (&json!("submitted"), &json!(420))
    );
}

#[actix_web::test]
async fn sheets_are_written_in_the_review_only() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    let start = world.app.now();
    // One microsecond before the end of the screening, and the very end of the review.
    let screening = tubel::kernel::clock::Timestamp::from_micros(start.plus_days(-10).micros() - 1);
    for instant in [screening, start.plus_days(10)] {
        world.app.set_clock(instant);
        let save = world.app.put_from(&rina, &format!("{task}/sheet"), 1, sheet((6, 6))).await;
        assert_eq!(save.refusal(409), "wrong_phase");
        assert_eq!(world.submit(&rina, &task, 1).await.refusal(409), "wrong_phase");
    }
    world.app.set_clock(screening);
    // The text is not read before the review either.
    assert_eq!(world.app.get(&rina, &task).await.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn a_withdrawn_proposal_is_nobodys_task() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    let id = proposal.id.clone();
    world.write(move |db| {
        use diesel::prelude::*;
        use tubel::platform::db::schema::proposals;
        diesel::update(proposals::table.find(&id))
            .set((proposals::state.eq("withdrawn"), proposals::withdrawn_reason.eq("Moved")))
            .execute(db)?;
        Ok(())
    });
    world.save(&rina, &task, sheet((5, 3))).await.refusal(404);
    let pile = world.app.get(&rina, "/api/v1/assignments").await;
    assert_eq!(pile.expect(200)["items"], json!([]));
}

#[actix_web::test]
async fn nobody_writes_on_anothers_sheet() {
    let world = World::new();
    let (rina, tono, proposal) =
        (world.reviewer("rina"), world.reviewer("tono"), world.proposal("siti"));
    let task = world.assign(&proposal, &rina).await;
    world.assign(&proposal, &tono).await;
    for other in [&tono, &world.secretariat, &proposal.candidate] {
        world.save(other, &task, sheet((1, 1))).await.refusal(404);
        world.submit(other, &task, 0).await.refusal(404);
        world.app.get(other, &task).await.refusal(404);
        world.app.get(other, &format!("{task}/sheet")).await.refusal(404);
    }
}

#[actix_web::test]
async fn every_act_of_the_panel_is_on_the_record_without_a_score_or_a_word() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    world.score(&proposal, &rina, (5, 3)).await;
    let path = format!("/api/v1/proposals/{}/conflicts", proposal.id);
    world.app.post(&rina, &path, json!({"reason": "We are cousins."})).await.expect(201);
    let entries = world
        .app
        .database()
        .read(|db| {
            tubel::platform::ledger::entries_after(
                db,
                0,
                tubel::platform::ledger::Wanted::default(),
                1000,
            )
        })
        .unwrap();
    let acts: Vec<&str> = entries
        .iter()
        .map(|entry| entry.act.as_str())
        .filter(|act| !act.starts_with("user") && !act.starts_with("role"))
        .filter(|act| !act.starts_with("session") && !act.starts_with("record."))
        .collect();
    let expected = ["assignment.made", "sheet.saved", "sheet.submitted", "conflict.declared"];
    assert_eq!(acts, expected);
    let record = serde_json::to_string(&entries).unwrap();
    for secret in ["cousins", "A clear case", "Between us", ":420", "\"score\""] {
        assert!(!record.contains(secret), "{secret}");
    }
}

#[actix_web::test]
async fn a_receipt_can_be_read_again_for_as_long_as_the_sheet_is_locked() {
    let world = World::new();
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let path = format!("{task}/sheet/receipt");
    world.save(&rina, &task, sheet((5, 6))).await.expect(200);
    assert_eq!(world.app.get(&rina, &path).await.expect(200), &json!(null));
    let given = world.submit(&rina, &task, 1).await.expect(200).clone();
    // Later entries of the record change nothing about it.
    world.proposal("budi");
    world.reviewer("joko");
    assert_eq!(world.app.get(&rina, &path).await.expect(200), &given);
}
