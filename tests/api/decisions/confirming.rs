//! Approving binds, so whoever approves shows once more who they are.

use super::five;
use serde_json::{Value, json};
use test_support::plenary::World;
use test_support::{PASSWORD, Person};

async fn approve_with(
    world: &World,
    who: &Person,
    decision: &Value,
    password: &str,
) -> test_support::Answer {
    let path = format!("/api/v1/decisions/{}/approve", decision["id"].as_str().unwrap());
    let body = json!({
        "outcomes_hash": decision["outcomes_hash"], "decree_number": "SK-7/2027",
        "password": password,
    });
    world.app.post(who, &path, body).await
}

async fn state(world: &World, decision: &Value) -> Value {
    let path = format!("/api/v1/decisions/{}", decision["id"].as_str().unwrap());
    world.app.get(&world.auditor, &path).await.expect(200)["state"].clone()
}

#[actix_web::test]
async fn an_approval_without_a_password_is_refused_at_that_field() {
    let world = World::new().await;
    five(&world);
    let decision = world.propose(&world.run().await).await;
    let path = format!("/api/v1/decisions/{}/approve", decision["id"].as_str().unwrap());
    let body = json!({"outcomes_hash": decision["outcomes_hash"], "decree_number": "SK-7"});
    let refused = world.app.post(&world.decider, &path, body).await;
    assert_eq!(refused.faults(), [("password".to_owned(), "required".to_owned())]);
    assert_eq!(state(&world, &decision).await, "proposed");
}

#[actix_web::test]
async fn a_wrong_password_approves_nothing_and_too_many_of_them_keep_the_right_one_out_for_a_while()
{
    let world = World::new().await;
    five(&world);
    let decision = world.propose(&world.run().await).await;
    for _ in 0..world.app.app.settings.accounts.sign_in_failures_per_account {
        let refused =
            approve_with(&world, &world.decider, &decision, "bukan kata sandi saya").await;
        let told = [("password".to_owned(), "identity_not_confirmed".to_owned())];
        assert_eq!((refused.status, refused.faults()), (422, told.to_vec()));
    }
    let refused = approve_with(&world, &world.decider, &decision, PASSWORD).await;
    assert_eq!(refused.refusal(429), "too_many_failures");
    assert_eq!(state(&world, &decision).await, "proposed");
    world.app.set_clock(world.app.now().plus_seconds(16 * 60));
    approve_with(&world, &world.decider, &decision, PASSWORD).await.expect(200);
    assert_eq!(state(&world, &decision).await, "approved");
}

#[actix_web::test]
async fn somebody_who_may_not_approve_is_told_so_and_never_asked_for_a_password() {
    let world = World::new().await;
    five(&world);
    let decision = world.propose(&world.run().await).await;
    for who in [&world.chair, &world.secretariat, &world.auditor] {
        approve_with(&world, who, &decision, "bukan kata sandi saya").await.refusal(404);
    }
    let mut other = decision.clone();
    other["outcomes_hash"] = "0".repeat(64).into();
    let refused = approve_with(&world, &world.decider, &other, "bukan kata sandi saya").await;
    assert_eq!(refused.refusal(409), "preview_outdated");
}

#[actix_web::test]
async fn the_decree_has_a_date_and_a_signatory_and_the_record_says_how_the_decider_was_known() {
    let world = World::new().await;
    five(&world);
    let decision = world.propose(&world.run().await).await;
    let approved = approve_with(&world, &world.decider, &decision, PASSWORD).await;
    let approved = approved.expect(200);
    assert_eq!(approved["decree_date"], "2027-01-26");
    assert_eq!(approved["decree_signatory"], "decider");
    let subject = format!("decision:{}", decision["id"].as_str().unwrap());
    let record = world.app.recorded(&subject);
    let (act, payload) = record.last().unwrap();
    assert_eq!((act.as_str(), &payload["confirmed_by"]), ("decision.approved", &json!("password")));
    assert!(!payload.to_string().contains("decider"), "no name on the record");
}

#[actix_web::test]
async fn a_decree_can_be_dated_and_signed_by_another() {
    let world = World::new().await;
    five(&world);
    let decision = world.propose(&world.run().await).await;
    let path = format!("/api/v1/decisions/{}/approve", decision["id"].as_str().unwrap());
    let body = json!({
        "outcomes_hash": decision["outcomes_hash"], "decree_number": "SK-7/2027",
        "decree_date": "2027-01-25", "signatory": "Kepala Badan", "password": PASSWORD,
    });
    world.app.post(&world.decider, &path, body).await.expect(200);
    let list = format!("/api/v1/calls/{}/decisions", world.call);
    let listed = world.app.get(&world.auditor, &list).await;
    let listed = &listed.expect(200)[0];
    assert_eq!(
        (&listed["decree_date"], &listed["decree_signatory"]),
        (&json!("2027-01-25"), &json!("Kepala Badan"))
    );
}
