//! Letters as people meet them: who is told what, who sees the queue, and what it keeps to itself.

use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::writing::World;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::mails;

const QUEUE: &str = "/api/v1/mail";
const OWN: &str = "/api/v1/me/mails";
const LANGUAGE: &str = "/api/v1/me/mail-language";

/// A word that nobody but the reader of the letter may see.
const CANARY: &str = "kenari-7f3a";

fn items(answer: &Answer) -> Vec<Value> {
    answer.expect(200)["items"].as_array().unwrap().clone()
}

fn problem() -> Value {
    json!({
        "title": "Takjil berformalin di pasar tradisional",
        "description": "Pedagang masih memakai formalin pada takjil.",
        "indicator": "Bagian sampel yang tidak memenuhi syarat", "unit_of_measure": "% sampel",
        "direction": "lower", "baseline_value": "1,94%", "baseline_period": "2025",
        "baseline_denominator": "4.958 sampel", "baseline_source": "Laporan tahunan 2025",
        "baseline_measured_by": "BBPOM di Makassar", "target_value": "1,0%",
        "evidence": "Hasil uji laboratorium selama Ramadan.",
    })
}

/// A problem that the head of BBPOM Makassar proposed, and its decision.
async fn decided(app: &TestApp, head: &Person, approver: &Person, step: &str, body: Value) {
    let proposed = app.post(head, "/api/v1/problems", problem()).await;
    let id = proposed.expect(201)["id"].as_str().unwrap().to_owned();
    app.post(approver, &format!("/api/v1/problems/{id}/{step}"), body).await.expect(200);
}

fn head_and_approver(app: &TestApp) -> (Person, Person) {
    (
        app.person("head").role(Role::UnitHead).create(),
        app.person("approver").role(Role::Approver).unit("P.PPSDM").create(),
    )
}

/// Makes the only letter one that the relay refused.
fn refuse_the_letter(app: &TestApp) {
    app.database()
        .write(|db| {
            diesel::update(mails::table)
                .set((
                    mails::state.eq("failed"),
                    mails::attempts.eq(4),
                    mails::next_attempt_at.eq(None::<i64>),
                    mails::last_error.eq("550 5.1.1 <head@pom.go.id>: no such user"),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
}

#[actix_web::test]
async fn who_registers_gets_a_letter_that_nobody_else_reads() {
    let app = TestApp::start();
    let body = json!({
        "email": "siti@pom.go.id", "nip": "198609262015052001", "name": "Siti", "unit": "U.BB.MKS",
        "password": "kuda laut makan nasi",
    });
    Answer::of(app.request(Method::POST, "/api/v1/auth/register").json(&body)).await.expect(201);
    let siti = Person { id: registered(&app), email: "siti@pom.go.id".to_owned(), nip: None };
    let letters = items(&app.get(&siti, OWN).await);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["title"], "Konfirmasi alamat surel");
    // It carries a link that opens the account, so its words are in the mail alone.
    let text = letters[0]["text"].as_str().unwrap();
    assert!(text.contains("tautan rahasia") && !text.contains("http"), "{text}");
    let other = app.person("budi").role(Role::Candidate).create();
    assert_eq!(items(&app.get(&other, OWN).await), Vec::<Value>::new());
}

fn registered(app: &TestApp) -> tubel::kernel::ids::UserId {
    let recipient = mails::table.select(mails::recipient.assume_not_null());
    app.database().read(|db| Ok(recipient.first(db)?)).unwrap()
}

#[actix_web::test]
async fn a_submission_brings_its_receipt_by_mail() {
    let world = World::start().await;
    let path = world.ready().await;
    let submitted = world.submit(&path).await;
    let receipt = submitted.expect(201);
    let letters = items(&world.app.get(&world.candidate, OWN).await);
    assert_eq!(letters[0]["title"], "Tanda terima usulan TB-2026-0001");
    let text = letters[0]["text"].as_str().unwrap();
    for shown in [&receipt["content_hash"], &receipt["ledger"]["hash"]] {
        assert!(text.contains(shown.as_str().unwrap()), "{text}");
    }
    assert!(text.contains("24 November 2026 09.00 WITA"), "{text}");
}

#[actix_web::test]
async fn the_proposer_of_a_problem_is_told_of_its_decision_in_the_language_of_their_choice() {
    let app = TestApp::start();
    let (head, approver) = head_and_approver(&app);
    decided(&app, &head, &approver, "approve", json!({})).await;
    assert_eq!(app.get(&head, LANGUAGE).await.expect(200), &json!({"language": "id"}));
    let english = json!({"language": "en"});
    assert_eq!(app.put(&head, LANGUAGE, english.clone()).await.expect(200), &english);
    decided(&app, &head, &approver, "approve", json!({})).await;
    assert_eq!(app.put(&head, LANGUAGE, json!({"language": "id"})).await.status, 200);
    let reason = json!({"reason": "Angka dasar belum disertai dokumen sumber."});
    decided(&app, &head, &approver, "return", reason).await;
    let titles: Vec<Value> =
        items(&app.get(&head, OWN).await).iter().map(|letter| letter["title"].clone()).collect();
    assert_eq!(
        titles,
        ["Masalah M-003 dikembalikan", "Problem M-002 approved", "Masalah M-001 disetujui"]
    );
    let refused = app.put(&head, LANGUAGE, json!({"language": "fr"})).await;
    assert_eq!(refused.refusal(422), "invalid");
    assert_eq!(refused.faults(), [("language".to_owned(), "not_one_of".to_owned())]);
}

#[actix_web::test]
async fn the_queue_is_for_the_secretariat_and_the_auditor_and_holds_nobodys_words() {
    let app = TestApp::start();
    let (head, approver) = head_and_approver(&app);
    let reason = format!("Angka dasar belum disertai dokumen sumber, {CANARY}.");
    decided(&app, &head, &approver, "return", json!({"reason": reason})).await;
    let own = items(&app.get(&head, OWN).await);
    assert!(own[0]["text"].as_str().unwrap().contains(CANARY));

    for role in [Role::Secretariat, Role::Auditor] {
        let reader = app.person(role.name()).role(role).unit("P.SU.03").create();
        let answer = app.get(&reader, QUEUE).await;
        let letters = items(&answer);
        assert_eq!(letters[0]["template"], "problem_returned");
        assert_eq!(letters[0]["state"], "queued");
        assert_eq!(letters[0]["address"], "head@pom.go.id");
        assert!(!answer.text().contains(CANARY), "{}", answer.text());
        assert_eq!(items(&app.get(&reader, &format!("{QUEUE}?state=failed")).await).len(), 0);
    }
    for role in [Role::Operator, Role::Chair, Role::Candidate, Role::Reviewer, Role::Verifier] {
        let outsider = app.person(&format!("no {}", role.name())).role(role).create();
        assert_eq!(app.get(&outsider, QUEUE).await.refusal(403), "forbidden", "{role:?}");
    }
    assert_eq!(app.send("GET", QUEUE, "en").await.refusal(401), "not_signed_in");
}

#[actix_web::test]
async fn a_failed_letter_is_seen_and_sent_anew_on_the_record() {
    let app = TestApp::start();
    let (head, approver) = head_and_approver(&app);
    decided(&app, &head, &approver, "approve", json!({})).await;
    let secretariat = app.person("admin").role(Role::Secretariat).unit("P.SU.03").create();
    let auditor = app.person("auditor").role(Role::Auditor).unit("P.SU.03").create();
    let waiting = items(&app.get(&secretariat, QUEUE).await).remove(0);
    let retry = format!("{QUEUE}/{}/retry", waiting["id"].as_str().unwrap());
    assert_eq!(app.post(&secretariat, &retry, Value::Null).await.refusal(409), "mail_not_failed");

    refuse_the_letter(&app);
    let failed = items(&app.get(&secretariat, &format!("{QUEUE}?state=failed")).await).remove(0);
    assert!(failed["last_error"].as_str().unwrap().starts_with("550"));
    assert_eq!(app.post(&auditor, &retry, Value::Null).await.refusal(403), "forbidden");
    let retried = app.post(&secretariat, &retry, Value::Null).await;
    assert_eq!(retried.expect(200)["state"], "queued");
    assert_eq!(retried.json["attempts"], 0);
    let acts = app.recorded(&format!("mail:{}", waiting["id"].as_str().unwrap()));
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].0, "mail.retried");
    let unknown = format!("{QUEUE}/01hzx3v9k2m4n6p8q0r2s4t6v8/retry");
    assert_eq!(app.post(&secretariat, &unknown, Value::Null).await.refusal(404), "not_found");
}

#[actix_web::test]
async fn the_operator_sees_figures_and_reasons_but_no_address() {
    let app = TestApp::start();
    let (head, approver) = head_and_approver(&app);
    decided(&app, &head, &approver, "approve", json!({})).await;
    let operator = app.person("operator").role(Role::Operator).unit("P.SU.03").create();
    let figures = format!("{QUEUE}/figures");
    let waiting = app.get(&operator, &figures).await;
    assert_eq!(waiting.expect(200)["queued"], 1);
    assert_eq!(waiting.json["oldest_due_at"], "2026-11-24T01:00:00Z");

    refuse_the_letter(&app);
    let failed = app.get(&operator, &figures).await;
    assert_eq!(
        failed.expect(200),
        &json!({
            "queued": 0, "sending": 0, "sent": 0, "failed": 1, "oldest_due_at": null,
            "reasons": [{"reason": "550 5.1.1 … no such user", "letters": 1}],
        })
    );
    assert_eq!(app.get(&head, &figures).await.refusal(403), "forbidden");
}

#[actix_web::test]
async fn the_queue_comes_in_pages_whose_cost_does_not_grow() {
    let app = TestApp::start();
    let (head, approver) = head_and_approver(&app);
    for _ in 0..5 {
        decided(&app, &head, &approver, "approve", json!({})).await;
    }
    let secretariat = app.person("admin").role(Role::Secretariat).unit("P.SU.03").create();
    let mut seen = Vec::new();
    let mut path = format!("{QUEUE}?limit=2");
    loop {
        let page = app.get(&secretariat, &path).await;
        seen.extend(items(&page).iter().map(|letter| letter["subject"].clone()));
        let Some(next) = page.json["next"].as_str() else { break };
        path = format!("{QUEUE}?limit=2&after={next}");
    }
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let mut costs = Vec::new();
    for limit in [1, 5] {
        let before = app.statements();
        app.get(&secretariat, &format!("{QUEUE}?limit={limit}")).await.expect(200);
        costs.push(app.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}

/// The demo's people sign in with a password of their own.
pub(crate) async fn signed_in(app: &TestApp, email: &str) -> String {
    let body = json!({"login": email, "password": tubel::cli::demo::PASSWORD});
    let answer = Answer::of(app.request(Method::POST, "/api/v1/auth/login").json(&body)).await;
    answer.expect(200)["access_token"].as_str().unwrap().to_owned()
}

pub(crate) async fn as_token(
    app: &TestApp,
    method: Method,
    path: &str,
    token: &str,
    body: Value,
) -> Answer {
    let request = app.request(method, &format!("/api/v1{path}")).bearer_auth(token);
    Answer::of(request.json(&body)).await
}

#[actix_web::test]
async fn every_candidate_hears_their_outcome_and_no_score_when_it_is_announced() {
    let (app, scene) = TestApp::with_demo();
    let email = |role: Role| {
        let found = scene.sign_ins.iter().find(|sign_in| sign_in.roles.contains(&role));
        found.unwrap().email.clone()
    };
    let call = format!("/calls/{}", scene.call);
    let chair = signed_in(&app, &email(Role::Chair)).await;
    let me = as_token(&app, Method::GET, "/me", &chair, Value::Null).await;
    let lacking = format!("{call}/lacking-sheets");
    let lacking = as_token(&app, Method::GET, &lacking, &chair, Value::Null).await;
    let lacking = lacking.expect(200).as_array().unwrap().clone();
    let without: Vec<&Value> = lacking.iter().map(|one| &one["number"]).collect();
    let reason = "Lembar penilaian tidak lengkap pada tenggat.";
    let left_out = json!({"without": without, "reason": reason});
    let run = as_token(&app, Method::POST, &format!("{call}/selections"), &chair, left_out).await;
    let run = run.expect(201)["id"].clone();
    let proposition = json!({
        "run": run, "deviations": [],
        "minutes": {
            "meeting": "Jakarta", "attendance": [me.expect(200)["id"]],
            "not_ranked_reason": "Lembar penilaian tidak lengkap pada tenggat.",
            "divergence_reason": "Pleno membaca semua lembar yang berjauhan dan menerimanya.",
        },
    });
    let preview = format!("{call}/decisions/preview");
    let preview = as_token(&app, Method::POST, &preview, &chair, proposition.clone()).await;
    let hash = preview.expect(200)["outcomes_hash"].clone();
    let body = json!({"proposition": proposition, "outcomes_hash": hash});
    let decision = as_token(&app, Method::POST, &format!("{call}/decisions"), &chair, body).await;
    let approve = format!("/decisions/{}/approve", decision.expect(201)["id"].as_str().unwrap());
    let decider = signed_in(&app, &email(Role::Decider)).await;
    let password = tubel::cli::demo::PASSWORD;
    let body = json!({"outcomes_hash": hash, "decree_number": "SK-1/2026", "password": password});
    as_token(&app, Method::POST, &approve, &decider, body).await.expect(200);
    assert_eq!(result_letters(&app), BTreeMap::new(), "the embargo holds for letters too");

    let calendar = as_token(&app, Method::GET, &call, &chair, Value::Null).await;
    let calendar = &calendar.expect(200)["calendar"];
    app.at(calendar["announcement_at"].as_str().unwrap());
    let secretariat = signed_in(&app, &email(Role::Secretariat)).await;
    let path = format!("{call}/announcement");
    let announced = as_token(&app, Method::POST, &path, &secretariat, json!({})).await;
    let announced = announced.expect(201);
    let letters = result_letters(&app);
    for (list, template) in [("selected", "result_selected"), ("reserves", "result_reserve")] {
        for entry in announced[list].as_array().unwrap() {
            let (found, values) = &letters[entry["number"].as_str().unwrap()];
            assert_eq!(found, template);
            if list == "reserves" {
                assert_eq!(values["reserve_position"], json!({"count": entry["reserve_position"]}));
            }
        }
    }
    let shown = |template: &str| letters.values().filter(|(found, _)| found == template).count();
    assert_eq!(shown("result_selected"), announced["selected"].as_array().unwrap().len());
    assert_eq!(shown("result_reserve"), announced["reserves"].as_array().unwrap().len());
    assert!(shown("result_not_selected") > 0);
    let allowed =
        ["announced_at", "call", "link", "number", "objections_end_at", "reserve_position"];
    for (_, values) in letters.values() {
        assert!(values.as_object().unwrap().keys().all(|name| allowed.contains(&name.as_str())));
    }
}

/// Template and values of every result letter of the call in its plenary, by the proposal's number.
fn result_letters(app: &TestApp) -> BTreeMap<String, (String, Value)> {
    let rows = app
        .database()
        .read(|db| {
            Ok(mails::table
                .filter(mails::template.like("result%"))
                .select((mails::template, mails::letter_values))
                .load::<(String, String)>(db)?)
        })
        .unwrap();
    let of_call: Vec<(String, Value)> = rows
        .into_iter()
        .map(|(template, values)| (template, serde_json::from_str::<Value>(&values).unwrap()))
        .filter(|(_, values)| values["call"]["text"] == "TB-2026")
        .collect();
    let number = of_call.len();
    let letters: BTreeMap<String, (String, Value)> = of_call
        .into_iter()
        .map(|(template, values)| {
            (values["number"]["text"].as_str().unwrap().to_owned(), (template, values))
        })
        .collect();
    assert_eq!(letters.len(), number, "one letter to each");
    letters
}
