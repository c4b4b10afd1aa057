//! The six accidents that a secretariat and its chair meet most, in the browser, from the desk of the call on: a night
//! without a server, a candidate in hospital, a document that minutes let come late, a plan applied too early, a
//! reviewer who falls ill, a sheet that was saved and not handed in. Over REST: `tests/api/accidents.rs` and others.

use crate::browser::{Browser, Screen};
use crate::page::check;
use serde_json::{Value, json};
use std::io::Write;
use test_support::review::{World as Panel, sheet};
use test_support::writing::World as Writing;
use test_support::{PASSWORD, Person, TestApp, case};
use tubel::kernel::access::Role;

/// Submissions close on 24 December at 01:00.
const MORNING_AFTER: &str = "2026-12-24T02:00:00Z";
const ILL: &str = "Sakit berat; dirawat sampai akhir bulan.";

/// Somebody at the desk of a call.
struct Desk {
    browser: Browser,
    address: String,
    screen: Screen,
    language: &'static str,
}

impl Desk {
    async fn of(app: &TestApp, who: &Person, (screen, language): (Screen, &'static str)) -> Self {
        let browser = Browser::start(screen).await;
        browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
        browser.type_into("#f-login", &who.email).await;
        browser.type_into("#f-password", PASSWORD).await;
        browser.click("main button").await;
        browser.arrive("/").await;
        Self { browser, address: app.address.clone(), screen, language }
    }

    /// From the call's desk to one of its pages, by the link there.
    async fn go(&self, call: &str, page: &str) {
        self.browser.open(&format!("{}/desk/calls/{call}", self.address)).await;
        let to = format!("/desk/calls/{call}/{page}");
        self.browser.click(&format!("main a[href='{to}']")).await;
        self.browser.arrive(&to).await;
    }

    /// Opens what is folded, where a form lies.
    async fn unfold(&self) {
        self.browser.click("main details summary").await;
    }

    async fn fill(&self, name: &str, text: &str) {
        let css = format!("main [name='{name}']");
        self.browser.appear(&css).await;
        self.browser.run(&format!("document.querySelector({css:?}).value = {text:?}")).await;
    }

    /// The day and the hour of an instant, as its two controls.
    async fn until(&self, name: &str, (day, hour): (&str, &str)) {
        self.fill(&format!("{name}.date"), day).await;
        self.fill(&format!("{name}.time"), hour).await;
    }

    async fn send(&self, action: &str) {
        let css = format!("main form[method=post][action$='{action}'] button[type=submit]");
        self.browser.click(&css).await;
    }

    async fn look(&self, name: &str) {
        let name = format!("accident-{name}-{}", self.language);
        check(&self.browser, self.screen, &name).await;
    }

    async fn says(&self, text: &str) {
        self.browser.wait_for("main", text).await;
    }
}

async fn told(app: &TestApp, who: &Person, words: &str) -> usize {
    let own = app.get(who, "/api/v1/me/mails?limit=100").await;
    let letters = own.expect(200)["items"].as_array().unwrap().clone();
    letters.iter().filter(|letter| letter["text"].as_str().unwrap().contains(words)).count()
}

async fn the_night(way: (Screen, &'static str)) {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    let chair = world.outsider("ketua", Role::Chair);
    app.at(MORNING_AFTER);
    let desk = Desk::of(app, &chair, way).await;
    desk.go(&world.call, "reopen").await;
    desk.fill("phase", "submission").await;
    desk.until("until", ("2026-12-23", "09:00")).await;
    desk.fill("reason", "Peladen mati pada malam terakhir.").await;
    desk.send("/reopen").await;
    // A day that is over comes back with what was typed.
    desk.browser.appear("main .error-summary, main [aria-invalid=true]").await;
    // The browser's console tells of the refusal as well.
    desk.browser.complaints().await;
    desk.look("night-refused").await;
    desk.until("until", ("2026-12-25", "09:00")).await;
    desk.send("/reopen").await;
    desk.browser.arrive(&format!("/desk/calls/{}?reopened=1", world.call)).await;
    desk.look("night").await;
    assert_eq!(told(app, &world.candidate, "Peladen mati").await, 1);
    assert_eq!(world.submit(&path).await.status, 201);
    desk.browser.close().await;
}

async fn in_hospital(way: (Screen, &'static str)) {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    let chair = world.outsider("ketua", Role::Chair);
    app.at(MORNING_AFTER);
    let desk = Desk::of(app, &chair, way).await;
    desk.go(&world.call, "unsubmitted").await;
    desk.unfold().await;
    let field = |name: &str| format!("{name}.{}", path.rsplit('/').next().unwrap());
    desk.until(&field("until"), ("2026-12-28", "09:00")).await;
    desk.fill(&field("reason"), "Dirawat di rumah sakit.").await;
    desk.look("hospital").await;
    desk.send("/unsubmitted").await;
    desk.says("Dirawat di rumah sakit.").await;
    assert_eq!(told(app, &world.candidate, "Dirawat di rumah sakit.").await, 1);
    assert_eq!(world.submit(&path).await.status, 201);
    desk.browser.close().await;
}

async fn a_late_document(way: (Screen, &'static str)) {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    assert_eq!(world.submit(&path).await.status, 201);
    let [chair, decider, secretariat] =
        [("ketua", Role::Chair), ("kepala", Role::Decider), ("sekretariat", Role::Secretariat)]
            .map(|(name, role)| world.outsider(name, role));
    app.at(MORNING_AFTER);
    let desk = Desk::of(app, &secretariat, way).await;
    let page = format!("/desk{}/exception", path.trim_start_matches("/api/v1"));
    desk.browser.open(&format!("{}{}", desk.address, page.trim_end_matches("/exception"))).await;
    desk.browser.click(&format!("main a[href='{page}']")).await;
    desk.browser.arrive(&page).await;
    desk.fill("kind", "late_document").await;
    desk.fill("document", "proposal").await;
    desk.until("until", ("2026-12-28", "09:00")).await;
    desk.fill("minutes-number", "BA-12/2026").await;
    desk.fill("reason", "Ijazah terlambat dilegalisasi karena banjir.").await;
    let mut minutes = tempfile::Builder::new().prefix("ba").suffix(".pdf").tempfile().unwrap();
    minutes.write_all(&case::pdf("berita acara")).unwrap();
    let file = "main input[type=file]";
    desk.browser.type_into(file, minutes.path().to_str().unwrap()).await;
    desk.look("late-document").await;
    desk.send("/exception").await;
    desk.browser.arrive(&format!("/desk/calls/{}/exceptions", world.call)).await;
    desk.browser.close().await;
    for who in [&chair, &decider] {
        let desk = Desk::of(app, who, way).await;
        let list = format!("/desk/calls/{}/exceptions", world.call);
        desk.browser.open(&format!("{}{list}", desk.address)).await;
        desk.unfold().await;
        desk.fill("verdict", "granted").await;
        desk.look("late-document-decided").await;
        desk.send("/answer").await;
        desk.says("BA-12/2026").await;
        desk.browser.close().await;
    }
    let upload = format!("{path}/documents/proposal");
    let upload = app.request_as(&world.candidate, reqwest::Method::PUT, &upload).await;
    let sent = test_support::Answer::of(upload.body(case::pdf("susulan"))).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

/// Two reviewers on the panel, the plan of three proposals applied.
async fn planned() -> Panel {
    let world = Panel::new();
    for name in ["rina", "budi", "joko"] {
        world.reviewer(name);
    }
    for name in ["siti", "tono", "wati"] {
        world.proposal(name);
    }
    let post = async |rest: &str, body: Value| {
        world.app.post(&world.secretariat, &world.call_path(rest), body).await
    };
    let plan = post("assignments/plan", json!({})).await;
    let hash = plan.expect(200)["plan_hash"].clone();
    post("assignments/apply", json!({ "plan_hash": hash })).await.expect(200);
    world
}

async fn tasks(world: &Panel) -> usize {
    let list = world.call_path("assignments?limit=200");
    let list = world.app.get(&world.secretariat, &list).await;
    let rows = list.expect(200)["items"].as_array().unwrap().clone();
    rows.iter().filter(|row| row["state"] != "removed" && row["state"] != "declined").count()
}

async fn a_plan_too_early(way: (Screen, &'static str)) {
    let world = planned().await;
    let desk = Desk::of(&world.app, &world.secretariat, way).await;
    let call = world.call.to_string();
    desk.go(&call, "assignment").await;
    desk.browser.click("main a[href$='/assignment/undo']").await;
    desk.browser.arrive("/assignment/undo").await;
    desk.fill("reason", "Diterapkan sebelum panel lengkap.").await;
    desk.look("plan").await;
    desk.send("/assignment/undo").await;
    desk.browser.arrive(&format!("/desk/calls/{call}/assignment")).await;
    assert_eq!(tasks(&world).await, 0);
    desk.browser.close().await;
}

async fn a_reviewer_ill(way: (Screen, &'static str)) {
    let world = planned().await;
    let desk = Desk::of(&world.app, &world.secretariat, way).await;
    desk.go(world.call.as_str(), "assignment").await;
    desk.browser.click("main a[href$='/leave']").await;
    desk.browser.arrive("/leave").await;
    desk.browser.click("main [name=how][value=spread]").await;
    desk.browser.click("main form[method=get] button[type=submit]").await;
    desk.browser.appear("main table").await;
    desk.fill("reason", ILL).await;
    desk.look("leave").await;
    desk.send("/leave").await;
    desk.browser.arrive(&format!("/desk/calls/{}/assignment", world.call)).await;
    assert_eq!(tasks(&world).await, 6, "no task is lost");
    desk.browser.close().await;
}

async fn a_sheet_not_handed_in(way: (Screen, &'static str)) {
    let world = Panel::new();
    let chair = world.official("ketua", Role::Chair);
    let (rina, budi) = (world.reviewer("rina"), world.reviewer("budi"));
    let proposal = world.proposal("calon");
    world.score(&proposal, &rina, (6, 6)).await;
    let task = world.assign(&proposal, &budi).await;
    world.save(&budi, &task, sheet((6, 5))).await.expect(200);
    world.app.set_clock(world.app.now().plus_days(11));
    let desk = Desk::of(&world.app, &chair, way).await;
    desk.go(world.call.as_str(), "lacking").await;
    desk.says(&proposal.number).await;
    desk.unfold().await;
    let until = world.app.now().plus_days(2).to_string();
    let id = task.rsplit('/').next().unwrap();
    desk.until(&format!("until.{id}"), (&until[..10], "09:00")).await;
    desk.fill(&format!("reason.{id}"), "Tombol terakhir terlupa.").await;
    desk.look("sheet").await;
    desk.send("/lacking").await;
    desk.browser.arrive(&format!("/desk/calls/{}/lacking", world.call)).await;
    assert_eq!(told(&world.app, &budi, "Tombol terakhir terlupa.").await, 1);
    world.submit(&budi, &task, 1).await.expect(200);
    desk.browser.close().await;
}

/// Each walk on one screen, half of them on each, in the language of those who work here and in the other.
macro_rules! walks {
    ($($name:ident: $walk:ident on $screen:ident in $language:literal;)+) => {
        $(#[actix_web::test]
        async fn $name() {
            $walk((Screen::$screen, $language)).await;
        })+
    };
}

walks! {
    after_a_night_without_a_server_the_chair_opens_the_submission_again: the_night on Phone in "id";
    the_chair_lets_one_who_was_in_hospital_hand_in_late: in_hospital on Phone in "en";
    minutes_let_a_document_come_late: a_late_document on Desktop in "id";
    a_plan_applied_too_early_is_taken_back: a_plan_too_early on Desktop in "en";
    the_tasks_of_a_reviewer_who_is_ill_are_spread: a_reviewer_ill on Phone in "id";
    a_sheet_that_was_only_saved_is_asked_for: a_sheet_not_handed_in on Phone in "id";
}
