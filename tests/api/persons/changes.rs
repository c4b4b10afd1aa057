//! What waits for a chair: read, approved or refused many at once, withdrawn; letters both ways; over REST
//! and on pages.

use super::{APPROVE, House, REFUSE, waiting_id};
use crate::pages::Visit;
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::schema::mails;

/// Kinds of letters to this person, in order.
fn letters(app: &TestApp, to: &Person) -> Vec<String> {
    let to = to.id.clone();
    let read = move |db: &mut tubel::platform::db::Db| {
        let theirs = mails::table.filter(mails::recipient.eq(&to)).order(mails::seq);
        Ok(theirs.select(mails::template).load::<String>(db)?)
    };
    app.database().read(read).unwrap()
}

#[actix_web::test]
async fn a_chair_approves_many_at_once_or_none_and_everybody_is_told() {
    let house = House::new();
    let people = ["rina", "tono", "vera"].map(|name| house.app.person(name).create());
    let mut ids = Vec::new();
    for (person, role) in people.iter().zip(["reviewer", "reviewer", "verifier"]) {
        house.app.set_clock(house.app.now().plus_seconds(1));
        ids.push(waiting_id(&house.propose(person, role).await));
    }
    let again = house.propose(&people[0], "reviewer").await;
    assert_eq!(again.refusal(409), "change_waiting");
    // One letter however many there are.
    assert_eq!(letters(&house.app, &house.chair), ["changes_waiting"]);

    let listed = house.app.get(&house.chair, "/api/v1/account-changes?state=waiting").await;
    let items = listed.expect(200)["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item["refusal"].is_null()));
    assert_eq!(items[0]["wanted"]["role"], "verifier", "newest first");
    let seen = house.app.get(&house.secretariat, "/api/v1/account-changes").await;
    assert_eq!(seen.expect(200)["items"][0]["refusal"], "forbidden");

    // With one that cannot be, none is.
    let unknown = json!(tubel::kernel::ids::ChangeId::new().unwrap());
    let mixed = json!({"ids": [ids[0], unknown]});
    let refused = house.app.post(&house.chair, APPROVE, mixed).await;
    assert_eq!(refused.faults(), [("ids[1]".to_owned(), "not_found".to_owned())]);
    house.app.post(&house.chair, APPROVE, json!({"ids": []})).await.refusal(422);
    let all = json!({"ids": ids});
    let decided = house.app.post(&house.chair, APPROVE, all.clone()).await;
    assert_eq!(decided.expect(200).as_array().unwrap().len(), 3);
    for person in &people {
        assert_eq!(letters(&house.app, person), ["role_given"]);
    }
    assert_eq!(letters(&house.app, &house.secretariat), ["changes_approved"]);
    let again = house.app.post(&house.chair, APPROVE, all).await;
    assert_eq!(again.faults()[0].1, "change_decided");
}

#[actix_web::test]
async fn a_refusal_takes_a_reason_and_a_withdrawal_comes_in_time() {
    let house = House::new();
    let [rina, tono] = ["rina", "tono"].map(|name| house.app.person(name).create());
    let (one, other) =
        (house.propose(&rina, "decider").await, house.propose(&tono, "approver").await);
    let ids = json!([waiting_id(&one)]);
    let blank = json!({"ids": ids, "reason": "  "});
    let refused = house.app.post(&house.chair, REFUSE, blank).await;
    assert_eq!(refused.faults(), [("reason".to_owned(), "required".to_owned())]);
    let reason = json!({"ids": ids, "reason": "Masih penilai pada seleksi lain."});
    house.app.post(&house.chair, REFUSE, reason).await.expect(200);
    assert_eq!(letters(&house.app, &house.secretariat), ["changes_refused"]);
    let listed = house.app.get(&house.secretariat, "/api/v1/account-changes?state=refused").await;
    assert_eq!(listed.expect(200)["items"][0]["reason"], "Masih penilai pada seleksi lain.");
    let path = format!("/api/v1/account-changes/{}/withdraw", waiting_id(&other).as_str().unwrap());
    house.app.post(&house.chair, &path, Value::Null).await.refusal(403);
    house.app.post(&house.secretariat, &path, Value::Null).await.expect(200);
    let late = house.app.post(&house.chair, APPROVE, json!({"ids": [waiting_id(&other)]})).await;
    assert_eq!(late.faults()[0].1, "change_decided");
    // Nothing of it gave anything, and both can be proposed anew.
    for person in [&rina, &tono] {
        let path = format!("/api/v1/users/{}", person.id);
        let account = house.app.get(&house.secretariat, &path).await;
        assert_eq!(account.expect(200)["roles"], json!([]));
    }
    waiting_id(&house.propose(&rina, "decider").await);
}

#[actix_web::test]
async fn the_last_of_a_role_is_not_taken_away_and_who_is_switched_on_again_begins_anew() {
    let house = House::new();
    let account = |who: &Person| format!("/api/v1/users/{}", who.id);
    let role = |who: &Person, role: &str| format!("{}/roles/{role}", account(who));
    let last = house.app.delete(&house.secretariat, &role(&house.chair, "chair")).await;
    assert_eq!(last.refusal(409), "last_of_role");
    let off = json!({"active": false});
    let last = house.app.patch(&house.secretariat, &account(&house.chair), off.clone()).await;
    assert_eq!(last.refusal(409), "last_of_role");
    let second = house.app.person("ketua2").role(Role::Chair).create();
    house.app.patch(&house.secretariat, &account(&house.chair), off).await.expect(200);
    let on = json!({"active": true});
    let on = house.app.patch(&house.secretariat, &account(&house.chair), on).await;
    assert_eq!(on.expect(200)["roles"], json!([]), "the roles were another's to approve");
    let proposed = house.propose(&house.chair, "chair").await;
    house.approve(&second, &proposed).await.expect(200);
    // Other roles may run out: somebody new is proposed.
    let vera = house.app.person("vera").role(Role::Verifier).create();
    house.app.delete(&house.secretariat, &role(&vera, "verifier")).await.expect(200);
}

#[actix_web::test]
async fn on_pages_it_is_proposed_read_and_decided_with_nothing_lost() {
    let house = House::new();
    let rina = house.app.person("Rina Wulandari").create();
    let desk = Visit::signed_in(&house.app, &house.secretariat).await;
    let csrf = desk.csrf().await;
    let roles = format!("/desk/users/{}/roles", rina.id);
    let sent = desk.send(&roles, &[("csrf", &csrf), ("role", "decider")]).await;
    assert_eq!(sent.header("location"), format!("/desk/users/{}?done=proposed", rina.id));
    let user = desk.read(&format!("/desk/users/{}", rina.id)).await;
    assert!(user.expect_page().contains("Waiting for a chair"), "{}", user.text());
    let own = desk.read("/desk/changes").await;
    assert!(own.expect_page().contains("Withdraw") && !own.text().contains("Read and decide"));

    let chair = Visit::signed_in(&house.app, &house.chair).await;
    let csrf = chair.csrf().await;
    let waiting = house.app.get(&house.chair, "/api/v1/account-changes").await;
    let id = waiting.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    assert!(chair.read("/desk/changes").await.expect_page().contains("Rina Wulandari"));
    let review = chair.read(&format!("/desk/changes/review?change.{id}=yes")).await;
    let text = review.expect_page();
    assert!(text.contains("cannot approve decisions that you propose"), "{text}");
    let chosen = format!("change.{id}");
    let refuse = [("csrf", csrf.as_str()), (&chosen, "yes"), ("answer", "refuse")];
    let blank = chair.send("/desk/changes/decide", &refuse).await;
    assert_eq!(blank.status, 422);
    assert!(blank.text().contains("Rina Wulandari") && blank.text().contains("f-reason-error"));
    let approve = [("csrf", csrf.as_str()), (&chosen, "yes"), ("answer", "approve")];
    let done = chair.send("/desk/changes/decide", &approve).await;
    assert_eq!(done.header("location"), "/desk/changes?done=approved");
    let me = house.app.get(&rina, "/api/v1/me").await;
    assert_eq!(me.expect(200)["roles"], json!(["decider"]));
    // Meanwhile decided by another: told by name.
    let late = chair.send("/desk/changes/decide", &approve).await;
    assert_eq!(late.status, 422);
    assert!(late.text().contains("decided or withdrawn meanwhile"), "{}", late.text());
    let none = chair.read("/desk/changes/review").await;
    assert_eq!(none.header("location"), "/desk/changes?done=none");
}

#[actix_web::test]
async fn a_list_of_changes_costs_the_same_however_long() {
    let house = House::new();
    let mut costs = Vec::new();
    let path = "/api/v1/account-changes";
    house.app.get(&house.chair, path).await.expect(200);
    for round in 0..2 {
        for order in 0..4 {
            let person = house.app.person(&format!("orang {round}{order}")).create();
            waiting_id(&house.propose(&person, "reviewer").await);
        }
        let before = house.app.statements();
        house.app.get(&house.chair, path).await.expect(200);
        costs.push(house.app.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}
