//! The calls stage over HTTP: writing, freezing, reading, extending, cancelling, the panel.

mod calendar;
mod frozen;
mod panel;
mod templates;

use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person, TestApp, definition};
use tubel::kernel::access::Role;

/// A server with a secretariat.
fn start() -> (TestApp, Person) {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).create();
    (app, admin)
}

fn path(id: &str, rest: &str) -> String {
    format!("/api/v1/calls/{id}{rest}")
}

fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut definition = definition();
    change(&mut definition);
    definition
}

async fn anybody(app: &TestApp, path: &str) -> Answer {
    app.send("GET", path, "en").await
}

/// What the record says of a call: the acts in order, and the last payload.
fn on_record(app: &TestApp, id: &str) -> (Vec<String>, Value) {
    let entries = app
        .database()
        .read(|db| {
            tubel::platform::ledger::entries_after(
                db,
                0,
                tubel::platform::ledger::Wanted::default(),
                1000,
            )
        })
        .unwrap();
    let subject = format!("call:{id}");
    let own: Vec<_> = entries.into_iter().filter(|entry| entry.subject == subject).collect();
    let mut last = own.last().map_or(Value::Null, |entry| entry.payload.clone());
    if let Some(fields) = last.as_object_mut() {
        fields.remove("salt");
    }
    (own.into_iter().map(|entry| entry.act).collect(), last)
}

#[actix_web::test]
async fn the_secretariat_drafts_a_call_and_reads_it_back() {
    let (app, admin) = start();
    let body = json!({"code": "TB-2026", "definition": definition()});
    let made = app.post(&admin, "/api/v1/calls", body).await;
    let id = made.expect(201)["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), path(&id, ""));
    assert_eq!(made.header("etag"), "\"v1\"");
    let read = app.get(&admin, &path(&id, "")).await;
    assert_eq!(read.expect(200)["definition"], definition());
    assert_eq!(read.json["calendar"], definition()["calendar"]);
    assert_eq!(
        (&read.json["state"], &read.json["phase"], &read.json["rules_hash"]),
        (&json!("draft"), &json!("draft"), &Value::Null)
    );
    assert_eq!(read.json["now"], "2026-11-24T01:00:00Z");
}

#[actix_web::test]
async fn only_the_secretariat_writes_calls() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    let body = json!({"code": "TB-2027", "definition": definition()});
    for role in [Role::Chair, Role::Auditor, Role::Candidate, Role::Operator] {
        let who = app.person(&format!("a {}", role.name())).role(role).create();
        app.post(&who, "/api/v1/calls", body.clone()).await.refusal(403);
        let seen = matches!(role, Role::Chair | Role::Auditor);
        let status = if seen { 403 } else { 404 };
        app.put_from(&who, &path(&id, ""), 1, body.clone()).await.refusal(status);
        app.post(&who, &path(&id, "/freeze"), Value::Null).await.refusal(status);
    }
    let nobody = Answer::of(app.request(Method::POST, "/api/v1/calls").json(&body)).await;
    assert_eq!(nobody.refusal(401), "not_signed_in");
}

#[actix_web::test]
async fn every_fault_of_a_definition_is_told_at_once_with_its_place_and_in_words() {
    let (app, admin) = start();
    let faulty = changed(|d| {
        d["rubric"]["criteria"][2]["weight"] = 25.into();
        d["calendar"]["review_ends_at"] = "2027-01-10T10:00:00Z".into();
        d["limits"]["floors"] = json!([
            {"group": {"kind": "region", "value": "Atlantis"}, "at_least": 1},
            {"group": {"kind": "region", "value": "Bali"}, "at_least": 5},
        ]);
        d["eligibility"][0]["legal_reference"] = "".into();
    });
    let body = json!({"code": "tb 2026", "definition": faulty});
    let answer = app.post(&admin, "/api/v1/calls", body).await;
    assert_eq!(answer.refusal(422), "invalid");
    let expected = [
        ("code", "call_code"),
        ("definition.calendar.review_ends_at", "calendar_order"),
        ("definition.rubric.criteria", "weights_sum"),
        ("definition.eligibility[0].legal_reference", "required"),
        ("definition.limits.floors[0].group.value", "unknown_reference"),
        ("definition.limits.floors[1].at_least", "floor_beyond_units"),
    ];
    assert_eq!(answer.faults(), expected.map(|(field, code)| (field.into(), code.into())));
    assert_eq!(
        answer.json["errors"][2]["message"],
        "The weights of the criteria must sum to 100; they sum to 105."
    );
    assert_eq!(
        answer.json["errors"][5]["message"],
        "With the cap per unit, this group's units can fill 4 seats at most."
    );
    assert_eq!(app.get(&admin, "/api/v1/calls").await.expect(200)["items"], json!([]));
}

#[actix_web::test]
async fn limits_that_no_field_could_keep_are_refused_with_each_of_them_named() {
    let (app, admin) = start();
    let clashing = changed(|d| {
        d["levels"][0]["seats"] = 2.into();
        d["levels"][1]["seats"] = 3.into();
        d["limits"]["floors"] = json!([{"group": {"kind": "remote"}, "at_least": 6}]);
    });
    let body = json!({"code": "TB-2026", "definition": clashing});
    let answer = app.post(&admin, "/api/v1/calls", body).await;
    assert_eq!(answer.refusal(422), "invalid");
    let clash = |path: &str| (format!("definition.{path}"), "limits_conflict".to_owned());
    assert_eq!(
        answer.faults(),
        ["levels[0].seats", "levels[1].seats", "limits.floors[0].at_least"].map(clash)
    );
    assert_eq!(
        answer.json["errors"][0]["message"],
        "These limits cannot be kept together, whoever applies: levels[0].seats = 2, \
         levels[1].seats = 3, limits.floors[0].at_least = 6. Loosen one of them."
    );
}

#[actix_web::test]
async fn a_budget_is_kept_in_the_rules_and_a_call_without_one_keeps_its_hash() {
    let (app, admin) = start();
    let budget = json!({"total": 4_000_000_000_u64, "policy": "fund_in_part"});
    let with = changed(|d| d["limits"]["budget"] = budget.clone());
    let body = json!({"code": "TB-2026", "definition": with});
    let made = app.post(&admin, "/api/v1/calls", body).await;
    assert_eq!(made.expect(201)["definition"]["limits"]["budget"], budget);
    for (total, ceiling, fault) in [
        (json!(0), Value::Null, ("total", "budget_out_of_range")),
        (json!(100), json!(101), ("per_proposal", "budget_below_one_proposal")),
    ] {
        let faulty = changed(|d| {
            d["limits"]["budget"] =
                json!({"total": total, "policy": "stop_at_first", "per_proposal": ceiling});
        });
        let body = json!({"code": "TB-2027", "definition": faulty});
        let refused = app.post(&admin, "/api/v1/calls", body).await;
        let (field, code) = fault;
        let field = format!("definition.limits.budget.{field}");
        assert_eq!(refused.faults(), [(field, code.to_owned())]);
    }
    // As it was hashed before there were budgets.
    let parsed: tubel::features::calls::Definition = serde_json::from_value(definition()).unwrap();
    assert_eq!(
        tubel::kernel::canonical::json(&parsed).unwrap(),
        tubel::kernel::canonical::json(&definition()).unwrap()
    );
}

#[actix_web::test]
async fn unknown_and_missing_fields_are_told_with_their_place() {
    let (app, admin) = start();
    let post = async |definition: Value| {
        let body = json!({"code": "TB-2026", "definition": definition});
        app.post(&admin, "/api/v1/calls", body).await.faults()
    };
    let unknown = post(changed(|d| d["rubric"]["criteria"][1]["wait"] = 1.into())).await;
    assert_eq!(
        unknown,
        [("definition.rubric.criteria[1].wait".to_owned(), "unknown_field".to_owned())]
    );
    let misspelt = post(changed(|d| d["eligibility"][1]["at_leats"] = 1.into())).await;
    assert_eq!(misspelt, [("definition.eligibility[1]".to_owned(), "unknown_field".to_owned())]);
    let missing = post(changed(|d| drop(d.as_object_mut().unwrap().remove("seats")))).await;
    assert_eq!(missing, [("definition.seats".to_owned(), "required".to_owned())]);
}

#[actix_web::test]
async fn two_calls_do_not_share_a_code() {
    let (app, admin) = start();
    app.draft_call(&admin, "TB-2026").await;
    let second = app.draft_call(&admin, "TB-2027").await;
    let body = json!({"code": "TB-2026", "definition": definition()});
    let answer = app.post(&admin, "/api/v1/calls", body.clone()).await;
    assert_eq!(answer.refusal(409), "call_code_taken");
    let answer = app.put_from(&admin, &path(&second, ""), 1, body).await;
    assert_eq!(answer.refusal(409), "call_code_taken");
}

#[actix_web::test]
async fn a_stale_save_is_refused_and_returns_both_texts() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    let ten = json!({"code": "TB-2026", "definition": changed(|d| d["seats"] = 10.into())});
    let twelve = json!({"code": "TB-2026", "definition": changed(|d| d["seats"] = 12.into())});
    let first = app.put_from(&admin, &path(&id, ""), 1, ten.clone()).await;
    assert_eq!(first.expect(200)["definition"]["seats"], 10);
    assert_eq!(first.header("etag"), "\"v2\"");
    let late = app.put_from(&admin, &path(&id, ""), 1, twelve.clone()).await;
    assert_eq!(late.refusal(412), "stale");
    assert_eq!(late.json["details"], json!({"version": 2, "stored": ten, "sent": twelve}));
    let blind = app.put(&admin, &path(&id, ""), twelve).await;
    assert_eq!(blind.refusal(428), "if_match_required");
}

#[actix_web::test]
async fn a_definition_is_examined_without_being_saved() {
    let (app, admin) = start();
    let examined = changed(|d| {
        d["levels"][0]["seats"] = 5.into();
        d["levels"][1]["seats"] = 2.into();
        d["limits"]["floors"] = json!([{"group": {"kind": "level", "value": "S3"}, "at_least": 3}]);
        d["calendar"]["opens_at"] = "2026-11-01T00:00:00Z".into();
    });
    let body = json!({"definition": examined});
    let answer = app.post(&admin, "/api/v1/calls/validate", body.clone()).await;
    let codes = |list: &Value| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        list.as_array()
            .unwrap()
            .iter()
            .map(|one| (text(&one["field"]), text(&one["code"])))
            .collect()
    };
    assert_eq!(
        codes(&answer.expect(200)["faults"]),
        [("definition.limits.floors[0].at_least".to_owned(), "floor_above_level_seats".to_owned())]
    );
    assert_eq!(
        codes(&answer.json["warnings"]),
        [
            ("definition.calendar.opens_at".to_owned(), "opens_in_the_past".to_owned()),
            ("definition.seats".to_owned(), "warns_of_level_seats".to_owned())
        ]
    );
    assert_eq!(
        answer.json["warnings"][1]["message"],
        "The levels together have 7 seats; of the 8 some can never be filled."
    );
    let rina = app.person("rina").role(Role::Candidate).create();
    app.post(&rina, "/api/v1/calls/validate", body).await.refusal(403);
}

#[actix_web::test]
async fn outsiders_see_published_calls_and_learn_nothing_of_drafts() {
    let (app, admin) = start();
    let draft = app.draft_call(&admin, "TB-RAHASIA").await;
    let frozen = app.frozen_call(&admin).await;
    let rina = app.person("rina").role(Role::Candidate).create();
    let chair = app.person("chair").role(Role::Chair).create();
    let codes = |answer: &Answer| -> Vec<String> {
        let items = answer.expect(200)["items"].as_array().unwrap().clone();
        items.iter().map(|call| call["code"].as_str().unwrap().to_owned()).collect()
    };
    let list = anybody(&app, "/api/v1/calls").await;
    assert_eq!(codes(&list), ["TB-2026"]);
    assert!(!list.text().contains("RAHASIA"));
    assert_eq!(codes(&app.get(&rina, "/api/v1/calls").await), ["TB-2026"]);
    let mut seen = codes(&app.get(&chair, "/api/v1/calls").await);
    seen.sort();
    assert_eq!(seen, ["TB-2026", "TB-RAHASIA"]);

    let unknown = tubel::kernel::ids::random_text().unwrap();
    for rest in ["", "/rules", "/rubric", "/extensions"] {
        anybody(&app, &path(&frozen, rest)).await.expect(200);
        app.get(&chair, &path(&draft, rest)).await.expect(200);
        let strip = |answer: Answer| {
            assert_eq!(answer.refusal(404), "not_found");
            let mut json = answer.json;
            json["instance"] = Value::Null;
            json
        };
        let hidden = strip(anybody(&app, &path(&draft, rest)).await);
        assert_eq!(hidden, strip(anybody(&app, &path(&unknown, rest)).await));
        assert_eq!(hidden, strip(app.get(&rina, &path(&draft, rest)).await));
    }
}

#[actix_web::test]
async fn calls_are_listed_page_by_page_in_a_fixed_number_of_statements() {
    let (app, admin) = start();
    for number in 1..=5 {
        app.draft_call(&admin, &format!("TB-{number}")).await;
        app.set_clock(app.now().plus_seconds(1));
    }
    app.get(&admin, "/api/v1/calls?limit=1").await.expect(200);
    let mut counts = Vec::new();
    for limit in [1, 5] {
        let before = app.statements();
        app.get(&admin, &format!("/api/v1/calls?limit={limit}")).await.expect(200);
        counts.push(app.statements() - before);
    }
    assert_eq!(counts[0], counts[1]);

    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let request = app.request_as(&admin, Method::GET, "/api/v1/calls").await;
        let request = request.query(&[("limit", "2")]).query(&[("after", cursor)]);
        let page = Answer::of(request).await;
        for call in page.expect(200)["items"].as_array().unwrap() {
            seen.push(call["code"].as_str().unwrap().to_owned());
        }
        cursor = page.json["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["TB-5", "TB-4", "TB-3", "TB-2", "TB-1"]);
}
