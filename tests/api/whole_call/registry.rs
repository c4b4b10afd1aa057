//! Chapter one: the registry of problems. The 25 shipped ones, and two that units bring in.

use super::story::Story;
use serde_json::{Value, json};
use test_support::problem_text;
use tubel::features::problems::seed_problems;

const PROBLEMS: &str = "/api/v1/problems";

impl Story {
    /// As `tubel problems import` does.
    pub(super) async fn the_registry_starts_with_twenty_five_problems(&mut self) {
        let now = self.app.now();
        self.app.database().write(move |db| seed_problems(db, now)).unwrap();
        assert_eq!(self.registered().await.len(), 25);
    }

    pub(super) async fn two_units_register_problems_of_their_own(&mut self) {
        let (app, approver) = (&self.app, &self.approver);
        let (pusdatin, kosmetik) = (&self.heads["P.PUSDATIN"], &self.heads["P.D2.04"]);
        let mut vague = problem_text("Data pengawasan tidak saling terhubung antarunit");
        vague["target_value"] = json!("100 hari");
        let worse = app.post(pusdatin, PROBLEMS, vague.clone()).await;
        assert_eq!(worse.faults(), [("target_value".to_owned(), "target_already_met".to_owned())]);
        vague["target_value"] = json!("20 hari");
        let first = app.post(pusdatin, PROBLEMS, vague.clone()).await.expect(201).clone();
        let second = problem_text("Kosmetik ilegal dikirim dari beberapa titik saja");
        let second = app.post(kosmetik, PROBLEMS, second).await.expect(201).clone();
        assert_eq!((&first["code"], &second["code"]), (&json!("M-026"), &json!("M-027")));
        // Nobody outside sees what is not approved.
        assert_eq!(self.registered().await.len(), 25);
        self.anybody_reads(&at(&first, "")).await.refusal(404);

        let reason = json!({"reason": "The target is hardly better than the baseline."});
        app.post(approver, &at(&first, "/return"), reason).await.expect(200);
        let returned = app.get(pusdatin, &at(&first, "")).await;
        let why = returned.expect(200)["state_reason"].as_str().unwrap();
        assert!(why.starts_with("The target is hardly"));
        vague["target_value"] = json!("5 hari");
        let version = returned.json["version"].as_i64().unwrap();
        app.put_from(pusdatin, &at(&first, ""), version, vague).await.expect(200);
        for problem in [&first, &second] {
            app.post(approver, &at(problem, "/approve"), Value::Null).await.expect(200);
        }
        let registered = self.registered().await;
        let text = |problem: &Value, field: &str| problem[field].as_str().unwrap().to_owned();
        self.problems = registered
            .iter()
            .map(|one| (text(one, "code"), (text(one, "id"), text(one, "owner_unit"))))
            .collect();
        assert_eq!(self.problems.len(), 27);
    }

    /// The registry as anybody reads it.
    async fn registered(&self) -> Vec<Value> {
        let page = self.anybody_reads(&format!("{PROBLEMS}?state=approved&limit=200")).await;
        page.expect(200)["items"].as_array().unwrap().clone()
    }
}

fn at(problem: &Value, rest: &str) -> String {
    format!("{PROBLEMS}/{}{rest}", problem["id"].as_str().unwrap())
}
