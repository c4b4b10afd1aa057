//! Where one more review would help most.

use crate::features::selection::official::Entry;
use crate::kernel::ids::ProposalId;
use selection_math::model::{ExtraReview, Thousandths};
use serde::{Deserialize, Serialize};

/// The most proposals for which one more review is advised.
const ADVICE_MOST: usize = 10;

/// The value of one more review of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraReviewAdvice {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// The probability of error when a proposal is placed by its probability of belonging: that
    /// probability or its complement, whichever is less.
    pub wrong_now: Thousandths,
    /// By how much one more review would reduce it.
    pub drop: Thousandths,
}

/// The most useful first; empty if the sheets do not determine it.
pub(super) fn advice(worth: Vec<ExtraReview>, entries: &[Entry<'_>]) -> Vec<ExtraReviewAdvice> {
    let worth = worth.into_iter().filter_map(|gain| {
        let contender = entries.get(gain.proposal)?.contender;
        Some(ExtraReviewAdvice {
            proposal: contender.id.clone(),
            number: contender.number.clone(),
            wrong_now: Thousandths::nearest(gain.wrong_now),
            drop: Thousandths::nearest(gain.drop),
        })
    });
    worth.filter(|advice| advice.drop > Thousandths::default()).take(ADVICE_MOST).collect()
}
