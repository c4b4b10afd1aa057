//! A call with a budget: what the submitted texts ask for decides together with the ranking, by the
//! policy that the call declared, and everything that is said of it says so.

use super::scene::{AGREED, Scene};
use diesel::prelude::*;
use selection_math::quota::BudgetPolicy;
use serde_json::{Value, json};
use tubel::features::calls::Budget;
use tubel::features::proposals::Content;
use tubel::features::selection::actions;
use tubel::platform::db::schema::proposal_versions;

/// What the five ask for, in order of the ranking.
const COSTS: [u64; 5] = [60_000_000, 50_000_000, 30_000_000, 20_000_000, 5_000_000];

/// Four seats and a hundred million.
async fn plenary(policy: BudgetPolicy) -> Scene {
    let scene = Scene::of(AGREED, |definition| {
        definition.seats = 4;
        definition.limits.budget = Some(Budget { total: 100_000_000, policy, per_proposal: None });
    })
    .await;
    for (proposal, cost) in scene.proposals.iter().zip(COSTS) {
        let id = proposal.id.clone();
        scene.world.write(move |db| {
            let of = proposal_versions::table.filter(proposal_versions::proposal_id.eq(&id));
            let text: String = of.select(proposal_versions::content).first(db)?;
            let mut content: Content = serde_json::from_str(&text)?;
            content.study.requested_cost = Some(cost);
            let of = proposal_versions::table.filter(proposal_versions::proposal_id.eq(&id));
            let text = serde_json::to_string(&content)?;
            diesel::update(of).set(proposal_versions::content.eq(text)).execute(db)?;
            Ok(())
        });
    }
    scene.open_plenary();
    scene
}

fn outcomes(findings: &Value) -> Vec<&str> {
    let places = findings["places"].as_array().unwrap();
    places.iter().map(|place| place["outcome"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_name_that_does_not_fit_is_passed_over_where_the_call_says_so() {
    let scene = plenary(BudgetPolicy::SkipAndContinue).await;
    let run = scene.compute().await;
    let findings = scene.findings(&run).await;
    // 60, not 50, 30, not 20, 5 million.
    assert_eq!(
        outcomes(&findings),
        ["selected", "reserve", "selected", "reserve", "selected"],
        "{findings}"
    );
    let second = &findings["places"][1];
    assert_eq!(second["certificate"]["verdict"], "over_budget");
    assert_eq!(
        second["reason"],
        json!({
            "id": "Urutan 2: dilewati karena biayanya 50.000.000, sedangkan sisa anggaran 40.000.000. Cadangan ke-1: naik bila kursi TB-2026-0001 dilepas.",
            "en": "Place 2: passed over because it costs 50,000,000 and 40,000,000 is left. Number 1 in reserve: rises when the seat of TB-2026-0001 is given up.",
        })
    );
    let inputs = format!("/api/v1/selections/{run}/inputs");
    let inputs = scene.world.app.get(&scene.chair, &inputs).await;
    assert_eq!(inputs.expect(200)["proposals"][1]["cost"], 50_000_000);
}

#[actix_web::test]
async fn the_money_ends_at_the_first_that_does_not_fit_where_the_call_says_so() {
    let scene = plenary(BudgetPolicy::StopAtFirst).await;
    let run = scene.compute().await;
    let findings = scene.findings(&run).await;
    assert_eq!(outcomes(&findings)[..3], ["selected", "reserve", "reserve"]);
    let third = findings["places"][2]["reason"]["id"].as_str().unwrap();
    assert!(third.contains("anggaran habis pada TB-2026-0002"), "{third}");
}

#[actix_web::test]
async fn the_last_is_funded_in_part_where_the_call_says_so() {
    let scene = plenary(BudgetPolicy::FundInPart).await;
    let run = scene.compute().await;
    let findings = scene.findings(&run).await;
    assert_eq!(outcomes(&findings)[..3], ["selected", "selected", "reserve"]);
    let second = &findings["places"][1];
    assert_eq!(
        (&second["certificate"]["verdict"], &second["certificate"]["granted"]),
        (&json!("selected_in_part"), &json!(40_000_000))
    );
    let said = second["reason"]["id"].as_str().unwrap();
    assert!(said.contains("pendanaan sebagian: 40.000.000 dari biaya 50.000.000"), "{said}");
}

#[actix_web::test]
async fn chances_replay_and_what_if_know_of_the_money() {
    let scene = plenary(BudgetPolicy::StopAtFirst).await;
    let app = &scene.world.app;
    let run = scene.compute().await;
    let replay = app.database().read(|db| actions::replay(db, &run)).unwrap();
    assert!(replay.is_identical && replay.hashes_hold);
    let chances = |findings: &Value| -> f64 {
        let places = findings["places"].as_array().unwrap();
        let p =
            |place: &Value| place["calibrated"]["p_selected"].as_str().unwrap().parse().unwrap();
        places.iter().map(|place| -> f64 { p(place) }).sum()
    };
    // Four seats; the money reaches for fewer in most draws.
    let sum = chances(&scene.findings(&run).await);
    assert!(sum > 0.9 && sum < 3.5, "{sum}");
    let ask = async |body: Value| {
        app.post(&scene.chair, &scene.world.call_path("selections/what-if"), body).await
    };
    let budget = |total: u64| json!({"total": total, "policy": "stop_at_first"});
    let more = ask(json!({"budget": budget(110_000_000)})).await;
    assert_eq!(more.expect(200)["moved_in"], json!(["TB-2026-0002"]));
    let none = ask(json!({ "budget": null })).await;
    assert_eq!(none.expect(200)["moved_in"].as_array().unwrap().len(), 3, "{}", none.json);
    let faulty = ask(json!({"budget": budget(0)})).await;
    assert_eq!(faulty.faults(), [("budget.total".to_owned(), "budget_out_of_range".to_owned())],);
    let report = app.get(&scene.chair, &format!("/api/v1/selections/{run}/sensitivity")).await;
    let answers = report.expect(200)["answers"].as_array().unwrap();
    let money = answers.iter().filter(|answer| answer["kind"] == "budget");
    assert_eq!(
        money.map(|answer| answer["percent"].as_i64().unwrap()).collect::<Vec<_>>(),
        [-10, 10]
    );
}

#[actix_web::test]
async fn a_deviation_may_not_spend_more_than_there_is() {
    let scene = plenary(BudgetPolicy::SkipAndContinue).await;
    let run = scene.compute().await;
    let mut proposition = scene.proposition(&run, "");
    let second = &scene.proposals[1].number;
    proposition["deviations"] = json!([{
        "number": second, "outcome": "selected",
        "reason": "The plenary found the programme indispensable for the eastern islands.",
    }]);
    let path = scene.world.call_path("decisions/preview");
    let refused = scene.world.app.post(&scene.chair, &path, proposition).await;
    assert_eq!(
        refused.faults(),
        [("deviations".to_owned(), "deviation_over_budget".to_owned())],
        "{}",
        refused.json
    );
    assert!(refused.text().contains("Rp100.000.000"), "{}", refused.text());
}

#[actix_web::test]
async fn a_budget_is_no_question_where_nobody_was_asked_for_costs() {
    let scene = Scene::plenary(AGREED, 2).await;
    let body = json!({"budget": {"total": 100, "policy": "skip_and_continue"}});
    let path = scene.world.call_path("selections/what-if");
    let refused = scene.world.app.post(&scene.chair, &path, body).await;
    assert_eq!(refused.faults(), [("budget".to_owned(), "costs_unknown".to_owned())]);
}
