//! The rubric: a list of allowed scores (not a range: 1-2-3-5-6-7 must be expressible), criteria
//! with integer weights that sum to 100, anchors, thresholds. Source: `domain.md` §5.

use super::bilingual::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    #[schema(example = "default")]
    pub code: String,
    pub name: Bilingual,
    /// Allowed scores, ascending.
    pub scores: Vec<u32>,
    pub criteria: Vec<Criterion>,
    pub thresholds: Thresholds,
    /// Scores that need a written reason, e.g. 1, 2 and 5.
    pub reason_required_for: Vec<u32>,
    /// Minimum length of a reason, in characters.
    pub reason_min_length: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    #[schema(example = "K1")]
    pub code: String,
    pub name: Bilingual,
    /// Integer; all weights sum to 100.
    pub weight: u32,
    /// What a score means, by score; not every score has an anchor.
    #[serde(default)]
    pub anchors: BTreeMap<u32, Bilingual>,
    /// The criterion judges the relation to the registered problem, which the score sheet shows
    /// beside it. Omitted when false, so that older rubrics keep their hash.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_registered_problem: bool,
}

/// What a proposal must reach to be selectable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Minimum aggregate total (Σ weight × score).
    pub total: Option<u32>,
    /// Minimum mean score by criterion (knock-out).
    #[serde(default)]
    pub criteria: BTreeMap<String, u32>,
}

impl Rubric {
    /// The highest total a sheet can have: Σ weight × highest score.
    pub fn highest_total(&self) -> u32 {
        let highest = self.scores.iter().copied().max().unwrap_or(0);
        self.criteria.iter().map(|criterion| criterion.weight * highest).sum()
    }

    pub fn criterion(&self, code: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.code == code)
    }

    pub fn allows(&self, score: u32) -> bool {
        self.scores.contains(&score)
    }
}
