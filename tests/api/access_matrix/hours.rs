//! When reviewers, verifiers and the plenary acted, told to whom they assessed: by the day. Looked for by its
//! instant, in every way that one is written, in everything that a candidate can read and take away.

use super::crawl::addresses;
use super::inside::text_of;
use super::world::World;
use crate::pages::Visit;
use crate::privacy::Package;
use diesel::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use test_support::{Person, START, TestApp};
use tubel::kernel::access::Phase;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::format::{Zone, instant};
use tubel::kernel::language::Language;
use tubel::platform::db::Db;
use tubel::platform::db::schema::ledger;

/// As a file, a page and a letter write an instant; to the minute at the least.
fn spellings(at: Timestamp) -> Vec<String> {
    let minute: String = at.to_string().chars().take("2027-01-05T01:00".len()).collect();
    let mut all = vec![minute.replace('T', " "), minute];
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        for language in [Language::Indonesian, Language::English] {
            let written = instant(language, zone, at);
            all.push(written.trim_end_matches(zone.name()).trim().to_owned());
        }
    }
    all
}

/// Instants at which these people did anything.
fn acts_of(app: &TestApp, people: &[&Person]) -> BTreeSet<Timestamp> {
    let ids: Vec<String> = people.iter().map(|person| person.id.to_string()).collect();
    let acts = move |db: &mut Db| {
        // What was set up at the start, before anything was handed in, is public with its hour.
        let start: Timestamp = START.parse().unwrap();
        let theirs = ledger::table.filter(ledger::actor.eq_any(&ids)).filter(ledger::at.gt(start));
        Ok(theirs.select(ledger::at).load(db)?)
    };
    app.database().read(acts).unwrap().into_iter().collect()
}

const OPENED: &str = "2027-01-06T03:21:09.123457Z";

/// A repair, opened at an hour like no other.
async fn open_repair(world: &World) {
    world.stand(Phase::Screening);
    world.app.at(OPENED);
    let path = format!("/api/v1/proposals/{}/repairs", world.things.unsettled);
    let repair = json!({"items": ["health_letter"], "reason": "Halaman kedua tidak terbaca."});
    world.app.post(&world.people.verifiers[1], &path, repair).await.expect(201);
}

#[actix_web::test]
async fn whoever_was_assessed_is_told_by_the_day_when_others_acted() {
    let world = World::new().await;
    open_repair(&world).await;
    let people = &world.people;
    let mut assessing: Vec<&Person> = people.verifiers.iter().chain(&people.reviewers).collect();
    assessing.extend([&people.chair, &people.decider, &people.approver]);
    let mut acts = acts_of(&world.app, &assessing);
    // The record's clock does not go back with the test's.
    acts.insert(OPENED.parse().unwrap());
    assert_eq!(acts.len(), 4, "{acts:?}");
    let own = acts_of(&world.app, &[&people.candidate, &people.third_candidate]);
    let secrets: Vec<String> = acts.difference(&own).flat_map(|at| spellings(*at)).collect();
    let told = |text: &str| secrets.iter().find(|secret| text.contains(*secret)).cloned();
    let auditor = super::crawl::auditor(&world);
    let mut faults = Vec::new();
    let mut control = BTreeSet::new();
    for (phase, hour) in [(Phase::Screening, 7), (Phase::Announced, 6)] {
        world.stand(phase);
        world.app.set_clock(world.app.now().plus_seconds(hour * 3_600 + 2_520));
        for who in [&people.candidate, &people.third_candidate] {
            let visit = Visit::signed_in(&world.app, who).await;
            // The signed heads of the record are public with their instants, and name nobody.
            let all = addresses(&world).into_iter();
            for address in all.filter(|address| !address.contains("/ledger")) {
                let answer = visit.read(&address).await;
                if answer.header("content-type") == "application/zip" {
                    for (name, bytes) in Package::open(&answer).0 {
                        let found = told(&String::from_utf8_lossy(&bytes));
                        faults.extend(found.map(|at| format!("{name} in {address}: {at}")));
                    }
                } else if let Some(at) = told(&text_of(&answer.bytes)) {
                    faults.push(format!("{address}: {at}"));
                }
            }
        }
        // The control: the same search finds them where an auditor reads.
        let visit = Visit::signed_in(&world.app, &auditor).await;
        for address in addresses(&world) {
            control.extend(told(&text_of(&visit.read(&address).await.bytes)));
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(control.len() > 1, "{control:?}");
}

#[actix_web::test]
async fn ones_own_acts_are_told_to_the_microsecond() {
    let app = TestApp::start();
    let siti = app.person("siti").create();
    app.at("2026-11-24T03:04:05.678901Z");
    app.sign_in(&siti).await;
    app.at("2026-11-24T09:00:00Z");
    let package = Package::of(&app, &siti).await;
    let trail = package.part("trail-of-processing").to_string();
    assert!(trail.contains("2026-11-24T03:04:05.678901Z"), "{trail}");
}
