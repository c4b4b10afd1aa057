//! Every text that somebody else will read is what it looks like.

use super::post;
use crate::pages::Visit;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::reading::nowhere;
use test_support::{Answer, PASSWORD, TestApp};
use tubel::kernel::access::Role;

/// Every operation that takes JSON refuses a hidden character in whatever field it stands, before it looks
/// at anything else: a new operation is covered by being one.
#[actix_web::test]
async fn no_operation_takes_a_text_that_others_could_not_see() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let (_, contract) = tubel::server::contract();
    let contract: Value = serde_json::from_str(&contract.to_pretty_json().unwrap()).unwrap();
    let mut tried = 0;
    for (path, operations) in contract["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if operation["requestBody"]["content"]["application/json"].is_null() {
                continue;
            }
            let address = nowhere(path);
            let method: Method = method.to_uppercase().parse().unwrap();
            for (text, code) in [
                ("Siti\u{202E}ahmaR", "hidden_character"),
                ("Siti\u{200B}", "hidden_character"),
                ("Sitі", "lookalike_character"),
                ("a\u{0}b", "hidden_character"),
            ] {
                let request = app.request_as(&office, method.clone(), &address).await;
                let request = request.header("if-match", "\"v1\"");
                let body = json!({"x": {"deep": ["ok", text]}});
                let answer = Answer::of(request.json(&body)).await;
                assert_eq!(answer.status, 422, "{method} {path} {}", answer.text());
                assert_eq!(
                    answer.faults(),
                    [("x.deep[1]".to_owned(), code.to_owned())],
                    "{method} {path}"
                );
            }
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried}");
}

#[actix_web::test]
async fn a_form_comes_back_mended_with_everything_that_was_typed() {
    let app = TestApp::start();
    let visit = Visit::new(&app);
    let typed = [
        ("email", "siti@pom.go.id"),
        ("nip", "199001012015012001"),
        ("name", "Siti\u{202E} Rahma"),
        ("unit", "U.BB.MKS"),
        ("password", PASSWORD),
    ];
    let back = visit.send("/register", &typed).await;
    assert_eq!(back.status, 422);
    let page = back.text();
    assert!(page.contains("U+202E") && page.contains(">\nSiti Rahma</textarea>"), "{page}");
    for kept in ["199001012015012001", "U.BB.MKS", "siti@pom.go.id"] {
        assert!(page.contains(kept), "{kept}");
    }
    assert!(!page.contains(PASSWORD) && page.contains("name=\"password\""));
}

#[actix_web::test]
async fn names_are_letters_and_addresses_are_what_they_seem() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let new = |name: &str, email: &str| json!({"name": name, "email": email});
    for (name, email, field, code) in [
        ("Siti ❤", "siti@pom.go.id", "name", "name_character"),
        ("Rαhma", "siti@pom.go.id", "name", "lookalike_character"),
        ("Siti", "siti@p0m.go.id", "email", "address_lookalike"),
        ("Siti", "siti@porn.go.id", "email", "address_lookalike"),
        ("Siti", "siti@xn--pm-emc.go.id", "email", "address_punycode"),
        ("Siti", "siti@pom", "email", "address_domain_short"),
    ] {
        let answer = app.post(&office, "/api/v1/users", new(name, email)).await;
        assert_eq!(answer.faults(), [(field.to_owned(), code.to_owned())], "{name} {email}");
        let asked = json!({
            "email": email, "name": name, "nip": "199001012015012001", "unit": "U.BB.MKS", "password": PASSWORD,
        });
        let answer = post(&app, "/auth/register", asked).await;
        assert_eq!(answer.faults(), [(field.to_owned(), code.to_owned())], "{name} {email}");
    }
    // Two ways of writing one letter are one.
    let made = app.post(&office, "/api/v1/users", new("Jose\u{301}", "jose@ui.ac.id")).await;
    assert_eq!(made.expect(201)["name"], "José");
}
