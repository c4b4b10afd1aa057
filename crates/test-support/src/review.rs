//! A call in its review, with a panel and proposals that passed verification; put straight into the
//! tables, since writing and verifying proposals are tested elsewhere.

use crate::rows::{
    NewDocument, insert_call, insert_document, insert_pin, insert_problem, insert_seat,
};
use crate::{Answer, Person, Submission, TestApp, definition_in_review, words};
use serde_json::{Value, json};
use std::sync::Mutex;
use tubel::features::calls::{Criterion, Definition, Rubric, Thresholds};
use tubel::features::proposals::{
    CandidateFacts, Content, PlanItem, Sanction, SanctionLevel, Sections,
};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{CallId, DocumentId, ProblemId, ProposalId, UserId};
use tubel::platform::db::Db;
use tubel::platform::files::{MediaType, Storage, take};

pub struct World {
    pub app: TestApp,
    pub secretariat: Person,
    pub call: CallId,
    problem: ProblemId,
    count: Mutex<u32>,
}

fn rubric() -> Rubric {
    let criterion = |code: &str, weight| Criterion {
        on_registered_problem: code == "K1",
        code: code.to_owned(),
        name: words(code),
        weight,
        anchors: [].into(),
    };
    Rubric {
        code: "test".to_owned(),
        name: words("test"),
        scores: vec![1, 2, 3, 5, 6, 7],
        criteria: vec![criterion("K1", 60), criterion("K2", 40)],
        thresholds: Thresholds { total: Some(400), criteria: [].into() },
        reason_required_for: vec![1, 7],
        reason_min_length: 10,
    }
}

/// Two criteria, two sheets for each proposal, no rules and no documents.
fn definition(now: Timestamp) -> Definition {
    let mut definition = definition_in_review(now);
    definition.rubric = rubric();
    definition.eligibility = vec![];
    definition.documents = vec![];
    definition.panel.sheets_per_proposal = 2;
    definition.panel.default_max_load = 10;
    definition.ranking.reserve = 2;
    definition
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// A world whose call differs from the usual one.
    pub fn with(change: impl FnOnce(&mut Definition)) -> Self {
        let app = TestApp::start();
        let secretariat =
            app.person("sekretariat").role(Role::Secretariat).unit("P.PPSDM").create();
        let (call, problem) = (CallId::new().unwrap(), ProblemId::new().unwrap());
        let mut definition = definition(app.now());
        change(&mut definition);
        let (new_call, new_problem, by, now) =
            (call.clone(), problem.clone(), secretariat.id.clone(), app.now());
        app.database()
            .write(move |db| {
                insert_call(db, &new_call, &definition, &by, now)?;
                insert_problem(db, &new_problem, ("M-007", "Boraks"), now)
            })
            .unwrap();
        Self { app, secretariat, call, problem, count: Mutex::new(0) }
    }

    /// Somebody with this duty, of a unit that no candidate is of.
    pub fn official(&self, name: &str, role: Role) -> Person {
        self.app.person(name).role(role).unit("P.IU").create()
    }

    /// A member of the panel from headquarters, with room for ten proposals.
    pub fn reviewer(&self, name: &str) -> Person {
        let person = self.app.person(name).role(Role::Reviewer).unit("P.D1.01").create();
        self.seat(&person, 10);
        person
    }

    /// Puts a person on the panel.
    pub fn seat(&self, person: &Person, max_load: i32) {
        let (call, user) = (self.call.clone(), person.id.clone());
        let (by, now) = (self.secretariat.id.clone(), self.app.now());
        self.write(move |db| insert_seat(db, &call, (&user, &by), max_load, now));
    }

    /// A proposal of a new candidate of BBPOM Makassar that passed verification.
    pub fn proposal(&self, candidate: &str) -> Submission {
        let person = self.app.person(candidate).role(Role::Candidate).create();
        self.proposal_of(person, candidate)
    }

    /// The same for a person who is there already.
    pub fn proposal_of(&self, candidate: Person, name: &str) -> Submission {
        self.written(candidate, name, &self.problem)
    }

    /// The same about another problem than the world's.
    pub fn proposal_about(&self, problem: &ProblemId, candidate: &str) -> Submission {
        let person = self.app.person(candidate).role(Role::Candidate).create();
        self.written(person, candidate, problem)
    }

    /// The text names the candidate and the unit.
    fn written(&self, candidate: Person, name: &str, problem: &ProblemId) -> Submission {
        let number = {
            let mut count = self.count.lock().unwrap();
            *count += 1;
            format!("TB-2026-{:04}", *count)
        };
        let content = Content {
            title: format!("Boraks in street food, by {name}"),
            sections: Sections {
                problem: format!("Seen by {} of Balai Besar POM di Makassar", name.to_uppercase()),
                ..Sections::default()
            },
            plan: vec![PlanItem {
                month: 1,
                activity: "Train".to_owned(),
                responsible: format!("{name}, {}", candidate.email),
                ..PlanItem::default()
            }],
            candidate: CandidateFacts {
                position: "Pengawas farmasi".to_owned(),
                sanctions: vec![Sanction { level: SanctionLevel::Heavy, ended_on: None }],
                ..CandidateFacts::default()
            },
            ..Content::default()
        };
        // What is being edited after the submission is not the panel's to read.
        let edited = Content { title: "Edited later".to_owned(), ..content.clone() };
        let proposal = self.app.proposal(&self.call).of(&candidate).unit("U.BB.MKS");
        let proposal = proposal.about(problem);
        proposal.eligible(&number).text(&content).edited(&edited).create()
    }

    /// Puts a file in its place and a row beside it, as if it had been handed in.
    pub fn keep(
        &self,
        (proposal, candidate): (&ProposalId, &UserId),
        kind: &str,
        bytes: &[u8],
    ) -> DocumentId {
        let now = self.app.now();
        let storage = Storage::open(&self.app.app.settings.data.folder, now).unwrap();
        // As a file that was taken before there was a second look: also one that cannot be drawn.
        let storage = storage.examined_by("/bin/true".as_ref()).unwrap();
        let received = take(&storage, bytes, &[MediaType::Pdf]).unwrap();
        let (sha256, size) = (received.sha256().to_owned(), received.size());
        received.keep(&storage).unwrap();
        let new = NewDocument {
            id: DocumentId::new().unwrap(),
            proposal: proposal.clone(),
            candidate: candidate.clone(),
            kind: kind.to_owned(),
            version: 1,
            size: i64::try_from(size).unwrap(),
            sha256,
        };
        let id = new.id.clone();
        self.write(move |db| {
            insert_document(db, &new, now)?;
            insert_pin(db, &new.proposal, &new.id, now)
        });
        id
    }

    pub fn three_pages(&self) -> Vec<u8> {
        self.app.three_pages()
    }

    pub fn write(&self, act: impl Fn(&mut Db) -> Result<(), Failure> + Send + 'static) {
        self.app.database().write(act).unwrap();
    }

    pub fn call_path(&self, rest: &str) -> String {
        format!("/api/v1/calls/{}/{rest}", self.call)
    }

    /// The secretariat tries to assign.
    pub async fn try_assign(&self, of: &Submission, to: &Person) -> Answer {
        let body = json!({"proposal": of.id, "reviewer": to.id});
        self.app.post(&self.secretariat, &self.call_path("assignments"), body).await
    }

    /// Assigns, and answers the path of the task.
    pub async fn assign(&self, of: &Submission, to: &Person) -> String {
        let made = self.try_assign(of, to).await;
        format!("/api/v1/assignments/{}", made.expect(201)["id"].as_str().unwrap())
    }

    /// Saves a sheet from the version before the first.
    pub async fn save(&self, who: &Person, task: &str, sheet: Value) -> Answer {
        self.app.put_from(who, &format!("{task}/sheet"), 0, sheet).await
    }

    /// Hands a sheet in, in this version.
    pub async fn submit(&self, who: &Person, task: &str, version: i64) -> Answer {
        let path = format!("{task}/sheet/submit");
        let request = self.app.request_as(who, reqwest::Method::POST, &path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\""))).await
    }

    /// Assigns, scores both criteria and hands in.
    pub async fn score(&self, of: &Submission, by: &Person, scores: (u32, u32)) -> String {
        let task = self.assign(of, by).await;
        self.save(by, &task, sheet(scores)).await.expect(200);
        self.submit(by, &task, 1).await.expect(200);
        task
    }

    /// Moves a person to another unit.
    pub fn move_to(&self, person: &Person, unit: &str) {
        self.app.place(person, unit, None);
    }
}

/// A complete sheet without reasons: give scores that need none.
pub fn sheet((k1, k2): (u32, u32)) -> Value {
    json!({
        "scores": {"K1": {"score": k1, "reason": ""}, "K2": {"score": k2, "reason": ""}},
        "feedback": "A clear case.", "note": "Between us.",
    })
}
