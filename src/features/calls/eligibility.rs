//! Eligibility rules as data: what a candidate must fulfil, how strictly, and by which regulation.
//! Every call has its own figures; none is hard-coded. Source: `domain.md` §3. `proposals/rules`
//! applies them to a candidate's facts.

use crate::text_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One rule of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Map<String, Value>")]
pub struct EligibilityRule {
    #[serde(flatten)]
    pub requirement: Requirement,
    pub severity: Severity,
    /// The regulation behind it, as it is cited.
    #[schema(example = "SE MenPANRB 28/2021")]
    pub legal_reference: String,
}

impl TryFrom<Map<String, Value>> for EligibilityRule {
    type Error = String;

    /// Written by hand, because `flatten` accepts unknown fields, and a misspelt figure must be
    /// refused.
    fn try_from(mut fields: Map<String, Value>) -> Result<Self, String> {
        let mut take =
            |name: &str| fields.remove(name).ok_or_else(|| format!("missing field `{name}`"));
        let (severity, legal_reference) = (take("severity")?, take("legal_reference")?);
        let in_words = |error: serde_json::Error| error.to_string();
        let requirement: Requirement =
            serde_json::from_value(Value::Object(fields.clone())).map_err(in_words)?;
        let known = serde_json::to_value(&requirement).map_err(in_words)?;
        if let Some(name) = fields.keys().find(|name| known.get(name.as_str()).is_none()) {
            return Err(format!("unknown field `{name}`"));
        }
        Ok(Self {
            requirement,
            severity: serde_json::from_value(severity).map_err(in_words)?,
            legal_reference: serde_json::from_value(legal_reference).map_err(in_words)?,
        })
    }
}

/// The effect of failing the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Block,
    Warn,
}

/// What must be fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Requirement {
    /// A civil servant (PNS), not CPNS or PPPK.
    CivilServant,
    /// Years of service since appointment, at the start of study.
    YearsOfService { at_least: u32 },
    /// Remaining service at the start of study ≥ factor × normative duration.
    RemainingService { factor_released: u32, factor_not_released: u32 },
    /// Maximum age in years at the start of study, by level; an old rule, off unless a call uses
    /// it.
    Age { at_most: std::collections::BTreeMap<String, u32> },
    /// The minimum performance rating in each of the last years.
    PerformanceRating { at_least: Rating, years: u32 },
    /// No medium or heavy sanction that is running or ended within the given years.
    NoSanction { years_since_medium: u32, years_since_heavy: u32 },
    /// No running criminal case and no sentence.
    NoCriminalCase,
    /// Not on unpaid leave, not suspended.
    InActiveService,
    /// No unserved bond from an earlier study.
    NoServiceBond,
    /// Never failed or cancelled a study assignment through their own fault.
    NoFailedAssignment,
    /// Not nominated for another study assignment.
    NoOtherNomination,
    /// The minimum accreditation of the programme on the start date.
    Accreditation { at_least: AccreditationGrade },
    /// Holds the level directly below.
    DegreeBelow,
    /// Holds no degree of the target level yet.
    NoDegreeOfLevel,
    /// Grade point average of the last degree, in hundredths (300 = 3.00), by level.
    GradePointAverage { at_least_hundredths: std::collections::BTreeMap<String, u32> },
    /// The study lasts no longer than the normative duration plus this many months.
    Duration { extra_months: u32 },
}

impl Requirement {
    /// Its name, as the JSON has it.
    pub fn key(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value.get("key").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

text_enum! {
    /// Employee performance rating (predikat kinerja), `PermenPANRB` 6/2022, worst first.
    pub enum Rating {
        /// Sangat Kurang
        VeryPoor = "very_poor",
        /// Kurang / Misconduct
        Poor = "poor",
        /// Butuh Perbaikan
        NeedsImprovement = "needs_improvement",
        /// Baik
        Good = "good",
        /// Sangat Baik
        VeryGood = "very_good",
    }

    /// Programme accreditation, worst first; old letters and new words share steps.
    pub enum AccreditationGrade {
        None = "none",
        /// C / Baik
        Fair = "fair",
        /// B / Baik Sekali, or foreign and recognised by the ministry
        Good = "good",
        /// A / Unggul
        Excellent = "excellent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rule_reads_back_from_its_json_and_a_misspelt_figure_does_not_pass() {
        let text = json!({
            "key": "no_sanction", "years_since_medium": 1, "years_since_heavy": 2,
            "severity": "block", "legal_reference": "PP 94/2021",
        });
        let rule: EligibilityRule = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(serde_json::to_value(&rule).unwrap(), text);
        let mut extra = text.clone();
        extra["years"] = 1.into();
        let message = serde_json::from_value::<EligibilityRule>(extra).unwrap_err().to_string();
        assert_eq!(message, "unknown field `years`");
        let mut bare = json!({"key": "civil_servant", "severity": "warn"});
        let message = serde_json::from_value::<EligibilityRule>(bare.clone()).unwrap_err();
        assert_eq!(message.to_string(), "missing field `legal_reference`");
        bare["legal_reference"] = "UU 20/2023".into();
        bare["years"] = 1.into();
        assert!(serde_json::from_value::<EligibilityRule>(bare).is_err());
    }
}
