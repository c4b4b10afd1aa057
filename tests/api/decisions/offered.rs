//! What the pages offer is what the access table permits: at every stage of a decision, first and anew
//! after an upheld objection, each person finds the forms that they may send now, and no others.

use super::objections::{
    AFTERWARDS, assign, fresh_reviewer, harshest, id_of, letters, object, rule, score, step,
};
use crate::pages::Visit;
use serde_json::json;
use std::collections::BTreeSet;
use test_support::Person;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use tubel::kernel::access::{Facts, Permission, Phase, Relation, Role, Verdict, decide};

/// A form that belongs to an act, on the page where people look for it.
struct Form {
    act: Permission,
    page: String,
    action: String,
    /// Besides the table: whether the decision has come to where this form is of use.
    is_due: bool,
}

/// Where the decision of a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    NoRun,
    Computed,
    Proposed,
    Approved,
    Announced,
}

struct Walk<'a> {
    world: &'a World,
    people: Vec<(Role, Person)>,
    /// Forms that somebody found, so that the walk cannot pass by finding none.
    found: BTreeSet<String>,
    amiss: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(world: &'a World) -> Self {
        let mut people = vec![
            (Role::Secretariat, world.secretariat.clone()),
            (Role::Chair, world.chair.clone()),
            (Role::Decider, world.decider.clone()),
            (Role::Auditor, world.auditor.clone()),
            (Role::Reviewer, world.reviewers[0].clone()),
        ];
        for role in Role::ALL {
            if !people.iter().any(|(known, _)| *known == role) {
                let name = format!("walks as {}", role.name());
                people.push((role, world.app.person(&name).role(role).unit("P.IU.02").create()));
            }
        }
        Self { world, people, found: BTreeSet::new(), amiss: Vec::new() }
    }

    fn forms(&self, stage: Stage, (phase, revising): (Phase, bool)) -> Vec<Form> {
        let desk = |rest: &str| format!("/desk/calls/{}/{rest}", self.world.call);
        let form = |act, page: &str, action: &str, is_due| Form {
            act,
            page: desk(page),
            action: desk(action),
            is_due,
        };
        let is_open = phase == Phase::Plenary || revising;
        vec![
            form(Permission::ComputeRun, "ranking", "ranking", is_open),
            form(
                Permission::ProposeDecision,
                "decision",
                "decision/preview",
                stage == Stage::Computed,
            ),
            form(Permission::ApproveDecision, "decision", "approve", stage == Stage::Proposed),
            form(Permission::ApproveDecision, "decision", "return", stage == Stage::Proposed),
            form(Permission::Announce, "decision", "announce", stage == Stage::Approved),
            form(Permission::OfferSeats, "awards", "awards", phase == Phase::Closed),
        ]
    }

    /// Reads every page as everybody and compares.
    async fn at(&mut self, stage: Stage, (phase, revising): (Phase, bool)) {
        let facts = Facts::in_phase(phase).with(Relation::Revising, revising);
        let inventory = tubel::server::page_inventory();
        for (role, person) in self.people.clone() {
            let visit = Visit::signed_in(&self.world.app, &person).await;
            let allowed = |act| decide(&[role], act, facts) == Verdict::Allowed;
            for form in self.forms(stage, (phase, revising)) {
                let page = visit.read(&form.page).await;
                let is_there = posts(page.text()).contains(&form.action);
                let what =
                    format!("{stage:?} {phase:?} {revising} {}: {}", role.name(), form.action);
                if is_there {
                    self.found.insert(format!("{:?} {revising}", form.act));
                }
                if is_there != (form.is_due && allowed(form.act)) {
                    self.amiss.push(format!("{what}, there: {is_there}"));
                }
            }
            // And whatever else is offered on the way may be done.
            for page in ["", "ranking", "decision", "awards", "meeting", "assignment", "exports"] {
                let path = format!("/desk/calls/{}/{page}", self.world.call);
                let answer = visit.read(path.trim_end_matches('/')).await;
                for action in posts(answer.text()) {
                    let fits = |one: &&tubel::kernel::access::Operation| {
                        one.method == "POST"
                            && actix_web::dev::ResourceDef::new(one.path.as_str()).is_match(&action)
                    };
                    let of = inventory.iter().find(fits).map(|operation| operation.act);
                    let is_own = decide(&[role], of.unwrap(), facts.with(Relation::Own, true));
                    if is_own != Verdict::Allowed {
                        let what = format!("{stage:?} {phase:?} {revising} {}", role.name());
                        self.amiss.push(format!("{what}: {page} offers {action}"));
                    }
                }
            }
        }
    }
}

/// The addresses that the forms of a page are sent to.
fn posts(page: &str) -> BTreeSet<String> {
    let forms = page.split("<form").skip(1).filter_map(|form| form.split('>').next());
    let posting = forms.filter(|form| form.contains("method=\"post\""));
    let action = |form: &str| {
        let (_, rest) = form.split_once("action=\"")?;
        Some(rest.split(['"', '?', '#']).next()?.to_owned())
    };
    posting.filter_map(action).collect()
}

#[actix_web::test]
async fn every_page_offers_what_the_table_permits_before_and_after_an_upheld_objection() {
    let world = World::new().await;
    let fresh = fresh_reviewer(&world).await;
    let scores: [&[u32]; 4] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[5, 5, 1]];
    let entries: Vec<_> = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let mut walk = Walk::new(&world);
    walk.at(Stage::NoRun, (Phase::Plenary, false)).await;
    let run = world.run().await;
    walk.at(Stage::Computed, (Phase::Plenary, false)).await;
    let decision = world.propose(&run).await;
    walk.at(Stage::Proposed, (Phase::Plenary, false)).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    walk.at(Stage::Approved, (Phase::Plenary, false)).await;
    world.announce().await.expect(201);
    walk.at(Stage::Announced, (Phase::Announced, false)).await;

    let team = world.app.person("appeal").role(Role::Appeal).unit("P.IU.02").create();
    let id = id_of(&object(&world, &entries[3], "scores").await);
    step(&world, &team, &id, "take").await.expect(200);
    let letter = harshest(&world, &team, &entries[3]).await;
    let remedy = json!({"kind": "exclude_sheet", "letter": letter});
    rule(&world, &team, &id, remedy).await.expect(200);
    walk.at(Stage::NoRun, (Phase::Announced, true)).await;
    // Whoever assigns the sheet is told, and finds the form; the reviewer is told, and finds the task.
    let told = letters(&world, &world.secretariat);
    assert!(told.contains(&"objection_to_carry_out".to_owned()), "{told:?}");
    for (role, person) in walk.people.clone() {
        let visit = Visit::signed_in(&world.app, &person).await;
        let page = visit.read(&format!("/desk/objections/{id}")).await;
        let is_there = posts(page.text()).contains(&format!("/desk/objections/{id}/assign"));
        let facts = Facts::in_phase(Phase::Announced).with(Relation::Ordered, true);
        assert_eq!(
            is_there,
            decide(&[role], Permission::Assign, facts) == Verdict::Allowed,
            "{role:?}"
        );
    }
    let task = id_of(&assign(&world, &entries[3], &fresh).await);
    assert!(letters(&world, &fresh).contains(&"sheet_ordered".to_owned()));
    let pile = world.app.get(&fresh, "/api/v1/assignments").await;
    let item = &pile.expect(200)["items"][0];
    assert_eq!((&item["ordered"], &item["due_at"]), (&json!(true), &json!("2027-02-12T10:00:00Z")));
    let visit = Visit::signed_in(&world.app, &fresh).await;
    let page = visit.read("/reviews").await;
    let page = page.expect_page();
    assert!(page.contains("id=\"next\"") && page.contains("12 February 2027"), "{page}");
    let sheet = visit.read(&format!("/assignments/{task}")).await;
    assert!(sheet.expect_page().contains("12 February 2027"));
    score(&world, &fresh, &task, 5).await;

    // The window closes meanwhile; the revision goes on.
    let run = world.run().await;
    walk.at(Stage::Computed, (Phase::Announced, true)).await;
    world.app.at(AFTERWARDS);
    walk.at(Stage::Computed, (Phase::Closed, true)).await;
    let decision = world.propose(&run).await;
    walk.at(Stage::Proposed, (Phase::Closed, true)).await;
    world.approve(&world.decider, &decision).await.expect(200);
    walk.at(Stage::Approved, (Phase::Closed, true)).await;
    world.announce().await.expect(201);
    walk.at(Stage::Announced, (Phase::Closed, false)).await;

    assert!(walk.amiss.is_empty(), "{:#?}", walk.amiss);
    let found: Vec<&str> = walk.found.iter().map(String::as_str).collect();
    let expected = [
        "Announce false",
        "Announce true",
        "ApproveDecision false",
        "ApproveDecision true",
        "ComputeRun false",
        "ComputeRun true",
        "OfferSeats false",
        "OfferSeats true",
        "ProposeDecision false",
        "ProposeDecision true",
    ];
    assert_eq!(found, expected);
}

#[actix_web::test]
async fn after_a_departure_no_place_repeats_the_runs_reasons() {
    let world = World::new().await;
    let scores: [&[u32]; 4] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[4, 4, 3]];
    let entries: Vec<_> = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let run = world.run().await;
    let why = "Satu-satunya usulan tentang rantai dingin vaksin di daerah perbatasan.";
    let deviations = json!([
        {"number": entries[1].number, "outcome": "not_selected", "reason": why},
        {"number": entries[3].number, "outcome": "selected", "reason": why},
    ]);
    let proposition = world.proposition(&run, deviations);
    let preview = world.preview(&proposition).await;
    let preview = preview.expect(200).clone();
    let reason = |at: usize| preview["outcomes"][at]["reason"]["en"].as_str().unwrap().to_owned();
    assert!(reason(0).ends_with("given seat 1."), "{}", reason(0));
    for (at, outcome) in [(1, "by the ranking selected"), (3, "by the ranking in reserve")] {
        let said = reason(at);
        assert!(said.contains(outcome) && said.contains("the plenary departed from it"), "{said}");
    }
    // The third is below the line, and the last seat is not whose it was.
    assert!(reason(2).contains("below the line"), "{}", reason(2));
    assert!(!reason(2).contains(&entries[1].number), "{}", reason(2));
    let body = json!({"proposition": proposition, "outcomes_hash": preview["outcomes_hash"]});
    let path = format!("/api/v1/calls/{}/decisions", world.call);
    let decision = world.app.post(&world.chair, &path, body).await.expect(201).clone();
    let chair = Visit::signed_in(&world.app, &world.chair).await;
    let board = chair.read(&format!("/desk/calls/{}/ranking?run={run}", world.call)).await;
    let board = board.expect_page();
    assert!(board.contains("On 3 proposals the decision is not what this run says"), "{board}");
    assert!(!board.contains("given seat 2"), "the run's reason stands on the board");
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    for (at, entry) in entries.iter().enumerate() {
        let path = format!("/api/v1/proposals/{}/result", entry.id);
        let result = world.app.get(&entry.candidate, &path).await;
        assert_eq!(result.expect(200)["reason"]["en"], reason(at).as_str());
    }
}

#[actix_web::test]
async fn announcing_one_call_makes_no_run_of_another_old_unless_its_rules_ask_for_awards() {
    for asks in [false, true] {
        let mut world = World::with(|definition| {
            if asks {
                definition["ranking"]["tie_breaks"] = json!([{"key": "fewer_awards"}]);
            } else {
                definition["ranking"]["tie_breaks"] = json!([]);
            }
        })
        .await;
        let first = world.call.clone();
        let mut other = test_support::definition();
        other["seats"] = json!(2);
        other["limits"] = json!({"floors": [], "floor_policy": "strict"});
        other["ranking"]["reserve"] = json!(3);
        let second = world.app.frozen_call_of(&world.secretariat, "TB-2027", other).await;
        world.proposal("U.BB.MDN", &[5, 5, 5]);
        world.call = second.clone();
        world.proposal("U.BB.MDN", &[5, 5, 5]);
        world.app.at(PLENARY);
        world.call = first.clone();
        let run = world.run().await;
        world.call = second;
        let theirs = world.run().await;
        let decision = world.propose(&theirs).await;
        world.approve(&world.decider, &decision).await.expect(200);
        world.app.at(ANNOUNCEMENT);
        world.announce().await.expect(201);
        world.call = first;
        let preview = world.preview(&world.proposition(&run, json!([]))).await;
        let board = Visit::signed_in(&world.app, &world.chair).await;
        let board = board.read(&format!("/desk/calls/{}/ranking", world.call)).await;
        let is_old = board.expect_page().contains("have changed since this run");
        assert_eq!((preview.status, is_old), if asks { (409, true) } else { (200, false) });
    }
}

#[actix_web::test]
async fn a_declined_seat_goes_to_whom_the_limits_let_in_even_from_beside_the_list() {
    // One of a unit at most; the list of one is of the unit whose seat is not given up.
    let world = World::with(|definition| {
        definition["ranking"]["reserve"] = json!(1);
        definition["limits"] = json!({"per_unit": 1, "floors": [], "floor_policy": "strict"});
    })
    .await;
    let field: [(&str, &[u32]); 4] = [
        ("U.BB.MDN", &[5, 5, 5]),
        ("U.BB.SMR", &[5, 5, 4]),
        ("U.BB.MDN", &[5, 4, 4]),
        ("U.BB.SMR", &[4, 4, 4]),
    ];
    let entries: Vec<_> = field.iter().map(|(unit, scores)| world.proposal(unit, scores)).collect();
    world.app.at(PLENARY);
    let run = world.run().await;
    let papers = world.app.get(&world.chair, &format!("/api/v1/selections/{run}/ranking")).await;
    let succession = &papers.expect(200)["succession"];
    assert_eq!(succession[0], json!({"number": entries[0].number, "next": entries[2].number}));
    assert_eq!(succession[1], json!({"number": entries[1].number, "next": entries[3].number}));
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    world.app.at(AFTERWARDS);
    let path = format!("/api/v1/calls/{}/awards", world.call);
    world.app.post(&world.secretariat, &path, json!({})).await.expect(200);
    let own = format!("/api/v1/proposals/{}/award", entries[1].id);
    let award = world.app.get(&entries[1].candidate, &own).await.expect(200).clone();
    let decline = format!("/api/v1/awards/{}/decline", award["id"].as_str().unwrap());
    world.app.post(&entries[1].candidate, &decline, json!({})).await.expect(200);
    let own = format!("/api/v1/proposals/{}/award", entries[3].id);
    let risen = world.app.get(&entries[3].candidate, &own).await.expect(200).clone();
    assert_eq!(risen["reserve_position"], json!(null));
    let grounds = risen["grounds"]["en"].as_str().unwrap();
    assert!(
        grounds.contains("no reserve can have it") && grounds.contains("Place 4:"),
        "{grounds}"
    );
    let seats = world.app.get(&world.secretariat, &path).await;
    assert_eq!(seats.expect(200)["vacant"], 0);
}
