//! Nothing typed is lost: late answers, a page left at once, a line that breaks, old copies, a session
//! that ends, a number with words, another person at the same machine.

use crate::browser::{Browser, Screen};
use crate::line::Line;
use crate::page::check;
use serde_json::Value;
use test_support::writing::World;
use test_support::{PASSWORD, Person, content};

struct Scene {
    world: World,
    line: Line,
    browser: Browser,
    /// Of the proposal, as the pages have it.
    path: String,
}

impl Scene {
    /// A complete draft, its candidate signed in over a line that the test can break.
    async fn new(screen: Screen) -> Self {
        let world = World::start().await;
        let line = Line::to(&world.app.address);
        let browser = Browser::start(screen).await;
        let path = world.ready().await.trim_start_matches("/api/v1").to_owned();
        let scene = Self { world, line, browser, path };
        scene.sign_in(&scene.world.candidate).await;
        scene
    }

    async fn sign_in(&self, who: &Person) {
        self.browser.open(&format!("{}/sign-in?lang=en", self.line.address)).await;
        self.type_password(who).await;
        self.browser.arrive("/").await;
    }

    async fn type_password(&self, who: &Person) {
        self.browser.type_into("#f-login", &who.email).await;
        self.browser.type_into("#f-password", PASSWORD).await;
        self.browser.click("main form button").await;
    }

    async fn open(&self, page: &str) {
        self.browser.open(&format!("{}{}{page}", self.line.address, self.path)).await;
    }

    /// Somewhere else, at once, whatever the line does.
    async fn leave(&self) {
        self.browser.open("about:blank").await;
    }

    async fn type_title(&self, text: &str) {
        self.browser.type_into("#f-title", text).await;
    }

    async fn says(&self, text: &str) {
        self.browser.wait_for("[data-state]", text).await;
    }

    async fn stored(&self) -> Value {
        let api = format!("/api/v1{}", self.path);
        self.world.app.get(&self.world.candidate, &api).await.expect(200)["content"].clone()
    }

    async fn stored_title(&self) -> String {
        self.stored().await["title"].as_str().unwrap().to_owned()
    }

    /// Waits until the server has such a title, whatever the browser knows of it.
    async fn is_stored(&self, part: &str) {
        for _ in 0..100 {
            if self.stored_title().await.contains(part) {
                return;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("{:?} lacks {part:?}", self.stored_title().await);
    }

    async fn value(&self, css: &str) -> String {
        let value =
            self.browser.run(&format!("return document.querySelector({css:?}).value")).await;
        value.as_str().unwrap().to_owned()
    }

    /// How many copies the browser keeps.
    async fn copies(&self) -> u64 {
        let script = "return Object.keys(localStorage).filter((key) => key.startsWith('tubel-draft-')).length";
        self.browser.run(script).await.as_u64().unwrap()
    }

    /// From now on nothing leaves this page, not even when it is closed: a browser may send what it could
    /// not as soon as the line is back.
    async fn cut_off(&self) {
        let cut = "window.fetch = () => Promise.reject(new TypeError('cut off'))";
        self.browser.run(cut).await;
    }

    /// Types a title that does not reach the server, and goes away.
    async fn types_without_a_line(&self, text: &str) {
        self.open("/edit").await;
        self.cut_off().await;
        self.type_title(text).await;
        self.says("No connection").await;
        self.leave().await;
    }

    async fn close(self) {
        self.browser.complaints().await;
        self.browser.close().await;
    }
}

#[actix_web::test]
async fn a_save_waits_for_the_answer_of_the_one_under_way() {
    let scene = Scene::new(Screen::Desktop).await;
    scene.open("/edit").await;
    scene.line.holds_answers();
    scene.type_title(" – late").await;
    scene.is_stored("– late").await;
    scene.type_title(" and more").await;
    scene.browser.click(".savebar button").await;
    scene.line.lets_go();
    scene.browser.arrive("/edit?saved=1").await;
    assert!(scene.value("#f-title").await.ends_with("– late and more"));
    assert!(scene.stored_title().await.ends_with("– late and more"));
    scene.close().await;
}

#[actix_web::test]
async fn a_save_whose_answer_was_lost_is_not_taken_for_somebody_elses() {
    let scene = Scene::new(Screen::Desktop).await;
    scene.open("/edit").await;
    scene.line.holds_answers();
    scene.type_title(" – lost").await;
    scene.is_stored("– lost").await;
    // The connections die with the answer on them.
    scene.line.breaks_after(0);
    scene.type_title(" x").await;
    scene.browser.run("dispatchEvent(new Event('online'))").await;
    scene.line.cuts();
    scene.line.lets_go();
    scene.says("No connection").await;
    scene.line.mend();
    scene.browser.run("dispatchEvent(new Event('online'))").await;
    scene.says("Saved").await;
    scene.is_stored("– lost x").await;
    scene.close().await;
}

#[actix_web::test]
async fn the_last_words_are_handed_in_though_the_page_was_left_at_once() {
    let scene = Scene::new(Screen::Phone).await;
    scene.open("/edit").await;
    scene.type_title(" last words").await;
    scene.browser.click(".eyebrow a").await;
    scene.browser.arrive(&scene.path).await;
    scene.browser.click("main a.button[href$='/submit']").await;
    scene.browser.arrive("/submit").await;
    scene.browser.click("#f-true-and-final").await;
    scene.browser.click("main form button").await;
    scene.browser.arrive("/receipt").await;
    assert!(scene.stored_title().await.ends_with(" last words"));
    assert_eq!(scene.copies().await, 0);
    scene.close().await;
}

#[actix_web::test]
async fn what_did_not_reach_the_server_is_told_before_handing_in() {
    let scene = Scene::new(Screen::Desktop).await;
    scene.types_without_a_line(" only here").await;
    scene.open("/submit").await;
    scene.browser.wait_for("[data-unsent-copy]", "has not reached the server").await;
    scene.browser.click("#f-true-and-final").await;
    scene.browser.click("main form button").await;
    scene.browser.wait_for("[data-unsent-copy]", "Bring it in first").await;
    assert_eq!(scene.browser.path().await, format!("{}/submit", scene.path));
    check(&scene.browser, Screen::Desktop, "submit-with-a-copy-en").await;
    scene.browser.click("[data-unsent-copy] a").await;
    scene.browser.arrive("/edit").await;
    scene.browser.click("[data-recover]").await;
    scene.says("Saved").await;
    assert!(scene.stored_title().await.ends_with(" only here"));
    scene.open("/submit").await;
    scene.browser.click("#f-true-and-final").await;
    scene.browser.click("main form button").await;
    scene.browser.arrive("/receipt").await;
    scene.close().await;
}

#[actix_web::test]
async fn a_copy_is_not_written_over_by_who_goes_on_typing() {
    let scene = Scene::new(Screen::Desktop).await;
    scene.types_without_a_line(" from the train").await;
    scene.open("/edit").await;
    scene.browser.wait_for("[data-recovered]", "not saved in time").await;
    scene.browser.type_into("#f-difference", " And this.").await;
    scene.says("Saved").await;
    assert!(!scene.stored_title().await.contains("train"));
    // Still there after all of it, and brought in beside what is stored now.
    scene.open("/edit").await;
    scene.browser.wait_for("[data-recovered]", "side by side").await;
    scene.browser.click("[data-recover]").await;
    scene.browser.wait_for("section[aria-labelledby='both']", "from the train").await;
    assert!(scene.browser.text("section[aria-labelledby='both']").await.contains("And this."));
    let stored = scene.stored().await;
    assert!(stored["difference"].as_str().unwrap().ends_with("And this."));
    assert!(!stored["title"].as_str().unwrap().contains("train"));
    scene.close().await;
}

#[actix_web::test]
async fn an_old_copy_does_not_replace_a_newer_text_from_elsewhere() {
    let scene = Scene::new(Screen::Phone).await;
    scene.types_without_a_line(" of last week").await;
    let mut newer = content();
    newer["title"] = "From the other device".into();
    scene.world.rewrite(&format!("/api/v1{}", scene.path), &newer).await;
    scene.open("/edit").await;
    scene.browser.click("[data-recover]").await;
    scene.browser.wait_for("section[aria-labelledby='both']", "of last week").await;
    assert!(scene.browser.text("section[aria-labelledby='both']").await.contains("other device"));
    assert_eq!(scene.stored_title().await, "From the other device");
    // Typing on does not decide it either; the button does.
    scene.type_title("!").await;
    scene.says("compare both versions").await;
    actix_web::rt::time::sleep(std::time::Duration::from_millis(2500)).await;
    assert_eq!(scene.stored_title().await, "From the other device");
    scene.browser.complaints().await;
    check(&scene.browser, Screen::Phone, "old-copy-both-versions-en").await;
    scene.browser.click(".savebar button").await;
    scene.browser.arrive("/edit?saved=1").await;
    assert!(scene.stored_title().await.ends_with(" of last week!"));
    assert_eq!(scene.copies().await, 0);
    scene.close().await;
}

#[actix_web::test]
async fn two_tabs_of_one_browser_do_not_lose_each_others_words() {
    let scene = Scene::new(Screen::Desktop).await;
    scene.types_without_a_line(" first tab").await;
    // The second page begins with the first one's words waiting, and leaves without a line as well.
    scene.open("/edit").await;
    scene.cut_off().await;
    scene.browser.type_into("#f-difference", " second tab").await;
    scene.says("No connection").await;
    scene.leave().await;
    scene.open("/edit").await;
    assert_eq!(scene.copies().await, 2);
    scene.browser.click("[data-recover]").await;
    scene.says("Saved").await;
    assert!(scene.stored().await["difference"].as_str().unwrap().ends_with(" second tab"));
    scene.browser.wait_for("[data-recovered]", "not saved in time").await;
    scene.close().await;
}

#[actix_web::test]
async fn the_session_ends_and_the_way_back_is_one_link_with_the_text() {
    let scene = Scene::new(Screen::Phone).await;
    scene.open("/edit").await;
    scene.world.app.set_clock(scene.world.app.now().plus_seconds(3 * 3600));
    scene.type_title(" too late").await;
    scene.says("session has ended").await;
    // The button does not throw the text away either.
    scene.browser.click(".savebar button").await;
    scene.says("session has ended").await;
    scene.browser.click("[data-state] a").await;
    scene.browser.appear("#f-login").await;
    scene.type_password(&scene.world.candidate).await;
    scene.browser.arrive("/edit").await;
    scene.browser.click("[data-recover]").await;
    scene.says("Saved").await;
    assert!(scene.stored_title().await.ends_with(" too late"));
    scene.close().await;
}

#[actix_web::test]
async fn a_number_with_words_stays_marked_after_the_page_is_opened_again() {
    let scene = Scene::new(Screen::Phone).await;
    scene.open("/edit").await;
    scene.browser.type_into("#f-study-months", " bulan").await;
    scene.type_title(" beside it").await;
    scene.says("except the marked fields").await;
    scene.browser.wait_for(".field:has(#f-study-months)", "Numbers only, e.g. 24.").await;
    assert!(scene.stored_title().await.ends_with(" beside it"));
    for _ in 0..2 {
        scene.open("/edit").await;
        scene.browser.wait_for(".field:has(#f-study-months)", "Numbers only, e.g. 24.").await;
        assert!(scene.value("#f-study-months").await.ends_with(" bulan"));
        assert!(scene.value("#f-title").await.ends_with(" beside it"));
    }
    check(&scene.browser, Screen::Phone, "number-with-words-en").await;
    scene.browser.run("document.querySelector('#f-study-months').value = ''").await;
    scene.browser.type_into("#f-study-months", "18").await;
    // Another length of the study ends the endorsements that were given: the box says so and is ticked.
    scene.browser.wait_for("main", "This change ends an endorsement").await;
    scene.browser.click("#f-void-endorsements").await;
    scene.says("Saved ").await;
    assert_eq!(scene.stored().await["study"]["months"], 18);
    assert_eq!(scene.copies().await, 0);
    scene.open("/edit").await;
    assert_eq!(scene.value("#f-study-months").await, "18");
    scene.close().await;
}

#[actix_web::test]
async fn signing_out_asks_about_words_that_never_left() {
    let scene = Scene::new(Screen::Desktop).await;
    scene.types_without_a_line(" never sent").await;
    scene.browser.open(&format!("{}/me", scene.line.address)).await;
    scene.browser.click("[data-sign-out] button").await;
    scene.browser.wait_for("[data-leaving]", "Signing out deletes it").await;
    assert_eq!(scene.copies().await, 1);
    scene.browser.click("[data-leaving] a").await;
    scene.browser.arrive("/edit").await;
    scene.browser.wait_for("[data-recovered]", "not saved in time").await;
    scene.browser.click("[data-sign-out] button").await;
    scene.browser.click("[data-leaving] button").await;
    scene.browser.arrive("/").await;
    assert_eq!(scene.copies().await, 0);
    scene.close().await;
}

#[actix_web::test]
async fn any_form_with_words_keeps_them_until_they_are_taken_and_shows_them_to_nobody_else() {
    let scene = Scene::new(Screen::Phone).await;
    scene.open("/withdraw").await;
    scene.browser.type_into("#f-reason", "Saya pindah unit kerja").await;
    scene.leave().await;
    scene.open("/withdraw").await;
    scene.browser.click("[data-recover]").await;
    assert_eq!(scene.value("#f-reason").await, "Saya pindah unit kerja");
    check(&scene.browser, Screen::Phone, "withdraw-with-a-copy-en").await;
    // A copy of somebody else's is not offered.
    let owner = "localStorage.setItem('tubel-draft-/me~x', JSON.stringify({owner: 'else', text: 'reason=x', at: 1}))";
    scene.browser.run(owner).await;
    scene.browser.click("main form button").await;
    scene.browser.arrive(&scene.path).await;
    assert_eq!(scene.copies().await, 1);
    assert!(!scene.browser.run("return location.hash").await.as_str().unwrap().contains("taken"));
    scene.close().await;
}
