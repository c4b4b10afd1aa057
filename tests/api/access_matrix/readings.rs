//! Who saw what: the whole inventory of what can be read, as every official, leaves one line for each answer that
//! showed something of others, and none for what is one's own; and the questions that the log answers.

use super::crawl::{auditor, routes};
use super::is_walked;
use super::viewers::{Viewer, viewers};
use super::world::World;
use crate::pages::Visit;
use crate::privacy::Package;
use diesel::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use test_support::{Person, TestApp};
use tubel::kernel::access::{Permission, Phase, Role, reveals};
use tubel::platform::db::Db;
use tubel::platform::db::schema::reads;
use tubel::platform::read_log::{Line, ReadLog, name_of};

/// The act by which a route is read.
fn acts() -> BTreeMap<String, Permission> {
    let (operations, _) = tubel::server::contract();
    let pages = tubel::server::page_inventory();
    let all = operations.into_iter().chain(pages).chain(tubel::server::download_inventory());
    let gets = all.filter(|one| one.method == "GET");
    gets.map(|one| (one.path, one.act)).collect()
}

/// Lines of a reader, by their act.
async fn lines_of(app: &TestApp, by: &Person, who: &Person) -> BTreeMap<String, usize> {
    write_down(app, by).await;
    let id = who.id.to_string();
    let read = move |db: &mut Db| {
        let theirs = reads::table.filter(reads::reader.eq(&id)).select(reads::act);
        Ok(theirs.load::<String>(db)?)
    };
    let mut counts = BTreeMap::new();
    for act in app.database().read(read).unwrap() {
        *counts.entry(act).or_default() += 1;
    }
    counts
}

/// Somebody who asks the log and does nothing else.
pub(super) fn clerk(app: &TestApp) -> Person {
    app.person("pencatat").role(Role::Auditor).unit("P").create()
}

/// A question to the log writes down what waits.
pub(super) async fn write_down(app: &TestApp, clerk: &Person) {
    app.get(clerk, "/api/v1/readings?limit=1").await.expect(200);
}

#[actix_web::test]
async fn each_answer_that_shows_something_of_others_leaves_one_line_and_ones_own_leaves_none() {
    let world = World::new().await;
    let (acts, routes) = (acts(), routes(&world));
    let mut seen = BTreeMap::new();
    let mut candidates = 0;
    let (all, clerk) = (viewers(&world), clerk(&world.app));
    let phases = [Phase::Screening, Phase::Review, Phase::Announced];
    for phase in phases.into_iter().filter(|phase| is_walked(*phase)) {
        world.mend(phase);
        for Viewer { name, person, roles, .. } in &all {
            let Some(who) = person else { continue };
            let is_official = roles.iter().any(|role| *role != Role::Candidate);
            let before = lines_of(&world.app, &clerk, who).await;
            let (mut least, mut most) = (before.clone(), before);
            let visit = Visit::signed_in(&world.app, who).await;
            for (route, address) in &routes {
                let answer = visit.read(address).await;
                let is_own = address.contains(who.id.as_str());
                if reveals(acts[route]).is_none() || !is_official || is_own {
                    continue;
                }
                // A page that leads on to another one had been read for it; so was a file whose picture was too busy to draw.
                if matches!(answer.status, 200 | 303 | 503) {
                    *most.entry(name_of(acts[route])).or_default() += 1;
                }
                if answer.status == 200 {
                    *least.entry(name_of(acts[route])).or_default() += 1;
                    seen.insert(acts[route], route.clone());
                }
            }
            candidates += usize::from(!is_official);
            let found = lines_of(&world.app, &clerk, who).await;
            let of = |counts: &BTreeMap<String, usize>, act| counts.get(act).copied().unwrap_or(0);
            for act in found.keys().chain(least.keys()) {
                let (least, found, most) = (of(&least, act), of(&found, act), of(&most, act));
                let fits = (least..=most).contains(&found);
                assert!(fits, "{name} in {}: {act} {least} {found} {most}", phase.name());
            }
        }
    }
    assert!(candidates > 0 && seen.len() > 25, "{seen:?}");
}

#[actix_web::test]
async fn an_auditor_finds_who_saw_a_proposal_and_whoever_is_in_conflict_with_it_does_not() {
    let world = World::new().await;
    world.mend(Phase::Screening);
    let (app, people, things) = (&world.app, &world.people, &world.things);
    let (verifier, auditor) = (&people.verifiers[0], auditor(&world));
    app.get(verifier, &format!("/api/v1/documents/{}/content", things.ordinary)).await;
    app.get(verifier, &format!("/api/v1/proposals/{}", things.unsettled)).await;
    let ask = async |who: &Person, question: &str| {
        app.get(who, &format!("/api/v1/readings?{question}")).await
    };
    let number = &world.tokens.number;
    let answer = ask(&auditor, &format!("proposal={number}&reader={}", verifier.email)).await;
    let newest = &answer.expect(200)["items"][0];
    assert_eq!(newest["act"], "read_file");
    assert_eq!(newest["thing"], format!("document:{}", things.ordinary));
    assert_eq!(newest["person"], people.candidate.id.as_str());
    assert_eq!(newest["roles"], json!(["verifier"]));
    assert!(newest["reader_name"].is_string() && newest["session"].is_string());
    // By whose it is, by document, by reader and day.
    let day = app.now().date_in_jakarta();
    for question in [
        format!("person={}&reader={}", people.candidate.email, verifier.id),
        format!("document={}", things.ordinary),
        format!("reader={}&from={day}&until={day}&document={}", verifier.id, things.ordinary),
    ] {
        assert_eq!(&ask(&auditor, &question).await.expect(200)["items"][0], newest, "{question}");
    }
    let earlier = format!("reader={}&until=2026-01-01", verifier.id);
    assert_eq!(ask(&auditor, &earlier).await.expect(200)["items"], json!([]));
    // Lists in which it stood are told when asked for.
    let of_call = format!("/api/v1/proposals?call={}", things.call);
    app.get(&people.secretariat, &of_call).await.expect(200);
    let lists = ask(&auditor, &format!("proposal={number}&lists=true")).await;
    let is_list =
        |line: &&serde_json::Value| line["act"] == "list_proposals" && line["is_list"] == true;
    assert!(lists.expect(200)["items"].as_array().unwrap().iter().any(|line| is_list(&line)));
    // Bad questions are told field by field.
    let wrong = ask(&auditor, "proposal=TB-0&person=nobody@x.id&from=kemarin").await;
    let faults: Vec<String> = wrong.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        (wrong.status, faults),
        (422, vec!["proposal".into(), "person".into(), "from".into()])
    );
    assert_eq!(ask(&people.chair, "").await.refusal(403), "forbidden");

    // The page tells the same, and takes the table along.
    let visit = Visit::signed_in(app, &auditor).await;
    let page = visit.read(&format!("/desk/readings?proposal={number}")).await;
    assert!(page.expect_page().contains("/readings/export?proposal="), "{}", page.text());
    let table =
        visit.read(&format!("/readings/export?document={}&format=csv", things.ordinary)).await;
    assert!(table.status == 200 && table.text().contains("read_file"), "{}", table.text());
    let wrong = visit.read("/desk/readings?from=kemarin").await;
    assert!(wrong.expect_page_of(422).contains("kemarin"));
}

#[actix_web::test]
async fn a_person_is_told_in_which_roles_their_things_were_read_by_the_day_and_by_whom_not() {
    let world = World::new().await;
    world.mend(Phase::Screening);
    let (app, people, things) = (&world.app, &world.people, &world.things);
    for who in [&people.secretariat, &people.secretariat, &people.verifiers[0]] {
        app.get(who, &format!("/api/v1/proposals/{}", things.proposal)).await.expect(200);
    }
    let told = |package: &Package, role: &str| {
        let read = package.part("who-read-your-things").as_array().unwrap().clone();
        read.into_iter().find(|line| line["roles"] == role && line["day"] == "2027-01-05")
    };
    let before = Package::of(app, &people.candidate).await;
    let office = told(&before, "secretariat").unwrap();
    assert!(office["times"].as_u64().unwrap() >= 2, "{office}");
    assert!(told(&before, "verifier").is_none(), "a reviewer's reading waits for the result");
    world.mend(Phase::Closed);
    let after = Package::of(app, &people.candidate).await;
    assert!(told(&after, "verifier").is_some());
    assert!(!after.says(people.verifiers[0].id.as_str()));
    let own = Package::of(app, &people.secretariat).await;
    assert!(
        own.part("read-by-you")
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line["act"] == "read_proposal")
    );
}

fn line(subject: &str, at: i64) -> Line {
    Line {
        at: tubel::kernel::clock::Timestamp::from_micros(at),
        reader: "reader".into(),
        session: "session".into(),
        roles: "secretariat".into(),
        act: "read_proposal".into(),
        reveals: "identities".into(),
        subject: subject.into(),
        thing: String::new(),
        person: None,
    }
}

fn count(app: &TestApp) -> i64 {
    app.database().read(|db| Ok(reads::table.count().get_result(db)?)).unwrap()
}

#[actix_web::test]
async fn lines_that_wait_are_written_when_the_program_stops_and_nobody_changes_one_or_floods_them()
{
    let app = TestApp::start();
    let log = ReadLog::new(app.database().clone(), app.app.clock.clone(), (1, 24));
    let log = Arc::new(log);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let keeping = actix_web::rt::spawn(Arc::clone(&log).keep(stopped));
    for number in 0..1_201 {
        log.add(line("all", app.now().micros() + number)).unwrap();
    }
    stop.send(true).unwrap();
    keeping.await.unwrap();
    assert_eq!(count(&app), 1_201);
    let change =
        |db: &mut Db| Ok(diesel::update(reads::table).set(reads::reader.eq("x")).execute(db)?);
    assert!(app.database().write(change).is_err(), "a line was changed");
    // Whoever would be the reader of too much waits until it is written.
    while log.add(line("all", 1)).is_ok() {}
    log.flush().unwrap();
    log.add(line("all", 1)).unwrap();
}

#[actix_web::test]
async fn lines_go_by_their_age() {
    let app = TestApp::start();
    let log = Arc::new(ReadLog::new(app.database().clone(), app.app.clock.clone(), (1, 24)));
    log.add(line("old", app.now().plus_days(-24 * 31 - 1).micros())).unwrap();
    log.add(line("young", app.now().plus_days(-24 * 31 + 1).micros())).unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(true);
    log.keep(stopped).await;
    drop(stop);
    let subjects = |db: &mut Db| Ok(reads::table.select(reads::subject).load::<String>(db)?);
    assert_eq!(app.database().read(subjects).unwrap(), ["young"]);
}

/// So many lines by 50 readers on 500 proposals and the lists of ten calls.
#[expect(clippy::disallowed_methods, reason = "a million rows by one statement")]
fn fill(app: &TestApp, rows: u32) {
    let columns = "(at, reader, session, roles, act, reveals, subject, thing, person)";
    let values = "SELECT 1700000000000000 + i * 1000, 'r' || (i % 50), 's', 'secretariat', 'read_proposal', \
         'identities', CASE WHEN i % 3 = 0 THEN 'call:c' || (i % 10) ELSE 'proposal:p' || (i % 500) END, \
         '', 'u' || (i % 500)";
    let fill = move |db: &mut Db| {
        match db {
            Db::Sqlite(db) => {
                let numbers = format!(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
                );
                let insert = format!("{numbers} INSERT INTO reads {columns} {values} FROM n");
                diesel::sql_query(insert).execute(db)?
            }
            Db::Postgres(db) => diesel::sql_query(format!(
                "INSERT INTO reads {columns} {values} FROM generate_series(1, {rows}) AS i"
            ))
            .execute(db)?,
        };
        Ok(())
    };
    app.database().write(fill).unwrap();
}

/// The slowest of the questions that are asked.
fn slowest(app: &TestApp) -> Duration {
    use tubel::platform::read_log::{ReadFilter, lines};
    let named = |text: &str| text.parse::<tubel::platform::ledger::Subject>().unwrap();
    let subject = |subject: &str| ReadFilter {
        subjects: vec![named(subject)],
        most: 101,
        ..ReadFilter::default()
    };
    let questions = [
        ReadFilter { most: 101, ..ReadFilter::default() },
        subject("proposal:p7"),
        ReadFilter { reader: Some("r7".into()), ..subject("call:c3") },
        ReadFilter { reader: Some("nobody".into()), ..subject("call:c3") },
        ReadFilter { person: Some("u7".into()), most: 101, ..ReadFilter::default() },
        ReadFilter {
            subjects: ["proposal:p7", "call:c3", "all"].map(named).to_vec(),
            ..subject("all")
        },
        ReadFilter {
            from: Some(tubel::kernel::clock::Timestamp::from_micros(1_700_000_050_000_000)),
            ..subject("call:c6")
        },
    ];
    let time = |asked: ReadFilter| {
        let begun = Instant::now();
        app.database().read(|db| lines(db, &asked)).unwrap();
        begun.elapsed()
    };
    questions.into_iter().map(time).max().unwrap()
}

#[actix_web::test]
async fn who_saw_what_is_answered_at_once_among_two_hundred_thousand_lines() {
    let app = TestApp::start();
    fill(&app, 200_000);
    let slowest = slowest(&app);
    assert!(slowest < Duration::from_millis(500), "{slowest:?}");
}

/// `cargo test --release --test api a_million_lines -- --ignored --nocapture`
#[ignore = "fills a table with a million rows; the figures are in docs/performance.md"]
#[actix_web::test]
async fn who_saw_what_is_answered_in_a_second_among_a_million_lines() {
    let app = TestApp::start();
    let begun = Instant::now();
    fill(&app, 1_000_000);
    println!("filled in {:?}", begun.elapsed());
    let slowest = slowest(&app);
    println!("slowest answer {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}
