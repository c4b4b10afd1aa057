//! What came of the awards over HTTP: the board that everybody reads, and what it teaches of the rubric.

mod board;
mod learning;
mod report;
mod tried;

use crate::decisions::objections::AFTERWARDS;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{Person, Submission};
use tubel::features::reviews::{Score, Sheet};
use tubel::kernel::access::Role;
use tubel::kernel::ids::{CallId, random_text};

/// A problem of the shipped registry with figures that can be compared, and what each of three reviewers gave the
/// proposal on it.
pub(crate) const FIELD: [(&str, [u32; 3]); 4] =
    [("M-001", [5, 5, 5]), ("M-003", [5, 5, 4]), ("M-002", [5, 4, 4]), ("M-004", [4, 4, 4])];

/// A call with a seat for each proposal of the field, each on a problem of its own.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) entries: Vec<Submission>,
    /// The registry by code.
    problems: BTreeMap<String, Value>,
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

/// What is handed in for the problem with this code.
fn text_of(code: &str, cost: Option<u64>) -> Value {
    let mut text = json!({
        "title": format!("Jalan keluar untuk {code}"),
        "summary": format!("Calon {code} memetakan masalahnya dengan graf."),
        "sections": {"problem": "ISI-BAGIAN-RAHASIA"},
        "plan": [{
            "month": 3, "activity": "Uji coba di balai", "responsible": "Budi Hartono",
            "resources": "Data patroli",
        }],
        "programme": {"university": "Université Gadjah Mada", "name": "Ilmu Komputer", "country": "Indonesia"},
    });
    if let Some(cost) = cost {
        text["study"] = json!({"requested_cost": cost});
    }
    text
}

impl Scene {
    /// In the plenary.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let world = World::with(|definition| {
            definition["seats"] = json!(FIELD.len());
            change(definition);
        })
        .await;
        let listed = world.app.send("GET", "/api/v1/problems?limit=100", "en").await;
        let problems: BTreeMap<String, Value> = listed.expect(200)["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["code"].as_str().unwrap().to_owned(), one.clone()))
            .collect();
        let call: CallId = world.call.parse().unwrap();
        let entry = |(at, (code, scores)): (u64, &(&str, [u32; 3]))| {
            let problem = problems[*code]["id"].as_str().unwrap().parse().unwrap();
            let candidate = world
                .app
                .person(&format!("Calon {code}"))
                .role(Role::Candidate)
                .unit("U.BB.MDN")
                .create();
            let mut proposal = world.app.proposal(&call).of(&candidate).about(&problem);
            proposal = proposal
                .eligible(&format!("TB-2026-{code}"))
                .text(&text_of(code, Some(100_000_000 + at * 1_000_000)));
            for (reviewer, score) in world.reviewers.iter().zip(scores) {
                proposal = proposal.scored(reviewer, sheet(*score), 100 * score);
            }
            proposal.create()
        };
        let entries = (0..).zip(&FIELD).map(entry).collect();
        world.app.at(PLENARY);
        Self { world, entries, problems }
    }

    pub(crate) async fn announce(&self) {
        let run = self.world.run().await;
        let decision = self.world.propose(&run).await;
        self.world.approve(&self.world.decider, &decision).await.expect(200);
        self.world.app.at(ANNOUNCEMENT);
        self.world.announce().await.expect(201);
    }

    /// Every seat is offered and, but for the last `without`, accepted, on 11 February 2027.
    pub(crate) async fn accept(&self, without: usize) {
        self.announce().await;
        let app = &self.world.app;
        app.at(AFTERWARDS);
        let path = format!("/api/v1/calls/{}/awards", self.world.call);
        app.post(&self.world.secretariat, &path, json!({})).await.expect(200);
        for entry in &self.entries[..self.entries.len() - without] {
            let path = format!("/api/v1/proposals/{}/award", entry.id);
            let award = app.get(&entry.candidate, &path).await.expect(200)["id"].clone();
            let path = format!("/api/v1/awards/{}/accept", award.as_str().unwrap());
            app.post(&entry.candidate, &path, json!({})).await.expect(200);
        }
    }

    pub(crate) fn problem(&self, code: &str) -> &str {
        self.problems[code]["id"].as_str().unwrap()
    }

    fn unit(&self, code: &str) -> &str {
        self.problems[code]["owner_unit"].as_str().unwrap()
    }

    /// The head of the owner unit measures; with a gap it does not count.
    pub(crate) async fn measure(
        &self,
        code: &str,
        (from, to): (&str, &str),
        value: &str,
        gaps: Option<&str>,
    ) {
        let app = &self.world.app;
        let head = self.head(code);
        let body = json!({
            "period_from": from, "period_to": to, "value": value,
            "unit_of_measure": self.problems[code]["unit_of_measure"],
            "denominator": "1.000 kasus", "source": "Laporan kinerja unit", "measured_by": "Unit pemilik",
            "difference": null, "gaps": gaps, "evidence": "Laporan kinerja unit, berkas 2027.",
        });
        let path = format!("/api/v1/problems/{}/measurements", self.problem(code));
        app.post(&head, &path, body).await.expect(201);
    }

    fn head(&self, code: &str) -> Person {
        let name = format!("kepala {code} {}", random_text().unwrap());
        self.world.app.person(&name).role(Role::UnitHead).unit(self.unit(code)).create()
    }

    pub(crate) async fn board(&self, rest: &str) -> Value {
        let path = format!("/api/v1/impact{rest}");
        self.world.app.send("GET", &path, "en").await.expect(200).clone()
    }

    fn line<'a>(board: &'a Value, code: &str) -> &'a Value {
        let lines = board["problems"].as_array().unwrap();
        lines.iter().find(|one| one["code"] == code).unwrap()
    }
}
