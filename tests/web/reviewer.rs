//! A reviewer's work in a browser: the pile, the sheet beside the text, the keyboard alone, two tabs,
//! a session that ends, a conflict of interest, a sheet opened again.

use crate::browser::{Browser, Screen};
use crate::page::check;
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::review::World;
use test_support::{PASSWORD, Person, Submission};
use tubel::features::calls::{Bilingual, DocumentRequirement, Format, Sensitivity, Templates};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::proposal_versions;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// A review by the shipped rubric, of proposals that are written out.
fn world() -> World {
    World::with(|definition| {
        let mut rubrics = Templates::shipped().unwrap().rubrics;
        definition.rubric = rubrics.remove("default").unwrap();
        definition.documents = vec![paper()];
    })
}

/// The proposal's own PDF, which the panel may read.
pub(crate) fn paper() -> DocumentRequirement {
    DocumentRequirement {
        kind: "proposal".to_owned(),
        name: Bilingual { id: "Naskah usulan".to_owned(), en: "Proposal".to_owned() },
        required: true,
        max_bytes: 1_000_000,
        formats: vec![Format::Pdf],
        sensitivity: Sensitivity::Internal,
    }
}

fn proposal(world: &World, name: &str) -> Submission {
    let made = world.proposal(name);
    let mut text = test_support::content();
    text["title"] = json!(format!("Menurunkan boraks pada jajanan pasar di {name}"));
    let (id, text) = (made.id.clone(), text.to_string());
    world.write(move |db| {
        diesel::update(proposal_versions::table)
            .filter(proposal_versions::proposal_id.eq(&id))
            .set(proposal_versions::content.eq(&text))
            .execute(db)?;
        Ok(())
    });
    made
}

async fn sign_in(browser: &Browser, world: &World, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

fn page_of(task: &str) -> String {
    task.trim_start_matches("/api/v1").to_owned()
}

async fn open(browser: &Browser, world: &World, path: &str) {
    browser.open(&format!("{}{path}", world.app.address)).await;
}

/// Scrolls to a score and clicks it, as a finger does.
async fn choose(browser: &Browser, criterion: usize, score: u32) {
    let label = format!(
        "fieldset.criterion:nth-of-type({criterion}) label.score:has(input[value='{score}'])"
    );
    let scroll = format!("document.querySelector({label:?}).scrollIntoView({{block: 'center'}})");
    browser.run(&scroll).await;
    browser.click(&label).await;
}

async fn stored(world: &World, who: &Person, task: &str) -> Value {
    world.app.get(who, &format!("{task}/sheet")).await.expect(200).clone()
}

fn whole_sheet(score: u32) -> Value {
    let scores: serde_json::Map<String, Value> = (1..=7)
        .map(|number| {
            let reason = "Alasan yang cukup panjang untuk rubrik.";
            (format!("K{number}"), json!({"score": score, "reason": reason}))
        })
        .collect();
    json!({"scores": scores, "feedback": "Jelas dan terukur.", "note": "Layak."})
}

async fn score_and_hand_in(browser: &Browser, screen: Screen, language: &str) {
    let picture = |name: &str| format!("reviewer-{name}-{language}");
    for criterion in 1..=6 {
        choose(browser, criterion, 4).await;
    }
    browser.wait_for("[data-sum]", "380").await;
    browser.wait_for("[data-state]", if language == "id" { "Tersimpan" } else { "Saved" }).await;
    browser.complaints().await;
    browser.click("button[value='hand_in']").await;
    browser
        .wait_for("#errors", if language == "id" { "belum diberi nilai" } else { "no score" })
        .await;
    browser.complaints().await;
    check(browser, screen, &picture("3-incomplete")).await;
    choose(browser, 7, 5).await;
    browser.type_into("#f-scores-K7-reason", "Dua tahun memimpin sampling di lapangan.").await;
    browser.type_into("#f-feedback", "Rencana yang kuat; sebutkan anggarannya.").await;
    browser.wait_for("[data-verdict]", if language == "id" { "mencapai" } else { "reaches" }).await;
    check(browser, screen, &picture("4-complete")).await;
    browser.click("button[value='hand_in']").await;
    browser.arrive("/hand-in").await;
    check(browser, screen, &picture("5-last-look")).await;
    browser.click("main form button").await;
}

async fn whole_way(screen: Screen, language: &str) {
    let world = world();
    let rina = world.reviewer("rina");
    let (mut tasks, mut numbers) = (Vec::new(), Vec::new());
    for name in ["Makassar", "Kendari", "Palopo"] {
        let made = proposal(&world, name);
        tasks.push(page_of(&world.assign(&made, &rina).await));
        numbers.push(made.number);
    }
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("reviewer-{name}-{language}");
    sign_in(&browser, &world, &rina, language).await;
    browser.click("main .card.next a").await;
    browser.arrive("/reviews").await;
    check(&browser, screen, &picture("1-pile")).await;
    browser.click("main .card.next a.button").await;
    browser.wait_for("[data-scored]", "0").await;
    let first = browser.path().await;
    check(&browser, screen, &picture("2-sheet")).await;
    score_and_hand_in(&browser, screen, language).await;
    // The next one at once, with the receipt on top.
    browser.wait_for(".notice", "TB-2026-").await;
    let next = browser.path().await;
    assert!(next.contains("?received=") && !next.starts_with(&first), "{next}");
    check(&browser, screen, &picture("6-next")).await;
    browser.click(".notice a").await;
    browser.arrive(&first).await;
    check(&browser, screen, &picture("7-own")).await;
    let kept = browser.run("return Object.keys(localStorage).length").await;
    assert_eq!(kept, 0, "nothing of a sheet handed in stays in the browser");
    // It is asked once whether they are sure.
    open(&browser, &world, &next).await;
    browser.click("#sheet > details > summary").await;
    check(&browser, screen, &picture("8-conflict")).await;
    browser.click("#sheet input[name='sure']").await;
    browser.click("button[value='family']").await;
    browser.arrive("/reviews?declared=1").await;
    let left = browser.text(".progress strong").await;
    assert_eq!(left, "1 / 2");
    check(&browser, screen, &picture("9-pile")).await;
    browser.close().await;
}

#[actix_web::test]
async fn a_reviewer_gets_from_the_pile_to_the_receipt_and_the_next_sheet_on_a_phone() {
    whole_way(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn a_reviewer_gets_from_the_pile_to_the_receipt_and_the_next_sheet_on_a_desktop() {
    whole_way(Screen::Desktop, "en").await;
}

/// The PDF is opened in place: all three pages, drawn, with its text of its own to say what they are.
#[actix_web::test]
async fn the_pages_of_the_pdf_stand_beside_the_sheet_and_are_turned_one_by_one() {
    let world = world();
    let rina = world.reviewer("rina");
    let made = proposal(&world, "Makassar");
    let task = world.assign(&made, &rina).await;
    world.keep((&made.id, &made.candidate.id), "proposal", &world.three_pages());
    for (screen, language) in [(Screen::Phone, "id"), (Screen::Desktop, "en")] {
        let browser = Browser::start(screen).await;
        sign_in(&browser, &world, &rina, language).await;
        open(&browser, &world, &page_of(&task)).await;
        browser.click("details.leaves > summary").await;
        browser.appear("details.leaves > img[alt*='3 / 3']").await;
        let drawn = "return document.querySelector('details.leaves > img').naturalWidth";
        assert_eq!(browser.run(drawn).await, 1000);
        assert_eq!(browser.complaints().await, Vec::<String>::new());
        browser.picture(&format!("reviewer-leaves-{}", screen.name())).await;
        browser.click("details.leaves a").await;
        browser.click("a[rel=next]").await;
        browser.arrive("?page=2").await;
        let drawn = "return document.querySelector('.leaves img').complete";
        assert_eq!(browser.run(drawn).await, true);
        check(&browser, screen, &format!("reviewer-leaf-{language}")).await;
        browser.close().await;
    }
}

/// Presses the tabulator until something of this kind has the focus.
async fn tab_to(browser: &Browser, css: &str) {
    let reached = format!("return document.activeElement.matches({css:?})");
    for _ in 0..80 {
        browser.press(TAB).await;
        if browser.run(&reached).await == true {
            return;
        }
    }
    panic!("the tabulator never reaches {css}");
}

#[actix_web::test]
async fn the_keyboard_alone_scores_a_whole_sheet_and_hands_it_in() {
    let world = world();
    let rina = world.reviewer("rina");
    let task = world.assign(&proposal(&world, "Makassar"), &rina).await;
    let browser = Browser::start(Screen::Desktop).await;
    sign_in(&browser, &world, &rina, "en").await;
    open(&browser, &world, "/reviews").await;
    tab_to(&browser, "main a.button").await;
    browser.press(ENTER).await;
    browser.arrive(&page_of(&task)).await;
    // The first digit leads to the first criterion, the others score: 4, 3, 4, 3, 4, 3.
    browser.press("4").await;
    browser.press("434343").await;
    browser.wait_for("[data-scored]", "6").await;
    let focused = "return document.activeElement.name";
    assert_eq!(browser.run(focused).await, "scores.K7.score");
    // A score that needs a reason leads to the reason; digits are text there.
    browser.press("2").await;
    assert_eq!(browser.run(focused).await, "scores.K7.reason");
    browser.press("Only 5 samples in 2025, none measured twice").await;
    tab_to(&browser, "#f-feedback").await;
    browser.press("A sound plan").await;
    tab_to(&browser, "button[value='hand_in']").await;
    browser.press(ENTER).await;
    browser.arrive("/hand-in").await;
    tab_to(&browser, "main form button").await;
    browser.press(ENTER).await;
    browser.wait_for(".notice", "received").await;
    let sheet = stored(&world, &rina, &task).await;
    let scores: Vec<u64> = (1..=7)
        .map(|number| sheet["sheet"]["scores"][format!("K{number}")]["score"].as_u64().unwrap())
        .collect();
    assert_eq!(scores, [4, 3, 4, 3, 4, 3, 2]);
    assert_eq!(
        (&sheet["state"], &sheet["sheet"]["feedback"]),
        (&json!("submitted"), &json!("A sound plan"))
    );
    browser.close().await;
}

#[actix_web::test]
async fn a_sheet_saved_on_another_tab_meanwhile_is_shown_beside_and_neither_is_lost() {
    let world = world();
    let rina = world.reviewer("rina");
    let task = world.assign(&proposal(&world, "Makassar"), &rina).await;
    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, &rina, "en").await;
    open(&browser, &world, &page_of(&task)).await;
    let other =
        json!({"scores": {"K1": {"score": 3, "reason": ""}}, "feedback": "From the other tab"});
    world.save(&rina, &task, other).await.expect(200);
    choose(&browser, 1, 4).await;
    browser.type_into("#f-feedback", "From this tab").await;
    browser.wait_for("[data-state]", "another tab").await;
    browser.click("button[value='save']").await;
    browser.wait_for("section[aria-labelledby='both']", "From").await;
    let both = browser.text("section[aria-labelledby='both']").await;
    assert!(both.contains("From the other tab") && both.contains("From this tab"), "{both}");
    let typed = "return [document.querySelector('#f-feedback').value, document.querySelector('input:checked').value]";
    assert_eq!(browser.run(typed).await, json!(["From this tab", "4"]));
    browser.complaints().await;
    check(&browser, Screen::Phone, "reviewer-two-tabs-en").await;
    browser.click("button[value='save']").await;
    browser.arrive("?saved=1").await;
    let sheet = stored(&world, &rina, &task).await;
    assert_eq!(
        (&sheet["version"], &sheet["sheet"]["feedback"]),
        (&json!(2), &json!("From this tab"))
    );
    browser.close().await;
}

#[actix_web::test]
async fn a_sheet_typed_after_the_session_ended_is_offered_again_and_signing_out_removes_it() {
    let world = world();
    let rina = world.reviewer("rina");
    let task = world.assign(&proposal(&world, "Makassar"), &rina).await;
    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, &rina, "en").await;
    open(&browser, &world, &page_of(&task)).await;
    world.app.set_clock(world.app.now().plus_seconds(3 * 3600));
    choose(&browser, 2, 3).await;
    browser.type_into("#f-feedback", "Typed too late").await;
    browser.wait_for("[data-state]", "session has ended").await;
    sign_in(&browser, &world, &rina, "en").await;
    open(&browser, &world, &page_of(&task)).await;
    browser.click("[data-recover]").await;
    browser.wait_for("[data-sum]", "45").await;
    browser.wait_for("[data-state]", "Saved").await;
    let sheet = stored(&world, &rina, &task).await;
    assert_eq!(sheet["sheet"]["feedback"], "Typed too late");
    assert_eq!(sheet["sheet"]["scores"]["K2"]["score"], 3);
    let copies = "return Object.keys(localStorage).length";
    assert_eq!(browser.run(copies).await, 0);
    // What the server never got goes with the session, once that was said.
    browser.run("localStorage.setItem('tubel-draft-x', 'feedback=secret')").await;
    browser.click("[data-sign-out] button").await;
    browser.click("[data-leaving] button").await;
    browser.wait_for(".tools", "Sign in").await;
    assert_eq!(browser.run(copies).await, 0);
    browser.close().await;
}

async fn opened_again(screen: Screen, language: &str) {
    let world = world();
    let (rina, joko) = (world.reviewer("rina"), world.reviewer("joko"));
    let made = proposal(&world, "Makassar");
    let mut tasks = Vec::new();
    for (who, score) in [(&rina, 2), (&joko, 5)] {
        let task = world.assign(&made, who).await;
        world.save(who, &task, whole_sheet(score)).await.expect(200);
        world.submit(who, &task, 1).await.expect(200);
        tasks.push(task);
    }
    let chair = world.official("ketua", Role::Chair);
    let body = json!({"reason": "Mohon baca kembali rencana dua belas bulan pada lampiran."});
    world.app.post(&chair, &format!("{}/reopen", tasks[0]), body).await.expect(200);
    // The review is over; only a sheet opened again can be written in the plenary.
    world.app.set_clock(world.app.now().plus_days(11));
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("reviewer-again-{name}-{language}");
    sign_in(&browser, &world, &rina, language).await;
    open(&browser, &world, "/reviews").await;
    check(&browser, screen, &picture("1-pile")).await;
    browser.click("main .card.next a.button").await;
    browser.arrive(&page_of(&tasks[0])).await;
    check(&browser, screen, &picture("2-sheet")).await;
    choose(&browser, 1, 4).await;
    browser.type_into("#f-note", " Angka dasar ternyata ada di lampiran.").await;
    browser.click("button[value='hand_in']").await;
    browser.arrive("/hand-in").await;
    browser.click("main form button").await;
    browser.wait_for(".notice", "TB-2026-0001").await;
    open(&browser, &world, &page_of(&tasks[0])).await;
    let table = browser.text("section[aria-labelledby='compare'] table").await;
    for total in ["200", "240", "500"] {
        assert!(table.contains(total), "{table}");
    }
    check(&browser, screen, &picture("3-compare")).await;
    browser.close().await;
}

#[actix_web::test]
async fn a_sheet_opened_again_is_scored_beside_its_first_scores_on_a_phone() {
    opened_again(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn a_sheet_opened_again_is_scored_beside_its_first_scores_on_a_desktop() {
    opened_again(Screen::Desktop, "en").await;
}

#[actix_web::test]
async fn a_reviewers_screens_pass_in_the_language_that_the_main_path_left_out() {
    let world = world();
    let rina = world.reviewer("rina");
    let task = page_of(&world.assign(&proposal(&world, "Makassar"), &rina).await);
    for (screen, language) in [(Screen::Phone, "en"), (Screen::Desktop, "id")] {
        let browser = Browser::start(screen).await;
        sign_in(&browser, &world, &rina, language).await;
        for (name, path) in [
            ("pile", "/reviews".to_owned()),
            ("sheet", task.clone()),
            ("conflict", format!("{task}/conflict")),
            ("last-look", format!("{task}/hand-in")),
        ] {
            open(&browser, &world, &path).await;
            check(&browser, screen, &format!("reviewer-other-{name}-{language}")).await;
        }
        browser.close().await;
    }
}
