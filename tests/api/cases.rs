//! One proposal with everything that happened to it on one page: found by its number, complete, in words, and no more
//! than each reader may know.

use crate::pages::Visit;
use serde_json::json;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::review;
use test_support::{Person, Submission};
use tubel::features::calls::Anonymity;
use tubel::features::conflicts::{ConflictKind, RecordedConflict, insert_conflict};
use tubel::kernel::access::Role;
use tubel::platform::ledger::EventType;

const WHY: &str = "The only proposal about the cold chain in the border districts.";
const NOTE: &str = "Both read the plan again; the difference is about feasibility, and it stays.";

fn case_of(of: &Submission) -> String {
    format!("/desk/proposals/{}/case", of.id)
}

/// Four proposals, of which the plenary moves the last two; the sheets of the last are far apart and were talked about.
async fn decided() -> (World, Vec<Submission>) {
    let world = World::new().await;
    let scores: [&[u32]; 4] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[5, 5, 2]];
    let entries: Vec<_> = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let path = format!("/api/v1/proposals/{}/reconciliation", entries[3].id);
    world.app.post(&world.chair, &path, json!({"note": NOTE})).await.expect(201);
    let run = world.run().await;
    let deviations = json!([
        {"number": entries[1].number, "outcome": "not_selected", "reason": WHY},
        {"number": entries[3].number, "outcome": "selected", "reason": WHY},
    ]);
    let proposition = world.proposition(&run, deviations);
    let hash = world.preview(&proposition).await.expect(200)["outcomes_hash"].clone();
    let body = json!({"proposition": proposition, "outcomes_hash": hash});
    let path = format!("/api/v1/calls/{}/decisions", world.call);
    let decision = world.app.post(&world.chair, &path, body).await.expect(201).clone();
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    (world, entries)
}

#[actix_web::test]
async fn an_auditor_finds_a_case_by_its_number_and_reads_in_words_how_it_was_decided() {
    let (world, entries) = decided().await;
    let of = &entries[3];
    let auditor = Visit::signed_in(&world.app, &world.auditor).await;
    for search in ["/desk/record?subject=", "/desk/find?q="] {
        let found = auditor.read(&format!("{search}{}", of.number)).await;
        let link = format!("href=\"{}\"", case_of(of));
        assert!(found.expect_page().contains(&link), "{search}: {}", found.text());
    }
    let page = auditor.read(&case_of(of)).await;
    let page = page.expect_page();
    // What vanished after it was saved, and why the plenary departed from the ranking.
    for said in [NOTE, WHY, "RAHASIA-PANITIA", "Note on reconciliation written", "Ranking computed"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let (_, trail) = page.split_once("id=\"case-trail\"").unwrap();
    assert!(trail.contains(&format!("Departs from the ranking: {WHY}")), "{trail}");
    // Newest first.
    let acts = ["Result announced", "Decision approved", "Decision proposed", "Ranking computed"];
    let places: Vec<usize> = acts.iter().map(|act| trail.find(act).expect(act)).collect();
    assert!(places.is_sorted(), "{places:?}");
    // No name of the program.
    for event in EventType::ALL {
        assert!(!page.contains(event.name()), "{}", event.name());
    }
    // Of the plenary's departures from others nothing is said here.
    let other = auditor.read(&case_of(&entries[0])).await;
    assert!(!other.expect_page().contains(WHY));
}

struct Scene {
    world: review::World,
    of: Submission,
    reviewer: Person,
}

/// In the review, one sheet handed in.
async fn reviewed(anonymity: Anonymity) -> Scene {
    let world = review::World::with(|definition| definition.anonymity = anonymity);
    let (reviewer, of) = (world.reviewer("rina"), world.proposal("siti"));
    world.score(&of, &reviewer, (5, 5)).await;
    Scene { world, of, reviewer }
}

#[actix_web::test]
async fn every_reader_gets_the_parts_that_they_may_read_and_others_are_left_out() {
    let Scene { world, of, .. } = reviewed(Anonymity::SingleBlind).await;
    let parts = [
        "case-text",
        "case-receipts",
        "case-verification",
        "case-review",
        "case-letters",
        "case-trail",
    ];
    let whole = [true; 6];
    let readers = [
        (Role::Secretariat, whole),
        (Role::Auditor, whole),
        // Letters are the office's.
        (Role::Chair, [true, true, true, true, false, true]),
        (Role::Verifier, [true, true, true, false, false, false]),
    ];
    for (role, expected) in readers {
        let reader = world.official(&format!("reader {}", role.name()), role);
        let page = Visit::signed_in(&world.app, &reader).await.read(&case_of(&of)).await;
        let page = page.expect_page();
        let found = parts.map(|part| page.contains(&format!("id=\"{part}\"")));
        assert_eq!(found, expected, "{}", role.name());
        // No score before the plenary, whoever reads.
        assert!(!page.contains("id=\"compare\""), "{}", role.name());
        assert!(!page.contains("id=\"case-ranking\""), "{}", role.name());
    }
    // The task stands in the trail with its reviewer, in words.
    let clerk = Visit::signed_in(&world.app, &world.secretariat).await;
    let page = clerk.read(&case_of(&of)).await;
    let (_, trail) = page.expect_page().split_once("id=\"case-trail\"").unwrap();
    let assigned = trail.find("Reviewer assigned").unwrap();
    assert!(trail.find("Score sheet handed in").unwrap() < assigned);
    assert!(trail[assigned..].contains("Reviewer: rina"), "{trail}");
}

#[actix_web::test]
async fn who_reviews_it_blind_wrote_it_or_is_in_conflict_gets_no_case() {
    for anonymity in [Anonymity::DoubleBlind, Anonymity::SingleBlind, Anonymity::Open] {
        let Scene { world, of, reviewer } = reviewed(anonymity).await;
        let near = world.official("near", Role::Auditor);
        let conflict = RecordedConflict {
            proposal: of.id.clone(),
            user: near.id.clone(),
            kind: ConflictKind::Declared,
            reason: "Cousins.".to_owned(),
            declared_by: near.id.clone(),
            declared_at: world.app.now(),
        };
        world.write(move |db| insert_conflict(db, &conflict));
        for reader in [&reviewer, &of.candidate, &near] {
            let visit = Visit::signed_in(&world.app, reader).await;
            assert_eq!(visit.read(&case_of(&of)).await.status, 404, "{}", reader.email);
        }
        // Its number finds nothing either, and does not say that there is one.
        let auditor = Visit::signed_in(&world.app, &near).await;
        let [known, unknown] = [of.number.as_str(), "TB-2026-9999"];
        let asked = async |number: &str| {
            let page = auditor.read(&format!("/desk/record?subject={number}")).await;
            page.expect_page().replace(number, "")
        };
        assert_eq!(asked(known).await, asked(unknown).await);
    }
}
