//! A chair or decider who is ill, on leave or in a conflict of interest: somebody takes their place for some days.

use super::{APPROVE, waiting_id};
use crate::decisions::exports::{paper, read_pdf};
use crate::pages::Visit;
use serde_json::{Value, json};
use test_support::plenary::{PLENARY, World};
use test_support::{Answer, Person};
use tubel::platform::db::Db;

async fn name(world: &World, whom: &Person, role: &str, place: (&Person, &str)) -> Answer {
    let path = format!("/api/v1/users/{}/roles", whom.id);
    let body = json!({"role": role, "in_place_of": place.0.id, "until_on": place.1});
    world.app.post(&world.secretariat, &path, body).await
}

async fn confirm(world: &World, by: &Person, waiting: &Answer) -> Answer {
    world.app.post(by, APPROVE, json!({"ids": [waiting_id(waiting)]})).await
}

async fn titles(world: &World, who: &Person) -> Vec<String> {
    let own = world.app.get(who, "/api/v1/me/mails?limit=100").await;
    let all = own.expect(200)["items"].as_array().unwrap().clone();
    all.iter().map(|letter| letter["title"].as_str().unwrap().to_owned()).collect()
}

async fn in_conflict(world: &World, who: &Person, proposal: &str) {
    let path = format!("/api/v1/proposals/{proposal}/conflicts");
    let body = json!({"reason": "Saudara sepupu calon; baru diketahui dalam pleno."});
    world.app.post(who, &path, body).await.expect(201);
}

fn end(world: &World) -> usize {
    let now = world.app.now();
    let act = move |db: &mut Db| tubel::features::accounts::end_substitutions(db, now);
    world.app.database().write(act).unwrap()
}

/// The chair and the decider both turn out to be in conflict with one of the ranked; two others bring the call to
/// its announcement.
#[actix_web::test]
async fn with_chair_and_decider_in_conflict_two_others_decide_and_the_minutes_say_in_whose_place() {
    let world = World::new().await;
    let first = world.proposal("U.BB.MDN", &[6, 6, 6]);
    world.proposal("U.BB.MDN", &[5, 5, 5]);
    let app = &world.app;
    app.at(PLENARY);
    for who in [&world.chair, &world.decider] {
        in_conflict(&world, who, first.id.as_str()).await;
    }
    let selections = format!("/api/v1/calls/{}/selections", world.call);
    let run = app.post(&world.chair, &selections, json!({})).await;
    let run = run.expect(201)["id"].as_str().unwrap().to_owned();
    // The chair would propose what they may not see.
    let blind = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(
        (&blind.expect(200)["withheld"], &blind.json["outcomes"]),
        (&json!(true), &json!([]))
    );

    let acting_chair = app.person("Plh Ketua").unit("P.SU.03").create();
    let acting_decider = app.person("Plh Pejabat").unit("P.SU.03").create();
    let chair = name(&world, &acting_chair, "chair", (&world.chair, "2027-02-10")).await;
    let decider = name(&world, &acting_decider, "decider", (&world.decider, "2027-02-10")).await;
    // A decider reads what names a substitute and decides on that alone.
    let listed = app.get(&world.decider, "/api/v1/account-changes?state=waiting").await;
    let items = listed.expect(200)["items"].as_array().unwrap().clone();
    assert!(items.len() == 2 && items.iter().all(|one| one["refusal"].is_null()), "{items:?}");
    confirm(&world, &world.chair, &chair).await.expect(200);
    confirm(&world, &world.decider, &decider).await.expect(200);
    for who in [&acting_chair, &world.chair] {
        let told = titles(&world, who).await;
        assert!(told.iter().any(|title| title.contains("Plh Ketua menggantikan")), "{told:?}");
    }
    // Whoever takes a place of the chair declares, signs and reads as a chair does.
    let ranked = app.post(&acting_chair, &selections, json!({})).await;
    let run = ranked.expect(201)["id"].as_str().unwrap().to_owned();
    let mut proposition = world.proposition(&run, json!([]));
    proposition["minutes"]["attendance"] = json!([acting_chair.id, world.secretariat.id]);
    let preview = format!("/api/v1/calls/{}/decisions/preview", world.call);
    let seen = app.post(&acting_chair, &preview, proposition.clone()).await;
    assert_eq!(seen.expect(200)["outcomes"].as_array().unwrap().len(), 2);
    let hash = seen.json["outcomes_hash"].clone();
    let body = json!({"proposition": proposition, "outcomes_hash": hash});
    let decisions = format!("/api/v1/calls/{}/decisions", world.call);
    let decision = app.post(&acting_chair, &decisions, body).await.expect(201).clone();
    world.approve(&acting_decider, &decision).await.expect(200);

    // Also on the day when both are back.
    app.at("2027-02-20T02:00:00Z");
    assert_eq!(end(&world), 4);
    for (kind, words) in [
        ("plenary-minutes", "Plh. Ketua, menggantikan chair"),
        ("decree-annex", "Plh., menggantikan decider"),
    ] {
        let path = format!("/api/v1/calls/{}/papers/{kind}", world.call);
        let answer = paper(&world, &world.auditor, &path, "id").await;
        read_pdf(&format!("{kind}-substitutes"), &answer).says("id", &[words]);
    }
    let recorded = app.recorded(&format!("user:{}", acting_chair.id));
    let granted = recorded.iter().find(|(act, _)| act == "role.granted").unwrap();
    assert_eq!(granted.1["substitute"]["in_place_of"], json!(world.chair.id));
}

#[actix_web::test]
async fn the_role_ends_with_its_last_day_and_both_are_told() {
    let world = World::new().await;
    let app = &world.app;
    app.at(PLENARY);
    let acting = app.person("Plh Ketua").unit("P.SU.03").create();
    let waiting = name(&world, &acting, "chair", (&world.chair, "2027-01-27")).await;
    confirm(&world, &world.chair, &waiting).await.expect(200);
    let desk = format!("/api/v1/calls/{}/lacking-sheets", world.call);
    // The last day in Jakarta: 17:00 in UTC is midnight there.
    app.at("2027-01-27T16:59:00Z");
    app.get(&acting, &desk).await.expect(200);
    assert_eq!(end(&world), 0);
    app.at("2027-01-27T17:00:00Z");
    // It is over before the program has taken it away.
    let over = app.get(&acting, &desk).await;
    assert!([403, 404].contains(&over.status), "{}", over.text());
    assert_eq!(end(&world), 2);
    assert_eq!(end(&world), 0);
    let account = app.get(&world.secretariat, &format!("/api/v1/users/{}", acting.id)).await;
    assert_eq!(account.expect(200)["roles"], json!([]));
    for who in [&acting, &world.chair] {
        let told = titles(&world, who).await;
        assert!(told.iter().any(|title| title.contains("telah berakhir")), "{told:?}");
    }
    let recorded = app.recorded(&format!("user:{}", acting.id));
    assert!(recorded.iter().any(|(act, _)| act == "role.revoked"), "{recorded:?}");
    // And it can be proposed again.
    name(&world, &acting, "chair", (&world.chair, "2027-02-10")).await.expect(202);
}

#[actix_web::test]
async fn nobody_takes_a_place_that_is_none_and_a_substitute_is_not_the_last_of_a_role() {
    let world = World::new().await;
    let app = &world.app;
    app.at(PLENARY);
    let acting = app.person("Plh Ketua").unit("P.SU.03").create();
    let named = async |place: (&Person, &str)| {
        let answer = name(&world, &acting, "chair", place).await;
        answer.faults()
    };
    let fault = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    let wrong = named((&world.decider, "2027-02-01")).await;
    assert_eq!(wrong, fault("in_place_of", "role_not_held_by"));
    let oneself = named((&acting, "2027-02-01")).await;
    assert_eq!(oneself, fault("in_place_of", "substitute_oneself"));
    for day in ["2027-01-25", "2028-01-26"] {
        assert_eq!(named((&world.chair, day)).await, fault("until_on", "substitute_period"));
    }
    let path = format!("/api/v1/users/{}/roles", acting.id);
    let half = json!({"role": "chair", "until_on": "2027-02-01"});
    let half = app.post(&world.secretariat, &path, half).await;
    assert_eq!(half.faults(), fault("in_place_of", "substitute_incomplete"));
    // Somebody with a duty of their own has no second one, for some days neither.
    let on_duty = name(&world, &world.reviewers[0], "chair", (&world.chair, "2027-02-01")).await;
    assert_eq!(on_duty.refusal(409), "duty_already_held");

    let waiting = name(&world, &acting, "chair", (&world.chair, "2027-02-01")).await;
    // What gives a role for good is not a decider's to decide.
    let other = app.person("Ketua Kedua").unit("P.SU.03").create();
    let for_good = format!("/api/v1/users/{}/roles", other.id);
    let for_good = app.post(&world.secretariat, &for_good, json!({"role": "chair"})).await;
    assert_eq!(confirm(&world, &world.decider, &for_good).await.status, 403);
    confirm(&world, &world.decider, &waiting).await.expect(200);
    let chair = format!("/api/v1/users/{}/roles/chair", world.chair.id);
    let last = app.delete(&world.secretariat, &chair).await;
    assert_eq!(last.refusal(409), "last_of_role");
    // Nobody takes the place of a substitute.
    let third = app.person("Plh Ketiga").unit("P.SU.03").create();
    let chain = name(&world, &third, "chair", (&acting, "2027-02-01")).await;
    assert_eq!(chain.faults(), fault("in_place_of", "role_not_held_by"));
    // The secretariat ends it before its last day.
    let early = format!("/api/v1/users/{}/roles/chair", acting.id);
    app.delete(&world.secretariat, &early).await.expect(200);
}

#[actix_web::test]
async fn on_the_page_of_the_account_the_place_is_typed_by_address_and_comes_back_when_refused() {
    let world = World::new().await;
    let app = &world.app;
    app.at(PLENARY);
    let acting = app.person("Plh Ketua").unit("P.SU.03").create();
    let desk = Visit::signed_in(app, &world.secretariat).await;
    let csrf = desk.csrf().await;
    let roles = format!("/desk/users/{}/roles", acting.id);
    let typed = [("csrf", csrf.as_str()), ("role", "chair"), ("in_place_of", "nobody@pom.go.id")];
    let refused = desk.send(&roles, &[&typed[..], &[("until_on", "2027-02-01")]].concat()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("nobody@pom.go.id"), "{}", refused.text());
    let email = world.chair.email.as_str();
    let typed = [("csrf", csrf.as_str()), ("role", "chair"), ("in_place_of", email)];
    let sent = desk.send(&roles, &[&typed[..], &[("until_on", "2027-02-01")]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    // The decider finds it in the menu, reads whose place it is, and approves it.
    let decider = Visit::signed_in(app, &world.decider).await;
    assert!(decider.read("/").await.expect_page().contains("/desk/changes"));
    let listed = decider.read("/desk/changes").await;
    let page = listed.expect_page();
    assert!(page.contains("In place of") && page.contains("/desk/changes/review"), "{page}");
    let waiting = app.get(&world.decider, "/api/v1/account-changes?state=waiting").await;
    let id = waiting.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let field = format!("change.{id}");
    let review = decider.read(&format!("/desk/changes/review?{field}=yes")).await;
    assert!(review.expect_page().contains("chair"), "{}", review.text());
    let csrf = decider.csrf().await;
    let fields = [("csrf", csrf.as_str()), (field.as_str(), "yes"), ("answer", "approve")];
    let approved = decider.send("/desk/changes/decide", &fields).await;
    assert_eq!(approved.status, 303, "{}", approved.text());
    let account = desk.read(&format!("/desk/users/{}", acting.id)).await;
    assert!(account.expect_page().contains("In place of"), "{}", account.text());
    let waiting = app.get(&world.decider, "/api/v1/account-changes?state=waiting").await;
    assert_eq!(waiting.expect(200)["items"], Value::Array(Vec::new()));
}
