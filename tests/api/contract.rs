//! The contract: every failure is a problem document in the caller's language; the document, the
//! routes and the access table are one.

mod document;
mod input;

use serde_json::json;
use test_support::TestApp;

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
    for page in tubel::server::page_inventory() {
        let has_rule = tubel::kernel::access::rules().any(|rule| rule.act == page.act);
        assert!(has_rule && !page.path.starts_with("/api/"), "{page:?}");
    }
    assert!(inventory.iter().any(|operation| operation.path == "/api/v1/ledger/head"));
    for operation in inventory {
        assert!(
            document.paths.paths.contains_key(&operation.path),
            "{operation:?} is undocumented"
        );
        assert!(
            tubel::kernel::access::rules().any(|rule| rule.act == operation.act),
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
    assert_eq!(test_support::Answer::of(answer).await.refusal(413), "too_large");
}

/// Message names and the values each one shows, from all catalogues of a language.
fn catalogue(language: &str) -> std::collections::BTreeMap<String, Vec<String>> {
    let values = regex::Regex::new(r"\{ \$(\w+) \}").unwrap();
    let mut messages = std::collections::BTreeMap::new();
    for file in std::fs::read_dir(format!("src/kernel/locales/{language}")).unwrap() {
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
    let common = tubel::kernel::errors::common::CODES.len()
        + tubel::kernel::errors::common::field::CODES.len();
    assert!(
        codes > common + tubel::features::accounts::rules::CODES.len(),
        "only {codes} codes found"
    );
}

/// A page's handler or template; letters have words and looks of their own.
fn is_of_pages(path: &std::path::Path) -> bool {
    let is_text = path.extension().is_some_and(|end| end == "html" || end == "rs");
    is_text && path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("pages"))
}

/// Every `t("name")`, `tv("name", …)` and `count("name", …)` in templates and page handlers.
fn words_named(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
    let named = regex::Regex::new(r#"\b(?:t|tv|count)\("([a-z0-9-]+)""#).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words_named(&path, found);
        } else if is_of_pages(&path) {
            let text = std::fs::read_to_string(&path).unwrap();
            let here = named.captures_iter(&text).map(|name| name[1].to_owned());
            found.extend(here.map(|name| (path.display().to_string(), name)));
        }
    }
}

#[test]
fn every_name_that_a_page_uses_has_its_words() {
    let (words, mut named) = (catalogue("id"), Vec::new());
    words_named(std::path::Path::new("src"), &mut named);
    assert!(named.len() > 100, "the templates were not found");
    for (path, name) in named {
        assert!(words.contains_key(&name), "{path}: no words for {name}");
    }
}

#[test]
fn no_template_carries_style_or_script_of_its_own_or_asks_another_host() {
    let forbidden = regex::Regex::new(
        r#"(?i)<style|\sstyle=|\son[a-z]+=|<script>|(?:src|href)="(?:https?:)?//"#,
    );
    let forbidden = forbidden.unwrap();
    let mut folders = vec![std::path::PathBuf::from("src")];
    let mut templates = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if is_of_pages(&path) && path.extension().is_some_and(|end| end == "html") {
                templates += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!forbidden.is_match(&text), "{}", path.display());
            }
        }
    }
    assert!(templates > 10);
}
