//! Plans that prefer comparability, over REST and on the page: what they cost and what they buy.

use crate::pages::{Visit, hidden};
use serde_json::{Value, json};
use test_support::Person;
use test_support::review::World;
use test_support::rows::insert_problem;
use tubel::kernel::access::Role;
use tubel::kernel::ids::ProblemId;
use tubel::platform::ledger::{Wanted, entries_after};

/// Two circles of two reviewers each: everybody declared one of two problems of the same owner. Two proposals
/// for each problem.
async fn circles() -> World {
    let world = World::new();
    let other = ProblemId::new().unwrap();
    let (id, now) = (other.clone(), world.app.now());
    world.write(move |db| insert_problem(db, &id, ("M-008", "Formalin"), now));
    for name in ["siti", "budi", "ani", "eko"] {
        if name < "c" {
            world.proposal_about(&other, name);
        } else {
            world.proposal(name);
        }
    }
    for (name, topic) in
        [("rina", "M-007"), ("tono", "M-007"), ("dewi", "M-008"), ("agus", "M-008")]
    {
        let person = world.app.person(name).role(Role::Reviewer).unit("P.D1.01").create();
        let seat = world.call_path(&format!("panel/{}", person.id));
        let body = json!({"topics": [topic]});
        world.app.put(&world.secretariat, &seat, body).await.expect(200);
    }
    world
}

async fn preview(world: &World, query: &str) -> Value {
    let path = world.call_path(&format!("assignments/plan{query}"));
    world.app.post(&world.secretariat, &path, json!({})).await.expect(200).clone()
}

async fn apply(world: &World, body: Value) -> test_support::Answer {
    world.app.post(&world.secretariat, &world.call_path("assignments/apply"), body).await
}

#[actix_web::test]
async fn a_plan_that_links_its_reviewers_is_asked_for_seen_with_its_price_and_applied_as_it_was() {
    let world = circles().await;
    let best = preview(&world, "").await;
    let without = &best["comparability"];
    assert_eq!((&without["step"], &without["message"]), (&Value::Null, &Value::Null));
    assert_eq!((&without["before"], &without["given_up"]), (&without["after"], &json!(0)));
    assert_eq!(without["before"]["groups"], 2);
    assert_eq!(best["warnings"][0]["code"], "plan_separate_groups");

    let linked = preview(&world, "?comparability_step=600000").await;
    let told = &linked["comparability"];
    assert_eq!((&told["step"], &told["before"]), (&json!(600_000), &without["before"]));
    let (before, after) = (&told["before"], &told["after"]);
    assert_eq!((&after["groups"], &after["few_shared"]), (&json!(1), &json!(0)));
    assert_eq!((&after["smallest_overlap"], &linked["warnings"]), (&json!(2), &json!([])));
    assert!(after["linked_pairs"].as_u64() > before["linked_pairs"].as_u64(), "{told}");
    assert_eq!((&before["worst_pair"], &after["worst_pair"]), (&json!(1_000_000), &json!(700_000)));
    let given = before["total"].as_u64().unwrap() - after["total"].as_u64().unwrap();
    assert!(given > 0 && told["given_up"] == given, "{told}");
    assert_eq!((&linked["total"], &linked["worst_pair"]), (&after["total"], &after["worst_pair"]));
    let sum: u64 = linked["pairs"].as_array().unwrap().iter().map(affinity).sum();
    assert_eq!(after["total"], sum);
    let words = told["message"]["en"].as_str().unwrap();
    assert!(words.starts_with(&format!("{given} of {} in affinity", before["total"])), "{words}");
    assert!(told["message"]["id"].as_str().unwrap().contains("dilepas"), "{told}");

    // The hash is of that plan; without the wish, or with another, it is another plan.
    assert_ne!(best["plan_hash"], linked["plan_hash"]);
    let hash = &linked["plan_hash"];
    for other in [json!({}), json!({"comparability_step": 700_000})] {
        let mut body = other;
        body["plan_hash"] = hash.clone();
        assert_eq!(apply(&world, body).await.refusal(409), "plan_changed");
    }
    let body = json!({"plan_hash": hash, "comparability_step": 600_000});
    assert_eq!(apply(&world, body).await.expect(200)["assigned"], 8);
    let entries =
        world.app.database().read(|db| entries_after(db, 0, Wanted::default(), 1000)).unwrap();
    let noted = entries.iter().find(|entry| entry.act == "assignments.planned").unwrap();
    let noted = &noted.payload["comparability"];
    assert_eq!((&noted["step"], &noted["given_up"]), (&json!(600_000), &json!(given)));
    assert_eq!((&noted["before"], &noted["after"]), (before, after));
}

fn affinity(pair: &Value) -> u64 {
    pair["affinity"].as_u64().unwrap()
}

#[actix_web::test]
async fn nothing_is_given_up_where_it_buys_nothing_and_the_answer_says_why() {
    let world = circles().await;
    let best = preview(&world, "").await;
    let held = preview(&world, "?comparability_step=1000000").await;
    assert_eq!((&held["pairs"], &held["comparability"]["given_up"]), (&best["pairs"], &json!(0)));
    let words = held["comparability"]["message"]["en"].as_str().unwrap();
    assert!(words.contains("no plan links the reviewers better"), "{words}");

    // Two reviewers who read everything together are linked as it is.
    let world = World::new();
    for name in ["rina", "tono"] {
        world.reviewer(name);
    }
    for name in ["siti", "budi"] {
        world.proposal(name);
    }
    let whole = preview(&world, "?comparability_step=1000000").await;
    assert_eq!(whole["comparability"]["given_up"], 0);
    let words = whole["comparability"]["message"]["en"].as_str().unwrap();
    assert!(words.contains("links its reviewers already"), "{words}");
    // Asked for nothing, nothing is on the record about it.
    let plain = preview(&world, "?comparability_step=1").await;
    assert_eq!(plain["comparability"]["step"], Value::Null);
    let body = json!({"plan_hash": plain["plan_hash"]});
    apply(&world, body).await.expect(200);
    let entries =
        world.app.database().read(|db| entries_after(db, 0, Wanted::default(), 1000)).unwrap();
    let noted = entries.iter().find(|entry| entry.act == "assignments.planned").unwrap();
    assert!(noted.payload.get("comparability").is_none(), "{noted:?}");
}

#[actix_web::test]
async fn a_step_beyond_the_scale_is_refused_with_its_limits() {
    let world = World::new();
    world.reviewer("rina");
    let proposal = world.proposal("siti");
    let path = world.call_path("assignments/plan?comparability_step=1000001");
    let refused = world.app.post(&world.secretariat, &path, json!({})).await;
    let fault = ("comparability_step".to_owned(), "out_of_range".to_owned());
    assert_eq!((refused.status, refused.faults()), (422, vec![fault]));
    let words = refused.json["errors"][0]["message"].as_str().unwrap();
    assert!(words.contains("1000000") || words.contains("1.000.000"), "{words}");
    let body = json!({"plan_hash": "0".repeat(64), "comparability_step": 2_000_000});
    assert_eq!(apply(&world, body).await.status, 422);
    // Whoever may not plan learns nothing of limits.
    let outsider: &Person = &proposal.candidate;
    let hidden = world.app.post(outsider, &path, json!({})).await;
    assert!([403, 404].contains(&hidden.status), "{}", hidden.status);
    // Not a number at all.
    for text in ["-1", "much", "1.5", ""] {
        let path = world.call_path(&format!("assignments/plan?comparability_step={text}"));
        let refused = world.app.post(&world.secretariat, &path, json!({})).await;
        assert!((400..=422).contains(&refused.status), "{text}: {}", refused.status);
    }
}

#[actix_web::test]
async fn the_page_offers_the_preference_shows_its_price_and_applies_it() {
    let world = circles().await;
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let desk = format!("/desk/calls/{}/assignment", world.call);
    let plain = visit.read(&desk).await.expect_page().to_owned();
    assert!(!plain.contains("id=\"comparability\""));
    assert!(plain.contains("One level of knowledge") && plain.contains("buys nothing"), "{plain}");
    // The way to the preference keeps what else was chosen.
    let from = visit.read(&format!("{desk}?changes=5")).await.expect_page().to_owned();
    let link = from.split("href=\"").find(|link| link.contains("comparability_step=600000"));
    let link = link.unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert!(link.contains("changes=5"), "{link}");
    let page = visit.read(&link).await.expect_page().to_owned();
    let told = preview(&world, "?changes=5&comparability_step=600000").await;
    let table = page.split_once("id=\"comparability\"").unwrap().1;
    for figure in ["total", "worst_pair"] {
        for of in ["before", "after"] {
            let value = told["comparability"][of][figure].to_string();
            assert!(table.contains(&format!("class=\"number\">{value}<")), "{of} {figure}");
        }
    }
    let given = &told["comparability"]["given_up"];
    assert!(table.contains(&format!("<td class=\"number\">{given}</td></tr></tbody>")), "{table}");
    assert!(table.contains("in affinity are given up"), "{table}");
    let page_id = visit.read(&format!("{link}&lang=id")).await.expect_page().to_owned();
    assert!(page_id.contains("Kecocokan yang dilepas"), "{page_id}");

    let csrf = hidden(&page, "csrf");
    let fields =
        ["plan_hash", "changes", "comparability_step"].map(|name| (name, hidden(&page, name)));
    assert_eq!((&*fields[1].1, &*fields[2].1), ("5", "600000"));
    let mut form = vec![("csrf", csrf.as_str()), ("do", "apply")];
    form.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
    // Of a plan that is no more, the page comes back as it was asked for.
    let stale: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, if *name == "changes" { "2" } else { *value }))
        .collect();
    let refused = visit.send(&desk, &stale).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("id=\"comparability\""), "{}", refused.text());
    assert_eq!(visit.send(&desk, &form).await.status, 303);
    let listed = world.app.get(&world.secretariat, &world.call_path("assignments?limit=200")).await;
    assert_eq!(listed.expect(200)["items"].as_array().unwrap().len(), 8);

    let beyond = visit.read(&format!("{desk}?comparability_step=1000001")).await;
    assert_eq!(beyond.status, 422);
}
