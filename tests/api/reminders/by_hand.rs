//! "Remind now": who may, whom it reaches, how often; over REST and with the dashboard's button.

use super::{kinds_of, letters, pass, remind, two_days_before};
use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::Person;
use test_support::review::World;
use tubel::kernel::access::Role;

/// Two reviewers with an open task each.
async fn busy() -> (World, Person, Person) {
    let world = World::new();
    let (rina, budi) = (world.reviewer("rina"), world.reviewer("budi"));
    let proposal = world.proposal("siti");
    world.assign(&proposal, &rina).await;
    world.assign(&proposal, &budi).await;
    (world, rina, budi)
}

fn ids(answer: &Value, name: &str) -> Vec<String> {
    let list = answer[name].as_array().unwrap();
    list.iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn the_chair_and_the_secretariat_remind_whoever_owes_sheets_once_in_a_day() {
    let (world, rina, budi) = busy().await;
    let chair = world.official("ketua", Role::Chair);
    let one = remind(&world, &chair, json!({"reviewer": rina.id})).await;
    assert_eq!(ids(one.expect(200), "reminded"), [rina.id.to_string()]);
    let again = remind(&world, &world.secretariat, json!({"reviewer": rina.id})).await;
    assert_eq!(again.refusal(409), "reminded_lately");
    let rest = remind(&world, &world.secretariat, json!({})).await;
    assert_eq!(ids(rest.expect(200), "reminded"), [budi.id.to_string()]);
    assert_eq!(ids(&rest.json, "lately"), [rina.id.to_string()]);
    assert_eq!(remind(&world, &chair, json!({})).await.refusal(409), "reminded_lately");

    let first = world.app.now();
    world.app.set_clock(first.plus_seconds(86_399));
    assert_eq!(remind(&world, &chair, json!({})).await.refusal(409), "reminded_lately");
    world.app.set_clock(first.plus_days(1));
    assert_eq!(ids(remind(&world, &chair, json!({})).await.expect(200), "reminded").len(), 2);
    assert_eq!(letters(&world.app, "review_nudge").len(), 4);
    let acts = world.app.recorded(&format!("call:{}", world.call));
    let reminded: Vec<&Value> =
        acts.iter().filter(|(act, _)| act == "reviewers.reminded").map(|(_, with)| with).collect();
    assert_eq!(reminded[0], &json!({"reviewers": [rina.id]}));
    assert_eq!(reminded.len(), 3);
}

#[actix_web::test]
async fn whoever_has_handed_everything_in_is_not_reminded() {
    let (world, rina, budi) = busy().await;
    let other = world.proposal("dewi");
    let done = world.reviewer("selesai");
    world.score(&other, &done, (5, 6)).await;
    let answer = remind(&world, &world.secretariat, json!({})).await;
    let mut reminded = ids(answer.expect(200), "reminded");
    reminded.sort();
    let mut expected = [rina.id.to_string(), budi.id.to_string()];
    expected.sort();
    assert_eq!(reminded, expected);
    let answer = remind(&world, &world.secretariat, json!({"reviewer": done.id})).await;
    assert_eq!(answer.refusal(409), "nobody_to_remind");
    let stranger = world.official("orang lain", Role::Reviewer);
    let answer = remind(&world, &world.secretariat, json!({"reviewer": stranger.id})).await;
    assert_eq!(answer.refusal(409), "nobody_to_remind");
}

#[actix_web::test]
async fn nobody_else_reminds_and_nobody_after_the_review() {
    let (world, ..) = busy().await;
    for role in [Role::Auditor, Role::Decider, Role::Reviewer, Role::Candidate, Role::Operator] {
        let who = world.official(&format!("a {}", role.name()), role);
        assert_eq!(remind(&world, &who, json!({})).await.refusal(403), "forbidden", "{role:?}");
    }
    world.app.set_clock(world.app.now().plus_days(10));
    assert_eq!(remind(&world, &world.secretariat, json!({})).await.refusal(409), "wrong_phase");
    assert_eq!(letters(&world.app, "review_nudge"), []);
}

#[actix_web::test]
async fn the_programs_own_reminder_counts_as_one() {
    let (world, rina, _) = busy().await;
    world.app.set_clock(two_days_before(&world));
    assert_eq!(pass(&world.app).await, 2);
    assert_eq!(kinds_of(&world.app, &rina), ["review_reminder"]);
    assert_eq!(remind(&world, &world.secretariat, json!({})).await.refusal(409), "reminded_lately");
}

#[actix_web::test]
async fn what_the_viewer_is_in_conflict_with_is_no_reason_to_remind() {
    let (world, ..) = busy().await;
    let chair = world.app.person("ketua").role(Role::Chair).unit("U.BB.MKS").create();
    assert_eq!(remind(&world, &chair, json!({})).await.refusal(409), "nobody_to_remind");
}

#[actix_web::test]
async fn the_dashboard_has_a_button_for_each_who_owes_sheets_and_shows_when_they_were_reminded() {
    let (world, rina, budi) = busy().await;
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let (desk, path) =
        (format!("/desk/calls/{}", world.call), format!("/desk/calls/{}/remind", world.call));
    let page = visit.read(&desk).await;
    let buttons = |page: &str| page.matches(&format!("action=\"{path}\"")).count();
    assert_eq!(buttons(page.expect_page()), 3, "one each, and one for all");
    let csrf = crate::pages::hidden(page.text(), "csrf");

    let (id, forged) = (rina.id.to_string(), csrf.chars().rev().collect::<String>());
    let answer = visit.send(&path, &[("csrf", &forged), ("reviewer", &id)]).await;
    assert_eq!((answer.status, letters(&world.app, "review_nudge").len()), (403, 0));
    let answer = visit.send(&path, &[("csrf", &csrf), ("reviewer", &id)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let back = answer.header("location").split('#').next().unwrap().to_owned();
    let page = visit.read(&back).await;
    assert!(page.expect_page().contains("The reminder is on its way."), "{}", page.text());
    assert_eq!(page.text().matches("Reminded 24 November 2026").count(), 1, "{}", page.text());
    assert_eq!(buttons(page.text()), 1, "{} alone is left", budi.email);

    let answer = visit.send(&path, &[("csrf", &csrf), ("reviewer", &id)]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("within the last 24 hours"), "{}", answer.text());
}
