//! A call in its plenary with a few ranked proposals. Candidates, proposals and locked sheets are put
//! straight into the tables: writing and scoring them are other rooms' stories.

use crate::support::{Answer, PASSWORD, Person, TestApp, definition};
use diesel::prelude::*;
use serde_json::{Value, json};
use tubel::features::problems;
use tubel::features::reviews::{Score, Sheet};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{AssignmentId, CallId, ProblemId, ProposalId, UserId, random_text};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{assignments, proposals, reviews, units};

/// An instant of the call's plenary, and one after the announcement date.
pub(crate) const PLENARY: &str = "2027-01-26T02:00:00Z";
pub(crate) const ANNOUNCEMENT: &str = "2027-02-05T10:00:00Z";

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) secretariat: Person,
    pub(crate) chair: Person,
    pub(crate) decider: Person,
    pub(crate) auditor: Person,
    pub(crate) call: String,
    pub(crate) reviewers: Vec<Person>,
    problem: ProblemId,
}

/// A proposal of the world.
pub(crate) struct Entry {
    pub(crate) id: ProposalId,
    pub(crate) number: String,
    pub(crate) candidate: Person,
}

impl World {
    /// Two seats, three on the reserve list, no caps.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let app = TestApp::start();
        let official =
            |name: &str, role, unit: &str| app.person(name).role(role).unit(unit).create();
        let secretariat = official("secretariat", Role::Secretariat, "P.SU.03");
        let chair = official("chair", Role::Chair, "P.PPSDM");
        let decider = official("decider", Role::Decider, "P.SU");
        let auditor = official("auditor", Role::Auditor, "P.IU.01");
        let reviewers =
            (1..=3).map(|n| official(&format!("reviewer{n}"), Role::Reviewer, "P.D1.01")).collect();
        let now = app.now();
        app.database().write(move |db| problems::seed_problems(db, now)).unwrap();
        let problem = app.database().read(first_problem).unwrap();
        let mut definition = definition();
        definition["seats"] = json!(2);
        definition["limits"] = json!({"floors": [], "floor_policy": "strict"});
        definition["ranking"]["reserve"] = json!(3);
        change(&mut definition);
        let call = app.frozen_call_of(&secretariat, "TB-2026", definition).await;
        Self { app, secretariat, chair, decider, auditor, call, reviewers, problem }
    }

    /// A proposal that passed verification, with one sheet per score: all criteria get that score.
    pub(crate) fn proposal(&self, unit: &str, scores: &[u32]) -> Entry {
        let number = format!("TB-2026-{}", &random_text().unwrap()[..6]);
        let candidate =
            self.app.person(&format!("Calon {number}")).role(Role::Candidate).unit(unit).create();
        let id = ProposalId::new().unwrap();
        let call: CallId = self.call.parse().unwrap();
        let (row, code) = ((id.clone(), call, candidate.id.clone()), number.clone());
        let (problem, unit, now) = (self.problem.clone(), unit.to_owned(), self.app.now());
        let tasks: Vec<_> = self
            .reviewers
            .iter()
            .zip(scores.to_vec())
            .map(|(reviewer, score)| (reviewer.id.clone(), score))
            .collect();
        self.app
            .database()
            .write(move |db| {
                insert_proposal(db, &row, (&unit, &problem, &code), now)?;
                tasks.iter().try_for_each(|task| insert_sheet(db, &row, task, now))
            })
            .unwrap();
        Entry { id, number, candidate }
    }

    /// Computes a run as the chair; its id.
    pub(crate) async fn run(&self) -> String {
        let path = format!("/api/v1/calls/{}/selections", self.call);
        self.app.post(&self.chair, &path, json!({})).await.expect(201)["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) fn proposition(&self, run: &str, deviations: Value) -> Value {
        let attendance = json!([self.chair.id, self.secretariat.id]);
        json!({
            "run": run, "deviations": deviations,
            "minutes": {
                "meeting": "Jakarta, 26 January 2027", "attendance": attendance,
                "divergence_reason": "The plenary read the sheets that are far apart itself.",
            },
        })
    }

    pub(crate) async fn preview(&self, proposition: &Value) -> Answer {
        let path = format!("/api/v1/calls/{}/decisions/preview", self.call);
        self.app.post(&self.chair, &path, proposition.clone()).await
    }

    /// Proposes what a preview of the run showed.
    pub(crate) async fn propose(&self, run: &str) -> Value {
        let proposition = self.proposition(run, json!([]));
        let hash = self.preview(&proposition).await.expect(200)["outcomes_hash"].clone();
        let body = json!({"proposition": proposition, "outcomes_hash": hash});
        let path = format!("/api/v1/calls/{}/decisions", self.call);
        self.app.post(&self.chair, &path, body).await.expect(201).clone()
    }

    pub(crate) async fn approve(&self, who: &Person, decision: &Value) -> Answer {
        let path = format!("/api/v1/decisions/{}/approve", decision["id"].as_str().unwrap());
        let body = json!({
            "outcomes_hash": decision["outcomes_hash"], "decree_number": "SK-7/2027",
            "password": PASSWORD,
        });
        self.app.post(who, &path, body).await
    }

    pub(crate) async fn announce(&self) -> Answer {
        let path = format!("/api/v1/calls/{}/announcement", self.call);
        self.app.post(&self.secretariat, &path, json!({})).await
    }
}

fn first_problem(
    db: &mut tubel::platform::db::Db,
) -> Result<ProblemId, tubel::kernel::errors::Failure> {
    let paging = tubel::kernel::paging::Paging { limit: 1, after: None };
    let filter = problems::ProblemFilter::default();
    let page = problems::actions::list_problems(db, None, &filter, &paging)?;
    Ok(page.items.into_iter().next().unwrap().id)
}

fn sheet(score: u32) -> Sheet {
    let given =
        || Score { score: Some(score), reason: "Data unit lengkap dan terurai.".to_owned() };
    Sheet {
        scores: (1..=7).map(|number| (format!("K{number}"), given())).collect(),
        feedback: format!("Umpan balik dari skor {score}."),
        note: "RAHASIA-PANITIA".to_owned(),
    }
}

/// One of a few titles as people write them.
fn title_of(number: &str) -> &'static str {
    const TITLES: [&str; 5] = [
        "Memutus kemunculan ulang tautan obat ilegal dengan model graf",
        "Deteksi dini resistensi antimikroba di apotek kabupaten perbatasan",
        "Rantai dingin vaksin: pengawasan suhu dengan sensor murah",
        "Boraks pada jajanan sekolah: uji cepat yang dapat dipakai kader",
        "Kosmetik bermerkuri di lokapasar, dari temuan sampai penindakan",
    ];
    let sum: usize = number.bytes().map(usize::from).sum();
    TITLES[sum % TITLES.len()]
}

/// Proposal, call, candidate.
type Ids = (ProposalId, CallId, UserId);

fn insert_proposal(
    db: &mut Db,
    (id, call, candidate): &Ids,
    (unit, problem, code): (&String, &ProblemId, &String),
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(proposals::table)
        .values((
            proposals::id.eq(id),
            proposals::call_id.eq(call),
            proposals::candidate.eq(candidate),
            proposals::unit.eq(unit),
            proposals::problem_id.eq(problem),
            proposals::level.eq("S2"),
            proposals::number.eq(code),
            proposals::state.eq("eligible"),
            proposals::content.eq(json!({"title": title_of(code)}).to_string()),
            proposals::version.eq(1_i64),
            proposals::submitted_version.eq(1),
            proposals::submitted_problem.eq(problem),
            proposals::submitted_level.eq("S2"),
            proposals::created_at.eq(now),
            proposals::updated_at.eq(now),
            proposals::submitted_at.eq(now),
        ))
        .execute(db)?;
    crate::support::case::insert_version(db, id, now)
}

fn insert_sheet(
    db: &mut Db,
    (id, call, _): &Ids,
    (reviewer, score): &(UserId, u32),
    now: Timestamp,
) -> Result<(), Failure> {
    let task = AssignmentId::new()?;
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(&task),
            assignments::call_id.eq(call),
            assignments::proposal_id.eq(id),
            assignments::reviewer.eq(reviewer),
            assignments::state.eq("submitted"),
            assignments::origin.eq("manual"),
            assignments::assigned_by.eq(reviewer),
            assignments::assigned_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(reviews::table)
        .values((
            reviews::assignment_id.eq(&task),
            reviews::sheet.eq(serde_json::to_string(&sheet(*score))?),
            reviews::salt.eq(random_text()?),
            reviews::total.eq(i32::try_from(100 * score).unwrap()),
            reviews::version.eq(1_i64),
            reviews::updated_at.eq(now),
            reviews::submitted_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

impl World {
    /// Two units of the remote regions.
    pub(crate) fn remote_units(&self) -> Vec<String> {
        let read = |db: &mut Db| {
            let remote = units::table.filter(units::remote.eq(true)).order(units::code);
            Ok(remote.select(units::code).limit(2).load::<String>(db)?)
        };
        self.app.database().read(read).unwrap()
    }
}
