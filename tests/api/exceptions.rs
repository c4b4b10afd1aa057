//! Exceptions by signed minutes: one candidate, one thing, two persons who did not ask for it. Each test begins where
//! the person stands and ends with the person treated right.

use reqwest::Method;
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person, TestApp, content, pdf};
use tubel::kernel::access::Role;

/// Submissions closed on 24 December at 01:00; the verification ends on 10 January.
const AFTER: &str = "2026-12-24T02:00:00Z";
const UNTIL: &str = "2026-12-28T02:00:00Z";
const REASON: &str = "Ijazah terlambat dilegalisasi karena banjir.";

pub(crate) struct Scene {
    pub(crate) world: World,
    path: String,
    secretariat: Person,
    pub(crate) chair: Person,
    pub(crate) decider: Person,
    verifiers: [Person; 2],
}

impl Scene {
    /// A proposal that was handed in, in the verification.
    pub(crate) async fn new() -> Self {
        let world = World::start().await;
        let path = world.ready().await;
        assert_eq!(world.submit(&path).await.status, 201);
        let person = |name: &str, role| world.outsider(name, role);
        let secretariat = person("sekretariat", Role::Secretariat);
        let (chair, decider) = (person("ketua", Role::Chair), person("kepala", Role::Decider));
        let verifiers = ["vera", "vino"].map(|name| person(name, Role::Verifier));
        world.app.at(AFTER);
        Self { world, path, secretariat, chair, decider, verifiers }
    }

    pub(crate) fn app(&self) -> &TestApp {
        &self.world.app
    }

    async fn ask(&self, what: Value) -> Answer {
        let mut body = json!({"until": UNTIL, "minutes_number": "BA-12/2026", "reason": REASON});
        let fields = body.as_object_mut().unwrap();
        fields.extend(what.as_object().unwrap().clone());
        self.app().post(&self.secretariat, &format!("{}/exceptions", self.path), body).await
    }

    async fn minutes(&self, id: &str) -> Answer {
        let path = format!("/api/v1/exceptions/{id}/minutes");
        let request = self.app().request_as(&self.secretariat, Method::PUT, &path).await;
        Answer::of(request.body(pdf("berita acara"))).await
    }

    /// Asked for, with its minutes; its id.
    pub(crate) async fn asked(&self, what: Value) -> String {
        let id = self.ask(what).await.expect(201)["id"].as_str().unwrap().to_owned();
        self.minutes(&id).await.expect(200);
        id
    }

    pub(crate) async fn answer(&self, who: &Person, id: &str, verdict: &str) -> Answer {
        let body = match verdict {
            "refused" => json!({"verdict": verdict, "reason": "Berita acara tidak lengkap."}),
            _ => json!({"verdict": verdict}),
        };
        self.app().post(who, &format!("/api/v1/exceptions/{id}/answer"), body).await
    }

    async fn granted(&self, what: Value) -> String {
        let id = self.asked(what).await;
        self.answer(&self.chair, &id, "granted").await.expect(200);
        let granted = self.answer(&self.decider, &id, "granted").await;
        assert_eq!(granted.expect(200)["state"], "granted");
        id
    }

    async fn conclude(&self, who: &Person) {
        let items = self.app().find_in_order(who, &self.path, None).await;
        let files = items.iter().filter(|item| item["subject"] == "document");
        let unopened: Vec<&Value> = files.map(|item| &item["name"]).collect();
        let body = json!({"outcome": "MS", "unopened": unopened});
        let path = format!("{}/verification/conclude", self.path);
        self.app().post(who, &path, body).await.expect(200);
    }

    async fn state(&self) -> String {
        let read = self.app().get(&self.verifiers[0], &self.path).await;
        read.expect(200)["state"].as_str().unwrap().to_owned()
    }

    async fn told(&self, who: &Person, words: &str) -> usize {
        let own = self.app().get(who, "/api/v1/me/mails?limit=100").await;
        let letters = own.expect(200)["items"].as_array().unwrap().clone();
        let title = |letter: &&Value| letter["title"].as_str().unwrap().contains(words);
        letters.iter().filter(title).count()
    }
}

#[actix_web::test]
async fn a_document_that_minutes_let_come_late_comes_and_is_verified_with_the_rest() {
    let scene = Scene::new().await;
    let app = scene.app();
    for verifier in &scene.verifiers {
        scene.conclude(verifier).await;
    }
    assert_eq!(scene.state().await, "eligible");
    let late = json!({"kind": "late_document", "document": "proposal"});
    let id = scene.ask(late).await.expect(201)["id"].as_str().unwrap().to_owned();
    // Nothing is decided before the minutes are there, and nobody is told of it.
    assert_eq!(scene.answer(&scene.chair, &id, "granted").await.refusal(409), "minutes_missing");
    assert_eq!(scene.told(&scene.chair, "menunggu keputusan").await, 0);
    scene.minutes(&id).await.expect(200);
    assert_eq!(scene.minutes(&id).await.refusal(409), "minutes_twice");
    for person in [&scene.chair, &scene.decider] {
        assert_eq!(scene.told(person, "menunggu keputusan").await, 1, "{}", person.email);
    }
    let first = scene.answer(&scene.chair, &id, "granted").await;
    assert_eq!(first.expect(200)["state"], "confirmed");
    assert_eq!(scene.answer(&scene.chair, &id, "granted").await.refusal(409), "exception_twice");
    assert_eq!(scene.state().await, "eligible");
    scene.answer(&scene.decider, &id, "granted").await.expect(200);

    // Its candidate and everybody whose work counts no longer is told.
    let (candidate, verifiers) = (&scene.world.candidate, &scene.verifiers);
    assert_eq!(scene.told(candidate, "Dibuka bagi Anda").await, 1);
    for person in verifiers.iter().chain([&scene.secretariat]) {
        assert_eq!(scene.told(person, "Pengecualian disetujui").await, 1, "{}", person.email);
    }
    assert_eq!(scene.state().await, "submitted");
    let waits = app.get(&verifiers[0], &format!("{}/verification", scene.path)).await;
    waits.expect(200);
    let body = json!({"checks": []});
    let busy = app.put(&verifiers[0], &format!("{}/verification", scene.path), body).await;
    assert_eq!(busy.refusal(409), "repair_running");

    // Only what the minutes name: no other document, no text.
    let send = async |kind: &str| {
        let path = format!("{}/documents/{kind}", scene.path);
        let request = app.request_as(candidate, Method::PUT, &path).await;
        Answer::of(request.body(pdf("susulan"))).await
    };
    assert_eq!(send("health_letter").await.refusal(409), "kind_not_opened");
    let version = scene.world.version(&scene.path).await;
    let text = scene.world.save(&scene.path, version, &content()).await;
    assert_eq!(text.refusal(409), "wrong_phase");
    send("proposal").await.expect(201);
    let done = format!("{}/repairs/close", scene.path);
    app.post(candidate, &done, Value::Null).await.expect(200);
    for verifier in verifiers {
        scene.conclude(verifier).await;
    }
    assert_eq!(scene.state().await, "eligible");
}

#[actix_web::test]
async fn a_field_that_minutes_name_is_corrected_and_no_other() {
    let scene = Scene::new().await;
    let (app, world) = (scene.app(), &scene.world);
    scene.conclude(&scene.verifiers[0]).await;
    let id =
        scene.granted(json!({"kind": "corrected_field", "field": "programme.university"})).await;

    // Who verifies reads what was handed in, and waits.
    let read = app.get(&scene.verifiers[0], &scene.path).await;
    assert_eq!(read.expect(200)["content"]["programme"]["university"], "UI");
    let own = app.get(&world.candidate, &scene.path).await.expect(200).clone();
    let mut text = own["content"].clone();
    text["programme"]["university"] = "Universitas Indonesia".into();
    text["title"] = "Judul lain".into();
    let version = own["version"].as_i64().unwrap();
    let stray = world.save(&scene.path, version, &text).await;
    assert_eq!(stray.faults(), [("content.title".into(), "exception_elsewhere".into())]);
    text["title"] = own["content"]["title"].clone();
    world.save(&scene.path, version, &text).await.expect(200);
    let receipt = world.submit(&scene.path).await;
    assert_eq!((receipt.status, &receipt.json["version"]), (201, &json!(2)), "{}", receipt.text());

    // It is used up, and the verifiers begin anew on the corrected text.
    assert_eq!(world.submit(&scene.path).await.refusal(409), "wrong_phase");
    let read = app.get(&scene.verifiers[0], &scene.path).await;
    assert_eq!(read.expect(200)["content"]["programme"]["university"], "Universitas Indonesia");
    for verifier in &scene.verifiers {
        scene.conclude(verifier).await;
    }
    assert_eq!(scene.state().await, "eligible");
    let listed = format!("/api/v1/calls/{}/exceptions", world.call);
    let auditor = world.outsider("auditor", Role::Auditor);
    let all = app.get(&auditor, &listed).await.expect(200).clone();
    assert_eq!((&all[0]["id"], &all[0]["state"]), (&json!(id), &json!("granted")));
    assert!(!all[0]["used_at"].is_null() && all[0]["minutes"]["sha256"].is_string(), "{all}");
    app.get(&world.candidate, &listed).await.refusal(404);
    let file = app.get(&auditor, &format!("/api/v1/exceptions/{id}/minutes")).await;
    assert!(file.expect_file().starts_with(b"%PDF"));
    let sound = app.database().read(tubel::features::proposals::contradictions).unwrap();
    assert_eq!(sound, Vec::<String>::new());
}

#[actix_web::test]
async fn another_level_is_endorsed_again_and_judged_by_its_own_rules() {
    let scene = Scene::new().await;
    let (app, world) = (scene.app(), &scene.world);
    scene.granted(json!({"kind": "other_level"})).await;
    let version = world.version(&scene.path).await;
    let put = async |level: &str, void: bool| {
        let body = json!({"content": content(), "level": level, "void_endorsements": void});
        app.put_from(&world.candidate, &scene.path, version, body).await
    };
    // The heads signed for the other level, and the page says so before it is saved.
    assert_eq!(put("S3", false).await.faults(), [("level".into(), "voids_endorsement".into())]);
    put("S3", true).await.expect(200);
    // What the heads signed is asked for again, and everything else that a submission needs.
    assert_eq!(world.submit(&scene.path).await.refusal(422), "not_ready");
    world.endorse_both(&scene.path).await;
    assert_eq!(world.submit(&scene.path).await.status, 201);
    let read = app.get(&scene.verifiers[0], &scene.path).await;
    assert_eq!(read.expect(200)["level"], "S3");
    for verifier in &scene.verifiers {
        scene.conclude(verifier).await;
    }
    assert_eq!(scene.state().await, "eligible");
}

#[actix_web::test]
async fn an_exception_that_nobody_uses_ends_at_its_hour_and_what_was_handed_in_stays() {
    let scene = Scene::new().await;
    let (app, world) = (scene.app(), &scene.world);
    scene.granted(json!({"kind": "other_level"})).await;
    app.at(UNTIL);
    assert_eq!(world.submit(&scene.path).await.refusal(409), "wrong_phase");
    let read = app.get(&scene.verifiers[0], &scene.path).await;
    assert_eq!(read.expect(200)["level"], "S2");
    for verifier in &scene.verifiers {
        scene.conclude(verifier).await;
    }
    assert_eq!(scene.state().await, "eligible");
}

#[actix_web::test]
async fn an_exception_needs_what_it_is_about_a_time_and_two_who_did_not_ask_for_it() {
    let scene = Scene::new().await;
    let (app, world) = (scene.app(), &scene.world);
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    let faults = async |what: Value| scene.ask(what).await.faults();
    assert_eq!(
        faults(json!({"kind": "late_document"})).await,
        one("document", "exception_needs_this")
    );
    assert_eq!(
        faults(json!({"kind": "other_level", "field": "title"})).await,
        one("field", "exception_needs_no_such")
    );
    assert_eq!(
        faults(json!({"kind": "corrected_field", "field": "plan[].month"})).await,
        one("field", "unknown_reference")
    );
    assert_eq!(
        faults(json!({"kind": "other_level", "until": "2027-01-10T10:00:00Z"})).await,
        one("until", "exception_beyond_screening")
    );
    let body = json!({
        "kind": "other_level", "until": UNTIL, "minutes_number": "BA-1", "reason": REASON,
    });
    let path = format!("{}/exceptions", scene.path);
    for person in [&world.candidate, &world.head, &scene.verifiers[0], &scene.chair] {
        let status = app.post(person, &path, body.clone()).await.status;
        assert!([403, 404].contains(&status), "{} {status}", person.email);
    }
    let id = scene.asked(json!({"kind": "other_level"})).await;
    assert_eq!(scene.ask(json!({"kind": "other_level"})).await.refusal(409), "exception_running");
    for person in [&scene.secretariat, &scene.verifiers[0], &world.head, &world.candidate] {
        let status = scene.answer(person, &id, "granted").await.status;
        assert!([403, 404].contains(&status), "{} {status}", person.email);
    }
    let bare = json!({"verdict": "refused"});
    let refusing = format!("/api/v1/exceptions/{id}/answer");
    let refused = app.post(&scene.decider, &refusing, bare).await;
    assert_eq!(refused.faults(), one("reason", "exception_reason_needed"));
    scene.answer(&scene.decider, &id, "refused").await.expect(200);
    assert_eq!(scene.told(&world.candidate, "Pengecualian ditolak").await, 1);
    assert_eq!(scene.answer(&scene.chair, &id, "granted").await.refusal(409), "exception_ended");

    // A request by mistake is taken back, and another one can be made.
    let id = scene.asked(json!({"kind": "other_level"})).await;
    let withdraw = format!("/api/v1/exceptions/{id}/withdraw");
    app.post(&scene.chair, &withdraw, Value::Null).await.refusal(404);
    let withdrawn = app.post(&scene.secretariat, &withdraw, Value::Null).await;
    assert_eq!(withdrawn.expect(200)["state"], "withdrawn");
    scene.asked(json!({"kind": "other_level"})).await;
}

#[actix_web::test]
async fn who_is_in_conflict_neither_decides_nor_reads_an_exception() {
    let scene = Scene::new().await;
    let (app, world) = (scene.app(), &scene.world);
    // Of the candidate's own unit.
    let chair = app.person("ketua-unit").role(Role::Chair).create();
    let id = scene.asked(json!({"kind": "other_level"})).await;
    assert_eq!(scene.told(&chair, "menunggu keputusan").await, 0);
    scene.answer(&chair, &id, "granted").await.refusal(404);
    app.get(&chair, &format!("/api/v1/exceptions/{id}/minutes")).await.refusal(404);
    let listed = app.get(&chair, &format!("/api/v1/calls/{}/exceptions", world.call)).await;
    assert_eq!(listed.expect(200), &json!([]));
}
