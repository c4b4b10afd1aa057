//! Lists that people search, filter and sort: the same over REST and on pages, with totals that tell no more than the
//! rows do; acts on several rows, each on its own.

use crate::find::fill_candidate;
use crate::pages::Visit;
use diesel::prelude::*;
use serde_json::json;
use std::time::{Duration, Instant};
use test_support::case::SCREENING;
use test_support::review;
use test_support::rows::{NewProposal, insert_proposal};
use test_support::writing::World;
use test_support::{Answer, Person, TestApp, content};
use tubel::features::conflicts::{ConflictKind, RecordedConflict, insert_conflict};
use tubel::kernel::access::Role;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{CallId, ProposalId};
use tubel::platform::db::schema::mails;

/// The fields of this name in the rows of an answer.
fn column(answer: &Answer, name: &str) -> Vec<String> {
    let items = answer.expect(200)["items"].as_array().unwrap().clone();
    items.iter().map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect()
}

fn counts(answer: &Answer) -> (u64, u64) {
    let whole = answer.expect(200);
    (whole["total"].as_u64().unwrap(), whole["all"].as_u64().unwrap())
}

/// A call in screening with three proposals, whose titles and candidates differ.
async fn screening() -> (TestApp, Person, CallId, Vec<ProposalId>) {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let call = app.case_call(&office, "TB-2026", |_| {}).await;
    app.at(SCREENING);
    let mut ids = Vec::new();
    for (number, title, name) in [
        ("TB-2026-0001", "Uji cepat boraks", "Siti Rahma"),
        ("TB-2026-0002", "Deteksi cepat sildenafil", "Andi Wijaya"),
        ("TB-2026-0003", "Mutu vaksin", "Budi Rahman"),
    ] {
        let who = app.person(name).role(Role::Candidate).unit("U.BB.MKS").create();
        let made = app.proposal(&call).of(&who).text(&json!({"title": title})).submitted(number);
        ids.push(made.create().id);
    }
    (app, office, call, ids)
}

#[actix_web::test]
async fn proposals_are_found_by_all_words_in_any_order_filtered_sorted_and_counted() {
    let (app, office, call, _) = screening().await;
    let list = async |query: &str| {
        app.get(&office, &format!("/api/v1/proposals?call={call}&{query}")).await
    };
    let found = list("q=CEPAT%20uji").await;
    assert_eq!(
        (column(&found, "number"), counts(&found)),
        (vec!["TB-2026-0001".to_owned()], (1, 3))
    );
    assert_eq!(
        column(&list("q=rahm&sort=-candidate").await, "candidate_name"),
        ["Siti Rahma", "Budi Rahman"]
    );
    assert_eq!(
        column(&list("sort=title").await, "title"),
        ["Deteksi cepat sildenafil", "Mutu vaksin", "Uji cepat boraks"]
    );
    assert_eq!(counts(&list("state=ineligible").await), (0, 3));
    assert_eq!(counts(&list("unit=U.BB.MKS&level=S2&problem=M-001").await), (3, 3));
    assert_eq!(counts(&list("q=%25").await), (0, 3), "a sign stands for itself");
    assert_eq!(list("sort=password").await.refusal(422), "invalid");
    assert_eq!(list("after=x").await.refusal(422), "invalid");
    // A page after another holds what comes then.
    let first = list("sort=number&limit=2").await;
    let next = first.expect(200)["next"].as_str().unwrap().replace('"', "%22");
    assert_eq!(
        column(&list(&format!("sort=number&limit=2&after={next}")).await, "number"),
        ["TB-2026-0003"]
    );
}

#[actix_web::test]
async fn the_page_keeps_what_was_asked_in_its_links_and_says_how_many_there_are() {
    let (app, office, call, _) = screening().await;
    let visit = Visit::signed_in(&app, &office).await;
    let path = format!("/desk/calls/{call}/proposals");
    let page = visit.read(&format!("{path}?q=cepat&sort=title")).await;
    let text = page.expect_page();
    assert!(text.contains("2 of 3 rows"), "{text}");
    assert!(text.contains("aria-sort=\"ascending\""), "{text}");
    assert!(text.contains(&format!("{path}?q=cepat&#38;sort=-title")), "{text}");
    assert!(text.find("Deteksi").unwrap() < text.find("Uji cepat").unwrap());
    let few = visit.read(&format!("{path}?cols=number&cols=state")).await;
    assert!(!few.expect_page().contains("Siti Rahma"), "{}", few.text());
    // What a page does not know it leaves aside.
    visit
        .read(&format!("{path}?sort=password&state=none&unit=U.X&page=99&rows=7"))
        .await
        .expect_page();
}

#[actix_web::test]
async fn what_a_conflict_hides_is_neither_found_nor_counted() {
    let (app, office, call, ids) = screening().await;
    let conflict = RecordedConflict {
        proposal: ids[0].clone(),
        user: office.id.clone(),
        kind: ConflictKind::Declared,
        reason: "Sepupu.".to_owned(),
        declared_by: office.id.clone(),
        declared_at: app.now(),
    };
    app.database().write(move |db| insert_conflict(db, &conflict)).unwrap();
    let list = async |query: &str| {
        app.get(&office, &format!("/api/v1/proposals?call={call}&{query}")).await
    };
    for query in ["q=boraks", "q=siti", "q=0001"] {
        assert_eq!(counts(&list(query).await), (0, 2), "{query}");
    }
    assert_eq!(column(&list("sort=title").await, "number"), ["TB-2026-0002", "TB-2026-0003"]);
    let visit = Visit::signed_in(&app, &office).await;
    let page = visit.read(&format!("/desk/calls/{call}/proposals")).await;
    assert!(page.expect_page().contains("2 rows"), "{}", page.text());
    assert!(page.text().contains("submitted (2)"), "{}", page.text());
}

#[actix_web::test]
async fn while_a_call_is_open_drafts_are_counted_and_stay_closed() {
    let world = World::start().await;
    let office = world.outsider("loket", Role::Secretariat);
    let path = world.draft().await;
    world.save(&path, 1, &content()).await.expect(200);
    let visit = Visit::signed_in(&world.app, &office).await;
    let page = visit.read(&format!("/desk/calls/{}/proposals", world.call)).await;
    let text = page.expect_page();
    assert!(text.contains("draft: <strong>1</strong>"), "{text}");
    let title = content()["title"].as_str().unwrap().to_owned();
    assert!(!text.contains(&title), "{text}");
    let word = title.split(' ').next().unwrap();
    let found = visit.read(&format!("/desk/calls/{}/proposals?q={word}", world.call)).await;
    assert!(found.expect_page().contains("0 rows"), "{}", found.text());
}

#[actix_web::test]
async fn accounts_are_filtered_by_role_unit_and_state_and_sorted() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    app.person("Zul").role(Role::Reviewer).unit("U.BB.SMR").create();
    app.person("ana").role(Role::Reviewer).create();
    let list = async |query: &str| app.get(&office, &format!("/api/v1/users?{query}")).await;
    assert_eq!(column(&list("role=reviewer&sort=name").await, "name"), ["ana", "Zul"]);
    assert_eq!(column(&list("unit=U.BB.SMR").await, "name"), ["Zul"]);
    assert_eq!(counts(&list("state=on").await), (3, 3));
    assert_eq!(counts(&list("q=semarang").await), (1, 3), "by the name of the unit");
    let visit = Visit::signed_in(&app, &office).await;
    let page = visit.read("/desk/users?role=reviewer").await;
    assert!(page.expect_page().contains("2 of 3 rows"), "{}", page.text());
}

#[actix_web::test]
async fn the_tasks_of_a_call_are_found_by_reviewer_and_by_lateness() {
    let world = review::World::new();
    let proposals = [world.proposal("Siti"), world.proposal("Budi")];
    let (maria, johan) = (world.reviewer("Maria"), world.reviewer("Johan"));
    for (proposal, reviewer) in
        [(&proposals[0], &maria), (&proposals[1], &maria), (&proposals[0], &johan)]
    {
        world.assign(proposal, reviewer).await;
    }
    let path = format!("/api/v1/calls/{}/assignments", world.call);
    let list =
        async |query: &str| world.app.get(&world.secretariat, &format!("{path}?{query}")).await;
    assert_eq!(counts(&list("q=maria").await), (2, 3));
    assert_eq!(counts(&list("late=true").await), (0, 3));
    assert_eq!(counts(&list("late=false&state=assigned").await), (3, 3));
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let tasks = format!("/desk/calls/{}/tasks", world.call);
    let page = visit.read(&format!("{tasks}?q=johan")).await;
    assert!(page.expect_page().contains("1 of 3 rows"), "{}", page.text());
    assert!(page.text().contains("Johan") && !page.text().contains(">Maria<"), "{}", page.text());
}

/// So many candidates, each with a proposal that was handed in.
fn fill(app: &TestApp, call: &CallId, number: usize) {
    let (now, problem) = (app.now(), app.registered_problem());
    let body = "Uji cepat belum ada di balai. ".repeat(200);
    let filled = app.beyond_the_record(|db| {
        db.transaction(|db| {
            for index in 0..number {
                let title = format!("Deteksi cepat nomor {index}");
                let new = NewProposal {
                    id: ProposalId::new()?,
                    call: call.clone(),
                    candidate: fill_candidate(db, index, now)?,
                    unit: "U.BB.MKS".to_owned(),
                    problem: problem.clone(),
                    number: Some(format!("TB-2026-{index:05}")),
                    state: "submitted",
                    content: json!({"title": title, "sections": {"problem": body}}).to_string(),
                    edited: None,
                    at: now,
                };
                insert_proposal(db, &new)?;
            }
            Ok::<_, Failure>(())
        })
    });
    filled.unwrap();
}

/// `cargo test --release --test api among_five_thousand -- --nocapture` tells the times of docs/performance.md.
#[actix_web::test]
async fn a_list_among_five_thousand_takes_less_than_two_seconds() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).unit("P").create();
    let call = app.case_call(&office, "TB-2026", |_| {}).await;
    fill(&app, &call, 5_000);
    app.at(SCREENING);
    let visit = Visit::signed_in(&app, &office).await;
    let mut slowest = Duration::ZERO;
    for (path, told) in [
        (format!("/desk/calls/{call}/proposals"), "5000 rows"),
        (format!("/desk/calls/{call}/proposals?q=nomor%20CEPAT%204711"), "1 of 5000"),
        (format!("/desk/calls/{call}/proposals?sort=-title&page=100"), "5000 rows"),
        (format!("/desk/calls/{call}/proposals?unit=U.BB.MKS&state=submitted"), "5000 rows"),
        ("/desk/users?q=santosa%2042&sort=name".to_owned(), "of 5001"),
    ] {
        // The quicker of two, because other tests and programs are at work.
        let mut took = Duration::MAX;
        for _ in 0..2 {
            let began = Instant::now();
            let page = visit.read(&path).await;
            took = took.min(began.elapsed());
            assert!(page.expect_page().contains(told), "{path}: {}", page.text());
        }
        println!("{path}: {took:?}");
        slowest = slowest.max(took);
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[actix_web::test]
async fn letters_that_failed_are_sent_again_together_and_what_cannot_be_is_named() {
    let world = World::start().await;
    let app = &world.app;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let fail = |db: &mut tubel::platform::db::Db| {
        diesel::update(mails::table.filter(mails::template.eq("proposal_received")))
            .set((
                mails::state.eq("failed"),
                mails::next_attempt_at.eq(None::<i64>),
                mails::last_error.eq("550 no such user"),
            ))
            .execute(db)?;
        Ok(mails::table.select((mails::id, mails::state)).load::<(String, String)>(db)?)
    };
    let letters = app.database().write(fail).unwrap();
    let of = |state: &str| letters.iter().find(|(_, is)| is == state).unwrap().0.clone();
    let (failed, waiting) = (of("failed"), of("queued"));
    let office = world.outsider("loket", Role::Secretariat);
    let visit = Visit::signed_in(app, &office).await;
    let list = visit.read("/desk/mail?state=failed").await;
    assert!(list.expect_page().contains(&format!("value=\"{failed}\"")), "{}", list.text());
    let preview = visit.read("/desk/mail-acts?act=retry&of=all&state=failed").await;
    assert!(preview.expect_page().contains(&format!("id=\"row-{failed}\"")), "{}", preview.text());
    assert!(!preview.text().contains(&format!("row-{waiting}")), "{}", preview.text());
    let none = visit.read("/desk/mail-acts?act=retry&of=ticked").await;
    assert!(none.expect_page().contains("No row is selected"), "{}", none.text());
    let both = format!("{failed},{waiting}");
    let csrf = visit.csrf().await;
    let sent = [("csrf", csrf.as_str()), ("act", "retry"), ("on", &both)];
    let done = visit.send("/desk/mail-acts", &sent).await;
    assert!(done.expect_page().contains("Done: 1"), "{}", done.text());
    assert!(done.text().contains("Could not be done: 1"), "{}", done.text());
    let state = app.database().read(move |db| {
        Ok(mails::table.filter(mails::id.eq(&failed)).select(mails::state).first::<String>(db)?)
    });
    assert_eq!(state.unwrap(), "queued");
}
