//! What follows an accepted seat, over the API: as far as a test needs it.

use crate::plenary::World;
use crate::{Answer, Person, Submission, pdf};
use reqwest::Method;
use serde_json::{Value, json};

/// The unit that owns the problem of the plenary's world.
pub const OWNER: &str = "P.D4.03";

impl World {
    /// Offers the seats and accepts this candidate's; the id of the study. The objections must be over.
    pub async fn accepted(&self, entry: &Submission) -> String {
        let path = format!("/api/v1/calls/{}/awards", self.call);
        self.app.post(&self.secretariat, &path, json!({})).await.expect(200);
        let path = format!("/api/v1/proposals/{}/award", entry.id);
        let award = self.app.get(&entry.candidate, &path).await.expect(200)["id"].clone();
        let id = award.as_str().unwrap().to_owned();
        let path = format!("/api/v1/awards/{id}/accept");
        self.app.post(&entry.candidate, &path, json!({})).await.expect(200);
        id
    }

    pub async fn in_study(&self, who: &Person, study: &str, rest: &str, body: Value) -> Answer {
        self.app.post(who, &format!("/api/v1/studies/{study}/{rest}"), body).await
    }

    /// Adds a document of this kind with its file; its id.
    pub async fn study_paper(&self, who: &Person, study: &str, kind: &str) -> String {
        let body = json!({
            "kind": kind, "number": "KP.05/12", "dated": "2027-02-10", "signatory": "Dekan",
        });
        let made = self.in_study(who, study, "papers", body).await;
        let id = made.expect(201)["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/study-papers/{id}/file");
        let request = self.app.request_as(who, Method::PUT, &path).await;
        let request = request
            .header("content-type", "application/pdf")
            .header("content-disposition", "attachment; filename=\"surat.pdf\"");
        Answer::of(request.body(pdf(kind))).await.expect(200);
        id
    }

    /// What the secretariat says of a document.
    pub async fn check_paper(&self, paper: &str, verdict: &str) -> Answer {
        let body = json!({"verdict": verdict, "reason": "Surat tanpa tanda tangan."});
        let path = format!("/api/v1/study-papers/{paper}/check");
        self.app.post(&self.secretariat, &path, body).await
    }

    /// Admits the awardee: the proof is there and accepted.
    pub async fn admitted(&self, awardee: &Person, study: &str) {
        let proof = self.study_paper(awardee, study, "admission").await;
        self.check_paper(&proof, "accepted").await.expect(200);
    }

    /// As far as the day after the study began: 1 September 2027 to 31 August 2029, released from the post.
    pub async fn studying(&self, awardee: &Person, study: &str) {
        self.admitted(awardee, study).await;
        for kind in ["agreement", "decree", "release"] {
            self.study_paper(&self.secretariat, study, kind).await;
        }
        let dates =
            json!({"starts_on": "2027-09-01", "ends_on": "2029-08-31", "is_released": true});
        let begun = self.in_study(&self.secretariat, study, "beginning", dates).await;
        assert_eq!(begun.expect(200)["state"], "studying");
        self.app.at("2027-09-02T01:00:00Z");
    }

    /// A plan that the owner unit has agreed to, and a mentor of that unit.
    pub async fn planned(&self, study: &str, [awardee, owner, mentor]: [&Person; 3]) {
        let plan = json!({"milestones": milestones(), "reason": "Mengikuti usulan yang dinilai."});
        let asked = self.in_study(awardee, study, "requests/plan", plan).await;
        let id = asked.expect(201)["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/study-requests/{id}/ruling");
        let ruling = json!({"side": "owner", "verdict": "approved"});
        let ruled = self.app.post(owner, &path, ruling).await;
        assert_eq!(ruled.expect(200)["state"], "approved");
        let named = json!({"email": mentor.email});
        self.in_study(owner, study, "mentor", named).await.expect(200);
    }

    /// Saves a report that was not begun yet; its version.
    pub async fn report(&self, awardee: &Person, (study, slot): (&str, &str), text: &Value) -> i64 {
        let path = format!("/api/v1/studies/{study}/reports/{slot}");
        let request = self.app.request_as(awardee, Method::PUT, &path).await;
        let saved = Answer::of(request.header("if-match", "\"v0\"").json(text)).await;
        saved.expect(200)["version"].as_i64().unwrap()
    }

    /// The same, and sends it; the receipt.
    pub async fn reported(&self, awardee: &Person, of: (&str, &str), text: &Value) -> Value {
        let version = self.report(awardee, of, text).await;
        let path = format!("/api/v1/studies/{}/reports/{}/sendings", of.0, of.1);
        let request = self.app.request_as(awardee, Method::POST, &path).await;
        let sent = Answer::of(request.header("if-match", format!("\"v{version}\""))).await;
        sent.expect(201).clone()
    }

    /// Back at the owner unit on 1 September 2029.
    pub async fn returned(&self, awardee: &Person, study: &str) {
        self.app.at("2029-09-01T01:00:00Z");
        let diploma = self.study_paper(awardee, study, "diploma").await;
        self.check_paper(&diploma, "accepted").await.expect(200);
        self.study_paper(&self.secretariat, study, "reinstatement").await;
        let back = json!({"returned_on": "2029-09-01", "placement": OWNER, "carried_by": ""});
        let back = self.in_study(&self.secretariat, study, "return", back).await;
        assert_eq!(back.expect(200)["state"], "returned");
    }
}

/// One milestone at the end of each semester.
pub fn milestones() -> Value {
    let days = ["2028-02-29", "2028-08-31", "2029-02-28", "2029-08-31"];
    let one = |day: &&str| json!({"due_on": day, "activity": "Menyusun model", "output": "Laporan model"});
    days.iter().map(one).collect()
}

/// A progress report on the first of these milestones.
pub fn progress(due_on: &str, outcome: &str) -> Value {
    let told = json!({
        "due_on": due_on, "activity": "Menyusun model", "outcome": outcome,
        "evidence": "Model diuji pada data dua balai.",
    });
    json!({
        "grades": "IPK 3,71; 12 SKS lulus.", "milestones": [told],
        "obstacles": [{"cause": "no_data", "words": "Data penjualan belum dibuka."}],
        "help": [{"of": "owner_unit", "words": "Surat pengantar ke penyedia data."}],
    })
}
