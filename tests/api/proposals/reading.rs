//! Who sees which proposal, and which text of it.

use super::{DEADLINE, changed, pair};
use serde_json::{Value, json};
use test_support::writing::World;
use test_support::{Answer, content};
use tubel::kernel::access::Role;

#[actix_web::test]
async fn a_draft_does_not_exist_for_anybody_else() {
    let world = World::start().await;
    let path = world.ready().await;
    let strangers = [
        world.outsider("budi", Role::Candidate),
        world.outsider("verifier", Role::Verifier),
        world.outsider("secretary", Role::Secretariat),
        world.outsider("chair", Role::Chair),
        world.outsider("auditor", Role::Auditor),
        world.outsider("reviewer", Role::Reviewer),
        world.outsider("other head", Role::UnitHead),
    ];
    for stranger in &strangers {
        for part in ["", "/eligibility", "/checklist", "/versions", "/receipt", "/endorsements"] {
            let answer = world.app.get(stranger, &format!("{path}{part}")).await;
            assert_eq!(answer.refusal(404), "not_found", "{part}");
        }
        world.app.post(stranger, &format!("{path}/submit"), json!({})).await.refusal(404);
        let reason = json!({"reason": "x"});
        world.app.post(stranger, &format!("{path}/withdraw"), reason).await.refusal(404);
        let body = json!({ "content": content() });
        world.app.put_from(stranger, &path, 2, body).await.refusal(404);
    }
    world.app.send("GET", &path, "en").await.refusal(401);
    world.app.get(&world.candidate, "/api/v1/proposals/nonsense").await.refusal(404);
    // Never submitted, it stays unseen after the deadline too.
    world.app.at(DEADLINE);
    for person in strangers.iter().chain([&world.head, &world.owner]) {
        world.app.get(person, &path).await.refusal(404);
    }
}

#[actix_web::test]
async fn verifiers_read_what_was_submitted_and_not_what_was_written_since() {
    let world = World::start().await;
    let path = world.ready().await;
    let verifier = world.outsider("verifier", Role::Verifier);
    let neighbour = world.app.person("neighbour").role(Role::Verifier).create();
    world.submit(&path).await.expect(201);
    let later = changed(|it| it["title"] = "SECRET-LATER".into());
    let body = json!({"level": "S3", "content": later, "void_endorsements": true});
    world.app.put_from(&world.candidate, &path, 3, body).await.expect(200);
    world.app.get(&verifier, &path).await.refusal(404);

    world.app.at(DEADLINE);
    let read = world.app.get(&verifier, &path).await;
    assert_eq!(read.expect(200)["content"]["title"], "Memutus tautan obat ilegal");
    assert_eq!(read.json["level"], "S2");
    assert!(!read.text().contains("SECRET-LATER"));
    assert_eq!(read.json["content"]["candidate"]["status"], "pns");
    let findings = world.app.get(&verifier, &format!("{path}/eligibility")).await;
    assert_eq!(findings.expect(200)[1]["outcome"], "met");
    world.app.get(&neighbour, &path).await.refusal(404);
    let list = format!("/api/v1/proposals?call={}", world.call);
    let listed = world.app.get(&verifier, &list).await;
    assert_eq!(listed.expect(200)["items"][0]["title"], "Memutus tautan obat ilegal");
    assert_eq!(listed.json["items"][0]["level"], "S2");
    assert_eq!(world.app.get(&neighbour, &list).await.expect(200)["items"], json!([]));
    let own = world.app.get(&world.candidate, &list).await;
    assert_eq!(own.expect(200)["items"][0]["title"], "SECRET-LATER");
    assert_eq!(
        world.app.get(&verifier, "/api/v1/proposals").await.faults(),
        [pair("call", "required")]
    );
}

#[actix_web::test]
async fn the_owner_of_the_problem_reads_the_idea_and_not_the_personal_record() {
    let world = World::start().await;
    let path = world.ready().await;
    for reader in [&world.owner, &world.head] {
        let read = world.app.get(reader, &path).await;
        assert_eq!(read.expect(200)["content"]["title"], "Memutus tautan obat ilegal");
        assert_eq!(read.json["content"]["candidate"]["status"], Value::Null);
        let listed = world.app.get(reader, "/api/v1/proposals").await;
        assert_eq!(listed.expect(200)["items"][0]["state"], "draft");
    }
}

#[actix_web::test]
async fn a_list_takes_as_many_statements_for_many_rows_as_for_few() {
    let mut world = World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    for number in 0..4 {
        world.candidate = world.app.person(&format!("c{number}")).role(Role::Candidate).create();
        let path = world.ready().await;
        world.submit(&path).await.expect(201);
    }
    let secretary = world.outsider("secretary", Role::Secretariat);
    world.app.at(DEADLINE);
    let list = format!("/api/v1/proposals?call={}&state=submitted", world.call);
    let mut counts = Vec::new();
    for limit in [1, 1, 100] {
        let before = world.app.statements();
        let page = world.app.get(&secretary, &format!("{list}&limit={limit}")).await;
        counts.push((
            world.app.statements() - before,
            page.expect(200)["items"].as_array().unwrap().len(),
        ));
    }
    // The first request also signs in.
    assert_eq!((counts[1].1, counts[2].1), (1, 5));
    assert_eq!(counts[1].0, counts[2].0);

    let mut seen = 0;
    let mut next = Value::String(String::new());
    while let Some(cursor) = next.as_str().map(ToOwned::to_owned) {
        let request = world.app.request_as(&secretary, reqwest::Method::GET, &list).await;
        let mut query = vec![("limit", "2")];
        if !cursor.is_empty() {
            query.push(("after", cursor.as_str()));
        }
        let page = Answer::of(request.query(&query)).await;
        seen += page.expect(200)["items"].as_array().unwrap().len();
        next = page.json["next"].clone();
    }
    assert_eq!(seen, 5);
}

#[actix_web::test]
async fn the_candidates_superior_is_in_conflict_whatever_the_duty() {
    let mut world = World::start().await;
    let chair = world.outsider("chair", Role::Chair);
    let other = world.outsider("other chair", Role::Chair);
    let builder = world.app.person("subordinate").role(Role::Candidate);
    world.candidate = builder.superior(&chair).create();
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    world.app.at(DEADLINE);
    let list = format!("/api/v1/proposals?call={}", world.call);
    world.app.get(&chair, &path).await.refusal(404);
    assert_eq!(world.app.get(&chair, &list).await.expect(200)["items"], json!([]));
    world.app.get(&other, &path).await.expect(200);
    assert_eq!(world.app.get(&other, &list).await.expect(200)["items"][0]["state"], "submitted");
}

#[actix_web::test]
async fn a_reviewer_has_a_pile_and_no_list() {
    let world = World::start().await;
    let reviewer = world.outsider("reviewer", Role::Reviewer);
    assert_eq!(world.app.get(&reviewer, "/api/v1/proposals").await.refusal(403), "forbidden");
}
