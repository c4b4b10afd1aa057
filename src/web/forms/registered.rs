//! A form whatever its input: what the tests ask each of those that are registered.

use super::{Form, FormField, Item};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::format::Zone;
use crate::kernel::input::{Input, Schema, Valid};
use crate::kernel::language::Language;
use crate::web::Fields;
use crate::web::pages::{Field, PageContext};
use serde_json::Value;
use std::sync::Arc;

/// Any form.
pub trait AnyForm: Sync {
    fn address(&self) -> &'static str;
    fn name(&self) -> &'static str;
    fn operation(&self) -> &'static str;
    /// Its fields, each list with one row, and the paths of their values in the input.
    fn items(&self) -> Vec<(Item, &'static str)>;
    fn schema(&self) -> Arc<Schema>;
    fn json(&self, typed: &Fields) -> (Value, Vec<FieldError>);
    fn fill(&self, stored: &Value) -> Fields;
    /// # Errors
    /// What the act refuses of a form.
    fn read(&self, typed: &Fields) -> Result<(), Failure>;
    /// # Errors
    /// What the act refuses of JSON.
    fn check(&self, json: &Value) -> Result<(), Failure>;
    /// What a page shows of it, with what was typed and refused.
    fn controls(
        &'static self,
        s: &PageContext,
        typed: &Fields,
        problem: Option<&Refusal>,
    ) -> Vec<Field>;
}

impl<T: Input> AnyForm for Form<T> {
    fn address(&self) -> &'static str {
        self.to
    }

    fn name(&self) -> &'static str {
        self.prefix
    }

    fn operation(&self) -> &'static str {
        self.operation
    }

    fn items(&self) -> Vec<(Item, &'static str)> {
        let placed = self.placed(None, Language::default()).into_iter();
        let path = |field: &FormField| field.path;
        placed.map(|placed| (placed.item, path(placed.field))).collect()
    }

    fn schema(&self) -> Arc<Schema> {
        Schema::of::<T>()
    }

    fn json(&self, typed: &Fields) -> (Value, Vec<FieldError>) {
        Self::json(self, typed, Zone::default(), Language::default())
    }

    fn fill(&self, stored: &Value) -> Fields {
        Self::fill(self, stored, Zone::default(), Language::default())
    }

    fn read(&self, typed: &Fields) -> Result<(), Failure> {
        Self::read(self, typed, Zone::default(), Language::default()).map(|_| ())
    }

    fn check(&self, json: &Value) -> Result<(), Failure> {
        Valid::<T>::from_json(json).map(|_| ())
    }

    fn controls(
        &'static self,
        s: &PageContext,
        typed: &Fields,
        problem: Option<&Refusal>,
    ) -> Vec<Field> {
        self.shown(s, typed, problem).all()
    }
}
