//! When reviewers differ too much to be averaged without discussion: the sheets then go to
//! reconciliation. Source: `domain.md` §5.2. Pure.

use super::sheet::total;
use crate::features::calls::{PanelRules, Rubric};
use crate::features::reviews::Sheet;
use serde::{Deserialize, Serialize};

/// How the sheets on one proposal diverge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Divergence {
    /// Highest total minus lowest total.
    pub range: u32,
    /// Whether the range is above the call's limit.
    pub totals_differ: bool,
    /// Criteria on which scores differ by the call's limit or more.
    pub criteria: Vec<String>,
    /// Whether some totals reach the threshold and others do not.
    pub pass_line_between: bool,
}

/// How complete sheets diverge; `None` when they agree well enough or there are fewer than two.
pub fn divergence(rubric: &Rubric, rules: &PanelRules, sheets: &[&Sheet]) -> Option<Divergence> {
    let totals: Vec<u32> = sheets.iter().filter_map(|sheet| total(rubric, sheet)).collect();
    let (low, high) = (totals.iter().min().copied()?, totals.iter().max().copied()?);
    let criteria: Vec<String> = rubric
        .criteria
        .iter()
        .filter(|criterion| range_on(&criterion.code, sheets) >= rules.divergent_criterion.max(1))
        .map(|criterion| criterion.code.clone())
        .collect();
    let divergence = Divergence {
        range: high - low,
        totals_differ: high - low > rules.divergent_total,
        criteria,
        pass_line_between: rubric.thresholds.total.is_some_and(|line| low < line && line <= high),
    };
    let is_divergent =
        divergence.totals_differ || !divergence.criteria.is_empty() || divergence.pass_line_between;
    is_divergent.then_some(divergence)
}

fn range_on(code: &str, sheets: &[&Sheet]) -> u32 {
    let scores = || sheets.iter().filter_map(|sheet| sheet.scores.get(code)?.score);
    scores().max().unwrap_or(0) - scores().min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::{rubric, sheet};
    use super::*;

    const RULES: PanelRules = PanelRules {
        sheets_per_proposal: 2,
        default_max_load: 10,
        divergent_total: 100,
        divergent_criterion: 3,
        composition: crate::features::calls::Composition { one_per_unit: false, one_senior: false },
            undo_minutes: 0,
    };

    fn of(one: (u32, u32), other: (u32, u32)) -> Option<Divergence> {
        let both = |(k1, k2)| sheet(&[("K1", k1, ""), ("K2", k2, "")]);
        divergence(&rubric(), &RULES, &[&both(one), &both(other)])
    }

    #[test]
    fn sheets_that_agree_need_no_word() {
        assert_eq!(of((5, 5), (5, 5)), None);
        // 60 apart, on the same side of the line.
        assert_eq!(of((5, 5), (6, 5)), None);
    }

    #[test]
    fn a_range_above_the_limit_diverges_and_the_limit_itself_does_not() {
        // 6·60 + 6·40 = 600 and 5·60 + 5·40 = 500: exactly 100.
        assert_eq!(of((6, 6), (5, 5)), None);
        let found = of((7, 6), (5, 5)).unwrap();
        assert_eq!((found.range, found.totals_differ), (160, true));
    }

    #[test]
    fn one_criterion_far_apart_is_enough() {
        let found = of((5, 3), (5, 6)).unwrap();
        assert_eq!(found.criteria, ["K2"]);
    }

    #[test]
    fn the_pass_line_between_two_totals_diverges_however_close_they_are() {
        // 420 and 360, with the threshold at 400.
        let found = of((3, 6), (2, 6)).unwrap();
        let expected = Divergence {
            range: 60,
            totals_differ: false,
            criteria: vec![],
            pass_line_between: true,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn one_sheet_cannot_diverge() {
        assert_eq!(divergence(&rubric(), &RULES, &[]), None);
        let only = sheet(&[("K1", 1, ""), ("K2", 7, "")]);
        assert_eq!(divergence(&rubric(), &RULES, &[&only]), None);
    }
}
