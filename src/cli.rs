//! The commands. `tubel --help` lists them; each has a `--help` of its own.

mod selection_fit;

use crate::clock::Clock;
use crate::db::{Database, Options, migrate};
use crate::ledger::{self, Chain};
use crate::settings::Settings;
use crate::web::App;
use crate::{server, telemetry};
use anyhow::Context;
use clap::{Parser, Subcommand};
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
    /// Bring the database's schema up to date and stop.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
    /// The tamper-evident record.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// The selection's algorithms, for anyone's data.
    #[command(subcommand)]
    Selection(SelectionCommand),
}

#[derive(Debug, Subcommand)]
enum LedgerCommand {
    /// Check the whole chain in the database against its head; exit 1 at the first fault.
    Verify,
}

#[derive(Debug, Subcommand)]
enum SelectionCommand {
    /// Fit the statistical model to scores: calibrated quality, uncertainty, P(selected).
    Fit(selection_fit::FitArguments),
}

/// Runs the command on this process's command line.
///
/// # Errors
/// Whatever stopped the command, in one line.
pub fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let settings = Settings::load(arguments.config.as_deref()).context("settings")?;
    match arguments.command {
        Command::Serve => serve(settings),
        Command::Migrate => {
            let database = open(&settings)?;
            say(&format!("the schema is up to date ({})", database.engine().name()))
        }
        Command::Openapi => say(&server::contract().1.to_pretty_json()?),
        Command::Ledger(LedgerCommand::Verify) => verify(&open(&settings)?),
        Command::Selection(SelectionCommand::Fit(arguments)) => {
            say(&selection_fit::run(&arguments)?)
        }
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
    Ok(Database::open(&options)?)
}

fn serve(settings: Settings) -> anyhow::Result<()> {
    telemetry::start(&settings.log)?;
    let database = open(&settings)?;
    let address = (settings.server.host.as_str(), settings.server.port);
    let listener = TcpListener::bind(address)
        .with_context(|| format!("cannot listen on {}:{}", address.0, address.1))?;
    say(&format!("tubel listens on http://{}", listener.local_addr()?))?;
    let app = App { database, clock: Clock::System, settings: Arc::new(settings) };
    actix_web::rt::System::new().block_on(server::serve(app, listener)?)?;
    Ok(())
}

/// Entries read at a time, so that memory does not grow with the record.
const CHUNK: i64 = 1000;

fn verify(database: &Database) -> anyhow::Result<()> {
    let mut chain = Chain::default();
    loop {
        let after = chain.length();
        let entries = database.read(|db| ledger::entries_after(db, after, None, CHUNK))?;
        for entry in &entries {
            chain.follow(entry)?;
        }
        if entries.is_empty() {
            break;
        }
    }
    let head = database.read(ledger::head)?;
    chain.ends_at(head.seq, &head.hash)?;
    say(&format!("the record holds: {} entries, head {}", head.seq, head.hash))
}
