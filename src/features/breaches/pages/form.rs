//! Instants in the register's forms, as a day and an hour in the reader's time zone; and assigning
//! faults to the fields of the right form.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::common::field::REQUIRED;
use crate::kernel::errors::{FieldError, Refusal};
use crate::web::pages::{Field, Input, PageContext};
use crate::web::{Fields, typed as read};

/// Names of instants in faults and forms.
const INSTANTS: [&str; 5] = ["happened_at", "discovered_at", "given_at", "from", "until"];

/// The label of a field.
pub(super) fn label(s: &PageContext, name: &str) -> String {
    let words = s.word("breach-field", name);
    let is_time = name.rsplit_once('.').is_some_and(|(_, part)| part == "time");
    if is_time { format!("{words} ({})", s.zone.name()) } else { words }
}

/// A field with its label and hint, what was typed in it, and its fault.
pub(super) struct Maker<'a> {
    pub(super) s: &'a PageContext,
    pub(super) typed: &'a Fields,
    pub(super) problem: Option<&'a Refusal>,
}

impl Maker<'_> {
    pub(super) fn field(&self, name: &str, input: Input) -> Field {
        let field = Field::new(name, label(self.s, name), input);
        field.value(self.typed.get(name)).errors_of(self.s, self.problem)
    }

    pub(super) fn hinted(&self, name: &str, input: Input) -> Field {
        self.field(name, input).hint(self.s.word("breach-hint", name))
    }

    /// Day and hour.
    pub(super) fn instant(&self, name: &str) -> [Field; 2] {
        let hour = self.field(&format!("{name}.time"), Input::Line);
        [self.field(&format!("{name}.date"), Input::Date), hour.hint(self.s.t("setup-hint-time"))]
    }
}

/// Writes an instant into the fields of a form.
pub(super) fn put(s: &PageContext, typed: &mut Fields, name: &str, at: Timestamp) {
    let local = s.zone.local(at);
    typed.set(format!("{name}.date"), local.format("%Y-%m-%d").to_string());
    typed.set(format!("{name}.time"), local.format("%H:%M").to_string());
}

/// An instant as typed; `None` if both its fields are empty.
pub(super) fn instant(
    s: &PageContext,
    typed: &Fields,
    name: &str,
) -> Result<Option<Timestamp>, Vec<FieldError>> {
    let [date_name, time_name] = [format!("{name}.date"), format!("{name}.time")];
    let [date, time] = [&date_name, &time_name].map(|part| typed.get(part).trim());
    if date.is_empty() && time.is_empty() {
        return Ok(None);
    }
    let date = read::needed(&date_name, read::date(typed, &date_name));
    let time = read::needed(&time_name, read::time(typed, &time_name));
    match (date, time) {
        (Ok(day), Ok(hour)) => Ok(Some(s.zone.instant_of(day.and_time(hour)))),
        (day, hour) => Err([day.err(), hour.err()].into_iter().flatten().collect()),
    }
}

/// The same for a required instant; its faults are added to the others.
pub(super) fn needed(
    s: &PageContext,
    typed: &Fields,
    name: &str,
    faults: &mut Vec<FieldError>,
) -> Option<Timestamp> {
    match instant(s, typed, name) {
        Ok(Some(at)) => Some(at),
        Ok(None) => {
            faults.push(FieldError::new(format!("{name}.date"), REQUIRED));
            None
        }
        Err(found) => {
            faults.extend(found);
            None
        }
    }
}

/// A refusal whose faults name the fields of the form called `form` (empty: the only form).
pub(super) fn located(problem: Refusal, form: &str) -> Refusal {
    let errors = problem.errors.into_iter().map(|mut fault| {
        let bare = fault.field.strip_prefix("way.").unwrap_or(&fault.field);
        let is_instant = INSTANTS.contains(&bare);
        let named = if is_instant { format!("{bare}.date") } else { bare.to_owned() };
        let prefix = format!("{form}.");
        let has_prefix = form.is_empty() || named.starts_with(&prefix);
        fault.field = if has_prefix { named } else { prefix + &named };
        fault
    });
    Refusal { errors: errors.collect(), ..problem }
}
