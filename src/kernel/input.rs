//! What an act takes: a type whose limits were checked. The limits stand once, in the `schema` attributes of
//! the type's fields. The OpenAPI document shows them, the pages' controls carry them, and nothing becomes a
//! [`Valid`] that breaks them, whether it came as JSON, from a form or from the command line.

mod schema;

pub use schema::{Limits, Schema};

use super::errors::{Failure, FieldError, Refusal, common};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::ops::Deref;
use utoipa::ToSchema;

/// A type that an act can take.
pub trait Input: DeserializeOwned + ToSchema + 'static {}

impl<T: DeserializeOwned + ToSchema + 'static> Input for T {}

/// A value within the limits of its type. There is no way to one but those below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valid<T>(T);

impl<T: Input> Valid<T> {
    /// From JSON, as a request or a form brought it.
    ///
    /// # Errors
    /// `invalid`: what has the wrong shape, else every field that breaks its limits.
    pub fn from_json(value: &Value) -> Result<Self, Failure> {
        let read = serde_path_to_error::deserialize(value).map_err(|error| {
            let path = error.path().to_string();
            wrong_shape(&path, error.inner())
        })?;
        Failure::when_any(Schema::of::<T>().faults(value))?;
        Ok(Self(read))
    }

    /// From a value that this program made, as the command line and the demo do.
    ///
    /// # Errors
    /// `invalid` with every field that breaks its limits.
    pub fn checked(value: T) -> Result<Self, Failure>
    where
        T: Serialize,
    {
        Failure::when_any(Schema::of::<T>().faults(&serde_json::to_value(&value)?))?;
        Ok(Self(value))
    }
}

impl<T: Input + Serialize> Valid<T> {
    /// The input as it is kept: without the space around its texts, and within the same limits then. Acts ask
    /// for it once they know that the viewer may act: blanks alone pass the door, where only the document's limits count.
    ///
    /// # Errors
    /// `invalid` with every text that says too little.
    pub fn kept(&self) -> Result<T, Failure> {
        let mut value = serde_json::to_value(&self.0)?;
        let schema = Schema::of::<T>();
        schema.trim(&mut value);
        Failure::when_any(schema.faults(&value))?;
        Ok(serde_json::from_value(value)?)
    }
}

impl<T> Valid<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The place of a value that is none of its type.
fn wrong_shape(path: &str, error: &serde_json::Error) -> Failure {
    let message = error.to_string();
    let detail = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let code = if detail.starts_with("unknown field") {
        common::field::UNKNOWN_FIELD
    } else if detail.starts_with("missing field") {
        common::field::REQUIRED
    } else {
        common::field::WRONG_SHAPE
    };
    // A missing field is named in the message only; the path stops at its parent.
    let name = detail.split('`').nth(1).unwrap_or("");
    let field = match (path, code == common::field::REQUIRED) {
        ("." | "", true) => name.to_owned(),
        (parent, true) => format!("{parent}.{name}"),
        (path, false) => path.to_owned(),
    };
    Refusal::invalid(vec![FieldError::new(field, code).with("detail", detail)]).into()
}

#[cfg(test)]
mod tests;
