//! Measuring a problem's indicator: it is solved by its owner's own measurement and by nothing else, opened again by a
//! later one or by the inspectorate, and nothing that was measured is ever changed.

use super::{Cast, PROBLEMS, acts_on_record, path, propose, text};
use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::Db;
use tubel::platform::db::schema::mails;

/// The first half of the year after the baseline.
pub(super) const FIRST: (&str, &str) = ("2026-01-01", "2026-06-30");
pub(super) const SECOND: (&str, &str) = ("2026-07-01", "2026-10-31");

pub(super) fn measured((from, to): (&str, &str), value: &str) -> Value {
    json!({
        "period_from": from,
        "period_to": to,
        "value": value,
        "unit_of_measure": "% sampel",
        "denominator": "5.012 sampel",
        "source": "Laporan pengujian semester I 2026",
        "measured_by": "BBPOM di Makassar",
        "difference": null,
        "gaps": null,
        "evidence": "Hasil uji laboratorium, berkas LHU 2026.",
    })
}

fn with(mut body: Value, field: &str, value: impl Into<Value>) -> Value {
    body[field] = value.into();
    body
}

pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) cast: Cast,
    pub(super) inspector: Person,
    /// An approved problem of the head's unit: from 1,94% down to 1,0%.
    pub(super) problem: String,
}

impl World {
    pub(super) async fn new() -> Self {
        Self::with_problem(text()).await
    }

    async fn with_problem(text: Value) -> Self {
        let app = TestApp::start();
        let cast = Cast::of(&app);
        let inspector = app.person("inspektur").role(Role::Inspector).unit("P.IU.01").create();
        let made = app.post(&cast.head, PROBLEMS, text).await.expect(201).clone();
        let problem = path(&made);
        app.post(&cast.approver, &format!("{problem}/approve"), Value::Null).await.expect(200);
        Self { app, cast, inspector, problem }
    }

    pub(super) async fn measure(&self, body: Value) -> Answer {
        self.app.post(&self.cast.head, &format!("{}/measurements", self.problem), body).await
    }

    pub(super) async fn check(&self, one: &Value, verdict: &str) -> Answer {
        let path = format!("/api/v1/measurements/{}/checks", one["id"].as_str().unwrap());
        let body = json!({ "verdict": verdict, "reason": "Buku laboratorium dilihat di tempat." });
        self.app.post(&self.inspector, &path, body).await
    }

    pub(super) async fn correct(&self, one: &Value, body: Value) -> Answer {
        let path = format!("/api/v1/measurements/{}/corrections", one["id"].as_str().unwrap());
        let body = json!({ "reason": "Angka salah ketik.", "measurement": body });
        self.app.post(&self.cast.head, &path, body).await
    }

    async fn state(&self) -> String {
        let problem = self.app.send("GET", &self.problem, "en").await;
        problem.expect(200)["state"].as_str().unwrap().to_owned()
    }

    pub(super) async fn series(&self) -> Value {
        let path = format!("{}/measurements", self.problem);
        self.app.send("GET", &path, "en").await.expect(200).clone()
    }
}

#[actix_web::test]
async fn a_problem_is_solved_by_its_owners_measurement_and_opened_again_by_a_later_one() {
    let world = World::new().await;
    let not_yet = world.measure(measured(FIRST, "1,5%")).await;
    assert_eq!(not_yet.expect(201)["figure"], "1.5");
    assert_eq!(world.state().await, "approved");
    let series = world.series().await;
    assert_eq!(series["figures"], json!({ "baseline": "1.94", "target": "1" }));
    assert_eq!(
        (&series["standing"], &series["meets_target"]),
        (&not_yet.json["id"], &json!(false))
    );

    let met = world.measure(measured(SECOND, "0,9%")).await.expect(201).clone();
    assert_eq!(world.state().await, "solved");
    assert_eq!(world.series().await["standing"], met["id"]);
    let solved = world.app.send("GET", &world.problem, "en").await;
    assert_eq!(solved.expect(200)["state_reason"], "0,9% (2026-07-01 – 2026-10-31)");

    world.measure(measured(("2026-11-01", "2026-11-20"), "1,2%")).await.expect(201);
    assert_eq!(world.state().await, "approved");
    let expected = [
        "problem.proposed",
        "problem.approved",
        "problem.measured",
        "problem.measured",
        "problem.solved",
        "problem.measured",
        "problem.reopened",
    ];
    assert_eq!(acts_on_record(&world.app), expected);
}

#[actix_web::test]
async fn a_measurement_is_corrected_by_a_new_one_that_names_it_and_never_changed() {
    let world = World::new().await;
    let wrong = world.measure(measured(FIRST, "0,9%")).await.expect(201).clone();
    assert_eq!(world.state().await, "solved");
    let right = world.correct(&wrong, measured(FIRST, "1,9%")).await.expect(201).clone();
    assert_eq!((&right["corrects"], world.state().await.as_str()), (&wrong["id"], "approved"));
    let again = world.correct(&wrong, measured(FIRST, "1,8%")).await;
    assert_eq!(again.refusal(409), "already_corrected");
    let all = world.series().await["measurements"].as_array().unwrap().clone();
    assert_eq!(all.len(), 2);
    let old = all.iter().find(|one| one["id"] == wrong["id"]).unwrap();
    assert_eq!((&old["value"], &old["corrected_by"]), (&json!("0,9%"), &right["id"]));
    let faulty = with(measured(FIRST, "1,7%"), "unit_of_measure", "sampel");
    let faults = world.correct(&right, faulty).await.faults();
    let place = ("measurement.unit_of_measure".to_owned(), "other_unit_of_measure".to_owned());
    assert_eq!(faults, [place]);
}

#[actix_web::test]
async fn the_second_of_two_who_measure_at_once_is_told_of_the_first() {
    let world = World::new().await;
    let first = world.measure(measured(FIRST, "1,5%")).await.expect(201).clone();
    let second = world.measure(measured(FIRST, "1,4%")).await;
    assert_eq!(second.refusal(409), "already_measured");
    assert_eq!(second.json["details"]["measurement"], first["id"]);
    assert!(second.json["title"].as_str().unwrap().contains("1,5%"), "{}", second.json);
    assert_eq!(world.series().await["measurements"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn what_cannot_be_compared_is_refused_and_says_what_to_do() {
    let world = World::new().await;
    let good = || measured(FIRST, "1,5%");
    for (body, field, code) in [
        (with(good(), "unit_of_measure", "sampel"), "unit_of_measure", "other_unit_of_measure"),
        (with(good(), "denominator", Value::Null), "denominator", "measured_denominator_missing"),
        (with(good(), "denominator", "  "), "denominator", "measured_denominator_missing"),
        (with(good(), "value", "1,5% atau 1,6%"), "value", "value_not_one_figure"),
        (with(good(), "value", "turun"), "value", "value_not_one_figure"),
        (measured((FIRST.1, FIRST.0), "1,5%"), "period_to", "period_reversed"),
        (measured((FIRST.0, "2027-01-01"), "1,5%"), "period_to", "period_ahead"),
        (measured(("2024-01-01", "2024-12-31"), "1,5%"), "period_to", "period_before_baseline"),
    ] {
        let faults = world.measure(body).await.faults();
        assert_eq!(faults, [(field.to_owned(), code.to_owned())]);
    }
    assert_eq!(world.series().await["measurements"], json!([]));
}

#[actix_web::test]
async fn a_measurement_with_gaps_or_by_other_means_is_shown_and_decides_nothing() {
    let world = World::new().await;
    let gaps = with(measured(FIRST, "0,5%"), "gaps", "Dua unit tidak melapor.");
    world.measure(gaps).await.expect(201);
    let other = with(measured(SECOND, "0,4%"), "difference", "Uji cepat, bukan laboratorium.");
    world.measure(other).await.expect(201);
    let series = world.series().await;
    assert_eq!(series["measurements"].as_array().unwrap().len(), 2);
    assert_eq!((&series["standing"], &series["meets_target"]), (&Value::Null, &Value::Null));
    assert_eq!(world.state().await, "approved");
}

#[actix_web::test]
async fn the_inspectorate_disputes_a_measurement_and_the_problem_is_open_again() {
    let world = World::new().await;
    let one = world.measure(measured(FIRST, "0,9%")).await.expect(201).clone();
    world.check(&one, "confirmed").await.expect(200);
    assert_eq!(world.check(&one, "confirmed").await.refusal(409), "checked_already");
    assert_eq!(world.state().await, "solved");
    world.check(&one, "disputed").await.expect(200);
    assert_eq!(world.state().await, "approved");
    // The public reads that it is disputed, not by whom and in which words.
    let path = format!("/api/v1/measurements/{}", one["id"].as_str().unwrap());
    let public = world.app.send("GET", &path, "en").await.expect(200).clone();
    assert_eq!(public["check"]["verdict"], "disputed");
    let hidden =
        [&public["check"]["reason"], &public["check"]["checked_by"], &public["recorded_by"]];
    assert_eq!(hidden, [&json!(""), &Value::Null, &Value::Null]);
    let owner = world.app.get(&world.cast.head, &path).await;
    assert_eq!(owner.expect(200)["check"]["reason"], "Buku laboratorium dilihat di tempat.");
    // Disputed, it can be corrected; the new one has not been looked at.
    let corrected = world.correct(&one, measured(FIRST, "0,95%")).await.expect(201).clone();
    assert_eq!((&corrected["check"], world.state().await.as_str()), (&Value::Null, "solved"));
    assert_eq!(world.check(&one, "confirmed").await.refusal(409), "already_corrected");
}

#[actix_web::test]
async fn only_the_owner_measures_and_only_the_inspectorate_checks() {
    let world = World::new().await;
    let measurements = format!("{}/measurements", world.problem);
    let Cast { other_head, approver, candidate, .. } = &world.cast;
    for person in [other_head, approver, candidate, &world.inspector] {
        let answer = world.app.post(person, &measurements, measured(FIRST, "1,5%")).await;
        assert_eq!(answer.refusal(403), "forbidden");
    }
    let one = world.measure(measured(FIRST, "1,5%")).await.expect(201).clone();
    let checks = format!("/api/v1/measurements/{}/checks", one["id"].as_str().unwrap());
    let found = json!({ "verdict": "disputed", "reason": "Tidak ada buku laboratorium." });
    for person in [&world.cast.head, other_head, approver, candidate] {
        let answer = world.app.post(person, &checks, found.clone()).await;
        assert_eq!(answer.refusal(403), "forbidden");
    }
    let both = world.app.person("rangkap").role(Role::UnitHead).role(Role::Inspector).create();
    let own = world.app.post(&both, &measurements, measured(SECOND, "1,4%")).await;
    let own = format!("/api/v1/measurements/{}/checks", own.expect(201)["id"].as_str().unwrap());
    assert_eq!(world.app.post(&both, &own, found).await.refusal(409), "own_measurement");
    let unchecked = "/api/v1/measurements?unchecked=true";
    let listed = world.app.get(&world.inspector, unchecked).await;
    assert_eq!(listed.expect(200)["items"].as_array().unwrap().len(), 2);
    world.check(&one, "confirmed").await.expect(200);
    let listed = world.app.get(&world.inspector, unchecked).await;
    assert_eq!(listed.expect(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.app.get(candidate, unchecked).await.refusal(403), "forbidden");
}

#[actix_web::test]
async fn nobody_checks_a_measurement_of_their_own_unit() {
    let world = World::new().await;
    let one = world.measure(measured(FIRST, "1,5%")).await.expect(201).clone();
    let id = one["id"].as_str().unwrap();
    let colleague = world.app.person("rekan").role(Role::Inspector).unit("U.BB.MKS").create();
    let found = json!({ "verdict": "confirmed", "reason": "Buku laboratorium dilihat di tempat." });
    let checks = format!("/api/v1/measurements/{id}/checks");
    let refused = world.app.post(&colleague, &checks, found).await;
    assert_eq!(refused.refusal(409), "own_measurement");
    let title = refused.json["title"].as_str().unwrap().to_owned();
    assert!(title.contains("unit Anda") || title.contains("your own unit"), "{title}");
    // The page offers it by the same rule.
    let form = format!("action=\"/measurements/{id}/check\"");
    for (person, is_offered) in [(&colleague, false), (&world.inspector, true)] {
        let visit = Visit::signed_in(&world.app, person).await;
        let page = visit.read(&format!("/measurements/{id}")).await;
        assert_eq!(page.text().contains(&form), is_offered, "{}", page.text());
    }
    world.check(&one, "confirmed").await.expect(200);
}

/// Kinds of letters to this person about measurements, in order.
pub(super) fn letters(app: &TestApp, to: &Person) -> Vec<String> {
    let to = to.id.clone();
    let read = move |db: &mut Db| {
        let theirs = mails::table
            .filter(mails::recipient.eq(&to).and(mails::template.like("measurement%")))
            .order(mails::seq);
        Ok(theirs.select(mails::template).load::<String>(db)?)
    };
    app.database().read(read).unwrap()
}

#[actix_web::test]
async fn the_head_of_today_is_told_of_a_dispute_not_the_one_who_left() {
    let world = World::new().await;
    let one = world.measure(measured(FIRST, "0,9%")).await.expect(201).clone();
    world.check(&one, "confirmed").await.expect(200);
    assert_eq!(letters(&world.app, &world.cast.head), ["measurement_confirmed"]);
    world.app.place(&world.cast.head, "U.BL.TRK", None);
    // Nobody heads the unit for a while: who recorded it is the one to ask.
    world.check(&one, "disputed").await.expect(200);
    let told = ["measurement_confirmed", "measurement_disputed"];
    assert_eq!(letters(&world.app, &world.cast.head), told);
    let heir = world.app.person("pengganti").role(Role::UnitHead).create();
    world.check(&one, "confirmed").await.expect(200);
    world.check(&one, "disputed").await.expect(200);
    assert_eq!(letters(&world.app, &heir), told);
    assert_eq!(letters(&world.app, &world.cast.head), told);
    // Who is told can also answer.
    let path = format!("/api/v1/measurements/{}/corrections", one["id"].as_str().unwrap());
    let body = json!({ "reason": "Angka salah ketik.", "measurement": measured(FIRST, "0,95%") });
    assert_eq!(
        world.app.post(&world.cast.head, &path, body.clone()).await.refusal(403),
        "forbidden"
    );
    world.app.post(&heir, &path, body).await.expect(201);
}

#[actix_web::test]
async fn a_problem_that_is_not_in_the_registry_is_not_measured() {
    let world = World::new().await;
    let retire = format!("{}/retire", world.problem);
    let why = json!({ "reason": "Tugas ini pindah ke unit lain." });
    world.app.post(&world.cast.approver, &retire, why).await.expect(200);
    let answer = world.measure(measured(FIRST, "0,9%")).await;
    assert_eq!(answer.refusal(409), "problem_not_measurable");
    let pending = path(&propose(&world.app, &world.cast.head).await);
    let pending = format!("{pending}/measurements");
    let answer = world.app.post(&world.cast.head, &pending, measured(FIRST, "0,9%")).await;
    assert_eq!(answer.refusal(409), "problem_not_measurable");
}

#[actix_web::test]
async fn figures_that_the_texts_do_not_say_are_stated_by_an_approver_until_something_was_measured()
{
    let vague = with(text(), "baseline_value", "79,57 / 75,49 / 70,75 %");
    let vague = with(vague, "target_value", "turun separuh");
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let refused = app.post(&cast.head, PROBLEMS, vague.clone()).await;
    assert_eq!(refused.faults(), [("target_value".to_owned(), "figure_missing".to_owned())]);
    let vague = with(vague, "target_value", "turun 50%");
    let refused = app.post(&cast.head, PROBLEMS, vague.clone()).await.faults();
    let fields: Vec<&str> = refused.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["baseline_figure", "target_figure"]);
    let stated = with(with(vague, "baseline_figure", "70,75"), "target_figure", "35,4");
    let made = app.post(&cast.head, PROBLEMS, stated).await.expect(201).clone();
    assert_eq!(made["stated_figures"], json!({ "baseline": "70.75", "target": "35.4" }));
    let figures = format!("{}/figures", path(&made));
    let body = json!({ "baseline": "70", "target": "35", "reason": "Dibulatkan ke bawah." });
    let early = app.post(&cast.approver, &figures, body.clone()).await;
    assert_eq!(early.refusal(409), "problem_not_approved");
    app.post(&cast.approver, &format!("{}/approve", path(&made)), Value::Null).await.expect(200);
    // A slip of the pen can be mended before anybody has measured against it, and not after.
    let page = path(&made).replace("/api/v1", "");
    let approver = Visit::signed_in(&app, &cast.approver).await;
    let form = format!("action=\"{page}/figures\"");
    assert!(approver.read(&page).await.text().contains(&form));
    let stated = app.post(&cast.approver, &figures, body.clone()).await.expect(200).clone();
    assert_eq!(stated["stated_figures"], json!({ "baseline": "70", "target": "35" }));
    let again = with(body.clone(), "target", "36");
    let again = app.post(&cast.approver, &figures, again).await.expect(200).clone();
    assert_eq!(again["stated_figures"], json!({ "baseline": "70", "target": "36" }));
    let met = with(body.clone(), "target", "70");
    let met = app.post(&cast.approver, &figures, met).await.faults();
    assert_eq!(met, [("target".to_owned(), "target_already_met".to_owned())]);
    assert_eq!(app.post(&cast.head, &figures, body.clone()).await.refusal(403), "forbidden");
    let measurements = format!("{}/measurements", path(&made));
    app.post(&cast.head, &measurements, measured(FIRST, "60%")).await.expect(201);
    assert_eq!(app.post(&cast.approver, &figures, body).await.refusal(409), "figures_stand");
    assert!(!approver.read(&page).await.text().contains(&form));
}

#[actix_web::test]
async fn figures_that_the_texts_say_are_not_stated_beside_them() {
    let world = World::new().await;
    let figures = format!("{}/figures", world.problem);
    let body = json!({ "baseline": "1,9", "target": "1", "reason": "Dibulatkan ke bawah." });
    let refused = world.app.post(&world.cast.approver, &figures, body).await;
    assert_eq!(refused.refusal(409), "figures_stand");
    let approver = Visit::signed_in(&world.app, &world.cast.approver).await;
    let page = approver.read(&world.problem.replace("/api/v1", "")).await;
    assert!(!page.text().contains("/figures\""), "{}", page.text());
}

#[actix_web::test]
async fn an_owner_measures_in_the_browser_and_an_inspector_checks() {
    let world = World::new().await;
    let page = world.problem.replace("/api/v1", "");
    let owner = Visit::signed_in(&world.app, &world.cast.head).await;
    assert!(owner.read(&page).await.text().contains(&format!("{page}/measure\"")));
    let form = owner.read(&format!("{page}/measure")).await;
    assert!(form.text().contains("value=\"% sampel\""), "{}", form.text());
    let csrf = owner.csrf().await;
    let fields = |value: &'static str| {
        let all = [
            ("csrf", csrf.as_str()),
            ("period_from", FIRST.0),
            ("period_to", FIRST.1),
            ("value", value),
            ("unit_of_measure", "% sampel"),
            ("denominator", "5.012 sampel"),
            ("source", "Laporan pengujian 2026"),
            ("measured_by", "BBPOM di Makassar"),
            ("evidence", "Hasil uji laboratorium, berkas LHU 2026."),
            ("gaps", ""),
            ("difference", ""),
        ];
        all.to_vec()
    };
    let refused = owner.send(&format!("{page}/measure"), &fields("turun")).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("href=\"#f-value\"") && refused.text().contains("5.012 sampel")
    );
    let sent = owner.send(&format!("{page}/measure"), &fields("0,9%")).await;
    assert_eq!((sent.status, sent.header("location")), (303, page.as_str()), "{}", sent.text());
    let shown = owner.read(&page).await;
    assert!(
        shown.text().contains("<polyline") && shown.text().contains("0,9%"),
        "{}",
        shown.text()
    );

    let inspector = Visit::signed_in(&world.app, &world.inspector).await;
    let desk = inspector.read("/desk/measurements").await;
    let one = world.series().await["measurements"][0]["id"].as_str().unwrap().to_owned();
    assert!(desk.text().contains(&format!("/measurements/{one}\"")), "{}", desk.text());
    let csrf = inspector.csrf().await;
    let found =
        [("csrf", csrf.as_str()), ("verdict", "disputed"), ("reason", "Buku uji tidak ada.")];
    let sent = inspector.send(&format!("/measurements/{one}/check"), &found).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(world.state().await, "approved");
    let csrf = owner.csrf().await;
    let form = owner.read(&format!("/measurements/{one}/correct")).await;
    assert!(form.text().contains("0,9%"), "{}", form.text());
    let mut again = fields("0,8%");
    again.retain(|(name, _)| *name != "csrf");
    again.extend([("csrf", csrf.as_str()), ("reason", "Buku uji dilampirkan kini.")]);
    let sent = owner.send(&format!("/measurements/{one}/correct"), &again).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(world.state().await, "solved");
}

#[actix_web::test]
async fn every_page_of_a_problem_says_what_is_compared_a_pending_ones_too() {
    let world = World::new().await;
    let pending = propose(&world.app, &world.cast.head).await;
    let owner = Visit::signed_in(&world.app, &world.cast.head).await;
    for problem in [world.problem.clone(), path(&pending)] {
        let page = owner.read(&problem.replace("/api/v1", "")).await;
        assert!(page.text().contains("<dd>1.94 → 1 % sampel</dd>"), "{}", page.text());
    }
    for ((from, to), value) in
        [(FIRST, "1,5%"), (SECOND, "1,4%"), (("2026-11-01", "2026-11-20"), "1,3%")]
    {
        world.measure(measured((from, to), value)).await.expect(201);
    }
    // Dots for all, figures beside the first and the last, and the target's.
    let page = owner.read(&world.problem.replace("/api/v1", "")).await;
    let (_, chart) = page.text().split_once("<svg").unwrap();
    let (chart, _) = chart.split_once("</svg>").unwrap();
    assert_eq!((chart.matches("<circle").count(), chart.matches("<text").count()), (4, 3));
    assert!(chart.contains(">1.94</text>") && chart.contains(">1.3</text>"), "{chart}");
}

#[actix_web::test]
async fn nobody_calls_a_problem_solved_without_a_measurement() {
    let world = World::new().await;
    let path = format!("{}/solve", world.problem);
    let request = world.app.request_as(&world.cast.approver, Method::POST, &path).await;
    let answer =
        Answer::of(request.json(&json!({ "reason": "Sudah selesai menurut saya." }))).await;
    assert_eq!(answer.status, 404);
    assert_eq!(world.state().await, "approved");
}
