//! Registering, the clocks, measures, the end of a case, the register as a file, and who may do what.

use super::{World, notice, registered};
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::breach_measures;

#[actix_web::test]
async fn both_clocks_run_from_the_discovery_press_on_the_last_day_and_run_out() {
    let world = World::new().await;
    let breach = world.read().await["breach"].clone();
    assert_eq!(
        [&breach["number"], &breach["due_at"], &breach["happened_at"]],
        [&json!(1), &json!("2026-11-27T01:00:00Z"), &Value::Null]
    );
    for (instant, state) in [
        ("2026-11-24T01:00:00Z", "running"),
        ("2026-11-26T01:00:00Z", "running"),
        ("2026-11-26T01:00:01Z", "pressing"),
        ("2026-11-27T01:00:00Z", "pressing"),
        ("2026-11-27T01:00:01Z", "overdue"),
    ] {
        world.app.at(instant);
        assert_eq!(world.clocks().await, (state.to_owned(), state.to_owned()), "{instant}");
    }
}

#[actix_web::test]
async fn a_breach_that_cannot_be_is_refused_field_by_field() {
    let world = World::new().await;
    let mut body = registered("2026-11-24T01:00:00Z");
    body["title"] = json!("");
    body["found_through"] = json!("");
    body["data"] = json!([]);
    body["how"] = json!("Pendek");
    body["handling"] = json!("z".repeat(5001));
    let refused = world.app.post(&world.secretariat, "/api/v1/breaches", body).await;
    assert_eq!(refused.refusal(422), "invalid");
    let expected = [
        ("data", "required"),
        ("found_through", "required"),
        ("handling", "too_long"),
        ("how", "too_short"),
        ("title", "required"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(refused.faults(), expected);

    // What its fields say of each other is looked at once each of them can be.
    let mut body = registered("2026-11-24T01:00:01Z");
    body["happened_at"] = json!("2026-11-25T00:00:00Z");
    let refused = world.app.post(&world.secretariat, "/api/v1/breaches", body).await;
    let expected =
        [("discovered_at", "instant_in_future"), ("happened_at", "happened_after_discovery")];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(refused.faults(), expected);

    let mut body = registered("2026-11-24T01:00:00Z");
    body["title"] = json!("x\u{0}yzzy");
    let refused = world.app.post(&world.secretariat, "/api/v1/breaches", body).await;
    assert_eq!(refused.faults(), [("title".to_owned(), "hidden_character".to_owned())]);
    let mut body = registered("2026-11-24T01:00:00Z");
    body["data"] = json!(["identity", "blood_group"]);
    let refused = world.app.post(&world.secretariat, "/api/v1/breaches", body).await;
    assert_eq!(refused.faults(), [("data[1]".to_owned(), "wrong_shape".to_owned())]);
    let list = world.app.get(&world.auditor, "/api/v1/breaches").await;
    assert_eq!(list.expect(200)["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn the_secretariat_keeps_the_register_the_auditor_reads_it_nobody_else_sees_it() {
    let world = World::new().await;
    let app = &world.app;
    let others = [Role::Candidate, Role::Reviewer, Role::Chair, Role::Decider, Role::Operator];
    let others: Vec<Person> = others
        .into_iter()
        .map(|role| app.person(role.name()).role(role).unit("P.D1.01").create())
        .collect();
    let reads = ["/api/v1/breaches".to_owned(), world.path(""), world.path("/people")];
    let reads = [&reads[..], &["/api/v1/breaches/export".to_owned()]].concat();
    let writes = [
        ("/people", json!({"way": {"kind": "role", "role": "candidate"}})),
        ("/measures", json!({"measure": "Sesi diakhiri semua."})),
        ("/notice-to-subjects", notice()),
        ("/close", json!({"outcome": "handled", "conclusion": "x".repeat(30)})),
    ];
    for path in &reads {
        assert_eq!(app.send("GET", path, "en").await.refusal(401), "not_signed_in", "{path}");
        app.get(&world.auditor, path).await.expect_page();
        for other in &others {
            assert_eq!(app.get(other, path).await.refusal(403), "forbidden", "{path}");
        }
    }
    for (rest, body) in writes {
        for person in others.iter().chain([&world.auditor]) {
            let refused = app.post(person, &world.path(rest), body.clone()).await;
            assert_eq!(refused.refusal(403), "forbidden", "{rest}");
        }
    }
    let unknown = format!("/api/v1/breaches/{}", tubel::kernel::ids::random_text().unwrap());
    app.get(&world.auditor, &unknown).await.refusal(404);
    app.post(
        &world.secretariat,
        &format!("{unknown}/measures"),
        json!({"measure": "Sesi diakhiri."}),
    )
    .await
    .refusal(404);
}

#[actix_web::test]
async fn measures_are_appended_and_the_database_itself_refuses_to_change_one() {
    let world = World::new().await;
    world.app.at("2026-11-24T05:00:00Z");
    let case =
        world.act("/measures", json!({"measure": " Kata sandi semua penilai diganti. "})).await;
    let measures = case.expect(200)["measures"].as_array().unwrap().clone();
    let told: Vec<&str> = measures.iter().map(|one| one["measure"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "Semua sesi akun itu diakhiri, kata sandinya diganti.",
            "Kata sandi semua penilai diganti."
        ]
    );
    assert_eq!(measures[1]["noted_at"], "2026-11-24T05:00:00Z");
    let short = world.act("/measures", json!({"measure": "Beres"})).await;
    assert_eq!(short.faults(), [("measure".to_owned(), "too_short".to_owned())]);

    let rewrite = |db: &mut tubel::platform::db::Db| {
        diesel::update(breach_measures::table)
            .set(breach_measures::measure.eq("Tidak terjadi apa-apa."))
            .execute(db)?;
        Ok(())
    };
    assert!(world.app.database().write(rewrite).is_err());
    let forget = |db: &mut tubel::platform::db::Db| {
        diesel::delete(breach_measures::table).execute(db)?;
        Ok(())
    };
    assert!(world.app.database().write(forget).is_err());
    assert_eq!(world.read().await["measures"], json!(measures));
}

#[actix_web::test]
async fn a_case_is_handled_once_both_notices_are_given_and_then_stays_as_it_is() {
    let world = World::new().await;
    let siti = world.app.person("Siti Aminah").role(Role::Candidate).create();
    world.add_person(&siti).await;
    let closing = json!({
        "outcome": "handled", "conclusion": "Akun dipulihkan; semua yang terkena sudah diberi tahu.",
    });
    assert_eq!(world.act("/close", closing.clone()).await.refusal(409), "notices_outstanding");
    world.act("/notice-to-subjects", notice()).await.expect(200);
    assert_eq!(world.act("/close", closing.clone()).await.refusal(409), "notices_outstanding");
    let authority =
        json!({"given_at": "2026-11-24T01:00:00Z", "medium": "letter", "reference": "B-12/2026"});
    world.act("/notice-to-authority", authority.clone()).await.expect(200);
    let short = world.act("/close", json!({"outcome": "handled", "conclusion": "Beres."})).await;
    assert_eq!(short.faults(), [("conclusion".to_owned(), "too_short".to_owned())]);
    let case = world.act("/close", closing.clone()).await;
    assert_eq!(case.expect(200)["breach"]["closure"]["outcome"], "handled");

    let later = [
        ("/close", closing),
        ("/measures", json!({"measure": "Sesi diakhiri semua."})),
        ("/people", json!({"way": {"kind": "role", "role": "auditor"}})),
        ("/notice-to-subjects", notice()),
        ("/notice-to-authority", authority),
    ];
    for (rest, body) in later {
        assert_eq!(world.act(rest, body).await.refusal(409), "breach_closed", "{rest}");
    }
}

#[actix_web::test]
async fn what_was_no_breach_after_all_owes_no_notice_even_when_time_has_passed() {
    let world = World::new().await;
    let closing = json!({
        "outcome": "not_a_breach", "conclusion": "Perangkat itu milik pemilik akun sendiri.",
    });
    world.act("/close", closing).await.expect(200);
    world.app.at("2026-12-24T01:00:00Z");
    assert_eq!(world.clocks().await, ("not_owed".to_owned(), "not_owed".to_owned()));
}

#[actix_web::test]
async fn the_register_is_taken_away_in_every_format_and_that_is_on_the_record() {
    let world = World::new().await;
    world.register("2026-11-20T01:00:00Z").await;
    let export = async |format: &str| {
        world.app.get(&world.auditor, &format!("/api/v1/breaches/export?format={format}")).await
    };
    let csv = export("csv").await;
    let mut lines = csv.expect_page().lines();
    let header = lines.next().unwrap();
    assert!(header.starts_with("number,title,happened_at,discovered_at,due_at"), "{header}");
    assert!(lines.next().unwrap().starts_with("2,Akun penilai dipakai orang lain,,2026-11-20T"));
    let rows = export("json").await.expect(200).clone();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(
        [&rows[0]["subjects_state"], &rows[1]["subjects_state"], &rows[1]["data"]],
        [&json!("overdue"), &json!("running"), &json!("identity, health")]
    );
    let book = export("xlsx").await;
    assert!(book.status == 200 && book.bytes.starts_with(b"PK"), "{}", book.status);
    assert!(book.header("content-disposition").contains("breaches.xlsx"));
    assert_eq!(export("pdf").await.refusal(422), "invalid");
    let noted = world.app.recorded("breaches");
    assert_eq!(noted.len(), 3);
    let hash = tubel::kernel::canonical::sha256_hex(&csv.bytes);
    assert_eq!(noted[0].1, json!({"kind": "breaches", "format": "csv", "rows": 2, "sha256": hash}));
}

#[actix_web::test]
async fn the_record_tells_of_every_act_and_names_nobody() {
    let world = World::new().await;
    let siti = world.app.person("Siti Aminah").role(Role::Candidate).create();
    world.add_person(&siti).await;
    world.act("/measures", json!({"measure": "Kunci lemari arsip diganti."})).await.expect(200);
    world.act("/notice-to-subjects", notice()).await.expect(200);
    let authority =
        json!({"given_at": "2026-11-24T01:00:00Z", "medium": "portal", "reference": "KD-77"});
    world.act("/notice-to-authority", authority).await.expect(200);
    let closing =
        json!({"outcome": "handled", "conclusion": "Semua sudah ditangani sampai selesai."});
    world.act("/close", closing).await.expect(200);
    let recorded = world.app.recorded(&format!("breach:{}", world.breach));
    let acts: Vec<&str> = recorded.iter().map(|(act, _)| act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "breach.registered",
            "breach.people_added",
            "breach.measure_noted",
            "breach.notified",
            "breach.notified",
            "breach.closed"
        ]
    );
    assert_eq!(recorded[1].1["people"], 1);
    assert_eq!([&recorded[3].1["letters"], &recorded[3].1["late"]], [&json!(1), &json!(false)]);
    let told = json!(recorded).to_string();
    let secrets = [
        siti.id.as_str(),
        "siti",
        "Siti",
        "Kata sandi",
        "Kunci",
        "KD-77",
        "Pejabat",
        "ditangani",
        "Akun penilai",
    ];
    for secret in secrets {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

#[actix_web::test]
async fn the_register_comes_in_pages_whose_cost_does_not_grow() {
    let world = World::on(TestApp::start()).await;
    for _ in 0..4 {
        world.register("2026-11-24T00:00:00Z").await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/breaches?limit=2".to_owned();
    loop {
        let page = world.app.get(&world.auditor, &path).await;
        let items = page.expect(200)["items"].as_array().unwrap().clone();
        seen.extend(items.iter().map(|breach| breach["number"].as_i64().unwrap()));
        let Some(next) = page.json["next"].as_str() else { break };
        path = format!("/api/v1/breaches?limit=2&after={next}");
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
    let mut costs = Vec::new();
    for limit in [1, 5] {
        let before = world.app.statements();
        world.app.get(&world.auditor, &format!("/api/v1/breaches?limit={limit}")).await.expect(200);
        costs.push(world.app.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}
