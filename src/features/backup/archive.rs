//! The file of a backup: a ZIP that any tool can list, with a manifest of its content. Its last 64
//! bytes (the ZIP's comment) are the SHA-256 of all bytes before them; so an archive that was cut
//! or changed anywhere is refused before anything is written. It is written under a temporary name
//! and renamed when it is complete and on disk.

use super::Seals;
use super::tally::Tallied;
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::progress::{At, Watch};
use crate::platform::ledger::Head;
use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The format of the manifest and of the names in the archive; a later program may write another.
pub(super) const FORMAT: &str = "tubel-backup/1";
const MANIFEST: &str = "manifest.json";
/// Hex digits of the hash at the end.
const SEAL: usize = 64;
/// Bytes that are hashed between two reports of progress.
const PIECE: u64 = 16 << 20;
/// Far more than the manifest of a million files would need.
const LONGEST_MANIFEST: u64 = 1 << 30;

/// What is in the archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) format: String,
    /// The version of the program that wrote it.
    pub(super) program: String,
    pub(super) made_at: Timestamp,
    pub(super) engine: String,
    /// The migrations that the database had.
    pub(super) steps: Vec<String>,
    pub(super) instance: Option<String>,
    /// The head of the record.
    pub(super) head: Head,
    pub(super) tables: BTreeMap<String, Tallied>,
    /// All other files in the archive, by name.
    pub(super) entries: BTreeMap<String, Entry>,
    /// Files that rows name and that are not on the disk; only if this was permitted.
    pub(super) missing: Vec<String>,
    pub(super) seals: Seals,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Counts and hashes the bytes that pass through.
struct Weighed<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W> Weighed<W> {
    fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    fn note(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    fn entry(self) -> Entry {
        Entry { bytes: self.bytes, sha256: canonical::hex(&self.hash.finalize()) }
    }
}

impl<W: Write> Write for Weighed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.note(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Weighed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.note(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// An unfinished file under a temporary name; deleted unless it is completed.
struct Unfinished {
    path: PathBuf,
    is_kept: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, file = %self.path.display(), "an unfinished backup stays behind");
        }
    }
}

/// An archive that is being written.
pub(super) struct ArchiveWriter {
    zip: ZipWriter<BufWriter<File>>,
    entries: BTreeMap<String, Entry>,
    unfinished: Unfinished,
    place: PathBuf,
}

impl ArchiveWriter {
    /// Under a temporary name, readable by its owner only. Only one at a time; the rest of a killed
    /// run is overwritten.
    pub(super) fn create(place: &Path) -> anyhow::Result<Self> {
        let name = place.file_name().context("the backup needs a file's name")?;
        ensure!(!place.is_dir(), "{} is a folder", place.display());
        let mut part = name.to_owned();
        part.push(".part");
        let path = place.with_file_name(part);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).with_context(|| path.display().to_string())?;
        match file.try_lock() {
            Ok(()) => file.set_len(0)?,
            Err(TryLockError::WouldBlock) => bail!("another backup writes {}", path.display()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        Ok(Self {
            zip: ZipWriter::new(BufWriter::with_capacity(1 << 20, file)),
            entries: BTreeMap::new(),
            unfinished: Unfinished { path, is_kept: false },
            place: place.to_owned(),
        })
    }

    /// Adds an entry; `write` fills it.
    pub(super) fn add(
        &mut self,
        name: &str,
        is_packed: bool,
        write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<Entry> {
        self.start(name, is_packed)?;
        let mut weighed = Weighed::new(&mut self.zip);
        write(&mut weighed)?;
        let entry = weighed.entry();
        self.entries.insert(name.to_owned(), entry.clone());
        Ok(entry)
    }

    fn start(&mut self, name: &str, is_packed: bool) -> anyhow::Result<()> {
        let method = if is_packed {
            zip::CompressionMethod::Deflated
        } else {
            zip::CompressionMethod::Stored
        };
        let options = SimpleFileOptions::default().compression_method(method);
        Ok(self.zip.start_file(name, options.large_file(true).unix_permissions(0o600))?)
    }

    /// Adds a file as it is.
    pub(super) fn add_file(&mut self, name: &str, file: &Path) -> anyhow::Result<Entry> {
        let mut reading = File::open(file).with_context(|| file.display().to_string())?;
        self.add(name, true, |out| {
            io::copy(&mut reading, out).with_context(|| file.display().to_string())?;
            Ok(())
        })
    }

    /// Writes the manifest and the hash at the end, syncs to disk, and renames it.
    pub(super) fn finish(
        mut self,
        manifest: impl FnOnce(BTreeMap<String, Entry>) -> Manifest,
        watch: &Watch<'_>,
    ) -> anyhow::Result<u64> {
        let manifest = manifest(std::mem::take(&mut self.entries));
        self.start(MANIFEST, true)?;
        serde_json::to_writer_pretty(&mut self.zip, &manifest)?;
        self.zip.set_comment("0".repeat(SEAL))?;
        let mut file = self.zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        let size = file.seek(SeekFrom::End(0))?;
        let sealed = size - SEAL as u64;
        let hash = hash_of(&mut file, sealed, watch)?;
        file.seek(SeekFrom::Start(sealed))?;
        file.write_all(hash.as_bytes())?;
        file.sync_all()?;
        fs::rename(&self.unfinished.path, &self.place)?;
        self.unfinished.is_kept = true;
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(size)
    }
}

fn hash_of(file: &mut File, bytes: u64, watch: &Watch<'_>) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut content = BufReader::with_capacity(1 << 20, file).take(bytes);
    let mut weighed = Weighed::new(io::sink());
    while io::copy(&mut content.by_ref().take(PIECE), &mut weighed)? > 0 {
        watch(At::counted("reading the archive, MiB", weighed.bytes >> 20, bytes >> 20));
    }
    Ok(weighed.entry().sha256)
}

/// An archive that was checked completely.
pub(super) struct Archive {
    zip: ZipArchive<BufReader<File>>,
    pub(super) manifest: Manifest,
}

impl Archive {
    /// Opens it, and checks every byte before using any.
    pub(super) fn open(path: &Path, watch: &Watch<'_>) -> anyhow::Result<Self> {
        let mut file = File::open(path).with_context(|| path.display().to_string())?;
        check_seal(&mut file, watch).with_context(|| path.display().to_string())?;
        file.seek(SeekFrom::Start(0))?;
        let mut zip = ZipArchive::new(BufReader::new(file))?;
        let manifest = read_manifest(&mut zip)?;
        let mut archive = Self { zip, manifest };
        archive.check_entries(watch)?;
        Ok(archive)
    }

    fn check_entries(&mut self, watch: &Watch<'_>) -> anyhow::Result<()> {
        let names = self.zip.file_names().map(|name| name.map(Into::into));
        let names: Vec<String> = names.collect::<Result<_, _>>()?;
        let listed = self.manifest.entries.len() + 1;
        ensure!(
            names.len() == listed,
            "the archive has {} entries, its manifest names {listed}",
            names.len()
        );
        for (index, name) in names.iter().enumerate().filter(|(_, name)| *name != MANIFEST) {
            watch(At::counted("checking what is in the archive", index, listed));
            check_name(name)?;
            self.read(name, |content| Ok(io::copy(content, &mut io::sink()).map(drop)?))?;
        }
        Ok(())
    }

    /// Passes an entry's content on; afterwards refuses it if it differs from the manifest.
    pub(super) fn read<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn BufRead) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let listed = self.manifest.entries.get(name).cloned();
        let listed = listed.with_context(|| format!("{name} is not in the manifest"))?;
        let entry = self.zip.by_name(name)?;
        // Reading one byte more than expected shows that there is too much.
        let mut content = BufReader::new(Weighed::new(entry.take(listed.bytes + 1)));
        let outcome = read(&mut content)?;
        io::copy(&mut content, &mut io::sink())?;
        let found = content.into_inner().entry();
        ensure!(found == listed, "{name} is not what the manifest says");
        Ok(outcome)
    }

    /// Names of entries in this folder of the archive.
    pub(super) fn names_in(&self, folder: &str) -> Vec<String> {
        let names = self.manifest.entries.keys();
        names.filter(|name| name.starts_with(folder)).cloned().collect()
    }
}

fn check_seal(file: &mut File, watch: &Watch<'_>) -> anyhow::Result<()> {
    let size = file.seek(SeekFrom::End(0))?;
    let sealed = size.checked_sub(SEAL as u64).context("this is no backup of tubel")?;
    file.seek(SeekFrom::Start(sealed))?;
    let mut seal = Vec::new();
    file.read_to_end(&mut seal)?;
    let hash = hash_of(file, sealed, watch)?;
    ensure!(
        seal == hash.as_bytes(),
        "this is no backup of tubel, or it was cut short or changed; nothing was written"
    );
    Ok(())
}

#[derive(Deserialize)]
struct Formatted {
    format: String,
    program: String,
}

fn read_manifest(zip: &mut ZipArchive<BufReader<File>>) -> anyhow::Result<Manifest> {
    let mut text = Vec::new();
    zip.by_name(MANIFEST)?.take(LONGEST_MANIFEST).read_to_end(&mut text)?;
    let Formatted { format, program } = serde_json::from_slice(&text).context(MANIFEST)?;
    ensure!(
        format == FORMAT,
        "the backup is of format {format} by tubel {program}, this program reads {FORMAT}: use the newer program"
    );
    serde_json::from_slice(&text).context(MANIFEST)
}

/// Only names that this program uses, so that no path leads out of the target folder.
fn check_name(name: &str) -> anyhow::Result<()> {
    let path = Path::new(name);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)))
        && !name.contains(['\\', ':', '\0'])
        && !name.starts_with('/')
        && !name.ends_with('/');
    let folders = ["database/", "files/", "keys/", "templates/", "settings/"];
    let is_ours = folders.iter().any(|folder| name.starts_with(folder));
    ensure!(is_plain && is_ours, "the archive holds {name:?}, which no backup of tubel does");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let refused = [
            "../x",
            "files/../../x",
            "/etc/passwd",
            "files//../x",
            "C:/x",
            "files\\..\\x",
            "x",
            "files/",
            "",
            "other/x",
            "files/./../../x",
        ];
        for name in refused {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in ["files/ab/cd", "database/users.jsonl", "keys/signing.key"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }
}
