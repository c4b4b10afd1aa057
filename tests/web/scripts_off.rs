//! The candidate's whole way where no script runs, on a phone: from signing in to the receipt, and
//! from the announced result to an objection. Everything goes by links and plain forms.

use crate::browser::{Browser, Screen};
use crate::candidate::sample;
use crate::objections::{REASON, announced};
use crate::page::check_plain as check;
use serde_json::{Value, json};
use test_support::plenary;
use test_support::writing::World;
use test_support::{PASSWORD, Person, TestApp, content};

const SCREEN: Screen = Screen::Phone;

async fn sign_in(browser: &Browser, app: &TestApp, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

/// Whether the script has put the count of words under the summary.
const COUNTED: &str = "return /^\\d+ \\/ 500$/.test(
    document.querySelector('#f-summary').nextElementSibling?.textContent ?? '')";

/// Every field of the text that an example fills, by its name in the form.
fn typed() -> Vec<(&'static str, String)> {
    let example = content();
    let text = |at: &str| example.pointer(at).unwrap().as_str().unwrap().to_owned();
    [
        ("title", "/title"),
        ("summary", "/summary"),
        ("sections.problem", "/sections/problem"),
        ("sections.study", "/sections/study"),
        ("sections.solution", "/sections/solution"),
        ("sections.use_on_return", "/sections/use_on_return"),
        ("difference", "/difference"),
        ("plan[0].activity", "/plan/0/activity"),
        ("plan[0].responsible", "/plan/0/responsible"),
        ("goal.indicator", "/goal/indicator"),
        ("goal.baseline", "/goal/baseline"),
        ("goal.target", "/goal/target"),
        ("goal.unit_of_measure", "/goal/unit_of_measure"),
        ("goal.measured_how", "/goal/measured_how"),
        ("programme.university", "/programme/university"),
        ("programme.name", "/programme/name"),
        ("programme.country", "/programme/country"),
        ("candidate.position", "/candidate/position"),
    ]
    .map(|(name, at)| (name, text(at)))
    .into_iter()
    .chain([
        ("study.months", "24".to_owned()),
        ("candidate.retirement_age", "58".to_owned()),
        ("candidate.degrees", "S1".to_owned()),
        ("candidate.grade_point_average_hundredths", "3,25".to_owned()),
    ])
    .collect()
}

/// Writes everything into the editor and saves it by its button.
async fn write(browser: &Browser) {
    for (name, text) in typed() {
        browser.type_into(&format!("[name='{name}']"), &text).await;
    }
    for (name, value) in
        [("study.released", "yes"), ("candidate.status", "pns"), ("candidate.criminal_case", "no")]
    {
        browser.click(&format!("[name='{name}'] option[value='{value}']")).await;
    }
    // A phone's own calendar, which no driver can open.
    for (name, day) in [("goal.measured_by", "2030-06-30"), ("study.starts_on", "2027-09-01")] {
        browser.run(&format!("document.querySelector(\"[name='{name}']\").value = '{day}'")).await;
    }
    browser.click(".savebar button").await;
    browser.arrive("/edit?saved=1").await;
}

/// From the registry to an empty proposal for the problem found there; the proposal's path.
async fn begin(browser: &Browser, world: &World) -> String {
    browser.choose_in_menu("/problems").await;
    browser.type_into("#f-q", "muncul lagi").await;
    browser.click("main form button").await;
    browser.click(&format!("main .cards a[href='/problems/{}']", world.problem)).await;
    browser.arrive(&world.problem).await;
    browser.click(".brand").await;
    browser.arrive("/").await;
    browser.click("main .card.next a.button").await;
    browser.arrive("/begin").await;
    browser.click(&format!("#f-problem option[value='{}']", world.problem)).await;
    browser.click("#f-level option[value='S2']").await;
    browser.click("main form button").await;
    browser.arrive("/edit").await;
    assert_eq!(browser.run(COUNTED).await, false, "a script ran");
    browser.path().await.trim_end_matches("/edit").to_owned()
}

/// The kinds of document that the page asks for, and that have none yet.
async fn wanted(browser: &Browser) -> Vec<String> {
    let forms = "return [...document.querySelectorAll('#documents + ul input[name=kind]')]
        .map((kind) => kind.value)";
    let kinds = browser.run(forms).await;
    kinds.as_array().unwrap().iter().map(|kind| kind.as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn without_scripts_a_candidate_gets_from_the_registry_to_the_receipt() {
    let world = World::with(|definition| {
        for document in definition["documents"].as_array_mut().unwrap() {
            document["required"] = json!(document["formats"] == json!(["pdf"]));
        }
    })
    .await;
    let browser = Browser::without_scripts(SCREEN).await;
    sign_in(&browser, &world.app, &world.candidate, "id").await;
    let path = begin(&browser, &world).await;
    write(&browser).await;
    check(&browser, SCREEN, "scripts-off-1-editor").await;
    let stored = world.app.get(&world.candidate, &format!("/api/v1{path}")).await;
    let mut kept = stored.expect(200)["content"].clone();
    fill_in(&mut kept);
    assert_eq!(kept, content());

    browser.click("main .eyebrow a").await;
    browser.arrive(&path).await;
    let kinds = wanted(&browser).await;
    assert!(kinds.len() > 3, "{kinds:?}");
    for kind in &kinds {
        let file = sample();
        browser.type_into(&format!("#file-{kind}"), file.path().to_str().unwrap()).await;
        browser.click(&format!("form[data-upload$='/{kind}'] button")).await;
        let card = format!("li:has(form[data-upload$='/{kind}'])");
        browser.wait_for(&card, "usulan").await;
        browser.arrive("#documents").await;
    }
    // Their two heads sign at their own desks.
    world.endorse_both(&format!("/api/v1{path}")).await;
    browser.open(&format!("{}{path}", world.app.address)).await;
    check(&browser, SCREEN, "scripts-off-2-overview").await;
    browser.click("main a.button[href$='/submit']").await;
    browser.arrive("/submit").await;
    browser.click("#f-true-and-final").await;
    browser.click("main form button").await;
    browser.arrive("/receipt").await;
    assert_eq!(browser.text("main .big").await, "TB-2026-0001");
    check(&browser, SCREEN, "scripts-off-3-receipt").await;
    browser.close().await;
}

/// What the example leaves out and the form sends as nothing.
fn fill_in(kept: &mut Value) {
    fn drop_empty(value: &mut Value) {
        if let Value::Object(fields) = value {
            fields.values_mut().for_each(drop_empty);
            fields.retain(|_, field| !field.is_null() && *field != json!([]));
        }
    }
    drop_empty(kept);
}

#[actix_web::test]
async fn without_scripts_a_candidate_reads_the_result_and_objects() {
    let world = plenary::World::new().await;
    let entries = announced(&world).await;
    let browser = Browser::without_scripts(SCREEN).await;
    sign_in(&browser, &world.app, &entries[3].candidate, "en").await;
    browser.click("main .card.next a.button[href$='/result']").await;
    browser.arrive("/result").await;
    check(&browser, SCREEN, "scripts-off-4-result").await;
    browser.click("main .actions a[href$='/objections']").await;
    browser.arrive("/objections").await;
    browser.click("#f-subject option[value='scores']").await;
    browser.type_into("#f-reason", "Pendek.").await;
    browser.click("main form.card button").await;
    browser.wait_for("#errors", "50").await;
    let typed = browser.run("return document.querySelector('#f-reason').value").await;
    assert_eq!(typed, "Pendek.");
    browser.complaints().await;
    browser.type_into("#f-reason", &format!(" {REASON}")).await;
    let file = sample();
    browser.type_into("#f-file", file.path().to_str().unwrap()).await;
    browser.click("main form.card button").await;
    browser.wait_for("main section.card .prose", "tanpa membaca").await;
    check(&browser, SCREEN, "scripts-off-5-objection").await;
    browser.close().await;
}
