//! Only the program's own account may read its data: new files are made that way, and files with
//! wider modes are refused at the start, with the command that corrects them.

use crate::kernel::settings::Settings;
use crate::platform::db::Engine;
use anyhow::bail;
use std::fs;
use std::path::PathBuf;

/// Makes everything that this process creates accessible to its own account only.
pub fn close_to_others() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_bits_truncate(0o077));
}

/// The files and folders that no other account may access.
fn kept(settings: &Settings) -> anyhow::Result<Vec<PathBuf>> {
    let data = &settings.data.folder;
    let mut kept = vec![data.clone()];
    let folders = ["files", "incoming", "partial", "mail", "restored"];
    kept.extend(folders.iter().map(|folder| data.join(folder)));
    if data.is_dir() {
        for entry in fs::read_dir(data)? {
            let path = entry?.path();
            let ending = path.extension();
            if ending.is_some_and(|ending| ending == "key" || ending == "db") {
                kept.push(path);
            }
        }
    }
    kept.extend(Engine::from_url(&settings.database.url)?.files());
    kept.retain(|path| path.exists());
    kept.sort();
    kept.dedup();
    Ok(kept)
}

/// Refuses to continue while another account of this machine can read or enter any of them.
///
/// # Errors
/// When another account can; when the modes cannot be read.
#[cfg(unix)]
pub fn refuse_open_modes(settings: &Settings) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let (mut open, mut commands) = (Vec::new(), Vec::new());
    for path in kept(settings)? {
        let mode = fs::metadata(&path)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let (path_text, wanted) = (path.display(), if path.is_dir() { 700 } else { 600 });
            open.push(format!("{path_text} (mode {mode:o})"));
            commands.push(format!("chmod {wanted} '{path_text}'"));
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    bail!(
        "other accounts of this machine may read what is kept here: {}. Close it with: {}",
        open.join(", "),
        commands.join(" && ")
    )
}

/// Other systems do not have these modes.
#[cfg(not(unix))]
pub fn refuse_open_modes(_settings: &Settings) -> anyhow::Result<()> {
    Ok(())
}
