//! The panel of a call.

use super::{on_record, path, start};
use serde_json::{Value, json};
use tubel::kernel::access::Role;

#[actix_web::test]
async fn reviewers_are_put_on_the_panel_and_taken_off() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let sari = app.person("sari").role(Role::Reviewer).create();
    let budi = app.person("budi").role(Role::Reviewer).unit("U.BL.KPN").create();
    let seat = |who: &test_support::Person| path(&id, &format!("/panel/{}", who.id));
    app.put(&admin, &seat(&sari), json!({})).await.expect(200);
    app.put(&admin, &seat(&budi), json!({"max_load": 5})).await.expect(200);
    app.put(&admin, &seat(&budi), json!({"max_load": 7})).await.expect(200);
    let expected = |name: &str, id: &str, unit: &str, load: u32| json!({"user": id, "name": name, "unit": unit, "max_load": load, "topics": [], "can_review": true, "senior": false});
    let panel = app.get(&admin, &path(&id, "/panel")).await;
    let (budi_row, sari_row) = (
        expected("budi", budi.id.as_str(), "U.BL.KPN", 7),
        expected("sari", sari.id.as_str(), "U.BB.MKS", 20),
    );
    assert_eq!(panel.expect(200), &json!([budi_row, sari_row]));
    app.delete(&admin, &seat(&budi)).await.expect(204);
    app.delete(&admin, &seat(&budi)).await.refusal(404);
    assert_eq!(app.get(&admin, &path(&id, "/panel")).await.json, json!([sari_row]));
    let (acts, payload) = on_record(&app, &id);
    assert_eq!(acts[2..], ["panel.changed"; 4]);
    assert_eq!(payload, json!({"user": budi.id, "max_load": null}));
}

#[actix_web::test]
async fn only_active_reviewers_sit_on_a_panel() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    let rina = app.person("rina").role(Role::Candidate).create();
    let sari = app.person("sari").role(Role::Reviewer).create();
    let seat = |id_: &str| path(&id, &format!("/panel/{id_}"));
    let answer = app.put(&admin, &seat(rina.id.as_str()), json!({})).await;
    assert_eq!(answer.refusal(409), "not_a_reviewer");
    let unknown = tubel::kernel::ids::random_text().unwrap();
    app.put(&admin, &seat(&unknown), json!({})).await.refusal(404);
    for load in [0, 1001] {
        let answer = app.put(&admin, &seat(sari.id.as_str()), json!({"max_load": load})).await;
        assert_eq!(answer.faults(), [("max_load".to_owned(), "out_of_range".to_owned())]);
    }
    app.put(&admin, &seat(sari.id.as_str()), json!({})).await.expect(200);
    let role = format!("/api/v1/users/{}/roles/reviewer", sari.id);
    app.delete(&admin, &role).await.expect(200);
    let panel = app.get(&admin, &path(&id, "/panel")).await;
    assert_eq!(panel.expect(200)[0]["can_review"], false);
}

#[actix_web::test]
async fn the_panel_is_the_committees_and_settled_when_reviews_end() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let sari = app.person("sari").role(Role::Reviewer).create();
    let chair = app.person("chair").role(Role::Chair).create();
    let seat = path(&id, &format!("/panel/{}", sari.id));
    app.put(&chair, &seat, json!({})).await.refusal(403);
    app.get(&sari, &path(&id, "/panel")).await.refusal(403);
    app.send("GET", &path(&id, "/panel"), "en").await.refusal(401);
    assert_eq!(app.get(&chair, &path(&id, "/panel")).await.expect(200), &json!([]));
    app.at("2027-01-25T10:00:00Z");
    let late = app.put(&admin, &seat, json!({})).await;
    assert_eq!(late.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn a_panel_is_listed_in_a_fixed_number_of_statements() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    let mut counts = Vec::new();
    for number in 1..=4 {
        let who = app.person(&format!("reviewer {number}")).role(Role::Reviewer).create();
        let seat = path(&id, &format!("/panel/{}", who.id));
        app.put(&admin, &seat, Value::Object(serde_json::Map::new())).await.expect(200);
        let before = app.statements();
        app.get(&admin, &path(&id, "/panel")).await.expect(200);
        counts.push(app.statements() - before);
    }
    assert!(counts.iter().all(|count| count == &counts[0]), "{counts:?}");
}
