//! A call's eligibility rules applied to a candidate's statements and NIP: each rule is met, not
//! met, or not decidable yet, with the figures that decide it. Source: `domain.md` §3.

mod record;
pub mod service;
mod study;

use super::{
    RULE_ACCREDITATION, RULE_AGE, RULE_CIVIL_SERVANT, RULE_DEGREE_BELOW, RULE_DURATION,
    RULE_GRADE_POINT_AVERAGE, RULE_IN_ACTIVE_SERVICE, RULE_NO_CRIMINAL_CASE,
    RULE_NO_DEGREE_OF_LEVEL, RULE_NO_FAILED_ASSIGNMENT, RULE_NO_OTHER_NOMINATION, RULE_NO_SANCTION,
    RULE_NO_SERVICE_BOND, RULE_PERFORMANCE_RATING, RULE_REMAINING_SERVICE, RULE_UNKNOWN,
    RULE_YEARS_OF_SERVICE,
};
use crate::features::accounts::rules::nip::Nip;
use crate::features::calls::{EligibilityRule, Level, Requirement, Severity};
use crate::features::proposals::Content;
use crate::kernel::errors::{Argument, Code, FieldError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The result of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EligibilityOutcome)]
pub enum Outcome {
    Met,
    NotMet,
    /// The draft does not contain the answer yet.
    Unknown,
}

/// Everything that the rules need.
#[derive(Debug, Clone, Copy)]
pub struct Applicant<'a> {
    /// Birth and appointment; `None` for an account without a NIP.
    pub nip: Option<&'a Nip>,
    pub content: &'a Content,
    /// The level of study applied for.
    pub level: &'a Level,
    /// The present day in Jakarta.
    pub today: NaiveDate,
}

/// One rule's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = EligibilityFinding)]
pub struct Finding {
    #[schema(example = "remaining_service")]
    pub key: &'static str,
    pub outcome: Outcome,
    pub severity: Severity,
    #[schema(example = "SE MenPANRB 28/2021")]
    pub legal_reference: String,
    /// The figures that decide it, e.g. `remaining_months`, `required_months`.
    #[schema(value_type = Object)]
    pub figures: BTreeMap<&'static str, Value>,
    /// Fields that must be filled in before it can be decided.
    pub missing: Vec<&'static str>,
    #[serde(skip)]
    code: Code,
}

impl Finding {
    /// Whether it prevents a submission: a blocking rule that is not met, or not yet known to be.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Block && self.outcome != Outcome::Met
    }

    /// The message and its arguments.
    pub fn message(&self) -> (Code, Vec<Argument>) {
        let mut arguments: Vec<Argument> =
            self.figures.iter().map(|(name, value)| (*name, in_words(value))).collect();
        arguments.push(("legal_reference", self.legal_reference.clone()));
        arguments.push(("rule", self.key.to_owned()));
        arguments.push(("missing", self.missing.join(", ")));
        let code = if self.outcome == Outcome::Unknown { RULE_UNKNOWN } else { self.code };
        (code, arguments)
    }

    /// The finding as a fault of the input.
    pub fn fault(&self) -> FieldError {
        let (code, arguments) = self.message();
        FieldError { field: format!("eligibility.{}", self.key), code, arguments }
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(in_words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The result of one rule, before severity and regulation are added.
#[derive(Debug)]
struct Reading {
    outcome: Outcome,
    figures: BTreeMap<&'static str, Value>,
    missing: Vec<&'static str>,
}

impl Reading {
    fn of(holds: bool) -> Self {
        let outcome = if holds { Outcome::Met } else { Outcome::NotMet };
        Self { outcome, figures: BTreeMap::new(), missing: Vec::new() }
    }

    /// Not decidable because the fields marked true are missing.
    fn lacking(fields: &[(&'static str, bool)]) -> Self {
        let missing = fields.iter().filter(|(_, lacks)| *lacks).map(|(name, _)| *name).collect();
        Self { outcome: Outcome::Unknown, figures: BTreeMap::new(), missing }
    }

    fn with(mut self, name: &'static str, value: impl Serialize) -> Self {
        // Figures are numbers, dates and names, all of which have a JSON form.
        self.figures.insert(name, serde_json::to_value(value).unwrap_or_default());
        self
    }
}

/// Applies every rule that says something about the level applied for.
pub fn judge(rules: &[EligibilityRule], applicant: &Applicant<'_>) -> Vec<Finding> {
    rules.iter().filter_map(|rule| judge_one(rule, applicant)).collect()
}

fn judge_one(rule: &EligibilityRule, applicant: &Applicant<'_>) -> Option<Finding> {
    let (key, code) = name(&rule.requirement);
    let Reading { outcome, figures, missing } = read(&rule.requirement, applicant)?;
    let legal_reference = rule.legal_reference.clone();
    Some(Finding { key, outcome, severity: rule.severity, legal_reference, figures, missing, code })
}

/// `None` if the rule says nothing about this level.
fn read(requirement: &Requirement, applicant: &Applicant<'_>) -> Option<Reading> {
    let facts = &applicant.content.candidate;
    Some(match requirement {
        Requirement::CivilServant => record::civil_servant(facts),
        Requirement::YearsOfService { at_least } => service::years_of_service(applicant, *at_least),
        Requirement::RemainingService { factor_released, factor_not_released } => {
            service::remaining_service(applicant, *factor_released, *factor_not_released)
        }
        Requirement::Age { at_most } => {
            service::age(applicant, *at_most.get(&applicant.level.code)?)
        }
        Requirement::PerformanceRating { at_least, years } => {
            record::performance(applicant, *at_least, *years)
        }
        Requirement::NoSanction { years_since_medium, years_since_heavy } => {
            record::sanctions(applicant, *years_since_medium, *years_since_heavy)
        }
        Requirement::NoCriminalCase => {
            record::stated("candidate.criminal_case", facts.criminal_case, false)
        }
        Requirement::InActiveService => {
            record::stated("candidate.in_active_service", facts.in_active_service, true)
        }
        Requirement::NoServiceBond => record::bond(applicant),
        Requirement::NoFailedAssignment => {
            record::stated("candidate.failed_assignment", facts.failed_assignment, false)
        }
        Requirement::NoOtherNomination => {
            record::stated("candidate.other_nomination", facts.other_nomination, false)
        }
        Requirement::Accreditation { at_least } => study::accreditation(applicant, *at_least),
        Requirement::DegreeBelow => study::degree_below(applicant),
        Requirement::NoDegreeOfLevel => study::no_degree_of_level(applicant),
        Requirement::GradePointAverage { at_least_hundredths } => {
            study::grade_point_average(facts, *at_least_hundredths.get(&applicant.level.code)?)
        }
        Requirement::Duration { extra_months } => study::duration(applicant, *extra_months),
    })
}

/// The rule's key in a call's definition, and the code of its sentence.
fn name(requirement: &Requirement) -> (&'static str, Code) {
    match requirement {
        Requirement::CivilServant => ("civil_servant", RULE_CIVIL_SERVANT),
        Requirement::YearsOfService { .. } => ("years_of_service", RULE_YEARS_OF_SERVICE),
        Requirement::RemainingService { .. } => ("remaining_service", RULE_REMAINING_SERVICE),
        Requirement::Age { .. } => ("age", RULE_AGE),
        Requirement::PerformanceRating { .. } => ("performance_rating", RULE_PERFORMANCE_RATING),
        Requirement::NoSanction { .. } => ("no_sanction", RULE_NO_SANCTION),
        Requirement::NoCriminalCase => ("no_criminal_case", RULE_NO_CRIMINAL_CASE),
        Requirement::InActiveService => ("in_active_service", RULE_IN_ACTIVE_SERVICE),
        Requirement::NoServiceBond => ("no_service_bond", RULE_NO_SERVICE_BOND),
        Requirement::NoFailedAssignment => ("no_failed_assignment", RULE_NO_FAILED_ASSIGNMENT),
        Requirement::NoOtherNomination => ("no_other_nomination", RULE_NO_OTHER_NOMINATION),
        Requirement::Accreditation { .. } => ("accreditation", RULE_ACCREDITATION),
        Requirement::DegreeBelow => ("degree_below", RULE_DEGREE_BELOW),
        Requirement::NoDegreeOfLevel => ("no_degree_of_level", RULE_NO_DEGREE_OF_LEVEL),
        Requirement::GradePointAverage { .. } => ("grade_point_average", RULE_GRADE_POINT_AVERAGE),
        Requirement::Duration { .. } => ("duration", RULE_DURATION),
    }
}

#[cfg(test)]
mod tests;
