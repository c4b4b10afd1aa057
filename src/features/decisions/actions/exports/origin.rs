//! The origin of an export: the hashes for checking it, who made it and when.

use super::people::people_of;
use super::{ranking, store};
use crate::features::calls::Call;
use crate::features::conflicts;
use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Provenance};
use crate::platform::ledger;

pub(super) fn provenance(
    db: &mut Db,
    viewer: &Viewer,
    call: &Call,
    now: Timestamp,
) -> Result<Provenance, Failure> {
    let mut facts = Provenance::default();
    facts
        .add("call", Cell::text(format!("{} · {}", call.code, call.definition.title.id)))
        .add("rules-hash", Cell::optional(call.rules_hash.as_ref(), Cell::text));
    if let Some(run) = ranking::run_of(db, call)? {
        let withheld = conflicts::withheld_in(db, &viewer.user, &call.id)?;
        let inputs_hash = Some(run.inputs_hash).filter(|_| withheld.is_empty());
        facts
            .add("run", Cell::text(format!("{} ({})", run.number, run.id.as_str())))
            .add("inputs-hash", Cell::optional(inputs_hash, Cell::Text))
            .add("run-hash", Cell::text(run.document_hash));
    }
    if let Some(decision) = store::current(db, &call.id)? {
        let withheld = conflicts::withheld_in(db, &viewer.user, &call.id)?;
        let salt = decision.outcomes_salt.filter(|_| withheld.is_empty());
        facts
            .add("decision", Cell::text(decision.id.as_str()))
            .add("outcomes-hash", Cell::text(decision.outcomes_hash))
            .add("outcomes-salt", Cell::optional(salt, Cell::Text))
            .add("decree", Cell::optional(decision.decree_number, Cell::text));
    }
    add_making(&mut facts, db, viewer, now)?;
    Ok(facts)
}

/// The present end of the record, the program, the person and the time.
fn add_making(
    facts: &mut Provenance,
    db: &mut Db,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<(), Failure> {
    let head = ledger::head(db)?;
    let name = people_of(db, std::iter::once(&viewer.user))?.remove(&viewer.user);
    facts
        .add("ledger-seq", Cell::Integer(head.seq))
        .add("ledger-hash", Cell::text(head.hash))
        .add("program", Cell::text(concat!("tubel ", env!("CARGO_PKG_VERSION"))))
        .add("made-at", Cell::Instant(now))
        .add("zone", Cell::text("WIB (UTC+7)"))
        .add("made-by", Cell::optional(name, |person| Cell::text(person.name)));
    Ok(())
}
