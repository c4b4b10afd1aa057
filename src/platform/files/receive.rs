//! Receiving a body: from the network to a whole, checked file on disk. One code path for a raw
//! body and for a form's part.

use super::format::{self, MediaType};
use super::incoming::{Incoming, Whole};
use super::{FILE_EMPTY, Storage};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::{Code, Failure, Refusal, common};
use crate::kernel::ids::UploadId;
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, Data};
use futures_util::{Stream, StreamExt};
use std::time::Duration;

/// A file that arrived completely and passed the examination. It is removed when this is dropped without
/// [`keep`](Self::keep).
#[derive(Debug)]
pub struct Received {
    pub(super) whole: Whole,
    pub media_type: MediaType,
}

impl Received {
    /// SHA-256 of the content, in hex.
    pub fn sha256(&self) -> &str {
        &self.whole.sha256
    }

    /// In bytes, at least 1.
    pub fn size(&self) -> u64 {
        self.whole.size
    }

    /// Moves the file to its permanent place; after this a database row may name it. Blocks.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep(self, storage: &Storage) -> Result<(), Failure> {
        Ok(storage.adopt(&self.whole)?)
    }
}

/// Bytes collected before they are handed to the thread that writes.
pub(super) const GATHER: usize = 256 * 1024;

/// The most bytes, and what to say when they are passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub bytes: u64,
    pub exceeded: Code,
}

impl Limit {
    pub fn refusal(self) -> Failure {
        let megabytes = self.bytes / 1_000_000;
        Refusal::new(self.exceeded).with("limit", self.bytes).with("megabytes", megabytes).into()
    }
}

/// Where the bytes come from, and how long the sender may be silent.
#[derive(Debug)]
pub struct Source<S> {
    pub stream: S,
    pub idle: Duration,
}

impl<S, E> Source<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        match timeout(self.idle, self.stream.next()).await {
            Err(_) => Err(Failure::refused(common::REQUEST_TIMEOUT)),
            Ok(None) => Ok(None),
            Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
            Ok(Some(Err(_))) => Err(Failure::refused(common::BAD_REQUEST)),
        }
    }
}

/// Receives one file. If anything goes wrong, nothing is left on disk.
///
/// # Errors
/// The limit's own code, at once; `request_timeout` when the sender falls silent; `bad_request`
/// when the body ends too early; `file_empty`; what the look inside finds.
pub async fn receive<S, E>(
    storage: &Data<Storage>,
    mut source: Source<S>,
    limit: Limit,
    formats: Vec<MediaType>,
) -> Result<Received, Failure>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let mut incoming = storage.begin()?;
    let (mut gathered, mut gathered_size, mut size) = (Vec::new(), 0, 0);
    while let Some(bytes) = source.next().await? {
        gathered_size += bytes.len();
        size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > limit.bytes {
            return Err(limit.refusal());
        }
        gathered.push(bytes);
        if gathered_size >= GATHER {
            incoming = write(incoming, std::mem::take(&mut gathered)).await?;
            gathered_size = 0;
        }
    }
    incoming = write(incoming, gathered).await?;
    let whole = blocking(move || Ok(incoming.finish()?)).await?;
    inspect(storage, whole, formats).await
}

async fn write(mut incoming: Incoming, gathered: Vec<Bytes>) -> Result<Incoming, Failure> {
    blocking(move || {
        gathered.iter().try_for_each(|bytes| incoming.write(bytes))?;
        Ok(incoming)
    })
    .await
}

async fn inspect(
    storage: &Data<Storage>,
    whole: Whole,
    formats: Vec<MediaType>,
) -> Result<Received, Failure> {
    if whole.size == 0 {
        return Err(Failure::refused(FILE_EMPTY));
    }
    let unavailable = |_| Failure::Unavailable("no more files are looked into".to_owned());
    let _turn = storage.inspections.acquire().await.map_err(unavailable)?;
    let storage = storage.clone();
    blocking(move || looked_into(&storage, whole, &formats)).await
}

fn looked_into(
    storage: &Storage,
    whole: Whole,
    formats: &[MediaType],
) -> Result<Received, Failure> {
    let media_type = format::check(&whole.read()?, formats)?;
    storage.gate.pass(whole.open()?, media_type)?;
    Ok(Received { whole, media_type })
}

/// Takes a file whose pieces are all there: reads it once, checks and hashes it. The pieces stay.
pub async fn gathered(
    storage: &Data<Storage>,
    upload: &UploadId,
    formats: Vec<MediaType>,
) -> Result<Received, Failure> {
    let unavailable = |_| Failure::Unavailable("no more files are looked into".to_owned());
    let _turn = storage.inspections.acquire().await.map_err(unavailable)?;
    let (kept, upload) = (storage.clone(), upload.clone());
    blocking(move || take(&kept, &kept.read_part(&upload)?, &formats)).await
}

/// Takes a file that is in memory already. Blocks.
pub fn take(storage: &Storage, bytes: &[u8], formats: &[MediaType]) -> Result<Received, Failure> {
    let mut incoming = storage.begin()?;
    incoming.write(bytes)?;
    looked_into(storage, incoming.finish()?, formats)
}
