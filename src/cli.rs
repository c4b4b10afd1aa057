//! The commands. `tubel --help` lists them; each has a `--help` of its own.

mod assignment;
mod delimited;
mod demo;
mod ledger;
mod papers;
mod picture;
mod problems;
mod selection;
mod selection_fill;
mod selection_fit;
mod strict;
mod users;

use crate::accounts;
use crate::clock::Clock;
use crate::db::{Database, Options, migrate};
use crate::settings::Settings;
use crate::web::{App, Demo};
use crate::{server, telemetry};
use anyhow::Context;
use clap::{Parser, Subcommand};
use ledger::LedgerCommand;
use selection::SelectionCommand;
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// Print the OpenAPI document.
    Openapi,
    /// Accounts.
    #[command(subcommand)]
    User(users::UserCommand),
    /// The registry of supervisory problems.
    #[command(subcommand)]
    Problems(problems::ProblemsCommand),
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
        Command::Demo => demo::run(settings),
        Command::Migrate => {
            let database = open(&settings)?;
            say(&format!("the schema is up to date ({})", database.engine().name()))
        }
        Command::Openapi => say(&server::contract().1.to_pretty_json()?),
        Command::User(command) => users::run(command, &open(&settings)?, &settings),
        Command::Ledger(command) if ledger::is_offline(&command) => ledger::run(&command, None),
        Command::Ledger(command) => ledger::run(&command, Some(&open(&settings)?)),
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

fn say(text: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{text}").context("standard output")
}

fn open(settings: &Settings) -> anyhow::Result<Database> {
    let options =
        Options { url: settings.database.url.clone(), readers: settings.database.readers };
    let engine = crate::db::Engine::from_url(&options.url)?;
    migrate(&engine)?;
    let database = Database::open(&options)?;
    database.write(accounts::seed_units)?;
    Ok(database)
}

fn serve(settings: Settings) -> anyhow::Result<()> {
    telemetry::start(&settings.log)?;
    let database = open(&settings)?;
    listen(settings, database, None)
}

fn listen(settings: Settings, database: Database, demo: Option<Arc<Demo>>) -> anyhow::Result<()> {
    let address = (settings.server.host.as_str(), settings.server.port);
    let listener = TcpListener::bind(address)
        .with_context(|| format!("cannot listen on {}:{}", address.0, address.1))?;
    say(&format!("tubel listens on http://{}", listener.local_addr()?))?;
    let app = App { database, clock: Clock::System, settings: Arc::new(settings), demo };
    actix_web::rt::System::new().block_on(server::serve(app, listener)?)?;
    Ok(())
}
