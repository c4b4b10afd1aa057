//! A JSON body: the right type, within the limit, no unknown field; else the place of the fault.

use crate::kernel::characters;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal, common};
use crate::kernel::input_files::Repeated;
use crate::platform::app::App;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

/// The request's JSON, parsed and checked by the rules declared on its type.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !is_json(&request) {
                return Err(Failure::refused(common::UNSUPPORTED_TYPE));
            }
            let limit = request
                .app_data::<web::Data<App>>()
                .map_or(1 << 20, |app| app.settings.server.max_json_bytes);
            let bytes = readable(collect(payload, limit).await?)?;
            let value: T = parse(&bytes)?;
            value.validate().map_err(|errors| from_validator(&errors))?;
            Ok(Self(value))
        })
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = header.and_then(|value| value.split(';').next()).unwrap_or("");
    essence.trim().eq_ignore_ascii_case("application/json")
}

async fn collect(mut payload: Payload, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Refusal::new(common::TOO_LARGE).with("limit", limit).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What is typed here is nobody's to read, and any character does.
pub(super) const UNREAD: [&str; 2] = ["password", "current"];

/// The JSON with every text in one way of writing, or the place of each text that holds what others
/// could not see or would take for something else.
fn readable(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    if let Some(Repeated { path, name }) = Repeated::find(&bytes) {
        return Failure::when_any(vec![twice(&path, &name)]).map(|()| bytes);
    }
    // An escape may stand for anything.
    if bytes.is_ascii() && !bytes.contains(&b'\\') && !bytes.contains(&0x7F) {
        return Ok(bytes);
    }
    // What is no JSON is told by who parses it, with line and column.
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else { return Ok(bytes) };
    let (mut faults, mut changed) = (Vec::new(), false);
    compose("", &mut value, &mut changed, &mut faults);
    Failure::when_any(faults)?;
    Ok(if changed { serde_json::to_vec(&value)? } else { bytes })
}

fn compose(path: &str, value: &mut Value, changed: &mut bool, faults: &mut Vec<FieldError>) {
    match value {
        Value::String(text) => {
            faults.extend(characters::text_fault(path, text));
            let composed = characters::composed(text);
            if composed != *text {
                *changed = true;
                *text = composed;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                compose(&format!("{path}[{index}]"), item, changed, faults);
            }
        }
        Value::Object(fields) => {
            faults.extend(compose_names(path, fields, changed));
            for (name, item) in
                fields.iter_mut().filter(|(name, _)| !UNREAD.contains(&name.as_str()))
            {
                faults.extend(characters::text_fault(path, name));
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                compose(&path, item, changed, faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The fields' names in one way of writing; two that are the same then are a fault.
fn compose_names(
    path: &str,
    fields: &mut Map<String, Value>,
    changed: &mut bool,
) -> Option<FieldError> {
    if fields.keys().all(|name| characters::composed(name) == *name) {
        return None;
    }
    *changed = true;
    let mut kept = Map::new();
    for (name, item) in std::mem::take(fields) {
        let name = characters::composed(&name);
        if kept.contains_key(&name) {
            return Some(twice(path, &name));
        }
        kept.insert(name, item);
    }
    *fields = kept;
    None
}

fn twice(path: &str, name: &str) -> FieldError {
    let dot = if path.is_empty() { "" } else { "." };
    FieldError::new(format!("{path}{dot}{name}"), common::field::FIELD_TWICE)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        if error.is_data() { wrong_shape(&path, &error) } else { malformed(&error) }
    })?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Failure {
    Refusal::new(common::MALFORMED_JSON)
        .with("line", error.line())
        .with("column", error.column())
        .into()
}

fn wrong_shape(path: &str, error: &serde_json::Error) -> Failure {
    let message = error.to_string();
    let detail = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let code = if detail.starts_with("unknown field") {
        common::field::UNKNOWN_FIELD
    } else if detail.starts_with("missing field") {
        common::field::REQUIRED
    } else {
        common::field::WRONG_SHAPE
    };
    // A missing field is named in the message only; the path stops at its parent.
    let name = detail.split('`').nth(1).unwrap_or("");
    let field = match (path, code == common::field::REQUIRED) {
        ("." | "", true) => name.to_owned(),
        (parent, true) => format!("{parent}.{name}"),
        (path, false) => path.to_owned(),
    };
    Refusal::invalid(vec![FieldError::new(field, code).with("detail", detail)]).into()
}

/// The validator crate's findings, all of them, as field errors.
pub fn from_validator(errors: &ValidationErrors) -> Failure {
    let mut found = Vec::new();
    walk("", errors, &mut found);
    found.sort_by(|a: &FieldError, b| a.field.cmp(&b.field));
    Refusal::invalid(found).into()
}

fn walk(prefix: &str, errors: &ValidationErrors, found: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let path = if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        match kind {
            ValidationErrorsKind::Struct(inner) => walk(&path, inner, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    walk(&format!("{path}[{index}]"), inner, found);
                }
            }
            ValidationErrorsKind::Field(faults) => {
                found.extend(faults.iter().map(|fault| field_error(&path, fault)));
            }
        }
    }
}

/// One finding of the validator crate, as the error of its field.
pub fn field_error(path: &str, fault: &validator::ValidationError) -> FieldError {
    let number = |name: &str| fault.params.get(name).map(ToString::to_string);
    let code: Code = match fault.code.as_ref() {
        "length" => {
            let length = fault
                .params
                .get("value")
                .and_then(|value| value.as_str())
                .map_or(0, |text| text.chars().count());
            let minimum = number("min").and_then(|min| min.parse().ok()).unwrap_or(0);
            if length == 0 && minimum > 0 {
                common::field::REQUIRED
            } else if length < minimum {
                common::field::TOO_SHORT
            } else {
                common::field::TOO_LONG
            }
        }
        "range" => common::field::OUT_OF_RANGE,
        "email" => common::field::NOT_AN_EMAIL,
        "non_control_character" => common::field::CONTROL_CHARACTERS,
        _ => common::field::WRONG_SHAPE,
    };
    FieldError::new(path, code)
        .with("minimum", number("min").unwrap_or_default())
        .with("maximum", number("max").unwrap_or_default())
        .with("detail", &fault.code)
}
