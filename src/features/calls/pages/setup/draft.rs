//! A call being written, as JSON: forms read and write it by the paths by which rules name its
//! fields, and whatever no form knows stays as it is.
//!
//! For the forms two things lie elsewhere than in the definition: the threshold of a criterion
//! stands with the criterion (`floor`), and the eligibility rules stand under their keys.

use crate::features::calls::actions::CallText;
use crate::features::calls::{Call, Definition};
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use serde_json::{Map, Value};

/// The draft, and the order in which its eligibility rules stood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    value: Value,
    order: Vec<String>,
}

const THRESHOLDS: &str = "/rubric/thresholds/criteria";
const CRITERIA: &str = "/rubric/criteria";

/// The key of an eligibility rule.
fn key_of(rule: &Value) -> Option<String> {
    rule.get("key").and_then(Value::as_str).map(str::to_owned)
}

fn named(code: &Value) -> &str {
    code.get("code").and_then(Value::as_str).unwrap_or("")
}

impl Draft {
    pub(super) fn of(call: &Call) -> Result<Self, Failure> {
        let mut value = serde_json::to_value(call.definition.as_ref())?;
        let thresholds = value.pointer(THRESHOLDS).cloned().unwrap_or_default();
        for criterion in list_of(&mut value, CRITERIA) {
            let floor = thresholds.get(named(criterion)).cloned().unwrap_or_default();
            if let Value::Object(fields) = criterion {
                fields.insert("floor".to_owned(), floor);
            }
        }
        let rules: Vec<Value> = list_of(&mut value, "/eligibility").to_vec();
        let order: Vec<String> = rules.iter().filter_map(key_of).collect();
        let by_key: Map<String, Value> =
            rules.into_iter().filter_map(|rule| Some((key_of(&rule)?, rule))).collect();
        let mut draft = Self { value, order };
        draft.set("/eligibility", Value::Object(by_key));
        draft.set("/code", call.code.clone().into());
        Ok(draft)
    }

    /// All of it, as forms show it.
    pub(super) fn json(&self) -> &Value {
        &self.value
    }

    /// What stands there; `Null` where nothing does.
    pub(super) fn get(&self, pointer: &str) -> &Value {
        self.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// How many rows a list has.
    pub(super) fn rows(&self, pointer: &str) -> usize {
        self.get(pointer).as_array().map_or(0, Vec::len)
    }

    /// Puts a value there; what lies on the way is made.
    pub(super) fn set(&mut self, pointer: &str, new: Value) {
        let mut place = &mut self.value;
        for key in pointer.split('/').skip(1) {
            let key = key.replace("~1", "/").replace("~0", "~");
            if !matches!(place, Value::Array(_) | Value::Object(_)) {
                *place = Value::Object(Map::new());
            }
            place = match place {
                Value::Object(fields) => fields.entry(key).or_insert(Value::Null),
                Value::Array(rows) => {
                    match key.parse().ok().and_then(|index: usize| rows.get_mut(index)) {
                        Some(row) => row,
                        None => return,
                    }
                }
                _ => return,
            };
        }
        *place = new;
    }

    /// A new last row; its index.
    pub(super) fn push(&mut self, pointer: &str, row: Value) -> usize {
        let at = self.rows(pointer);
        if self.get(pointer).is_null() {
            self.set(pointer, Value::Array(Vec::new()));
        }
        if let Some(rows) = self.value.pointer_mut(pointer).and_then(Value::as_array_mut) {
            rows.push(row);
        }
        at
    }

    pub(super) fn remove(&mut self, pointer: &str, index: usize) {
        if let Some(rows) = self.value.pointer_mut(pointer).and_then(Value::as_array_mut)
            && index < rows.len()
        {
            rows.remove(index);
        }
    }

    /// Keys of the rules in force, in the order in which they will stand.
    pub(super) fn rule_keys(&self) -> Vec<String> {
        let rules = self.get("/eligibility");
        let is_on = |key: &&String| rules.get(key.as_str()).is_some_and(Value::is_object);
        let mut keys: Vec<String> = self.order.iter().filter(is_on).cloned().collect();
        let all = rules.as_object().into_iter().flat_map(Map::keys).filter(is_on);
        let new: Vec<String> = all.filter(|key| !keys.contains(key)).cloned().collect();
        keys.extend(new);
        keys
    }

    /// What the action takes.
    pub(super) fn text(&self) -> Result<CallText, Failure> {
        let mut value = self.value.clone();
        let rules: Vec<Value> = self
            .rule_keys()
            .into_iter()
            .filter_map(|key| {
                let mut rule = value.pointer(&format!("/eligibility/{key}"))?.clone();
                let fields = rule.as_object_mut()?;
                // A level without a figure is not in a rule's figures by level.
                for figures in fields.values_mut().filter_map(Value::as_object_mut) {
                    figures.retain(|_, figure| !figure.is_null());
                }
                fields.insert("key".to_owned(), key.into());
                Some(rule)
            })
            .collect();
        let mut floors = Map::new();
        for criterion in list_of(&mut value, CRITERIA) {
            let code = named(criterion).to_owned();
            if let Value::Object(fields) = criterion {
                let floor = fields.remove("floor").filter(|floor| !floor.is_null());
                floors.extend(floor.map(|floor| (code, floor)));
                drop_empty_anchors(fields);
            }
        }
        let mut whole = Self { value, order: Vec::new() };
        whole.set("/eligibility", Value::Array(rules));
        whole.set(THRESHOLDS, Value::Object(floors));
        let fields = whole.value.as_object_mut();
        let code = fields.and_then(|fields| fields.remove("code"));
        let code = code.as_ref().and_then(Value::as_str).unwrap_or("").to_owned();
        let definition: Definition =
            serde_path_to_error::deserialize(whole.value).map_err(|error| {
                let fault = FieldError::new(error.path().to_string(), field::WRONG_SHAPE);
                Refusal::invalid(vec![fault.with("detail", error.inner())])
            })?;
        Ok(CallText { code, definition })
    }
}

/// An anchor without a word in either language is none.
fn drop_empty_anchors(criterion: &mut Map<String, Value>) {
    let says_nothing = |anchor: &Value| {
        let texts = anchor.as_object().into_iter().flat_map(Map::values);
        texts.filter_map(Value::as_str).all(|text| text.trim().is_empty())
    };
    if let Some(Value::Object(anchors)) = criterion.get_mut("anchors") {
        anchors.retain(|_, anchor| !says_nothing(anchor));
        for anchor in anchors.values_mut().filter_map(Value::as_object_mut) {
            for language in ["id", "en"] {
                anchor.entry(language).or_insert_with(|| "".into());
            }
        }
    }
}

fn list_of<'a>(value: &'a mut Value, pointer: &str) -> &'a mut [Value] {
    let list = value.pointer_mut(pointer).and_then(Value::as_array_mut);
    list.map(Vec::as_mut_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::rules::tests::call;

    #[test]
    fn what_no_form_touches_comes_back_as_it_was() {
        let call = call();
        let text = Draft::of(&call).unwrap().text().unwrap();
        assert_eq!((&text.definition, &text.code), (call.definition.as_ref(), &call.code));
    }

    #[test]
    fn a_value_is_put_where_the_path_leads_and_the_way_is_made() {
        let mut draft = Draft::of(&call()).unwrap();
        draft.set("/rubric/criteria/0/anchors/2/id", "Dua".into());
        draft.set("/rubric/criteria/0/anchors/2/en", "Two".into());
        draft.set("/rubric/criteria/1/floor", 4.into());
        draft.set("/rubric/criteria/99/floor", 4.into());
        let rubric = draft.text().unwrap().definition.rubric;
        assert_eq!(rubric.criteria[0].anchors[&2].en, "Two");
        assert_eq!(rubric.thresholds.criteria.get("K2"), Some(&4));
    }

    #[test]
    fn an_emptied_anchor_is_gone_and_rules_keep_their_order() {
        let mut draft = Draft::of(&call()).unwrap();
        for language in ["id", "en"] {
            draft.set(&format!("/rubric/criteria/0/anchors/3/{language}"), " ".into());
        }
        draft.set("/eligibility/civil_servant", Value::Null);
        draft.set("/eligibility/grade_point_average/at_least_hundredths/Sp", Value::Null);
        let definition = draft.text().unwrap().definition;
        assert!(!definition.rubric.criteria[0].anchors.contains_key(&3));
        assert_eq!(definition.eligibility[..], call().definition.eligibility[1..]);
    }
}
