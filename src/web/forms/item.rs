//! One value of an act's input as a form shows and reads it. What was not changed is not read at all, so a
//! value that a form cannot show whole (seconds, odd sizes) survives being saved.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal, common::field};
use crate::kernel::format::{Zone, grouped, hour_of, read_rupiah};
use crate::kernel::input::Limits;
use crate::kernel::language::Language;
use crate::web::pages::{Field, Input, PageContext};
use crate::web::{Fields, typed as read_typed};
use chrono::NaiveDate;
use serde_json::{Value, json};

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
        if matches!(self.kind, Kind::Instant) {
            let Some(at) = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) else {
                return vec![String::new(); 2];
            };
            let local = zone.local(at);
            return vec![local.date().to_string(), local.time().format("%H:%M").to_string()];
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
            (Kind::Instant, ["", ""]) if !self.limits.is_required => Ok(None),
            (Kind::Instant, [day, hour]) => self.instant(day, hour, zone).map(Some),
            (_, [text]) => self.value(text).map(Some),
            _ => Ok(None),
        }
    }

    fn value(&self, text: &str) -> Result<Value, FieldError> {
        match &self.kind {
            // Nothing typed is nothing, where there may be nothing.
            Kind::Text | Kind::Email | Kind::Lines(_)
                if self.limits.is_nullable && text.is_empty() =>
            {
                Ok(Value::Null)
            }
            Kind::Text | Kind::Email | Kind::Secret(_) | Kind::Lines(_) | Kind::Instant => {
                Ok(text.into())
            }
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
            let is_of_schema = !self.limits.kind.is_empty() || matches!(self.kind, Kind::Lookup);
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
            Kind::Number | Kind::Optional | Kind::Kilobytes | Kind::Rupiah(_) => Input::Number,
            Kind::Instant if index == 0 => Input::Date,
            Kind::Truth(choices)
            | Kind::Choice(choices)
            | Kind::Offered(choices)
            | Kind::Several(choices)
            | Kind::Tagged(choices, _) => Input::Choice(choices.clone()),
            Kind::Text
            | Kind::Lookup
            | Kind::Hundredths
            | Kind::Numbers
            | Kind::Instant
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

/// A value as its field shows it.
pub fn shown(kind: &Kind, value: &Value) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    match kind {
        Kind::Hundredths => {
            value.as_u64().map_or_else(String::new, |n| format!("{}.{:02}", n / 100, n % 100))
        }
        Kind::Kilobytes => {
            value.as_u64().map_or_else(String::new, |n| n.div_ceil(1024).to_string())
        }
        Kind::Rupiah(language) => {
            value.as_u64().map_or_else(String::new, |amount| grouped(*language, amount))
        }
        Kind::Numbers => joined(value, ", ", text),
        Kind::Several(_) => joined(value, ",", text),
        Kind::Box => if value.as_bool() == Some(true) { "yes" } else { "" }.to_owned(),
        Kind::Truth(_) => value.as_bool().map_or("", |is| if is { "yes" } else { "no" }).to_owned(),
        Kind::Tagged(_, [tag, more, none]) => {
            if value.is_null() {
                return (*none).to_owned();
            }
            let part = |name: &str| value.get(name).map_or_else(String::new, text);
            [part(tag), part(more)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(":")
        }
        _ => text(value),
    }
}

fn joined(value: &Value, between: &str, text: impl Fn(&Value) -> String) -> String {
    let parts: Vec<String> = value.as_array().into_iter().flatten().map(text).collect();
    parts.join(between)
}

fn read(kind: &Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Number | Kind::Optional => text.parse::<u32>().ok().map(Value::from),
        Kind::Kilobytes => text.parse::<u32>().ok().map(|n| (u64::from(n) * 1024).into()),
        Kind::Hundredths => read_typed::read_hundredths(text).map(Value::from),
        Kind::Rupiah(_) => read_rupiah(text).map(Value::from),
        Kind::Numbers => {
            let parts = text.split([',', ' ', ';', '–']).filter(|part| !part.is_empty());
            parts.map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<_>>>().map(|n| json!(n))
        }
        Kind::Truth(_) => match text {
            "yes" => Some(true.into()),
            "no" => Some(false.into()),
            _ => None,
        },
        Kind::Choice(choices) => is_among(choices, text).then(|| text.into()),
        Kind::Several(choices) => {
            is_among(choices, text).then(|| json!(text.split(',').collect::<Vec<_>>()))
        }
        Kind::Tagged(_, [_, _, none]) if !none.is_empty() && text == *none => Some(Value::Null),
        Kind::Tagged(choices, [tag, more, _]) => (choices.is_empty() || is_among(choices, text))
            .then(|| match text.split_once(':') {
                Some((name, value)) => json!({*tag: name, *more: value}),
                None => json!({*tag: text}),
            }),
        Kind::Confirmation => (text == "yes").then_some(Value::Null),
        Kind::Day => text.parse::<NaiveDate>().ok().map(|day| day.to_string().into()),
        Kind::Text
        | Kind::Email
        | Kind::Secret(_)
        | Kind::Lines(_)
        | Kind::Long
        | Kind::Instant
        | Kind::Lookup
        | Kind::Offered(_)
        | Kind::Boxes(_)
        | Kind::Box => Some(text.into()),
    }
}

fn is_among(choices: &Choices, text: &str) -> bool {
    choices.iter().any(|(value, _)| value == text)
}

#[cfg(test)]
mod tests;
