//! Rules for a decision: outcomes from a run and deviations, within the frozen limits. Pure.

pub mod meeting;
mod permitted;
pub mod plenary;
mod reasons;

use super::{DecidedOutcome, Deviation, State};
use crate::features::conflicts::Withheld;
use crate::features::selection::compute::{classes, limits};
use crate::features::selection::{
    self, DivergentProposal, Findings, Inputs, Outcome, Place, Succession,
};
use crate::kernel::canonical;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal};
use crate::kernel::format::rupiah;
use crate::kernel::ids::ProposalId;
use crate::kernel::language::Language;
pub use permitted::{permitted_with, to_announce};
use selection_math::quota::{Budget, LimitName};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    RUN_INFEASIBLE = 409 "run_infeasible";
    RUN_SUPERSEDED = 409 "run_superseded";
    DECISION_PENDING = 409 "decision_pending";
    DECISION_MADE = 409 "decision_made";
    DECISION_MISSING = 409 "decision_missing";
    RUN_MISSING = 409 "run_missing";
    PREVIEW_OUTDATED = 409 "preview_outdated";
    DECIDER_IN_CONFLICT = 409 "decider_in_conflict";
    PROPOSER_IN_CONFLICT = 409 "proposer_in_conflict";
    PROPOSER_CANNOT_APPROVE = 403 "proposer_cannot_approve";
    EMBARGO = 409 "embargo";
    SHEETS_ORDERED = 409 "sheets_ordered";
    DEVIATION_UNKNOWN = 422 "deviation_unknown";
    DEVIATION_TWICE = 422 "deviation_twice";
    DEVIATION_NOT_ONE = 422 "deviation_not_one";
    DEVIATION_BELOW_THRESHOLD = 422 "deviation_below_threshold";
    DEVIATION_REASON_SHORT = 422 "deviation_reason_short";
    DEVIATION_OVER_SEATS = 422 "deviation_over_seats";
    DEVIATION_OVER_CAP = 422 "deviation_over_cap";
    DEVIATION_OVER_BUDGET = 422 "deviation_over_budget";
    DEVIATION_UNDER_FLOOR = 422 "deviation_under_floor";
    NOT_RANKED_REASON = 422 "not_ranked_reason";
    DIVERGENCE_REASON = 422 "divergence_reason";
    UNKNOWN_ATTENDANCE = 422 "unknown_attendance";
    UNKNOWN_FORMAT = 422 "unknown_format";
    MEETING_IN_THE_PAST = 422 "meeting_in_the_past";
    MEETING_BEFORE_REVIEW_ENDS = 422 "meeting_before_review_ends";
    MEETING_ENDS_FIRST = 422 "meeting_ends_first";
    MEETING_LINK = 422 "meeting_link_wrong";
}

/// Whether a table is refused only because its content does not exist yet.
pub fn is_not_there_yet(code: Code) -> bool {
    code == DECISION_MISSING || code == RUN_MISSING
}

/// The minimum length of the reason for a deviation from the ranking, in characters.
const REASON_LENGTH: usize = 20;

crate::text_enum! {
    /// What can be done with a decision.
    pub enum Step {
        Approve = "approve",
        Return = "return",
    }
}

/// The state after a step; an approved or returned decision changes no more.
///
/// # Errors
/// `decision_made`.
pub fn transition(state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Proposed, Step::Approve) => Ok(State::Approved),
        (State::Proposed, Step::Return) => Ok(State::Returned),
        (State::Approved | State::Returned, _) => Err(Refusal::new(DECISION_MADE)),
    }
}

#[derive(Debug)]
pub struct Decided {
    /// In order of the ranking.
    pub outcomes: Vec<DecidedOutcome>,
    /// Numbers of selected proposals whose seat nobody could get.
    pub stays_empty: Vec<String>,
}

/// The hash of outcomes for their approval: SHA-256 of the canonical JSON of the outcomes and the
/// salt of their run. Without the salt, a reader who knows all outcomes but one could find that one
/// by guessing. Runs from before there were salts have none; then the hash is of the outcomes
/// alone.
pub fn outcomes_hash(salt: Option<&str>, outcomes: &[DecidedOutcome]) -> Result<String, Failure> {
    Ok(match salt {
        Some(salt) => canonical::hash_of(&json!({"outcomes": outcomes, "salt": salt}))?,
        None => canonical::hash_of(&outcomes)?,
    })
}

/// A proposer in conflict with a proposal of the call may not propose a deviation from the ranking.
/// They are not even told whether the name exists or a limit is kept, because the hidden proposal
/// also counts towards seats, caps and budget.
///
/// # Errors
/// `proposer_in_conflict`.
pub fn check_impartial(deviations: &[Deviation], withheld: &Withheld) -> Result<(), Failure> {
    if deviations.is_empty() || withheld.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(PROPOSER_IN_CONFLICT))
}

/// The outcomes that follow from a run and the chair's deviations. With deviations the reserve list
/// is for the seats as decided, and every reason is the decision's.
///
/// # Errors
/// `run_infeasible`; or every fault of the deviations: an unknown or repeated name, nothing
/// changed, a name below a threshold, a short reason, seats or caps exceeded, a floor left
/// unfilled.
pub fn decide(
    (findings, inputs): (&Findings, &Inputs),
    definition: &crate::features::calls::Definition,
    deviations: &[Deviation],
) -> Result<Decided, Failure> {
    if !findings.feasible {
        return Err(Failure::refused(RUN_INFEASIBLE));
    }
    let changes = checked(findings, deviations)?;
    let attributes: BTreeMap<String, BTreeMap<String, String>> =
        inputs.proposals.iter().map(|one| (one.number.clone(), classes(one))).collect();
    // A succession can be computed only within the limits.
    let seats = apply(findings, &changes, &[]);
    Failure::when_any(limits_broken(findings, definition, &attributes, &seats, &changes))?;
    let field = selection::Field::new(definition, inputs, findings);
    let (reserves, succession) = followers(&field, (findings, &changes), definition)?;
    let mut outcomes = apply(findings, &changes, &reserves);
    if !changes.is_empty() {
        let of = reasons::Departed { field: &field, findings, changes: &changes };
        of.explain(&mut outcomes, &succession)?;
    }
    Ok(Decided { outcomes, stays_empty: selection::empty_after(&succession) })
}

/// The reserve list for the seats as decided; without deviations it is the run's own.
fn followers(
    field: &selection::Field<'_>,
    (findings, changes): (&Findings, &Changes<'_>),
    definition: &crate::features::calls::Definition,
) -> Result<(Vec<String>, Vec<Succession>), Failure> {
    let become_ = |wanted: Outcome| -> BTreeSet<String> {
        let so = |place: &&Place| outcome_of(place, changes) == wanted;
        findings.places.iter().filter(so).map(|place| place.number.clone()).collect()
    };
    let by_name = |wanted: Outcome| -> BTreeSet<String> {
        let so = |(_, (_, one)): &(&&str, &(usize, &Deviation))| one.outcome == wanted;
        changes.iter().filter(so).map(|(number, _)| (*number).to_owned()).collect()
    };
    let most = usize::try_from(definition.ranking.reserve).unwrap_or(usize::MAX);
    let run = selection::listed(findings);
    let decided = if changes.is_empty() {
        let seated = become_(Outcome::Selected);
        selection::Decided { seated, most: run.len(), listed: run, excluded: BTreeSet::new() }
    } else {
        selection::Decided {
            seated: become_(Outcome::Selected),
            excluded: by_name(Outcome::NotSelected),
            listed: by_name(Outcome::Reserve),
            most,
        }
    };
    field.reserves(&decided).map_err(|fault| Failure::Inconsistent(fault.to_string()))
}

fn outcome_of(place: &Place, changes: &Changes<'_>) -> Outcome {
    changes.get(place.number.as_str()).map_or(place.outcome, |(_, deviation)| deviation.outcome)
}

type Changes<'a> = BTreeMap<&'a str, (usize, &'a Deviation)>;

fn checked<'a>(findings: &Findings, deviations: &'a [Deviation]) -> Result<Changes<'a>, Failure> {
    let places: BTreeMap<&str, &Place> =
        findings.places.iter().map(|place| (place.number.as_str(), place)).collect();
    let mut changes = Changes::new();
    let mut faults = Vec::new();
    for (index, deviation) in deviations.iter().enumerate() {
        let mut fault = |field: &str, code| {
            let path = format!("deviations[{index}].{field}");
            faults.push(FieldError::new(path, code).with("number", &deviation.number));
        };
        let Some(place) = places.get(deviation.number.as_str()) else {
            fault("number", DEVIATION_UNKNOWN);
            continue;
        };
        if place.outcome == deviation.outcome {
            fault("outcome", DEVIATION_NOT_ONE);
        }
        let is_below = place.thresholds.iter().any(|threshold| !threshold.met);
        if is_below && deviation.outcome != Outcome::NotSelected {
            fault("outcome", DEVIATION_BELOW_THRESHOLD);
        }
        if deviation.reason.trim().chars().count() < REASON_LENGTH {
            fault("reason", DEVIATION_REASON_SHORT);
        }
        if changes.insert(&deviation.number, (index, deviation)).is_some() {
            fault("number", DEVIATION_TWICE);
        }
    }
    Failure::when_any(faults)?;
    Ok(changes)
}

/// The ranking with the deviations applied, and the resulting reserve list.
fn apply(findings: &Findings, changes: &Changes<'_>, reserves: &[String]) -> Vec<DecidedOutcome> {
    let positions: BTreeMap<&str, u32> = reserves.iter().map(String::as_str).zip(1..).collect();
    findings
        .places
        .iter()
        .map(|place| {
            let deviation = changes.get(place.number.as_str()).map(|(_, deviation)| *deviation);
            let reserve_position = positions.get(place.number.as_str()).copied();
            let outcome = match (outcome_of(place, changes), reserve_position) {
                (Outcome::Selected, _) => Outcome::Selected,
                (_, Some(_)) => Outcome::Reserve,
                (_, None) => Outcome::NotSelected,
            };
            DecidedOutcome {
                place: place.place,
                proposal: place.proposal.clone(),
                number: place.number.clone(),
                outcome,
                reserve_position,
                reason: place.reason.clone(),
                deviation_reason: deviation.map(|deviation| deviation.reason.trim().to_owned()),
            }
        })
        .collect()
}

/// Seats and caps exceeded and floors left unfilled by the deviations, each named. Without
/// deviations the run has kept them.
fn limits_broken(
    findings: &Findings,
    definition: &crate::features::calls::Definition,
    attributes: &BTreeMap<String, BTreeMap<String, String>>,
    outcomes: &[DecidedOutcome],
    changes: &Changes<'_>,
) -> Vec<FieldError> {
    if changes.is_empty() {
        return Vec::new();
    }
    let limits = limits(definition);
    let mut faults = Vec::new();
    let selected: Vec<&DecidedOutcome> =
        outcomes.iter().filter(|outcome| outcome.outcome == Outcome::Selected).collect();
    let seats = usize::try_from(limits.seats).unwrap_or(usize::MAX);
    if selected.len() > seats {
        faults.push(FieldError::new("deviations", DEVIATION_OVER_SEATS).with("seats", seats));
    }
    faults.extend(over_budget(findings, limits.budget, &selected));
    for (family, limit) in &limits.families {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for outcome in &selected {
            let class = attributes.get(&outcome.number).and_then(|classes| classes.get(family));
            *counts.entry(class.map_or("", String::as_str)).or_default() += 1;
        }
        for (class, count) in &counts {
            let own = limit.classes.get(*class).and_then(|class| class.max);
            if let Some(cap) = own.or(limit.cap_each).filter(|cap| count > cap) {
                let fault = FieldError::new("deviations", DEVIATION_OVER_CAP);
                faults.push(fault.with("group", format!("{family} {class}")).with("cap", cap));
            }
        }
        for (class, declared) in &limit.classes {
            let released = findings
                .released_floors
                .iter()
                .find(|released| released.floor == floor_of(family, class));
            let floor = released.map_or(declared.min, |floor| floor.held);
            if counts.get(class.as_str()).copied().unwrap_or(0) < floor {
                let fault = FieldError::new("deviations", DEVIATION_UNDER_FLOOR);
                faults.push(fault.with("group", format!("{family} {class}")).with("floor", floor));
            }
        }
    }
    faults
}

/// More money than there is. A proposal that the run funded in part keeps that part.
fn over_budget(
    findings: &Findings,
    budget: Option<Budget>,
    selected: &[&DecidedOutcome],
) -> Option<FieldError> {
    let total = budget?.amount;
    let costs: BTreeMap<&str, u64> = findings
        .places
        .iter()
        .filter_map(|place| Some((place.number.as_str(), place.granted().or(place.cost)?)))
        .collect();
    let cost = |outcome: &&DecidedOutcome| costs.get(outcome.number.as_str()).copied();
    let sum = selected.iter().filter_map(cost).fold(0, u64::saturating_add);
    (sum > total).then(|| {
        FieldError::new("deviations", DEVIATION_OVER_BUDGET)
            .with("budget", rupiah(Language::Indonesian, total))
    })
}

fn floor_of(family: &str, class: &str) -> LimitName {
    LimitName::Floor { family: family.to_owned(), class: class.to_owned() }
}

/// The minutes must explain proposals without a place, except those hidden from the writer.
///
/// # Errors
/// `not_ranked_reason`.
pub fn account_for_unranked(
    findings: &Findings,
    reason: &str,
    withheld: &Withheld,
) -> Result<(), Failure> {
    let numbers = findings.not_ranked.iter().map(|entry| entry.id.as_str());
    let numbers: Vec<&str> = numbers.filter(|number| !withheld.hides_number(number)).collect();
    if numbers.is_empty() || reason.trim().chars().count() >= REASON_LENGTH {
        return Ok(());
    }
    let fault = FieldError::new("minutes.not_ranked_reason", NOT_RANKED_REASON);
    Err(Refusal::invalid(vec![fault.with("numbers", numbers.join(", "))]).into())
}

/// The divergent proposals that were not reconciled and got no additional reviewer. Source:
/// `domain.md` §5.2.
pub fn unreconciled<'a>(
    findings: &'a Findings,
    reconciled: &BTreeSet<ProposalId>,
    sheets_per_proposal: u32,
) -> Vec<&'a str> {
    let is_open = |found: &&DivergentProposal| {
        !reconciled.contains(&found.proposal) && found.sheets <= sheets_per_proposal
    };
    findings.divergent.iter().filter(is_open).map(|found| found.number.as_str()).collect()
}

/// The minutes must explain unreconciled proposals.
///
/// # Errors
/// `divergence_reason`, with the numbers.
pub fn account_for_divergence(open: &[&str], reason: &str) -> Result<(), Failure> {
    if open.is_empty() || reason.trim().chars().count() >= REASON_LENGTH {
        return Ok(());
    }
    let fault = FieldError::new("minutes.divergence_reason", DIVERGENCE_REASON);
    Err(Refusal::invalid(vec![fault.with("numbers", open.join(", "))]).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::Bilingual;

    /// Sixty guesses find the place and the outcome of one hidden name, unless there is a salt.
    #[test]
    fn outcomes_are_found_by_trying_only_where_there_is_no_salt() {
        let outcome = |place, outcome| DecidedOutcome {
            place,
            proposal: "01hzx3v9k2m4n6p8q0r2s4t6v8".parse().unwrap(),
            number: "TB-2026-0001".to_owned(),
            outcome,
            reserve_position: None,
            reason: Bilingual { id: String::new(), en: String::new() },
            deviation_reason: None,
        };
        let decided = [outcome(7, Outcome::Selected)];
        let guess = |hash: &str| {
            (1..=20).any(|place| {
                [Outcome::Selected, Outcome::Reserve, Outcome::NotSelected]
                    .into_iter()
                    .any(|one| outcomes_hash(None, &[outcome(place, one)]).unwrap() == hash)
            })
        };
        assert!(guess(&outcomes_hash(None, &decided).unwrap()));
        let salted = outcomes_hash(Some("01jd"), &decided).unwrap();
        assert!(!guess(&salted));
        assert_eq!(salted, outcomes_hash(Some("01jd"), &decided).unwrap());
        assert_ne!(salted, outcomes_hash(Some("01je"), &decided).unwrap());
    }

    #[test]
    fn a_decision_moves_once() {
        assert_eq!(transition(State::Proposed, Step::Approve).unwrap(), State::Approved);
        assert_eq!(transition(State::Proposed, Step::Return).unwrap(), State::Returned);
        for state in [State::Approved, State::Returned] {
            for step in Step::ALL {
                assert!(transition(state, step).is_err());
            }
        }
    }
}
