//! Doubts: where the official result and the model's reading disagree, shown beside the proposals
//! concerned. They change nothing: the announced order is in force, and readers see how certain it
//! is. Pure.

use super::document::{Findings, Place};
use super::official::Outcome;
use selection_math::model::{Thousandths, normal_cdf};
use selection_math::ranking::Measure;

/// Why an official place is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Selected, but probably does not belong among the selected.
    SelectedUnlikely,
    /// Not selected, but probably belongs among the selected.
    LeftOutLikely,
    /// The official place is outside the interval of the model's rank.
    OutsideInterval,
}

impl Doubt {
    /// The key of its message.
    pub fn name(self) -> &'static str {
        match self {
            Self::SelectedUnlikely => "selected-unlikely",
            Self::LeftOutLikely => "left-out-likely",
            Self::OutsideInterval => "outside-interval",
        }
    }
}

/// The doubts about a place; none if the sheets do not determine them. The bounds are the zone's,
/// in percent of the probability of belonging among the selected.
pub fn doubts(place: &Place, (low, high): (u32, u32)) -> Vec<Doubt> {
    let Some(reading) = &place.calibrated else { return Vec::new() };
    let bound = |percent: u32| i64::from(percent) * 10;
    let chance = reading.p_selected.map(Thousandths::count);
    let is_selected = place.outcome == Outcome::Selected;
    let meets_thresholds = place.thresholds.iter().all(|threshold| threshold.met);
    let mut found = Vec::new();
    if is_selected && chance.is_some_and(|chance| chance < bound(low)) {
        found.push(Doubt::SelectedUnlikely);
    }
    // A proposal below a threshold has no seat in any draw.
    if !is_selected && meets_thresholds && chance.is_some_and(|chance| chance > bound(high)) {
        found.push(Doubt::LeftOutLikely);
    }
    if !(reading.rank_low..=reading.rank_high).contains(&place.place) {
        found.push(Doubt::OutsideInterval);
    }
    found
}

/// The probability that the true total of a place reaches the call's threshold if reviewers of
/// average severity read it without noise; `None` without such a threshold or if the sheets do not
/// determine it. The run itself uses thresholds as they came out: an announced threshold is met or
/// not.
pub fn chance_of_passing(place: &Place) -> Option<Thousandths> {
    let minimum = place.thresholds.iter().find_map(|found| match found.threshold.measure {
        Measure::Total => Some(found.threshold.minimum),
        Measure::Criterion { .. } => None,
    })?;
    let reading = place.calibrated.as_ref()?;
    let points = |value: Thousandths| real_points(value.count());
    let (distance, spread) =
        (points(reading.score) - real_points(minimum * 1000), points(reading.deviation));
    (spread > 0.0).then(|| Thousandths::nearest(normal_cdf(distance / spread)))
}

/// Converts thousandths of points to points.
fn real_points(thousandths: i64) -> f64 {
    i32::try_from(thousandths).map_or(0.0, f64::from) / 1000.0
}

/// How many of the selected belong there as far as the sheets show: the sum of their probabilities,
/// rounded. `None` if a probability is missing or nobody is selected.
pub fn belonging(findings: &Findings) -> Option<u32> {
    let selected = findings.places.iter().filter(|place| place.outcome == Outcome::Selected);
    let chances: Option<Vec<i64>> =
        selected.map(|place| Some(place.calibrated.as_ref()?.p_selected?.count())).collect();
    let chances = chances.filter(|chances| !chances.is_empty())?;
    u32::try_from((chances.iter().sum::<i64>() + 500) / 1000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::selection::calibration::Calibrated;
    use selection_math::ranking::{Fraction, Threshold, ThresholdResult};

    fn place(number: u32, outcome: Outcome, (chance, interval): (f64, (u32, u32))) -> Place {
        Place {
            place: number,
            proposal: crate::kernel::ids::ProposalId::new().unwrap(),
            number: format!("TB-{number}"),
            level: "S2".to_owned(),
            unit: crate::kernel::ids::UnitCode::new("P"),
            problem: "M-001".to_owned(),
            cost: None,
            value: Fraction { sum: 400, count: 1 },
            joined: None,
            criteria: std::collections::BTreeMap::new(),
            thresholds: Vec::new(),
            ties: Vec::new(),
            outcome,
            reserve_position: None,
            reason: crate::features::calls::Bilingual { id: String::new(), en: String::new() },
            certificate: None,
            calibrated: Some(Calibrated {
                score: Thousandths::nearest(348.0),
                deviation: Thousandths::nearest(10.0),
                expected_rank: Thousandths::nearest(3.0),
                rank_low: interval.0,
                rank_high: interval.1,
                p_selected: Some(Thousandths::nearest(chance)),
                zone: None,
            }),
        }
    }

    const ZONE: (u32, u32) = (25, 75);

    #[test]
    fn whoever_is_selected_against_the_odds_is_marked_and_whoever_is_left_out_against_them() {
        let of = |outcome, chance| doubts(&place(2, outcome, (chance, (1, 3))), ZONE);
        assert_eq!(of(Outcome::Selected, 0.249), [Doubt::SelectedUnlikely]);
        assert_eq!(of(Outcome::Selected, 0.25), []);
        assert_eq!(of(Outcome::Reserve, 0.751), [Doubt::LeftOutLikely]);
        assert_eq!(of(Outcome::NotSelected, 0.75), []);
        let outside = place(7, Outcome::Selected, (0.9, (1, 3)));
        assert_eq!(doubts(&outside, ZONE), [Doubt::OutsideInterval]);
    }

    #[test]
    fn below_a_threshold_nobody_is_left_out_by_chance() {
        let mut below = place(2, Outcome::NotSelected, (0.9, (1, 3)));
        let threshold = Threshold { measure: Measure::Total, minimum: 350 };
        let value = Fraction { sum: 340, count: 1 };
        below.thresholds = vec![ThresholdResult { threshold, value, met: false }];
        assert_eq!(doubts(&below, ZONE), []);
        // 2 points below the threshold with a standard deviation of 10: 42 %.
        assert_eq!(chance_of_passing(&below), Some(Thousandths::nearest(0.421)));
    }
}
