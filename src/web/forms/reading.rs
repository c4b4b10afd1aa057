//! What was typed, read into the input of the act; what is stored, written into the fields; and the way of a
//! fault from the input to the control it is meant for.

use super::{Choices, Control, Form, FormField, Item, Kind, pointer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::format::Zone;
use crate::kernel::input::{Input, Limits, Schema, Valid};
use crate::kernel::language::Language;
use crate::web::Fields;
use serde_json::{Map, Value};
use std::str::FromStr;

/// A field of the form in its row, and where its value stands in the input.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) field: &'static FormField,
    pub(super) item: Item,
}

impl<T: Input> Form<T> {
    /// The input, within its limits; else every fault at once, at the fields of the form.
    ///
    /// # Errors
    /// `invalid`.
    pub fn read(
        &self,
        typed: &Fields,
        zone: Zone,
        language: Language,
    ) -> Result<Valid<T>, Failure> {
        let (json, faults) = self.json(typed, zone, language);
        if faults.is_empty() {
            return Valid::from_json(&json).map_err(|failure| self.located(failure, typed));
        }
        let of_limits = Schema::of::<T>().faults(&json);
        Err(Refusal::invalid(self.in_form(faults, of_limits, typed)).into())
    }

    /// The input as JSON, and what could not be read.
    pub(crate) fn json(
        &self,
        typed: &Fields,
        zone: Zone,
        language: Language,
    ) -> (Value, Vec<FieldError>) {
        let (mut json, mut faults) = (Value::Object(Map::new()), Vec::new());
        for (path, value) in self.fixed {
            let is_answer = Schema::of::<T>().limits(path).is_some_and(|it| it.kind == "boolean");
            let value = if is_answer { (*value == "true").into() } else { (*value).into() };
            put(&mut json, &pointer(path), value);
        }
        for Placed { item, .. } in self.placed(Some(typed), language) {
            match item.read(typed, None, zone) {
                // A field that may be left out and says nothing is left out, so that its default holds.
                Ok(Some(Value::Null)) if !item.limits.is_nullable => {}
                Ok(Some(value)) => put(&mut json, &item.pointer, value),
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        (json, faults)
    }

    /// What the fields of the form show of a value.
    pub(crate) fn fill(&self, stored: &Value, zone: Zone, language: Language) -> Fields {
        let mut fields = Fields::default();
        for Placed { item, .. } in self.placed_in(stored, language) {
            let texts = item.shown(stored, zone);
            for (name, text) in item.names().into_iter().zip(texts) {
                fields.set(name, text);
            }
        }
        fields
    }

    /// A refusal of the act, with its faults at the fields of the form.
    pub fn located(&self, failure: Failure, typed: &Fields) -> Failure {
        match failure {
            Failure::Refused(refusal) => {
                let refusal = *refusal;
                let errors = self.in_form(Vec::new(), refusal.errors, typed);
                Refusal { errors, ..refusal }.into()
            }
            other => other,
        }
    }

    /// The faults of fields that could not be read, and those of the input brought to its fields; in the order
    /// of the form.
    fn in_form(
        &self,
        unread: Vec<FieldError>,
        of_input: Vec<FieldError>,
        typed: &Fields,
    ) -> Vec<FieldError> {
        let placed = self.placed(Some(typed), Language::default());
        let place = |fault: &FieldError| -> Option<String> {
            // An act that names the field as the form does is understood as well.
            let inside = pointer(&fault.field);
            let below = |outer: &str, inner: &str| {
                inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
            };
            let name = self.named(&fault.field);
            if let Some(list) = self.list_of(&fault.field) {
                return Some(list);
            }
            let named = || placed.iter().find(|one| one.item.name == name);
            let exact = placed.iter().find(|one| one.item.pointer == inside).or_else(named);
            let near = || {
                placed.iter().find(|one| {
                    below(&one.item.pointer, &inside) || below(&inside, &one.item.pointer)
                })
            };
            exact.or_else(near).map(|one| control_of(&one.item, &inside, typed))
        };
        let mut errors = unread;
        for fault in of_input {
            let fault = match place(&fault) {
                Some(field) => FieldError { field, ..fault },
                None => fault,
            };
            // One fault a field is enough to mend it. A list as a whole has no control and tells them all.
            let is_of_list = self.list_of(&fault.field).is_some();
            if is_of_list || errors.iter().all(|known| known.field != fault.field) {
                errors.push(fault);
            }
        }
        // In the order of the form, as its author meets them.
        let names: Vec<String> = placed.iter().flat_map(|one| one.item.names()).collect();
        let position = |fault: &FieldError| {
            let found = names.iter().position(|name| {
                *name == fault.field || {
                    name.strip_prefix(fault.field.as_str())
                        .is_some_and(|rest| rest.starts_with('.'))
                }
            });
            found.unwrap_or(usize::MAX)
        };
        errors.sort_by_key(position);
        errors
    }

    /// The name of the list of rows that a fault is about as a whole, e.g. too many of them.
    fn list_of(&self, fault: &str) -> Option<String> {
        let lists = self.fields.iter().filter_map(|field| {
            let (path, _) = field.path.split_once("[]")?;
            Some((path, self.named(field.list()?)))
        });
        let mut lists = lists.filter(|(path, name)| *path == fault || *name == self.named(fault));
        lists.next().map(|(_, name)| name)
    }

    /// Its fields with those of the rows in which something was typed. A row in which nothing was typed is
    /// none, so rows that follow it move up in the input and keep their place in the form.
    pub(super) fn placed(&self, typed: Option<&Fields>, language: Language) -> Vec<Placed> {
        let mut rows: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for list in self.fields.iter().filter_map(FormField::list) {
            if rows.iter().all(|(known, _)| *known != list) {
                let kept = typed.map_or(vec![0], |typed| self.kept_rows(list, typed, language));
                rows.push((list, kept));
            }
        }
        self.expanded(&rows, language, |field| {
            let start = format!("{}.", self.named(field.name));
            let names = typed.into_iter().flat_map(Fields::names);
            names.filter_map(|name| name.strip_prefix(&start)).map(str::to_owned).collect()
        })
    }

    fn placed_in(&self, stored: &Value, language: Language) -> Vec<Placed> {
        let list_of = |list: &str| {
            let path = self.fields.iter().find(|field| field.list() == Some(list));
            let path = path.and_then(|field| field.path.split_once("[]")).map_or("", |(at, _)| at);
            stored.pointer(&pointer(path)).and_then(Value::as_array).map_or(0, Vec::len)
        };
        let mut rows: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for list in self.fields.iter().filter_map(FormField::list) {
            if rows.iter().all(|(known, _)| *known != list) {
                rows.push((list, (0..list_of(list)).collect()));
            }
        }
        self.expanded(&rows, language, |field| {
            let chosen = stored.pointer(&pointer(field.path)).and_then(Value::as_array);
            let words = chosen.into_iter().flatten().filter_map(Value::as_str);
            words.map(str::to_owned).collect()
        })
    }

    /// A field in one row of its list, whether something was typed there or not.
    pub(super) fn in_row(&self, name: &str, row: usize, language: Language) -> Option<Placed> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        let limits = Schema::of::<T>().limits(field.path).unwrap_or_default();
        let [name, path] =
            [field.name, field.path].map(|text| text.replace("[]", &format!("[{row}]")));
        Some(Placed { field, item: self.item(field, &name, (&path, &limits), language) })
    }

    fn expanded(
        &self,
        rows: &[(&'static str, Vec<usize>)],
        language: Language,
        ticked: impl Fn(&FormField) -> Vec<String>,
    ) -> Vec<Placed> {
        let schema = Schema::of::<T>();
        let mut placed = Vec::new();
        for field in self.fields {
            let limits = schema.limits(field.path).unwrap_or_default();
            let Some(list) = field.list() else {
                let mut item = self.item(field, field.name, (field.path, &limits), language);
                if field.control == Control::Ticked {
                    let boxes = ticked(field).into_iter().map(|value| (value, String::new()));
                    item.kind = Kind::Boxes(boxes.collect());
                }
                placed.push(Placed { field, item });
                continue;
            };
            let kept = rows.iter().find(|(known, _)| *known == list).map(|(_, kept)| kept);
            for (to, from) in kept.into_iter().flatten().enumerate() {
                let name = field.name.replace("[]", &format!("[{from}]"));
                let path = field.path.replace("[]", &format!("[{to}]"));
                let item = self.item(field, &name, (&path, &limits), language);
                placed.push(Placed { field, item });
            }
        }
        placed
    }

    fn kept_rows(&self, list: &str, typed: &Fields, language: Language) -> Vec<usize> {
        let of_list: Vec<&FormField> =
            self.fields.iter().filter(|field| field.list() == Some(list)).collect();
        let is_blank = |row: &usize| {
            of_list.iter().all(|field| {
                let name = field.name.replace("[]", &format!("[{row}]"));
                self.item(field, &name, ("", &Limits::default()), language).is_blank(typed)
            })
        };
        typed.row_numbers(&self.named(list)).into_iter().filter(|row| !is_blank(row)).collect()
    }

    fn item(
        &self,
        field: &FormField,
        name: &str,
        (path, limits): (&str, &Limits),
        language: Language,
    ) -> Item {
        let kind = self.kind(field.control, limits, language);
        let item = Item::new(&self.named(name), kind, String::new());
        let Limits { is_required, is_nullable, .. } = *limits;
        let mut limits = match &item.kind {
            // What is typed to be looked up, or says what the form is about, is not what the limits are of.
            Kind::Lookup => Limits { is_required, is_nullable, ..Limits::default() },
            Kind::About(_) | Kind::Confirmation => {
                Limits { is_required: true, ..Limits::default() }
            }
            Kind::File(_) => Limits::default(),
            // Whoever may choose that there is none must say so.
            Kind::Tagged(_, [_, _, none]) if !none.is_empty() => {
                Limits { is_required: true, ..limits.clone() }
            }
            _ => limits.clone(),
        };
        limits.is_required |= field.is_needed;
        limits.is_nullable &= !field.is_needed;
        Item { pointer: pointer(path), limits, ..item }
    }

    fn kind(&self, control: Control, limits: &Limits, language: Language) -> Kind {
        let words = |family: &str| {
            let word = |word: &String| {
                let key = format!("{family}-{}", word.replace('_', "-"));
                (word.clone(), language.text(&key, &[]))
            };
            limits.words.iter().map(word).collect()
        };
        let is_figure = limits.kind == "integer";
        match control {
            Control::Hidden if !is_figure => Kind::Text,
            // Only their controls differ.
            Control::Line | Control::Digits | Control::Code => Kind::Text,
            Control::Answer => Kind::Truth(answers(language)),
            Control::Lines(rows) => Kind::Lines(rows),
            Control::Email => Kind::Email,
            Control::Secret(who) => Kind::Secret(who),
            Control::Number | Control::Hidden if limits.is_required => Kind::Number,
            Control::Number | Control::Hidden => Kind::Optional,
            Control::Hundredths => Kind::Hundredths,
            Control::Rupiah => Kind::Rupiah(language),
            Control::Day => Kind::Day,
            Control::Instant => Kind::Instant,
            Control::Hour(day) => Kind::Hour(self.named(&format!("{day}.date"))),
            Control::About => Kind::About(Vec::new()),
            Control::Choice(family) => Kind::Choice(words(family)),
            Control::Lookup => Kind::Lookup,
            Control::Offered => Kind::Offered(Vec::new()),
            Control::Tagged { tag, more, none } => Kind::Tagged(Vec::new(), [tag, more, none]),
            Control::Boxes(family) => Kind::Boxes(words(family)),
            // What was ticked is known with what was sent.
            Control::Ticked => Kind::Boxes(Vec::new()),
            Control::Box => Kind::Box,
            Control::Confirmation => Kind::Confirmation,
            Control::File(formats) => Kind::File(formats),
        }
    }

    /// What the form is about, as its field of that name says.
    ///
    /// # Errors
    /// `required` at that field.
    pub fn about<I: FromStr>(&self, typed: &Fields, name: &str) -> Result<I, Failure> {
        let name = self.named(name);
        let about = typed.get(&name).trim().parse();
        about.map_err(|_| Failure::field(&name, field::REQUIRED))
    }
}

/// Where a fault inside a value is told: what is wrong with one of those that were ticked, at its box.
fn control_of(item: &Item, inside: &str, typed: &Fields) -> String {
    let below = inside.strip_prefix(&item.pointer).and_then(|rest| rest.strip_prefix('/'));
    let index = below.and_then(|rest| rest.parse::<usize>().ok());
    let ticked = || item.names().into_iter().filter(|name| typed.get(name) == "yes");
    let own = index.filter(|_| matches!(item.kind, Kind::Boxes(_)));
    own.and_then(|index| ticked().nth(index)).unwrap_or_else(|| item.place())
}

fn answers(language: Language) -> Choices {
    ["no", "yes"].map(|it| (it.to_owned(), language.text(&format!("answer-{it}"), &[]))).into()
}

/// Writes an instant into the two fields that it is typed in.
pub fn put_instant(zone: Zone, fields: &mut Fields, name: &str, at: Timestamp) {
    let local = zone.local(at);
    fields.set(format!("{name}.date"), local.format("%Y-%m-%d").to_string());
    fields.set(format!("{name}.time"), local.format("%H:%M").to_string());
}

/// Puts a value where a pointer leads; objects and lists on the way are made.
fn put(json: &mut Value, pointer: &str, new: Value) {
    let mut place = json;
    for key in pointer.split('/').skip(1) {
        place = if let Ok(index) = key.parse::<usize>() {
            if !place.is_array() {
                *place = Value::Array(Vec::new());
            }
            let Value::Array(rows) = place else { return };
            if rows.len() <= index {
                rows.resize(index + 1, Value::Null);
            }
            let Some(row) = rows.get_mut(index) else { return };
            row
        } else {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            let Value::Object(fields) = place else { return };
            fields.entry(key.to_owned()).or_insert(Value::Null)
        };
    }
    *place = new;
}

/// `list[3].rest` as 3 and `.rest`.
pub fn indexed<'a>(path: &'a str, list: &str) -> Option<(usize, &'a str)> {
    let rest = path.strip_prefix(list)?.strip_prefix('[')?;
    let (index, rest) = rest.split_once(']')?;
    Some((index.parse().ok()?, rest))
}
