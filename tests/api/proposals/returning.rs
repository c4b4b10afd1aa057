//! Coming back after a withdrawal: while the call takes proposals, with the same text, files, endorsements and number.

use crate::pages::{Visit, hidden};
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person};
use tubel::kernel::access::Role;

async fn withdraw(world: &World, path: &str) {
    let body = json!({"reason": "Salah tekan"});
    world.app.post(&world.candidate, &format!("{path}/withdraw"), body).await.expect(200);
}

async fn resume(world: &World, who: &Person, path: &str) -> Answer {
    world.app.post(who, &format!("{path}/resume"), Value::Null).await
}

/// Titles of one's letters, the newest first, with what they say.
async fn letters(world: &World, who: &Person) -> Vec<(String, String)> {
    let own = world.app.get(who, "/api/v1/me/mails").await;
    let items = own.expect(200)["items"].as_array().unwrap().clone();
    let text = |item: &Value, name: &str| {
        item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    items.iter().map(|item| (text(item, "title"), text(item, "text"))).collect()
}

#[actix_web::test]
async fn who_withdrew_by_mistake_returns_with_everything_and_hands_in_under_the_same_number() {
    let world = World::start().await;
    let path = world.ready().await;
    let first = world.submit(&path).await;
    first.expect(201);
    let written = world.app.get(&world.candidate, &path).await.expect(200)["content"].clone();
    withdraw(&world, &path).await;

    let (_, letter) = letters(&world, &world.candidate).await.into_iter().next().unwrap();
    assert!(letter.contains("Lanjutkan usulan ini"), "{letter}");
    assert!(letter.contains("24 Desember 2026 09.00 WITA"), "{letter}");

    resume(&world, &world.head, &path).await.refusal(404);
    let back = resume(&world, &world.candidate, &path).await;
    assert_eq!(back.expect(200)["state"], "draft");
    assert_eq!(back.json["content"], written);
    assert_eq!(back.json["withdrawn_reason"], Value::Null);
    assert_eq!(resume(&world, &world.candidate, &path).await.refusal(409), "wrong_state");

    // Files and endorsements are still there, so nothing is missing and nothing has to change.
    let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
    assert_eq!(checklist.expect(200)["ready"], true, "{}", checklist.json);
    let again = world.submit(&path).await;
    assert_eq!(again.expect(201)["number"], first.json["number"]);
    assert_eq!(again.json["version"], 2);
    let versions = world.app.get(&world.candidate, &format!("{path}/versions")).await;
    assert_eq!(versions.expect(200).as_array().unwrap().len(), 2);
    assert_eq!(world.submit(&path).await.refusal(409), "nothing_changed");

    // The counter went on by one proposal, not by two.
    let other = World { candidate: world.outsider("budi", Role::Candidate), ..world };
    let second = other.draft().await;
    other.rewrite(&second, &test_support::content()).await;
    other.upload(&second, "proposal", "first").await;
    let head = other.outsider("head of budi", Role::UnitHead);
    other.endorse(&head, &second, "unit_head").await.expect(201);
    other.endorse(&other.owner, &second, "problem_owner").await.expect(201);
    assert_eq!(other.submit(&second).await.expect(201)["number"], "TB-2026-0002");
}

#[actix_web::test]
async fn a_page_offers_the_way_back_and_takes_it() {
    let world = World::start().await;
    let path = world.ready().await;
    withdraw(&world, &path).await;
    let page = path.trim_start_matches("/api/v1").to_owned();
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let shown = visit.read(&page).await;
    let shown = shown.expect_page();
    assert!(shown.contains(&format!("action=\"{page}/resume\"")), "{shown}");
    let csrf = hidden(shown, "csrf");
    let back = visit.send(&format!("{page}/resume"), &[("csrf", &csrf)]).await;
    assert_eq!((back.status, back.header("location")), (303, page.as_str()));
    assert_eq!(world.app.get(&world.candidate, &path).await.json["state"], "draft");
}

#[actix_web::test]
async fn after_the_deadline_there_is_no_way_back_and_the_letter_says_so() {
    let world = World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    world.app.at(super::DEADLINE);
    withdraw(&world, &path).await;
    let (_, letter) = letters(&world, &world.candidate).await.into_iter().next().unwrap();
    assert!(letter.contains("tidak lagi ikut"), "{letter}");
    assert_eq!(resume(&world, &world.candidate, &path).await.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn who_began_another_goes_on_with_that_one() {
    let world = World::start().await;
    let path = world.ready().await;
    withdraw(&world, &path).await;
    let other = world.draft().await;
    let refused = resume(&world, &world.candidate, &path).await;
    assert_eq!(refused.refusal(409), "one_proposal_each");
    assert!(other.ends_with(refused.json["details"]["proposal"].as_str().unwrap()));
}

#[actix_web::test]
async fn an_extension_tells_those_who_withdrew_that_they_may_return() {
    let world = World::start().await;
    let path = world.ready().await;
    withdraw(&world, &path).await;
    let secretariat = world.outsider("perpanjangan", Role::Secretariat);
    let extension = json!({
        "milestone": "submissions_close_at", "to": "2026-12-26T01:00:00Z",
        "reason": "Server tidak dapat dibuka pada malam terakhir.",
    });
    let extend = format!("/api/v1/calls/{}/extend", world.call);
    world.app.post(&secretariat, &extend, extension).await.expect(200);
    let told = letters(&world, &world.candidate).await;
    let (title, text) = told.first().unwrap();
    assert_eq!(title, "Seleksi TB-2026 diperpanjang: usulan Anda dapat dilanjutkan");
    assert!(text.contains(path.trim_start_matches("/api/v1")), "{text}");

    world.app.at("2026-12-25T01:00:00Z");
    resume(&world, &world.candidate, &path).await.expect(200);
    world.submit(&path).await.expect(201);
}
