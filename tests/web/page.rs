//! What every page must pass: nothing for axe-core to find, nothing on the console, at most 100 kB
//! on the wire, no wider than the screen, no name of the catalogue instead of its words.

use crate::browser::{Browser, Screen};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The most a page may weigh, in bytes.
const WEIGHT: u64 = 100_000;

static AXE: LazyLock<String> = LazyLock::new(|| {
    let path =
        std::env::var("TUBEL_AXE").unwrap_or("target/axe-4.11.4/package/axe.min.js".to_owned());
    std::fs::read_to_string(&path).expect("axe-core is not there; scripts/test fetches it")
});

/// Looks at the page now shown, and takes its picture.
pub(crate) async fn check(browser: &Browser, screen: Screen, name: &str) {
    let found = faults(browser, screen).await;
    assert!(found.is_empty(), "{name}: {found:#?}");
    browser.picture(&format!("{name}-{}", screen.name())).await;
}

/// The same where no script runs, without axe: it needs timers, which the browser then stops.
pub(crate) async fn check_plain(browser: &Browser, screen: Screen, name: &str) {
    let found = measured(browser, screen).await;
    assert!(found.is_empty(), "{name}: {found:#?}");
    browser.picture(&format!("{name}-{}", screen.name())).await;
}

/// All that is wrong with the page now shown.
pub(crate) async fn faults(browser: &Browser, screen: Screen) -> Vec<String> {
    let mut found = measured(browser, screen).await;
    found.extend(seen_by_axe(browser).await);
    found
}

async fn measured(browser: &Browser, screen: Screen) -> Vec<String> {
    let mut found: Vec<String> =
        browser.complaints().await.into_iter().map(|line| format!("console: {line}")).collect();
    let weight = browser
        .run(
            "return performance.getEntriesByType('navigation')
                .concat(performance.getEntriesByType('resource'))
                .reduce((sum, entry) => sum + entry.transferSize, 0)",
        )
        .await;
    if weight.as_u64().unwrap() > WEIGHT {
        found.push(format!("weighs {weight} bytes"));
    }
    // A phone zooms out of a page that is too wide: not the window's own width is what counts.
    let wide = browser.run("return document.documentElement.scrollWidth").await;
    if wide.as_u64().unwrap() > screen.width() {
        found.push(format!("{wide} pixels wide"));
    }
    let raw = browser
        .run(
            "return [...document.querySelectorAll('[href], [src], form[action]')]
                 .map((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action'))
                 .filter((address) => new URL(address, location).pathname.startsWith('/api/'))",
        )
        .await;
    found.extend(raw.as_array().unwrap().iter().map(|address| format!("leads to {address}")));
    let read = browser
        .run(
            "const named = [...document.querySelectorAll('[aria-label], [title], [alt], [placeholder]')];
             return [document.title, document.body.innerText].concat(named.flatMap((one) =>
                 ['aria-label', 'title', 'alt', 'placeholder'].map((name) => one.getAttribute(name) ?? '')))
                 .join(' ')",
        )
        .await;
    let bare = bare_names(read.as_str().unwrap());
    found.extend(bare.map(|name| format!("{name}: a name without words")));
    found
}

/// Names of the catalogue, their first parts, and the hyphenated words within its texts.
struct Names {
    all: BTreeSet<String>,
    families: BTreeSet<String>,
    words: BTreeSet<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names =
        Names { all: BTreeSet::new(), families: BTreeSet::new(), words: BTreeSet::new() };
    for file in ["id", "en"].map(|tag| format!("src/kernel/locales/{tag}")) {
        for file in std::fs::read_dir(file).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for line in text.lines() {
                let (name, words) = line.split_once(" = ").unwrap_or(("", line));
                if hyphenated(name).next() == Some(name) {
                    names.all.insert(name.to_owned());
                    names.families.extend(name.split('-').next().map(str::to_owned));
                }
                names.words.extend(hyphenated(words).map(str::to_owned));
            }
        }
    }
    names
});

/// The words in small letters that have a hyphen within.
fn hyphenated(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let words = text.split(move |letter: char| !is_inside(letter));
    words.filter(|word| {
        let is_small = |letter: char| !letter.is_ascii_uppercase();
        word.trim_matches('-').contains('-') && word.chars().all(is_small)
    })
}

/// What stands on a page as a name of the catalogue does, and is no word of its texts.
fn bare_names(text: &str) -> impl Iterator<Item = &str> {
    hyphenated(text).filter(|word| {
        let family = word.split('-').next().unwrap_or("");
        !NAMES.words.contains(*word)
            && (NAMES.all.contains(*word) || NAMES.families.contains(family))
    })
}

#[test]
fn a_name_of_the_catalogue_is_told_from_a_word_with_a_hyphen() {
    let text = "Tugas phase-open, menu-unknown; alat-alat e-mail TB-2026-0001 menu-";
    assert_eq!(bare_names(text).collect::<Vec<_>>(), ["phase-open", "menu-unknown"]);
}

async fn seen_by_axe(browser: &Browser) -> Vec<String> {
    browser.run(&AXE).await;
    let found = browser
        .run_async(
            "const done = arguments[arguments.length - 1];
             // What the bar at the bottom covers comes out from under it when the page is moved.
             const bars = [...document.querySelectorAll('.savebar')];
             bars.forEach((bar) => bar.style.setProperty('position', 'static'));
             axe.run({ resultTypes: ['violations'], preload: false, iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
               .then((found) => {
                 bars.forEach((bar) => bar.style.removeProperty('position'));
                 done(found.violations.map((fault) =>
                   fault.id + ': ' + fault.nodes.map((node) => node.html).join(' | ')));
               })",
        )
        .await;
    // axe writes nothing, but what it provoked must not be laid at the next page's door.
    browser.complaints().await;
    let text = |fault: &Value| format!("axe-core: {}", fault.as_str().unwrap());
    found.as_array().unwrap().iter().map(text).collect()
}
