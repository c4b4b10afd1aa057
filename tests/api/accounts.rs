//! Accounts over HTTP: registering, signing in, staying signed in, roles.

use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, TestApp};
use tubel::kernel::access::Role;

const PASSWORD: &str = "kuda laut makan nasi";

fn registration() -> Value {
    json!({
        "email": "Siti@pom.go.id", "nip": "19900101 201501 2 001", "name": "Siti Rahma",
        "unit": "U.BB.MKS", "password": PASSWORD,
    })
}

async fn post(app: &TestApp, path: &str, body: &Value) -> Answer {
    let request = app.request(Method::POST, path).header("accept-language", "en").json(body);
    Answer::of(request).await
}

async fn with_token(app: &TestApp, token: &str) -> u16 {
    Answer::of(app.request(Method::GET, "/api/v1/me").bearer_auth(token)).await.status
}

#[actix_web::test]
async fn somebody_registers_and_signs_in_with_email_and_with_a_confirmed_nip() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    let made = post(&app, "/api/v1/auth/register", &registration()).await;
    let made = made.expect(201);
    assert_eq!(made["email"], "siti@pom.go.id");
    assert_eq!((&made["nip"], &made["nip_claim"]), (&Value::Null, &json!("199001012015012001")));
    assert_eq!(made["roles"], json!(["candidate"]));
    let by_nip = json!({"login": "19900101 201501 2 001", "password": PASSWORD});
    post(&app, "/api/v1/auth/login", &by_nip).await.refusal(401);
    let confirm = format!("/api/v1/users/{}/nip/confirm", made["id"].as_str().unwrap());
    app.post(&admin, &confirm, json!({"nip": "199001012015012001"})).await.expect(200);
    for login in ["SITI@pom.go.id", "19900101 201501 2 001"] {
        let body = json!({"login": login, "password": PASSWORD});
        let answer = post(&app, "/api/v1/auth/login", &body).await;
        let token = answer.expect(200)["access_token"].as_str().unwrap();
        assert_eq!(with_token(&app, token).await, 200);
    }
}

#[actix_web::test]
async fn every_fault_of_a_registration_is_told_at_once() {
    let app = TestApp::start();
    let mut body = registration();
    body["nip"] = "199002302015012001".into();
    body["password"] = "pendek".into();
    let answer = post(&app, "/api/v1/auth/register", &body).await;
    assert_eq!(answer.refusal(422), "invalid");
    let faults = answer.faults();
    assert_eq!(
        faults,
        [("nip".into(), "nip_birth_date".into()), ("password".into(), "password_too_short".into())]
    );
}

#[actix_web::test]
async fn broken_json_and_unknown_fields_name_the_place() {
    let app = TestApp::start();
    let request = app.request(Method::POST, "/api/v1/auth/login");
    let broken =
        Answer::of(request.header("content-type", "application/json").body("{\"login\":")).await;
    assert_eq!(broken.refusal(400), "malformed_json");
    let body = json!({"login": "a", "password": "b", "role": "chair"});
    let answer = post(&app, "/api/v1/auth/login", &body).await;
    assert_eq!(answer.faults(), [("role".to_owned(), "unknown_field".to_owned())]);
    let text = Answer::of(app.request(Method::POST, "/api/v1/auth/login").body("x")).await;
    assert_eq!(text.refusal(415), "unsupported_type");
}

#[actix_web::test]
async fn an_unknown_account_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let unknown =
        post(&app, "/api/v1/auth/login", &json!({"login": "x@y.id", "password": "z"})).await;
    let wrong =
        post(&app, "/api/v1/auth/login", &json!({"login": rina.email, "password": "z"})).await;
    assert_eq!(unknown.refusal(401), "sign_in_failed");
    let strip = |answer: &Answer| {
        let mut json = answer.json.clone();
        json["instance"] = Value::Null;
        (answer.status, json)
    };
    assert_eq!(strip(&unknown), strip(&wrong));
}

#[actix_web::test]
async fn the_eleventh_failure_waits_and_the_window_passes() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let wrong = json!({"login": rina.email, "password": "z"});
    for _ in 0..10 {
        post(&app, "/api/v1/auth/login", &wrong).await.refusal(401);
    }
    let answer = app.sign_in(&rina).await;
    assert_eq!(answer.refusal(429), "too_many_failures");
    assert_eq!(answer.header("retry-after"), "900");
    app.set_clock(app.now().plus_seconds(901));
    app.sign_in(&rina).await.expect(200);
}

#[actix_web::test]
async fn a_refresh_token_used_twice_ends_the_session() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let first = app.sign_in(&rina).await;
    let old = json!({"refresh_token": first.json["refresh_token"]});
    let second = post(&app, "/api/v1/auth/refresh", &old).await;
    let new = json!({"refresh_token": second.expect(200)["refresh_token"]});
    let token = second.json["access_token"].as_str().unwrap();
    assert_eq!(with_token(&app, token).await, 200);

    assert_eq!(post(&app, "/api/v1/auth/refresh", &old).await.refusal(401), "refresh_failed");
    assert_eq!(with_token(&app, token).await, 401);
    assert_eq!(post(&app, "/api/v1/auth/refresh", &new).await.refusal(401), "refresh_failed");
}

#[actix_web::test]
async fn signing_out_and_a_new_password_end_tokens_at_once() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let here = app.sign_in(&rina).await.json["access_token"].as_str().unwrap().to_owned();
    let there = app.sign_in(&rina).await.json["access_token"].as_str().unwrap().to_owned();
    let change = json!({"current": PASSWORD, "password": "lima ekor bangau putih"});
    let request = app.request(Method::POST, "/api/v1/auth/password").bearer_auth(&here);
    Answer::of(request.json(&change)).await.expect(204);
    assert_eq!((with_token(&app, &here).await, with_token(&app, &there).await), (200, 401));
    app.sign_in(&rina).await.refusal(401);
    Answer::of(app.request(Method::POST, "/api/v1/auth/logout").bearer_auth(&here))
        .await
        .expect(204);
    assert_eq!(with_token(&app, &here).await, 401);
}

#[actix_web::test]
async fn an_access_token_ends_after_fifteen_minutes() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let token = app.sign_in(&rina).await.json["access_token"].as_str().unwrap().to_owned();
    app.set_clock(app.now().plus_seconds(15 * 60));
    let answer = Answer::of(app.request(Method::GET, "/api/v1/me").bearer_auth(token)).await;
    assert_eq!(answer.refusal(401), "token_expired");
}

#[actix_web::test]
async fn forged_tokens_are_refused() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let token = app.sign_in(&rina).await.json["access_token"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = token.split('.').collect();
    // {"alg":"none"} and {"alg":"HS256"}
    let headers = ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9"];
    let mut forged: Vec<String> = headers
        .iter()
        .flat_map(|header| {
            [format!("{header}.{}.", parts[1]), format!("{header}.{}.{}", parts[1], parts[2])]
        })
        .collect();
    forged.push(format!("{}.{}.", parts[0], parts[1]));
    forged.push(format!("{}.{}.{}", parts[0], parts[1], "A".repeat(86)));
    forged.extend([String::new(), "x".into(), "a.b.c".into(), token[..token.len() - 2].into()]);
    for token in forged {
        assert_eq!(with_token(&app, &token).await, 401, "{token}");
    }
}

#[actix_web::test]
async fn roles_are_proposed_and_approved_by_two_and_bite_on_the_next_request() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    let rina = app.person("rina").create();
    let roles = format!("/api/v1/users/{}/roles", rina.id);
    app.post(&rina, &roles, json!({"role": "chair"})).await.refusal(403);
    app.get(&rina, "/api/v1/users").await.refusal(403);
    let chair = app.person("ketua").role(Role::Chair).create();
    let proposed = app.post(&admin, &roles, json!({"role": "chair"})).await;
    assert_eq!(proposed.expect(202)["roles"], json!([]));
    app.get(&rina, "/api/v1/users").await.refusal(403);
    let ids = json!({"ids": [proposed.json["waiting"][0]["id"]]});
    app.post(&chair, "/api/v1/account-changes/approve", ids).await.expect(200);
    app.get(&rina, "/api/v1/users").await.expect(200);
    let second = app.post(&admin, &roles, json!({"role": "reviewer"})).await;
    assert_eq!(second.refusal(409), "duty_already_held");
    let own = format!("/api/v1/users/{}/roles", admin.id);
    assert_eq!(
        app.post(&admin, &own, json!({"role": "candidate"})).await.refusal(409),
        "own_roles"
    );
    app.delete(&admin, &format!("{roles}/chair")).await.expect(200);
    app.get(&rina, "/api/v1/users").await.refusal(403);
}

#[actix_web::test]
async fn an_account_switched_off_is_out_on_the_next_request() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    let rina = app.person("rina").create();
    app.get(&rina, "/api/v1/me").await.expect(200);
    let path = format!("/api/v1/users/{}", rina.id);
    app.patch(&admin, &path, json!({"active": false})).await.expect(200);
    app.get(&rina, "/api/v1/me").await.refusal(401);
    app.sign_in(&rina).await.refusal(401);
}

#[actix_web::test]
async fn accounts_are_listed_page_by_page_in_a_fixed_number_of_statements() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    for number in 0..5 {
        app.person(&format!("person{number}")).role(Role::Candidate).create();
    }
    let first = app.get(&admin, "/api/v1/users?limit=2").await;
    let before = app.statements();
    app.get(&admin, "/api/v1/users?limit=2").await.expect(200);
    let two = app.statements() - before;
    let before = app.statements();
    app.get(&admin, "/api/v1/users?limit=200").await.expect(200);
    assert_eq!(app.statements() - before, two);

    let mut seen = first.json["items"].as_array().unwrap().len();
    let mut next = first.json["next"].clone();
    while let Some(cursor) = next.as_str() {
        let request = app.request_as(&admin, Method::GET, "/api/v1/users").await;
        let page = Answer::of(request.query(&[("limit", "2"), ("after", cursor)])).await;
        seen += page.expect(200)["items"].as_array().unwrap().len();
        next = page.json["next"].clone();
    }
    assert_eq!(seen, 6);
}

#[actix_web::test]
async fn units_are_read_by_anybody_and_changed_by_the_secretariat() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    let rina = app.person("rina").create();
    let units = app.send("GET", "/api/v1/units", "en").await;
    assert!(units.expect(200).as_array().unwrap().iter().any(|unit| unit["code"] == "U.BB.MKS"));
    let body = json!({
        "parent": "P", "name": "Loka POM di Fakfak", "kind": "loka", "city": "Fakfak",
        "region": "Papua Barat", "remote": true, "time_zone": "WIT", "active": true,
    });
    app.put(&rina, "/api/v1/units/U.LK.FFK", body.clone()).await.refusal(403);
    app.put(&admin, "/api/v1/units/U.LK.FFK", body.clone()).await.expect(200);
    let mut loop_ = body.clone();
    loop_["parent"] = "U.LK.FFK".into();
    let answer = app.put(&admin, "/api/v1/units/U.LK.FFK", loop_).await;
    assert_eq!(answer.faults(), [("parent".to_owned(), "unit_loop".to_owned())]);
}
