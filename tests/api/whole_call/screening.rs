//! Chapter four: documents are verified by two people each. One proposal is withdrawn, one repaired
//! in the window, one found ineligible with its reason.

use super::field::{self, REPAIRS, UNSIGNED, WITHDRAWS};
use super::story::Story;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person, pdf};

const SCREENING: &str = "2027-01-02T02:00:00Z";

impl Story {
    pub(super) async fn one_withdraws(&self) {
        self.app.at(SCREENING);
        let reason = json!({"reason": "Saya pindah tugas ke instansi lain."});
        let author = self.candidate(WITHDRAWS.name);
        let path = self.of(WITHDRAWS.name, "withdraw");
        let withdrawn = self.app.post(author, &path, reason).await;
        assert_eq!(withdrawn.expect(200)["state"], "withdrawn");
    }

    /// A verifier opens the unreadable document, and only that; the candidate has three days.
    pub(super) async fn one_repairs_an_unreadable_document(&self) {
        let (author, verifier) = (self.candidate(REPAIRS), &self.verifiers[0]);
        let opened = json!({"items": ["proposal"], "reason": "The pages cannot be read."});
        let repair = self.app.post(verifier, &self.of(REPAIRS, "repairs"), opened).await;
        assert_eq!(repair.expect(201)["due_at"], "2027-01-05T17:00:00Z");
        let upload = async |kind: &str| {
            let path = self.of(REPAIRS, &format!("documents/{kind}"));
            let request = self.app.request_as(author, Method::PUT, &path).await;
            Answer::of(request.body(pdf("scanned again"))).await
        };
        assert_eq!(upload("recommendation").await.refusal(409), "kind_not_opened");
        assert_eq!(upload("proposal").await.expect(201)["version"], 2);
        let done = self.of(REPAIRS, "repairs/close");
        self.app.post(author, &done, Value::Null).await.expect(200);
    }

    /// Thirty-five are found eligible (MS), one is not (TMS).
    pub(super) async fn two_verifiers_check_each_proposal(&self) {
        let queue = self.of_call("verification-queue");
        self.costs_the_same_however_long(&self.verifiers[0], &queue).await;
        for (order, entry) in field::RANKED.iter().chain([&UNSIGNED]).enumerate() {
            for verifier in [order, order + 1].map(|one| &self.verifiers[one % 3]) {
                self.check(verifier, entry.name).await;
            }
        }
        let told = self.app.get(self.candidate("Siti"), &self.of("Siti", "verification")).await;
        assert_eq!(told.expect(200)["outcome"], "MS");
    }

    pub(super) async fn one_is_ineligible_and_is_told_why(&self) {
        let path = self.of(UNSIGNED.name, "verification");
        let told = self.app.get(self.candidate(UNSIGNED.name), &path).await;
        assert_eq!(told.expect(200)["outcome"], "TMS");
        let reasons = told.json["reasons"].as_array().unwrap();
        assert!(reasons.iter().all(|one| one["name"] == "proposal" && one["reason"] == "unsigned"));
        assert!(!told.json["reasons_in_words"].as_array().unwrap().is_empty());
        assert_eq!(told.json["sheets"], json!([]), "who found it is nobody's business");
    }

    /// Goes through the list line by line and concludes.
    async fn check(&self, verifier: &Person, name: &str) {
        let path = self.of(name, "verification");
        let list = self.app.get(verifier, &path).await;
        let checks = list.expect(200)["items"].as_array().unwrap().iter().map(|item| {
            let mut check = json!({
                "subject": item["subject"], "name": item["name"], "outcome": "ok",
            });
            if name == UNSIGNED.name && item["name"] == "proposal" {
                check["outcome"] = "not_ok".into();
                check["reason"] = "unsigned".into();
            }
            check
        });
        let checks = json!({"checks": checks.collect::<Vec<_>>()});
        self.app.put(verifier, &path, checks).await.expect(200);
        // Nobody concludes on a file that they have not opened.
        let files = self.app.get(verifier, &self.of(name, "documents")).await;
        for kind in files.expect(200)["kinds"].as_array().unwrap() {
            if let Some(id) = kind["latest"]["id"].as_str() {
                let content = format!("/api/v1/documents/{id}/content");
                self.app.get(verifier, &content).await.expect_file();
            }
        }
        let outcome = if name == UNSIGNED.name { "TMS" } else { "MS" };
        let conclusion = json!({ "outcome": outcome });
        self.app.post(verifier, &format!("{path}/conclude"), conclusion).await.expect(200);
    }
}
