//! A candidate's own result: outcome, place, score per criterion, feedback, and the reasons.

use super::announce::approved;
use crate::features::calls::{self, Bilingual, Call};
use crate::features::decisions::store;
use crate::features::proposals::{self, Proposal};
use crate::features::reviews;
use crate::features::selection::{self, Findings, Outcome};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use selection_math::ranking::{Fraction, ThresholdResult};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultOutcome {
    Selected,
    Reserve,
    NotSelected,
    /// Too few sheets to be ranked.
    NotRanked,
    /// TMS at verification.
    Ineligible,
}

/// A quarter of all equally plausible readings rank it `low` or better, three quarters `high` or
/// better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RankInterval {
    pub low: u32,
    pub high: u32,
}

/// What a candidate reads. Nothing in it shows which reviewer wrote what.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProposalResult {
    pub number: String,
    pub outcome: ResultOutcome,
    /// Place in the ranking, 1 is best, of `ranked`.
    pub place: Option<u32>,
    /// The interval of that rank by the model, if the call promises to publish it.
    pub interval: Option<RankInterval>,
    /// Seats of the call, and the last place in the ranking that has one.
    pub seats: u32,
    pub last_selected_place: Option<u32>,
    pub ranked: u32,
    pub reserve_position: Option<u32>,
    /// The exact aggregate of the totals, and the highest it could be.
    pub value: Option<Fraction>,
    pub highest: u32,
    /// The exact mean per criterion.
    pub criteria: BTreeMap<String, Fraction>,
    pub thresholds: Vec<ThresholdResult>,
    pub reason: Option<Bilingual>,
    /// Why the decision deviated from the ranking, if it did.
    pub deviation_reason: Option<String>,
    /// The reviewers' texts for the candidate, in an order that does not reveal their authors.
    pub feedback: Vec<String>,
    pub decree_number: Option<String>,
    pub announced_at: Option<Timestamp>,
    /// The end of the objection window.
    pub objections_end_at: Timestamp,
}

/// The result of one's own proposal.
///
/// # Errors
/// `not_found` for others; `wrong_phase` before the announcement.
pub fn own_result(cx: &mut Cx<'_>, id: &ProposalId) -> Result<ProposalResult, Failure> {
    read_own_result(cx, id).map(|(result, _)| result)
}

/// The same, with the call.
pub fn read_own_result(
    cx: &mut Cx<'_>,
    id: &ProposalId,
) -> Result<(ProposalResult, Call), Failure> {
    let proposal = proposals::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(cx.db, &proposal.call)?.ok_or_else(Failure::not_found)?;
    let result = own_result_in(cx, (&proposal, &call))?;
    Ok((result, call))
}

/// The same, for actions that already have the submitted proposal and its call.
pub fn own_result_in(
    cx: &mut Cx<'_>,
    (proposal, call): (&Proposal, &Call),
) -> Result<ProposalResult, Failure> {
    let facts = Facts::in_phase(call.phase(cx.now))
        .with(Relation::Own, proposal.candidate == cx.viewer.user);
    access::may(cx.viewer, Permission::ReadOwnResult, facts)?;
    let number = proposal.number().ok_or_else(Failure::not_found)?.to_owned();
    let decision = approved(cx.db, &call.id)?;
    let findings = selection::findings_of(cx.db, &decision.run)?;
    let mut result = ProposalResult {
        outcome: without_place(proposal),
        place: None,
        interval: None,
        seats: call.definition.seats,
        last_selected_place: None,
        ranked: u32::try_from(findings.places.len()).unwrap_or(u32::MAX),
        reserve_position: None,
        value: None,
        highest: call.definition.rubric.highest_total(),
        criteria: BTreeMap::new(),
        thresholds: Vec::new(),
        reason: None,
        deviation_reason: None,
        feedback: feedback(cx.db, proposal)?,
        decree_number: decision.standing.decree().map(|decree| decree.number.clone()),
        announced_at: call.announced_at,
        objections_end_at: call.calendar.objections_end_at,
        number,
    };
    let decided = store::outcomes_of(cx.db, &decision.id)?;
    let seated = decided.iter().filter(|outcome| outcome.outcome == Outcome::Selected);
    result.last_selected_place = seated.map(|outcome| outcome.place).max();
    if let Some(decided) = decided.into_iter().find(|outcome| outcome.proposal == proposal.id) {
        result.outcome = match decided.outcome {
            Outcome::Selected => ResultOutcome::Selected,
            Outcome::Reserve => ResultOutcome::Reserve,
            Outcome::NotSelected => ResultOutcome::NotSelected,
        };
        result.reserve_position = decided.reserve_position;
        result.deviation_reason = decided.deviation_reason;
        result.reason = Some(decided.reason);
        add_scores(&mut result, findings, call.definition.uncertainty.publish_interval);
    } else if result.outcome == ResultOutcome::NotRanked {
        let why = &decision.minutes.not_ranked_reason;
        result.reason = unranked(&findings, &result.number, why);
    }
    Ok(result)
}

/// Why a proposal has no place: what it lacked, and what the minutes say of it.
fn unranked(findings: &Findings, number: &str, minutes: &str) -> Option<Bilingual> {
    let found = findings.not_ranked.iter().find(|one| one.id == number)?;
    let words = |language| {
        let lacked = selection::unranked_in_words(&found.reason, language);
        format!("{lacked} {minutes}").trim().to_owned()
    };
    Some(Bilingual { id: words(Language::Indonesian), en: words(Language::English) })
}

fn without_place(proposal: &Proposal) -> ResultOutcome {
    match proposal.state() {
        proposals::State::Ineligible => ResultOutcome::Ineligible,
        _ => ResultOutcome::NotRanked,
    }
}

fn add_scores(result: &mut ProposalResult, findings: Findings, tells_interval: bool) {
    if let Some(place) = findings.places.into_iter().find(|place| place.number == result.number) {
        result.place = Some(place.place);
        let interval = place.calibrated.filter(|_| tells_interval);
        result.interval =
            interval.map(|found| RankInterval { low: found.rank_low, high: found.rank_high });
        result.value = Some(place.value);
        result.criteria = place.criteria;
        result.thresholds = place.thresholds;
    }
}

/// Ordered by a hash of the text, which reveals nothing about its author.
fn feedback(db: &mut Db, proposal: &Proposal) -> Result<Vec<String>, Failure> {
    let mut words: Vec<String> = reviews::sheets_on(db, &proposal.id)?
        .into_iter()
        .map(|sheet| sheet.sheet.feedback.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    words.sort_by_cached_key(|text| canonical::sha256_hex(text));
    Ok(words)
}
