//! The registry from the machine's console: filling it from a table.

use super::say;
use super::users::in_words;
use crate::features::problems::{Imported, import, seed_problems};
use crate::kernel::clock::Clock;
use crate::kernel::input_files;
use crate::platform::db::Database;
use anyhow::Context;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum ProblemsCommand {
    /// Take a table's problems into the registry as approved: all of them or, at any fault, none.
    /// Codes already there are left as they are.
    Import {
        /// A table with the columns of config/problems.csv; that very table unless told.
        file: Option<PathBuf>,
    },
}

pub(super) fn run(command: ProblemsCommand, database: &Database) -> anyhow::Result<()> {
    let ProblemsCommand::Import { file } = command;
    let table = file.map(|file| {
        input_files::text_of(&file).with_context(|| format!("cannot read {}", file.display()))
    });
    let (table, now) = (table.transpose()?, Clock::System.now());
    let Imported { added, skipped } = in_words(database.write(move |db| match &table {
        Some(table) => import(db, table, now),
        None => seed_problems(db, now),
    }))?;
    say(&format!("{added} problems added, {skipped} were there already"))
}
