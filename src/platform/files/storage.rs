//! The folder of files: `files/ab/cdef…`, named by the SHA-256 of the content alone, so no name
//! from outside ever reaches the file system and the same content is stored once. Files on their
//! way in lie in `incoming/` on the same volume until they are whole; those that come in pieces in
//! `partial/`, under their upload's id.

use super::{
    FILE_DAMAGED, Gate,
    incoming::{Incoming, Whole},
};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::random_text;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use tokio::sync::Semaphore;

/// An incoming file that nobody has written to for so long was abandoned. A running upload is ended long before
/// (`server.body_idle_seconds`).
const STALE_SECONDS: i64 = 3600;

/// Files looked into at the same time, at most: each is held in memory meanwhile.
const INSPECTIONS_AT_ONCE: usize = 2;

/// Where files are kept. One for the whole program.
#[derive(Debug)]
pub struct Storage {
    files: PathBuf,
    incoming: PathBuf,
    pub(super) partial: PathBuf,
    pub(super) inspections: Semaphore,
    pub(super) gate: Gate,
}

/// A file whose bytes have been found to fit its name, opened at its beginning.
#[derive(Debug)]
pub struct Verified {
    pub(super) file: File,
    pub(super) size: u64,
}

impl Verified {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The file itself, for a process that reads it.
    pub fn into_file(self) -> File {
        self.file
    }
}

impl Read for Verified {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Storage {
    /// Opens the storage under the data folder and removes what a crash left half-received.
    ///
    /// # Errors
    /// When the folders cannot be made or read.
    pub fn open(data: &Path, now: Timestamp) -> io::Result<Self> {
        let (files, incoming) = (data.join("files"), data.join("incoming"));
        let partial = data.join("partial");
        for folder in [&files, &incoming, &partial] {
            make_folder(folder)?;
        }
        File::open(data)?.sync_all()?;
        sweep(&incoming, now)?;
        Self::looking_at(data)
    }

    /// Opens the storage without changing anything in it.
    pub fn looking_at(data: &Path) -> io::Result<Self> {
        let (files, incoming) = (data.join("files"), data.join("incoming"));
        let partial = data.join("partial");
        let inspections = Semaphore::new(INSPECTIONS_AT_ONCE);
        Ok(Self { files, incoming, partial, inspections, gate: Gate::open(Path::new(""))? })
    }

    /// With another program than this one to look into files.
    pub fn examined_by(self, program: &Path) -> io::Result<Self> {
        Ok(Self { gate: Gate::open(program)?, ..self })
    }

    /// A new, empty file on its way in.
    pub(super) fn begin(&self) -> Result<Incoming, Failure> {
        let path = self.incoming.join(random_text()?);
        Ok(Incoming::create(path)?)
    }

    /// Moves a complete file to its place: rename, then sync both folders. Replacing a file of the same hash does
    /// no harm and repairs one that was damaged.
    pub(super) fn adopt(&self, whole: &Whole) -> io::Result<()> {
        let place = self.place(&whole.sha256);
        let folder = place.parent().unwrap_or(&self.files);
        make_folder(folder)?;
        fs::rename(whole.path(), &place)?;
        File::open(folder)?.sync_all()?;
        // The folder itself may be new, or be another upload's that is not on disk yet.
        File::open(&self.files)?.sync_all()
    }

    /// Opens the file of this hash and reads it through once. Blocks.
    ///
    /// # Errors
    /// `file_damaged` when it is missing or its bytes have another hash.
    pub fn open_verified(&self, sha256: &str) -> Result<Verified, Failure> {
        let mut file = match File::open(self.place(sha256)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(damaged(sha256, "missing"));
            }
            opened => opened?,
        };
        let (found, size) = hash_of(&mut file)?;
        if found != sha256 {
            return Err(damaged(sha256, "its bytes have another hash"));
        }
        file.rewind()?;
        Ok(Verified { file, size })
    }

    /// Removes a file that nothing needs any more. Answers false while the file is so new that an upload of the same
    /// content may be about to use it. Blocks.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, sha256: &str, now: Timestamp) -> io::Result<bool> {
        let place = self.place(sha256);
        let found = match fs::metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            found => found?,
        };
        if age(&found, now)? <= STALE_SECONDS {
            return Ok(false);
        }
        fs::remove_file(&place)?;
        File::open(place.parent().unwrap_or(&self.files))?.sync_all()?;
        Ok(true)
    }

    fn place(&self, sha256: &str) -> PathBuf {
        let (folder, name) = sha256.split_at_checked(2).unwrap_or(("", sha256));
        self.files.join(folder).join(name)
    }
}

fn damaged(sha256: &str, why: &str) -> Failure {
    tracing::error!(sha256, why, "a stored file is damaged");
    Refusal::new(FILE_DAMAGED).into()
}

fn hash_of(file: &mut File) -> io::Result<(String, u64)> {
    let (mut hasher, mut size) = (Sha256::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok((canonical::hex(&hasher.finalize()), size));
        };
        hasher.update(bytes);
        size += u64::try_from(read).unwrap_or(0);
    }
}

/// Makes a folder that only this program's account may enter.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Seconds since a file was last written.
fn age(file: &fs::Metadata, now: Timestamp) -> io::Result<i64> {
    let touched = file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let touched = i64::try_from(touched.as_micros()).unwrap_or(i64::MAX);
    Ok(now.seconds_since(Timestamp::from_micros(touched)))
}

fn sweep(incoming: &Path, now: Timestamp) -> io::Result<()> {
    for entry in fs::read_dir(incoming)? {
        let entry = entry?;
        if age(&entry.metadata()?, now)? > STALE_SECONDS {
            tracing::warn!(file = %entry.path().display(), "removed a half-received file");
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 4_000_000_000_000_000;

    #[test]
    fn what_a_crash_left_half_received_is_swept_and_a_living_upload_is_not() {
        let data = tempfile::tempdir().unwrap();
        let incoming = data.path().join("incoming");
        fs::create_dir(&incoming).unwrap();
        let written = |name: &str, age: u64| {
            let file = File::create(incoming.join(name)).unwrap();
            let now = UNIX_EPOCH + std::time::Duration::from_micros(NOW.unsigned_abs());
            file.set_modified(now - std::time::Duration::from_secs(age)).unwrap();
        };
        written("old", 3700);
        written("young", 3500);
        Storage::open(data.path(), Timestamp::from_micros(NOW)).unwrap();
        assert!(!incoming.join("old").exists());
        assert!(incoming.join("young").exists());
    }

    #[test]
    fn a_file_is_removed_once_no_upload_of_it_can_be_under_way() {
        let data = tempfile::tempdir().unwrap();
        let storage = Storage::open(data.path(), Timestamp::from_micros(NOW)).unwrap();
        let mut incoming = storage.begin().unwrap();
        incoming.write(b"surat").unwrap();
        let whole = incoming.finish().unwrap();
        let sha256 = whole.sha256.clone();
        storage.adopt(&whole).unwrap();
        let written = fs::metadata(storage.place(&sha256)).unwrap().modified().unwrap();
        let written = written.duration_since(UNIX_EPOCH).unwrap().as_micros();
        let written = Timestamp::from_micros(i64::try_from(written).unwrap());
        assert!(!storage.remove(&sha256, written.plus_seconds(3600)).unwrap());
        assert!(storage.place(&sha256).exists());
        assert!(storage.remove(&sha256, written.plus_seconds(3602)).unwrap());
        assert!(!storage.place(&sha256).exists());
        assert!(storage.remove(&sha256, written).unwrap(), "gone already");
    }

    #[test]
    fn a_file_whose_bytes_no_longer_fit_its_name_is_refused() {
        let data = tempfile::tempdir().unwrap();
        let storage = Storage::open(data.path(), Timestamp::from_micros(NOW)).unwrap();
        let mut incoming = storage.begin().unwrap();
        incoming.write(b"surat").unwrap();
        let whole = incoming.finish().unwrap();
        let sha256 = whole.sha256.clone();
        storage.adopt(&whole).unwrap();
        assert_eq!(storage.open_verified(&sha256).unwrap().size, 5);
        fs::write(storage.place(&sha256), b"surah").unwrap();
        let refused = storage.open_verified(&sha256).unwrap_err();
        assert!(matches!(refused, Failure::Refused(problem) if problem.code == FILE_DAMAGED));
    }
}
