//! What past calls teach of their rubric: for whom, from how many, and what is left out.

use super::Scene;
use crate::pages::Visit;
use serde_json::{Value, json};
use tubel::kernel::access::Role;

const LEARNING: &str = "/api/v1/learning";
const LATER: (&str, &str) = ("2027-03-01", "2027-12-31");

/// The four seats accepted, and this much of each way behind, in the order of the scores from 15 to 12.
async fn measured(scene: &Scene) {
    scene.accept(0).await;
    scene.world.app.at("2028-03-01T01:00:00Z");
    // Of the ways from 38 to 15, 1.94 to 1.0, 61 to 85 and 9 to 40: 104, 4, 25 and 50 percent.
    for (code, value) in [("M-001", "14%"), ("M-003", "1,9%"), ("M-002", "67%"), ("M-004", "24,5%")]
    {
        scene.measure(code, LATER, value, None).await;
    }
}

fn reading<'a>(learning: &'a Value, criterion: &str, outcome: &str) -> &'a Value {
    let all = learning["criteria"].as_array().unwrap();
    let one = all.iter().find(|one| one["criterion"] == criterion).unwrap();
    let readings = one["readings"].as_array().unwrap();
    readings.iter().find(|one| one["outcome"] == outcome).unwrap()
}

#[actix_web::test]
async fn a_criterion_is_correlated_with_what_came_of_the_awards() {
    let scene = Scene::new().await;
    measured(&scene).await;
    let learning = scene.world.app.get(&scene.world.secretariat, LEARNING).await;
    let learning = learning.expect(200);
    let counts = ["calls", "ranked", "awards"].map(|name| learning[name].as_u64().unwrap());
    assert_eq!(counts, [1, 4, 4]);
    let improvement = reading(learning, "K1", "improvement");
    // Ranks 4 3 2 1 against 4 1 2 3.
    let rho = improvement["correlation"]["rho"].as_f64().unwrap();
    assert!((rho - 0.2).abs() < 1e-12, "{improvement}");
    assert_eq!((&improvement["awards"], &improvement["problems"]), (&json!(4), &json!(4)));
    assert_eq!(improvement["question"], "undecided");
    let low = improvement["correlation"]["low"].as_f64().unwrap();
    assert!((-1.0..0.0).contains(&low));
    // One of four is solved.
    let solved = reading(learning, "K1", "solved");
    assert!(solved["correlation"]["rho"].as_f64().unwrap() > 0.7, "{solved}");
    let visit = Visit::signed_in(&scene.world.app, &scene.world.secretariat).await;
    let page = visit.read("/desk/learning?lang=en").await;
    let page = page.expect_page();
    assert!(page.contains("Only proposals that were selected have an outcome"));
    assert!(page.contains("0.20 ("), "the coefficient with its interval");
}

#[actix_web::test]
async fn three_awards_are_not_correlated_and_young_ones_not_called_unsolved() {
    let scene = Scene::new().await;
    scene.accept(1).await;
    scene.world.app.at("2028-01-15T01:00:00Z");
    for (code, value) in [("M-001", "14%"), ("M-003", "1,9%"), ("M-002", "67%")] {
        scene.measure(code, LATER, value, None).await;
    }
    let learning = scene.world.app.get(&scene.world.chair, LEARNING).await;
    let learning = learning.expect(200);
    let improvement = reading(learning, "K4", "improvement");
    assert_eq!((&improvement["awards"], &improvement["correlation"]), (&json!(3), &Value::Null));
    assert_eq!(improvement["question"], "too_few");
    assert_eq!(reading(learning, "K4", "solved")["awards"], 0);
}

#[actix_web::test]
async fn only_those_who_run_or_check_calls_read_it_and_nothing_of_a_proposal_in_conflict() {
    let scene = Scene::new().await;
    measured(&scene).await;
    let app = &scene.world.app;
    for who in [&scene.entries[0].candidate, &scene.world.decider, &scene.world.reviewers[0]] {
        assert_eq!(app.get(who, LEARNING).await.refusal(403), "forbidden");
    }
    assert_eq!(app.get(&scene.world.auditor, LEARNING).await.expect(200)["withheld"], false);
    // Of the candidates' own unit.
    let near = app.person("dekat").role(Role::Secretariat).unit("U.BB.MDN").create();
    let learning = app.get(&near, LEARNING).await;
    let learning = learning.expect(200);
    assert_eq!((&learning["withheld"], &learning["awards"]), (&json!(true), &json!(0)));
    assert_eq!(reading(learning, "K1", "improvement")["awards"], 0);
}
