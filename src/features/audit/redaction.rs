//! An entry of the record as somebody reads it who is in conflict with a proposal. Pure.
//!
//! The chain stays whole: an entry keeps its place, its instant and its hashes whatever is withheld of it, and
//! what every entry is salted with (`ledger`) keeps its hash from being tried.

use crate::features::conflicts::Traces;
use crate::platform::ledger::{Entry, EventType, Figures};
use serde_json::{Value, json};

/// What stands for an act, a subject or a payload that is withheld.
const WITHHELD: &str = "withheld";

/// How much of an entry its reader may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    /// Who did what to which call, run or decision.
    Heading,
    /// That there is one.
    Place,
}

fn shown(entry: &Entry, traces: &Traces) -> Shown {
    if traces.is_empty() {
        return Shown::All;
    }
    let is_heading = match entry.event_type().map(EventType::figures) {
        Some(Figures::Nothing) => false,
        Some(Figures::WholeCall) => entry.thing().is_some_and(|thing| traces.is_whole(&thing)),
        // What this version does not know may tell of anything.
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

/// Whether not even the act and the actor are told; then an entry answers no question for either.
pub(super) fn is_hidden(entry: &Entry, traces: &Traces) -> bool {
    shown(entry, traces) == Shown::Place
}

/// The entry as far as its reader may know it.
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
