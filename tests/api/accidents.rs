//! Accidents of a real calendar. Each test begins where the person stands and ends with the person treated right.

use crate::pages::Visit;
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World as Plenary};
use test_support::review::{World as Panel, sheet};
use test_support::writing::World as Writing;
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::verifications;

/// Submissions close on 24 December at 01:00; in that night the server was down.
const MORNING_AFTER: &str = "2026-12-24T02:00:00Z";
const GIVEN_BACK: &str = "2026-12-25T01:00:00Z";
const REASON: &str = "Peladen mati pada malam terakhir.";

/// The letters of one kind that a person was sent.
async fn told(app: &TestApp, who: &Person, template: &str) -> Vec<String> {
    let title = match template {
        "call_reopened" => "dibuka kembali sampai",
        "sheet_awaited" => "masih dapat diserahkan sampai",
        "late_submission_allowed" => "masih dapat diajukan sampai",
        other => panic!("{other}"),
    };
    let own = app.get(who, "/api/v1/me/mails?limit=100").await;
    let letters = own.expect(200)["items"].as_array().unwrap().clone();
    let of_kind = letters.iter().filter(|letter| letter["title"].as_str().unwrap().contains(title));
    of_kind.map(|letter| letter["text"].as_str().unwrap().to_owned()).collect()
}

async fn reopened(app: &TestApp, who: &Person, call: &str, phase: &str, until: &str) -> Value {
    let body = json!({"phase": phase, "until": until, "reason": REASON});
    app.post(who, &format!("/api/v1/calls/{call}/reopen"), body).await.expect(200).clone()
}

#[actix_web::test]
async fn whoever_was_kept_out_by_a_night_without_a_server_submits_on_the_next_day() {
    let world = Writing::start().await;
    let (app, call) = (&world.app, world.call.as_str());
    let path = world.ready().await;
    let gave_up = app.person("menyerah").role(Role::Candidate).unit("U.BB.MDN").create();
    world.begin(&gave_up).await.expect(201);
    let nobody = world.outsider("lain", Role::Candidate);
    let (chair, secretariat) =
        (world.outsider("ketua", Role::Chair), world.outsider("sekretariat", Role::Secretariat));
    let before = app.get(&chair, &format!("/api/v1/calls/{call}")).await.expect(200).clone();
    app.at(MORNING_AFTER);
    assert_eq!(world.submit(&path).await.refusal(409), "wrong_phase");
    let extension = json!({
        "milestone": "submissions_close_at", "to": GIVEN_BACK, "reason": REASON,
    });
    let late = app.post(&secretariat, &format!("/api/v1/calls/{call}/extend"), extension).await;
    assert_eq!(late.faults(), [("milestone".into(), "milestone_passed".into())]);

    let reopen = format!("/api/v1/calls/{call}/reopen");
    let body = json!({"phase": "submission", "until": GIVEN_BACK, "reason": REASON});
    assert_eq!(app.post(&secretariat, &reopen, body).await.status, 403);
    let view = reopened(app, &chair, call, "submission", GIVEN_BACK).await;
    assert_eq!((&view["phase"], &view["rules_hash"]), (&json!("open"), &before["rules_hash"]));
    assert_eq!(view["definition"], before["definition"]);
    let day = |of: &Value, name: &str| {
        let at: tubel::kernel::clock::Timestamp =
            of["calendar"][name].as_str().unwrap().parse().unwrap();
        at
    };
    assert_eq!(view["calendar"]["opens_at"], before["calendar"]["opens_at"]);
    for name in ["screening_ends_at", "review_ends_at", "announcement_at", "objections_end_at"] {
        assert_eq!(day(&view, name), day(&before, name).plus_days(1), "{name}");
    }
    for person in [&world.candidate, &gave_up, &world.head, &secretariat] {
        let letters = told(app, person, "call_reopened").await;
        assert_eq!(letters.len(), 1, "{}", person.email);
        assert!(letters[0].contains(REASON), "{letters:?}");
    }
    assert!(told(app, &nobody, "call_reopened").await.is_empty());
    let public = app.get(&nobody, &format!("/api/v1/calls/{call}/extensions")).await;
    assert_eq!(public.expect(200).as_array().unwrap().len(), 5);
    assert_eq!(public.json[0]["reason"], REASON);
    let recorded = app.recorded(&format!("call:{call}"));
    assert!(recorded.iter().any(|(act, payload)| {
        act == "call.reopened" && payload["reason"] == REASON && payload["until"] == GIVEN_BACK
    }));

    let receipt = world.submit(&path).await;
    assert_eq!(receipt.status, 201, "{}", receipt.text());
    app.at(GIVEN_BACK);
    let page = app.get(&world.candidate, &path).await;
    assert_eq!(page.expect(200)["state"], "submitted");
    assert_eq!(world.submit(&path).await.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn a_phase_opens_again_only_when_it_has_ended_and_for_a_time_that_is_ahead() {
    let world = Writing::start().await;
    let (app, call) = (&world.app, world.call.as_str());
    let chair = world.outsider("ketua", Role::Chair);
    let reopen = format!("/api/v1/calls/{call}/reopen");
    let body = |phase: &str, until: &str| json!({"phase": phase, "until": until, "reason": REASON});
    let early = app.post(&chair, &reopen, body("submission", GIVEN_BACK)).await;
    assert_eq!(early.refusal(409), "wrong_phase");
    app.at(MORNING_AFTER);
    let fault = async |phase, until| app.post(&chair, &reopen, body(phase, until)).await.faults();
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(fault("review", GIVEN_BACK).await, one("phase", "phase_not_ended"));
    assert_eq!(fault("submission", MORNING_AFTER).await, one("until", "reopening_in_the_past"));
    let far = "2027-02-24T02:00:00Z";
    assert_eq!(fault("submission", far).await, one("until", "reopening_too_long"));
    let short = json!({"phase": "submission", "until": GIVEN_BACK, "reason": "rusak"});
    assert_eq!(app.post(&chair, &reopen, short).await.faults()[0].0, "reason");
    assert!(told(app, &world.head, "call_reopened").await.is_empty());
}

#[actix_web::test]
async fn what_a_verifier_has_concluded_on_is_not_replaced_when_the_submission_opens_again() {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    assert_eq!(world.submit(&path).await.status, 201);
    app.at(MORNING_AFTER);
    let chair = world.outsider("ketua", Role::Chair);
    let verifier = world.outsider("vera", Role::Verifier);
    let concluded = {
        let (id, by) = (path.rsplit('/').next().unwrap().to_owned(), verifier.id.clone());
        move |db: &mut tubel::platform::db::Db| {
            diesel::insert_into(verifications::table)
                .values((
                    verifications::proposal_id.eq(&id),
                    verifications::verifier.eq(&by),
                    verifications::round.eq(1),
                    verifications::checks.eq("[]"),
                    verifications::concluded_at.eq(Some(1_i64)),
                    verifications::outcome.eq(Some("MS")),
                    verifications::updated_at.eq(1_i64),
                ))
                .execute(db)?;
            Ok(())
        }
    };
    reopened(app, &chair, &world.call, "submission", GIVEN_BACK).await;
    world.upload(&path, "proposal", "second").await;
    app.database().write(concluded).unwrap();
    assert_eq!(world.submit(&path).await.refusal(409), "verification_begun");
}

/// Two sheets are needed; the first was handed in, the second is complete and only saved. The review has ended.
pub(crate) struct OnlySaved {
    pub(crate) world: Panel,
    pub(crate) chair: Person,
    rina: Person,
    budi: Person,
    /// Budi's task.
    pub(crate) task: String,
    pub(crate) number: String,
}

impl OnlySaved {
    pub(crate) async fn new() -> Self {
        let world = Panel::new();
        let chair = world.official("ketua", Role::Chair);
        let (rina, budi) = (world.reviewer("rina"), world.reviewer("budi"));
        let proposal = world.proposal("calon");
        world.score(&proposal, &rina, (6, 6)).await;
        let task = world.assign(&proposal, &budi).await;
        world.save(&budi, &task, sheet((6, 5))).await.expect(200);
        world.app.set_clock(world.app.now().plus_days(11));
        Self { world, chair, rina, budi, task, number: proposal.number }
    }

    pub(crate) async fn compute(&self, body: Value) -> test_support::Answer {
        self.world.app.post(&self.chair, &self.world.call_path("selections"), body).await
    }

    pub(crate) fn in_hours(&self, hours: i64) -> String {
        self.world.app.now().plus_seconds(hours * 3600).to_string()
    }
}

#[actix_web::test]
async fn a_sheet_that_was_only_saved_is_asked_for_and_handed_in_instead_of_costing_a_study() {
    let scene = OnlySaved::new().await;
    let app = &scene.world.app;
    assert_eq!(scene.world.submit(&scene.budi, &scene.task, 1).await.refusal(409), "wrong_phase");
    let refused = scene.compute(json!({})).await;
    assert_eq!(refused.refusal(409), "sheets_lacking");
    let words = refused.json["errors"][0]["message"].as_str().unwrap();
    assert!(words.contains(&scene.number) && words.contains("budi"), "{words}");
    let lacking = app.get(&scene.chair, &scene.world.call_path("lacking-sheets")).await;
    let owed = &lacking.expect(200)[0];
    assert_eq!((&owed["found"], &owed["wanted"]), (&json!(1), &json!(2)));
    assert_eq!(owed["sheets"][0]["standing"], "complete");

    let path = format!("{}/await", scene.task);
    let body = json!({"until": scene.in_hours(24), "reason": "Tombol terakhir terlupa."});
    let secretariat = app.post(&scene.world.secretariat, &path, body.clone()).await;
    assert_eq!(secretariat.status, 404);
    app.post(&scene.chair, &path, body).await.expect(200);
    let letters = told(app, &scene.budi, "sheet_awaited").await;
    assert!(letters.len() == 1 && letters[0].contains("Tombol terakhir terlupa."), "{letters:?}");
    assert!(told(app, &scene.rina, "sheet_awaited").await.is_empty());
    scene.world.submit(&scene.budi, &scene.task, 1).await.expect(200);
    let run = scene.compute(json!({})).await;
    let ranking = format!("/api/v1/selections/{}/ranking", run.expect(201)["id"].as_str().unwrap());
    let findings = app.get(&scene.chair, &ranking).await;
    assert_eq!(findings.expect(200)["places"][0]["number"], scene.number.as_str());
    assert_eq!(findings.json["not_ranked"], json!([]));
}

#[actix_web::test]
async fn a_sheet_is_awaited_until_its_hour_and_once_more_when_the_chair_says_so() {
    let scene = OnlySaved::new().await;
    let app = &scene.world.app;
    let path = format!("{}/await", scene.task);
    let body = |until: String| json!({"until": until, "reason": "Jaringan balai terputus."});
    let past = app.post(&scene.chair, &path, body(scene.in_hours(-1))).await;
    assert_eq!(past.faults(), [("until".into(), "reopening_in_the_past".into())]);
    app.post(&scene.chair, &path, body(scene.in_hours(1))).await.expect(200);
    app.set_clock(app.now().plus_seconds(3600));
    assert_eq!(scene.world.submit(&scene.budi, &scene.task, 1).await.refusal(409), "wrong_phase");
    app.post(&scene.chair, &path, body(scene.in_hours(1))).await.expect(200);
    assert_eq!(told(app, &scene.budi, "sheet_awaited").await.len(), 2);
    scene.world.submit(&scene.budi, &scene.task, 1).await.expect(200);
    let locked = app.post(&scene.chair, &path, body(scene.in_hours(2))).await;
    assert_eq!(locked.refusal(409), "sheet_locked");
}

#[actix_web::test]
async fn the_whole_review_opens_again_for_the_panel_and_for_nobody_who_has_handed_in() {
    let scene = OnlySaved::new().await;
    let app = &scene.world.app;
    let call = scene.world.call.to_string();
    reopened(app, &scene.chair, &call, "review", &scene.in_hours(48)).await;
    for reviewer in [&scene.rina, &scene.budi] {
        assert_eq!(told(app, reviewer, "call_reopened").await.len(), 1, "{}", reviewer.email);
    }
    assert_eq!(scene.compute(json!({})).await.refusal(409), "wrong_phase");
    scene.world.submit(&scene.budi, &scene.task, 1).await.expect(200);
    app.set_clock(app.now().plus_days(2));
    scene.compute(json!({})).await.expect(201);
}

#[actix_web::test]
async fn the_chair_lets_a_sheet_in_and_computes_from_the_pages() {
    let scene = OnlySaved::new().await;
    let chair = Visit::signed_in(&scene.world.app, &scene.chair).await;
    let desk = |rest: &str| format!("/desk/calls/{}/{rest}?lang=en", scene.world.call);
    let lacking = chair.read(&desk("lacking")).await;
    let page = lacking.expect_page();
    assert!(page.contains(&scene.number) && page.contains("complete, only saved"), "{page}");
    let csrf = chair.csrf().await;
    let token = ("csrf", csrf.as_str());
    let computed = chair.send(&desk("ranking"), &[token]).await;
    assert_eq!(computed.status, 409);
    let number = format!("name=\"without.{}\"", scene.number);
    for words in ["Proposals lack score sheets", &scene.number, &number] {
        assert!(computed.text().contains(words), "{words}: {}", computed.text());
    }
    let reason = "Penilainya sakit dan tidak ada pengganti.";
    let ticked = format!("without.{}", scene.number);
    let unsaid =
        chair.send(&desk("ranking"), &[token, (&ticked, "yes"), ("reason", "sakit")]).await;
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.text().contains("\nsakit</textarea>"), "{}", unsaid.text());
    let left_out =
        chair.send(&desk("ranking"), &[token, (&ticked, "yes"), ("reason", reason)]).await;
    assert_eq!(left_out.status, 303);
    let runs = scene.world.app.get(&scene.chair, &scene.world.call_path("selections")).await;
    assert_eq!(runs.expect(200)[0]["left_out_reason"], reason);
}

#[actix_web::test]
async fn who_is_left_out_of_a_ranking_is_named_and_reads_why() {
    let world = Plenary::new().await;
    for scores in [[6, 6, 6], [5, 5, 5]] {
        world.proposal("U.BB.MDN", &scores);
    }
    let lone = world.proposal("U.BB.MDN", &[6, 6]);
    let app = &world.app;
    app.at(PLENARY);
    let runs = format!("/api/v1/calls/{}/selections", world.call);
    let reason = "Penilai ketiga wafat; panel tidak mempunyai pengganti.";
    let body = |without: Value, reason: &str| json!({"without": without, "reason": reason});
    let compute = async |body| app.post(&world.chair, &runs, body).await;
    assert_eq!(compute(json!({})).await.refusal(409), "sheets_lacking");
    let unsaid = compute(body(json!([lone.number]), "wafat")).await;
    assert_eq!(unsaid.faults(), [("reason".into(), "left_out_without_reason".into())]);
    let other = compute(body(json!([lone.number, "TB-2026-9999"]), reason)).await;
    assert_eq!(other.faults(), [("without".into(), "lacks_no_sheets".into())]);
    let run = compute(body(json!([lone.number]), reason)).await;
    let run = run.expect(201)["id"].as_str().unwrap().to_owned();

    let mut proposition = world.proposition(&run, json!([]));
    proposition["minutes"]["not_ranked_reason"] = reason.into();
    let hash = world.preview(&proposition).await.expect(200)["outcomes_hash"].clone();
    let decisions = format!("/api/v1/calls/{}/decisions", world.call);
    let proposed = json!({"proposition": proposition, "outcomes_hash": hash});
    let decision = app.post(&world.chair, &decisions, proposed).await.expect(201).clone();
    world.approve(&world.decider, &decision).await.expect(200);
    app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    let own = app.get(&lone.candidate, &format!("/api/v1/proposals/{}/result", lone.id)).await;
    assert_eq!(own.expect(200)["outcome"], "not_ranked");
    for language in ["id", "en"] {
        assert!(own.json["reason"][language].as_str().unwrap().contains(reason), "{}", own.json);
    }
}

#[actix_web::test]
async fn no_phase_opens_again_under_a_decision_until_the_decider_returns_it() {
    let world = Plenary::new().await;
    for scores in [[6, 6, 6], [5, 5, 5]] {
        world.proposal("U.BB.MDN", &scores);
    }
    let app = &world.app;
    app.at(PLENARY);
    let decision = world.propose(&world.run().await).await;
    let body = json!({"phase": "review", "until": "2027-01-28T02:00:00Z", "reason": REASON});
    let reopen = format!("/api/v1/calls/{}/reopen", world.call);
    let refused = app.post(&world.chair, &reopen, body.clone()).await;
    assert_eq!(refused.refusal(409), "decision_stands");
    let path = format!("/api/v1/decisions/{}/return", decision["id"].as_str().unwrap());
    let reason = json!({"reason": "Satu lembar nilai masih dapat diserahkan."});
    app.post(&world.decider, &path, reason).await.expect(200);
    assert_eq!(app.post(&world.chair, &reopen, body).await.expect(200)["phase"], "review");
}

#[actix_web::test]
async fn one_candidate_with_leave_submits_late_and_nobody_else_does() {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    let chair = world.outsider("ketua", Role::Chair);
    app.at(MORNING_AFTER);
    assert_eq!(world.submit(&path).await.refusal(409), "wrong_phase");
    let unsubmitted = format!("/api/v1/calls/{}/unsubmitted", world.call);
    app.get(&world.head, &unsubmitted).await.refusal(403);
    let drafts = app.get(&chair, &unsubmitted).await.expect(200).clone();
    assert_eq!((&drafts[0]["candidate_name"], &drafts[0]["late"]), (&json!("rina"), &Value::Null));
    assert!(!drafts.to_string().contains("sections"), "{drafts}");

    let late = format!("{path}/late-submission");
    let body = |until: &str| json!({"until": until, "reason": "Dirawat di rumah sakit."});
    app.post(&world.candidate, &late, body(GIVEN_BACK)).await.refusal(404);
    let beyond = app.post(&chair, &late, body("2027-01-10T10:00:00Z")).await;
    assert_eq!(beyond.faults(), [("until".into(), "late_beyond_screening".into())]);
    app.post(&chair, &late, body(GIVEN_BACK)).await.expect(201);
    let letters = told(app, &world.candidate, "late_submission_allowed").await;
    assert!(letters.len() == 1 && letters[0].contains("Dirawat di rumah sakit."), "{letters:?}");
    let call = app.get(&chair, &format!("/api/v1/calls/{}", world.call)).await;
    assert_eq!(call.expect(200)["phase"], "screening");
    // What the draft still lacks can be put right, and others still cannot begin.
    world.upload(&path, "proposal", "second").await;
    let other = world.outsider("lain", Role::Candidate);
    assert_eq!(world.begin(&other).await.refusal(409), "wrong_phase");

    assert_eq!(world.submit(&path).await.status, 201);
    assert_eq!(world.submit(&path).await.refusal(409), "wrong_phase");
    assert_eq!(app.post(&chair, &late, body(GIVEN_BACK)).await.refusal(409), "wrong_state");
    assert_eq!(app.get(&chair, &unsubmitted).await.expect(200), &json!([]));
    let verifier = world.outsider("vera", Role::Verifier);
    assert_eq!(app.get(&verifier, &path).await.expect(200)["state"], "submitted");
    let sound = app.database().read(tubel::features::proposals::contradictions).unwrap();
    assert_eq!(sound, Vec::<String>::new());
}

#[actix_web::test]
async fn a_leave_to_be_late_ends_at_its_hour() {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    let chair = world.outsider("ketua", Role::Chair);
    app.at(MORNING_AFTER);
    let late = format!("{path}/late-submission");
    let body = |until: &str| json!({"until": until, "reason": "Jaringan balai terputus."});
    app.post(&chair, &late, body(GIVEN_BACK)).await.expect(201);
    app.at(GIVEN_BACK);
    assert_eq!(world.submit(&path).await.refusal(409), "wrong_phase");
    app.post(&chair, &late, body("2026-12-26T01:00:00Z")).await.expect(201);
    assert_eq!(world.submit(&path).await.status, 201);
}
