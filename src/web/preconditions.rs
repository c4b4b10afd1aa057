//! Request headers with conditions: `If-Match` for what several people may edit, `Idempotency-Key` for what must
//! not happen twice.

use crate::kernel::errors::{Failure, common};
use crate::kernel::version::IfMatch;
use crate::platform::db::IdempotencyKey;
use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, HeaderName, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use std::future::{Ready, ready};

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        ready(match value {
            None => Err(Failure::refused(common::IF_MATCH_REQUIRED)),
            Some(tag) => {
                let version = tag.trim().trim_matches('"').trim_start_matches('v').parse();
                version.map(Self).map_err(|_| Failure::refused(common::BAD_REQUEST))
            }
        })
    }
}

/// The longest key taken.
const KEY_LENGTH: usize = 128;

/// The `Idempotency-Key` header, if there is one.
#[derive(Debug, Clone)]
pub struct Idempotency(Option<String>);

impl Idempotency {
    /// The key together with what was sent.
    ///
    /// # Errors
    /// When the request has no JSON form.
    pub fn with(&self, request: &impl Serialize) -> Result<Option<IdempotencyKey>, Failure> {
        self.0.as_deref().map(|key| IdempotencyKey::new(key, request)).transpose()
    }
}

impl FromRequest for Idempotency {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let name = HeaderName::from_static("idempotency-key");
        ready(match request.headers().get(name).map(|value| value.to_str()) {
            None => Ok(Self(None)),
            Some(Ok(key)) if (1..=KEY_LENGTH).contains(&key.len()) => {
                Ok(Self(Some(key.to_owned())))
            }
            Some(_) => Err(Failure::refused(common::BAD_REQUEST)),
        })
    }
}

/// A JSON answer with its version as the `ETag`.
pub fn tagged(
    mut builder: HttpResponseBuilder,
    version: i64,
    body: &impl Serialize,
) -> HttpResponse {
    builder.insert_header((ETAG, format!("\"v{version}\""))).json(body)
}
