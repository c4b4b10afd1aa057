//! Where an export waits until it is whole: in memory while it is small, then in a file without a
//! name, which is gone with its handle. Its hash is made on the way in.

use crate::kernel::canonical;
use sha2::{Digest, Sha256};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use tempfile::SpooledTempFile;

/// Up to so many bytes stay in memory.
const SMALL: usize = 512 * 1024;

pub(super) struct Scratch {
    file: SpooledTempFile,
    hash: Sha256,
    size: u64,
}

impl Scratch {
    /// In this folder: the system's own for temporary files may be memory.
    pub(super) fn new(folder: &Path) -> Self {
        let file = tempfile::spooled_tempfile_in(SMALL, folder);
        Self { file, hash: Sha256::new(), size: 0 }
    }

    /// The file from its beginning, its size, and the SHA-256 of all of it.
    pub(super) fn whole(mut self) -> io::Result<(SpooledTempFile, u64, String)> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok((self.file, self.size, canonical::hex(&self.hash.finalize())))
    }
}

impl Write for Scratch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
