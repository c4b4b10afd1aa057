//! Somebody calls: the secretariat finds who and what they speak of as they would type it, and sees what arrived and
//! which letters went out; nobody finds what the page behind it would not show them.

use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use test_support::rows::{NewProposal, insert_pin, insert_problem, insert_proposal};
use test_support::writing::World;
use test_support::{Answer, Person, TestApp};
use tubel::features::conflicts::{ConflictKind, RecordedConflict, insert_conflict};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{CallId, DocumentId, ProblemId, ProposalId, UserId};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{documents, mails, users};

/// After the call has closed: the files are looked through.
const SCREENING: &str = "2026-12-26T01:00:00Z";

/// What the search finds.
async fn asked(app: &TestApp, who: &Person, question: &str) -> Answer {
    let request = app.request_as(who, Method::GET, "/api/v1/find").await;
    Answer::of(request.query(&[("q", question)])).await
}

/// The names of what is found of a kind.
async fn found(
    app: &TestApp,
    who: &Person,
    (kind, name): (&str, &str),
    question: &str,
) -> Vec<String> {
    let answer = asked(app, who, question).await;
    let rows = answer.expect(200)[kind].as_array().unwrap().clone();
    rows.iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}

fn rename(app: &TestApp, who: &Person, name: &str) {
    let (id, name) = (who.id.clone(), name.to_owned());
    let change = move |db: &mut Db| {
        Ok(diesel::update(users::table.find(&id)).set(users::name.eq(&name)).execute(db)?)
    };
    app.database().write(change).unwrap();
}

/// A candidate whose proposal was handed in, and somebody of the secretariat elsewhere.
struct Scene {
    world: World,
    clerk: Person,
    /// Its address.
    path: String,
    receipt: Value,
}

impl Scene {
    async fn begin() -> Self {
        let world = World::start().await;
        let clerk = world.outsider("loket", Role::Secretariat);
        rename(&world.app, &world.candidate, "apt. Rina Nurhalízah, S.Si., M.Farm.");
        let path = world.ready().await;
        let receipt = world.submit(&path).await.expect(201).clone();
        Self { world, clerk, path, receipt }
    }

    fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    async fn numbers(&self, question: &str) -> Vec<String> {
        found(&self.world.app, &self.clerk, ("proposals", "number"), question).await
    }
}

#[actix_web::test]
async fn a_person_is_found_as_their_name_is_typed_and_by_nip_and_address() {
    let Scene { world, clerk, .. } = Scene::begin().await;
    let app = &world.app;
    let budi = app.person("budi").nip("198504122010011003").create();
    rename(app, &budi, "Budi Santoso");
    for question in [
        "Rina Nurhalizah",
        "nurhalizah RINA",
        "apt. Rina",
        "drh. rina nurhalizah, S.Si",
        "Rina S. Si",
        "rina@pom.go.id",
    ] {
        let names = found(app, &clerk, ("people", "email"), question).await;
        assert_eq!(names, ["rina@pom.go.id"], "{question}");
    }
    for question in
        ["198504122010011003", "19850412 201001 1 003", "1985 0412 2010", "budi santoso, S.T."]
    {
        let names = found(app, &clerk, ("people", "name"), question).await;
        assert_eq!(names, ["Budi Santoso"], "{question}");
    }
    for question in ["Rina Budi", "19850412 201001 1 004", "%", "_", ""] {
        let names = found(app, &clerk, ("people", "name"), question).await;
        assert!(names.is_empty(), "{question}: {names:?}");
    }
    let long = asked(app, &clerk, &"x".repeat(101)).await;
    assert_eq!(long.refusal(422), "invalid");
    assert_eq!(long.faults(), [("q".to_owned(), "too_long".to_owned())]);
}

#[actix_web::test]
async fn a_proposal_a_receipt_a_problem_and_a_file_are_found_once_the_call_has_closed() {
    let scene = Scene::begin().await;
    let (app, clerk) = (&scene.world.app, &scene.clerk);
    let hash = scene.receipt["content_hash"].as_str().unwrap().to_owned();
    // While the call is open, what was handed in is its candidate's and the heads' alone.
    for question in ["TB-2026-0001", "obat ilegal", &hash, "proposal.pdf"] {
        let answer = asked(app, clerk, question).await;
        let json = answer.expect(200);
        assert_eq!((&json["proposals"], &json["files"]), (&json!([]), &json!([])), "{question}");
    }
    // A title that was written but not handed in finds nothing, before and afterwards.
    let mut text = test_support::content();
    text["title"] = "Kepiting bercangkang lunak".into();
    scene.world.rewrite(&scene.path, &text).await;
    app.at(SCREENING);
    assert!(scene.numbers("kepiting").await.is_empty());
    for question in [
        "TB-2026-0001",
        "tb 2026 0001",
        "20260001",
        "OBAT ilegal memutus",
        "rina nurhalizah",
        &hash,
        &hash[..12],
    ] {
        assert_eq!(scene.numbers(question).await, ["TB-2026-0001"], "{question}");
    }
    assert!(scene.numbers("TB-2026-0002").await.is_empty());
    let files = found(app, clerk, ("files", "proposal"), "proposal pdf").await;
    assert_eq!(files, [scene.id()]);
    let code = found(app, clerk, ("problems", "code"), "tautan OBAT ilegal").await;
    assert_eq!(code, ["M-001"]);
    assert_eq!(found(app, clerk, ("problems", "code"), "m-001").await, ["M-001"]);
}

#[actix_web::test]
async fn one_page_has_what_arrived_when_and_which_letters_went_out() {
    let scene = Scene::begin().await;
    let (app, clerk) = (&scene.world.app, &scene.clerk);
    let path = format!("/people/{}", scene.world.candidate.id);
    let before = app.get(clerk, &format!("/api/v1{path}")).await;
    // The draft and what was handed in are closed; the letters are seen as in the queue.
    assert_eq!(before.expect(200)["proposals"], json!([]));
    app.at(SCREENING);
    let answer = app.get(clerk, &format!("/api/v1{path}")).await;
    let file = answer.expect(200);
    assert_eq!(file["person"]["email"], "rina@pom.go.id");
    let one = &file["proposals"][0];
    assert_eq!(one["arrived"]["proposal"]["number"], "TB-2026-0001");
    assert_eq!(one["arrived"]["proposal"]["state"], "submitted");
    assert_eq!(one["result"], Value::Null);
    let submission = &one["arrived"]["submissions"][0];
    for part in ["content_hash", "submitted_at", "ledger", "version"] {
        assert_eq!(submission[part], scene.receipt[part], "{part}");
    }
    assert_eq!(one["arrived"]["files"][0]["sha256"], scene.receipt["documents"][0]["sha256"]);
    let letters: Vec<&Value> = file["letters"]["items"].as_array().unwrap().iter().collect();
    let received = letters.iter().find(|one| one["template"] == "proposal_received").unwrap();
    assert_eq!(
        (&received["state"], &received["address"]),
        (&json!("queued"), &json!("rina@pom.go.id"))
    );
    // The page says the same, and leads on.
    let visit = Visit::signed_in(app, clerk).await;
    let page = visit.read(&format!("/desk{path}")).await;
    let page = page.expect_page();
    let hash = scene.receipt["content_hash"].as_str().unwrap();
    for shown in [hash, "TB-2026-0001", "proposal_received", "rina@pom.go.id", scene.id()] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    // Every desk page has the field, and the account leads to this page.
    let account = visit.read(&format!("/desk/users/{}", scene.world.candidate.id)).await;
    assert!(account.expect_page().contains("action=\"/desk/find\""));
    assert!(account.text().contains(&format!("/desk/people/{}", scene.world.candidate.id)));
    let results = visit.read("/desk/find?q=rina").await;
    assert!(
        results
            .expect_page()
            .contains(&format!("href=\"/desk/people/{}\"", scene.world.candidate.id))
    );
    let unknown = app.get(clerk, "/api/v1/people/01hzx3v9k2m4n6p8q0r2s4t6v8").await;
    assert_eq!(unknown.refusal(404), "not_found");
}

#[actix_web::test]
async fn a_letter_that_was_not_accepted_is_seen_and_sent_again() {
    let scene = Scene::begin().await;
    let (app, clerk) = (&scene.world.app, &scene.clerk);
    let fail = |db: &mut Db| {
        diesel::update(mails::table.filter(mails::template.eq("proposal_received")))
            .set((
                mails::state.eq("failed"),
                mails::next_attempt_at.eq(None::<i64>),
                mails::last_error.eq("550 5.1.1 no such user"),
            ))
            .execute(db)?;
        let ids = mails::table.filter(mails::template.eq("proposal_received")).select(mails::id);
        Ok(ids.first::<String>(db)?)
    };
    let letter = app.database().write(fail).unwrap();
    let visit = Visit::signed_in(app, clerk).await;
    let path = format!("/desk/people/{}", scene.world.candidate.id);
    let page = visit.read(&path).await;
    let again = format!("action=\"/desk/mail/{letter}/retry\"");
    assert!(page.expect_page().contains("550 5.1.1 no such user"), "{}", page.text());
    assert!(page.text().contains(&again), "{}", page.text());
    // The letter itself is found by its id, by the header of a mail and by the address.
    for question in [letter.clone(), format!("<{letter}@pom.go.id>"), "rina@pom.go.id".to_owned()] {
        let ids = found(app, clerk, ("letters", "id"), &question).await;
        assert!(ids.contains(&letter), "{question}: {ids:?}");
    }
    let retried = app.post(clerk, &format!("/api/v1/mail/{letter}/retry"), json!({})).await;
    assert_eq!(retried.expect(200)["state"], "queued");
    let page = visit.read(&path).await;
    assert!(!page.expect_page().contains(&again), "{}", page.text());
}

#[actix_web::test]
async fn a_conflict_of_interest_hides_as_if_there_were_nothing() {
    let scene = Scene::begin().await;
    let app = &scene.world.app;
    app.at(SCREENING);
    let near = scene.world.outsider("sepupu", Role::Secretariat);
    let conflict = RecordedConflict {
        proposal: scene.id().parse().unwrap(),
        user: near.id.clone(),
        kind: ConflictKind::Declared,
        reason: "Sepupu.".to_owned(),
        declared_by: near.id.clone(),
        declared_at: app.now(),
    };
    app.database().write(move |db| insert_conflict(db, &conflict)).unwrap();
    let hash = scene.receipt["content_hash"].as_str().unwrap();
    for (there, nowhere) in [
        ("TB-2026-0001", "TB-2026-0009"),
        ("memutus tautan", "menyambung tautan"),
        (hash, &"0123456789abcdef".repeat(4)),
        ("proposal.pdf", "usulan.pdf"),
    ] {
        let (hidden, none) = (asked(app, &near, there).await, asked(app, &near, nowhere).await);
        assert_eq!((hidden.status, hidden.text()), (none.status, none.text()), "{there}");
        // Somebody without the conflict finds it.
        assert_ne!(asked(app, &scene.clerk, there).await.text(), none.text(), "{there}");
    }
    let path = format!("/api/v1/people/{}", scene.world.candidate.id);
    let file = app.get(&near, &path).await;
    assert_eq!(file.expect(200)["proposals"], json!([]));
    assert!(!file.text().contains("proposal_received"), "{}", file.text());
    assert!(app.get(&scene.clerk, &path).await.text().contains("proposal_received"));
    let letter = app.database().read(|db| {
        let of = mails::table.filter(mails::template.eq("proposal_received")).select(mails::id);
        Ok(of.first::<String>(db)?)
    });
    let letter = letter.unwrap();
    assert!(found(app, &near, ("letters", "id"), &letter).await.is_empty());
    assert_eq!(found(app, &scene.clerk, ("letters", "id"), &letter).await, [letter]);
}

#[actix_web::test]
async fn an_auditor_finds_proposals_by_their_number_and_nobody_else_finds_anything() {
    let scene = Scene::begin().await;
    let app = &scene.world.app;
    app.at(SCREENING);
    let auditor = scene.world.outsider("periksa", Role::Auditor);
    let numbers = found(app, &auditor, ("proposals", "number"), "tb 2026 0001").await;
    assert_eq!(numbers, ["TB-2026-0001"]);
    for question in ["rina", "rina@pom.go.id", "obat ilegal", "proposal pdf", "m-001"] {
        let answer = asked(app, &auditor, question).await;
        for kind in ["people", "proposals", "problems", "files", "letters"] {
            assert_eq!(answer.expect(200)[kind], json!([]), "{question}");
        }
    }
    let path = format!("/api/v1/people/{}", scene.world.candidate.id);
    assert_eq!(app.get(&auditor, &path).await.refusal(403), "forbidden");
    for role in [Role::Chair, Role::Operator, Role::Verifier, Role::Reviewer, Role::Candidate] {
        let other = scene.world.outsider(&format!("no {}", role.name()), role);
        assert_eq!(asked(app, &other, "rina").await.refusal(403), "forbidden", "{role:?}");
        assert_eq!(app.get(&other, &path).await.refusal(403), "forbidden", "{role:?}");
        let visit = Visit::signed_in(app, &other).await;
        assert!(!visit.read("/").await.expect_page().contains("/desk/find"), "{role:?}");
    }
}

#[actix_web::test]
async fn who_looked_at_whom_is_in_the_log_of_readings() {
    let scene = Scene::begin().await;
    let (app, clerk) = (&scene.world.app, &scene.clerk);
    asked(app, clerk, "rina").await.expect(200);
    let candidate = &scene.world.candidate;
    app.get(clerk, &format!("/api/v1/people/{}", candidate.id)).await.expect(200);
    let auditor = scene.world.outsider("periksa", Role::Auditor);
    let read = app.get(&auditor, &format!("/api/v1/readings?person={}", candidate.id)).await;
    let lines = read.expect(200)["items"].as_array().unwrap().clone();
    let acts: Vec<&Value> = lines.iter().map(|line| &line["act"]).collect();
    assert_eq!(acts, [&json!("read_person_file")]);
    assert_eq!(lines[0]["reader"], clerk.id.as_str());
    let read = app.get(&auditor, &format!("/api/v1/readings?reader={}", clerk.id)).await;
    assert!(read.text().contains("\"act\":\"find\""), "{}", read.text());
}

fn fill_candidate(db: &mut Db, index: usize, now: Timestamp) -> Result<UserId, Failure> {
    let candidate = UserId::new()?;
    diesel::insert_into(users::table)
        .values((
            users::id.eq(&candidate),
            users::email.eq(format!("calon.{index}@pom.go.id")),
            users::nip.eq(format!("1985041220{index:08}")),
            users::name.eq(format!("drh. Calon Ke {index} Santosa, M.Si")),
            users::unit.eq("U.BB.MKS"),
            users::password_hash.eq("none"),
            users::active.eq(true),
            users::created_at.eq(now),
            users::password_changed_at.eq(now),
        ))
        .execute(db)?;
    Ok(candidate)
}

fn fill_files(db: &mut Db, new: &NewProposal, index: usize) -> Result<(), Failure> {
    for kind in ["proposal", "diploma"] {
        let document = DocumentId::new()?;
        diesel::insert_into(documents::table)
            .values((
                documents::id.eq(&document),
                documents::proposal_id.eq(&new.id),
                documents::kind.eq(kind),
                documents::version.eq(1),
                documents::file_name.eq(format!("{kind} calon {index}.pdf")),
                documents::media_type.eq("application/pdf"),
                documents::size.eq(1_i64),
                documents::sha256.eq("a".repeat(64)),
                documents::uploaded_by.eq(&new.candidate),
                documents::uploaded_at.eq(new.at),
            ))
            .execute(db)?;
        insert_pin(db, &new.id, &document, new.at)?;
    }
    Ok(())
}

/// So many candidates, each with a proposal and two files.
fn fill(app: &TestApp, call: &CallId, problem: &ProblemId, number: usize) {
    let now = app.now();
    let body = "Uji cepat belum ada di balai. ".repeat(200);
    let filled = app.beyond_the_record(|db| {
        db.transaction(|db| {
            for index in 0..number {
                let content = json!({
                    "title": format!("Deteksi cepat nomor {index}"), "sections": {"problem": body},
                });
                let new = NewProposal {
                    id: ProposalId::new()?,
                    call: call.clone(),
                    candidate: fill_candidate(db, index, now)?,
                    unit: "U.BB.MKS".to_owned(),
                    problem: problem.clone(),
                    number: Some(format!("TB-2026-{index:05}")),
                    state: "eligible",
                    content: content.to_string(),
                    edited: None,
                    at: now,
                };
                insert_proposal(db, &new)?;
                fill_files(db, &new, index)?;
            }
            Ok::<_, Failure>(())
        })
    });
    filled.unwrap();
}

/// `cargo test --test api twenty_thousand -- --ignored --nocapture` on either engine.
async fn searched_among(number: usize) {
    let world = World::start().await;
    let clerk = world.outsider("loket", Role::Secretariat);
    let app = &world.app;
    let problem = ProblemId::new().unwrap();
    let new = problem.clone();
    let now = app.now();
    app.database().write(move |db| insert_problem(db, &new, ("M-900", "Uji"), now)).unwrap();
    fill(app, &world.call.parse().unwrap(), &problem, number);
    app.at(SCREENING);
    let last = number - 1;
    let mut slowest = Duration::ZERO;
    for (kind, question) in [
        ("people", format!("santosa calon {last}")),
        ("people", format!("19850412 20{last:08}")),
        ("people", format!("calon.{last}@pom.go.id")),
        ("proposals", format!("tb 2026 {last:05}")),
        ("proposals", format!("deteksi CEPAT {last}")),
        ("files", format!("diploma calon {last}.pdf")),
        ("people", "santosa".to_owned()),
        ("proposals", "bukan apa-apa".to_owned()),
    ] {
        // The quicker of two, because other tests and programs are at work.
        let (mut answer, mut took) = (None, Duration::MAX);
        for _ in 0..2 {
            let began = Instant::now();
            answer = Some(asked(app, &clerk, &question).await);
            took = took.min(began.elapsed());
        }
        let answer = answer.unwrap();
        slowest = slowest.max(took);
        let rows = answer.expect(200)[kind].as_array().unwrap().len();
        let expected = usize::from(!question.starts_with("bukan"));
        assert!(rows >= expected, "{question}: {}", answer.text());
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[actix_web::test]
async fn a_search_among_two_thousand_proposals_takes_less_than_two_seconds() {
    searched_among(2_000).await;
}

#[actix_web::test]
#[ignore = "takes a minute to fill"]
async fn a_search_among_twenty_thousand_proposals_takes_less_than_two_seconds() {
    searched_among(20_000).await;
}
