//! Selection from the console: a kept run computed again, and the algorithms on anyone's tables.

use super::progress::while_working;
use super::{exits, say, selection_fill, selection_fit};
use crate::features::decisions::actions::{Proof, prove_outcomes};
use crate::features::selection::actions::replay;
use crate::kernel::ids::RunId;
use crate::kernel::progress::At;
use crate::platform::db::Database;
use anyhow::bail;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
#[command(after_help = exits(""))]
pub(super) enum SelectionCommand {
    /// Compute a kept run again from its kept inputs; exit 1 when a byte differs.
    #[command(after_help = exits(""))]
    Replay {
        /// The run's id.
        id: String,
        /// Print the findings computed now.
        #[arg(long)]
        print: bool,
    },
    Fill(selection_fill::FillArguments),
    Check(selection_fill::CheckArguments),
    /// Fit the statistical model to scores: calibrated quality, uncertainty, P(selected).
    Fit(selection_fit::FitArguments),
}

/// Runs the commands that need the database.
pub(super) fn replay_run(database: &Database, id: &str, print: bool) -> anyhow::Result<()> {
    let Ok(id) = id.parse::<RunId>() else { bail!("{id} is not a run's id") };
    let place = || At::open("computing the ranking again", 0);
    let outcome = while_working(place, || database.read(|db| replay(db, &id)))?;
    let proofs = database.read(|db| prove_outcomes(db, &id))?;
    if print {
        say(&outcome.document)?;
    }
    if !outcome.hashes_hold {
        bail!(
            "run {id}: the kept papers or the call's rules do not have the hashes noted with them"
        );
    }
    if !outcome.is_identical {
        bail!("run {id}: computing again gives other findings than were kept");
    }
    say(&format!(
        "run {} of call {}: computed again, byte for byte the same ({})",
        outcome.run.number, outcome.run.call, outcome.run.document_hash
    ))?;
    for Proof { decision, outcomes_hash, holds } in proofs {
        if !holds {
            bail!("decision {decision}: the kept outcomes do not have the hash that was approved");
        }
        say(&format!("decision {decision}: the outcomes have their hash ({outcomes_hash})"))?;
    }
    Ok(())
}
