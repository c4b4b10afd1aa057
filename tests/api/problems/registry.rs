//! The registry as a list: filters, pages, and filling it from a table.

use super::{Cast, PROBLEMS, codes, codes_of, propose, text};
use reqwest::Method;
use serde_json::Value;
use test_support::{Answer, TestApp};
use tubel::features::problems::{Imported, import, seed_problems};
use tubel::kernel::errors::Failure;

fn seed(app: &TestApp) -> Imported {
    let now = app.now();
    app.database().write(move |db| seed_problems(db, now)).unwrap()
}

/// Where the record ends.
async fn head_of_record(app: &TestApp) -> Value {
    app.send("GET", "/api/v1/ledger/head", "en").await.expect(200).clone()
}

#[actix_web::test]
async fn the_registry_is_filtered_by_state_unit_and_words() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    assert_eq!(seed(&app), Imported { added: 25, skipped: 0 });
    assert_eq!(propose(&app, &cast.head).await["code"], "M-026");
    assert_eq!(codes(&app, &cast.head, &[("state", "proposed")]).await, ["M-026"]);
    let unit = [("owner_unit", "P.D4.03")];
    assert_eq!(codes(&app, &cast.candidate, &unit).await, ["M-001", "M-002"]);
    let words = async |q: &str| codes(&app, &cast.candidate, &[("q", q)]).await;
    assert_eq!(words("ANTIBIOTIK").await, ["M-008", "M-009"]);
    assert_eq!(words("m-017").await, ["M-017"]);
    assert_eq!(words("analog baru TERIDENTIFIKASI").await, ["M-006"]);
    assert_eq!(words("m_017").await, Vec::<String>::new());
    assert_eq!(words("%antibiotik%").await, Vec::<String>::new());
    let both = [("q", "antibiotik"), ("owner_unit", "P.D1")];
    assert_eq!(codes(&app, &cast.candidate, &both).await, ["M-009"]);
    let long = "x".repeat(101);
    let request = app.request_as(&cast.head, Method::GET, PROBLEMS).await;
    let answer = Answer::of(request.query(&[("q", &long)])).await;
    assert_eq!(answer.faults(), [("q".to_owned(), "too_long".to_owned())]);
}

#[actix_web::test]
async fn pages_hold_every_problem_once_in_a_fixed_number_of_statements() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    seed(&app);
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut query = vec![("limit", "10")];
        query.extend(after.as_deref().map(|cursor| ("after", cursor)));
        let request = app.request_as(&cast.candidate, Method::GET, PROBLEMS).await;
        let page = Answer::of(request.query(&query)).await;
        seen.extend(codes_of(&page));
        match page.json["next"].as_str() {
            Some(cursor) => after = Some(cursor.to_owned()),
            None => break,
        }
    }
    let expected: Vec<String> = (1..=25).map(|number| format!("M-{number:03}")).collect();
    assert_eq!(seen, expected);

    let statements = async |query: &str| {
        let before = app.statements();
        app.get(&cast.head, &format!("{PROBLEMS}{query}")).await.expect(200);
        app.statements() - before
    };
    // Signing in costs statements of its own.
    statements("").await;
    let one = statements("?limit=1").await;
    assert!(one > 0);
    assert_eq!(statements("?limit=200").await, one);
    assert_eq!(statements("?limit=200&q=a&state=approved&owner_unit=P.D4.03").await, one);
    assert_eq!(app.get(&cast.head, &format!("{PROBLEMS}?after=x")).await.refusal(422), "invalid");
}

#[actix_web::test]
async fn importing_twice_changes_nothing() {
    let app = TestApp::start();
    assert_eq!(seed(&app), Imported { added: 25, skipped: 0 });
    let list = || async { app.send("GET", PROBLEMS, "en").await.expect(200).clone() };
    let (first, record) = (list().await, head_of_record(&app).await);
    assert_eq!(record["seq"], 1);
    app.set_clock(app.now().plus_days(1));
    assert_eq!(seed(&app), Imported { added: 0, skipped: 25 });
    assert_eq!((list().await, head_of_record(&app).await), (first, record));
}

#[actix_web::test]
async fn a_table_with_one_fault_brings_nothing() {
    let app = TestApp::start();
    let shipped = include_str!("../../../config/problems.csv");
    let now = app.now();
    let take = |table: String| app.database().write(move |db| import(db, &table, now));
    let faults = |table: String| match take(table) {
        Err(Failure::Refused(problem)) => {
            problem.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
        }
        other => vec![(format!("{other:?}"), "")],
    };
    let unknown_unit = faults(shipped.replace("P.PUSDATIN", "P.NOWHERE"));
    assert_eq!(unknown_unit, [("line 16, owner_unit".to_owned(), "unknown_reference")]);
    let two = shipped.replace("P.PUSDATIN", "P.NOWHERE").replace("selisih <= 5%", "");
    assert_eq!(faults(two).len(), 2);
    let no_target = faults(shipped.replace("selisih <= 5%", ""));
    assert_eq!(no_target, [("line 16, target_value".to_owned(), "required")]);
    let list = app.send("GET", PROBLEMS, "en").await;
    assert_eq!(codes_of(&list), Vec::<String>::new());
    assert_eq!(head_of_record(&app).await["seq"], 0);
}

#[actix_web::test]
async fn sample_figures_are_marked_and_measured_ones_name_their_source() {
    let app = TestApp::start();
    seed(&app);
    let answer = app.send("GET", &format!("{PROBLEMS}?limit=200"), "en").await;
    let items = answer.expect(200)["items"].as_array().unwrap().clone();
    let marked: Vec<&str> = items
        .iter()
        .filter(|item| item["illustrative"] == true)
        .map(|item| item["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        marked,
        [
            "M-001", "M-002", "M-004", "M-006", "M-011", "M-013", "M-019", "M-020", "M-021",
            "M-022", "M-023", "M-024", "M-025"
        ]
    );
    let takjil = &items[2];
    assert_eq!(takjil["baseline_value"], "1,94%");
    assert_eq!(takjil["baseline_denominator"], "4.958 sampel (96 TMS)");
    assert_eq!(takjil["baseline_source"], "sinpo 21 Maret 2025; fakta.com 21 Februari 2025");
}

#[actix_web::test]
async fn problems_proposed_at_once_get_codes_of_their_own() {
    let app = TestApp::start();
    let cast = Cast::of(&app);
    seed(&app);
    // Signed in before, so that the proposals meet each other.
    app.get(&cast.head, PROBLEMS).await.expect(200);
    let posts = (0..8).map(|_| app.post(&cast.head, PROBLEMS, text()));
    let answers = futures_util::future::join_all(posts).await;
    let mut codes: Vec<&str> =
        answers.iter().map(|answer| answer.expect(201)["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    let expected: Vec<String> = (26..34).map(|number| format!("M-{number:03}")).collect();
    assert_eq!(codes, expected);
}
