//! "May I apply?": a call's rules applied to what somebody without an account says of themselves. Nothing of it is
//! stored; what the questions do not ask stays open.

use super::eligibility::{Applicant, Finding, Outcome, Served, judge};
use crate::features::calls::{Definition, EligibilityRule, Level, Requirement};
use crate::features::proposals::{
    CandidateFacts, Content, Degrees, Post, SelfCheck, Study, YearRating,
};
use chrono::{Datelike, NaiveDate};

/// Whether the questions ask what this rule needs. What is only stated in a proposal is no answer here, even where saying
/// nothing of it would count as none.
pub fn is_asked(requirement: &Requirement) -> bool {
    !matches!(
        requirement,
        Requirement::NoSanction { .. }
            | Requirement::NoServiceBond
            | Requirement::NoCriminalCase
            | Requirement::InActiveService
            | Requirement::NoFailedAssignment
            | Requirement::NoOtherNomination
            | Requirement::Accreditation { .. }
    )
}

/// Each rule that speaks of this level, with its result by these answers.
///
/// `today`: the present day in Jakarta.
pub fn look<'a>(
    definition: &'a Definition,
    (level, answers): (&Level, &SelfCheck),
    today: NaiveDate,
) -> Vec<(&'a EligibilityRule, Finding)> {
    let content = content_of(answers, today);
    let served = Served { birth: answers.born_on, appointed: answers.appointed_on };
    let applicant = Applicant { served: Some(served), content: &content, level, today };
    let of_rule = |rule: &'a EligibilityRule| {
        let mut finding = judge(std::slice::from_ref(rule), &applicant).pop()?;
        if !is_asked(&rule.requirement) {
            finding.outcome = Outcome::Unknown;
        }
        Some((rule, finding))
    };
    definition.eligibility.iter().filter_map(of_rule).collect()
}

/// The answers as a proposal would state them.
fn content_of(answers: &SelfCheck, today: NaiveDate) -> Content {
    // The lowest rating is what every rule about several years is decided by.
    let of_year = |rating| (1..=10).map(move |ago| YearRating { year: today.year() - ago, rating });
    let degrees = answers.degrees.map_or(&[][..], Degrees::codes);
    Content {
        study: Study {
            starts_on: Some(answers.starts_on),
            months: answers.months,
            released: answers.released,
            ..Study::default()
        },
        candidate: CandidateFacts {
            status: answers.status,
            retirement_age: answers.retirement_age.map(Post::years),
            ratings: answers.rating.map(of_year).into_iter().flatten().collect(),
            degrees: degrees.iter().map(|code| (*code).to_owned()).collect(),
            grade_point_average_hundredths: answers.grade_point_average,
            ..CandidateFacts::default()
        },
        ..Content::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::Templates;
    use crate::features::proposals::ServiceStatus;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn answers() -> SelfCheck {
        SelfCheck {
            level: "S2".to_owned(),
            status: Some(ServiceStatus::Pns),
            born_on: day("1990-01-15"),
            appointed_on: day("2015-01-01"),
            retirement_age: Some(Post::UpTo58),
            starts_on: day("2027-09-01"),
            months: Some(24),
            released: Some(true),
            degrees: Some(Degrees::S1),
            grade_point_average: Some(325),
            rating: Some(crate::features::calls::Rating::Good),
        }
    }

    fn outcomes(answers: &SelfCheck) -> Vec<(String, Outcome)> {
        let rules = Templates::shipped().unwrap().rule_sets["default"].rules.clone();
        let name = crate::features::calls::Bilingual { id: "S2".into(), en: "S2".into() };
        let level = Level {
            code: "S2".into(),
            name,
            normative_months: 24,
            requires: "S1".into(),
            seats: None,
        };
        let content = content_of(answers, day("2026-11-24"));
        let served = Served { birth: answers.born_on, appointed: answers.appointed_on };
        let today = day("2026-11-24");
        let applicant = Applicant { served: Some(served), content: &content, level: &level, today };
        let asked = rules.iter().filter(|rule| is_asked(&rule.requirement));
        let judged = asked.flat_map(|rule| judge(std::slice::from_ref(rule), &applicant));
        judged.map(|finding| (finding.key.to_owned(), finding.outcome)).collect()
    }

    #[test]
    fn whoever_answers_everything_learns_of_every_rule_that_is_asked() {
        let found = outcomes(&answers());
        assert_eq!(found.len(), 8, "{found:?}");
        assert!(found.iter().all(|(_, outcome)| *outcome == Outcome::Met), "{found:?}");
    }

    #[test]
    fn an_answer_left_out_leaves_its_rule_open_and_a_wrong_one_is_told() {
        let short = SelfCheck { grade_point_average: None, status: None, ..answers() };
        let of = |found: &[(String, Outcome)], key: &str| {
            found.iter().find(|(name, _)| name == key).map(|(_, outcome)| *outcome)
        };
        let found = outcomes(&short);
        assert_eq!(of(&found, "grade_point_average"), Some(Outcome::Unknown));
        assert_eq!(of(&found, "civil_servant"), Some(Outcome::Unknown));
        let late = SelfCheck { born_on: day("1972-01-15"), ..answers() };
        assert_eq!(of(&outcomes(&late), "remaining_service"), Some(Outcome::NotMet));
    }
}
