//! A step of the set-up as groups of rows of values: shown from a draft or from what was typed, read
//! back into the draft, and the way from a fault's path to the field that it is meant for.

use super::draft::Draft;
use crate::kernel::errors::common::field;
use crate::kernel::errors::{FieldError, Refusal};
use crate::kernel::format::Zone;
use crate::web::Fields;
use crate::web::forms::{Item, Kind, indexed, pointer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A row of a list, and what a new one begins as.
#[derive(Debug, Clone)]
pub(super) struct Of {
    /// Path of the list, e.g. `rubric.criteria`.
    pub(super) list: &'static str,
    pub(super) index: usize,
    pub(super) is_new: bool,
    pub(super) blank: Value,
}

impl Of {
    /// The check-box that takes the row away.
    pub(super) fn remove(&self) -> String {
        format!("{}[{}].remove", self.list, self.index)
    }
}

/// Values that stand together.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) legend: String,
    pub(super) lines: Vec<Vec<Item>>,
    /// Folded away until asked for.
    pub(super) more: Vec<Vec<Item>>,
    pub(super) of: Option<Of>,
    /// The field that turns the whole row off when it is empty, and what it turns off.
    pub(super) switch: Option<(String, String)>,
    /// Nothing of it is saved yet.
    pub(super) is_fresh: bool,
}

impl Row {
    pub(super) fn of_lines(lines: Vec<Vec<Item>>) -> Self {
        Self { lines, ..Self::default() }
    }

    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.lines.iter().chain(&self.more).flatten()
    }

    fn is_off(&self, typed: &Fields) -> bool {
        self.switch.as_ref().is_some_and(|(name, _)| typed.get(name).trim().is_empty())
    }

    /// Of a row that is off because a value was left empty: the fault at that value when others were typed,
    /// which would be lost. What has a default says nothing by itself; a choice turns off on purpose.
    fn orphaned(&self, typed: &Fields) -> Option<FieldError> {
        let (switch, _) = self.switch.as_ref()?;
        let is_value =
            self.items().any(|item| item.name == *switch && !matches!(item.kind, Kind::Choice(_)));
        let is_typed = self.items().any(|item| item.default.is_empty() && !item.is_blank(typed));
        (is_value && is_typed).then(|| FieldError::new(switch.as_str(), field::REQUIRED))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) rows: Vec<Row>,
}

/// What a form said: the new draft, everything that could not be read, and which row of the form
/// became which row of each list.
#[derive(Debug, Clone)]
pub(super) struct ReadBack {
    pub(super) draft: Draft,
    pub(super) faults: Vec<FieldError>,
    pub(super) kept: BTreeMap<&'static str, Vec<usize>>,
}

/// Reads a step's form on top of the saved draft.
pub(super) fn read(groups: &[Group], typed: &Fields, saved: &Draft, zone: Zone) -> ReadBack {
    let mut back = ReadBack { draft: saved.clone(), faults: Vec::new(), kept: BTreeMap::new() };
    let mut removed: Vec<(&'static str, usize)> = Vec::new();
    for row in groups.iter().flat_map(|group| &group.rows) {
        if row.is_off(typed) {
            back.faults.extend(row.orphaned(typed));
            if let Some((_, pointer)) = &row.switch {
                back.draft.set(pointer, Value::Null);
            }
            continue;
        }
        match &row.of {
            Some(of) if typed.get(&of.remove()) == "yes" => {
                if !of.is_new {
                    removed.push((of.list, of.index));
                }
            }
            Some(of) if of.is_new && row.items().all(|item| item.is_blank(typed)) => {}
            _ => read_row(row, (typed, saved, zone), &mut back),
        }
    }
    removed.sort_unstable();
    for (list, index) in removed.into_iter().rev() {
        back.draft.remove(&pointer(list), index);
    }
    back
}

fn read_row(row: &Row, (typed, saved, zone): (&Fields, &Draft, Zone), back: &mut ReadBack) {
    let mut moved = None;
    if let Some(of) = &row.of {
        back.kept.entry(of.list).or_default().push(of.index);
        if of.is_new {
            let list = pointer(of.list);
            let at = back.draft.push(&list, of.blank.clone());
            moved = Some((format!("{list}/{}", of.index), format!("{list}/{at}")));
        }
    }
    let known = if row.is_fresh || moved.is_some() { None } else { Some(saved) };
    for item in row.items() {
        let place = match &moved {
            Some((from, to)) => {
                item.pointer.strip_prefix(from.as_str()).map(|rest| format!("{to}{rest}"))
            }
            None => None,
        };
        match item.read(typed, known.map(Draft::json), zone) {
            Ok(Some(value)) => back.draft.set(place.as_ref().unwrap_or(&item.pointer), value),
            Ok(None) => {}
            Err(fault) => back.faults.push(fault),
        }
    }
}

/// Finds the fields that faults are meant for.
pub(super) struct Locator<'a> {
    /// Of this step, in order.
    pub(super) names: Vec<String>,
    pub(super) back: &'a ReadBack,
}

impl Locator<'_> {
    /// The fault's path as this form writes it.
    fn in_form(&self, path: &str) -> String {
        let path = path.strip_prefix("definition.").unwrap_or(path);
        let keys = self.back.draft.rule_keys();
        if let Some((index, rest)) = indexed(path, "eligibility") {
            return format!("eligibility.{}{rest}", keys.get(index).map_or("", String::as_str));
        }
        if let Some(code) = path.strip_prefix("rubric.thresholds.criteria.") {
            let criteria = self.back.draft.get("/rubric/criteria").as_array();
            let has_code = |row: &Value| row.get("code").and_then(Value::as_str) == Some(code);
            let index = criteria.and_then(|rows| rows.iter().position(has_code)).unwrap_or(0);
            return self.in_form(&format!("rubric.criteria[{index}].floor"));
        }
        for (list, kept) in &self.back.kept {
            if let Some((index, rest)) = indexed(path, list) {
                return format!("{list}[{}]{rest}", kept.get(index).copied().unwrap_or(index));
            }
        }
        path.to_owned()
    }

    /// The field of this step that a fault is shown at.
    pub(super) fn field(&self, path: &str) -> Option<String> {
        let path = self.in_form(path);
        if path == "rubric.criteria" {
            // The sum of the weights: not about the first criterion's code.
            return self.names.iter().find(|name| name.ends_with("].weight")).cloned();
        }
        let mut path = path.as_str();
        loop {
            let is_inside = |name: &&String| {
                name.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            let exact = self.names.iter().find(|name| *name == path);
            if let Some(name) = exact.or_else(|| self.names.iter().find(is_inside)) {
                return Some(name.clone());
            }
            // One step up, but never so far that all of a part would answer for it.
            let end = path.rfind(['.', '['])?;
            path = path.get(..end)?;
            if !path.contains(['.', '[']) && !self.names.iter().any(|name| name == path) {
                return None;
            }
        }
    }

    /// The problem with its faults at the fields of this step, and the faults that stand elsewhere.
    pub(super) fn split(&self, problem: Refusal) -> (Refusal, Vec<FieldError>) {
        let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
        for error in &problem.errors {
            match self.field(&error.field) {
                Some(field) => here.push(FieldError { field, ..error.clone() }),
                None => elsewhere.push(error.clone()),
            }
        }
        (Refusal { errors: here, ..problem }, elsewhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::rules::tests::call;
    use serde_json::json;

    fn levels(draft: &Draft) -> Vec<Group> {
        let row = |index: usize| {
            let is_new = index >= draft.rows("/levels");
            let item = |part: &str, kind| {
                Item::new(&format!("levels[{index}].{part}"), kind, String::new())
            };
            let blank = json!({"code": "", "name": {"id": "", "en": ""}, "normative_months": null,
                "requires": "", "seats": null});
            Row {
                lines: vec![vec![item("code", Kind::Text), item("normative_months", Kind::Number)]],
                of: Some(Of { list: "levels", index, is_new, blank }),
                ..Row::default()
            }
        };
        vec![Group { name: "levels", rows: (0..=draft.rows("/levels")).map(row).collect() }]
    }

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    const AS_STORED: [(&str, &str); 4] = [
        ("levels[0].code", "S2"),
        ("levels[0].normative_months", "24"),
        ("levels[1].code", "S3"),
        ("levels[1].normative_months", "36"),
    ];

    #[test]
    fn a_row_is_taken_away_and_another_added_and_faults_find_the_row_of_the_form() {
        let draft = Draft::of(&call()).unwrap();
        let groups = levels(&draft);
        let mut form = typed(&AS_STORED);
        form.set("levels[0].remove", "yes");
        form.set("levels[2].code", "Sp");
        form.set("levels[2].normative_months", "48");
        let back = read(&groups, &form, &draft, Zone::Wib);
        assert_eq!(back.faults, []);
        let codes = |at: usize| back.draft.get(&format!("/levels/{at}/code")).clone();
        assert_eq!((codes(0), codes(1), codes(2)), (json!("S3"), json!("Sp"), Value::Null));
        let names = groups.iter().flat_map(|group| &group.rows).flat_map(Row::items);
        let locator = Locator { names: names.flat_map(Item::names).collect(), back: &back };
        for (fault, field) in [
            ("definition.levels[1].normative_months", Some("levels[2].normative_months")),
            ("definition.levels[0].requires", Some("levels[1].code")),
            ("definition.levels", Some("levels[0].code")),
            ("definition.limits.floors[0].at_least", None),
            ("definition.seats", None),
        ] {
            assert_eq!(locator.field(fault).as_deref(), field, "{fault}");
        }
    }

    #[test]
    fn a_form_that_says_what_is_stored_changes_nothing() {
        let draft = Draft::of(&call()).unwrap();
        let back = read(&levels(&draft), &typed(&AS_STORED), &draft, Zone::Wit);
        assert_eq!((back.draft, back.faults), (draft, vec![]));
    }

    #[test]
    fn a_new_row_that_is_half_written_is_a_fault_and_is_not_dropped() {
        let draft = Draft::of(&call()).unwrap();
        let mut form = typed(&AS_STORED);
        form.set("levels[2].code", "Sp");
        let back = read(&levels(&draft), &form, &draft, Zone::Wib);
        let fields: Vec<_> = back.faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["levels[2].normative_months"]);
    }
}
