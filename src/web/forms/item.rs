//! One value of an act's input as a form shows and reads it. What was not changed is not read at all, so a
//! value that a form cannot show whole (seconds, odd sizes) survives being saved.

mod written;

pub use written::shown;

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal, common::field};
use crate::kernel::format::{Zone, hour_of};
use crate::kernel::input::Limits;
use crate::kernel::language::Language;
use crate::platform::files::MediaType;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};
use chrono::NaiveDate;
use serde_json::Value;
use written::{is_among, read};

/// Value and label of each choice.
pub type Choices = Vec<(String, String)>;

/// How a value is written in a form.
#[derive(Debug, Clone)]
pub enum Kind {
    Text,
    Email,
    /// What is never shown again; who may fill it in.
    Secret(&'static str),
    /// A text of so many lines on the screen, kept with its lines.
    Lines(usize),
    /// A text of several lines on the screen; it is stored as one.
    Long,
    Number,
    /// A number, or nothing.
    Optional,
    /// Hundredths written as `3,25`; or nothing.
    Hundredths,
    /// Bytes written as kilobytes.
    Kilobytes,
    /// Whole rupiah with marks between the thousands, as the reader writes them; or nothing.
    Rupiah(Language),
    /// Numbers with commas between.
    Numbers,
    Truth(Choices),
    Choice(Choices),
    /// A list of names, chosen as one: `pdf,jpeg`.
    Several(Choices),
    /// What the page looked up.
    Lookup,
    /// One of what only the page knows, which the act checks.
    Offered(Choices),
    /// An object of a tag and at most one more text, chosen as `tag:text`; the names of both, and the
    /// choice that stands for none. Without choices here the act checks it.
    Tagged(Choices, [&'static str; 3]),
    /// A list of names, each a box of its own: `data.health=yes`.
    Boxes(Choices),
    /// One box.
    Box,
    /// One box that must be ticked; no value of the input.
    Confirmation,
    Day,
    /// An instant as local day and hour: two fields.
    Instant,
    /// An instant as its hour; the name of the field that its day is typed in.
    Hour(String),
    /// What the form is about, which is no part of the input.
    About(Choices),
    /// A file, which is none either.
    File(&'static [MediaType]),
}

/// One value of the draft.
#[derive(Debug, Clone)]
pub struct Item {
    /// The path by which rules name it.
    pub name: String,
    /// Where it stands in the input.
    pub pointer: String,
    pub kind: Kind,
    pub label: String,
    /// Of an instant's hour; empty: made of the label.
    pub hour_label: String,
    pub hint: String,
    /// Shown where nothing is stored yet.
    pub default: String,
    /// Of the input's type. Without such a type, something must be there.
    pub limits: Limits,
}

/// `rubric.criteria[2].weight` as `/rubric/criteria/2/weight`.
pub fn pointer(name: &str) -> String {
    format!("/{}", name.replace('[', "/").replace(']', "").replace('.', "/"))
}

impl Item {
    pub fn new(name: &str, kind: Kind, label: String) -> Self {
        let (name, pointer) = (name.to_owned(), pointer(name));
        let limits = Limits { is_required: true, ..Limits::default() };
        let empty = String::new;
        let (hour_label, hint, default) = (empty(), empty(), empty());
        Self { name, pointer, kind, label, hour_label, hint, default, limits }
    }

    /// The names of its fields.
    pub fn names(&self) -> Vec<String> {
        match &self.kind {
            Kind::Instant => ["date", "time"].map(|part| format!("{}.{part}", self.name)).into(),
            Kind::Hour(_) => vec![format!("{}.time", self.name)],
            Kind::Boxes(choices) => {
                choices.iter().map(|(value, _)| format!("{}.{value}", self.name)).collect()
            }
            _ => vec![self.name.clone()],
        }
    }

    /// The field of this item at which its faults are told.
    pub fn place(&self) -> String {
        match self.kind {
            Kind::Instant => format!("{}.date", self.name),
            Kind::Hour(_) => format!("{}.time", self.name),
            _ => self.name.clone(),
        }
    }

    /// What each of its fields shows of what is stored.
    pub fn shown(&self, stored: &Value, zone: Zone) -> Vec<String> {
        let value = stored.pointer(&self.pointer).unwrap_or(&Value::Null);
        if let Kind::Boxes(choices) = &self.kind {
            let chosen = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let tick = |name: &str| if chosen.contains(&name.into()) { "yes" } else { "" };
            return choices.iter().map(|(name, _)| tick(name).to_owned()).collect();
        }
        if matches!(self.kind, Kind::Instant | Kind::Hour(_)) {
            let Some(at) = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) else {
                return vec![String::new(); self.names().len()];
            };
            let local = zone.local(at);
            let hour = local.time().format("%H:%M").to_string();
            return match self.kind {
                Kind::Hour(_) => vec![hour],
                _ => vec![local.date().to_string(), hour],
            };
        }
        if matches!(self.kind, Kind::About(_) | Kind::File(_)) {
            return vec![String::new()];
        }
        match value {
            Value::Null => vec![self.default.clone()],
            value => vec![shown(&self.kind, value)],
        }
    }

    pub fn is_blank(&self, typed: &Fields) -> bool {
        self.names().iter().all(|name| typed.get(name).trim().is_empty())
    }

    /// The new value; none where the form shows what is stored already.
    ///
    /// # Errors
    /// What cannot be read, by field.
    pub fn read(
        &self,
        typed: &Fields,
        stored: Option<&Value>,
        zone: Zone,
    ) -> Result<Option<Value>, FieldError> {
        let texts: Vec<&str> = self.names().iter().map(|name| typed.get(name).trim()).collect();
        if let Some(stored) = stored
            && self.shown(stored, zone).iter().map(|text| text.trim()).eq(texts.iter().copied())
        {
            return Ok(None);
        }
        match (&self.kind, texts.as_slice()) {
            (Kind::Boxes(choices), texts) => {
                let ticked = choices.iter().zip(texts).filter(|(_, text)| **text == "yes");
                Ok(Some(ticked.map(|((name, _), _)| Value::from(name.as_str())).collect()))
            }
            (Kind::Secret(_), _) => Ok(Some(typed.get(&self.name).into())),
            (Kind::About(_), [""]) => Err(FieldError::new(&self.name, field::REQUIRED)),
            (Kind::About(_) | Kind::File(_), _) => Ok(None),
            (Kind::Instant, ["", ""]) | (Kind::Hour(_), [""]) if !self.limits.is_required => {
                Ok(None)
            }
            (Kind::Instant, [day, hour]) => self.instant(day, hour, zone).map(Some),
            (Kind::Hour(day), [hour]) => self.hour(typed.get(day).trim(), hour, zone),
            (_, [text]) => self.value(text).map(Some),
            _ => Ok(None),
        }
    }

    fn value(&self, text: &str) -> Result<Value, FieldError> {
        match &self.kind {
            Kind::Text | Kind::Email | Kind::Lines(_)
                if text.is_empty() && self.limits.is_required && self.limits.kind == "string" =>
            {
                Err(FieldError::new(&self.name, field::REQUIRED))
            }
            // Nothing typed is nothing, where there may be nothing.
            Kind::Text | Kind::Email | Kind::Lines(_)
                if self.limits.is_nullable && text.is_empty() =>
            {
                Ok(Value::Null)
            }
            // Several lines on the screen, one where it is kept.
            Kind::Lines(_) if self.limits.format == "line" => {
                Ok(text.replace(['\n', '\t'], " ").into())
            }
            Kind::Text | Kind::Email | Kind::Secret(_) | Kind::Lines(_) | Kind::Instant => {
                Ok(text.into())
            }
            Kind::Box if !self.limits.words.is_empty() => match text {
                "yes" => Ok(self.limits.words.concat().into()),
                _ => Err(FieldError::new(&self.name, field::REQUIRED)),
            },
            Kind::Box => Ok((text == "yes").into()),
            Kind::Long => Ok(text.replace(['\n', '\t'], " ").into()),
            Kind::Optional | Kind::Hundredths | Kind::Rupiah(_) if text.is_empty() => {
                Ok(Value::Null)
            }
            Kind::Day
            | Kind::Number
            | Kind::Choice(_)
            | Kind::Lookup
            | Kind::Offered(_)
            | Kind::Tagged(..)
                if text.is_empty() && !self.limits.is_required =>
            {
                Ok(Value::Null)
            }
            _ if text.is_empty() && !matches!(self.kind, Kind::Numbers) => {
                Err(FieldError::new(&self.name, field::REQUIRED))
            }
            kind => read(kind, text).ok_or_else(|| self.unreadable(text)),
        }
    }

    /// What was typed is none of its kind; with an example of what is.
    fn unreadable(&self, text: &str) -> FieldError {
        match self.kind {
            Kind::Number | Kind::Optional => FieldError::not_a_number(&self.name, 24),
            Kind::Kilobytes => FieldError::not_a_number(&self.name, 2048),
            Kind::Numbers => FieldError::not_a_number(&self.name, "1, 2, 3"),
            Kind::Hundredths => FieldError::not_a_number(&self.name, "3,25"),
            Kind::Rupiah(_) => FieldError::not_an_amount(&self.name),
            Kind::Day => FieldError::not_a_date(&self.name),
            // What no list offers was not chosen from it.
            Kind::Choice(_) if !self.limits.kind.is_empty() => {
                FieldError::new(&self.name, field::REQUIRED)
            }
            _ => FieldError::new(&self.name, field::WRONG_SHAPE).with("detail", text),
        }
    }

    fn instant(&self, day: &str, hour: &str, zone: Zone) -> Result<Value, FieldError> {
        let names = self.names();
        let name = |index: usize| names.get(index).map_or("", String::as_str);
        for (index, text) in [day, hour].into_iter().enumerate() {
            if text.is_empty() {
                return Err(FieldError::new(name(index), field::REQUIRED));
            }
        }
        let date: NaiveDate = day.parse().map_err(|_| FieldError::not_a_date(name(0)))?;
        let time = hour_of(hour).ok_or_else(|| FieldError::not_a_time(name(1)))?;
        Ok(zone.instant_of(date.and_time(time)).to_string().into())
    }

    /// A day that cannot be read is told where it was typed.
    fn hour(&self, day: &str, hour: &str, zone: Zone) -> Result<Option<Value>, FieldError> {
        if hour.is_empty() {
            return Err(FieldError::new(self.place(), field::REQUIRED));
        }
        let time = hour_of(hour).ok_or_else(|| FieldError::not_a_time(&self.place()))?;
        let day = day.parse::<NaiveDate>().ok();
        Ok(day.map(|day| zone.instant_of(day.and_time(time)).to_string().into()))
    }

    /// Its fields with what stands in them and what is wrong.
    pub fn fields(
        &self,
        s: &PageContext,
        texts: &[String],
        problem: Option<&Refusal>,
    ) -> Vec<Field> {
        let field = |(index, name): (usize, String)| {
            let label = match (&self.kind, index) {
                (Kind::Instant, 1..) if !self.hour_label.is_empty() => self.hour_label.clone(),
                (Kind::Instant, 0) if self.hour_label.is_empty() => {
                    format!("{}: {}", self.label, s.t("setup-date"))
                }
                (Kind::Instant, 0) => self.label.clone(),
                (Kind::Instant, _) => {
                    format!("{}: {} ({})", self.label, s.t("setup-time"), s.zone.name())
                }
                _ => self.label.clone(),
            };
            let text = texts.get(index).cloned().unwrap_or_default();
            let hint = match (index, self.hour_label.is_empty()) {
                (0, _) => self.hint.clone(),
                (_, true) => String::new(),
                (_, false) => s.t("setup-hint-time"),
            };
            let input = with_choice(self.input(index), &text);
            let field = Field::new(name, label, input).value(text).hint(hint).errors_of(s, problem);
            // The set-up's fields are of no schema: what is missing there is told when the call is examined.
            let is_other = matches!(self.kind, Kind::Lookup | Kind::About(_) | Kind::File(_));
            let is_of_schema = !self.limits.kind.is_empty() || is_other;
            let field = if is_of_schema { field.limits(&self.limits) } else { field };
            match self.kind {
                Kind::Secret(who) => field.autocomplete(who),
                _ => field,
            }
        };
        self.names().into_iter().enumerate().map(field).collect()
    }

    fn input(&self, index: usize) -> Input {
        match &self.kind {
            Kind::Long => Input::Text { rows: 2, words: 0 },
            Kind::Lines(rows) => Input::Text { rows: *rows, words: 0 },
            Kind::Email => Input::Email,
            Kind::Secret(_) => Input::Password,
            Kind::Day => Input::Date,
            Kind::File(formats) => {
                Input::File(formats.iter().map(|one| one.name()).collect::<Vec<_>>().join(","))
            }
            Kind::Number | Kind::Optional | Kind::Kilobytes | Kind::Rupiah(_) => Input::Number,
            Kind::Instant if index == 0 => Input::Date,
            Kind::Truth(choices)
            | Kind::Choice(choices)
            | Kind::Offered(choices)
            | Kind::About(choices)
            | Kind::Several(choices)
            | Kind::Tagged(choices, _) => Input::Choice(choices.clone()),
            Kind::Text
            | Kind::Lookup
            | Kind::Hundredths
            | Kind::Numbers
            | Kind::Instant
            | Kind::Hour(_)
            | Kind::Boxes(_)
            | Kind::Box
            | Kind::Confirmation => Input::Line,
        }
    }
}

/// A stored value that no choice offers stays the one that is chosen.
fn with_choice(input: Input, value: &str) -> Input {
    match input {
        Input::Choice(mut choices) if !is_among(&choices, value) => {
            choices.push((value.to_owned(), value.to_owned()));
            Input::Choice(choices)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
