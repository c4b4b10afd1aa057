//! What is taken away of studies: tables, the progress sheet as PDF, dates for calendars; and the letters about the last
//! day for the proof of admission.

use super::exports::{paper, read_pdf, rename};
use super::objections::{AFTERWARDS, announced, letters};
use icalendar::parser::{read_calendar, unfold};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::plenary::World;
use test_support::studies::OWNER;
use test_support::{Person, Submission};
use tubel::kernel::access::Role;

struct Scene {
    world: World,
    entries: Vec<Submission>,
    owner: Person,
    mentor: Person,
    awardee: Person,
    id: String,
}

impl Scene {
    /// The first of two candidates has accepted, on 11 February 2027.
    async fn new() -> Self {
        let world = World::new().await;
        let entries = announced(&world).await;
        let owner = world.app.person("owner").role(Role::UnitHead).unit(OWNER).create();
        let mentor = world.app.person("mentor").role(Role::Reviewer).unit(OWNER).create();
        world.app.at(AFTERWARDS);
        let awardee = entries[0].candidate.clone();
        let id = world.accepted(&entries[0]).await;
        Self { world, entries, owner, mentor, awardee, id }
    }

    async fn request(&self, kind: &str, body: Value, rulers: &[(&Person, &str)]) {
        let asked =
            self.world.in_study(&self.awardee, &self.id, &format!("requests/{kind}"), body).await;
        let id = asked.expect(201)["id"].as_str().unwrap().to_owned();
        for (who, side) in rulers {
            let path = format!("/api/v1/study-requests/{id}/ruling");
            let body =
                json!({"side": side, "verdict": "approved", "reason": "Sesuai rencana unit."});
            self.world.app.post(who, &path, body).await.expect(200);
        }
    }

    async fn plan(&self, days: &[&str]) {
        let one = |day: &&str| json!({"due_on": day, "activity": format!("Model sampai {day}"), "output": "Laporan model"});
        let milestones: Vec<Value> = days.iter().map(one).collect();
        let body = json!({"milestones": milestones, "reason": "Mengikuti usulan yang dinilai."});
        let both = [(&self.owner, "owner"), (&self.world.secretariat, "secretariat")];
        let is_first =
            self.events(&self.awardee).await.keys().all(|uid| !uid.contains("milestone"));
        self.request("plan", body, if is_first { &both[..1] } else { &both[..] }).await;
    }

    async fn name_mentor(&self) {
        let mentor = json!({"email": self.mentor.email});
        self.world.in_study(&self.owner, &self.id, "mentor", mentor).await.expect(200);
    }

    async fn pass(&self) {
        tubel::features::reminders::pass(&self.world.app.app).await.unwrap();
    }

    fn told(&self, who: &Person, template: &str) -> usize {
        letters(&self.world, who).iter().filter(|one| *one == template).count()
    }

    async fn table(&self, who: &Person, rest: &str) -> Vec<Value> {
        let path = format!("/api/v1/exports/{rest}");
        self.world.app.get(who, &path).await.expect(200).as_array().unwrap().clone()
    }

    /// Day, title and state of each entry of one's calendar, by the end of its name.
    async fn events(&self, who: &Person) -> BTreeMap<String, [String; 3]> {
        let path = format!("/api/v1/studies/{}/calendar.ics", self.id);
        let file = self.world.app.get(who, &path).await;
        assert_eq!(file.status, 200);
        let text = unfold(file.text());
        let calendar = read_calendar(&text).unwrap();
        let mut found = BTreeMap::new();
        for event in &calendar.components {
            let value = |name: &str| {
                let property = event.properties.iter().find(|one| one.name.as_str() == name);
                property.map_or(String::new(), |one| one.val.to_string())
            };
            let uid = value("UID");
            let part = uid.trim_start_matches(&format!("study-{}-", self.id)).to_owned();
            found.insert(part, [value("DTSTART"), value("SUMMARY"), value("STATUS")]);
        }
        found
    }
}

#[actix_web::test]
async fn an_awardee_without_proof_is_reminded_once_for_each_last_day() {
    let scene = Scene::new().await;
    let (app, secretariat) = (&scene.world.app, &scene.world.secretariat);
    app.at("2027-07-26T16:59:00Z");
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "admission_due"), 0);
    app.at("2027-07-26T17:00:00Z");
    scene.pass().await;
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "admission_due"), 1);
    let own = app.get(&scene.awardee, "/api/v1/me/mails").await;
    let own = own.expect(200)["items"].clone();
    let text = own[0]["text"].as_str().unwrap();
    assert!(text.contains("Hari terakhirnya 10 Agustus 2027"), "{text}");
    assert!(text.contains(&format!("/studies/{}", scene.id)), "{text}");
    let recorded = app.recorded(&format!("award:{}", scene.id));
    let (act, payload) = recorded.last().unwrap();
    assert_eq!(act, "study.admission_reminded");
    assert_eq!(
        (&payload["reminder"], &payload["admission_by"], &payload["letters"]),
        (&json!("before"), &json!("2027-08-10"), &json!(1))
    );

    // A later intake: the old day says nothing any more, the new one is reminded of anew.
    let later =
        json!({"admission_by": "2028-02-01", "reason": "Kampus menunda penerimaan semester."});
    scene.request("deferral", later, &[(secretariat, "secretariat")]).await;
    app.at("2027-08-11T01:00:00Z");
    scene.pass().await;
    assert_eq!(scene.told(secretariat, "admission_passed"), 0);
    app.at("2028-01-18T01:00:00Z");
    scene.pass().await;
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "admission_due"), 2);
    app.at("2028-02-01T16:59:00Z");
    scene.pass().await;
    assert_eq!(scene.told(secretariat, "admission_passed"), 0, "the last day still runs");
    app.at("2028-02-01T17:00:00Z");
    scene.pass().await;
    scene.pass().await;
    assert_eq!(scene.told(secretariat, "admission_passed"), 1);
    assert_eq!(scene.told(&scene.awardee, "admission_due"), 2);
    assert_eq!(scene.told(&scene.awardee, "admission_passed"), 0);
    // Somebody who joins the secretariat is told as well; the others are not told again.
    let joined = app.person("baru").role(Role::Secretariat).create();
    scene.pass().await;
    assert_eq!(
        (scene.told(&joined, "admission_passed"), scene.told(secretariat, "admission_passed")),
        (1, 1)
    );
}

#[actix_web::test]
async fn a_proof_that_waits_needs_no_reminder_and_one_that_was_returned_is_none() {
    let scene = Scene::new().await;
    let proof = scene.world.study_paper(&scene.awardee, &scene.id, "admission").await;
    scene.world.app.at("2027-08-01T01:00:00Z");
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "admission_due"), 0);
    scene.world.check_paper(&proof, "returned").await.expect(200);
    scene.pass().await;
    assert_eq!(scene.told(&scene.awardee, "admission_due"), 1);
    scene.world.admitted(&scene.awardee, &scene.id).await;
    scene.world.app.at("2027-08-11T01:00:00Z");
    scene.pass().await;
    assert_eq!(scene.told(&scene.world.secretariat, "admission_passed"), 0);
}

#[actix_web::test]
async fn the_dates_of_a_study_are_in_the_calendars_of_those_whom_they_concern() {
    let scene = Scene::new().await;
    let before = scene.events(&scene.awardee).await;
    assert_eq!(before.keys().collect::<Vec<_>>(), ["admission@tubel"]);
    assert_eq!(before["admission@tubel"][0], "20270810");
    scene.world.studying(&scene.awardee, &scene.id).await;
    let days = ["2028-02-29", "2028-08-31", "2029-02-28", "2029-08-31"];
    scene.plan(&["2027-12-01", days[0], days[1], days[2], days[3]]).await;
    scene.name_mentor().await;
    let own = scene.events(&scene.awardee).await;
    assert_eq!(own["end@tubel"][0], "20290831");
    assert_eq!(own["bond@tubel"][0], "20330831");
    assert!(own["milestone-1@tubel"][1].contains("Model sampai 2027-12-01"), "{own:?}");
    let of_mentor = scene.events(&scene.mentor).await;
    assert_eq!(of_mentor, scene.events(&scene.owner).await);
    assert!(of_mentor.keys().all(|uid| uid.starts_with("milestone-")), "{of_mentor:?}");
    assert_eq!(of_mentor.len(), 5);
    // A shorter plan moves its entries, and strikes out what is left of the longer one.
    scene.world.app.at("2027-10-01T01:00:00Z");
    scene.plan(&days).await;
    let moved = scene.events(&scene.mentor).await;
    assert_eq!(moved["milestone-1@tubel"][0], "20280229");
    assert_eq!(moved["milestone-4@tubel"][2], "CONFIRMED");
    assert_eq!(moved["milestone-5@tubel"][2], "CANCELLED");
    let stranger = &scene.entries[1].candidate;
    let path = format!("/api/v1/studies/{}/calendar.ics", scene.id);
    scene.world.app.get(stranger, &path).await.refusal(404);
}

#[actix_web::test]
async fn the_progress_sheet_and_the_bonds_are_tables_of_what_one_may_read() {
    let scene = Scene::new().await;
    rename(&scene.world, &scene.awardee, "=1+1");
    let secretariat = &scene.world.secretariat;
    assert_eq!(scene.table(secretariat, "bonds?format=json").await.len(), 0, "no dates yet");
    scene.world.studying(&scene.awardee, &scene.id).await;
    scene.plan(&["2028-02-29", "2028-08-31", "2029-02-28", "2029-08-31"]).await;
    let rows = scene.table(secretariat, "studies?format=json").await;
    assert_eq!(rows.len(), 1);
    let expected = json!({
        "number": scene.entries[0].number, "state": "studying", "admission_by": "2027-08-10",
        "starts_on": "2027-09-01", "ends_on": "2029-08-31", "milestones_planned": 4,
        "reports_due": 0, "reports_in_time": 0,
        "planned_bond_until": "2033-08-31", "actual_bond_until": null, "returned_on": null,
        "owner_unit": OWNER, "awardee": "=1+1", "mentor": null,
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&rows[0][name], value, "{name}");
    }
    let csv = scene.world.app.get(secretariat, "/api/v1/exports/studies?format=csv").await;
    assert!(csv.text().contains("'=1+1") && !csv.text().contains(",=1+1"), "{}", csv.text());
    let bonds = scene.table(secretariat, "bonds?format=json").await;
    let expected = json!({
        "is_released": true, "planned_factor": 2, "planned_months": 24, "planned_from": "2029-09-01",
        "planned_until": "2033-08-31", "actual_until": null,
        "impact_due": "2030-03-01, 2030-09-01, 2031-09-01", "ends_before_last_impact": false,
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&bonds[0][name], value, "{name}");
    }
    let last = scene.world.app.recorded("studies");
    let (act, payload) = last.last().unwrap();
    assert_eq!((act.as_str(), &payload["kind"]), ("export.made", &json!("bonds")));

    // The list's filters, and whose studies they are.
    assert_eq!(scene.table(secretariat, "studies?format=json&state=studying").await.len(), 1);
    assert_eq!(scene.table(secretariat, "studies?format=json&state=returned").await.len(), 0);
    let call = format!("studies?format=json&call={}", scene.world.call);
    assert_eq!(scene.table(&scene.awardee, &call).await.len(), 1);
    for who in [&scene.mentor, &scene.entries[1].candidate] {
        assert_eq!(scene.table(who, "studies?format=json").await.len(), 0, "{}", who.email);
    }
    scene.name_mentor().await;
    let of_mentor = scene.table(&scene.mentor, "studies?format=json").await;
    assert_eq!(of_mentor[0]["mentor"], "mentor");
    let page = crate::pages::Visit::signed_in(&scene.world.app, secretariat).await;
    let page = page.read("/studies?state=studying").await;
    let link = "/exports/bonds?format=xlsx&amp;state=studying";
    assert!(page.expect_page().contains(link), "{}", page.text());
}

#[actix_web::test]
async fn a_study_that_failed_owes_a_bond_that_ends_before_nothing_is_measured() {
    let scene = Scene::new().await;
    scene.world.studying(&scene.awardee, &scene.id).await;
    scene.world.app.at("2028-09-01T01:00:00Z");
    let failed = json!({
        "step": "fail", "on": "2028-08-31", "reason": "Tidak lulus ujian ulang pada semester kedua.",
        "consequence": "Mengembalikan biaya studi sesuai perjanjian.",
    });
    scene.world.in_study(&scene.world.secretariat, &scene.id, "steps", failed).await.expect(200);
    let bonds = scene.table(&scene.world.secretariat, "bonds?format=json").await;
    let row = &bonds[0];
    assert_eq!((&row["actual_months"], &row["actual_until"]), (&json!(12), &json!("2030-08-31")));
    assert_eq!((&row["impact_due"], &row["ends_before_last_impact"]), (&Value::Null, &Value::Null));
    let events = scene.events(&scene.awardee).await;
    assert_eq!(events["end@tubel"][2], "CANCELLED");
    assert_eq!(
        events["bond@tubel"],
        ["20300831".to_owned(), events["bond@tubel"][1].clone(), "CONFIRMED".to_owned()]
    );
}

#[actix_web::test]
async fn a_study_is_printed_with_its_papers_plan_rulings_and_bond() {
    let scene = Scene::new().await;
    rename(&scene.world, &scene.awardee, "@SUM(1) #strong[x] $y$");
    scene.world.studying(&scene.awardee, &scene.id).await;
    scene.plan(&["2028-02-29", "2028-08-31", "2029-02-28", "2029-08-31"]).await;
    scene.name_mentor().await;
    let path = format!("/api/v1/studies/{}/sheet", scene.id);
    let printed = paper(&scene.world, &scene.mentor, &path, "id").await;
    assert!(printed.header("content-disposition").contains(&scene.entries[0].number));
    let sheet = read_pdf("progress-sheet", &printed);
    sheet
        .says("id", &["LEMBAR KEMAJUAN STUDI", &scene.entries[0].number, "@SUM(1) #strong[x] $y$"]);
    sheet.says("id", &["Sedang studi", "10 Agustus 2027", "1 September 2027", "31 Agustus 2029"]);
    sheet.says("id", &["31 Agustus 2033", "KP.05/12", "Dekan", "Model sampai 2028-02-29"]);
    sheet.says("id", &["29 Februari 2028", "Rencana capaian", "Disetujui", "owner"]);
    let english =
        read_pdf("progress-sheet.en", &paper(&scene.world, &scene.awardee, &path, "en").await);
    english.says("en", &["PROGRESS SHEET OF A STUDY", "1 September 2027", "31 August 2033"]);
    let stranger = &scene.entries[1].candidate;
    scene.world.app.get(stranger, &path).await.refusal(404);
}
