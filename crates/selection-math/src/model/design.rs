//! What a design can distinguish. This is checked before anything is estimated, because the
//! likelihood gives a number for every design, even a meaningless one.

use super::components::components;
use super::scores::{Panel, Side};

/// What can be estimated from who reviewed what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separable {
    /// Proposals, reviewers and noise.
    All,
    /// Proposals, but not reviewers from noise.
    ProposalsOnly,
    /// Nothing: each proposal has one review, or there are fewer sheets than parameters.
    Nothing,
}

/// The answer for a panel, with its connected parts.
pub(crate) fn examine(panel: &Panel) -> (Separable, Vec<Vec<usize>>) {
    let parts = components(panel);
    (separable(panel, parts.len()), parts)
}

fn separable(panel: &Panel, parts: usize) -> Separable {
    let most = |side: &Side| side.counts().max().unwrap_or(0);
    if panel.proposals.len() < 2 || most(&panel.proposals) < 2 {
        return Separable::Nothing;
    }
    let scored_reviewers = panel.reviewers.counts().filter(|count| *count > 0).count();
    let fitted = panel.proposals.len() + scored_reviewers - parts;
    // One sheet more than a spanning forest closes a cycle; without a cycle no reviewer's severity
    // can be distinguished from the noise. Three variances and mu need a fifth sheet.
    if most(&panel.reviewers) >= 2 && panel.sheets > fitted && panel.sheets > 4 {
        Separable::All
    } else if panel.sheets > panel.proposals.len() && panel.sheets > 3 {
        Separable::ProposalsOnly
    } else {
        Separable::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::super::scores::Sheet;
    use super::*;

    fn separable_from(pairs: &[(usize, usize)]) -> Separable {
        let sheets =
            pairs.iter().map(|&(proposal, reviewer)| Sheet { proposal, reviewer, total: 1 });
        examine(&Panel::new(sheets.collect(), 1).unwrap()).0
    }

    #[test]
    fn one_reviewer_or_one_review_each_separates_nothing() {
        assert_eq!(separable_from(&[(0, 0), (1, 0), (2, 0), (3, 0), (4, 0)]), Separable::Nothing);
        assert_eq!(separable_from(&[(0, 0), (1, 1), (2, 0), (3, 1), (4, 2)]), Separable::Nothing);
    }

    #[test]
    fn reviewers_who_each_saw_one_proposal_are_part_of_the_noise() {
        let pairs = [(0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (2, 5)];
        assert_eq!(separable_from(&pairs), Separable::ProposalsOnly);
    }

    #[test]
    fn a_design_with_a_cycle_separates_all_three() {
        let pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)];
        assert_eq!(separable_from(&pairs), Separable::All);
    }
}
