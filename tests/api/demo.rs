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
    assert_eq!(found, ["draft", "eligible", "eligible", "eligible"]);
}
