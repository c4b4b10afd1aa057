//! The invitation to the plenary: who invites, who is told, what a change does; over REST and on its
//! page.

use crate::pages::{Visit, hidden};
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::plenary::World;
use test_support::{Answer, Person};
use tubel::kernel::access::Role;
use tubel::kernel::ids::UserId;
use tubel::platform::db::schema::mails;

/// An instant of the call's review.
const REVIEW: &str = "2027-01-20T02:00:00Z";

fn wish(starts_at: &str, ends_at: &str) -> Value {
    json!({
        "starts_at": starts_at, "ends_at": ends_at, "place": "Ruang rapat lantai 8",
        "link": "https://rapat.pom.go.id/pleno?pwd=rahasia", "note": "Bawa berita acara.",
    })
}

fn good() -> Value {
    wish("2027-01-26T02:00:00Z", "2027-01-26T09:00:00Z")
}

async fn invite(world: &World, who: &Person, body: Value) -> Answer {
    world.app.post(who, &format!("/api/v1/calls/{}/meetings", world.call), body).await
}

/// Whose letters of this kind there are, and what each brings for the calendar.
fn letters(world: &World, template: &'static str) -> Vec<(UserId, Value)> {
    let read = |db: &mut _| {
        let of_kind = mails::table.filter(mails::template.eq(template)).order(mails::recipient);
        Ok(of_kind.select((mails::recipient.assume_not_null(), mails::appointments)).load::<(
            UserId,
            Option<String>,
        )>(
            db
        )?)
    };
    let rows = world.app.database().read(read).unwrap();
    rows.into_iter()
        .map(|(to, brought)| (to, serde_json::from_str(&brought.unwrap()).unwrap()))
        .collect()
}

fn committee(world: &World) -> Vec<UserId> {
    let mut ids = [&world.chair, &world.decider, &world.secretariat].map(|one| one.id.clone());
    ids.sort();
    ids.into()
}

#[actix_web::test]
async fn the_secretariat_invites_the_committee_with_an_entry_for_the_calendar() {
    let world = World::new().await;
    world.app.at(REVIEW);
    let made = invite(&world, &world.secretariat, good()).await;
    assert_eq!(made.expect(201)["revision"], 1);
    let told = letters(&world, "plenary_invited");
    assert_eq!(told.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>(), committee(&world));
    let entry = &told[0].1[0];
    assert_eq!(entry["uid"], format!("call-{}-plenary", world.call));
    assert_eq!((&entry["sequence"], &entry["place"]), (&json!(0), &json!("Ruang rapat lantai 8")));
    let own = world.app.get(&world.chair, "/api/v1/me/mails").await;
    let letter = &own.expect(200)["items"][0];
    assert_eq!(letter["title"], "Undangan rapat pleno seleksi TB-2026");
    let text = letter["text"].as_str().unwrap();
    assert!(text.contains("Mulai: 26 Januari 2027 09.00 WIB"), "{text}");
    assert!(text.contains(&format!("/desk/calls/{}/meeting", world.call)), "{text}");
    // Who has the letter has not the door.
    assert!(!text.contains("rahasia"), "{text}");
    let last = world.app.recorded(&format!("call:{}", world.call)).pop().unwrap();
    assert_eq!(last.0, "plenary.invited");
    assert_eq!(last.1["letters"], 3);
    assert!(!last.1.to_string().contains("Ruang"), "{}", last.1);
}

#[actix_web::test]
async fn a_change_moves_the_same_entry_and_says_that_it_is_one() {
    let world = World::new().await;
    world.app.at(REVIEW);
    invite(&world, &world.secretariat, good()).await.expect(201);
    let sent = |db: &mut _| {
        diesel::update(mails::table.filter(mails::recipient.ne("")))
            .set((
                mails::state.eq("sent"),
                mails::sent_at.eq(Some(1_i64)),
                mails::next_attempt_at.eq(None::<i64>),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(sent).unwrap();
    let later = wish("2027-01-27T02:00:00Z", "2027-01-27T09:00:00Z");
    assert_eq!(invite(&world, &world.chair, later).await.expect(201)["revision"], 2);
    let changed = letters(&world, "plenary_changed");
    assert_eq!(changed.len(), 3);
    assert_eq!(changed[0].1[0]["uid"], letters(&world, "plenary_invited")[0].1[0]["uid"]);
    assert_eq!(changed[0].1[0]["sequence"], 1);
    let path = format!("/api/v1/calls/{}/meetings", world.call);
    let read = world.app.get(&world.decider, &path).await;
    let revisions: Vec<i64> = read
        .expect(200)
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["revision"].as_i64().unwrap())
        .collect();
    assert_eq!(revisions, [2, 1]);
}

#[actix_web::test]
async fn an_invitation_that_nobody_has_seen_yet_is_replaced_by_another_first_one() {
    let world = World::new().await;
    world.app.at(REVIEW);
    invite(&world, &world.secretariat, good()).await.expect(201);
    let later = wish("2027-01-27T02:00:00Z", "2027-01-27T09:00:00Z");
    invite(&world, &world.secretariat, later).await.expect(201);
    let told = letters(&world, "plenary_invited");
    assert_eq!(told.len(), 3);
    assert_eq!(told[0].1[0]["starts_at"], "2027-01-27T02:00:00Z");
    assert_eq!(letters(&world, "plenary_changed"), []);
}

#[actix_web::test]
async fn every_fault_of_a_meeting_is_named_at_its_field() {
    let world = World::new().await;
    world.app.at(REVIEW);
    let mut faulty = wish("2027-01-24T02:00:00Z", "2027-01-24T01:00:00Z");
    faulty["link"] = "javascript:alert(1)".into();
    let answer = invite(&world, &world.secretariat, faulty).await;
    let fault = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        answer.faults(),
        [
            fault("starts_at", "meeting_before_review_ends"),
            fault("ends_at", "meeting_ends_first"),
            fault("link", "meeting_link_wrong"),
        ]
    );
    let past = wish("2027-01-19T02:00:00Z", "2027-01-19T03:00:00Z");
    let answer = invite(&world, &world.secretariat, past).await;
    assert_eq!(answer.faults(), [fault("starts_at", "meeting_in_the_past")]);
    assert_eq!(letters(&world, "plenary_invited"), []);
}

#[actix_web::test]
async fn only_the_secretariat_and_the_chair_invite_and_only_the_committee_and_the_auditor_read() {
    let world = World::new().await;
    world.app.at(REVIEW);
    let candidate = world.app.person("calon").role(Role::Candidate).create();
    for who in [&world.decider, &world.auditor, &world.reviewers[0], &candidate] {
        assert_eq!(invite(&world, who, good()).await.refusal(404), "not_found");
    }
    invite(&world, &world.chair, good()).await.expect(201);
    let path = format!("/api/v1/calls/{}/meetings", world.call);
    for who in [&world.secretariat, &world.chair, &world.decider, &world.auditor] {
        assert_eq!(world.app.get(who, &path).await.expect(200)[0]["place"], "Ruang rapat lantai 8");
    }
    for who in [&world.reviewers[0], &candidate] {
        assert_eq!(world.app.get(who, &path).await.status, 404);
    }
}

#[actix_web::test]
async fn the_page_invites_shows_the_link_and_gives_back_what_was_typed_with_its_faults() {
    let world = World::new().await;
    world.app.at(REVIEW);
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let path = format!("/desk/calls/{}/meeting", world.call);
    let page = visit.read(&path).await;
    let csrf = hidden(page.expect_page(), "csrf");
    assert!(page.text().contains("The plenary has not been scheduled yet."));
    let form = |to: &'static str| {
        [
            ("csrf", csrf.clone()),
            ("starts_at.date", "2027-01-26".to_owned()),
            ("starts_at.time", "09.00".to_owned()),
            ("ends_at.time", to.to_owned()),
            ("place", "Ruang <b>Melati</b>".to_owned()),
            ("link", "https://rapat.pom.go.id/pleno".to_owned()),
            ("note", String::new()),
        ]
    };
    let send = async |to: &'static str| {
        let fields = form(to);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visit.send(&path, &fields).await
    };
    let refused = send("08:00").await;
    assert_eq!(refused.status, 422);
    let text = refused.text();
    assert!(text.contains("The end must come after the beginning."), "{text}");
    assert!(text.contains("value=\"09.00\"") && text.contains("Ruang &#60;b&#62;Melati"), "{text}");
    assert_eq!(letters(&world, "plenary_invited"), []);

    let sent = send("16:00").await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let decider = Visit::signed_in(&world.app, &world.decider).await;
    let page = decider.read(&path).await;
    let text = page.expect_page();
    assert!(text.contains("href=\"https://rapat.pom.go.id/pleno\""), "{text}");
    assert!(text.contains("26 January 2027, 09:00 WIB"), "{text}");
    assert!(!text.contains("name=\"starts_at.date\""), "who only reads has no form");
    let outsider = Visit::signed_in(&world.app, &world.reviewers[0]).await;
    assert_eq!(outsider.read(&path).await.status, 404);
}
