//! What an erasure takes away, what it leaves, and that the record and the ranking still hold.

use super::scene::{CANARY, LATER, announced, erase, everything, tables_with, write_about};
use diesel::prelude::*;
use reqwest::Method;
use serde_json::json;
use std::path::PathBuf;
use std::process::Command;
use test_support::plenary::World;
use test_support::{Answer, PASSWORD, Person, TestApp, pdf};
use tubel::kernel::access::Role;
use tubel::kernel::canonical::sha256_hex;
use tubel::kernel::ids::ProposalId;
use tubel::platform::db::Db;
use tubel::platform::db::schema::{calls, users};
use tubel::platform::ledger::SubjectKind;
use tubel::platform::ledger::{Wanted, entries_after, verify_chain};

fn stored(app: &TestApp, sha256: &str) -> PathBuf {
    app.app.settings.data.folder.join("files").join(&sha256[..2]).join(&sha256[2..])
}

#[actix_web::test]
async fn nothing_of_a_person_is_left_in_any_table_and_their_numbers_are() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let siti = &entries[2];
    write_about(&world, siti, &"a".repeat(64));
    world.app.get(&siti.candidate, "/api/v1/me/data").await;
    let name = format!("Calon {}", siti.number);
    let secrets =
        [CANARY, siti.candidate.email.as_str(), siti.candidate.nip.as_deref().unwrap(), &name];
    let before = everything(&world.app);
    for secret in secrets {
        assert!(!tables_with(&before, secret).is_empty(), "{secret} is not there to be erased");
    }
    assert!(tables_with(&before, CANARY).len() >= 5);

    world.app.at(LATER);
    let erased = erase(&world.app, &world.secretariat, &[&siti.candidate]).await;
    assert_eq!(erased.expect(200)["people"], 1);
    let after = everything(&world.app);
    for secret in &secrets[..1] {
        assert_eq!(tables_with(&after, secret), Vec::<String>::new(), "{secret}");
    }
    for secret in &secrets[1..] {
        // The last letter keeps its address until it has left.
        assert_eq!(
            tables_with(&after, secret),
            tables_with(&only_last(&after), secret),
            "{secret}"
        );
    }
    let kept = tables_with(&after, &siti.number);
    assert!(kept.contains(&"proposals".to_owned()) && kept.contains(&"selection_runs".to_owned()));
    // What the ranking was computed from stays.
    assert!(tables_with(&after, "requested_cost").contains(&"proposals".to_owned()));
}

/// What erasing does with each table. A table that is not here holds personal data that nobody erases,
/// or none: whoever adds one decides it in its owner's `HOLDER` (`store/personal.rs`) and `docs/privacy.md`, and here.
const DECIDED: [(&str, &[&str]); 3] = [
    (
        "emptied of the person's rows",
        &[
            "account_links",
            "address_changes",
            "devices",
            "document_openings",
            "documents",
            "endorsed_texts",
            "idempotency_keys",
            "mail_languages",
            "positions",
            "recovery_codes",
            "refresh_tokens",
            "registrations",
            "second_factors",
            "sessions",
            "sign_in_failures",
            "staff_list",
            "study_report_files",
            "submitted_files",
            "submitted_titles",
            "uploads",
        ],
    ),
    (
        "rewritten without words and names",
        &[
            "assignments",
            "awards",
            "conflict_withdrawals",
            "conflicts",
            "dissents",
            "endorsement_requests",
            "endorsements",
            "erasure_requests",
            "exceptions",
            "interview_panelists",
            "interview_requests",
            "interview_sheets",
            "interview_slots",
            "late_submissions",
            "mails",
            "minutes_drafts",
            "minutes_remarks",
            "minutes_signatures",
            "objections",
            "plenary_attendance",
            "proposal_sharings",
            "proposal_versions",
            "proposals",
            "proposed_changes",
            "reconciliations",
            "reopenings",
            "repairs",
            "review_versions",
            "reviews",
            "role_grants",
            "row_seals",
            "studies",
            "study_commitments",
            "study_papers",
            "study_report_answers",
            "study_report_sendings",
            "study_reports",
            "study_requests",
            "study_rulings",
            "study_steps",
            "study_uses",
            "users",
            "verifications",
            "withdrawn_conclusions",
        ],
    ),
    (
        "left as it is: ids, figures, the agency's own papers",
        &[
            "acting_heads",
            "substitutes",
            "announcements",
            "admission_reminders",
            "approvals",
            "breach_groups",
            "breach_measures",
            "breach_notices",
            "breach_people",
            "breaches",
            "call_extensions",
            "calls",
            "need_plans",
            "need_years",
            "needs",
            "decision_outcomes",
            "decisions",
            "decrees",
            "file_removals",
            "checkpoints",
            "instance",
            "interview_reminders",
            "late_rulings",
            "ledger",
            "ledger_head",
            "measurement_checks",
            "measurement_days",
            "measurement_files",
            "measurement_reminders",
            "measurements",
            "nudges",
            "pact_reminders",
            "pact_signatures",
            "pacts",
            "panel_members",
            "plenary_meetings",
            "problems",
            "reads",
            "reminders",
            "revisions",
            "selection_runs",
            "sheet_exclusions",
            "sheet_orders",
            "study_reminders",
            "tie_voters",
            "tie_votes",
            "units",
            "vouchers",
        ],
    ),
];

#[test]
fn what_an_erasure_does_is_decided_for_every_table() {
    let schema = std::fs::read_to_string("crates/tables/src/lib.rs").unwrap();
    let names = schema.lines().filter_map(|line| line.strip_prefix("    ")?.strip_suffix(") {"));
    let mut there: Vec<&str> = names.filter_map(|name| name.split(" (").next()).collect();
    let mut decided: Vec<&str> = DECIDED.iter().flat_map(|(_, tables)| *tables).copied().collect();
    there.sort_unstable();
    decided.sort_unstable();
    assert_eq!(there, decided);
}

fn only_last(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| line.contains("person_erased")).cloned().collect()
}

#[actix_web::test]
async fn the_last_letter_reaches_its_address_and_then_forgets_it() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("Siti Terakhir").role(Role::Candidate).create();
    app.at(LATER);
    erase(&app, &office, &[&siti]).await.expect(200);
    assert_eq!(tables_with(&everything(&app), &siti.email), ["mails"]);
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let mut worker = tubel::platform::mail::Worker::open(&app.app).unwrap();
    while worker.round(&stopped).await.unwrap().handled > 0 {}
    let after = everything(&app);
    assert_eq!(tables_with(&after, &siti.email), Vec::<String>::new());
    assert_eq!(tables_with(&after, "Siti Terakhir"), Vec::<String>::new());
    let letters = std::fs::read_dir(app.app.settings.data.folder.join("mail")).unwrap();
    let sent = letters.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    assert!(sent.into_iter().any(|letter| letter.contains(&siti.email)));
}

#[actix_web::test]
async fn the_record_holds_after_an_erasure_and_says_who_erased_without_saying_whom() {
    let world = World::new().await;
    let entries = announced(&world).await;
    world.app.at(LATER);
    erase(&world.app, &world.secretariat, &[&entries[2].candidate]).await.expect(200);
    let read = |db: &mut Db| entries_after(db, 0, Wanted::default(), 10_000);
    let record = world.app.database().read(read).unwrap();
    let chain = verify_chain(&record).unwrap();
    let head = world.app.send("GET", "/api/v1/ledger/head", "en").await;
    assert_eq!(head.expect(200), &json!({"seq": chain.length(), "hash": chain.hash()}));
    let act = record.iter().find(|entry| entry.act == "person.erased").unwrap();
    assert_eq!(act.actor.as_deref(), Some(world.secretariat.id.as_str()));
    assert_eq!(act.subject, format!("user:{}", entries[2].candidate.id));
    assert_eq!(act.payload["confirmed_by"], "password");
    assert_eq!((&act.payload["proposals"], &act.payload["on_request"]), (&json!(1), &json!(false)));

    // The same by another program, in another language.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("record.jsonl");
    let lines: Vec<String> =
        record.iter().map(|entry| serde_json::to_string(entry).unwrap()).collect();
    std::fs::write(&file, lines.join("\n") + "\n").unwrap();
    let checked = Command::new("python3").arg("scripts/verify-ledger").arg(&file).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[actix_web::test]
async fn a_run_is_replayed_to_the_byte_and_what_was_announced_reads_the_same() {
    let world = World::new().await;
    let entries = announced(&world).await;
    write_about(&world, &entries[0], &"a".repeat(64));
    let runs = format!("/api/v1/calls/{}/selections", world.call);
    let run = world.app.get(&world.auditor, &runs).await;
    let run = run.expect(200)[0]["id"].as_str().unwrap().to_owned();
    let public = format!("/api/v1/calls/{}/announcement", world.call);
    let results = format!("/api/v1/calls/{}/exports/results", world.call);
    let ranking = format!("/api/v1/selections/{run}/ranking");
    // The end of the record grows with every act, as it should.
    let announced = |mut answer: Answer| {
        answer.json.as_object_mut().unwrap().remove("ledger_head").unwrap();
        answer.json
    };
    let announcement = announced(world.app.send("GET", &public, "en").await);
    world.app.at(LATER);
    let before = world.app.get(&world.auditor, &ranking).await.bytes;
    let people: Vec<&Person> = entries.iter().map(|entry| &entry.candidate).collect();
    erase(&world.app, &world.secretariat, &people).await.expect(200);
    assert_eq!(announced(world.app.send("GET", &public, "en").await), announcement);
    assert_eq!(world.app.get(&world.auditor, &ranking).await.bytes, before);
    let id = run.parse().unwrap();
    let replay = world
        .app
        .database()
        .read(|db| tubel::features::selection::actions::replay(db, &id))
        .unwrap();
    assert!(replay.is_identical && replay.hashes_hold);
    let table = world.app.get(&world.auditor, &results).await;
    assert_eq!(table.status, 200);
    assert!(table.text().contains(&entries[0].number) && !table.text().contains("Calon"));
    for kind in ["sheets", "ranking", "verification"] {
        let path = format!("/api/v1/calls/{}/exports/{kind}", world.call);
        assert_eq!(world.app.get(&world.auditor, &path).await.status, 200, "{kind}");
    }
}

async fn upload(app: &TestApp, who: &Person, proposal: &ProposalId, body: Vec<u8>) {
    let path = format!("/api/v1/proposals/{proposal}/documents/proposal");
    let request = app.request_as(who, Method::PUT, &path).await;
    Answer::of(request.header("content-type", "application/pdf").body(body)).await.expect(201);
}

#[actix_web::test]
async fn a_file_goes_from_the_disk_unless_somebody_else_sent_in_the_same() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
    let (siti, budi) = (app.person("siti").create(), app.person("budi").create());
    for who in [&siti, &budi] {
        let roles = format!("/api/v1/users/{}/roles", who.id);
        app.post(&admin, &roles, json!({"role": "candidate"})).await.expect(200);
    }
    let call = app.case_call(&admin, "TB-2026", |_| {}).await;
    let hers = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
    let his = app.case_proposal(&call, &budi, Some("TB-2026-0002"));
    upload(&app, &siti, &hers, pdf("hers alone")).await;
    upload(&app, &siti, &hers, pdf("both")).await;
    upload(&app, &budi, &his, pdf("both")).await;
    let at = "2027-01-15T00:00:00Z".parse::<tubel::kernel::clock::Timestamp>().unwrap();
    let announce = move |db: &mut Db| {
        diesel::update(calls::table.find(&call)).set(calls::announced_at.eq(at)).execute(db)?;
        Ok(())
    };
    app.database().write(announce).unwrap();
    let (alone, both) =
        (stored(&app, &sha256_hex(pdf("hers alone"))), stored(&app, &sha256_hex(pdf("both"))));
    assert!(alone.exists() && both.exists());
    app.at(LATER);
    assert_eq!(erase(&app, &admin, &[&siti]).await.expect(200)["documents"], 2);
    assert!(!alone.exists() && both.exists());
    assert_eq!(tables_with(&everything(&app), "file_removals"), Vec::<String>::new());
    erase(&app, &admin, &[&budi]).await.expect(200);
    assert!(!both.exists());
}

#[actix_web::test]
async fn an_erased_account_signs_nobody_in_and_nothing_brings_it_back() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    app.at(LATER);
    let token = app.sign_in(&office).await;
    assert_eq!(token.status, 200);
    erase(&app, &office, &[&siti]).await.expect(200);
    assert_eq!(app.sign_in(&siti).await.refusal(401), "sign_in_failed");
    let account = format!("/api/v1/users/{}", siti.id);
    let on = app.patch(&office, &account, json!({"active": true})).await;
    assert_eq!(on.refusal(409), "account_erased");
    let roles = format!("{account}/roles");
    let role = app.post(&office, &roles, json!({"role": "reviewer"})).await;
    assert_eq!(role.refusal(409), "account_erased");
    let invited = app.post(&office, &format!("{account}/invitation"), json!({})).await;
    assert_eq!(invited.refusal(409), "account_erased");
    let seen = app.get(&office, &account).await;
    assert_eq!((&seen.expect(200)["name"], &seen.json["nip"]), (&json!("(dihapus)"), &json!(null)));
    assert_eq!(erase(&app, &office, &[&siti]).await.refusal(404), "not_found");
    // Not even by hand.
    let id = siti.id.clone();
    let revive = move |db: &mut Db| {
        diesel::update(users::table.find(&id)).set(users::active.eq(true)).execute(db)?;
        Ok(())
    };
    assert!(app.database().write(revive).is_err());
}

#[actix_web::test]
async fn a_session_that_was_open_ends_with_the_erasure() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    app.post(&siti, "/api/v1/me/erasure-request", json!({})).await.expect(201);
    let request = app.get(&office, "/api/v1/privacy/requests").await;
    let path =
        format!("/api/v1/privacy/requests/{}/answer", request.json[0]["id"].as_str().unwrap());
    let body = json!({"answer": "granted", "reason": "Tidak ada yang masih diperlukan."});
    app.post(&office, &path, body).await.expect(200);
    app.get(&siti, "/api/v1/me").await.expect(200);
    erase(&app, &office, &[&siti]).await.expect(200);
    assert_eq!(app.get(&siti, "/api/v1/me").await.refusal(401), "not_signed_in");
}

#[actix_web::test]
async fn a_letter_to_others_about_an_erased_person_can_still_be_listed_and_says_so() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let (reviewer, id) = (world.reviewers[0].id.clone(), entries[2].id.to_string());
    let letter = tubel::platform::mail::Letter::new(
        &reviewer,
        tubel::platform::mail::Template::SheetReopened,
        tubel::platform::ledger::Subject::of(SubjectKind::Proposal, &id),
    );
    let letter = letter
        .text("number", CANARY)
        .text("reason", CANARY)
        .link("link", &tubel::kernel::address::page::reviews());
    let now = world.app.now();
    let post = move |db: &mut Db| tubel::platform::mail::post(db, &letter, now);
    world.app.database().write(post).unwrap();
    let mark = |db: &mut Db| {
        use tubel::platform::db::schema::mails;
        let none = None::<tubel::kernel::clock::Timestamp>;
        diesel::update(mails::table.filter(mails::template.eq("sheet_reopened")))
            .set((
                mails::state.eq("sent"),
                mails::sent_at.eq(1_i64),
                mails::next_attempt_at.eq(none),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(mark).unwrap();
    world.app.at(LATER);
    erase(&world.app, &world.secretariat, &[&entries[2].candidate]).await.expect(200);
    let own = world.app.get(&world.reviewers[0], "/api/v1/me/mails").await;
    assert!(!own.text().contains(CANARY));
    assert!(
        own.expect(200)["items"][0]["text"].as_str().unwrap().contains("dihapus"),
        "{}",
        own.text()
    );
}

#[actix_web::test]
async fn whoever_types_a_wrong_password_erases_nobody() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    app.at(LATER);
    let body = json!({"people": [siti.id], "password": "bukan kata sandi saya"});
    let refused = app.post(&office, "/api/v1/privacy/erasures", body).await;
    let told = [("password".to_owned(), "identity_not_confirmed".to_owned())];
    assert_eq!((refused.status, refused.faults()), (422, told.to_vec()));
    assert_eq!(tables_with(&everything(&app), &siti.email), ["users"]);
    let body = json!({"people": [office.id], "password": PASSWORD});
    let oneself = app.post(&office, "/api/v1/privacy/erasures", body).await;
    assert_eq!(oneself.refusal(409), "erasure_of_oneself");
}
