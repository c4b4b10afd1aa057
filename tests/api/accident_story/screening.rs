//! The verification, what minutes allow in it, and the objections before the review.

use super::people::{NAMES, RELEASE, Story};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person, pdf};

const FLOOD: &str = "Ijazah terlambat dilegalisasi karena banjir.";
const READABLE: &str = "Halaman yang dinyatakan gelap dapat dibaca seluruhnya.";
const RULING: &str = "Berkas dibuka dan dibaca bersama; seluruh halamannya terbaca dengan jelas.";
/// A night was given back, so that every later date is a day and two hours later.
const OBJECTING: &str = "2027-01-12T01:00:00Z";
const RELEASED: &str = "2027-01-11T13:00:00Z";

impl Story {
    /// Asked for by the secretariat, granted by chair and decider; the candidate sends the file.
    pub(super) async fn signed_minutes_let_a_document_come_late(&mut self) {
        let app = self.app();
        self.sign(&self.decider).await;
        let body = json!({
            "kind": "late_document", "document": "proposal", "until": "2027-01-06T02:00:00Z",
            "minutes_number": "BA-12/2026", "reason": FLOOD,
        });
        let asked = app.post(&self.secretariat, &self.of("Budiman", "exceptions"), body).await;
        let id = asked.expect(201)["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/exceptions/{id}/minutes");
        let minutes = app.request_as(&self.secretariat, Method::PUT, &path).await;
        Answer::of(minutes.body(pdf("berita acara"))).await.expect(200);
        for who in [&self.chair, &self.decider] {
            let answer = format!("/api/v1/exceptions/{id}/answer");
            app.post(who, &answer, json!({"verdict": "granted"})).await.expect(200);
        }
        let budiman = &self.candidates["Budiman"];
        let send = self.of("Budiman", "documents/proposal");
        let send = app.request_as(budiman, Method::PUT, &send).await;
        Answer::of(send.body(pdf("susulan"))).await.expect(201);
        app.post(budiman, &self.of("Budiman", "repairs/close"), Value::Null).await.expect(200);
    }

    async fn conclude(&self, who: &Person, name: &str, outcome: &str) {
        let (app, path) = (self.app(), &self.proposals[name]);
        let items = app.find_in_order(who, path, None).await;
        if outcome == "TMS" {
            let at_fault = json!({"outcome": "not_ok", "reason": "unreadable", "text": "Gelap."});
            let check = |item: &Value| {
                let mut check = json!({"outcome": "ok"});
                if item["subject"] == "document" {
                    check = at_fault.clone();
                }
                check["subject"] = item["subject"].clone();
                check["name"] = item["name"].clone();
                check
            };
            let checks: Vec<Value> = items.iter().map(check).collect();
            let body = json!({ "checks": checks });
            app.put(who, &format!("{path}/verification"), body).await.expect(200);
        }
        let files = items.iter().filter(|item| item["subject"] == "document");
        let unopened: Vec<&Value> = files.map(|item| &item["name"]).collect();
        let body = json!({"outcome": outcome, "unopened": unopened});
        app.post(who, &format!("{path}/verification/conclude"), body).await.expect(200);
    }

    /// Both misread a file of Yusuf's.
    pub(super) async fn two_verifiers_sign_the_pact_and_check(&mut self) {
        for verifier in &self.verifiers {
            let unsigned = self.app().get(verifier, &self.proposals["Siti"]).await;
            assert_eq!(unsigned.refusal(403), "pact_unsigned");
            self.sign(verifier).await;
            for name in NAMES {
                let outcome = if name == "Yusuf" { "TMS" } else { "MS" };
                self.conclude(verifier, name, outcome).await;
            }
        }
    }

    pub(super) async fn a_wrong_finding_is_objected_to_before_the_review(&mut self) {
        let app = self.app();
        let yusuf = &self.candidates["Yusuf"];
        // On the first day that was announced nothing is released: the night was given back here too.
        app.at(RELEASE);
        self.pass().await;
        assert!(self.letters(yusuf, "TMS").await.is_empty());
        app.at(RELEASED);
        self.pass().await;
        self.told(yusuf, "TMS", "Gelap.").await;
        app.at(OBJECTING);
        let body = json!({"subject": "verification", "reason": READABLE});
        let filed = app.post(yusuf, &self.of("Yusuf", "objections"), body).await;
        let id = filed.expect(201)["id"].as_str().unwrap().to_owned();
        self.sign(&self.appeal).await;
        let at = |rest: &str| format!("/api/v1/objections/{id}/{rest}");
        app.post(&self.appeal, &at("take"), json!({})).await.expect(200);
        let body = json!({"reason": RULING, "remedy": {"kind": "restore_eligibility"}});
        let upheld = app.post(&self.appeal, &at("ruling"), body).await;
        assert_eq!(upheld.expect(200)["state"], "upheld");
        let read = app.get(yusuf, &self.proposals["Yusuf"]).await;
        assert_eq!(read.expect(200)["state"], "eligible");
    }
}
