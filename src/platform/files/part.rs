//! A file that arrives in pieces. Between them it is in `partial/`; one request at a time holds it. Only bytes
//! that are safely on disk count as received; bytes after them are cut off.

use super::receive::GATHER;
use super::{Source, Storage};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UploadId;
use actix_web::web::Bytes;
use futures_util::Stream;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// At most so many bytes are lost when the machine crashes.
const STRETCH: u64 = 1024 * 1024;

/// The file, locked until this value is dropped, also against other programs on the same folder.
#[derive(Debug)]
pub struct Part {
    file: File,
    length: u64,
}

/// What came in before the bytes were put on disk.
#[derive(Debug)]
pub struct Stretch {
    /// All of them are on disk.
    pub bytes: u64,
    /// None while more may come.
    pub end: Option<End>,
}

/// How a piece ended.
#[derive(Debug)]
pub enum End {
    Whole,
    /// More bytes than were announced; those are not kept.
    TooMany,
    /// The connection was lost or stalled; what had arrived is kept.
    Broken(Failure),
}

impl Part {
    /// How many bytes the file had when it was opened.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Cuts the file at `offset` and continues there. Blocks.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn continue_at(mut self, offset: u64) -> Result<Self, Failure> {
        self.file.set_len(offset)?;
        self.file.seek(SeekFrom::Start(offset))?;
        Ok(self)
    }

    /// Receives the next bytes, at most about a megabyte of them, and puts them on disk.
    ///
    /// # Errors
    /// When the disk fails. A failing sender is not an error here, see [`End`].
    pub async fn receive<S, E>(
        mut self,
        source: &mut Source<S>,
        most: u64,
    ) -> Result<(Self, Stretch), Failure>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let (mut bytes, mut end) = (0, None);
        while end.is_none() && bytes < STRETCH {
            let (gathered, size, ended) = gather(source, most.saturating_sub(bytes)).await;
            self = self.write(gathered).await?;
            (bytes, end) = (bytes + size, ended);
        }
        let part = blocking(move || {
            self.file.sync_data()?;
            Ok(self)
        });
        Ok((part.await?, Stretch { bytes, end }))
    }

    async fn write(mut self, gathered: Vec<Bytes>) -> Result<Self, Failure> {
        blocking(move || {
            gathered.iter().try_for_each(|bytes| self.file.write_all(bytes))?;
            Ok(self)
        })
        .await
    }
}

/// Bytes for the disk's thread, their number, and how the piece ended if it did.
async fn gather<S, E>(source: &mut Source<S>, most: u64) -> (Vec<Bytes>, u64, Option<End>)
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let (mut gathered, mut size) = (Vec::new(), 0_usize);
    let total = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
    while size < GATHER {
        let bytes = match source.next().await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return (gathered, total(size), Some(End::Whole)),
            Err(failure) => return (gathered, total(size), Some(End::Broken(failure))),
        };
        if total(size + bytes.len()) > most {
            return (gathered, total(size), Some(End::TooMany));
        }
        size += bytes.len();
        gathered.push(bytes);
    }
    (gathered, total(size), None)
}

impl Storage {
    fn part(&self, upload: &UploadId) -> PathBuf {
        self.partial.join(upload.as_str())
    }

    /// The upload's file, empty when there was none; `None` while another request holds it. Blocks.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn open_part(&self, upload: &UploadId) -> Result<Option<Part>, Failure> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.part(upload))?;
        match file.try_lock() {
            Ok(()) => {
                let length = file.metadata()?.len();
                if length == 0 {
                    // The new file's name must be on disk before its bytes count as received.
                    File::open(&self.partial)?.sync_all()?;
                }
                Ok(Some(Part { file, length }))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    pub(super) fn read_part(&self, upload: &UploadId) -> io::Result<Vec<u8>> {
        fs::read(self.part(upload))
    }

    /// Removes the upload's file, if there is one. Blocks.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn remove_part(&self, upload: &UploadId) -> Result<(), Failure> {
        match fs::remove_file(self.part(upload)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The uploads that have a file. Blocks.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn parts(&self) -> Result<Vec<UploadId>, Failure> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.partial)? {
            found.extend(entry?.file_name().to_str().and_then(|name| name.parse().ok()));
        }
        Ok(found)
    }
}
