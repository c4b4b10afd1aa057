//! When to try again and when to give up. Pure.

use crate::kernel::clock::Timestamp;
use crate::kernel::settings::Mail;

/// Why a letter did not leave, with the relay's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Undelivered {
    /// The relay cannot be used (down, wrong certificate, refused sign-in, 421). Not the letter's fault.
    Unreachable(String),
    /// Temporary (4xx, a lost connection, no answer): a later attempt may succeed.
    Deferred(String),
    /// Final (5xx, an impossible address): a later attempt would fail too.
    Refused(String),
}

/// What becomes of a letter after it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Settlement {
    Sent,
    /// Back into the queue until then. `counts`: it was an attempt.
    Again {
        at: Timestamp,
        reason: String,
        counts: bool,
    },
    Failed(String),
    /// Back into the queue unchanged; it was not tried.
    Untouched,
}

/// The longest reason that is kept.
const REASON_LENGTH: usize = 500;

/// What follows from a failed delivery. `attempts` so far, this one not counted; `jitter` is any
/// number, so that letters that failed together do not all come back together.
pub(super) fn settle(
    undelivered: Undelivered,
    attempts: i32,
    jitter: u8,
    settings: &Mail,
    now: Timestamp,
) -> Settlement {
    match undelivered {
        Undelivered::Unreachable(reason) => {
            let pause = i64::try_from(settings.relay_pause_seconds).unwrap_or(i64::MAX);
            Settlement::Again { at: now.plus_seconds(pause), reason: shown(&reason), counts: false }
        }
        Undelivered::Refused(reason) => Settlement::Failed(shown(&reason)),
        Undelivered::Deferred(reason) if attempts + 1 >= settings.retry_attempts => {
            Settlement::Failed(shown(&reason))
        }
        Undelivered::Deferred(reason) => {
            let delay = delay(attempts, jitter, settings);
            Settlement::Again { at: now.plus_seconds(delay), reason: shown(&reason), counts: true }
        }
    }
}

/// First, twice that, four times that … up to the longest; a quarter more at most, by `jitter`.
fn delay(attempts: i32, jitter: u8, settings: &Mail) -> i64 {
    let doublings = u32::try_from(attempts.clamp(0, 30)).unwrap_or(0);
    let longest = settings.retry_longest_seconds.max(1);
    let delay = settings.retry_first_seconds.max(1).saturating_mul(1 << doublings).min(longest);
    delay + delay * i64::from(jitter) / 1020
}

/// A reason fit for one line of a table.
fn shown(reason: &str) -> String {
    let one_line = |letter: char| if letter.is_control() { ' ' } else { letter };
    reason.trim().chars().map(one_line).take(REASON_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::settings::Settings;

    fn settings() -> Mail {
        Settings::load(None).unwrap().mail
    }

    const NOW: Timestamp = Timestamp::from_micros(1_764_000_000_000_000);

    fn wait(undelivered: Undelivered, attempts: i32, jitter: u8) -> Option<(i64, bool)> {
        match settle(undelivered, attempts, jitter, &settings(), NOW) {
            Settlement::Again { at, counts, .. } => Some((at.seconds_since(NOW), counts)),
            _ => None,
        }
    }

    #[test]
    fn a_deferred_letter_waits_longer_each_time_up_to_an_hour_and_a_quarter() {
        let deferred = || Undelivered::Deferred("451".to_owned());
        assert_eq!(wait(deferred(), 0, 0), Some((60, true)));
        assert_eq!(wait(deferred(), 3, 0), Some((480, true)));
        assert_eq!(wait(deferred(), 20, 0), Some((3600, true)));
        assert_eq!(wait(deferred(), 20, 255), Some((4500, true)));
    }

    #[test]
    fn after_the_last_attempt_it_is_failed() {
        let deferred = Undelivered::Deferred("451\r\nlater".to_owned());
        assert_eq!(
            settle(deferred, 124, 0, &settings(), NOW),
            Settlement::Failed("451  later".to_owned())
        );
    }

    #[test]
    fn a_relay_that_is_down_costs_no_letter_an_attempt() {
        let unreachable = || Undelivered::Unreachable("refused".to_owned());
        for attempts in [0, 124, 1_000] {
            assert_eq!(wait(unreachable(), attempts, 9), Some((30, false)));
        }
    }

    #[test]
    fn a_refusal_is_final_at_once() {
        let refused = Undelivered::Refused("550 no such user".to_owned());
        assert_eq!(
            settle(refused, 0, 0, &settings(), NOW),
            Settlement::Failed("550 no such user".to_owned())
        );
    }
}
