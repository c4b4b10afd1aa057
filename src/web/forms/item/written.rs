//! How one value is written in its field, and read from it.

use super::{Choices, Kind};
use crate::kernel::format::{grouped, read_rupiah};
use crate::web::typed as read_typed;
use chrono::NaiveDate;
use serde_json::{Value, json};

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
        Kind::Box => {
            if value.as_bool().unwrap_or(value.is_string()) { "yes" } else { "" }.to_owned()
        }
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

pub(super) fn read(kind: &Kind, text: &str) -> Option<Value> {
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
        | Kind::Hour(_)
        | Kind::About(_)
        | Kind::File(_)
        | Kind::Lookup
        | Kind::Offered(_)
        | Kind::Boxes(_)
        | Kind::Box => Some(text.into()),
    }
}

pub(super) fn is_among(choices: &Choices, text: &str) -> bool {
    choices.iter().any(|(value, _)| value == text)
}
