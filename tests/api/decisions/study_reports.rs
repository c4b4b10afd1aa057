//! Reports of an awardee, the plan of use after the return, and the commitment of who heads the owner unit.

use super::objections::letters;
use super::studies::Scene;
use crate::pages::Visit;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::studies::OWNER;
use test_support::{Answer, Person, pdf};
use tubel::kernel::access::Role;

impl Scene {
    fn report(&self, slot: &str) -> String {
        format!("/api/v1/studies/{}/reports/{slot}", self.id)
    }

    async fn save(&self, slot: &str, version: i64, text: Value) -> Answer {
        let request =
            self.world.app.request_as(&self.awardee, Method::PUT, &self.report(slot)).await;
        let request = request.header("if-match", format!("\"v{version}\"")).json(&text);
        Answer::of(request).await
    }

    async fn send(&self, slot: &str, version: i64) -> Answer {
        let path = format!("{}/sendings", self.report(slot));
        let request = self.world.app.request_as(&self.awardee, Method::POST, &path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\""))).await
    }

    async fn answer(&self, who: &Person, slot: &str, answer: Value) -> Answer {
        self.world.app.post(who, &format!("{}/answers", self.report(slot)), answer).await
    }

    async fn of(&self, who: &Person, slot: &str) -> Value {
        self.world.app.get(who, &self.report(slot)).await.expect(200).clone()
    }

    async fn dues(&self) -> Vec<(String, String)> {
        let path = format!("/api/v1/studies/{}/reports", self.id);
        let listed = self.world.app.get(&self.awardee, &path).await.expect(200).clone();
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let items = listed.as_array().unwrap().iter();
        items.map(|one| (text(&one["slot"]), text(&one["due_on"]))).collect()
    }

    async fn pass(&self) -> usize {
        tubel::features::reminders::pass(&self.world.app.app).await.unwrap()
    }

    /// How many of their letters are of this kind.
    fn told(&self, who: &Person, template: &str) -> usize {
        letters(&self.world, who).iter().filter(|one| *one == template).count()
    }
}

fn days(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(slot, day)| ((*slot).to_owned(), (*day).to_owned())).collect()
}

fn told(due_on: &str, outcome: &str) -> Value {
    json!({
        "due_on": due_on, "activity": "Menyusun model", "outcome": outcome,
        "evidence": "Model diuji pada data dua balai.",
    })
}

fn progress(milestones: Value) -> Value {
    json!({"grades": "IPK 3,71; 12 SKS lulus.", "milestones": milestones})
}

#[actix_web::test]
async fn a_report_goes_from_the_draft_to_the_acknowledgement() {
    let scene = Scene::new().await;
    assert_eq!(scene.dues().await, [], "before the study begins");
    scene.planned().await;
    let app = &scene.world.app;
    let expected = [
        ("progress-1", "2028-02-29"),
        ("progress-2", "2028-08-31"),
        ("progress-3", "2029-02-28"),
        ("progress-4", "2029-08-31"),
        ("end-1", "2029-08-31"),
    ];
    assert_eq!(scene.dues().await, days(&expected));
    app.get(&scene.awardee, &scene.report("progress-5")).await.refusal(404);
    app.get(&scene.awardee, &scene.report("impact-1")).await.refusal(404);
    app.get(&scene.awardee, &scene.report("progress")).await.refusal(404);

    // A draft may leave everything open; it is the awardee's alone.
    let blank = json!({"grades": "", "obstacles": [{"cause": "no_data", "words": ""}]});
    let saved = scene.save("progress-1", 0, blank).await;
    assert_eq!(saved.expect(200)["version"], 1);
    let seen = scene.of(&scene.owner, "progress-1").await;
    assert_eq!((&seen["draft"], &seen["due"]["state"]), (&Value::Null, &Value::Null));
    let stale = scene.save("progress-1", 0, progress(json!([]))).await;
    assert_eq!(stale.refusal(412), "stale");
    assert_eq!(stale.json["details"]["sent"]["grades"], "IPK 3,71; 12 SKS lulus.");
    let other = scene.save("progress-1", 1, json!({"result": "Model selesai"})).await;
    assert_eq!(other.faults(), [("result".into(), "not_in_this_report".into())]);
    let other = progress(json!([told("2028-03-01", "done")]));
    let other = scene.save("progress-1", 1, other).await;
    let fault = ("milestones[0].activity".into(), "other_milestone".into());
    assert_eq!(other.faults(), [fault]);

    // Not before the fourteenth day before it is due, and not with holes.
    assert_eq!(scene.send("progress-1", 1).await.refusal(409), "report_too_early");
    app.at("2028-02-15T01:00:00Z");
    let refused = scene.send("progress-1", 1).await;
    let faults = [
        ("grades".to_owned(), "required".to_owned()),
        ("milestones".to_owned(), "required".to_owned()),
        ("obstacles[0].words".to_owned(), "required".to_owned()),
    ];
    assert_eq!(refused.faults(), faults);
    let text = progress(json!([told("2028-02-29", "late")]));
    scene.save("progress-1", 1, text).await.expect(200);

    // Files that show it, up to ten; one that was added by mistake goes again.
    let attached = scene.attach("progress-1").await.expect(201).clone();
    let file = format!("/api/v1/study-report-files/{}", attached["id"].as_str().unwrap());
    app.get(&scene.owner, &file).await.refusal(404);
    app.delete(&scene.awardee, &file).await.expect(204);
    scene.attach("progress-1").await.expect(201);

    let receipt = scene.send("progress-1", 2).await.expect(201).clone();
    assert_eq!(receipt["sending"]["due_on"], "2028-02-29");
    let entry = receipt["ledger"]["seq"].as_i64().unwrap();
    let recorded = app.recorded(&format!("award:{}", scene.id));
    let (act, payload) = recorded.last().unwrap();
    assert_eq!(act, "study.report_sent");
    assert_eq!(payload["text_hash"], receipt["sending"]["text_hash"]);
    assert!(entry > 0);
    for reader in [&scene.owner, &scene.mentor] {
        assert_eq!(scene.told(reader, "study_report_to_read"), 1, "{}", reader.email);
    }
    assert_eq!(letters(&scene.world, &scene.awardee).last().unwrap(), "study_report_received");
    let seen = scene.of(&scene.owner, "progress-1").await;
    assert_eq!(seen["sendings"][0]["text"]["milestones"][0]["outcome"], "late");
    let file = seen["files"][0]["id"].as_str().unwrap();
    let file = format!("/api/v1/study-report-files/{file}");
    let read = app.request_as(&scene.mentor, Method::GET, &file).await.send().await.unwrap();
    assert_eq!(read.status(), 200);
    assert_eq!(app.delete(&scene.awardee, &file).await.refusal(409), "report_state");
    let again = scene.save("progress-1", 3, progress(json!([]))).await;
    assert_eq!(again.refusal(409), "report_state");

    // The mentor comments, the owner unit returns it; mended, it is acknowledged.
    let comment = json!({"words": "Uji juga dengan data tahun lalu."});
    let comments = format!("{}/comments", scene.report("progress-1"));
    app.post(&scene.owner, &comments, comment.clone()).await.refusal(404);
    app.post(&scene.mentor, &comments, comment).await.expect(201);
    let wordless = scene.answer(&scene.owner, "progress-1", json!({"verdict": "returned"})).await;
    assert_eq!(wordless.faults(), [("words".into(), "words_needed".into())]);
    let returned = json!({"verdict": "returned", "words": "Sebutkan balai mana saja."});
    scene.answer(&scene.awardee, "progress-1", returned.clone()).await.refusal(404);
    scene.answer(&scene.owner, "progress-1", returned).await.expect(201);
    assert_eq!(scene.told(&scene.awardee, "study_report_answered"), 2);
    let version = scene.of(&scene.awardee, "progress-1").await["version"].as_i64().unwrap();
    let text = progress(json!([told("2028-02-29", "late")]));
    scene.save("progress-1", version, text).await.expect(200);
    // While it is being mended, its readers have it as it was sent.
    let seen = scene.of(&scene.owner, "progress-1").await;
    assert_eq!((seen["sendings"].as_array().unwrap().len(), &seen["draft"]), (1, &Value::Null));
    scene.send("progress-1", version + 1).await.expect(201);
    let done = scene.answer(&scene.owner, "progress-1", json!({"verdict": "acknowledged"})).await;
    assert_eq!(done.expect(201)["due"]["state"], "acknowledged");
    let done = scene.answer(&scene.owner, "progress-1", json!({"verdict": "acknowledged"})).await;
    assert_eq!(done.refusal(409), "report_state");

    // Acknowledged by mistake: it goes back all the same. A file that was sent stays with its readers.
    let words = json!({"verdict": "returned", "words": "Terima tadi salah tekan."});
    scene.answer(&scene.owner, "progress-1", words).await.expect(201);
    assert_eq!(app.delete(&scene.awardee, &file).await.refusal(409), "report_file_sent");
    app.at("2028-02-16T01:00:00Z");
    let later = scene.attach("progress-1").await.expect(201)["id"].clone();
    let later = format!("/api/v1/study-report-files/{}", later.as_str().unwrap());
    app.delete(&scene.awardee, &later).await.expect(204);

    // What was late stands in the next report again.
    let next = scene.of(&scene.awardee, "progress-2").await;
    let expected: Vec<&Value> =
        next["milestones"].as_array().unwrap().iter().map(|one| &one["due_on"]).collect();
    assert_eq!(expected, ["2028-02-29", "2028-08-31"]);
}

impl Scene {
    async fn attach(&self, slot: &str) -> Answer {
        let path = format!("{}/files", self.report(slot));
        let request = self.world.app.request_as(&self.awardee, Method::POST, &path).await;
        let request = request
            .header("content-type", "application/pdf")
            .header("content-disposition", "attachment; filename=\"bukti.pdf\"");
        Answer::of(request.body(pdf(slot))).await
    }
}

#[actix_web::test]
async fn who_does_not_report_is_told_before_and_after_and_then_the_heads_each_once() {
    let scene = Scene::new().await;
    scene.planned().await;
    let app = &scene.world.app;
    let unit = scene.read(&scene.awardee).await["study"]["unit"].as_str().unwrap().to_owned();
    let head = app.person("kepala").role(Role::UnitHead).unit(&unit).create();
    // Everything else that is due by then.
    app.at("2028-02-14T01:00:00Z");
    scene.pass().await;
    for (day, template, who) in [
        ("2028-02-15T01:00:00Z", "study_report_due", &scene.awardee),
        ("2028-03-07T01:00:00Z", "study_report_late", &scene.awardee),
        ("2028-03-30T01:00:00Z", "study_report_missing", &head),
    ] {
        assert_eq!(scene.told(who, template), 0, "{day}");
        app.at(day);
        scene.pass().await;
        scene.pass().await;
        assert_eq!(scene.told(who, template), 1, "{day}");
    }
    assert_eq!(scene.told(&scene.owner, "study_report_missing"), 1);
    assert_eq!(scene.told(&scene.awardee, "study_report_missing"), 0);
    let due = scene.of(&scene.owner, "progress-1").await["due"].clone();
    assert_eq!((&due["is_late"], &due["state"]), (&json!(true), &Value::Null));
    // It waits on the awardee's first page until it is sent; then on the owner's.
    let link = format!("href=\"/studies/{}/reports/progress-1\"", scene.id);
    let waits = async |who: &Person| {
        let home = Visit::signed_in(app, who).await.read("/").await;
        home.expect_page().contains(&link)
    };
    assert_eq!((waits(&scene.awardee).await, waits(&scene.owner).await), (true, false));
    let text = progress(json!([told("2028-02-29", "done")]));
    let receipt = scene.world.reported(&scene.awardee, (&scene.id, "progress-1"), &text).await;
    assert_eq!((waits(&scene.awardee).await, waits(&scene.owner).await), (false, true));
    assert_eq!(receipt["sending"]["due_on"], "2028-02-29");
    assert_eq!(scene.of(&scene.owner, "progress-1").await["due"]["is_late"], true);

    // Ill over the end of the second period: it is due when the study goes on.
    app.at("2028-08-01T01:00:00Z");
    scene.step("interrupt", "2028-08-01", json!({"cause": "illness"})).await.expect(200);
    assert_eq!(scene.dues().await[1], ("progress-2".into(), "-".into()));
    app.at("2028-10-15T01:00:00Z");
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "study_report_due"), 1);
    let early = scene.save("progress-2", 0, progress(json!([]))).await;
    let version = early.expect(200)["version"].as_i64().unwrap();
    assert_eq!(scene.send("progress-2", version).await.refusal(409), "study_state");
    scene.step("resume", "2028-10-15", json!({})).await.expect(200);
    assert_eq!(scene.dues().await[1], ("progress-2".into(), "2028-10-15".into()));
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "study_report_due"), 2);
    // A study that failed owes nothing more; what was sent stays.
    let consequence = json!({"consequence": "Mengembalikan biaya studi sesuai perjanjian."});
    scene.step("fail", "2028-10-15", consequence).await.expect(200);
    let left: Vec<String> = scene.dues().await.into_iter().map(|(slot, _)| slot).collect();
    assert_eq!(left, ["progress-1", "progress-2"]);
    app.at("2029-03-30T01:00:00Z");
    scene.pass().await;
    assert_eq!(scene.told(&scene.owner, "study_report_missing"), 1);
}

#[actix_web::test]
async fn after_the_return_the_plan_of_use_runs_and_the_owner_unit_is_asked_to_measure() {
    let scene = Scene::new().await;
    scene.planned().await;
    scene.world.returned(&scene.awardee, &scene.id).await;
    let app = &scene.world.app;
    let read = scene.read(&scene.awardee).await;
    let uses = read["uses"].as_array().unwrap();
    assert!(!uses.is_empty());
    let plan = app.get(&scene.awardee, &format!("/api/v1/proposals/{}", scene.entries[0].id)).await;
    let plan = plan.expect(200)["content"]["plan"].clone();
    assert_eq!(uses.len(), plan.as_array().unwrap().len());
    assert_eq!((&uses[0]["activity"], &uses[0]["state"]), (&plan[0]["activity"], &json!("open")));
    let month = plan[0]["month"].as_u64().unwrap() - 1;
    assert_eq!(
        uses[0]["due_on"],
        format!("{}-{:02}-01", 2029 + (9 + month) / 12, (9 + month) % 12 + 1)
    );

    let path = format!("uses/{}", uses[0]["number"]);
    let say = async |who: &Person, what: &str, body: Value| {
        scene.act(who, &format!("{path}/{what}"), body).await
    };
    let done = json!({"state": "done", "note": "SOP ditetapkan, nomor 12/2029."});
    let dropped = json!({"state": "dropped", "note": "Tidak diperlukan lagi."});
    let refused = say(&scene.awardee, "report", dropped).await;
    assert_eq!(refused.faults(), [("state".into(), "use_moved_by_owner".into())]);
    say(&scene.owner, "report", done.clone()).await.refusal(404);
    say(&scene.awardee, "report", done).await.expect(200);
    assert_eq!(scene.told(&scene.owner, "study_use_changed"), 1);
    let moved = |day: &str| json!({"state": "open", "due_on": day, "responsible": "Seksi Pengujian", "note": "Menunggu anggaran perubahan."});
    let refused = say(&scene.owner, "revision", moved("2029-08-01")).await;
    assert_eq!(refused.faults(), [("due_on".into(), "use_before_return".into())]);
    say(&scene.awardee, "revision", moved("2030-02-01")).await.refusal(404);
    let moved = say(&scene.owner, "revision", moved("2030-02-01")).await;
    assert_eq!(moved.expect(200)["responsible"], "Seksi Pengujian");
    assert_eq!(scene.told(&scene.awardee, "study_use_changed"), 1);

    // A return that was recorded by mistake takes the list with it.
    scene.step("correct", "2029-09-01", json!({})).await.expect(200);
    assert_eq!(scene.read(&scene.awardee).await["uses"], json!([]));
    let back = json!({"returned_on": "2029-09-01", "placement": OWNER, "carried_by": ""});
    scene.act(&scene.world.secretariat, "return", back).await.expect(200);

    // The report on use says what is used, or why nothing is.
    let due = [("impact-1", "2030-03-01"), ("impact-2", "2030-09-01"), ("impact-3", "2031-09-01")];
    let listed = scene.dues().await;
    assert_eq!(
        listed.iter().filter(|(slot, _)| slot.starts_with("impact")).cloned().collect::<Vec<_>>(),
        days(&due)
    );
    app.at("2030-03-01T01:00:00Z");
    let nothing = scene.save("impact-1", 0, json!({})).await.expect(200)["version"].clone();
    let refused = scene.send("impact-1", nothing.as_i64().unwrap()).await;
    assert_eq!(refused.faults(), [("used".into(), "used_or_obstacle".into())]);
    let used = json!({"used": [{
        "kind": "sop", "words": "SOP penelusuran daring dipakai dua seksi.", "replicated": "Balai Besar Makassar",
    }]});
    scene.save("impact-1", 1, used).await.expect(200);
    scene.send("impact-1", 2).await.expect(201);

    // Six months after the return the owner unit is to measure.
    let problem = read["study"]["problem"].as_str().unwrap();
    let due = app.get(&scene.owner, "/api/v1/measurements/due").await.expect(200).clone();
    let due = due.as_array().unwrap().iter().find(|one| one["problem"]["id"] == problem);
    assert!(due.is_some(), "asked for on 2030-03-01");
}

#[actix_web::test]
async fn who_takes_the_owner_unit_over_is_asked_once_to_stand_by_what_was_agreed() {
    let scene = Scene::new().await;
    scene.planned().await;
    let app = &scene.world.app;
    scene.pass().await;
    assert_eq!(scene.told(&scene.owner, "study_commitment_asked"), 0, "agreed to the plan");
    let heir = app.person("pengganti").role(Role::UnitHead).unit(OWNER).create();
    scene.pass().await;
    scene.pass().await;
    assert_eq!(scene.told(&heir, "study_commitment_asked"), 1);
    let link = format!("href=\"/studies/{}/commitment\"", scene.id);
    let waits = async || {
        let home = Visit::signed_in(app, &heir).await.read("/").await;
        home.expect_page().contains(&link)
    };
    assert!(waits().await);
    let refused = scene.act(&heir, "commitments", json!({"verdict": "renegotiated"})).await;
    assert_eq!(refused.faults(), [("words".into(), "words_needed".into())]);
    scene.act(&scene.awardee, "commitments", json!({"verdict": "confirmed"})).await.refusal(404);
    let words = "Unit berpindah gedung; uji lapangan digeser ke triwulan III.";
    let given = json!({"verdict": "renegotiated", "words": words});
    scene.act(&heir, "commitments", given).await.expect(201);
    for who in [&scene.awardee, &scene.mentor, &scene.world.secretariat] {
        assert_eq!(scene.told(who, "study_renegotiated"), 1, "{}", who.email);
    }
    assert!(!waits().await);
    let read = scene.read(&scene.world.auditor).await;
    assert_eq!(read["commitments"][0]["verdict"], "renegotiated");
    let recorded = app.recorded(&format!("award:{}", scene.id));
    assert!(recorded.iter().any(|(act, _)| act == "study.committed"));
}

#[actix_web::test]
async fn a_report_is_written_on_its_page_and_nothing_typed_is_lost() {
    let scene = Scene::new().await;
    scene.planned().await;
    let app = &scene.world.app;
    app.at("2028-02-20T01:00:00Z");
    let page = format!("/studies/{}/reports/progress-1", scene.id);
    let visit = Visit::signed_in(app, &scene.awardee).await;
    let csrf = visit.csrf().await;
    let shown = visit.read(&page).await;
    assert!(shown.expect_page().contains("Menyusun model"), "{}", shown.text());
    let sent = async |version: &str, evidence: &str| {
        let typed = [
            ("csrf", csrf.as_str()),
            ("version", version),
            ("grades", "IPK 3,71"),
            ("milestones[0].due_on", "2028-02-29"),
            ("milestones[0].activity", "Menyusun model"),
            ("milestones[0].outcome", "done"),
            ("milestones[0].evidence", evidence),
            ("obstacles[1].cause", "no_budget"),
            ("obstacles[1].words", "Anggaran uji lapangan ditunda."),
            ("then", "send"),
        ];
        visit.send(&page, &typed).await
    };
    // What was typed is saved although something is missing, which is told at its field.
    let refused = sent("0", "").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("Anggaran uji lapangan ditunda."));
    let draft = scene.of(&scene.awardee, "progress-1").await;
    assert_eq!(draft["draft"]["obstacles"][0]["cause"], "no_budget");
    assert_eq!(draft["version"], 1);
    let done = sent("1", "Model diuji pada data dua balai.").await;
    assert_eq!((done.status, done.header("location")), (303, format!("{page}?sent=1").as_str()));
    assert_eq!(scene.of(&scene.owner, "progress-1").await["due"]["state"], "sent");
    let shown = visit.read(&format!("{page}?sent=1")).await;
    assert!(shown.expect_page().contains("We have your report"));
    // The owner unit answers on the same page, and what lacks words comes back whole.
    let owner = Visit::signed_in(app, &scene.owner).await;
    let csrf = owner.csrf().await;
    let answers = format!("{page}/answers");
    let answer = [("csrf", csrf.as_str()), ("verdict", "returned"), ("words", "")];
    let refused = owner.send(&answers, &answer).await;
    assert_eq!(refused.status, 422);
    let answer = [("csrf", csrf.as_str()), ("verdict", "acknowledged"), ("words", "")];
    let answered = owner.send(&answers, &answer).await;
    assert_eq!((answered.status, answered.header("location")), (303, page.as_str()));
}
