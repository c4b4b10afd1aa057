//! The integrity pact: signed by candidates with what they hand in, and by everybody else before they see a proposal.

use crate::pages::{Visit, hidden};
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::{mails, pact_signatures};

const PHRASE: &str = "SAYA SETUJU";
const SCREENING: &str = "2026-12-25T01:00:00Z";
const TWO_DAYS_BEFORE: &str = "2026-12-22T02:00:00Z";

/// A call with a text of two lines.
async fn world() -> World {
    let text = json!({"id": "Saya menyatakan:\n1. jujur;", "en": "I declare:\n1. honest;"});
    World::with(|definition| definition["pact"] = text).await
}

async fn hash(world: &World) -> String {
    let path = format!("/api/v1/calls/{}/pact", world.call);
    let pact = world.app.get(&world.candidate, &path).await;
    pact.expect(200)["text_hash"].as_str().unwrap().to_owned()
}

async fn sign(world: &World, who: &Person) -> Answer {
    let body = json!({"phrase": PHRASE, "text_hash": hash(world).await});
    world.app.post(who, &format!("/api/v1/calls/{}/pact", world.call), body).await
}

/// Handed in, with the signature under it.
async fn handed_in(world: &World) -> String {
    let path = world.ready().await;
    let body = json!({"pact": {"phrase": PHRASE, "text_hash": hash(world).await}});
    world.app.post(&world.candidate, &format!("{path}/submit"), body).await.expect(201);
    path
}

fn letters(app: &TestApp, to: &Person, template: &'static str) -> i64 {
    let to = to.id.clone();
    let count = move |db: &mut tubel::platform::db::Db| {
        let of = mails::table.filter(mails::template.eq(template)).filter(mails::recipient.eq(&to));
        Ok(of.count().get_result(db)?)
    };
    app.database().read(count).unwrap()
}

fn signatures(app: &TestApp) -> i64 {
    app.database().read(|db| Ok(pact_signatures::table.count().get_result(db)?)).unwrap()
}

#[actix_web::test]
async fn a_proposal_is_handed_in_with_the_pact_signed_and_its_receipt_names_the_text() {
    let world = world().await;
    let (app, candidate) = (&world.app, &world.candidate);
    let path = world.ready().await;
    let (submit, hash) = (format!("{path}/submit"), hash(&world).await);
    let refused = async |body: Value| app.post(candidate, &submit, body).await.faults();
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(refused(json!({})).await, one("pact", "pact_missing"));
    let consent = |phrase: &str, hash: &str| json!({"pact": {"phrase": phrase, "text_hash": hash}});
    let other = "0".repeat(64);
    assert_eq!(refused(consent(PHRASE, &other)).await, one("pact.text_hash", "pact_text_changed"));
    assert_eq!(refused(consent("Rina", &hash)).await, one("pact.phrase", "pact_phrase"));
    assert_eq!(app.get(candidate, &path).await.expect(200)["state"], "draft");
    let bare = app.request_as(candidate, Method::POST, &submit).await;
    assert_eq!(Answer::of(bare).await.faults(), one("pact", "pact_missing"));

    let receipt = app.post(candidate, &submit, consent("saya setuju", &hash)).await;
    assert_eq!(receipt.expect(201)["pact_hash"], hash.as_str());
    let kept = app.get(candidate, &format!("{path}/receipt")).await;
    assert_eq!(kept.expect(200)["pact_hash"], hash.as_str());
    let id = path.rsplit('/').next().unwrap();
    let recorded = app.recorded(&format!("proposal:{id}"));
    let submitted = recorded.iter().find(|(act, _)| act == "proposal.submitted").unwrap();
    assert_eq!(submitted.1["pact_hash"], hash.as_str());
    assert_eq!(signatures(app), 1);
    let visit = Visit::signed_in(app, candidate).await;
    let page = visit.read(&format!("/proposals/{id}/receipt")).await;
    assert!(page.expect_page().contains(&hash));
    let paper = app.get(candidate, &format!("{path}/receipt/pdf")).await;
    assert!(paper.expect_file().starts_with(b"%PDF"));
}

#[actix_web::test]
async fn the_last_look_shows_the_text_and_takes_the_signature_and_keeps_what_was_typed() {
    let world = world().await;
    let path = world.ready().await;
    let id = path.rsplit('/').next().unwrap();
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let address = format!("/proposals/{id}/submit");
    let page = visit.read(&address).await;
    let page = page.expect_page();
    assert!(page.contains("1. honest;") && page.contains(&hash(&world).await), "{page}");
    let (csrf, hash) = (visit.csrf().await, hidden(page, "text_hash"));
    let fields = |phrase: &'static str| {
        vec![
            ("csrf", csrf.as_str()),
            ("true_and_final", "yes"),
            ("text_hash", &hash),
            ("phrase", phrase),
        ]
    };
    let again = visit.send(&address, &fields("setuju saja")).await;
    let again = again.expect_page_of(422);
    assert!(again.contains("setuju saja") && again.contains("Type exactly"), "{again}");
    let sent = visit.send(&address, &fields("I agree")).await;
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, format!("/proposals/{id}/receipt").as_str())
    );
}

#[actix_web::test]
async fn a_verifier_is_led_to_the_pact_and_back_and_sees_nothing_before() {
    let world = world().await;
    let (app, call) = (&world.app, world.call.as_str());
    let path = handed_in(&world).await;
    let id = path.rsplit('/').next().unwrap();
    let vera = world.outsider("vera", Role::Verifier);
    app.at(SCREENING);
    for (method, rest) in [
        ("GET", ""),
        ("GET", "/verification"),
        ("GET", "/documents"),
        ("PUT", "/verification"),
        ("POST", "/repairs"),
    ] {
        let body = match method {
            "PUT" => json!({"checks": []}),
            _ => json!({"items": ["proposal"], "reason": "Halaman kedua tidak terbaca."}),
        };
        let request =
            app.request_as(&vera, method.parse().unwrap(), &format!("{path}{rest}")).await;
        let request = if method == "GET" {
            request
        } else {
            request.header("if-match", "\"v0\"").json(&body)
        };
        let answer = Answer::of(request).await;
        assert_eq!(answer.refusal(403), "pact_unsigned", "{method} {rest}");
        assert_eq!(answer.json["details"]["pact"], format!("/calls/{call}/pact"));
        assert!(answer.json["title"].as_str().unwrap().contains(&format!("/calls/{call}/pact")));
    }
    // What is not theirs to know stays so, signed or not.
    let nothing = "/api/v1/proposals/01hzx3v9k2m4n6p8q0r2s4t6v8";
    app.get(&vera, nothing).await.refusal(404);
    let list = app.get(&vera, &format!("/api/v1/proposals?call={call}")).await;
    assert_eq!(list.refusal(403), "pact_unsigned");
    assert_eq!(app.get(&vera, "/api/v1/proposals").await.refusal(403), "pact_unsigned");

    let visit = Visit::signed_in(app, &vera).await;
    let wanted = format!("/desk/proposals/{id}");
    let led = visit.read(&wanted).await;
    let to = format!("/calls/{call}/pact?next=%2Fdesk%2Fproposals%2F{id}");
    assert_eq!((led.status, led.header("location")), (303, to.as_str()));
    let page = visit.read(&to).await;
    let page = page.expect_page();
    assert!(page.contains("I declare:") && page.contains("1. honest;"), "{page}");
    let (csrf, hash) = (visit.csrf().await, hidden(page, "text_hash"));
    let fields = |phrase: &'static str| {
        vec![("csrf", csrf.as_str()), ("text_hash", &hash), ("next", &wanted), ("phrase", phrase)]
    };
    let address = format!("/calls/{call}/pact");
    let again = visit.send(&address, &fields("ya")).await;
    assert!(again.expect_page_of(422).contains(&wanted), "the way on is kept");
    let signed = visit.send(&address, &fields("I AGREE")).await;
    assert_eq!((signed.status, signed.header("location")), (303, wanted.as_str()));
    assert!(visit.read(&wanted).await.expect_page().contains("TB-2026-0001"));
    app.get(&vera, &format!("{path}/verification")).await.expect(200);
    app.get(&vera, &format!("/api/v1/proposals?call={call}")).await.expect(200);
    let recorded = app.recorded(&format!("call:{call}"));
    let (_, payload) = recorded.iter().find(|(act, _)| act == "pact.signed").unwrap();
    assert_eq!(payload["text_hash"], hash.as_str());
    // A second time changes nothing.
    let before = signatures(app);
    sign(&world, &vera).await.expect(200);
    assert_eq!(signatures(app), before);
}

#[actix_web::test]
async fn the_secretariat_sees_who_has_not_signed_and_they_are_asked_and_reminded_once() {
    let world = world().await;
    let (app, call) = (&world.app, world.call.as_str());
    let clerk = world.outsider("panitera", Role::Secretariat);
    let auditor = world.outsider("auditor", Role::Auditor);
    let [one, two] = ["satu", "dua"].map(|name| world.outsider(name, Role::Reviewer));
    let chair = world.outsider("ketua", Role::Chair);
    for reviewer in [&one, &two] {
        let seat = format!("/api/v1/calls/{call}/panel/{}", reviewer.id);
        let seated = app.put(&clerk, &seat, json!({"max_load": 5})).await;
        // Two of one unit are not independent; whoever sits is asked.
        if seated.status == 200 {
            assert_eq!(letters(app, reviewer, "pact_asked"), 1);
        }
    }
    assert_eq!(letters(app, &one, "pact_asked"), 1);
    let list = format!("/api/v1/calls/{call}/pact/signatures");
    let unsigned = async || {
        let answer = app.get(&clerk, &list).await;
        let people = answer.expect(200)["people"].as_array().unwrap().clone();
        let missing = people.into_iter().filter(|one| one["signed_at"].is_null());
        missing.map(|one| one["user"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(unsigned().await.contains(&one.id.to_string()));
    sign(&world, &one).await.expect(200);
    let missing = unsigned().await;
    assert!(!missing.contains(&one.id.to_string()) && missing.contains(&chair.id.to_string()));
    app.get(&auditor, &list).await.expect(200);
    app.get(&world.candidate, &list).await.refusal(403);
    assert_eq!(sign(&world, &clerk).await.refusal(403), "forbidden");
    let table = app.get(&auditor, &format!("/api/v1/calls/{call}/exports/pact?format=csv")).await;
    assert!(
        String::from_utf8_lossy(&table.bytes).contains(&hash(&world).await),
        "{}",
        table.status
    );
    let visit = Visit::signed_in(app, &clerk).await;
    let page = visit.read(&format!("/desk/calls/{call}/pact")).await;
    assert!(page.expect_page().contains("Not signed yet"));

    let pass = async || tubel::features::reminders::pass(&app.app).await.unwrap();
    pass().await;
    assert_eq!(letters(app, &chair, "pact_reminder"), 0);
    app.at(TWO_DAYS_BEFORE);
    pass().await;
    pass().await;
    assert_eq!(letters(app, &chair, "pact_reminder"), 1);
    assert_eq!(letters(app, &one, "pact_reminder"), 0);
}

#[actix_web::test]
async fn a_call_without_a_text_asks_nobody() {
    let world = World::start().await;
    let (app, call) = (&world.app, world.call.as_str());
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let receipt = app.get(&world.candidate, &format!("{path}/receipt")).await;
    assert!(receipt.expect(200).get("pact_hash").is_none());
    let vera = world.outsider("vera", Role::Verifier);
    app.get(&vera, &format!("/api/v1/calls/{call}/pact")).await.refusal(404);
    let body = json!({"phrase": PHRASE, "text_hash": "0".repeat(64)});
    let signed = app.post(&vera, &format!("/api/v1/calls/{call}/pact"), body).await;
    assert_eq!(signed.refusal(409), "pact_not_asked");
    app.at(SCREENING);
    app.get(&vera, &path).await.expect(200);
}
