//! What is to be measured again: listed for the head of the unit, who is reminded once; and a problem whose indicator
//! cannot be measured any more.

use super::measuring::{FIRST, SECOND, World, letters, measured};
use super::{PROBLEMS, text};
use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;

/// The baseline is of 2025, so the indicator is due from the last day of 2026 on.
const DAY_BEFORE: &str = "2026-12-30T02:00:00Z";
const DUE: &str = "2026-12-31T02:00:00Z";

async fn due(world: &World, head: &Person) -> Vec<(String, String)> {
    let answer = world.app.get(head, "/api/v1/measurements/due").await;
    let items = answer.expect(200).as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items.iter().map(|one| (text(&one["problem"]["code"]), text(&one["due_on"]))).collect()
}

async fn pass(app: &TestApp) -> usize {
    tubel::features::reminders::pass(&app.app).await.unwrap()
}

fn one(day: &str) -> Vec<(String, String)> {
    vec![("M-001".to_owned(), day.to_owned())]
}

#[actix_web::test]
async fn an_indicator_is_due_a_year_after_the_last_figure_that_counts() {
    let world = World::new().await;
    let head = &world.cast.head;
    // Only what is in the registry is to be measured.
    world.app.post(head, PROBLEMS, text()).await.expect(201);
    world.app.at(DAY_BEFORE);
    assert_eq!(due(&world, head).await, []);
    world.app.at(DUE);
    assert_eq!(due(&world, head).await, one("2026-12-31"));
    assert_eq!(due(&world, &world.cast.other_head).await, []);
    let refused = world.app.get(&world.cast.candidate, "/api/v1/measurements/due").await;
    assert_eq!(refused.refusal(403), "forbidden");

    let link = format!("href=\"{}/measure\"", world.problem.replace("/api/v1", ""));
    for (person, sees) in [(head, true), (&world.cast.other_head, false)] {
        let home = Visit::signed_in(&world.app, person).await.read("/").await;
        assert_eq!(home.expect_page().contains(&link), sees, "{}", home.text());
    }
    // One with gaps does not count, so it is still due.
    let mut gaps = measured(FIRST, "1,5%");
    gaps["gaps"] = "Dua unit tidak melapor.".into();
    world.measure(gaps).await.expect(201);
    assert_eq!(due(&world, head).await, one("2026-12-31"));
    let counts = world.measure(measured(SECOND, "1,4%")).await.expect(201).clone();
    assert_eq!(due(&world, head).await, []);
    world.app.at("2027-10-31T02:00:00Z");
    assert_eq!(due(&world, head).await, one("2027-10-31"));
    // Disputed, it is no figure any more: the problem has been due for long.
    world.check(&counts, "disputed").await.expect(200);
    assert_eq!(due(&world, head).await, one("2026-12-31"));
}

#[actix_web::test]
async fn the_head_is_reminded_once_for_each_due_date_and_so_is_who_takes_over() {
    let world = World::new().await;
    let head = &world.cast.head;
    world.app.at(DAY_BEFORE);
    assert_eq!(pass(&world.app).await, 0);
    world.app.at(DUE);
    assert_eq!((pass(&world.app).await, pass(&world.app).await), (1, 0));
    assert_eq!(letters(&world.app, head), ["measurement_due"]);
    let own = world.app.get(head, "/api/v1/me/mails").await;
    let letter = own.expect(200)["items"][0].clone();
    assert_eq!(letter["title"], "Indikator masalah M-001 perlu diukur kembali");
    let text = letter["text"].as_str().unwrap();
    let link = world.problem.replace("/api/v1", "");
    assert!(text.contains("periode sampai 31 Desember 2025"), "{text}");
    assert!(text.contains("jatuh tempo pada 31 Desember 2026"), "{text}");
    assert!(text.contains(&format!("{link}/measure")), "{text}");
    let problem = world.problem.rsplit('/').next().unwrap();
    let recorded = world.app.recorded(&format!("problem:{problem}"));
    let (act, payload) = recorded.last().unwrap();
    let expected = json!({ "code": "M-001", "due_on": "2026-12-31", "letters": 1 });
    assert_eq!((act.as_str(), payload), ("measurement.reminded", &expected));

    world.app.place(head, "U.BL.TRK", None);
    assert_eq!(pass(&world.app).await, 0, "nobody heads the unit");
    let heir = world.app.person("pengganti").role(Role::UnitHead).create();
    assert_eq!((pass(&world.app).await, pass(&world.app).await), (1, 0));
    assert_eq!(letters(&world.app, &heir), ["measurement_due"]);

    let measurements = format!("{}/measurements", world.problem);
    world.app.post(&heir, &measurements, measured(SECOND, "1,4%")).await.expect(201);
    assert_eq!(pass(&world.app).await, 0);
    world.app.at("2027-11-02T02:00:00Z");
    assert_eq!((pass(&world.app).await, pass(&world.app).await), (1, 0));
    assert_eq!(letters(&world.app, &heir).len(), 2);
    assert_eq!(letters(&world.app, head), ["measurement_due"]);
}

#[actix_web::test]
async fn a_retired_problem_says_from_when_and_why_it_is_not_measured_any_more() {
    let world = World::new().await;
    let measured_once = world.measure(measured(FIRST, "1,5%")).await.expect(201).clone();
    world.app.at("2026-12-01T02:00:00Z");
    let why = json!({ "reason": "Sejak 2027 data ini tidak dikumpulkan lagi." });
    let retire = format!("{}/retire", world.problem);
    world.app.post(&world.cast.approver, &retire, why).await.expect(200);
    let page = world.problem.replace("/api/v1", "");
    for person in [&world.cast.head, &world.cast.candidate, &world.inspector] {
        let shown = Visit::signed_in(&world.app, person).await.read(&page).await;
        let text = shown.expect_page();
        assert!(text.contains("not measured any more since 1 December 2026"), "{text}");
        assert!(text.contains("Sejak 2027 data ini tidak dikumpulkan lagi."), "{text}");
        // What was measured stays, and nothing more is offered.
        assert!(text.contains("<polyline") && text.contains("1,5%"), "{text}");
        assert!(!text.contains("/measure\""), "{text}");
    }
    let id = measured_once["id"].as_str().unwrap();
    let owner = Visit::signed_in(&world.app, &world.cast.head).await;
    let one = owner.read(&format!("/measurements/{id}")).await;
    assert!(!one.expect_page().contains("/correct") && !one.text().contains("/attach"));
    let correction = world.correct(&measured_once, measured(FIRST, "1,4%")).await;
    assert_eq!(correction.refusal(409), "problem_not_measurable");
    // A finding is still possible, and decides nothing any more.
    world.check(&measured_once, "disputed").await.expect(200);
    let state = world.app.send("GET", &world.problem, "en").await.expect(200)["state"].clone();
    assert_eq!(state, "retired");
    world.app.at("2028-01-01T02:00:00Z");
    assert_eq!(due(&world, &world.cast.head).await, []);
    assert_eq!(pass(&world.app).await, 0);
}

#[actix_web::test]
async fn of_two_who_measure_at_once_one_is_told_of_the_other_and_led_there() {
    let world = World::new().await;
    let colleague = world.app.person("wakil").role(Role::UnitHead).create();
    let measurements = format!("{}/measurements", world.problem);
    let sent = ["1,5%", "1,4%", "1,3%", "1,2%"].into_iter().zip([0, 1].into_iter().cycle());
    let sent = sent.map(|(value, who)| {
        let who = [&world.cast.head, &colleague][who];
        world.app.post(who, &measurements, measured(FIRST, value))
    });
    let answers = futures_util::future::join_all(sent).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409]);
    let there = world.series().await["measurements"][0]["id"].as_str().unwrap().to_owned();
    for late in answers.iter().filter(|answer| answer.status == 409) {
        assert_eq!(late.json["details"]["measurement"], there.as_str());
    }
    // On the page what was typed comes back, with the way to the one that is there.
    let visit = Visit::signed_in(&world.app, &colleague).await;
    let csrf = visit.csrf().await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("period_from", FIRST.0),
        ("period_to", FIRST.1),
        ("value", "1,1%"),
        ("unit_of_measure", "% sampel"),
        ("denominator", "5.012 sampel"),
        ("source", "Laporan pengujian yang lain"),
        ("measured_by", "BBPOM di Makassar"),
        ("evidence", "Hasil uji laboratorium, berkas LHU 2026."),
    ];
    let page = format!("{}/measure", world.problem.replace("/api/v1", ""));
    let refused = visit.send(&page, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains(&format!("href=\"/measurements/{there}\"")));
    assert!(refused.text().contains("Laporan pengujian yang lain"), "{}", refused.text());
    // So it is with two who correct one measurement at once.
    let one = json!({ "id": there });
    let both = futures_util::future::join_all([
        world.correct(&one, measured(FIRST, "0,9%")),
        world.correct(&one, measured(FIRST, "0,8%")),
    ]);
    let both = both.await;
    let late = both.iter().find(|answer| answer.status != 201).unwrap();
    assert_eq!(late.refusal(409), "already_corrected");
    assert!(both.iter().any(|answer| answer.status == 201));
}
