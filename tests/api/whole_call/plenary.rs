//! Chapter six: the run, the plenary's decision, the embargo, the announcement.

use super::field::{LOTS, RANKED};
use super::story::Story;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person};

const PLENARY: &str = "2027-01-26T02:00:00Z";
const ANNOUNCEMENT: &str = "2027-02-05T10:00:00Z";

/// By these a result would be known in an answer; afterwards all of them are out.
const RESULT_WORDS: [&str; 4] =
    ["\"outcome\":\"selected\"", "not_selected", "reserve_position", "outcomes_hash"];

/// What was decided, on its way to being announced.
pub(super) struct Decided {
    pub(super) run: String,
    /// In order of the ranking.
    pub(super) outcomes: Vec<Value>,
    outcomes_hash: Value,
    path: String,
}

impl Story {
    /// The ranking is the one of `field`; every tie says what decided it.
    pub(super) async fn the_ranking_is_computed(&self) -> String {
        self.app.at(PLENARY);
        let runs = self.of_call("selections");
        let computed = self.app.post(&self.secretariat, &runs, json!({})).await;
        let run = computed.expect(201)["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/selections/{run}/ranking");
        let findings = self.app.get(&self.chair, &path).await;
        let places = findings.expect(200)["places"].as_array().unwrap();
        let mut names: Vec<String> =
            places.iter().map(|place| self.name_of(&place["number"])).collect();
        for lot in LOTS {
            // Who draws what, `independent.py` checks.
            names[lot].sort();
        }
        assert_eq!(names, RANKED.map(|entry| entry.name));

        let decided_by = |place: usize| &places[place - 1]["ties"][0]["decided_by"];
        let criterion = |code: &str| json!({"key": "criterion_mean", "criterion": code});
        assert_eq!(decided_by(6), &criterion("K4"));
        assert_eq!(decided_by(9), &json!({"key": "lot"}));
        assert_eq!(decided_by(13), &criterion("K1"));
        assert_eq!(decided_by(15), &criterion("K3"));
        run
    }

    /// The chair sees name by name what would be decided, and decides just that.
    pub(super) async fn the_plenary_decides_what_it_previewed(&self, run: String) -> Decided {
        let attendance = [&self.chair.id, &self.secretariat.id];
        let minutes = json!({
            "meeting": "Rapat pleno, Jakarta", "attendance": attendance,
            "divergence_reason": "Pleno membaca sendiri lembar yang berjauhan itu.",
        });
        let proposition = json!({"run": run, "minutes": minutes});
        let path = self.of_call("decisions");
        let preview =
            self.app.post(&self.chair, &format!("{path}/preview"), proposition.clone()).await;
        let hash = preview.expect(200)["outcomes_hash"].clone();
        let proposed = |hash: &Value| json!({"proposition": proposition, "outcomes_hash": hash});
        let other = self.app.post(&self.chair, &path, proposed(&json!("0".repeat(64)))).await;
        assert_eq!(other.refusal(409), "preview_outdated");
        let decision = self.app.post(&self.chair, &path, proposed(&hash)).await;
        let id = decision.expect(201)["id"].as_str().unwrap();
        let path = format!("/api/v1/decisions/{id}");
        let applied = self.app.get(&self.decider, &path).await;
        assert_eq!(applied.expect(200)["outcomes"], preview.json["outcomes"]);
        let outcomes = applied.json["outcomes"].as_array().unwrap().clone();
        assert!(outcomes.iter().all(|outcome| outcome["deviation_reason"].is_null()));
        Decided { run, outcomes, outcomes_hash: hash, path }
    }

    /// Another person than the one who proposed.
    pub(super) async fn the_decider_approves(&self, decided: &Decided) {
        let approval = json!({
            "outcomes_hash": decided.outcomes_hash, "decree_number": "KP.05.01.1.2.02.27.12",
            "password": test_support::PASSWORD,
        });
        let path = format!("{}/approve", decided.path);
        self.app.post(&self.chair, &path, approval.clone()).await.refusal(404);
        self.app.post(&self.decider, &path, approval).await.expect(200);
    }

    /// Everything that a candidate, their head, a reviewer and anybody else can read while the
    /// embargo holds.
    /// What they were answered is kept, to be searched for the seed once that is known.
    pub(super) async fn nobody_outside_sees_a_result(&self, decided: &Decided) -> Vec<Answer> {
        let announce = self.of_call("announcement");
        let early = self.app.post(&self.secretariat, &announce, Value::Null).await;
        assert_eq!(early.refusal(409), "embargo");
        let run = format!("/api/v1/selections/{}", decided.run);
        let mut paths = vec![
            self.call.clone(),
            "/api/v1/proposals".to_owned(),
            "/api/v1/assignments".to_owned(),
            format!("{run}/ranking"),
            format!("{run}/inputs"),
            decided.path.clone(),
            run,
        ];
        paths.extend(
            ["rules", "announcement", "selections", "decisions", "exports/results", "progress"]
                .map(|rest| self.of_call(rest)),
        );
        paths.extend(
            ["", "/result", "/sheets", "/verification", "/versions", "/receipt"]
                .map(|rest| format!("{}{rest}", self.submission("Siti").path)),
        );
        let mut answers = Vec::new();
        for path in &paths {
            for who in [self.candidate("Siti"), &self.heads["U.BB.MKS"], &self.reviewers[4]] {
                answers.push(self.app.get(who, path).await);
            }
            answers.push(self.anybody_reads(path).await);
        }
        for words in RESULT_WORDS {
            for answer in &answers {
                assert!(!answer.text().contains(words), "{words}: {}", answer.text());
            }
        }
        let own = self.app.get(self.candidate("Siti"), &self.of("Siti", "result")).await;
        assert_eq!(own.refusal(409), "wrong_phase");
        self.anybody_reads(&self.of_call("announcement")).await.refusal(404);
        answers
    }

    /// The embargo ends; numbers only, and the seed that was promised. Answers with the seed.
    pub(super) async fn the_results_are_announced(
        &self,
        decided: &Decided,
        before: &[Answer],
    ) -> String {
        let promised = self.anybody_reads(&self.call).await.expect(200)["tie_seed_hash"].clone();
        self.app.at(ANNOUNCEMENT);
        let announce = self.of_call("announcement");
        self.app.post(&self.secretariat, &announce, Value::Null).await.expect(201);
        let public = self.anybody_reads(&announce).await;
        let text = public.expect(200);
        let numbers = |list: &Value| -> Vec<Value> {
            list.as_array().unwrap().iter().map(|one| one["number"].clone()).collect()
        };
        let decided_as = |outcome: &str| -> Vec<Value> {
            let fits = decided.outcomes.iter().filter(|one| one["outcome"] == outcome);
            fits.map(|one| one["number"].clone()).collect()
        };
        assert_eq!(numbers(&text["selected"]), decided_as("selected"));
        assert_eq!(numbers(&text["reserves"]), decided_as("reserve"));
        assert_eq!(text["not_selected"], 23);
        let seed = text["tie_seed"].as_str().unwrap().to_owned();
        assert_eq!(promised, tubel::kernel::canonical::sha256_hex(&seed));
        assert!(before.iter().all(|answer| !answer.text().contains(&seed)));
        let siti = self.app.get(self.candidate("Siti"), &self.of("Siti", "result")).await;
        let out = format!("{}{}", public.text(), siti.text());
        assert!(RESULT_WORDS.iter().all(|words| out.contains(words)), "{out}");
        for name in self.candidates.keys() {
            assert!(!public.text().contains(name), "{name} is named");
        }
        seed
    }

    /// A table as the auditor takes it away.
    pub(super) async fn exported(&self, kind: &str) -> Vec<u8> {
        let path = self.of_call(&format!("exports/{kind}?format=csv"));
        let answer = self.request(&self.auditor, &path).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        answer.bytes
    }

    async fn request(&self, who: &Person, path: &str) -> Answer {
        Answer::of(self.app.request_as(who, Method::GET, path).await).await
    }
}
