//! A form with an optional file: its token first, then its texts, the file last. What was typed is
//! kept whatever happens to the file.

use crate::features::accounts::{Accounts, SignedIn, UploadForm};
use crate::features::objections::actions::NewFile;
use crate::features::objections::flows::receive;
use crate::kernel::errors::{Failure, common};
use crate::platform::app::App;
use crate::platform::files::{Limit, MediaType, Storage};
use crate::web::Fields;
use crate::web::forms::as_fault_of_file;
use actix_multipart::{Field, Multipart};
use actix_web::rt::time::timeout;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use std::time::Duration;

/// The parts before the file.
const TEXTS: [&str; 3] = ["csrf", "subject", "reason"];

/// The greatest length of a field's text, in bytes.
const LONGEST: usize = 40_000;

fn idle(app: &App) -> Duration {
    Duration::from_secs(app.settings.server.body_idle_seconds)
}

async fn next_part(app: &App, form: &mut Multipart) -> Result<Option<Field>, Failure> {
    let part = timeout(idle(app), form.next()).await;
    let part = part.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    part.transpose().map_err(|_| Failure::refused(common::BAD_REQUEST))
}

/// The name and the text of the next part.
async fn text(app: &App, form: &mut Multipart) -> Result<(&'static str, String), Failure> {
    let missing = || Failure::field("reason", common::field::REQUIRED);
    let mut field = next_part(app, form).await?.ok_or_else(missing)?;
    let name = TEXTS.into_iter().find(|name| field.name() == Some(name)).ok_or_else(missing)?;
    let bytes = timeout(idle(app), field.bytes(LONGEST)).await;
    let bytes = bytes.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    let bytes = bytes.map_err(|_| Failure::field(name, common::field::TOO_LONG))?;
    let bytes = bytes.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    let text = String::from_utf8(bytes.to_vec());
    let text = text.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    Ok((name, text.replace("\r\n", "\n")))
}

/// Reads the texts, in any order, and then checks the token; so what was typed can be handed back
/// if the session has ended.
///
/// # Errors
/// `forged_request`; a form of another shape.
pub(super) async fn texts(
    (app, accounts): (&App, &Accounts),
    sender: &UploadForm,
    request: &HttpRequest,
    form: &mut Multipart,
) -> Result<(SignedIn, Fields), Failure> {
    let mut fields = Fields::default();
    for _ in TEXTS {
        let (name, text) = text(app, form).await?;
        fields.set(name, text);
    }
    sender.keep(request, &fields);
    let caller = sender.with_token(accounts, fields.get("csrf"))?;
    Failure::when_any(fields.faults().collect())?;
    Ok((caller, fields))
}

/// The file, if one was chosen; otherwise a browser sends an empty part without a name.
///
/// # Errors
/// The fault found while receiving it, at its field.
pub(super) async fn file(
    (app, storage): (&App, &web::Data<Storage>),
    allowed: (Limit, Vec<MediaType>),
    form: &mut Multipart,
) -> Result<Option<NewFile>, Failure> {
    let Some(field) = next_part(app, form).await? else { return Ok(None) };
    let named = field.content_disposition().and_then(|header| header.get_filename());
    let file_name = named.unwrap_or_default().to_owned();
    if file_name.is_empty() {
        return Ok(None);
    }
    receive((app, storage), allowed, (file_name, field)).await.map(Some).map_err(as_fault_of_file)
}
