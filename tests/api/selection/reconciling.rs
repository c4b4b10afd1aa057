//! Divergent sheets are listed in the run and hold up its adoption until they are talked through,
//! scored by one more reviewer, or accounted for; a sheet scored anew keeps its first scores.

use super::scene::{AGREED, Scene, Sheets};
use serde_json::json;
use test_support::review::sheet;
use tubel::kernel::access::Role;

/// The first proposal's reviewers are four steps apart on K1.
const APART: Sheets = {
    let mut sheets = AGREED;
    sheets[0] = [(6, 6), (2, 5)];
    sheets
};

const NOTE: &str = "Both read the plan again; the difference is about feasibility, and it stays.";
const REASON: &str = "The second reviewer looked at an older version.";

#[actix_web::test]
async fn divergent_sheets_hold_up_the_adoption_until_the_chair_notes_how_they_were_reconciled() {
    let scene = Scene::plenary(APART, 2).await;
    let (app, run) = (&scene.world.app, scene.compute().await);
    let divergent = scene.findings(&run).await["divergent"].clone();
    let found = &divergent[0];
    assert_eq!(divergent.as_array().unwrap().len(), 1);
    assert_eq!((&found["number"], &found["range"]), (&json!("TB-2026-0001"), &json!(280)));
    assert_eq!(found["criteria"], json!(["K1"]));
    assert_eq!(found["pass_line_between"], true);

    let preview = scene.world.call_path("decisions/preview");
    let refused = app.post(&scene.chair, &preview, scene.proposition(&run, "")).await;
    let fault = ("minutes.divergence_reason".to_owned(), "divergence_reason".to_owned());
    assert_eq!((refused.status, refused.faults()), (422, vec![fault]));
    assert!(refused.json["errors"][0]["message"].as_str().unwrap().contains("TB-2026-0001"));

    let path = scene.proposal_path(0, "reconciliation");
    let note = app.post(&scene.chair, &path, json!({"note": NOTE})).await;
    assert_eq!(note.expect(201)["note"], NOTE);
    app.post(&scene.chair, &preview, scene.proposition(&run, "")).await.expect(200);
    let sheets = app.get(&scene.chair, &scene.proposal_path(0, "sheets")).await;
    assert_eq!(sheets.expect(200)["reconciliations"][0]["note"], NOTE);
}

#[actix_web::test]
async fn the_minutes_may_say_why_nothing_was_reconciled() {
    let scene = Scene::plenary(APART, 2).await;
    let run = scene.compute().await;
    let preview = scene.world.call_path("decisions/preview");
    let reason = "One reviewer is ill; the plenary read the proposal itself.";
    let body = scene.proposition(&run, reason);
    scene.world.app.post(&scene.chair, &preview, body).await.expect(200);
}

#[actix_web::test]
async fn an_additional_reviewer_settles_it_too() {
    let scene = Scene::review(APART, 2).await;
    scene.world.score(&scene.proposals[0], &scene.reviewers[2], (5, 5)).await;
    scene.open_plenary();
    let run = scene.compute().await;
    assert_eq!(scene.findings(&run).await["divergent"][0]["sheets"], 3);
    let preview = scene.world.call_path("decisions/preview");
    let body = scene.proposition(&run, "");
    scene.world.app.post(&scene.chair, &preview, body).await.expect(200);
}

#[actix_web::test]
async fn sheets_that_agree_cannot_be_reconciled_and_a_note_needs_words() {
    let scene = Scene::plenary(APART, 2).await;
    let app = &scene.world.app;
    let agreed = scene.proposal_path(2, "reconciliation");
    let refused = app.post(&scene.chair, &agreed, json!({"note": NOTE})).await;
    assert_eq!(refused.refusal(409), "not_divergent");
    let path = scene.proposal_path(0, "reconciliation");
    let short = app.post(&scene.chair, &path, json!({"note": "fine"})).await;
    assert_eq!((short.status, &*short.faults()[0].0), (422, "note"));
}

#[actix_web::test]
async fn a_sheet_opened_again_is_scored_anew_and_the_first_scores_stay_beside() {
    let scene = Scene::plenary(APART, 2).await;
    let (app, task) = (&scene.world.app, &scene.tasks[1]);
    let reviewer = &scene.reviewers[1];
    let old_run = scene.compute().await;
    let late = app.put_from(reviewer, &format!("{task}/sheet"), 1, sheet((6, 5))).await;
    assert_eq!(late.refusal(409), "wrong_phase");

    let opened = app.post(&scene.chair, &format!("{task}/reopen"), json!({"reason": REASON})).await;
    assert_eq!(opened.expect(200)["state"], "draft");
    // It counts for nothing while it is open.
    let runs = scene.world.call_path("selections");
    assert_eq!(app.post(&scene.chair, &runs, json!({})).await.refusal(409), "sheets_lacking");
    let between = scene.findings(&scene.compute_without("TB-2026-0001").await).await;
    assert_eq!(between["not_ranked"][0]["id"], "TB-2026-0001");
    app.put_from(reviewer, &format!("{task}/sheet"), 1, sheet((6, 5))).await.expect(200);
    scene.world.submit(reviewer, task, 2).await.expect(200);
    let closed = app.put_from(reviewer, &format!("{task}/sheet"), 2, sheet((5, 5))).await;
    assert_eq!(closed.refusal(409), "wrong_phase");

    let preview = scene.world.call_path("decisions/preview");
    let stale = app.post(&scene.chair, &preview, scene.proposition(&old_run, REASON)).await;
    assert_eq!(stale.refusal(409), "run_superseded");
    let run = scene.compute().await;
    let findings = scene.findings(&run).await;
    assert_eq!(findings["divergent"], json!([]));
    let rescored = &findings["rescored"][0];
    assert_eq!(rescored["number"], "TB-2026-0001");
    assert_eq!((&rescored["first"]["total"], &rescored["total"]), (&json!(320), &json!(560)));
    assert_eq!(rescored["first"]["scores"], json!({"K1": 2, "K2": 5}));
    app.post(&scene.chair, &preview, scene.proposition(&run, "")).await.expect(200);

    let sheets = app.get(&scene.chair, &scene.proposal_path(0, "sheets")).await;
    let sheets = sheets.expect(200)["sheets"].as_array().unwrap().clone();
    let second = sheets.iter().find(|one| one["reviewer"] == json!(reviewer.id)).unwrap();
    assert_eq!((&second["total"], &second["first"]["total"]), (&json!(560), &json!(320)));
    assert_eq!(second["first"]["reason"], REASON);
    let versions = app.get(reviewer, &format!("{task}/sheet/versions")).await;
    assert_eq!(versions.expect(200)["items"][0]["sheet"]["scores"]["K1"]["score"], 2);
    // The other reviewer learns neither the first scores nor who was asked to look again.
    let peer = app.get(&scene.reviewers[0], &scene.proposal_path(0, "sheets")).await;
    assert!(!peer.text().contains(REASON));
    let peer = peer.expect(200);
    assert_eq!(peer["reconciliations"], json!([]));
    let firsts = peer["sheets"].as_array().unwrap().iter().map(|one| &one["first"]);
    assert!(firsts.into_iter().all(serde_json::Value::is_null));
}

#[actix_web::test]
async fn a_sheet_can_be_opened_twice_and_the_very_first_scores_are_shown() {
    let scene = Scene::plenary(APART, 2).await;
    let (app, task, reviewer) = (&scene.world.app, &scene.tasks[1], &scene.reviewers[1]);
    let reopen = format!("{task}/reopen");
    app.post(&scene.chair, &reopen, json!({"reason": REASON})).await.expect(200);
    let again = app.post(&scene.chair, &reopen, json!({"reason": REASON})).await;
    assert_eq!(again.refusal(409), "sheet_not_handed_in");
    // Handed in unchanged, opened once more, changed.
    scene.world.submit(reviewer, task, 1).await.expect(200);
    app.set_clock(app.now().plus_seconds(60));
    app.post(&scene.chair, &reopen, json!({"reason": REASON})).await.expect(200);
    app.put_from(reviewer, &format!("{task}/sheet"), 1, sheet((5, 5))).await.expect(200);
    scene.world.submit(reviewer, task, 2).await.expect(200);
    let findings = scene.findings(&scene.compute().await).await;
    assert_eq!(findings["rescored"][0]["first"]["total"], 320);
    assert_eq!(findings["rescored"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn only_an_impartial_chair_reconciles_and_reopens() {
    let scene = Scene::plenary(APART, 2).await;
    let app = &scene.world.app;
    let note = scene.proposal_path(0, "reconciliation");
    let reopen = format!("{}/reopen", scene.tasks[1]);
    // A chair of the candidate's own unit is an outsider to the proposal.
    let partial = app.person("ketua lain").role(Role::Chair).unit("U.BB.MKS").create();
    let others = [
        scene.world.official("panitera", Role::Secretariat),
        scene.world.official("penetap", Role::Decider),
        scene.world.official("auditor", Role::Auditor),
        scene.reviewers[1].clone(),
        scene.proposals[0].candidate.clone(),
        partial,
    ];
    for person in &others {
        let noted = app.post(person, &note, json!({"note": NOTE})).await;
        assert_eq!(noted.refusal(404), "not_found", "{}", person.email);
        let opened = app.post(person, &reopen, json!({"reason": REASON})).await;
        assert_eq!(opened.refusal(404), "not_found", "{}", person.email);
    }
    app.post(&scene.chair, &note, json!({"note": NOTE})).await.expect(201);
}

#[actix_web::test]
async fn the_acts_are_on_the_record_without_the_words() {
    let scene = Scene::plenary(APART, 2).await;
    let app = &scene.world.app;
    let note = scene.proposal_path(0, "reconciliation");
    app.post(&scene.chair, &note, json!({"note": NOTE})).await.expect(201);
    let reopen = format!("{}/reopen", scene.tasks[1]);
    app.post(&scene.chair, &reopen, json!({"reason": REASON})).await.expect(200);
    let entries = app
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
    let record = serde_json::to_string(&entries).unwrap();
    assert!(record.contains("proposal.reconciled") && record.contains("sheet.reopened"));
    assert!(!record.contains(NOTE) && !record.contains(REASON));
}
