//! Before signing in and while writing: a call's first screen, "may I apply?", rows and files that need no second step.

use crate::browser::{Browser, Screen};
use crate::page::check;
use crate::{languages, world};
use test_support::writing::World;
use test_support::{PASSWORD, case};

async fn sign_in(browser: &Browser, world: &World, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    browser.type_into("#f-login", &world.candidate.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

/// The lowest pixel of what this selects, on the page as it opens.
async fn bottom(browser: &Browser, css: &str) -> f64 {
    let script = format!("return document.querySelector(\"{css}\").getBoundingClientRect().bottom");
    browser.run(&script).await.as_f64().unwrap()
}

#[actix_web::test]
async fn a_phones_first_screen_says_until_when_whom_for_and_has_the_way_in() {
    let world = world().await;
    let browser = Browser::start(Screen::Phone).await;
    for language in languages() {
        let address = &world.app.address;
        browser.open(&format!("{address}/calls/{}?lang={language}", world.call)).await;
        for part in [".card.next strong", ".card.next .button", ".card.next dd"] {
            let at = bottom(&browser, part).await;
            assert!(at < 740.0, "{part} ends at {at}");
        }
        check(&browser, Screen::Phone, &format!("apply-1-call-{language}")).await;
    }
    browser.close().await;
}

async fn answer(screen: Screen) {
    let world = world().await;
    let browser = Browser::start(screen).await;
    for language in languages() {
        let address = &world.app.address;
        browser.open(&format!("{address}/calls/{}?lang={language}", world.call)).await;
        browser.click(".card.next a[href$='/check']").await;
        browser.arrive("/check").await;
        check(&browser, screen, &format!("apply-2-check-{language}")).await;
        for option in [
            "#f-level option[value='S2']",
            "#f-status option[value='pns']",
            "#f-retirement-age option[value='58']",
            "#f-released option[value='yes']",
            "#f-degrees option[value='s1']",
        ] {
            browser.click(option).await;
        }
        for (name, day) in
            [("born_on", "1972-01-15"), ("appointed_on", "2000-01-01"), ("starts_on", "2027-09-01")]
        {
            let script = format!("document.querySelector(\"[name='{name}']\").value = '{day}'");
            browser.run(&script).await;
        }
        browser.click("main form button").await;
        browser.appear("section[aria-labelledby='result'] li.bad").await;
        check(&browser, screen, &format!("apply-3-answer-{language}")).await;
    }
    browser.close().await;
}

#[actix_web::test]
async fn may_i_apply_is_answered_without_an_account_on_a_phone() {
    answer(Screen::Phone).await;
}

#[actix_web::test]
async fn may_i_apply_is_answered_without_an_account_on_a_desktop() {
    answer(Screen::Desktop).await;
}

#[actix_web::test]
async fn a_proposal_is_a_list_of_tasks_that_leads_to_the_very_field() {
    let world = world().await;
    let path = world.draft().await.trim_start_matches("/api/v1").to_owned();
    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, "id").await;
    browser.open(&format!("{}{path}", world.app.address)).await;
    let parts = browser.run("return document.querySelectorAll('.tasks > li').length").await;
    assert_eq!(parts, 8);
    // Nothing was stated yet: no tick, neither of a part nor of a rule.
    let ticked = browser.run("return document.querySelectorAll('.tasks > li.met').length").await;
    assert_eq!(ticked, 0);
    check(&browser, Screen::Phone, "apply-4-tasks-id").await;
    browser.click(".tasks a[href$='/edit#f-study-starts-on']").await;
    browser.arrive("/edit#f-study-starts-on").await;
    browser.close().await;
}

#[actix_web::test]
async fn a_row_of_the_plan_is_added_without_a_save_and_saved_like_the_others() {
    let world = world().await;
    let path = world.draft().await;
    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, "en").await;
    let page = path.trim_start_matches("/api/v1");
    browser.open(&format!("{}{page}/edit", world.app.address)).await;
    browser.click("[data-add-row]").await;
    browser.type_into("[name='plan[2].activity']", "A third activity").await;
    browser.type_into("#f-plan-2--responsible", "Rina").await;
    browser.wait_for("[data-state]", "Saved").await;
    let stored = world.app.get(&world.candidate, &path).await;
    assert_eq!(stored.expect(200)["content"]["plan"][0]["activity"], "A third activity");
    check(&browser, Screen::Phone, "apply-5-row-en").await;
    browser.close().await;
}

#[actix_web::test]
async fn several_files_at_once_are_each_guessed_and_sent_to_their_place() {
    let world = World::start().await;
    let path = world.ready().await;
    let browser = Browser::start(Screen::Desktop).await;
    sign_in(&browser, &world, "id").await;
    browser.open(&format!("{}{}", world.app.address, path.trim_start_matches("/api/v1"))).await;
    let script = format!(
        "const bytes = new Uint8Array({:?}), files = new DataTransfer();
         for (const name of ['SK PNS Rina.pdf', 'sk-cpns-rina.pdf'])
             files.items.add(new File([bytes, name], name, {{ type: 'application/pdf' }}));
         const many = document.querySelector('#many');
         many.files = files.files;
         many.dispatchEvent(new Event('change'));",
        case::pdf("sk")
    );
    browser.run(&script).await;
    let guessed = "return [...document.querySelectorAll('[data-dropped] select')]
        .map((one) => one.selectedOptions[0].textContent)";
    assert_eq!(browser.run(guessed).await, serde_json::json!(["SK PNS", "SK CPNS"]));
    check(&browser, Screen::Desktop, "apply-6-files-id").await;
    browser.click("[data-send-all]").await;
    browser.wait_for("#documents ~ ul", "sk-cpns-rina.pdf").await;
    let list = world.app.get(&world.candidate, &format!("{path}/documents")).await;
    for (kind, name) in
        [("decree_servant", "SK PNS Rina.pdf"), ("decree_candidate_servant", "sk-cpns-rina.pdf")]
    {
        let kinds = list.expect(200)["kinds"].as_array().unwrap();
        let found = kinds.iter().find(|one| one["kind"] == kind).unwrap();
        assert_eq!(found["latest"]["file_name"], name, "{kind}");
    }
    browser.close().await;
}

#[actix_web::test]
async fn a_photo_becomes_a_page_of_pdf_once_its_owner_has_seen_it() {
    let world = World::start().await;
    let path = world.ready().await;
    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, "id").await;
    browser.open(&format!("{}{}", world.app.address, path.trim_start_matches("/api/v1"))).await;
    let script = "const done = arguments[arguments.length - 1];
        const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 4000 });
        const pen = canvas.getContext('2d');
        pen.fillStyle = 'white';
        pen.fillRect(0, 0, 3000, 4000);
        pen.fillStyle = 'black';
        pen.font = '120px serif';
        pen.fillText('Surat keterangan sehat', 300, 500);
        canvas.toBlob((blob) => {
            const files = new DataTransfer();
            files.items.add(new File([blob], 'surat.jpg', { type: 'image/jpeg' }));
            const input = document.querySelector('#file-recommendation');
            input.closest('details')?.setAttribute('open', '');
            input.files = files.files;
            input.dispatchEvent(new Event('change'));
            done(true);
        }, 'image/jpeg', 0.95);";
    browser.run_async(script).await;
    let place = "form[data-upload$='/recommendation'] [data-offer]";
    browser.appear(&format!("{place} button")).await;
    browser.click(&format!("{place} button")).await;
    browser.appear(&format!("{place} img")).await;
    check(&browser, Screen::Phone, "apply-7-photo-id").await;
    browser.click(&format!("{place} button")).await;
    browser.wait_for("main", "surat.pdf").await;
    let list = world.app.get(&world.candidate, &format!("{path}/documents")).await;
    let kinds = list.expect(200)["kinds"].as_array().unwrap();
    let found = kinds.iter().find(|one| one["kind"] == "recommendation").unwrap();
    assert_eq!(found["latest"]["media_type"], "application/pdf");
    browser.close().await;
}
