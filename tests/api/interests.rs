//! A conflict of interest hides a proposal from whoever is in conflict with it, whatever their role,
//! in every stage: no row, no count, no document. Beside each of them stands a colleague without a
//! conflict, so that there is something to hide.

mod deciding;
mod reading;
mod refusing;
mod two_worlds;

use serde_json::Value;
use test_support::review::World;
use test_support::rows::{NewDocument, insert_document};
use test_support::{Answer, Person, Submission};
use tubel::features::calls::{DocumentRequirement, Format, Sensitivity};
use tubel::features::conflicts::{ConflictKind, RecordedConflict, insert_conflict};
use tubel::kernel::access::Role;
use tubel::kernel::ids::DocumentId;

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
        test_support::START.parse::<tubel::kernel::clock::Timestamp>().unwrap().plus_days(days),
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
    let new = NewDocument {
        id: DocumentId::new().unwrap(),
        proposal: of.id.clone(),
        candidate: of.candidate.id.clone(),
        kind: "proposal".to_owned(),
        version: 1,
        size: 1000,
        sha256: "0".repeat(64),
    };
    let (id, now) = (new.id.clone(), world.app.now());
    world.write(move |db| insert_document(db, &new, now));
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
