//! A call that announced a lot for what is too close to call, up to its published seed: the lot worked out by
//! another program, and forged ones that it and the replay refuse.

use diesel::prelude::*;
use selection_math::ranking::lot;
use serde_json::{Value, json};
use std::process::Command;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use tubel::features::calls::Definition;
use tubel::features::selection::compute::compute;
use tubel::features::selection::{Inputs, actions, papers_of};
use tubel::kernel::canonical;
use tubel::kernel::ids::RunId;
use tubel::platform::db::Db;
use tubel::platform::db::schema::{calls, selection_runs};

/// Announced, with what everybody can then read.
struct Drawn {
    world: World,
    run: RunId,
    ranking: Value,
    seed: String,
    /// As it stood on the call's page before there were numbers.
    seed_hash: String,
    folder: tempfile::TempDir,
}

impl Drawn {
    async fn new() -> Self {
        let world = World::with(|definition| {
            definition["seats"] = json!(3);
            definition["uncertainty"] = json!({
                "zone_low_percent": 8, "zone_high_percent": 92, "draws": 1000,
                "across_groups": false, "zone_lot": true,
            });
        })
        .await;
        let path = format!("/api/v1/calls/{}", world.call);
        let public = world.app.send("GET", &path, "en").await;
        let seed_hash = public.expect(200)["tie_seed_hash"].as_str().unwrap().to_owned();
        let scores: [&[u32]; 9] = [
            &[5, 5, 5],
            &[5, 5, 5],
            &[5, 5, 4],
            &[5, 4, 4],
            &[4, 5, 4],
            &[4, 4, 4],
            &[4, 4, 4],
            &[4, 3, 4],
            &[2, 2, 2],
        ];
        for scores in scores {
            world.proposal("U.BB.MDN", scores);
        }
        world.app.at(PLENARY);
        let run = world.run().await;
        let decision = world.propose(&run).await;
        world.approve(&world.decider, &decision).await.expect(200);
        world.app.at(ANNOUNCEMENT);
        world.announce().await.expect(201);
        let announced = world.app.send("GET", &format!("{path}/announcement"), "en").await;
        let seed = announced.expect(200)["tie_seed"].as_str().unwrap().to_owned();
        let ranking = format!("/api/v1/selections/{run}/ranking");
        let ranking = world.app.get(&world.auditor, &ranking).await.expect(200).clone();
        let folder = tempfile::tempdir().unwrap();
        let sheets = format!("{path}/exports/sheets?format=csv");
        let sheets = world.app.get(&world.auditor, &sheets).await;
        std::fs::write(folder.path().join("sheets.csv"), sheets.expect_file()).unwrap();
        Self { world, run: run.parse().unwrap(), ranking, seed, seed_hash, folder }
    }

    /// What the other program says of a ranking.
    fn recomputed(&self, ranking: &Value, seed: &str) -> (bool, String) {
        let file = self.folder.path().join("ranking.json");
        std::fs::write(&file, ranking.to_string()).unwrap();
        let run = Command::new("python3")
            .arg("tests/api/selection/lot.py")
            .arg(self.folder.path().join("sheets.csv"))
            .arg(&file)
            .args([seed, &self.seed_hash])
            .output()
            .unwrap();
        let told = [run.stdout, run.stderr].map(|told| String::from_utf8(told).unwrap()).concat();
        (run.status.success(), told)
    }

    fn members(&self) -> Vec<String> {
        let drawn = self.ranking["zone_lot"]["drawn"].as_array().unwrap();
        drawn.iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect()
    }

    /// The order before the lot, in which every change of it is made again.
    fn announced(&self) -> Vec<String> {
        let places = self.ranking["places"].as_array().unwrap();
        let mut order: Vec<(u64, String)> = places
            .iter()
            .map(|place| (place["place"].as_u64().unwrap(), text(&place["number"])))
            .collect();
        for one in self.ranking["zone_lot"]["drawn"].as_array().unwrap() {
            let place = order.iter_mut().find(|(_, number)| *number == text(&one["number"]));
            place.unwrap().0 = one["announced_place"].as_u64().unwrap();
        }
        order.sort();
        order.into_iter().map(|(_, number)| number).collect()
    }

    /// The run as it would be had these drawn in this order: lots, chances, places, seats and reserves.
    fn forged(&self, of: &Value, drawn: &[String], seed: &str) -> Value {
        let announced = self.announced();
        let place_of = |number: &String| announced.iter().position(|one| one == number).unwrap();
        let mut slots: Vec<usize> = drawn.iter().map(place_of).collect();
        slots.sort_unstable();
        let mut order = announced.clone();
        let mut lots = Vec::new();
        let seats = usize::try_from(of["seats"].as_u64().unwrap()).unwrap();
        let seated = slots.iter().filter(|slot| **slot < seats).count();
        let chance = f64::from(u32::try_from(seated).unwrap())
            / f64::from(u32::try_from(drawn.len()).unwrap());
        for (slot, number) in slots.iter().zip(drawn) {
            order[*slot].clone_from(number);
            lots.push(json!({
                "number": number, "announced_place": place_of(number) + 1, "place": slot + 1,
                "lot": lot(seed, number), "chance": format!("{chance:.3}"),
            }));
        }
        let mut forged = of.clone();
        forged["zone_lot"]["drawn"] = json!(lots);
        let places = of["places"].as_array().unwrap();
        let moved = order.iter().enumerate().map(|(at, number)| {
            let mut place =
                places.iter().find(|one| text(&one["number"]) == *number).unwrap().clone();
            // The seat, the reserve and the certificate are those of the place.
            place["place"] = json!(at + 1);
            for field in ["outcome", "reserve_position"] {
                place[field] = places[at][field].clone();
            }
            place
        });
        forged["places"] = moved.collect();
        forged
    }

    /// Puts other papers in the place of a run's, with hashes that fit.
    fn replace(&self, inputs: Option<&str>, document: &str) {
        let (run, document) = (self.run.clone(), document.to_owned());
        let inputs = inputs.map(ToOwned::to_owned);
        let change = move |db: &mut Db| {
            let row = selection_runs::table.find(&run);
            diesel::update(row)
                .set((
                    selection_runs::document_hash.eq(canonical::sha256_hex(&document)),
                    selection_runs::document.eq(document),
                ))
                .execute(db)?;
            if let Some(inputs) = inputs {
                diesel::update(row)
                    .set((
                        selection_runs::inputs_hash.eq(canonical::sha256_hex(&inputs)),
                        selection_runs::inputs.eq(inputs),
                    ))
                    .execute(db)?;
            }
            Ok(())
        };
        self.world.app.beyond_the_record(change).unwrap();
    }

    fn replays(&self) -> bool {
        let run = self.run.clone();
        let replay = self.world.app.database().read(|db| actions::replay(db, &run)).unwrap();
        replay.is_identical && replay.hashes_hold
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn the_lot_is_the_one_of_the_published_seed_by_another_program_and_forged_ones_are_not() {
    let drawn = Drawn::new().await;
    let members = drawn.members();
    assert!((3..9).contains(&members.len()), "{members:?}");
    let (holds, told) = drawn.recomputed(&drawn.ranking, &drawn.seed);
    assert!(holds && told.contains("the lot holds"), "{told}");
    println!("{}", told.trim());
    // Made again without a change it is the same: what the forgeries differ in is what they forge.
    assert_eq!(drawn.forged(&drawn.ranking, &members, &drawn.seed), drawn.ranking);

    let outsider = drawn.announced().into_iter().find(|one| !members.contains(one)).unwrap();
    let by_lot = |mut of: Vec<String>, seed: &str| {
        of.sort_by_key(|number| lot(seed, number));
        of
    };
    let swapped = {
        let mut order = members.clone();
        order.swap(0, 2);
        order
    };
    let other = (0..1000).map(|turn| format!("benih {turn}"));
    let other = other.clone().find(|seed| by_lot(members.clone(), seed) != members).unwrap();
    let with_outsider = by_lot([members.clone(), vec![outsider]].concat(), &drawn.seed);
    let without_one = by_lot(members[1..].to_vec(), &drawn.seed);
    let forgeries = [
        ("two names swapped", swapped, &drawn.seed, "drawn in this order"),
        ("another seed", by_lot(members.clone(), &other), &other, "drawn in this order"),
        ("somebody outside the zone drawn", with_outsider, &drawn.seed, "drawn in this order"),
        ("somebody of the zone left out", without_one, &drawn.seed, "drawn in this order"),
        ("lots of another seed", members.clone(), &other, "has the lot"),
        ("nobody drawn", vec![], &drawn.seed, "drawn in this order"),
    ];
    let run = drawn.run.clone();
    let kept = drawn.world.app.database().read(|db| papers_of(db, &run)).unwrap();
    let document: Value = serde_json::from_str(&kept.document).unwrap();
    assert!(drawn.replays());
    let tried = forgeries.len() + 2;
    for (name, order, seed, words) in forgeries {
        let forged = drawn.forged(&drawn.ranking, &order, seed);
        assert_ne!(forged, drawn.ranking, "{name}");
        let (holds, told) = drawn.recomputed(&forged, &drawn.seed);
        assert!(!holds && told.contains(words), "{name}: {told}");
        drawn.replace(None, &canonical::json(&drawn.forged(&document, &order, seed)).unwrap());
        assert!(!drawn.replays(), "{name}");
    }
    // The seed that goes with it is not the one that was promised.
    let forged = drawn.forged(&drawn.ranking, &by_lot(members, &other), &other);
    let (holds, told) = drawn.recomputed(&forged, &other);
    assert!(!holds && told.contains("published hash"), "{told}");

    // A whole run, truly computed, but with another seed than was promised.
    let call = drawn.world.call.clone();
    let definition = move |db: &mut Db| {
        Ok(calls::table.find(&call).select(calls::definition).first::<String>(db)?)
    };
    let definition = drawn.world.app.database().read(definition).unwrap();
    let definition: Definition = serde_json::from_str(&definition).unwrap();
    let mut inputs: Inputs = serde_json::from_str(&kept.inputs).unwrap();
    for (seed, is_true) in [(other, false), (drawn.seed.clone(), true)] {
        inputs.tie_seed = seed;
        let mut findings = compute(&definition, &inputs, 1).unwrap();
        findings.salt = document["salt"].as_str().map(ToOwned::to_owned);
        let inputs = canonical::json(&inputs).unwrap();
        drawn.replace(Some(&inputs), &canonical::json(&findings).unwrap());
        assert_eq!(drawn.replays(), is_true);
    }
    println!("forged lots tried {tried}, refused {tried}");
}
