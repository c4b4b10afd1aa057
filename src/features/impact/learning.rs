//! What past calls teach about their rubric: did a criterion's scores predict what came of the awards?

use crate::features::calls::Bilingual;
use crate::kernel::clock::Timestamp;
use crate::text_enum;
use selection_math::correlation::Correlation;
use serde::Serialize;

text_enum! {
    /// What came of an award, as one order from worse to better.
    #[schema(as = LearningOutcome)]
    pub enum OutcomeKind {
        /// How much of the way from where the indicator was at the award to its target is behind.
        Improvement = "improvement",
        /// Solved or not, where that can be told.
        Solved = "solved",
        /// The share of the reports that were sent in time.
        Punctual = "punctual",
    }

    /// What the figures suggest to ask of the next rubric.
    #[schema(as = LearningQuestion)]
    pub enum Question {
        /// Fewer awards than can be correlated.
        TooFew = "too_few",
        /// All had the same score on it.
        ScoresAlike = "scores_alike",
        /// All came out alike.
        OutcomesAlike = "outcomes_alike",
        /// With so few, both a strong and no relation would look like this.
        Undecided = "undecided",
        /// Enough awards, and hardly any relation.
        DidNotTell = "did_not_tell",
        /// Higher scores went with better outcomes.
        Told = "told",
        /// Higher scores went with worse outcomes.
        Misled = "misled",
    }
}

/// A criterion against one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LearningReading)]
pub struct Reading {
    pub outcome: OutcomeKind,
    /// Awards with a score on the criterion and this outcome, and the problems they are about. Two awards on one
    /// problem share its outcome.
    pub awards: u32,
    pub problems: u32,
    /// Null for few awards, and where all scores or all outcomes are equal.
    pub correlation: Option<Correlation>,
    pub question: Question,
}

/// A criterion as it stood, word for word, in some calls.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LearningCriterion)]
pub struct CriterionReading {
    #[schema(example = "K1")]
    pub criterion: String,
    pub name: Bilingual,
    /// Codes of the calls in which its name, anchors and scale were these.
    pub calls: Vec<String>,
    /// Whether another call had other words, anchors or another scale under the same code. Those scores mean something
    /// else and are read apart.
    pub reworded: bool,
    pub readings: Vec<Reading>,
}

/// What past calls teach.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Learning {
    pub as_of: Timestamp,
    /// Calls whose result is announced.
    pub calls: u32,
    /// Ranked proposals of these calls that the reader may know of, and how many of them have an accepted seat. Only
    /// of those anything came that can be measured.
    pub ranked: u32,
    pub awards: u32,
    /// Whether proposals are left out that the reader is in conflict with.
    pub withheld: bool,
    pub criteria: Vec<CriterionReading>,
}
