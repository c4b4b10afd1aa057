//! How well two reviewers are known against each other, as the chair and the secretariat read it.

use super::scene::{AGREED, Scene};
use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::Person;
use test_support::review::World;
use tubel::kernel::access::Role;

/// Two circles of two reviewers who read four proposals each; `between` more are read by one of either.
async fn circles(between: usize) -> (World, Person, Vec<Person>) {
    let world = World::new();
    let chair = world.official("ketua", Role::Chair);
    let panel = ["rina", "budi", "sari", "tono"].map(|name| world.reviewer(name));
    // The second of each is the stricter.
    let scores = [(6, 6), (3, 5), (6, 5), (2, 3), (5, 6), (3, 3), (6, 6), (5, 3)];
    for (at, scores) in scores.into_iter().enumerate() {
        let proposal = world.proposal(&format!("calon{at}"));
        let first = at / 4 * 2;
        world.score(&proposal, &panel[first], scores).await;
        let lower = |score: u32| if score == 5 { 3 } else { (score - 1).max(2) };
        world.score(&proposal, &panel[first + 1], (lower(scores.0), lower(scores.1))).await;
    }
    for at in 0..between {
        let proposal = world.proposal(&format!("antara{at}"));
        world.score(&proposal, &panel[at % 2], (5, 5)).await;
        world.score(&proposal, &panel[2 + at % 2], (5, 3)).await;
    }
    world.app.set_clock(world.app.now().plus_days(11));
    (world, chair, panel.into())
}

async fn run(world: &World, chair: &Person) -> Value {
    let run = world.app.post(chair, &world.call_path("selections"), json!({})).await;
    let run = run.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/selections/{run}/ranking");
    world.app.get(chair, &path).await.expect(200)["calibration"].clone()
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn without_a_proposal_between_two_groups_the_severity_of_one_against_the_other_is_unknown() {
    let (world, chair, panel) = circles(0).await;
    let told = run(&world, &chair).await["severity_contrast"].clone();
    assert_eq!((&told["standing"], &told["deviation"]), (&json!("unknown"), &Value::Null));
    let group = |id: &Value| panel.iter().position(|one| json!(one.id) == *id).unwrap() / 2;
    assert_ne!(group(&told["one"]), group(&told["other"]));
    for lang in ["en", "id"] {
        assert!(told["words"][lang].as_str().unwrap().len() > 80, "{told}");
    }
    let visit = Visit::signed_in(&world.app, &chair).await;
    let names: Vec<&str> = ["one", "other"]
        .into_iter()
        .map(|side| {
            let at = panel.iter().position(|one| json!(one.id) == told[side]).unwrap();
            ["rina", "budi", "sari", "tono"][at]
        })
        .collect();
    let sentence =
        format!("The strictness of {} against {} is not known at all.", names[0], names[1]);
    for page in ["ranking", "stability"] {
        let path = format!("/desk/calls/{}/{page}", world.call);
        let shown = visit.read(&path).await.expect_page().to_owned();
        assert!(shown.contains(&sentence), "{page}: {shown}");
        assert!(shown.contains("cannot be told who is the stricter"), "{page}");
    }
}

#[actix_web::test]
async fn the_more_connects_two_groups_the_better_it_is_known() {
    let mut found = Vec::new();
    for between in [1, 8] {
        let (world, chair, panel) = circles(between).await;
        let calibration = run(&world, &chair).await;
        let told = calibration["severity_contrast"].clone();
        assert!(told["deviation"].is_string(), "{calibration}");
        let left = number(&told["left"]);
        assert_eq!(told["standing"] == "hardly_known", left >= 0.5, "{told}");
        found.push(left);
        // The secretariat reads the same sentence, in its language, with the figure.
        let visit = Visit::signed_in(&world.app, &world.secretariat).await;
        let path = format!("/desk/calls/{}/ranking?lang=id", world.call);
        let shown = visit.read(&path).await.expect_page().to_owned();
        let line = shown.split_once("id=\"contrast\"").unwrap().1.split("</p>").next().unwrap();
        assert!(line.contains("hanya diketahui sampai ±"), "{line}");
        let names = ["rina", "budi", "sari", "tono"];
        let shows = |side: &str| {
            let at = panel.iter().position(|one| json!(one.id) == told[side]).unwrap();
            line.contains(names[at])
        };
        assert!(shows("one") && shows("other"), "{line}");
    }
    assert!(found[1] < found[0], "{found:?}");
}

#[actix_web::test]
async fn a_run_that_tells_of_it_is_computed_again_to_the_byte() {
    let scene = Scene::plenary(AGREED, 2).await;
    let run = scene.compute().await;
    let replay = scene
        .world
        .app
        .database()
        .read(|db| tubel::features::selection::actions::replay(db, &run))
        .unwrap();
    assert!(replay.is_identical && replay.hashes_hold);
    let (world, chair, _) = circles(2).await;
    let path = world.call_path("selections");
    let made = world.app.post(&chair, &path, json!({})).await;
    let run = made.expect(201)["id"].as_str().unwrap().parse().unwrap();
    let replay = world
        .app
        .database()
        .read(|db| tubel::features::selection::actions::replay(db, &run))
        .unwrap();
    assert!(replay.is_identical && replay.document.contains("\"severity_contrast\""));
}
