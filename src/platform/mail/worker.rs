//! The worker: takes due letters, sends them one after the other outside any transaction, and
//! settles each in one of its own. Several may run on one database; the lease and the fencing
//! number keep them out of each other's way, and a worker that died leaves its letters to the next.

use super::folder::Folder;
use super::letterhead::Letterhead;
use super::message;
use super::relay::Relay;
use super::rules::{self, Settlement, Undelivered};
use super::store::{self, Taken};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::settings::Mail;
use crate::platform::app::App;
use lettre::message::Mailbox;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How often a settlement is tried while the database is busy, before the lease's end decides.
const SETTLING_ATTEMPTS: u32 = 40;

enum Way {
    Smtp(Box<Relay>),
    File(Folder),
}

/// Sends letters; one connection to the relay.
pub struct Worker {
    app: App,
    sender: Mailbox,
    reply_to: Mailbox,
    letterhead: Letterhead,
    way: Way,
}

/// What one round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Letters that were sent, put off or refused.
    pub handled: usize,
    /// The relay could not be reached; leave it alone for a while.
    pub is_relay_down: bool,
}

impl Worker {
    /// Checks the settings; connects to nothing yet.
    ///
    /// # Errors
    /// A sender or an address for answers that is none, an office without a name, a connection without protection to another machine, a missing
    /// certificate file, a lease too short for one letter, a folder that cannot be made.
    pub fn open(app: &App) -> Result<Self, Failure> {
        let settings = &app.settings.mail;
        let sender = message::sender(settings)?;
        let letterhead = Letterhead::open(&app.settings)?;
        let reply_to = letterhead.mailbox()?;
        if settings.lease_seconds <= lease_needed(settings) {
            let reason = "mail.lease_seconds must be more than twice mail.timeout_seconds";
            return Err(Failure::Unavailable(reason.to_owned()));
        }
        let way = if settings.smtp_host.is_empty() {
            Way::File(Folder::open(&app.settings.data.folder)?)
        } else {
            Way::Smtp(Box::new(Relay::new(settings, sender.email.domain())?))
        };
        Ok(Self { app: app.clone(), sender, reply_to, letterhead, way })
    }

    /// Works until told to stop; the letter in hand is finished first.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let settings = self.app.settings.mail.clone();
        while !*stop.borrow() {
            let pause = match self.round(&stop).await {
                Ok(Round { is_relay_down: true, .. }) => {
                    Duration::from_secs(settings.relay_pause_seconds)
                }
                Ok(Round { handled: 0, .. }) => Duration::from_millis(settings.poll_milliseconds),
                Ok(_) => continue,
                Err(failure) => {
                    tracing::warn!(error = %failure, "the mail queue could not be read");
                    Duration::from_secs(settings.relay_pause_seconds)
                }
            };
            self.close().await;
            // An error means that nobody can send the signal to stop any more, so stop now.
            if tokio::time::timeout(pause, stop.changed()).await.is_ok_and(|told| told.is_err()) {
                break;
            }
        }
        self.close().await;
    }

    async fn close(&mut self) {
        if let Way::Smtp(relay) = &mut self.way {
            relay.close().await;
        }
    }

    /// Takes what is due, up to one batch, and deals with it.
    ///
    /// # Errors
    /// When the database does not answer; what was taken is free again after its lease.
    pub async fn round(&mut self, stop: &watch::Receiver<bool>) -> Result<Round, Failure> {
        let mut round = Round::default();
        if !self.app.read(store::is_any_due).await? {
            return Ok(round);
        }
        let settings = self.app.settings.mail.clone();
        let lease_until = self.app.clock.now().plus_seconds(settings.lease_seconds);
        for taken in self.take(lease_until).await? {
            let time_left = lease_until.seconds_since(self.app.clock.now());
            let is_its_turn =
                !round.is_relay_down && !*stop.borrow() && time_left > lease_needed(&settings);
            let settlement =
                if is_its_turn { self.send(&taken).await? } else { Settlement::Untouched };
            round.is_relay_down |= matches!(settlement, Settlement::Again { counts: false, .. });
            round.handled += usize::from(is_its_turn);
            self.settle(taken, settlement).await;
        }
        Ok(round)
    }

    async fn take(&self, lease_until: Timestamp) -> Result<Vec<Taken>, Failure> {
        let batch = i64::from(self.app.settings.mail.batch.max(1));
        let domain = self.sender.email.domain().to_owned();
        self.app.write(move |db, now| store::take(db, batch, &domain, (now, lease_until))).await
    }

    async fn send(&mut self, taken: &Taken) -> Result<Settlement, Failure> {
        let settings = self.app.settings.mail.clone();
        let from = (&self.sender, &self.reply_to);
        let outcome = match message::build(taken, from, &self.letterhead) {
            Ok(message) => match &mut self.way {
                Way::Smtp(relay) => relay.deliver(&message).await,
                Way::File(folder) => folder.deliver(&taken.id, &message).await,
            },
            Err(undelivered) => Err(undelivered),
        };
        let Err(undelivered) = outcome else { return Ok(Settlement::Sent) };
        report(taken, &undelivered);
        let mut jitter = [0_u8];
        getrandom::fill(&mut jitter)?;
        let now = self.app.clock.now();
        Ok(rules::settle(undelivered, taken.attempts, jitter[0], &settings, now))
    }

    /// Records what became of a letter. The relay has already taken or refused it, so this is tried again while the
    /// database is busy.
    async fn settle(&self, taken: Taken, settlement: Settlement) {
        for _ in 0..SETTLING_ATTEMPTS {
            let (id, fence, settlement) = (taken.id.clone(), taken.fence, settlement.clone());
            let settled = self
                .app
                .write(move |db, now| store::settle(db, &id, fence, &settlement, now))
                .await;
            match settled {
                Ok(true) => return,
                Ok(false) => {
                    tracing::warn!(mail = %taken.id, "another worker took the letter meanwhile");
                    return;
                }
                Err(failure) => tracing::warn!(mail = %taken.id, error = %failure, "not settled"),
            }
            sleep(Duration::from_millis(500)).await;
        }
    }
}

/// One letter may have to wait for a connection and then for the relay's word.
fn lease_needed(settings: &Mail) -> i64 {
    i64::try_from(settings.timeout_seconds).unwrap_or(i64::MAX).saturating_mul(2)
}

/// Into the log, without the address.
fn report(taken: &Taken, undelivered: &Undelivered) {
    let (kind, reason) = match undelivered {
        Undelivered::Unreachable(reason) => ("relay not reachable", reason),
        Undelivered::Deferred(reason) => ("letter put off", reason),
        Undelivered::Refused(reason) => ("letter refused", reason),
    };
    let reason = reason.replace(&taken.address, "…");
    tracing::warn!(mail = %taken.id, %reason, "{kind}");
}
