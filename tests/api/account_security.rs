//! What keeps an account its owner's: confirmed addresses, new passwords by letter, second factors,
//! the count of failures, notices. The letters themselves are in `tests/mail`.

use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use test_support::{Answer, PASSWORD, Person, TestApp};
use tubel::features::accounts::rules::totp;
use tubel::kernel::access::Role;
use tubel::kernel::settings::Settings;
use tubel::platform::db::schema::{mails, users};

const OTHER: &str = "gajah terbang di atas awan";

/// The letters of this kind, oldest first: the values that they show.
fn letters(app: &TestApp, template: &str) -> Vec<Value> {
    let template = template.to_owned();
    let read = move |db: &mut _| {
        let of_kind = mails::table.filter(mails::template.eq(&template)).order(mails::seq);
        Ok(of_kind.select(mails::letter_values).load::<String>(db)?)
    };
    let rows = app.database().read(read).unwrap();
    rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// What the newest letter's link carries; waits for it, as it is posted after the answer.
async fn token(app: &TestApp, template: &str, number: usize) -> String {
    for _ in 0..200 {
        if let Some(letter) = letters(app, template).get(number - 1) {
            let link = letter["link"]["link"].as_str().unwrap();
            return link.split_once("token=").unwrap().1.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no letter {number} of kind {template}");
}

async fn post(app: &TestApp, path: &str, body: Value) -> Answer {
    let path = format!("/api/v1{path}");
    Answer::of(app.request(Method::POST, &path).header("accept-language", "en").json(&body)).await
}

fn unbase32(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let five = |letter| format!("{:05b}", alphabet.find(letter).unwrap());
    let bits = text.chars().fold(String::new(), |bits, letter| bits + &five(letter));
    let bytes = bits.as_bytes().chunks_exact(8);
    bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect()
}

/// Somebody's authenticator app.
struct App32(Vec<u8>);

impl App32 {
    fn code(&self, app: &TestApp) -> String {
        totp::code_at(&self.0, app.now().micros() / 1_000_000)
    }
}

/// Sets a second factor up; the app and the recovery codes.
async fn enrol(app: &TestApp, who: &Person) -> (App32, Vec<String>) {
    let begun = app.post(who, "/api/v1/me/second-factor", json!({"password": PASSWORD})).await;
    let begun = begun.expect(200);
    let secret = begun["secret"].as_str().unwrap();
    assert!(begun["uri"].as_str().unwrap().contains(secret));
    let device = App32(unbase32(secret));
    let body = json!({"code": device.code(app)});
    let codes = app.post(who, "/api/v1/me/second-factor/confirm", body).await;
    let codes = codes.expect(200)["recovery_codes"].as_array().unwrap().clone();
    (device, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

async fn challenge(app: &TestApp, who: &Person) -> String {
    let asked = app.sign_in(who).await;
    assert_eq!(asked.expect(202)["second_factor_required"], true);
    asked.json["challenge_token"].as_str().unwrap().to_owned()
}

async fn second_step(app: &TestApp, challenge: &str, code: &str) -> Answer {
    let body = json!({"challenge_token": challenge, "code": code});
    post(app, "/auth/login/second-factor", body).await
}

fn pass(app: &TestApp, seconds: i64) {
    app.set_clock(app.now().plus_seconds(seconds));
}

fn strict(settings: &mut Settings) {
    settings.accounts.require_second_factor = true;
    settings.accounts.require_verified_email = true;
}

/// Somebody with an account whose address nobody confirmed, and the letter with the link.
async fn register(app: &TestApp) -> Person {
    let siti = app.person("siti").role(Role::Candidate).create();
    let id = siti.id.clone();
    let unconfirmed = move |db: &mut tubel::platform::db::Db| {
        diesel::update(users::table.find(&id))
            .set(users::email_verified_at.eq(None::<i64>))
            .execute(db)?;
        Ok(())
    };
    app.database().write(unconfirmed).unwrap();
    app.post(&siti, "/api/v1/me/email/verification", Value::Null).await.expect(202);
    siti
}

#[actix_web::test]
async fn who_registered_acts_in_no_role_before_the_address_is_confirmed() {
    let app = TestApp::with(strict);
    let siti = register(&app).await;
    let me = app.get(&siti, "/api/v1/me").await;
    assert_eq!(me.expect(200)["email_verified"], false);
    assert_eq!(app.get(&siti, "/api/v1/proposals").await.refusal(403), "email_not_verified");
    let link = token(&app, "email_verification", 1).await;
    // A scanner that opens the link confirms nothing.
    let page = Visit::new(&app).read(&format!("/verify-email?token={link}")).await;
    assert!(page.expect_page().contains(&link));
    assert_eq!(app.get(&siti, "/api/v1/proposals").await.refusal(403), "email_not_verified");
    let sent = json!({"token": link});
    post(&app, "/auth/email/verify", sent.clone()).await.expect(204);
    app.get(&siti, "/api/v1/proposals").await.expect(200);
    assert_eq!(post(&app, "/auth/email/verify", sent).await.refusal(409), "link_spent");
    let again = app.post(&siti, "/api/v1/me/email/verification", Value::Null).await;
    assert_eq!(again.refusal(409), "email_verified_already");
}

#[actix_web::test]
async fn a_confirmation_link_is_good_for_a_day_and_sent_anew_three_times_an_hour() {
    let app = TestApp::with(strict);
    let siti = register(&app).await;
    let link = token(&app, "email_verification", 1).await;
    let resend = "/api/v1/me/email/verification";
    for _ in 0..2 {
        app.post(&siti, resend, Value::Null).await.expect(202);
    }
    assert_eq!(app.post(&siti, resend, Value::Null).await.refusal(429), "too_many_letters");
    pass(&app, 24 * 3600);
    let late = post(&app, "/auth/email/verify", json!({"token": link})).await;
    assert_eq!(late.refusal(409), "link_spent");
    app.post(&siti, resend, Value::Null).await.expect(202);
    let fresh = token(&app, "email_verification", 4).await;
    post(&app, "/auth/email/verify", json!({"token": fresh})).await.expect(204);
}

#[actix_web::test]
async fn asking_for_a_new_password_tells_nobody_who_exists() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let known = post(&app, "/auth/password/forgot", json!({"login": rina.email})).await;
    let unknown = post(&app, "/auth/password/forgot", json!({"login": "x@pom.go.id"})).await;
    assert_eq!((known.status, &known.bytes), (202, &unknown.bytes));
    let names = |answer: &Answer| {
        let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!((unknown.status, names(&known)), (202, names(&unknown)));
    token(&app, "password_reset", 1).await;
    for _ in 0..4 {
        post(&app, "/auth/password/forgot", json!({"login": rina.email})).await.expect(202);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(letters(&app, "password_reset").len(), 3);
}

#[actix_web::test]
async fn a_new_password_by_letter_works_once_and_ends_all_sessions() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    app.get(&rina, "/api/v1/me").await.expect(200);
    post(&app, "/auth/password/forgot", json!({"login": rina.nip})).await.expect(202);
    let link = token(&app, "password_reset", 1).await;
    let short =
        post(&app, "/auth/password/reset", json!({"token": link, "password": "pendek"})).await;
    assert_eq!(short.faults(), [("password".to_owned(), "password_too_short".to_owned())]);
    let body = json!({"token": link, "password": OTHER});
    post(&app, "/auth/password/reset", body.clone()).await.expect(204);
    assert_eq!(app.get(&rina, "/api/v1/me").await.status, 401);
    assert_eq!(app.sign_in(&rina).await.refusal(401), "sign_in_failed");
    let login = json!({"login": rina.email, "password": OTHER});
    post(&app, "/auth/login", login).await.expect(200);
    assert_eq!(letters(&app, "password_changed").len(), 1);
    assert_eq!(post(&app, "/auth/password/reset", body).await.refusal(409), "link_spent");
}

#[actix_web::test]
async fn a_new_password_by_letter_comes_too_late_after_half_an_hour() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    post(&app, "/auth/password/forgot", json!({"login": rina.email})).await.expect(202);
    let link = token(&app, "password_reset", 1).await;
    pass(&app, 1800);
    let late = post(&app, "/auth/password/reset", json!({"token": link, "password": OTHER})).await;
    assert_eq!(late.refusal(409), "link_spent");
    app.sign_in(&rina).await.expect(200);
}

#[actix_web::test]
async fn what_opens_an_account_is_in_nobodys_list_of_letters_nor_in_the_database_in_clear() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    let siti = register(&app).await;
    post(&app, "/auth/password/forgot", json!({"login": siti.email})).await.expect(202);
    let secrets =
        [token(&app, "email_verification", 1).await, token(&app, "password_reset", 1).await];
    let queue = app.get(&admin, "/api/v1/mail").await;
    let own = app.get(&siti, "/api/v1/me/mails").await;
    let page = Visit::signed_in(&app, &siti).await.read("/me/mails").await;
    let ledger = app.get(&admin, "/api/v1/ledger/entries").await;
    assert_eq!(own.expect(200)["items"].as_array().unwrap().len(), 2);
    for secret in &secrets {
        for shown in [&queue, &own, &page, &ledger] {
            assert_eq!(shown.status, 200);
            assert!(!shown.text().contains(secret), "{}", shown.text());
        }
        let secret = secret.clone();
        let stored = move |db: &mut _| {
            let found = tubel::platform::db::schema::account_links::table.find(&secret).count();
            Ok(found.get_result::<i64>(db)?)
        };
        let rows = app.database().read(stored).unwrap();
        assert_eq!(rows, 0, "the link is stored as it is");
    }
}

#[actix_web::test]
async fn a_second_factor_is_asked_for_and_no_code_works_twice() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let (device, _) = enrol(&app, &rina).await;
    assert_eq!(letters(&app, "second_factor_on").len(), 1);
    let used = device.code(&app);
    // The code that enrolled has been seen; neither it nor one older signs in.
    let refused = second_step(&app, &challenge(&app, &rina).await, &used).await;
    assert_eq!(refused.faults(), [("code".to_owned(), "code_wrong".to_owned())]);
    pass(&app, 30);
    let asked = challenge(&app, &rina).await;
    let code = device.code(&app);
    second_step(&app, &asked, &code).await.expect(200);
    assert_eq!(second_step(&app, &asked, &code).await.refusal(401), "challenge_spent");
    let replayed = second_step(&app, &challenge(&app, &rina).await, &code).await;
    assert_eq!(replayed.refusal(422), "invalid");
    pass(&app, 30);
    let asked = challenge(&app, &rina).await;
    pass(&app, 300);
    let late = second_step(&app, &asked, &device.code(&app)).await;
    assert_eq!(late.refusal(401), "challenge_spent");
}

#[actix_web::test]
async fn a_challenge_opens_nothing_by_itself() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    enrol(&app, &rina).await;
    let asked = challenge(&app, &rina).await;
    let request = app.request(Method::GET, "/api/v1/me").bearer_auth(&asked);
    assert_eq!(Answer::of(request).await.status, 401);
    // Nor is an access token a challenge.
    let forged = second_step(&app, "eyJhbGciOiJFZERTQSJ9.e30.x", "123456").await;
    assert_eq!(forged.refusal(401), "challenge_spent");
}

#[actix_web::test]
async fn a_recovery_code_signs_in_once_and_new_ones_replace_the_old() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let (device, codes) = enrol(&app, &rina).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[0].to_uppercase();
    second_step(&app, &challenge(&app, &rina).await, &typed).await.expect(200);
    assert_eq!(letters(&app, "recovery_code_used")[0]["codes_left"], json!({"count": 9}));
    let again = second_step(&app, &challenge(&app, &rina).await, &codes[0]).await;
    assert_eq!(again.refusal(422), "invalid");
    let standing = app.get(&rina, "/api/v1/me/second-factor").await;
    assert_eq!(standing.expect(200)["recovery_codes_left"], 9);
    pass(&app, 30);
    let body = json!({"password": PASSWORD, "code": device.code(&app)});
    let path = "/api/v1/me/second-factor/recovery-codes";
    let fresh = app.post(&rina, path, body).await;
    let fresh = fresh.expect(200)["recovery_codes"][0].as_str().unwrap().to_owned();
    let old = second_step(&app, &challenge(&app, &rina).await, &codes[1]).await;
    assert_eq!(old.refusal(422), "invalid");
    second_step(&app, &challenge(&app, &rina).await, &fresh).await.expect(200);
}

#[actix_web::test]
async fn wrong_codes_are_counted_and_the_right_one_does_not_help_then() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let (device, _) = enrol(&app, &rina).await;
    pass(&app, 60);
    for _ in 0..5 {
        let asked = challenge(&app, &rina).await;
        assert_eq!(second_step(&app, &asked, "nonsense").await.refusal(422), "invalid");
    }
    let asked = challenge(&app, &rina).await;
    let code = device.code(&app);
    assert_eq!(second_step(&app, &asked, &code).await.refusal(429), "too_many_failures");
    pass(&app, 901);
    let asked = challenge(&app, &rina).await;
    second_step(&app, &asked, &device.code(&app)).await.expect(200);
}

fn wrong_codes(app: &TestApp, who: &Person) -> i32 {
    use diesel::prelude::*;
    use tubel::platform::db::schema::sign_in_failures as counts;
    let bucket = format!("code:{}", who.id);
    let read = move |db: &mut tubel::platform::db::Db| {
        let found = counts::table.find(&bucket).select(counts::failures).first(db).optional()?;
        Ok(found.unwrap_or(0))
    };
    app.database().read(read).unwrap()
}

/// A refusal must not take its own count back with it.
#[actix_web::test]
async fn a_wrong_code_on_a_good_challenge_counts_and_the_right_one_within_the_limit_passes() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let (device, _) = enrol(&app, &rina).await;
    for (wrong_ones, then) in [(4, 200), (5, 429)] {
        pass(&app, 60);
        let asked = challenge(&app, &rina).await;
        let right = device.code(&app);
        let other = |by: u32| format!("{:06}", (right.parse::<u32>().unwrap() + by) % 1_000_000);
        for number in 1..=wrong_ones {
            let refused = second_step(&app, &asked, &other(u32::try_from(number).unwrap())).await;
            assert_eq!(refused.faults(), [("code".to_owned(), "code_wrong".to_owned())]);
            assert_eq!(wrong_codes(&app, &rina), number);
        }
        let last = second_step(&app, &asked, &right).await;
        assert_eq!(last.status, then, "after {wrong_ones}: {}", last.text());
        // What succeeded is forgiven, what was refused unheard counts as before.
        assert_eq!(wrong_codes(&app, &rina), if then == 200 { 0 } else { wrong_ones });
    }
}

#[actix_web::test]
async fn a_second_factor_is_taken_away_with_password_and_code_only() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let (device, _) = enrol(&app, &rina).await;
    pass(&app, 30);
    let path = "/api/v1/me/second-factor/disable";
    let body = |password: &str, code: &str| json!({"password": password, "code": code});
    let code = device.code(&app);
    let wrong = app.post(&rina, path, body(OTHER, &code)).await;
    assert_eq!(wrong.faults(), [("password".to_owned(), "password_wrong".to_owned())]);
    let wrong = app.post(&rina, path, body(PASSWORD, "000000x")).await;
    assert_eq!(wrong.faults(), [("code".to_owned(), "code_wrong".to_owned())]);
    app.post(&rina, path, body(PASSWORD, &code)).await.expect(204);
    assert_eq!(letters(&app, "second_factor_off").len(), 1);
    app.sign_in(&rina).await.expect(200);
}

#[actix_web::test]
async fn chair_decider_and_secretariat_do_nothing_without_a_second_factor() {
    let app = TestApp::with(strict);
    for (name, role, path) in [
        ("admin", Role::Secretariat, "/api/v1/users"),
        ("ketua", Role::Chair, "/api/v1/users"),
        ("pimpinan", Role::Decider, "/api/v1/proposals"),
    ] {
        let who = app.person(name).role(role).create();
        assert_eq!(app.get(&who, path).await.refusal(403), "second_factor_missing", "{name}");
        assert_eq!(app.get(&who, "/api/v1/me").await.expect(200)["roles"], json!([role]));
        let page = Visit::signed_in(&app, &who).await.read("/").await;
        assert!(page.expect_page().contains("two-step verification"), "{name}");
        enrol(&app, &who).await;
        assert_ne!(app.get(&who, path).await.status, 403, "{name}");
    }
    let auditor = app.person("auditor").role(Role::Auditor).create();
    app.get(&auditor, "/api/v1/users").await.expect(200);
}

#[actix_web::test]
async fn a_role_that_demands_a_second_factor_demands_it_of_sessions_that_are_open() {
    let app = TestApp::with(strict);
    let (id, now) = (app.person("budi").create().id, app.now());
    let budi = Person { id: id.clone(), email: "budi@pom.go.id".to_owned(), nip: None };
    assert_eq!(app.get(&budi, "/api/v1/users").await.refusal(403), "forbidden");
    app.database()
        .write(move |db| {
            tubel::features::accounts::grant_first_role(db, &id, Role::Secretariat, now)
        })
        .unwrap();
    assert_eq!(app.get(&budi, "/api/v1/users").await.refusal(403), "second_factor_missing");
}

/// A try at signing in from this address.
async fn from(app: &TestApp, address: &str, who: &Person, password: &str) -> u16 {
    let request = app.request(Method::POST, "/api/v1/auth/login");
    let request = request.header("x-forwarded-for", format!("9.9.9.9, {address}"));
    Answer::of(request.json(&json!({"login": who.email, "password": password}))).await.status
}

#[actix_web::test]
async fn nobody_locks_somebody_else_out() {
    let app = TestApp::with(|settings| settings.server.behind_proxy = true);
    let rina = app.person("rina").create();
    for _ in 0..10 {
        assert_eq!(from(&app, "10.0.0.1", &rina, "wrong").await, 401);
    }
    assert_eq!(from(&app, "10.0.0.1", &rina, PASSWORD).await, 429);
    assert_eq!(from(&app, "10.0.0.2", &rina, PASSWORD).await, 200);
}

#[actix_web::test]
async fn an_address_in_a_header_counts_only_behind_a_proxy_of_ours() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    for number in 0..10 {
        assert_eq!(from(&app, &format!("10.0.0.{number}"), &rina, "wrong").await, 401);
    }
    assert_eq!(from(&app, "10.0.1.1", &rina, PASSWORD).await, 429);
}

#[actix_web::test]
async fn guessing_from_many_addresses_ends_while_a_known_device_still_gets_in() {
    let app = TestApp::with(|settings| {
        settings.server.behind_proxy = true;
        settings.accounts.sign_in_failures_per_day = 12;
    });
    let rina = app.person("rina").create();
    let mut browser = Visit::new(&app);
    browser.enter(&rina).await;
    for number in 0..12 {
        assert_eq!(from(&app, &format!("10.0.{number}.1"), &rina, "wrong").await, 401);
    }
    assert_eq!(from(&app, "10.0.99.1", &rina, PASSWORD).await, 429);
    // The stranger's cookie is worth nothing at another's account.
    let budi = app.person("budi").create();
    let mut stranger = Visit::new(&app);
    stranger.enter(&budi).await;
    assert_eq!(stranger.enter(&rina).await, 429);
    // The owner's is, and their sign-in forgives what others did.
    assert_eq!(browser.enter(&rina).await, 303);
    assert_eq!(from(&app, "10.0.99.1", &rina, PASSWORD).await, 200);
}

#[actix_web::test]
async fn a_sign_in_from_a_new_device_is_told_and_the_first_one_ever_is_not() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let mut browser = Visit::new(&app);
    browser.enter(&rina).await;
    browser.enter(&rina).await;
    assert_eq!(letters(&app, "new_sign_in").len(), 0);
    let mut other = Visit::new(&app);
    other.enter(&rina).await;
    let told = letters(&app, "new_sign_in");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["address"], json!({"text": "127.0.0.1"}));
}

#[actix_web::test]
async fn ones_own_sessions_are_listed_and_ended_from_afar() {
    let app = TestApp::start();
    let (rina, budi) = (app.person("rina").create(), app.person("budi").create());
    let other = app.sign_in(&rina).await;
    let other = other.expect(200)["access_token"].as_str().unwrap().to_owned();
    let sessions = app.get(&rina, "/api/v1/me/sessions").await;
    let sessions = sessions.expect(200).as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2);
    let far = sessions.iter().find(|session| session["current"] == false).unwrap();
    let path = format!("/api/v1/me/sessions/{}", far["id"].as_str().unwrap());
    assert_eq!(app.delete(&budi, &path).await.refusal(404), "not_found");
    app.delete(&rina, &path).await.expect(204);
    let request = app.request(Method::GET, "/api/v1/me").bearer_auth(other);
    assert_eq!(Answer::of(request).await.status, 401);
    app.get(&rina, "/api/v1/me").await.expect(200);
}

#[actix_web::test]
async fn a_lost_second_factor_is_taken_away_at_the_console_on_the_record() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    enrol(&app, &rina).await;
    let (email, now) = (rina.email.clone(), app.now());
    let reset = move |db: &mut _| tubel::features::accounts::reset_second_factor(db, &email, now);
    app.database().write(reset).unwrap();
    let acts: Vec<String> =
        app.recorded(&format!("user:{}", rina.id)).into_iter().map(|(act, _)| act).collect();
    assert_eq!(acts.last().unwrap(), "second_factor.reset");
    assert_eq!(app.get(&rina, "/api/v1/me").await.status, 401);
    app.sign_in(&rina).await.expect(200);
    assert_eq!(letters(&app, "second_factor_off").len(), 1);
}

#[actix_web::test]
async fn somebody_invited_chooses_the_password_by_the_link() {
    let app = TestApp::with(|settings| settings.accounts.require_verified_email = true);
    let admin = app.person("admin").role(Role::Secretariat).create();
    let body = json!({"email": "dosen@ui.ac.id", "name": "Dosen"});
    let made = app.post(&admin, "/api/v1/users", body).await;
    let id = made.expect(201)["id"].as_str().unwrap().to_owned();
    let first = token(&app, "account_invitation", 1).await;
    app.post(&admin, &format!("/api/v1/users/{id}/invitation"), Value::Null).await.expect(202);
    let link = token(&app, "account_invitation", 2).await;
    let spent =
        post(&app, "/auth/password/reset", json!({"token": first, "password": OTHER})).await;
    assert_eq!(spent.refusal(409), "link_spent");
    post(&app, "/auth/password/reset", json!({"token": link, "password": OTHER})).await.expect(204);
    let login = json!({"login": "dosen@ui.ac.id", "password": OTHER});
    post(&app, "/auth/login", login).await.expect(200);
    let again = app.post(&admin, &format!("/api/v1/users/{id}/invitation"), Value::Null).await;
    assert_eq!(again.refusal(409), "email_verified_already");
}

#[actix_web::test]
async fn accounts_are_found_by_part_of_name_address_or_nip_and_nothing_is_a_pattern() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    app.person("Siti Rahma").nip("199001012015012777").create();
    app.person("Budi 100%").create();
    for (search, number) in
        [("RAHMA", 1), ("siti.rah", 1), ("12777", 1), ("100%25", 1), ("%25", 1), ("_", 0)]
    {
        let found = app.get(&admin, &format!("/api/v1/users?search={search}")).await;
        assert_eq!(found.expect(200)["items"].as_array().unwrap().len(), number, "{search}");
    }
}

#[actix_web::test]
async fn the_secret_of_a_second_factor_is_not_in_the_database_in_clear() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let (device, codes) = enrol(&app, &rina).await;
    let stored = app
        .database()
        .read(|db| {
            let secrets = tubel::platform::db::schema::second_factors::table
                .select(tubel::platform::db::schema::second_factors::secret);
            let hashes = tubel::platform::db::schema::recovery_codes::table
                .select(tubel::platform::db::schema::recovery_codes::code_hash);
            Ok((secrets.first::<String>(db)?, hashes.load::<String>(db)?))
        })
        .unwrap();
    let clear = [tubel::kernel::canonical::hex(&device.0), totp::base32(&device.0)];
    assert!(clear.iter().all(|clear| !stored.0.contains(clear)));
    assert!(codes.iter().all(|code| !stored.1.contains(code)));
}
