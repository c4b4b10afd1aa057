//! Bad input to every operation that takes JSON, and methods that no route knows: each refused with
//! its own problem, whoever asks and whatever the operation.

use reqwest::Method;
use serde_json::{Value, json};
use test_support::reading::nowhere;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;

/// Operations that take a JSON body: method and a path whose ids nobody has.
fn with_json_body() -> Vec<(Method, String)> {
    let (inventory, document) = tubel::server::contract();
    let document = serde_json::to_value(document).unwrap();
    inventory
        .iter()
        .filter(|operation| {
            let declared = &document["paths"][&operation.path][operation.method.to_lowercase()];
            declared["requestBody"]["content"]["application/json"].is_object()
        })
        .map(|operation| (operation.method.parse().unwrap(), nowhere(&operation.path)))
        .collect()
}

struct Sender {
    app: TestApp,
    person: Person,
}

impl Sender {
    fn new() -> Self {
        let app = TestApp::start();
        let person = app.person("rina").role(Role::Candidate).create();
        Self { app, person }
    }

    async fn send(&self, method: &Method, path: &str, content_type: &str, body: &str) -> Answer {
        let request = self.app.request_as(&self.person, method.clone(), path).await;
        let request = request.header("if-match", "\"v1\"").header("content-type", content_type);
        Answer::of(request.body(body.to_owned())).await
    }
}

#[track_caller]
fn assert_in_form(answer: &Answer, line: &str) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{line}");
    assert_eq!(answer.json["status"], answer.status, "{line}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{line}");
    assert_eq!(answer.header("cache-control"), "no-store", "{line}");
    assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{line}");
}

#[actix_web::test]
async fn every_json_body_is_refused_for_its_type_its_form_and_its_unknown_fields() {
    let sender = Sender::new();
    let operations = with_json_body();
    assert!(operations.len() > 25, "{operations:?}");
    let faults = [
        ("text/plain", "{}", 415, "unsupported_type"),
        ("application/xml", "<a/>", 415, "unsupported_type"),
        ("application/json", "{", 400, "malformed_json"),
        ("application/json", "", 400, "malformed_json"),
        ("application/json", "\u{0}", 400, "malformed_json"),
        ("application/json", r#"{"no_such_field": 1}"#, 422, "invalid"),
        ("application/json", "7", 422, "invalid"),
    ];
    for (method, path) in &operations {
        for (content_type, body, status, code) in faults {
            // A body of no bytes is no body where it may be left out.
            if body.is_empty() && *method == Method::DELETE {
                continue;
            }
            let answer = sender.send(method, path, content_type, body).await;
            let line = format!("{method} {path} with {content_type} {body:?}: {}", answer.text());
            assert_eq!((answer.status, &answer.json["code"]), (status, &json!(code)), "{line}");
            assert_in_form(&answer, &line);
            if body.contains("no_such_field") {
                let faults = answer.json["errors"].as_array().unwrap();
                assert!(faults.iter().any(|fault| fault["code"] == "unknown_field"), "{line}");
            }
        }
    }
}

#[actix_web::test]
async fn a_method_that_a_path_does_not_know_is_refused_with_those_it_does() {
    let app = TestApp::start();
    let (inventory, _) = tubel::server::contract();
    for path in inventory.iter().map(|operation| &operation.path) {
        let mut known: Vec<&str> = inventory
            .iter()
            .filter(|operation| operation.path == *path)
            .map(|operation| operation.method.as_str())
            .collect();
        known.sort_unstable();
        for method in ["TRACE", "BREW", "OPTIONS"] {
            if known.contains(&method) {
                continue;
            }
            let answer = app.send(method, &nowhere(path), "en").await;
            let line = format!("{method} {path}: {}", answer.text());
            assert_eq!(
                (answer.status, &answer.json["code"]),
                (405, &json!("method_not_allowed")),
                "{line}"
            );
            let allowed: Vec<&str> = answer.header("allow").split(", ").collect();
            assert!(known.iter().all(|method| allowed.contains(method)), "{line}: {allowed:?}");
            assert_in_form(&answer, &line);
        }
    }
    for method in ["TRACE", "BREW", "GET", "DELETE"] {
        let answer = app.send(method, "/api/v1/nowhere/at/all", "en").await;
        assert_eq!(answer.refusal(404), "not_found");
        assert_in_form(&answer, method);
    }
}

#[actix_web::test]
async fn a_stale_or_broken_token_is_told_even_where_nobody_needs_one() {
    let app = TestApp::start();
    for path in ["/api/v1/units", "/api/v1/me", "/api/v1/problems"] {
        for token in ["x", "a.b.c"] {
            let request = app.request(Method::GET, path).bearer_auth(token);
            let answer = Answer::of(request).await;
            assert_eq!(answer.status, 401, "{path} {token:?} {}", answer.text());
            assert_in_form(&answer, path);
            assert_ne!(answer.json["code"], Value::Null);
        }
    }
}
