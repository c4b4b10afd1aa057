//! Everything that shows a proposal, API and pages, read and written, by everybody who has to sign the integrity pact
//! of its call and has not: nothing is open. The control: the same people, signed, find it.

use super::crawl::addresses;
use super::inside::text_of;
use super::operations::Class;
use super::viewers::Viewer;
use super::world::World;
use super::{Run, class, is_walked};
use crate::pages::Visit;
use diesel::prelude::*;
use std::collections::BTreeSet;
use tubel::kernel::access::{Phase, Role, shows_proposals, signs_pact};
use tubel::kernel::ids::CallId;
use tubel::platform::db::schema::{pact_signatures, pacts};

const PHASES: [Phase; 5] =
    [Phase::Open, Phase::Screening, Phase::Review, Phase::Plenary, Phase::Announced];

/// As if the call had been published with a text.
fn put_pact(world: &World) {
    let call: CallId = world.things.call.parse().unwrap();
    let insert = move |db: &mut tubel::platform::db::Db| {
        let row = (pacts::call_id.eq(&call), pacts::text_hash.eq("a".repeat(64)));
        diesel::insert_into(pacts::table).values(row).execute(db)?;
        Ok(())
    };
    world.app.database().write(insert).unwrap();
}

fn sign(world: &World, who: &Viewer) {
    let (call, user): (CallId, _) =
        (world.things.call.parse().unwrap(), who.person.as_ref().unwrap().id.clone());
    let now = world.app.now();
    let insert = move |db: &mut tubel::platform::db::Db| {
        diesel::insert_into(pact_signatures::table)
            .values((
                pact_signatures::id.eq(tubel::kernel::ids::random_text()?),
                pact_signatures::call_id.eq(&call),
                pact_signatures::user_id.eq(&user),
                pact_signatures::text_hash.eq("a".repeat(64)),
                pact_signatures::phrase.eq("SAYA SETUJU"),
                pact_signatures::signed_at.eq(now),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(insert).unwrap();
}

/// What nobody may have read who has not signed.
fn secrets(world: &World) -> Vec<(&'static str, String)> {
    let tokens = &world.tokens;
    vec![
        ("text", tokens.submitted_text.to_lowercase()),
        ("edited text", tokens.edited_text.to_lowercase()),
        ("draft", tokens.draft_text.to_lowercase()),
        ("check-list", tokens.verification.to_lowercase()),
        ("note", tokens.note.to_lowercase()),
        ("feedback", tokens.feedback.to_lowercase()),
        ("minutes", tokens.minutes.to_lowercase()),
    ]
}

/// Those who sign. Whoever is not on the panel and has no task has nothing to see and nothing to sign.
fn signers(viewers: Vec<Viewer>) -> Vec<Viewer> {
    let signs = |viewer: &Viewer| {
        viewer.roles.iter().copied().any(signs_pact) && viewer.name != "reviewer, off the panel"
    };
    viewers.into_iter().filter(signs).collect()
}

#[actix_web::test]
async fn no_operation_that_shows_a_proposal_is_open_to_whoever_has_not_signed() {
    let mut run = Run::new().await;
    put_pact(&run.world);
    let signers = signers(std::mem::take(&mut run.viewers));
    assert!(signers.len() >= 10);
    let (mut open, mut shut) = (Vec::new(), BTreeSet::new());
    for phase in PHASES.into_iter().filter(|phase| is_walked(*phase)) {
        run.world.mend(phase);
        for probe in &run.probes {
            let key = (probe.method.to_owned(), probe.route.to_owned());
            if !shows_proposals(run.contract[&key].act) {
                continue;
            }
            for viewer in &signers {
                let answer = run.ask(probe, viewer).await;
                let code = answer.json["code"].as_str().unwrap_or("");
                if code == "pact_unsigned" {
                    shut.insert(probe.route);
                } else if class(&answer) == Class::Allowed && !is_malformed(answer.status, code) {
                    let (who, when) = (viewer.name, phase.name());
                    open.push(format!(
                        "{} {} as {who} in {when}: {} {code}",
                        probe.method, probe.path, answer.status
                    ));
                }
            }
        }
    }
    open.sort();
    open.dedup();
    assert!(open.is_empty(), "{}", open.join("\n"));
    assert!(shut.len() > 40, "{shut:?}");
    for role in [Role::Verifier, Role::Chair] {
        assert!(signers.iter().any(|viewer| viewer.is(role)));
    }
}

/// The request was refused for its own form before anything was looked at.
fn is_malformed(status: u16, code: &str) -> bool {
    (status == 428 || status == 400 || status == 415) || (status == 422 && code == "invalid")
}

#[actix_web::test]
async fn nothing_that_can_be_read_tells_of_a_proposal_before_the_pact_is_signed() {
    let run = Run::new().await;
    let world = &run.world;
    put_pact(world);
    let duties =
        ["reviewer, sheet handed in", "verifier who concluded", "chair", "decider", "appeal team"];
    let signers: Vec<Viewer> =
        signers(run.viewers).into_iter().filter(|one| duties.contains(&one.name)).collect();
    let (addresses, secrets) = (addresses(world), secrets(world));
    let mut told = Vec::new();
    let mut control = BTreeSet::new();
    for is_signed in [false, true] {
        if is_signed {
            for one in &signers {
                sign(world, one);
            }
        }
        for phase in [Phase::Review, Phase::Announced] {
            world.mend(phase);
            let mut visits = Vec::new();
            for viewer in &signers {
                visits.push(Visit::signed_in(&world.app, viewer.person.as_ref().unwrap()).await);
            }
            // What one wrote oneself is one's own data; what is announced is everybody's.
            let is_kept = |address: &&String| {
                !address.ends_with("/me/data") && !address.contains("/announcement")
            };
            for address in addresses.iter().filter(is_kept) {
                let asked = visits.iter().map(|visit| visit.read(address));
                let answers = futures_util::future::join_all(asked).await;
                for (viewer, answer) in signers.iter().zip(answers) {
                    assert!(answer.status < 500, "{address} as {}", viewer.name);
                    let text = text_of(&answer.bytes).to_lowercase();
                    for (name, _) in secrets.iter().filter(|(_, token)| text.contains(token)) {
                        if is_signed {
                            control.insert((viewer.name, *name));
                        } else {
                            let (who, when) = (viewer.name, phase.name());
                            told.push(format!("{name}: {address} tells {who} in {when}"));
                        }
                    }
                }
            }
        }
    }
    told.sort();
    told.dedup();
    assert!(told.is_empty(), "{}", told.join("\n"));
    for duty in duties {
        assert!(control.iter().any(|(who, _)| *who == duty), "{duty}: {control:?}");
    }
}
