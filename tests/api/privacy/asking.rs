//! Asking for erasure before the periods are over: the clock, the answer, the letters both ways.

use super::scene::{announced, holds};
use crate::pages::Visit;
use diesel::prelude::*;
use serde_json::json;
use test_support::plenary::World;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::mails;

const WHY: &str = "Usulan Anda masih diperlukan untuk mempertanggungjawabkan hasil seleksi.";

fn letters(app: &TestApp, to: &Person) -> Vec<String> {
    let to = to.id.clone();
    let read = move |db: &mut tubel::platform::db::Db| {
        let mine = mails::table.filter(mails::recipient.eq(&to)).order(mails::seq);
        Ok(mine.select(mails::template).load::<String>(db)?)
    };
    app.database().read(read).unwrap()
}

async fn ask(app: &TestApp, who: &Person) -> Answer {
    app.post(who, "/api/v1/me/erasure-request", json!({"reason": "Saya pindah instansi."})).await
}

async fn answer(app: &TestApp, by: &Person, id: &str, answer: &str, reason: &str) -> Answer {
    let path = format!("/api/v1/privacy/requests/{id}/answer");
    app.post(by, &path, json!({"answer": answer, "reason": reason})).await
}

#[actix_web::test]
async fn a_request_starts_a_clock_of_72_hours_and_both_sides_get_a_letter() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    assert_eq!(app.get(&siti, "/api/v1/me/erasure-request").await.expect(200), &json!(null));
    let asked = ask(&app, &siti).await;
    assert_eq!(asked.expect(201)["due_at"], "2026-11-27T01:00:00Z");
    assert_eq!(ask(&app, &siti).await.refusal(409), "erasure_asked_already");
    assert_eq!(letters(&app, &office), ["erasure_asked"]);
    assert_eq!(letters(&app, &siti), ["erasure_received"]);
    let id = asked.json["id"].as_str().unwrap();
    let late = |json: &serde_json::Value| json[0]["is_overdue"].clone();
    app.at("2026-11-27T01:00:00Z");
    assert_eq!(late(app.get(&office, "/api/v1/privacy/requests").await.expect(200)), json!(false));
    app.at("2026-11-27T01:00:01Z");
    assert_eq!(late(app.get(&office, "/api/v1/privacy/requests").await.expect(200)), json!(true));
    let short = answer(&app, &office, id, "refused", "Tidak.").await;
    assert_eq!(short.faults(), [("reason".to_owned(), "too_short".to_owned())]);
    let done = answer(&app, &office, id, "refused", WHY).await;
    assert_eq!(done.expect(200)["answer_reason"], WHY);
    assert_eq!(answer(&app, &office, id, "granted", WHY).await.refusal(409), "erasure_answered");
    assert_eq!(letters(&app, &siti), ["erasure_received", "erasure_refused"]);
    let acts = app.recorded(&format!("user:{}", siti.id)).into_iter().map(|(act, _)| act);
    let acts: Vec<String> = acts.filter(|act| act.starts_with("erasure.")).collect();
    assert_eq!(acts, ["erasure.asked", "erasure.refused"]);
}

#[actix_web::test]
async fn what_a_decision_rests_on_is_not_granted_and_a_bare_account_is() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let (app, office) = (&world.app, &world.secretariat);
    let ranked = &entries[2].candidate;
    app.at("2027-03-01T00:00:00Z");
    let asked = ask(app, ranked).await;
    let id = asked.expect(201)["id"].as_str().unwrap();
    let held = answer(app, office, id, "granted", WHY).await;
    assert_eq!(held.refusal(409), "erasure_held");
    assert_eq!(app.get(ranked, "/api/v1/me/erasure-request").await.json["answer"], json!(null));

    let bare = app.person("bare").role(Role::Candidate).create();
    let asked = ask(app, &bare).await;
    assert!(!holds(app, office, &bare).await.is_empty());
    let id = asked.expect(201)["id"].as_str().unwrap();
    answer(app, office, id, "granted", WHY).await.expect(200);
    assert_eq!(letters(app, &bare), ["erasure_received", "erasure_granted"]);
    assert!(holds(app, office, &bare).await.is_empty(), "due at once");
    let due = app.get(office, "/api/v1/privacy/people?due=true").await;
    assert_eq!(due.expect(200)["items"][0]["on_request"], true);
}

#[actix_web::test]
async fn nobody_answers_their_own_request() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let asked = ask(&app, &office).await;
    let id = asked.expect(201)["id"].as_str().unwrap();
    assert_eq!(answer(&app, &office, id, "granted", WHY).await.refusal(409), "erasure_of_oneself");
}

#[actix_web::test]
async fn on_the_pages_a_person_asks_and_the_secretariat_answers() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("Siti Pemohon").role(Role::Candidate).create();
    let hers = Visit::signed_in(&app, &siti).await;
    let csrf = hers.csrf().await;
    let asked = hers.send("/me/data/erasure", &[("csrf", &csrf), ("reason", "Saya pindah.")]).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/me/data"));
    let page = hers.read("/me/data").await;
    assert!(!page.expect_page().contains("action=\"/me/data/erasure\""), "one at a time");

    let desk = Visit::signed_in(&app, &office).await;
    let page = desk.read("/desk/privacy").await;
    assert!(page.expect_page().contains("Siti Pemohon") && page.text().contains("Saya pindah."));
    let request = app.get(&office, "/api/v1/privacy/requests").await;
    let id = request.json[0]["id"].as_str().unwrap();
    let (path, csrf) = (format!("/desk/privacy/requests/{id}"), desk.csrf().await);
    let (choice, reason) = (format!("answer.{id}"), format!("reason.{id}"));
    let refused =
        desk.send(&path, &[("csrf", &csrf), (&choice, "refused"), (&reason, "Pendek")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Pendek"), "what was typed comes back");
    assert!(refused.text().contains(&format!("#f-reason-{id}")), "the summary leads to the field");
    let done = desk.send(&path, &[("csrf", &csrf), (&choice, "refused"), (&reason, WHY)]).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/privacy?done=answered"));
    assert!(hers.read("/me/data").await.text().contains(WHY));
}
