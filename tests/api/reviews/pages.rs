//! A reviewer's pages over plain HTTP, as a browser without scripts uses them. What they look like,
//! and the keyboard, is `tests/web/reviewer.rs`.

use crate::pages::{Visit, hidden};
use serde_json::json;
use test_support::review::{World, sheet};
use tubel::kernel::access::Role;

/// The page of a task.
fn page_of(task: &str) -> String {
    task.trim_start_matches("/api/v1").to_owned()
}

/// A form's fields, after the token and the version it started from.
fn typed<'a>(
    csrf: &'a str,
    version: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    [&[("csrf", csrf), ("version", version)], more].concat()
}

const WHOLE: [(&str, &str); 4] = [
    ("scores.K1.score", "5"),
    ("scores.K2.score", "7"),
    ("scores.K2.reason", "Measured on site, twice"),
    ("feedback", "A clear case."),
];

#[actix_web::test]
async fn without_scripts_a_reviewer_gets_from_the_pile_to_the_receipt_and_the_next_sheet() {
    let world = World::new();
    let (siti, budi) = (world.proposal("siti"), world.proposal("budi"));
    let rina = world.reviewer("rina");
    let tasks = [world.assign(&siti, &rina).await, world.assign(&budi, &rina).await];
    let visit = Visit::signed_in(&world.app, &rina).await;
    let csrf = visit.csrf().await;
    let pile = visit.read("/reviews").await;
    let first = pile.expect_page().split_once("class=\"button\" href=\"").unwrap().1;
    let first = first.split('"').next().unwrap().to_owned();
    let other = tasks.iter().map(|task| page_of(task)).find(|page| *page != first).unwrap();

    let save = [typed(&csrf, "0", &WHOLE[..1]), vec![("then", "save")]].concat();
    let saved = visit.send(&first, &save).await;
    assert_eq!((saved.status, saved.header("location")), (303, &*format!("{first}?saved=1")));
    let page = visit.read(saved.header("location")).await;
    assert!(page.expect_page().contains("value=\"5\" data-key=\"5\" checked"), "{}", page.text());
    // The pile names the other one now: it is the least covered.
    let pile = visit.read("/reviews").await;
    assert!(pile.expect_page().contains(&format!("class=\"button\" href=\"{other}\"")));

    let early = [typed(&csrf, "1", &WHOLE[..2]), vec![("then", "hand_in")]].concat();
    let refused = visit.send(&first, &early).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("href=\"#f-scores-K2-reason\""), "{}", refused.text());
    let whole = [typed(&csrf, "2", &WHOLE), vec![("then", "hand_in")]].concat();
    let look = format!("{first}/hand-in");
    assert_eq!(visit.send(&first, &whole).await.header("location"), look);

    let last = visit.read(&look).await;
    let (key, version) = (hidden(last.expect_page(), "key"), hidden(last.text(), "version"));
    assert!(last.text().contains("<strong data-sum>580</strong>"));
    let fields = [("csrf", &*csrf), ("version", &*version), ("key", &*key)];
    // A second click, or a lost answer, changes nothing and leads to the same place.
    let id = first.rsplit('/').next().unwrap();
    for _ in 0..2 {
        let done = visit.send(&look, &fields).await;
        assert_eq!(done.header("location"), format!("{other}?received={id}"), "{}", done.text());
    }
    let receipt = world.app.get(&rina, &format!("/api/v1{first}/sheet/receipt")).await;
    let receipt = receipt.expect(200);
    let head = receipt["ledger"]["hash"].as_str().unwrap();
    let next = visit.read(&format!("{other}?received={id}")).await;
    assert!(next.expect_page().contains(head));
    let own = visit.read(&first).await;
    let own = own.expect_page();
    for text in [head, receipt["salt"].as_str().unwrap(), "Measured on site, twice"] {
        assert!(own.contains(text), "{text}");
    }
    assert!(!own.contains("data-sheet"));
    // Whoever learns of a conflict later says so as well: the sheet counts no more.
    assert!(own.contains("/conflict\""));
    assert_eq!(visit.read(&look).await.header("location"), first);
}

#[actix_web::test]
async fn a_sheet_with_faults_comes_back_with_every_word_and_each_fault_named() {
    let world = World::new();
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let page = page_of(&world.assign(&siti, &rina).await);
    let visit = Visit::signed_in(&world.app, &rina).await;
    let csrf = visit.csrf().await;
    let long = "x".repeat(8001);
    for (name, value, target) in [
        ("scores.K1.score", "4", "#f-scores-K1-score"),
        ("scores.K1.score", "five", "#f-scores-K1-score"),
        ("scores.K9.score", "3", "#f-scores-K9"),
        ("feedback", long.as_str(), "#f-feedback"),
    ] {
        let fields = typed(&csrf, "0", &[(name, value), ("scores.K2.reason", "Not <lost>")]);
        let answer = visit.send(&page, &fields).await;
        assert_eq!(answer.status, 422, "{name}={value}");
        for text in ["id=\"errors\"", &format!("href=\"{target}"), "Not &#60;lost&#62;"] {
            assert!(answer.text().contains(text), "{name}={value}: {text}");
        }
    }
    let read = visit.read(&page).await;
    // All that was sound is kept; saving it again makes no new version.
    assert_eq!(hidden(read.expect_page(), "version"), "1");
    assert!(read.text().contains("Not &#60;lost&#62;"));
}

#[actix_web::test]
async fn a_save_that_comes_too_late_shows_both_texts_and_can_then_be_made() {
    let world = World::new();
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let (page, visit) = (page_of(&task), Visit::signed_in(&world.app, &rina).await);
    let csrf = visit.csrf().await;
    world.save(&rina, &task, sheet((5, 5))).await.expect(200);
    let fields = typed(&csrf, "0", &[("feedback", "From this tab")]);
    let stale = visit.send(&page, &fields).await;
    assert_eq!(stale.status, 412);
    let both = stale.text().split_once("id=\"both\"").unwrap().1;
    assert!(both.contains("A clear case.") && both.contains("From this tab"));
    assert_eq!(hidden(stale.text(), "version"), "1");
    let again = typed(&csrf, "1", &[("feedback", "From this tab")]);
    assert_eq!(visit.send(&page, &again).await.status, 303);
    let versions = world.app.get(&rina, &format!("{task}/sheet/versions")).await;
    assert_eq!(versions.expect(200)["items"][0]["sheet"]["feedback"], "A clear case.");
}

#[actix_web::test]
async fn a_conflict_takes_a_tick_and_a_click_and_following_a_link_declares_none() {
    let world = World::new();
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let page = page_of(&task);
    let link = format!("{page}/conflict");
    let visit = Visit::signed_in(&world.app, &rina).await;
    let csrf = visit.csrf().await;
    for path in ["/reviews", &page] {
        assert!(visit.read(path).await.expect_page().contains(&format!("action=\"{link}\"")));
    }
    visit.read(&format!("{link}?kind=family")).await.expect_page();
    assert!(visit.read("/reviews").await.text().contains(&siti.number));

    let words = "w".repeat(1501);
    for (fields, text) in [
        (
            [("csrf", &*csrf), ("sure", "yes"), ("kind", "family"), ("words", &*words)],
            words.as_str(),
        ),
        (
            [("csrf", &*csrf), ("sure", "yes"), ("kind", "no"), ("words", "Kept words")],
            "Kept words",
        ),
        ([("csrf", &*csrf), ("sure", "no"), ("kind", "family"), ("words", "Asked")], "Asked"),
    ] {
        let refused = visit.send(&link, &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("id=\"errors\"") && refused.text().contains(text));
    }
    // No words needed; a second click is harmless.
    for _ in 0..2 {
        let done =
            visit.send(&link, &[("csrf", &csrf), ("sure", "yes"), ("kind", "hierarchy")]).await;
        assert_eq!(done.header("location"), "/reviews?declared=1", "{}", done.text());
    }
    let pile = visit.read("/reviews?declared=1").await;
    assert!(!pile.expect_page().contains(&siti.number));
    assert_eq!(visit.read(&page).await.status, 404);
    let known = world.app.get(&world.secretariat, &world.call_path("conflicts")).await;
    let known = &known.expect(200)["items"][0];
    assert_eq!(known["reason"], "Superior, subordinate or of the same unit");
    assert_eq!(known["assignment_state"], "declined");
}

#[actix_web::test]
async fn a_task_is_its_reviewers_alone_and_the_pile_a_reviewers() {
    let world = World::new();
    let (siti, rina, joko) =
        (world.proposal("siti"), world.reviewer("rina"), world.reviewer("joko"));
    let page = page_of(&world.assign(&siti, &rina).await);
    let chair = world.official("ketua", Role::Chair);
    for who in [&joko, &siti.candidate, &chair, &world.secretariat] {
        let visit = Visit::signed_in(&world.app, who).await;
        let csrf = visit.csrf().await;
        for path in ["", "/hand-in", "/conflict"] {
            let path = format!("{page}{path}");
            assert_eq!(visit.read(&path).await.status, 404, "{path}");
            let fields = typed(&csrf, "0", &[("kind", "family"), ("feedback", "x")]);
            assert_eq!(visit.send(&path, &fields).await.status, 404, "{path}");
        }
    }
    let candidate = Visit::signed_in(&world.app, &siti.candidate).await;
    assert_eq!(candidate.read("/reviews").await.status, 403);
    assert!(!candidate.read("/").await.expect_page().contains("/reviews"));
    let empty = Visit::signed_in(&world.app, &joko).await;
    assert!(empty.read("/reviews").await.expect_page().contains("No proposal has been given"));
    // Somebody else's receipt is nothing to show, and no error either.
    let received = page.rsplit('/').next().unwrap();
    empty.read(&format!("/reviews?received={received}")).await.expect_page();
}

#[actix_web::test]
async fn before_the_review_the_pile_tells_numbers_and_no_titles() {
    let world = World::with(|definition| {
        let calendar = &mut definition.calendar;
        calendar.screening_ends_at = calendar.screening_ends_at.plus_days(15);
    });
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let page = page_of(&world.assign(&siti, &rina).await);
    let visit = Visit::signed_in(&world.app, &rina).await;
    let pile = visit.read("/reviews").await;
    assert!(pile.expect_page().contains(&siti.number) && !pile.text().contains("Boraks in street"));
    assert!(!pile.text().contains(&format!("href=\"{page}\"")));
    assert_eq!(visit.read(&page).await.status, 409);
}

#[actix_web::test]
async fn a_sheet_opened_again_shows_its_first_scores_and_wants_a_reason() {
    let world = World::new();
    let (siti, chair) = (world.proposal("siti"), world.official("ketua", Role::Chair));
    let (rina, joko) = (world.reviewer("rina"), world.reviewer("joko"));
    let task = world.score(&siti, &rina, (2, 5)).await;
    world.score(&siti, &joko, (6, 6)).await;
    let page = page_of(&task);
    let visit = Visit::signed_in(&world.app, &rina).await;
    let both = visit.read(&page).await;
    for text in ["far apart", "their totals differ by 280", "Reviewer "] {
        assert!(both.expect_page().contains(text), "{text}");
    }
    assert!(!both.text().contains("joko"));

    let reason = "Please read the <plan> again.";
    let reopen = format!("{task}/reopen");
    world.app.post(&chair, &reopen, json!({"reason": reason})).await.expect(200);
    let open = visit.read(&page).await;
    for text in ["Please read the &#60;plan&#62; again.", "Your first score: 2.", "data-sheet"] {
        assert!(open.expect_page().contains(text), "{text}");
    }
    assert!(!open.text().contains("Reviewer "));
    // It comes before a task that is not even begun.
    world.assign(&world.proposal("budi"), &rina).await;
    let pile = visit.read("/reviews").await;
    assert!(pile.expect_page().contains(&format!("class=\"button\" href=\"{page}\"")));
    assert!(pile.text().contains("Opened again by the chair"));
    let api = world.app.get(&rina, "/api/v1/assignments").await;
    let reopened: Vec<bool> = api.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["reopened"].as_bool().unwrap())
        .collect();
    assert_eq!(reopened, [false, true]);
    let sheet = world.app.get(&rina, &format!("{task}/sheet")).await;
    assert_eq!(sheet.expect(200)["first"]["total"], 320);

    let csrf = visit.csrf().await;
    let scores = [("scores.K1.score", "6"), ("scores.K2.score", "5"), ("then", "hand_in")];
    let without = [&scores[..], &[("note", "")]].concat();
    let silent = visit.send(&page, &typed(&csrf, "1", &without)).await;
    assert_eq!(silent.status, 422, "{}", silent.header("location"));
    assert!(silent.text().contains("href=\"#f-note\""));
    // The API asks for the same.
    let refused = world.submit(&rina, &task, 2).await;
    assert_eq!(refused.faults(), [("note".to_owned(), "required".to_owned())]);
    let fields = [&scores[..], &[("note", "The plan does name a budget.")]].concat();
    let saved = visit.send(&page, &typed(&csrf, "2", &fields)).await;
    assert_eq!(saved.header("location"), format!("{page}/hand-in"));
    world.submit(&rina, &task, 3).await.expect(200);
    let after = visit.read(&page).await;
    for text in ["You, first", "Reviewer ", "The plan does name a budget."] {
        assert!(after.expect_page().contains(text), "{text}");
    }
}
