//! Units and superiors: changed by one person while no call is running, by two while one is; one's own by
//! two at any time. Units' figures, by which limits count, likewise.

use super::{APPROVE, House, waiting_id};
use serde_json::{Value, json};
use test_support::Person;
use tubel::kernel::access::Role;

fn account(who: &Person) -> String {
    format!("/api/v1/users/{}", who.id)
}

#[actix_web::test]
async fn a_move_takes_a_second_person_while_a_call_is_running_and_ones_own_always_does() {
    let house = House::new();
    let (app, by) = (&house.app, &house.secretariat);
    let rina = app.person("rina").role(Role::Reviewer).create();
    let to = |unit: &str| json!({ "unit": unit });
    let moved = app.patch(by, &account(&rina), to("P.D1.01")).await;
    assert_eq!(moved.expect(200)["unit"], "P.D1.01", "nothing runs");
    let own = app.patch(by, &account(by), to("P.D1.01")).await;
    assert_eq!((own.status, &own.json["unit"]), (202, &json!("P.SU.03")));
    app.frozen_call(by).await;
    let proposed = app.patch(by, &account(&rina), to("P.D2.01")).await;
    assert_eq!(proposed.expect(202)["unit"], "P.D1.01");
    let twice = app.patch(by, &account(&rina), to("P.D3.01")).await;
    assert_eq!(twice.refusal(409), "change_waiting");
    // A name alone is no move.
    app.patch(by, &account(&rina), json!({"name": "Rina W."})).await.expect(202);
    house.approve(&house.chair, &proposed).await.expect(200);
    let user = app.get(by, &account(&rina)).await;
    assert_eq!((&user.expect(200)["unit"], &user.json["waiting"]), (&json!("P.D2.01"), &json!([])));
    // Nobody approves their own move.
    let chairs = app.patch(by, &account(&house.chair), to("P.D3.01")).await;
    assert_eq!(chairs.refusal(409), "nobody_could_approve");
    let second = app.person("ketua2").role(Role::Chair).create();
    let chairs = app.patch(by, &account(&house.chair), to("P.D3.01")).await;
    let ids = json!({"ids": [waiting_id(&chairs)]});
    let refused = app.post(&house.chair, APPROVE, ids.clone()).await;
    assert_eq!(refused.faults(), [("ids[0]".to_owned(), "own_change".to_owned())]);
    app.post(&second, APPROVE, ids).await.expect(200);
    // What has become impossible meanwhile is told, and stays.
    let superior = app.patch(by, &account(&rina), json!({"superior": house.chair.id})).await;
    let under = app.patch(by, &account(&house.chair), json!({"superior": rina.id})).await;
    house.approve(&second, &superior).await.expect(200);
    let ring = house.approve(&second, &under).await;
    assert_eq!(ring.faults(), [("ids[0]".to_owned(), "superior_loop".to_owned())]);
}

#[actix_web::test]
async fn the_operator_of_the_web_moves_nobody_alone_either() {
    let house = House::new();
    let operator = house.app.person("operator").role(Role::Operator).create();
    let rina = house.app.person("rina").role(Role::Reviewer).create();
    house.app.frozen_call(&house.secretariat).await;
    let to = json!({"unit": "P.D1.01"});
    let proposed = house.app.patch(&operator, &account(&rina), to).await;
    house.approve(&house.chair, &proposed).await.expect(200);
}

#[actix_web::test]
async fn what_limits_count_by_is_changed_by_two_while_a_call_is_running() {
    let house = House::new();
    let (app, by) = (&house.app, &house.secretariat);
    let units = app.send("GET", "/api/v1/units", "en").await;
    let all = units.expect(200).as_array().unwrap();
    let mut unit = all.iter().find(|unit| unit["code"] == "U.BB.MKS").unwrap().clone();
    unit.as_object_mut().unwrap().remove("code");
    let path = "/api/v1/units/U.BB.MKS";
    let with = |field: &str, value: Value| {
        let mut changed = unit.clone();
        changed[field] = value;
        changed
    };
    app.frozen_call(by).await;
    // A name weighs nothing.
    app.put(by, path, with("name", json!("Balai Besar POM di Makassar (baru)"))).await.expect(200);
    for (field, value) in [
        ("remote", json!(!unit["remote"].as_bool().unwrap())),
        ("region", json!("Papua")),
        ("kind", json!("loka")),
        ("parent", json!("P.D1")),
        ("active", json!(false)),
    ] {
        let waits = app.put(by, path, with(field, value.clone())).await;
        assert_eq!(waits.expect(202)[field], unit[field], "{field}");
        let id = waits.json["waiting"]["id"].clone();
        app.post(&house.chair, APPROVE, json!({"ids": [id]})).await.expect(200);
        let now = app.send("GET", "/api/v1/units", "en").await;
        let now = now.expect(200).as_array().unwrap();
        let now = now.iter().find(|unit| unit["code"] == "U.BB.MKS").unwrap();
        assert_eq!(now[field], value, "{field}");
        // Back as it was, by two as well.
        let back = app.put(by, path, unit.clone()).await;
        let ids = json!({"ids": [back.expect(202)["waiting"]["id"]]});
        app.post(&house.chair, APPROVE, ids).await.expect(200);
    }
    // A unit that is new moves nothing.
    app.put(by, "/api/v1/units/U.LK.ALO", unit).await.expect(200);
}
