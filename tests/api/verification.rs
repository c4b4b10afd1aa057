//! Verification over HTTP: two verifiers, a third when they disagree, repairs, who sees what.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use reqwest::Method;
use serde_json::{Value, json};
use test_support::case::{REVIEW, SCREENING, SCREENING_ENDS, pdf};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::ids::{CallId, ProposalId};

/// A call in screening, Siti's submission with its two required documents, three verifiers.
struct Scene {
    app: TestApp,
    admin: Person,
    call: CallId,
    siti: Person,
    proposal: ProposalId,
    verifiers: [Person; 3],
}

impl Scene {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let app = TestApp::start();
        let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
        let siti = app.person("siti").role(Role::Candidate).create();
        let call = app.case_call(&admin, "TB-2026", change).await;
        let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
        let verifiers = ["vera", "vino", "vita"]
            .map(|name| app.person(name).role(Role::Verifier).unit("P").create());
        let scene = Self { app, admin, call, siti, proposal, verifiers };
        for kind in ["proposal", "health_letter"] {
            scene.upload(kind, kind).await.expect(201);
        }
        scene.app.hand_in_files(&scene.proposal);
        scene.app.at(SCREENING);
        scene
    }

    async fn upload(&self, kind: &str, text: &str) -> Answer {
        let path = self.path(&format!("documents/{kind}"));
        let request = self.app.request_as(&self.siti, Method::PUT, &path).await;
        Answer::of(request.body(pdf(text))).await
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/proposals/{}/{rest}", self.proposal)
    }

    async fn save(&self, who: usize, checks: Value) -> Answer {
        let body = json!({"checks": checks});
        self.app.put(&self.verifiers[who], &self.path("verification"), body).await
    }

    async fn conclude(&self, who: usize, outcome: &str) -> Answer {
        let path = self.path("verification/conclude");
        self.app
            .post(
                &self.verifiers[who],
                &path,
                json!({"outcome": outcome, "unopened": ["proposal", "health_letter"]}),
            )
            .await
    }

    /// Checks all and concludes MS.
    async fn finds_eligible(&self, who: usize) {
        self.save(who, checks(None)).await.expect(200);
        self.conclude(who, "MS").await.expect(200);
    }

    /// Finds the health letter at fault and concludes TMS.
    async fn finds_ineligible(&self, who: usize, reason: &str) {
        self.save(who, checks(Some(reason))).await.expect(200);
        self.conclude(who, "TMS").await.expect(200);
    }

    async fn read(&self, who: &Person) -> Value {
        self.app.get(who, &self.path("verification")).await.expect(200).clone()
    }

    async fn opens_repair(&self, who: usize) -> Answer {
        let body = json!({"items": ["health_letter"], "reason": "Tidak terbaca"});
        self.app.post(&self.verifiers[who], &self.path("repairs"), body).await
    }

    fn state(&self) -> String {
        let id = self.proposal.clone();
        let found =
            self.app.database().read(move |db| tubel::features::proposals::find(db, &id)).unwrap();
        found.unwrap().state().name().to_owned()
    }

    fn recorded(&self, act: &str) -> Vec<Value> {
        let all = self.app.recorded(&format!("proposal:{}", self.proposal));
        all.into_iter().filter(|entry| entry.0 == act).map(|entry| entry.1).collect()
    }
}

fn in_order(subject: &str, name: &str) -> Value {
    json!({"subject": subject, "name": name, "outcome": "ok"})
}

/// The whole list; the health letter at fault if a reason is given.
fn checks(letter: Option<&str>) -> Value {
    let letter = match letter {
        None => in_order("document", "health_letter"),
        Some(reason) => json!({
            "subject": "document", "name": "health_letter", "outcome": "not_ok", "reason": reason,
        }),
    };
    json!([
        in_order("document", "proposal"),
        letter,
        in_order("rule", "civil_servant"),
        in_order("rule", "age"),
    ])
}

#[actix_web::test]
async fn two_verifiers_who_agree_make_a_proposal_eligible() {
    let scene = Scene::new().await;
    scene.finds_eligible(0).await;
    assert_eq!(scene.state(), "submitted");
    assert_eq!(scene.read(&scene.siti).await["outcome"], json!(null));
    scene.finds_eligible(1).await;
    assert_eq!(scene.state(), "eligible");
    let seen = scene.read(&scene.siti).await;
    assert_eq!((&seen["outcome"], &seen["reasons"]), (&json!("MS"), &json!([])));

    let concluded = scene.recorded("verification.concluded");
    assert_eq!(concluded.len(), 2);
    assert_eq!((&concluded[0]["round"], &concluded[0]["outcome"]), (&json!(1), &json!("MS")));
    let verified = [json!({"round": 1, "outcome": "MS", "verifiers": 2})];
    assert_eq!(scene.recorded("proposal.verified"), verified);
    assert_eq!(scene.conclude(2, "MS").await.refusal(409), "not_under_verification");
}

#[actix_web::test]
async fn two_verifiers_who_agree_make_it_ineligible_and_the_candidate_learns_why() {
    let scene = Scene::new().await;
    scene.finds_ineligible(0, "expired").await;
    let before = scene.read(&scene.siti).await;
    assert_eq!((&before["outcome"], &before["reasons"]), (&json!(null), &json!([])));
    assert!(!before.to_string().contains("expired"), "{before}");
    scene.finds_ineligible(1, "expired").await;
    assert_eq!(scene.state(), "ineligible");

    let after = scene.read(&scene.siti).await;
    assert_eq!(after["outcome"], "TMS");
    let stated = json!([{
        "subject": "document", "name": "health_letter", "reason": "expired", "text": null,
    }]);
    assert_eq!(after["reasons"], stated);
    assert_eq!(after["reasons_in_words"], json!(["The document is no longer valid."]));
    assert_eq!((&after["sheets"], &after["progress"]), (&json!([]), &json!(null)));
    assert!(!after.to_string().contains(scene.verifiers[0].id.as_str()));
}

#[actix_web::test]
async fn when_two_disagree_a_third_decides() {
    for (third, state) in [("MS", "eligible"), ("TMS", "ineligible")] {
        let scene = Scene::new().await;
        scene.finds_eligible(0).await;
        scene.finds_ineligible(1, "unsigned").await;
        assert_eq!(scene.state(), "submitted");
        let seen = scene.read(&scene.admin).await;
        assert_eq!(seen["progress"], json!({"concluded": 2, "third_needed": true}));
        if third == "MS" {
            scene.finds_eligible(2).await;
        } else {
            scene.finds_ineligible(2, "unsigned").await;
        }
        assert_eq!(scene.state(), state);
        let verified = [json!({"round": 1, "outcome": third, "verifiers": 3})];
        assert_eq!(scene.recorded("proposal.verified"), verified);
    }
}

#[actix_web::test]
async fn a_check_list_is_saved_often_and_concluded_once() {
    let scene = Scene::new().await;
    scene.save(0, json!([])).await.expect(200);
    let unfinished = scene.conclude(0, "MS").await;
    assert_eq!(unfinished.faults(), vec![("checks".to_owned(), "check_missing".to_owned()); 4]);
    scene.save(0, checks(Some("missing"))).await.expect(200);
    assert_eq!(scene.conclude(0, "MS").await.refusal(422), "eligible_needs_all_in_order");
    scene.save(0, checks(None)).await.expect(200);
    assert_eq!(scene.conclude(0, "TMS").await.refusal(422), "ineligible_needs_a_fault");
    scene.conclude(0, "MS").await.expect(200);
    assert_eq!(scene.conclude(0, "MS").await.refusal(409), "already_concluded");
    assert_eq!(scene.save(0, checks(None)).await.refusal(409), "already_concluded");
    assert_eq!(scene.recorded("verification.concluded").len(), 1);
}

#[actix_web::test]
async fn other_needs_words_and_what_is_not_on_the_list_is_refused() {
    let scene = Scene::new().await;
    scene.save(0, checks(Some("other"))).await.expect(200);
    let answer = scene.conclude(0, "TMS").await;
    assert_eq!(answer.faults(), [("checks[1].text".to_owned(), "required".to_owned())]);
    let odd = scene.save(0, json!([in_order("document", "photo")])).await;
    assert_eq!(odd.faults(), [("checks[0].name".to_owned(), "not_one_of".to_owned())]);
    let unknown = json!([{"subject": "rule", "name": "age", "outcome": "perhaps"}]);
    let answer = scene.save(0, unknown).await;
    assert_eq!(answer.faults(), [("checks[0].outcome".to_owned(), "wrong_shape".to_owned())]);
}

#[actix_web::test]
async fn a_verifier_sees_anothers_check_list_only_after_concluding_their_own() {
    let scene = Scene::new().await;
    let [vera, vino, vita] = &scene.verifiers;
    scene.finds_ineligible(0, "contradicts").await;
    scene.save(1, json!([in_order("rule", "age")])).await.expect(200);
    let seen = scene.read(vino).await;
    assert_eq!(seen["sheets"].as_array().unwrap().len(), 1);
    assert!(!seen.to_string().contains("contradicts"), "{seen}");
    assert_eq!(scene.read(vita).await["sheets"], json!([]));
    // Nor does the first one see the second's draft.
    assert_eq!(scene.read(vera).await["sheets"].as_array().unwrap().len(), 1);
    let committee = scene.read(&scene.admin).await;
    assert_eq!(committee["sheets"].as_array().unwrap().len(), 1);
    assert_eq!(committee["sheets"][0]["verifier"], vera.id.as_str());
    scene.finds_eligible(1).await;
    let seen = scene.read(vino).await;
    assert_eq!(seen["sheets"].as_array().unwrap().len(), 2);
    assert!(seen.to_string().contains("contradicts"));
}

#[actix_web::test]
async fn nobody_verifies_themselves_their_unit_their_subordinate_or_their_superior() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let chief = app.person("chief").role(Role::Verifier).unit("P").create();
    let staff =
        app.person("staff").role(Role::Candidate).superior(&chief).unit("U.BB.MKS").create();
    let near = app.person("near").role(Role::Verifier).create();
    let below = app.person("below").role(Role::Verifier).unit("P").superior(&staff).create();
    let both = app.person("both").role(Role::Candidate).role(Role::Verifier).unit("P").create();
    let theirs = app.case_proposal(&scene.call, &staff, Some("TB-2026-0002"));
    let own = app.case_proposal(&scene.call, &both, Some("TB-2026-0003"));
    let body = json!({"checks": []});
    for (who, proposal) in [(&chief, &theirs), (&near, &theirs), (&below, &theirs), (&both, &own)] {
        let path = format!("/api/v1/proposals/{proposal}/verification");
        app.put(who, &path, body.clone()).await.refusal(404);
        let queue = app.get(who, &queue_path(&scene.call)).await;
        assert!(!queue.expect(200).to_string().contains(proposal.as_str()));
    }
    let path = format!("/api/v1/proposals/{theirs}/verification");
    app.put(&both, &path, body).await.expect(200);
    app.put(&scene.admin, &path, json!({"checks": []})).await.refusal(404);
}

#[actix_web::test]
async fn a_repair_opens_what_was_named_and_begins_a_new_round() {
    let scene = Scene::new().await;
    scene.finds_ineligible(0, "unreadable").await;
    let opened = scene.opens_repair(1).await;
    assert_eq!(opened.expect(201)["due_at"], "2026-12-05T17:00:00Z");
    assert_eq!(scene.conclude(1, "MS").await.refusal(409), "repair_running");
    assert_eq!(scene.opens_repair(2).await.refusal(409), "repair_running");

    assert_eq!(scene.upload("proposal", "lain").await.refusal(409), "kind_not_opened");
    assert_eq!(scene.upload("health_letter", "terbaca").await.expect(201)["version"], 2);
    let close = scene.path("repairs/close");
    scene.app.post(&scene.verifiers[0], &close, json!({})).await.refusal(404);
    scene.app.post(&scene.siti, &close, json!({})).await.expect(200);
    assert_eq!(scene.upload("health_letter", "lagi").await.refusal(409), "no_open_repair");
    assert_eq!(scene.app.post(&scene.siti, &close, json!({})).await.refusal(409), "no_open_repair");

    // The conclusion before the repair no longer counts.
    scene.finds_eligible(1).await;
    assert_eq!(scene.state(), "submitted");
    scene.finds_eligible(0).await;
    assert_eq!(scene.state(), "eligible");
    let seen = scene.read(&scene.siti).await;
    assert_eq!((&seen["round"], &seen["outcome"]), (&json!(2), &json!("MS")));
    let repair = &opened.json["id"];
    let recorded = json!({
        "repair": repair, "items": ["health_letter"], "due_at": "2026-12-05T17:00:00Z",
    });
    assert_eq!(scene.recorded("repair.opened"), [recorded]);
    assert_eq!(scene.recorded("repair.closed"), [json!({"repair": repair})]);
}

#[actix_web::test]
async fn a_repair_ends_by_itself_and_never_outlasts_screening() {
    let scene = Scene::new().await;
    scene.opens_repair(0).await.expect(201);
    scene.app.at("2026-12-05T17:00:00Z");
    assert_eq!(scene.upload("health_letter", "telat").await.refusal(409), "no_open_repair");
    scene.app.at("2026-12-08T01:00:00Z");
    let second = scene.opens_repair(1).await;
    assert_eq!(second.expect(201)["due_at"], SCREENING_ENDS);
    assert_eq!(scene.read(&scene.siti).await["repairs"][0]["closed_at"], "2026-12-05T17:00:00Z");
    scene.app.at(SCREENING_ENDS);
    assert_eq!(scene.upload("health_letter", "telat").await.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn a_call_without_repair_days_has_no_repair_and_unknown_kinds_cannot_be_repaired() {
    let scene = Scene::with(|definition| definition["repair_days"] = 0.into()).await;
    assert_eq!(scene.opens_repair(0).await.refusal(409), "repair_not_offered");
    let body = json!({"items": ["letter", "photo", "photo"], "reason": "?"});
    let answer = scene.app.post(&scene.verifiers[0], &scene.path("repairs"), body).await;
    let faults = [
        ("items[0]".to_owned(), "not_one_of".to_owned()),
        ("items[2]".to_owned(), "duplicate".to_owned()),
    ];
    assert_eq!(answer.faults(), faults);
}

#[actix_web::test]
async fn verification_is_for_verifiers_and_for_the_screening_phase() {
    let scene = Scene::new().await;
    for other in [&scene.siti, &scene.admin] {
        let answer = scene.app.put(other, &scene.path("verification"), json!({"checks": []})).await;
        answer.refusal(404);
    }
    let budi = scene.app.person("budi").role(Role::Candidate).create();
    scene.app.get(&budi, &scene.path("verification")).await.refusal(404);
    scene.app.at(REVIEW);
    assert_eq!(scene.save(0, json!([])).await.refusal(409), "wrong_phase");
    assert_eq!(scene.opens_repair(0).await.refusal(409), "wrong_phase");
    let queue = scene.app.get(&scene.verifiers[0], &queue_path(&scene.call)).await;
    assert_eq!(queue.refusal(409), "wrong_phase");
}

fn queue_path(call: &CallId) -> String {
    format!("/api/v1/calls/{call}/verification-queue")
}

#[actix_web::test]
async fn the_queue_tells_what_is_left_page_by_page_in_a_fixed_number_of_statements() {
    let scene = Scene::new().await;
    let app = &scene.app;
    for number in 2..=5 {
        let candidate = app.person(&format!("c{number}")).role(Role::Candidate).create();
        app.case_proposal(&scene.call, &candidate, Some(&format!("TB-2026-000{number}")));
    }
    let drafting = app.person("drafting").role(Role::Candidate).create();
    app.case_proposal(&scene.call, &drafting, None);
    scene.finds_eligible(0).await;
    scene.save(1, json!([])).await.expect(200);

    let first = |queue: &Answer| queue.expect(200)["items"][0].clone();
    let queue = app.get(&scene.verifiers[0], &queue_path(&scene.call)).await;
    assert_eq!(queue.expect(200)["items"].as_array().unwrap().len(), 5);
    let task = first(&queue);
    assert_eq!((&task["number"], &task["mine"]), (&json!("TB-2026-0001"), &json!("concluded")));
    assert_eq!(task["progress"], json!({"concluded": 1, "third_needed": false}));
    let mine = first(&app.get(&scene.verifiers[1], &queue_path(&scene.call)).await);
    assert_eq!(mine["mine"], "draft");
    let mine = first(&app.get(&scene.verifiers[2], &queue_path(&scene.call)).await);
    assert_eq!(mine["mine"], "not_begun");
    scene.opens_repair(2).await.expect(201);
    let mine = first(&app.get(&scene.verifiers[0], &queue_path(&scene.call)).await);
    assert_eq!((&mine["mine"], &mine["round"]), (&json!("not_begun"), &json!(2)));
    assert_eq!(mine["repair_due_at"], "2026-12-05T17:00:00Z");

    let mut counts = Vec::new();
    for limit in [2, 200] {
        let before = app.statements();
        let path = format!("{}?limit={limit}", queue_path(&scene.call));
        app.get(&scene.verifiers[0], &path).await.expect(200);
        counts.push(app.statements() - before);
    }
    assert_eq!(counts[0], counts[1]);
    let request = app.request_as(&scene.verifiers[0], Method::GET, &queue_path(&scene.call)).await;
    let page = Answer::of(request.query(&[("limit", "2"), ("after", "\"TB-2026-0004\"")])).await;
    assert_eq!(page.expect(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(page.json["next"], json!(null));
}
