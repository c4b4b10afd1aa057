//! Guessing and flooding have an end; the owner still gets in.

use super::{OTHER, letters, link, post, strict};
use crate::pages::Visit;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use test_support::{Answer, PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

async fn guess(app: &TestApp, from: &str, login: &str, password: &str) -> u16 {
    let request = app.request(Method::POST, "/api/v1/auth/login");
    let request = request.header("x-forwarded-for", from);
    Answer::of(request.json(&json!({"login": login, "password": password}))).await.status
}

fn behind_proxy(settings: &mut tubel::kernel::settings::Settings) {
    settings.server.behind_proxy = true;
}

fn judged(answers: &[u16]) -> usize {
    assert!(answers.iter().all(|status| matches!(status, 401 | 429)), "{answers:?}");
    answers.iter().filter(|status| **status == 401).count()
}

#[actix_web::test]
async fn of_two_hundred_guesses_at_once_ten_are_judged_however_the_account_is_named() {
    let app = TestApp::with(behind_proxy);
    let rina = app.person("rina").create();
    let nip = rina.nip.clone().unwrap();
    let spaced = format!(" {} {} ", &nip[..8], &nip[8..]);
    let names = [rina.email.clone(), rina.email.to_uppercase(), nip, spaced];
    let tries = (0..200).map(|number| guess(&app, "10.0.0.1", &names[number % 4], "wrong"));
    assert_eq!(judged(&join_all(tries).await), 10);
    // What is no account is judged as often: nobody learns which ones there are.
    let tries = (0..40).map(|_| guess(&app, "10.0.0.2", "tidak.ada@pom.go.id", "wrong"));
    assert_eq!(judged(&join_all(tries).await), 10);
    assert_eq!(guess(&app, "10.0.0.3", &rina.email, PASSWORD).await, 200);
}

#[actix_web::test]
async fn ones_own_password_and_codes_are_guessed_at_as_little() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    app.get(&rina, "/api/v1/me").await.expect(200);
    let tries =
        (0..60).map(|_| app.post(&rina, "/api/v1/me/second-factor", json!({"password": "wrong"})));
    let answers: Vec<u16> = join_all(tries).await.iter().map(|answer| answer.status).collect();
    assert_eq!(answers.iter().filter(|status| **status == 422).count(), 10, "{answers:?}");
}

#[actix_web::test]
async fn a_household_of_ipv6_and_everybody_together_have_a_limit() {
    let app = TestApp::with(|settings| {
        settings.server.behind_proxy = true;
        settings.accounts.sign_in_failures_per_address = 20;
        settings.accounts.sign_in_failures_in_all = 50;
    });
    let mut rina = Visit::new(&app);
    let owner: Person = app.person("rina").create();
    rina.enter(&owner).await;
    let mut all = Vec::new();
    for number in 0..30 {
        let from = format!("2001:db8:1:2::{number:x}");
        all.push(guess(&app, &from, &format!("orang{number}@pom.go.id"), "wrong").await);
    }
    assert_eq!(judged(&all), 20);
    for number in 0..60 {
        let from = format!("2001:db8:9:{number:x}::1");
        all.push(guess(&app, &from, &format!("lain{number}@pom.go.id"), "wrong").await);
    }
    assert_eq!(judged(&all), 50);
    // A device that is known gets in meanwhile.
    assert_eq!(rina.enter(&owner).await, 303);
}

#[actix_web::test]
async fn a_new_password_by_letter_forgives_what_others_did() {
    let app = TestApp::with(|settings| {
        settings.server.behind_proxy = true;
        settings.accounts.sign_in_failures_per_day = 12;
    });
    let rina = app.person("rina").create();
    for number in 0..12 {
        assert_eq!(guess(&app, &format!("10.0.{number}.1"), &rina.email, "wrong").await, 401);
    }
    assert_eq!(guess(&app, "10.0.99.1", &rina.email, PASSWORD).await, 429);
    post(&app, "/auth/password/forgot", json!({"login": rina.email})).await.expect(202);
    for _ in 0..200 {
        if !letters(&app, "password_reset").is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let reset = json!({"token": link(&app, "password_reset"), "password": OTHER});
    post(&app, "/auth/password/reset", reset).await.expect(204);
    assert_eq!(guess(&app, "10.0.99.1", &rina.email, OTHER).await, 200);
}

#[actix_web::test]
async fn a_flood_of_registrations_leaves_sign_ins_alone_and_ends_by_itself() {
    let app = TestApp::with(|settings| {
        strict(settings);
        // As dear as in use: were one hashed for each, this would take minutes and all turns.
        settings.accounts.hash_memory_kib = 19_456;
        settings.accounts.hash_iterations = 2;
    });
    let rina = app.person("rina").role(Role::Candidate).create();
    let ask = |number: usize| {
        let body = json!({
            "email": format!("orang{number}@pom.go.id"), "nip": "199001012015012001", "name": "Orang",
            "unit": "U.BB.MKS", "password": PASSWORD,
        });
        post(&app, "/auth/register", body)
    };
    let flood = join_all((0..280).map(ask));
    let (answers, signed_in) = futures_util::future::join(flood, app.sign_in(&rina)).await;
    signed_in.expect(200);
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 60, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 202 | 429)), "{statuses:?}");
    assert_eq!(letters(&app, "registration").len(), 60);
}

/// What the program writes to its log, for the whole of this test program.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone());
        subscriber.with_max_level(tracing::Level::WARN).init();
        log
    })
}

#[actix_web::test]
async fn a_failed_sign_in_is_in_the_log_by_marks_and_names_nobody() {
    let log = log();
    let app = TestApp::with(behind_proxy);
    let rina = app.person("kenari log").create();
    let nip = rina.nip.clone().unwrap();
    for login in [rina.email.as_str(), nip.as_str(), "kenari.tidak.ada@pom.go.id"] {
        guess(&app, "203.0.113.77", login, "wrong kenari secret").await;
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("a sign-in failed"), "{text}");
    for secret in ["kenari.log", "kenari.tidak", "kenari secret", "203.0.113.77", nip.as_str()] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // From this address alone: one account under one mark, however it was named.
    let from = |line: &&str| line.contains("a sign-in failed") && line.contains("wrong");
    let mark =
        |line: &str, name: &str| line.split(&format!("{name}=")).nth(1).unwrap()[..18].to_owned();
    let lines: Vec<&str> = text.lines().filter(from).collect();
    let address = mark(lines.last().unwrap(), "address");
    let here: Vec<String> = lines
        .iter()
        .filter(|line| mark(line, "address") == address)
        .map(|line| mark(line, "account"))
        .collect();
    assert_eq!((here.len(), here[0] == here[1], here[1] == here[2]), (3, true, false), "{here:?}");
}

#[actix_web::test]
async fn a_wrong_code_is_in_the_log_by_marks_as_a_wrong_password_is() {
    let log = log();
    let app = TestApp::with(behind_proxy);
    let body = serde_json::json!({"challenge_token": "kenari-tantangan", "code": "kenari-kode"});
    let path = "/api/v1/auth/login/second-factor";
    let request =
        app.request(reqwest::Method::POST, path).header("x-forwarded-for", "203.0.113.78");
    Answer::of(request.json(&body)).await.refusal(401);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let line = text.lines().find(|line| line.contains("wrong code")).unwrap();
    assert!(
        line.contains("a sign-in failed") && line.contains("account=") && line.contains("address=")
    );
    for secret in ["kenari-tantangan", "kenari-kode", "203.0.113.78"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
