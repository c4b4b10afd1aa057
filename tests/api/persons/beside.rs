//! Every act that takes two persons, done by two of whom one vouched for the other, in either direction,
//! is refused; by two who did not, it goes through. A new act without a scenario fails here.

use super::{APPROVE, House, vouched, waiting_id};
use crate::decisions::objections::{REASON, announced};
use serde_json::json;
use test_support::case::SCREENING;
use test_support::plenary::{PLENARY, World};
use test_support::{Answer, Person, TestApp, problem_text};
use tubel::kernel::access::{Permission, Role, rules, second_person};

/// How the two who act stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Strangers,
    FirstMadeSecond,
    SecondMadeFirst,
}

impl Link {
    fn lay(self, app: &TestApp, first: &Person, second: &Person) {
        match self {
            Self::Strangers => {}
            Self::FirstMadeSecond => vouched(app, second, first),
            Self::SecondMadeFirst => vouched(app, first, second),
        }
    }
}

#[actix_web::test]
async fn no_act_that_takes_two_is_done_by_two_of_whom_one_made_the_other() {
    let acts: Vec<Permission> =
        rules().map(|rule| rule.act).filter(|act| second_person(*act).is_some()).collect();
    assert!(acts.len() >= 7, "{acts:?}");
    for act in acts {
        let done = second_half(act, Link::Strangers).await;
        assert!(done.status < 300, "{act:?}: {}", done.text());
        for link in [Link::FirstMadeSecond, Link::SecondMadeFirst] {
            let refused = second_half(act, link).await;
            let codes = [
                vec![refused.json["code"].as_str().unwrap_or("").to_owned()],
                refused.faults().into_iter().map(|(_, code)| code).collect(),
            ];
            let known = ["not_independent", "nobody_independent", "panel_not_independent"];
            let is_told = codes.concat().iter().any(|code| known.contains(&code.as_str()));
            assert!(refused.status >= 400 && is_told, "{act:?} {link:?}: {}", refused.text());
        }
    }
}

/// The first person's act, and the answer to the second's.
async fn second_half(act: Permission, link: Link) -> Answer {
    match act {
        Permission::DecideChange => change(link).await,
        Permission::ApproveCorrection => correction(link).await,
        Permission::DecideProblem => problem(link, "approve").await,
        Permission::RetireProblem => problem(link, "retire").await,
        Permission::CheckMeasurement => measurement(link).await,
        Permission::ManagePanel => panel(link).await,
        Permission::Verify => verification(link).await,
        Permission::ApproveDecision => decision(link).await,
        Permission::RuleObjection => objection(link).await,
        Permission::AgreeStudy => study(link).await,
        Permission::ApproveNeedPlan => need_plan(link).await,
        Permission::DecideException => exception(link).await,
        other => panic!("{other:?} takes two persons and has no scenario here"),
    }
}

async fn need_plan(link: Link) -> Answer {
    let world = test_support::writing::World::start().await;
    let app = &world.app;
    let office = world.outsider("biro", Role::Secretariat);
    let decider = world.outsider("kepala", Role::Decider);
    world.outsider("kepala lain", Role::Decider);
    let plan = json!({"title": "Rencana 2027", "first_year": 2027, "last_year": 2027});
    let plan = app.post(&office, "/api/v1/need-plans", plan).await;
    let plan = plan.expect(201)["plan"]["id"].as_str().unwrap().to_owned();
    let need = json!({
        "problem": world.problem, "level": "S2", "field": "Ilmu data",
        "reason": "Belum ada yang menguasainya.", "people": [{"year": 2027, "people": 1}],
    });
    app.post(&world.head, &format!("/api/v1/need-plans/{plan}/needs"), need).await.expect(201);
    let propose = format!("/api/v1/need-plans/{plan}/propose");
    let proposed = app.post(&office, &propose, json!(null)).await;
    let hash = proposed.expect(200)["plan"]["content_hash"].clone();
    link.lay(app, &office, &decider);
    let body = json!({"verdict": "approved", "content_hash": hash, "document_number": "KP.01"});
    app.post(&decider, &format!("/api/v1/need-plans/{plan}/answer"), body).await
}

async fn exception(link: Link) -> Answer {
    let scene = crate::exceptions::Scene::new().await;
    let id = scene.asked(json!({"kind": "other_level"})).await;
    scene.world.outsider("ketua lain", Role::Chair);
    scene.answer(&scene.chair, &id, "granted").await.expect(200);
    link.lay(scene.app(), &scene.chair, &scene.decider);
    scene.answer(&scene.decider, &id, "granted").await
}

async fn change(link: Link) -> Answer {
    let house = House::new();
    house.app.person("other chair").role(Role::Chair).create();
    let rina = house.app.person("rina").create();
    let proposed = house.propose(&rina, "reviewer").await;
    link.lay(&house.app, &house.secretariat, &house.chair);
    house.approve(&house.chair, &proposed).await
}

async fn correction(link: Link) -> Answer {
    let house = House::new();
    let decider = house.app.person("pimpinan").role(Role::Decider).create();
    let body = json!({"email": "pimpinan.baru@pom.go.id", "reason": "Kotak surel lama ditutup."});
    let path = format!("/api/v1/users/{}/email", decider.id);
    house.app.post(&house.secretariat, &path, body).await.expect(202);
    let waiting = house.app.get(&house.chair, "/api/v1/address-corrections").await;
    let id = waiting.expect(200)[0]["id"].as_str().unwrap().to_owned();
    link.lay(&house.app, &house.secretariat, &house.chair);
    let path = format!("/api/v1/address-corrections/{id}/approve");
    house.app.post(&house.chair, &path, json!(null)).await
}

async fn problem(link: Link, step: &str) -> Answer {
    let app = TestApp::start();
    let head = app.person("head").role(Role::UnitHead).create();
    let approver = app.person("approver").role(Role::Approver).unit("P.PPSDM").create();
    let made = app.post(&head, "/api/v1/problems", problem_text("Catatan yang tidak cocok")).await;
    let path = format!("/api/v1/problems/{}", made.expect(201)["id"].as_str().unwrap());
    if step == "retire" {
        app.post(&approver, &format!("{path}/approve"), json!({})).await.expect(200);
    }
    link.lay(&app, &head, &approver);
    let reason = "Angka dasar belum disertai dokumen sumber.";
    let body = if step == "retire" { json!({ "reason": reason }) } else { json!({}) };
    app.post(&approver, &format!("{path}/{step}"), body).await
}

async fn measurement(link: Link) -> Answer {
    let app = TestApp::start();
    let head = app.person("head").role(Role::UnitHead).create();
    let approver = app.person("approver").role(Role::Approver).unit("P.PPSDM").create();
    let inspector = app.person("inspektur").role(Role::Inspector).unit("P.IU.01").create();
    let made = app.post(&head, "/api/v1/problems", problem_text("Catatan yang tidak cocok")).await;
    let path = format!("/api/v1/problems/{}", made.expect(201)["id"].as_str().unwrap());
    app.post(&approver, &format!("{path}/approve"), json!({})).await.expect(200);
    let measured = json!({
        "period_from": "2026-01-01", "period_to": "2026-06-30", "value": "17 hari",
        "unit_of_measure": "hari", "denominator": null, "source": "Laporan semester I 2026",
        "measured_by": "Pusdatin", "difference": null, "gaps": null,
        "evidence": "Catatan pencocokan data semester I tahun 2026.",
    });
    let measured = app.post(&head, &format!("{path}/measurements"), measured).await;
    let id = measured.expect(201)["id"].as_str().unwrap().to_owned();
    link.lay(&app, &head, &inspector);
    let found = json!({"verdict": "confirmed", "reason": "Buku laporan dilihat di tempat."});
    app.post(&inspector, &format!("/api/v1/measurements/{id}/checks"), found).await
}

async fn panel(link: Link) -> Answer {
    let house = House::new();
    let call = house.app.draft_call(&house.secretariat, "TB-2026").await;
    let [first, second] =
        ["rina", "tono"].map(|name| house.app.person(name).role(Role::Reviewer).create());
    let seat = |who: &Person| format!("/api/v1/calls/{call}/panel/{}", who.id);
    house.app.put(&house.secretariat, &seat(&first), json!({})).await.expect(200);
    link.lay(&house.app, &first, &second);
    house.app.put(&house.secretariat, &seat(&second), json!({})).await
}

async fn verification(link: Link) -> Answer {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    let call = app.case_call(&admin, "TB-2026", |_| {}).await;
    let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
    let [first, second] =
        ["vera", "vino"].map(|name| app.person(name).role(Role::Verifier).unit("P").create());
    app.at(SCREENING);
    let path = format!("/api/v1/proposals/{proposal}/verification");
    app.put(&first, &path, json!({"checks": []})).await.expect(200);
    link.lay(&app, &first, &second);
    app.put(&second, &path, json!({"checks": []})).await
}

async fn decision(link: Link) -> Answer {
    let world = World::new().await;
    world.proposal("U.BB.MDN", &[5, 5, 5]);
    world.app.at(PLENARY);
    let run = world.run().await;
    let proposed = world.propose(&run).await;
    link.lay(&world.app, &world.chair, &world.decider);
    world.approve(&world.decider, &proposed).await
}

async fn objection(link: Link) -> Answer {
    let world = World::new().await;
    let entries = announced(&world).await;
    let team = world.app.person("banding").role(Role::Appeal).unit("P.IU.02").create();
    let path = format!("/api/v1/proposals/{}/objections", entries[2].id);
    let body = json!({"subject": "scores", "reason": REASON});
    let filed = world.app.post(&entries[2].candidate, &path, body).await;
    let id = filed.expect(201)["id"].as_str().unwrap().to_owned();
    link.lay(&world.app, &world.chair, &team);
    world.app.post(&team, &format!("/api/v1/objections/{id}/take"), json!({})).await
}

#[actix_web::test]
async fn a_refusal_says_who_can_act_instead_and_the_operators_word_opens_the_way() {
    let world = World::new().await;
    world.proposal("U.BB.MDN", &[5, 5, 5]);
    world.app.at(PLENARY);
    let run = world.run().await;
    let proposed = world.propose(&run).await;
    vouched(&world.app, &world.decider, &world.chair);
    let refused = world.approve(&world.decider, &proposed).await;
    assert_eq!(refused.refusal(409), "nobody_independent");
    let other = world.app.person("Dirga Kedua").role(Role::Decider).unit("P.SU").create();
    let refused = world.approve(&world.decider, &proposed).await;
    assert_eq!(refused.refusal(409), "not_independent");
    assert!(refused.text().contains("Dirga Kedua"), "{}", refused.text());
    assert_eq!(refused.json["details"]["instead"], json!([other.id]));
    // The operator, who checked who it is, answers for the account.
    let (id, now) = (world.decider.id.clone(), world.app.now());
    let vouch = move |db: &mut tubel::platform::db::Db| {
        tubel::features::accounts::vouch_from_console(db, &id, now)
    };
    assert_eq!(world.app.database().write(vouch).unwrap(), 1);
    world.approve(&world.decider, &proposed).await.expect(200);
    let told = world.app.recorded(&format!("user:{}", world.decider.id));
    assert!(told.iter().any(|(act, _)| act == "user.vouched"), "{told:?}");
}

#[actix_web::test]
async fn two_whom_the_same_people_brought_in_are_two_persons() {
    let house = House::new();
    let [one, other] = ["vera", "vino"].map(|name| house.app.person(name).create());
    for person in [&one, &other] {
        let proposed = house.propose(person, "reviewer").await;
        house.approve(&house.chair, &proposed).await.expect(200);
    }
    let call = house.app.draft_call(&house.secretariat, "TB-2026").await;
    for person in [&one, &other] {
        let seat = format!("/api/v1/calls/{call}/panel/{}", person.id);
        house.app.put(&house.secretariat, &seat, json!({})).await.expect(200);
    }
    // But who approved one of them stands beside neither.
    let proposed = house.propose(&house.app.person("sekar2").create(), "secretariat").await;
    let second = proposed.json["id"].clone();
    house.approve(&house.chair, &proposed).await.expect(200);
    let second: tubel::kernel::ids::UserId = second.as_str().unwrap().parse().unwrap();
    let second = Person { id: second, email: "sekar2@pom.go.id".to_owned(), nip: None };
    let rina = house.app.person("rina").create();
    let alone = super::propose(&house.app, &second, &rina, "verifier").await;
    assert_eq!(alone.refusal(409), "nobody_could_approve");
    house.app.person("ketua2").role(Role::Chair).create();
    let waiting = super::propose(&house.app, &second, &rina, "verifier").await;
    let refused =
        house.app.post(&house.chair, APPROVE, json!({"ids": [waiting_id(&waiting)]})).await;
    assert_eq!(refused.faults(), [("ids[0]".to_owned(), "not_independent".to_owned())]);
}

/// The owner unit's head rules on what the awardee asks for.
async fn study(link: Link) -> Answer {
    let world = World::new().await;
    let entries = announced(&world).await;
    let owner =
        world.app.person("owner").role(Role::UnitHead).unit(test_support::studies::OWNER).create();
    world.app.at(crate::decisions::objections::AFTERWARDS);
    let awardee = &entries[0].candidate;
    let award = world.accepted(&entries[0]).await;
    let body = json!({
        "university": "UGM", "programme": "Ilmu Komputer", "country": "Indonesia",
        "reason": "Program studi asal tidak membuka penerimaan.",
    });
    let asked = world.in_study(awardee, &award, "requests/programme", body).await;
    let request = asked.expect(201)["id"].as_str().unwrap().to_owned();
    link.lay(&world.app, awardee, &owner);
    let path = format!("/api/v1/study-requests/{request}/ruling");
    world.app.post(&owner, &path, json!({"side": "owner", "verdict": "approved"})).await
}
