//! Administrative results: released together at a set instant, objected to before the review, ruled on by others than
//! the two verifiers.

use crate::pages::Visit;
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::mails;

const SCREENING: &str = "2027-01-02T01:00:00Z";
const RELEASE: &str = "2027-01-10T10:00:00Z";
const OBJECTING: &str = "2027-01-11T01:00:00Z";
const WINDOW_ENDS: &str = "2027-01-13T10:00:00Z";
const REVIEW: &str = "2027-01-15T10:00:00Z";
const REASON: &str = "Surat yang dinyatakan tidak terbaca dapat dibaca pada semua halamannya.";
const RULING: &str =
    "Berkas itu dibuka dan dibaca bersama; seluruh halamannya terbaca dengan jelas.";

async fn world() -> World {
    let dates = json!({
        "results_at": RELEASE, "objections_end_at": WINDOW_ENDS, "review_begins_at": REVIEW,
    });
    let world = World::with(|definition| definition["calendar"]["administrative"] = dates).await;
    world.app.at("2026-12-01T01:00:00Z");
    world
}

/// Concludes on every line in order, or with the first document at fault.
async fn conclude(app: &TestApp, who: &Person, path: &str, outcome: &str) -> Answer {
    let items = app.find_in_order(who, path, None).await;
    let check = |(index, item): (usize, &Value)| {
        let (subject, name) = (&item["subject"], &item["name"]);
        if outcome == "TMS" && index == 0 {
            return json!({"subject": subject, "name": name, "outcome": "not_ok",
                "reason": "unreadable", "text": "Halaman dua gelap."});
        }
        json!({"subject": subject, "name": name, "outcome": "ok"})
    };
    let checks: Vec<Value> = items.iter().enumerate().map(check).collect();
    app.put(who, &format!("{path}/verification"), json!({"checks": checks})).await.expect(200);
    let unopened: Vec<&Value> = items.iter().map(|item| &item["name"]).collect();
    let body = json!({"outcome": outcome, "unopened": unopened});
    app.post(who, &format!("{path}/verification/conclude"), body).await
}

async fn pass(app: &TestApp) -> usize {
    tubel::features::reminders::pass(&app.app).await.unwrap()
}

fn letters(app: &TestApp, to: &Person, template: &'static str) -> i64 {
    let to = to.id.clone();
    let count = move |db: &mut tubel::platform::db::Db| {
        let of = mails::table.filter(mails::template.eq(template)).filter(mails::recipient.eq(&to));
        Ok(of.count().get_result(db)?)
    };
    app.database().read(count).unwrap()
}

/// Handed in and found ineligible by two verifiers; nothing is released.
async fn found(world: &World, outcome: &str) -> (String, [Person; 2]) {
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let verifiers = [
        world.outsider("vera", Role::Verifier),
        world.app.person("vino").role(Role::Verifier).unit("P.IU").create(),
    ];
    world.app.at(SCREENING);
    for verifier in &verifiers {
        conclude(&world.app, verifier, &path, outcome).await.expect(200);
    }
    (path, verifiers)
}

async fn object(world: &World, path: &str, subject: &str) -> Answer {
    let body = json!({"subject": subject, "reason": REASON});
    world.app.post(&world.candidate, &format!("{path}/objections"), body).await
}

async fn rule(app: &TestApp, who: &Person, id: &str, remedy: Value) -> Answer {
    let body = json!({"reason": RULING, "remedy": remedy});
    app.post(who, &format!("/api/v1/objections/{id}/ruling"), body).await
}

/// An objection that the review overtook, with who takes it; and what rules on it.
pub(crate) async fn overdue() -> (World, Person, String) {
    let world = world().await;
    let (path, _) = found(&world, "TMS").await;
    world.app.at(RELEASE);
    pass(&world.app).await;
    world.app.at(OBJECTING);
    let id = id_of(&object(&world, &path, "verification").await);
    world.app.at(REVIEW);
    pass(&world.app).await;
    let ruler = world.app.person("banding").role(Role::Appeal).unit("P.IU.02").create();
    world.app.post(&ruler, &format!("/api/v1/objections/{id}/take"), json!({})).await.expect(200);
    (world, ruler, id)
}

pub(crate) async fn uphold(world: &World, ruler: &Person, id: &str) {
    let remedy = json!({"kind": "restore_eligibility"});
    rule(&world.app, ruler, id, remedy).await.expect(200);
}

fn id_of(answer: &Answer) -> String {
    answer.expect(201)["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_finding_is_told_to_its_candidate_at_the_release_and_not_before_and_once() {
    let world = world().await;
    let app = &world.app;
    let (path, _) = found(&world, "TMS").await;
    let id = path.rsplit('/').next().unwrap();
    pass(app).await;
    assert_eq!(letters(app, &world.candidate, "administrative_ineligible"), 0);
    assert_eq!(letters(app, &world.candidate, "verified_ineligible"), 0);
    let visit = Visit::signed_in(app, &world.candidate).await;
    assert_eq!(app.get(&world.candidate, &path).await.expect(200)["state"], "submitted");
    let seen = app.get(&world.candidate, &format!("{path}/verification")).await;
    assert_eq!((&seen.expect(200)["outcome"], &seen.json["reasons"]), (&Value::Null, &json!([])));
    let page = visit.read(&format!("/proposals/{id}")).await;
    assert!(!page.expect_page().contains("Halaman dua gelap"));
    assert_eq!(object(&world, &path, "verification").await.refusal(409), "administrative_not_open");
    // The office knows; a third verifier has nothing to do with it any more.
    let third = app.person("tiga").role(Role::Verifier).unit("P.IU.02").create();
    let checks = app.put(&third, &format!("{path}/verification"), json!({"checks": []})).await;
    assert_eq!(checks.refusal(409), "not_under_verification");
    let clerk = world.outsider("panitera", Role::Secretariat);
    let known = app.get(&clerk, &format!("{path}/verification")).await;
    assert_eq!(known.expect(200)["outcome"], "TMS");

    app.at(RELEASE);
    pass(app).await;
    pass(app).await;
    assert_eq!(app.get(&world.candidate, &path).await.expect(200)["state"], "ineligible");
    assert_eq!(letters(app, &world.candidate, "administrative_ineligible"), 1);
    let own = app.get(&world.candidate, "/api/v1/me/mails?limit=100").await;
    let own = own.expect(200)["items"].as_array().unwrap().clone();
    let told = own.iter().find(|one| one["title"].as_str().unwrap().contains("TMS")).unwrap();
    let text = told["text"].as_str().unwrap();
    assert!(text.contains("Halaman dua gelap.") && text.contains("tidak terbaca"), "{text}");
    assert!(text.contains("bukan waktu untuk memperbaiki"), "{text}");
    let recorded = app.recorded(&format!("call:{}", world.call));
    let released: Vec<_> =
        recorded.iter().filter(|(act, _)| act == "administrative.released").collect();
    assert_eq!(released.len(), 1);
    assert_eq!(released[0].1, json!({"eligible": 0, "ineligible": 1}));
    // The session has ended in the days between.
    let visit = Visit::signed_in(app, &world.candidate).await;
    let page = visit.read(&format!("/proposals/{id}")).await;
    assert!(page.expect_page().contains(&format!("/proposals/{id}/objections")));
    let page = visit.read(&format!("/proposals/{id}/objections")).await;
    assert!(page.expect_page().contains("not for repairing"));
}

#[actix_web::test]
async fn an_upheld_objection_brings_the_proposal_into_the_review_with_the_rest() {
    let world = world().await;
    let app = &world.app;
    let (path, verifiers) = found(&world, "TMS").await;
    let clerk = world.outsider("panitera", Role::Secretariat);
    app.at(RELEASE);
    pass(app).await;
    app.at(OBJECTING);
    let other = object(&world, &path, "scores").await;
    assert_eq!(other.faults(), [("subject".into(), "subject_not_open".into())]);
    let filed = object(&world, &path, "verification").await;
    assert_eq!(
        (&filed.expect(201)["kind"], &filed.json["due_at"]),
        (&json!("administrative"), &json!(REVIEW))
    );
    assert_eq!(object(&world, &path, "verification").await.refusal(409), "objection_twice");
    let id = id_of(&filed);
    let ruler = app.person("banding").role(Role::Appeal).unit("P.IU.02").create();
    // Nobody rules on what they verified, whatever they are called.
    let take = format!("/api/v1/objections/{id}/take");
    app.post(&verifiers[0], &take, json!({})).await.refusal(404);
    app.post(&ruler, &take, json!({})).await.expect(200);
    // What it is about is there for them, files too.
    app.get(&ruler, &path).await.expect(200);
    assert_eq!(
        app.get(&ruler, &format!("{path}/verification")).await.expect(200)["outcome"],
        "TMS"
    );
    let visit = Visit::signed_in(app, &ruler).await;
    assert!(visit.read(&format!("/desk/objections/{id}")).await.expect_page().contains(REASON));
    let upheld = rule(app, &ruler, &id, json!({"kind": "restore_eligibility"})).await;
    assert_eq!(upheld.expect(200)["state"], "upheld");
    assert_eq!(app.get(&world.candidate, &path).await.expect(200)["state"], "eligible");
    assert_eq!(letters(app, &world.candidate, "objection_upheld"), 1);
    assert_eq!(letters(app, &clerk, "objection_restored"), 1);
    let call = format!("/api/v1/calls/{}", world.call);
    assert_eq!(app.get(&clerk, &call).await.expect(200)["phase"], "screening");
    app.at(REVIEW);
    assert_eq!(app.get(&clerk, &call).await.expect(200)["phase"], "review");
    pass(app).await;
    assert_eq!(letters(app, &clerk, "objection_ruling_late"), 0);
}

#[actix_web::test]
async fn a_refused_objection_leaves_the_finding_and_is_answered_in_a_letter() {
    let world = world().await;
    let app = &world.app;
    let (path, _) = found(&world, "TMS").await;
    app.at(RELEASE);
    pass(app).await;
    app.at(OBJECTING);
    let id = id_of(&object(&world, &path, "verification").await);
    let ruler = app.person("banding").role(Role::Appeal).unit("P.IU.02").create();
    app.post(&ruler, &format!("/api/v1/objections/{id}/take"), json!({})).await.expect(200);
    rule(app, &ruler, &id, Value::Null).await.expect(200);
    assert_eq!(app.get(&world.candidate, &path).await.expect(200)["state"], "ineligible");
    assert_eq!(letters(app, &world.candidate, "objection_rejected"), 1);
    let own = app.get(&world.candidate, &format!("{path}/objections")).await;
    assert_eq!(own.expect(200)[0]["ruling"], RULING);
}

#[actix_web::test]
async fn a_late_ruling_is_told_once_and_the_proposal_is_reviewed_all_the_same() {
    let world = world().await;
    let app = &world.app;
    let (path, _) = found(&world, "TMS").await;
    let clerk = world.outsider("panitera", Role::Secretariat);
    app.at(RELEASE);
    pass(app).await;
    app.at(OBJECTING);
    let id = id_of(&object(&world, &path, "verification").await);
    app.at(REVIEW);
    pass(app).await;
    pass(app).await;
    assert_eq!(letters(app, &clerk, "objection_ruling_late"), 1);
    let ruler = app.person("banding").role(Role::Appeal).unit("P.IU.02").create();
    app.post(&ruler, &format!("/api/v1/objections/{id}/take"), json!({})).await.expect(200);
    rule(app, &ruler, &id, json!({"kind": "restore_eligibility"})).await.expect(200);
    assert_eq!(app.get(&world.candidate, &path).await.expect(200)["state"], "eligible");
    assert_eq!(letters(app, &clerk, "objection_restored"), 1);
}

#[actix_web::test]
async fn who_missed_the_window_is_told_so_and_who_is_eligible_has_nothing_to_object_to() {
    let world = world().await;
    let app = &world.app;
    let (path, _) = found(&world, "MS").await;
    app.at(RELEASE);
    pass(app).await;
    assert_eq!(letters(app, &world.candidate, "administrative_eligible"), 1);
    assert_eq!(object(&world, &path, "verification").await.refusal(409), "administrative_not_open");
    let late = self::world().await;
    let (path, _) = found(&late, "TMS").await;
    late.app.at(RELEASE);
    pass(&late.app).await;
    late.app.at(WINDOW_ENDS);
    let refused = object(&late, &path, "verification").await;
    assert_eq!(refused.refusal(409), "administrative_not_open");
}
