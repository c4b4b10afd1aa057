//! Reading criteria against outcomes. Only selected proposals have an outcome, so what is read is the relation among
//! those that scored well. Pure.

use crate::features::calls::{Bilingual, Criterion, Rubric};
use crate::features::impact::learning::{CriterionReading, OutcomeKind, Question, Reading};
use crate::features::impact::rules::{Age, Outcome, now_since, outcome, start_of};
use crate::features::problems::rules::measuring::way_behind;
use crate::features::problems::rules::meets;
use crate::features::problems::{Figures, Problem, Series};
use crate::kernel::ids::ProblemId;
use chrono::NaiveDate;
use selection_math::correlation::{Correlation, FEWEST, spearman};
use selection_math::ranking::Fraction;
use std::collections::{BTreeMap, BTreeSet};

/// From so many awards on, a weak relation is itself a finding.
const ENOUGH: u32 = 10;

/// A relation below this is called weak.
const WEAK: f64 = 0.3;

/// One award: the mean scores of its proposal, and what came of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Which of the calls.
    pub call: usize,
    pub problem: ProblemId,
    pub criteria: BTreeMap<String, Fraction>,
    pub improvement: Option<i64>,
    pub solved: Option<bool>,
    /// Percent of its reports that were sent in time; `None` while none was due.
    pub punctual: Option<i64>,
}

/// A call with its code and rubric.
#[derive(Debug, Clone, Copy)]
pub struct Rated<'a> {
    pub code: &'a str,
    pub rubric: &'a Rubric,
}

/// How much of the way from where the indicator was at the award to its target is behind, in percent; `None` without
/// a measurement that counts of a later period, or where no way was left.
pub fn improvement(series: &Series, since: NaiveDate) -> Option<i64> {
    let figures = series.figures?;
    let now = now_since(series, Some(since))?.figure;
    let baseline = start_of(series, Some(since))?;
    if meets(baseline, figures.target, series.direction) {
        return None;
    }
    way_behind(Figures { baseline, target: figures.target }, now)
}

/// Whether it is solved; `None` where that cannot be told.
pub fn solved((problem, series): (&Problem, &Series), since: NaiveDate, age: Age) -> Option<bool> {
    match outcome((problem.state, series), since, age) {
        Outcome::Solved => Some(true),
        Outcome::NotSolved => Some(false),
        Outcome::TooYoung | Outcome::NotComparable | Outcome::Retired => None,
    }
}

/// What makes scores comparable between calls: the same words, anchors and scale. The weight changes no score.
fn is_same(one: (&Rubric, &Criterion), other: (&Rubric, &Criterion)) -> bool {
    let of = |(rubric, criterion): (&Rubric, &Criterion)| {
        (rubric.scores.clone(), criterion.on_registered_problem)
    };
    of(one) == of(other) && one.1.name == other.1.name && one.1.anchors == other.1.anchors
}

/// A wording of a criterion, and the calls that have it.
struct Wording<'a> {
    of: (&'a Rubric, &'a Criterion),
    calls: Vec<usize>,
}

fn wordings<'a>(calls: &[Rated<'a>]) -> Vec<Wording<'a>> {
    let mut found: Vec<Wording<'a>> = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        for criterion in &call.rubric.criteria {
            let of = (call.rubric, criterion);
            let known = found
                .iter_mut()
                .find(|wording| wording.of.1.code == criterion.code && is_same(wording.of, of));
            match known {
                Some(wording) => wording.calls.push(at),
                None => found.push(Wording { of, calls: vec![at] }),
            }
        }
    }
    found
}

/// Every criterion of the calls against every outcome, by code; another wording of a code is a line of its own.
pub fn readings(calls: &[Rated<'_>], cases: &[Case]) -> Vec<CriterionReading> {
    let mut wordings = wordings(calls);
    wordings.sort_by(|one, other| one.of.1.code.cmp(&other.of.1.code));
    let codes: Vec<&str> = wordings.iter().map(|wording| wording.of.1.code.as_str()).collect();
    let read = |wording: &Wording<'_>| {
        let criterion = wording.of.1;
        let scored: Vec<(&Fraction, &Case)> = cases
            .iter()
            .filter(|case| wording.calls.contains(&case.call))
            .filter_map(|case| Some((case.criteria.get(&criterion.code)?, case)))
            .collect();
        let named = wording.calls.iter().filter_map(|at| calls.get(*at));
        CriterionReading {
            criterion: criterion.code.clone(),
            name: Bilingual { id: criterion.name.id.clone(), en: criterion.name.en.clone() },
            calls: named.map(|call| call.code.to_owned()).collect(),
            reworded: codes.iter().filter(|code| **code == criterion.code).count() > 1,
            readings: OutcomeKind::ALL.map(|kind| reading(kind, &scored)).to_vec(),
        }
    };
    wordings.iter().map(read).collect()
}

fn reading(kind: OutcomeKind, scored: &[(&Fraction, &Case)]) -> Reading {
    let came_of = |case: &Case| match kind {
        OutcomeKind::Improvement => case.improvement,
        OutcomeKind::Solved => case.solved.map(i64::from),
        OutcomeKind::Punctual => case.punctual,
    };
    let told: Vec<(Fraction, i64, &ProblemId)> = scored
        .iter()
        .filter_map(|(score, case)| Some((**score, came_of(case)?, &case.problem)))
        .collect();
    let pairs: Vec<(Fraction, i64)> = told.iter().map(|(score, of, _)| (*score, *of)).collect();
    let correlation = spearman(&pairs);
    let problems: BTreeSet<&ProblemId> = told.iter().map(|(.., problem)| *problem).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Reading {
        outcome: kind,
        awards: count(pairs.len()),
        problems: count(problems.len()),
        question: question(&pairs, correlation),
        correlation,
    }
}

/// What a correlation suggests to ask, by its interval and the number of awards.
fn question(pairs: &[(Fraction, i64)], correlation: Option<Correlation>) -> Question {
    if pairs.len() < FEWEST {
        return Question::TooFew;
    }
    let Some(found) = correlation else {
        let mut scores = pairs.iter().map(|(score, _)| score);
        let first = scores.next();
        return if scores.all(|score| Some(score) == first) {
            Question::ScoresAlike
        } else {
            Question::OutcomesAlike
        };
    };
    match (found.low, found.high) {
        (Some(low), _) if low > 0.0 => Question::Told,
        (_, Some(high)) if high < 0.0 => Question::Misled,
        (Some(_), Some(_)) if found.count >= ENOUGH && found.rho.abs() < WEAK => {
            Question::DidNotTell
        }
        // A perfect order of few has no interval: it is no more certain for that.
        (None, None) if found.count >= ENOUGH && found.rho > 0.0 => Question::Told,
        (None, None) if found.count >= ENOUGH => Question::Misled,
        _ => Question::Undecided,
    }
}

#[cfg(test)]
mod tests;
