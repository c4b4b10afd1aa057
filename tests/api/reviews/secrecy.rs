//! Nobody sees another's sheet before handing in their own; afterwards only under a letter.

use serde_json::{Value, json};
use test_support::Person;
use test_support::review::{World, sheet};
use tubel::features::calls::Anonymity;
use tubel::kernel::access::Role;

fn sheets_path(of: &test_support::Submission) -> String {
    format!("/api/v1/proposals/{}/sheets", of.id)
}

/// Everything a reviewer can fetch about a task before handing in.
async fn all_seen(world: &World, who: &Person, task: &str) -> Vec<(u16, Value)> {
    let mut seen = Vec::new();
    for path in [
        "/api/v1/assignments".to_owned(),
        task.to_owned(),
        format!("{task}/sheet"),
        format!("{task}/sheet/versions"),
        world.call_path("progress"),
        world.call_path("assignments"),
        world.call_path("conflicts"),
    ] {
        let answer = world.app.get(who, &path).await;
        let mut json = answer.json.clone();
        if let Some(body) = json.as_object_mut() {
            // The number of the request, which differs between any two.
            body.remove("instance");
        }
        seen.push((answer.status, json));
    }
    seen
}

#[actix_web::test]
async fn what_others_do_changes_nothing_a_reviewer_sees_before_handing_in() {
    let world = World::new();
    let [rina, tono, dewi] = ["rina", "tono", "dewi"].map(|name| world.reviewer(name));
    // Two tasks, so that an order by other people's sheets would show.
    let (first, second) = (world.proposal("siti"), world.proposal("budi"));
    let task = world.assign(&first, &rina).await;
    world.assign(&second, &rina).await;
    let before = all_seen(&world, &rina, &task).await;
    let unknown = tubel::kernel::ids::ProposalId::new().unwrap();
    let missing = world.app.get(&rina, &format!("/api/v1/proposals/{unknown}/sheets")).await;
    let hidden = world.app.get(&rina, &sheets_path(&first)).await;
    assert_eq!((hidden.refusal(404), hidden.bytes.len()), ("not_found", missing.bytes.len()));

    world.score(&first, &tono, (2, 6)).await;
    let other = world.assign(&first, &dewi).await;
    world.save(&dewi, &other, sheet((3, 3))).await.expect(200);
    let conflict = format!("/api/v1/proposals/{}/conflicts", second.id);
    world.app.post(&tono, &conflict, json!({"reason": "Cousins."})).await.expect(201);

    assert_eq!(all_seen(&world, &rina, &task).await, before);
    assert_eq!(world.app.get(&rina, &sheets_path(&first)).await.refusal(404), "not_found");
    // A draft of one's own does not open the others' either.
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    assert_eq!(world.app.get(&rina, &sheets_path(&first)).await.refusal(404), "not_found");
}

#[actix_web::test]
async fn after_handing_in_the_others_are_letters_that_stay() {
    let world = World::new();
    let [rina, tono, dewi] = ["rina", "tono", "dewi"].map(|name| world.reviewer(name));
    let proposal = world.proposal("siti");
    world.score(&proposal, &tono, (2, 6)).await;
    world.score(&proposal, &rina, (5, 3)).await;
    let seen = world.app.get(&rina, &sheets_path(&proposal)).await;
    let sheets = seen.expect(200)["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), 2);
    for secret in ["tono", tono.id.as_str(), rina.id.as_str()] {
        assert!(!seen.text().contains(secret), "{secret}");
    }
    let peer = sheets.iter().find(|sheet| sheet["own"] == false).unwrap();
    assert_eq!((&peer["total"], &peer["scores"]["K1"]["score"]), (&json!(360), &json!(2)));
    for hidden in ["name", "reviewer", "note", "submitted_at"] {
        assert_eq!(peer[hidden], Value::Null, "{hidden}");
    }
    let letter = peer["letter"].clone();
    // 360 and 420 about the line at 400; three points apart on each criterion.
    let divergence = json!({
        "range": 60, "totals_differ": false, "criteria": ["K1", "K2"], "pass_line_between": true,
    });
    assert_eq!(seen.json["divergence"], divergence);

    world.app.set_clock(world.app.now().plus_seconds(60));
    world.score(&proposal, &dewi, (3, 3)).await;
    let later = world.app.get(&rina, &sheets_path(&proposal)).await;
    let sheets = later.expect(200)["sheets"].as_array().unwrap();
    let same = sheets.iter().find(|sheet| sheet["total"] == 360).unwrap();
    assert_eq!((sheets.len(), &same["letter"]), (3, &letter));
}

#[actix_web::test]
async fn an_open_call_names_the_peers_after_handing_in() {
    let world = World::with(|definition| definition.anonymity = Anonymity::Open);
    let (rina, tono) = (world.reviewer("rina"), world.reviewer("tono"));
    let proposal = world.proposal("siti");
    world.score(&proposal, &tono, (2, 6)).await;
    world.score(&proposal, &rina, (5, 3)).await;
    let seen = world.app.get(&rina, &sheets_path(&proposal)).await;
    let sheets = seen.expect(200)["sheets"].as_array().unwrap();
    let peer = sheets.iter().find(|sheet| sheet["own"] == false).unwrap();
    assert_eq!(peer["name"], "tono");
}

#[actix_web::test]
async fn those_who_run_the_plenary_read_sheets_by_name_and_only_from_then_on() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("siti"));
    let officials = [Role::Chair, Role::Decider, Role::Auditor];
    let mut officials: Vec<Person> =
        officials.into_iter().map(|role| world.official(role.name(), role)).collect();
    officials.push(world.secretariat.clone());
    world.score(&proposal, &rina, (5, 3)).await;
    for official in &officials {
        let early = world.app.get(official, &sheets_path(&proposal)).await;
        assert_eq!(early.refusal(409), "wrong_phase");
    }
    world.app.get(&proposal.candidate, &sheets_path(&proposal)).await.refusal(404);
    world.app.set_clock(world.app.now().plus_days(11));
    for official in &officials {
        let seen = world.app.get(official, &sheets_path(&proposal)).await;
        let sheet = &seen.expect(200)["sheets"][0];
        assert_eq!((&sheet["name"], &sheet["total"]), (&json!("rina"), &json!(420)));
        assert_eq!(sheet["note"], "Between us.");
    }
    world.app.get(&proposal.candidate, &sheets_path(&proposal)).await.refusal(404);
}

#[actix_web::test]
async fn a_conflict_closes_the_others_sheets_to_a_reviewer_and_to_the_chair() {
    let world = World::new();
    let (rina, tono) = (world.reviewer("rina"), world.reviewer("tono"));
    let chair = world.official("chair", Role::Chair);
    let proposal = world.proposal("siti");
    world.score(&proposal, &tono, (2, 6)).await;
    world.score(&proposal, &rina, (5, 3)).await;
    world.app.get(&rina, &sheets_path(&proposal)).await.expect(200);
    world.move_to(&rina, "U.BB.MKS");
    world.move_to(&chair, "U.BB.MKS");
    world.app.get(&rina, &sheets_path(&proposal)).await.refusal(404);
    world.app.set_clock(world.app.now().plus_days(11));
    world.app.get(&chair, &sheets_path(&proposal)).await.refusal(404);
}
