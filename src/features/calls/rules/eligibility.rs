//! Checks the eligibility rules: each at most once, with possible figures, and with a regulation.

use super::{join, range, text};
use crate::features::calls::{EligibilityRule, Requirement};
use crate::kernel::errors::{FieldError, common::field};
use std::collections::{BTreeMap, HashSet};

const REFERENCE_MOST: usize = 300;

/// The most years that a rule may require or look back.
const YEARS_MOST: u32 = 40;

/// Every fault of the rules at `path` in the request.
pub fn check_eligibility(path: &str, rules: &[EligibilityRule]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let at = format!("{path}[{index}]");
        if !seen.insert(std::mem::discriminant(&rule.requirement)) {
            faults.push(FieldError::new(join(&at, "key"), field::DUPLICATE));
        }
        let reference = join(&at, "legal_reference");
        text::one(&reference, &rule.legal_reference, REFERENCE_MOST, &mut faults);
        check_figures(&at, &rule.requirement, &mut faults);
    }
    faults
}

fn check_figures(at: &str, requirement: &Requirement, faults: &mut Vec<FieldError>) {
    let mut figure = |name: &str, value: u32, least: u32, most: u32| {
        range(&join(at, name), value, least, most, faults);
    };
    match requirement {
        Requirement::YearsOfService { at_least } => figure("at_least", *at_least, 1, YEARS_MOST),
        Requirement::RemainingService { factor_released, factor_not_released } => {
            figure("factor_released", *factor_released, 0, 10);
            figure("factor_not_released", *factor_not_released, 0, 10);
        }
        Requirement::Age { at_most } => by_level(&join(at, "at_most"), at_most, (18, 70), faults),
        Requirement::PerformanceRating { at_least: _, years } => figure("years", *years, 1, 10),
        Requirement::NoSanction { years_since_medium, years_since_heavy } => {
            figure("years_since_medium", *years_since_medium, 0, YEARS_MOST);
            figure("years_since_heavy", *years_since_heavy, 0, YEARS_MOST);
        }
        Requirement::GradePointAverage { at_least_hundredths } => {
            by_level(&join(at, "at_least_hundredths"), at_least_hundredths, (1, 400), faults);
        }
        Requirement::Duration { extra_months } => figure("extra_months", *extra_months, 0, 60),
        Requirement::CivilServant
        | Requirement::NoCriminalCase
        | Requirement::InActiveService
        | Requirement::NoServiceBond
        | Requirement::NoFailedAssignment
        | Requirement::NoOtherNomination
        | Requirement::Accreditation { .. }
        | Requirement::DegreeBelow
        | Requirement::NoDegreeOfLevel => {}
    }
}

fn by_level(
    path: &str,
    figures: &BTreeMap<String, u32>,
    (least, most): (u32, u32),
    faults: &mut Vec<FieldError>,
) {
    if figures.is_empty() {
        faults.push(FieldError::new(path, field::REQUIRED));
    }
    for (level, value) in figures {
        range(&join(path, level), *value, least, most, faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::{Severity, Templates};

    fn faults(requirements: Vec<Requirement>) -> Vec<(String, &'static str)> {
        let rule = |requirement| EligibilityRule {
            requirement,
            severity: Severity::Block,
            legal_reference: "SE MenPANRB 28/2021".to_owned(),
        };
        let rules: Vec<_> = requirements.into_iter().map(rule).collect();
        let faults = check_eligibility("eligibility", &rules);
        faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
    }

    #[test]
    fn the_shipped_sets_are_sound() {
        for set in Templates::shipped().unwrap().rule_sets.values() {
            assert_eq!(check_eligibility("rules", &set.rules), []);
        }
    }

    #[test]
    fn a_rule_stands_once_whatever_its_figures() {
        let twice = [2, 3].map(|at_least| Requirement::YearsOfService { at_least });
        assert_eq!(faults(twice.into()), [("eligibility[1].key".to_owned(), "duplicate")]);
    }

    #[test]
    fn figures_are_such_as_a_person_can_have() {
        let found = faults(vec![
            Requirement::YearsOfService { at_least: 0 },
            Requirement::RemainingService { factor_released: 11, factor_not_released: 2 },
            Requirement::Age { at_most: BTreeMap::new() },
            Requirement::GradePointAverage { at_least_hundredths: [("S2".into(), 401)].into() },
        ]);
        let fields: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "eligibility[0].at_least",
                "eligibility[1].factor_released",
                "eligibility[2].at_most",
                "eligibility[3].at_least_hundredths.S2"
            ]
        );
    }

    #[test]
    fn a_rule_without_its_law_is_refused() {
        let rule = EligibilityRule {
            requirement: Requirement::CivilServant,
            severity: Severity::Block,
            legal_reference: " ".to_owned(),
        };
        let found = check_eligibility("eligibility", &[rule]);
        assert_eq!(found[0].field, "eligibility[0].legal_reference");
    }
}
