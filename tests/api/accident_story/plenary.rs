//! From the end of the review to the results.

use super::panel::score_of;
use super::people::{NAMES, Story};
use serde_json::{Value, json};
use test_support::{Answer, PASSWORD, Person};
use tubel::features::check;

const PLENARY: &str = "2027-01-27T02:00:00Z";
const ANNOUNCEMENT: &str = "2027-02-07T13:00:00Z";

impl Story {
    async fn compute(&self, who: &Person) -> Answer {
        self.app().post(who, &self.of_call("selections"), json!({})).await
    }

    fn proposition(&self, run: &Value) -> Value {
        json!({
            "run": run, "deviations": [],
            "minutes": {
                "meeting": "Jakarta, 27 Januari 2027",
                "attendance": [self.chair.id, self.secretariat.id],
            },
        })
    }

    pub(super) async fn the_forgotten_sheet_is_asked_for_instead_of_costing_a_study(&mut self) {
        let app = self.app();
        app.at(PLENARY);
        assert_eq!(self.compute(&self.chair).await.refusal(409), "sheets_lacking");
        let bagus = &self.reviewers[3];
        let pile = self.pile(bagus).await;
        let (task, ..) = pile.iter().find(|(.., state)| state == "draft").unwrap();
        assert_eq!(self.submit_sheet(bagus, task).await.refusal(409), "wrong_phase");
        let until = app.now().plus_days(1).to_string();
        let body = json!({"until": until, "reason": "Tombol terakhir terlupa."});
        app.post(&self.chair, &format!("{task}/await"), body).await.expect(200);
        self.submit_sheet(bagus, task).await.expect(200);
        self.compute(&self.chair).await.expect(201);
    }

    /// Joko supervised Wati's thesis. His sheet counts no more, and another reviewer scores.
    pub(super) async fn a_conflict_found_in_the_plenary_takes_a_sheet_away_and_another_comes(
        &mut self,
    ) {
        let app = self.app();
        // Later than the sheet that was handed in a moment ago.
        app.set_clock(app.now().plus_seconds(60));
        let tasks = app.get(&self.secretariat, &self.of_call("assignments?limit=200")).await;
        let tasks = tasks.expect(200)["items"].as_array().unwrap().clone();
        let on_wati =
            |task: &&Value| task["proposal"] == self.id("Wati") && task["state"] == "submitted";
        let scored: Vec<Value> =
            tasks.iter().filter(on_wati).map(|task| task["reviewer"].clone()).collect();
        assert_eq!(scored.len(), 2);
        let by = |id: &Value| self.reviewers.iter().find(|one| json!(one.id) == *id).unwrap();
        let found = by(&scored[0]);
        let path = self.of("Wati", &format!("conflicts/{}", found.id));
        let body = json!({"reason": "Pembimbing tesis calon; baru diketahui dalam pleno."});
        app.post(&self.secretariat, &path, body).await.expect(201);
        assert_eq!(self.compute(&self.chair).await.refusal(409), "sheets_lacking");
        let free = self
            .reviewers
            .iter()
            .find(|one| one.id != self.reviewers[2].id && !scored.contains(&json!(one.id)));
        let free = free.unwrap();
        let body = json!({"proposal": self.id("Wati"), "reviewer": free.id});
        let given = app.post(&self.secretariat, &self.of_call("assignments"), body).await;
        let task = format!("/api/v1/assignments/{}", given.expect(201)["id"].as_str().unwrap());
        self.save(free, &task, score_of("Wati")).await;
        self.submit_sheet(free, &task).await.expect(200);
        self.another_fills_the_seat_on_the_interview(found).await;
        self.compute(&self.chair).await.expect(201);
        self.found = Some(found.clone());
    }

    /// Two thirds of the panel must attend, for Wati's proposal without the one who is in conflict with it.
    pub(super) async fn too_few_come_to_the_plenary_and_one_more_joins_by_link(&mut self) {
        let app = self.app();
        let run = self.compute(&self.chair).await.expect(201)["id"].clone();
        let preview = self.of_call("decisions/preview");
        let refused = app.post(&self.chair, &preview, self.proposition(&run)).await;
        assert_eq!(refused.refusal(409), "quorum_not_met");
        let found = self.found.clone().unwrap();
        let seated = self.reviewers.iter().filter(|one| one.id != self.reviewers[2].id);
        let others: Vec<&Person> = seated.filter(|one| one.id != found.id).collect();
        let attend = async |people: Value| {
            let body = json!({ "people": people });
            app.put(&self.secretariat, &self.of_call("attendance"), body).await.expect(200);
        };
        attend(json!([
            {"user": others[0].id, "presence": "present"},
            {"user": self.laras.id, "presence": "present"},
            {"user": found.id, "presence": "absent", "reason": "Berbenturan kepentingan."},
        ]))
        .await;
        let refused = app.post(&self.chair, &preview, self.proposition(&run)).await;
        assert_eq!(refused.refusal(409), "quorum_not_met");
        attend(json!([{"user": others[1].id, "presence": "remote"}])).await;
        app.post(&self.chair, &preview, self.proposition(&run)).await.expect(200);
    }

    pub(super) async fn the_chair_is_in_conflict_and_somebody_takes_their_place(&mut self) {
        let app = self.app();
        let body = json!({"reason": "Hana ternyata keponakan saya."});
        app.post(&self.chair, &self.of("Hana", "conflicts"), body).await.expect(201);
        let run = self.compute(&self.chair).await.expect(201)["id"].clone();
        let preview = self.of_call("decisions/preview");
        let body = self.proposition(&run);
        let blind = app.post(&self.chair, &preview, body).await;
        assert_eq!(blind.expect(200)["withheld"], true, "{}", blind.json);
        let acting = app.person("Plh Ketua").unit("P.SU.03").create();
        let body = json!({"role": "chair", "in_place_of": self.chair.id, "until_on": "2027-02-10"});
        let roles = format!("/api/v1/users/{}/roles", acting.id);
        let named = app.post(&self.secretariat, &roles, body).await;
        let change = named.expect(202)["waiting"][0]["id"].clone();
        let approve = "/api/v1/account-changes/approve";
        app.post(&self.chair, approve, json!({"ids": [change]})).await.expect(200);
        self.sign(&acting).await;
        self.chair = acting;
    }

    pub(super) async fn the_results_are_announced_and_everybody_is_among_the_ranked(&mut self) {
        let app = self.app();
        let run = self.compute(&self.chair).await.expect(201)["id"].clone();
        let proposition = self.proposition(&run);
        let run = run.as_str().unwrap();
        let ranking = app.get(&self.chair, &format!("/api/v1/selections/{run}/ranking")).await;
        let places = ranking.expect(200)["places"].as_array().unwrap().clone();
        let order: Vec<&str> =
            places.iter().map(|place| place["number"].as_str().unwrap()).collect();
        assert_eq!(order.len(), NAMES.len());
        let expected = ["Yusuf", "Lukas", "Wati"].map(|name| self.numbers[name].as_str());
        assert_eq!(order[..3], expected);
        for place in &places {
            assert_eq!(place["joined"]["percent"], 30, "{place}");
        }
        let preview = self.of_call("decisions/preview");
        let preview = app.post(&self.chair, &preview, proposition.clone()).await;
        let hash = preview.expect(200)["outcomes_hash"].clone();
        let body = json!({"proposition": proposition, "outcomes_hash": hash});
        let decision = app.post(&self.chair, &self.of_call("decisions"), body).await;
        let decision = decision.expect(201).clone();
        let approve = format!("/api/v1/decisions/{}/approve", decision["id"].as_str().unwrap());
        let body = json!({
            "outcomes_hash": decision["outcomes_hash"], "decree_number": "SK-7/2027",
            "password": PASSWORD,
        });
        app.post(&self.decider, &approve, body).await.expect(200);
        app.at(ANNOUNCEMENT);
        app.post(&self.secretariat, &self.of_call("announcement"), json!({})).await.expect(201);
        for name in NAMES {
            let own = app.get(&self.candidates[name], &self.of(name, "result")).await;
            let outcome = match name {
                "Yusuf" | "Lukas" => "selected",
                _ => "not_selected",
            };
            let told = own.expect(200)["outcome"].as_str().unwrap().to_owned();
            let is_reserve = told == "reserve" && outcome == "not_selected";
            assert!(told == outcome || is_reserve, "{name}: {told}");
            assert_eq!(own.json["feedback"].as_array().map(Vec::len), Some(2), "{}", own.json);
        }
    }

    pub(super) async fn the_record_holds_and_says_what_was_opened_for_whom(&mut self) {
        let app = self.app();
        // The auditor reads the exception with its minutes, the public how many there were.
        let listed = app.get(&self.auditor, &self.of_call("exceptions")).await;
        assert_eq!(listed.expect(200)[0]["minutes_number"], "BA-12/2026");
        let public = app.send("GET", &self.of_call("announcement"), "id").await;
        assert_eq!(public.expect(200)["exceptions"], 1, "{}", public.json);
        let call = app.recorded(&format!("call:{}", self.world.call));
        for act in ["call.reopened", "panel.left"] {
            assert!(call.iter().any(|(told, _)| told == act), "{act}: {call:?}");
        }
        let wanted = check::Wanted { data: None, key: None, holds: &[] };
        let report = app.database().read(|db| check::check_on(db, &wanted, &|_| {})).unwrap();
        // The cast was put straight into the tables, without an entry.
        let amiss = report.findings.iter().filter(|one| one.check != "row_inserted");
        let amiss: Vec<String> = amiss.map(ToString::to_string).collect();
        assert_eq!(amiss, Vec::<String>::new());
    }
}
