//! A call's dates in people's calendars, and who is told when they move or come to nothing.

use super::{anybody, path, start};
use crate::pages::Visit;
use diesel::prelude::*;
use icalendar::parser::{read_calendar, unfold};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::writing::World;
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::ids::UserId;
use tubel::platform::db::schema::mails;

type Entry = BTreeMap<String, String>;

/// Every event of a calendar file, after making sure that it is one by RFC 5545.
fn events(text: &str) -> Vec<Entry> {
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap();
    let event = |component: &icalendar::parser::Component<'_>| {
        let read = |property: &icalendar::parser::Property<'_>| {
            (property.name.to_string(), property.val.to_string())
        };
        component.properties.iter().map(read).collect()
    };
    calendar.components.iter().map(event).collect()
}

fn of<'a>(events: &'a [Entry], milestone: &str) -> &'a Entry {
    let is_it = |event: &&Entry| event["UID"].contains(milestone);
    events.iter().find(is_it).unwrap()
}

/// Letters about a call: whose, which, and what they bring for the calendar.
fn letters(app: &TestApp, template: &'static str) -> Vec<(UserId, Value, Value)> {
    let read = |db: &mut _| {
        let of_kind = mails::table.filter(mails::template.eq(template)).order(mails::seq);
        Ok(of_kind
            .select((mails::recipient.assume_not_null(), mails::letter_values, mails::appointments))
            .load::<(UserId, String, Option<String>)>(db)?)
    };
    let parse = |text: &str| serde_json::from_str(text).unwrap();
    let rows = app.database().read(read).unwrap();
    rows.into_iter()
        .map(|(to, values, brought)| {
            (to, parse(&values), brought.as_deref().map_or(Value::Null, parse))
        })
        .collect()
}

fn recipients(app: &TestApp, template: &'static str) -> Vec<UserId> {
    let mut found: Vec<UserId> = letters(app, template).into_iter().map(|(to, ..)| to).collect();
    found.sort();
    found
}

fn sorted(people: &[&Person]) -> Vec<UserId> {
    let mut ids: Vec<UserId> = people.iter().map(|person| person.id.clone()).collect();
    ids.sort();
    ids
}

async fn extend(app: &TestApp, who: &Person, call: &str, milestone: &str, to: &str) {
    let wish = json!({"milestone": milestone, "to": to, "reason": "Jaringan terputus."});
    app.post(who, &path(call, "/extend"), wish).await.expect(200);
}

#[actix_web::test]
async fn anybody_takes_a_calls_dates_into_their_calendar() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let file = anybody(&app, &path(&id, "/calendar.ics")).await;
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8; method=PUBLISH");
    let events = events(file.text());
    assert_eq!(events.len(), 6);
    let close = of(&events, "submissions_close_at");
    assert_eq!(close["DTSTART"], "20261231T100000Z");
    assert_eq!(close["SEQUENCE"], "0");
    assert_eq!(close["SUMMARY"], "Deadline for submitting proposals: TB-2026");
    assert_eq!(file.text().matches("BEGIN:VALARM").count(), 6);
    let indonesian = app.send("GET", &path(&id, "/calendar.ics"), "id").await;
    let close = of(&self::events(indonesian.text()), "submissions_close_at").clone();
    assert_eq!(close["SUMMARY"], "Batas akhir pengajuan usulan: TB-2026");

    let visit = Visit::new(&app);
    let page = visit.read(&format!("/calls/{id}")).await;
    let link = format!("/calls/{id}/calendar.ics");
    assert!(page.expect_page().contains(&format!("href=\"{link}\"")));
    assert_eq!(visit.read(&link).await.text(), file.text());
}

#[actix_web::test]
async fn a_draft_has_no_calendar_for_the_public() {
    let (app, admin) = start();
    let id = app.draft_call(&admin, "TB-2026").await;
    assert_eq!(anybody(&app, &path(&id, "/calendar.ics")).await.status, 404);
}

#[actix_web::test]
async fn an_extension_moves_the_entry_and_a_cancellation_strikes_it_out() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let read = async || events(anybody(&app, &path(&id, "/calendar.ics")).await.text());
    let before = read().await;
    for (day, sequence) in [("02", "1"), ("03", "2")] {
        app.at(&format!("2026-12-1{sequence}T00:00:00Z"));
        let to = format!("2027-01-{day}T10:00:00Z");
        extend(&app, &admin, &id, "submissions_close_at", &to).await;
        let after = read().await;
        let (old, new) = (of(&before, "submissions_close_at"), of(&after, "submissions_close_at"));
        assert_eq!(new["UID"], old["UID"]);
        assert_eq!(new["SEQUENCE"], sequence);
        assert_eq!(new["DTSTART"], format!("202701{day}T100000Z"));
        assert_eq!(new["DTSTAMP"], format!("2026121{sequence}T000000Z"));
        assert_eq!(of(&after, "review_ends_at")["SEQUENCE"], "0");
    }
    let chair = app.person("chair").role(Role::Chair).create();
    app.post(&chair, &path(&id, "/cancel"), json!({"reason": "Anggaran ditarik."}))
        .await
        .expect(200);
    let last = read().await;
    assert!(last.iter().all(|event| event["STATUS"] == "CANCELLED"), "{last:?}");
    assert_eq!(of(&last, "submissions_close_at")["SEQUENCE"], "3");
}

#[actix_web::test]
async fn candidates_in_a_call_and_the_heads_are_told_of_an_extension() {
    let world = World::start().await;
    world.draft().await;
    let elsewhere = world.app.person("bukan peserta").role(Role::Candidate).create();
    let secretariat = world.outsider("sekretariat", Role::Secretariat);
    world.app.database().write(all_sent).unwrap();
    let to = "2026-12-30T01:00:00Z";
    extend(&world.app, &secretariat, &world.call, "submissions_close_at", to).await;
    let told = sorted(&[&world.candidate, &world.head, &world.owner]);
    assert_eq!(recipients(&world.app, "call_extended"), told);
    assert!(!told.contains(&elsewhere.id));
    let (_, _, brought) = letters(&world.app, "call_extended").remove(0);
    assert_eq!(brought[0]["sequence"], 1);
    assert_eq!(brought[0]["starts_at"], to);
    let own = world.app.get(&world.candidate, "/api/v1/me/mails").await;
    let letter = &own.expect(200)["items"][0];
    let text = letter["text"].as_str().unwrap();
    for words in [
        "Pengajuan ditutup: semula 24 Desember 2026 09.00 WITA, sekarang 30 Desember 2026 09.00 WITA",
        "Alasan: Jaringan terputus.",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

/// As if a worker had sent everything.
fn all_sent(db: &mut tubel::platform::db::Db) -> Result<(), tubel::kernel::errors::Failure> {
    diesel::update(mails::table)
        .set((
            mails::state.eq("sent"),
            mails::sent_at.eq(Some(1_i64)),
            mails::next_attempt_at.eq(None::<i64>),
        ))
        .execute(db)?;
    Ok(())
}

#[actix_web::test]
async fn an_announcement_that_still_waits_is_written_anew_with_the_new_dates() {
    let (app, admin) = start();
    let head = app.person("head").role(Role::UnitHead).create();
    let id = app.frozen_call(&admin).await;
    extend(&app, &admin, &id, "opens_at", "2026-12-03T01:00:00Z").await;
    assert_eq!(recipients(&app, "call_extended"), []);
    let opened = letters(&app, "call_opened");
    assert_eq!(opened.len(), 1);
    assert_eq!(opened[0].0, head.id);
    assert_eq!(opened[0].1["opens_at"], json!({"instant": "2026-12-03T01:00:00Z"}));
    let not_before = |db: &mut _| Ok(mails::table.select(mails::not_before).first::<i64>(db)?);
    let leaves = app.database().read(not_before).unwrap();
    let opens: tubel::kernel::clock::Timestamp = "2026-12-03T01:00:00Z".parse().unwrap();
    assert_eq!(leaves, opens.micros());
}

#[actix_web::test]
async fn the_end_of_the_review_moves_for_its_reviewers_too() {
    let (app, admin) = start();
    let id = app.frozen_call(&admin).await;
    let rina = app.person("rina").role(Role::Reviewer).create();
    app.put(&admin, &path(&id, &format!("/panel/{}", rina.id)), json!({})).await.expect(200);
    let (_, _, seated) = letters(&app, "panel_seated").remove(0);
    extend(&app, &admin, &id, "screening_ends_at", "2027-01-12T10:00:00Z").await;
    assert_eq!(recipients(&app, "call_extended"), []);
    extend(&app, &admin, &id, "review_ends_at", "2027-01-27T10:00:00Z").await;
    assert_eq!(recipients(&app, "call_extended"), sorted(&[&rina]));
    let (_, _, moved) = letters(&app, "call_extended").remove(0);
    assert_eq!(moved[0]["uid"], seated[0]["uid"]);
    assert_eq!((&seated[0]["sequence"], &moved[0]["sequence"]), (&json!(0), &json!(1)));
}

#[actix_web::test]
async fn a_call_cancelled_before_it_opened_is_never_announced() {
    let (app, admin) = start();
    app.person("head").role(Role::UnitHead).create();
    let rina = app.person("rina").role(Role::Reviewer).create();
    let chair = app.person("chair").role(Role::Chair).create();
    let id = app.frozen_call(&admin).await;
    app.put(&admin, &path(&id, &format!("/panel/{}", rina.id)), json!({})).await.expect(200);
    app.database().write(panel_letters_sent).unwrap();
    app.post(&chair, &path(&id, "/cancel"), json!({"reason": "Anggaran ditarik."}))
        .await
        .expect(200);
    assert_eq!(letters(&app, "call_opened"), []);
    // The head never heard of it; the reviewer did.
    assert_eq!(recipients(&app, "call_cancelled"), sorted(&[&rina]));
    let (_, values, brought) = letters(&app, "call_cancelled").remove(0);
    assert_eq!(values["reason"], json!({"text": "Anggaran ditarik."}));
    assert_eq!(brought[0]["cancelled"], true);
    let last = app.recorded(&format!("call:{id}")).pop().unwrap();
    let payload = json!({"reason": "Anggaran ditarik.", "letters_taken_back": 1});
    assert_eq!(last, ("call.cancelled".to_owned(), payload));
}

fn panel_letters_sent(
    db: &mut tubel::platform::db::Db,
) -> Result<(), tubel::kernel::errors::Failure> {
    diesel::update(mails::table.filter(mails::template.eq("panel_seated")))
        .set((
            mails::state.eq("sent"),
            mails::sent_at.eq(Some(1_i64)),
            mails::next_attempt_at.eq(None::<i64>),
        ))
        .execute(db)?;
    Ok(())
}

#[actix_web::test]
async fn everybody_in_an_open_call_is_told_that_it_is_cancelled_and_reminders_that_wait_are_taken_back()
 {
    let world = World::start().await;
    world.draft().await;
    world.app.database().write(all_sent).unwrap();
    world.app.at("2026-12-17T01:00:00Z");
    assert_eq!(tubel::features::reminders::pass(&world.app.app).await.unwrap(), 1);
    let chair = world.outsider("ketua", Role::Chair);
    let reason = json!({"reason": "Anggaran tahun ini ditarik."});
    world.app.post(&chair, &path(&world.call, "/cancel"), reason).await.expect(200);
    assert_eq!(letters(&world.app, "submission_reminder"), []);
    let told = sorted(&[&world.candidate, &world.head, &world.owner]);
    assert_eq!(recipients(&world.app, "call_cancelled"), told);
}

#[actix_web::test]
async fn a_draft_that_nobody_saw_is_cancelled_without_a_word() {
    let (app, admin) = start();
    app.person("head").role(Role::UnitHead).create();
    let chair = app.person("chair").role(Role::Chair).create();
    let id = app.draft_call(&admin, "TB-2026").await;
    app.post(&chair, &path(&id, "/cancel"), json!({"reason": "Salah buat."})).await.expect(200);
    assert_eq!(letters(&app, "call_cancelled"), []);
}

#[actix_web::test]
async fn letters_cost_as_many_statements_for_a_dozen_heads_as_for_one() {
    let mut costs = Vec::new();
    for number in [1, 12] {
        let (app, admin) = start();
        for head in 0..number {
            app.person(&format!("head {head}")).role(Role::UnitHead).create();
        }
        let id = app.draft_call(&admin, "TB-2026").await;
        app.get(&admin, &path(&id, "")).await.expect(200);
        let before = app.statements();
        app.post(&admin, &path(&id, "/freeze"), Value::Null).await.expect(200);
        costs.push(app.statements() - before);
        assert_eq!(letters(&app, "call_opened").len(), number);
    }
    assert_eq!(costs[0], costs[1]);
}
