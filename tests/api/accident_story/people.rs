//! The cast, and what every chapter uses.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::writing::{ELSEWHERE, OWNER_UNIT, World};
use test_support::{Answer, Person, TestApp, definition};
use tubel::kernel::access::Role;

const BEFORE: &str = "2026-11-22T01:00:00Z";
const OPEN: &str = "2026-12-02T01:00:00Z";
const PHRASE: &str = "SAYA SETUJU";

pub(super) const RELEASE: &str = "2027-01-10T10:00:00Z";
const PACT: &str = "Saya menyatakan:\n1. jujur;\n2. tidak menerima pemberian.";

/// Who writes, in the order in which they hand in.
pub(super) const NAMES: [&str; 7] = ["Siti", "Tono", "Wati", "Yusuf", "Budiman", "Hana", "Lukas"];

pub(super) struct Story {
    pub(super) world: World,
    pub(super) secretariat: Person,
    pub(super) chair: Person,
    pub(super) decider: Person,
    pub(super) auditor: Person,
    pub(super) verifiers: [Person; 2],
    pub(super) appeal: Person,
    pub(super) reviewers: Vec<Person>,
    /// Joins the panel for the interviews.
    pub(super) laras: Person,
    /// Addresses of interviews, by candidate.
    pub(super) interviews: BTreeMap<&'static str, String>,
    /// Stands in for the head of the candidates' unit.
    pub(super) acting_head: Person,
    pub(super) candidates: BTreeMap<&'static str, Person>,
    /// Addresses of proposals, by candidate.
    pub(super) proposals: BTreeMap<&'static str, String>,
    /// Numbers, by candidate.
    pub(super) numbers: BTreeMap<&'static str, String>,
    /// Whose conflict came out in the plenary.
    pub(super) found: Option<Person>,
}

impl Story {
    pub(super) async fn begin() -> Self {
        let app = TestApp::start();
        app.at(BEFORE);
        let elsewhere = |name: &str, role| app.person(name).role(role).unit(ELSEWHERE).create();
        let secretariat = elsewhere("Sekar", Role::Secretariat);
        let chair = elsewhere("Kartini", Role::Chair);
        let decider = elsewhere("Dirga", Role::Decider);
        let auditor = elsewhere("Ayu", Role::Auditor);
        let verifiers = ["Vera", "Vino"].map(|name| elsewhere(name, Role::Verifier));
        let appeal = app.person("Banding").role(Role::Appeal).unit("P.IU.02").create();
        let reviewer = |name| app.person(name).role(Role::Reviewer).unit("P.D1.01").create();
        let reviewers = ["Rina", "Joko", "Murni", "Bagus"].map(reviewer).to_vec();
        let laras = reviewer("Laras");
        let acting_head = app.person("Plh Kepala").create();
        let candidates: BTreeMap<&'static str, Person> =
            NAMES.map(|name| (name, app.person(name).role(Role::Candidate).create())).into();
        let head = app.person("Kepala").role(Role::UnitHead).create();
        let owner = app.person("Pemilik").role(Role::UnitHead).unit(OWNER_UNIT).create();
        let approver = app.person("Adi").role(Role::Approver).unit(ELSEWHERE).create();
        let candidate = candidates["Siti"].clone();
        let (call, problem) = (String::new(), String::new());
        let mut world = World { app, call, problem, candidate, head, owner, approver };
        world.problem = world.approved_problem(&world.owner).await;
        let (proposals, numbers) = (BTreeMap::new(), BTreeMap::new());
        Self {
            world,
            secretariat,
            chair,
            decider,
            auditor,
            verifiers,
            appeal,
            reviewers,
            laras,
            interviews: BTreeMap::new(),
            acting_head,
            candidates,
            proposals,
            numbers,
            found: None,
        }
    }

    pub(super) fn app(&self) -> &TestApp {
        &self.world.app
    }

    /// From now on it is this candidate who writes.
    pub(super) fn as_candidate(&mut self, name: &str) {
        self.world.candidate = self.candidates[name].clone();
    }

    pub(super) fn of_call(&self, rest: &str) -> String {
        format!("/api/v1/calls/{}/{rest}", self.world.call)
    }

    pub(super) fn of(&self, name: &str, rest: &str) -> String {
        format!("{}/{rest}", self.proposals[name])
    }

    pub(super) fn id(&self, name: &str) -> &str {
        self.proposals[name].rsplit('/').next().unwrap()
    }

    pub(super) async fn pass(&self) {
        tubel::features::reminders::pass(&self.app().app).await.unwrap();
    }

    /// Texts of the letters to somebody whose title has these words.
    pub(super) async fn letters(&self, who: &Person, title: &str) -> Vec<String> {
        let own = self.app().get(who, "/api/v1/me/mails?limit=100").await;
        let all = own.expect(200)["items"].as_array().unwrap().clone();
        let fits = |letter: &&Value| letter["title"].as_str().unwrap().contains(title);
        let text = |letter: &Value| letter["text"].as_str().unwrap().to_owned();
        all.iter().filter(fits).map(text).collect()
    }

    pub(super) async fn told(&self, who: &Person, title: &str, words: &str) {
        let letters = self.letters(who, title).await;
        let said = letters.len() == 1 && letters[0].contains(words);
        assert!(said, "{}: {title:?} with {words:?}: {letters:?}", who.email);
    }

    async fn pact_hash(&self, who: &Person) -> String {
        let pact = self.app().get(who, &self.of_call("pact")).await;
        pact.expect(200)["text_hash"].as_str().unwrap().to_owned()
    }

    pub(super) async fn sign(&self, who: &Person) {
        let body = json!({"phrase": PHRASE, "text_hash": self.pact_hash(who).await});
        self.app().post(who, &self.of_call("pact"), body).await.expect(200);
    }

    /// Hands in as the candidate who writes now, with the pact signed.
    pub(super) async fn submit(&self, path: &str) -> Answer {
        let who = &self.world.candidate;
        let pact = json!({"phrase": PHRASE, "text_hash": self.pact_hash(who).await});
        self.app().post(who, &format!("{path}/submit"), json!({ "pact": pact })).await
    }

    /// Units say what they need, another person approves it, the call takes its seats from there and opens.
    pub(super) async fn the_call_takes_its_seats_from_the_approved_plan_of_needs(&mut self) {
        let app = self.app();
        let body = json!({"title": "Rencana 2027-2029", "first_year": 2027, "last_year": 2029});
        let made = app.post(&self.secretariat, "/api/v1/need-plans", body).await;
        let plan = made.expect(201)["plan"]["id"].as_str().unwrap().to_owned();
        let at = |rest: &str| format!("/api/v1/need-plans/{plan}/{rest}");
        let need = json!({
            "problem": self.world.problem, "level": "S2", "field": "Ilmu data",
            "reason": "Belum ada yang menguasai pelacakan tautan.",
            "people": [{"year": 2027, "people": 2}],
        });
        app.post(&self.world.head, &at("needs"), need).await.expect(201);
        let proposed = app.post(&self.secretariat, &at("propose"), Value::Null).await;
        let hash = proposed.expect(200)["plan"]["content_hash"].clone();
        let body = json!({"verdict": "approved", "content_hash": hash, "document_number": "KP.1"});
        app.post(&self.decider, &at("answer"), body).await.expect(200);

        let call = app.draft_call_of(&self.secretariat, "TB-2026", rules()).await;
        let quota = json!({"plan": plan, "year": 2027});
        let quota =
            app.post(&self.secretariat, &format!("/api/v1/calls/{call}/quota"), quota).await;
        assert_eq!(quota.expect(200)["definition"]["seats"], 2);
        let freeze = format!("/api/v1/calls/{call}/freeze");
        app.post(&self.secretariat, &freeze, Value::Null).await.expect(200);
        app.at(OPEN);
        self.world.call = call;
    }
}

/// Two sheets for each proposal, the agency's pact, a window for objections before the review.
fn rules() -> Value {
    let mut rules = definition();
    rules["limits"] = json!({"floors": [], "floor_policy": "as_far_as_possible"});
    rules["levels"].as_array_mut().unwrap().truncate(1);
    rules["panel"]["sheets_per_proposal"] = 2.into();
    rules["panel"]["divergent_total"] = 700.into();
    rules["panel"]["divergent_criterion"] = 7.into();
    let quorum = json!({"numerator": 2, "denominator": 3});
    rules["plenary"] = json!({"quorum": quorum, "remarks_hours": 0});
    let question = |code: &str, criterion: &str| json!({"code": code, "text": {"id": "Apa?", "en": "What?"}, "criterion": criterion});
    rules["interview"] = json!({
        "percent": 30, "panelists": 3, "minutes": 30, "absent": "not_ranked",
        "questions": [question("W1", "K1"), question("W2", "K4")],
    });
    rules["pact"] = json!({"id": PACT, "en": "I declare to be honest."});
    rules["eligibility"] = json!([
        {"key": "civil_servant", "severity": "block", "legal_reference": "UU 20/2023"},
    ]);
    rules["calendar"]["administrative"] = json!({
        "results_at": RELEASE,
        "objections_end_at": "2027-01-13T10:00:00Z",
        "review_begins_at": "2027-01-15T10:00:00Z",
    });
    rules
}
