//! The commands. `tubel --help` lists them; each has a `--help` of its own.

mod assignment;
mod backup;
mod check;
pub mod demo;
mod demo_command;
mod exits;
mod ledger;
mod papers;
mod picture;
mod problems;
mod progress;
mod selection;
mod selection_fill;
mod selection_fit;
mod stop;
mod users;

use crate::features::accounts;
use crate::features::backup as backups;
use crate::kernel::clock::Clock;
use crate::kernel::input_files;
use crate::kernel::settings::Settings;
use crate::kernel::telemetry;
use crate::platform::app::{App, Demo};
use crate::platform::db::{Database, Options};
use crate::server;
use anyhow::Context;
use clap::{Parser, Subcommand};
use exits::exits;
pub use exits::{Infeasible, code};
use ledger::LedgerCommand;
use selection::SelectionCommand;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use stop::Stop;

/// Selection of study assignments (tugas belajar): from a registered problem to a recorded result.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// Settings file; config/default.toml in the sources says what can be set.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the REST API.
    Serve,
    /// Serve sample calls in mid-life, made anew in the folder data-demo (or the one the settings name).
    Demo,
    /// Bring the database's schema up to date and stop.
    Migrate,
    /// Make a backup, also while the program serves: database, files, keys, templates and settings in one file.
    Backup(backup::Backup),
    /// Put a backup back where nothing is yet, and check all of it.
    Restore(backup::Restore),
    /// Print the OpenAPI document.
    Openapi,
    /// Accounts.
    #[command(subcommand)]
    User(users::UserCommand),
    /// The agency's list of staff.
    #[command(subcommand)]
    Staff(users::StaffCommand),
    /// The registry of supervisory problems.
    #[command(subcommand)]
    Problems(problems::ProblemsCommand),
    /// Check that everything in the database agrees with the record; names each row at fault, exit 1.
    /// Changes nothing, and can run while the server does.
    Check(check::CheckArguments),
    /// The tamper-evident record.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// The ranking: computed again, or on tables of your own.
    #[command(subcommand)]
    Selection(SelectionCommand),
    /// Set a sample of every paper as PDF, to try templates and letterhead on.
    Papers {
        /// Where to put them.
        folder: PathBuf,
    },
    /// One page of a PDF from standard input as a picture; the server starts it.
    #[command(hide = true)]
    Picture {
        /// From 1.
        page: u32,
    },
    /// Looks into a PDF from standard input; the server starts it.
    #[command(hide = true)]
    Examine,
    /// Optimal assignment of proposals to reviewers, for any table.
    #[command(subcommand)]
    Assignment(assignment::AssignmentCommand),
}

/// Runs the command on this process's command line.
///
/// # Errors
/// Whatever stopped the command, in one line.
pub fn run() -> anyhow::Result<()> {
    backups::close_to_others();
    let arguments = Arguments::parse();
    // A stranger's file is read by a process that knows no setting.
    match arguments.command {
        Command::Picture { page } => return picture::run(page),
        Command::Examine => return picture::examine(),
        _ => {}
    }
    let settings = Settings::load(arguments.config.as_deref()).context("settings")?;
    match arguments.command {
        Command::Serve => serve(settings),
        Command::Demo => demo_command::run(settings),
        Command::Migrate => {
            let database = open(&settings)?;
            say(&format!("the schema is up to date ({})", database.engine().name()))
        }
        Command::Backup(order) => backup::back_up(&order, &settings, arguments.config.as_deref()),
        Command::Restore(order) => backup::restore(&order, &settings),
        Command::Openapi => say(&server::contract().1.to_pretty_json()?),
        Command::User(command) => users::run(command, &open(&settings)?, &settings),
        Command::Check(arguments) => check::run(&arguments, &settings),
        Command::Ledger(command) if ledger::is_offline(&command) => {
            ledger::run(&command, None, &settings)
        }
        Command::Ledger(command) => ledger::run(&command, Some(&open(&settings)?), &settings),
        Command::Staff(command) => users::run_staff(command, &open(&settings)?, &settings),
        Command::Selection(SelectionCommand::Replay { id, print }) => {
            selection::replay_run(&open(&settings)?, &id, print)
        }
        Command::Selection(SelectionCommand::Fill(arguments)) => {
            selection_fill::run_fill(&arguments)
        }
        Command::Selection(SelectionCommand::Check(arguments)) => {
            selection_fill::run_check(&arguments)
        }
        Command::Selection(SelectionCommand::Fit(arguments)) => {
            say(&selection_fit::run(&arguments)?)
        }
        Command::Problems(command) => problems::run(command, &open(&settings)?),
        Command::Picture { page } => picture::run(page),
        Command::Examine => picture::examine(),
        Command::Papers { folder } => papers::run(&settings, &folder),
        Command::Assignment(command) => assignment::run(&command),
    }
}

/// The JSON of an earlier answer, to be checked.
fn answer_in(file: &Path) -> anyhow::Result<serde_json::Value> {
    let text = std::fs::read_to_string(file);
    let text = text.with_context(|| format!("cannot read {}", file.display()))?;
    let told = input_files::json(&text).context("not JSON that can be checked");
    told.with_context(|| file.display().to_string())
}

fn say(text: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{text}").context("standard output")
}

fn open(settings: &Settings) -> anyhow::Result<Database> {
    backups::refuse_open_modes(settings)?;
    backups::before_opening(settings)?;
    let options =
        Options { url: settings.database.url.clone(), readers: settings.database.readers };
    let database = Database::open(&options)?;
    database.write(accounts::seed_units)?;
    Ok(database)
}

fn serve(settings: Settings) -> anyhow::Result<()> {
    telemetry::start(&settings.log)?;
    let stop = Stop::listen()?;
    let database = open(&settings)?;
    backups::refuse_demo(&database, &settings)?;
    backups::belong_together(&database, &settings, false, Clock::System.now())?;
    backups::look_at_seals(&database, &settings)?;
    listen(settings, database, stop, None)
}

fn listen(
    settings: Settings,
    database: Database,
    stop: Stop,
    demo: Option<Arc<Demo>>,
) -> anyhow::Result<()> {
    let address = (settings.server.host.as_str(), settings.server.port);
    let listener = TcpListener::bind(address)
        .with_context(|| format!("cannot listen on {}:{}", address.0, address.1))?;
    say(&format!("tubel listens on http://{}", listener.local_addr()?))?;
    let served = database.clone();
    let app = App { database, clock: Clock::System, settings: Arc::new(settings), demo };
    let (system, told) = stop.told();
    let outcome = system
        .block_on(async { server::serve_until(app, listener, told).map(actix_web::rt::spawn) })
        .map(|serving| system.block_on(serving));
    // Threads that still hold the database end with the process.
    served.close();
    Ok(outcome???)
}
