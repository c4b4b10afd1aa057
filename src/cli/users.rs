//! Accounts from the machine's console: the first secretariat, who opens all others over the API.

use super::say;
use crate::access::Role;
use crate::accounts::{NewAccount, Passwords, create_from_console, reset_second_factor, rules};
use crate::clock::Clock;
use crate::db::Database;
use crate::errors::Failure;
use crate::ids::UnitCode;
use crate::settings::Settings;
use crate::web::Language;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::io::{BufRead, IsTerminal};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Open an account. The password is read from standard input, one line.
    Create(NewUser),
    /// Take away a second factor that was lost, after checking who asks. All sessions end; the person
    /// is told by mail.
    ResetSecondFactor {
        /// The account's e-mail.
        email: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct NewUser {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// 18 digits, for civil servants.
    #[arg(long)]
    nip: Option<String>,
    /// Code of the work unit, e.g. P.SU.03.
    #[arg(long)]
    unit: Option<String>,
    /// Role to give; repeat for more. The first admin is `secretariat`.
    #[arg(long = "role", value_parser = role)]
    roles: Vec<Role>,
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
        format!("not a role; one of {}", known.join(", "))
    })
}

pub(super) fn run(
    command: UserCommand,
    database: &Database,
    settings: &Settings,
) -> anyhow::Result<()> {
    match command {
        UserCommand::Create(new) => create(new, database, settings),
        UserCommand::ResetSecondFactor { email } => {
            let now = Clock::System.now();
            let reset = database.write(move |db| reset_second_factor(db, &email, now));
            say(&format!("{}: the second factor is gone", in_words(reset)?))
        }
    }
}

fn create(new: NewUser, database: &Database, settings: &Settings) -> anyhow::Result<()> {
    let password = password()?;
    let minimum = settings.accounts.password_min_length;
    let fault = rules::check_password(&password, minimum, &new.email, new.nip.as_deref()).err();
    in_words(Failure::when_any(fault.into_iter().collect()))?;
    let account = NewAccount {
        email: new.email,
        nip: new.nip,
        name: new.name,
        unit: new.unit.map(UnitCode::new),
        superior: None,
        password_hash: Passwords::new(&settings.accounts)?.hash_now(&password)?,
    };
    let (roles, now) = (new.roles, Clock::System.now());
    let user = in_words(database.write(move |db| create_from_console(db, &account, &roles, now)))?;
    say(&format!("{} ({})", user.id, user.email))
}

fn password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        super::say("Password (it shows as you type; pipe it in to avoid that):")?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("no password on standard input");
    }
    Ok(password.to_owned())
}

/// A refusal in words, for the terminal.
pub(super) fn in_words<T>(outcome: Result<T, Failure>) -> anyhow::Result<T> {
    outcome.map_err(|failure| match failure {
        Failure::Refused(problem) => {
            let words = |code, arguments| Language::English.message(code, arguments);
            let mut lines = vec![words(problem.code, &problem.arguments)];
            lines.extend(
                problem.errors.iter().map(|fault| {
                    format!("{}: {}", fault.field, words(fault.code, &fault.arguments))
                }),
            );
            anyhow::anyhow!(lines.join(" "))
        }
        other => other.into(),
    })
}
