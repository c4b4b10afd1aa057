//! From the accepted seat: admission, agreement, plan, changes, interruptions, the return, and an early end.

use super::objections::{AFTERWARDS, announced, letters};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::plenary::World;
use test_support::studies::{OWNER, milestones};
use test_support::{Answer, Person, Submission};
use tubel::kernel::access::Role;

const REASON: &str = "Dicatat sesuai surat yang dilampirkan pada berkas.";

pub(super) struct Scene {
    pub(super) world: World,
    pub(super) entries: Vec<Submission>,
    /// Heads the owner unit.
    pub(super) owner: Person,
    /// Of the owner unit.
    pub(super) mentor: Person,
    pub(super) awardee: Person,
    pub(super) id: String,
}

impl Scene {
    /// The first of two candidates has accepted.
    pub(super) async fn new() -> Self {
        let world = World::new().await;
        let entries = announced(&world).await;
        let owner = world.app.person("owner").role(Role::UnitHead).unit(OWNER).create();
        let mentor = world.app.person("mentor").role(Role::Reviewer).unit(OWNER).create();
        world.app.at(AFTERWARDS);
        let awardee = entries[0].candidate.clone();
        let id = world.accepted(&entries[0]).await;
        Self { world, entries, owner, mentor, awardee, id }
    }

    pub(super) async fn act(&self, who: &Person, rest: &str, body: Value) -> Answer {
        self.world.in_study(who, &self.id, rest, body).await
    }

    pub(super) async fn read(&self, who: &Person) -> Value {
        let path = format!("/api/v1/studies/{}", self.id);
        self.world.app.get(who, &path).await.expect(200).clone()
    }

    pub(super) async fn state(&self) -> String {
        let read = self.read(&self.world.secretariat).await;
        read["study"]["state"].as_str().unwrap().to_owned()
    }

    /// A document with its file; its id.
    pub(super) async fn paper(&self, who: &Person, kind: &str) -> String {
        self.world.study_paper(who, &self.id, kind).await
    }

    pub(super) async fn check(&self, paper: &str, verdict: &str) -> Answer {
        self.world.check_paper(paper, verdict).await
    }

    pub(super) async fn studying(&self) {
        self.world.studying(&self.awardee, &self.id).await;
    }

    pub(super) async fn ask(&self, kind: &str, body: Value) -> Answer {
        self.act(&self.awardee, &format!("requests/{kind}"), body).await
    }

    pub(super) async fn rule(
        &self,
        who: &Person,
        request: &Value,
        side: &str,
        verdict: &str,
    ) -> Answer {
        let path = format!("/api/v1/study-requests/{}/ruling", request["id"].as_str().unwrap());
        let body = json!({"side": side, "verdict": verdict, "reason": "Sesuai rencana unit."});
        self.world.app.post(who, &path, body).await
    }

    /// The study runs with an agreed plan and a mentor.
    pub(super) async fn planned(&self) {
        self.studying().await;
        self.world.planned(&self.id, [&self.awardee, &self.owner, &self.mentor]).await;
    }

    pub(super) async fn step(&self, step: &str, on: &str, more: Value) -> Answer {
        let mut body = json!({"step": step, "on": on, "reason": REASON});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.act(&self.world.secretariat, "steps", body).await
    }
}

#[actix_web::test]
async fn from_the_accepted_seat_to_the_graduate_at_the_office() {
    let scene = Scene::new().await;
    let (app, secretariat) = (&scene.world.app, &scene.world.secretariat);
    let begun = scene.read(&scene.awardee).await;
    assert_eq!(begun["study"]["state"], "admission");
    // 180 days from the acceptance on 11 February 2027.
    assert_eq!(begun["study"]["admission_by"], "2027-08-10");
    assert_eq!(begun["study"]["owner_unit"], OWNER);

    // Returned for repair, then accepted.
    let proof = scene.paper(&scene.awardee, "admission").await;
    scene.check(&proof, "returned").await.expect(200);
    assert_eq!(scene.check(&proof, "accepted").await.refusal(409), "paper_checked");
    assert_eq!(scene.state().await, "admission");
    let told = letters(&scene.world, &scene.awardee);
    assert_eq!(told.last().unwrap(), "study_paper_returned");
    // Somebody of the secretariat may bring it for the awardee; then somebody else checks it.
    let brought = scene.paper(secretariat, "admission").await;
    assert_eq!(scene.check(&brought, "accepted").await.refusal(409), "own_paper");
    let proof = scene.paper(&scene.awardee, "admission").await;
    scene.check(&proof, "accepted").await.expect(200);
    assert_eq!(scene.state().await, "admitted");

    // No dates before agreement and decrees are there with their files.
    let dates = json!({"starts_on": "2027-09-01", "ends_on": "2029-08-31", "is_released": true});
    let refused = scene.act(secretariat, "beginning", dates.clone()).await;
    assert_eq!(refused.refusal(409), "papers_missing");
    assert_eq!(refused.json["details"]["papers"], json!(["agreement", "decree", "release"]));
    for kind in ["agreement", "decree", "release"] {
        scene.paper(secretariat, kind).await;
    }
    scene.act(secretariat, "beginning", dates).await.expect(200);
    let read = scene.read(&scene.awardee).await;
    let planned = json!({"factor": 2, "months": 24, "from": "2029-09-01", "until": "2033-08-31"});
    assert_eq!(read["planned_bond"], planned);
    assert_eq!(letters(&scene.world, &scene.awardee).last().unwrap(), "study_begun");

    // The plan follows from the proposal; the owner unit agrees, and names a mentor.
    app.at("2027-09-02T01:00:00Z");
    let gap = json!({"milestones": [milestones()[0]], "reason": "Mengikuti usulan."});
    let refused = scene.ask("plan", gap).await;
    assert_eq!(refused.faults(), [("milestones".into(), "plan_leaves_period".into())]);
    let plan = json!({"milestones": milestones(), "reason": "Mengikuti usulan yang dinilai."});
    let asked = scene.ask("plan", plan.clone()).await;
    let request = asked.expect(201).clone();
    assert_eq!(scene.ask("plan", plan).await.refusal(409), "request_open");
    assert_eq!(letters(&scene.world, &scene.owner), ["study_request_to_rule"]);
    let refused = scene.rule(secretariat, &request, "secretariat", "approved").await;
    assert_eq!(refused.refusal(409), "side_not_asked");
    let ruled = scene.rule(&scene.owner, &request, "owner", "approved").await;
    assert_eq!(ruled.expect(200)["state"], "approved");
    assert_eq!(scene.read(&scene.awardee).await["plan"]["milestones"], milestones());
    let mentor = json!({"email": secretariat.email});
    let refused = scene.act(&scene.owner, "mentor", mentor).await;
    assert_eq!(refused.faults(), [("email".into(), "mentor_of_other_unit".into())]);
    let mentor = json!({"email": scene.mentor.email});
    scene.act(&scene.owner, "mentor", mentor).await.expect(200);
    assert_eq!(scene.read(&scene.mentor).await["study"]["topic"], begun["study"]["topic"]);

    // A later end: the secretariat alone, within the limit of the call.
    let later =
        |day: &str| json!({"ends_on": day, "reason": "Data laboratorium terlambat datang."});
    let refused = scene.ask("extension", later("2030-09-01")).await;
    assert_eq!(refused.faults(), [("ends_on".into(), "extension_too_long".into())]);
    let refused = scene.ask("extension", later("2029-08-31")).await;
    assert_eq!(refused.faults(), [("ends_on".into(), "nothing_changes".into())]);
    let asked = scene.ask("extension", later("2030-02-28")).await;
    let ruled = scene.rule(secretariat, asked.expect(201), "secretariat", "approved").await;
    assert_eq!(ruled.expect(200)["state"], "approved");
    assert_eq!(scene.read(&scene.awardee).await["study"]["ends_on"], "2030-02-28");

    // Recorded by mistake: the step is taken back, and the study stands where it stood.
    let consequence = json!({"consequence": "Mengembalikan biaya studi sesuai perjanjian."});
    scene.step("stop", "2027-09-02", consequence).await.expect(200);
    assert_eq!(scene.state().await, "stopped");
    scene.step("correct", "2027-09-02", json!({})).await.expect(200);
    assert_eq!(scene.state().await, "studying");

    // Ill for half a year: it does not count in the bond.
    app.at("2028-03-01T01:00:00Z");
    let refused = scene.step("interrupt", "2028-03-01", json!({})).await;
    assert_eq!(refused.faults(), [("cause".into(), "cause_needed".into())]);
    scene.step("interrupt", "2028-03-01", json!({"cause": "illness"})).await.expect(200);
    app.at("2028-09-01T01:00:00Z");
    scene.step("resume", "2028-09-01", json!({})).await.expect(200);

    // Back: diploma and decree first; placed elsewhere, so somebody must carry the plan.
    app.at("2030-03-02T01:00:00Z");
    let back = |unit: &str, carried: &str| json!({"returned_on": "2030-03-01", "placement": unit, "carried_by": carried});
    let refused = scene.act(secretariat, "return", back(OWNER, "")).await;
    assert_eq!(refused.refusal(409), "papers_missing");
    let diploma = scene.paper(&scene.awardee, "diploma").await;
    scene.check(&diploma, "accepted").await.expect(200);
    scene.paper(secretariat, "reinstatement").await;
    let refused = scene.act(secretariat, "return", back("P.PPSDM", "")).await;
    assert_eq!(refused.faults(), [("carried_by".into(), "plan_bearer_needed".into())]);
    let carried = "Direktorat Siber menunjuk tim pelaksana; lulusan mendampingi sebulan sekali.";
    let back = scene.act(secretariat, "return", back("P.PPSDM", carried)).await;
    assert_eq!(back.expect(200)["state"], "returned");
    let told = letters(&scene.world, &scene.owner);
    assert_eq!(told.last().unwrap(), "study_placed_elsewhere");
    let read = scene.read(&scene.awardee).await;
    // 30 months from the beginning to the return, 6 of them interrupted.
    let actual = json!({"factor": 2, "months": 24, "from": "2030-03-01", "until": "2034-02-28"});
    assert_eq!(read["actual_bond"], actual);
    assert_eq!(read["impact_due"], json!(["2030-09-01", "2031-03-01", "2032-03-01"]));
    assert_eq!(read["is_owner_unit_placement"], false);
    let refused = scene.step("conclude", "2030-03-02", json!({})).await;
    assert_eq!(refused.refusal(409), "admission_still_running");
    app.at("2032-03-02T01:00:00Z");
    scene.step("conclude", "2032-03-02", json!({})).await.expect(200);
    assert_eq!(scene.state().await, "concluded");
}

#[actix_web::test]
async fn a_study_that_fails_keeps_its_bond_and_says_what_follows() {
    let scene = Scene::new().await;
    scene.studying().await;
    scene.world.app.at("2028-09-01T01:00:00Z");
    let refused = scene.step("fail", "2028-08-31", json!({})).await;
    assert_eq!(refused.faults(), [("consequence".into(), "consequence_needed".into())]);
    let consequence = json!({"consequence": "Mengembalikan biaya studi sesuai perjanjian."});
    scene.step("fail", "2028-08-31", consequence).await.expect(200);
    let read = scene.read(&scene.awardee).await;
    assert_eq!(read["study"]["state"], "failed");
    let failed = read["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(failed["consequence"], "Mengembalikan biaya studi sesuai perjanjian.");
    // The owner's head reads what follows too, and is told; the seat stays the awardee's, so no reserve rises.
    let owners = scene.read(&scene.owner).await;
    assert_eq!((&owners["steps"], &owners["actual_bond"]), (&read["steps"], &read["actual_bond"]));
    assert_eq!(letters(&scene.world, &scene.owner).last().unwrap(), "study_stepped");
    let path = format!("/api/v1/proposals/{}/award", scene.entries[2].id);
    let reserve = scene.world.app.get(&scene.entries[2].candidate, &path).await;
    assert_eq!(reserve.json["state"], Value::Null, "{}", reserve.json);
    // As planned it was longer: twice 24 months from the day after the planned end.
    let planned = json!({"factor": 2, "months": 24, "from": "2029-09-01", "until": "2033-08-31"});
    assert_eq!(read["planned_bond"], planned);
    let bond = json!({"factor": 2, "months": 12, "from": "2028-09-01", "until": "2030-08-31"});
    assert_eq!(read["actual_bond"], bond);
    assert_eq!(letters(&scene.world, &scene.awardee).last().unwrap(), "study_stepped");
    // Nothing follows any more.
    let refused = scene.step("resume", "2028-09-01", json!({})).await;
    assert_eq!(refused.refusal(409), "study_state");
    let later = json!({"ends_on": "2029-12-31", "reason": "Data laboratorium terlambat datang."});
    assert_eq!(scene.ask("extension", later).await.refusal(409), "study_state");
}

#[actix_web::test]
async fn a_seat_without_admission_goes_to_the_reserve_on_the_day_after_and_not_before() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let refused = scene.step("lapse", "2027-02-11", json!({})).await;
    assert_eq!(refused.refusal(409), "admission_still_running");
    // A later intake, if the secretariat agrees.
    let ask =
        json!({"admission_by": "2028-02-01", "reason": "Kampus menunda penerimaan semester."});
    let asked = scene.ask("deferral", ask).await;
    let request = asked.expect(201).clone();
    scene.rule(&scene.owner, &request, "owner", "approved").await.refusal(409);
    let ruled = scene.rule(&scene.world.secretariat, &request, "secretariat", "approved").await;
    assert_eq!(ruled.expect(200)["state"], "approved");
    app.at("2027-08-11T01:00:00Z");
    let refused = scene.step("lapse", "2027-08-11", json!({})).await;
    assert_eq!(refused.refusal(409), "admission_still_running");
    app.at("2028-02-02T01:00:00Z");
    // The seat is followed by a study now, so it is not taken back beside it.
    let path = format!("/api/v1/awards/{}/withdraw", scene.id);
    let taken = app.post(&scene.world.secretariat, &path, json!({"reason": REASON})).await;
    assert_eq!(taken.refusal(409), "study_follows");
    scene.step("lapse", "2028-02-02", json!({})).await.expect(200);
    assert_eq!(scene.state().await, "not_admitted");
    let path = format!("/api/v1/proposals/{}/award", scene.entries[2].id);
    let risen = app.get(&scene.entries[2].candidate, &path).await.expect(200).clone();
    assert_eq!((&risen["state"], &risen["reserve_position"]), (&json!("offered"), &json!(1)));
}

#[actix_web::test]
async fn a_changed_topic_needs_two_persons_and_an_approved_problem() {
    let scene = Scene::new().await;
    scene.studying().await;
    let app = &scene.world.app;
    let problems = app.get(&scene.awardee, "/api/v1/problems?limit=5").await.expect(200).clone();
    let own = scene.read(&scene.awardee).await["study"]["problem"].clone();
    let items = problems["items"].as_array().unwrap();
    let other = items.iter().find(|one| one["id"] != own).unwrap();
    let topic = |problem: &Value| {
        let reason = "Unit meminta pokok bahasan yang lain.";
        json!({"problem": problem, "topic": "Topik baru yang menjawab masalah", "reason": reason})
    };
    let asked = scene.ask("topic", topic(&other["id"])).await;
    let request = asked.expect(201).clone();
    assert_eq!(request["before"]["problem"], own);
    // Somebody who heads the owner unit and is in the secretariat rules for one side only.
    let both = app.person("both").role(Role::UnitHead).role(Role::Secretariat).unit(OWNER).create();
    let ruled = scene.rule(&both, &request, "owner", "approved").await;
    assert_eq!(ruled.expect(200)["state"], "open");
    let refused = scene.rule(&both, &request, "secretariat", "approved").await;
    assert_eq!(refused.refusal(409), "same_person_rules");
    let ruled = scene.rule(&scene.world.secretariat, &request, "secretariat", "approved").await;
    assert_eq!(ruled.expect(200)["state"], "approved");
    let read = scene.read(&scene.world.secretariat).await;
    assert_eq!(read["study"]["problem"], other["id"]);
    assert_eq!(read["study"]["owner_unit"], other["owner_unit"]);
    // The awardee cannot rule, and a stranger reads nothing.
    let asked = scene.ask("topic", topic(&own)).await;
    let request = asked.expect(201).clone();
    scene.rule(&scene.awardee, &request, "owner", "approved").await.refusal(404);
    let stranger = &scene.entries[1].candidate;
    let path = format!("/api/v1/studies/{}", scene.id);
    app.get(stranger, &path).await.refusal(404);
    let path = format!("/api/v1/study-requests/{}/withdraw", request["id"].as_str().unwrap());
    app.post(&scene.awardee, &path, json!({})).await.expect(200);
    let refused = scene.rule(&scene.world.secretariat, &request, "secretariat", "refused").await;
    assert_eq!(refused.refusal(409), "request_ended");
}

#[actix_web::test]
async fn everybody_lists_the_studies_that_are_theirs_to_read() {
    let scene = Scene::new().await;
    scene.studying().await;
    let app = &scene.world.app;
    let listed = async |who: &Person| {
        let found = app.get(who, "/api/v1/studies").await.expect(200).clone();
        found["items"].as_array().unwrap().len()
    };
    for who in [&scene.awardee, &scene.owner, &scene.world.secretariat, &scene.world.auditor] {
        assert_eq!(listed(who).await, 1, "{}", who.email);
    }
    for who in [&scene.entries[1].candidate, &scene.mentor] {
        assert_eq!(listed(who).await, 0, "{}", who.email);
    }
    let mentor = json!({"email": scene.mentor.email});
    scene.act(&scene.owner, "mentor", mentor).await.expect(200);
    assert_eq!(listed(&scene.mentor).await, 1);
    // Files of documents are for the awardee, the secretariat and those who check.
    let read = scene.read(&scene.owner).await;
    assert_eq!(read["papers"][0]["file"], Value::Null);
    let paper = scene.read(&scene.awardee).await["papers"][0]["id"].clone();
    let path = format!("/api/v1/study-papers/{}/file", paper.as_str().unwrap());
    app.get(&scene.owner, &path).await.refusal(404);
    let file = app.request_as(&scene.awardee, Method::GET, &path).await;
    let file = file.send().await.unwrap();
    assert_eq!(file.status(), 200);
}
