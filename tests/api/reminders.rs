//! Reminders that the program gives by itself: to whom, when, once each; and those by hand.

mod by_hand;

use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::review::World as ReviewWorld;
use test_support::writing::World;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::ids::UserId;
use tubel::platform::app::App;
use tubel::platform::db::schema::{mails, reminders};
use tubel::platform::db::{Database, Engine, Options};

/// The call of the proposals' world closes at this instant.
const CLOSES: &str = "2026-12-24T01:00:00Z";
const WEEK_BEFORE: &str = "2026-12-17T01:00:00Z";
const DAY_BEFORE: &str = "2026-12-23T01:00:00Z";

/// What the program gives in one pass; how many letters.
async fn pass(app: &TestApp) -> usize {
    tubel::features::reminders::pass(&app.app).await.unwrap()
}

/// Who has letters of these kinds, with their kind, in the order they were posted.
fn letters(app: &TestApp, pattern: &'static str) -> Vec<(UserId, String)> {
    let read = |db: &mut _| {
        let of_kind = mails::table.filter(mails::template.like(pattern)).order(mails::seq);
        Ok(of_kind.select((mails::recipient.assume_not_null(), mails::template)).load(db)?)
    };
    app.database().read(read).unwrap()
}

/// The kinds of reminder that a person has.
fn kinds_of(app: &TestApp, person: &Person) -> Vec<String> {
    let all = letters(app, "%reminder");
    all.into_iter().filter(|(to, _)| to == &person.id).map(|(_, template)| template).collect()
}

fn micros(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

/// A second program on the same database, with the same clock.
fn second(app: &TestApp) -> App {
    let url = match app.database().engine() {
        Engine::Sqlite(path) => format!("sqlite:{}", path.display()),
        Engine::Postgres(url) => url.clone(),
    };
    let database = Database::open(&Options { url, readers: 2 }).unwrap();
    App { database, ..app.app.clone() }
}

/// Drafts of so many more candidates.
async fn more_drafts(world: &World, names: std::ops::Range<usize>) -> Vec<Person> {
    let mut people = Vec::new();
    for number in names {
        let person = world.app.person(&format!("calon {number}")).role(Role::Candidate).create();
        world.begin(&person).await.expect(201);
        people.push(person);
    }
    people
}

#[actix_web::test]
async fn a_draft_is_reminded_of_a_week_and_a_day_before_the_deadline_once_each() {
    let world = World::start().await;
    world.draft().await;
    for (instant, expected) in [
        ("2026-12-17T00:59:59Z", 0),
        (WEEK_BEFORE, 1),
        ("2026-12-17T01:05:00Z", 0),
        ("2026-12-23T00:59:59Z", 0),
        (DAY_BEFORE, 1),
        ("2026-12-23T12:00:00Z", 0),
        (CLOSES, 0),
    ] {
        world.app.at(instant);
        assert_eq!(pass(&world.app).await, expected, "{instant}");
    }
    let expected = ["submission_reminder", "submission_last_reminder"];
    assert_eq!(kinds_of(&world.app, &world.candidate), expected);
    let about = world.app.recorded(&format!("call:{}", world.call));
    let given: Vec<Value> = about
        .into_iter()
        .filter(|(act, _)| act == "reminders.sent")
        .map(|(_, payload)| payload)
        .collect();
    let line = |kind: &str| json!({"reminder": kind, "deadline": CLOSES, "letters": 1});
    assert_eq!(given, [line("submission_week"), line("submission_day")]);
}

#[actix_web::test]
async fn the_letter_names_the_deadline_in_the_readers_zone_and_leads_to_the_draft() {
    let world = World::start().await;
    let draft = world.draft().await;
    world.app.at(WEEK_BEFORE);
    assert_eq!(pass(&world.app).await, 1);
    let own = world.app.get(&world.candidate, "/api/v1/me/mails").await;
    let letter = &own.expect(200)["items"][0];
    assert_eq!(letter["title"], "Usulan Anda pada seleksi TB-2026 belum diajukan");
    let text = letter["text"].as_str().unwrap();
    assert!(text.contains("ditutup pada 24 Desember 2026 09.00 WITA"), "{text}");
    assert!(text.contains(draft.strip_prefix("/api/v1").unwrap()), "{text}");
}

#[actix_web::test]
async fn who_has_submitted_or_withdrawn_or_has_no_account_is_left_alone() {
    let world = World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let others = more_drafts(&world, 0..3).await;
    let list = world.app.get(&others[0], "/api/v1/proposals").await;
    let own = list.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let withdraw = format!("/api/v1/proposals/{own}/withdraw");
    let reason = json!({"reason": "Mengikuti seleksi tahun depan."});
    world.app.post(&others[0], &withdraw, reason).await.expect(200);
    let secretariat = world.outsider("sekretariat", Role::Secretariat);
    let account = format!("/api/v1/users/{}", others[1].id);
    world.app.patch(&secretariat, &account, json!({"active": false})).await.expect(200);
    world.app.at(WEEK_BEFORE);
    assert_eq!(pass(&world.app).await, 1);
    assert_eq!(letters(&world.app, "submission%")[0].0, others[2].id);
}

#[actix_web::test]
async fn who_begins_after_the_reminders_time_is_reminded_by_the_next_one_alone() {
    let world = World::start().await;
    world.app.at("2026-12-18T01:00:00Z");
    world.draft().await;
    assert_eq!(pass(&world.app).await, 0);
    world.app.at(DAY_BEFORE);
    assert_eq!(pass(&world.app).await, 1);
    assert_eq!(kinds_of(&world.app, &world.candidate), ["submission_last_reminder"]);
}

#[actix_web::test]
async fn a_program_that_slept_gives_the_later_reminder_alone_and_none_after_the_deadline() {
    let world = World::start().await;
    world.draft().await;
    world.app.at("2026-12-20T05:00:00Z");
    assert_eq!(pass(&world.app).await, 1, "late, but still the reminder of the week");
    assert_eq!(kinds_of(&world.app, &world.candidate), ["submission_reminder"]);

    let slept = World::start().await;
    slept.draft().await;
    slept.app.at("2026-12-23T23:00:00Z");
    assert_eq!(pass(&slept.app).await, 1);
    assert_eq!(kinds_of(&slept.app, &slept.candidate), ["submission_last_reminder"]);

    let gone = World::start().await;
    gone.draft().await;
    gone.app.at(CLOSES);
    assert_eq!(pass(&gone.app).await, 0);
}

#[actix_web::test]
async fn an_extended_deadline_is_reminded_of_anew() {
    let world = World::start().await;
    world.draft().await;
    world.app.at(WEEK_BEFORE);
    assert_eq!(pass(&world.app).await, 1);
    let secretariat = world.outsider("sekretariat", Role::Secretariat);
    let extend = format!("/api/v1/calls/{}/extend", world.call);
    let wish = json!({
        "milestone": "submissions_close_at", "to": "2026-12-30T01:00:00Z",
        "reason": "Jaringan terputus dua hari.",
    });
    world.app.post(&secretariat, &extend, wish).await.expect(200);
    // The old day before is no more.
    for (instant, expected) in [
        ("2026-12-22T23:00:00Z", 0),
        ("2026-12-23T01:00:00Z", 1),
        ("2026-12-23T02:00:00Z", 0),
        ("2026-12-29T01:00:00Z", 1),
    ] {
        world.app.at(instant);
        assert_eq!(pass(&world.app).await, expected, "{instant}");
    }
    let expected = ["submission_reminder", "submission_reminder", "submission_last_reminder"];
    assert_eq!(kinds_of(&world.app, &world.candidate), expected);
}

#[actix_web::test]
async fn a_cancelled_call_reminds_nobody() {
    let world = World::start().await;
    world.draft().await;
    let chair = world.outsider("ketua", Role::Chair);
    let cancel = format!("/api/v1/calls/{}/cancel", world.call);
    let reason = json!({"reason": "Anggaran tahun ini ditarik."});
    world.app.post(&chair, &cancel, reason).await.expect(200);
    world.app.at(WEEK_BEFORE);
    assert_eq!(pass(&world.app).await, 0);
}

#[actix_web::test]
async fn many_programs_at_once_give_each_reminder_once() {
    let world = World::start().await;
    let people = more_drafts(&world, 0..6).await;
    world.app.at(WEEK_BEFORE);
    let programs = [world.app.app.clone(), second(&world.app), second(&world.app)];
    let passes = programs.iter().cycle().take(12).map(tubel::features::reminders::pass);
    let given = futures_util::future::join_all(passes).await;
    let given: usize = given.into_iter().map(Result::unwrap).sum();
    assert_eq!(given, people.len());
    let mut told: Vec<UserId> =
        letters(&world.app, "submission%").into_iter().map(|(to, _)| to).collect();
    told.sort();
    let mut expected: Vec<UserId> = people.into_iter().map(|person| person.id).collect();
    expected.sort();
    assert_eq!(told, expected);
}

#[actix_web::test]
async fn the_database_itself_refuses_a_second_reminder_of_one_deadline() {
    let world = World::start().await;
    world.draft().await;
    world.app.at(WEEK_BEFORE);
    pass(&world.app).await;
    let again = world.app.database().write(|db| {
        let row = reminders::table.first::<(String, String, String, i64, i64)>(db)?;
        diesel::insert_into(reminders::table)
            .values((
                reminders::kind.eq(row.0),
                reminders::call_id.eq(row.1),
                reminders::recipient.eq(row.2),
                reminders::deadline.eq(row.3),
                reminders::reminded_at.eq(row.4),
            ))
            .execute(db)?;
        Ok(())
    });
    assert!(format!("{again:?}").contains("UniqueViolation"), "{again:?}");
}

#[actix_web::test]
async fn reminding_costs_as_many_statements_for_a_dozen_as_for_one() {
    let mut costs = Vec::new();
    for number in [1, 12] {
        let world = World::start().await;
        more_drafts(&world, 0..number).await;
        world.app.at(WEEK_BEFORE);
        let before = world.app.statements();
        assert_eq!(pass(&world.app).await, number);
        costs.push(world.app.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}

/// Two days before the end of the review in the world of reviews.
fn two_days_before(world: &ReviewWorld) -> Timestamp {
    micros(test_support::START).plus_days(8).max(world.app.now())
}

#[actix_web::test]
async fn reviewers_who_owe_sheets_are_reminded_two_days_before_the_end() {
    let world = ReviewWorld::new();
    let (rina, budi) = (world.reviewer("rina"), world.reviewer("budi"));
    world.reviewer("tanpa tugas");
    let first = world.proposal("siti");
    let second = world.proposal("dewi");
    world.score(&first, &budi, (5, 6)).await;
    world.assign(&first, &rina).await;
    let task = world.assign(&second, &rina).await;
    world.app.set_clock(two_days_before(&world).plus_seconds(-1));
    assert_eq!(pass(&world.app).await, 0);
    world.app.set_clock(two_days_before(&world));
    assert_eq!(pass(&world.app).await, 1);
    assert_eq!(pass(&world.app).await, 0);
    assert_eq!(kinds_of(&world.app, &rina), ["review_reminder"]);
    let own = world.app.get(&rina, "/api/v1/me/mails").await;
    let text = own.expect(200)["items"][0]["text"].as_str().unwrap().to_owned();
    assert!(text.contains("belum Anda serahkan: 2"), "{text}");
    // What is handed in later needs no letter, and none comes for the end itself.
    world.save(&rina, &task, test_support::review::sheet((5, 6))).await.expect(200);
    world.app.set_clock(two_days_before(&world).plus_days(2));
    assert_eq!(pass(&world.app).await, 0);
}

#[actix_web::test]
async fn a_task_that_a_conflict_keeps_somebody_from_is_none_to_remind_of() {
    let world = ReviewWorld::new();
    let rina = world.reviewer("rina");
    let proposal = world.proposal("siti");
    world.assign(&proposal, &rina).await;
    world.move_to(&rina, "U.BB.MKS");
    world.app.set_clock(two_days_before(&world));
    assert_eq!(pass(&world.app).await, 0);
}

#[actix_web::test]
async fn an_reviewer_who_got_the_task_yesterday_is_not_reminded_of_it_today() {
    let world = ReviewWorld::new();
    let rina = world.reviewer("rina");
    let proposal = world.proposal("siti");
    world.app.set_clock(two_days_before(&world).plus_seconds(60));
    world.assign(&proposal, &rina).await;
    assert_eq!(pass(&world.app).await, 0);
}

/// An answer to a request that nobody needs to look into.
pub(crate) async fn remind(world: &ReviewWorld, who: &Person, body: Value) -> Answer {
    let path = world.call_path("reminders");
    Answer::of(world.app.request_as(who, Method::POST, &path).await.json(&body)).await
}
