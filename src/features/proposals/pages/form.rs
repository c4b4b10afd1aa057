//! A proposal's text as the fields of a form, and back, by the catalogue. Names of fields are the paths by which
//! rules name them, so an error finds its field. It is no `web::forms::Form`: its fields are the catalogue's, which also
//! says who reads each, in what order and with which rows; and a draft keeps its texts as they stand in the middle of
//! being typed. Figures, days and sums are read as by the others (`web::typed`), what comes of it is the act's one input
//! type, and it is answered alike.

use crate::features::proposals::Content;
use crate::features::proposals::fields::{self, Field, Kind, Required, outside_rows};
use crate::kernel::errors::{FieldError, common::field};
use crate::web::{Fields, typed};
use serde_json::{Map, Value, json};

/// The stored text as a form shows it.
pub(super) fn fields_of(content: &Content) -> Result<Fields, serde_json::Error> {
    let mut form = Fields::default();
    for leaf in fields::leaves(&fields::json(content)?) {
        form.set(leaf.name, shown(leaf.field.kind, &leaf.value));
    }
    Ok(form)
}

/// A value as it is typed; nothing where there is none.
fn shown(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Hundredths { .. }, Value::Number(number)) => {
            hundredths(number.as_u64().unwrap_or(0))
        }
        (_, Value::Bool(answer)) => if *answer { "yes" } else { "no" }.to_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Array(codes)) => {
            codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        (_, Value::Null | Value::Object(_)) => String::new(),
    }
}

pub(super) fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Whether anything was typed into the row that this field stands in; a field in no row counts as typed. An empty row of
/// the plan stands at the first month by itself.
pub(super) fn is_typed(form: &Fields, name: &str) -> bool {
    let list = fields::find(name).and_then(Field::in_list).map(|(list, _)| list);
    let row = name.split_once('[').and_then(|(_, rest)| rest.split(']').next()?.parse().ok());
    match (list.and_then(fields::find), row) {
        (Some(list), Some(row)) => is_row_typed(form, list, row),
        _ => true,
    }
}

fn is_row_typed(form: &Fields, list: &Field, row: usize) -> bool {
    list.parts().any(|part| match (part.kind, form.get(&part.name_in(row)).trim()) {
        (_, "") | (Kind::Month, "1") => false,
        (_, _) => true,
    })
}

/// Reads a form; whatever cannot be read, or breaks its limits, is a fault of its field.
pub(super) struct Reader<'a> {
    form: &'a Fields,
    faults: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(form: &'a Fields) -> Self {
        Self { form, faults: Vec::new() }
    }

    /// The text, or everything that is wrong with it, by the fields of the form.
    pub(super) fn content(mut self) -> Result<Content, Vec<FieldError>> {
        let mut text = json!({});
        for field in outside_rows() {
            let value = match field.kind {
                Kind::Rows { most, .. } => self.rows(field, most),
                kind => self.value(kind, field.path),
            };
            fields::put(&mut text, field.path, value);
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        // That the catalogue's kinds fit the types is tested with every value there is.
        serde_json::from_value(text).map_err(|error| {
            vec![FieldError::new("content", field::WRONG_SHAPE).with("detail", error)]
        })
    }

    /// The rows in which something was typed; the others are not there. More than there can be are a fault, not cut off.
    fn rows(&mut self, list: &Field, most: usize) -> Value {
        let sent = self.form.rows(list.path);
        if sent > most {
            let fault = FieldError::new(list.path, field::TOO_MANY_ROWS);
            self.faults.push(fault.with("maximum", most));
        }
        let form = self.form;
        let typed = (0..sent.min(most)).filter(|row| is_row_typed(form, list, *row));
        typed.map(|row| self.row(list, row)).collect()
    }

    fn row(&mut self, list: &Field, row: usize) -> Value {
        let mut parts = Map::new();
        for part in list.parts() {
            let name = part.name_in(row);
            // Without it the rest of the row would be lost.
            if part.required == Required::InItsRow && self.form.get(&name).trim().is_empty() {
                self.faults.push(FieldError::new(&name, field::REQUIRED));
            }
            let value = self.value(part.kind, &name);
            parts.extend(part.in_list().map(|(_, own)| (own.to_owned(), value)));
        }
        parts.into()
    }

    fn value(&mut self, kind: Kind, name: &str) -> Value {
        let value = match self.read(kind, name) {
            Ok(value) => value,
            Err(fault) => {
                self.faults.push(fault);
                return Value::Null;
            }
        };
        self.faults.extend(fields::broken(name, kind, &value));
        value
    }

    fn read(&self, kind: Kind, name: &str) -> Result<Value, FieldError> {
        let form = self.form;
        let text = form.get(name).trim();
        let unreadable =
            || FieldError::new(name, field::WRONG_SHAPE).with("detail", form.get(name));
        Ok(match kind {
            Kind::Line { .. } | Kind::Text { .. } => form.get(name).into(),
            Kind::Codes { .. } => {
                text.split(',').map(str::trim).filter(|code| !code.is_empty()).collect()
            }
            Kind::Number { example, .. } => typed::number(form, name, example)?.into(),
            Kind::Month => typed::number(form, name, 6)?.unwrap_or(1).into(),
            Kind::Hundredths { .. } => typed::hundredths(form, name, "3,25")?.into(),
            Kind::Money => typed::rupiah(form, name)?.into(),
            Kind::Day => typed::date(form, name)?.map(|day| day.to_string()).into(),
            Kind::YesNo => match text {
                "" => Value::Null,
                "yes" => true.into(),
                "no" => false.into(),
                _ => return Err(unreadable()),
            },
            Kind::Choice { words, .. } => match text {
                "" => Value::Null,
                word if words().contains(&word) => word.into(),
                _ => return Err(unreadable()),
            },
            Kind::Rows { .. } => Value::Null,
        })
    }
}

#[cfg(test)]
mod tests;
