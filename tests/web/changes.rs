//! A role in a browser: the secretariat proposes it, the chair reads what would change and approves.

use crate::browser::{Browser, Screen};
use crate::page::check;
use test_support::{PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

async fn sign_in(browser: &Browser, app: &TestApp, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

async fn from_proposal_to_approval(screen: Screen, language: &str) {
    let app = TestApp::start();
    let secretariat = app.person("Sekar").role(Role::Secretariat).create();
    let chair = app.person("Kartini").role(Role::Chair).unit("P.PPSDM").create();
    let rina = app.person("Rina Wulandari").create();
    let picture = |name: &str| format!("changes-{name}-{language}");

    let desk = Browser::start(screen).await;
    sign_in(&desk, &app, &secretariat, language).await;
    desk.open(&format!("{}/desk/users/{}", app.address, rina.id)).await;
    desk.click("#f-role option[value='decider']").await;
    desk.click("form[action$='/roles'] button").await;
    desk.arrive("done=proposed").await;
    check(&desk, screen, &picture("1-proposed")).await;
    desk.choose_in_menu("/desk/changes").await;
    desk.wait_for("main", "Rina Wulandari").await;
    check(&desk, screen, &picture("2-own")).await;
    desk.close().await;

    let browser = Browser::start(screen).await;
    sign_in(&browser, &app, &chair, language).await;
    browser.choose_in_menu("/desk/changes").await;
    check(&browser, screen, &picture("3-waiting")).await;
    browser.click("main input[type=checkbox]").await;
    browser.click("main button[form=review]").await;
    browser.arrive("=yes").await;
    check(&browser, screen, &picture("4-review")).await;
    // A refusal without a reason comes back with everything.
    browser.click("button[value=refuse]").await;
    browser.wait_for("#errors", "").await;
    browser.complaints().await;
    check(&browser, screen, &picture("5-reason")).await;
    browser.click("button[value=approve]").await;
    browser.arrive("done=approved").await;
    check(&browser, screen, &picture("6-approved")).await;
    browser.close().await;
    let me = app.get(&rina, "/api/v1/me").await;
    assert_eq!(me.expect(200)["roles"], serde_json::json!(["decider"]));
}

#[actix_web::test]
async fn a_role_is_proposed_and_approved_on_a_phone() {
    from_proposal_to_approval(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn a_role_is_proposed_and_approved_on_a_desktop() {
    from_proposal_to_approval(Screen::Desktop, "en").await;
}
