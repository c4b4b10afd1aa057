//! A candidate's upload over a line that breaks: it goes on by itself, and after the page was left.

use crate::browser::{Browser, Screen};
use crate::line::Line;
use crate::page::check;
use std::io::Write;
use test_support::writing::World;
use test_support::{PASSWORD, case};
use tubel::kernel::canonical::sha256_hex;

const SIZE: usize = 900_000;

/// What fits on the line before it breaks: the page's requests, the first piece, part of the next.
const BREAKS_AFTER: i64 = 600_000;

struct Scene {
    world: World,
    line: Line,
    browser: Browser,
    file: tempfile::NamedTempFile,
    proposal: String,
}

impl Scene {
    async fn new(language: &str) -> Self {
        let world = World::start().await;
        let line = Line::to(&world.app.address);
        let browser = Browser::start(Screen::Phone).await;
        browser.open(&format!("{}/sign-in?lang={language}", line.address)).await;
        browser.type_into("#f-login", &world.candidate.email).await;
        browser.type_into("#f-password", PASSWORD).await;
        browser.click("main button").await;
        browser.arrive("/").await;
        let proposal = world.ready().await.trim_start_matches("/api/v1").to_owned();
        let mut file = tempfile::Builder::new().prefix("usulan").suffix(".pdf").tempfile().unwrap();
        let mut bytes = case::pdf("besar");
        let end = bytes.split_off(bytes.len() - 10);
        bytes.resize(SIZE - 10, b' ');
        file.write_all(&[bytes, end].concat()).unwrap();
        Self { world, line, browser, file, proposal }
    }

    async fn open(&self) {
        self.browser.open(&format!("{}{}", self.line.address, self.proposal)).await;
    }

    async fn choose(&self) {
        self.browser.type_into("#file-proposal", self.file.path().to_str().unwrap()).await;
        self.browser.click("form[data-upload$='/proposal'] button[type=submit]").await;
    }

    /// Waits until the page shows the document, and makes sure that it is the file.
    async fn is_there(&self) {
        let name = self.file.path().file_name().unwrap().to_str().unwrap();
        self.browser.wait_for("main .cards li a", name).await;
        let path = format!("/api/v1{}/documents", self.proposal);
        let list = self.world.app.get(&self.world.candidate, &path).await;
        let sha256 = sha256_hex(std::fs::read(self.file.path()).unwrap());
        assert_eq!(list.expect(200)["kinds"][0]["latest"]["sha256"], sha256);
    }
}

const TOLD: &str = "form[data-upload$='/proposal'] [data-told]";

#[actix_web::test]
async fn an_upload_over_a_broken_line_says_so_and_goes_on_by_itself() {
    let scene = Scene::new("id").await;
    let Scene { line, browser, .. } = &scene;
    scene.open().await;
    line.breaks_after(BREAKS_AFTER);
    scene.choose().await;
    browser.wait_for(TOLD, "Sambungan terputus; dilanjutkan dari 29%.").await;
    // Chromium itself notes a lost connection on the console.
    browser.complaints().await;
    check(browser, Screen::Phone, "upload-broken-id").await;
    line.mend();
    scene.is_there().await;
    // What had come before the break was not sent twice.
    assert!(line.passed() < 900_000 - 400_000, "{}", line.passed());
    scene.browser.close().await;
}

#[actix_web::test]
async fn the_same_file_chosen_again_after_the_page_was_left_continues_where_it_stopped() {
    let scene = Scene::new("en").await;
    let Scene { line, browser, .. } = &scene;
    scene.open().await;
    line.breaks_after(BREAKS_AFTER);
    scene.choose().await;
    browser.wait_for(TOLD, "Connection lost").await;
    browser.click("form[data-upload$='/proposal'] [data-hold]").await;
    browser.wait_for(TOLD, "Paused at 29%.").await;
    browser.open("about:blank").await;
    line.mend();
    browser.complaints().await;
    scene.open().await;
    let name = scene.file.path().file_name().unwrap().to_str().unwrap();
    let unfinished = browser.text("form[data-unfinished] p").await;
    assert!(unfinished.starts_with(&format!("Unfinished upload: {name}, ")), "{unfinished}");
    check(browser, Screen::Phone, "upload-unfinished-en").await;
    line.mend();
    scene.choose().await;
    scene.is_there().await;
    assert!(line.passed() < 900_000 - 400_000, "{}", line.passed());
    assert_eq!(
        browser.run("return document.querySelector('[data-unfinished]')").await,
        serde_json::Value::Null
    );
    scene.browser.close().await;
}

#[actix_web::test]
async fn an_upload_that_is_held_waits_and_one_that_is_given_up_is_gone() {
    let scene = Scene::new("en").await;
    let Scene { line, browser, .. } = &scene;
    scene.open().await;
    let is_shown = "return document.querySelector('[data-hold]').checkVisibility()";
    assert_eq!(browser.run(is_shown).await, false);
    line.breaks_after(BREAKS_AFTER);
    scene.choose().await;
    browser.wait_for(TOLD, "Connection lost").await;
    assert_eq!(browser.run(is_shown).await, true);
    browser.click("form[data-upload$='/proposal'] [data-hold]").await;
    browser.wait_for(TOLD, "Paused at").await;
    line.mend();
    browser.wait_for("[data-hold]", "Continue").await;
    browser.click("form[data-upload$='/proposal'] [data-hold]").await;
    scene.is_there().await;

    line.breaks_after(BREAKS_AFTER);
    scene.choose().await;
    browser.wait_for(TOLD, "Connection lost").await;
    browser.open("about:blank").await;
    line.mend();
    scene.open().await;
    browser.click("form[data-unfinished] button").await;
    browser.arrive("#documents").await;
    browser.wait_for("main", "Replace it").await;
    assert_eq!(
        browser.run("return document.querySelector('[data-unfinished]')").await,
        serde_json::Value::Null
    );
    scene.browser.close().await;
}
