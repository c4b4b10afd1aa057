//! Where the call has a budget, a proposal states what it costs.

use super::missing;
use serde_json::{Value, json};
use test_support::content;
use test_support::writing::World;

async fn world() -> World {
    World::with(|definition| {
        definition["limits"]["budget"] = json!({
            "total": 2_000_000_000_u64, "policy": "skip_and_continue", "per_proposal": 400_000_000,
        });
    })
    .await
}

fn costing(cost: Value) -> Value {
    let mut content = content();
    content["study"]["requested_cost"] = cost;
    content
}

#[actix_web::test]
async fn a_submission_without_its_cost_or_above_the_ceiling_is_not_ready() {
    let world = world().await;
    let path = world.ready().await;
    let at_fault = async |code: &str| {
        let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
        let faults = missing(&checklist);
        let cost = ("study.requested_cost".to_owned(), code.to_owned());
        assert!(faults.contains(&cost), "{faults:?}");
        let submit = format!("{path}/submit");
        let refused = world.app.post(&world.candidate, &submit, Value::Null).await;
        assert_eq!(refused.refusal(422), "not_ready");
    };
    at_fault("cost_required").await;
    world.rewrite(&path, &costing(json!(400_000_001))).await;
    at_fault("cost_above_ceiling").await;
    world.rewrite(&path, &costing(json!(0))).await;
    at_fault("cost_required").await;
    world.rewrite(&path, &costing(json!(400_000_000))).await;
    // The cost is part of what the endorsers sign.
    world.endorse_both(&path).await;
    world.app.post(&world.candidate, &format!("{path}/submit"), Value::Null).await.expect(201);
}

#[actix_web::test]
async fn without_a_budget_nobody_is_asked_what_it_costs() {
    let world = World::start().await;
    let path = world.ready().await;
    let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
    assert_eq!(missing(&checklist), []);
    let read = world.app.get(&world.candidate, &path).await;
    assert_eq!(read.expect(200)["content"]["study"].get("requested_cost"), None);
}
