//! The frozen definition as input of the ranking and of the quota. Pure.

use super::inputs::{CountedInterview, CountedInterviewSheet, Inputs, ScoredProposal};
use crate::features::calls::{self, AbsentRule, Definition, Interview, Rubric, TieBreak};
use crate::features::interviews::InterviewOutcome;
use selection_math::quota::{Barred, Candidate};
use selection_math::ranking::{
    self, Interviewed, JoinPolicy, Measure, Policy, Ranked, Scored, Sheet, Threshold, TieKey,
};
use std::collections::BTreeMap;

pub use crate::features::calls::rules::quotas as limits;

/// The announced policy as the ranking's input.
pub fn policy(definition: &Definition, inputs: &Inputs) -> Policy {
    let rubric = &definition.rubric;
    let total = rubric
        .thresholds
        .total
        .map(|minimum| Threshold { measure: Measure::Total, minimum: minimum.into() });
    let knock_outs = rubric.thresholds.criteria.iter().map(|(code, minimum)| Threshold {
        measure: Measure::Criterion { criterion: code.clone() },
        minimum: (*minimum).into(),
    });
    let key = |tie_break: &TieBreak| match tie_break {
        TieBreak::CriterionMean { criterion } => {
            TieKey::CriterionMean { criterion: criterion.clone() }
        }
        TieBreak::FewerAwards => TieKey::FewerAwards,
        TieBreak::PlenaryVote => TieKey::PlenaryVote,
    };
    Policy {
        criteria: rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect(),
        aggregate: match definition.ranking.aggregate {
            calls::Aggregate::Mean => ranking::Aggregate::Mean,
            calls::Aggregate::Median => ranking::Aggregate::Median,
        },
        minimum_sheets: definition.panel.sheets_per_proposal,
        thresholds: total.into_iter().chain(knock_outs).collect(),
        tie_breaks: definition.ranking.tie_breaks.iter().map(key).collect(),
        seed: inputs.tie_seed.clone(),
        interview: definition.interview.as_ref().map(|how| join(how, rubric)),
        votes: inputs.tie_votes.iter().map(|vote| vote.votes.clone()).collect(),
    }
}

/// How the interview is joined: an average of 1 on every question is worth what it is worth in the document.
fn join(how: &Interview, rubric: &Rubric) -> JoinPolicy {
    JoinPolicy {
        percent: how.percent,
        minimum_sheets: how.panelists,
        question_weights: how.weights(rubric),
        rubric_weights: rubric.criteria.iter().map(|criterion| criterion.weight).sum(),
        absent_is_zero: how.absent == AbsentRule::Zero,
    }
}

/// Totals by the weights of the definition, so that a scenario with other weights weighs interviews by them too.
fn interviewed(definition: &Definition, found: &CountedInterview) -> Option<Interviewed> {
    let how = definition.interview.as_ref()?;
    let total = |sheet: &CountedInterviewSheet| {
        let weighed = sheet.scores.iter().filter_map(|(question, score)| {
            let weight = how.weight(question, &definition.rubric)?;
            Some(i64::from(weight) * i64::from(*score))
        });
        weighed.sum()
    };
    match found.outcome {
        InterviewOutcome::Held => Some(Interviewed::Held(found.sheets.iter().map(total).collect())),
        InterviewOutcome::Absent => Some(Interviewed::Absent),
        InterviewOutcome::None => None,
    }
}

pub(super) fn scored(definition: &Definition, contender: &ScoredProposal) -> Scored {
    let criteria = &definition.rubric.criteria;
    let sheets = contender.sheets.iter().map(|sheet| Sheet {
        total: sheet.total,
        scores: criteria
            .iter()
            .map(|criterion| sheet.scores.get(&criterion.code).copied().map(i64::from))
            .collect(),
    });
    Scored {
        id: contender.number.clone(),
        sheets: sheets.collect(),
        earlier_awards: contender.earlier_awards,
        interview: contender.interview.as_ref().and_then(|found| interviewed(definition, found)),
    }
}

/// The class of a proposal in each family that a limit can be about.
pub fn classes(contender: &ScoredProposal) -> BTreeMap<String, String> {
    let remote = if contender.remote { "remote" } else { "other" };
    [
        ("unit", contender.unit.as_str()),
        ("problem", &contender.problem),
        ("level", &contender.level),
        ("remote", remote),
        ("unit_kind", &contender.unit_kind),
        ("region", &contender.region),
    ]
    .map(|(family, class)| (family.to_owned(), class.to_owned()))
    .into()
}

pub(super) fn candidate(ranked: &Ranked, contender: &ScoredProposal) -> Candidate {
    let failures = ranked.failures();
    Candidate {
        id: ranked.id.clone(),
        classes: classes(contender),
        cost: contender.cost.unwrap_or(0),
        barred: (!failures.is_empty()).then_some(Barred::BelowThreshold { failures }),
        ties: ranked.ties.clone(),
    }
}
