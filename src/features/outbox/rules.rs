//! What may be done with a letter in the queue, and which part of an error message an operator may
//! see. Pure.

use crate::kernel::errors::Failure;
use crate::platform::mail::State;

crate::codes! {
    MAIL_NOT_FAILED = 409 "mail_not_failed";
    MAIL_FORGOTTEN = 409 "mail_forgotten";
}

/// Only a failed letter can be sent again; any other is being sent or was sent. The content of a
/// secret letter was deleted, and its recipient asks for a new one; the content about an erased
/// person was deleted too.
///
/// # Errors
/// `mail_not_failed`, `mail_forgotten`.
pub fn check_retry(state: State, is_gone: bool) -> Result<(), Failure> {
    match state {
        State::Failed if is_gone => Err(Failure::refused(MAIL_FORGOTTEN)),
        State::Failed => Ok(()),
        State::Queued | State::Sending | State::Sent => Err(Failure::refused(MAIL_NOT_FAILED)),
    }
}

/// A relay's error message without the addresses in it; the operator needs only the reason.
pub fn without_addresses(reason: &str) -> String {
    let words = reason.split_whitespace();
    words.map(|word| if word.contains('@') { "…" } else { word }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failed_letter_is_sent_anew() {
        for state in State::ALL {
            assert!(check_retry(state, true).is_err(), "{state:?}");
            assert_eq!(check_retry(state, false).is_ok(), state == State::Failed, "{state:?}");
        }
    }

    #[test]
    fn a_reason_for_the_operator_names_nobody() {
        assert_eq!(
            without_addresses("550 5.1.1 <siti@pom.go.id>: Recipient rejected"),
            "550 5.1.1 … Recipient rejected"
        );
    }
}
