//! An entry of the record as somebody reads it who is in conflict with a proposal it tells of. Pure.

use crate::interests::Candidacy;
use crate::ledger::Entry;
use serde_json::{Value, json};

/// The entry as it is; or, when it names one of these proposals by id or number, without subject and
/// payload. Its hash stays and can no longer be recounted from what is shown.
pub(super) fn withhold(entry: Entry, hidden: &[Candidacy]) -> Entry {
    let names = |text: &str| {
        let is = |of: &Candidacy| {
            text.contains(of.proposal.as_str()) || (!of.number.is_empty() && text == of.number)
        };
        hidden.iter().any(is)
    };
    if !names(&entry.subject) && !any_text(&entry.payload, &names) {
        return entry;
    }
    let payload = json!({"withheld": "conflict_of_interest"});
    Entry { subject: "withheld".to_owned(), payload, ..entry }
}

fn any_text(value: &Value, names: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => names(text),
        Value::Array(values) => values.iter().any(|value| any_text(value, names)),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| names(key) || any_text(value, names))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
