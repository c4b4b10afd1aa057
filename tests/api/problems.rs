//! The life of a problem over HTTP and who sees it when; lists and the shipped table are in
//! `registry`.

mod due;
mod evidence;
mod measuring;
mod registry;

use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;

const PROBLEMS: &str = "/api/v1/problems";

fn text() -> Value {
    json!({
        "title": "Takjil berformalin di pasar tradisional",
        "description": "Pedagang masih memakai formalin pada takjil.",
        "indicator": "Bagian sampel yang tidak memenuhi syarat",
        "unit_of_measure": "% sampel",
        "direction": "lower",
        "baseline_value": "1,94%",
        "baseline_period": "2025",
        "baseline_denominator": "4.958 sampel",
        "baseline_source": "Laporan tahunan 2025",
        "baseline_measured_by": "BBPOM di Makassar",
        "target_value": "1,0%",
        "evidence": "Hasil uji laboratorium selama Ramadan.",
    })
}

fn reason(words: &str) -> Value {
    json!({ "reason": words })
}

const WHY: &str = "Angka dasar belum disertai dokumen sumber.";

struct Cast {
    /// Heads BBPOM Makassar.
    head: Person,
    /// Heads Balai POM di Tarakan.
    other_head: Person,
    approver: Person,
    candidate: Person,
}

impl Cast {
    fn of(app: &TestApp) -> Self {
        Self {
            head: app.person("head").role(Role::UnitHead).create(),
            other_head: app.person("other").role(Role::UnitHead).unit("U.BL.TRK").create(),
            approver: app.person("approver").role(Role::Approver).unit("P.PPSDM").create(),
            candidate: app.person("rina").role(Role::Candidate).create(),
        }
    }
}

fn path(problem: &Value) -> String {
    format!("{PROBLEMS}/{}", problem["id"].as_str().unwrap())
}

async fn propose(app: &TestApp, who: &Person) -> Value {
    app.post(who, PROBLEMS, text()).await.expect(201).clone()
}

async fn codes(app: &TestApp, who: &Person, query: &[(&str, &str)]) -> Vec<String> {
    let request = app.request_as(who, Method::GET, PROBLEMS).await;
    codes_of(&Answer::of(request.query(query)).await)
}

#[track_caller]
fn codes_of(answer: &Answer) -> Vec<String> {
    let items = answer.expect(200)["items"].as_array().unwrap();
    items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

fn acts_on_record(app: &TestApp) -> Vec<String> {
    let entries = app
        .database()
        .read(|db| {
            tubel::platform::ledger::entries_after(
                db,
                0,
                tubel::platform::ledger::Wanted::default(),
                1000,
            )
        })
        .unwrap();
    entries.into_iter().map(|entry| entry.act).filter(|act| act.starts_with("problem")).collect()
}

#[actix_web::test]
async fn a_problem_is_proposed_returned_revised_approved_and_retired() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let made = app.post(&cast.head, PROBLEMS, text()).await;
    let problem = made.expect(201).clone();
    assert_eq!(
        (problem["code"].as_str(), problem["state"].as_str(), problem["owner_unit"].as_str()),
        (Some("M-001"), Some("proposed"), Some("U.BB.MKS"))
    );
    assert_eq!(made.header("etag"), "\"v1\"");
    let path = path(&problem);

    let returned = app.post(&cast.approver, &format!("{path}/return"), reason(WHY)).await;
    assert_eq!(returned.expect(200)["state"], "returned");
    assert_eq!(app.get(&cast.head, &path).await.expect(200)["state_reason"], WHY);

    let mut better = text();
    better["baseline_source"] = "Laporan tahunan BBPOM di Makassar 2025".into();
    let revised = app.put_from(&cast.head, &path, 2, better).await;
    assert_eq!(revised.expect(200)["state"], "proposed");
    assert_eq!(revised.json["state_reason"], Value::Null);
    assert_eq!(revised.header("etag"), "\"v3\"");

    let approved = app.post(&cast.approver, &format!("{path}/approve"), Value::Null).await;
    assert_eq!(approved.expect(200)["state"], "approved");
    let shown = app.send("GET", &path, "en").await;
    assert_eq!(shown.expect(200)["baseline_source"], "Laporan tahunan BBPOM di Makassar 2025");
    assert_eq!(shown.header("etag"), "\"v4\"");

    let gone = "Tugas ini pindah ke unit lain.";
    app.post(&cast.approver, &format!("{path}/retire"), reason(gone)).await.expect(200);
    assert_eq!(app.send("GET", &path, "en").await.expect(200)["state"], "retired");
    assert_eq!(
        acts_on_record(&app),
        [
            "problem.proposed",
            "problem.returned",
            "problem.revised",
            "problem.approved",
            "problem.retired"
        ]
    );
}

#[actix_web::test]
async fn the_record_holds_no_words_of_the_problem_or_of_the_reason() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let path = path(&propose(&app, &cast.head).await);
    app.post(&cast.approver, &format!("{path}/return"), reason(WHY)).await.expect(200);
    let entries = app
        .database()
        .read(|db| {
            tubel::platform::ledger::entries_after(
                db,
                0,
                tubel::platform::ledger::Wanted::default(),
                1000,
            )
        })
        .unwrap();
    let record = serde_json::to_string(&entries).unwrap();
    assert!(record.contains("reason_hash") && record.contains("M-001"), "{record}");
    for words in ["Takjil", "Angka dasar", "Laporan tahunan"] {
        assert!(!record.contains(words), "{words}");
    }
}

#[actix_web::test]
async fn a_step_that_the_state_does_not_allow_is_refused_in_words() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let path = path(&propose(&app, &cast.head).await);
    let early = app.post(&cast.approver, &format!("{path}/retire"), reason(WHY)).await;
    assert_eq!(early.refusal(409), "problem_not_approved");
    assert_eq!(
        early.json["title"],
        "This is for approved problems only; this one is still proposed."
    );
    app.post(&cast.approver, &format!("{path}/approve"), Value::Null).await.expect(200);
    let again = app.post(&cast.approver, &format!("{path}/approve"), Value::Null).await;
    assert_eq!(again.refusal(409), "problem_not_proposed");
    let late = app.put_from(&cast.head, &path, 2, text()).await;
    assert_eq!(late.refusal(409), "problem_not_open_to_revision");
    app.post(&cast.approver, &format!("{path}/retire"), reason(WHY)).await.expect(200);
    let late = app.post(&cast.approver, &format!("{path}/retire"), reason(WHY)).await;
    assert_eq!(late.refusal(409), "problem_not_approved");
}

#[actix_web::test]
async fn a_step_that_needs_a_reason_is_refused_without_one() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let path = path(&propose(&app, &cast.head).await);
    let required = [("reason".to_owned(), "required".to_owned())];
    let silent = app.post(&cast.approver, &format!("{path}/return"), reason("  ")).await;
    assert_eq!(silent.faults(), [("reason".to_owned(), "too_short".to_owned())]);
    let missing = app.post(&cast.approver, &format!("{path}/return"), json!({})).await;
    assert_eq!(missing.faults(), required);
    app.post(&cast.approver, &format!("{path}/approve"), Value::Null).await.expect(200);
    let silent = app.post(&cast.approver, &format!("{path}/retire"), reason("")).await;
    assert_eq!(silent.faults(), required);
    assert_eq!(app.get(&cast.head, &path).await.expect(200)["state"], "approved");
}

#[actix_web::test]
async fn only_a_unit_head_proposes_and_only_an_approver_decides() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    for person in [&cast.approver, &cast.candidate] {
        assert_eq!(app.post(person, PROBLEMS, text()).await.refusal(403), "forbidden");
    }
    let anybody = Answer::of(app.request(Method::POST, PROBLEMS).json(&text())).await;
    assert_eq!(anybody.refusal(401), "not_signed_in");
    let path = path(&propose(&app, &cast.head).await);
    for person in [&cast.head, &cast.other_head, &cast.candidate] {
        let answer = app.post(person, &format!("{path}/approve"), Value::Null).await;
        assert_eq!(answer.refusal(403), "forbidden");
    }
    for person in [&cast.other_head, &cast.approver, &cast.candidate] {
        assert_eq!(app.put_from(person, &path, 1, text()).await.refusal(404), "not_found");
    }
}

#[actix_web::test]
async fn nobody_decides_on_their_own_problem_or_their_own_units() {
    let app = TestApp::start();
    let both = |name: &str| app.person(name).role(Role::UnitHead).role(Role::Approver).create();
    let (proposer, colleague) = (both("proposer"), both("colleague"));
    let outsider = app.person("outsider").role(Role::Approver).unit("P.PPSDM").create();
    let path = path(&propose(&app, &proposer).await);
    for person in [&proposer, &colleague] {
        let answer = app.post(person, &format!("{path}/approve"), Value::Null).await;
        assert_eq!(answer.refusal(409), "own_problem");
    }
    app.post(&outsider, &format!("{path}/approve"), Value::Null).await.expect(200);
}

#[actix_web::test]
async fn every_fault_of_a_text_is_told_at_once_in_the_callers_language() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let told = |faults: &[(&str, &str)]| -> Vec<(String, String)> {
        faults.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    };
    // The limits of the fields first, then what the rules ask of them.
    let mut body = text();
    body["title"] = "".into();
    body["evidence"] = "Lampiran".into();
    body["baseline_value"] = "banyak".into();
    let answer = app.post(&cast.head, PROBLEMS, body).await;
    assert_eq!(answer.refusal(422), "invalid");
    assert_eq!(answer.faults(), told(&[("evidence", "too_short"), ("title", "required")]));
    let mut body = text();
    body["baseline_value"] = "banyak".into();
    body["baseline_period"] = "2030".into();
    body["baseline_denominator"] = Value::Null;
    let answer = app.post(&cast.head, PROBLEMS, body).await;
    assert_eq!(answer.refusal(422), "invalid");
    let expected = [
        ("baseline_value", "figure_missing"),
        ("baseline_period", "year_ahead"),
        ("baseline_denominator", "denominator_missing"),
    ];
    assert_eq!(answer.faults(), told(&expected));
    assert_eq!(
        answer.json["errors"][1]["message"],
        "A baseline cannot come from a year that lies ahead; it is 2026."
    );
    assert_eq!(codes(&app, &cast.head, &[]).await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_stale_save_is_refused_with_both_texts() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let path = path(&propose(&app, &cast.head).await);
    let (mut mine, mut theirs) = (text(), text());
    mine["title"] = "Judul saya yang baru".into();
    theirs["title"] = "Judul rekan yang baru".into();
    app.put_from(&cast.head, &path, 1, theirs.clone()).await.expect(200);
    let stale = app.put_from(&cast.head, &path, 1, mine.clone()).await;
    assert_eq!(stale.refusal(412), "stale");
    assert_eq!(stale.json["details"], json!({"version": 2, "stored": theirs, "sent": mine}));
    let blind = app.put(&cast.head, &path, mine).await;
    assert_eq!(blind.refusal(428), "if_match_required");
    assert_eq!(app.get(&cast.head, &path).await.json["title"], "Judul rekan yang baru");
}

#[actix_web::test]
async fn nobody_approves_a_text_that_changed_since_they_read_it() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let path = path(&propose(&app, &cast.head).await);
    app.put_from(&cast.head, &path, 1, text()).await.expect(200);
    let approve = async |tag: &str| {
        let request =
            app.request_as(&cast.approver, Method::POST, &format!("{path}/approve")).await;
        Answer::of(request.header("if-match", tag)).await
    };
    assert_eq!(approve("\"v1\"").await.refusal(412), "stale");
    assert_eq!(approve("nonsense").await.refusal(400), "bad_request");
    approve("\"v2\"").await.expect(200);
}

#[actix_web::test]
async fn a_pending_problem_is_known_to_its_unit_and_to_those_who_decide() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let secretariat = app.person("admin").role(Role::Secretariat).create();
    let auditor = app.person("auditor").role(Role::Auditor).create();
    let reviewer = app.person("reviewer").role(Role::Reviewer).create();
    let path = path(&propose(&app, &cast.head).await);
    for person in [&cast.head, &cast.approver, &secretariat, &auditor] {
        assert_eq!(app.get(person, &path).await.expect(200)["code"], "M-001");
        assert_eq!(codes(&app, person, &[]).await, ["M-001"]);
    }
    let unknown = format!("{PROBLEMS}/00000000000000000000000000");
    for person in [&cast.other_head, &cast.candidate, &reviewer] {
        app.get(person, &path).await.refusal(404);
        for query in [("state", "proposed"), ("q", "M-001"), ("owner_unit", "U.BB.MKS")] {
            assert_eq!(codes(&app, person, &[query]).await, Vec::<String>::new());
        }
    }
    let strip = |answer: Answer| {
        let mut json = answer.json;
        json["instance"] = Value::Null;
        (answer.status, json)
    };
    let hidden = strip(app.send("GET", &path, "en").await);
    assert_eq!(hidden, strip(app.send("GET", &unknown, "en").await));
    assert_eq!(hidden.0, 404);
}

#[actix_web::test]
async fn the_public_does_not_learn_who_proposed_and_who_decided() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    let path = path(&propose(&app, &cast.head).await);
    app.post(&cast.approver, &format!("{path}/approve"), Value::Null).await.expect(200);
    let known = app.get(&cast.head, &path).await;
    assert_eq!(known.json["proposed_by"], cast.head.id.as_str());
    assert_eq!(known.json["decided_by"], cast.approver.id.as_str());
    let public = app.send("GET", &path, "en").await.expect(200).clone();
    let listed = app.get(&cast.candidate, PROBLEMS).await.json["items"][0].clone();
    for problem in [public, listed] {
        assert_eq!(problem["state"], "approved");
        assert_eq!((&problem["proposed_by"], &problem["decided_by"]), (&Value::Null, &Value::Null));
    }
}
