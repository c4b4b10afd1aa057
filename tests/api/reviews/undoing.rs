//! A sheet taken back within minutes of handing it in, where the call lets it and nobody has read it.

use serde_json::{Value, json};
use test_support::review::World;
use test_support::{Answer, Person};
use tubel::kernel::canonical;

const MINUTE: i64 = 60 * 1_000_000;

fn world() -> World {
    World::with(|definition| definition.panel.undo_minutes = 15)
}

async fn take_back(world: &World, who: &Person, task: &str) -> Answer {
    world.app.post(who, &format!("{task}/sheet/take-back"), json!({})).await
}

#[actix_web::test]
async fn a_sheet_is_taken_back_within_the_minutes_and_handed_in_again() {
    let world = world();
    let [rina, tono] = ["rina", "tono"].map(|name| world.reviewer(name));
    let siti = world.proposal("siti");
    let task = world.score(&siti, &rina, (5, 3)).await;
    take_back(&world, &tono, &task).await.refusal(404);
    world.app.set_clock(world.app.now().plus_micros(14 * MINUTE));
    assert_eq!(take_back(&world, &rina, &task).await.expect(200)["state"], "draft");
    let sheet = world.app.get(&rina, &format!("{task}/sheet")).await;
    assert_eq!((&sheet.expect(200)["submitted_at"], &sheet.json["version"]), (&Value::Null, &json!(1)));
    assert_eq!(take_back(&world, &rina, &task).await.refusal(409), "sheet_not_handed_in");
    world.submit(&rina, &task, 1).await.expect(200);
    world.app.set_clock(world.app.now().plus_micros(15 * MINUTE));
    assert_eq!(take_back(&world, &rina, &task).await.refusal(409), "undo_over");
    let record = "/api/v1/ledger/entries?limit=200";
    let record = world.app.get(&world.secretariat, record).await;
    let acts = record.expect(200)["items"].as_array().unwrap().iter();
    let acts: Vec<&str> = acts.filter_map(|entry| entry["act"].as_str()).collect();
    let count = |act: &str| acts.iter().filter(|one| **one == act).count();
    assert_eq!((count("sheet.taken_back"), count("sheet.submitted")), (1, 2));
}

#[actix_web::test]
async fn what_a_colleague_has_read_is_not_taken_back_and_a_colleague_at_work_has_read_nothing() {
    let world = world();
    let [rina, tono] = ["rina", "tono"].map(|name| world.reviewer(name));
    let [read, unread] = ["siti", "budi"].map(|name| world.proposal(name));
    world.score(&read, &tono, (4, 4)).await;
    let task = world.score(&read, &rina, (5, 3)).await;
    world.app.get(&tono, &format!("/api/v1/proposals/{}/sheets", read.id)).await.expect(200);
    assert_eq!(take_back(&world, &rina, &task).await.refusal(409), "sheet_read");
    // Before their own is in, they see no other's.
    let theirs = world.assign(&unread, &tono).await;
    let task = world.score(&unread, &rina, (5, 3)).await;
    world.app.get(&tono, &theirs).await.expect(200);
    take_back(&world, &rina, &task).await.expect(200);
}

#[actix_web::test]
async fn a_call_that_does_not_say_so_lets_nobody_and_keeps_its_bytes() {
    let world = World::new();
    let (rina, siti) = (world.reviewer("rina"), world.proposal("siti"));
    let task = world.score(&siti, &rina, (5, 3)).await;
    assert_eq!(take_back(&world, &rina, &task).await.refusal(409), "undo_over");
    let call = world.app.get(&world.secretariat, &format!("/api/v1/calls/{}", world.call)).await;
    let definition = call.expect(200)["definition"].clone();
    assert!(definition["panel"].get("undo_minutes").is_none(), "{definition}");
    let parsed: tubel::features::calls::Definition = serde_json::from_value(definition.clone()).unwrap();
    assert_eq!(canonical::json(&parsed).unwrap(), canonical::json(&definition).unwrap());
}
