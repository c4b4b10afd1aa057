//! The limits of a type, read from its schema: the one that the OpenAPI document shows.

use crate::kernel::errors::FieldError;
use crate::kernel::errors::common::field;
use serde_json::{Map, Value};
use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use utoipa::ToSchema;
use validator::ValidateEmail;

/// A text of one line: no control character at all. Any other text may hold line breaks and tabs.
const LINE: &str = "line";
/// What nobody reads: neither trimmed nor looked at.
const PASSWORD: &str = "password";

/// A type's schema with those that it names.
#[derive(Debug)]
pub struct Schema {
    root: Value,
    named: HashMap<String, Value>,
}

/// Made once for each type.
static KNOWN: LazyLock<RwLock<HashMap<TypeId, Arc<Schema>>>> = LazyLock::new(RwLock::default);

/// What a control of a form needs to know of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// It cannot be left empty.
    pub is_required: bool,
    /// Nothing stands there as `null`.
    pub is_nullable: bool,
    /// JSON's word for what it is; empty where there are several.
    pub kind: String,
    pub format: String,
    /// Characters of a text, or rows of a list.
    pub least: Option<u64>,
    pub most: Option<u64>,
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    /// The words that it can be; empty: any.
    pub words: Vec<String>,
}

impl Schema {
    pub fn of<T: ToSchema + 'static>() -> Arc<Self> {
        let id = TypeId::of::<T>();
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        known.unwrap_or_else(|| {
            let made = Arc::new(Self::make::<T>());
            let mut all = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(id).or_insert(made))
        })
    }

    fn make<T: ToSchema>() -> Self {
        let mut named = Vec::new();
        T::schemas(&mut named);
        // What is no JSON object says nothing and limits nothing; the documents' tests would fail first.
        let as_json = |schema| serde_json::to_value(schema).unwrap_or_default();
        Self {
            root: as_json(T::schema()),
            named: named.into_iter().map(|(name, schema)| (name, as_json(schema))).collect(),
        }
    }

    /// A schema of a document, with those that the document names.
    pub fn from_document(schema: &Value, named: &Value) -> Self {
        let all = named.as_object().into_iter().flatten();
        let named = all.map(|(name, schema)| (name.clone(), schema.clone())).collect();
        Self { root: schema.clone(), named }
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|at| at.rsplit('/').next());
        match name.and_then(|name| self.named.get(name)) {
            Some(found) => self.resolved(found),
            None => schema,
        }
    }

    /// The schemas of which all hold, or of which one does.
    fn options<'a>(schema: &'a Value, kinds: &[&str]) -> Vec<&'a Value> {
        let lists = kinds.iter().filter_map(|kind| schema.get(kind).and_then(Value::as_array));
        lists.flatten().collect()
    }

    /// Takes the space around every text away, but for passwords.
    pub(super) fn trim(&self, value: &mut Value) {
        self.trim_in(&self.root, value);
    }

    fn trim_in(&self, schema: &Value, value: &mut Value) {
        let schema = self.resolved(schema);
        for part in Self::options(schema, &["allOf", "oneOf", "anyOf"]) {
            if self.fits(part, value) {
                self.trim_in(part, value);
            }
        }
        match value {
            Value::String(text) if schema.get("format").is_none_or(|it| it != PASSWORD) => {
                let trimmed = text.trim();
                if trimmed.len() < text.len() {
                    *text = trimmed.to_owned();
                }
            }
            Value::Array(items) => {
                let each = schema.get("items").unwrap_or(&Value::Null);
                for item in items {
                    self.trim_in(each, item);
                }
            }
            Value::Object(fields) => {
                let properties = schema.get("properties");
                let others = schema.get("additionalProperties");
                for (name, value) in fields {
                    let known = properties.and_then(|properties| properties.get(name));
                    self.trim_in(known.or(others).unwrap_or(&Value::Null), value);
                }
            }
            _ => {}
        }
    }

    /// Every value that breaks its limits.
    pub fn faults(&self, value: &Value) -> Vec<FieldError> {
        let mut faults = Vec::new();
        self.walk(&self.root, value, "", &mut faults);
        faults.sort_by(|one, other| one.field.cmp(&other.field));
        faults
    }

    fn walk(&self, schema: &Value, value: &Value, path: &str, faults: &mut Vec<FieldError>) {
        let schema = self.resolved(schema);
        for part in Self::options(schema, &["allOf"]) {
            self.walk(part, value, path, faults);
        }
        let options = Self::options(schema, &["oneOf", "anyOf"]).into_iter();
        let found = options.filter(|option| self.fits(option, value)).map(|option| {
            let mut found = Vec::new();
            self.walk(option, value, path, &mut found);
            found
        });
        faults.extend(found.min_by_key(Vec::len).unwrap_or_default());
        match value {
            Value::String(text) => faults.extend(of_text(schema, text, path)),
            Value::Number(number) => faults.extend(of_number(schema, number.as_f64(), path)),
            Value::Array(items) => {
                faults.extend(of_length(schema, items.len(), path));
                let Some(each) = schema.get("items") else { return };
                for (index, item) in items.iter().enumerate() {
                    self.walk(each, item, &format!("{path}[{index}]"), faults);
                }
            }
            Value::Object(fields) => self.walk_object(schema, fields, path, faults),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn walk_object(
        &self,
        schema: &Value,
        fields: &Map<String, Value>,
        path: &str,
        faults: &mut Vec<FieldError>,
    ) {
        let properties = schema.get("properties");
        let others = schema.get("additionalProperties");
        for (name, value) in fields {
            let known = properties.and_then(|properties| properties.get(name));
            let Some(schema) = known.or(others) else { continue };
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.walk(schema, value, &path, faults);
        }
    }

    /// Whether a value can be meant by this one of several schemas.
    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let schema = self.resolved(schema);
        if !Self::options(schema, &["allOf"]).into_iter().all(|part| self.fits(part, value)) {
            return false;
        }
        let words = schema.get("enum").and_then(Value::as_array);
        if words.is_some_and(|words| !words.contains(value)) || !has_type(schema, value) {
            return false;
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().all(|(name, schema)| {
            // The word that tells the variants of an enum apart.
            let words = self.resolved(schema).get("enum").and_then(Value::as_array);
            let given = value.get(name);
            words.is_none_or(|words| words.len() != 1 || given.is_some_and(|it| words.contains(it)))
        })
    }

    /// The limits of a field, e.g. `minutes.meeting` or `deviations[].reason`.
    pub fn limits(&self, path: &str) -> Option<Limits> {
        let path = path.replace("[]", ".[]");
        let mut place = (&self.root, true);
        for part in path.split('.') {
            place = self.child(place.0, part)?;
        }
        Some(self.limits_of(place))
    }

    /// A field of an object or the items of a list, and whether it must be there.
    fn child<'a>(&'a self, schema: &'a Value, part: &str) -> Option<(&'a Value, bool)> {
        let schema = self.resolved(schema);
        if part == "[]" {
            return schema.get("items").map(|items| (items, true));
        }
        if let Some(found) = schema.get("properties").and_then(|all| all.get(part)) {
            let required = schema.get("required").and_then(Value::as_array);
            return Some((found, required.is_some_and(|all| all.contains(&part.into()))));
        }
        // Of a map, whatever the name.
        if let Some(found) = schema.get("additionalProperties").filter(|it| it.is_object()) {
            return Some((found, false));
        }
        let mut options = Self::options(schema, &["allOf", "oneOf", "anyOf"]).into_iter();
        options.find_map(|option| self.child(option, part))
    }

    fn limits_of(&self, (schema, must_be_there): (&Value, bool)) -> Limits {
        let schema = self.resolved(schema);
        let is_null = |schema: &&Value| schema.get("type").is_some_and(|kind| kind == "null");
        let options = Self::options(schema, &["oneOf", "anyOf"]);
        let is_optional = options.iter().any(is_null);
        let plain: Vec<&Value> = options.into_iter().filter(|option| !is_null(option)).collect();
        if let (true, [only]) = (is_optional, plain.as_slice()) {
            let inner = self.limits_of((only, false));
            return Limits { is_nullable: true, ..inner };
        }
        let all_of = Self::options(schema, &["allOf"]);
        if let [only] = all_of.as_slice() {
            return self.limits_of((only, must_be_there));
        }
        let kinds = types(schema);
        let kind = kinds.iter().find(|kind| **kind != "null").copied().unwrap_or("").to_owned();
        let text = |name: &str| schema.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let figure = |names: [&str; 2]| {
            names.iter().find_map(|name| schema.get(name).and_then(Value::as_u64))
        };
        let bound = |name: &str| {
            let bound = schema.get(name)?;
            bound.as_i64().or_else(|| format!("{:.0}", bound.as_f64()?).parse().ok())
        };
        let words_of = |schema: &Value| -> Vec<String> {
            let words = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
            words.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        // Of a list: those of which it is made.
        let listed = schema.get("items").map(|items| words_of(self.resolved(items)));
        let own = words_of(schema);
        let least = figure(["minLength", "minItems"]);
        let is_nullable = is_optional || kinds.contains(&"null");
        // A text or a list without a least length may be sent empty.
        let may_be_empty = matches!(&*kind, "string" | "array") && own.is_empty();
        let needs_more = least.is_some_and(|least| least > 0)
            || matches!(&*text("format"), "date" | "date-time" | "email");
        Limits {
            is_required: must_be_there && !is_nullable && (!may_be_empty || needs_more),
            is_nullable,
            format: text("format"),
            least,
            most: figure(["maxLength", "maxItems"]),
            minimum: bound("minimum"),
            maximum: bound("maximum"),
            words: listed.unwrap_or(own),
            kind,
        }
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(schema: &Value, value: &Value) -> bool {
    let kinds = types(schema);
    let own: &[&str] = match value {
        Value::Null => &["null"],
        Value::Bool(_) => &["boolean"],
        Value::Number(_) => &["number", "integer"],
        Value::String(_) => &["string"],
        Value::Array(_) => &["array"],
        Value::Object(_) => &["object"],
    };
    kinds.is_empty() || kinds.iter().any(|kind| own.contains(kind))
}

fn figure(schema: &Value, name: &str) -> Option<usize> {
    schema.get(name).and_then(Value::as_u64).and_then(|figure| usize::try_from(figure).ok())
}

/// Characters are counted as they were sent, which is what the document says.
fn of_text(schema: &Value, text: &str, path: &str) -> Option<FieldError> {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
    let (least, most) = (figure(schema, "minLength"), figure(schema, "maxLength"));
    let characters = text.chars().count();
    if let Some(least) = least.filter(|least| characters < *least) {
        let code = if characters == 0 { field::REQUIRED } else { field::TOO_SHORT };
        return Some(FieldError::new(path, code).with("minimum", least));
    }
    if let Some(most) = most.filter(|most| characters > *most) {
        return Some(FieldError::new(path, field::TOO_LONG).with("maximum", most));
    }
    let is_odd = |letter: char| match format {
        LINE => letter.is_control(),
        PASSWORD => false,
        _ => letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'),
    };
    if text.contains(is_odd) {
        return Some(FieldError::new(path, field::CONTROL_CHARACTERS));
    }
    let is_no_email = format == "email" && !text.validate_email();
    is_no_email.then(|| FieldError::new(path, field::NOT_AN_EMAIL))
}

fn of_number(schema: &Value, number: Option<f64>, path: &str) -> Option<FieldError> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let (minimum, maximum, number) = (bound("minimum"), bound("maximum"), number?);
    let is_out =
        minimum.is_some_and(|least| number < least) || maximum.is_some_and(|most| number > most);
    let told = |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
    is_out.then(|| {
        let fault = FieldError::new(path, field::OUT_OF_RANGE);
        fault.with("minimum", told(minimum)).with("maximum", told(maximum))
    })
}

/// Rows of a list.
fn of_length(schema: &Value, rows: usize, path: &str) -> Option<FieldError> {
    let (least, most) = (figure(schema, "minItems"), figure(schema, "maxItems"));
    if let Some(least) = least.filter(|least| rows < *least) {
        let code = if rows == 0 { field::REQUIRED } else { field::TOO_SHORT };
        return Some(FieldError::new(path, code).with("minimum", least));
    }
    let most = most.filter(|most| rows > *most)?;
    Some(FieldError::new(path, field::TOO_LONG).with("maximum", most))
}
