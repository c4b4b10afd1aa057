//! The interviews: one candidate is on an inspection that day, one does not come, a panelist falls ill the evening before.

use super::panel::score_of;
use super::people::{NAMES, Story};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person};

const FIRST_DAY: &str = "2027-01-20";
const SECOND_DAY: &str = "2027-01-21";
const THIRD_DAY: &str = "2027-01-22";
const EVENING: &str = "T12:00:00Z";
const FEVER: &str = "Joko demam; digantikan.";

/// The same score on both questions.
fn interview_sheet(score: u32) -> Value {
    let one = json!({"score": score, "reason": "Menjawab dengan contoh dari pekerjaannya."});
    json!({"scores": {"W1": one, "W2": one}, "comment": ""})
}

impl Story {
    /// The first three of the panel who are there still.
    fn sitting(&self) -> [&Person; 3] {
        [&self.reviewers[0], &self.reviewers[1], &self.reviewers[3]]
    }

    async fn plan_interview(&mut self, name: &'static str, starts_at: &str) {
        let body = json!({
            "proposal": self.id(name), "starts_at": starts_at, "place": "Ruang rapat lantai 8",
            "panelists": self.sitting().map(|one| one.id.clone()),
        });
        let planned = self.app().post(&self.secretariat, &self.of_call("interviews"), body).await;
        let id = planned.expect(201)["id"].as_str().unwrap().to_owned();
        self.interviews.insert(name, format!("/api/v1/interviews/{id}"));
    }

    fn interview(&self, name: &str, rest: &str) -> String {
        format!("{}/{rest}", self.interviews[name])
    }

    pub(super) async fn hand_in_interview(&self, who: &Person, name: &str) {
        let app = self.app();
        let sheet = self.interview(name, "sheet");
        app.put_from(who, &sheet, 0, interview_sheet(score_of(name))).await.expect(200);
        let submit = app.request_as(who, Method::POST, &format!("{sheet}/submit")).await;
        Answer::of(submit.header("if-match", "\"v1\"")).await.expect(200);
    }

    async fn hold(&self, name: &str, panel: [&Person; 3]) {
        let body = json!({"attendance": "present", "reason": ""});
        self.app().post(panel[0], &self.interview(name, "attendance"), body).await.expect(200);
        for who in panel {
            self.hand_in_interview(who, name).await;
        }
    }

    /// Five on the first day, two on the second. Lukas is on an inspection, asks for another time and gets it.
    pub(super) async fn interviews_are_planned_and_one_asks_for_another_time(&mut self) {
        let laras = self.laras.clone();
        let seat = self.of_call(&format!("panel/{}", laras.id));
        let load = json!({"max_load": 1});
        self.app().put(&self.secretariat, &seat, load).await.expect(200);
        self.sign(&laras).await;
        for (hour, name) in NAMES.into_iter().enumerate() {
            let is_second = ["Budiman", "Hana"].contains(&name);
            let day = if is_second { SECOND_DAY } else { FIRST_DAY };
            self.plan_interview(name, &format!("{day}T0{}:00:00Z", hour + 1)).await;
        }
        let (app, lukas) = (self.app(), &self.candidates["Lukas"]);
        let body = json!({"reason": "Ada tugas inspeksi pada hari itu; besoknya dapat."});
        app.post(lukas, &self.interview("Lukas", "request"), body).await.expect(200);
        self.told(&self.secretariat, "meminta waktu wawancara lain", "inspeksi").await;
        let body = json!({"answer": "granted", "reason": "Dipindah ke besoknya."});
        app.post(&self.secretariat, &self.interview("Lukas", "answer"), body).await.expect(200);
        let body = json!({
            "starts_at": format!("{SECOND_DAY}T01:00:00Z"), "place": "Ruang rapat lantai 8",
            "link": null, "reason": "Permintaan calon.",
        });
        app.post(&self.secretariat, &self.interview("Lukas", "move"), body).await.expect(200);
    }

    /// Joko has a fever on the evening before the second day, and Laras sits in his place.
    pub(super) async fn a_panelist_falls_ill_the_day_before_and_another_sits(&mut self) {
        let app = self.app();
        app.at(&format!("{FIRST_DAY}{EVENING}"));
        for name in ["Siti", "Tono", "Wati", "Yusuf"] {
            self.hold(name, self.sitting()).await;
        }
        let joko = &self.reviewers[1];
        for name in ["Lukas", "Budiman", "Hana"] {
            let body = json!({"leaves": joko.id, "joins": self.laras.id, "reason": FEVER});
            app.post(&self.secretariat, &self.interview(name, "panel"), body).await.expect(200);
        }
        assert_eq!(self.letters(joko, "tidak lagi dalam panel wawancara").await.len(), 3);
        assert_eq!(self.letters(&self.laras, "Wawancara usulan").await.len(), 3);
        self.pass().await;
        for name in ["Lukas", "Budiman", "Hana"] {
            self.told(&self.candidates[name], "Besok wawancara", "Ruang rapat lantai 8").await;
        }
        assert!(self.letters(joko, "Besok wawancara").await.is_empty());
    }

    /// Hana's child is in hospital. She is not out: she comes the day after.
    pub(super) async fn one_does_not_come_and_is_interviewed_the_day_after(&mut self) {
        let app = &self.world.app;
        app.at(&format!("{SECOND_DAY}{EVENING}"));
        let panel = [self.reviewers[0].clone(), self.laras.clone(), self.reviewers[3].clone()];
        for name in ["Lukas", "Budiman"] {
            self.hold(name, panel.each_ref()).await;
        }
        let body = json!({"attendance": "absent", "reason": "Anaknya dirawat di rumah sakit."});
        app.post(&panel[0], &self.interview("Hana", "attendance"), body).await.expect(200);
        let lacking = app.get(&self.chair, &self.of_call("interviews/lacking")).await;
        let lacking = lacking.expect(200).as_array().unwrap().clone();
        assert_eq!(lacking.len(), 1, "{lacking:?}");
        assert_eq!(lacking[0]["number"], self.numbers["Hana"].as_str());
        assert_eq!(lacking[0]["standing"], "missed");
        self.plan_interview("Hana", &format!("{THIRD_DAY}T02:00:00Z")).await;
        self.app().at(&format!("{THIRD_DAY}{EVENING}"));
        self.hold("Hana", self.sitting()).await;
        let lacking = self.app().get(&self.chair, &self.of_call("interviews/lacking")).await;
        assert_eq!(lacking.expect(200), &json!([]));
    }

    /// Whoever is in conflict with Wati sat on her interview too. Laras was there, and hands in.
    pub(super) async fn another_fills_the_seat_on_the_interview(&self, found: &Person) {
        self.told(&self.secretariat, "dalam panel wawancara", "2 dari 3").await;
        let app = self.app();
        let compute = self.of_call("selections");
        let refused = app.post(&self.chair, &compute, json!({})).await;
        assert_eq!(refused.refusal(409), "interviews_lacking");
        let body = json!({
            "leaves": found.id, "joins": self.laras.id, "reason": "Hadir pada wawancara itu.",
        });
        app.post(&self.secretariat, &self.interview("Wati", "panel"), body).await.expect(200);
        self.hand_in_interview(&self.laras, "Wati").await;
    }
}
