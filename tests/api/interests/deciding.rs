//! The ranking, the decision and the exports.

use super::{after, declared, official, says_nothing_of, screening};
use serde_json::{Value, json};
use test_support::review::World;
use test_support::{Answer, Person, Submission};
use tubel::kernel::access::Role;

/// Three proposals in their order, ranked; the first has the only seat.
pub(super) struct Plenary {
    pub(super) world: World,
    pub(super) chair: Person,
    pub(super) ranked: [Submission; 3],
    pub(super) run: String,
}

impl Plenary {
    pub(super) async fn new() -> Self {
        let world = screening();
        let rina = world.reviewer("rina");
        let ranked = ["siti", "budi", "ani"].map(|name| world.proposal(name));
        after(&world, 6);
        for (of, scores) in ranked.iter().zip([(6, 6), (6, 5), (5, 5)]) {
            world.score(of, &rina, scores).await;
        }
        after(&world, 15);
        let chair = official(&world, "first", Role::Chair);
        let made = world.app.post(&chair, &world.call_path("selections"), json!({})).await;
        let run = made.expect(201)["id"].as_str().unwrap().to_owned();
        Self { world, chair, ranked, run }
    }

    /// Somebody in conflict with the first of the ranking.
    pub(super) fn near(&self, role: Role) -> Person {
        let person = official(&self.world, "near", role);
        declared(&self.world, &person, &self.ranked[0]);
        person
    }

    async fn run(&self, who: &Person, paper: &str) -> Answer {
        self.world.app.get(who, &format!("/api/v1/selections/{}/{paper}", self.run)).await
    }

    pub(super) fn proposition(&self, deviations: &Value) -> Value {
        let minutes = json!({"meeting": "Jakarta, 9 December", "attendance": [self.chair.id]});
        json!({"run": self.run, "minutes": minutes, "deviations": deviations})
    }

    pub(super) async fn preview(&self, who: &Person, deviations: Value) -> Answer {
        let path = self.world.call_path("decisions/preview");
        self.world.app.post(who, &path, self.proposition(&deviations)).await
    }

    /// The chair without a conflict proposes; answers the decision and the hash of its outcomes.
    pub(super) async fn propose(&self, deviations: Value) -> (String, String) {
        let preview = self.preview(&self.chair, deviations.clone()).await;
        let hash = preview.expect(200)["outcomes_hash"].as_str().unwrap().to_owned();
        let body = json!({"proposition": self.proposition(&deviations), "outcomes_hash": hash});
        let path = self.world.call_path("decisions");
        let made = self.world.app.post(&self.chair, &path, body).await;
        (made.expect(201)["id"].as_str().unwrap().to_owned(), hash)
    }

    pub(super) async fn approve(
        &self,
        who: &Person,
        (decision, hash): &(String, String),
    ) -> Answer {
        let password = test_support::PASSWORD;
        let body = json!({"outcomes_hash": hash, "decree_number": "KP.05", "password": password});
        self.world.app.post(who, &format!("/api/v1/decisions/{decision}/approve"), body).await
    }
}

impl Plenary {
    /// Proposes and approves what follows the ranking, and announces it.
    pub(super) async fn announce(&self) {
        let proposed = self.propose(json!([])).await;
        let decider = official(&self.world, "later", Role::Decider);
        self.approve(&decider, &proposed).await.expect(200);
        after(&self.world, 21);
        let secretariat = official(&self.world, "later", Role::Secretariat);
        let path = self.world.call_path("announcement");
        self.world.app.post(&secretariat, &path, json!({})).await.expect(201);
    }
}

fn swap(one: &Submission, other: &Submission) -> Value {
    let reason = "The problem of the second is more urgent this year.";
    json!([
        {"number": one.number, "outcome": "not_selected", "reason": reason},
        {"number": other.number, "outcome": "selected", "reason": reason},
    ])
}

#[actix_web::test]
async fn the_ranking_of_whoever_is_in_conflict_has_no_place_before_it_is_announced() {
    let plenary = Plenary::new().await;
    for role in [Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor] {
        let (far, near) = (official(&plenary.world, "far", role), plenary.near(role));
        let whole = plenary.run(&far, "ranking").await;
        assert_eq!(
            (whole.expect(200)["selected"].clone(), whole.header("withheld")),
            (1.into(), "")
        );
        let ranking = plenary.run(&near, "ranking").await;
        says_nothing_of(&ranking, &plenary.ranked[0]);
        assert_eq!(ranking.header("withheld"), "conflict-of-interest", "{role:?}");
        let rows: Vec<(&Value, &Value, &Value)> = ranking.json["places"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (&row["number"], &row["place"], &row["outcome"]))
            .collect();
        let [_, second, third] = &plenary.ranked;
        let (second, third) = (json!(second.number), json!(third.number));
        assert_eq!(
            rows,
            [(&second, &Value::Null, &Value::Null), (&third, &Value::Null, &Value::Null)]
        );
        assert_eq!(ranking.json["places"][0]["value"]["sum"], 560, "their own scores are there");
        assert_eq!(
            (&ranking.json["selected"], &ranking.json["reserves"]),
            (&Value::Null, &Value::Null)
        );
        let inputs = plenary.run(&near, "inputs").await;
        says_nothing_of(&inputs, &plenary.ranked[0]);
        assert_eq!(inputs.header("withheld"), "conflict-of-interest");
        assert_eq!(inputs.json["proposals"].as_array().unwrap().len(), 2);
        let runs = plenary.world.app.get(&near, &plenary.world.call_path("selections")).await;
        assert_eq!(runs.expect(200)[0]["inputs_hash"], Value::Null, "it could be tried");
    }
}

#[actix_web::test]
async fn once_announced_places_are_shown_as_they_are() {
    let plenary = Plenary::new().await;
    plenary.announce().await;
    let [hidden, second, third] = &plenary.ranked;
    for role in [Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor] {
        let near = plenary.near(role);
        let ranking = plenary.run(&near, "ranking").await;
        says_nothing_of(&ranking, hidden);
        let rows = ranking.json["places"].as_array().unwrap();
        let of =
            |row: &Value| (row["number"].clone(), row["place"].clone(), row["outcome"].clone());
        let rows: Vec<(Value, Value, Value)> = rows.iter().map(of).collect();
        let expected = [
            (json!(second.number), json!(2), json!("reserve")),
            (json!(third.number), json!(3), json!("reserve")),
        ];
        assert_eq!(rows, expected, "{role:?}");
        let decisions = plenary.world.call_path("decisions");
        let decisions = plenary.world.app.get(&near, &decisions).await;
        let id = decisions.expect(200)[0]["id"].as_str().unwrap().to_owned();
        let read = plenary.world.app.get(&near, &format!("/api/v1/decisions/{id}")).await;
        says_nothing_of(&read, hidden);
        let places: Vec<&Value> =
            read.json["outcomes"].as_array().unwrap().iter().map(|row| &row["place"]).collect();
        assert_eq!(places, [&json!(2), &json!(3)]);
        // What is public is public to everybody.
        let public = plenary.world.call_path("announcement");
        let public = plenary.world.app.get(&near, &public).await;
        assert_eq!(public.expect(200)["selected"][0]["number"], hidden.number);
    }
}

#[actix_web::test]
async fn the_kept_bytes_go_to_whoever_has_no_conflict() {
    let plenary = Plenary::new().await;
    let runs = plenary.world.call_path("selections");
    let run = plenary.world.app.get(&plenary.chair, &runs).await.expect(200)[0].clone();
    for (paper, hash) in [("ranking", "document_hash"), ("inputs", "inputs_hash")] {
        let kept = plenary.run(&plenary.chair, paper).await;
        assert_eq!(tubel::kernel::canonical::sha256_hex(kept.text()), run[hash].as_str().unwrap());
    }
}

#[actix_web::test]
async fn a_chair_in_conflict_previews_no_outcome_and_cannot_deviate_on_anybody() {
    let plenary = Plenary::new().await;
    let [hidden, other, third] = &plenary.ranked;
    let near = plenary.near(Role::Chair);
    let preview = plenary.preview(&near, json!([])).await;
    says_nothing_of(&preview, hidden);
    assert_eq!(preview.json["withheld"], true);
    assert_eq!(preview.json["outcomes"], json!([]));
    let whole = plenary.preview(&plenary.chair, json!([])).await;
    assert_eq!(whole.expect(200)["withheld"], false);
    assert_eq!(whole.json["outcomes_hash"], preview.json["outcomes_hash"]);

    // A departure tells of seats, caps and money: it is refused alike whatever it names.
    let mut nobody = swap(hidden, other);
    nobody[0]["number"] = json!("TB-2026-9999");
    for departure in [swap(hidden, other), swap(third, other), nobody] {
        let refused = plenary.preview(&near, departure.clone()).await;
        assert_eq!(refused.refusal(409), "proposer_in_conflict");
        let body = json!({
            "proposition": plenary.proposition(&departure), "outcomes_hash": "0".repeat(64),
        });
        let path = plenary.world.call_path("decisions");
        let proposed = plenary.world.app.post(&near, &path, body).await;
        assert_eq!(proposed.refusal(409), "proposer_in_conflict");
    }
    plenary.preview(&plenary.chair, swap(hidden, third)).await.expect(200);
    // What follows the ranking favours nobody.
    let body = json!({
        "proposition": plenary.proposition(&json!([])),
        "outcomes_hash": preview.json["outcomes_hash"],
    });
    let made = plenary.world.app.post(&near, &plenary.world.call_path("decisions"), body).await;
    assert_eq!(made.expect(201)["outcomes_salt"], Value::Null);
}

#[actix_web::test]
async fn a_decision_is_read_without_outcomes_and_without_peoples_words_before_it_is_announced() {
    let plenary = Plenary::new().await;
    let (decision, _) = plenary.propose(json!([])).await;
    for role in [Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor] {
        let (far, near) = (official(&plenary.world, "far", role), plenary.near(role));
        let path = format!("/api/v1/decisions/{decision}");
        let read = plenary.world.app.get(&near, &path).await;
        says_nothing_of(&read, &plenary.ranked[0]);
        assert_eq!((&read.json["withheld"], &read.json["outcomes"]), (&json!(true), &json!([])));
        assert_eq!(read.json["outcomes_salt"], Value::Null);
        let whole = plenary.world.app.get(&far, &path).await;
        assert_eq!(whole.expect(200)["outcomes"].as_array().unwrap().len(), 3);
        assert_eq!(whole.json["withheld"], false);
        // Whoever sees all can compute the hash again.
        let salted =
            json!({"outcomes": whole.json["outcomes"], "salt": whole.json["outcomes_salt"]});
        let again = tubel::kernel::canonical::hash_of(&salted).unwrap();
        assert_eq!(whole.json["outcomes_hash"], again, "{role:?}");
    }
}

#[actix_web::test]
async fn a_departure_from_the_ranking_is_approved_by_somebody_impartial() {
    let plenary = Plenary::new().await;
    let near = plenary.near(Role::Decider);
    let impartial = official(&plenary.world, "far", Role::Decider);
    let proposed = plenary.propose(swap(&plenary.ranked[0], &plenary.ranked[1])).await;
    let refused = plenary.approve(&near, &proposed).await;
    assert_eq!(refused.refusal(409), "decider_in_conflict");
    plenary.approve(&impartial, &proposed).await.expect(200);
}

#[actix_web::test]
async fn a_decision_that_follows_the_ranking_favours_nobody_and_may_be_approved() {
    let plenary = Plenary::new().await;
    let near = plenary.near(Role::Decider);
    let proposed = plenary.propose(json!([])).await;
    plenary.approve(&near, &proposed).await.expect(200);
}

#[actix_web::test]
async fn the_record_keeps_silent_about_it_to_auditor_secretariat_and_chair() {
    let plenary = Plenary::new().await;
    plenary.propose(swap(&plenary.ranked[0], &plenary.ranked[1])).await;
    let record = "/api/v1/ledger/entries?limit=200";
    for role in [Role::Auditor, Role::Secretariat, Role::Chair] {
        let (far, near) = (official(&plenary.world, "far", role), plenary.near(role));
        let answer = plenary.world.app.get(&near, record).await;
        says_nothing_of(&answer, &plenary.ranked[0]);
        let whole = plenary.world.app.get(&far, record).await;
        assert!(whole.expect_page().contains(&plenary.ranked[0].number), "{role:?}");
        // Every entry is there, so that the chain of hashes can be followed.
        let chain = |answer: &Answer| {
            let rows = answer.json["items"].as_array().unwrap().iter();
            rows.map(|row| (row["seq"].clone(), row["hash"].clone())).collect::<Vec<_>>()
        };
        let (shown, all) = (chain(&answer), chain(&whole));
        assert_eq!(shown[..], all[..shown.len()]);
        let subject = format!("proposal:{}", plenary.ranked[0].id);
        let path = format!("{record}&subject={subject}");
        assert_eq!(plenary.world.app.get(&near, &path).await.expect(200)["items"], json!([]));
    }
}
