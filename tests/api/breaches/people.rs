//! Who is affected: by person, call, role, and by what one account opened or had as its task.

use super::{World, sorted};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::case::{SCREENING, pdf};
use test_support::review::{self as panel, sheet};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;

fn spanned(kind: &str, account: &Person, (from, until): (&str, &str)) -> Value {
    json!({"kind": kind, "account": account.id, "from": from, "until": until})
}

#[actix_web::test]
async fn people_are_found_by_person_call_and_role_and_listed_once() {
    let app = TestApp::start();
    let clerk = app.person("clerk").role(Role::Secretariat).unit("P.SU.03").create();
    let [siti, budi, rina] =
        ["siti", "budi", "rina"].map(|name| app.person(name).role(Role::Candidate).create());
    let vera = app.person("vera").role(Role::Verifier).unit("P").create();
    let call = app.case_call(&clerk, "TB-2026", |_| {}).await;
    let other = app.case_call(&clerk, "TB-2027", |_| {}).await;
    app.case_proposal(&call, &siti, Some("TB-2026-0001"));
    app.case_proposal(&call, &budi, None);
    app.case_proposal(&other, &rina, Some("TB-2027-0001"));
    let world = World::on(app).await;

    world.add_person(&siti).await;
    let case = world.add(json!({"kind": "call", "call": call})).await;
    assert_eq!(case.expect(200)["groups"][1]["people"], 1, "{}", case.text());
    assert_eq!(world.listed().await, sorted([&siti, &budi]));
    world.add(json!({"kind": "role", "role": "verifier"})).await.expect(200);
    assert_eq!(world.listed().await, sorted([&siti, &budi, &vera]));
    let again = world.add(json!({"kind": "call", "call": call})).await;
    assert_eq!(again.refusal(409), "nobody_affected");
    let case = world.read().await;
    assert_eq!([&case["breach"]["affected"], &case["breach"]["informed"]], [&json!(3), &json!(0)]);
    assert_eq!(case["groups"].as_array().unwrap().len(), 3);
}

#[actix_web::test]
async fn a_way_that_leads_nowhere_is_refused_at_its_field() {
    let world = World::new().await;
    let nobody = tubel::kernel::ids::random_text().unwrap();
    let fault = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    let day = ("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z");
    for (way, expected) in [
        (json!({"kind": "person", "account": nobody}), fault("way.account", "unknown_reference")),
        (json!({"kind": "call", "call": nobody}), fault("way.call", "unknown_reference")),
        (spanned("readings", &world.auditor, (day.1, day.0)), fault("way.until", "span_backwards")),
        (
            spanned("tasks", &world.auditor, ("2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z")),
            fault("way.from", "instant_in_future"),
        ),
    ] {
        let refused = world.add(way).await;
        assert_eq!(refused.refusal(422), "invalid");
        assert_eq!(refused.faults(), expected);
    }
    for way in [json!({"kind": "horoscope"}), json!({"kind": "person"}), json!(7)] {
        assert_eq!(world.add(way).await.refusal(422), "invalid");
    }
    let idle = world.add(spanned("readings", &world.auditor, day)).await;
    assert_eq!(idle.refusal(409), "nobody_affected");
    assert_eq!(world.listed().await, []);
}

#[actix_web::test]
async fn a_stolen_reviewers_account_leads_to_what_it_touched_and_to_all_it_could_reach() {
    let panel = panel::World::new();
    let thief = panel.reviewer("thief");
    let other = panel.reviewer("other");
    let [touched, idle, elsewhere] =
        ["touched", "idle", "elsewhere"].map(|name| panel.proposal(name));
    let task = panel.assign(&touched, &thief).await;
    panel.assign(&idle, &thief).await;
    panel.assign(&elsewhere, &other).await;
    let before = panel.app.now();
    panel.app.set_clock(before.plus_seconds(3600));
    panel.save(&thief, &task, sheet((5, 5))).await.expect(200);
    panel.app.set_clock(before.plus_seconds(7200));
    let (start, end) = (before.plus_seconds(1800).to_string(), panel.app.now().to_string());
    let world = World::on(panel.app).await;

    let early = (before.plus_seconds(-60).to_string(), start.clone());
    let early = spanned("readings", &thief, (&early.0, &early.1));
    assert_eq!(world.add(early).await.refusal(409), "nobody_affected");
    world.add(spanned("readings", &thief, (&start, &end))).await.expect(200);
    assert_eq!(world.listed().await, sorted([&touched.candidate]));
    world.add(spanned("tasks", &thief, (&start, &end))).await.expect(200);
    assert_eq!(world.listed().await, sorted([&touched.candidate, &idle.candidate]));
    let past = spanned("tasks", &other, ("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"));
    assert_eq!(world.add(past).await.refusal(409), "nobody_affected");
}

#[actix_web::test]
async fn an_opened_health_letter_and_an_export_lead_to_the_people_in_them() {
    let app = TestApp::start();
    let clerk = app.person("clerk").role(Role::Secretariat).unit("P.SU.03").create();
    let vera = app.person("vera").role(Role::Verifier).unit("P").create();
    let [siti, budi] = ["siti", "budi"].map(|name| app.person(name).role(Role::Candidate).create());
    let call = app.case_call(&clerk, "TB-2026", |_| {}).await;
    let proposal = app.case_proposal(&call, &siti, None);
    app.case_proposal(&call, &budi, Some("TB-2026-0002"));
    let path = format!("/api/v1/proposals/{proposal}/documents/health_letter");
    let upload = app.request_as(&siti, Method::PUT, &path).await.body(pdf("sehat"));
    let letter = Answer::of(upload).await.expect(201)["id"].as_str().unwrap().to_owned();
    submit(&app, &proposal);
    app.hand_in_files(&proposal);
    app.at(SCREENING);
    let content = app.get(&vera, &format!("/api/v1/documents/{letter}/content")).await;
    assert_eq!(content.status, 200, "{}", content.text());
    let export = format!("/api/v1/calls/{call}/exports/verification");
    app.get(&clerk, &export).await.expect_page();
    let world = World::on(app).await;
    let day = ("2026-12-02T00:00:00Z", "2026-12-02T02:00:00Z");
    world.add(spanned("readings", &vera, day)).await.expect(200);
    assert_eq!(world.listed().await, sorted([&siti]));
    world.add(spanned("readings", &clerk, day)).await.expect(200);
    assert_eq!(world.listed().await, sorted([&siti, &budi]));
}

/// Hands a draft in, past the rules: what is tested is who read it.
fn submit(app: &TestApp, proposal: &tubel::kernel::ids::ProposalId) {
    use diesel::prelude::*;
    use tubel::platform::db::schema::proposals;
    let (id, now) = (proposal.clone(), app.now());
    app.database()
        .write(move |db| {
            diesel::update(proposals::table.find(&id))
                .set((
                    proposals::state.eq("submitted"),
                    proposals::number.eq("TB-2026-0001"),
                    proposals::submitted_version.eq(1),
                    proposals::submitted_problem.eq(proposals::problem_id.nullable()),
                    proposals::submitted_level.eq(proposals::level.nullable()),
                    proposals::submitted_at.eq(now),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
}
