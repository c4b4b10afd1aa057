//! A verifier's check-list and a repair as fields of a form, and back.

use super::Desk;
use crate::features::proposals::actions::verification::NewRepair;
use crate::features::proposals::{
    CheckOutcome, CheckReason, ChecklistItem, VerificationCheck, VerificationOutcome,
};
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::web::Fields;

pub(super) const REASONS: [CheckReason; 8] = [
    CheckReason::Missing,
    CheckReason::Unreadable,
    CheckReason::WrongDocument,
    CheckReason::Expired,
    CheckReason::Unsigned,
    CheckReason::Contradicts,
    CheckReason::RuleNotMet,
    CheckReason::Other,
];

pub(super) fn reason_name(reason: CheckReason) -> String {
    let value = serde_json::to_value(reason).unwrap_or_default();
    value.as_str().unwrap_or("").to_owned()
}

pub(super) fn outcome_name(outcome: CheckOutcome) -> &'static str {
    match outcome {
        CheckOutcome::Ok => "ok",
        CheckOutcome::NotOk => "not_ok",
    }
}

/// The stored draft as the form shows it.
pub(super) fn stored_fields(desk: &Desk) -> Fields {
    let mut fields = Fields::default();
    let round = desk.verification.round;
    let sheets = &desk.verification.sheets;
    let mine = sheets.iter().find(|sheet| sheet.round == round && sheet.verifier == desk.me);
    for (index, item) in desk.verification.items.iter().enumerate() {
        let check = mine.and_then(|sheet| {
            let is_it = |check: &&VerificationCheck| {
                check.subject == item.subject && check.name == item.name
            };
            sheet.checks.iter().find(is_it)
        });
        let Some(check) = check else { continue };
        fields.set(format!("check[{index}].outcome"), outcome_name(check.outcome));
        fields.set(
            format!("check[{index}].reason"),
            check.reason.map(reason_name).unwrap_or_default(),
        );
        fields.set(format!("check[{index}].text"), check.text.clone().unwrap_or_default());
    }
    fields
}

/// The lines that the form answers; the others are left for later.
pub(super) fn checks_of(items: &[ChecklistItem], fields: &Fields) -> Vec<VerificationCheck> {
    let line = |(index, item): (usize, &ChecklistItem)| {
        let get = |part: &str| fields.get(&format!("check[{index}].{part}")).trim().to_owned();
        let outcome = match get("outcome").as_str() {
            "ok" => CheckOutcome::Ok,
            "not_ok" => CheckOutcome::NotOk,
            _ => return None,
        };
        // A reason typed before the line was found in order after all says nothing.
        let reason = REASONS.into_iter().find(|reason| reason_name(*reason) == get("reason"));
        Some(VerificationCheck {
            subject: item.subject,
            name: item.name.clone(),
            outcome,
            reason: reason.filter(|_| outcome == CheckOutcome::NotOk),
            text: Some(get("text")).filter(|text| !text.is_empty()),
        })
    };
    items.iter().enumerate().filter_map(line).collect()
}

/// Lines with a reason or words and no outcome: they could not be kept.
pub(super) fn half_filled(items: &[ChecklistItem], fields: &Fields) -> Vec<FieldError> {
    let outcome = |index: usize| format!("check[{index}].outcome");
    let is_typed = |index: usize| {
        let get = |part: &str| fields.get(&format!("check[{index}].{part}")).trim();
        get("outcome").is_empty() && !(get("reason").is_empty() && get("text").is_empty())
    };
    let lines = (0..items.len()).filter(|index| is_typed(*index));
    lines.map(|index| FieldError::new(outcome(index), common::field::REQUIRED)).collect()
}

/// Faults are named by the place among the lines sent; the form counts all lines.
pub(super) fn as_form_faults(
    problem: Refusal,
    items: &[ChecklistItem],
    fields: &Fields,
) -> Refusal {
    let is_sent = |index: &usize| !fields.get(&format!("check[{index}].outcome")).is_empty();
    let sent: Vec<usize> = (0..items.len()).filter(is_sent).collect();
    let mut problem = problem;
    for error in &mut problem.errors {
        if error.field == "checks" {
            let missing = |(index, item): (usize, &ChecklistItem)| {
                let named = error.arguments.iter().any(|(_, value)| *value == item.name);
                (named && !sent.contains(&index)).then_some(index)
            };
            if let Some(index) = items.iter().enumerate().find_map(missing) {
                error.field = format!("check[{index}].outcome");
                // The list names the line in words; the message need not.
                error.code = common::field::REQUIRED;
            }
            continue;
        }
        let parts = error.field.strip_prefix("checks[").and_then(|rest| rest.split_once("]."));
        let Some((place, part)) = parts else { continue };
        let index = place.parse::<usize>().ok().and_then(|place| sent.get(place));
        if let Some(index) = index {
            error.field = format!("check[{index}].{part}");
        }
    }
    problem
}

/// What the sender wants done with the list.
pub(super) fn conclusion(fields: &Fields) -> Option<VerificationOutcome> {
    VerificationOutcome::ALL.into_iter().find(|outcome| outcome.name() == fields.get("conclude"))
}

pub(super) fn repair_of(fields: &Fields) -> Result<NewRepair, Failure> {
    let ticked = |name: &str| name.strip_prefix("item.").map(str::to_owned);
    let items: Vec<String> =
        fields.names().filter(|name| fields.get(name) == "yes").filter_map(ticked).collect();
    let reason = fields.get("reason").trim().to_owned();
    let length = reason.chars().count();
    let mut faults = Vec::new();
    if items.is_empty() {
        faults.push(FieldError::new("items", common::field::REQUIRED));
    }
    if length == 0 {
        faults.push(FieldError::new("reason", common::field::REQUIRED));
    } else if length > 1000 {
        let fault = FieldError::new("reason", common::field::TOO_LONG);
        faults.push(fault.with("maximum", 1000));
    }
    Failure::when_any(faults)?;
    Ok(NewRepair { items, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::CheckSubject;

    fn items() -> Vec<ChecklistItem> {
        ["proposal", "health_letter", "decree"]
            .map(|name| ChecklistItem {
                subject: CheckSubject::Document,
                name: name.to_owned(),
                decisive: true,
            })
            .into_iter()
            .collect()
    }

    #[test]
    fn only_lines_with_an_outcome_are_sent_and_a_stale_reason_is_not() {
        let mut fields = Fields::default();
        fields.set("check[0].outcome", "ok");
        fields.set("check[0].reason", "missing");
        fields.set("check[2].outcome", "not_ok");
        fields.set("check[2].reason", "expired");
        let checks = checks_of(&items(), &fields);
        let told: Vec<_> = checks.iter().map(|check| (check.name.as_str(), check.reason)).collect();
        assert_eq!(told, [("proposal", None), ("decree", Some(CheckReason::Expired))]);
    }

    #[test]
    fn a_fault_finds_the_line_it_was_typed_on() {
        let mut fields = Fields::default();
        fields.set("check[2].outcome", "not_ok");
        let faults = vec![
            FieldError::new("checks[0].reason", common::field::REQUIRED),
            FieldError::new("checks", common::field::REQUIRED).with("name", "health_letter"),
        ];
        let told = as_form_faults(Refusal::invalid(faults), &items(), &fields);
        let names: Vec<&str> = told.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["check[2].reason", "check[1].outcome"]);
    }
}
