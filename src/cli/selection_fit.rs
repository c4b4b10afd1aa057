//! `tubel selection fit`: the statistical model over anyone's scores, from a CSV file to a table or JSON.
//!
//! No database: the same file, seats and seed give the same bytes on any machine.

mod decimal;
mod report;
mod scores_file;

use super::progress::while_working;
use crate::kernel::progress::At;
use anyhow::{Context, ensure};
use decimal::{Decimal, Scale};
use scores_file::ScoresFile;
use selection_math::model::{
    CLOSED_FORM, DrawPlan, Drawn, Fit, FitSettings, Panel, ZoneBounds, default_draws, fit, p_top,
    p_top_closed, seed_from_text, standings,
};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `tubel selection fit` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = super::exits(""))]
pub(super) struct FitArguments {
    /// CSV file with the columns proposal, reviewer, score; a score is a decimal number, exact to 9
    /// decimals (further digits are rounded). Higher is better. Separated by commas, or by semicolons
    /// or tabs; then 62,5 is read as 62.5.
    #[arg(long, value_name = "FILE")]
    scores: PathBuf,
    /// The lowest score there is; a row below it is refused.
    #[arg(long, value_name = "SCORE", allow_hyphen_values = true)]
    lowest: Option<Decimal>,
    /// The highest score there is; a row above it is refused.
    #[arg(long, value_name = "SCORE", allow_hyphen_values = true)]
    highest: Option<Decimal>,
    /// How many proposals will be selected.
    #[arg(long, value_name = "K")]
    seats: usize,
    /// Seed of the draws, any text; the same seed gives the same numbers.
    #[arg(long, value_name = "S")]
    seed: String,
    /// Number of draws, rounded up to a multiple of 32 [default: 100000, fewer for large fields;
    /// above 20,000 proposals a closed form without draws].
    #[arg(long, value_name = "N")]
    draws: Option<usize>,
    /// Threads to use; results do not depend on it [default: all].
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Rank across groups of proposals that share no reviewer, declaring their reviewers comparable.
    #[arg(long)]
    across_groups: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// Fits, draws and reports; returns the text for standard output, progress goes to standard error.
///
/// # Errors
/// A file that cannot be read or a row that is wrong, named by its number; seats that are zero or
/// more than the field.
pub(super) fn run(arguments: &FitArguments) -> anyhow::Result<String> {
    let path = arguments.scores.display();
    let file =
        std::fs::File::open(&arguments.scores).with_context(|| format!("cannot open {path}"))?;
    let scale = Scale { lowest: arguments.lowest, highest: arguments.highest };
    let scores = ScoresFile::read(file, scale).with_context(|| format!("{path}"))?;
    check(arguments, scores.proposals.len())?;
    let counts = scores.counts();
    let (done, total) = (AtomicUsize::new(0), draws_wanted(arguments, scores.proposals.len()));
    let place = || match done.load(Ordering::Relaxed) {
        0 => At::open("fitting the model", 0),
        draws => At::counted("draws made", draws.min(total), total),
    };
    let work = || compute(scores.panel, arguments, &done);
    let (fitted, drawn) = while_working(place, work);
    let standings = standings(&fitted, drawn.as_ref(), ZoneBounds::default());
    let names = report::Names { proposals: &scores.proposals, reviewers: &scores.reviewers };
    let report = report::Report::new(&fitted, &standings, &names, &counts);
    if arguments.json { report.json() } else { Ok(report.table(arguments.seats)) }
}

fn check(arguments: &FitArguments, field: usize) -> anyhow::Result<()> {
    let seats = arguments.seats;
    ensure!(seats > 0, "--seats 0: at least one seat is needed");
    ensure!(seats <= field, "--seats {seats} is larger than the field of {field} proposals");
    ensure!(arguments.draws != Some(0), "--draws 0: at least one draw is needed");
    Ok(())
}

fn draws_wanted(arguments: &FitArguments, field: usize) -> usize {
    arguments.draws.unwrap_or_else(|| default_draws(field))
}

fn compute(panel: Panel, arguments: &FitArguments, progress: &AtomicUsize) -> (Fit, Option<Drawn>) {
    let field = panel.proposal_count();
    let all = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = arguments.threads.unwrap_or(all).max(1);
    let across_components = arguments.across_groups;
    let panel = panel.rounded_by_step();
    let fitted = fit(panel, FitSettings { threads, across_components, ..FitSettings::default() });
    if field > CLOSED_FORM && arguments.draws.is_none() {
        let probabilities = p_top_closed(&fitted, arguments.seats);
        return (fitted, probabilities);
    }
    let draws = draws_wanted(arguments, field);
    let seed = seed_from_text(&arguments.seed);
    let plan = DrawPlan { draws, seed, threads, progress: Some(progress) };
    let probabilities = p_top(&fitted, plan, &[], arguments.seats);
    (fitted, probabilities)
}
