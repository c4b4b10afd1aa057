//! What was already tried: who lets what be read, who finds it, and when it is gone.

use super::{Scene, text_of};
use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::{Answer, Person};
use tubel::kernel::access::Role;

async fn choose(scene: &Scene, at: usize, consent: &str) -> Answer {
    let entry = &scene.entries[at];
    let path = format!("/api/v1/proposals/{}/sharing", entry.id);
    scene.world.app.put(&entry.candidate, &path, json!({ "consent": consent })).await
}

async fn search(scene: &Scene, who: &Person, question: &str) -> Value {
    let path = format!("/api/v1/tried{question}");
    scene.world.app.get(who, &path).await.expect(200).clone()
}

/// What was found: the code of the problem, and the title where it is a proposal.
fn found(page: &Value) -> Vec<(String, Option<String>)> {
    let one = |one: &Value| {
        let title = one["proposal"]["title"].as_str().map(str::to_owned);
        (one["code"].as_str().unwrap().to_owned(), title)
    };
    page["items"].as_array().unwrap().iter().map(one).collect()
}

fn proposals(page: &Value) -> Vec<String> {
    found(page).into_iter().filter_map(|(_, title)| title).collect()
}

#[actix_web::test]
async fn a_proposal_is_found_only_while_its_candidate_lets_it_be_read() {
    let scene = Scene::new().await;
    assert_eq!(choose(&scene, 0, "unnamed").await.refusal(409), "wrong_phase");
    scene.announce().await;
    let app = &scene.world.app;
    let reader = app.person("pembaca").role(Role::Candidate).unit("U.BB.MKS").create();
    assert!(proposals(&search(&scene, &reader, "?q=graf").await).is_empty());

    let shared = choose(&scene, 0, "unnamed").await;
    assert_eq!(shared.expect(200)["consent"], "unnamed");
    let page = search(&scene, &reader, "?q=GADJAH%20universite%20graf").await;
    assert_eq!(proposals(&page), ["Jalan keluar untuk M-001"]);
    let told = &page["items"][0]["proposal"];
    assert_eq!((&told["author"], &told["call"]), (&Value::Null, &json!("TB-2026")));
    assert!(proposals(&search(&scene, &reader, "?q=graf%20kosmetik").await).is_empty());
    let path = format!("/api/v1/tried/{}", scene.entries[0].id);
    let whole = app.get(&reader, &path).await;
    assert_eq!(whole.expect(200)["programme"]["name"], "Ilmu Komputer");
    for secret in [
        "ISI-BAGIAN-RAHASIA",
        "Budi Hartono",
        "Calon M-001",
        "requested_cost",
        &scene.entries[0].number,
    ] {
        assert!(!whole.text().contains(secret), "{secret}");
    }
    // The others chose nothing.
    let path = format!("/api/v1/tried/{}", scene.entries[1].id);
    assert_eq!(app.get(&reader, &path).await.refusal(404), "not_found");

    choose(&scene, 0, "no").await.expect(200);
    assert!(proposals(&search(&scene, &reader, "?q=graf").await).is_empty());
    let path = format!("/api/v1/tried/{}", scene.entries[0].id);
    assert_eq!(app.get(&reader, &path).await.refusal(404), "not_found");
    let again = choose(&scene, 0, "no").await;
    assert!(again.expect(200)["withdrawn_at"].is_string());
    let acts: Vec<String> = app
        .recorded(&format!("proposal:{}", scene.entries[0].id))
        .into_iter()
        .map(|(act, _)| act)
        .filter(|act| act.contains("share"))
        .collect();
    assert_eq!(acts, ["proposal.shared", "proposal.unshared"], "what changes nothing is not noted");
}

#[actix_web::test]
async fn a_name_is_read_only_where_the_candidate_and_the_call_let_it() {
    let scene = Scene::new().await;
    scene.accept(1).await;
    choose(&scene, 0, "named").await.expect(200);
    choose(&scene, 1, "unnamed").await.expect(200);
    let page = search(&scene, &scene.world.reviewers[0], "?q=graf").await;
    let authors: Vec<&Value> =
        page["items"].as_array().unwrap().iter().map(|one| &one["proposal"]["author"]).collect();
    assert_eq!(authors, [&json!("Calon M-001"), &Value::Null]);
    assert_eq!(page["items"][0]["proposal"]["awarded_on"], "2027-02-11");
    // The name stands in the summary too: there it is masked, and nobody finds it by it.
    assert!(!page.to_string().contains("Calon M-003"), "{page}");
    let by_name = search(&scene, &scene.world.reviewers[0], "?q=calon").await;
    assert_eq!(proposals(&by_name), ["Jalan keluar untuk M-001"]);

    let blind = Scene::with(|definition| definition["anonymity"] = json!("double_blind")).await;
    blind.announce().await;
    assert_eq!(
        choose(&blind, 0, "named").await.faults(),
        [("consent".into(), "name_is_hidden".into())]
    );
    choose(&blind, 0, "unnamed").await.expect(200);
    let page = search(&blind, &blind.world.chair, "?q=graf").await;
    assert_eq!(page["items"][0]["proposal"]["author"], Value::Null);
}

#[actix_web::test]
async fn everybody_with_an_account_searches_and_nobody_else() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    assert_eq!(app.send("GET", "/api/v1/tried", "en").await.refusal(401), "not_signed_in");
    let nobody = app.person("tanpa peran").unit("U.BB.MKS").create();
    assert_eq!(search(&scene, &nobody, "?limit=100").await["items"].as_array().unwrap().len(), 25);
    let long = "x".repeat(101);
    let refused = app.get(&nobody, &format!("/api/v1/tried?q={long}")).await;
    assert_eq!(refused.faults(), [("q".into(), "too_long".into())]);
    // Somebody else's choice is not there for others.
    scene.announce().await;
    let path = format!("/api/v1/proposals/{}/sharing", scene.entries[0].id);
    for who in [&nobody, &scene.entries[1].candidate, &scene.world.secretariat] {
        assert_eq!(app.get(who, &path).await.refusal(404), "not_found");
        let body = json!({"consent": "named"});
        assert_eq!(app.put(who, &path, body).await.refusal(404), "not_found");
    }
}

#[actix_web::test]
async fn what_was_tried_on_a_problem_stands_together_page_by_page() {
    let scene = Scene::new().await;
    scene.announce().await;
    for at in 0..scene.entries.len() {
        choose(&scene, at, "unnamed").await.expect(200);
    }
    let reader = &scene.world.auditor;
    let on = search(&scene, reader, "?problem=M-003").await;
    let expected = [
        ("M-003".to_owned(), None),
        ("M-003".to_owned(), Some("Jalan keluar untuk M-003".to_owned())),
    ];
    assert_eq!(found(&on), expected);
    assert_eq!(found(&search(&scene, reader, "?q=m-003").await), expected);
    assert!(found(&search(&scene, reader, "?problem=M-999").await).is_empty());

    let whole = found(&search(&scene, reader, "?limit=100").await);
    assert_eq!(whole.len(), 25 + 4);
    assert!(whole.is_sorted());
    let (mut pages, mut after) = (Vec::new(), String::new());
    loop {
        let page = search(&scene, reader, &format!("?limit=1{after}")).await;
        pages.extend(found(&page));
        let Some(next) = page["next"].as_str() else { break };
        after =
            format!("&after={}", next.replace('"', "%22").replace('[', "%5B").replace(']', "%5D"));
    }
    assert_eq!(pages, whole);
}

#[actix_web::test]
async fn the_number_of_statements_does_not_grow_with_what_is_found() {
    let scene = Scene::new().await;
    scene.announce().await;
    let count = async || {
        let before = scene.world.app.statements();
        search(&scene, &scene.world.auditor, "?q=jalan%20keluar&limit=100").await;
        scene.world.app.statements() - before
    };
    choose(&scene, 0, "unnamed").await.expect(200);
    count().await;
    let one = count().await;
    for at in 1..scene.entries.len() {
        choose(&scene, at, "named").await.expect(200);
    }
    assert_eq!(count().await, one);
}

#[actix_web::test]
async fn only_what_was_handed_in_can_be_shared() {
    let scene = Scene::new().await;
    let app = &scene.world.app;
    let call = scene.world.call.parse().unwrap();
    let draft = app.proposal(&call).text(&text_of("M-001", None)).create();
    scene.announce().await;
    let path = format!("/api/v1/proposals/{}/sharing", draft.id);
    let refused = app.put(&draft.candidate, &path, json!({"consent": "unnamed"})).await;
    assert_eq!(refused.refusal(409), "nothing_to_share");
}

#[actix_web::test]
async fn a_candidate_finds_the_page_chooses_and_sees_what_others_see() {
    let scene = Scene::new().await;
    scene.announce().await;
    let entry = &scene.entries[0];
    let visit = Visit::signed_in(&scene.world.app, &entry.candidate).await;
    let sharing = format!("/proposals/{}/sharing", entry.id);
    let overview = visit.read(&format!("/proposals/{}", entry.id)).await;
    assert!(overview.expect_page().contains(&sharing));
    visit.read(&sharing).await.expect_page();
    let sent = visit.send(&sharing, &[("csrf", &visit.csrf().await), ("consent", "named")]).await;
    assert_eq!((sent.status, sent.header("location")), (303, sharing.as_str()));
    let page = visit.read(&sharing).await;
    assert!(page.expect_page().contains(&format!("/tried/{}", entry.id)));
    let seen = visit.read(&format!("/tried/{}", entry.id)).await;
    assert!(seen.expect_page().contains("Calon M-001"));
    let problem = visit.read(&format!("/problems/{}", scene.problem("M-001"))).await;
    assert!(problem.expect_page().contains("/tried?problem=M-001"));
    let found = visit.read("/tried?q=jalan&problem=M-001").await;
    assert!(found.expect_page().contains("Jalan keluar untuk M-001"));
}
