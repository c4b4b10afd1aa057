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
}
