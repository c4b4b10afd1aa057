//! What waits for somebody: each line is there while the work is, for whoever can do it, and leads to pages that open;
//! the letter of the morning tells each once.

use crate::pages::Visit;
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World as PlenaryWorld};
use test_support::review::{World as ReviewWorld, sheet};
use test_support::{Person, TestApp};
use tubel::features::worklist;
use tubel::kernel::access::Role;
use tubel::platform::app::App;
use tubel::platform::db::schema::mails;

/// Kind, number and late of each line, in order; its pages open for its reader.
async fn work(app: &TestApp, who: &Person) -> Vec<(String, u64, u64)> {
    let all = app.get(who, "/api/v1/me/worklist").await.expect(200).clone();
    let visit = Visit::signed_in(app, who).await;
    let mut lines = Vec::new();
    for one in all.as_array().unwrap() {
        for page in ["next", "list"] {
            let path = one[page].as_str().unwrap();
            visit.read(path).await.expect_page();
        }
        let number = |key: &str| one[key].as_u64().unwrap();
        lines.push((one["kind"].as_str().unwrap().to_owned(), number("count"), number("late")));
    }
    lines
}

async fn kinds(app: &TestApp, who: &Person) -> Vec<String> {
    work(app, who).await.into_iter().map(|(kind, _, _)| kind).collect()
}

/// The kinds of letter that somebody has, without their numbers.
fn letters(app: &TestApp, to: &Person, like: &'static str) -> Vec<String> {
    let to = to.id.clone();
    let read = move |db: &mut _| {
        let own = mails::table.filter(mails::recipient.eq(&to)).filter(mails::template.like(like));
        Ok(own.order(mails::seq).select(mails::template).load(db)?)
    };
    app.database().read(read).unwrap()
}

async fn morning(app: &TestApp) -> usize {
    worklist::pass(&app.app).await.unwrap()
}

#[actix_web::test]
async fn a_decision_waits_for_the_chair_then_for_the_decider_then_for_the_announcement() {
    let world = PlenaryWorld::new().await;
    let app = &world.app;
    world.proposal("U.BB.MKS", &[7, 7, 7]);
    app.at(PLENARY);
    assert_eq!(work(app, &world.chair).await, [("proposing".to_owned(), 1, 0)]);
    assert!(work(app, &world.decider).await.is_empty());
    assert!(work(app, &world.auditor).await.is_empty(), "an auditor only reads");

    let run = world.run().await;
    let decision = world.propose(&run).await;
    assert!(kinds(app, &world.chair).await.is_empty());
    assert_eq!(work(app, &world.decider).await, [("approval".to_owned(), 1, 0)]);
    assert_eq!(letters(app, &world.decider, "decision%"), ["decision_to_approve"]);

    world.approve(&world.decider, &decision).await.expect(200);
    assert!(work(app, &world.decider).await.is_empty());
    for told in [&world.chair, &world.secretariat] {
        assert_eq!(letters(app, told, "decision%"), ["decision_approved"]);
    }
    // Not before the calendar's date.
    assert!(kinds(app, &world.secretariat).await.is_empty());
    app.at(ANNOUNCEMENT);
    assert_eq!(work(app, &world.secretariat).await, [("announcement".to_owned(), 1, 1)]);
    world.announce().await.expect(201);
    assert!(kinds(app, &world.secretariat).await.is_empty());
}

#[actix_web::test]
async fn a_returned_decision_waits_for_the_chair_again_and_both_are_told() {
    let world = PlenaryWorld::new().await;
    let app = &world.app;
    world.proposal("U.BB.MKS", &[7, 7, 7]);
    app.at(PLENARY);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    let path = format!("/api/v1/decisions/{}/return", decision["id"].as_str().unwrap());
    let why = json!({"reason": "Alasan penyimpangan belum lengkap."});
    app.post(&world.decider, &path, why).await.expect(200);
    assert_eq!(kinds(app, &world.chair).await, ["proposing"]);
    for told in [&world.chair, &world.secretariat] {
        assert_eq!(letters(app, told, "decision%"), ["decision_returned"]);
    }
}

#[actix_web::test]
async fn sheets_wait_for_their_reviewer_and_for_who_may_remind() {
    let world = ReviewWorld::new();
    let app = &world.app;
    let chair = world.official("ketua", Role::Chair);
    let (rina, budi) = (world.reviewer("rina"), world.reviewer("budi"));
    let proposal = world.proposal("calon");
    assert_eq!(work(app, &world.secretariat).await, [("assignment".to_owned(), 1, 0)]);

    let first = world.assign(&proposal, &rina).await;
    let second = world.assign(&proposal, &budi).await;
    assert_eq!(work(app, &rina).await, [("sheets".to_owned(), 1, 0)]);
    for reminds in [&world.secretariat, &chair] {
        assert_eq!(work(app, reminds).await, [("sheets_outstanding".to_owned(), 2, 0)]);
    }
    world.save(&rina, &first, sheet((6, 6))).await.expect(200);
    world.submit(&rina, &first, 1).await.expect(200);
    assert!(work(app, &rina).await.is_empty());
    assert_eq!(work(app, &chair).await, [("sheets_outstanding".to_owned(), 1, 0)]);
    assert_eq!(letters(app, &chair, "sheets_complete"), [""; 0]);

    world.save(&budi, &second, sheet((6, 5))).await.expect(200);
    world.submit(&budi, &second, 1).await.expect(200);
    assert!(work(app, &chair).await.is_empty());
    for told in [&world.secretariat, &chair] {
        assert_eq!(letters(app, told, "sheets_complete"), ["sheets_complete"]);
    }
}

#[actix_web::test]
async fn who_is_in_conflict_is_told_of_nothing_that_they_may_not_see() {
    let world = ReviewWorld::new();
    let app = &world.app;
    // The same unit as the candidate.
    let chair = app.person("ketua makassar").role(Role::Chair).unit("U.BB.MKS").create();
    let rina = world.reviewer("rina");
    let proposal = world.proposal("calon");
    world.assign(&proposal, &rina).await;
    assert!(work(app, &chair).await.is_empty());
    assert!(!work(app, &world.secretariat).await.is_empty());
}

#[actix_web::test]
async fn the_first_page_says_the_same_as_the_api_and_nothing_to_candidates() {
    let world = ReviewWorld::new();
    let app = &world.app;
    let rina = world.reviewer("rina");
    let proposal = world.proposal("calon");
    let task = world.assign(&proposal, &rina).await;
    let page = Visit::signed_in(app, &rina).await.read("/").await;
    let page = page.expect_page();
    assert!(page.contains("1 score sheet of yours to hand in"), "{page}");
    let id = task.rsplit('/').next().unwrap();
    assert!(page.contains(&format!("href=\"/assignments/{id}\"")), "{page}");

    let candidate = app.person("calon lain").role(Role::Candidate).create();
    let page = Visit::signed_in(app, &candidate).await.read("/").await;
    assert!(!page.expect_page().contains("Waiting for you"));
    assert_eq!(app.get(&candidate, "/api/v1/me/worklist").await.expect(200), &json!([]));
}

#[actix_web::test]
async fn the_letter_of_the_morning_tells_each_kind_once_and_again_when_its_end_is_near() {
    let world = ReviewWorld::new();
    let app = &world.app;
    let rina = world.reviewer("rina");
    let proposal = world.proposal("calon");
    let now = app.now();
    world.assign(&proposal, &rina).await;
    let work_of = |who: &Person| letters(app, who, "work_%");

    // Jakarta counts seven hours ahead: 06.59 there is 23.59 of the day before.
    let midnight = now.date_in_jakarta();
    let at = |days: i64, time: &str| {
        let day = midnight + chrono::Duration::days(days);
        app.at(&format!("{day}T{time}:00+07:00"));
    };
    at(1, "06:59");
    assert_eq!(morning(app).await, 0);
    at(1, "07:00");
    assert!(morning(app).await >= 2, "the reviewer and the secretariat");
    assert_eq!(work_of(&rina), ["work_waiting"]);
    at(1, "15:00");
    assert_eq!(morning(app).await, 0);
    at(2, "07:30");
    assert_eq!(morning(app).await, 0, "nothing is new");
    assert_eq!(work_of(&rina), ["work_waiting"]);

    // The review of this world ends so many days after its beginning.
    let ends = call_of(app, &world).await;
    let end: tubel::kernel::clock::Timestamp = ends.parse().unwrap();
    app.set_clock(end.plus_seconds(-24 * 3600));
    assert!(morning(app).await >= 1);
    assert_eq!(work_of(&rina), ["work_waiting", "work_ending"]);
}

async fn call_of(app: &TestApp, world: &ReviewWorld) -> String {
    let path = format!("/api/v1/calls/{}", world.call);
    let call = app.get(&world.secretariat, &path).await.expect(200).clone();
    call["calendar"]["review_ends_at"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn work_that_was_done_is_told_again_when_there_is_new_work_and_many_programs_tell_once() {
    let app = TestApp::start();
    let approver = app.person("penyetuju").role(Role::Approver).unit("P.D1").create();
    let head = app.person("kepala").role(Role::UnitHead).unit("U.BB.MKS").create();
    let propose = async |title: &str| {
        let text = test_support::problem_text(title);
        app.post(&head, "/api/v1/problems", text).await.expect(201)["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = propose("Boraks dalam pangan jajanan").await;
    let day = app.now().date_in_jakarta();
    let at = |days: i64| {
        let day = day + chrono::Duration::days(days);
        app.at(&format!("{day}T08:00:00+07:00"));
    };
    at(1);
    let programs: Vec<App> = (0..4).map(|_| app.app.clone()).collect();
    let passes = programs.iter().map(worklist::pass);
    let told: usize =
        futures_util::future::join_all(passes).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(told, 1);
    assert_eq!(letters(&app, &approver, "work_%"), ["work_waiting"]);
    assert_eq!(work(&app, &approver).await, [("problems".to_owned(), 1, 0)]);

    let path = format!("/api/v1/problems/{first}/approve");
    app.post(&approver, &path, json!({})).await.expect(200);
    assert!(work(&app, &approver).await.is_empty());
    at(2);
    assert_eq!(morning(&app).await, 0);
    propose("Merkuri dalam kosmetik").await;
    at(3);
    assert_eq!(morning(&app).await, 1);
    assert_eq!(letters(&app, &approver, "work_%").len(), 2);
    let own: Value = app.get(&approver, "/api/v1/me/mails").await.expect(200).clone();
    let text = own["items"][0]["text"].as_str().unwrap();
    assert!(text.contains("persetujuan masalah"), "{text}");
}
