//! Verification by two persons who do not see each other's work: the lines of the check-list, when
//! a sheet may be concluded, and the outcome of several conclusions. Pure.
//!
//! Two verifiers who agree settle a round. If they disagree, a third one concludes and the majority
//! decides. A repair begins a new round; earlier findings no longer count.

use crate::features::calls::{Call, Definition, Requirement, Severity};
use crate::features::proposals::{
    CheckOutcome, CheckReason, CheckSubject, ChecklistItem, Concluded, Document, Repair, State,
    StatedReason, VerificationCheck, VerificationOutcome, VerificationProgress, VerificationSheet,
};
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal, common};
use crate::kernel::ids::{DocumentId, UserId};
use std::collections::BTreeSet;

crate::codes! {
    NOT_UNDER_VERIFICATION = 409 "not_under_verification";
    REPAIR_RUNNING = 409 "repair_running";
    ALREADY_CONCLUDED = 409 "already_concluded";
    NOT_CONCLUDED = 409 "not_concluded";
    OTHERS_CONCLUDED = 409 "others_concluded";
    DOCUMENTS_UNOPENED = 409 "documents_unopened";
    CHECK_MISSING = 422 "check_missing";
    REASON_WITHOUT_FAULT = 422 "reason_without_fault";
    ELIGIBLE_NEEDS_ALL_IN_ORDER = 422 "eligible_needs_all_in_order";
    INELIGIBLE_NEEDS_A_FAULT = 422 "ineligible_needs_a_fault";
    REPAIR_NOT_OFFERED = 409 "repair_not_offered";
    CHECK_REASON_MISSING = 200 "check_reason_missing";
    CHECK_REASON_UNREADABLE = 200 "check_reason_unreadable";
    CHECK_REASON_WRONG_DOCUMENT = 200 "check_reason_wrong_document";
    CHECK_REASON_EXPIRED = 200 "check_reason_expired";
    CHECK_REASON_UNSIGNED = 200 "check_reason_unsigned";
    CHECK_REASON_CONTRADICTS = 200 "check_reason_contradicts";
    CHECK_REASON_RULE_NOT_MET = 200 "check_reason_rule_not_met";
    CHECK_REASON_OTHER = 200 "check_reason_other";
}

/// The number of verifiers whose agreement settles a round. Source: `domain.md` §6 row 5.
const VERIFIERS: usize = 2;

impl CheckReason {
    /// The code of its message.
    pub fn code(self) -> Code {
        match self {
            Self::Missing => CHECK_REASON_MISSING,
            Self::Unreadable => CHECK_REASON_UNREADABLE,
            Self::WrongDocument => CHECK_REASON_WRONG_DOCUMENT,
            Self::Expired => CHECK_REASON_EXPIRED,
            Self::Unsigned => CHECK_REASON_UNSIGNED,
            Self::Contradicts => CHECK_REASON_CONTRADICTS,
            Self::RuleNotMet => CHECK_REASON_RULE_NOT_MET,
            Self::Other => CHECK_REASON_OTHER,
        }
    }
}

/// What must be checked: every document that is required or was uploaded, and every rule that says
/// something about the level applied for.
///
/// # Errors
/// When a rule has no key.
pub fn checklist(
    definition: &Definition,
    level: &str,
    uploaded: &[String],
) -> Result<Vec<ChecklistItem>, Failure> {
    let mut items: Vec<ChecklistItem> = definition
        .documents
        .iter()
        .filter(|document| document.required || uploaded.contains(&document.kind))
        .map(|document| ChecklistItem {
            subject: CheckSubject::Document,
            name: document.kind.clone(),
            decisive: true,
        })
        .collect();
    for rule in definition.eligibility.iter().filter(|rule| speaks_of(&rule.requirement, level)) {
        let value = serde_json::to_value(&rule.requirement)?;
        let key = value.get("key").and_then(|key| key.as_str());
        let keyless = || Failure::Inconsistent("a rule without a key".to_owned());
        items.push(ChecklistItem {
            subject: CheckSubject::Rule,
            name: key.ok_or_else(keyless)?.to_owned(),
            decisive: rule.severity == Severity::Block,
        });
    }
    Ok(items)
}

fn speaks_of(requirement: &Requirement, level: &str) -> bool {
    match requirement {
        Requirement::Age { at_most } => at_most.contains_key(level),
        Requirement::GradePointAverage { at_least_hundredths } => {
            at_least_hundredths.contains_key(level)
        }
        _ => true,
    }
}

/// The number of the round: 1, plus one for each opened repair.
pub fn round(repairs: &[Repair]) -> i32 {
    i32::try_from(repairs.len()).unwrap_or(i32::MAX - 1) + 1
}

/// Whether a proposal can be verified now.
///
/// # Errors
/// `not_under_verification`, `repair_running`.
pub fn check_verifiable(state: State, repairs: &[Repair], now: Timestamp) -> Result<(), Refusal> {
    if state != State::Submitted {
        return Err(Refusal::new(NOT_UNDER_VERIFICATION));
    }
    match repairs.iter().find(|repair| repair.is_open(now)) {
        Some(repair) => Err(Refusal::new(REPAIR_RUNNING).with("due", repair.due_at)),
        None => Ok(()),
    }
}

/// Whether a round is still open to verifiers: one that is settled waits for the release of the administrative results.
///
/// # Errors
/// `not_under_verification`.
pub fn check_unsettled(sheets: &[VerificationSheet], round: i32) -> Result<(), Refusal> {
    match held(sheets, round) {
        Some(_) => Err(Refusal::new(NOT_UNDER_VERIFICATION)),
        None => Ok(()),
    }
}

/// What a round came to, if it is settled.
pub fn held(sheets: &[VerificationSheet], round: i32) -> Option<VerificationOutcome> {
    match settlement(&outcomes_in(sheets, round)) {
        Settlement::Settled(outcome) => Some(outcome),
        Settlement::Waiting | Settlement::ThirdNeeded => None,
    }
}

/// One's own sheet of this round, if one has begun it.
///
/// # Errors
/// `already_concluded`.
pub fn own_sheet<'a>(
    viewer: &UserId,
    round: i32,
    all: &'a [VerificationSheet],
) -> Result<Option<&'a VerificationSheet>, Refusal> {
    match all.iter().find(|sheet| sheet.round == round && &sheet.verifier == viewer) {
        Some(sheet) if sheet.concluded.is_some() => Err(Refusal::new(ALREADY_CONCLUDED)),
        own => Ok(own),
    }
}

/// Of what the table permits, what may be done with the check-list as it stands.
pub fn permitted_on_list(
    permitted: Permitted,
    viewer: &UserId,
    (state, repairs, sheets): (State, &[Repair], &[VerificationSheet]),
    call: &Call,
    now: Timestamp,
) -> Permitted {
    let is_open = check_verifiable(state, repairs, now).is_ok()
        && check_unsettled(sheets, round(repairs)).is_ok();
    let has_work = own_sheet(viewer, round(repairs), sheets).is_ok();
    let days = call.definition.repair_days;
    let repairs = repair_due(days, call.calendar.screening_ends_at, now).is_ok();
    permitted
        .only_if(Permission::Verify, is_open && has_work)
        .only_if(Permission::OpenRepair, is_open && repairs)
}

/// The faults of a draft: lines that are not on the list or appear twice, and a reason without a
/// fault.
pub fn faults_of_draft(items: &[ChecklistItem], checks: &[VerificationCheck]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, check) in checks.iter().enumerate() {
        let is_same =
            |other: &VerificationCheck| other.subject == check.subject && other.name == check.name;
        if line_of(items, check).is_none() {
            let names = items.iter().filter(|item| item.subject == check.subject);
            let names: Vec<&str> = names.map(|item| item.name.as_str()).collect();
            let fault = FieldError::new(format!("checks[{index}].name"), common::field::NOT_ONE_OF);
            faults.push(fault.with("allowed", names.join(", ")));
        } else if checks.iter().take(index).any(is_same) {
            let name = format!("checks[{index}].name");
            faults.push(FieldError::new(name, common::field::DUPLICATE));
        }
        if check.outcome == CheckOutcome::Ok && check.reason.is_some() {
            faults.push(FieldError::new(format!("checks[{index}].reason"), REASON_WITHOUT_FAULT));
        }
    }
    faults
}

fn line_of<'a>(items: &'a [ChecklistItem], check: &VerificationCheck) -> Option<&'a ChecklistItem> {
    items.iter().find(|item| item.subject == check.subject && item.name == check.name)
}

/// Whether a check-list supports its conclusion.
///
/// # Errors
/// `invalid` with every line that is unchecked, lacks its reason, or lacks the words that `other`
/// needs; `eligible_needs_all_in_order`; `ineligible_needs_a_fault`.
pub fn check_conclusion(
    items: &[ChecklistItem],
    checks: &[VerificationCheck],
    outcome: VerificationOutcome,
) -> Result<(), Failure> {
    let mut faults = faults_of_draft(items, checks);
    for item in items {
        if !checks.iter().any(|check| check.subject == item.subject && check.name == item.name) {
            faults.push(FieldError::new("checks", CHECK_MISSING).with("name", &item.name));
        }
    }
    for (index, check) in checks.iter().enumerate() {
        let is_empty = check.text.as_deref().is_none_or(|text| text.trim().is_empty());
        let missing = match (check.outcome, check.reason) {
            (CheckOutcome::NotOk, None) => "reason",
            (CheckOutcome::NotOk, Some(CheckReason::Other)) if is_empty => "text",
            (CheckOutcome::Ok | CheckOutcome::NotOk, _) => continue,
        };
        let name = format!("checks[{index}].{missing}");
        faults.push(FieldError::new(name, common::field::REQUIRED));
    }
    Failure::when_any(faults)?;
    let failed = checks.iter().any(|check| {
        check.outcome == CheckOutcome::NotOk
            && line_of(items, check).is_some_and(|item| item.decisive)
    });
    match (outcome, failed) {
        (VerificationOutcome::Eligible, true) => Err(Failure::refused(ELIGIBLE_NEEDS_ALL_IN_ORDER)),
        (VerificationOutcome::Ineligible, false) => Err(Failure::refused(INELIGIBLE_NEEDS_A_FAULT)),
        (VerificationOutcome::Eligible, false) | (VerificationOutcome::Ineligible, true) => Ok(()),
    }
}

/// Kinds on the list that have a file which was not opened.
pub fn unopened(
    items: &[ChecklistItem],
    files: &[Document],
    opened: &BTreeSet<DocumentId>,
) -> Vec<String> {
    let is_unopened = |item: &&ChecklistItem| {
        item.subject == CheckSubject::Document
            && files.iter().any(|file| file.kind == item.name && !opened.contains(&file.id))
    };
    items.iter().filter(is_unopened).map(|item| item.name.clone()).collect()
}

/// A verifier who concludes must have opened every file or name those not opened.
///
/// # Errors
/// `documents_unopened`, with those left.
pub fn check_opened(unopened: &[String], named: &[String]) -> Result<(), Refusal> {
    let left: Vec<&str> =
        unopened.iter().filter(|kind| !named.contains(kind)).map(String::as_str).collect();
    if left.is_empty() {
        return Ok(());
    }
    let details = serde_json::json!({ "unopened": left });
    Err(Refusal::new(DOCUMENTS_UNOPENED).with("kinds", left.join(", ")).with_extra(details))
}

/// One's own conclusion of this round, if it can be taken back.
///
/// # Errors
/// `not_concluded`; `others_concluded`.
pub fn to_take_back(
    viewer: &UserId,
    round: i32,
    all: &[VerificationSheet],
) -> Result<(VerificationSheet, Concluded), Refusal> {
    let of_round = || all.iter().filter(|sheet| sheet.round == round);
    let mine = of_round().find(|sheet| &sheet.verifier == viewer);
    let concluded = mine.and_then(|sheet| Some((sheet, sheet.concluded?)));
    let (sheet, concluded) = concluded.ok_or_else(|| Refusal::new(NOT_CONCLUDED))?;
    let by_another =
        |sheet: &VerificationSheet| &sheet.verifier != viewer && sheet.concluded.is_some();
    if of_round().any(by_another) {
        return Err(Refusal::new(OTHERS_CONCLUDED));
    }
    Ok((sheet.clone(), concluded))
}

/// The outcome of the conclusions of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    Waiting,
    ThirdNeeded,
    Settled(VerificationOutcome),
}

/// Two that agree settle it, otherwise the majority of three.
pub fn settlement(outcomes: &[VerificationOutcome]) -> Settlement {
    let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let agreed = VerificationOutcome::ALL.into_iter().find(|wanted| count(*wanted) >= VERIFIERS);
    match agreed {
        Some(outcome) => Settlement::Settled(outcome),
        None if outcomes.len() >= VERIFIERS => Settlement::ThirdNeeded,
        None => Settlement::Waiting,
    }
}

/// The conclusions of one round, in the order given.
pub fn outcomes_in(sheets: &[VerificationSheet], round: i32) -> Vec<VerificationOutcome> {
    let of_round = sheets.iter().filter(|sheet| sheet.round == round);
    of_round.filter_map(VerificationSheet::outcome).collect()
}

pub fn progress(outcomes: &[VerificationOutcome]) -> VerificationProgress {
    VerificationProgress {
        concluded: outcomes.len(),
        third_needed: settlement(outcomes) == Settlement::ThirdNeeded,
    }
}

/// The reasons given to the candidate after TMS: the faults that the deciding verifiers found, each
/// once.
pub fn stated_reasons(sheets: &[VerificationSheet], round: i32) -> Vec<StatedReason> {
    let deciding = sheets.iter().filter(|sheet| {
        sheet.round == round && sheet.outcome() == Some(VerificationOutcome::Ineligible)
    });
    let mut reasons: Vec<StatedReason> = Vec::new();
    for check in deciding.flat_map(|sheet| &sheet.checks) {
        let (CheckOutcome::NotOk, Some(reason)) = (check.outcome, check.reason) else { continue };
        let stated = StatedReason {
            subject: check.subject,
            name: check.name.clone(),
            reason,
            text: check.text.clone(),
        };
        if !reasons.contains(&stated) {
            reasons.push(stated);
        }
    }
    reasons
}

/// Whether a verifier may see another's sheet: when both have concluded that round, or when the
/// round is settled.
pub fn may_see_sheet(
    viewer: &UserId,
    sheet: &VerificationSheet,
    all: &[VerificationSheet],
) -> bool {
    let is_concluded = |sheet: &VerificationSheet| sheet.concluded.is_some();
    let mine = all.iter().find(|other| other.round == sheet.round && &other.verifier == viewer);
    let is_settled = matches!(settlement(&outcomes_in(all, sheet.round)), Settlement::Settled(_));
    &sheet.verifier == viewer
        || (is_concluded(sheet) && (is_settled || mine.is_some_and(is_concluded)))
}

/// When a repair opened now is due: at the end of the last of the call's repair days in Jakarta,
/// but never after the end of screening. The hour of opening is not used, because it would tell the
/// candidate when the verifier acted.
///
/// # Errors
/// `repair_not_offered` when the call has no repair.
pub fn repair_due(
    repair_days: u32,
    screening_ends_at: Timestamp,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    if repair_days == 0 || now >= screening_ends_at {
        return Err(Refusal::new(REPAIR_NOT_OFFERED));
    }
    let last = now.plus_days(i64::from(repair_days));
    Ok(last.end_of_day_in_jakarta().min(screening_ends_at))
}

/// The faults of the kinds to be repaired.
pub fn faults_of_items(definition: &Definition, items: &[String]) -> Vec<FieldError> {
    let known: Vec<&str> =
        definition.documents.iter().map(|document| document.kind.as_str()).collect();
    let mut faults = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let field = format!("items[{index}]");
        if !known.contains(&item.as_str()) {
            let fault = FieldError::new(field, common::field::NOT_ONE_OF);
            faults.push(fault.with("allowed", known.join(", ")));
        } else if items.iter().take(index).any(|other| other == item) {
            faults.push(FieldError::new(field, common::field::DUPLICATE));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
