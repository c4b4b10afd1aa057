//! Several forms of a kind on one page, e.g. one for each request that waits. What a form is about stands after the names
//! of its controls, so each control has a name of its own, and what was typed comes back in that form alone.

use super::{Form, Item};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::input::Input;
use crate::kernel::language::Language;
use crate::web::Fields;

impl Item {
    /// The same in the form about this.
    #[must_use]
    pub fn of(&self, about: &str) -> Self {
        Self { name: format!("{}.{about}", self.name), ..self.clone() }
    }
}

impl<T: Input> Form<T> {
    /// The plain names of its controls, and those in the form about this.
    fn names_of(&self, about: &str) -> Vec<(String, String)> {
        let placed = self.placed(None, Language::default()).into_iter();
        placed
            .flat_map(|one| one.item.names().into_iter().zip(one.item.of(about).names()))
            .collect()
    }

    /// Puts what was typed in the form about this under the plain names.
    pub fn take_of(&self, about: &str, typed: &mut Fields) {
        for (plain, own) in self.names_of(about) {
            let text = typed.get(&own).to_owned();
            typed.set(plain, text);
        }
    }

    /// A refusal with its faults at the controls of the form about this.
    pub fn told_of(&self, about: &str, failure: Failure) -> Failure {
        let Failure::Refused(refusal) = failure else { return failure };
        let (refusal, names) = (*refusal, self.names_of(about));
        let own = |fault: FieldError| {
            let name = names.iter().find(|(plain, _)| *plain == fault.field);
            let field = name.map_or_else(|| fault.field.clone(), |(_, own)| own.clone());
            FieldError { field, ..fault }
        };
        Refusal { errors: refusal.errors.into_iter().map(own).collect(), ..refusal }.into()
    }
}
