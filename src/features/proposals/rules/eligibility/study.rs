//! Rules about the programme and the degrees: accreditation, the level below, grades, duration.

use super::{Applicant, Reading};
use crate::features::calls::AccreditationGrade;
use crate::features::proposals::CandidateFacts;

/// High enough, and still valid on the first day of study.
pub(super) fn accreditation(applicant: &Applicant<'_>, at_least: AccreditationGrade) -> Reading {
    let programme = &applicant.content.programme;
    let starts_on = applicant.content.study.starts_on;
    if let Some(grade) = programme.accreditation
        && grade < at_least
    {
        return Reading::of(false).with("grade", grade).with("at_least", at_least);
    }
    let (Some(grade), Some(valid_until), Some(starts_on)) =
        (programme.accreditation, programme.accreditation_valid_until, starts_on)
    else {
        return Reading::lacking(&[
            ("programme.accreditation", programme.accreditation.is_none()),
            ("programme.accreditation_valid_until", programme.accreditation_valid_until.is_none()),
            ("study.starts_on", starts_on.is_none()),
        ])
        .with("at_least", at_least);
    };
    Reading::of(valid_until >= starts_on)
        .with("grade", grade)
        .with("at_least", at_least)
        .with("valid_until", valid_until)
        .with("starts_on", starts_on)
}

pub(super) fn degree_below(applicant: &Applicant<'_>) -> Reading {
    let (degrees, requires) = (&applicant.content.candidate.degrees, &applicant.level.requires);
    if degrees.is_empty() {
        return Reading::lacking(&[("candidate.degrees", true)]).with("requires", requires);
    }
    Reading::of(degrees.contains(requires)).with("requires", requires).with("degrees", degrees)
}

pub(super) fn no_degree_of_level(applicant: &Applicant<'_>) -> Reading {
    let (degrees, level) = (&applicant.content.candidate.degrees, &applicant.level.code);
    if degrees.is_empty() {
        return Reading::lacking(&[("candidate.degrees", true)]).with("level", level);
    }
    Reading::of(!degrees.contains(level)).with("level", level).with("degrees", degrees)
}

/// In hundredths, so that 3.00 is exactly 300.
pub(super) fn grade_point_average(facts: &CandidateFacts, at_least: u32) -> Reading {
    let decimal = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    match facts.grade_point_average_hundredths {
        None => Reading::lacking(&[("candidate.grade_point_average_hundredths", true)]),
        Some(average) => Reading::of(average >= at_least).with("average", decimal(average)),
    }
    .with("at_least", decimal(at_least))
}

pub(super) fn duration(applicant: &Applicant<'_>, extra_months: u32) -> Reading {
    let normative = applicant.level.normative_months;
    let at_most = normative.saturating_add(extra_months);
    match applicant.content.study.months {
        None => Reading::lacking(&[("study.months", true)]),
        Some(months) => Reading::of(months <= at_most).with("months", months),
    }
    .with("at_most", at_most)
    .with("normative_months", normative)
    .with("extra_months", extra_months)
}
