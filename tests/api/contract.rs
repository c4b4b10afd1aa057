//! The contract: every failure is a problem document in the caller's language; the document, the
//! routes and the access table are one.

mod document;
mod input;

use crate::support::TestApp;
use serde_json::json;

#[actix_web::test]
async fn an_unknown_address_is_a_problem_document_in_the_callers_language() {
    let app = TestApp::start();
    let answer = app.send("GET", "/api/v1/nowhere", "en").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json["code"], "not_found");
    assert_eq!(answer.json["title"], "Not found. Check the address.");
    let answer = app.send("GET", "/api/v1/nowhere", "id").await;
    assert_eq!(answer.json["title"], "Tidak ditemukan. Periksa alamatnya.");
}

#[actix_web::test]
async fn a_wrong_method_names_the_right_ones() {
    let app = TestApp::start();
    let answer = app.send("DELETE", "/api/v1/ledger/head", "en").await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET"));
    assert_eq!(answer.json["code"], "method_not_allowed");
}

#[actix_web::test]
async fn an_empty_record_has_a_head_that_anybody_may_read() {
    let app = TestApp::start();
    let answer = app.send("GET", "/api/v1/ledger/head", "en").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json, json!({"seq": 0, "hash": "0".repeat(64)}));
}

#[actix_web::test]
async fn every_route_is_in_the_document_and_has_a_rule() {
    let (inventory, document) = tubel::server::contract();
    assert!(inventory.iter().any(|operation| operation.path == "/api/v1/ledger/head"));
    for operation in inventory {
        assert!(
            document.paths.paths.contains_key(&operation.path),
            "{operation:?} is undocumented"
        );
        assert!(
            tubel::access::TABLE.iter().any(|rule| rule.act == operation.act),
            "{operation:?} has no rule"
        );
    }
}

#[actix_web::test]
async fn the_browsable_document_comes_whole_from_this_server() {
    let app = TestApp::start();
    let page = app.send("GET", "/docs", "en").await;
    let page = page.expect_page();
    assert!(page.contains("swagger-ui-bundle.js"), "{page}");
    for asset in ["swagger-ui-bundle.js", "swagger-ui.css", "swagger-initializer.js"] {
        assert!(page.contains(asset) && !page.contains("//unpkg"), "{page}");
        assert_eq!(app.send("GET", &format!("/docs/{asset}"), "en").await.status, 200);
    }
    let start = app.send("GET", "/docs/swagger-initializer.js", "en").await;
    assert!(start.text().contains("/api/v1/openapi.json"));
}

#[actix_web::test]
async fn a_body_over_the_limit_is_refused_by_its_size() {
    let app = TestApp::start();
    let body = json!({"login": "x".repeat(2 << 20), "password": "y"});
    let answer = app.request(reqwest::Method::POST, "/api/v1/auth/login").json(&body);
    assert_eq!(crate::support::Answer::of(answer).await.refusal(413), "too_large");
}

/// Message names and the values each one shows, from all catalogues of a language.
fn catalogue(language: &str) -> std::collections::BTreeMap<String, Vec<String>> {
    let values = regex::Regex::new(r"\{ \$(\w+) \}").unwrap();
    let mut messages = std::collections::BTreeMap::new();
    for file in std::fs::read_dir(format!("src/web/locales/{language}")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once(" = ") else { continue };
            let mut shown: Vec<String> =
                values.captures_iter(words).map(|found| found[1].to_owned()).collect();
            shown.sort();
            shown.dedup();
            assert!(!words.trim().is_empty(), "{language}: {name} is empty");
            // Fluent stops the program at the first message that is given twice.
            assert!(messages.insert(name.to_owned(), shown).is_none(), "{language}: {name} twice");
        }
    }
    messages
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(catalogue("id"), catalogue("en"));
}

/// Every file of the program, with its text.
fn sources() -> Vec<(std::path::PathBuf, String)> {
    fn walk(folder: &std::path::Path, found: &mut Vec<(std::path::PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(std::path::Path::new("src"), &mut found);
    found
}

#[test]
fn every_code_has_its_words() {
    let words = catalogue("id");
    let declaration =
        regex::Regex::new(r#"(?m)^\s*[A-Z][A-Z0-9_]* = [1-5][0-9]{2} "(\w+)";"#).unwrap();
    let mut codes = 0;
    for (path, text) in sources() {
        for found in declaration.captures_iter(&text) {
            codes += 1;
            let name = found[1].replace('_', "-");
            assert!(words.contains_key(&name), "{}: no words for {name}", path.display());
        }
    }
    let common = tubel::errors::common::CODES.len() + tubel::errors::common::field::CODES.len();
    assert!(codes > common + tubel::accounts::rules::CODES.len(), "only {codes} codes found");
}
