//! One value of a draft as a form shows and reads it. What was not changed is not read at all, so a
//! value that a form cannot show whole (seconds, odd sizes) survives being saved.

use super::draft::Draft;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal, common::field};
use crate::kernel::format::{Zone, grouped, hour_of, read_rupiah};
use crate::kernel::language::Language;
use crate::web::pages::{Field, Input, PageContext};
use crate::web::{Fields, typed as read_typed};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Value and label of each choice.
pub(super) type Choices = Vec<(String, String)>;

/// How a value is written in a form.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Text,
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
    /// An object of a tag and at most one more text, chosen as `tag:text`; the names of both.
    Tagged(Choices, [&'static str; 2]),
    /// An instant as local day and hour: two fields.
    Instant,
}

/// One value of the draft.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The path by which rules name it.
    pub(super) name: String,
    /// Where it stands in the draft.
    pub(super) pointer: String,
    pub(super) kind: Kind,
    pub(super) label: String,
    pub(super) hint: String,
    /// Shown where nothing is stored yet.
    pub(super) default: String,
}

/// `rubric.criteria[2].weight` as `/rubric/criteria/2/weight`.
pub(super) fn pointer(name: &str) -> String {
    format!("/{}", name.replace('[', "/").replace(']', "").replace('.', "/"))
}

impl Item {
    pub(super) fn new(name: &str, kind: Kind, label: String) -> Self {
        let (name, pointer) = (name.to_owned(), pointer(name));
        Self { name, pointer, kind, label, hint: String::new(), default: String::new() }
    }

    /// The names of its fields.
    pub(super) fn names(&self) -> Vec<String> {
        match self.kind {
            Kind::Instant => ["date", "time"].map(|part| format!("{}.{part}", self.name)).into(),
            _ => vec![self.name.clone()],
        }
    }

    /// What each of its fields shows of a draft.
    pub(super) fn shown(&self, draft: &Draft, zone: Zone) -> Vec<String> {
        let value = draft.get(&self.pointer);
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

    pub(super) fn is_blank(&self, typed: &Fields) -> bool {
        self.names().iter().all(|name| typed.get(name).trim().is_empty())
    }

    /// The new value; none where the form shows what is stored already.
    ///
    /// # Errors
    /// What cannot be read, by field.
    pub(super) fn read(
        &self,
        typed: &Fields,
        stored: Option<&Draft>,
        zone: Zone,
    ) -> Result<Option<Value>, FieldError> {
        let texts: Vec<&str> = self.names().iter().map(|name| typed.get(name).trim()).collect();
        if let Some(draft) = stored
            && self.shown(draft, zone).iter().map(|text| text.trim()).eq(texts.iter().copied())
        {
            return Ok(None);
        }
        match (&self.kind, texts.as_slice()) {
            (Kind::Instant, [day, hour]) => self.instant(day, hour, zone).map(Some),
            (_, [text]) => self.value(text).map(Some),
            _ => Ok(None),
        }
    }

    fn value(&self, text: &str) -> Result<Value, FieldError> {
        match &self.kind {
            Kind::Text | Kind::Instant => Ok(text.into()),
            Kind::Long => Ok(text.replace(['\n', '\t'], " ").into()),
            Kind::Optional | Kind::Hundredths | Kind::Rupiah(_) if text.is_empty() => {
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
    pub(super) fn fields(
        &self,
        s: &PageContext,
        texts: &[String],
        problem: Option<&Refusal>,
    ) -> Vec<Field> {
        let field = |(index, name): (usize, String)| {
            let label = match (&self.kind, index) {
                (Kind::Instant, 0) => format!("{}: {}", self.label, s.t("setup-date")),
                (Kind::Instant, _) => {
                    format!("{}: {} ({})", self.label, s.t("setup-time"), s.zone.name())
                }
                _ => self.label.clone(),
            };
            let text = texts.get(index).cloned().unwrap_or_default();
            let hint = if index == 0 { self.hint.clone() } else { String::new() };
            let input = with_choice(self.input(index), &text);
            Field::new(name, label, input).value(text).hint(hint).errors_of(s, problem)
        };
        self.names().into_iter().enumerate().map(field).collect()
    }

    fn input(&self, index: usize) -> Input {
        match &self.kind {
            Kind::Long => Input::Text { rows: 2, words: 0 },
            Kind::Number | Kind::Optional | Kind::Kilobytes | Kind::Rupiah(_) => Input::Number,
            Kind::Instant if index == 0 => Input::Date,
            Kind::Truth(choices)
            | Kind::Choice(choices)
            | Kind::Several(choices)
            | Kind::Tagged(choices, _) => Input::Choice(choices.clone()),
            Kind::Text | Kind::Hundredths | Kind::Numbers | Kind::Instant => Input::Line,
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

pub(super) fn shown(kind: &Kind, value: &Value) -> String {
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
        Kind::Truth(_) => value.as_bool().map_or("", |is| if is { "yes" } else { "no" }).to_owned(),
        Kind::Tagged(_, [tag, more]) => {
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
        Kind::Tagged(choices, [tag, more]) => {
            is_among(choices, text).then(|| match text.split_once(':') {
                Some((name, value)) => json!({*tag: name, *more: value}),
                None => json!({*tag: text}),
            })
        }
        Kind::Text | Kind::Long | Kind::Instant => Some(text.into()),
    }
}

fn is_among(choices: &Choices, text: &str) -> bool {
    choices.iter().any(|(value, _)| value == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_what_it_shows() {
        let choices =
            |values: &[&str]| values.iter().map(|v| ((*v).to_owned(), String::new())).collect();
        for (kind, value, text) in [
            (Kind::Number, json!(12), "12"),
            (Kind::Hundredths, json!(325), "3.25"),
            (Kind::Kilobytes, json!(2048), "2"),
            (Kind::Rupiah(Language::Indonesian), json!(9_500_000_000_u64), "9.500.000.000"),
            (Kind::Rupiah(Language::English), json!(9_500_000_000_u64), "9,500,000,000"),
            (Kind::Numbers, json!([1, 2, 7]), "1, 2, 7"),
            (Kind::Truth(choices(&["yes", "no"])), json!(false), "no"),
            (Kind::Several(choices(&["pdf,jpeg"])), json!(["pdf", "jpeg"]), "pdf,jpeg"),
            (
                Kind::Tagged(choices(&["region:Bali"]), ["kind", "value"]),
                json!({"kind": "region", "value": "Bali"}),
                "region:Bali",
            ),
            (
                Kind::Tagged(choices(&["remote"]), ["kind", "value"]),
                json!({"kind": "remote"}),
                "remote",
            ),
        ] {
            assert_eq!(shown(&kind, &value), text);
            assert_eq!(read(&kind, text), Some(value));
        }
        assert_eq!(read(&Kind::Choice(choices(&["a"])), "b"), None);
        assert_eq!(read(&Kind::Number, "-1"), None);
    }
}
