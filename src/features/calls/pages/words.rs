//! Words of the secretariat's call pages: labels by field path, and messages with milestones and
//! instants in words.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Argument, FieldError};
use crate::web::pages::PageContext;

/// `rubric.criteria[2].weight` without the index: `rubric.criteria.weight`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for letter in name.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            letter if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}

/// The label of a field.
pub(super) fn label(s: &PageContext, name: &str) -> String {
    s.word("setup", &plain(name))
}

/// The fault with milestones in words and instants in the reader's time zone.
pub(super) fn localised(s: &PageContext, error: &FieldError) -> FieldError {
    let told = |(name, value): &Argument| {
        let value = match *name {
            "previous" | "next" => s.word("milestone", value),
            "instant" | "now" => {
                value.parse::<Timestamp>().map_or_else(|_| value.clone(), |at| s.at(&at))
            }
            _ => value.clone(),
        };
        (*name, value)
    };
    FieldError { arguments: error.arguments.iter().map(told).collect(), ..error.clone() }
}

/// The readable message of a fault.
pub(super) fn shown_error(s: &PageContext, error: &FieldError) -> String {
    let error = localised(s, error);
    s.message(error.code, &error.arguments)
}
