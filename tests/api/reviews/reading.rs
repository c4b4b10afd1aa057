//! What a reviewer reads: the pile and the text, as far as the call's anonymity lets it be read.

use serde_json::{Value, json};
use test_support::Answer;
use test_support::review::{World, sheet};
use tubel::features::calls::Anonymity;
use tubel::kernel::access::Role;

#[actix_web::test]
async fn the_pile_begins_with_what_is_least_done_and_counts_all() {
    let world = World::new();
    let rina = world.reviewer("rina");
    let [done, begun, untouched, half] =
        ["siti", "budi", "ani", "joko"].map(|name| world.proposal(name));
    world.score(&done, &rina, (5, 3)).await;
    let task = world.assign(&begun, &rina).await;
    world.save(&rina, &task, sheet((5, 3))).await.expect(200);
    world.assign(&untouched, &rina).await;
    let task = world.assign(&half, &rina).await;
    world.save(&rina, &task, json!({"scores": {"K1": {"score": 5}}})).await.expect(200);

    let pile = world.app.get(&rina, "/api/v1/assignments").await;
    let numbers: Vec<&str> = pile.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["number"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, [&untouched, &half, &begun, &done].map(|one| one.number.as_str()));
    assert_eq!(pile.json["progress"], json!({"assigned": 1, "draft": 2, "submitted": 1}));
    let second = &pile.json["items"][1];
    assert_eq!((&second["scored"], &second["criteria"]), (&json!(1), &json!(2)));
    assert_eq!(second["problem_code"], "M-007");
    assert_eq!(second["title"], "Boraks in street food, by joko");

    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let request =
            world.app.request_as(&rina, reqwest::Method::GET, "/api/v1/assignments").await;
        let cursor: Option<(&str, String)> = after.map(|next| ("after", next));
        let page = Answer::of(request.query(&[("limit", "1")]).query(&cursor.as_slice())).await;
        seen.push(page.expect(200)["items"][0]["number"].as_str().unwrap().to_owned());
        match page.json["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen, numbers);
}

#[actix_web::test]
async fn pile_and_progress_take_a_fixed_number_of_statements() {
    let world = World::new();
    let rina = world.reviewer("rina");
    let cost = async |who, path: String| {
        world.app.get(who, &path).await.expect(200);
        let before = world.app.statements();
        world.app.get(who, &path).await.expect(200);
        world.app.statements() - before
    };
    world.assign(&world.proposal("siti"), &rina).await;
    let paths = ["assignments?limit=200", "conflicts?limit=200", "progress?limit=200"];
    let mut few = vec![cost(&rina, "/api/v1/assignments?limit=200".to_owned()).await];
    for path in paths {
        few.push(cost(&world.secretariat, world.call_path(path)).await);
    }
    let tono = world.reviewer("tono");
    for number in 0..6 {
        let proposal = world.proposal(&format!("candidate{number}"));
        world.assign(&proposal, &rina).await;
        world.score(&proposal, &tono, (5, 3)).await;
    }
    let mut many = vec![cost(&rina, "/api/v1/assignments?limit=200".to_owned()).await];
    for path in paths {
        many.push(cost(&world.secretariat, world.call_path(path)).await);
    }
    assert_eq!(many, few);
    // With those of the writer's empty turn.
    assert!(few.iter().all(|count| *count <= 25), "{few:?}");
}

#[actix_web::test]
async fn double_blind_hides_name_unit_and_facts_wherever_they_stand() {
    let world = World::with(|definition| definition.anonymity = Anonymity::DoubleBlind);
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("Siti Rahma"));
    let task = world.assign(&proposal, &rina).await;
    let read = world.app.get(&rina, &task).await;
    read.expect(200);
    let pile = world.app.get(&rina, "/api/v1/assignments").await;
    pile.expect(200);
    let sheet = world.app.get(&rina, &format!("{task}/sheet")).await;
    let secrets = [
        "siti rahma",
        "siti.rahma",
        proposal.candidate.id.as_str(),
        proposal.candidate.nip.as_deref().unwrap(),
        "u.bb.mks",
        "balai besar pom di makassar",
        "pengawas farmasi",
        "heavy",
    ];
    for answer in [&read, &pile, &sheet] {
        let body = answer.text().to_lowercase();
        for secret in secrets {
            assert!(!body.contains(&secret.to_lowercase()), "{secret} in {body}");
        }
    }
    assert_eq!(read.json["candidate"], Value::Null);
    assert_eq!(read.json["text"]["title"], "Boraks in street food, by […]");
    assert_eq!(pile.json["items"][0]["number"], proposal.number.as_str());
}

#[actix_web::test]
async fn single_blind_shows_the_candidate_and_the_submitted_text_but_no_discipline() {
    let world = World::new();
    let (rina, proposal) = (world.reviewer("rina"), world.proposal("Siti Rahma"));
    let task = world.assign(&proposal, &rina).await;
    let read = world.app.get(&rina, &task).await;
    let read_json = read.expect(200);
    assert_eq!(read_json["candidate"]["name"], "Siti Rahma");
    assert_eq!(read_json["candidate"]["unit"], "U.BB.MKS");
    assert_eq!(read_json["text"]["title"], "Boraks in street food, by Siti Rahma");
    assert_eq!(read_json["rubric"]["scores"], json!([1, 2, 3, 5, 6, 7]));
    for secret in ["sanctions", "heavy", "Edited later", proposal.candidate.nip.as_deref().unwrap()]
    {
        assert!(!read.text().contains(secret), "{secret}");
    }
}

#[actix_web::test]
async fn progress_counts_without_a_score_and_only_from_the_review_on() {
    let world = World::new();
    let (rina, tono) = (world.reviewer("rina"), world.reviewer("tono"));
    let (one, other) = (world.proposal("siti"), world.proposal("budi"));
    world.score(&one, &rina, (5, 3)).await;
    world.assign(&one, &tono).await;
    world.assign(&other, &rina).await;
    let path = world.call_path("progress");
    let progress = world.app.get(&world.secretariat, &path).await;
    let progress_json = progress.expect(200);
    assert_eq!(progress_json["total"], json!({"assigned": 2, "draft": 0, "submitted": 1}));
    let of_rina =
        json!({"reviewer": rina.id, "name": "rina", "assigned": 1, "draft": 0, "submitted": 1});
    assert_eq!(progress_json["reviewers"][0], of_rina);
    let of_one = json!({
        "proposal": one.id, "number": one.number, "wanted": 2,
        "assigned": 1, "draft": 0, "submitted": 1,
    });
    assert_eq!(progress_json["proposals"]["items"][0], of_one);
    assert!(!progress.text().contains(":420"));
    let decider = world.official("decider", Role::Decider);
    world.app.get(&decider, &path).await.refusal(403);
    world.app.get(&rina, &path).await.refusal(403);
    world.app.set_clock(world.app.now().plus_days(-11));
    assert_eq!(world.app.get(&world.secretariat, &path).await.refusal(409), "wrong_phase");
}
