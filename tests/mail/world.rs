//! A database with people and letters, a clock that the test moves, and workers on it.

use diesel::prelude::*;
use test_support::{Program, TestDatabase};
use tokio::sync::watch;
use tubel::features::accounts::{NewAccount, create_from_console};
use tubel::kernel::clock::Timestamp;
use tubel::kernel::ids::UserId;
use tubel::kernel::input::Valid;
use tubel::kernel::settings::{MailSecurity, Settings};
use tubel::platform::app::App;
use tubel::platform::db::Database;
use tubel::platform::db::schema::{mails, users};
use tubel::platform::mail::{self, Letter, Round, Template, Worker};

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) test: TestDatabase,
    pub(crate) data: tempfile::TempDir,
}

/// A letter as the queue has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) state: String,
    pub(crate) attempts: i32,
    pub(crate) last_error: Option<String>,
    pub(crate) sent_at: Option<Timestamp>,
}

impl World {
    /// Letters go to a relay without encryption on this port, with a second's patience.
    pub(crate) fn with_relay(port: u16) -> Self {
        Self::with(|settings| {
            "127.0.0.1".clone_into(&mut settings.mail.smtp_host);
            settings.mail.smtp_port = port;
            settings.mail.security = MailSecurity::None;
            settings.mail.timeout_seconds = 1;
        })
    }

    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        // The program that the test starts refuses what other accounts may read.
        tubel::features::backup::close_to_others();
        let Program { app, test, data } = Program::with(|settings| {
            "Seleksi <tubel@pom.go.id>".clone_into(&mut settings.mail.from);
            "Sekretariat <sekretariat@pom.go.id>".clone_into(&mut settings.mail.reply_to);
            "https://tubel.pom.go.id".clone_into(&mut settings.server.public_url);
            change(settings);
        });
        Self { app, test, data }
    }

    /// A second program on the same database, with the same clock.
    pub(crate) fn second_app(&self) -> App {
        App { database: self.test.open(), ..self.app.clone() }
    }

    pub(crate) fn database(&self) -> &Database {
        &self.app.database
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.app.clock.set(self.app.clock.now().plus_seconds(seconds));
    }

    /// Somebody with the address `NUMBER@pom.go.id`. The name is put behind the back of the rules for names:
    /// what a letter does with a hostile one must not depend on them.
    pub(crate) fn person(&self, number: usize, name: &str) -> UserId {
        let account = NewAccount {
            email: format!("{number}@pom.go.id"),
            nip: None,
            name: "Orang".to_owned(),
            unit: None,
            superior: None,
        };
        let account = Valid::checked(account).unwrap();
        let now = self.app.clock.now();
        let name = name.to_owned();
        let made = self.database().write(move |db| {
            let id = create_from_console(db, (&account, "none"), &[], now)?.id;
            diesel::update(users::table.find(&id)).set(users::name.eq(&name)).execute(db)?;
            Ok(id)
        });
        made.unwrap()
    }

    pub(crate) fn people(&self, number: usize) -> Vec<UserId> {
        (0..number).map(|index| self.person(index, &format!("Orang {index}"))).collect()
    }

    /// Posts the letter that says that a problem was approved; its code is in the title.
    pub(crate) fn post(&self, to: &UserId, code: &str) {
        self.post_letter(approved(to, code));
    }

    pub(crate) fn post_to_all(&self, people: &[UserId], code: &str) {
        for person in people {
            self.post(person, code);
        }
    }

    pub(crate) fn post_letter(&self, letter: Letter) {
        let now = self.app.clock.now();
        self.database().write(move |db| mail::post(db, &letter, now)).unwrap();
    }

    /// Rounds of a fresh worker until it has nothing to do or finds no relay.
    pub(crate) async fn work(&self) -> Round {
        work(&self.app).await
    }

    /// All letters in the order they were posted.
    pub(crate) fn queue(&self) -> Vec<Standing> {
        self.database()
            .read(|db| {
                let rows = mails::table
                    .order(mails::seq)
                    .select((mails::state, mails::attempts, mails::last_error, mails::sent_at))
                    .load::<(String, i32, Option<String>, Option<Timestamp>)>(db)?;
                Ok(rows
                    .into_iter()
                    .map(|(state, attempts, last_error, sent_at)| Standing {
                        state,
                        attempts,
                        last_error,
                        sent_at,
                    })
                    .collect())
            })
            .unwrap()
    }

    pub(crate) fn states(&self) -> Vec<String> {
        self.queue().into_iter().map(|letter| letter.state).collect()
    }

    /// Why the only letter waits or failed.
    pub(crate) fn reason(&self) -> String {
        let [letter] = self.queue().try_into().unwrap();
        letter.last_error.unwrap()
    }
}

/// The letter that says that a problem was approved.
pub(crate) fn approved(to: &UserId, code: &str) -> Letter {
    Letter::new(to, Template::ProblemApproved, "problem:1".parse().unwrap())
        .text("code", code)
        .text("title", "Boraks pada takjil")
        .instant("decided_at", "2026-11-24T01:00:00Z".parse().unwrap())
        .link("link", &tubel::kernel::address::page::reviews())
}

/// Rounds of a fresh worker until it has nothing to do or finds no relay.
pub(crate) async fn work(app: &App) -> Round {
    let (_going, stop) = watch::channel(false);
    let mut worker = Worker::open(app).unwrap();
    loop {
        let round = worker.round(&stop).await.unwrap();
        if round.handled == 0 || round.is_relay_down {
            return round;
        }
    }
}
