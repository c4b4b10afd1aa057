//! Rules about a candidate's record: status, ratings, sanctions, cases, bonds, nominations.

use super::{Applicant, Reading};
use crate::features::calls::Rating;
use crate::features::proposals::{CandidateFacts, Sanction, SanctionLevel, ServiceStatus};
use chrono::{Datelike, Months, NaiveDate};

pub(super) fn civil_servant(facts: &CandidateFacts) -> Reading {
    match facts.status {
        None => Reading::lacking(&[("candidate.status", true)]),
        Some(status) => Reading::of(status == ServiceStatus::Pns).with("status", status),
    }
}

/// A yes-no statement that must equal `wanted`.
pub(super) fn stated(field: &'static str, stated: Option<bool>, wanted: bool) -> Reading {
    match stated {
        None => Reading::lacking(&[(field, true)]),
        Some(value) => Reading::of(value == wanted).with("stated", value),
    }
}

/// Each of the full calendar years before this one needs at least this rating.
pub(super) fn performance(applicant: &Applicant<'_>, at_least: Rating, years: u32) -> Reading {
    let this_year = applicant.today.year();
    let asked: Vec<i32> =
        (1..=years).filter_map(|back| this_year.checked_sub(i32::try_from(back).ok()?)).collect();
    let ratings = &applicant.content.candidate.ratings;
    let of = |year: i32| ratings.iter().find(|rating| rating.year == year).map(|one| one.rating);
    let known: Vec<Rating> = asked.iter().filter_map(|year| of(*year)).collect();
    let reading = match known.iter().min() {
        Some(worst) if *worst < at_least => Reading::of(false).with("worst", worst),
        // One poor year is enough to fail; a missing year is not.
        _ if known.len() < asked.len() => Reading::lacking(&[("candidate.ratings", true)]),
        Some(worst) => Reading::of(true).with("worst", worst),
        None => Reading::of(true),
    };
    reading.with("years", asked).with("at_least", at_least)
}

/// Light sanctions do not count. A medium or heavy one counts while it is running and for the given
/// years after its end. Source: PP 94/2021 for the levels.
pub(super) fn sanctions(applicant: &Applicant<'_>, medium: u32, heavy: u32) -> Reading {
    let years = |level: SanctionLevel| match level {
        SanctionLevel::Light => None,
        SanctionLevel::Medium => Some(medium),
        SanctionLevel::Heavy => Some(heavy),
    };
    let counts = |sanction: &&Sanction| {
        years(sanction.level).is_some_and(|years| !is_past(sanction, years, applicant.today))
    };
    let worst =
        applicant.content.candidate.sanctions.iter().filter(counts).max_by_key(|it| it.level);
    let reading = Reading::of(worst.is_none())
        .with("years_since_medium", medium)
        .with("years_since_heavy", heavy);
    match worst {
        None => reading,
        Some(Sanction { level, ended_on }) => {
            reading.with("level", level).with("ended_on", ended_on)
        }
    }
}

fn is_past(sanction: &Sanction, years: u32, today: NaiveDate) -> bool {
    let Some(ended_on) = sanction.ended_on else { return false };
    let forgotten =
        years.checked_mul(12).and_then(|months| ended_on.checked_add_months(Months::new(months)));
    ended_on < today && forgotten.is_some_and(|day| day <= today)
}

/// A bond must be served before the study begins.
pub(super) fn bond(applicant: &Applicant<'_>) -> Reading {
    let Some(until) = applicant.content.candidate.service_bond_until else {
        return Reading::of(true);
    };
    let reading = match applicant.content.study.starts_on {
        Some(starts_on) => Reading::of(until < starts_on).with("starts_on", starts_on),
        None => Reading::lacking(&[("study.starts_on", true)]),
    };
    reading.with("bond_until", until)
}
