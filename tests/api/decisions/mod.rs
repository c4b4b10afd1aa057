//! The plenary over HTTP: runs, previews, deviations, approval by another person, the embargo,
//! results and exports.

mod awards;
mod confirming;
mod desk;
pub(crate) mod exports;
mod meeting;
pub(crate) mod objections;
mod offered;
mod studies;
mod studies_taken;
mod study_reports;
mod study_story;

use crate::pages::Visit;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::Submission;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};

/// Five proposals: two for the seats, two for the reserve list, one below the threshold.
fn five(world: &World) -> Vec<Submission> {
    let scores: [&[u32]; 5] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[4, 4, 3], &[2, 2, 2]];
    let entries = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    entries
}

async fn ranking(world: &World, run: &str) -> Value {
    let path = format!("/api/v1/selections/{run}/ranking");
    world.app.get(&world.chair, &path).await.expect(200).clone()
}

#[actix_web::test]
async fn a_run_names_a_reason_for_everybody_in_both_languages() {
    let world = World::new().await;
    let entries = five(&world);
    let findings = ranking(&world, &world.run().await).await;
    let outcome = |place: usize| findings["places"][place]["outcome"].as_str().unwrap().to_owned();
    let found: Vec<String> = (0..5).map(outcome).collect();
    assert_eq!(found, ["selected", "selected", "reserve", "reserve", "not_selected"]);
    for (place, entry) in entries.iter().enumerate() {
        let row = &findings["places"][place];
        assert_eq!(row["number"], entry.number.as_str());
        assert!(row["reason"]["id"].as_str().unwrap().len() > 10);
        assert!(row["reason"]["en"].as_str().unwrap().len() > 10);
    }
    assert_eq!(findings["places"][1]["value"], json!({"sum": 1400, "count": 3}));
}

#[actix_web::test]
async fn the_papers_have_the_hashes_of_the_run_and_replay_to_the_byte() {
    use tubel::kernel::canonical::sha256_hex;
    let world = World::new().await;
    five(&world);
    let id = world.run().await;
    let run = world.app.get(&world.auditor, &format!("/api/v1/selections/{id}")).await;
    for (paper, hash) in [("ranking", "document_hash"), ("inputs", "inputs_hash")] {
        let path = format!("/api/v1/selections/{id}/{paper}");
        let bytes = world.app.get(&world.auditor, &path).await.bytes;
        assert_eq!(run.json[hash], sha256_hex(&bytes), "{paper}");
    }
    let run = id.parse().unwrap();
    let replay = world
        .app
        .database()
        .read(|db| tubel::features::selection::actions::replay(db, &run))
        .unwrap();
    assert!(replay.is_identical && replay.hashes_hold);
}

#[actix_web::test]
async fn nobody_ranks_before_the_plenary_and_candidates_never_see_the_ranking() {
    let world = World::new().await;
    let entry = world.proposal("U.BB.MDN", &[5, 5, 5]);
    let path = format!("/api/v1/calls/{}/selections", world.call);
    world.app.at("2027-01-20T00:00:00Z");
    assert_eq!(world.app.post(&world.chair, &path, json!({})).await.refusal(409), "wrong_phase");
    world.app.at(PLENARY);
    let run = world.run().await;
    for path in
        [path, format!("/api/v1/selections/{run}/ranking"), format!("/api/v1/selections/{run}")]
    {
        world.app.get(&entry.candidate, &path).await.refusal(404);
    }
}

#[actix_web::test]
async fn a_proposal_without_enough_sheets_has_no_place_and_must_be_accounted_for() {
    let world = World::new().await;
    five(&world);
    let lone = world.proposal("U.BB.MDN", &[5]);
    let run = world.run().await;
    assert_eq!(ranking(&world, &run).await["not_ranked"][0]["id"], lone.number.as_str());
    let mut proposition = world.proposition(&run, json!([]));
    let refused = world.preview(&proposition).await;
    assert_eq!(
        refused.faults(),
        [("minutes.not_ranked_reason".into(), "not_ranked_reason".into())]
    );
    proposition["minutes"]["not_ranked_reason"] =
        "Two reviewers fell ill; the third sheet is missing.".into();
    assert_eq!(world.preview(&proposition).await.expect(200)["not_ranked"], json!([lone.number]));
}

#[actix_web::test]
async fn what_is_previewed_is_what_is_proposed_and_approved_by_another_person() {
    let world = World::new().await;
    five(&world);
    let run = world.run().await;
    let preview = world.preview(&world.proposition(&run, json!([]))).await;
    let decision = world.propose(&run).await;
    let path = format!("/api/v1/decisions/{}", decision["id"].as_str().unwrap());
    let stored = world.app.get(&world.auditor, &path).await;
    assert_eq!(stored.expect(200)["outcomes"], preview.json["outcomes"]);
    world.approve(&world.chair, &decision).await.refusal(404);
    let approved = world.approve(&world.decider, &decision).await;
    assert_eq!(approved.expect(200)["state"], "approved");
    assert_eq!(world.approve(&world.decider, &decision).await.refusal(409), "decision_made");
}

#[actix_web::test]
async fn a_hash_that_was_not_previewed_decides_nothing() {
    let world = World::new().await;
    five(&world);
    let run = world.run().await;
    let proposition = world.proposition(&run, json!([]));
    let body = json!({"proposition": proposition, "outcomes_hash": "0".repeat(64)});
    let path = format!("/api/v1/calls/{}/decisions", world.call);
    let refused = world.app.post(&world.chair, &path, body).await;
    assert_eq!(refused.refusal(409), "preview_outdated");
    let decision = world.propose(&run).await;
    let mut other = decision.clone();
    other["outcomes_hash"] = "0".repeat(64).into();
    assert_eq!(world.approve(&world.decider, &other).await.refusal(409), "preview_outdated");
    let again = json!({"proposition": proposition, "outcomes_hash": decision["outcomes_hash"]});
    assert_eq!(world.app.post(&world.chair, &path, again).await.refusal(409), "decision_pending");
}

#[actix_web::test]
async fn a_deviation_needs_a_reason_and_keeps_the_thresholds_and_the_seats() {
    let world = World::new().await;
    let entries = five(&world);
    let run = world.run().await;
    let deviation = |entry: &Submission, outcome: &str, reason: &str| json!({"number": entry.number, "outcome": outcome, "reason": reason});
    let reason = "The candidate's unit was closed by decree in January.";
    let cases = [
        (json!([deviation(&entries[2], "selected", "because")]), "deviation_reason_short"),
        (json!([deviation(&entries[2], "selected", reason)]), "deviation_over_seats"),
        (json!([deviation(&entries[4], "selected", reason)]), "deviation_below_threshold"),
        (json!([deviation(&entries[0], "selected", reason)]), "deviation_not_one"),
        (json!([{"number": "TB-0", "outcome": "selected", "reason": reason}]), "deviation_unknown"),
    ];
    for (deviations, code) in cases {
        let refused = world.preview(&world.proposition(&run, deviations)).await;
        assert_eq!(refused.faults().first().unwrap().1, code);
    }
    let swap = json!([
        deviation(&entries[1], "not_selected", reason),
        deviation(&entries[2], "selected", reason),
    ]);
    let preview = world.preview(&world.proposition(&run, swap)).await;
    let outcomes = preview.expect(200)["outcomes"].as_array().unwrap();
    let found: Vec<&str> = outcomes.iter().map(|row| row["outcome"].as_str().unwrap()).collect();
    assert_eq!(found, ["selected", "not_selected", "selected", "reserve", "not_selected"]);
    assert_eq!(outcomes[2]["deviation_reason"], reason);
    assert_eq!(outcomes[3]["reserve_position"], 1);
}

#[actix_web::test]
async fn a_deviation_cannot_break_a_cap() {
    let world = World::with(|definition| definition["limits"]["per_unit"] = json!(1)).await;
    let first = world.proposal("U.BB.MDN", &[5, 5, 5]);
    let second = world.proposal("U.BB.MDN", &[5, 5, 4]);
    let third = world.proposal("U.BB.JYP", &[4, 4, 4]);
    world.app.at(PLENARY);
    let run = world.run().await;
    let places = ranking(&world, &run).await["places"].clone();
    assert_eq!(places[1]["certificate"]["verdict"], "cap_full", "{}", second.number);
    assert_eq!(
        (&places[0]["number"], &places[2]["outcome"]),
        (&json!(first.number), &json!("selected"))
    );
    let reason = "The committee prefers the second proposal of the same unit.";
    let swap = json!([
        {"number": third.number, "outcome": "reserve", "reason": reason},
        {"number": second.number, "outcome": "selected", "reason": reason},
    ]);
    let refused = world.preview(&world.proposition(&run, swap)).await;
    assert_eq!(refused.faults(), [("deviations".to_owned(), "deviation_over_cap".to_owned())]);
}

#[actix_web::test]
async fn a_returned_decision_frees_the_run_for_another() {
    let world = World::new().await;
    five(&world);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    let path = format!("/api/v1/decisions/{}/return", decision["id"].as_str().unwrap());
    let short = world.app.post(&world.decider, &path, json!({"reason": "no"})).await;
    assert_eq!(short.faults(), [("reason".to_owned(), "too_short".to_owned())]);
    let reason = json!({"reason": "The minutes lack the attendance list."});
    assert_eq!(
        world.app.post(&world.decider, &path, reason).await.expect(200)["state"],
        "returned"
    );
    let second = world.propose(&run).await;
    assert_eq!(world.approve(&world.decider, &second).await.expect(200)["state"], "approved");
}

#[actix_web::test]
async fn somebody_who_withdraws_makes_the_run_old() {
    let world = World::new().await;
    let entries = five(&world);
    let run = world.run().await;
    let path = format!("/api/v1/proposals/{}/withdraw", entries[0].id);
    let reason = json!({"reason": "I was transferred to another office."});
    world.app.post(&entries[0].candidate, &path, reason).await.expect(200);
    let refused = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(refused.refusal(409), "run_superseded");
    let fresh = world.run().await;
    world.preview(&world.proposition(&fresh, json!([]))).await.expect(200);
}

#[actix_web::test]
async fn results_are_under_embargo_until_they_are_announced() {
    let world = World::new().await;
    let entries = five(&world);
    let run = world.run().await;
    let public = format!("/api/v1/calls/{}/announcement", world.call);
    let own = format!("/api/v1/proposals/{}/result", entries[0].id);
    world.app.get(&entries[0].candidate, &own).await.refusal(409);
    assert_eq!(world.announce().await.refusal(409), "decision_missing");
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    assert_eq!(world.announce().await.refusal(409), "embargo");
    assert_eq!(world.app.send("GET", &public, "en").await.refusal(404), "not_found");
    world.app.get(&entries[0].candidate, &own).await.refusal(409);

    world.app.at(ANNOUNCEMENT);
    let announced = world.announce().await;
    let numbers: Vec<&str> = announced.expect(201)["selected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["number"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, [entries[0].number.as_str(), &entries[1].number]);
    let seed = announced.json["tie_seed"].as_str().unwrap();
    assert_eq!(announced.json["tie_seed_hash"], tubel::kernel::canonical::sha256_hex(seed));
    let read = world.app.send("GET", &public, "en").await;
    assert_eq!(read.expect(200)["selected"], announced.json["selected"]);
    for entry in &entries {
        assert!(!read.text().contains(&entry.candidate.email), "names stay out");
    }
}

#[actix_web::test]
async fn a_candidate_reads_scores_and_feedback_but_never_whose_they_are() {
    let world = World::new().await;
    let entries = five(&world);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    let own = format!("/api/v1/proposals/{}/result", entries[3].id);
    let result = world.app.get(&entries[3].candidate, &own).await;
    let json = result.expect(200);
    assert_eq!(
        (&json["outcome"], &json["place"], &json["ranked"]),
        (&json!("reserve"), &json!(4), &json!(5))
    );
    assert_eq!(json["criteria"]["K1"], json!({"sum": 11, "count": 3}));
    assert_eq!(json["feedback"].as_array().unwrap().len(), 3);
    assert!(!result.text().contains("RAHASIA-PANITIA") && !result.text().contains("reviewer"));
    world.app.get(&entries[0].candidate, &own).await.refusal(404);
}

#[actix_web::test]
async fn the_pages_tell_a_candidate_everything_and_the_public_numbers_alone() {
    let world = World::new().await;
    let entries = five(&world);
    let own = format!("/proposals/{}/result", entries[3].id);
    let public = format!("/calls/{}/announcement", world.call);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    let candidate = Visit::signed_in(&world.app, &entries[3].candidate).await;
    assert_eq!(Visit::new(&world.app).read(&public).await.status, 404);
    assert_eq!(candidate.read(&own).await.status, 409);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    let candidate = Visit::signed_in(&world.app, &entries[3].candidate).await;
    let page = candidate.read(&own).await;
    // The mean of 4, 4 and 3, and a criterion by its name.
    assert!(page.expect_page().contains("3.67"), "{}", page.text());
    assert!(!page.text().contains("RAHASIA-PANITIA") && !page.text().contains("reviewer@"));
    assert_eq!(
        candidate
            .read(&own.replace(&entries[3].id.to_string(), &entries[0].id.to_string()))
            .await
            .status,
        404
    );
    let page = Visit::new(&world.app).read(&public).await;
    assert!(page.expect_page().contains("SK-7/2027"));
    assert!(page.text().contains(&entries[0].number));
    assert!(!page.text().contains(&entries[0].candidate.email));
}

#[actix_web::test]
async fn results_and_sheets_leave_as_csv_and_json_and_are_on_the_record() {
    let world = World::new().await;
    let entries = five(&world);
    let run = world.run().await;
    let results = format!("/api/v1/calls/{}/exports/results", world.call);
    assert_eq!(world.app.get(&world.secretariat, &results).await.refusal(409), "decision_missing");
    world.propose(&run).await;
    let csv = world.app.get(&world.secretariat, &format!("{results}?bom=true")).await;
    assert!(csv.bytes.starts_with(&[0xef, 0xbb, 0xbf]));
    assert!(csv.header("content-disposition").contains("TB-2026-results.csv"));
    assert_eq!(csv.text().lines().count(), 6);
    let json = world.app.get(&world.secretariat, &format!("{results}?format=json")).await;
    assert_eq!(json.expect(200)[0]["number"], entries[0].number.as_str());
    assert_eq!(json.json[0]["mean"], 500.0);
    // The model's reading is beside the official result, for those without a conflict.
    let ranking = world.app.get(&world.chair, &format!("/api/v1/selections/{run}/ranking")).await;
    let told = &ranking.expect(200)["places"][0]["calibrated"];
    let exact = |name: &str| told[name].as_str().unwrap().parse::<f64>().unwrap();
    let row = &json.json[0];
    assert_eq!(row["calibrated_score"].as_f64(), Some(exact("score")), "{row}");
    assert_eq!(row["p_selected"].as_f64(), Some(exact("p_selected")));
    assert_eq!((&row["rank_low"], &row["zone"]), (&told["rank_low"], &told["zone"]));
    assert_eq!((&row["requested_cost"], &row["granted"]), (&Value::Null, &Value::Null));
    let sheets = format!("/api/v1/calls/{}/exports/sheets", world.call);
    assert_eq!(world.app.get(&world.auditor, &sheets).await.text().lines().count(), 16);
    let rows = world.app.get(&world.auditor, &format!("{sheets}?format=json")).await;
    let severity = &ranking.json["calibration"]["reviewers"][0]["severity"];
    let severity = severity.as_str().map(|points| points.parse::<f64>().unwrap());
    let told = rows.expect(200).as_array().unwrap().iter();
    let told: Vec<Option<f64>> = told.map(|row| row["reviewer_severity"].as_f64()).collect();
    assert!(told.contains(&severity), "{severity:?} {told:?}");
    world.app.get(&entries[0].candidate, &sheets).await.refusal(404);
    let unknown = world.app.get(&world.secretariat, &format!("{results}?format=xls")).await;
    assert_eq!(unknown.faults(), [("format".to_owned(), "unknown_format".to_owned())]);

    let request = world.app.request_as(&world.auditor, Method::GET, "/api/v1/ledger/entries").await;
    let subject = format!("call:{}", world.call);
    let read = test_support::Answer::of(request.query(&[("subject", &subject)])).await;
    let items = read.expect(200)["items"].as_array().unwrap();
    let made = items.iter().filter(|entry| entry["act"] == "export.made").count();
    assert_eq!(made, 4);
}

#[actix_web::test]
async fn statements_of_ranking_and_export_do_not_grow_with_rows() {
    let world = World::new().await;
    five(&world);
    let count = async || {
        let before = world.app.statements();
        world.run().await;
        let sheets = format!("/api/v1/calls/{}/exports/sheets", world.call);
        world.app.get(&world.secretariat, &sheets).await.expect(200);
        world.app.statements() - before
    };
    count().await;
    let few = count().await;
    for _ in 0..10 {
        world.proposal("U.BB.JYP", &[3, 4, 4]);
    }
    assert_eq!(count().await, few);
}
