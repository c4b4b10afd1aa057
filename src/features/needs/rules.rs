//! Rules of the plan of needs. Pure.

use super::{Need, NewNeed, NewPlan, Plan, PlanAnswer, State, Total, Verdict};
use crate::kernel::errors::{FieldError, Refusal, common};
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    PLAN_STATE = 409 "plan_state";
    PLAN_WITHOUT_NEEDS = 409 "plan_without_needs";
    PLAN_YEARS_ORDER = 422 "plan_years_order";
    PLAN_TOO_LONG = 422 "plan_too_long";
    NEED_YEAR_OUTSIDE = 422 "need_year_outside";
    PLAN_NUMBER_NEEDED = 422 "plan_number_needed";
    PLAN_REASON_NEEDED = 422 "plan_reason_needed";
    PLAN_NOT_APPROVED = 422 "plan_not_approved";
    SEATS_BEYOND_PLAN = 422 "seats_beyond_plan";
}

/// The most years of a plan. Source: `domain.md` §6 row 2.
pub const MOST_YEARS: i32 = 5;

/// Every fault of a new plan.
pub fn faults_of_plan(new: &NewPlan) -> Vec<FieldError> {
    if new.last_year < new.first_year {
        return vec![FieldError::new("last_year", PLAN_YEARS_ORDER)];
    }
    if new.last_year - new.first_year >= MOST_YEARS {
        return vec![FieldError::new("last_year", PLAN_TOO_LONG).with("most", MOST_YEARS)];
    }
    Vec::new()
}

/// Every fault of a need: each year lies in the plan and is named once.
pub fn faults_of_need(new: &NewNeed, plan: &Plan) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, one) in new.people.iter().enumerate() {
        let field = format!("people[{index}].year");
        if !(plan.first_year..=plan.last_year).contains(&one.year) {
            let fault = FieldError::new(field, NEED_YEAR_OUTSIDE);
            faults.push(fault.with("first", plan.first_year).with("last", plan.last_year));
        } else if !seen.insert(one.year) {
            faults.push(FieldError::new(field, common::field::DUPLICATE));
        }
    }
    faults
}

/// Whether the plan stands there.
///
/// # Errors
/// `plan_state`, with where it stands.
pub fn check_state(plan: &Plan, wanted: State) -> Result<(), Refusal> {
    if plan.state == wanted {
        Ok(())
    } else {
        Err(Refusal::new(PLAN_STATE).with("state", plan.state.name()))
    }
}

/// What an answer lacks.
pub fn faults_of_answer(answer: &PlanAnswer) -> Vec<FieldError> {
    let is_empty =
        |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    match answer.verdict {
        Verdict::Approved if is_empty(&answer.document_number) => {
            vec![FieldError::new("document_number", PLAN_NUMBER_NEEDED)]
        }
        Verdict::Returned if is_empty(&answer.reason) => {
            vec![FieldError::new("reason", PLAN_REASON_NEEDED)]
        }
        Verdict::Approved | Verdict::Returned => Vec::new(),
    }
}

/// People by year and level.
pub fn totals(needs: &[Need]) -> Vec<Total> {
    let mut sums: BTreeMap<(i32, &str), u32> = BTreeMap::new();
    for need in needs {
        for one in &need.people {
            let people = u32::try_from(one.people).unwrap_or_default();
            *sums.entry((one.year, need.level.as_str())).or_default() += people;
        }
    }
    let total = |((year, level), people): ((i32, &str), u32)| Total {
        year,
        level: level.to_owned(),
        people,
    };
    sums.into_iter().map(total).collect()
}

/// Planned people of a year by level.
pub type Planned = BTreeMap<String, u32>;

/// What a plan has for a year.
pub fn planned_in(totals: &[Total], year: i32) -> Planned {
    let of_year = totals.iter().filter(|total| total.year == year);
    of_year.map(|total| (total.level.clone(), total.people)).collect()
}

/// A fault where a call offers more seats than are planned, in all or at a level. `levels` are the levels on offer, each
/// with the most seats it may take, if that is set.
pub fn faults_of_seats(
    planned: &Planned,
    seats: u32,
    levels: &[(String, Option<u32>)],
) -> Vec<FieldError> {
    let at = |level: &String| planned.get(level).copied().unwrap_or_default();
    let all: u32 = levels.iter().map(|(level, _)| at(level)).sum();
    let mut faults = Vec::new();
    let beyond =
        |field: String, most: u32| FieldError::new(field, SEATS_BEYOND_PLAN).with("most", most);
    if seats > all {
        faults.push(beyond("seats".to_owned(), all));
    }
    for (index, (level, own)) in levels.iter().enumerate() {
        let most = at(level);
        if own.is_some_and(|own| own > most) {
            faults.push(beyond(format!("levels[{index}].seats"), most));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_one_to_five_years() {
        let faults = |first_year, last_year| {
            let new = NewPlan { title: "Rencana".to_owned(), first_year, last_year };
            faults_of_plan(&new).into_iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(faults(2027, 2026), [PLAN_YEARS_ORDER]);
        assert_eq!(faults(2027, 2032), [PLAN_TOO_LONG]);
        for last in 2027..=2031 {
            assert_eq!(faults(2027, last), []);
        }
    }

    #[test]
    fn a_call_offers_no_more_than_is_planned_for_its_levels() {
        let planned: Planned = [("S2".to_owned(), 5), ("S3".to_owned(), 2)].into();
        let levels =
            |s2: Option<u32>, s3: Option<u32>| vec![("S2".to_owned(), s2), ("S3".to_owned(), s3)];
        let faults = |seats, levels: &[(String, Option<u32>)]| -> Vec<String> {
            faults_of_seats(&planned, seats, levels).into_iter().map(|one| one.field).collect()
        };
        assert_eq!(faults(7, &levels(Some(5), Some(2))), Vec::<String>::new());
        assert_eq!(faults(8, &levels(None, None)), ["seats"]);
        assert_eq!(faults(7, &levels(Some(6), Some(3))), ["levels[0].seats", "levels[1].seats"]);
        // A level that the call does not offer gives it no seats.
        assert_eq!(faults(3, &[("S3".to_owned(), None)]), ["seats"]);
        assert_eq!(faults(1, &[("D4".to_owned(), None)]), ["seats"]);
    }
}
