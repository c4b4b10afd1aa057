//! Each way in which two accounts can be one person, for every act that takes two: refused; and the
//! nearest harmless one beside it goes through. The rule is asked as the acts ask it; that they do ask,
//! `beside` shows act by act.

use diesel::prelude::*;
use std::collections::BTreeMap;
use test_support::{Person, TestApp};
use tubel::features::accounts::{vouch_from_console, why_not_apart};
use tubel::kernel::access::{Permission, Role, rules, second_person};
use tubel::kernel::ids::UserId;
use tubel::platform::db::Db;
use tubel::platform::db::schema::vouchers;

/// The three who may come to act, and somebody who acts in nothing.
#[derive(Clone)]
struct Cast {
    first: UserId,
    second: UserId,
    third: UserId,
    outsider: UserId,
}

/// Who vouched for whom, how, and until when.
type Voucher<'a> = (&'a UserId, &'a UserId, &'static str, bool);

/// `None` when the second may act beside the others, else why not.
fn refused(
    app: &TestApp,
    act: Permission,
    (who, others): (&UserId, &[&UserId]),
    laid: &[Voucher],
) -> Option<String> {
    let now = app.now();
    let rows: Vec<_> = laid
        .iter()
        .map(|(user, by, how, is_over)| {
            ((*user).clone(), (*by).clone(), *how, is_over.then_some(now))
        })
        .collect();
    let (who, others) = (who.clone(), others.iter().map(|one| (*one).clone()).collect::<Vec<_>>());
    let ask = move |db: &mut Db| {
        diesel::delete(vouchers::table).execute(db)?;
        for (user, by, how, ended) in &rows {
            diesel::insert_into(vouchers::table)
                .values((
                    vouchers::user_id.eq(user),
                    vouchers::voucher.eq(by),
                    vouchers::how.eq(*how),
                    vouchers::vouched_at.eq(now),
                    vouchers::ended_at.eq(*ended),
                ))
                .execute(db)?;
        }
        let why = why_not_apart(db, act, &who, &others)?;
        Ok(why.map(|problem| problem.code.name.to_owned()))
    };
    app.database().write(ask).unwrap()
}

/// All acts that take two, each with three who could do its second half. Nobody holds two duties.
fn stage() -> (TestApp, Vec<(Permission, Cast)>) {
    let app = TestApp::start();
    let outsider = app.person("luar").create().id;
    let acts = rules().filter_map(|rule| Some((rule.act, second_person(rule.act)?)));
    let acts: Vec<(Permission, Role)> = acts.collect();
    let mut casts = BTreeMap::new();
    for (_, role) in &acts {
        casts.entry(role.name()).or_insert_with(|| {
            let [first, second, third] = ["satu", "dua", "tiga"]
                .map(|name| app.person(&format!("{name} {}", role.name())).role(*role).create().id);
            Cast { first, second, third, outsider: outsider.clone() }
        });
    }
    let acts: Vec<_> = acts.iter().map(|(act, role)| (*act, casts[role.name()].clone())).collect();
    assert!(acts.len() >= 8);
    (app, acts)
}

#[actix_web::test]
async fn every_way_of_being_one_person_is_refused_and_its_harmless_twin_is_not() {
    let (app, acts) = stage();
    let mut ways = 0;
    for (act, Cast { first, second, third, outsider }) in &acts {
        let asked =
            |others: &[&UserId], laid: &[Voucher]| refused(&app, *act, (second, others), laid);
        // The same account, alone or among others, in whichever place; another account is another person.
        for others in [&[second][..], &[first, second], &[second, first]] {
            assert_eq!(asked(others, &[]).as_deref(), Some("not_independent"), "{act:?}");
            ways += 1;
        }
        for others in [&[][..], &[first], &[first, third], &[outsider]] {
            assert_eq!(asked(others, &[]), None, "{act:?}");
        }
        for how in ["created", "proposed", "approved"] {
            for (user, by) in [(second, first), (first, second)] {
                for others in [&[first][..], &[first, third], &[third, first]] {
                    // That nobody is left who could is told in other words.
                    let wanted =
                        if others.len() > 1 { "nobody_independent" } else { "not_independent" };
                    let found = asked(others, &[(user, by, how, false)]);
                    assert_eq!(found.as_deref(), Some(wanted), "{act:?} {how}");
                    // The operator answers for the account since.
                    assert_eq!(asked(others, &[(user, by, how, true)]), None, "{act:?} {how}");
                    ways += 1;
                }
                // One way ended, another not.
                let other = if how == "created" { "approved" } else { "created" };
                let laid = [(user, by, how, true), (user, by, other, false)];
                assert!(asked(&[first], &laid).is_some(), "{act:?} {how}");
            }
            // Whom they vouched for does not act here; nor does who vouched for both.
            let beside = [
                [(second, outsider, how, false), (first, outsider, how, false)],
                [(outsider, second, how, false), (outsider, first, how, false)],
                [(second, third, how, false), (third, first, how, false)],
            ];
            for laid in beside {
                assert_eq!(asked(&[first], &laid), None, "{act:?} {how}");
            }
        }
    }
    println!(
        "acts that take two {}, ways of being one person tried {ways}, refused {ways}",
        acts.len()
    );
}

#[actix_web::test]
async fn where_everybody_who_could_is_the_same_person_that_is_said() {
    let (app, acts) = stage();
    for (act, Cast { first, second, third, .. }) in acts {
        let all: [Voucher; 2] =
            [(&second, &first, "created", false), (&third, &first, "approved", false)];
        // The first holds the role, too, but has acted already.
        let found = refused(&app, act, (&second, &[&first]), &all);
        assert_eq!(found.as_deref(), Some("nobody_independent"), "{act:?}");
        let found = refused(&app, act, (&second, &[&first]), &all[..1]);
        assert_eq!(found.as_deref(), Some("not_independent"), "{act:?}");
    }
}

/// What the acts themselves leave: who opens an account, proposes a role and approves it vouches for it, each
/// in a row of its own, and the operator ends them all.
#[actix_web::test]
async fn each_way_of_vouching_is_left_by_its_act_and_ended_by_the_operator() {
    let house = super::House::new();
    let account = serde_json::json!({"email": "baru@pom.go.id", "name": "Baru", "unit": "P.SU.03"});
    let made = house.app.post(&house.secretariat, "/api/v1/users", account).await;
    let id: UserId = made.expect(201)["id"].as_str().unwrap().parse().unwrap();
    let rows = |ended: bool| {
        let id = id.clone();
        let read = move |db: &mut Db| {
            let theirs = vouchers::table.filter(vouchers::user_id.eq(&id));
            let rows = theirs.order(vouchers::how).select((
                vouchers::how,
                vouchers::voucher,
                vouchers::ended_at.is_not_null(),
            ));
            Ok(rows.load::<(String, UserId, bool)>(db)?)
        };
        let found = house.app.database().read(read).unwrap();
        assert!(found.iter().all(|(_, _, over)| *over == ended), "{found:?}");
        found.into_iter().map(|(how, by, _)| (how, by)).collect::<Vec<_>>()
    };
    let by = |how: &str, who: &Person| (how.to_owned(), who.id.clone());
    assert_eq!(rows(false), [by("created", &house.secretariat)]);
    let person = Person { id: id.clone(), email: "baru@pom.go.id".to_owned(), nip: None };
    let proposed = house.propose(&person, "reviewer").await;
    house.approve(&house.chair, &proposed).await.expect(200);
    let all = [
        by("approved", &house.chair),
        by("created", &house.secretariat),
        by("proposed", &house.secretariat),
    ];
    assert_eq!(rows(false), all);
    let (whom, now) = (id.clone(), house.app.now());
    let vouch = move |db: &mut Db| vouch_from_console(db, &whom, now);
    assert_eq!(house.app.database().write(vouch).unwrap(), 3);
    assert_eq!(rows(true), all);
}
