//! A conflict of interest hides a proposal from whoever is in conflict with it, whatever their role,
//! in every stage: no row, no count, no document. Beside each of them stands a colleague without a
//! conflict, so that there is something to hide.

mod deciding;
mod reading;
mod refusing;
mod two_worlds;

use crate::reviews::world::{Submission, World};
use crate::support::{Answer, Person};
use diesel::prelude::*;
use serde_json::Value;
use tubel::features::calls::{DocumentRequirement, Format, Sensitivity};
use tubel::features::conflicts::{ConflictKind, RecordedConflict, insert_conflict};
use tubel::kernel::access::Role;
use tubel::kernel::ids::DocumentId;
use tubel::platform::db::schema::documents;

/// Everybody who reads proposals by duty.
const DUTIES: [Role; 5] =
    [Role::Verifier, Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor];

/// A call whose screening is on; one sheet makes a proposal complete, and there is one seat.
fn screening() -> World {
    World::with(|definition| {
        let calendar = &mut definition.calendar;
        let now = calendar.opens_at.plus_days(30);
        calendar.submissions_close_at = now.plus_days(-1);
        calendar.screening_ends_at = now.plus_days(5);
        definition.seats = 1;
        definition.documents = vec![DocumentRequirement {
            kind: "proposal".to_owned(),
            name: definition.title.clone(),
            required: true,
            max_bytes: 300_000,
            formats: vec![Format::Pdf],
            sensitivity: Sensitivity::Internal,
        }];
        definition.panel.sheets_per_proposal = 1;
    })
}

/// Moves the clock to so many days after the world began.
fn after(world: &World, days: i64) {
    world.app.set_clock(
        crate::support::START.parse::<tubel::kernel::clock::Timestamp>().unwrap().plus_days(days),
    );
}

/// Somebody on duty from elsewhere.
fn official(world: &World, name: &str, role: Role) -> Person {
    world.official(&format!("{name} {}", role.name()), role)
}

/// Puts a conflict of this person on the record.
fn declared(world: &World, who: &Person, of: &Submission) {
    let conflict = RecordedConflict {
        proposal: of.id.clone(),
        user: who.id.clone(),
        kind: ConflictKind::Declared,
        reason: "Cousins.".to_owned(),
        declared_by: who.id.clone(),
        declared_at: world.app.now(),
    };
    world.write(move |db| insert_conflict(db, &conflict));
}

/// A document of this proposal, without its bytes.
fn document(world: &World, of: &Submission) -> DocumentId {
    let id = DocumentId::new().unwrap();
    let (new, proposal, by) = (id.clone(), of.id.clone(), of.candidate.id.clone());
    let now = world.app.now();
    world.write(move |db| {
        diesel::insert_into(documents::table)
            .values((
                documents::id.eq(&new),
                documents::proposal_id.eq(&proposal),
                documents::kind.eq("proposal"),
                documents::version.eq(1),
                documents::file_name.eq("usulan.pdf"),
                documents::media_type.eq("application/pdf"),
                documents::size.eq(1000_i64),
                documents::sha256.eq("0".repeat(64)),
                documents::uploaded_by.eq(&by),
                documents::uploaded_at.eq(now),
            ))
            .execute(db)?;
        Ok(())
    });
    id
}

/// The numbers of the rows, sorted.
fn numbers(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    let mut numbers: Vec<String> =
        rows.map(|row| row["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    numbers
}

/// Nothing in the answer names the proposal.
#[track_caller]
fn says_nothing_of(answer: &Answer, of: &Submission) {
    answer.expect(200);
    let text = answer.text();
    assert!(!text.contains(&of.number) && !text.contains(of.id.as_str()), "{text}");
}
