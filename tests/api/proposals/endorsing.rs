//! Signatures of unit head and problem owner: whose counts, and how long.

use super::{changed, missing, pair};
use test_support::content;
use test_support::writing::World;
use tubel::kernel::access::Role;

#[actix_web::test]
async fn a_change_of_substance_needs_new_endorsements_and_a_better_title_does_not() {
    let world = World::start().await;
    let path = world.ready().await;
    world.rewrite(&path, &changed(|it| it["title"] = "A better title".into())).await;
    let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
    assert_eq!(missing(&checklist), []);

    world.rewrite(&path, &changed(|it| it["goal"]["target"] = "10".into())).await;
    let stale = [
        pair("endorsements.unit_head", "endorsement_stale"),
        pair("endorsements.problem_owner", "endorsement_stale"),
    ];
    let refused = world.submit(&path).await;
    assert_eq!(refused.refusal(422), "not_ready");
    assert_eq!(refused.faults(), stale);
    let given = world.app.get(&world.head, &format!("{path}/endorsements")).await;
    assert_eq!(given.expect(200)[0]["current"], false);
    world.endorse_both(&path).await;
    world.submit(&path).await.expect(201);
}

#[actix_web::test]
async fn the_right_head_endorses_once_and_nobody_their_own() {
    let mut world = World::start().await;
    let path = world.draft().await;
    world.save(&path, 1, &content()).await.expect(200);
    let elsewhere = world.outsider("other head", Role::UnitHead);
    assert_eq!(world.endorse(&elsewhere, &path, "unit_head").await.refusal(404), "not_found");
    let wrong = world.endorse(&world.head, &path, "problem_owner").await;
    assert_eq!(wrong.refusal(403), "forbidden");
    world.endorse(&world.head, &path, "unit_head").await.expect(201);
    let again = world.endorse(&world.head, &path, "unit_head").await;
    assert_eq!(again.refusal(409), "already_endorsed");

    let builder = world.app.person("candidate head").role(Role::Candidate);
    world.candidate = builder.role(Role::UnitHead).create();
    let own = world.draft().await;
    let selfish = world.endorse(&world.candidate, &own, "unit_head").await;
    assert_eq!(selfish.refusal(404), "not_found");
}

#[actix_web::test]
async fn who_heads_both_units_may_give_both_endorsements() {
    let mut world = World::start().await;
    world.problem = world.approved_problem(&world.head).await;
    let path = world.draft().await;
    world.endorse(&world.head, &path, "unit_head").await.expect(201);
    world.endorse(&world.head, &path, "problem_owner").await.expect(201);
}
