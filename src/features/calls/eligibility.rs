//! Eligibility rules as data: what must hold of a candidate, how strictly, and by which law. The
//! figures are each call's own; nothing here is a hard-coded rule. Source: `domain.md` §3.
//! Deciding them against a candidate's facts is `proposals/rules`.

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
    /// The regulation it rests on, as people cite it.
    #[schema(example = "SE MenPANRB 28/2021")]
    pub legal_reference: String,
}

impl TryFrom<Map<String, Value>> for EligibilityRule {
    type Error = String;

    /// By hand, since `flatten` lets unknown fields pass, and a misspelt figure must not.
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

/// Whether failing the rule ends the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Block,
    Warn,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Requirement {
    /// A civil servant (PNS), not CPNS or PPPK.
    CivilServant,
    /// Years of service since appointment, at the start of study.
    YearsOfService { at_least: u32 },
    /// Remaining service at the start of study ≥ factor × normative duration.
    RemainingService { factor_released: u32, factor_not_released: u32 },
    /// Age in years at the start of study at most, by level; legacy, off unless a call wants it.
    Age { at_most: std::collections::BTreeMap<String, u32> },
    /// The performance rating of each of the last years at least so good.
    PerformanceRating { at_least: Rating, years: u32 },
    /// No medium or heavy sanction running or ended within the years given.
    NoSanction { years_since_medium: u32, years_since_heavy: u32 },
    /// No criminal case running, no sentence.
    NoCriminalCase,
    /// Not on unpaid leave, not suspended.
    InActiveService,
    /// No unserved bond from an earlier study.
    NoServiceBond,
    /// Never failed or cancelled a study assignment through own fault.
    NoFailedAssignment,
    /// Not nominated for another study assignment.
    NoOtherNomination,
    /// The programme's accreditation at least so good on the start date.
    Accreditation { at_least: AccreditationGrade },
    /// Holds the level directly below.
    DegreeBelow,
    /// Does not hold a degree of the target level yet.
    NoDegreeOfLevel,
    /// Grade point average of the last degree, in hundredths (300 = 3.00), by level.
    GradePointAverage { at_least_hundredths: std::collections::BTreeMap<String, u32> },
    /// The study lasts no longer than the normative duration plus this many months.
    Duration { extra_months: u32 },
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
