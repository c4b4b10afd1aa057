//! Where a proposal stands relative to the line: inside, outside, or too close to call.
//!
//! A proposal is too close to call when its probability of selection lies between two declared
//! bounds, by default 25% and 75%. Without quotas this is the Swiss National Science Foundation's
//! rule that the 50% interval of the rank covers the line; unlike that rule it also works with
//! quotas.

use super::numbers::real;

/// The declared bounds, as probabilities; `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneBounds {
    /// Below this a proposal is outside.
    pub low: f64,
    /// Above this a proposal is inside.
    pub high: f64,
}

impl Default for ZoneBounds {
    fn default() -> Self {
        Self { low: 0.25, high: 0.75 }
    }
}

/// A proposal's position relative to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Selected with high probability.
    Inside,
    /// The scores do not decide it; the call's own rule does.
    TooClose,
    /// Not selected with high probability.
    Outside,
}

impl Zone {
    /// The stable word for files and interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::TooClose => "too_close",
            Self::Outside => "outside",
        }
    }
}

impl ZoneBounds {
    /// The zone of a probability estimated from `draws` draws (0 for a closed form).
    ///
    /// Two Monte Carlo standard errors widen the zone and never narrow it, so that the seed does
    /// not put a proposal inside or outside.
    pub fn place(self, probability: f64, draws: usize) -> Zone {
        let variance = probability * (1.0 - probability) / real(draws.max(1));
        let guard = if draws == 0 { 0.0 } else { 2.0 * libm::sqrt(variance.max(0.0)) };
        if probability - guard > self.high {
            Zone::Inside
        } else if probability + guard < self.low {
            Zone::Outside
        } else {
            Zone::TooClose
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Zone::{Inside, Outside, TooClose};
    use super::*;

    #[test]
    fn both_bounds_themselves_are_too_close_to_call() {
        let bounds = ZoneBounds::default();
        let places =
            [0.2499, 0.25, 0.5, 0.75, 0.7501].map(|probability| bounds.place(probability, 0));
        assert_eq!(places, [Outside, TooClose, TooClose, TooClose, Inside]);
    }

    #[test]
    fn few_draws_widen_the_zone() {
        let bounds = ZoneBounds::default();
        assert_eq!(bounds.place(0.24, 100_000), Outside);
        assert_eq!(bounds.place(0.24, 1_000), TooClose);
        assert_eq!(bounds.place(0.0, 10), Outside);
    }
}
