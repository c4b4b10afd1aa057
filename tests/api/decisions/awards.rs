//! Seats over HTTP: offered after the objections, answered before the clock, and, given up, called up
//! from the reserve list by the call's own limits.

use super::objections::{AFTERWARDS, REASON, announced, letters};
use serde_json::{Value, json};
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{Answer, Person, Submission};

async fn offer(world: &World) -> Answer {
    let path = format!("/api/v1/calls/{}/awards", world.call);
    world.app.post(&world.secretariat, &path, json!({})).await
}

async fn seats(world: &World) -> Value {
    let path = format!("/api/v1/calls/{}/awards", world.call);
    world.app.get(&world.secretariat, &path).await.expect(200).clone()
}

/// Number and state of every seat, in order.
fn standing(seats: &Value, entries: &[Submission]) -> Vec<(usize, String)> {
    let of = |award: &Value| {
        let number = award["number"].as_str().unwrap();
        let at = entries.iter().position(|entry| entry.number == number).unwrap();
        (at, award["state"].as_str().unwrap().to_owned())
    };
    let mut found: Vec<_> = seats["awards"].as_array().unwrap().iter().map(of).collect();
    found.sort();
    found
}

fn states(of: &[(usize, &str)]) -> Vec<(usize, String)> {
    of.iter().map(|(at, state)| (*at, (*state).to_owned())).collect()
}

async fn own(world: &World, entry: &Submission) -> Value {
    let path = format!("/api/v1/proposals/{}/award", entry.id);
    world.app.get(&entry.candidate, &path).await.expect(200).clone()
}

async fn step(world: &World, who: &Person, award: &Value, step: &str, body: Value) -> Answer {
    let path = format!("/api/v1/awards/{}/{step}", award["id"].as_str().unwrap());
    world.app.post(who, &path, body).await
}

#[actix_web::test]
async fn seats_are_offered_after_the_window_and_once_every_objection_is_answered() {
    let world = World::new().await;
    let entries = announced(&world).await;
    assert_eq!(offer(&world).await.refusal(409), "wrong_phase");
    let path = format!("/api/v1/proposals/{}/objections", entries[2].id);
    let body = json!({"subject": "scores", "reason": REASON});
    let filed = world.app.post(&entries[2].candidate, &path, body).await;
    world.app.at(AFTERWARDS);
    assert_eq!(offer(&world).await.refusal(409), "objections_pending");
    let path = format!("/api/v1/objections/{}/withdraw", filed.json["id"].as_str().unwrap());
    world.app.post(&entries[2].candidate, &path, json!({})).await.expect(200);
    let offered = offer(&world).await;
    let expected = states(&[(0, "offered"), (1, "offered")]);
    assert_eq!(standing(offered.expect(200), &entries), expected);
    // Again and again: nothing is offered twice.
    assert_eq!(offer(&world).await.expect(200), &seats(&world).await);
    assert_eq!(standing(&seats(&world).await, &entries), expected);
    assert_eq!(letters(&world, &entries[0].candidate), ["result_selected", "award_offered"]);
    assert_eq!(own(&world, &entries[2]).await, Value::Null);
}

#[actix_web::test]
async fn a_seat_declined_lapsed_or_withdrawn_goes_down_the_reserve_list_on_the_record() {
    let world = World::new().await;
    let entries = announced(&world).await;
    world.app.at(AFTERWARDS);
    offer(&world).await.expect(200);
    let first = own(&world, &entries[0]).await;
    assert_eq!(first["answer_by"], "2027-02-14T01:00:00Z");
    step(&world, &entries[1].candidate, &first, "decline", json!({})).await.refusal(404);
    step(&world, &entries[0].candidate, &first, "decline", json!({})).await.expect(200);
    let expected = states(&[(0, "declined"), (1, "offered"), (2, "offered")]);
    assert_eq!(standing(&seats(&world).await, &entries), expected);
    let risen = own(&world, &entries[2]).await;
    assert_eq!(risen["reserve_position"], 1);
    assert!(risen["grounds"]["id"].as_str().unwrap().starts_with("Naik dari cadangan ke-1"));

    let second = own(&world, &entries[1]).await;
    step(&world, &entries[1].candidate, &second, "accept", json!({})).await.expect(200);
    let refused = step(&world, &entries[1].candidate, &second, "decline", json!({})).await;
    assert_eq!(refused.refusal(409), "award_state");

    // The clock: an answer until its last instant, a lapse from the next.
    let refused = step(&world, &world.secretariat, &risen, "lapse", json!({})).await;
    assert_eq!(refused.refusal(409), "offer_running");
    world.app.at("2027-02-14T01:00:00Z");
    let refused = step(&world, &entries[2].candidate, &risen, "accept", json!({})).await;
    assert_eq!(refused.refusal(409), "offer_ended");
    assert_eq!(own(&world, &entries[2]).await["is_overdue"], true);
    step(&world, &world.secretariat, &risen, "lapse", json!({})).await.expect(200);
    let expected = states(&[(0, "declined"), (1, "accepted"), (2, "lapsed"), (3, "offered")]);
    assert_eq!(standing(&seats(&world).await, &entries), expected);
    assert_eq!(letters(&world, &entries[2].candidate).last().unwrap(), "award_lapsed");

    let reason = json!({"reason": "Surat izin atasan dicabut pada 13 Februari 2027."});
    let refused =
        step(&world, &world.secretariat, &second, "withdraw", json!({"reason": "-"})).await;
    assert_eq!(refused.faults(), [("reason".into(), "too_short".into())]);
    step(&world, &world.secretariat, &second, "withdraw", reason).await.expect(200);
    let left = seats(&world).await;
    // The list is at its end: the seat stays empty, and the page says so.
    assert_eq!((&left["vacant"], &left["waiting"]), (&json!(1), &json!([])));
    let acts: Vec<String> = world
        .app
        .recorded(&format!("award:{}", second["id"].as_str().unwrap()))
        .into_iter()
        .map(|(act, _)| act)
        .collect();
    assert_eq!(acts, ["award.offered", "award.accepted", "award.withdrawn"]);
}

/// Three seats, one per unit at most, one kept for the remote units.
async fn with_quota() -> (World, Vec<Submission>) {
    let world = World::with(|definition| {
        definition["seats"] = json!(3);
        definition["limits"] = json!({
            "per_unit": 1, "per_problem": null,
            "floors": [{"group": {"kind": "remote"}, "at_least": 1}], "floor_policy": "strict",
        });
    })
    .await;
    let remote = world.remote_units();
    let field: [(&str, &[u32]); 6] = [
        ("U.BB.MDN", &[5, 5, 5]),
        ("U.BB.SMR", &[5, 5, 5]),
        (&remote[0], &[5, 5, 4]),
        ("U.BB.MDN", &[5, 4, 4]),
        ("U.BB.MKS", &[4, 4, 4]),
        (&remote[1], &[4, 4, 3]),
    ];
    let entries = field.iter().map(|(unit, scores)| world.proposal(unit, scores)).collect();
    world.app.at(PLENARY);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    world.app.at(AFTERWARDS);
    offer(&world).await.expect(200);
    (world, entries)
}

#[actix_web::test]
async fn the_next_reserve_is_the_one_that_keeps_caps_and_floors() {
    let (world, entries) = with_quota().await;
    let expected = states(&[(0, "offered"), (1, "offered"), (2, "offered")]);
    assert_eq!(standing(&seats(&world).await, &entries), expected);
    // The only remote one gives up: the seat is kept for the other remote unit, far down the list.
    let given = own(&world, &entries[2]).await;
    step(&world, &entries[2].candidate, &given, "decline", json!({})).await.expect(200);
    let after = seats(&world).await;
    assert_eq!(standing(&after, &entries)[3], (5, "offered".to_owned()));
    let passed = &after["waiting"][0];
    assert_eq!(passed["number"], entries[3].number.as_str());
    assert!(passed["reason"]["en"].as_str().unwrap().len() > 20, "{passed}");
    // Samarinda gives up: Medan has its one seat already, so Makassar rises past it.
    let given = own(&world, &entries[1]).await;
    step(&world, &entries[1].candidate, &given, "decline", json!({})).await.expect(200);
    let after = seats(&world).await;
    assert_eq!(standing(&after, &entries)[3], (4, "offered".to_owned()));
    // Medan gives up: now its second candidate may.
    let given = own(&world, &entries[0]).await;
    step(&world, &entries[0].candidate, &given, "decline", json!({})).await.expect(200);
    let after = seats(&world).await;
    assert_eq!(standing(&after, &entries)[3], (3, "offered".to_owned()));
    assert_eq!(after["vacant"], 0);
}
