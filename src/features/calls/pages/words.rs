//! Words of the secretariat's call pages: labels by field path, and messages with milestones in
//! words.

use crate::kernel::errors::{Argument, FieldError, Refusal};
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

/// The same faults with milestones in words.
pub(super) fn localised(s: &PageContext, problem: &Refusal) -> Refusal {
    let errors = problem.errors.iter().map(|fault| in_words(s, fault)).collect();
    Refusal { errors, ..problem.clone() }
}

fn in_words(s: &PageContext, error: &FieldError) -> FieldError {
    let told = |(name, value): &Argument| {
        let is_milestone = matches!(*name, "previous" | "next");
        (*name, if is_milestone { s.word("milestone", value) } else { value.clone() })
    };
    FieldError { arguments: error.arguments.iter().map(told).collect(), ..error.clone() }
}

/// The readable message of a fault.
pub(super) fn shown_error(s: &PageContext, error: &FieldError) -> String {
    let error = in_words(s, error);
    s.message(error.code, &error.arguments)
}
