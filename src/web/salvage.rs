//! Saves the valid fields of a form and reports the others. A field that was not sent, or that cannot be read,
//! keeps its stored value.

use super::Fields;
use crate::kernel::errors::common::field::ROW_INCOMPLETE;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};

/// A form that is being saved.
#[derive(Debug)]
pub struct Salvage {
    stored: Fields,
    sent: Fields,
    /// What is to be saved.
    sound: Fields,
    faults: Vec<FieldError>,
}

impl Salvage {
    /// What was sent, on top of what is stored.
    pub fn new(stored: Fields, sent: &Fields) -> Self {
        let mut sound = stored.clone();
        for name in sent.names() {
            sound.set(name, sent.get(name));
        }
        let mut form = Self { stored, sent: sent.clone(), sound, faults: Vec::new() };
        // Hidden characters are not removed silently; the author must do that.
        for fault in sent.faults() {
            form.put_back(&fault.field);
            form.faults.push(fault);
        }
        form
    }

    /// What is to be saved now.
    pub fn sound(&self) -> &Fields {
        &self.sound
    }

    /// Leaves out what a refusal names, so that the rest can be tried again.
    ///
    /// # Errors
    /// The same refusal, when it is about more than what was typed.
    pub fn leave_out(&mut self, failure: Failure) -> Result<(), Failure> {
        let problem = match failure {
            Failure::Refused(problem) if problem.code == common::INVALID => *problem,
            other => return Err(other),
        };
        let mut is_less = false;
        for fault in &problem.errors {
            is_less |= self.put_back(&fault.field);
        }
        if !is_less {
            // A table row that is invalid without one of its fields is left out completely.
            for fault in &problem.errors {
                is_less |= row_of(&fault.field).is_some_and(|row| self.put_back(row));
            }
        }
        if !is_less {
            return Err(Refusal { errors: problem.errors, ..Refusal::new(common::INVALID) }.into());
        }
        for fault in problem.errors {
            if !self.faults.iter().any(|known| known.field == fault.field) {
                self.faults.push(fault);
            }
        }
        Ok(())
    }

    /// Stored values in place of those at and below a path; whether anything changed.
    fn put_back(&mut self, path: &str) -> bool {
        let is_there = |name: &str| {
            name.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let names: Vec<String> =
            self.sound.names().filter(|name| is_there(name)).map(str::to_owned).collect();
        let mut is_changed = false;
        for name in names {
            let stored = self.stored.get(&name).to_owned();
            if self.sound.get(&name) != stored {
                is_changed = true;
                self.sound.set(name, stored);
            }
        }
        is_changed
    }

    /// What was typed and is not saved, each with what is wrong.
    pub fn faults(mut self) -> Vec<FieldError> {
        let is_lost = |name: &&str| self.sound.get(name) != self.sent.get(name);
        let told = |name: &&str| self.faults.iter().any(|fault| fault.field == **name);
        let silent: Vec<FieldError> = self
            .sent
            .names()
            .filter(|name| is_lost(name) && !told(name))
            .map(|name| FieldError::new(name, ROW_INCOMPLETE))
            .collect();
        self.faults.extend(silent);
        self.faults
    }
}

/// `plan[2]` of `plan[2].month`.
fn row_of(path: &str) -> Option<&str> {
    path.rfind(']').and_then(|end| path.get(..=end)).filter(|row| *row != path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::errors::common::field::{NOT_A_NUMBER, REQUIRED};

    fn fields(text: &str) -> Fields {
        Fields::parse(text).unwrap()
    }

    fn refusal(faults: &[(&str, crate::kernel::errors::Code)]) -> Failure {
        let fault =
            |(name, code): &(&str, crate::kernel::errors::Code)| FieldError::new(*name, *code);
        Refusal::invalid(faults.iter().map(fault).collect()).into()
    }

    fn told(salvage: Salvage) -> Vec<(String, &'static str)> {
        salvage.faults().into_iter().map(|fault| (fault.field, fault.code.name)).collect()
    }

    #[test]
    fn an_unsound_field_keeps_what_is_stored_and_the_others_are_taken() {
        let mut form =
            Salvage::new(fields("months=12&title=Old"), &fields("months=24+bulan&title=New"));
        form.leave_out(refusal(&[("months", NOT_A_NUMBER)])).unwrap();
        assert_eq!((form.sound().get("months"), form.sound().get("title")), ("12", "New"));
        assert_eq!(told(form), [("months".to_owned(), "not_a_number")]);
    }

    #[test]
    fn a_text_with_hidden_characters_stays_as_it_was_and_the_others_are_taken() {
        let form = Salvage::new(
            fields("title=Old&abstract=Old"),
            &fields("title=New%E2%80%AE&abstract=New"),
        );
        assert_eq!((form.sound().get("title"), form.sound().get("abstract")), ("Old", "New"));
        assert_eq!(told(form).len(), 1);
    }

    #[test]
    fn what_the_form_does_not_show_stays_as_it_is() {
        let form = Salvage::new(fields("cost=5&title=Old"), &fields("title=New"));
        assert_eq!((form.sound().get("cost"), form.sound().get("title")), ("5", "New"));
        assert_eq!(told(form), []);
    }

    #[test]
    fn a_row_that_lacks_its_other_half_is_told_whole() {
        let mut form =
            Salvage::new(Fields::default(), &fields("rows[0].year=2024&rows[0].rating="));
        form.leave_out(refusal(&[("rows[0].rating", REQUIRED)])).unwrap();
        let expected = [("rows[0].rating", "required"), ("rows[0].year", "row_incomplete")];
        assert_eq!(told(form), expected.map(|(name, code)| (name.to_owned(), code)));
    }

    #[test]
    fn a_refusal_about_more_than_what_was_typed_stays_one() {
        let mut form = Salvage::new(fields("title=Old"), &fields("title=Old"));
        assert!(form.leave_out(refusal(&[("title", REQUIRED)])).is_err());
        assert!(form.leave_out(Failure::refused(common::STALE)).is_err());
    }
}
