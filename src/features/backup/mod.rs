//! Administration of the machine: the checks before the program serves (file modes, whether
//! database, files and keys belong together), backups, and restoring them. Everything here blocks
//! the thread and reports to the operator.

mod archive;
mod belonging;
mod making;
mod modes;
mod restore;
mod tally;

pub use belonging::{DEMO_MARK, before_opening, belong_together, refuse_demo, refuse_real};
pub use making::{Made, Order, back_up};
pub use modes::{close_to_others, refuse_open_modes};
pub use restore::{Restored, restore};

use crate::features::accounts::{self, Accounts};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::progress::{At, Watch};
use crate::kernel::settings::Settings;
use crate::platform::db::{Database, Db};
use crate::platform::ledger;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The number of encrypted second factors, and how many of them the key decrypts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seals {
    pub all: usize,
    pub opened: usize,
}

/// Used both for a backup and for restoring it.
struct Place<'a> {
    settings: &'a Settings,
}

impl Place<'_> {
    fn data(&self) -> &Path {
        &self.settings.data.folder
    }

    fn file(&self, sha256: &str) -> PathBuf {
        let (folder, name) = sha256.split_at_checked(2).unwrap_or(("", sha256));
        self.data().join("files").join(folder).join(name)
    }
}

/// Logs, with the remedy, if the key is not the one that encrypted the second factors.
pub fn look_at_seals(database: &Database, settings: &Settings) -> anyhow::Result<()> {
    let accounts = Accounts::open(settings).context("the signing key")?;
    let seals = database.read(|db| seals(db, &accounts))?;
    if seals.opened < seals.all {
        let key = settings.data.folder.join("signing.key");
        tracing::warn!(
            "{} does not open {} of {} second factors: their owners cannot sign in by their apps. If this is not \
             the key that was here before, put that one back (it is in every backup by `tubel backup`) and start \
             again. If it is lost, `tubel user reset-second-factor EMAIL` for each of them (docs/operating.md, \
             Putting back)",
            key.display(),
            seals.all - seals.opened,
            seals.all
        );
    }
    Ok(())
}

fn seals(db: &mut Db, accounts: &Accounts) -> Result<Seals, Failure> {
    let (all, opened) = accounts::actions::count_seals(db, &accounts.sealing)?;
    Ok(Seals { all, opened })
}

/// Checks the record from its beginning, including every known head.
fn verify_chain(db: &mut Db, known: &[(i64, String)], watch: &Watch<'_>) -> anyhow::Result<()> {
    let (mut chain, head) = (ledger::Chain::default(), ledger::head(db)?.seq);
    loop {
        let entries = ledger::entries_after(db, chain.length(), ledger::Wanted::default(), 1000)?;
        if entries.is_empty() {
            break;
        }
        watch(At::counted("following the record", chain.length(), head));
        for entry in &entries {
            chain.follow(entry)?;
            let contradicted =
                known.iter().any(|(seq, hash)| *seq == entry.seq && hash != &entry.hash);
            anyhow::ensure!(
                !contradicted,
                "entry {} is not the one known from elsewhere",
                entry.seq
            );
        }
    }
    let beyond = known.iter().find(|(seq, _)| *seq > chain.length());
    anyhow::ensure!(
        beyond.is_none(),
        "the record ends at entry {}, before one that is known from elsewhere",
        chain.length()
    );
    Ok(())
}

/// When it was made, as text.
fn instant(at: Timestamp) -> String {
    at.to_string()
}
