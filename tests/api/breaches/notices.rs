//! The two notices: letters to the people in their language, the note on the authority, lateness with
//! its reason, and what three hundred people cost.

use super::{World, notice};
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::mails;

fn authority(given_at: &str) -> Value {
    json!({"given_at": given_at, "medium": "portal", "reference": "KD-2026-0077"})
}

async fn letters(app: &TestApp, who: &Person) -> Vec<Value> {
    let page = app.get(who, "/api/v1/me/mails").await;
    page.expect(200)["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn everybody_affected_gets_one_letter_in_their_language_with_all_that_article_46_wants() {
    let world = World::new().await;
    let siti = world.app.person("Siti Aminah").role(Role::Candidate).create();
    let john = world.app.person("John Doe").role(Role::Candidate).create();
    let english = json!({"language": "en"});
    world.app.put(&john, "/api/v1/me/mail-language", english).await.expect(200);
    world.add_person(&siti).await;
    world.add_person(&john).await;
    world.app.at("2026-11-25T03:00:00Z");
    let case = world.act("/notice-to-subjects", notice()).await;
    let clock = case.expect(200)["breach"]["subjects"].clone();
    assert_eq!(clock, json!({"state": "met_in_time", "given_at": "2026-11-25T03:00:00Z"}));
    assert_eq!(case.json["notices"][0]["people"], 2);

    let own = letters(&world.app, &siti).await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["title"], "Pemberitahuan kegagalan pelindungan data pribadi");
    let text = own[0]["text"].as_str().unwrap();
    for words in [
        "Siti Aminah",
        "identitas (nama, NIP, tanggal lahir); kesehatan (data spesifik)",
        "Waktu kejadian: belum diketahui",
        // Makassar is in WITA.
        "24 November 2026 09.00 WITA",
        "Orang lain masuk dengan akun seorang penilai",
        "Akun itu ditutup pada hari yang sama.",
        "(021) 424 4691",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let theirs = letters(&world.app, &john).await;
    let text = theirs[0]["text"].as_str().unwrap();
    assert_eq!(theirs[0]["title"], "Notice of a breach of your personal data");
    assert!(text.contains("identity (name, NIP, date of birth); health (specific data)"), "{text}");
    assert!(text.contains("When it happened: not known yet"), "{text}");

    let again = world.act("/notice-to-subjects", notice()).await;
    assert_eq!(again.refusal(409), "nobody_to_inform");
    let people = world.app.get(&world.auditor, &world.path("/people")).await;
    assert_eq!(people.expect(200)["items"][0]["informed_at"], "2026-11-25T03:00:00Z");
}

#[actix_web::test]
async fn a_letter_that_says_too_little_is_refused_and_none_leaves() {
    let world = World::new().await;
    let siti = world.app.person("siti").role(Role::Candidate).create();
    assert_eq!(world.act("/notice-to-subjects", notice()).await.refusal(409), "nobody_to_inform");
    world.add_person(&siti).await;
    let empty = json!({"how": "Pendek", "handling": "", "contact": "?"});
    let refused = world.act("/notice-to-subjects", empty).await;
    let expected = [("contact", "too_short"), ("handling", "required"), ("how", "too_short")];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(refused.faults(), expected);
    assert!(letters(&world.app, &siti).await.is_empty());
    assert_eq!(world.clocks().await.0, "running");
}

#[actix_web::test]
async fn a_late_letter_needs_its_reason_and_stays_late() {
    let world = World::new().await;
    let siti = world.app.person("siti").role(Role::Candidate).create();
    world.add_person(&siti).await;
    world.app.at("2026-11-27T01:00:00.000001Z");
    let refused = world.act("/notice-to-subjects", notice()).await;
    let expected = [("late_reason".to_owned(), "late_reason_required".to_owned())];
    assert_eq!(refused.faults(), expected);
    let mut body = notice();
    body["late_reason"] = json!("Lupa.");
    let refused = world.act("/notice-to-subjects", body.clone()).await;
    assert_eq!(refused.faults(), [("late_reason".to_owned(), "too_short".to_owned())]);
    body["late_reason"] = json!("Penerimanya baru diketahui sesudah pemeriksaan server.");
    let case = world.act("/notice-to-subjects", body).await;
    assert_eq!(case.expect(200)["breach"]["subjects"]["state"], "met_late");
    assert_eq!(
        case.json["notices"][0]["late_reason"],
        "Penerimanya baru diketahui sesudah pemeriksaan server."
    );
    assert_eq!(letters(&world.app, &siti).await.len(), 1);
}

#[actix_web::test]
async fn who_is_found_after_the_notice_starts_the_clock_again_where_it_stands() {
    let world = World::new().await;
    let [siti, budi] =
        ["siti", "budi"].map(|name| world.app.person(name).role(Role::Candidate).create());
    world.add_person(&siti).await;
    world.act("/notice-to-subjects", notice()).await.expect(200);
    assert_eq!(world.clocks().await.0, "met_in_time");
    world.app.at("2026-11-26T12:00:00Z");
    world.add_person(&budi).await;
    assert_eq!(world.clocks().await.0, "pressing");
    world.act("/notice-to-subjects", notice()).await.expect(200);
    assert_eq!(world.clocks().await.0, "met_in_time");
    assert_eq!(letters(&world.app, &siti).await.len(), 1);
    assert_eq!(letters(&world.app, &budi).await.len(), 1);
}

#[actix_web::test]
async fn the_authoritys_notice_counts_from_when_it_was_given_and_is_noted_once() {
    let world = World::new().await;
    world.app.at("2026-11-28T01:00:00Z");
    let check = async |given_at: &str, code: &str| {
        let refused = world.act("/notice-to-authority", authority(given_at)).await;
        assert_eq!(refused.faults(), [("given_at".to_owned(), code.to_owned())]);
    };
    check("2026-11-24T00:59:59Z", "given_before_discovery").await;
    check("2026-11-28T01:00:01Z", "instant_in_future").await;
    let late = world.act("/notice-to-authority", authority("2026-11-27T01:00:01Z")).await;
    let expected = [("late_reason".to_owned(), "late_reason_required".to_owned())];
    assert_eq!(late.faults(), expected);
    // Given in time, noted a day after the clock ran out: a reason is not asked for, nor kept.
    let mut body = authority("2026-11-27T01:00:00Z");
    body["late_reason"] = json!("Tidak terlambat, hanya dicatat kemudian.");
    let case = world.act("/notice-to-authority", body.clone()).await;
    assert_eq!(case.expect(200)["breach"]["authority"]["state"], "met_in_time");
    assert_eq!(case.json["notices"][0]["late_reason"], Value::Null);
    assert_eq!(world.clocks().await.0, "overdue");
    assert_eq!(world.act("/notice-to-authority", body).await.refusal(409), "authority_informed");
}

#[actix_web::test]
async fn three_hundred_people_take_no_more_statements_than_three() {
    // All people first: nobody speaks to the server meanwhile, and it hangs up on the idle.
    let app = TestApp::start();
    for (role, number) in [(Role::Verifier, 3), (Role::Candidate, 300)] {
        for index in 0..number {
            app.person(&format!("{} {index}", role.name())).role(role).create();
        }
    }
    let world = World::on(app).await;
    let mut costs = Vec::new();
    for (role, number) in [("verifier", 3), ("candidate", 300)] {
        let before = world.app.statements();
        let case = world.add(json!({"kind": "role", "role": role})).await;
        let added = world.app.statements();
        assert_eq!(
            case.expect(200)["groups"].as_array().unwrap().last().unwrap()["people"],
            number
        );
        let case = world.act("/notice-to-subjects", notice()).await;
        let informed = world.app.statements();
        assert_eq!(
            case.expect(200)["notices"].as_array().unwrap().last().unwrap()["people"],
            number
        );
        costs.push((added - before, informed - added));
    }
    assert!(costs[1].0 <= costs[0].0 && costs[1].1 <= costs[0].1, "{costs:?}");
    let about = format!("breach:{}", world.breach);
    let addresses = |db: &mut tubel::platform::db::Db| {
        let posted = mails::table.filter(mails::subject.eq(&about)).order(mails::address);
        Ok(posted.select(mails::address).load::<String>(db)?)
    };
    let mut posted = world.app.database().read(addresses).unwrap();
    assert_eq!(posted.len(), 303);
    posted.dedup();
    assert_eq!(posted.len(), 303);
    // Signing in costs statements of its own.
    world.listed().await;
    let mut cost_of_a_page = Vec::new();
    for limit in [3, 200] {
        let before = world.app.statements();
        let path = world.path(&format!("/people?limit={limit}"));
        world.app.get(&world.auditor, &path).await.expect(200);
        cost_of_a_page.push(world.app.statements() - before);
    }
    assert_eq!(cost_of_a_page[0], cost_of_a_page[1]);
}
