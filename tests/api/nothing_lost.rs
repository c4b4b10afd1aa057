//! Nothing typed is lost and nothing is dropped silently: forms of which a part is unsound, forms that
//! are refused whatever the reason, and links that must lead people to pages.

use crate::pages::{Visit, hidden};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use test_support::reading::nowhere;
use test_support::writing::World;
use test_support::{Answer, PASSWORD, content};

const CANARY: &str = "Kalimat-yang-tidak-boleh-hilang";

/// The script's save of a form, from a version.
async fn put(visit: &Visit<'_>, path: &str, version: i64, fields: &[(&str, &str)]) -> Answer {
    let body = serde_urlencoded_of(fields);
    let request = visit
        .request(Method::PUT, path)
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf-token", visit.csrf().await)
        .header("if-match", format!("\"v{version}\""))
        .body(body);
    Answer::of(request).await
}

fn serde_urlencoded_of(fields: &[(&str, &str)]) -> String {
    let mut address = reqwest::Url::parse("http://x/").unwrap();
    address.query_pairs_mut().extend_pairs(fields);
    address.query().unwrap().to_owned()
}

fn unsaved(answer: &Answer) -> Vec<(String, String)> {
    let list = answer.expect(200)["unsaved"].as_array().unwrap();
    let text = |one: &Value, part: &str| one[part].as_str().unwrap().to_owned();
    list.iter().map(|one| (text(one, "field"), text(one, "message"))).collect()
}

#[actix_web::test]
async fn a_number_with_words_stops_nothing_but_itself_and_is_told() {
    let world = World::start().await;
    let api = world.draft().await;
    let path = format!("{}/edit", api.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let fields = [
        ("title", "Judul yang tersimpan"),
        ("study.months", "24 bulan"),
        ("goal.measured_by", "besok"),
        ("candidate.ratings[0].year", "2024"),
        ("candidate.ratings[0].rating", ""),
        ("difference", &"x".repeat(501)),
    ];
    let saved = put(&visit, &path, 1, &fields).await;
    let told = unsaved(&saved);
    let named: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    // In the order of the form; what its row lost its half by comes last.
    let expected = [
        "difference",
        "goal.measured_by",
        "study.months",
        "candidate.ratings[0].rating",
        "candidate.ratings[0].year",
    ];
    assert_eq!(named, expected);
    assert_eq!(told[2].1, "Numbers only, e.g. 24.");
    let stored = world.app.get(&world.candidate, &api).await;
    let stored = stored.expect(200);
    assert_eq!(stored["content"]["title"], "Judul yang tersimpan");
    assert_eq!(stored["content"]["study"]["months"], Value::Null);
    // What was stored before stays where something unreadable is typed over it.
    let version = saved.expect(200)["version"].as_i64().unwrap();
    let again = put(&visit, &path, version, &[("study.months", "24")]).await;
    assert_eq!(unsaved(&again), []);
    let again = put(&visit, &path, version + 1, &[("study.months", "dua"), ("title", "B")]).await;
    assert_eq!(unsaved(&again).len(), 1);
    let stored = world.app.get(&world.candidate, &api).await;
    assert_eq!(stored.expect(200)["content"]["study"]["months"], 24);
    assert_eq!(stored.expect(200)["content"]["title"], "B");
}

#[actix_web::test]
async fn the_button_saves_what_is_sound_too_and_shows_the_rest_with_its_mark() {
    let world = World::start().await;
    let api = world.draft().await;
    let path = format!("{}/edit", api.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", "1"),
        ("title", "Tetap"),
        ("study.months", "dua puluh"),
    ];
    let page = visit.send(&path, &fields).await;
    assert_eq!(page.status, 422);
    for text in ["dua puluh", "Numbers only, e.g. 24.", "data-unsaved=\"some\"", "Saved, except"] {
        assert!(page.text().contains(text), "{text}");
    }
    assert_eq!(hidden(page.text(), "version"), "2");
    let stored = world.app.get(&world.candidate, &api).await;
    assert_eq!(stored.expect(200)["content"]["title"], "Tetap");
}

#[actix_web::test]
async fn what_a_form_does_not_show_is_not_emptied_by_it() {
    let world = World::start().await;
    let api = world.draft().await;
    let path = format!("{}/edit", api.trim_start_matches("/api/v1"));
    let mut text = content();
    text["study"]["requested_cost"] = json!(75_000_000);
    world.rewrite(&api, &text).await;
    let version = world.version(&api).await;
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    // A call without a budget does not ask what the study costs.
    let page = visit.read(&path).await;
    assert!(!page.expect_page().contains("study.requested_cost"));
    let saved = put(&visit, &path, version, &[("title", "Judul lain")]).await;
    assert_eq!(unsaved(&saved), []);
    let stored = world.app.get(&world.candidate, &api).await;
    assert_eq!(stored.expect(200)["content"]["study"]["requested_cost"], 75_000_000);
    assert_eq!(stored.expect(200)["content"]["summary"], text["summary"]);
}

/// Every form of the pages, with ids that are of the right shape; what takes a file is left out.
fn forms() -> Vec<String> {
    let pages = tubel::server::page_inventory();
    let posts = pages.into_iter().filter(|page| page.method == "POST");
    posts.map(|page| nowhere(&page.path)).filter(|path| !path.ends_with("/documents")).collect()
}

/// Forms that nobody has to be signed in for.
fn is_open(path: &str) -> bool {
    let open = [
        "/sign-in",
        "/register",
        "/forgot-password",
        "/reset-password",
        "/verify-email",
        "/address/",
    ];
    open.iter().any(|start| path.starts_with(start))
}

#[actix_web::test]
async fn every_form_that_is_refused_hands_back_what_was_typed() {
    let world = World::start().await;
    let stranger = Visit::new(&world.app);
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let mut lost = Vec::new();
    let forms = forms();
    assert!(forms.len() > 60, "{}", forms.len());
    for path in forms.iter().filter(|path| !is_open(path)) {
        let fields =
            [("csrf", "of-another-session"), ("reason", CANARY), ("title", "A <b>title</b>")];
        let is_multipart = path.ends_with("/objections");
        for (who, status) in [(&stranger, 401), (&visit, 403)] {
            let page = if is_multipart {
                let mut form = reqwest::multipart::Form::new();
                for (name, value) in [fields[0], ("subject", "result"), fields[1]] {
                    form = form.text(name, value);
                }
                let request = who.request(Method::POST, path).multipart(form);
                Answer::of(request.header("sec-fetch-site", "same-origin")).await
            } else {
                who.send(path, &fields).await
            };
            let is_kept = page.status == status && page.text().contains(CANARY);
            let goes_on = match status {
                401 => page.text().contains("name=\"typed.reason\""),
                _ => page.text().contains(&format!("name=\"csrf\" value=\"{csrf}\"")),
            };
            if !is_kept || !goes_on || page.text().contains("<b>title</b>") {
                lost.push(format!("{path}: {} instead of {status}", page.status));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[actix_web::test]
async fn a_paste_beyond_the_limit_comes_back_whole_beside_its_fault() {
    let world = World::start().await;
    let api = world.draft().await;
    let path = format!("{}/withdraw", api.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let shown = visit.read(&path).await;
    assert!(!shown.expect_page().contains("maxlength"));
    assert!(shown.text().contains("At most 2000 characters."));
    let pasted = format!("{}{CANARY}", "Kalimat panjang. ".repeat(120));
    let page = visit.send(&path, &[("csrf", csrf.as_str()), ("reason", &pasted)]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains(&pasted), "{}", page.text());
    let fault = page.text().split("id=\"f-reason-error\">").nth(1).unwrap();
    assert!(fault.contains("2000") && fault.contains("<textarea id=\"f-reason\""), "{fault}");
}

#[actix_web::test]
async fn a_form_sent_after_the_session_ended_goes_through_signing_in_and_arrives() {
    let world = World::start().await;
    let api = world.draft().await;
    let path = format!("{}/edit", api.trim_start_matches("/api/v1"));
    let mut visit = Visit::new(&world.app);
    let fields = [("csrf", "old"), ("version", "1"), ("title", CANARY), ("password", "hush")];
    let page = visit.send(&path, &fields).await;
    assert_eq!(page.status, 401);
    assert!(!page.text().contains("hush"));
    let fields = [("csrf", "old"), ("version", "1"), ("title", CANARY)];
    assert_eq!(visit.send(&path, &fields).await.status, 401);
    let carried = [
        ("typed-to", path.as_str()),
        ("typed.version", "1"),
        ("typed.title", CANARY),
        ("next", path.as_str()),
    ];
    // A wrong password asks once more and still has it.
    let wrong = [&[("login", world.candidate.email.as_str()), ("password", "wrong")], &carried[..]];
    let page = visit.send("/sign-in", &wrong.concat()).await;
    assert!(page.text().contains(CANARY) && page.status == 401, "{}", page.status);
    let right =
        [&[("login", world.candidate.email.as_str()), ("password", PASSWORD)], &carried[..]];
    let page = visit.send("/sign-in", &right.concat()).await;
    let csrf = hidden(page.expect_page(), "csrf");
    assert!(page.text().contains(&format!("action=\"{path}\"")));
    visit.keep(&page);
    let fields = [("csrf", csrf.as_str()), ("version", "1"), ("title", CANARY)];
    assert_eq!(visit.send(&path, &fields).await.status, 303);
    let stored = world.app.get(&world.candidate, &api).await;
    assert_eq!(stored.expect(200)["content"]["title"], CANARY);
}

#[actix_web::test]
async fn a_form_sent_after_the_phase_is_handed_back_to_be_kept() {
    let world = World::start().await;
    let path = world.draft().await;
    let path = format!("{}/edit", path.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    world.app.at("2027-02-20T03:00:00Z");
    let visit_again = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf_again = visit_again.csrf().await;
    assert_ne!(csrf, csrf_again);
    let fields = [("csrf", csrf_again.as_str()), ("version", "1"), ("title", CANARY)];
    let page = visit_again.send(&path, &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains(CANARY));
}

#[actix_web::test]
async fn an_accepted_form_says_so_to_the_script_that_keeps_a_copy() {
    let world = World::start().await;
    let path = world.draft().await;
    let path = format!("{}/edit", path.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let send = async |mark: &str, version: &str| {
        let fields =
            [("csrf", csrf.as_str()), ("version", version), ("title", mark), ("sent-copy", mark)];
        visit.send(&path, &fields).await
    };
    let taken = send("ab12cd34", "1").await;
    assert!(taken.header("location").ends_with("/edit?saved=1#taken-ab12cd34"));
    // Too late: both texts are shown, and nothing was taken.
    assert_eq!(send("ab12cd34x", "1").await.status, 412);
    // The mark comes before the place on the page that was meant.
    let reason =
        [("csrf", csrf.as_str()), ("sent-copy", "<script>"), ("version", "2"), ("title", "x")];
    assert!(visit.send(&path, &reason).await.header("location").ends_with("/edit?saved=1"));
    assert!(send("<script>", "3").await.header("location").ends_with("/edit?saved=1"));
}

#[actix_web::test]
async fn who_is_not_signed_in_is_led_from_every_file_to_signing_in_and_back() {
    let world = World::start().await;
    let visit = Visit::new(&world.app);
    let downloads = tubel::server::download_inventory();
    assert!(downloads.len() >= 19, "{}", downloads.len());
    for download in downloads {
        let path = nowhere(&download.path);
        let answer = visit.read(&path).await;
        if path == "/ledger/checkpoints" {
            // Public, and there.
            answer.expect_page();
            continue;
        }
        // The rules of a call are public: this one is only not there.
        if path.ends_with("/rules") {
            answer.expect_page_of(404);
            continue;
        }
        let next = path.replace('/', "%2F");
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, &*format!("/sign-in?next={next}"))
        );
        // Letters of earlier versions led to the API.
        let answer = visit.read(&format!("/api/v1{path}")).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, &*format!("/sign-in?next={next}"))
        );
    }
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|one| one == extension) {
            found.push(path);
        }
    }
}

/// Stands for what a page or a handler fills in.
const FILLED: char = '*';

/// Whether an address can be one of a route's.
fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    let fits = |(known, written): (&&str, &&str)| {
        let is_filled = known.starts_with('{') || **written == FILLED.to_string();
        is_filled || known == &written.trim_end_matches(FILLED)
    };
    route.len() == path.len() && route.iter().zip(&path).all(fits)
}

/// The address without what is filled in, its query and its fragment.
fn bare(address: &str, [open, close]: [&str; 2]) -> String {
    let mut bare = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once(open) {
        bare.push_str(before);
        bare.push(FILLED);
        rest = after.split_once(close).map_or("", |(_, rest)| rest);
    }
    bare.push_str(rest);
    bare.split(['?', '#']).next().unwrap().to_owned()
}

/// `text` after each `before`, up to a quotation mark outside of what is filled in.
fn addresses<'a>(source: &'a str, before: &str) -> Vec<&'a str> {
    let starts = source.match_indices(before).map(|(at, _)| &source[at + before.len()..]);
    let ended = starts.filter_map(|rest| {
        let mut depth = 0_i32;
        let end = rest.char_indices().find(|(at, letter)| {
            depth +=
                i32::from(rest[*at..].starts_with("{{")) - i32::from(rest[*at..].starts_with("}}"));
            *letter == '"' && depth <= 0
        });
        end.map(|(end, _)| &rest[..end])
    });
    ended.filter(|address| address.starts_with('/')).collect()
}

#[test]
fn every_address_written_in_a_page_or_a_handler_is_one_that_we_answer() {
    let mut pages = tubel::server::page_inventory();
    pages.extend(tubel::server::download_inventory());
    let answers = |method: &str, path: &str| {
        path.starts_with("/assets/")
            || pages.iter().any(|page| page.method == method && fits(&page.path, path))
    };
    let mut dead = Vec::new();
    let mut seen = 0;
    let (mut templates, mut sources) = (Vec::new(), Vec::new());
    collect(Path::new("src"), "html", &mut templates);
    collect(Path::new("src"), "rs", &mut sources);
    for file in templates.iter().filter(|file| !file.starts_with("src/platform/mail")) {
        let text = std::fs::read_to_string(file).unwrap();
        for (before, method) in [("href=\"", "GET"), ("src=\"", "GET"), ("action=\"", "POST")] {
            for address in addresses(&text, before) {
                seen += 1;
                let path = bare(address, ["{{", "}}"]);
                // Forms that only filter send by GET.
                let is_known = answers(method, &path) || answers("GET", &path) && method == "POST";
                // The public part of the menu: `/calls`, `/problems`, `/ledger`.
                if !is_known && path != "/*" {
                    dead.push(format!("{}: {address}", file.display()));
                }
            }
        }
    }
    for file in sources {
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for before in ["go_to(\"", "go_to(&format!(\""] {
            for address in addresses(text, before) {
                seen += 1;
                if !answers("GET", &bare(address, ["{", "}"])) {
                    dead.push(format!("{}: {address}", file.display()));
                }
            }
        }
    }
    assert!(seen > 150, "{seen}");
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn no_page_letter_or_calendar_entry_names_an_address_of_the_api() {
    // What scripts call, not people: uploads in pieces. The document of the API is for programmers.
    let of_scripts = ["data-upload=\"/api/", "data-pieces=\"/api/", "data-unfinished=\"/api/"];
    let allowed =
        ["src/server.rs", "src/web/problem.rs", "src/web/routes.rs", "src/web/pages/routes.rs"];
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for extension in ["rs", "html", "txt", "js", "ftl"] {
        collect(Path::new("src"), extension, &mut files);
    }
    for file in files {
        let name = file.to_str().unwrap();
        let is_api =
            name.contains("/api/") || name.ends_with("/api.rs") || name.starts_with("src/cli");
        let is_test = name.ends_with("/tests.rs") || name.contains("/tests/");
        if is_api || is_test || allowed.contains(&name) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.split("#[cfg(test)]").next().unwrap().lines() {
            let code = line.trim();
            let mut rest = code.to_owned();
            for known in of_scripts {
                rest = rest.replace(known, "");
            }
            // The words of a refusal over REST say how to sign in over REST.
            let is_word = name.ends_with("common.ftl") && code.starts_with("not-signed-in");
            let is_old = code.contains("strip_prefix(\"/api/v1\")");
            if rest.contains("/api/") && !code.starts_with("//") && !is_word && !is_old {
                faults.push(format!("{name}: {code}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
