//! A case with a change: limits, weights, a reviewer left out. Totals stay exact.

use super::{Case, Scenario};
use crate::features::calls::{Budget, Definition, rules};
use crate::features::selection::rules::{COSTS_UNKNOWN, UNKNOWN_REVIEWER};
use crate::kernel::errors::{FieldError, common::field};
use crate::kernel::ids::UserId;
use std::collections::BTreeMap;

/// The case with the scenario's changes.
pub(super) fn apply(case: &Case, scenario: &Scenario) -> Result<Case, Vec<FieldError>> {
    let mut changed = case.clone();
    let definition = &mut changed.definition;
    if let Some(seats) = scenario.seats {
        definition.seats = seats;
    }
    if let Some(cap) = scenario.per_unit {
        definition.limits.per_unit = cap;
    }
    if let Some(cap) = scenario.per_problem {
        definition.limits.per_problem = cap;
    }
    if let Some(floors) = &scenario.floors {
        definition.limits.floors.clone_from(floors);
    }
    if let Some(aggregate) = scenario.aggregate {
        definition.ranking.aggregate = aggregate;
    }
    let mut faults = set_weights(definition, scenario.weights.as_ref());
    faults.extend(set_budget(definition, scenario.budget));
    faults.extend(new_faults(&case.definition, definition));
    if scenario.weights.is_some() {
        reweigh(&mut changed, 1);
    }
    if let Some(reviewer) = &scenario.leave_out_reviewer {
        match leave_out(&changed, reviewer) {
            Some(without) => changed = without,
            None => faults.push(FieldError::new("leave_out_reviewer", UNKNOWN_REVIEWER)),
        }
    }
    if faults.is_empty() { Ok(changed) } else { Err(faults) }
}

#[expect(clippy::option_option, reason = "absent, null and a budget are three things to say")]
fn set_budget(definition: &mut Definition, budget: Option<Option<Budget>>) -> Option<FieldError> {
    let budget = budget?;
    if definition.limits.budget.is_none() && budget.is_some() {
        return Some(FieldError::new("budget", COSTS_UNKNOWN));
    }
    definition.limits.budget = budget;
    None
}

fn set_weights(
    definition: &mut Definition,
    weights: Option<&BTreeMap<String, u32>>,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (code, weight) in weights.into_iter().flatten() {
        let found = definition.rubric.criteria.iter_mut().find(|found| &found.code == code);
        match found {
            Some(criterion) => criterion.weight = *weight,
            None => {
                faults.push(FieldError::new(format!("weights.{code}"), field::UNKNOWN_REFERENCE));
            }
        }
    }
    faults
}

/// The faults of the changed definition that the announced one did not have, by the scenario's own
/// field names.
fn new_faults(announced: &Definition, changed: &Definition) -> Vec<FieldError> {
    let before = rules::check(announced);
    let mut faults = rules::check(changed);
    faults.retain(|fault| !before.contains(fault));
    for fault in &mut faults {
        fault.field = match fault.field.strip_prefix("limits.") {
            Some(own) => own.to_owned(),
            None if fault.field.starts_with("rubric.") => "weights".to_owned(),
            None => std::mem::take(&mut fault.field),
        };
    }
    faults
}

/// Totals by the definition's weights, in units of 1/`scale`; the threshold for totals too.
fn reweigh(case: &mut Case, scale: u32) {
    let rubric = &mut case.definition.rubric;
    rubric.thresholds.total = rubric.thresholds.total.map(|line| line.saturating_mul(scale));
    let weights: BTreeMap<&str, i64> = rubric
        .criteria
        .iter()
        .map(|criterion| (criterion.code.as_str(), i64::from(criterion.weight)))
        .collect();
    for sheet in case.inputs.proposals.iter_mut().flat_map(|contender| &mut contender.sheets) {
        let scores = sheet.scores.iter();
        sheet.total = scores
            .map(|(code, score)| weights.get(code.as_str()).unwrap_or(&0) * i64::from(*score))
            .sum();
    }
}

/// One weight changed by `change` points, the others in proportion so that all still sum to 100:
/// every weight becomes a fraction with the others' sum as denominator, and totals are counted in
/// such fractions. `None` if the weight cannot be changed by that much.
pub(super) fn shift_weight(case: &Case, criterion: &str, change: i32) -> Option<Case> {
    let mut changed = case.clone();
    let criteria = &mut changed.definition.rubric.criteria;
    let own = criteria.iter().find(|found| found.code == criterion)?.weight;
    let moved = own.checked_add_signed(change).filter(|moved| *moved <= 100)?;
    let scale = 100_u32.checked_sub(own).filter(|others| *others > 0)?;
    for found in criteria.iter_mut() {
        found.weight = if found.code == criterion {
            moved.checked_mul(scale)?
        } else {
            found.weight.checked_mul(100 - moved)?
        };
    }
    reweigh(&mut changed, scale);
    Some(changed)
}

/// The case with the money changed by this percentage; `None` without a budget.
pub(super) fn shift_budget(case: &Case, percent: i64) -> Option<Case> {
    let mut changed = case.clone();
    let budget = changed.definition.limits.budget.as_mut()?;
    let share = u128::try_from(100_i64.checked_add(percent)?).ok()?;
    budget.total = u64::try_from(u128::from(budget.total) * share / 100).ok()?;
    Some(changed)
}

/// The case without one reviewer's sheets. A proposal that had enough sheets before keeps a place
/// while one is left; no other proposal gets one. `None` if the reviewer has no sheet.
pub(super) fn leave_out(case: &Case, reviewer: &UserId) -> Option<Case> {
    let mut changed = case.clone();
    let panel = &mut changed.definition.panel;
    let enough = usize::try_from(panel.sheets_per_proposal).unwrap_or(usize::MAX);
    panel.sheets_per_proposal = 1;
    let proposals = &mut changed.inputs.proposals;
    let has_sheet = proposals
        .iter()
        .any(|contender| contender.sheets.iter().any(|sheet| &sheet.reviewer == reviewer));
    proposals.retain(|contender| contender.sheets.len() >= enough);
    for contender in proposals {
        contender.sheets.retain(|sheet| &sheet.reviewer != reviewer);
    }
    has_sheet.then_some(changed)
}
