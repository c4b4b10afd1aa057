//! The limits of a text, as the catalogue has them: the same for the form, for the API and in the OpenAPI document.

use super::project::{json, leaves};
use super::{Kind, outside_rows};
use crate::features::proposals::Content;
use serde_json::Value;
use std::borrow::Cow;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

/// Which limit of its kind a value breaks.
pub fn broken(kind: Kind, value: &Value) -> Option<ValidationError> {
    match kind {
        Kind::Line { most } | Kind::Text { most, .. } => {
            let length = value.as_str().map_or(0, |text| text.chars().count());
            (length > most).then(|| too_long(most))
        }
        Kind::Codes { most } | Kind::Rows { most, .. } => {
            (value.as_array().map_or(0, Vec::len) > most).then(|| too_long(most))
        }
        Kind::Number { between, .. } => out_of(value, between?),
        Kind::Month => out_of(value, (1, 12)),
        Kind::Hundredths { most } => out_of(value, (0, most)),
        Kind::Money | Kind::YesNo | Kind::Day | Kind::Choice { .. } => None,
    }
}

fn too_long(most: usize) -> ValidationError {
    let mut error = ValidationError::new("length");
    error.add_param(Cow::Borrowed("max"), &most);
    error
}

fn out_of(value: &Value, (least, most): (u32, u32)) -> Option<ValidationError> {
    let number = value.as_i64()?;
    if (i64::from(least)..=i64::from(most)).contains(&number) {
        return None;
    }
    let mut error = ValidationError::new("range");
    error.add_param(Cow::Borrowed("min"), &least);
    error.add_param(Cow::Borrowed("max"), &most);
    Some(error)
}

impl Validate for Content {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let text = json(self).unwrap_or_default();
        let mut errors = ValidationErrors::new();
        let mut note = |name: String, kind: Kind, value: &Value| {
            if let Some(error) = broken(kind, value) {
                let fault = ValidationErrorsKind::Field(vec![error]);
                errors.errors_mut().insert(Cow::Owned(name), fault);
            }
        };
        for leaf in leaves(&text) {
            note(leaf.name, leaf.field.kind, &leaf.value);
        }
        for list in outside_rows().filter(|field| matches!(field.kind, Kind::Rows { .. })) {
            note(list.path.to_owned(), list.kind, list.of(&text));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}
