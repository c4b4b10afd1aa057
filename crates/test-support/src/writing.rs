//! An open call, an approved problem and the people around one proposal.

use crate::{Answer, Person, START, TestApp, content, definition, pdf, problem_text};
use reqwest::Method;
use serde_json::{Value, json};
use tubel::kernel::access::Role;

/// Candidate and head are of BBPOM Makassar, the problem belongs to another office.
pub const OWNER_UNIT: &str = "P.D4.03";

/// Everybody who verifies and decides comes from elsewhere.
pub const ELSEWHERE: &str = "U.BB.SMR";

/// The call is made while nobody can write yet.
const BEFORE: &str = "2026-11-22T01:00:00Z";

pub struct World {
    pub app: TestApp,
    pub call: String,
    pub problem: String,
    pub candidate: Person,
    pub head: Person,
    pub owner: Person,
    pub approver: Person,
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

impl World {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A world whose call differs from the usual one.
    pub async fn with(change: impl FnOnce(&mut Value)) -> Self {
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
    pub async fn proposed_problem(&self, head: &Person) -> String {
        let text = problem_text("Tautan obat ilegal muncul lagi");
        let made = self.app.post(head, "/api/v1/problems", text).await;
        made.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// The same, let into the registry.
    pub async fn approved_problem(&self, head: &Person) -> String {
        let id = self.proposed_problem(head).await;
        let approve = format!("/api/v1/problems/{id}/approve");
        self.app.post(&self.approver, &approve, Value::Null).await.expect(200);
        id
    }

    /// Somebody with a duty who has nothing to do with the candidate.
    pub fn outsider(&self, name: &str, role: Role) -> Person {
        self.app.person(name).role(role).unit(ELSEWHERE).create()
    }

    pub async fn begin(&self, who: &Person) -> Answer {
        let body = json!({"problem": self.problem, "level": "S2"});
        self.app.post(who, &format!("/api/v1/calls/{}/proposals", self.call), body).await
    }

    /// A new draft of the candidate's, as its address.
    pub async fn draft(&self) -> String {
        let begun = self.begin(&self.candidate).await;
        format!("/api/v1/proposals/{}", begun.expect(201)["id"].as_str().unwrap())
    }

    pub async fn save(&self, path: &str, version: i64, content: &Value) -> Answer {
        self.app.put_from(&self.candidate, path, version, json!({ "content": content })).await
    }

    /// The stored version, as the candidate reads it.
    pub async fn version(&self, path: &str) -> i64 {
        self.app.get(&self.candidate, path).await.expect(200)["version"].as_i64().unwrap()
    }

    /// Changes the stored text, starting from what is stored, and says that endorsements may end by it.
    pub async fn rewrite(&self, path: &str, content: &Value) {
        let version = self.version(path).await;
        let body = json!({"content": content, "void_endorsements": true});
        self.app.put_from(&self.candidate, path, version, body).await.expect(200);
    }

    pub async fn endorse(&self, who: &Person, path: &str, kind: &str) -> Answer {
        let body = json!({"kind": kind, "statement": "Kami dukung dan kami pakai hasilnya."});
        self.app.post(who, &format!("{path}/endorsements"), body).await
    }

    pub async fn endorse_both(&self, path: &str) {
        self.endorse(&self.head, path, "unit_head").await.expect(201);
        self.endorse(&self.owner, path, "problem_owner").await.expect(201);
    }

    /// Uploads a document of the candidate's; another text makes it another document.
    pub async fn upload(&self, path: &str, kind: &str, text: &str) {
        let path = format!("{path}/documents/{kind}");
        let request = self.app.request_as(&self.candidate, Method::PUT, &path).await;
        Answer::of(request.body(pdf(text))).await.expect(201);
    }

    /// A draft that only waits to be submitted, as its address.
    pub async fn ready(&self) -> String {
        let path = self.draft().await;
        self.save(&path, 1, &content()).await.expect(200);
        self.upload(&path, "proposal", "first").await;
        self.endorse_both(&path).await;
        path
    }

    pub async fn submit(&self, path: &str) -> Answer {
        self.app.post(&self.candidate, &format!("{path}/submit"), json!({})).await
    }

    pub async fn submit_with_key(&self, path: &str, key: &str) -> Answer {
        let path = format!("{path}/submit");
        let request = self.app.request_as(&self.candidate, Method::POST, &path).await;
        Answer::of(request.header("idempotency-key", key)).await
    }
}
