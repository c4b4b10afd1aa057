//! Chapter five: conflicts of interest, assignment, score sheets.

use super::field::RANKED;
use super::story::Story;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::{Answer, Person};

const REVIEW: &str = "2027-01-11T02:00:00Z";

impl Story {
    /// Same unit: three of Makassar and three of Surabaya. Superior: one.
    pub(super) async fn conflicts_of_interest_are_found(&self) {
        self.app.at(REVIEW);
        let galih = format!("/api/v1/users/{}", self.candidate("Galih").id);
        let superior = json!({"superior": self.reviewers[2].id});
        // A call is running: the chair is the second person.
        let proposed = self.app.patch(&self.secretariat, &galih, superior).await;
        let ids = [&proposed.expect(202)["waiting"][0]["id"]];
        assert_eq!(proposed.json["superior"], Value::Null);
        let approve = "/api/v1/account-changes/approve";
        self.app.post(&self.chair, approve, json!({ "ids": ids })).await.expect(200);
        let conflicts = self.whole_list(&self.chair, &self.of_call("conflicts")).await;
        let mut found: Vec<(String, String)> = conflicts
            .iter()
            .map(|one| (self.name_of(&one["number"]), one["kind"].as_str().unwrap().to_owned()))
            .collect();
        found.sort();
        let expected = ["Budi", "Citra", "Dewi", "Fitri", "Mulyono", "Siti"]
            .map(|name| (name.to_owned(), "same_unit".to_owned()));
        let mut expected = expected.to_vec();
        expected.push(("Galih".to_owned(), "superior".to_owned()));
        expected.sort();
        assert_eq!(found, expected);
    }

    /// 35 proposals × 3 sheets, 11 or 12 each, nobody where they stand too near.
    pub(super) async fn the_plan_is_previewed_and_applied(&self) {
        let plan = self.plan().await;
        let pairs = plan["pairs"].as_array().unwrap();
        assert_eq!((pairs.len(), &plan["shortages"]), (105, &json!([])));
        assert!(self.whole_list(&self.chair, &self.of_call("assignments")).await.is_empty());
        for load in plan["loads"].as_array().unwrap() {
            assert!((11..=12).contains(&load["added"].as_u64().unwrap()), "{load}");
        }
        let gets = |reviewer: &Person, name: &str| {
            let number = json!(self.submission(name).number);
            pairs.iter().any(|one| one["number"] == number && one["reviewer"] == json!(reviewer.id))
        };
        for name in ["Siti", "Budi", "Citra"] {
            assert!(!gets(&self.reviewers[0], name));
        }
        assert!(!gets(&self.reviewers[2], "Galih"));
        assert_eq!(self.apply(&json!("0".repeat(64))).await.refusal(409), "plan_changed");
        assert_eq!(self.apply(&plan["plan_hash"]).await.expect(200)["assigned"], 105);
    }

    pub(super) async fn a_reviewer_declares_a_conflict_and_is_replaced(&self) {
        let hana = self.submission("Hana");
        let tasks = self.whole_list(&self.chair, &self.of_call("assignments")).await;
        let id = hana.path.rsplit('/').next().unwrap();
        let task = tasks.iter().find(|task| task["proposal"] == id).unwrap();
        let reviewer = self.reviewers.iter().find(|one| task["reviewer"] == json!(one.id)).unwrap();
        let reason = json!({"reason": "She is my sister-in-law."});
        self.app.post(reviewer, &self.of("Hana", "conflicts"), reason).await.expect(201);
        let desk = format!("/api/v1/assignments/{}", task["id"].as_str().unwrap());
        let sheet = json!({"scores": {}, "feedback": "", "note": ""});
        let refused = self.app.put_from(reviewer, &format!("{desk}/sheet"), 0, sheet).await;
        assert_eq!(refused.refusal(404), "not_found");

        let plan = self.plan().await;
        let pairs = plan["pairs"].as_array().unwrap();
        assert_eq!((pairs.len(), &pairs[0]["number"]), (1, &json!(hana.number)));
        assert_ne!(pairs[0]["reviewer"], json!(reviewer.id));
        self.apply(&plan["plan_hash"]).await.expect(200);
        let assignments = self.of_call("assignments");
        self.costs_the_same_however_long(&self.chair, &assignments).await;
        let call = self.call.rsplit('/').next().unwrap();
        let proposals = format!("/api/v1/proposals?call={call}");
        self.costs_the_same_however_long(&self.chair, &proposals).await;
        self.costs_the_same_however_long(&self.auditor, "/api/v1/users").await;
    }

    /// Every reviewer goes through their pile; who gives which of a proposal's sheets is chance, what
    /// they add up to is not.
    pub(super) async fn the_panel_scores(&self) {
        let mut sheets: BTreeMap<&str, Vec<&str>> =
            RANKED.iter().map(|entry| (entry.name, entry.sheets.to_vec())).collect();
        for (order, reviewer) in self.reviewers.iter().enumerate() {
            for item in self.whole_list(reviewer, "/api/v1/assignments").await {
                let name = self.name_of(&item["number"]);
                let Some(open) = sheets.get_mut(name.as_str()).filter(|_| is_open(&item)) else {
                    continue;
                };
                let task = format!("/api/v1/assignments/{}", item["assignment"].as_str().unwrap());
                let text = sheet(open.pop().unwrap(), &name, order);
                self.score(reviewer, &task, text).await;
            }
        }
        assert!(sheets.values().all(Vec::is_empty), "{sheets:?}");
        let progress = self.app.get(&self.chair, &self.of_call("progress?limit=200")).await;
        progress.expect(200);
    }

    /// Two windows of one reviewer: the second save of an old version is refused with both texts;
    /// a sheet that is handed in is locked. Nobody's other sheets show before one's own is in.
    pub(super) async fn a_stale_save_loses_nothing_and_a_submitted_sheet_is_locked(&self) {
        let reviewer = &self.reviewers[8];
        let pile = self.whole_list(reviewer, "/api/v1/assignments").await;
        let item = pile.iter().find(|item| is_open(item)).unwrap();
        let task = format!("/api/v1/assignments/{}", item["assignment"].as_str().unwrap());
        let path = format!("{task}/sheet");
        let unfinished = |words: &str| json!({"scores": {"K1": {"score": 4}}, "feedback": words});
        let save = async |version, words: &str| {
            self.app.put_from(reviewer, &path, version, unfinished(words)).await
        };
        save(0, "at the desk").await.expect(200);
        save(1, "at the desk, later").await.expect(200);
        let stale = save(1, "on the train").await;
        assert_eq!(stale.refusal(412), "stale");
        for text in ["at the desk, later", "on the train"] {
            assert!(stale.text().contains(text), "{}", stale.text());
        }
        assert_eq!(self.hand_in(reviewer, &task, 2).await.refusal(422), "invalid");
        let others = format!("/api/v1/proposals/{}/sheets", item["proposal"].as_str().unwrap());
        self.app.get(reviewer, &others).await.refusal(404);
    }

    /// Writes the sheet from the version that is there, and hands it in.
    async fn score(&self, reviewer: &Person, task: &str, text: Value) {
        let path = format!("{task}/sheet");
        let found = self.app.get(reviewer, &path).await;
        let version = found.expect(200)["version"].as_i64().unwrap();
        self.app.put_from(reviewer, &path, version, text).await.expect(200);
        self.hand_in(reviewer, task, version + 1).await.expect(200);
    }

    async fn plan(&self) -> Value {
        let plan = self.of_call("assignments/plan");
        self.app.post(&self.secretariat, &plan, Value::Null).await.expect(200).clone()
    }

    async fn apply(&self, hash: &Value) -> Answer {
        let apply = self.of_call("assignments/apply");
        self.app.post(&self.secretariat, &apply, json!({ "plan_hash": hash })).await
    }

    async fn hand_in(&self, reviewer: &Person, task: &str, version: i64) -> Answer {
        let path = format!("{task}/sheet/submit");
        let request = self.app.request_as(reviewer, Method::POST, &path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\""))).await
    }

    /// Whose number this is.
    pub(super) fn name_of(&self, number: &Value) -> String {
        let mut all = self.proposals.iter();
        let found = all.find(|(_, submission)| json!(submission.number) == *number);
        found.map(|(name, _)| (*name).to_owned()).unwrap()
    }
}

fn is_open(item: &Value) -> bool {
    matches!(item["state"].as_str(), Some("assigned" | "draft"))
}

/// A sheet from its seven digits, with a reason wherever the rubric may want one.
fn sheet(digits: &str, name: &str, order: usize) -> Value {
    let reason = "Lihat bagian masalah dan rencana dua belas bulan.";
    let scores = digits.chars().enumerate().map(|(criterion, digit)| {
        let score = json!({"score": digit.to_digit(10), "reason": reason});
        (format!("K{}", criterion + 1), score)
    });
    json!({
        "scores": scores.collect::<serde_json::Map<_, _>>(),
        "feedback": format!("Saran {order} untuk {name}: pertajam cara mengukurnya."),
        "note": "=RAHASIA()",
    })
}
