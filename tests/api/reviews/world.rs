//! A call in its review, with a panel and proposals that passed verification; put straight into the
//! tables, since writing and verifying proposals are other rooms' stories.

use crate::support::{Answer, Person, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::sync::Mutex;
use tubel::features::calls::{
    Aggregate, Anonymity, Bilingual, Calendar, Criterion, Definition, FloorPolicy, Level, Limits,
    PanelRules, RankingPolicy, Rubric, Thresholds, Uncertainty,
};
use tubel::features::proposals::{
    CandidateFacts, Content, PlanItem, Sanction, SanctionLevel, Sections,
};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{CallId, DocumentId, ProblemId, ProposalId, UserId};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{
    calls, documents, panel_members, problems, proposal_versions, proposals, submitted_files,
};
use tubel::platform::files::{MediaType, Storage, take};

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) secretariat: Person,
    pub(crate) call: CallId,
    problem: ProblemId,
    count: Mutex<u32>,
}

pub(crate) struct Submission {
    pub(crate) id: ProposalId,
    pub(crate) number: String,
    pub(crate) candidate: Person,
}

fn words(text: &str) -> Bilingual {
    Bilingual { id: text.to_owned(), en: text.to_owned() }
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

fn definition(now: Timestamp) -> Definition {
    let level = Level {
        code: "S2".to_owned(),
        name: words("Magister"),
        normative_months: 24,
        requires: "S1".to_owned(),
        seats: None,
    };
    Definition {
        title: words("Tugas belajar 2026"),
        calendar: Calendar {
            opens_at: now.plus_days(-30),
            submissions_close_at: now.plus_days(-20),
            screening_ends_at: now.plus_days(-10),
            review_ends_at: now.plus_days(10),
            announcement_at: now.plus_days(20),
            objections_end_at: now.plus_days(30),
        },
        seats: 8,
        levels: vec![level],
        limits: Limits {
            per_unit: None,
            per_problem: None,
            floors: vec![],
            floor_policy: FloorPolicy::AsFarAsPossible,
            budget: None,
        },
        rubric: rubric(),
        eligibility: vec![],
        documents: vec![],
        panel: PanelRules {
            sheets_per_proposal: 2,
            default_max_load: 10,
            divergent_total: 100,
            divergent_criterion: 3,
            composition: tubel::features::calls::Composition::default(),
        },
        ranking: RankingPolicy { aggregate: Aggregate::Mean, tie_breaks: vec![], reserve: 2 },
        // Few draws: a test looks at what is told, not at the last digit.
        uncertainty: Uncertainty { draws: Some(1_000), ..Uncertainty::default() },
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// A world whose call differs from the usual one.
    pub(crate) fn with(change: impl FnOnce(&mut Definition)) -> Self {
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
                insert_call(db, (&new_call, &definition), &by, now)?;
                insert_problem(db, &new_problem, now)
            })
            .unwrap();
        Self { app, secretariat, call, problem, count: Mutex::new(0) }
    }

    /// Somebody with this duty, of a unit that no candidate is of.
    pub(crate) fn official(&self, name: &str, role: Role) -> Person {
        self.app.person(name).role(role).unit("P.IU").create()
    }

    /// A member of the panel from headquarters, with room for ten proposals.
    pub(crate) fn reviewer(&self, name: &str) -> Person {
        let person = self.app.person(name).role(Role::Reviewer).unit("P.D1.01").create();
        self.seat(&person, 10);
        person
    }

    /// Puts a person on the panel.
    pub(crate) fn seat(&self, person: &Person, max_load: i32) {
        let (call, user) = (self.call.clone(), person.id.clone());
        let (by, now) = (self.secretariat.id.clone(), self.app.now());
        self.write(move |db| {
            diesel::insert_into(panel_members::table)
                .values((
                    panel_members::call_id.eq(&call),
                    panel_members::user_id.eq(&user),
                    panel_members::max_load.eq(max_load),
                    panel_members::added_by.eq(&by),
                    panel_members::added_at.eq(now),
                ))
                .execute(db)?;
            Ok(())
        });
    }

    /// A proposal of a new candidate of BBPOM Makassar that passed verification.
    pub(crate) fn proposal(&self, candidate: &str) -> Submission {
        let person = self.app.person(candidate).role(Role::Candidate).create();
        self.proposal_of(person, candidate)
    }

    /// The same for a person who is there already. The text names the candidate and the unit.
    pub(crate) fn proposal_of(&self, candidate: Person, name: &str) -> Submission {
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
        let id = ProposalId::new().unwrap();
        let row = (id.clone(), self.call.clone(), candidate.id.clone(), self.problem.clone());
        let (new_number, now) = (number.clone(), self.app.now());
        self.write(move |db| insert_proposal(db, &row, (&new_number, &content), now));
        Submission { id, number, candidate }
    }

    /// Puts a file in its place and a row beside it, as if it had been handed in.
    pub(crate) fn keep(
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
        let id = DocumentId::new().unwrap();
        let row = (id.clone(), proposal.clone(), candidate.clone(), kind.to_owned());
        self.write(move |db| {
            let (id, proposal, candidate, kind) = &row;
            diesel::insert_into(documents::table)
                .values((
                    documents::id.eq(id),
                    documents::proposal_id.eq(proposal),
                    documents::kind.eq(kind),
                    documents::version.eq(1),
                    documents::file_name.eq(format!("{kind}.pdf")),
                    documents::media_type.eq("application/pdf"),
                    documents::size.eq(i64::try_from(size).unwrap()),
                    documents::sha256.eq(&sha256),
                    documents::uploaded_by.eq(candidate),
                    documents::uploaded_at.eq(now),
                ))
                .execute(db)?;
            diesel::insert_into(submitted_files::table)
                .values((
                    submitted_files::proposal_id.eq(proposal),
                    submitted_files::submission.eq(1),
                    submitted_files::document_id.eq(id),
                    submitted_files::pinned_at.eq(now),
                ))
                .execute(db)?;
            Ok(())
        });
        id
    }

    pub(crate) fn three_pages(&self) -> Vec<u8> {
        self.app.three_pages()
    }

    pub(crate) fn write(&self, act: impl Fn(&mut Db) -> Result<(), Failure> + Send + 'static) {
        self.app.database().write(act).unwrap();
    }

    pub(crate) fn call_path(&self, rest: &str) -> String {
        format!("/api/v1/calls/{}/{rest}", self.call)
    }

    /// The secretariat tries to assign.
    pub(crate) async fn try_assign(&self, of: &Submission, to: &Person) -> Answer {
        let body = json!({"proposal": of.id, "reviewer": to.id});
        self.app.post(&self.secretariat, &self.call_path("assignments"), body).await
    }

    /// Assigns, and answers the path of the task.
    pub(crate) async fn assign(&self, of: &Submission, to: &Person) -> String {
        let made = self.try_assign(of, to).await;
        format!("/api/v1/assignments/{}", made.expect(201)["id"].as_str().unwrap())
    }

    /// Saves a sheet from the version before the first.
    pub(crate) async fn save(&self, who: &Person, task: &str, sheet: Value) -> Answer {
        self.app.put_from(who, &format!("{task}/sheet"), 0, sheet).await
    }

    /// Hands a sheet in, in this version.
    pub(crate) async fn submit(&self, who: &Person, task: &str, version: i64) -> Answer {
        let path = format!("{task}/sheet/submit");
        let request = self.app.request_as(who, reqwest::Method::POST, &path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\""))).await
    }

    /// Assigns, scores both criteria and hands in.
    pub(crate) async fn score(&self, of: &Submission, by: &Person, scores: (u32, u32)) -> String {
        let task = self.assign(of, by).await;
        self.save(by, &task, sheet(scores)).await.expect(200);
        self.submit(by, &task, 1).await.expect(200);
        task
    }

    /// Moves a person to another unit.
    pub(crate) fn move_to(&self, person: &Person, unit: &str) {
        self.app.place(person, unit, None);
    }
}

/// A complete sheet without reasons: give scores that need none.
pub(crate) fn sheet((k1, k2): (u32, u32)) -> Value {
    json!({
        "scores": {"K1": {"score": k1, "reason": ""}, "K2": {"score": k2, "reason": ""}},
        "feedback": "A clear case.", "note": "Between us.",
    })
}

fn insert_call(
    db: &mut Db,
    (id, definition): (&CallId, &Definition),
    by: &tubel::kernel::ids::UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let calendar = &definition.calendar;
    diesel::insert_into(calls::table)
        .values((
            calls::id.eq(id),
            calls::code.eq("TB-2026"),
            calls::state.eq("frozen"),
            calls::definition.eq(serde_json::to_string(definition)?),
            calls::rules_hash.eq(tubel::kernel::canonical::hash_of(definition)?),
            calls::opens_at.eq(calendar.opens_at),
            calls::submissions_close_at.eq(calendar.submissions_close_at),
            calls::screening_ends_at.eq(calendar.screening_ends_at),
            calls::review_ends_at.eq(calendar.review_ends_at),
            calls::announcement_at.eq(calendar.announcement_at),
            calls::objections_end_at.eq(calendar.objections_end_at),
            // The seed of this call is the empty text; a replay holds it against its hash.
            calls::tie_seed_hash.eq(tubel::kernel::canonical::sha256_hex("")),
            calls::next_number.eq(1),
            calls::created_by.eq(by),
            calls::created_at.eq(now),
            calls::frozen_at.eq(now),
            calls::version.eq(1_i64),
        ))
        .execute(db)?;
    Ok(())
}

fn insert_problem(db: &mut Db, id: &ProblemId, now: Timestamp) -> Result<(), Failure> {
    diesel::insert_into(problems::table)
        .values((
            problems::id.eq(id),
            problems::code.eq("M-007"),
            problems::owner_unit.eq("P.D3.04"),
            problems::title.eq("Boraks"),
            problems::description.eq("Boraks in food"),
            problems::indicator.eq("Share of samples"),
            problems::unit_of_measure.eq("%"),
            problems::direction.eq("lower"),
            problems::baseline_value.eq("3"),
            problems::baseline_period.eq("2025"),
            problems::baseline_source.eq("Laporan"),
            problems::baseline_measured_by.eq("Balai"),
            problems::target_value.eq("1"),
            problems::evidence.eq(""),
            problems::illustrative.eq(true),
            problems::state.eq("approved"),
            problems::created_at.eq(now),
            problems::updated_at.eq(now),
            problems::version.eq(1_i64),
        ))
        .execute(db)?;
    Ok(())
}

type NewProposal = (ProposalId, CallId, tubel::kernel::ids::UserId, ProblemId);

fn insert_proposal(
    db: &mut Db,
    (id, call, candidate, problem): &NewProposal,
    (number, content): (&str, &Content),
    now: Timestamp,
) -> Result<(), Failure> {
    // What is being edited after the submission is not the panel's to read.
    let edited = Content { title: "Edited later".to_owned(), ..content.clone() };
    diesel::insert_into(proposals::table)
        .values((
            proposals::id.eq(id),
            proposals::call_id.eq(call),
            proposals::candidate.eq(candidate),
            proposals::unit.eq("U.BB.MKS"),
            proposals::problem_id.eq(problem),
            proposals::level.eq("S2"),
            proposals::number.eq(number),
            proposals::state.eq("eligible"),
            proposals::content.eq(serde_json::to_string(&edited)?),
            proposals::version.eq(2_i64),
            proposals::submitted_version.eq(1),
            proposals::created_at.eq(now),
            proposals::updated_at.eq(now),
            proposals::submitted_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(proposal_versions::table)
        .values((
            proposal_versions::proposal_id.eq(id),
            proposal_versions::number.eq(1),
            proposal_versions::content.eq(serde_json::to_string(content)?),
            proposal_versions::content_hash.eq("0".repeat(64)),
            proposal_versions::eligibility.eq("[]"),
            proposal_versions::receipt.eq("{}"),
            proposal_versions::submitted_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
