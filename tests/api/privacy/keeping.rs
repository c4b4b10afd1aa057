//! Who is due, and what keeps the others.

use super::scene::{LATER, announced, erase, holds};
use crate::pages::Visit;
use serde_json::json;
use test_support::plenary::World;
use test_support::{PASSWORD, TestApp};
use tubel::kernel::access::Role;

const REASON: &str =
    "Satu penilai memberi nilai terendah pada semua kriteria tanpa membaca lampiran usulan.";

#[actix_web::test]
async fn a_candidate_is_kept_while_the_call_runs_then_for_the_period_and_then_is_due() {
    let world = World::new().await;
    let entry = world.proposal("U.BB.MDN", &[5, 5, 5]);
    let (app, office) = (&world.app, &world.secretariat);
    let running = holds(app, office, &entry.candidate).await;
    assert_eq!(running, ["call_running", "account"]);
    let refused = erase(app, office, &[&entry.candidate]).await;
    assert_eq!(refused.refusal(409), "erasure_held");
    assert!(refused.text().contains("not over"), "{}", refused.text());
}

#[actix_web::test]
async fn an_open_objection_holds_a_person_however_long_ago_everything_else_was_over() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let path = format!("/api/v1/proposals/{}/objections", entries[2].id);
    let body = json!({"subject": "scores", "reason": REASON});
    world.app.post(&entries[2].candidate, &path, body).await.expect(201);
    world.app.at(LATER);
    let (app, office) = (&world.app, &world.secretariat);
    assert_eq!(holds(app, office, &entries[2].candidate).await, ["objection_open"]);
    assert!(holds(app, office, &entries[1].candidate).await.is_empty());
    // All of them or nobody.
    let people = [&entries[1].candidate, &entries[2].candidate];
    assert_eq!(erase(app, office, &people).await.refusal(409), "erasure_held");
    assert!(holds(app, office, &entries[1].candidate).await.is_empty());
}

#[actix_web::test]
async fn a_seat_that_was_taken_is_followed_and_one_that_waits_for_an_answer_holds() {
    let world = World::new().await;
    let entries = announced(&world).await;
    world.app.at("2027-02-11T01:00:00Z");
    let seats = format!("/api/v1/calls/{}/awards", world.call);
    world.app.post(&world.secretariat, &seats, json!({})).await;
    let offers = world.app.get(&world.secretariat, &seats).await;
    let awards = offers.expect(200)["awards"].as_array().unwrap().clone();
    let of = |number: &str| {
        let award = awards.iter().find(|award| award["number"] == number).unwrap();
        award["id"].as_str().unwrap().to_owned()
    };
    let accept = format!("/api/v1/awards/{}/accept", of(&entries[0].number));
    world.app.post(&entries[0].candidate, &accept, json!({})).await.expect(200);
    world.app.at(LATER);
    let (app, office) = (&world.app, &world.secretariat);
    assert_eq!(holds(app, office, &entries[0].candidate).await, ["seat_followed", "selected"]);
    assert_eq!(holds(app, office, &entries[1].candidate).await, ["seat_offered"]);
    app.at("2037-06-01T00:00:00Z");
    assert!(holds(app, office, &entries[0].candidate).await.is_empty());
}

#[actix_web::test]
async fn whoever_is_on_duty_or_worked_in_a_call_is_kept_and_candidates_see_nothing_of_it() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let (app, office) = (&world.app, &world.secretariat);
    let held = holds(app, office, &world.reviewers[0]).await;
    assert!(held.contains(&"on_duty".to_owned()) && held.contains(&"call_running".to_owned()));
    for path in ["people", "periods", "requests"] {
        let path = format!("/api/v1/privacy/{path}");
        app.get(&entries[0].candidate, &path).await.refusal(403);
        app.get(&world.chair, &path).await.refusal(403);
        app.get(&world.auditor, &path).await.expect(200);
    }
    let refused = erase(app, &world.auditor, &[&entries[0].candidate]).await;
    assert_eq!(refused.refusal(403), "forbidden");
}

#[actix_web::test]
async fn the_number_of_statements_does_not_grow_with_people() {
    let world = World::new().await;
    world.proposal("U.BB.MDN", &[5, 5, 5]);
    let path = "/api/v1/privacy/people?limit=200";
    let spent = async || {
        world.app.get(&world.auditor, path).await.expect(200);
        let before = world.app.statements();
        world.app.get(&world.auditor, path).await.expect(200);
        world.app.statements() - before
    };
    let few = spent().await;
    for _ in 0..6 {
        world.proposal("U.BB.MDN", &[4, 4, 4]);
    }
    assert_eq!(spent().await, few);
}

#[actix_web::test]
async fn the_page_erases_whom_the_form_chose_and_a_wrong_password_keeps_the_choice() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("Siti Lama").role(Role::Candidate).create();
    let budi = app.person("Budi Lama").role(Role::Candidate).create();
    app.at(LATER);
    let visit = Visit::signed_in(&app, &office).await;
    let page = visit.read("/desk/privacy").await;
    let page = page.expect_page();
    assert!(page.contains("Siti Lama") && page.contains("Budi Lama"));
    assert!(page.contains("proposals that come with the program"), "nobody confirmed the periods");
    let csrf = visit.csrf().await;
    let chosen = format!("person.{}", siti.id);
    let form = |password| {
        vec![
            ("csrf", csrf.as_str()),
            ("form", "erase"),
            (chosen.as_str(), "yes"),
            ("password", password),
        ]
    };
    let refused = visit.send("/desk/privacy/erase", &form("salah")).await;
    assert_eq!(refused.status, 422);
    let box_of = |id: &str| format!("name=\"person.{id}\" value=\"yes\" checked");
    assert!(refused.text().contains(&box_of(siti.id.as_str())));
    assert!(!refused.text().contains(&box_of(budi.id.as_str())));
    let done = visit.send("/desk/privacy/erase", &form(PASSWORD)).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/privacy?done=erased"));
    let page = visit.read("/desk/privacy?done=erased").await;
    assert!(page.text().contains("Budi Lama") && !page.text().contains("Siti Lama"));
}
