//! The plan of use after the return. Pure.

use super::bond::plus;
use crate::features::proposals::PlanItem;
use crate::features::studies::{Use, UseState};
use chrono::NaiveDate;

/// The proposal's plan of twelve months as a dated list: the month `m` of the plan ends `m` months after the return.
pub fn dated(plan: &[PlanItem], returned_on: NaiveDate) -> Vec<Use> {
    let mut items: Vec<&PlanItem> =
        plan.iter().filter(|item| !item.activity.trim().is_empty()).collect();
    items.sort_by_key(|item| item.month);
    let one = |(number, item): (u16, &PlanItem)| {
        Some(Use {
            number,
            due_on: plus(returned_on, item.month)?,
            activity: item.activity.clone(),
            responsible: item.responsible.clone(),
            resources: item.resources.clone(),
            state: UseState::Open,
            note: None,
            changed_by: None,
            changed_at: None,
        })
    };
    (1_u16..).zip(items).filter_map(one).collect()
}
