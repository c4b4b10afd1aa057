//! Asking for an account leaves a letter and nothing else.

use super::{OTHER, letters, link, post, strict};
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::{Answer, PASSWORD, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::{registrations, users};

const CANARY: &str = "beli-obat-di-evil-example";

fn asked(email: &str) -> Value {
    json!({
        "email": email, "nip": "199001012015012001", "name": CANARY, "unit": "U.BB.MKS",
        "password": PASSWORD,
    })
}

fn confirmation(token: &str, nip: &str) -> Value {
    json!({"token": token, "nip": nip, "name": "Siti", "unit": "U.BB.MKS", "password": OTHER})
}

fn said(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.json.clone())
}

#[actix_web::test]
async fn nobody_learns_whether_an_address_has_an_account_and_no_letter_repeats_what_was_typed() {
    let app = TestApp::with(strict);
    let rina = app.person("rina").role(Role::Candidate).create();
    let known = post(&app, "/auth/register", asked(&rina.email)).await;
    let free = post(&app, "/auth/register", asked("baru@pom.go.id")).await;
    assert_eq!(said(&known), (202, json!({"sent_to": rina.email})));
    assert_eq!(said(&free), (202, json!({"sent_to": "baru@pom.go.id"})));
    for (template, to) in
        [("registered_already", rina.email.as_str()), ("registration", "baru@pom.go.id")]
    {
        let all = letters(&app, template);
        assert_eq!((all.len(), all[0].0.as_str(), all[0].1.as_str()), (1, to, ""));
        assert!(!all[0].2.to_string().contains(CANARY));
    }
    // What was typed is kept nowhere before the link is used.
    let people = app.database().read(|db| Ok(users::table.count().get_result::<i64>(db)?)).unwrap();
    assert_eq!(people, 1);
}

#[actix_web::test]
async fn whoever_asks_for_anothers_address_keeps_its_reader_from_nothing() {
    let app = TestApp::with(strict);
    post(&app, "/auth/register", asked("siti@pom.go.id")).await.expect(202);
    let strangers = link(&app, "registration");
    post(&app, "/auth/register", asked("siti@pom.go.id")).await.expect(202);
    let own = link(&app, "registration");
    assert_ne!(strangers, own);
    let made = post(&app, "/auth/register/confirm", confirmation(&own, "199001012015012001")).await;
    let made = made.expect(201);
    assert_eq!((&made["email"], &made["email_verified"]), (&json!("siti@pom.go.id"), &json!(true)));
    let login = json!({"login": "siti@pom.go.id", "password": OTHER});
    post(&app, "/auth/login", login).await.expect(200);
    // The other link opens nothing any more, and the password of whoever asked never did.
    let again = confirmation(&strangers, "199001012015012001");
    assert_eq!(post(&app, "/auth/register/confirm", again).await.refusal(409), "link_spent");
    let guess = json!({"login": "siti@pom.go.id", "password": PASSWORD});
    post(&app, "/auth/login", guess).await.refusal(401);
}

#[actix_web::test]
async fn a_typo_in_ones_own_address_costs_a_second_request() {
    let app = TestApp::with(strict);
    let short = post(&app, "/auth/register", asked("nama@pom")).await;
    assert_eq!(short.faults(), [("email".to_owned(), "address_domain_short".to_owned())]);
    post(&app, "/auth/register", asked("nmaa@pom.go.id")).await.expect(202);
    post(&app, "/auth/register", asked("nama@pom.go.id")).await.expect(202);
    let token = link(&app, "registration");
    post(&app, "/auth/register/confirm", confirmation(&token, "199001012015012001"))
        .await
        .expect(201);
}

#[actix_web::test]
async fn a_link_is_good_for_a_day_and_an_address_gets_three_letters_an_hour() {
    let app = TestApp::with(strict);
    for _ in 0..5 {
        post(&app, "/auth/register", asked("siti@pom.go.id")).await.expect(202);
    }
    assert_eq!(letters(&app, "registration").len(), 3);
    let token = link(&app, "registration");
    app.set_clock(app.now().plus_seconds(24 * 3600));
    let late = confirmation(&token, "199001012015012001");
    assert_eq!(post(&app, "/auth/register/confirm", late).await.refusal(409), "link_spent");
    let now = app.now();
    app.database().write(move |db| tubel::features::accounts::actions::sweep(db, now)).unwrap();
    let left = app.database().read(|db| Ok(registrations::table.count().get_result::<i64>(db)?));
    assert_eq!(left.unwrap(), 0);
}

#[actix_web::test]
async fn an_account_that_somebody_opened_with_anothers_address_becomes_its_readers() {
    // Where no letter comes first, for trying out.
    let app = TestApp::start();
    let thief = post(
        &app,
        "/auth/register",
        json!({
            "email": "siti@pom.go.id", "nip": "199001012015012001", "name": "Pencuri",
            "unit": "U.BB.MKS", "password": PASSWORD,
        }),
    )
    .await;
    thief.expect(201);
    // No letter to the address calls its reader by the name that the thief typed.
    assert_eq!(letters(&app, "email_verification")[0].1, "pembaca surat ini");
    let mut mine = asked("siti@pom.go.id");
    mine["name"] = json!("Siti");
    let owner = post(&app, "/auth/register", mine).await;
    assert_eq!(said(&owner), (202, json!({"sent_to": "siti@pom.go.id"})));
    let way_in = json!({"token": link(&app, "registered_already"), "password": OTHER});
    post(&app, "/auth/password/reset", way_in).await.expect(204);
    let login = |password: &str| json!({"login": "siti@pom.go.id", "password": password});
    post(&app, "/auth/login", login(PASSWORD)).await.refusal(401);
    post(&app, "/auth/login", login(OTHER)).await.expect(200);
}
