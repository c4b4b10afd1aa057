//! Writes letters into a folder when no relay is configured: one `.eml` file per letter, which any mail program
//! opens. A letter that is written twice gives the same file.

use super::rules::Undelivered;
use crate::kernel::errors::Failure;
use crate::kernel::ids::MailId;
use lettre::Message;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder `mail` in the data folder, for the program's own account only.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn open(data: &Path) -> Result<Self, Failure> {
        let path = data.join("mail");
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }

    /// Writes a letter; a full disk is a reason to try later.
    pub(super) async fn deliver(&self, id: &MailId, message: &Message) -> Result<(), Undelivered> {
        let (folder, name, bytes) = (self.0.clone(), format!("{id}.eml"), message.formatted());
        let written =
            crate::kernel::blocking::blocking(move || Ok(write(&folder, &name, &bytes)?)).await;
        written.map_err(|failure| Undelivered::Unreachable(reason(&failure)))
    }
}

fn reason(failure: &Failure) -> String {
    match failure {
        Failure::File(error) => format!("the file could not be written: {error}"),
        other => other.to_string(),
    }
}

/// Writes the whole file or none. Other accounts on this machine cannot read it.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = folder.join(format!("{name}.part"));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(unfinished, folder.join(name))
}
