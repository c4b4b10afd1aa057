//! Acts in several steps, for the API and for pages.

use super::StudyFile;
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::files::{self, Limit, MediaType, Source, Storage};
use actix_web::web::{self, Bytes};
use futures_util::Stream;
use std::time::Duration;

/// Receives a file and puts it at its place on disk; afterwards a row may name it.
pub(super) async fn receive<S, E>(
    (app, storage): (&App, &web::Data<Storage>),
    (limit, formats): (Limit, Vec<MediaType>),
    (file_name, stream): (String, S),
) -> Result<StudyFile, Failure>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let source =
        Source { stream, idle: Duration::from_secs(app.settings.server.body_idle_seconds) };
    let received = files::receive(storage, source, limit, formats).await?;
    let new = StudyFile {
        file_name: files::label(&file_name, "dokumen", MediaType::Pdf),
        size: received.size(),
        sha256: received.sha256().to_owned(),
    };
    let storage = storage.clone();
    blocking(move || received.keep(&storage)).await?;
    Ok(new)
}
