//! The contract: every failure is a problem document in the caller's language; the document, the
//! routes and the access table are one.

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
