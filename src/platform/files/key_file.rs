//! A secret key of 32 bytes in a file of its own, which no other account may read.

use crate::kernel::errors::Failure;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Reads the key; makes one where there is none.
///
/// # Errors
/// A file that others can read, or that is not 32 bytes long.
pub fn read_or_make(path: &Path) -> Result<[u8; 32], Failure> {
    if !path.exists() {
        make(path)?;
    }
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Failure::Unavailable(format!(
            "{} can be read by others (mode {:o}); run chmod 600 on it",
            path.display(),
            mode & 0o777
        )));
    }
    fs::read(path)?.try_into().map_err(|_| {
        Failure::Unavailable(format!("{} is not a signing key of 32 bytes", path.display()))
    })
}

/// Makes a key in a new file.
///
/// # Errors
/// When the file exists already, or the disk fails.
pub fn make(path: &Path) -> Result<(), Failure> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&seed)?;
    Ok(file.sync_all()?)
}
