//! Nothing is told because nobody thought of it: what the program does not know is told to nobody.

use super::package::Package;
use diesel::prelude::*;
use test_support::TestApp;
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::platform::db::Db;
use tubel::platform::db::schema::{ledger, reads};

/// An entry as another version of the program might have written it.
fn entry(app: &TestApp, (seq, act): (i64, &str), actor: &str, subject: &str) {
    let (act, actor, subject) = (act.to_owned(), actor.to_owned(), subject.to_owned());
    let at: Timestamp = "2026-10-01T00:00:00Z".parse().unwrap();
    let insert = move |db: &mut Db| {
        diesel::insert_into(ledger::table)
            .values((
                ledger::seq.eq(seq),
                ledger::at.eq(at),
                ledger::actor.eq(&actor),
                ledger::act.eq(&act),
                ledger::subject.eq(&subject),
                ledger::payload.eq("{}"),
                ledger::previous_hash.eq(format!("{:064}", seq - 1)),
                ledger::hash.eq(format!("{seq:064}")),
            ))
            .execute(db)?;
        Ok(())
    };
    app.database().write(insert).unwrap();
}

#[actix_web::test]
async fn an_act_that_the_program_does_not_know_is_told_to_nobody_but_who_did_it() {
    let app = TestApp::start();
    let admin = app.person("Admin Rini").role(Role::Secretariat).unit("P").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    let call = app.case_call(&admin, "TB-2026", |_| {}).await;
    let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
    let (about_it, about_her) = (format!("proposal:{proposal}"), format!("user:{}", siti.id));
    // The control: the same entry with a name that has a class.
    entry(&app, (900_000, "document.read"), admin.id.as_str(), &about_it);
    entry(&app, (900_001, "proposal.ranked"), admin.id.as_str(), &about_it);
    entry(&app, (900_002, "user.ranked"), admin.id.as_str(), &about_her);
    entry(&app, (900_003, "proposal.pondered"), siti.id.as_str(), &about_it);
    // Of the assessment, and known: with the result, though no reviewer did it.
    entry(&app, (900_004, "proposal.restored"), admin.id.as_str(), &about_it);
    let package = Package::of(&app, &siti).await;
    let mut acts = package.acts("proposal:");
    acts.sort();
    assert_eq!(acts, ["document.read", "proposal.pondered"]);
    assert!(!package.acts("user:").contains(&"user.ranked".to_owned()));
}

#[actix_web::test]
async fn a_reading_of_something_that_is_not_known_to_be_theirs_is_not_told() {
    let app = TestApp::start();
    let siti = app.person("siti").role(Role::Candidate).create();
    let own = format!("user:{}", siti.id);
    let person = siti.id.to_string();
    let insert = move |db: &mut Db| {
        for (subject, reveals) in [(own.as_str(), "identities"), ("dossier:01h", "scores")] {
            diesel::insert_into(reads::table)
                .values((
                    reads::at.eq("2026-10-01T00:00:00Z".parse::<Timestamp>().unwrap()),
                    reads::reader.eq("reader"),
                    reads::session.eq("session"),
                    reads::roles.eq("secretariat"),
                    reads::act.eq("read_account"),
                    reads::reveals.eq(reveals),
                    reads::subject.eq(subject),
                    reads::thing.eq(subject),
                    reads::person.eq(&person),
                ))
                .execute(db)?;
        }
        Ok(())
    };
    app.database().write(insert).unwrap();
    let told = Package::of(&app, &siti).await.part("who-read-your-things");
    let shown: Vec<&str> =
        told.as_array().unwrap().iter().map(|line| line["shown"].as_str().unwrap()).collect();
    assert_eq!(shown, ["identities"]);
}
