//! Asking for endorsements: who is told, what waits, a return with a remark, one reminder, and the warning before an
//! edit ends what somebody signed.

use super::{changed, missing, pair};
use crate::pages::{Visit, hidden};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person, content};
use tubel::kernel::access::Role;

const REMARK: &str = "Target 15% terlalu rendah; sepakati dengan bidang pengujian.";

async fn ask(world: &World, who: &Person, path: &str) -> Answer {
    world.app.post(who, &format!("{path}/endorsement-requests"), Value::Null).await
}

async fn give_back(world: &World, who: &Person, path: &str, kind: &str) -> Answer {
    let body = json!({"kind": kind, "remark": REMARK});
    world.app.post(who, &format!("{path}/endorsement-requests/return"), body).await
}

/// Titles of one's letters, the newest first, with what they say.
async fn letters(world: &World, who: &Person) -> Vec<(String, String)> {
    let own = world.app.get(who, "/api/v1/me/mails").await;
    let items = own.expect(200)["items"].as_array().unwrap().clone();
    let text = |item: &Value, name: &str| {
        item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    items.iter().map(|item| (text(item, "title"), text(item, "text"))).collect()
}

async fn pass(world: &World) -> usize {
    tubel::features::reminders::pass(&world.app.app).await.unwrap()
}

async fn written(world: &World) -> String {
    let path = world.draft().await;
    world.save(&path, 1, &content()).await.expect(200);
    world.upload(&path, "proposal", "first").await;
    path
}

#[actix_web::test]
async fn one_button_tells_both_heads_and_the_candidate_sees_whom_it_waits_for() {
    let world = World::start().await;
    let path = written(&world).await;
    ask(&world, &world.head, &path).await.refusal(404);
    let asked = ask(&world, &world.candidate, &path).await;
    assert_eq!(asked.expect(201).as_array().unwrap().len(), 2);
    assert_eq!(ask(&world, &world.candidate, &path).await.refusal(409), "nothing_to_ask");
    let page = path.trim_start_matches("/api/v1");
    for head in [&world.head, &world.owner] {
        let (title, text) = letters(&world, head).await.into_iter().next().unwrap();
        assert_eq!(title, "Rekomendasi Anda diminta untuk sebuah usulan pada seleksi TB-2026");
        assert!(text.contains(&format!("/desk{page}")), "{text}");
    }
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let shown = visit.read(page).await;
    let shown = shown.expect_page();
    assert!(shown.contains("Waits for: "), "{shown}");
    assert!(shown.contains("Asked for since"), "{shown}");

    world.endorse(&world.head, &path, "unit_head").await.expect(201);
    let (title, _) = letters(&world, &world.candidate).await.into_iter().next().unwrap();
    assert_eq!(title, "Rekomendasi untuk usulan Anda pada seleksi TB-2026 sudah diberikan");
    world.endorse(&world.owner, &path, "problem_owner").await.expect(201);
    world.submit(&path).await.expect(201);
}

#[actix_web::test]
async fn a_head_returns_with_a_remark_that_the_candidate_reads_and_answers_by_asking_again() {
    let world = World::start().await;
    let path = written(&world).await;
    assert_eq!(give_back(&world, &world.head, &path, "unit_head").await.refusal(409), "not_asked");
    ask(&world, &world.candidate, &path).await.expect(201);
    let wrong = give_back(&world, &world.head, &path, "problem_owner").await;
    assert_eq!(wrong.refusal(403), "forbidden");

    let desk = format!("/desk{}", path.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.head).await;
    let shown = visit.read(&desk).await;
    let csrf = hidden(shown.expect_page(), "csrf");
    let fields = [("csrf", csrf.as_str()), ("return_kind", "unit_head"), ("remark", REMARK)];
    let sent = visit.send(&format!("{desk}/return"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());

    let (_, letter) = letters(&world, &world.candidate).await.into_iter().next().unwrap();
    assert!(letter.contains(REMARK), "{letter}");
    let requests = world.app.get(&world.candidate, &format!("{path}/endorsement-requests")).await;
    let returned = requests.expect(200)[0].clone();
    assert_eq!(returned["remark"], REMARK);
    let own = Visit::signed_in(&world.app, &world.candidate).await;
    let page = own.read(path.trim_start_matches("/api/v1")).await;
    assert!(page.expect_page().contains(REMARK));

    // Mended, and asked again: only of the one who returned it; the other still waits.
    world.rewrite(&path, &changed(|it| it["goal"]["target"] = "20".into())).await;
    let again = ask(&world, &world.candidate, &path).await;
    let kinds: Vec<&Value> =
        again.expect(201).as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["unit_head"]);
    world.endorse_both(&path).await;
    world.submit(&path).await.expect(201);
}

#[actix_web::test]
async fn those_who_are_asked_are_reminded_once_while_it_waits() {
    let world = World::start().await;
    let path = written(&world).await;
    ask(&world, &world.candidate, &path).await.expect(201);
    world.endorse(&world.owner, &path, "problem_owner").await.expect(201);
    world.app.at("2026-11-27T00:59:59Z");
    assert_eq!(pass(&world).await, 0);
    world.app.at("2026-11-27T01:00:00Z");
    assert_eq!(pass(&world).await, 1);
    assert_eq!(pass(&world).await, 0);
    let (title, text) = letters(&world, &world.head).await.into_iter().next().unwrap();
    assert_eq!(title, "Pengingat: rekomendasi Anda ditunggu pada seleksi TB-2026");
    assert!(text.contains("24 November 2026"), "{text}");
    let requests = world.app.get(&world.candidate, &format!("{path}/endorsement-requests")).await;
    let told = requests.expect(200).as_array().unwrap().iter();
    assert_eq!(told.filter(|one| one["reminded_at"].is_string()).count(), 1);
}

#[actix_web::test]
async fn where_nobody_can_give_it_the_secretariat_is_told_which_unit_needs_a_head() {
    let mut world = World::start().await;
    let secretariat = world.outsider("sekretariat", Role::Secretariat);
    // The only head of the unit is the candidate.
    let builder = world.app.person("candidate head").role(Role::Candidate).unit("U.BB.MDN");
    world.candidate = builder.role(Role::UnitHead).create();
    let path = written(&world).await;
    ask(&world, &world.candidate, &path).await.expect(201);
    let told = letters(&world, &secretariat).await;
    let (title, text) = told.first().unwrap();
    assert!(title.starts_with("Unit kerja tanpa pimpinan"), "{title}");
    assert!(text.contains("/desk/acting-heads"), "{text}");
    assert!(!text.contains(path.trim_start_matches("/api/v1/proposals/")), "{text}");
    assert_eq!(pass(&world).await, 0);
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let shown = visit.read(path.trim_start_matches("/api/v1")).await;
    assert!(shown.expect_page().contains("Nobody with an account can give it yet"));

    // As soon as somebody stands in, they are asked.
    let acting = world.app.person("plh").unit("U.BB.MDN").create();
    world.endorse(&acting, &path, "unit_head").await.refusal(404);
    let name = |email: &str| {
        json!({
            "unit": "U.BB.MDN", "email": email, "from_on": "2026-11-24", "until_on": "2026-11-30",
        })
    };
    let verifier = world.outsider("verifikator", Role::Verifier);
    for (who, code) in [(&secretariat, "acting_oneself"), (&verifier, "acting_on_duty")] {
        let refused = world.app.post(&secretariat, "/api/v1/acting-heads", name(&who.email)).await;
        assert_eq!(refused.faults(), [pair("email", code)]);
    }
    let named = world.app.post(&secretariat, "/api/v1/acting-heads", name(&acting.email)).await;
    named.expect(201);
    let (title, _) = letters(&world, &acting).await.into_iter().next().unwrap();
    assert!(title.starts_with("Anda ditunjuk"), "{title}");
    assert_eq!(pass(&world).await, 1);
    assert_eq!(pass(&world).await, 0);
    let (title, _) = letters(&world, &acting).await.into_iter().next().unwrap();
    assert_eq!(title, "Rekomendasi Anda diminta untuk sebuah usulan pada seleksi TB-2026");
    let forbidden = world.endorse(&acting, &path, "problem_owner").await;
    assert_eq!(forbidden.refusal(403), "forbidden");
    let visit = Visit::signed_in(&world.app, &acting).await;
    let shown = visit.read(&format!("/desk{}", path.trim_start_matches("/api/v1"))).await;
    assert!(
        shown.expect_page().contains("Your commitment") || shown.expect_page().contains("endorse")
    );
    world.endorse(&acting, &path, "unit_head").await.expect(201);
}

#[actix_web::test]
async fn who_stands_in_reads_and_endorses_until_it_is_ended_or_the_last_day_is_over() {
    let world = World::start().await;
    let secretariat = world.outsider("sekretariat", Role::Secretariat);
    let path = written(&world).await;
    let acting = world.app.person("plh").create();
    let body = json!({
        "unit": "U.BB.MKS", "email": acting.email, "from_on": "2026-11-24", "until_on": "2026-11-30",
    });
    world.app.get(&acting, &path).await.refusal(404);
    let named = world.app.post(&secretariat, "/api/v1/acting-heads", body.clone()).await;
    let end = format!("/api/v1/acting-heads/{}/end", named.expect(201)["id"].as_str().unwrap());
    world.app.get(&acting, &path).await.expect(200);
    world.app.post(&secretariat, &end, Value::Null).await.expect(200);
    world.app.get(&acting, &path).await.refusal(404);
    let again = world.app.post(&secretariat, &end, Value::Null).await;
    assert_eq!(again.refusal(409), "acting_ended");

    world.app.post(&secretariat, "/api/v1/acting-heads", body).await.expect(201);
    world.app.get(&acting, &path).await.expect(200);
    world.app.at("2026-12-01T01:00:00Z");
    world.app.get(&acting, &path).await.refusal(404);
}

#[actix_web::test]
async fn an_edit_that_would_end_an_endorsement_is_asked_about_first_and_the_head_sees_what_changed()
{
    let world = World::start().await;
    let path = world.ready().await;
    let version = world.version(&path).await;
    // What nobody signed is saved without a question.
    let other = changed(|it| it["title"] = "Judul lain".into());
    world.save(&path, version, &other).await.expect(200);
    let text = changed(|it| {
        it["title"] = "Judul lain".into();
        it["goal"]["target"] = "10".into();
    });
    let refused = world.save(&path, version + 1, &text).await;
    assert_eq!(refused.faults(), [pair("content.goal.target", "voids_endorsement")]);
    let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
    assert_eq!(missing(&checklist), []);

    world.rewrite(&path, &text).await;
    assert_eq!(
        missing(&world.app.get(&world.candidate, &format!("{path}/checklist")).await).len(),
        2
    );
    ask(&world, &world.candidate, &path).await.expect(201);
    let since = world.app.get(&world.head, &format!("{path}/endorsements/changes")).await;
    let fields = &since.expect(200)[0]["fields"];
    assert_eq!(fields.as_array().unwrap().len(), 1);
    assert_eq!(fields[0]["field"], "goal.target");
    assert_eq!(fields[0]["after"], "10");
    let visit = Visit::signed_in(&world.app, &world.head).await;
    let shown = visit.read(&format!("/desk{}", path.trim_start_matches("/api/v1"))).await;
    assert!(shown.expect_page().contains("What has changed since the endorsement of"));
    world.endorse_both(&path).await;
    world.submit(&path).await.expect(201);
}

#[actix_web::test]
async fn a_form_that_saves_itself_keeps_all_else_and_marks_what_would_end_an_endorsement() {
    let world = World::start().await;
    let path = world.ready().await;
    let page = format!("{}/edit", path.trim_start_matches("/api/v1"));
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let shown = visit.read(&page).await;
    assert!(shown.expect_page().contains("name=\"void_endorsements\""));
    let csrf = hidden(shown.expect_page(), "csrf");
    let put = async |version: i64, body: &str| {
        let request = visit
            .request(Method::PUT, &page)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf-token", &csrf)
            .header("if-match", format!("\"v{version}\""))
            .body(body.to_owned());
        Answer::of(request).await
    };
    let version = world.version(&path).await;
    let saved = put(version, "title=Judul+lain&goal.target=10").await;
    let unsaved = saved.expect(200)["unsaved"].as_array().unwrap().clone();
    let names: Vec<&str> = unsaved.iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(names, ["goal.target"]);
    let stored = world.app.get(&world.candidate, &path).await.expect(200)["content"].clone();
    assert_eq!(stored["title"], "Judul lain");
    assert_ne!(stored["goal"]["target"], "10");

    let confirmed = "title=Judul+lain&goal.target=10&void_endorsements=yes";
    let saved = put(world.version(&path).await, confirmed).await;
    assert_eq!(saved.expect(200)["unsaved"], json!([]));
    let stored = world.app.get(&world.candidate, &path).await.expect(200)["content"].clone();
    assert_eq!(stored["goal"]["target"], "10");
}
