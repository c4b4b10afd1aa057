//! The demo: whoever a visitor signs in as has something to do.

use crate::correspondence::{as_token, signed_in};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::TestApp;
use tubel::kernel::access::Role;

struct Demo {
    app: TestApp,
    scene: tubel::cli::demo::Scene,
}

impl Demo {
    fn begin() -> Self {
        let (app, scene) = TestApp::with_demo();
        Self { app, scene }
    }

    async fn get(&self, email: &str, path: &str) -> Value {
        let token = signed_in(&self.app, email).await;
        let answer = as_token(&self.app, Method::GET, path, &token, Value::Null).await;
        answer.expect(200).clone()
    }

    fn emails(&self, role: Role) -> Vec<String> {
        let people = self.scene.sign_ins.iter().filter(|person| person.roles.contains(&role));
        people.map(|person| person.email.clone()).collect()
    }

    /// The call of this code.
    async fn call(&self, email: &str, code: &str) -> String {
        let calls = self.get(email, "/calls").await;
        let found = calls["items"].as_array().unwrap().iter().find(|call| call["code"] == code);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }
}

#[actix_web::test]
async fn the_panel_the_verifiers_and_the_appeal_team_have_work_waiting() {
    let demo = Demo::begin();
    let reviewer = &demo.emails(Role::Reviewer)[0];
    let pile = demo.get(reviewer, "/assignments").await;
    let states: Vec<&Value> =
        pile["items"].as_array().unwrap().iter().map(|item| &item["state"]).collect();
    assert!(states.contains(&&json!("assigned")) && states.contains(&&json!("submitted")));
    let verifier = &demo.emails(Role::Verifier)[0];
    let call = demo.call(verifier, "TB-2026-G4").await;
    let queue = demo.get(verifier, &format!("/calls/{call}/verification-queue")).await;
    assert!(!queue["items"].as_array().unwrap().is_empty(), "{queue}");
    let appeal = &demo.emails(Role::Appeal)[0];
    let objections = demo.get(appeal, "/objections").await;
    assert_eq!(objections["items"].as_array().unwrap().len(), 1, "{objections}");
}

#[actix_web::test]
async fn the_candidates_wait_object_answer_an_offer_and_write() {
    let demo = Demo::begin();
    let mut found = Vec::new();
    for email in demo.emails(Role::Candidate) {
        let own = demo.get(&email, "/proposals").await;
        let proposal = own["items"][0].clone();
        let id = proposal["id"].as_str().unwrap();
        found.push(proposal["state"].as_str().unwrap().to_owned());
        match proposal["number"].as_str().unwrap_or("") {
            number if number.starts_with("TB-2026-G1") => {
                let award = demo.get(&email, &format!("/proposals/{id}/award")).await;
                assert_eq!(award["state"], "offered", "{award}");
            }
            number if number.starts_with("TB-2026-G2") => {
                let token = signed_in(&demo.app, &email).await;
                let path = format!("/proposals/{id}/objections");
                let reason = "Nilai pada kriteria pertama tidak sesuai dengan data unit kami.";
                let body = json!({"subject": "scores", "reason": reason});
                as_token(&demo.app, Method::POST, &path, &token, body).await.expect(201);
            }
            _ => {}
        }
    }
    found.sort();
    assert_eq!(found, ["draft", "eligible", "eligible", "eligible", "eligible"]);
}

/// Of the calls of past years: the stages of their studies, and what the board, the lesson and the search make of them.
#[actix_web::test]
async fn the_seats_of_past_years_stand_at_every_stage_and_their_problems_tell_what_came_of_them() {
    let demo = Demo::begin();
    let secretariat = &demo.emails(Role::Secretariat)[0];
    let studies = demo.get(secretariat, "/studies?limit=50").await;
    let studies = studies["items"].as_array().unwrap();
    let mut states: Vec<&str> =
        studies.iter().map(|study| study["state"].as_str().unwrap()).collect();
    states.sort_unstable();
    states.dedup();
    let mut all = tubel::features::studies::State::ALL.map(tubel::features::studies::State::name);
    all.sort_unstable();
    assert_eq!(states, all);
    assert_eq!(studies.len(), 12);
    let elsewhere = studies
        .iter()
        .filter(|study| !study["placement"].is_null() && study["placement"] != study["owner_unit"]);
    assert_eq!(elsewhere.count(), 1);

    let board = demo.get(secretariat, "/impact").await;
    let line = |title: &str| {
        let lines = board["problems"].as_array().unwrap();
        let found = lines.iter().find(|line| line["title"].as_str().unwrap().starts_with(title));
        found.unwrap().clone()
    };
    let solved = line("Hasil uji air minum");
    assert_eq!((&solved["state"], &solved["outcome"]), (&json!("solved"), &json!("solved")));
    assert_eq!(solved["now"]["confirmed"], true);
    let still = line("Klinik kecantikan");
    assert_eq!((&still["outcome"], &still["way_behind"]), (&json!("not_solved"), &json!(0)));
    let fallen = line("Pangan kedaluwarsa kembali");
    assert_eq!((&fallen["state"], &fallen["outcome"]), (&json!("approved"), &json!("not_solved")));
    let path = format!("/problems/{}", fallen["problem"].as_str().unwrap());
    let reason = demo.get(secretariat, &path).await["state_reason"].clone();
    assert!(reason.as_str().unwrap().starts_with("17%"));
    let moved = ["met", "towards", "not_towards"].map(|name| board["with_award"][name].as_u64());
    assert!(moved.iter().all(|count| count.is_some_and(|count| count > 0)), "{board}");
    let without = ["met", "towards"].map(|name| board["without_award"][name].as_u64());
    assert!(without.iter().all(|count| count.is_some_and(|count| count > 0)), "{board}");

    let learning = demo.get(secretariat, "/learning").await;
    assert!(learning["awards"].as_u64().unwrap() >= 7, "{learning}");
    let tried = demo.get(secretariat, "/tried?q=krim").await;
    let shared = tried.to_string();
    assert!(shared.contains("Sidik jari kimia") && shared.contains("Mengapa klinik"), "{tried}");

    // Something waits for the secretariat: a document, and a request on which the owner unit has agreed.
    let page = |state: &str| format!("/studies?state={state}");
    let waiting = demo.get(secretariat, &page("admission")).await["items"][0]["id"].clone();
    let waiting = demo.get(secretariat, &format!("/studies/{}", waiting.as_str().unwrap())).await;
    assert_eq!(waiting["papers"][0]["verdict"], Value::Null, "{waiting}");
    let studying = demo.get(secretariat, &page("studying")).await["items"][0]["id"].clone();
    let studying = demo.get(secretariat, &format!("/studies/{}", studying.as_str().unwrap())).await;
    let request = studying["requests"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&request["state"], &request["rulings"][0]["side"]),
        (&json!("open"), &json!("owner"))
    );
}
