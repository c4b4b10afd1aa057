//! A file that comes with a request: as the last part of a form, after its texts, or as the whole body.

use crate::kernel::errors::{Failure, Refusal, common};
use crate::platform::app::App;
use crate::platform::files::{self, Allowed, NewFile, Source, Storage, from_content_disposition};
use crate::web::Fields;
use actix_multipart::{Field, Multipart};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::rt::time::timeout;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, dev};
use futures_util::StreamExt;
use std::future::{Ready, ready};
use std::time::Duration;

/// What a text costs beside its own bytes, so that the number of texts has a limit too.
const EACH: usize = 64;

/// A form whose texts were read; its file still waits on the wire.
pub struct SentForm {
    pub fields: Fields,
    /// With the rest of the form, which holds the connection on which it comes.
    file: Option<(Field, Multipart)>,
}

fn idle(app: &App) -> Duration {
    Duration::from_secs(app.settings.server.body_idle_seconds)
}

impl SentForm {
    /// Reads the texts, in any order, up to the file. What comes after the file is not read.
    ///
    /// # Errors
    /// `request_timeout`, `too_large`, `bad_request`, `unsupported_type`.
    pub async fn read(
        request: &HttpRequest,
        payload: dev::Payload,
        app: &App,
    ) -> Result<Self, Failure> {
        let limit = app.settings.server.max_json_bytes;
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let fields = Fields::read(request, payload, limit).await?;
            return Ok(Self { fields, file: None });
        }
        let (mut parts, mut fields) =
            (Multipart::new(request.headers(), payload), Fields::default());
        let mut left = limit;
        while let Some(part) = next(&mut parts, idle(app)).await? {
            let header = part.content_disposition();
            if header.is_some_and(|header| header.get_filename().is_some()) {
                return Ok(Self { fields, file: Some((part, parts)) });
            }
            let (name, text) = text(part, idle(app), left).await?;
            let rest = left.checked_sub(name.len() + text.len() + EACH);
            left = rest.ok_or_else(|| Refusal::new(common::TOO_LARGE).with("limit", limit))?;
            fields.set(name, text.replace("\r\n", "\n"));
        }
        Ok(Self { fields, file: None })
    }

    /// Receives the file and keeps it; `None` where none was chosen: then a browser sends an empty part without a name.
    ///
    /// # Errors
    /// What is found while receiving it.
    pub async fn keep(
        &mut self,
        (app, storage): (&App, &Data<Storage>),
        allowed: Allowed,
    ) -> Result<Option<NewFile>, Failure> {
        let Some((part, parts)) = self.file.take() else { return Ok(None) };
        let named = part.content_disposition().and_then(|header| header.get_filename());
        let name = named.unwrap_or_default().to_owned();
        if name.is_empty() {
            return Ok(None);
        }
        let source = Source { stream: part, idle: idle(app) };
        let kept = files::keep(storage, source, allowed, &name).await;
        drop(parts);
        kept.map(Some)
    }
}

async fn next(parts: &mut Multipart, idle: Duration) -> Result<Option<Field>, Failure> {
    let part = timeout(idle, parts.next()).await;
    let part = part.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    part.transpose().map_err(|_| Failure::refused(common::BAD_REQUEST))
}

/// Name and text of a part that is no file.
async fn text(mut part: Field, idle: Duration, left: usize) -> Result<(String, String), Failure> {
    let unreadable = || Failure::refused(common::BAD_REQUEST);
    let name = part.name().map(str::to_owned).ok_or_else(unreadable)?;
    let bytes = timeout(idle, part.bytes(left)).await;
    let bytes = bytes.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    let too_large = |_| Failure::from(Refusal::new(common::TOO_LARGE).with("limit", left));
    let bytes = bytes.map_err(too_large)?.map_err(|_| unreadable())?;
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| unreadable())?;
    Ok((name, text))
}

/// The body of a request as a file, under the name that its sender gives it in `Content-Disposition`.
pub struct SentFile {
    name: String,
    payload: dev::Payload,
}

impl SentFile {
    /// Receives it and keeps it.
    ///
    /// # Errors
    /// What is found while receiving it.
    pub async fn keep(
        self,
        (app, storage): (&App, &Data<Storage>),
        allowed: Allowed,
    ) -> Result<NewFile, Failure> {
        let source = Source { stream: self.payload, idle: idle(app) };
        files::keep(storage, source, allowed, &self.name).await
    }
}

impl FromRequest for SentFile {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let header = request.headers().get(CONTENT_DISPOSITION).and_then(|it| it.to_str().ok());
        let name = header.and_then(from_content_disposition).unwrap_or_default();
        ready(Ok(Self { name, payload: payload.take() }))
    }
}
