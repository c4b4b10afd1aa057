//! One award from the accepted seat to the problem solved, and opened again by a later measurement.

use super::objections::letters;
use super::studies::Scene;
use serde_json::{Value, json};
use test_support::studies::OWNER;
use test_support::{Answer, Person};
use tubel::kernel::access::Role;

impl Scene {
    /// The problem that the study is to solve.
    async fn problem(&self) -> Value {
        let problem = self.read(&self.owner).await["study"]["problem"].clone();
        let path = format!("/api/v1/problems/{}", problem.as_str().unwrap());
        self.world.app.send("GET", &path, "en").await.expect(200).clone()
    }

    /// The owner unit's figure of a half-year.
    async fn measure(&self, who: &Person, (from, to): (&str, &str), value: &str) -> Answer {
        let problem = self.read(who).await["study"]["problem"].clone();
        let path = format!("/api/v1/problems/{}/measurements", problem.as_str().unwrap());
        let body = json!({
            "period_from": from, "period_to": to, "value": value, "unit_of_measure": "%",
            "denominator": "1.200 tautan", "source": "Catatan patroli siber",
            "measured_by": "Direktorat Siber", "difference": null, "gaps": null,
            "evidence": "Sampel acak yang dipantau 30 hari oleh dua petugas.",
        });
        self.world.app.post(who, &path, body).await
    }

    /// What everybody reads of the problem on the board.
    async fn on_board(&self) -> Value {
        let board = self.world.app.send("GET", "/api/v1/impact", "en").await.expect(200).clone();
        let lines = board["problems"].as_array().unwrap().iter();
        lines.clone().find(|line| line["code"] == "M-001").unwrap().clone()
    }
}

const FIRST: (&str, &str) = ("2029-09-01", "2030-02-28");
const SECOND: (&str, &str) = ("2030-03-01", "2030-08-31");
const LAST: (&str, &str) = ("2031-03-01", "2031-08-31");

#[actix_web::test]
async fn from_the_accepted_seat_to_the_problem_solved_and_opened_again() {
    let scene = Scene::new().await;
    let (app, secretariat) = (&scene.world.app, &scene.world.secretariat);
    let inspector = app.person("inspektur").role(Role::Inspector).unit("P.IU.02").create();

    // Admission, agreement, dates; then the plan and the mentor, which are the owner unit's word.
    scene.planned().await;
    let line = scene.on_board().await;
    assert_eq!(line["outcome"], "too_young");

    // Back at the owner unit: the bond and the days of measuring follow from the day of the return.
    app.at("2029-09-03T01:00:00Z");
    let diploma = scene.paper(&scene.awardee, "diploma").await;
    scene.check(&diploma, "accepted").await.expect(200);
    scene.paper(secretariat, "reinstatement").await;
    let back = json!({"returned_on": "2029-09-03", "placement": OWNER, "carried_by": null});
    scene.act(secretariat, "return", back).await.expect(200);
    let read = scene.read(&scene.awardee).await;
    assert_eq!(read["is_owner_unit_placement"], true);
    assert_eq!(read["impact_due"], json!(["2030-03-03", "2030-09-03", "2031-09-03"]));
    let told = letters(&scene.world, &scene.mentor);
    assert_eq!(told.last().unwrap(), "study_stepped");

    // After six months: better, and not there. The certificate has solved nothing.
    app.at("2030-03-04T01:00:00Z");
    assert_eq!(scene.problem().await["state"], "approved");
    for nobody in [&scene.awardee, &scene.mentor, secretariat] {
        let refused = scene.measure(nobody, FIRST, "9%").await;
        assert!([403, 404].contains(&refused.status), "{} {}", nobody.email, refused.status);
    }
    scene.measure(&scene.owner, FIRST, "24%").await.expect(201);
    assert_eq!(scene.problem().await["state"], "approved");
    let line = scene.on_board().await;
    assert_eq!((&line["progress"], &line["outcome"]), (&json!("towards"), &json!("not_solved")));

    // After twelve: the target is met by the owner's measurement. Disputed on the spot it solves nothing; confirmed it
    // does.
    app.at("2030-09-04T01:00:00Z");
    let made = scene.measure(&scene.owner, SECOND, "14%").await.expect(201).clone();
    assert_eq!(scene.problem().await["state"], "solved");
    let path = format!("/api/v1/measurements/{}/checks", made["id"].as_str().unwrap());
    let found = |verdict: &str| json!({"verdict": verdict, "reason": "Catatan patroli dilihat."});
    app.post(&inspector, &path, found("disputed")).await.expect(200);
    assert_eq!(scene.problem().await["state"], "approved");
    app.post(&inspector, &path, found("confirmed")).await.expect(200);
    let solved = scene.problem().await;
    assert_eq!(
        (&solved["state"], &solved["state_reason"]),
        (&json!("solved"), &json!("14% (2030-03-01 – 2030-08-31)"))
    );
    let line = scene.on_board().await;
    assert_eq!((&line["progress"], &line["outcome"]), (&json!("met"), &json!("solved")));
    assert_eq!(line["now"]["confirmed"], true);

    // After twenty-four it has fallen back. The study is over all the same; the problem is not.
    app.at("2031-09-04T01:00:00Z");
    scene.measure(&scene.owner, LAST, "19%").await.expect(201);
    let reopened = scene.problem().await;
    assert_eq!(reopened["state"], "approved");
    assert_eq!(reopened["state_reason"], "19% (2031-03-01 – 2031-08-31)");
    assert_eq!(scene.on_board().await["outcome"], "not_solved");
    scene.step("conclude", "2031-09-04", json!({})).await.expect(200);
    assert_eq!(scene.state().await, "concluded");
    let subject = format!("problem:{}", reopened["id"].as_str().unwrap());
    let acts = app.recorded(&subject).into_iter().map(|(act, _)| act);
    let turns: Vec<String> =
        acts.filter(|act| ["problem.solved", "problem.reopened"].contains(&act.as_str())).collect();
    let once = ["problem.solved", "problem.reopened"];
    assert_eq!(turns, [once, once].concat());
}
