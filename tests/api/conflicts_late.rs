//! Conflicts of interest that were recorded by mistake, and those that come out late. Each test begins where the person
//! stands and ends with the person treated right.

use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::Submission;
use test_support::plenary::{PLENARY, World as Plenary};
use test_support::review::{World, sheet};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;

const MISTAKEN: &str = "Saya salah menekan; calon ini tidak saya kenal.";
const BELIEVED: &str = "Sudah diperiksa: namanya saja yang mirip.";

async fn letters(app: &TestApp, who: &Person, title: &str) -> Vec<String> {
    let own = app.get(who, "/api/v1/me/mails?limit=100").await;
    let all = own.expect(200)["items"].as_array().unwrap().clone();
    let of_kind = all.iter().filter(|letter| letter["title"].as_str().unwrap().contains(title));
    of_kind.map(|letter| letter["text"].as_str().unwrap().to_owned()).collect()
}

/// Two sheets are wanted for each proposal.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) chair: Person,
    pub(crate) rina: Person,
    pub(crate) siti: Submission,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let world = World::new();
        let chair = world.official("ketua", Role::Chair);
        let (rina, siti) = (world.reviewer("rina"), world.proposal("siti"));
        Self { world, chair, rina, siti }
    }

    pub(crate) async fn declare(&self, who: &Person) -> Value {
        let path = format!("/api/v1/proposals/{}/conflicts", self.siti.id);
        let body = json!({"reason": "Saudara sepupu."});
        self.world.app.post(who, &path, body).await.expect(201).clone()
    }

    pub(crate) async fn ask(&self, who: &Person, of: &Person) -> Answer {
        let path = format!("/api/v1/proposals/{}/conflicts/{}/withdrawal", self.siti.id, of.id);
        self.world.app.post(who, &path, json!({"reason": MISTAKEN})).await
    }

    pub(crate) async fn rule(&self, who: &Person, asked: &Value, outcome: &str) -> Answer {
        let path = format!("/api/v1/conflict-withdrawals/{}/ruling", asked["id"].as_str().unwrap());
        let body = json!({"outcome": outcome, "reason": BELIEVED});
        self.world.app.post(who, &path, body).await
    }

    fn counted(&self) -> usize {
        let call = self.world.call.clone();
        let read = move |db: &mut tubel::platform::db::Db| {
            tubel::features::reviews::submitted_sheets(db, &call)
        };
        self.world.app.database().read(read).unwrap().len()
    }
}

#[actix_web::test]
async fn a_conflict_declared_by_mistake_is_withdrawn_and_the_draft_is_there_again() {
    let scene = Scene::new();
    let (world, app) = (&scene.world, &scene.world.app);
    let task = world.assign(&scene.siti, &scene.rina).await;
    world.save(&scene.rina, &task, sheet((5, 3))).await.expect(200);
    assert_eq!(scene.declare(&scene.rina).await["assignment_state"], "declined");
    app.get(&scene.rina, &task).await.refusal(404);

    let known = app.get(&scene.rina, "/api/v1/me/conflicts").await;
    assert_eq!(known.expect(200)[0]["number"], scene.siti.number.as_str());
    assert_eq!(known.json[0]["may_ask"], true);
    let asked = scene.ask(&scene.rina, &scene.rina).await;
    let asked = asked.expect(201).clone();
    assert_eq!(scene.ask(&scene.rina, &scene.rina).await.refusal(409), "withdrawal_waits");
    // It holds until the chair has ruled.
    app.get(&scene.rina, &task).await.refusal(404);
    let told = letters(app, &scene.chair, "menunggu putusan Anda").await;
    assert!(told.len() == 1 && told[0].contains(MISTAKEN), "{told:?}");
    let listed = app.get(&scene.chair, &world.call_path("conflict-withdrawals")).await;
    assert_eq!(listed.expect(200)[0]["comeback"], "open");

    // Neither the reviewer nor the secretariat rules.
    for who in [&scene.rina, &world.secretariat] {
        assert_eq!(scene.rule(who, &asked, "confirmed").await.status, 404);
    }
    let ruled = scene.rule(&scene.chair, &asked, "confirmed").await;
    assert_eq!(ruled.expect(200)["comeback"], "open");
    let again = scene.rule(&scene.chair, &asked, "refused").await;
    assert_eq!(again.refusal(409), "withdrawal_ruled");
    let told = letters(app, &scene.rina, "ditarik").await;
    assert!(told.len() == 1 && told[0].contains(BELIEVED), "{told:?}");
    let draft = app.get(&scene.rina, &format!("{task}/sheet")).await;
    assert_eq!(draft.expect(200)["sheet"]["scores"]["K1"]["score"], 5);
    world.submit(&scene.rina, &task, 1).await.expect(200);
    assert_eq!(scene.counted(), 1);
    let recorded = app.recorded(&format!("proposal:{}", scene.siti.id));
    for act in ["conflict.declared", "conflict.withdrawal_asked", "conflict.withdrawn"] {
        assert!(recorded.iter().any(|(told, _)| told == act), "{act}: {recorded:?}");
    }
    // It may be declared again, and asked about again.
    assert_eq!(scene.declare(&scene.rina).await["assignment_state"], "removed");
    assert_eq!(scene.ask(&scene.rina, &scene.rina).await.status, 201);
}

#[actix_web::test]
async fn a_sheet_that_was_handed_in_counts_again_and_a_refused_request_changes_nothing() {
    let scene = Scene::new();
    let world = &scene.world;
    world.score(&scene.siti, &scene.rina, (5, 3)).await;
    let path = format!("/api/v1/proposals/{}/conflicts/{}", scene.siti.id, scene.rina.id);
    let report = json!({"reason": "Pembimbing tesis calon."});
    world.app.post(&world.secretariat, &path, report).await.expect(201);
    assert_eq!(scene.counted(), 0);
    // The reviewer is told that something was reported, not by whom and why.
    let told = letters(&world.app, &scene.rina, "ditutup karena laporan").await;
    assert!(told.len() == 1 && !told[0].contains("Pembimbing"), "{told:?}");
    let known = world.app.get(&scene.rina, "/api/v1/me/conflicts").await;
    assert_eq!(known.expect(200)[0]["reason"], Value::Null);
    let asked = scene.ask(&scene.rina, &scene.rina).await;
    assert_eq!(asked.expect(201)["conflict_reason"], Value::Null);
    let refused = scene.rule(&scene.chair, &asked.json, "refused").await;
    assert_eq!(refused.expect(200)["outcome"], "refused");
    assert_eq!(scene.counted(), 0);
    assert_eq!(letters(&world.app, &scene.rina, "tetap berlaku").await.len(), 1);

    // Whoever reported it may ask as well; nobody else may.
    let other = world.official("sekretariat kedua", Role::Secretariat);
    assert_eq!(scene.ask(&other, &scene.rina).await.status, 404);
    let asked = scene.ask(&world.secretariat, &scene.rina).await.expect(201).clone();
    world.app.set_clock(world.app.now().plus_days(11));
    let ruled = scene.rule(&scene.chair, &asked, "confirmed").await;
    assert_eq!(ruled.expect(200)["comeback"], "counts");
    assert_eq!(scene.counted(), 1);
    // The task is hers again, so she is told as well.
    assert_eq!(letters(&world.app, &scene.rina, "ditarik").await.len(), 1);
}

#[actix_web::test]
async fn a_place_that_was_given_to_others_stays_theirs() {
    let scene = Scene::new();
    let world = &scene.world;
    let task = world.assign(&scene.siti, &scene.rina).await;
    scene.declare(&scene.rina).await;
    for name in ["budi", "joko"] {
        world.assign(&scene.siti, &world.reviewer(name)).await;
    }
    let asked = scene.ask(&scene.rina, &scene.rina).await.expect(201).clone();
    let ruled = scene.rule(&scene.chair, &asked, "confirmed").await;
    assert_eq!(ruled.expect(200)["comeback"], "place_taken");
    let told = letters(&world.app, &scene.rina, "ditarik").await;
    assert!(told.len() == 1 && told[0].contains("penilai lain"), "{told:?}");
    // The task stays closed, but the conflict is gone: it can be given to her again.
    world.app.get(&scene.rina, &task).await.refusal(404);
    assert_eq!(world.assign(&scene.siti, &scene.rina).await, task);
}

#[actix_web::test]
async fn what_the_program_finds_cannot_be_withdrawn_and_nobody_rules_on_their_own() {
    let scene = Scene::new();
    let (world, app) = (&scene.world, &scene.world.app);
    let neighbour = app.person("tetangga").role(Role::Reviewer).create();
    world.seat(&neighbour, 5);
    assert_eq!(scene.ask(&world.secretariat, &neighbour).await.refusal(409), "conflict_found");
    assert_eq!(scene.ask(&neighbour, &neighbour).await.status, 404);
    // A chair who declared a conflict needs another chair.
    scene.declare(&scene.chair).await;
    let asked = scene.ask(&scene.chair, &scene.chair).await.expect(201).clone();
    assert_eq!(scene.rule(&scene.chair, &asked, "confirmed").await.status, 404);
    assert!(letters(app, &scene.chair, "menunggu putusan Anda").await.is_empty());
    let second = world.official("ketua kedua", Role::Chair);
    let ruled = scene.rule(&second, &asked, "confirmed").await;
    assert_eq!(ruled.expect(200)["comeback"], "no_task");
}

#[actix_web::test]
async fn in_the_browser_declaring_asks_once_and_the_chair_rules_on_one_page() {
    let scene = Scene::new();
    let (world, app) = (&scene.world, &scene.world.app);
    let task = world.assign(&scene.siti, &scene.rina).await;
    let page = task.replace("/api/v1", "");
    let link = format!("{page}/conflict");
    let visit = Visit::signed_in(app, &scene.rina).await;
    let csrf = visit.csrf().await;
    let token = ("csrf", csrf.as_str());
    let unsure = visit.send(&link, &[token, ("kind", "family"), ("words", "Sepupu")]).await;
    assert_eq!(unsure.status, 422);
    assert!(unsure.text().contains("Sepupu") && unsure.text().contains("counts no more"));
    app.get(&scene.rina, &task).await.expect(200);
    let sure = [token, ("kind", "family"), ("words", "Sepupu"), ("sure", "yes")];
    assert_eq!(visit.send(&link, &sure).await.header("location"), "/reviews?declared=1");
    let own = visit.read("/conflicts").await;
    assert!(own.expect_page().contains(&scene.siti.number), "{}", own.text());
    let about = format!("{}-{}", scene.siti.id, scene.rina.id);
    let reason = format!("reason.{about}");
    let short = visit.send("/conflicts", &[token, ("conflict", &about), (&reason, "salah")]).await;
    assert_eq!(short.status, 422);
    assert!(short.text().contains("salah</textarea>"), "{}", short.text());
    let sent = visit.send("/conflicts", &[token, ("conflict", &about), (&reason, MISTAKEN)]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());

    let chair = Visit::signed_in(app, &scene.chair).await;
    let desk = format!("/desk/calls/{}/conflicts", world.call);
    let waiting = chair.read(&desk).await;
    let text = waiting.expect_page();
    assert!(text.contains(MISTAKEN) && text.contains("open again, with what was saved"), "{text}");
    let listed = app.get(&scene.chair, &world.call_path("conflict-withdrawals")).await;
    let id = listed.expect(200)[0]["id"].as_str().unwrap().to_owned();
    let csrf = chair.csrf().await;
    let (outcome, why) = (format!("outcome.{id}"), format!("reason.{id}"));
    let ruling = [
        ("csrf", csrf.as_str()),
        ("do", "rule"),
        ("withdrawal", &id),
        (&outcome, "confirmed"),
        (&why, BELIEVED),
    ];
    assert_eq!(chair.send(&desk, &ruling).await.status, 303);
    let after = chair.read(&desk).await;
    assert!(after.expect_page().contains("No request waits"), "{}", after.text());
    visit.read(&page).await.expect_page();
}

#[actix_web::test]
async fn after_handing_in_the_page_of_the_sheet_offers_declaring_as_rest_does() {
    let scene = Scene::new();
    let task = scene.world.score(&scene.siti, &scene.rina, (5, 3)).await;
    let page = task.replace("/api/v1", "");
    let app = &scene.world.app;
    for days in [0, 11] {
        app.set_clock(app.now().plus_days(days));
        let visit = Visit::signed_in(app, &scene.rina).await;
        let shown = visit.read(&page).await;
        let form = format!("action=\"{page}/conflict\"");
        assert!(shown.expect_page().contains(&form), "{days}: {}", shown.text());
    }
    let visit = Visit::signed_in(app, &scene.rina).await;
    let csrf = visit.csrf().await;
    let fields = [("csrf", csrf.as_str()), ("kind", "family"), ("sure", "yes")];
    let sent = visit.send(&format!("{page}/conflict"), &fields).await;
    assert_eq!(sent.header("location"), "/reviews?declared=1", "{}", sent.text());
    assert_eq!(scene.counted(), 0);
}

#[actix_web::test]
async fn a_conflict_that_comes_out_in_the_plenary_takes_the_sheet_away_and_another_reviewer_fills_the_place()
 {
    let scene = Scene::new();
    let (world, app) = (&scene.world, &scene.world.app);
    let (budi, joko) = (world.reviewer("budi"), world.reviewer("joko"));
    world.score(&scene.siti, &scene.rina, (6, 6)).await;
    world.score(&scene.siti, &budi, (5, 6)).await;
    app.set_clock(app.now().plus_days(11));
    let compute = async || app.post(&scene.chair, &world.call_path("selections"), json!({})).await;
    let before = compute().await.expect(201)["id"].as_str().unwrap().to_owned();
    // Nothing lacks, so nothing is given in the plenary.
    assert_eq!(world.try_assign(&scene.siti, &joko).await.refusal(409), "wrong_phase");

    assert_eq!(scene.declare(&budi).await["assignment_state"], "removed");
    assert_eq!(scene.counted(), 1);
    let acts = format!("/api/v1/proposals/{}/conflicts/{}/acts", scene.siti.id, budi.id);
    for who in [&world.secretariat, &scene.chair, &world.official("auditor", Role::Auditor)] {
        let done = app.get(who, &acts).await;
        let handed_in = done.expect(200)["acts"].as_array().unwrap().iter();
        let told: Vec<&Value> = handed_in.filter(|act| act["act"] == "sheet.submitted").collect();
        assert!(told.len() == 1 && told[0]["before"] == true, "{}", done.json);
    }
    assert_eq!(app.get(&budi, &acts).await.status, 404);
    let visit = Visit::signed_in(app, &scene.chair).await;
    let desk = visit.read(&format!("/desk/calls/{}/conflicts", world.call)).await;
    let page = format!("/desk/proposals/{}/conflicts/{}", scene.siti.id, budi.id);
    assert!(desk.expect_page().contains(&page), "{}", desk.text());
    assert!(visit.read(&page).await.expect_page().contains("sheet.submitted"));

    assert_eq!(compute().await.refusal(409), "sheets_lacking");
    let lacking = visit.read(&format!("/desk/calls/{}/lacking", world.call)).await;
    let text = lacking.expect_page();
    assert!(text.contains("Give it to another reviewer") && text.contains("joko"), "{text}");
    let csrf = visit.csrf().await;
    let (about, to) = (scene.siti.id.to_string(), joko.id.to_string());
    let (proposal, reviewer) = (format!("proposal.{about}"), format!("reviewer.{about}"));
    let fields =
        [("csrf", csrf.as_str()), ("about", &about), (&proposal, &about), (&reviewer, &to)];
    let given = visit.send(&format!("/desk/calls/{}/in-place", world.call), &fields).await;
    assert_eq!(given.status, 303, "{}", given.text());
    let told = letters(app, &joko, "perlu satu lembar nilai lagi").await;
    assert_eq!(told.len(), 1, "{told:?}");
    let own = app.get(&joko, "/api/v1/assignments").await;
    let task = own.expect(200)["items"][0]["assignment"].as_str().unwrap().to_owned();
    let task = format!("/api/v1/assignments/{task}");
    world.save(&joko, &task, sheet((6, 5))).await.expect(200);
    world.submit(&joko, &task, 1).await.expect(200);
    let after = compute().await.expect(201)["id"].as_str().unwrap().to_owned();
    let inputs = async |run: &str| {
        let path = format!("/api/v1/selections/{run}/inputs");
        app.get(&scene.chair, &path).await.expect(200).to_string()
    };
    assert!(inputs(&before).await.contains(budi.id.as_str()));
    let counted = inputs(&after).await;
    assert!(counted.contains(joko.id.as_str()) && !counted.contains(budi.id.as_str()));
}

#[actix_web::test]
async fn no_decision_rests_on_a_ranking_that_counts_a_sheet_of_somebody_in_conflict() {
    let world = Plenary::new().await;
    let first = world.proposal("U.BB.MDN", &[6, 6, 6]);
    world.proposal("U.BB.MDN", &[5, 5, 5]);
    let app = &world.app;
    app.at(PLENARY);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    let path = format!("/api/v1/proposals/{}/conflicts/{}", first.id, world.reviewers[0].id);
    let reason = json!({"reason": "Pembimbing tesis calon; baru diketahui dalam pleno."});
    app.post(&world.secretariat, &path, reason).await.expect(201);
    let refused = world.approve(&world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "decision_counts_conflict");
    let path = format!("/api/v1/decisions/{}/return", decision["id"].as_str().unwrap());
    let reason = json!({"reason": "Satu penilai ternyata berbenturan kepentingan."});
    app.post(&world.decider, &path, reason).await.expect(200);
    let stale = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(stale.refusal(409), "run_counts_conflict");
    assert!(stale.text().contains(&first.number), "{}", stale.text());
    // The new run knows that a sheet lacks, and leaves the proposal out by name only.
    let selections = format!("/api/v1/calls/{}/selections", world.call);
    let bare = app.post(&world.chair, &selections, json!({})).await;
    assert_eq!(bare.refusal(409), "sheets_lacking");
    let anew = world.run().await;
    let mut proposition = world.proposition(&anew, json!([]));
    proposition["minutes"]["not_ranked_reason"] = json!("Penilainya berbenturan kepentingan.");
    world.preview(&proposition).await.expect(200);
}

#[actix_web::test]
async fn whoever_judges_beside_the_panel_declares_late_at_the_proposal() {
    let scene = Scene::new();
    let (world, app) = (&scene.world, &scene.world.app);
    let decider = world.official("pejabat", Role::Decider);
    app.set_clock(app.now().plus_days(11));
    for who in [&scene.chair, &decider] {
        let visit = Visit::signed_in(app, who).await;
        let desk = format!("/desk/proposals/{}", scene.siti.id);
        let page = format!("/proposals/{}/conflict", scene.siti.id);
        let read = visit.read(&desk).await;
        assert!(read.expect_page().contains(&page), "{}", read.text());
        assert!(visit.read(&page).await.expect_page().contains(&scene.siti.number));
        let csrf = visit.csrf().await;
        let fields = [("csrf", csrf.as_str()), ("kind", "work"), ("words", "Satu tim riset")];
        assert_eq!(visit.send(&page, &fields).await.status, 422);
        let sure = [&fields[..], &[("sure", "yes")]].concat();
        let sent = visit.send(&page, &sure).await;
        assert_eq!(sent.header("location"), "/conflicts", "{}", sent.text());
        assert_eq!(visit.read(&desk).await.status, 404);
        assert!(visit.read("/conflicts").await.expect_page().contains(&scene.siti.number));
    }
}
