//! A link that another site makes, opened by anybody who is signed in: nothing is noted, sent or changed, and
//! what would have been is asked about on a page of ours with a way on.

use super::crawl::addresses;
use super::is_walked;
use super::readings::{clerk, write_down};
use super::viewers::{Viewer, viewers};
use super::world::World;
use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use std::collections::BTreeSet;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Phase;
use tubel::platform::db::schema::{ledger, mails, reads};

/// How far the record and the queue of letters are.
fn effects(app: &TestApp) -> [i64; 2] {
    let count = |db: &mut tubel::platform::db::Db| {
        Ok([ledger::table.count().get_result(db)?, mails::table.count().get_result(db)?])
    };
    app.database().read(count).unwrap()
}

/// How many lines the log of reads has of others than the one who asks it.
async fn lines(app: &TestApp, clerk: &Person) -> i64 {
    write_down(app, clerk).await;
    let id = clerk.id.to_string();
    let others = move |db: &mut tubel::platform::db::Db| {
        Ok(reads::table.filter(reads::reader.ne(&id)).count().get_result(db)?)
    };
    app.database().read(others).unwrap()
}

/// Everybody who signs in, each with a browser.
async fn visits<'a>(world: &'a World, who: &[Viewer]) -> Vec<(&'static str, Visit<'a>)> {
    let mut all = Vec::new();
    for Viewer { name, person, .. } in who {
        if let Some(person) = person {
            all.push((*name, Visit::signed_in(&world.app, person).await));
        }
    }
    all
}

/// Reads every address as everybody; whom something had an effect for, and the pages that asked first.
async fn walk(
    (world, clerk): (&World, &Person),
    visits: &[(&'static str, Visit<'_>)],
    site: &str,
) -> (Vec<String>, BTreeSet<String>) {
    let (mut touched, mut asked) = (Vec::new(), BTreeSet::new());
    let read = lines(&world.app, clerk).await;
    for address in addresses(world) {
        let before = effects(&world.app);
        let reading = visits.iter().map(|(_, visit)| visit.read_from(site, &address));
        for answer in futures_util::future::join_all(reading).await {
            assert!(answer.status < 500, "{address}");
            if answer.status == 403
                && String::from_utf8_lossy(&answer.bytes).contains("This link is not from Tubel")
            {
                let way_on = format!("href=\"{}\"", address.replace('&', "&#38;"));
                assert!(answer.text().contains(&way_on), "{address}: {}", answer.text());
                asked.insert(address.clone());
            }
        }
        if effects(&world.app) != before {
            touched.push(address);
        }
    }
    if lines(&world.app, clerk).await != read {
        touched.push("the log of reads".to_owned());
    }
    (touched, asked)
}

#[actix_web::test]
async fn a_link_of_another_site_leaves_no_trace_whoever_opens_it_and_asks_instead() {
    let world = World::new().await;
    let (who, clerk) = (viewers(&world), clerk(&world.app));
    for phase in [Phase::Screening, Phase::Announced].into_iter().filter(|one| is_walked(*one)) {
        world.mend(phase);
        let visits = visits(&world, &who).await;
        let (touched, asked) = walk((&world, &clerk), &visits, "cross-site").await;
        assert!(touched.is_empty(), "{touched:?}");
        assert!(asked.contains("/api/v1/me/data"), "{asked:?}");
        // The control: from our own pages the same walk is noted, and each such address asked before.
        let (touched, none) = walk((&world, &clerk), &visits, "same-origin").await;
        assert!(none.is_empty(), "{none:?}");
        assert!(touched.len() > 5, "{touched:?}");
        assert!(touched.iter().any(|one| one == "the log of reads"));
        let is_asked = |one: &&String| asked.contains(*one) || *one == "the log of reads";
        let unasked: Vec<_> = touched.iter().filter(|one| !is_asked(one)).collect();
        assert!(unasked.is_empty(), "{unasked:?}");
    }
}

#[actix_web::test]
async fn a_browser_that_does_not_say_where_it_comes_from_is_believed_by_its_referrer_alone() {
    let world = World::new().await;
    let visit = Visit::signed_in(&world.app, &world.people.candidate).await;
    let own = format!("{}/me/data", world.app.address);
    let ask = async |headers: &[(&str, &str)]| {
        let mut request = visit.request(Method::GET, "/api/v1/me/data");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request).await.status
    };
    let evil = format!("https://evil.example/?{own}");
    for headers in [
        &[][..],
        &[("referer", "https://evil.example/")],
        &[("referer", evil.as_str())],
        &[("origin", "null")],
        &[("origin", "https://evil.example"), ("referer", own.as_str())],
        &[("sec-fetch-site", "cross-site"), ("referer", own.as_str())],
        &[("sec-fetch-site", "same-site")],
    ] {
        let before = effects(&world.app);
        assert_eq!(ask(headers).await, 403, "{headers:?}");
        assert_eq!(effects(&world.app), before, "{headers:?}");
    }
    // Typed, from the program for letters, from our own page with either header.
    for headers in [
        &[("sec-fetch-site", "none")][..],
        &[("sec-fetch-site", "same-origin")],
        &[("referer", own.as_str())],
    ] {
        assert_eq!(ask(headers).await, 200, "{headers:?}");
    }
}

/// Of one page, every link of ours that stands in it.
fn links(page: &str) -> BTreeSet<String> {
    let places = page.split("<a ").skip(1).filter_map(|link| link.split_once("href=\"/"));
    let places = places.filter_map(|(_, rest)| rest.split('"').next());
    places.map(|place| format!("/{}", crate::pages::unescaped(place))).collect()
}

#[actix_web::test]
async fn a_browser_without_such_headers_gets_everywhere_from_the_first_page_and_is_led_nowhere() {
    let world = World::new().await;
    world.mend(Phase::Review);
    let clerk = clerk(&world.app);
    let people = &world.people;
    let duties = [
        (&people.reviewers[0], "/reviews"),
        (&people.secretariat, "/desk/calls"),
        (&people.verifiers[0], "/desk/verification"),
        (&people.chair, "/desk/plenary"),
    ];
    for (who, duty) in duties {
        let mut visit = Visit::new(&world.app);
        assert_eq!(visit.enter(who).await, 303);
        let bare = async |path: &str| Answer::of(visit.request(Method::GET, path)).await;
        let before = lines(&world.app, &clerk).await;
        let home = bare("/").await;
        let places = links(home.expect_page());
        assert!(places.contains(duty), "{duty}: {places:?}");
        for place in &places {
            let answer = bare(place).await;
            assert!(matches!(answer.status, 200 | 303), "{place}: {}", answer.status);
        }
        assert!(lines(&world.app, &clerk).await > before, "{duty}: what was read is noted");
    }
}

#[actix_web::test]
async fn the_cookie_that_other_sites_do_not_bring_is_believed_only_where_no_header_says_more() {
    let world = World::new().await;
    world.mend(Phase::Review);
    let mut visit = Visit::new(&world.app);
    let who = &world.people.reviewers[0];
    let fields = [("login", who.email.as_str()), ("password", test_support::PASSWORD)];
    let answer = visit.send("/sign-in", &fields).await;
    let set: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    let own = set.iter().find(|one| one.starts_with("tubel-own=")).unwrap();
    assert!(own.contains("SameSite=Strict") && own.contains("HttpOnly"), "{own}");
    assert_eq!(visit.enter(who).await, 303);
    let ask = async |visit: &Visit<'_>, headers: &[(&str, &str)]| {
        let request = visit.request(Method::GET, "/reviews");
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(request).await
    };
    assert_eq!(ask(&visit, &[]).await.status, 200);
    for headers in [
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("referer", "https://evil.example/")],
        [("origin", "null")],
    ] {
        assert_eq!(ask(&visit, &headers).await.status, 403, "{headers:?}");
    }
    // What another site made an old browser send: the session's cookie alone.
    let forged = Visit::signed_in(&world.app, who).await;
    assert_eq!(ask(&forged, &[]).await.status, 403);
}

#[actix_web::test]
async fn a_program_with_a_token_is_asked_nothing_wherever_it_says_it_comes_from() {
    let world = World::new().await;
    let request =
        world.app.request_as(&world.people.candidate, Method::GET, "/api/v1/me/data").await;
    let answer = Answer::of(request.header("sec-fetch-site", "cross-site")).await;
    assert_eq!(answer.status, 200);
    let visit = Visit::signed_in(&world.app, &world.people.candidate).await;
    let json = visit.request(Method::HEAD, "/me/data").header("sec-fetch-site", "cross-site");
    assert_eq!(Answer::of(json).await.status, 200, "the page itself notes nothing");
}
