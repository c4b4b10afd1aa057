//! A verifier's work: what they judge by is before them, nothing is concluded by one click or with a
//! file unopened and unnamed, a mistake can be taken back in time, and the queue counts all of itself.

use crate::pages::{Visit, hidden};
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, Person};
use tubel::kernel::access::Role;

const SCREENING: &str = "2026-12-25T01:00:00Z";

struct Scene {
    world: World,
    path: String,
    id: String,
    verifiers: [Person; 3],
}

impl Scene {
    async fn new() -> Self {
        let world = World::start().await;
        let path = world.ready().await;
        world.submit(&path).await.expect(201);
        let verifiers = ["vera", "vino", "vita"].map(|name| world.outsider(name, Role::Verifier));
        world.app.at(SCREENING);
        let id = path.rsplit('/').next().unwrap().to_owned();
        Self { world, path, id, verifiers }
    }

    async fn read(&self, who: usize) -> Value {
        let path = format!("{}/verification", self.path);
        self.world.app.get(&self.verifiers[who], &path).await.expect(200).clone()
    }

    /// Every line in order.
    async fn marks(&self, who: usize) {
        self.world.app.find_in_order(&self.verifiers[who], &self.path, None).await;
    }

    async fn concludes(&self, who: usize, unopened: Value) -> Answer {
        let body = json!({"outcome": "MS", "unopened": unopened});
        let path = format!("{}/verification/conclude", self.path);
        self.world.app.post(&self.verifiers[who], &path, body).await
    }

    async fn opens(&self, who: usize) {
        let files = format!("{}/documents", self.path);
        let files = self.world.app.get(&self.verifiers[who], &files).await;
        for kind in files.expect(200)["kinds"].as_array().unwrap() {
            if let Some(id) = kind["latest"]["id"].as_str() {
                let content = format!("/api/v1/documents/{id}/content");
                self.world.app.get(&self.verifiers[who], &content).await.expect_file();
            }
        }
    }

    async fn takes_back(&self, who: usize, reason: &str) -> Answer {
        let path = format!("{}/verification/take-back", self.path);
        self.world.app.post(&self.verifiers[who], &path, json!({"reason": reason})).await
    }

    fn page(&self) -> String {
        format!("/desk/proposals/{}/verification", self.id)
    }
}

#[actix_web::test]
async fn nothing_is_concluded_with_a_file_neither_opened_nor_named() {
    let scene = Scene::new().await;
    scene.marks(0).await;
    assert_eq!(scene.read(0).await["unopened"], json!(["proposal"]));
    let refused = scene.concludes(0, json!([])).await;
    assert_eq!(refused.refusal(409), "documents_unopened");
    assert_eq!(refused.json["details"]["unopened"], json!(["proposal"]));
    scene.opens(0).await;
    assert_eq!(scene.read(0).await["unopened"], json!([]));
    // What one verifier opened the other has not.
    assert_eq!(scene.read(1).await["unopened"], json!(["proposal"]));
    scene.concludes(0, json!([])).await.expect(200);
    scene.marks(1).await;
    scene.concludes(1, json!(["proposal"])).await.expect(200);
    let recorded = scene.world.app.recorded(&format!("proposal:{}", scene.id));
    let unopened: Vec<&Value> = recorded
        .iter()
        .filter(|(act, _)| act == "verification.concluded")
        .map(|(_, payload)| &payload["unopened"])
        .collect();
    assert_eq!(unopened, [&json!([]), &json!(["proposal"])]);
}

#[actix_web::test]
async fn a_conclusion_is_taken_back_until_another_has_concluded() {
    let scene = Scene::new().await;
    assert_eq!(scene.takes_back(0, "Saya salah membaca.").await.refusal(409), "not_concluded");
    scene.marks(0).await;
    scene.concludes(0, json!(["proposal"])).await.expect(200);
    assert_eq!(scene.read(0).await["may_take_back"], true);
    assert_eq!(scene.takes_back(1, "Saya salah membaca.").await.refusal(409), "not_concluded");
    scene.takes_back(0, "keliru").await.refusal(422);
    let sheet = scene.takes_back(0, "Saya salah membaca.").await;
    assert_eq!(
        (&sheet.expect(200)["outcome"], &sheet.json["concluded_at"]),
        (&Value::Null, &Value::Null)
    );
    let own = scene.read(0).await;
    assert_eq!(own["taken_back"][0]["reason"], "Saya salah membaca.");
    assert_eq!(scene.read(1).await["taken_back"], json!([]), "blind to one another");
    let candidate =
        scene.world.app.get(&scene.world.candidate, &format!("{}/verification", scene.path)).await;
    assert_eq!(candidate.expect(200)["taken_back"], json!([]));
    let recorded = scene.world.app.recorded(&format!("proposal:{}", scene.id));
    let (_, payload) = recorded.iter().find(|(act, _)| act == "verification.taken_back").unwrap();
    assert!(!payload.to_string().contains("salah"), "{payload}");
    scene.concludes(0, json!(["proposal"])).await.expect(200);
    scene.marks(1).await;
    // The other finds a fault, so nothing is settled yet.
    let path = format!("{}/verification", scene.path);
    let mut checks = scene.read(1).await["sheets"][0]["checks"].clone();
    checks[0]["outcome"] = "not_ok".into();
    checks[0]["reason"] = "unsigned".into();
    scene.world.app.put(&scene.verifiers[1], &path, json!({"checks": checks})).await.expect(200);
    let body = json!({"outcome": "TMS", "unopened": ["proposal"]});
    scene.world.app.post(&scene.verifiers[1], &format!("{path}/conclude"), body).await.expect(200);
    assert_eq!(scene.takes_back(0, "Saya salah membaca.").await.refusal(409), "others_concluded");
    assert_eq!(scene.read(0).await["may_take_back"], false);
}

#[actix_web::test]
async fn the_page_shows_the_person_the_rules_with_figures_and_asks_twice() {
    let scene = Scene::new().await;
    let visit = Visit::signed_in(&scene.world.app, &scene.verifiers[0]).await;
    let page = visit.read(&scene.page()).await.expect_page().to_owned();
    let nip = scene.read(0).await["applicant"]["nip"].as_str().unwrap().to_owned();
    for told in [nip.as_str(), "PFM Ahli Muda", "3.25", "S1", "58", "not opened by you"] {
        assert!(page.contains(told), "{told}");
    }
    // Remaining service, with the months it was judged by.
    assert!(page.contains("72"), "the months that are required");
    // Nobody else is told the number.
    let chair = scene.world.outsider("ketua", Role::Chair);
    let seen = scene.world.app.get(&chair, &format!("{}/verification", scene.path)).await;
    assert_eq!(seen.expect(200)["applicant"], Value::Null);
    let version = scene.world.app.get(&chair, &format!("{}/versions/1", scene.path)).await;
    assert_eq!(version.expect(200)["applicant"]["nip"], Value::Null);

    let csrf = hidden(&page, "csrf");
    let items = scene.read(0).await["items"].as_array().unwrap().len();
    let lines: Vec<String> = (0..items).map(|index| format!("check[{index}].outcome")).collect();
    let mut form: Vec<(&str, &str)> = vec![("csrf", &csrf), ("conclude", "MS")];
    form.extend(lines.iter().map(|name| (name.as_str(), "ok")));
    let first = visit.send(&scene.page(), &form).await;
    let second = format!("{}/conclude?outcome=MS", scene.page());
    assert_eq!((first.status, first.header("location")), (303, second.as_str()));
    assert_eq!(scene.read(0).await["progress"]["concluded"], 0, "one click concludes nothing");
    let look = visit.read(&second).await.expect_page().to_owned();
    assert!(look.contains("I conclude without having opened"));
    let conclude = format!("{}/conclude", scene.page());
    for missing in [vec![], vec![("confirmed", "yes")], vec![("unopened.proposal", "yes")]] {
        let mut form = vec![("csrf", csrf.as_str()), ("outcome", "MS")];
        form.extend(missing);
        assert!(visit.send(&conclude, &form).await.status >= 400);
    }
    let form = [
        ("csrf", csrf.as_str()),
        ("outcome", "MS"),
        ("confirmed", "yes"),
        ("unopened.proposal", "yes"),
    ];
    assert_eq!(visit.send(&conclude, &form).await.status, 303);
    assert_eq!(scene.read(0).await["progress"]["concluded"], 1);
}

#[actix_web::test]
async fn the_queue_counts_all_of_itself_on_every_page() {
    let scene = Scene::new().await;
    let call = scene.world.call.parse().unwrap();
    for number in 2..=60 {
        let name = format!("c{number}");
        let who = scene.world.app.person(&name).role(Role::Candidate).create();
        scene.world.app.case_proposal(&call, &who, Some(&format!("TB-2026-{number:04}")));
    }
    let visit = Visit::signed_in(&scene.world.app, &scene.verifiers[0]).await;
    let queue = format!("/desk/calls/{}/verification", scene.world.call);
    for page in [queue.clone(), format!("{queue}?after=%22TB-2026-0050%22")] {
        let html = visit.read(&page).await.expect_page().to_owned();
        assert!(html.contains("60 proposals wait for you"), "{page}");
    }
    scene.marks(0).await;
    scene.concludes(0, json!(["proposal"])).await.expect(200);
    let path = format!("/api/v1/calls/{}/verification-queue?limit=2", scene.world.call);
    let told = scene.world.app.get(&scene.verifiers[0], &path).await;
    assert_eq!((&told.expect(200)["total"], &told.json["left"]), (&json!(60), &json!(59)));
    assert_eq!(told.json["next_due_number"], "TB-2026-0002");
    let after = visit.read(&format!("{}?concluded=1", scene.page())).await.expect_page().to_owned();
    assert!(after.contains("59 proposals wait for you") && after.contains("TB-2026-0002"));
}
