//! What somebody reads of a call before signing in, and "may I apply?" without an account.

use crate::pages::Visit;
use test_support::definition;
use test_support::writing::World;

const ANSWERS: [(&str, &str); 11] = [
    ("level", "S2"),
    ("status", "pns"),
    ("born_on", "1990-01-15"),
    ("appointed_on", "2015-01-01"),
    ("retirement_age", "58"),
    ("starts_on", "2027-09-01"),
    ("months", "24"),
    ("released", "yes"),
    ("degrees", "s1"),
    ("grade_point_average", "3,25"),
    ("rating", "good"),
];

/// A call with all rules that are shipped.
async fn with_every_rule() -> World {
    World::with(|rules| rules["eligibility"] = definition()["eligibility"].clone()).await
}

/// The same answers with some others in their place.
fn with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let changed = |(name, value): (&'static str, &'static str)| {
        let other = changes.iter().find(|(one, _)| *one == name);
        (name, other.map_or(value, |(_, other)| other))
    };
    ANSWERS.into_iter().map(changed).collect()
}

#[actix_web::test]
async fn a_calls_page_says_its_rules_with_their_figures_before_anybody_signs_in() {
    let world = with_every_rule().await;
    let visit = Visit::new(&world.app);
    let answer = visit.read(&format!("/calls/{}", world.call)).await;
    let page = answer.expect_page();
    for words in [
        // Until when, by the closing and not by the announcement.
        "24 December 2026, 08:00 WIB",
        "Civil servants (PNS) with a degree: S1 for S2, S2 for S3.",
        "Places: 8.",
        "3 × the normative length of study if released from the post, or 2 × if not (S2: 72 or 48 months",
        "Grade point average of the last degree, at least: S2 3.00, S3 3.25",
        "PDF, at most 5 MB",
        "At most 2 people are selected from one unit.",
        "The reserve list holds at most 4 names, by rank.",
        "mean of its reviewers’ totals",
        "(the rules of this call)",
        "Sign in to begin a proposal",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("BATAN") && !page.to_lowercase().contains("contoh"), "another's basis");
    assert!(page.contains("mailto:"), "nobody to ask");
    let way = format!("href=\"/sign-in?next=%2Fcalls%2F{}%2Fbegin\"", world.call);
    assert!(page.contains(&way), "{way}");
}

#[actix_web::test]
async fn whoever_may_apply_learns_of_each_rule_with_its_figures_without_an_account() {
    let world = with_every_rule().await;
    let visit = Visit::new(&world.app);
    let path = format!("/calls/{}/check", world.call);
    assert!(visit.read(&path).await.expect_page().contains("May I apply?"));
    let answer = visit.send(&path, &ANSWERS).await;
    let page = answer.expect_page();
    assert!(page.contains("By your answers, no requirement stands in the way."), "{page}");
    assert!(
        page.contains("at the start of study: 245; needed: 72"),
        "the remaining service: {page}"
    );
    // What only a proposal states is not taken for an answer.
    assert!(page.contains("7 requirements cannot be told from these answers"), "{page}");
    // What was answered stands there still.
    assert!(page.contains("value=\"1990-01-15\""));
}

#[actix_web::test]
async fn whoever_may_not_apply_learns_why() {
    let world = with_every_rule().await;
    let visit = Visit::new(&world.app);
    let path = format!("/calls/{}/check", world.call);
    let late = with(&[("born_on", "1972-01-15"), ("status", "pppk")]);
    let answer = visit.send(&path, &late).await;
    let page = answer.expect_page();
    assert!(page.contains("2 requirements are not met by your answers."), "{page}");
    assert!(page.contains("31 January 2030"), "the end of service in words: {page}");
}

#[actix_web::test]
async fn what_cannot_be_read_comes_back_at_its_field_and_a_level_that_is_not_offered_too() {
    let world = with_every_rule().await;
    let visit = Visit::new(&world.app);
    let path = format!("/calls/{}/check", world.call);
    for (changes, field) in [
        (&[("born_on", "")][..], "f-born-on"),
        (&[("level", "S9")][..], "f-level"),
        (&[("months", "many")][..], "f-months"),
    ] {
        let answer = visit.send(&path, &with(changes)).await;
        assert_eq!(answer.status, 422, "{field}");
        let page = answer.text();
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}: {page}");
    }
    let elsewhere = visit.read("/calls/01hzx3v9k2m4n6p8q0r2s4t6v8/check").await;
    assert_eq!(elsewhere.status, 404);
}

/// What a browser loads that was never here: the page and all that it names, packed, in bytes.
async fn cold(visit: &Visit<'_>, path: &str) -> usize {
    let page = visit.read(path).await;
    let named = regex::Regex::new("(?:href|src)=\"(/assets/[^\"]+)\"").unwrap();
    let mut files: Vec<String> =
        named.captures_iter(page.expect_page()).map(|found| found[1].to_owned()).collect();
    files.sort();
    files.dedup();
    let mut weight = 0;
    for path in files.iter().map(String::as_str).chain([path]) {
        let request = visit.request(reqwest::Method::GET, path);
        let request = request.header("accept-encoding", "gzip");
        let answer = request.header("sec-fetch-site", "same-origin").send().await.unwrap();
        assert_eq!(answer.headers()["content-encoding"], "gzip", "{path}");
        weight += answer.bytes().await.unwrap().len();
    }
    weight
}

#[actix_web::test]
async fn a_candidates_pages_weigh_at_most_25_kilobytes_for_a_browser_that_was_never_here() {
    let world = with_every_rule().await;
    let proposal = world.ready().await;
    let proposal = proposal.trim_start_matches("/api/v1");
    let anybody = Visit::new(&world.app);
    let candidate = Visit::signed_in(&world.app, &world.candidate).await;
    let call = format!("/calls/{}", world.call);
    for (visit, path) in [
        (&anybody, call.clone()),
        (&anybody, format!("{call}/check")),
        (&candidate, proposal.to_owned()),
        (&candidate, format!("{proposal}/edit")),
        (&candidate, format!("{proposal}/submit")),
    ] {
        let weight = cold(visit, &path).await;
        assert!(weight <= 25_000, "{path}: {weight} bytes");
    }
}
