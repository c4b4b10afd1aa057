//! Whatever way a text comes in, it is kept and looked for in one way of writing, and nothing is read that
//! is there twice.

use crate::pages::Visit;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use test_support::reading::nowhere;
use test_support::{Answer, TestApp, definition, pdf};
use tubel::kernel::access::Role;

/// A new operation is covered by being one.
#[actix_web::test]
async fn no_operation_reads_a_field_that_is_there_twice() {
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
            for (body, at) in [
                (r#"{"name": "a", "name": "b"}"#, "name"),
                (r#"{"x": [{"K1": 3, "K1": 6}]}"#, "x[0].K1"),
                (r#"{"x": {"K1": 3, "\u004b1": 6}}"#, "x.K1"),
                ("{\"x\": {\"cafe\u{301}\": 3, \"caf\u{e9}\": 6}}", "x.caf\u{e9}"),
            ] {
                let request = app.request_as(&office, method.clone(), &address).await;
                let request = request.header("if-match", "\"v1\"");
                let request = request.header("content-type", "application/json");
                let answer = Answer::of(request.body(body)).await;
                assert_eq!(answer.status, 422, "{method} {path} {}", answer.text());
                let fault = (at.to_owned(), "field_twice".to_owned());
                assert_eq!(answer.faults(), [fault], "{method} {path} {body}");
            }
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried}");
}

/// Field by field: where it stands and how it is spelled makes no difference; what only looks alike passes on
/// to whoever reads the fields.
#[actix_web::test]
async fn a_field_is_twice_in_whatever_place_and_spelling_and_only_then() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let answer = async |body: &str| {
        let request = app.request_as(&office, Method::POST, "/api/v1/users").await;
        let request = request.header("content-type", "application/json");
        Answer::of(request.body(body.to_owned())).await
    };
    let twice = [
        (r#"{"name": 1, "name": 1}"#, "name"),
        (r#"{"name": 1, "email": 2, "name": null}"#, "name"),
        (r#"{"x": {"y": {"name": 1, "name": 2}}}"#, "x.y.name"),
        (r#"{"x": [0, {"name": 1, "name": 2}]}"#, "x[1].name"),
        (r#"{"x": [[{}, {"name": 1, "name": 2}]]}"#, "x[0][1].name"),
        // The same letters, written as their numbers.
        (r#"{"name": 1, "\u006e\u0061me": 2}"#, "name"),
        (r#"{"\u006eame": 1, "n\u0061me": 2}"#, "name"),
        (r#"{"x": {"name": 1, "nam\u0065": 2}}"#, "x.name"),
        (r#"{"x": [{"na\u006De": 1, "na\u006de": 2}]}"#, "x[0].name"),
        // One letter, composed or not, in text or by number.
        (r#"{"x": {"caf\u00e9": 1, "cafe\u0301": 2}}"#, "x.caf\u{e9}"),
        (r#"{"a\"b": 1, "a\u0022b": 2}"#, "a\"b"),
        (r#"{"": 1, "": 2}"#, ""),
    ];
    for (body, at) in twice {
        let fault = (at.to_owned(), "field_twice".to_owned());
        assert_eq!(answer(body).await.faults(), [fault], "{body}");
        let found = tubel::kernel::input_files::json(body).unwrap_err().to_string();
        assert!(found.contains("is there twice"), "{body}: {found}");
    }
    let once = [
        r#"{"name": "name", "x": "\"name\": 1, \"name\": 2"}"#,
        r#"{"x": [{"name": 1}, {"name": 2}]}"#,
        r#"{"name": {"name": {"name": 1}}}"#,
        r#"{"name": 1, "Name": 2}"#,
        r#"{"name": 1, "name ": 2}"#,
        r#"{"x": {"name": 1}, "y": {"name": 2}}"#,
        r#"{"\u006eame": 1, "\\u006eame": 2}"#,
        r#"{"cafe": 1, "caf\u00e9": 2}"#,
    ];
    for body in once {
        let refused = answer(body).await;
        assert!(refused.status >= 400 && !refused.text().contains("field_twice"), "{body}");
        tubel::kernel::input_files::json(body).unwrap();
    }
    println!(
        "doubled fields tried {0}, refused {0}; {1} that only look so are not",
        twice.len(),
        once.len()
    );
}

#[actix_web::test]
async fn a_word_is_found_in_whatever_way_it_is_looked_for() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let siti = serde_json::json!({"name": "Zoe\u{301} Rahma", "email": "zoe@pom.go.id"});
    app.post(&office, "/api/v1/users", siti).await.expect(201);
    let visit = Visit::signed_in(&app, &office).await;
    for word in ["Zo%C3%A9", "Zoe%CC%81", "%5Ao%65%CC%81"] {
        let found = app.get(&office, &format!("/api/v1/users?search={word}")).await;
        assert!(found.expect(200).to_string().contains("Zo\u{e9} Rahma"), "{word}");
        let page = visit.read(&format!("/desk/users?q={word}")).await;
        assert!(page.expect_page().contains("Zo\u{e9} Rahma"), "{word}");
    }
    let none = app.get(&office, "/api/v1/users?search=Zoa%CC%81").await;
    assert!(!none.expect(200).to_string().contains("Rahma"));
}

#[actix_web::test]
async fn the_name_of_a_file_is_kept_in_one_way_of_writing() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    let call = app.case_call(&admin, "TB-2026", |_| {}).await;
    let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
    let path = format!("/api/v1/proposals/{proposal}/documents");
    let raw = app.request_as(&siti, Method::PUT, &format!("{path}/proposal")).await;
    let raw = raw.header("content-type", "application/pdf");
    let raw =
        raw.header("content-disposition", "attachment; filename*=UTF-8''Re%CC%81sum%65%CC%81.pdf");
    let part = Part::bytes(pdf("b")).file_name("Re\u{301}sume\u{301}.pdf");
    let part = part.mime_str("application/pdf").unwrap();
    let form = Form::new().text("kind", "proposal").part("file", part);
    let formed = app.request_as(&siti, Method::POST, &path).await.multipart(form);
    for request in [raw.body(pdf("a")), formed] {
        let kept = Answer::of(request).await;
        assert_eq!(kept.expect(201)["file_name"], "R\u{e9}sum\u{e9}.pdf");
    }
}

#[actix_web::test]
async fn the_lot_of_the_zone_is_announced_where_a_call_has_it() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
    let visit = Visit::signed_in(&app, &admin).await;
    let plain = app.frozen_call(&admin).await;
    let mut with = definition();
    with["uncertainty"]["zone_lot"] = true.into();
    let announced = app.frozen_call_of(&admin, "TB-2027", with).await;
    let call = async |id: &str| app.get(&admin, &format!("/api/v1/calls/{id}")).await;
    let (without, with) = (call(&plain).await, call(&announced).await);
    assert!(without.expect(200)["definition"]["uncertainty"]["zone_lot"].is_null());
    assert_eq!(with.expect(200)["definition"]["uncertainty"]["zone_lot"], true);
    let rules = async |id: &str| visit.read(&format!("/calls/{id}")).await.expect_page().to_owned();
    assert!(!rules(&plain).await.contains("id=\"zone-lot\""));
    let page = rules(&announced).await;
    assert!(page.contains("id=\"zone-lot\"") && page.contains("25–75 %"), "{page}");
    let draft = app.draft_call(&admin, "TB-2028").await;
    let form = visit.read(&format!("/desk/calls/{draft}/setup/review")).await;
    assert!(form.expect_page().contains("name=\"uncertainty.zone_lot\""), "{}", form.text());
}
