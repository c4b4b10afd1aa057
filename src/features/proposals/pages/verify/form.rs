//! A verifier's check-list as a form: its rows are the lines of the list, in their order.

use super::Desk;
use crate::features::proposals::ChecklistItem;
use crate::features::proposals::pages::forms::CHECKS;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::web::Fields;
use crate::web::pages::PageContext;
use serde_json::json;

/// The stored draft as the form shows it.
pub(super) fn stored_fields(s: &PageContext, desk: &Desk) -> Fields {
    let rows: Vec<_> = desk.verification.items.iter().map(|item| desk.found(item)).collect();
    CHECKS.fill(&json!({"checks": rows}), s.zone, s.language)
}

/// Puts to each line in which something was typed what it is of. A reason typed before the line was found in
/// order after all says nothing.
pub(super) fn with_subjects(items: &[ChecklistItem], typed: &mut Fields) {
    for (index, item) in items.iter().enumerate() {
        let name = |part: &str| format!("check[{index}].{part}");
        let is_blank = |part: &str| typed.get(&name(part)).trim().is_empty();
        if ["outcome", "reason", "text"].into_iter().all(is_blank) {
            continue;
        }
        if typed.get(&name("outcome")) == "ok" {
            typed.set(name("reason"), "");
        }
        typed.set(name("subject"), item.subject.name());
        typed.set(name("name"), &item.name);
    }
}

/// A line that is missing is told where its outcome is chosen. The summary names the line in words; the message
/// need not.
pub(super) fn at_lines(failure: Failure, items: &[ChecklistItem]) -> Failure {
    let Failure::Refused(refusal) = failure else { return failure };
    let mut refusal: Refusal = *refusal;
    for error in refusal.errors.iter_mut().filter(|error| error.field == "checks") {
        let is_named =
            |item: &ChecklistItem| error.arguments.iter().any(|(_, value)| *value == item.name);
        if let Some(index) = items.iter().position(is_named) {
            error.field = format!("check[{index}].outcome");
            error.code = common::field::REQUIRED;
        }
    }
    refusal.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::{CheckReason, CheckSubject};
    use crate::kernel::errors::FieldError;
    use crate::kernel::format::Zone;
    use crate::kernel::language::Language;

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

    fn typed(text: &str) -> Fields {
        Fields::parse(text).unwrap()
    }

    #[test]
    fn only_lines_with_something_typed_are_sent_and_a_stale_reason_is_not() {
        let mut fields = typed(
            "check[0].outcome=ok&check[0].reason=missing&check[2].outcome=not_ok&check[2].reason=expired",
        );
        with_subjects(&items(), &mut fields);
        let read = CHECKS.read(&fields, Zone::Wib, Language::English).unwrap();
        let told: Vec<_> =
            read.checks.iter().map(|check| (check.name.as_str(), check.reason)).collect();
        assert_eq!(told, [("proposal", None), ("decree", Some(CheckReason::Expired))]);
    }

    fn names(failure: Failure) -> Vec<String> {
        let Failure::Refused(refusal) = failure else { panic!("{failure:?}") };
        refusal.errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_line_with_words_and_no_outcome_is_told() {
        let mut fields = typed("check[1].text=Halaman+2+kosong&check[2].outcome=ok");
        with_subjects(&items(), &mut fields);
        let refused = CHECKS.read(&fields, Zone::Wib, Language::English).unwrap_err();
        assert_eq!(names(refused), ["check[1].outcome"]);
    }

    #[test]
    fn a_fault_finds_the_line_it_was_typed_on() {
        let faults = vec![
            FieldError::new("checks[0].reason", common::field::REQUIRED),
            FieldError::new("checks", common::field::REQUIRED).with("name", "health_letter"),
        ];
        let told = at_lines(Refusal::invalid(faults).into(), &items());
        let told = CHECKS.located(told, &typed("check[2].outcome=not_ok"));
        assert_eq!(names(told), ["check[2].reason", "check[1].outcome"]);
    }
}
