//! A file that is being received: written, hashed and counted at the same time; removed unless it is kept.
//! Everything here blocks.

use crate::kernel::canonical;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Removes the file when it is dropped, whatever the reason: refused, half-sent, connection lost.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, file = %self.0.display(), "a temporary file stays behind");
            }
            _ => {}
        }
    }
}

/// The file while bytes arrive.
#[derive(Debug)]
pub(super) struct Incoming {
    place: Temporary,
    file: File,
    hasher: Sha256,
    size: u64,
}

impl Incoming {
    pub(super) fn create(path: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Self { place: Temporary(path), file, hasher: Sha256::new(), size: 0 })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hasher.update(bytes);
        self.size += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }

    /// All bytes are here: puts them on disk.
    pub(super) fn finish(self) -> io::Result<Whole> {
        self.file.sync_all()?;
        let sha256 = canonical::hex(&self.hasher.finalize());
        Ok(Whole { place: self.place, sha256, size: self.size })
    }
}

/// All bytes are on disk, but not yet under their final name.
#[derive(Debug)]
pub(super) struct Whole {
    place: Temporary,
    pub(super) sha256: String,
    pub(super) size: u64,
}

impl Whole {
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.place.0)
    }

    pub(super) fn open(&self) -> io::Result<File> {
        File::open(&self.place.0)
    }

    pub(super) fn path(&self) -> &Path {
        &self.place.0
    }
}
