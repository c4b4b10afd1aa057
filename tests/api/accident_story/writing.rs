//! While proposals are written and handed in.

use super::people::{NAMES, Story};
use serde_json::{Value, json};
use test_support::content;

/// Submissions close on 31 December at 10:00.
const MORNING_AFTER: &str = "2026-12-31T12:00:00Z";
const GIVEN_BACK: &str = "2027-01-01T12:00:00Z";
const LATE: &str = "2027-01-02T02:00:00Z";
const DISCHARGED: &str = "2027-01-05T02:00:00Z";
const NIGHT: &str = "Peladen mati pada malam terakhir.";

impl Story {
    /// A draft that lacks its endorsements only.
    async fn write(&mut self, name: &'static str) -> String {
        self.as_candidate(name);
        let path = self.world.draft().await;
        let mut text = content();
        text["title"] = format!("Memutus tautan obat ilegal, cara {name}").into();
        self.world.save(&path, 1, &text).await.expect(200);
        self.world.upload(&path, "proposal", name).await;
        self.proposals.insert(name, path.clone());
        path
    }

    async fn hand_in(&mut self, name: &'static str) {
        let path = self.proposals[name].clone();
        self.as_candidate(name);
        let receipt = self.submit(&path).await;
        let number = receipt.expect(201)["number"].as_str().unwrap().to_owned();
        self.numbers.insert(name, number);
    }

    /// The head is ill; the secretariat names who stands in for them, who signs what is asked.
    pub(super) async fn six_hand_in_though_their_head_is_ill(&mut self) {
        for name in NAMES {
            self.write(name).await;
        }
        let email = &self.acting_head.email;
        let acting = json!({
            "unit": "U.BB.MKS", "email": email, "from_on": "2026-12-01", "until_on": "2027-01-31",
        });
        let named = self.app().post(&self.secretariat, "/api/v1/acting-heads", acting).await;
        named.expect(201);
        for name in NAMES {
            let path = self.proposals[name].clone();
            let requests = format!("{path}/endorsement-requests");
            let asked = self.app().post(&self.candidates[name], &requests, Value::Null).await;
            assert_eq!(asked.expect(201).as_array().unwrap().len(), 2);
            self.world.endorse(&self.acting_head, &path, "unit_head").await.expect(201);
            self.world.endorse(&self.world.owner, &path, "problem_owner").await.expect(201);
        }
        let asked = self.letters(&self.acting_head, "Rekomendasi Anda diminta").await;
        assert_eq!(asked.len(), NAMES.len());
        // Wati and Lukas wait for the last evening.
        for name in ["Siti", "Tono", "Yusuf", "Budiman", "Hana"] {
            self.hand_in(name).await;
        }
    }

    pub(super) async fn one_withdraws_by_mistake_and_returns_under_the_same_number(&mut self) {
        let before = self.numbers["Tono"].clone();
        self.as_candidate("Tono");
        let tono = &self.candidates["Tono"];
        let body = json!({"reason": "Salah tekan"});
        self.app().post(tono, &self.of("Tono", "withdraw"), body).await.expect(200);
        let back = self.app().post(tono, &self.of("Tono", "resume"), Value::Null).await;
        assert_eq!(back.expect(200)["state"], "draft");
        self.hand_in("Tono").await;
        assert_eq!(self.numbers["Tono"], before);
    }

    /// Wati has a draft and gave up. Everybody gets the time back, and she is told of it.
    pub(super) async fn the_server_is_down_in_the_last_night_and_all_get_the_time_back(&mut self) {
        self.app().at(MORNING_AFTER);
        self.as_candidate("Wati");
        let path = self.proposals["Wati"].clone();
        assert_eq!(self.submit(&path).await.refusal(409), "wrong_phase");
        let body = json!({"phase": "submission", "until": GIVEN_BACK, "reason": NIGHT});
        let reopened = self.app().post(&self.chair, &self.of_call("reopen"), body).await;
        assert_eq!(reopened.expect(200)["phase"], "open");
        self.told(&self.candidates["Wati"], "dibuka kembali sampai", NIGHT).await;
        self.hand_in("Wati").await;
    }

    pub(super) async fn one_lies_in_hospital_and_hands_in_during_the_verification(&mut self) {
        self.app().at(LATE);
        self.as_candidate("Lukas");
        let path = self.proposals["Lukas"].clone();
        assert_eq!(self.submit(&path).await.refusal(409), "wrong_phase");
        self.sign(&self.chair).await;
        let body = json!({"until": DISCHARGED, "reason": "Dirawat di rumah sakit."});
        let late = self.of("Lukas", "late-submission");
        self.app().post(&self.chair, &late, body).await.expect(201);
        self.told(&self.candidates["Lukas"], "masih dapat diajukan", "rumah sakit").await;
        self.hand_in("Lukas").await;
    }
}
