//! Accounts from the machine's console: the first people of an agency, who open and approve all others
//! over the API, and the way on where nobody is left who could.

use super::say;
use super::stop::Stop;
use crate::features::accounts::actions::{
    correct_address_from_console, correct_nip_from_console, import_staff,
};
use crate::features::accounts::inputs::{AddressCorrection, NipCorrection, StaffList};
use crate::features::accounts::rules::staff;
use crate::features::accounts::{
    NewAccount, Passwords, User, create_from_console, find_at_console, grant_first_role,
    invite_from_console, move_from_console, nobodys_password, reset_second_factor,
    revoke_from_console, rules, vouch_from_console,
};
use crate::kernel::access::Role;
use crate::kernel::characters;
use crate::kernel::clock::Clock;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::kernel::input_files;
use crate::kernel::language::Language;
use crate::kernel::settings::Settings;
use crate::platform::cx::Cx;
use crate::platform::db::{Database, Db};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::io::{BufRead, IsTerminal};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Open an account. On a terminal the password is asked for twice and does not show; in a pipe it is one line
    /// of standard input. With --invite there is none, and the person chooses one by the link in a letter.
    Create(NewUser),
    /// Give a role: to the first people of an agency, and where nobody is left who could approve it.
    Grant(RoleOf),
    /// Take a role away, the last of its kind too.
    Revoke(RoleOf),
    /// Move somebody to another unit or superior, where no chair could approve it.
    Move(Place),
    /// Answer for an account after checking who it is, in the place of those who opened it or proposed or
    /// approved its roles: they may act beside it from then on.
    Vouch {
        /// The account's e-mail or NIP.
        #[arg(value_parser = text)]
        login: String,
    },
    /// Correct the address or the NIP of an account, after checking who asks. The person is told; a new
    /// address counts once its reader has used the link sent there.
    Correct(Correction),
    /// Take away a second factor that was lost, after checking who asks. All sessions end; the person
    /// is told by mail.
    ResetSecondFactor {
        /// The account's e-mail.
        #[arg(value_parser = text)]
        email: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct NewUser {
    #[arg(long, value_parser = text)]
    email: String,
    #[arg(long, value_parser = text)]
    name: String,
    /// 18 digits, for civil servants.
    #[arg(long)]
    nip: Option<String>,
    /// Code of the work unit, e.g. P.SU.03.
    #[arg(long, value_parser = text)]
    unit: Option<String>,
    /// Role to give; repeat for more. The first admin is `secretariat`.
    #[arg(long = "role", value_parser = role)]
    roles: Vec<Role>,
    /// Send the address an invitation in place of setting a password here.
    #[arg(long)]
    invite: bool,
}

#[derive(Debug, Args)]
pub(super) struct RoleOf {
    /// The account's e-mail or NIP.
    #[arg(value_parser = text)]
    login: String,
    #[arg(long, value_parser = role)]
    role: Role,
}

#[derive(Debug, Args)]
pub(super) struct Place {
    /// The account's e-mail or NIP.
    #[arg(value_parser = text)]
    login: String,
    /// Code of the work unit; none without it.
    #[arg(long, value_parser = text)]
    unit: Option<String>,
    /// E-mail or NIP of the direct superior; none without it.
    #[arg(long, value_parser = text)]
    superior: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Correction {
    /// The account's present e-mail.
    #[arg(value_parser = text)]
    account: String,
    /// The new e-mail.
    #[arg(long, value_parser = text)]
    email: Option<String>,
    /// The right NIP, confirmed by whoever runs this.
    #[arg(long)]
    nip: Option<String>,
    /// Take a wrong NIP away.
    #[arg(long, conflicts_with = "nip")]
    no_nip: bool,
    /// Why; the person reads it, and its hash is on the record.
    #[arg(long, value_parser = text)]
    reason: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum StaffCommand {
    /// Take a CSV table with the columns nip, name, unit, email as the list of staff, in the place of the one
    /// before. It confirms claims whose NIP, name and confirmed address are those of one line.
    Import {
        /// The table.
        file: std::path::PathBuf,
    },
}

pub(super) fn run_staff(
    command: StaffCommand,
    database: &Database,
    settings: &Settings,
) -> anyhow::Result<()> {
    let StaffCommand::Import { file } = command;
    let table = input_files::text_of(&file).with_context(|| file.display().to_string())?;
    let now = Clock::System.now();
    let domains = &settings.accounts.agency_domains;
    let read = staff::read(&table).and_then(|rows| Valid::checked(StaffList { rows }));
    let checked = |list: Valid<StaffList>| {
        staff::checked(list.into_inner().rows, domains, now.date_in_jakarta())
    };
    let lines = read.and_then(checked);
    let lines = in_words(lines)?;
    let done =
        in_words(database.write(move |db| import_staff(&mut Cx::new(db, None, now), &lines)))?;
    say(&format!("{} people on the list, {} claims confirmed", done.lines, done.confirmed))
}

fn correct(correction: Correction, database: &Database, settings: &Settings) -> anyhow::Result<()> {
    let Correction { account, email, nip, no_nip, reason } = correction;
    if email.is_none() && nip.is_none() && !no_nip {
        bail!("nothing to correct: --email, --nip or --no-nip");
    }
    in_words(Failure::when_any(characters::text_fault("reason", &reason).into_iter().collect()))?;
    let now = Clock::System.now();
    if nip.is_some() || no_nip {
        let (of, reason) = (account.clone(), reason.clone());
        let correction = in_words(Valid::checked(NipCorrection { nip, reason }))?;
        let act = move |db: &mut _| correct_nip_from_console(db, (&of, &correction), now);
        say(&format!("{}: the NIP is corrected", in_words(database.write(act))?))?;
    }
    if let Some(email) = email {
        let domains = settings.accounts.agency_domains.clone();
        let correction = in_words(Valid::checked(AddressCorrection { email, reason }))?;
        let act = move |db: &mut _| {
            correct_address_from_console(db, (&account, &correction, &domains), now)
        };
        say(&format!(
            "{}: a link is on its way to the new address",
            in_words(database.write(act))?
        ))?;
    }
    Ok(())
}

/// A text in one way of writing.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
fn text(typed: &str) -> Result<String, std::convert::Infallible> {
    Ok(characters::composed(typed))
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
    let now = Clock::System.now();
    match command {
        UserCommand::Create(new) => create(new, database, settings),
        UserCommand::Grant(RoleOf { login, role }) => {
            let act = move |db: &mut Db, id: &UserId| grant_first_role(db, id, role, now);
            let user = act_on(database, login, act)?;
            say(&format!("{}: {} given", user.email, role.name()))
        }
        UserCommand::Revoke(RoleOf { login, role }) => {
            let act = move |db: &mut Db, id: &UserId| revoke_from_console(db, id, role, now);
            let user = act_on(database, login, act)?;
            say(&format!("{}: {} taken away", user.email, role.name()))
        }
        UserCommand::Move(Place { login, unit, superior }) => {
            let unit = unit.map(UnitCode::new);
            let act = move |db: &mut Db, id: &UserId| {
                move_from_console(db, id, (unit.as_ref(), superior.as_deref()), now)
            };
            let user = act_on(database, login, act)?;
            say(&format!("{}: moved", user.email))
        }
        UserCommand::Vouch { login } => {
            let act = move |db: &mut Db, id: &UserId| vouch_from_console(db, id, now).map(|_| ());
            let user = act_on(database, login, act)?;
            say(&format!("{}: the operator answers for this account", user.email))
        }
        UserCommand::Correct(correction) => correct(correction, database, settings),
        UserCommand::ResetSecondFactor { email } => {
            let reset = database.write(move |db| reset_second_factor(db, &email, now));
            say(&format!("{}: the second factor is gone", in_words(reset)?))
        }
    }
}

/// Does it to whose e-mail or NIP this is, in one transaction.
fn act_on(
    database: &Database,
    login: String,
    act: impl Fn(&mut Db, &UserId) -> Result<(), Failure> + Send + 'static,
) -> anyhow::Result<User> {
    in_words(database.write(move |db| {
        let user = find_at_console(db, &login)?;
        act(db, &user.id)?;
        Ok(user)
    }))
}

fn create(new: NewUser, database: &Database, settings: &Settings) -> anyhow::Result<()> {
    let invite = new.invite;
    let password = if invite { nobodys_password()? } else { password()? };
    let minimum = settings.accounts.password_min_length;
    let fault = rules::check_password(&password, minimum, &new.email, new.nip.as_deref()).err();
    in_words(Failure::when_any(fault.into_iter().collect()))?;
    let checked = rules::email::checked(&new.email, &settings.accounts.agency_domains);
    let email = in_words(checked.map_err(|fault| Refusal::invalid(vec![fault]).into()))?;
    let account = NewAccount {
        email,
        nip: new.nip,
        name: new.name,
        unit: new.unit.map(UnitCode::new),
        superior: None,
    };
    let account = in_words(Valid::checked(account))?;
    let hash = Passwords::new(&settings.accounts)?.hash_now(&password)?;
    let (roles, now) = (new.roles, Clock::System.now());
    let user = in_words(database.write(move |db| {
        if invite {
            invite_from_console(db, (&account, &hash), &roles, now)
        } else {
            create_from_console(db, (&account, &hash), &roles, now)
        }
    }))?;
    say(&format!("{} ({})", user.id, user.email))
}

fn password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        return typed_password();
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("no password on standard input");
    }
    Ok(password.to_owned())
}

/// Twice, since nobody sees what they type. Ctrl-C gives the terminal back: rpassword raises the signal before it
/// has done so, and only a process that takes the signal lives on to do it.
fn typed_password() -> anyhow::Result<String> {
    let _taken = Stop::listen()?;
    let asked = |words: &str| rpassword::prompt_password(words).context("the terminal");
    let password = asked("Password (it does not show): ")?;
    if password.is_empty() {
        bail!("no password was typed");
    }
    if asked("The same once more: ")? != password {
        bail!("the two passwords are not the same; no account was opened");
    }
    Ok(password)
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
