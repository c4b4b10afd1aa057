//! Objections over HTTP: filed in time and once, ruled by people who had no hand in the proposal,
//! and, upheld, leading to another run, another decision, another announcement beside the old one.

use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{Answer, Person, Submission, pdf};
use tubel::kernel::access::Role;
use tubel::kernel::ids::{GrantId, UserId};
use tubel::platform::db::schema::{mails, proposals, role_grants, verifications};

pub(crate) const REASON: &str =
    "Satu penilai memberi nilai terendah pada semua kriteria tanpa membaca lampiran usulan.";
const RULING: &str =
    "Lembar penilai itu tidak menyebut satu pun data usulan, sehingga tidak dapat dihitung.";

/// After the window for objections has closed.
pub(crate) const AFTERWARDS: &str = "2027-02-11T01:00:00Z";

/// A (15), B (14), C (12), D (11: one sheet far below), E below the threshold; A and B are selected.
pub(crate) async fn announced(world: &World) -> Vec<Submission> {
    let scores: [&[u32]; 5] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[5, 5, 1], &[2, 2, 2]];
    let entries = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    entries
}

pub(super) async fn object(world: &World, entry: &Submission, subject: &str) -> Answer {
    let path = format!("/api/v1/proposals/{}/objections", entry.id);
    let body = json!({"subject": subject, "reason": REASON});
    world.app.post(&entry.candidate, &path, body).await
}

fn appeal(world: &World, name: &str) -> Person {
    world.app.person(name).role(Role::Appeal).unit("P.IU.02").create()
}

pub(super) fn id_of(answer: &Answer) -> String {
    answer.json["id"].as_str().unwrap().to_owned()
}

pub(super) async fn step(world: &World, who: &Person, id: &str, step: &str) -> Answer {
    world.app.post(who, &format!("/api/v1/objections/{id}/{step}"), json!({})).await
}

pub(super) async fn rule(world: &World, who: &Person, id: &str, remedy: Value) -> Answer {
    let body = json!({"reason": RULING, "remedy": remedy});
    world.app.post(who, &format!("/api/v1/objections/{id}/ruling"), body).await
}

/// Templates of the letters to this person, in order.
pub(super) fn letters(world: &World, to: &Person) -> Vec<String> {
    let to = to.id.clone();
    let read = move |db: &mut tubel::platform::db::Db| {
        let mine = mails::table.filter(mails::recipient.eq(&to)).order(mails::seq);
        Ok(mine.select(mails::template).load::<String>(db)?)
    };
    world.app.database().read(read).unwrap()
}

#[actix_web::test]
async fn an_objection_gets_a_receipt_with_the_head_of_the_record_and_a_clock() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let team = appeal(&world, "appeal");
    let filed = object(&world, &entries[2], "scores").await;
    let filed = filed.expect(201);
    assert_eq!(filed["state"], "filed");
    assert_eq!(filed["due_at"], "2027-02-12T10:00:00Z");
    assert_eq!(world.app.entry_of(&filed["ledger"]).act, "objection.filed");
    let subject = format!("objection:{}", filed["id"].as_str().unwrap());
    let recorded = world.app.recorded(&subject);
    assert_eq!(recorded[0].0, "objection.filed");
    assert!(!recorded[0].1.to_string().contains(REASON), "a reason is no matter of the record");
    assert_eq!(letters(&world, &entries[2].candidate), ["result_reserve", "objection_received"]);
    assert_eq!(letters(&world, &team), ["objection_to_rule"]);
}

#[actix_web::test]
async fn there_is_one_objection_per_subject_and_only_on_what_there_is() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let first = object(&world, &entries[2], "scores").await;
    assert_eq!(object(&world, &entries[2], "scores").await.refusal(409), "objection_twice");
    object(&world, &entries[2], "decision").await.expect(201);
    let refused = object(&world, &entries[2], "verification").await;
    assert_eq!(refused.faults(), [("subject".into(), "subject_not_open".into())]);
    let path = format!("/api/v1/proposals/{}/objections", entries[3].id);
    let short = json!({"subject": "scores", "reason": "Tidak adil."});
    let refused = world.app.post(&entries[3].candidate, &path, short).await;
    assert_eq!(refused.faults(), [("reason".into(), "too_short".into())]);
    // Withdrawn or not, the subject has had its objection.
    let id = id_of(&first);
    step(&world, &entries[3].candidate, &id, "withdraw").await.refusal(404);
    assert_eq!(
        step(&world, &entries[2].candidate, &id, "withdraw").await.json["state"],
        "withdrawn"
    );
    assert_eq!(object(&world, &entries[2], "scores").await.refusal(409), "objection_twice");
}

#[actix_web::test]
async fn an_objection_before_the_announcement_or_after_the_window_is_refused() {
    let world = World::new().await;
    let entries = announced(&world).await;
    world.app.at("2027-02-10T09:59:59.999999Z");
    object(&world, &entries[2], "scores").await.expect(201);
    world.app.at("2027-02-10T10:00:00Z");
    assert_eq!(object(&world, &entries[2], "decision").await.refusal(409), "wrong_phase");
    let other = World::new().await;
    let entry = other.proposal("U.BB.MDN", &[5, 5, 5]);
    other.app.at(PLENARY);
    assert_eq!(object(&other, &entry, "scores").await.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn a_pdf_can_come_with_it_once_and_the_appeal_team_reads_it() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let team = appeal(&world, "appeal");
    let id = id_of(&object(&world, &entries[2], "scores").await);
    let path = format!("/api/v1/objections/{id}/attachment");
    let send = async |bytes: Vec<u8>| {
        let request = world.app.request_as(&entries[2].candidate, Method::PUT, &path).await;
        Answer::of(request.body(bytes)).await
    };
    assert_eq!(send(b"GIF89a".to_vec()).await.refusal(415), "file_not_recognised");
    let kept = send(pdf("bukti")).await;
    assert_eq!(kept.expect(200)["attachment"]["size"], pdf("bukti").len());
    assert_eq!(send(pdf("lain")).await.refusal(409), "attachment_twice");
    assert_eq!(world.app.get(&team, &path).await.bytes, pdf("bukti"));
    world.app.get(&entries[3].candidate, &path).await.refusal(404);
}

/// Puts a role on an account that already did something else.
fn also_appeal(world: &World, user: &UserId) {
    let (user, now) = (user.clone(), world.app.now());
    let grant = move |db: &mut tubel::platform::db::Db| {
        diesel::insert_into(role_grants::table)
            .values((
                role_grants::id.eq(GrantId::new()?),
                role_grants::user_id.eq(&user),
                role_grants::role.eq("appeal"),
                role_grants::granted_at.eq(now),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(grant).unwrap();
}

#[actix_web::test]
async fn nobody_rules_who_verified_scored_or_decided_whatever_role_they_hold_now() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let id = id_of(&object(&world, &entries[2], "scores").await);
    let verifier = appeal(&world, "once a verifier");
    let (person, proposal, now) = (verifier.id.clone(), entries[2].id.clone(), world.app.now());
    let verify = move |db: &mut tubel::platform::db::Db| {
        diesel::insert_into(verifications::table)
            .values((
                verifications::proposal_id.eq(&proposal),
                verifications::verifier.eq(&person),
                verifications::round.eq(1),
                verifications::checks.eq("[]"),
                verifications::updated_at.eq(now),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(verify).unwrap();
    also_appeal(&world, &world.reviewers[0].id);
    also_appeal(&world, &world.chair.id);
    also_appeal(&world, &world.decider.id);
    for (who, part) in [
        (&verifier, "verified"),
        (&world.reviewers[0], "scored"),
        (&world.chair, "decided"),
        (&world.decider, "decided"),
    ] {
        let refused = step(&world, who, &id, "take").await;
        assert_eq!(refused.refusal(409), "ruler_not_disjoint");
        let words = refused.json["title"].to_string();
        assert!(words.contains(part), "{words}");
    }
    // Of the candidate's unit: to them there is no such objection.
    let colleague = world.app.person("colleague").role(Role::Appeal).unit("U.BB.MDN").create();
    step(&world, &colleague, &id, "take").await.refusal(404);
    let listed = world.app.get(&colleague, "/api/v1/objections").await;
    assert_eq!(listed.expect(200)["items"], json!([]));
    let free = appeal(&world, "free");
    assert_eq!(step(&world, &free, &id, "take").await.expect(200)["state"], "taken");
    assert_eq!(letters(&world, &colleague).len(), 0);
}

#[actix_web::test]
async fn only_who_took_it_rules_and_a_ruling_is_final_and_needs_its_reason() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let (one, two) = (appeal(&world, "one"), appeal(&world, "two"));
    let id = id_of(&object(&world, &entries[2], "scores").await);
    assert_eq!(rule(&world, &one, &id, Value::Null).await.refusal(409), "objection_state");
    step(&world, &one, &id, "take").await.expect(200);
    assert_eq!(step(&world, &two, &id, "take").await.refusal(409), "objection_state");
    let refused = rule(&world, &two, &id, Value::Null).await;
    assert_eq!(refused.refusal(409), "objection_taken_by_another");
    step(&world, &one, &id, "release").await.expect(200);
    step(&world, &two, &id, "take").await.expect(200);
    let path = format!("/api/v1/objections/{id}/ruling");
    let refused = world.app.post(&two, &path, json!({"reason": "Tidak.", "remedy": null})).await;
    assert_eq!(refused.faults(), [("reason".into(), "too_short".into())]);
    let wrong = rule(&world, &two, &id, json!({"kind": "restore_eligibility"})).await;
    assert_eq!(wrong.faults(), [("remedy".into(), "remedy_not_fitting".into())]);
    let unknown = rule(&world, &two, &id, json!({"kind": "exclude_sheet", "letter": "?"})).await;
    assert_eq!(unknown.faults(), [("remedy.letter".into(), "remedy_sheet_unknown".into())]);
    world.app.at("2027-02-12T10:00:01Z");
    let list = world.app.get(&world.secretariat, "/api/v1/objections?state=taken").await;
    assert_eq!(list.expect(200)["items"][0]["is_overdue"], true);
    let ruled = rule(&world, &two, &id, Value::Null).await;
    assert_eq!(ruled.expect(200)["state"], "rejected");
    assert_eq!(rule(&world, &two, &id, Value::Null).await.refusal(409), "objection_state");
    assert_eq!(
        step(&world, &entries[2].candidate, &id, "withdraw").await.refusal(409),
        "objection_state"
    );
    let own = format!("/api/v1/objections/{id}");
    let own = world.app.get(&entries[2].candidate, &own).await;
    assert_eq!((&own.json["ruling"], &own.json["ruled_by"]), (&json!(RULING), &Value::Null));
    assert_eq!(letters(&world, &entries[2].candidate).last().unwrap(), "objection_rejected");
    // A rejected objection opens nothing.
    let path = format!("/api/v1/calls/{}/selections", world.call);
    assert_eq!(world.app.post(&world.chair, &path, json!({})).await.refusal(409), "wrong_phase");
}

/// Seats somebody on the panel who has scored nothing yet.
pub(super) async fn fresh_reviewer(world: &World) -> Person {
    let fresh = world.app.person("fresh").role(Role::Reviewer).unit("P.D2.01").create();
    let path = format!("/api/v1/calls/{}/panel/{}", world.call, fresh.id);
    world.app.put(&world.secretariat, &path, json!({"max_load": 5})).await.expect(200);
    fresh
}

/// The letter of the reviewer who gave the lowest total.
pub(super) async fn harshest(world: &World, who: &Person, entry: &Submission) -> String {
    let path = format!("/api/v1/proposals/{}/sheets", entry.id);
    let sheets = world.app.get(who, &path).await.expect(200)["sheets"].clone();
    let sheets = sheets.as_array().unwrap().clone();
    assert!(sheets.iter().all(|sheet| sheet["name"].is_null() && sheet["reviewer"].is_null()));
    let lowest = sheets.iter().min_by_key(|sheet| sheet["total"].as_i64().unwrap()).unwrap();
    lowest["letter"].as_str().unwrap().to_owned()
}

/// The reviewer writes and hands in a sheet: the same score everywhere.
pub(super) async fn score(world: &World, who: &Person, task: &str, score: u32) {
    let reason = "Data unit lengkap dan terurai dengan baik.";
    let one = json!({"score": score, "reason": reason});
    let scores: serde_json::Map<String, Value> =
        (1..=7).map(|number| (format!("K{number}"), one.clone())).collect();
    let feedback = "Rencana kerja jelas; tambahkan indikator antara.";
    let sheet = json!({"scores": scores, "feedback": feedback, "note": ""});
    let path = format!("/api/v1/assignments/{task}/sheet");
    world.app.put_from(who, &path, 0, sheet).await.expect(200);
    let request = world.app.request_as(who, Method::POST, &format!("{path}/submit")).await;
    Answer::of(request.header("if-match", "\"v1\"")).await.expect(200);
}

pub(super) async fn assign(world: &World, entry: &Submission, who: &Person) -> Answer {
    let path = format!("/api/v1/calls/{}/assignments", world.call);
    let body = json!({"proposal": entry.id, "reviewer": who.id});
    world.app.post(&world.secretariat, &path, body).await
}

async fn announcements(world: &World) -> Value {
    let path = format!("/api/v1/calls/{}/announcements", world.call);
    world.app.send("GET", &path, "en").await.expect(200).clone()
}

#[actix_web::test]
async fn an_upheld_objection_leads_to_a_new_run_and_a_new_announcement_and_the_old_is_kept() {
    let world = World::new().await;
    let fresh = fresh_reviewer(&world).await;
    let entries = announced(&world).await;
    let team = appeal(&world, "appeal");
    let before = announcements(&world).await[0].clone();
    let id = id_of(&object(&world, &entries[3], "scores").await);
    world.app.at(AFTERWARDS);
    step(&world, &team, &id, "take").await.expect(200);
    let letter = harshest(&world, &team, &entries[3]).await;
    let remedy = json!({"kind": "exclude_sheet", "letter": letter});
    assert_eq!(rule(&world, &team, &id, remedy).await.expect(200)["state"], "upheld");
    assert_eq!(announcements(&world).await[0]["is_under_revision"], true);

    // Nothing is decided before the sheet that was ordered is there; nobody else is scored anew.
    let run = world.run().await;
    let early = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(early.refusal(409), "sheets_ordered");
    assert_eq!(assign(&world, &entries[2], &fresh).await.refusal(409), "wrong_phase");
    let scored = assign(&world, &entries[3], &world.reviewers[0]).await;
    assert_eq!(scored.status / 100, 4, "a reviewer who scored it does not score it again");
    let task = id_of(&assign(&world, &entries[3], &fresh).await);
    assert_eq!(assign(&world, &entries[3], &fresh).await.refusal(409), "wrong_phase");
    score(&world, &fresh, &task, 5).await;

    let run = world.run().await;
    let decision = world.propose(&run).await;
    assert_eq!(announcements(&world).await[0]["decision"], before["decision"]);
    world.approve(&world.decider, &decision).await.expect(200);
    world.announce().await.expect(201);

    let all = announcements(&world).await;
    let (now, old) = (&all[0], &all[1]);
    assert_eq!((&now["is_under_revision"], &now["earlier"]), (&json!(false), &json!(1)));
    assert_eq!(old["superseded_at"], now["announced_at"]);
    for kept in ["selected", "reserves", "outcomes_hash", "document_hash", "decision"] {
        assert_eq!(old[kept], before[kept], "{kept}");
    }
    let selected = now["selected"].to_string();
    assert!(selected.contains(&entries[0].number) && selected.contains(&entries[3].number));
    assert_eq!(now["reserves"][0]["number"], entries[1].number.as_str());
    let scores = json!([{"subject": "scores", "filed": 1, "upheld": 1, "rejected": 0, "withdrawn": 0, "pending": 0}]);
    assert_eq!(now["objections"], scores);

    let runs =
        world.app.get(&world.auditor, &format!("/api/v1/calls/{}/selections", world.call)).await;
    let states: Vec<_> =
        runs.expect(200).as_array().unwrap().iter().map(|run| run["state"].clone()).collect();
    assert_eq!(states, ["adopted", "computed", "superseded"]);
    let last = |entry: &Submission| letters(&world, &entry.candidate).pop().unwrap();
    let told: Vec<String> = entries.iter().map(last).collect();
    let expected = [
        "result_selected",
        "revised_reserve",
        "revised_reserve",
        "revised_selected",
        "result_not_selected",
    ];
    assert_eq!(told, expected);
    // The revision is over.
    let path = format!("/api/v1/calls/{}/selections", world.call);
    assert_eq!(world.app.post(&world.chair, &path, json!({})).await.refusal(409), "wrong_phase");
}

#[actix_web::test]
async fn a_decider_who_returns_during_a_revision_leaves_the_announced_result_standing() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let team = appeal(&world, "appeal");
    let id = id_of(&object(&world, &entries[1], "decision").await);
    step(&world, &team, &id, "take").await.expect(200);
    rule(&world, &team, &id, json!({"kind": "decide_anew"})).await.expect(200);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    let path = format!("/api/v1/decisions/{}/return", decision["id"].as_str().unwrap());
    let reason = json!({"reason": "Berita acara belum menjawab sanggahan itu."});
    world.app.post(&world.decider, &path, reason).await.expect(200);
    let result = format!("/api/v1/proposals/{}/result", entries[1].id);
    let result = world.app.get(&entries[1].candidate, &result).await;
    assert_eq!(result.expect(200)["outcome"], "selected");
    let again = world.propose(&run).await;
    world.approve(&world.decider, &again).await.expect(200);
    world.announce().await.expect(201);
    assert_eq!(announcements(&world).await.as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn who_was_wrongly_found_ineligible_is_scored_by_the_panel_and_ranked() {
    let world =
        World::with(|definition| definition["panel"]["sheets_per_proposal"] = 1.into()).await;
    let fresh = fresh_reviewer(&world).await;
    let wronged = world.proposal("U.BB.SMR", &[]);
    let ineligible = wronged.id.clone();
    let find = move |db: &mut tubel::platform::db::Db| {
        let row = diesel::update(proposals::table.find(&ineligible));
        row.set(proposals::state.eq("ineligible")).execute(db)?;
        Ok(())
    };
    world.app.database().write(find).unwrap();
    announced(&world).await;
    let team = appeal(&world, "appeal");
    let refused = object(&world, &wronged, "scores").await;
    assert_eq!(refused.faults(), [("subject".into(), "subject_not_open".into())]);
    let id = id_of(&object(&world, &wronged, "verification").await);
    step(&world, &team, &id, "take").await.expect(200);
    rule(&world, &team, &id, json!({"kind": "restore_eligibility"})).await.expect(200);
    let task = id_of(&assign(&world, &wronged, &fresh).await);
    score(&world, &fresh, &task, 5).await;
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.announce().await.expect(201);
    let result = format!("/api/v1/proposals/{}/result", wronged.id);
    let result = world.app.get(&wronged.candidate, &result).await;
    assert_ne!(result.expect(200)["outcome"], "ineligible");
    assert!(result.json["place"].is_number());
}

#[actix_web::test]
async fn the_list_of_objections_needs_no_more_statements_with_more_of_them() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let count = async || {
        let before = world.app.statements();
        world.app.get(&world.secretariat, "/api/v1/objections").await.expect(200);
        world.app.statements() - before
    };
    object(&world, &entries[2], "scores").await.expect(201);
    let few = count().await;
    for entry in &entries {
        object(&world, entry, "decision").await.expect(201);
    }
    assert_eq!(count().await, few);
}

#[actix_web::test]
async fn without_scripts_a_form_with_a_file_files_the_objection_and_loses_nothing_typed() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let visit = Visit::signed_in(&world.app, &entries[2].candidate).await;
    let csrf = visit.csrf().await;
    let path = format!("/proposals/{}/objections", entries[2].id);
    let send = async |reason: &str, bytes: Vec<u8>| {
        let file = reqwest::multipart::Part::bytes(bytes).file_name("bukti.pdf");
        let form = reqwest::multipart::Form::new().text("csrf", csrf.clone());
        let form = form.text("subject", "scores").text("reason", reason.to_owned());
        let request = visit.request(Method::POST, &path).multipart(form.part("file", file));
        Answer::of(request.header("sec-fetch-site", "same-origin")).await
    };
    let refused = send(REASON, b"not a PDF".to_vec()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains(REASON) && refused.text().contains("f-file-error"));
    let refused = send("Tidak adil.", pdf("bukti")).await;
    assert!(refused.status == 422 && refused.text().contains("f-reason-error"));
    assert_eq!(send(REASON, pdf("bukti")).await.status, 303);
    let page = visit.read(&path).await;
    assert!(page.expect_page().contains("bukti.pdf"));
    assert_eq!(send(REASON, pdf("bukti")).await.status, 409);
    let mut ids = page.text().split("/objections/").filter_map(|rest| rest.split('/').next());
    let id = ids.find(|id| id.len() == 26).unwrap().to_owned();
    let fields = [("csrf", csrf.as_str())];
    let withdrawn = visit.send(&format!("/objections/{id}/withdraw"), &fields).await;
    assert_eq!(withdrawn.header("location"), path);
    // Another candidate's page is not there; the public reads figures alone.
    let other = Visit::signed_in(&world.app, &entries[3].candidate).await;
    assert_eq!(other.read(&path).await.status, 404);
    let public = Visit::new(&world.app);
    let page = public.read(&format!("/calls/{}/announcement", world.call)).await;
    assert!(page.expect_page().contains("Objections in figures"));
    assert!(!page.text().contains(REASON));
}
