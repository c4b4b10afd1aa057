//! The headers of the tus protocol, version 1.0.0 (tus.io/protocols/resumable-upload), and their
//! requirements. Core, creation, termination, expiration.

use crate::features::proposals::PartialUpload;
use crate::features::proposals::flows::Piece;
use crate::features::proposals::rules::{documents::MOST_BYTES, uploads::TUS_VERSION};
use crate::kernel::characters::composed;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common, common::field};
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, HttpDate, LOCATION,
};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::future::{Ready, ready};
use std::time::{Duration, UNIX_EPOCH};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSIONS: HeaderName = HeaderName::from_static("tus-version");
const UPLOAD_OFFSET: &str = "upload-offset";
const UPLOAD_LENGTH: &str = "upload-length";
const UPLOAD_METADATA: &str = "upload-metadata";
const UPLOAD_EXPIRES: &str = "upload-expires";
const PIECE_TYPE: &str = "application/offset+octet-stream";

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// A request in this version of the protocol; other versions are refused with `412`.
pub(super) struct Tus;

impl FromRequest for Tus {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let is_spoken = request.headers().get(TUS_RESUMABLE) == Some(&VERSION);
        ready(if is_spoken { Ok(Self) } else { Err(Failure::refused(TUS_VERSION)) })
    }
}

/// What a `POST` announces.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Announcement {
    pub(super) size: u64,
    pub(super) kind: String,
    pub(super) file_name: String,
    pub(super) file_modified: Option<i64>,
}

impl Announcement {
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let size = number(header(request, UPLOAD_LENGTH), "Upload-Length")?;
        let metadata = header(request, UPLOAD_METADATA).unwrap_or("");
        let kind = value_of(metadata, "kind")?;
        let modified = value_of(metadata, "modified")?;
        let file_modified = modified.map(|value| value.parse()).transpose();
        Ok(Self {
            size,
            kind: kind.ok_or_else(|| Failure::field("kind", field::REQUIRED))?,
            file_name: value_of(metadata, "filename")?.unwrap_or_default(),
            file_modified: file_modified
                .map_err(|_| Failure::field("modified", field::WRONG_SHAPE))?,
        })
    }
}

fn number(value: Option<&str>, name: &'static str) -> Result<u64, Failure> {
    let value = value.ok_or_else(|| Failure::field(name, field::REQUIRED))?;
    value.parse().map_err(|_| Failure::field(name, field::WRONG_SHAPE))
}

/// The value of this key: `key base64, key base64`.
fn value_of(metadata: &str, key: &'static str) -> Result<Option<String>, Failure> {
    let pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let mut values = pairs.filter(|(name, _)| *name == key).map(|(_, value)| value);
    let Some(value) = values.next() else { return Ok(None) };
    let unreadable = || Failure::field(key, field::WRONG_SHAPE);
    let bytes = STANDARD.decode(value.trim()).map_err(|_| unreadable())?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
    Ok(Some(composed(&text)))
}

/// What a `PATCH` announces.
pub(super) fn piece_of(request: &HttpRequest) -> Result<Piece, Failure> {
    if header(request, CONTENT_TYPE.as_str()) != Some(PIECE_TYPE) {
        return Err(Failure::refused(common::UNSUPPORTED_TYPE));
    }
    let length = header(request, CONTENT_LENGTH.as_str()).and_then(|value| value.parse().ok());
    Ok(Piece { offset: number(header(request, UPLOAD_OFFSET), "Upload-Offset")?, length })
}

/// An answer with the upload's offset, the time until which it is kept, and the document it became.
pub(super) fn standing(mut answer: HttpResponseBuilder, upload: &PartialUpload) -> HttpResponse {
    answer.insert_header((UPLOAD_OFFSET, upload.received));
    answer.insert_header((UPLOAD_LENGTH, upload.size));
    answer.insert_header((UPLOAD_EXPIRES, expires(upload.expires_at)));
    if let Some(document) = &upload.document {
        answer.insert_header((LOCATION, format!("/api/v1/documents/{document}/content")));
    }
    answer.finish()
}

fn expires(at: Timestamp) -> HttpDate {
    HttpDate::from(UNIX_EPOCH + Duration::from_micros(at.micros().unsigned_abs()))
}

/// An answer to a new upload.
pub(super) fn begun(place: String, expires_at: Timestamp) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((LOCATION, place))
        .insert_header((UPLOAD_OFFSET, 0))
        .insert_header((UPLOAD_EXPIRES, expires(expires_at)))
        .finish()
}

/// What the server supports.
pub(super) fn abilities() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((TUS_VERSIONS, VERSION))
        .insert_header(("tus-extension", "creation,termination,expiration"))
        .insert_header(("tus-max-size", MOST_BYTES))
        .finish()
}

/// Every answer about uploads names the version, refusals too; a refusal of the version names the
/// supported ones.
pub async fn with_tus_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let path = request.path();
    let is_upload = path.starts_with("/api/v1/uploads/")
        || (path.starts_with("/api/v1/proposals/") && path.ends_with("/uploads"));
    let mut response = next.call(request).await?;
    if is_upload {
        let is_wrong_version = response.status().as_u16() == TUS_VERSION.status;
        let headers = response.headers_mut();
        headers.insert(TUS_RESUMABLE, VERSION);
        if is_wrong_version {
            headers.insert(TUS_VERSIONS, VERSION);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn announced(
        length: &str,
        metadata: &str,
    ) -> Result<Announcement, Vec<(String, &'static str)>> {
        let request = TestRequest::post()
            .insert_header((UPLOAD_LENGTH, length))
            .insert_header((UPLOAD_METADATA, metadata));
        Announcement::of(&request.to_http_request()).map_err(|failure| match failure {
            Failure::Refused(problem) => {
                problem.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
            }
            _ => Vec::new(),
        })
    }

    #[test]
    fn the_metadata_is_pairs_of_a_key_and_base64() {
        let metadata = "kind cHJvcG9zYWw=,filename VXN1bGFuIMOpLnBkZg==, modified MTcwMA==,other";
        let expected = Announcement {
            size: 12,
            kind: "proposal".to_owned(),
            file_name: "Usulan é.pdf".to_owned(),
            file_modified: Some(1700),
        };
        assert_eq!(announced("12", metadata), Ok(expected));
        for (length, metadata, fault) in [
            ("12", "", ("kind", "required")),
            ("12", "kind !", ("kind", "wrong_shape")),
            ("12", "kind /w==", ("kind", "wrong_shape")),
            ("12", "kind cHJvcG9zYWw=,modified eA==", ("modified", "wrong_shape")),
            ("-1", "kind cHJvcG9zYWw=", ("Upload-Length", "wrong_shape")),
        ] {
            let fault = vec![(fault.0.to_owned(), fault.1)];
            assert_eq!(announced(length, metadata), Err(fault), "{length} {metadata}");
        }
    }
}
