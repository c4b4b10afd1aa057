//! Outcomes as somebody reads them who is in conflict with some of the proposals. Pure.

use super::DecidedOutcome;
use crate::selection::{Findings, Outcome, Place};
use std::collections::BTreeMap;

/// The outcomes of those proposals that `shown` (the redacted findings of the run) has places for,
/// with its places and reasons, and reserve positions counted anew.
pub(super) fn shown_of(outcomes: Vec<DecidedOutcome>, shown: &Findings) -> Vec<DecidedOutcome> {
    let places: BTreeMap<&str, &Place> =
        shown.places.iter().map(|place| (place.number.as_str(), place)).collect();
    let mut reserves = 0;
    outcomes
        .into_iter()
        .filter_map(|outcome| {
            let place = places.get(outcome.number.as_str())?;
            let mut reserve_position = None;
            if outcome.outcome == Outcome::Reserve {
                reserves += 1;
                reserve_position = Some(reserves);
            }
            let reason = place.reason.clone();
            Some(DecidedOutcome { place: place.place, reserve_position, reason, ..outcome })
        })
        .collect()
}
