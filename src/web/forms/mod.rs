//! The forms of the pages, as data. A [`Form`] names the page's address, the input type of its act and its
//! fields. What the fields may hold stands in the input's type alone (`kernel::input`). From the two follow the
//! controls with their limits, reading what was typed, the way of each fault to its control, and the tests that
//! walk every form.

mod answer;
mod fields;
mod item;
mod reading;
mod registered;
mod several;
mod shown;

pub use answer::{as_fault_of_file, as_form_error, respond, respond_with};
pub use fields::{Control, FormField};
pub use item::{Choices, Item, Kind, pointer, shown as shown_value};
pub use reading::{indexed, put_instant};
pub use registered::AnyForm;
pub use shown::Shown;

use std::marker::PhantomData;

/// One form: how it is written down.
#[derive(Debug)]
pub struct Form<T> {
    /// The page's address that it is sent to, as it is registered.
    to: &'static str,
    /// The same act over REST, `POST /proposals/{id}/withdraw`; empty where REST has none.
    operation: &'static str,
    fields: &'static [FormField],
    /// Stands before each name, where a page has several forms.
    prefix: &'static str,
    /// The family of its fields' labels.
    words: &'static str,
    /// What every form of this kind says without a field: path and value, a `true` where it is an answer.
    fixed: &'static [(&'static str, &'static str)],
    input: PhantomData<fn() -> T>,
}

impl<T> Form<T> {
    pub const fn new(
        to: &'static str,
        operation: &'static str,
        fields: &'static [FormField],
    ) -> Self {
        let (prefix, words, fixed) = ("", "field", &[] as &[_]);
        Self { to, operation, fields, prefix, words, fixed, input: PhantomData }
    }

    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    #[must_use]
    pub const fn words(self, words: &'static str) -> Self {
        Self { words, ..self }
    }

    #[must_use]
    pub const fn fixed(self, fixed: &'static [(&'static str, &'static str)]) -> Self {
        Self { fixed, ..self }
    }

    /// Whether nothing can be sent without a file.
    pub fn needs_file(&self) -> bool {
        self.fields.iter().any(|one| one.is_needed && matches!(one.control, Control::File(_)))
    }

    pub fn address(&self) -> &'static str {
        self.to
    }

    /// What stands before the names of its fields.
    pub fn name(&self) -> &'static str {
        self.prefix
    }

    /// The name of a control.
    pub(crate) fn named(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}.{name}", self.prefix) }
    }
}

#[cfg(test)]
mod tests;
