//! What is judged is what the receipt names: nothing that is written or uploaded after handing in
//! reaches anybody but its candidate, whatever they ask for; and the candidate reads at every turn
//! what counts.

use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person, content, pdf};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::{problems, proposal_versions, submitted_files};
use tubel::platform::db::{Dialect, STEPS};

/// In every field that takes words; whoever reads it read the draft.
const CANARY: &str = "KENARIDRAF";
const SCREENING: &str = "2026-12-25T01:00:00Z";

struct Scene {
    world: World,
    path: String,
    id: String,
    /// Of the file that was handed in, and of the one that was uploaded afterwards.
    first: Value,
    second: Value,
    receipt: Value,
}

/// The file that the candidate is shown first.
async fn newest(world: &World, path: &str) -> Value {
    let list = world.app.get(&world.candidate, &format!("{path}/documents")).await;
    let kinds = list.expect(200)["kinds"].as_array().unwrap();
    kinds.iter().find(|kind| kind["kind"] == "proposal").unwrap()["latest"].clone()
}

/// Every word of a text replaced.
fn sung(value: &Value) -> Value {
    match value {
        Value::String(text) if text.len() > 12 => json!(format!("{CANARY} {text}")),
        Value::Array(rows) => rows.iter().map(sung).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), sung(value))).collect()
        }
        other => other.clone(),
    }
}

impl Scene {
    /// Handed in once; then text, problem, level and file are changed and not handed in again.
    async fn new() -> Self {
        let world = World::with(|definition| {
            let levels = definition["levels"].as_array_mut().unwrap();
            let mut other = levels[0].clone();
            other["code"] = "S3".into();
            if !levels.iter().any(|level| level["code"] == "S3") {
                levels.push(other);
            }
        })
        .await;
        let path = world.ready().await;
        let receipt = world.submit(&path).await.expect(201).clone();
        let id = path.rsplit('/').next().unwrap().to_owned();
        let first = newest(&world, &path).await;
        let other = world.approved_problem(&world.head).await;
        let version = world.version(&path).await;
        let body = json!({
            "problem": other, "level": "S3", "content": sung(&content()), "void_endorsements": true,
        });
        world.app.put_from(&world.candidate, &path, version, body).await.expect(200);
        world.upload(&path, "proposal", "second").await;
        let second = newest(&world, &path).await;
        assert_ne!(first["id"], second["id"]);
        Self { world, path, id, first, second, receipt }
    }

    fn of<'a>(document: &'a Value, field: &str) -> &'a str {
        document[field].as_str().unwrap()
    }

    /// Everything about the proposal that can be asked for, over REST and by pages.
    fn addresses(&self) -> Vec<String> {
        let (id, call) = (&self.id, &self.world.call);
        let rest = [
            "",
            "/documents",
            "/versions",
            "/versions/1",
            "/receipt",
            "/endorsements",
            "/eligibility",
            "/verification",
            "/changes",
            "/checklist",
        ];
        let mut all: Vec<String> =
            rest.iter().map(|part| format!("/api/v1/proposals/{id}{part}")).collect();
        all.extend([
            format!("/api/v1/proposals?call={call}"),
            "/api/v1/proposals".to_owned(),
            format!("/api/v1/calls/{call}/verification-queue"),
            format!("/desk/proposals/{id}"),
            format!("/desk/proposals/{id}/verification"),
            format!("/desk/calls/{call}/proposals"),
            format!("/desk/calls/{call}/verification"),
            format!("/proposals/{id}/versions/1"),
            format!("/proposals/{id}/changes"),
            format!("/documents/{}", Self::of(&self.second, "id")),
            format!("/api/v1/documents/{}/content", Self::of(&self.second, "id")),
            format!("/api/v1/documents/{}/pages/1", Self::of(&self.second, "id")),
        ]);
        all
    }

    /// Whatever this person is answered, nothing of the draft is in it; how many answers there were.
    async fn reads_no_draft(&self, who: &Person) -> usize {
        let visit = Visit::signed_in(&self.world.app, who).await;
        let mut read = 0;
        for address in self.addresses() {
            let answer = if address.starts_with("/api/") {
                self.world.app.get(who, &address).await
            } else {
                visit.read(&address).await
            };
            if answer.status != 200 {
                continue;
            }
            read += 1;
            let text = String::from_utf8_lossy(&answer.bytes);
            let drafted = [
                CANARY,
                Self::of(&self.second, "id"),
                Self::of(&self.second, "sha256"),
                "\"level\":\"S3\"",
                "S3</",
            ];
            for trace in drafted {
                assert!(!text.contains(trace), "{address} tells {trace} to {}", who.email);
            }
            assert_ne!(answer.bytes, pdf("second"), "{address}");
        }
        read
    }

    async fn kinds(&self, who: &Person) -> Value {
        let list = self.world.app.get(who, &format!("{}/documents", self.path)).await;
        let kinds = list.expect(200)["kinds"].as_array().unwrap().clone();
        kinds.into_iter().find(|kind| kind["kind"] == "proposal").unwrap()
    }

    async fn page(&self, rest: &str) -> String {
        let visit = Visit::signed_in(&self.world.app, &self.world.candidate).await;
        visit.read(&format!("/proposals/{}{rest}", self.id)).await.expect_page().to_owned()
    }
}

#[actix_web::test]
async fn whatever_anybody_asks_for_after_the_deadline_is_what_was_handed_in() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let duties = [
        ("vera", Role::Verifier),
        ("sekretariat", Role::Secretariat),
        ("ketua", Role::Chair),
        ("auditor", Role::Auditor),
    ]
    .map(|(name, role)| scene.world.outsider(name, role));
    app.at(SCREENING);
    for who in duties.iter().chain([&scene.world.head, &scene.world.owner]) {
        assert!(scene.reads_no_draft(who).await >= 3, "{} reads too little", who.email);
    }
    let told = app.get(&duties[0], &scene.path).await;
    assert_eq!(told.expect(200)["problem"], json!(scene.world.problem));
    assert_eq!(told.json["submission"]["version"], 1);
    assert_eq!(told.json["submission"]["changed"], Value::Null, "the draft is nobody's business");
    let kind = scene.kinds(&duties[0]).await;
    assert_eq!((&kind["latest"], &kind["older"]), (&scene.first, &json!([])));
    assert_eq!(kind["latest"]["sha256"], scene.receipt["documents"][0]["sha256"]);
    let content = format!("/api/v1/documents/{}/content", Scene::of(&scene.first, "id"));
    assert_eq!(app.get(&duties[0], &content).await.bytes, pdf("first"));
}

/// Control: the same look at somebody who may read the draft finds it.
#[actix_web::test]
async fn the_candidate_reads_the_draft_that_the_others_do_not() {
    let scene = Scene::new().await;
    let own = scene.world.app.get(&scene.world.candidate, &scene.path).await;
    assert!(own.expect(200).to_string().contains(CANARY));
    assert_eq!(own.json["submission"]["changed"], true);
    let kind = scene.kinds(&scene.world.candidate).await;
    assert_eq!((&kind["latest"], &kind["submitted"]), (&scene.second, &scene.first["id"]));
    // Once nothing can be handed in any more, what counts comes first here too.
    scene.world.app.at(SCREENING);
    let kind = scene.kinds(&scene.world.candidate).await;
    assert_eq!((&kind["latest"], &kind["older"]), (&scene.first, &json!([scene.second])));
    assert!(scene.page("").await.contains("read by nobody"));
}

#[actix_web::test]
async fn a_head_reads_the_draft_s_text_while_it_is_open_and_the_files_that_were_handed_in() {
    let scene = Scene::new().await;
    let kind = scene.kinds(&scene.world.head).await;
    assert_eq!((&kind["latest"], &kind["older"]), (&scene.first, &json!([])));
    let content = format!("/api/v1/documents/{}/content", Scene::of(&scene.second, "id"));
    scene.world.app.get(&scene.world.head, &content).await.refusal(404);
}

#[actix_web::test]
async fn the_candidate_is_told_at_every_turn_which_version_counts() {
    let scene = Scene::new().await;
    for rest in ["", "/edit", "/submit", "/receipt", "/versions/1", "/changes"] {
        let page = scene.page(rest).await;
        for words in ["Handed in: version 1,", "Changed since you handed in. Version 1 counts"] {
            assert!(page.contains(words), "{rest} lacks: {words}");
        }
    }
    let visit = Visit::signed_in(&scene.world.app, &scene.world.candidate).await;
    let home = visit.read("/").await;
    assert!(home.expect_page().contains("Changed since you handed in. Version 1 counts"));
    // The receipt and the version show what was handed in.
    for rest in ["/receipt", "/versions/1"] {
        let page = scene.page(rest).await;
        assert!(page.contains("Memutus tautan obat ilegal") && !page.contains(CANARY), "{rest}");
    }
    let changes = scene.page("/changes").await;
    for words in [CANARY, "changed", "S3", "Version 1 (which counts)"] {
        assert!(changes.contains(words), "{words}");
    }
    // The new problem's owner has signed nothing; with everything signed it is handed in again.
    scene.world.endorse(&scene.world.head, &scene.path, "unit_head").await.expect(201);
    scene.world.endorse(&scene.world.head, &scene.path, "problem_owner").await.expect(201);
    assert!(scene.page("/submit").await.contains("Hand in again"));
    scene.world.submit(&scene.path).await.expect(201);
    for rest in ["", "/edit", "/submit", "/receipt", "/versions/2"] {
        let page = scene.page(rest).await;
        assert!(page.contains("Handed in: version 2,"), "{rest}");
        assert!(!page.contains("Changed since you handed in"), "{rest}");
    }
    let submit = scene.page("/submit").await;
    assert!(!submit.contains("true_and_final") && submit.contains("nothing to hand in again"));
    let overview = scene.page("").await;
    assert!(!overview.contains("can be submitted") && !overview.contains("/submit\""));
    assert!(scene.page("/versions/1").await.contains("replaced by a later version"));
}

#[actix_web::test]
async fn the_differences_name_every_field_and_file_and_nothing_when_there_are_none() {
    let scene = Scene::new().await;
    let who = &scene.world.candidate;
    let told = scene.world.app.get(who, &format!("{}/changes", scene.path)).await;
    assert_eq!(told.expect(200)["since"], 1);
    let named = |list: &str| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = told.json[list].as_array().unwrap();
        let name = if list == "fields" { "field" } else { "kind" };
        rows.iter().map(|row| (text(&row[name]), text(&row["change"]))).collect()
    };
    for field in ["problem", "level", "title", "sections.study", "plan[0].activity"] {
        assert!(named("fields").contains(&(field.to_owned(), "changed".to_owned())), "{field}");
    }
    assert_eq!(named("files"), [("proposal".to_owned(), "changed".to_owned())]);
    let fresh = World::start().await;
    let path = fresh.ready().await;
    let before = fresh.app.get(&fresh.candidate, &format!("{path}/changes")).await;
    assert_eq!(before.refusal(404), "not_submitted");
    fresh.submit(&path).await.expect(201);
    let same = fresh.app.get(&fresh.candidate, &format!("{path}/changes")).await;
    assert_eq!((&same.expect(200)["fields"], &same.json["files"]), (&json!([]), &json!([])));
    let own = fresh.app.get(&fresh.candidate, &path).await;
    assert_eq!(own.expect(200)["submission"]["changed"], false);
    let list = fresh.app.get(&fresh.candidate, "/api/v1/proposals").await;
    assert_eq!(list.expect(200)["items"][0]["submission"]["changed"], false);
    fresh.app.get(&fresh.head, &format!("{path}/changes")).await.refusal(404);
}

#[actix_web::test]
async fn a_repair_changes_the_pinned_files_in_everybodys_sight() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let vera = scene.world.outsider("vera", Role::Verifier);
    app.at(SCREENING);
    let body = json!({"items": ["proposal"], "reason": "Halaman kedua tidak terbaca."});
    let repairs = format!("{}/repairs", scene.path);
    let repair = app.post(&vera, &repairs, body).await.expect(201)["id"].clone();
    let place = format!("{}/documents/proposal", scene.path);
    let request = app.request_as(&scene.world.candidate, Method::PUT, &place).await;
    let third = Answer::of(request.body(pdf("third"))).await.expect(201).clone();
    let kind = scene.kinds(&vera).await;
    assert_eq!((&kind["latest"]["id"], &kind["older"]), (&third["id"], &json!([scene.first])));
    let told = &kind["replacements"][0];
    assert_eq!((&told["replaced"], &told["document"]), (&scene.first["id"], &third["id"]));
    assert_eq!((&told["repair"], &told["opened_by"]), (&repair, &json!(vera.id)));
    let own = scene.kinds(&scene.world.candidate).await;
    assert_eq!(own["replacements"][0]["opened_by"], Value::Null, "who verifies is not told");
    assert_eq!(own["submitted"], third["id"]);
    // What was replaced stays readable for those who verify; what was never handed in does not.
    let content = |of: &Value| format!("/api/v1/documents/{}/content", Scene::of(of, "id"));
    assert_eq!(app.get(&vera, &content(&scene.first)).await.bytes, pdf("first"));
    app.get(&vera, &content(&scene.second)).await.refusal(404);
    // The receipt keeps what it said, and says what came since.
    let receipt = scene.page("/receipt").await;
    for hash in [&scene.first, &third] {
        assert!(receipt.contains(Scene::of(hash, "sha256")));
    }
    assert!(receipt.contains("Replaced since it was handed in"));
    let entries = app.recorded(&format!("proposal:{}", scene.id));
    let (_, uploaded) = entries.iter().rfind(|(act, _)| act == "document.uploaded").unwrap();
    assert_eq!((&uploaded["repair"], &uploaded["replaces"]), (&repair, &scene.first["id"]));
    // A file that came in a repair is no change of the draft.
    let changes = app.get(&scene.world.candidate, &format!("{}/changes", scene.path)).await;
    assert_eq!(changes.expect(200)["files"], json!([]));
}

#[actix_web::test]
async fn problem_and_person_are_those_of_the_day_it_was_handed_in() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let problem = scene.world.problem.clone();
    let who = scene.world.candidate.id.clone();
    let change = move |db: &mut tubel::platform::db::Db| {
        diesel::update(problems::table.filter(problems::id.eq(&problem)))
            .set((problems::indicator.eq("ANOTHER"), problems::target_value.eq("99%")))
            .execute(db)?;
        diesel::update(tubel::platform::db::schema::users::table.find(&who))
            .set(tubel::platform::db::schema::users::name.eq("Nama Baru"))
            .execute(db)?;
        Ok(())
    };
    app.database().write(change).unwrap();
    let told = app.get(&scene.world.candidate, &format!("{}/versions/1", scene.path)).await;
    let registered = &told.expect(200)["registered_problem"];
    assert_eq!(registered["id"], json!(scene.world.problem));
    assert!(!registered.to_string().contains("ANOTHER") && !registered.to_string().contains("99%"));
    assert_ne!(told.json["applicant"]["name"], "Nama Baru");
    for rest in ["/versions/1", "/receipt"] {
        let page = scene.page(rest).await;
        assert!(!page.contains("ANOTHER"), "{rest}");
    }
    let vera = scene.world.outsider("vera", Role::Verifier);
    app.at(SCREENING);
    let visit = Visit::signed_in(app, &vera).await;
    for rest in ["", "/verification"] {
        let page = visit.read(&format!("/desk/proposals/{}{rest}", scene.id)).await;
        assert!(!page.expect_page().contains("ANOTHER"), "{rest}");
        assert!(!page.text().contains("Nama Baru"), "{rest}");
    }
}

/// The step of the migrations that gives older submissions their files, run on what such a database
/// held.
#[actix_web::test]
async fn submissions_from_before_have_the_files_that_their_receipt_names() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let vera = scene.world.outsider("vera", Role::Verifier);
    app.at(SCREENING);
    let body = json!({"items": ["proposal"], "reason": "Halaman kedua tidak terbaca."});
    app.post(&vera, &format!("{}/repairs", scene.path), body).await.expect(201);
    let place = format!("{}/documents/proposal", scene.path);
    app.at("2026-12-25T02:00:00Z");
    let request = app.request_as(&scene.world.candidate, Method::PUT, &place).await;
    let third = Answer::of(request.body(pdf("third"))).await.expect(201).clone();
    let before = scene.kinds(&vera).await;
    let version = format!("{}/versions/1", scene.path);
    let told = app.get(&vera, &version).await.expect(200)["registered_problem"].clone();
    let on_postgres =
        std::env::var("TUBEL_TEST_DATABASE").is_ok_and(|it| it.starts_with("postgres"));
    let dialect = if on_postgres { Dialect::Postgres } else { Dialect::Sqlite };
    let step = STEPS.iter().find(|step| step.name.ends_with("_pins")).unwrap().up(dialect);
    let without_comments: Vec<&str> = step.lines().filter(|line| !line.starts_with("--")).collect();
    let without_comments = without_comments.join("\n") + "\n";
    let fills = |one: &&str| one.starts_with("INSERT") || one.starts_with("UPDATE");
    let statements: Vec<String> =
        without_comments.split(";\n").map(str::trim).filter(fills).map(ToOwned::to_owned).collect();
    assert_eq!(statements.len(), 3);
    let again = move |db: &mut tubel::platform::db::Db| {
        diesel::delete(submitted_files::table).execute(db)?;
        diesel::update(proposal_versions::table)
            .set(proposal_versions::circumstances.eq("{}"))
            .execute(db)?;
        for statement in &statements {
            crate::record::execute(db, statement);
        }
        Ok(())
    };
    app.database().write(again).unwrap();
    let after = scene.kinds(&vera).await;
    assert_eq!((&after["latest"]["id"], &after["older"]), (&third["id"], &json!([scene.first])));
    assert_eq!(
        (&after["latest"], &after["replacements"]),
        (&before["latest"], &before["replacements"])
    );
    let again = app.get(&vera, &version).await;
    assert_eq!(again.expect(200)["registered_problem"], told);
}
