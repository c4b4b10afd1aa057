//! A frozen call: its published rules, its phases, extensions, cancellation.

use super::{anybody, changed, on_record, path, start};
use serde_json::{Value, json};
use test_support::definition;
use tubel::kernel::access::Role;
use tubel::kernel::canonical::sha256_hex;

#[actix_web::test]
async fn the_published_rules_hash_to_the_published_hash() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let call = anybody(&app, &path(&id, "")).await;
    let rules = anybody(&app, &path(&id, "/rules")).await;
    let hash = call.expect(200)["rules_hash"].as_str().unwrap();
    assert_eq!(sha256_hex(&rules.bytes), hash);
    assert_eq!(rules.header("etag"), format!("\"{hash}\""));
    assert_eq!(rules.json, definition());
    assert_eq!(anybody(&app, &path(&id, "/rubric")).await.json, definition()["rubric"]);

    let (acts, payload) = on_record(&app, &id);
    assert_eq!(acts, ["call.drafted", "call.frozen"]);
    assert_eq!(payload["rules_hash"], hash);
    assert_eq!(payload["tie_seed_hash"], call.json["tie_seed_hash"]);
}

#[actix_web::test]
async fn the_tie_seed_is_promised_at_freezing_and_revealed_with_the_results() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let before = anybody(&app, &path(&id, "")).await;
    let promised = before.expect(200)["tie_seed_hash"].as_str().unwrap().to_owned();
    assert_eq!(before.json["tie_seed"], Value::Null);
    let call: tubel::kernel::ids::CallId = id.parse().unwrap();
    let seed =
        app.database().read(|db| tubel::features::calls::tie_seed(db, &call)).unwrap().unwrap();
    assert!(!app.get(&admin, &path(&id, "")).await.text().contains(&seed));

    let now = "2027-02-05T10:00:00Z".parse().unwrap();
    app.database().write(move |db| tubel::features::calls::set_announced(db, &call, now)).unwrap();
    let after = anybody(&app, &path(&id, "")).await;
    let revealed = after.expect(200)["tie_seed"].as_str().unwrap();
    assert_eq!((revealed.len(), sha256_hex(revealed)), (64, promised));
}

#[actix_web::test]
async fn a_frozen_call_is_not_frozen_again_nor_edited() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let before = anybody(&app, &path(&id, "/rules")).await.bytes;
    let again = app.post(&admin, &path(&id, "/freeze"), Value::Null).await;
    assert_eq!(again.refusal(409), "wrong_phase");
    let body = json!({"code": "TB-2026", "definition": changed(|d| d["seats"] = 9.into())});
    let edit = app.put_from(&admin, &path(&id, ""), 2, body).await;
    assert_eq!(edit.refusal(409), "wrong_phase");
    assert_eq!(anybody(&app, &path(&id, "/rules")).await.bytes, before);
}

#[actix_web::test]
async fn a_call_whose_opening_has_passed_is_not_frozen() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    app.at("2026-12-01T01:00:01Z");
    let answer = app.post(&admin, &path(&id, "/freeze"), Value::Null).await;
    assert_eq!(answer.refusal(422), "invalid");
    assert_eq!(
        answer.faults(),
        [("definition.calendar.opens_at".to_owned(), "opens_in_the_past".to_owned())]
    );
    assert_eq!(app.get(&admin, &path(&id, "")).await.json["state"], "draft");
}

#[actix_web::test]
async fn a_unit_switched_off_meanwhile_is_found_when_freezing() {
    let (app, admin) = start();
    let floor = json!([{"group": {"kind": "region", "value": "Papua Selatan"}, "at_least": 1}]);
    let only = changed(|d| d["limits"]["floors"] = floor);
    let id = app.draft_call_of(&admin, "TB-2026", only).await;
    let units = anybody(&app, "/api/v1/units").await;
    let unit = units.json.as_array().unwrap().iter().find(|unit| unit["region"] == "Papua Selatan");
    let mut unit = unit.unwrap().clone();
    let code = unit.as_object_mut().unwrap().remove("code").unwrap();
    unit["active"] = false.into();
    let units = format!("/api/v1/units/{}", code.as_str().unwrap());
    app.put(&admin, &units, unit).await.expect(200);
    let answer = app.post(&admin, &path(&id, "/freeze"), Value::Null).await;
    assert_eq!(answer.refusal(422), "invalid");
    assert_eq!(
        answer.faults(),
        [("definition.limits.floors[0].group.value".to_owned(), "unknown_reference".to_owned())]
    );
}

#[actix_web::test]
async fn phases_follow_the_servers_clock_to_the_microsecond() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    for (instant, phase) in [
        ("2026-12-01T00:59:59.999999Z", "scheduled"),
        ("2026-12-01T01:00:00Z", "open"),
        ("2026-12-31T09:59:59.999999Z", "open"),
        ("2026-12-31T10:00:00Z", "screening"),
        ("2027-01-10T10:00:00Z", "review"),
        ("2027-01-25T10:00:00Z", "plenary"),
        ("2027-03-01T00:00:00Z", "plenary"),
    ] {
        app.at(instant);
        let call = anybody(&app, &path(&id, "")).await;
        assert_eq!((&call.json["phase"], &call.json["now"]), (&json!(phase), &json!(instant)));
        let list = anybody(&app, "/api/v1/calls").await;
        assert_eq!(list.json["items"][0]["phase"], phase);
    }
}

#[actix_web::test]
async fn a_late_announcement_leaves_the_planned_days_to_object() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let call: tubel::kernel::ids::CallId = id.parse().unwrap();
    app.at("2027-02-09T10:00:00Z");
    let now = app.now();
    app.database().write(move |db| tubel::features::calls::set_announced(db, &call, now)).unwrap();
    let read = anybody(&app, &path(&id, "")).await;
    assert_eq!(read.json["phase"], "announced");
    assert_eq!(read.json["calendar"]["objections_end_at"], "2027-02-14T10:00:00Z");
    app.at("2027-02-14T10:00:00Z");
    assert_eq!(anybody(&app, &path(&id, "")).await.json["phase"], "closed");
}

#[actix_web::test]
async fn a_deadline_is_extended_with_a_reason_that_anybody_reads() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let rules = anybody(&app, &path(&id, "/rules")).await.bytes;
    app.at("2026-12-30T00:00:00Z");
    let wish = json!({
        "milestone": "submissions_close_at", "to": "2027-01-02T10:00:00Z",
        "reason": "Jaringan Loka terputus dua hari.",
    });
    let answer = app.post(&admin, &path(&id, "/extend"), wish).await;
    assert_eq!(answer.expect(200)["calendar"]["submissions_close_at"], "2027-01-02T10:00:00Z");
    app.at("2027-01-01T00:00:00Z");
    assert_eq!(anybody(&app, &path(&id, "")).await.json["phase"], "open");
    let extensions = anybody(&app, &path(&id, "/extensions")).await;
    let expected = json!({
        "milestone": "submissions_close_at",
        "from": "2026-12-31T10:00:00Z", "to": "2027-01-02T10:00:00Z",
        "reason": "Jaringan Loka terputus dua hari.", "extended_at": "2026-12-30T00:00:00Z",
    });
    assert_eq!(extensions.expect(200), &json!([expected]));
    assert_eq!(on_record(&app, &id).1, expected);
    assert_eq!(anybody(&app, &path(&id, "/rules")).await.bytes, rules);
}

#[actix_web::test]
async fn a_deadline_is_not_shortened_nor_moved_without_a_reason_nor_after_it_passed() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let extend = async |milestone: &str, to: &str, reason: &str| {
        let wish = json!({"milestone": milestone, "to": to, "reason": reason});
        app.post(&admin, &path(&id, "/extend"), wish).await
    };
    let fault = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    let (closes, earlier) = ("submissions_close_at", "2026-12-30T10:00:00Z");
    assert_eq!(extend(closes, earlier, " ").await.faults(), [fault("reason", "required")]);
    assert_eq!(
        extend(closes, earlier, "Banjir").await.faults(),
        [fault("to", "extension_not_later")]
    );
    assert_eq!(
        extend(closes, "2027-01-10T10:00:00Z", "Banjir").await.faults(),
        [fault("to", "extension_beyond_next")]
    );
    assert_eq!(
        extend("announcement_at", "2027-02-06T10:00:00Z", "Banjir").await.faults(),
        [fault("to", "objections_shortened")]
    );
    app.at("2026-12-31T10:00:00Z");
    assert_eq!(
        extend(closes, "2027-01-03T10:00:00Z", "Banjir").await.faults(),
        [fault("milestone", "milestone_passed")]
    );
    let calendar = anybody(&app, &path(&id, "")).await.json["calendar"].clone();
    assert_eq!(calendar, definition()["calendar"]);
    let chair = app.person("chair").role(Role::Chair).create();
    let wish = json!({"milestone": "review_ends_at", "to": "2027-01-26T10:00:00Z", "reason": "x"});
    app.post(&chair, &path(&id, "/extend"), wish).await.refusal(403);
}

#[actix_web::test]
async fn a_draft_has_nothing_to_extend() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    let wish = json!({"milestone": "opens_at", "to": "2026-12-02T01:00:00Z", "reason": "Banjir"});
    let answer = app.post(&admin, &path(&id, "/extend"), wish).await;
    assert_eq!(answer.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn the_chair_cancels_a_call_with_a_reason_and_it_stays_readable() {
    let (app, admin) = start();
    let chair = app.person("chair").role(Role::Chair).create();
    let (id, draft) = (app.frozen_call(&admin).await, app.draft_call(&admin, "TB-2027").await);
    let reason = json!({"reason": "Anggaran dipotong."});
    app.post(&admin, &path(&id, "/cancel"), reason.clone()).await.refusal(403);
    let silent = app.post(&chair, &path(&id, "/cancel"), json!({"reason": ""})).await;
    assert_eq!(silent.faults(), [("reason".to_owned(), "required".to_owned())]);
    app.post(&chair, &path(&id, "/cancel"), reason.clone()).await.expect(200);
    let call = anybody(&app, &path(&id, "")).await;
    assert_eq!(call.expect(200)["phase"], "cancelled");
    assert_eq!(call.json["cancelled_reason"], "Anggaran dipotong.");
    let again = app.post(&chair, &path(&id, "/cancel"), reason.clone()).await;
    assert_eq!(again.refusal(409), "wrong_phase");
    assert_eq!(on_record(&app, &id).0, ["call.drafted", "call.frozen", "call.cancelled"]);

    app.post(&chair, &path(&draft, "/cancel"), reason).await.expect(200);
    anybody(&app, &path(&draft, "")).await.refusal(404);
    app.get(&chair, &path(&draft, "")).await.expect(200);
}
