//! A decision for a reader who is in conflict with some of the proposals. Pure.

use super::{DecidedOutcome, Decision, Minutes};
use crate::features::conflicts::Withheld;
use crate::features::selection::{Place, Redaction, withheld_reason};
use std::collections::BTreeMap;

/// The outcomes that remain: after the announcement the others' as they are; before it none,
/// because the number of seats minus the seats shown would reveal the hidden one's outcome.
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
            // Free text may be about any proposal.
            outcome.deviation_reason = outcome.deviation_reason.map(|_| String::new());
            outcome
        })
        .collect()
}

/// The decision without free text, which may be about the hidden proposal without naming it.
/// Attendance and place of the meeting stay.
pub(super) fn without_words(decision: Decision) -> Decision {
    let Minutes { meeting, attendance, .. } = decision.minutes;
    let minutes = Minutes {
        meeting,
        attendance,
        remarks: String::new(),
        not_ranked_reason: String::new(),
        divergence_reason: String::new(),
    };
    let standing = decision.standing.without_words();
    Decision { minutes, standing, outcomes_salt: None, ..decision }
}
