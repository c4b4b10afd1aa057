//! Reviewers who leave, proposals that leave, and a plan that was applied by mistake.

use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::Submission;
use test_support::review::{World, sheet};
use test_support::{Answer, Person};
use tubel::kernel::access::Role;

const ILL: &str = "Sakit berat; dirawat sampai akhir bulan.";

async fn letters(world: &World, who: &Person, title: &str) -> Vec<String> {
    let own = world.app.get(who, "/api/v1/me/mails?limit=100").await;
    let all = own.expect(200)["items"].as_array().unwrap().clone();
    let of_kind = all.iter().filter(|letter| letter["title"].as_str().unwrap().contains(title));
    of_kind.map(|letter| letter["text"].as_str().unwrap().to_owned()).collect()
}

/// Rina has handed in one sheet, has begun another and not begun a third.
pub(crate) struct Scene {
    pub(crate) world: World,
    rina: Person,
    budi: Person,
    joko: Person,
    handed_in: Submission,
    begun: Submission,
    waiting: Submission,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let world = World::new();
        let [rina, budi, joko] = ["rina", "budi", "joko"].map(|name| world.reviewer(name));
        let [handed_in, begun, waiting] = ["siti", "tono", "wati"].map(|name| world.proposal(name));
        world.score(&handed_in, &rina, (5, 3)).await;
        let task = world.assign(&begun, &rina).await;
        world.save(&rina, &task, sheet((6, 6))).await.expect(200);
        world.assign(&waiting, &rina).await;
        Self { world, rina, budi, joko, handed_in, begun, waiting }
    }

    fn path(&self) -> String {
        self.world.call_path(&format!("panel/{}/leave", self.rina.id))
    }

    pub(crate) async fn preview(&self, query: &str) -> Value {
        let path = format!("{}?{query}", self.path());
        self.world.app.get(&self.world.secretariat, &path).await.expect(200).clone()
    }

    pub(crate) async fn leave(&self, how: &str, to: Option<&Person>, hash: &Value) -> Answer {
        let to = to.map(|to| to.id.to_string());
        let body = json!({"how": how, "to": to, "hash": hash, "reason": ILL});
        self.world.app.post(&self.world.secretariat, &self.path(), body).await
    }

    /// Reviewers by proposal, of tasks that are held.
    async fn held(&self, of: &Submission) -> Vec<String> {
        let path = format!("assignments?limit=200&proposal={}", of.id);
        let listed =
            self.world.app.get(&self.world.secretariat, &self.world.call_path(&path)).await;
        let rows = listed.expect(200)["items"].as_array().unwrap().clone();
        let is_held = |row: &&Value| row["state"] != "removed" && row["state"] != "declined";
        let held = rows.iter().filter(is_held);
        held.map(|row| row["reviewer"].as_str().unwrap().to_owned()).collect()
    }
}

#[actix_web::test]
async fn the_open_tasks_of_who_falls_ill_are_spread_in_one_act_and_what_was_handed_in_counts_on() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let preview = scene.preview("how=spread").await;
    assert_eq!((&preview["handed_in"], &preview["name"]), (&json!(1), &json!("rina")));
    let tasks = preview["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 2);
    assert!(tasks.iter().all(|task| task["to_name"].is_string()), "{preview}");
    // Nothing has changed yet.
    assert_eq!(scene.held(&scene.begun).await, [scene.rina.id.to_string()]);
    let stale = scene.leave("end", None, &preview["hash"]).await;
    assert_eq!(stale.refusal(409), "plan_changed");

    scene.leave("spread", None, &preview["hash"]).await.expect(200);
    for of in [&scene.begun, &scene.waiting] {
        let held = scene.held(of).await;
        assert!(held.len() == 1 && held[0] != scene.rina.id.to_string(), "{held:?}");
    }
    assert_eq!(scene.held(&scene.handed_in).await, [scene.rina.id.to_string()]);
    let call = world.call.clone();
    let counting = move |db: &mut tubel::platform::db::Db| {
        Ok(tubel::features::reviews::submitted_sheets(db, &call)?.len())
    };
    assert_eq!(world.app.database().read(counting).unwrap(), 1);
    let told = letters(world, &scene.rina, "tidak lagi menjadi anggota panel").await;
    assert!(told.len() == 1, "{told:?}");
    let new = [&scene.budi, &scene.joko];
    let mut told = 0;
    for who in new {
        told += letters(world, who, "Penugasan penilaian").await.len();
    }
    assert!((1..=2).contains(&told), "one letter for each who got something: {told}");
    let panel = world.app.get(&world.secretariat, &world.call_path("panel")).await;
    assert!(!panel.expect(200).to_string().contains(scene.rina.id.as_str()));
    let recorded = world.app.recorded(&format!("call:{}", world.call));
    assert!(recorded.iter().any(|(act, payload)| act == "panel.left" && payload["handed_in"] == 1));
    let own = world.app.get(&scene.rina, "/api/v1/assignments").await;
    assert_eq!(own.expect(200)["items"].as_array().unwrap().len(), 1);

    // The draft is kept as evidence, for the chair once the review is over.
    let begun = preview["tasks"].as_array().unwrap().iter().find(|task| task["begun"] == true);
    let draft = begun.unwrap()["assignment"].as_str().unwrap().to_owned();
    let draft = format!("/api/v1/assignments/{draft}/kept-draft");
    let chair = world.official("ketua", Role::Chair);
    assert_eq!(world.app.get(&chair, &draft).await.refusal(409), "wrong_phase");
    world.app.set_clock(world.app.now().plus_days(11));
    let kept = world.app.get(&chair, &draft).await;
    assert_eq!(kept.expect(200)["sheet"]["scores"]["K1"]["score"], 6);
    assert_eq!(kept.json["closed_reason"], ILL);
    assert_eq!(world.app.get(&world.secretariat, &draft).await.status, 404);
}

#[actix_web::test]
async fn a_named_reviewer_gets_what_no_conflict_and_no_load_forbids_and_the_rest_ends() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let path = format!("/api/v1/proposals/{}/conflicts", scene.begun.id);
    world.app.post(&scene.budi, &path, json!({"reason": "Saudara."})).await.expect(201);
    let query = format!("how=named&to={}", scene.budi.id);
    let preview = scene.preview(&query).await;
    let by_number = |number: &str| {
        let tasks = preview["tasks"].as_array().unwrap().iter();
        tasks.clone().find(|task| task["number"] == number).unwrap()["to"].clone()
    };
    assert_eq!(by_number(&scene.waiting.number), scene.budi.id.as_str());
    assert_eq!(by_number(&scene.begun.number), Value::Null);
    scene.leave("named", Some(&scene.budi), &preview["hash"]).await.expect(200);
    assert_eq!(scene.held(&scene.waiting).await, [scene.budi.id.to_string()]);
    assert!(scene.held(&scene.begun).await.is_empty());
    let twice = scene.leave("named", Some(&scene.budi), &preview["hash"]).await;
    assert_eq!(twice.status, 404);
}

#[actix_web::test]
async fn a_role_that_is_taken_away_tells_the_secretariat_what_waits_and_the_page_ends_it() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let second = world.official("sekretariat kedua", Role::Secretariat);
    let role = format!("/api/v1/users/{}/roles/reviewer", scene.rina.id);
    world.app.delete(&second, &role).await.expect(200);
    for who in [&world.secretariat, &second] {
        let told = letters(world, who, "tidak dapat menilai lagi").await;
        let link = format!("/desk/calls/{}/panel/{}/leave", world.call, scene.rina.id);
        assert!(told.len() == 1 && told[0].contains(&link), "{told:?}");
    }
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let desk = visit.read(&format!("/desk/calls/{}/assignment", world.call)).await;
    let page = format!("/desk/calls/{}/panel/{}/leave", world.call, scene.rina.id);
    assert!(desk.expect_page().contains(&page), "{}", desk.text());
    let shown = visit.read(&format!("{page}?how=end")).await;
    let text = shown.expect_page();
    assert!(text.contains("2 tasks end without another reviewer"), "{text}");
    let hash = text.split("name=\"hash\" value=\"").nth(1).unwrap()[..64].to_owned();
    let csrf = visit.csrf().await;
    let fields = [("csrf", csrf.as_str()), ("how", "end"), ("to", ""), ("hash", &hash)];
    let short = visit.send(&page, &[&fields[..], &[("reason", "sakit")]].concat()).await;
    assert_eq!(short.status, 422);
    assert!(short.text().contains("sakit</textarea>"), "{}", short.text());
    let done = visit.send(&page, &[&fields[..], &[("reason", ILL)]].concat()).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(scene.held(&scene.waiting).await.is_empty());
}

#[actix_web::test]
async fn a_plan_applied_by_mistake_is_taken_back_while_nobody_has_begun() {
    let world = World::new();
    let panel = ["rina", "budi"].map(|name| world.reviewer(name));
    for name in ["siti", "tono"] {
        world.proposal(name);
    }
    let post = async |rest: &str, body: Value| {
        world.app.post(&world.secretariat, &world.call_path(rest), body).await
    };
    let undo = json!({"reason": "Diterapkan sebelum panel lengkap."});
    assert_eq!(post("assignments/undo", undo.clone()).await.refusal(409), "no_plan");
    let apply = async || {
        let plan = post("assignments/plan", json!({})).await;
        let body = json!({"plan_hash": plan.expect(200)["plan_hash"]});
        post("assignments/apply", body).await
    };
    assert_eq!(apply().await.expect(200)["assigned"], 4);
    let undone = post("assignments/undo", undo.clone()).await;
    assert_eq!(undone.expect(200), &json!({"taken_back": 4, "given_back": 0}));
    for who in &panel {
        let told = letters(&world, who, "berubah").await;
        assert!(told.len() == 1 && told[0].contains("ditarik 2"), "{told:?}");
        let own = world.app.get(who, "/api/v1/assignments").await;
        assert_eq!(own.expect(200)["items"], json!([]));
    }
    assert_eq!(post("assignments/undo", undo.clone()).await.refusal(409), "no_plan");
    // What went with the plan the next plan gives again; what was taken away by hand it does not.
    assert_eq!(apply().await.expect(200)["assigned"], 4);
    let own = world.app.get(&panel[0], "/api/v1/assignments").await;
    let task = own.expect(200)["items"][0]["assignment"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/assignments/{task}");
    world.app.delete(&world.secretariat, &path).await.expect(200);
    assert_eq!(post("assignments/undo", undo.clone()).await.expect(200)["taken_back"], 3);
    assert_eq!(apply().await.expect(200)["assigned"], 3);
}

#[actix_web::test]
async fn a_plan_on_which_somebody_has_begun_says_who() {
    let world = World::new();
    let rina = world.reviewer("Rina Ayu");
    world.reviewer("budi");
    world.proposal("siti");
    let plan = world.call_path("assignments/plan");
    let plan = world.app.post(&world.secretariat, &plan, json!({})).await;
    let body = json!({"plan_hash": plan.expect(200)["plan_hash"]});
    let apply = world.call_path("assignments/apply");
    world.app.post(&world.secretariat, &apply, body).await.expect(200);
    let own = world.app.get(&rina, "/api/v1/assignments").await;
    let task = own.expect(200)["items"][0]["assignment"].as_str().unwrap().to_owned();
    world.save(&rina, &format!("/api/v1/assignments/{task}"), sheet((5, 3))).await.expect(200);
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let page = format!("/desk/calls/{}/assignment/undo", world.call);
    visit.read(&page).await.expect_page();
    let csrf = visit.csrf().await;
    let fields = [("csrf", csrf.as_str()), ("reason", "Diterapkan terlalu dini.")];
    let refused = visit.send(&page, &fields).await;
    assert_eq!(refused.status, 409);
    let text = refused.text();
    assert!(text.contains("Rina Ayu") && text.contains("terlalu dini"), "{text}");
}

#[actix_web::test]
async fn a_proposal_that_leaves_ends_its_tasks_and_its_reviewers_are_told_once() {
    let scene = Scene::new().await;
    let world = &scene.world;
    for of in [&scene.begun, &scene.waiting] {
        let path = format!("/api/v1/proposals/{}/withdraw", of.id);
        world.app.post(&of.candidate, &path, json!({"reason": "Pindah tugas."})).await.expect(200);
    }
    let letters_sent = tubel::features::reminders::pass(&world.app.app).await.unwrap();
    assert!(letters_sent >= 1);
    let told = letters(world, &scene.rina, "berakhir karena usulannya keluar").await;
    assert_eq!(told.len(), 1, "{told:?}");
    for of in [&scene.begun, &scene.waiting] {
        assert!(told[0].contains(&of.number));
        assert!(scene.held(of).await.is_empty());
    }
    tubel::features::reminders::pass(&world.app.app).await.unwrap();
    assert_eq!(letters(world, &scene.rina, "berakhir karena usulannya keluar").await.len(), 1);
}
