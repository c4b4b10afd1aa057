//! The plan of needs: units register, the secretariat proposes, another person approves, a call takes its seats, the
//! board shows them beside.

use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Person, definition};
use tubel::kernel::access::Role;

struct Scene {
    world: World,
    secretariat: Person,
    decider: Person,
}

impl Scene {
    async fn new() -> Self {
        let world = World::start().await;
        let secretariat = world.outsider("sekretariat", Role::Secretariat);
        let decider = world.outsider("kepala", Role::Decider);
        Self { world, secretariat, decider }
    }

    async fn plan(&self) -> String {
        let body = json!({"title": "Rencana 2027-2029", "first_year": 2027, "last_year": 2029});
        let made = self.world.app.post(&self.secretariat, "/api/v1/need-plans", body).await;
        made.expect(201)["plan"]["id"].as_str().unwrap().to_owned()
    }

    fn need(&self, level: &str, people: Value) -> Value {
        json!({
            "problem": self.world.problem, "level": level, "field": "Ilmu data",
            "reason": "Belum ada yang menguasai pelacakan tautan.", "people": people,
        })
    }

    async fn register(&self, who: &Person, plan: &str, need: Value) -> test_support::Answer {
        self.world.app.post(who, &format!("/api/v1/need-plans/{plan}/needs"), need).await
    }

    async fn propose(&self, plan: &str) -> Value {
        let path = format!("/api/v1/need-plans/{plan}/propose");
        self.world.app.post(&self.secretariat, &path, Value::Null).await.expect(200).clone()
    }

    async fn answer(&self, who: &Person, plan: &str, body: Value) -> test_support::Answer {
        self.world.app.post(who, &format!("/api/v1/need-plans/{plan}/answer"), body).await
    }

    async fn approved(&self) -> String {
        let plan = self.plan().await;
        let people = json!([{"year": 2027, "people": 3}, {"year": 2028, "people": 1}]);
        self.register(&self.world.head, &plan, self.need("S2", people)).await.expect(201);
        let people = json!([{"year": 2027, "people": 2}]);
        self.register(&self.world.owner, &plan, self.need("S3", people)).await.expect(201);
        let hash = self.propose(&plan).await["plan"]["content_hash"].clone();
        let body = json!({
            "verdict": "approved", "content_hash": hash, "document_number": "KP.01/2026",
        });
        self.answer(&self.decider, &plan, body).await.expect(200);
        plan
    }

    async fn told(&self, who: &Person, words: &str) -> usize {
        let own = self.world.app.get(who, "/api/v1/me/mails?limit=100").await;
        let letters = own.expect(200)["items"].as_array().unwrap().clone();
        let title = |letter: &&Value| letter["title"].as_str().unwrap().contains(words);
        letters.iter().filter(title).count()
    }
}

#[actix_web::test]
async fn units_say_what_they_need_and_another_person_approves_what_was_read() {
    let scene = Scene::new().await;
    let (world, app) = (&scene.world, &scene.world.app);
    let plan = scene.plan().await;
    assert_eq!(scene.told(&world.head, "Daftarkan kebutuhan").await, 1);
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    let outside = scene.need("S2", json!([{"year": 2031, "people": 1}]));
    let refused = scene.register(&world.head, &plan, outside).await;
    assert_eq!(refused.faults(), one("people[0].year", "need_year_outside"));
    let twice = scene.need("S2", json!([{"year": 2027, "people": 1}, {"year": 2027, "people": 2}]));
    let refused = scene.register(&world.head, &plan, twice).await;
    assert_eq!(refused.faults(), one("people[1].year", "duplicate"));
    let path = format!("/api/v1/need-plans/{plan}/propose");
    let empty = app.post(&scene.secretariat, &path, Value::Null).await;
    assert_eq!(empty.refusal(409), "plan_without_needs");

    let people = json!([{"year": 2027, "people": 3}]);
    let made = scene.register(&world.head, &plan, scene.need("S2", people)).await;
    let need = made.expect(201)["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json["problem_code"], "M-001");
    let changed = scene.need("S2", json!([{"year": 2028, "people": 4}]));
    let at = format!("/api/v1/needs/{need}");
    app.put(&world.owner, &at, changed.clone()).await.refusal(404);
    let changed = app.put(&world.head, &at, changed).await;
    assert_eq!(changed.expect(200)["people"], json!([{"year": 2028, "people": 4}]));
    app.delete(&world.owner, &at).await.refusal(404);

    let proposed = scene.propose(&plan).await;
    let hash = proposed["plan"]["content_hash"].clone();
    assert_eq!(proposed["totals"], json!([{"year": 2028, "level": "S2", "people": 4}]));
    assert_eq!(scene.told(&scene.decider, "menunggu penetapan").await, 1);
    assert_eq!(app.delete(&world.head, &at).await.refusal(409), "plan_state");
    let body = json!({"verdict": "returned", "content_hash": hash});
    let bare = scene.answer(&scene.decider, &plan, body).await;
    assert_eq!(bare.faults(), one("reason", "plan_reason_needed"));
    let body = json!({"verdict": "returned", "content_hash": hash, "reason": "Tambahkan S3."});
    scene.answer(&scene.secretariat, &plan, body.clone()).await.refusal(403);
    scene.answer(&scene.decider, &plan, body).await.expect(200);
    assert_eq!(scene.told(&scene.secretariat, "dikembalikan").await, 1);

    let people = json!([{"year": 2027, "people": 1}]);
    scene.register(&world.owner, &plan, scene.need("S3", people)).await.expect(201);
    let anew = scene.propose(&plan).await["plan"]["content_hash"].clone();
    assert_ne!(anew, hash);
    let approve = |hash: &Value| json!({"verdict": "approved", "content_hash": hash, "document_number": "KP.01/2026"});
    let outdated = scene.answer(&scene.decider, &plan, approve(&hash)).await;
    assert_eq!(outdated.refusal(409), "changed_meanwhile");
    let approved = scene.answer(&scene.decider, &plan, approve(&anew)).await;
    assert_eq!(approved.expect(200)["plan"]["state"], "approved");
    for person in [&world.head, &world.owner, &scene.secretariat] {
        assert_eq!(scene.told(person, "ditetapkan").await, 1, "{}", person.email);
    }
    app.get(&world.candidate, "/api/v1/need-plans").await.refusal(403);
}

#[actix_web::test]
async fn a_call_takes_its_seats_from_the_plan_and_the_board_shows_them_beside() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let plan = scene.approved().await;
    let call = app.draft_call(&scene.secretariat, "TB-2027").await;
    let quota = format!("/api/v1/calls/{call}/quota");
    let take = async |year: i32| {
        let body = json!({"plan": plan, "year": year});
        app.post(&scene.secretariat, &quota, body).await
    };
    assert_eq!(take(2030).await.faults(), [("plan".into(), "plan_not_approved".into())]);
    let taken = take(2027).await;
    let of = &taken.expect(200)["definition"];
    assert_eq!((&of["seats"], &of["need_plan"]["year"]), (&json!(5), &json!(2027)));
    let seats: Vec<&Value> =
        of["levels"].as_array().unwrap().iter().map(|level| &level["seats"]).collect();
    assert_eq!(seats, [&json!(3), &json!(2)]);

    // More than is planned cannot be announced, not even a seat.
    let mut more = of.clone();
    more["seats"] = 6.into();
    let version = taken.json["version"].as_i64().unwrap();
    let body = json!({"code": "TB-2027", "definition": more});
    let beyond =
        app.put_from(&scene.secretariat, &format!("/api/v1/calls/{call}"), version, body).await;
    assert_eq!(beyond.faults(), [("definition.seats".into(), "seats_beyond_plan".into())]);

    let board = app.send("GET", "/api/v1/impact", "id").await;
    let planned = board.expect(200)["planned"].clone();
    assert_eq!(
        planned,
        json!([
            {"year": 2027, "planned": 5, "offered": 0, "taken": 0},
            {"year": 2028, "planned": 1, "offered": 0, "taken": 0},
        ])
    );
    // A level for which nobody is needed is not offered.
    let fewer = take(2028).await;
    let levels = fewer.expect(200)["definition"]["levels"].as_array().unwrap().clone();
    assert_eq!(levels.len(), 1, "{levels:?}");
    let plain = definition();
    assert!(plain.get("need_plan").is_none());
}

#[actix_web::test]
async fn a_head_registers_and_the_decider_approves_on_their_pages() {
    let scene = Scene::new().await;
    let plan = scene.plan().await;
    let head = Visit::signed_in(&scene.world.app, &scene.world.head).await;
    let csrf = head.csrf().await;
    let at = format!("/desk/need-plans/{plan}");
    let form = format!("{at}/needs?lang=en");
    assert!(head.read(&form).await.expect_page().contains("Register a need"));
    let typed = |reason: &'static str| {
        [
            ("csrf", csrf.as_str()),
            ("problem", scene.world.problem.as_str()),
            ("level", "S2"),
            ("field", "Ilmu data"),
            ("reason", reason),
            ("people[0].year", "2027"),
            ("people[0].people", "2"),
            ("people[1].year", "2028"),
            ("people[1].people", ""),
        ]
    };
    let short = head.send(&form, &typed("pendek")).await;
    assert_eq!(short.status, 422);
    assert!(short.text().contains("pendek</textarea>") && short.text().contains("2028"));
    let saved = head.send(&form, &typed("Belum ada yang menguasainya.")).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let office = Visit::signed_in(&scene.world.app, &scene.secretariat).await;
    let token = office.csrf().await;
    let proposed = office.send(&format!("{at}/propose"), &[("csrf", token.as_str())]).await;
    assert_eq!(proposed.status, 303, "{}", proposed.text());
    let decider = Visit::signed_in(&scene.world.app, &scene.decider).await;
    let token = decider.csrf().await;
    let page = decider.read(&format!("{at}?lang=en")).await;
    let text = page.expect_page().to_owned();
    let hash = text.split("name=\"content-hash\" value=\"").nth(1);
    let hash = hash.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{text}"));
    let approve = [
        ("csrf", token.as_str()),
        ("content-hash", hash),
        ("verdict", "approved"),
        ("document-number", "KP.01/2026"),
        ("reason", ""),
    ];
    let approved = decider.send(&format!("{at}/answer"), &approve).await;
    assert_eq!(approved.status, 303, "{}", approved.text());
    assert!(decider.read(&format!("{at}?lang=en")).await.expect_page().contains("KP.01/2026"));
}
