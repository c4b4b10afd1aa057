//! An entry of the record for a reader in conflict with a proposal. Pure.
//!
//! The chain stays complete: an entry keeps its place, instant and hashes, whatever is withheld.
//! The salt of every entry (`ledger`) prevents finding the content by guessing and comparing
//! hashes.

use crate::features::conflicts::Traces;
use crate::platform::ledger::{Entry, EventType, Figures};
use serde_json::{Value, json};

/// Replaces an act, a subject or a payload that is withheld.
const WITHHELD: &str = "withheld";

/// How much of an entry its reader may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    /// Who did what on which call, run or decision.
    Heading,
    /// Only that it exists.
    Place,
}

fn shown(entry: &Entry, traces: &Traces) -> Shown {
    if traces.is_empty() {
        return Shown::All;
    }
    let is_heading = match entry.event_type().map(EventType::figures) {
        Some(Figures::Nothing) => false,
        Some(Figures::WholeCall) => entry.thing().is_some_and(|thing| traces.is_whole(&thing)),
        // An event type that this version does not know may be about anything.
        Some(Figures::AllCalls) | None => true,
    };
    if is_heading {
        Shown::Heading
    } else if traces.are_in(&entry.subject) || any_text(&entry.payload, traces) {
        Shown::Place
    } else {
        Shown::All
    }
}

/// Whether even the act and the actor are hidden; then a filter by either leaves the entry out.
pub(super) fn is_hidden(entry: &Entry, traces: &Traces) -> bool {
    shown(entry, traces) == Shown::Place
}

/// The entry, limited to what its reader may know.
pub(super) fn withhold(entry: Entry, traces: &Traces) -> Entry {
    let payload = || json!({"withheld": "conflict_of_interest"});
    match shown(&entry, traces) {
        Shown::All => entry,
        Shown::Heading => Entry { payload: payload(), ..entry },
        Shown::Place => {
            let (act, subject) = (WITHHELD.to_owned(), WITHHELD.to_owned());
            Entry { actor: None, act, subject, payload: payload(), ..entry }
        }
    }
}

fn any_text(value: &Value, traces: &Traces) -> bool {
    match value {
        Value::String(text) => traces.are_in(text),
        Value::Array(values) => values.iter().any(|value| any_text(value, traces)),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| traces.are_in(key) || any_text(value, traces))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
