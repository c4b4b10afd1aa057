//! An open call, an approved problem and the people around one proposal, and a text that lacks
//! nothing.

use crate::support::{Answer, Person, TestApp};
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use tubel::access::Role;
use tubel::calls::{
    Aggregate, Anonymity, Bilingual, Calendar, Criterion, Definition, DocumentRequirement,
    EligibilityRule, Format, Level, Limits, PanelRules, RankingPolicy, Requirement, Rubric,
    Sensitivity, Severity, Thresholds, Uncertainty,
};
use tubel::canonical;
use tubel::clock::Timestamp;
use tubel::db::schema::{calls, documents, problems};
use tubel::ids::{CallId, DocumentId, ProblemId, ProposalId};

/// Candidate and head are of BBPOM Makassar, the problem belongs to another office.
pub(crate) const OWNER_UNIT: &str = "P.D4.03";

/// Everybody who verifies and decides comes from elsewhere.
pub(crate) const ELSEWHERE: &str = "U.BB.SMR";

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) call: CallId,
    pub(crate) problem: ProblemId,
    pub(crate) candidate: Person,
    pub(crate) head: Person,
    pub(crate) owner: Person,
}

fn both(text: &str) -> Bilingual {
    Bilingual { id: text.to_owned(), en: text.to_owned() }
}

fn calendar(now: Timestamp) -> Calendar {
    Calendar {
        opens_at: now.plus_days(-1),
        submissions_close_at: now.plus_days(30),
        screening_ends_at: now.plus_days(40),
        review_ends_at: now.plus_days(60),
        announcement_at: now.plus_days(70),
        objections_end_at: now.plus_days(80),
    }
}

fn level(code: &str, normative_months: u32, requires: &str) -> Level {
    let (code, requires) = (code.to_owned(), requires.to_owned());
    Level { name: both(&code), code, normative_months, requires, seats: None }
}

fn document(kind: &str, required: bool) -> DocumentRequirement {
    DocumentRequirement {
        kind: kind.to_owned(),
        name: both(kind),
        required,
        max_bytes: 5 << 20,
        formats: vec![Format::Pdf],
        sensitivity: Sensitivity::Internal,
    }
}

fn rule(requirement: Requirement, severity: Severity, law: &str) -> EligibilityRule {
    EligibilityRule { requirement, severity, legal_reference: law.to_owned() }
}

fn definition(now: Timestamp) -> Definition {
    let remaining = Requirement::RemainingService { factor_released: 3, factor_not_released: 2 };
    let least = [("S2".to_owned(), 300)].into();
    let average = Requirement::GradePointAverage { at_least_hundredths: least };
    let criterion =
        Criterion { code: "K1".into(), name: both("K1"), weight: 100, anchors: [].into() };
    Definition {
        title: both("Seleksi 2026"),
        calendar: calendar(now),
        seats: 8,
        levels: vec![level("S2", 24, "S1"), level("S3", 36, "S2")],
        limits: Limits::default(),
        rubric: Rubric {
            code: "default".into(),
            name: both("default"),
            scores: vec![1, 2, 3, 4, 5],
            criteria: vec![criterion],
            thresholds: Thresholds::default(),
            reason_required_for: vec![],
            reason_min_length: 0,
        },
        eligibility: vec![
            rule(Requirement::CivilServant, Severity::Block, "UU 20/2023"),
            rule(remaining, Severity::Block, "SE MenPANRB 28/2021"),
            rule(average, Severity::Warn, "Pedoman 2026"),
        ],
        documents: vec![document("proposal", true), document("loa", false)],
        panel: PanelRules {
            sheets_per_proposal: 3,
            default_max_load: 10,
            divergent_total: 100,
            divergent_criterion: 2,
        },
        ranking: RankingPolicy { aggregate: Aggregate::Mean, tie_breaks: vec![], reserve: 3 },
        uncertainty: Uncertainty::default(),
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
    }
}

/// A frozen call that opened yesterday.
pub(crate) fn insert_call(app: &TestApp, code: &str, by: &Person) -> CallId {
    let (id, now) = (CallId::new().unwrap(), app.now());
    let (definition, calendar) = (definition(now), calendar(now));
    let (call, code, by) = (id.clone(), code.to_owned(), by.id.clone());
    app.database()
        .write(move |db| {
            diesel::insert_into(calls::table)
                .values((
                    (
                        calls::id.eq(&call),
                        calls::code.eq(&code),
                        calls::state.eq("frozen"),
                        calls::definition.eq(serde_json::to_string(&definition)?),
                        calls::rules_hash.eq(canonical::hash_of(&definition)?),
                        calls::tie_seed.eq("0".repeat(64)),
                        calls::tie_seed_hash.eq(canonical::sha256_hex("seed")),
                        calls::next_number.eq(1),
                        calls::created_by.eq(&by),
                        calls::created_at.eq(now),
                        calls::frozen_by.eq(&by),
                        calls::frozen_at.eq(now),
                        calls::version.eq(1_i64),
                    ),
                    (
                        calls::opens_at.eq(calendar.opens_at),
                        calls::submissions_close_at.eq(calendar.submissions_close_at),
                        calls::screening_ends_at.eq(calendar.screening_ends_at),
                        calls::review_ends_at.eq(calendar.review_ends_at),
                        calls::announcement_at.eq(calendar.announcement_at),
                        calls::objections_end_at.eq(calendar.objections_end_at),
                    ),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    id
}

/// A problem of the registry in this state.
pub(crate) fn insert_problem(app: &TestApp, code: &str, unit: &str, state: &str) -> ProblemId {
    let (id, now) = (ProblemId::new().unwrap(), app.now());
    let (problem, code) = (id.clone(), code.to_owned());
    let (unit, state) = (unit.to_owned(), state.to_owned());
    app.database()
        .write(move |db| {
            diesel::insert_into(problems::table)
                .values((
                    problems::id.eq(&problem),
                    problems::code.eq(&code),
                    problems::owner_unit.eq(&unit),
                    problems::title.eq("Tautan obat ilegal muncul lagi"),
                    problems::description.eq(""),
                    problems::indicator.eq("tautan muncul kembali < 30 hari"),
                    problems::unit_of_measure.eq("%"),
                    problems::direction.eq("lower"),
                    problems::baseline_value.eq("38"),
                    problems::baseline_period.eq("2023"),
                    problems::baseline_source.eq("Dit. Siber"),
                    problems::baseline_measured_by.eq("Dit. Siber"),
                    problems::target_value.eq("15"),
                    problems::evidence.eq(""),
                    problems::illustrative.eq(true),
                    problems::state.eq(&state),
                    problems::created_at.eq(now),
                    problems::updated_at.eq(now),
                    problems::version.eq(1_i64),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    id
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
    pub(crate) fn start() -> Self {
        let app = TestApp::start();
        let candidate = app.person("rina").role(Role::Candidate).create();
        let head = app.person("head").role(Role::UnitHead).create();
        let owner = app.person("owner").role(Role::UnitHead).unit(OWNER_UNIT).create();
        let call = insert_call(&app, "TB-2026", &head);
        let problem = insert_problem(&app, "M-001", OWNER_UNIT, "approved");
        Self { app, call, problem, candidate, head, owner }
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

    /// Puts an uploaded document into the database; the bytes do not matter here.
    pub(crate) fn upload(&self, path: &str, kind: &str, version: i32) {
        let proposal: ProposalId = path.rsplit('/').next().unwrap().parse().unwrap();
        let (kind, by, now) = (kind.to_owned(), self.candidate.id.clone(), self.app.now());
        self.app
            .database()
            .write(move |db| {
                diesel::insert_into(documents::table)
                    .values((
                        documents::id.eq(DocumentId::new()?),
                        documents::proposal_id.eq(&proposal),
                        documents::kind.eq(&kind),
                        documents::version.eq(version),
                        documents::file_name.eq("usulan.pdf"),
                        documents::media_type.eq("application/pdf"),
                        documents::size.eq(1000_i64),
                        documents::sha256.eq(canonical::sha256_hex(format!("{kind}{version}"))),
                        documents::uploaded_by.eq(&by),
                        documents::uploaded_at.eq(now),
                    ))
                    .execute(db)?;
                Ok(())
            })
            .unwrap();
    }

    /// A draft that only waits to be submitted, as its address.
    pub(crate) async fn ready(&self) -> String {
        let path = self.draft().await;
        self.save(&path, 1, &content()).await.expect(200);
        self.upload(&path, "proposal", 1);
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
