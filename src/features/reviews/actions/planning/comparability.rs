//! How comparable the scores of a plan are, without the preference and with it, and what the
//! preference costs.

use super::PlanOptions;
use super::words::sentence;
use crate::features::calls::Bilingual;
use crate::features::reviews::rules::plan::{Plan, PlanSummary};
use crate::features::reviews::rules::{
    PLAN_LINKS_FREE, PLAN_LINKS_NOT_BOUGHT, PLAN_LINKS_PAID, PLAN_LINKS_WHOLE,
};
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use matching::HIGHEST_AFFINITY;
use serde::Serialize;
use serde_json::{Value, json};

/// The value of a plan, and how comparable its scores are. All pairs count, existing ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanStanding {
    /// Groups of reviewers without a common proposal; scores can be compared only within a group.
    pub groups: usize,
    /// Reviewers who share fewer than two proposals with others, so that their strictness cannot be
    /// estimated.
    pub few_shared: usize,
    /// The fewest proposals that a reviewer shares with others.
    pub smallest_overlap: usize,
    /// Pairs of reviewers with a common proposal.
    pub linked_pairs: usize,
    /// Sum of the affinities.
    pub total: u64,
    /// The lowest affinity; null without pairs.
    pub worst_pair: Option<u32>,
}

/// The preference for plans whose scores can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanComparability {
    /// As asked for; null if no affinity may be given up.
    pub step: Option<u32>,
    /// The best plan by affinity.
    pub before: PlanStanding,
    /// The plan that is shown.
    pub after: PlanStanding,
    /// The loss in the sum of affinities; negative for a gain.
    pub given_up: i64,
    /// What was gained for it, or why nothing was; null if nothing was asked for.
    pub message: Option<Bilingual>,
}

/// Checks that the step is a possible affinity.
pub(super) fn check(options: PlanOptions) -> Result<(), Failure> {
    if options.comparability_step <= HIGHEST_AFFINITY {
        return Ok(());
    }
    let fault = FieldError::new("comparability_step", common::field::OUT_OF_RANGE);
    let fault = fault.with("minimum", 0).with("maximum", HIGHEST_AFFINITY);
    Err(Refusal::invalid(vec![fault]).into())
}

impl From<PlanSummary> for PlanStanding {
    fn from(of: PlanSummary) -> Self {
        Self {
            groups: of.links.groups,
            few_shared: of.links.few_shared,
            smallest_overlap: of.links.smallest_overlap,
            linked_pairs: of.links.linked_pairs,
            total: of.total,
            worst_pair: of.worst_pair,
        }
    }
}

impl PlanComparability {
    pub(super) fn of(made: &Plan, step: u32) -> Self {
        let after = made.standing();
        let before = made.without_preference.unwrap_or(after);
        let sum = |total: u64| i64::try_from(total).unwrap_or(i64::MAX);
        let given_up = sum(before.total) - sum(after.total);
        Self {
            step: made.without_preference.map(|_| step),
            before: before.into(),
            after: after.into(),
            given_up,
            message: made.without_preference.map(|_| in_words((&before, &after), given_up)),
        }
    }

    /// The figures for the record, without the words.
    pub(super) fn figures(&self) -> Value {
        let Self { step, before, after, given_up, message: _ } = self;
        json!({"step": step, "before": before, "after": after, "given_up": given_up})
    }
}

fn in_words((before, after): (&PlanSummary, &PlanSummary), given_up: i64) -> Bilingual {
    if before.links.is_whole() {
        return sentence(PLAN_LINKS_WHOLE, &[]);
    }
    if !after.links.is_better_than(&before.links) {
        return sentence(PLAN_LINKS_NOT_BOUGHT, &[]);
    }
    let pair = |of: &PlanSummary| of.worst_pair.unwrap_or(0).to_string();
    let arguments = [
        ("given", given_up.to_string()),
        ("total", before.total.to_string()),
        ("groups", before.links.groups.to_string()),
        ("left", after.links.groups.to_string()),
        ("worst", pair(before)),
        ("now", pair(after)),
    ];
    sentence(if given_up > 0 { PLAN_LINKS_PAID } else { PLAN_LINKS_FREE }, &arguments)
}
