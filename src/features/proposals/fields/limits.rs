//! The limits of a text, as the catalogue has them: the same for the form, for the API and in the OpenAPI document.

use super::project::{json, leaves};
use super::{Kind, outside_rows};
use crate::features::proposals::Content;
use crate::kernel::errors::common::field;
use crate::kernel::errors::{Failure, FieldError};
use serde_json::Value;

/// The limit of its kind that a value breaks, as the fault of the field at `path`.
pub fn broken(path: &str, kind: Kind, value: &Value) -> Option<FieldError> {
    match kind {
        Kind::Line { most } | Kind::Text { most, .. } => {
            let length = value.as_str().map_or(0, |text| text.chars().count());
            (length > most).then(|| too_long(path, most))
        }
        Kind::Codes { most } | Kind::Rows { most, .. } => {
            (value.as_array().map_or(0, Vec::len) > most).then(|| too_long(path, most))
        }
        Kind::Number { between, .. } => out_of(path, value, between?),
        Kind::Month => out_of(path, value, (1, 12)),
        Kind::Hundredths { most } => out_of(path, value, (0, most)),
        Kind::Money | Kind::YesNo | Kind::Day | Kind::Choice { .. } => None,
    }
}

fn too_long(path: &str, most: usize) -> FieldError {
    FieldError::new(path, field::TOO_LONG).with("maximum", most)
}

fn out_of(path: &str, value: &Value, (least, most): (u32, u32)) -> Option<FieldError> {
    let number = value.as_i64()?;
    let fault = FieldError::new(path, field::OUT_OF_RANGE);
    let is_within = (i64::from(least)..=i64::from(most)).contains(&number);
    (!is_within).then(|| fault.with("minimum", least).with("maximum", most))
}

/// Whatever way a text came in: it keeps to the limits of its fields.
///
/// # Errors
/// `invalid` with every field that breaks its limit, below `content`.
pub fn check(content: &Content) -> Result<(), Failure> {
    let text = json(content)?;
    let mut faults: Vec<FieldError> = leaves(&text)
        .into_iter()
        .filter_map(|leaf| broken(&format!("content.{}", leaf.name), leaf.field.kind, &leaf.value))
        .collect();
    let lists = outside_rows().filter(|field| matches!(field.kind, Kind::Rows { .. }));
    faults.extend(
        lists.filter_map(|list| {
            broken(&format!("content.{}", list.path), list.kind, list.of(&text))
        }),
    );
    faults.sort_by(|one, other| one.field.cmp(&other.field));
    Failure::when_any(faults)
}
