//! One secretariat tries to decide a call alone: with two accounts of its own making, a chair and a
//! decider. It fails at each step, also when a chair was deceived once.

use super::{APPROVE, propose, waiting_id};
use serde_json::{Value, json};
use test_support::plenary::{PLENARY, World};
use test_support::{Answer, PASSWORD, Person};
use tubel::kernel::access::Role;

/// Opens an account whose mailbox the secretariat reads.
async fn puppet(world: &World, name: &str) -> Person {
    let email = format!("{name}@pom.go.id");
    let account = json!({"email": email, "name": name, "unit": "P.SU.03"});
    let made = world.app.post(&world.secretariat, "/api/v1/users", account).await;
    let id = made.expect(201)["id"].as_str().unwrap().parse().unwrap();
    let puppet = Person { id, email, nip: None };
    world.app.take_up_invitation(&puppet).await;
    puppet
}

async fn role_of(world: &World, whom: &Person, role: &str) -> Answer {
    propose(&world.app, &world.secretariat, whom, role).await
}

#[actix_web::test]
async fn a_secretariat_with_two_accounts_of_its_own_making_decides_nothing() {
    let world = World::new().await;
    let entries: Vec<_> =
        [[5, 5, 5], [5, 5, 4], [4, 4, 4]].iter().map(|s| world.proposal("U.BB.MDN", s)).collect();
    let app = &world.app;

    // An account with a password of its own choice: there is no such thing.
    let chosen = json!({"email": "a@pom.go.id", "name": "A", "password": PASSWORD});
    assert_eq!(
        app.post(&world.secretariat, "/api/v1/users", chosen).await.faults(),
        [("password".to_owned(), "unknown_field".to_owned())]
    );

    // A role that waits gives nothing, and neither who proposed it nor who is to have it approves it.
    let (first, second) = (puppet(&world, "wayang1").await, puppet(&world, "wayang2").await);
    let chair = role_of(&world, &first, "chair").await;
    let decider = role_of(&world, &second, "decider").await;
    for role in [&chair, &decider] {
        for who in [&world.secretariat, &first, &second] {
            app.post(who, APPROVE, json!({"ids": [waiting_id(role)]})).await.refusal(403);
        }
    }
    app.get(&first, "/api/v1/users").await.refusal(403);
    let me = app.get(&first, "/api/v1/me").await;
    assert_eq!(me.expect(200)["roles"], json!([]));

    // The chair is deceived once: the first puppet is a chair. It still approves nothing of the one who
    // made it.
    app.post(&world.chair, APPROVE, json!({"ids": [waiting_id(&chair)]})).await.expect(200);
    let refused = app.post(&first, APPROVE, json!({"ids": [waiting_id(&decider)]})).await;
    assert_eq!(refused.faults(), [("ids[0]".to_owned(), "not_independent".to_owned())]);

    // The puppet proposes a deviation; nobody of the puppets approves it.
    app.at(PLENARY);
    let run = world.run().await;
    let reason = "Perlu dipertimbangkan lagi oleh panitia karena alasan yang kuat.";
    let swap = json!([
        {"number": entries[0].number, "outcome": "not_selected", "reason": reason},
        {"number": entries[2].number, "outcome": "selected", "reason": reason},
    ]);
    let proposition = world.proposition(&run, swap);
    let calls = format!("/api/v1/calls/{}/decisions", world.call);
    let preview = app.post(&first, &format!("{calls}/preview"), proposition.clone()).await;
    let hash = preview.expect(200)["outcomes_hash"].clone();
    let body = json!({"proposition": proposition, "outcomes_hash": hash});
    let proposed = app.post(&first, &calls, body).await.expect(201).clone();
    for who in [&first, &second, &world.secretariat] {
        let answer = world.approve(who, &proposed).await;
        assert!([403, 404].contains(&answer.status), "{}", answer.text());
    }

    // Without the real chair and the real decider it goes no further either.
    let remove = |who: &Person, role: &str| format!("/api/v1/users/{}/roles/{role}", who.id);
    let last = app.delete(&world.secretariat, &remove(&world.decider, "decider")).await;
    assert_eq!(last.refusal(409), "last_of_role");
    let off = format!("/api/v1/users/{}", world.decider.id);
    let off = app.patch(&world.secretariat, &off, json!({"active": false})).await;
    assert_eq!(off.refusal(409), "last_of_role");
    app.delete(&world.secretariat, &remove(&world.chair, "chair")).await.expect(200);
    let third = puppet(&world, "wayang3").await;
    let alone = role_of(&world, &third, "decider").await;
    assert_eq!(alone.refusal(409), "nobody_could_approve");
    let other = app.post(&world.secretariat, APPROVE, json!({"ids": [waiting_id(&decider)]})).await;
    assert_eq!(other.refusal(403), "forbidden");

    // The real decider sends it back; the record says who did what.
    let back = format!("/api/v1/decisions/{}/return", proposed["id"].as_str().unwrap());
    let reason = json!({"reason": "Penyimpangan tanpa dasar."});
    app.post(&world.decider, &back, reason).await.expect(200);
    let acts: Vec<String> =
        app.recorded(&format!("user:{}", first.id)).into_iter().map(|(act, _)| act).collect();
    for told in ["user.created", "password.reset", "change.proposed", "change.approved"] {
        assert!(acts.iter().any(|act| act == told), "{told}: {acts:?}");
    }
    assert_eq!(acts.iter().filter(|act| *act == "role.granted").count(), 1);
}

#[actix_web::test]
async fn an_invitation_is_shown_to_nobody_but_its_address() {
    let world = World::new().await;
    let app = &world.app;
    let account = json!({"email": "dosen@ui.ac.id", "name": "Dosen Tamu"});
    let made = app.post(&world.secretariat, "/api/v1/users", account).await;
    let id = made.expect(201)["id"].as_str().unwrap().to_owned();
    let token = token_of(&world);
    let auditor = app.person("ayu2").role(Role::Auditor).create();
    let pages = [
        format!("/api/v1/users/{id}"),
        "/api/v1/users?limit=200".to_owned(),
        "/api/v1/mail?limit=200".to_owned(),
        "/api/v1/ledger/entries?limit=200".to_owned(),
        "/api/v1/account-changes".to_owned(),
    ];
    for path in &pages {
        for who in [&world.secretariat, &auditor, &world.chair] {
            assert!(!app.get(who, path).await.text().contains(&token), "{path}");
        }
    }
    assert!(!made.text().contains(&token));
    // Who has started is invited no more, and asked for no other address here.
    let person = Person { id: id.parse().unwrap(), email: "dosen@ui.ac.id".into(), nip: None };
    app.take_up_invitation(&person).await;
    let again =
        app.post(&world.secretariat, &format!("/api/v1/users/{id}/invitation"), Value::Null).await;
    assert_eq!(again.refusal(409), "email_verified_already");
}

fn token_of(world: &World) -> String {
    use diesel::prelude::*;
    use tubel::platform::db::schema::mails;
    let read = |db: &mut tubel::platform::db::Db| {
        let sent = mails::table.filter(mails::template.eq("account_invitation"));
        Ok(sent.select(mails::letter_values).first::<String>(db)?)
    };
    let letter: Value = serde_json::from_str(&world.app.database().read(read).unwrap()).unwrap();
    letter["link"]["link"].as_str().unwrap().split_once("token=").unwrap().1.to_owned()
}
