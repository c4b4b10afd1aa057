//! A JSON body: the right type, within the limit, no unknown field; else the place of the fault.

use crate::kernel::characters;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::input::{Input, Valid};
use crate::kernel::input_files::Repeated;
use crate::platform::app::App;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};
use std::ops::Deref;

/// The request's JSON, within the limits of its type.
#[derive(Debug)]
pub struct Body<T>(Valid<T>);

impl<T> Body<T> {
    /// For an act that takes the checked type.
    pub fn valid(self) -> Valid<T> {
        self.0
    }

    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T> Deref for Body<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Input> FromRequest for Body<T> {
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
            let value = readable(&collect(payload, limit).await?)?;
            Valid::from_json(&value).map(Self)
        })
    }
}

/// The same where nothing need be sent: no body, and `null`, say what a body without any field says.
#[derive(Debug)]
pub struct OptionalBody<T>(Valid<T>);

impl<T> OptionalBody<T> {
    pub fn valid(self) -> Valid<T> {
        self.0
    }
}

impl<T: Input> FromRequest for OptionalBody<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let limit = request
                .app_data::<web::Data<App>>()
                .map_or(1 << 20, |app| app.settings.server.max_json_bytes);
            let bytes = collect(payload, limit).await?;
            let value = match (bytes.is_empty(), is_json(&request)) {
                (true, false) => Value::Null,
                (_, true) => readable(&bytes)?,
                (false, false) => return Err(Failure::refused(common::UNSUPPORTED_TYPE)),
            };
            let value = if value.is_null() { Value::Object(Map::new()) } else { value };
            Valid::from_json(&value).map(Self)
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
fn readable(bytes: &[u8]) -> Result<Value, Failure> {
    if let Some(Repeated { path, name }) = Repeated::find(bytes) {
        Failure::when_any(vec![twice(&path, &name)])?;
    }
    let mut value = serde_json::from_slice::<Value>(bytes).map_err(|error| malformed(&error))?;
    // An escape may stand for anything.
    if bytes.is_ascii() && !bytes.contains(&b'\\') && !bytes.contains(&0x7F) {
        return Ok(value);
    }
    let mut faults = Vec::new();
    compose("", &mut value, &mut faults);
    Failure::when_any(faults)?;
    Ok(value)
}

fn compose(path: &str, value: &mut Value, faults: &mut Vec<FieldError>) {
    match value {
        Value::String(text) => {
            faults.extend(characters::text_fault(path, text));
            *text = characters::composed(text);
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                compose(&format!("{path}[{index}]"), item, faults);
            }
        }
        Value::Object(fields) => {
            faults.extend(compose_names(path, fields));
            for (name, item) in
                fields.iter_mut().filter(|(name, _)| !UNREAD.contains(&name.as_str()))
            {
                faults.extend(characters::text_fault(path, name));
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                compose(&path, item, faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The fields' names in one way of writing; two that are the same then are a fault.
fn compose_names(path: &str, fields: &mut Map<String, Value>) -> Option<FieldError> {
    if fields.keys().all(|name| characters::composed(name) == *name) {
        return None;
    }
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

fn malformed(error: &serde_json::Error) -> Failure {
    Refusal::new(common::MALFORMED_JSON)
        .with("line", error.line())
        .with("column", error.column())
        .into()
}
