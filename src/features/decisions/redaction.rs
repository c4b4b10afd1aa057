//! A decision as somebody reads it who is in conflict with some of the proposals. Pure.

use super::{DecidedOutcome, Decision, Minutes};
use crate::features::conflicts::Withheld;
use crate::features::selection::{Place, Redaction, withheld_reason};
use std::collections::BTreeMap;

/// What is left of the outcomes: once they are announced, the others' as they are; before that none, for
/// the seats less the seats shown would tell of the hidden one.
pub(super) fn shown_of(
    outcomes: Vec<DecidedOutcome>,
    left: &Redaction,
    withheld: &Withheld,
) -> Vec<DecidedOutcome> {
    let Redaction::Announced(left) = left else { return Vec::new() };
    let places: BTreeMap<&str, &Place> =
        left.findings.places.iter().map(|place| (place.number.as_str(), place)).collect();
    let shown = outcomes.into_iter().filter(|outcome| !withheld.hides(&outcome.proposal));
    shown
        .map(|mut outcome| {
            let of_run = places.get(outcome.number.as_str());
            let is_kept_from_them = of_run.is_some_and(|place| place.reason == withheld_reason())
                || withheld.is_named_in(&outcome.reason.id)
                || withheld.is_named_in(&outcome.reason.en);
            if is_kept_from_them {
                outcome.reason = withheld_reason();
            }
            // A person's words may speak of anybody.
            outcome.deviation_reason = outcome.deviation_reason.map(|_| String::new());
            outcome
        })
        .collect()
}

/// The decision without the words of those who made it: they may speak of the hidden one without naming
/// it. Who was at the meeting, and where, stays.
pub(super) fn without_words(decision: Decision) -> Decision {
    let Minutes { meeting, attendance, .. } = decision.minutes;
    let minutes = Minutes {
        meeting,
        attendance,
        remarks: String::new(),
        not_ranked_reason: String::new(),
        divergence_reason: String::new(),
    };
    Decision { minutes, returned_reason: None, outcomes_salt: None, ..decision }
}
