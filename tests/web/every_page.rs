//! Every page there is, by somebody who may see it, in both languages on both screens. A page that
//! is registered and on no tour fails the first test here.

mod tours;
mod worlds;

use crate::browser::{Browser, Screen};
use crate::languages;
use crate::page::faults;
use std::collections::{BTreeMap, BTreeSet};
use test_support::{PASSWORD, Person};
use tours::{NO_PAGE, TOURS, Tour, When};
use worlds::Scene;

/// The registered page that an address leads to: the first that fits, as the server takes it.
fn route_of(path: &str) -> Option<String> {
    let bare = path.split('?').next().unwrap();
    let pages = tubel::server::page_inventory();
    let fits = |route: &str| actix_web::dev::ResourceDef::new(route).is_match(bare);
    let mut found = pages.into_iter().filter(|page| page.method == "GET" && fits(&page.path));
    found.next().map(|page| page.path)
}

#[test]
fn every_page_that_is_registered_is_on_a_tour_and_every_tour_leads_to_pages() {
    let registered: BTreeSet<String> = tubel::server::page_inventory()
        .into_iter()
        .filter(|page| page.method == "GET")
        .map(|page| page.path)
        .collect();
    let mut seen: BTreeSet<String> = NO_PAGE.iter().map(|(route, _)| (*route).to_owned()).collect();
    for page in TOURS.iter().flat_map(|tour| tour.pages) {
        seen.insert(route_of(page).unwrap_or_else(|| panic!("{page} is no page")));
    }
    assert_eq!(seen, registered);
    // A tour that no test walks leads nowhere.
    for tour in TOURS {
        assert!(WALKED.contains(&tour.when), "nobody walks {:?}", tour.when);
    }
}

async fn sign_in(browser: &Browser, address: &str, who: &Person) {
    browser.open(&format!("{address}/sign-in?lang=en")).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

/// All pages of a tour, in both languages, in one browser; all that is wrong with any.
async fn walk(scene: &Scene, tour: &Tour, screen: Screen) -> Vec<String> {
    let browser = Browser::start(screen).await;
    if let Some(who) = scene.people.get(tour.who) {
        sign_in(&browser, &scene.address, who).await;
    }
    let mut found = Vec::new();
    for language in languages() {
        let mut titles = BTreeMap::new();
        for page in tour.pages {
            let path = scene.path(page);
            let mark = if path.contains('?') { '&' } else { '?' };
            let address = format!("{path}{mark}lang={language}");
            browser.open(&format!("{}{address}", scene.address)).await;
            let mut wrong = faults(&browser, screen).await;
            // A link that was used says so, with its status.
            let is_spent = page.starts_with("/register/confirm");
            wrong.retain(|fault| !(is_spent && fault.contains("status of 409")));
            if browser.path().await != address {
                wrong.push(format!("leads to {}", browser.path().await));
            }
            let told = browser.run("return [document.documentElement.lang, document.title]").await;
            if told[0] != language {
                wrong.push(format!("is in {}", told[0]));
            }
            let title = told[1].as_str().unwrap().to_owned();
            if title.strip_suffix(" – Tubel").unwrap_or_default().trim().is_empty() {
                wrong.push(format!("has {title:?} for a title"));
            }
            if let Some(other) = titles.insert(title.clone(), page) {
                wrong.push(format!("has {title:?} for a title, as has {other}"));
            }
            let name = format!("{page} for {} in {language}", tour.who);
            found.extend(wrong.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    browser.close().await;
    found
}

async fn walk_all(when: When, screen: Screen) {
    let scene = worlds::scene(when).await;
    let mut found = Vec::new();
    for tour in TOURS.iter().filter(|tour| tour.when == when) {
        found.extend(walk(&scene, tour, screen).await);
    }
    assert!(found.is_empty(), "{found:#?}");
}

macro_rules! tours {
    ($($name:ident: $when:ident, $screen:ident;)*) => {$(
        #[actix_web::test]
        async fn $name() {
            walk_all(When::$when, Screen::$screen).await;
        }
    )*

    /// At which moments something is walked.
    const WALKED: &[When] = &[$(When::$when),*];
    };
}

tours! {
    every_page_while_a_call_is_open_on_a_phone: Open, Phone;
    every_page_while_a_call_is_open_on_a_desktop: Open, Desktop;
    every_page_of_the_secretariat_on_a_phone: Desk, Phone;
    every_page_of_the_secretariat_on_a_desktop: Desk, Desktop;
    every_page_of_screening_on_a_phone: Screening, Phone;
    every_page_of_screening_on_a_desktop: Screening, Desktop;
    every_page_of_the_review_on_a_phone: Review, Phone;
    every_page_of_the_review_on_a_desktop: Review, Desktop;
    every_page_in_the_plenary_on_a_phone: Plenary, Phone;
    every_page_in_the_plenary_on_a_desktop: Plenary, Desktop;
    every_page_before_a_vote_on_a_phone: Voting, Phone;
    every_page_before_a_vote_on_a_desktop: Voting, Desktop;
    every_page_after_the_announcement_on_a_phone: Announced, Phone;
    every_page_after_the_announcement_on_a_desktop: Announced, Desktop;
    every_page_while_seats_are_offered_on_a_phone: Offered, Phone;
    every_page_while_seats_are_offered_on_a_desktop: Offered, Desktop;
    every_page_of_admission_on_a_phone: Admission, Phone;
    every_page_of_admission_on_a_desktop: Admission, Desktop;
    every_page_of_a_study_on_a_phone: Studying, Phone;
    every_page_of_a_study_on_a_desktop: Studying, Desktop;
    every_page_after_the_return_on_a_phone: Returned, Phone;
    every_page_after_the_return_on_a_desktop: Returned, Desktop;
}
