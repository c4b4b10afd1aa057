//! Seals of rows outlive what they sealed. Whoever knows all of an erased row but a word could find that
//! word by trying, as long as the seal's salt is there: so no salt is left, and no key tells of anybody.

use super::scene::{CANARY, LATER, announced, erase, everything, tables_with, write_about};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use test_support::TestApp;
use test_support::plenary::World;
use tubel::features::check::{Wanted, check};
use tubel::kernel::canonical;
use tubel::platform::db::schema::registrations;
use tubel::platform::db::{self, Db, INVARIANTS};
use tubel::platform::ledger::{self, Seal};

/// Table and key.
type Place = (String, String);

/// Every row under seal.
fn rows(app: &TestApp) -> BTreeMap<Place, Value> {
    let read = |db: &mut Db| {
        let mut rows = BTreeMap::new();
        for table in db::tables(db)? {
            db::each_row(db, &table, |key, row| {
                rows.insert((table.name.clone(), key), row);
                Ok(())
            })?;
        }
        Ok(rows)
    };
    app.database().read(read).unwrap()
}

fn seals(app: &TestApp) -> Vec<(i64, Seal)> {
    let found = app.database().read(|db| ledger::seals_between(db, 0, i64::MAX)).unwrap();
    found
        .into_iter()
        .flat_map(|(seq, seals)| seals.into_iter().map(move |seal| (seq, seal)))
        .collect()
}

/// Which of these rows, known or guessed to the letter, a seal confirms.
fn confirmed<'a>(
    known: &'a BTreeSet<(Place, String)>,
    seals: &[(i64, Seal)],
) -> Vec<&'a (Place, String)> {
    let fits = |((table, key), row): &(Place, String)| {
        let row: Value = serde_json::from_str(row).unwrap();
        seals.iter().filter(|(_, seal)| (&seal.table, &seal.key) == (table, key)).any(
            |(_, seal)| {
                let sealed = |salt| json!({"table": table, "key": key, "row": row, "salt": salt});
                let hash = |salt| canonical::hash_of(&sealed(salt)).unwrap();
                seal.salt.as_ref().is_some_and(|salt| hash(salt) == seal.hash)
            },
        )
    };
    known.iter().filter(|known| fits(known)).collect()
}

/// What is no rule between rows: the fixtures of these tests lack receipts and check-lists.
fn faults(app: &TestApp) -> Vec<String> {
    let wanted = Wanted { data: None, key: None, holds: &[] };
    let report = check(app.database(), &wanted, &|_| {}).unwrap();
    let is_rule = |name: &str| INVARIANTS.iter().any(|rule| rule.name == name);
    let other = report.findings.iter().filter(|finding| !is_rule(finding.check));
    other.map(ToString::to_string).collect()
}

fn registration(app: &TestApp, email: &str) {
    let (email, now) = (email.to_owned(), app.now());
    let insert = move |db: &mut Db| {
        diesel::insert_into(registrations::table)
            .values((
                registrations::token_hash.eq("c".repeat(64)),
                registrations::email.eq(&email),
                registrations::asked_at.eq(now),
                registrations::expires_at.eq(now.plus_days(1)),
            ))
            .execute(db)?;
        Ok(())
    };
    app.database().write(insert).unwrap();
}

#[actix_web::test]
async fn no_seal_confirms_what_an_erased_person_had_and_the_record_holds() {
    let world = World::new().await;
    let entries = announced(&world).await;
    let (app, siti) = (&world.app, &entries[2]);
    let (email, nip) = (siti.candidate.email.clone(), "199001012015012001");
    // What was there for a while: two lists of staff, the way to the account.
    let line = |nip: &str, email: &str, name: &str| json!({"nip": nip, "name": name, "unit": "U.BB.MDN", "email": email});
    for name in [format!("Calon {}", siti.number), "Calon".to_owned()] {
        let other = line("199001012015012999", "lain@pom.go.id", "Lain");
        let list = json!({"rows": [line(nip, &email, &name), other]});
        app.put(&world.secretariat, "/api/v1/staff-list", list).await.expect(200);
    }
    registration(app, &email);
    write_about(&world, siti, &"a".repeat(64));
    let mut secrets = vec![email.clone(), CANARY.to_owned(), nip.to_owned()];
    secrets.extend([siti.candidate.id.to_string(), siti.id.to_string()]);
    let on_siti = |((table, _), row): &(Place, Value)| {
        table == "assignments" && row["proposal_id"] == siti.id.as_str()
    };
    let tasks = rows(app).into_iter().filter(on_siti);
    secrets.extend(tasks.map(|(_, task)| task["id"].as_str().unwrap().to_owned()));
    let of_siti = |row: &String| secrets.iter().any(|secret| row.contains(secret));
    let as_known = |rows: BTreeMap<Place, Value>| {
        let rows = rows.into_iter().map(|(place, row)| (place, row.to_string()));
        rows.filter(|(_, row)| of_siti(row)).collect::<BTreeSet<_>>()
    };
    let mut known = as_known(rows(app));
    // The control: whoever knows the rows has them confirmed, each of them.
    assert_eq!(confirmed(&known, &seals(app)).len(), known.len());
    let tables: BTreeSet<&str> = known.iter().map(|((table, _), _)| table.as_str()).collect();
    for table in ["users", "proposals", "registrations", "reviews", "staff_list", "objections"] {
        assert!(tables.contains(table), "{table} in {tables:?}");
    }

    // Gone before the erasure, which cannot find them any more; and an account under another name.
    let forget = |db: &mut Db| Ok(diesel::delete(registrations::table).execute(db).map(drop)?);
    app.database().write(forget).unwrap();
    let list = json!({"rows": [line("199001012015012999", "lain@pom.go.id", "Lain")]});
    app.put(&world.secretariat, "/api/v1/staff-list", list).await.expect(200);
    let rename = json!({"name": "Calon Berganti"});
    let path = format!("/api/v1/users/{}", siti.candidate.id);
    app.patch(&world.secretariat, &path, rename).await.expect(200);
    known.extend(as_known(rows(app)));
    let gone: BTreeSet<&str> = ["registrations", "staff_list"].into();
    let still = confirmed(&known, &seals(app));
    assert!(still.iter().all(|((table, _), _)| !gone.contains(table.as_str())), "{still:?}");

    assert_eq!(faults(app), Vec::<String>::new());
    app.at(LATER);
    erase(app, &world.secretariat, &[&siti.candidate]).await.expect(200);
    let (now, seals) = (rows(app), seals(app));
    let is_as_before = |(place, row): &(Place, String)| {
        now.get(place).map(ToString::to_string).as_ref() == Some(row)
    };
    let (kept, changed): (BTreeSet<_>, BTreeSet<_>) = known.into_iter().partition(is_as_before);
    assert_eq!(confirmed(&changed, &seals), Vec::<&(Place, String)>::new());
    // What stays as it was is still proven.
    assert_eq!(confirmed(&kept, &seals).len(), kept.len());
    let places: BTreeSet<&Place> = changed.iter().map(|(place, _)| place).collect();
    let last: BTreeMap<Place, i64> =
        seals.iter().map(|(seq, seal)| ((seal.table.clone(), seal.key.clone()), *seq)).collect();
    let salted = seals.iter().filter(|(seq, seal)| {
        let place = (seal.table.clone(), seal.key.clone());
        seal.salt.is_some() && places.contains(&place) && *seq < last[&place]
    });
    assert_eq!(salted.count(), 0);
    println!(
        "rows of the person {}, changed or gone {}, confirmed by a seal 0",
        changed.len() + kept.len(),
        changed.len()
    );
    assert!(changed.len() > 12, "{changed:?}");

    // Nor does a key say anything.
    let all = everything(app);
    for secret in [email.as_str(), nip, CANARY, &siti.number] {
        assert!(!tables_with(&all, secret).contains(&"row_seals".to_owned()), "{secret}");
    }
    assert_eq!(faults(app), Vec::<String>::new());
}

/// A row's key stays in its seals for ever. A new column among the keys is decided here.
#[test]
fn the_key_of_a_row_under_seal_says_nothing_of_anybody() {
    let harmless = [
        "admission_by",
        "assignment_id",
        "award_id",
        "breach_id",
        "call_id",
        "code",
        "code_hash",
        "decision_id",
        "document_id",
        "grant_id",
        "due_on",
        "how",
        "id",
        "kind",
        "measurement_id",
        "number",
        "part",
        "problem_id",
        "proposal_id",
        "recipient",
        "need_id",
        "objection_id",
        "request_id",
        "reminded_at",
        "reopened_at",
        "revision",
        "round",
        "side",
        "slot_id",
        "vote_id",
        "stage",
        "starts_at",
        "submission",
        "text_hash",
        "token_hash",
        "user_id",
        "verifier",
        "version",
        "voucher",
        "what",
        "withdrawn_at",
        "year",
    ];
    let test = test_support::TestDatabase::new();
    for table in test.open().read(db::tables).unwrap() {
        for column in &table.key {
            assert!(harmless.contains(&column.as_str()), "{}.{column}", table.name);
        }
    }
}
