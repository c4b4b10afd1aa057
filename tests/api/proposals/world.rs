//! An open call, an approved problem and the people around one proposal, and a text that lacks
//! nothing.

use crate::support::case::pdf;
use crate::support::{Answer, Person, START, TestApp, definition, problem_text};
use reqwest::Method;
use serde_json::{Value, json};
use tubel::kernel::access::Role;

/// Candidate and head are of BBPOM Makassar, the problem belongs to another office.
pub(crate) const OWNER_UNIT: &str = "P.D4.03";

/// Everybody who verifies and decides comes from elsewhere.
pub(crate) const ELSEWHERE: &str = "U.BB.SMR";

/// The call is made while nobody can write yet.
const BEFORE: &str = "2026-11-22T01:00:00Z";

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) call: String,
    pub(crate) problem: String,
    pub(crate) candidate: Person,
    pub(crate) head: Person,
    pub(crate) owner: Person,
    pub(crate) approver: Person,
}

/// Opened yesterday, closes in thirty days; of the rules two that bind and one that warns.
fn rules() -> Value {
    let mut rules = definition();
    rules["calendar"]["opens_at"] = "2026-11-23T01:00:00Z".into();
    rules["calendar"]["submissions_close_at"] = "2026-12-24T01:00:00Z".into();
    rules["eligibility"] = json!([
        {"key": "civil_servant", "severity": "block", "legal_reference": "UU 20/2023"},
        {
            "key": "remaining_service", "factor_released": 3, "factor_not_released": 2,
            "severity": "block", "legal_reference": "SE MenPANRB 28/2021",
        },
        {
            "key": "grade_point_average", "at_least_hundredths": {"S2": 300},
            "severity": "warn", "legal_reference": "Pedoman 2026",
        },
    ]);
    rules
}

/// A text that lacks nothing, by somebody whom no rule keeps out.
pub(crate) fn content() -> Value {
    let section = "Tautan obat ilegal muncul lagi setelah ditutup. ".repeat(6);
    json!({
        "title": "Memutus tautan obat ilegal",
        "summary": "Satu halaman.",
        "sections": {
            "problem": section, "study": section, "solution": section, "use_on_return": section,
        },
        "plan": [{
            "month": 1, "activity": "Menyusun model", "responsible": "Tim Siber", "resources": "",
        }],
        "goal": {
            "indicator": "tautan muncul kembali", "baseline": "38", "target": "15",
            "unit_of_measure": "%", "measured_how": "hitung mingguan", "measured_by": "2030-06-30",
        },
        "programme": {"university": "UI", "name": "Ilmu Komputer", "country": "Indonesia"},
        "study": {"starts_on": "2027-09-01", "months": 24, "released": true},
        "candidate": {
            "position": "PFM Ahli Muda", "status": "pns", "retirement_age": 58,
            "grade_point_average_hundredths": 325, "degrees": ["S1"], "criminal_case": false,
        },
        "difference": "Mulai Januari 2030 tim menutup tautan dalam sehari.",
    })
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A world whose call differs from the usual one.
    pub(crate) async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let app = TestApp::start();
        app.at(BEFORE);
        let candidate = app.person("rina").role(Role::Candidate).create();
        let head = app.person("head").role(Role::UnitHead).create();
        let owner = app.person("owner").role(Role::UnitHead).unit(OWNER_UNIT).create();
        let approver = app.person("approver").role(Role::Approver).unit(ELSEWHERE).create();
        let secretariat = app.person("sekar").role(Role::Secretariat).unit(ELSEWHERE).create();
        let mut definition = rules();
        change(&mut definition);
        let call = app.frozen_call_of(&secretariat, "TB-2026", definition).await;
        app.at(START);
        let mut world =
            Self { app, call, problem: String::new(), candidate, head, owner, approver };
        world.problem = world.approved_problem(&world.owner).await;
        world
    }

    /// A problem that this head's unit has proposed; its id.
    pub(crate) async fn proposed_problem(&self, head: &Person) -> String {
        let text = problem_text("Tautan obat ilegal muncul lagi");
        let made = self.app.post(head, "/api/v1/problems", text).await;
        made.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// The same, let into the registry.
    pub(crate) async fn approved_problem(&self, head: &Person) -> String {
        let id = self.proposed_problem(head).await;
        let approve = format!("/api/v1/problems/{id}/approve");
        self.app.post(&self.approver, &approve, Value::Null).await.expect(200);
        id
    }

    /// Somebody with a duty who has nothing to do with the candidate.
    pub(crate) fn outsider(&self, name: &str, role: Role) -> Person {
        self.app.person(name).role(role).unit(ELSEWHERE).create()
    }

    pub(crate) async fn begin(&self, who: &Person) -> Answer {
        let body = json!({"problem": self.problem, "level": "S2"});
        self.app.post(who, &format!("/api/v1/calls/{}/proposals", self.call), body).await
    }

    /// A new draft of the candidate's, as its address.
    pub(crate) async fn draft(&self) -> String {
        let begun = self.begin(&self.candidate).await;
        format!("/api/v1/proposals/{}", begun.expect(201)["id"].as_str().unwrap())
    }

    pub(crate) async fn save(&self, path: &str, version: i64, content: &Value) -> Answer {
        self.app.put_from(&self.candidate, path, version, json!({ "content": content })).await
    }

    /// The stored version, as the candidate reads it.
    pub(crate) async fn version(&self, path: &str) -> i64 {
        self.app.get(&self.candidate, path).await.expect(200)["version"].as_i64().unwrap()
    }

    /// Changes the stored text, starting from what is stored.
    pub(crate) async fn rewrite(&self, path: &str, content: &Value) {
        let version = self.version(path).await;
        self.save(path, version, content).await.expect(200);
    }

    pub(crate) async fn endorse(&self, who: &Person, path: &str, kind: &str) -> Answer {
        let body = json!({"kind": kind, "statement": "Kami dukung dan kami pakai hasilnya."});
        self.app.post(who, &format!("{path}/endorsements"), body).await
    }

    pub(crate) async fn endorse_both(&self, path: &str) {
        self.endorse(&self.head, path, "unit_head").await.expect(201);
        self.endorse(&self.owner, path, "problem_owner").await.expect(201);
    }

    /// Uploads a document of the candidate's; another text makes it another document.
    pub(crate) async fn upload(&self, path: &str, kind: &str, text: &str) {
        let path = format!("{path}/documents/{kind}");
        let request = self.app.request_as(&self.candidate, Method::PUT, &path).await;
        Answer::of(request.body(pdf(text))).await.expect(201);
    }

    /// A draft that only waits to be submitted, as its address.
    pub(crate) async fn ready(&self) -> String {
        let path = self.draft().await;
        self.save(&path, 1, &content()).await.expect(200);
        self.upload(&path, "proposal", "first").await;
        self.endorse_both(&path).await;
        path
    }

    pub(crate) async fn submit(&self, path: &str) -> Answer {
        self.app.post(&self.candidate, &format!("{path}/submit"), json!({})).await
    }

    pub(crate) async fn submit_with_key(&self, path: &str, key: &str) -> Answer {
        let path = format!("{path}/submit");
        let request = self.app.request_as(&self.candidate, Method::POST, &path).await;
        Answer::of(request.header("idempotency-key", key)).await
    }
}
