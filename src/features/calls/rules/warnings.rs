//! Warnings: what is valid but should be looked at before a call opens. They refuse nothing.

use super::{
    WARNS_OF_FEW_SHEETS, WARNS_OF_IDLE_BUDGET, WARNS_OF_LEVEL_SEATS, WARNS_OF_LEVEL_WITHOUT_RULE,
    WARNS_OF_LONG_REPAIR, WARNS_OF_MISSING_ANCHORS, WARNS_OF_NO_DIVERGENCE, WARNS_OF_NO_TIE_BREAK,
    WARNS_OF_SHORT_OBJECTIONS, WARNS_OF_THIN_BUDGET, check_opening, quotas,
};
use crate::features::calls::{Definition, Requirement};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::FieldError;
use selection_math::quota::{Finding, KnownClasses, contradictions};

/// Reviewers for each proposal in the default rules (`domain.md` §5.2).
const SHEETS_ADVISED: u32 = 3;

/// Days for objections in `PermenPANRB` 28/2021.
const OBJECTION_DAYS: i64 = 3;

const SECONDS_A_DAY: i64 = 86_400;

pub fn warnings(definition: &Definition, now: Timestamp) -> Vec<FieldError> {
    let mut found = Vec::new();
    found.extend(check_opening(definition, now));
    found.extend(unfillable_seats(definition));
    found.extend(odd_budget(definition));
    found.extend(short_windows(definition));
    found.extend(thin_panel(definition));
    for (index, criterion) in definition.rubric.criteria.iter().enumerate() {
        if criterion.anchors.is_empty() {
            let at = format!("rubric.criteria[{index}].anchors");
            found.push(FieldError::new(at, WARNS_OF_MISSING_ANCHORS));
        }
    }
    found.extend(levels_without_figures(definition));
    found
}

/// All levels have caps and their sum is below the seats: some seats can never be filled.
fn unfillable_seats(definition: &Definition) -> Option<FieldError> {
    let levels = definition.levels.iter().map(|level| level.code.clone()).collect();
    let known = KnownClasses::from([("level".to_owned(), levels)]);
    let found = contradictions(&quotas(definition), &known);
    found.into_iter().find_map(|one| match one.finding {
        Finding::CapsBelowSeats { caps, seats, .. } => {
            let warning = FieldError::new("seats", WARNS_OF_LEVEL_SEATS);
            Some(warning.with("sum", caps).with("seats", seats))
        }
        _ => None,
    })
}

/// Money that is more than every seat at the maximum cost needs, or not enough for half the seats.
fn odd_budget(definition: &Definition) -> Option<FieldError> {
    let budget = definition.limits.budget?;
    let ceiling = budget.per_proposal?;
    let seats = u64::from(definition.seats);
    let code = if ceiling.saturating_mul(seats) <= budget.total {
        WARNS_OF_IDLE_BUDGET
    } else if ceiling.saturating_mul(seats) / 2 > budget.total {
        WARNS_OF_THIN_BUDGET
    } else {
        return None;
    };
    let affordable = budget.total.checked_div(ceiling).unwrap_or(0);
    let warning = FieldError::new("limits.budget.total", code).with("seats", seats);
    Some(warning.with("affordable", affordable))
}

fn short_windows(definition: &Definition) -> Vec<FieldError> {
    let calendar = &definition.calendar;
    let mut found = Vec::new();
    let window = calendar.objections_end_at.seconds_since(calendar.announcement_at);
    if window < OBJECTION_DAYS * SECONDS_A_DAY {
        let warning = FieldError::new("calendar.objections_end_at", WARNS_OF_SHORT_OBJECTIONS);
        found.push(warning.with("days", OBJECTION_DAYS));
    }
    let screening = calendar.screening_ends_at.seconds_since(calendar.submissions_close_at);
    if i64::from(definition.repair_days) * SECONDS_A_DAY > screening {
        found.push(FieldError::new("repair_days", WARNS_OF_LONG_REPAIR));
    }
    found
}

fn thin_panel(definition: &Definition) -> Vec<FieldError> {
    let (panel, rubric) = (&definition.panel, &definition.rubric);
    let mut found = Vec::new();
    if panel.sheets_per_proposal < SHEETS_ADVISED {
        let warning = FieldError::new("panel.sheets_per_proposal", WARNS_OF_FEW_SHEETS);
        found.push(warning.with("advised", SHEETS_ADVISED));
    }
    let scale = |score: Option<&u32>| u64::from(score.copied().unwrap_or(0));
    // Weights sum to 100, so totals cannot differ by more than a hundred times the scale.
    let widest = scale(rubric.scores.last()).saturating_sub(scale(rubric.scores.first()));
    if u64::from(panel.divergent_total) >= 100 * widest {
        found.push(FieldError::new("panel.divergent_total", WARNS_OF_NO_DIVERGENCE));
    }
    if u64::from(panel.divergent_criterion) > widest {
        found.push(FieldError::new("panel.divergent_criterion", WARNS_OF_NO_DIVERGENCE));
    }
    if definition.ranking.tie_breaks.is_empty() {
        found.push(FieldError::new("ranking.tie_breaks", WARNS_OF_NO_TIE_BREAK));
    }
    found
}

/// Levels for which a rule by level has no figure.
fn levels_without_figures(definition: &Definition) -> Vec<FieldError> {
    let mut found = Vec::new();
    for (index, rule) in definition.eligibility.iter().enumerate() {
        let figures = match &rule.requirement {
            Requirement::Age { at_most } => at_most,
            Requirement::GradePointAverage { at_least_hundredths } => at_least_hundredths,
            _ => continue,
        };
        for level in definition.levels.iter().filter(|level| !figures.contains_key(&level.code)) {
            let warning =
                FieldError::new(format!("eligibility[{index}]"), WARNS_OF_LEVEL_WITHOUT_RULE);
            found.push(warning.with("level", &level.code));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{definition, instant, names};
    use super::*;

    fn found(change: impl FnOnce(&mut Definition)) -> Vec<(String, &'static str)> {
        let mut definition = definition();
        change(&mut definition);
        names(warnings(&definition, instant("2026-11-24T01:00:00Z")))
    }

    #[test]
    fn a_usual_call_warns_of_nothing() {
        assert_eq!(found(|_| {}), []);
    }

    #[test]
    fn seats_that_no_level_can_fill_are_told() {
        let caps = |s2, s3| {
            found(|d| {
                d.levels[0].seats = s2;
                d.levels[1].seats = s3;
            })
        };
        assert_eq!(caps(Some(5), Some(2)), [("seats".to_owned(), "warns_of_level_seats")]);
        assert_eq!(caps(Some(5), Some(3)), []);
        assert_eq!(caps(Some(5), None), []);
    }

    #[test]
    fn money_that_never_binds_or_hardly_reaches_is_told() {
        let with = |total, per_proposal| {
            let policy = selection_math::quota::BudgetPolicy::StopAtFirst;
            let budget = crate::features::calls::Budget { total, policy, per_proposal };
            found(|d| d.limits.budget = Some(budget))
        };
        let told = |code| [("limits.budget.total".to_owned(), code)];
        // The usual call has eight seats.
        assert_eq!(with(800, Some(100)), told("warns_of_idle_budget"));
        assert_eq!(with(799, Some(100)), []);
        assert_eq!(with(400, Some(100)), []);
        assert_eq!(with(399, Some(100)), told("warns_of_thin_budget"));
        assert_eq!(with(1, None), []);
    }

    #[test]
    fn what_weakens_a_call_is_told() {
        let two_days = |d: &mut Definition| {
            d.calendar.objections_end_at = d.calendar.announcement_at.plus_days(2);
        };
        assert_eq!(
            found(two_days),
            [("calendar.objections_end_at".to_owned(), "warns_of_short_objections")]
        );
        assert_eq!(
            found(|d| d.repair_days = 11),
            [("repair_days".to_owned(), "warns_of_long_repair")]
        );
        assert_eq!(
            found(|d| d.panel.sheets_per_proposal = 2),
            [("panel.sheets_per_proposal".to_owned(), "warns_of_few_sheets")]
        );
        assert_eq!(
            found(|d| d.panel.divergent_criterion = 5),
            [("panel.divergent_criterion".to_owned(), "warns_of_no_divergence")]
        );
        assert_eq!(
            found(|d| d.levels[1].code = "Sp".into()),
            [("eligibility[13]".to_owned(), "warns_of_level_without_rule")]
        );
        assert_eq!(
            found(|d| d.calendar.opens_at = instant("2026-11-01T01:00:00Z")),
            [("calendar.opens_at".to_owned(), "opens_in_the_past")]
        );
    }
}
