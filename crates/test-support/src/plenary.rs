//! A call in its plenary with a few ranked proposals. Candidates, proposals and locked sheets are put
//! straight into the tables, since writing and scoring them are tested elsewhere.

use crate::{Answer, PASSWORD, Person, Submission, TestApp, definition};
use diesel::prelude::*;
use serde_json::{Value, json};
use tubel::features::reviews::{Score, Sheet};
use tubel::kernel::access::Role;
use tubel::kernel::ids::{CallId, ProblemId, random_text};
use tubel::platform::db::Db;
use tubel::platform::db::schema::units;

/// An instant of the call's plenary, and one after the announcement date.
pub const PLENARY: &str = "2027-01-26T02:00:00Z";
pub const ANNOUNCEMENT: &str = "2027-02-05T10:00:00Z";

pub struct World {
    pub app: TestApp,
    pub secretariat: Person,
    pub chair: Person,
    pub decider: Person,
    pub auditor: Person,
    pub call: String,
    pub reviewers: Vec<Person>,
    problem: ProblemId,
}

impl World {
    /// Two seats, three on the reserve list, no caps.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let app = TestApp::start();
        let official =
            |name: &str, role, unit: &str| app.person(name).role(role).unit(unit).create();
        let secretariat = official("secretariat", Role::Secretariat, "P.SU.03");
        let chair = official("chair", Role::Chair, "P.PPSDM");
        let decider = official("decider", Role::Decider, "P.SU");
        let auditor = official("auditor", Role::Auditor, "P.IU.01");
        let reviewers =
            (1..=3).map(|n| official(&format!("reviewer{n}"), Role::Reviewer, "P.D1.01")).collect();
        let problem = app.registered_problem();
        let mut definition = definition();
        definition["seats"] = json!(2);
        definition["limits"] = json!({"floors": [], "floor_policy": "strict"});
        definition["ranking"]["reserve"] = json!(3);
        change(&mut definition);
        let call = app.frozen_call_of(&secretariat, "TB-2026", definition).await;
        Self { app, secretariat, chair, decider, auditor, call, reviewers, problem }
    }

    /// A proposal that passed verification, with one sheet per score: all criteria get that score.
    pub fn proposal(&self, unit: &str, scores: &[u32]) -> Submission {
        let number = format!("TB-2026-{}", &random_text().unwrap()[..6]);
        let candidate =
            self.app.person(&format!("Calon {number}")).role(Role::Candidate).unit(unit).create();
        let call: CallId = self.call.parse().unwrap();
        let step = |month: u32, activity: &str| json!({"month": month, "activity": activity, "responsible": "Seksi Pengujian"});
        let plan = [step(1, "Menyusun SOP"), step(3, "Uji lapangan di dua balai")];
        let text = json!({"title": title_of(&number), "plan": plan});
        let proposal = self.app.proposal(&call).of(&candidate).about(&self.problem);
        let mut proposal = proposal.eligible(&number).text(&text);
        for (reviewer, score) in self.reviewers.iter().zip(scores) {
            proposal = proposal.scored(reviewer, sheet(*score), 100 * score);
        }
        proposal.create()
    }

    /// Two units of the remote regions.
    pub fn remote_units(&self) -> Vec<String> {
        let read = |db: &mut Db| {
            let remote = units::table.filter(units::remote.eq(true)).order(units::code);
            Ok(remote.select(units::code).limit(2).load::<String>(db)?)
        };
        self.app.database().read(read).unwrap()
    }

    /// Computes a run as the chair; its id. Proposals that lack sheets are left out by name.
    pub async fn run(&self) -> String {
        let path = format!("/api/v1/calls/{}/selections", self.call);
        let body = self.left_out().await;
        self.app.post(&self.chair, &path, body).await.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// What a run is asked for with: the numbers of those that lack sheets, and why they are left out.
    pub async fn left_out(&self) -> Value {
        let path = format!("/api/v1/calls/{}/lacking-sheets", self.call);
        let lacking = self.app.get(&self.chair, &path).await.expect(200).clone();
        let numbers: Vec<Value> = lacking
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one.get("number").cloned())
            .collect();
        let reason = if numbers.is_empty() {
            ""
        } else {
            "The reviewer fell ill and nobody could stand in."
        };
        json!({"without": numbers, "reason": reason})
    }

    pub fn proposition(&self, run: &str, deviations: Value) -> Value {
        let attendance = json!([self.chair.id, self.secretariat.id]);
        json!({
            "run": run, "deviations": deviations,
            "minutes": {
                "meeting": "Jakarta, 26 January 2027", "attendance": attendance,
                "divergence_reason": "The plenary read the sheets that are far apart itself.",
            },
        })
    }

    pub async fn preview(&self, proposition: &Value) -> Answer {
        let path = format!("/api/v1/calls/{}/decisions/preview", self.call);
        self.app.post(&self.chair, &path, proposition.clone()).await
    }

    /// Proposes what a preview of the run showed.
    pub async fn propose(&self, run: &str) -> Value {
        let proposition = self.proposition(run, json!([]));
        let hash = self.preview(&proposition).await.expect(200)["outcomes_hash"].clone();
        let body = json!({"proposition": proposition, "outcomes_hash": hash});
        let path = format!("/api/v1/calls/{}/decisions", self.call);
        self.app.post(&self.chair, &path, body).await.expect(201).clone()
    }

    pub async fn approve(&self, who: &Person, decision: &Value) -> Answer {
        let path = format!("/api/v1/decisions/{}/approve", decision["id"].as_str().unwrap());
        let body = json!({
            "outcomes_hash": decision["outcomes_hash"], "decree_number": "SK-7/2027",
            "password": PASSWORD,
        });
        self.app.post(who, &path, body).await
    }

    pub async fn announce(&self) -> Answer {
        let path = format!("/api/v1/calls/{}/announcement", self.call);
        self.app.post(&self.secretariat, &path, json!({})).await
    }
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
