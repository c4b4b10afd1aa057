//! The panel, its plan and its sheets.

use super::people::Story;
use serde_json::{Value, json};
use test_support::{Answer, Person};

const REVIEW: &str = "2027-01-17T01:00:00Z";
const MISTAKEN: &str = "Saya salah menekan; calon ini tidak saya kenal.";
const BELIEVED: &str = "Sudah diperiksa: namanya saja yang mirip.";
const ILL: &str = "Sakit berat; dirawat sampai akhir bulan.";

fn sheet(score: u32) -> Value {
    let given = json!({"score": score, "reason": "Lihat bagian masalah dan rencana."});
    let scores = (1..=7).map(|number| (format!("K{number}"), given.clone()));
    json!({
        "scores": scores.collect::<serde_json::Map<_, _>>(),
        "feedback": "Pertajam cara mengukurnya.", "note": "",
    })
}

impl Story {
    async fn plan(&self) -> Value {
        let plan = self.of_call("assignments/plan");
        self.app().post(&self.secretariat, &plan, json!({})).await.expect(200)["plan_hash"].clone()
    }

    async fn apply(&self) -> i64 {
        let body = json!({"plan_hash": self.plan().await});
        let apply = self.of_call("assignments/apply");
        let applied = self.app().post(&self.secretariat, &apply, body).await;
        applied.expect(200)["assigned"].as_i64().unwrap()
    }

    pub(super) async fn a_plan_applied_too_early_is_taken_back(&mut self) {
        let app = self.app();
        app.at(REVIEW);
        // Bagus is forgotten at first.
        let seat = async |who: &Person| {
            let path = self.of_call(&format!("panel/{}", who.id));
            app.put(&self.secretariat, &path, json!({"max_load": 10})).await.expect(200);
        };
        for who in &self.reviewers[..3] {
            seat(who).await;
        }
        assert_eq!(self.apply().await, 14);
        let undo = json!({"reason": "Diterapkan sebelum panel lengkap."});
        let undone = app.post(&self.secretariat, &self.of_call("assignments/undo"), undo).await;
        assert_eq!(undone.expect(200)["taken_back"], 14);
        seat(&self.reviewers[3]).await;
        for who in &self.reviewers {
            self.sign(who).await;
        }
        assert_eq!(self.apply().await, 14);
    }

    /// The open tasks of a reviewer: address, proposal's number, state.
    pub(super) async fn pile(&self, who: &Person) -> Vec<(String, String, String)> {
        let own = self.app().get(who, "/api/v1/assignments?limit=100").await;
        let items = own.expect(200)["items"].as_array().unwrap().clone();
        let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
        let row = |item: &Value| {
            let task = format!("/api/v1/assignments/{}", text(item, "assignment"));
            (task, text(item, "number"), text(item, "state"))
        };
        items.iter().map(row).collect()
    }

    fn named(&self, number: &str) -> &'static str {
        self.numbers.iter().find(|(_, of)| *of == number).map(|(name, _)| *name).unwrap()
    }

    pub(super) async fn a_conflict_declared_by_mistake_is_withdrawn(&mut self) {
        let app = self.app();
        let rina = &self.reviewers[0];
        let (task, number, _) = self.pile(rina).await[0].clone();
        let name = self.named(&number);
        let declared = json!({"reason": "Saudara sepupu."});
        app.post(rina, &self.of(name, "conflicts"), declared).await.expect(201);
        app.get(rina, &task).await.refusal(404);
        let path = self.of(name, &format!("conflicts/{}/withdrawal", rina.id));
        let asked = app.post(rina, &path, json!({"reason": MISTAKEN})).await;
        let id = asked.expect(201)["id"].as_str().unwrap().to_owned();
        let ruling = format!("/api/v1/conflict-withdrawals/{id}/ruling");
        let body = json!({"outcome": "confirmed", "reason": BELIEVED});
        app.post(&self.chair, &ruling, body).await.expect(200);
        app.get(rina, &task).await.expect(200);
    }

    pub(super) async fn a_reviewer_falls_ill_and_the_tasks_are_spread(&mut self) {
        let app = self.app();
        let murni = &self.reviewers[2];
        let held = self.pile(murni).await.len();
        assert!(held > 0);
        let path = self.of_call(&format!("panel/{}/leave", murni.id));
        let preview = app.get(&self.secretariat, &format!("{path}?how=spread")).await;
        let hash = preview.expect(200)["hash"].clone();
        let body = json!({"how": "spread", "to": null, "hash": hash, "reason": ILL});
        app.post(&self.secretariat, &path, body).await.expect(200);
        assert!(self.pile(murni).await.is_empty());
        let mut all = 0;
        for who in &self.reviewers {
            all += self.pile(who).await.len();
        }
        assert_eq!(all, 14, "no task is lost");
        self.told(murni, "tidak lagi menjadi anggota panel", "").await;
    }

    pub(super) async fn save(&self, who: &Person, task: &str, score: u32) {
        let path = format!("{task}/sheet");
        self.app().put_from(who, &path, 0, sheet(score)).await.expect(200);
    }

    pub(super) async fn submit_sheet(&self, who: &Person, task: &str) -> Answer {
        let path = format!("{task}/sheet/submit");
        let request = self.app().request_as(who, reqwest::Method::POST, &path).await;
        Answer::of(request.header("if-match", "\"v1\"")).await
    }

    /// Yusuf, who was nearly out, gets the best scores; then come Lukas and Wati. Bagus saves his last sheet and
    /// forgets to hand it in.
    pub(super) async fn the_panel_scores_and_one_forgets_the_last_button(&mut self) {
        for who in &self.reviewers {
            let pile = self.pile(who).await;
            for (index, (task, number, _)) in pile.iter().enumerate() {
                self.save(who, task, score_of(self.named(number))).await;
                let is_forgotten = who.id == self.reviewers[3].id && index + 1 == pile.len();
                if !is_forgotten {
                    self.submit_sheet(who, task).await.expect(200);
                }
            }
        }
    }
}

pub(super) fn score_of(name: &str) -> u32 {
    match name {
        "Yusuf" => 5,
        "Lukas" => 4,
        "Wati" => 3,
        _ => 2,
    }
}
