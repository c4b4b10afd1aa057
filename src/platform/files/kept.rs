//! A file that was received, looked into and put at its place on disk, so that a row may name it.

use super::receive::{Limit, Source, receive};
use super::{MediaType, Storage, label};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use actix_web::web::{Bytes, Data};
use futures_util::Stream;

/// What a file may be, as the act says that takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    pub limit: Limit,
    pub formats: Vec<MediaType>,
    /// What it is called where its sender gave it no name that can be shown.
    pub otherwise: &'static str,
}

/// A file at its place on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The sender's name for it, made safe.
    pub file_name: String,
    pub media_type: MediaType,
    pub size: u64,
    pub sha256: String,
}

/// Receives a file and keeps it.
///
/// # Errors
/// As [`receive`]; when the disk fails.
pub async fn keep<S, E>(
    storage: &Data<Storage>,
    source: Source<S>,
    allowed: Allowed,
    name: &str,
) -> Result<NewFile, Failure>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let Allowed { limit, formats, otherwise } = allowed;
    let received = receive(storage, source, limit, formats).await?;
    let new = NewFile {
        file_name: label(name, otherwise, received.media_type),
        media_type: received.media_type,
        size: received.size(),
        sha256: received.sha256().to_owned(),
    };
    let storage = storage.clone();
    blocking(move || received.keep(&storage)).await?;
    Ok(new)
}
