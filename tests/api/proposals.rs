//! Proposals over HTTP: from a draft to a receipt, and everything that stands in the way.

mod asking;
mod costing;
mod endorsing;
mod reading;
mod returning;

use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, content};
use tubel::kernel::access::Role;
use tubel::platform::ledger;

/// The instant from which on the call takes nothing any more.
const DEADLINE: &str = "2026-12-24T01:00:00Z";

fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut content = content();
    change(&mut content);
    content
}

/// Codes of what is still missing, by field.
fn missing(checklist: &Answer) -> Vec<(String, String)> {
    let items = checklist.expect(200)["items"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let unmet = items.iter().filter(|item| item["met"] == false);
    unmet.map(|item| (text(&item["field"]), text(&item["code"]))).collect()
}

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[actix_web::test]
async fn a_draft_is_written_endorsed_and_handed_in_for_a_numbered_receipt() {
    let world = World::start().await;
    let path = world.ready().await;
    let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
    assert_eq!(checklist.expect(200)["ready"], true, "{}", checklist.json);

    let submitted = world.submit(&path).await;
    let receipt = submitted.expect(201);
    assert_eq!(receipt["number"], "TB-2026-0001");
    assert_eq!(receipt["version"], 1);
    assert_eq!(receipt["submitted_at"], "2026-11-24T01:00:00Z");
    assert_eq!(receipt["documents"][0]["kind"], "proposal");
    let text =
        json!({"problem": world.problem, "level": "S2", "content": stored(&world, &path).await});
    assert_eq!(receipt["content_hash"], tubel::kernel::canonical::hash_of(&text).unwrap());
    assert_eq!(world.app.entry_of(&receipt["ledger"]).act, "proposal.submitted");

    let again = world.app.get(&world.candidate, &format!("{path}/receipt")).await;
    assert_eq!(again.expect(200), receipt);
    assert_eq!(world.app.get(&world.candidate, &path).await.json["state"], "submitted");
}

async fn stored(world: &World, path: &str) -> Value {
    world.app.get(&world.candidate, path).await.expect(200)["content"].clone()
}

#[actix_web::test]
async fn the_record_has_every_act_and_nobodys_words() {
    let world = World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let entries = world
        .app
        .database()
        .read(|db| ledger::entries_after(db, 0, ledger::Wanted::default(), 1000))
        .unwrap();
    let subject = format!("proposal:{}", path.rsplit('/').next().unwrap());
    let own: Vec<_> = entries.iter().filter(|entry| entry.subject == subject).collect();
    let acts: Vec<&str> = own.iter().map(|entry| entry.act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "proposal.drafted",
            "proposal.saved",
            "document.uploaded",
            "proposal.endorsed",
            "proposal.endorsed",
            "proposal.submitted"
        ]
    );
    let payloads: String = own.iter().map(|entry| entry.payload.to_string()).collect();
    for secret in ["Tautan", "Memutus", "PFM", "dukung", "199001", "rina"] {
        assert!(!payloads.contains(secret), "{secret}: {payloads}");
    }
}

#[actix_web::test]
async fn an_empty_draft_is_told_all_it_lacks_and_keeps_its_state() {
    let world = World::start().await;
    let path = world.draft().await;
    let refused = world.submit(&path).await;
    assert_eq!(refused.refusal(422), "not_ready");
    let faults = refused.faults();
    for expected in [
        pair("title", "required"),
        pair("sections.use_on_return", "required"),
        pair("plan", "plan_empty"),
        pair("documents.proposal", "document_required"),
        pair("endorsements.problem_owner", "endorsement_required"),
        pair("eligibility.remaining_service", "rule_unknown"),
    ] {
        assert!(faults.contains(&expected), "{expected:?} is not in {faults:?}");
    }
    assert!(!faults.iter().any(|(field, _)| field == "documents.recommendation"));
    let checklist = world.app.get(&world.candidate, &format!("{path}/checklist")).await;
    assert_eq!(checklist.json["ready"], false);
    assert_eq!(missing(&checklist), faults);
    assert_eq!(world.app.get(&world.candidate, &path).await.json["state"], "draft");
}

#[actix_web::test]
async fn two_writers_on_one_draft_lose_nothing() {
    let world = World::start().await;
    let path = world.draft().await;
    let (mine, theirs) =
        (changed(|it| it["title"] = "Mine".into()), changed(|it| it["title"] = "Theirs".into()));
    let saved = world.save(&path, 1, &mine).await;
    saved.expect(200);
    assert_eq!(saved.header("etag"), "\"v2\"");
    let stale = world.save(&path, 1, &theirs).await;
    assert_eq!(stale.refusal(412), "stale");
    let details = &stale.json["details"];
    assert_eq!(details["version"], 2);
    assert_eq!(details["stored"]["content"]["title"], "Mine");
    assert_eq!(details["sent"]["content"]["title"], "Theirs");
    world.save(&path, 2, &theirs).await.expect(200);
    let careless = world.app.put(&world.candidate, &path, json!({"content": mine})).await;
    assert_eq!(careless.refusal(428), "if_match_required");
}

#[actix_web::test]
async fn saving_the_same_text_again_makes_no_new_version() {
    let world = World::start().await;
    let path = world.draft().await;
    world.save(&path, 1, &content()).await.expect(200);
    assert_eq!(world.save(&path, 2, &content()).await.expect(200)["version"], 2);
}

#[actix_web::test]
async fn a_field_of_the_wrong_shape_is_named() {
    let world = World::start().await;
    let path = world.draft().await;
    let month = changed(|it| it["plan"][0]["month"] = 13.into());
    let answer = world.save(&path, 1, &month).await;
    assert_eq!(answer.faults(), [pair("content.plan[0].month", "out_of_range")]);
    let nul = changed(|it| it["title"] = "a\0b".into());
    let answer = world.save(&path, 1, &nul).await;
    assert_eq!(answer.faults(), [pair("content.title", "hidden_character")]);
    let unknown = changed(|it| it["goal"]["wish"] = "much".into());
    let answer = world.save(&path, 1, &unknown).await;
    assert_eq!(answer.faults()[0].1, "unknown_field");
    assert_eq!(world.version(&path).await, 1);
}

#[actix_web::test]
async fn a_second_before_the_deadline_is_in_time_and_the_deadline_is_not() {
    let world = World::start().await;
    let path = world.ready().await;
    world.app.at(DEADLINE);
    let late = world.submit(&path).await;
    assert_eq!(late.refusal(409), "wrong_phase");
    let save = world.save(&path, 2, &changed(|it| it["title"] = "Late".into())).await;
    assert_eq!(save.refusal(409), "wrong_phase");
    assert_eq!(world.endorse(&world.head, &path, "unit_head").await.refusal(409), "wrong_phase");
    world
        .app
        .set_clock(DEADLINE.parse::<tubel::kernel::clock::Timestamp>().unwrap().plus_seconds(-1));
    assert_eq!(world.submit(&path).await.expect(201)["submitted_at"], "2026-12-24T00:59:59Z");
}

#[actix_web::test]
async fn one_idempotency_key_means_one_receipt() {
    let world = World::start().await;
    let path = world.ready().await;
    let first = world.submit_with_key(&path, "k-1").await;
    // The answer was lost; meanwhile the deadline has passed.
    world.app.at(DEADLINE);
    let second = world.submit_with_key(&path, "k-1").await;
    assert_eq!(second.expect(201), first.expect(201));
    let versions = world.app.get(&world.candidate, &format!("{path}/versions")).await;
    assert_eq!(versions.expect(200).as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn handing_in_the_same_text_twice_is_not_a_new_version() {
    let world = World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    assert_eq!(world.submit(&path).await.refusal(409), "nothing_changed");
    world.upload(&path, "proposal", "second").await;
    let second = world.submit(&path).await;
    assert_eq!(second.expect(201)["documents"][0]["version"], 2);
}

#[actix_web::test]
async fn a_new_submission_is_version_two_of_the_same_number_and_the_first_stays() {
    let world = World::start().await;
    let path = world.ready().await;
    let first = world.submit(&path).await;
    world.rewrite(&path, &changed(|it| it["title"] = "Second".into())).await;
    let second = world.submit(&path).await;
    assert_eq!(second.expect(201)["number"], first.expect(201)["number"]);
    assert_eq!(second.json["version"], 2);
    assert_ne!(second.json["content_hash"], first.json["content_hash"]);
    let versions = world.app.get(&world.candidate, &format!("{path}/versions")).await;
    let versions = versions.expect(200);
    assert_eq!(versions[0]["content"]["title"], "Memutus tautan obat ilegal");
    assert_eq!(versions[0]["receipt"], first.json);
    assert_eq!(versions[1]["content"]["title"], "Second");
    assert_eq!(versions[1]["eligibility"][1]["figures"]["required_months"], 72);
}

#[actix_web::test]
async fn numbers_follow_the_order_of_submission() {
    let world = World::start().await;
    let path = world.ready().await;
    let rina = world.candidate.clone();
    let other = World { candidate: world.outsider("budi", Role::Candidate), ..world };
    let second = other.draft().await;
    other.save(&second, 1, &content()).await.expect(200);
    other.upload(&second, "proposal", "first").await;
    let head = other.outsider("head of budi", Role::UnitHead);
    other.endorse(&head, &second, "unit_head").await.expect(201);
    other.endorse(&other.owner, &second, "problem_owner").await.expect(201);
    assert_eq!(other.submit(&second).await.expect(201)["number"], "TB-2026-0001");
    let rina = other.app.post(&rina, &format!("{path}/submit"), json!({})).await;
    assert_eq!(rina.expect(201)["number"], "TB-2026-0002");
}

#[actix_web::test]
async fn who_is_not_eligible_is_told_the_rule_the_figures_and_the_law() {
    let mut world = World::start().await;
    // Born 1974: 58 in 2032, so from September 2027 to the end of that month 61 months are left.
    let elder = world.app.person("elder").role(Role::Candidate).nip("197409152000011001");
    world.candidate = elder.create();
    let path = world.ready().await;
    let findings = world.app.get(&world.candidate, &format!("{path}/eligibility")).await;
    let finding = &findings.expect(200)[1];
    assert_eq!(finding["key"], "remaining_service");
    assert_eq!(finding["outcome"], "not_met");
    assert_eq!(finding["severity"], "block");
    assert_eq!(finding["legal_reference"], "SE MenPANRB 28/2021");
    assert_eq!(finding["figures"]["remaining_months"], 61);
    assert_eq!(finding["figures"]["required_months"], 72);
    assert_eq!(
        finding["message"],
        "Months of service left at the start of study: 61; needed: 72 (3 × 24). Service ends on \
         2032-09-30 (SE MenPANRB 28/2021)."
    );
    let refused = world.submit(&path).await;
    assert_eq!(refused.refusal(422), "not_eligible");
    assert_eq!(refused.faults(), [pair("eligibility.remaining_service", "rule_remaining_service")]);
    assert_eq!(refused.json["errors"][0]["message"], finding["message"]);
    assert_eq!(refused.json["details"]["eligibility"][1]["figures"], finding["figures"]);

    let not_released = changed(|it| it["study"]["released"] = false.into());
    world.rewrite(&path, &not_released).await;
    world.endorse_both(&path).await;
    world.submit(&path).await.expect(201);
}

#[actix_web::test]
async fn a_rule_that_only_warns_keeps_nobody_out() {
    let world = World::start().await;
    let path = world.ready().await;
    let weak = changed(|it| it["candidate"]["grade_point_average_hundredths"] = 299.into());
    world.rewrite(&path, &weak).await;
    let findings = world.app.get(&world.candidate, &format!("{path}/eligibility")).await;
    assert_eq!(findings.expect(200)[2]["outcome"], "not_met");
    world.submit(&path).await.expect(201);
}

#[actix_web::test]
async fn a_withdrawn_proposal_is_out_and_makes_room_for_another() {
    let world = World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let earlier = world.begin(&world.candidate).await;
    assert_eq!(earlier.refusal(409), "one_proposal_each");
    assert!(path.ends_with(earlier.json["details"]["proposal"].as_str().unwrap()));
    let withdraw = format!("{path}/withdraw");
    for (reason, code) in [("", "required"), (" \n", "required"), ("a\0b", "hidden_character")] {
        let body = json!({ "reason": reason });
        let silent = world.app.post(&world.candidate, &withdraw, body).await;
        assert_eq!(silent.faults(), [pair("reason", code)]);
    }
    let withdrawn =
        world.app.post(&world.candidate, &withdraw, json!({"reason": "Keluarga"})).await;
    assert_eq!(withdrawn.expect(200)["state"], "withdrawn");
    assert_eq!(world.submit(&path).await.refusal(409), "wrong_state");
    let again = world.app.post(&world.candidate, &withdraw, json!({"reason": "x"})).await;
    assert_eq!(again.refusal(409), "wrong_state");
    world.begin(&world.candidate).await.expect(201);
}

#[actix_web::test]
async fn a_proposal_begins_with_an_approved_problem_and_a_level_on_offer() {
    let world = World::start().await;
    let path = format!("/api/v1/calls/{}/proposals", world.call);
    let pending = world.proposed_problem(&world.owner).await;
    let body = json!({"problem": pending, "level": "S4"});
    let answer = world.app.post(&world.candidate, &path, body).await;
    assert_eq!(
        answer.faults(),
        [pair("problem", "problem_not_registered"), pair("level", "level_not_offered")]
    );
    world.begin(&world.head).await.refusal(404);
    world.app.at(DEADLINE);
    assert_eq!(world.begin(&world.candidate).await.refusal(409), "wrong_phase");
}
