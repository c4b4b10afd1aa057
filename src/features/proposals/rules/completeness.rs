//! What a submission needs, as a check-list that the candidate sees while writing. It checks only
//! that the content is there; the panel judges it.

use super::eligibility::Finding;
use super::{
    COST_ABOVE_CEILING, COST_REQUIRED, DOCUMENT_REQUIRED, ENDORSEMENT_REQUIRED, ENDORSEMENT_STALE,
    NOT_ELIGIBLE, NOT_READY, PLAN_EMPTY, SUMMARY_TOO_MANY_WORDS,
};
use crate::features::calls::{Budget, DocumentRequirement, Severity};
use crate::features::proposals::fields::{self, Field, Kind, Required};
use crate::features::proposals::{Content, DocumentDigest, Endorsement, EndorsementKind};
use crate::kernel::errors::{FieldError, Refusal, common::field};
use crate::kernel::format::rupiah;
use crate::kernel::language::Language;
use serde_json::Value;

/// One line of the check-list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub met: bool,
    /// The field, and the fault when it is not met.
    pub fault: FieldError,
}

impl Check {
    fn new(met: bool, fault: FieldError) -> Self {
        Self { met, fault }
    }

    /// A blocking rule as a line of the check-list; warnings are not on it.
    pub fn of_rule(finding: &Finding) -> Option<Self> {
        (finding.severity == Severity::Block).then(|| Self::new(!finding.blocks(), finding.fault()))
    }

    fn there(name: &str, is_there: bool) -> Self {
        Self::new(is_there, FieldError::new(name, field::REQUIRED))
    }
}

/// The whole list, in the order of the form.
pub fn checklist(
    content: &Content,
    required: &[DocumentRequirement],
    uploaded: &[DocumentDigest],
    endorsements: &[Endorsement],
) -> Vec<Check> {
    let mut checks = text_checks(content);
    checks.extend(required.iter().filter(|document| document.required).map(|document| {
        let is_there = uploaded.iter().any(|digest| digest.kind == document.kind);
        let name = format!("documents.{}", document.kind);
        Check::new(is_there, FieldError::new(name, DOCUMENT_REQUIRED).with("kind", &document.kind))
    }));
    checks.extend(EndorsementKind::ALL.map(|kind| endorsement_check(kind, endorsements)));
    checks
}

/// Why this cannot be submitted, with all faults at once; `not_eligible` when only rules fail. The
/// findings are included for their figures.
pub fn refusal(checks: Vec<Check>, findings: &[Finding]) -> Option<Refusal> {
    let errors: Vec<FieldError> =
        checks.into_iter().filter(|check| !check.met).map(|check| check.fault).collect();
    let is_a_rule = |fault: &FieldError| fault.field.starts_with("eligibility.");
    let code = if errors.iter().all(is_a_rule) { NOT_ELIGIBLE } else { NOT_READY };
    let details = serde_json::json!({ "eligibility": findings });
    (!errors.is_empty()).then(|| Refusal { errors, ..Refusal::new(code).with_extra(details) })
}

/// Field by field what the catalogue asks of a submission; whatever is planned says what and by whom.
fn text_checks(content: &Content) -> Vec<Check> {
    // A text that had no JSON would lack everything.
    let text = fields::json(content).unwrap_or_default();
    let mut checks = Vec::new();
    for field in fields::outside_rows() {
        let value = field.of(&text);
        checks.extend(check(field, field.path, value));
        let rows = value.as_array().filter(|_| matches!(field.kind, Kind::Rows { .. }));
        for (row, value) in rows.into_iter().flatten().enumerate() {
            let own = |part: &Field| part.in_list().and_then(|(_, own)| value.get(own));
            checks.extend(field.parts().filter_map(|part| {
                check(part, &part.name_in(row), own(part).unwrap_or(&Value::Null))
            }));
        }
    }
    checks
}

/// What one field needs; `None` where a submission does without it.
fn check(field: &Field, name: &str, value: &Value) -> Option<Check> {
    match field.required {
        Required::No | Required::InItsRow | Required::WithBudget => None,
        Required::Filled if matches!(field.kind, Kind::Rows { .. }) => {
            Some(Check::new(is_there(value), FieldError::new(name, PLAN_EMPTY)))
        }
        Required::Filled => Some(match field.kind {
            Kind::Text { words: Some(most), .. } => words_check(name, value, most),
            _ => Check::there(name, is_there(value)),
        }),
        Required::AtLeast(least) => Some(length_check(name, value, least)),
    }
}

/// Something was written, counted, answered, chosen or listed.
fn is_there(value: &Value) -> bool {
    match value {
        Value::Null | Value::Object(_) => false,
        Value::Bool(_) => true,
        Value::Number(number) => number.as_f64().is_some_and(|number| number > 0.0),
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(values) => !values.is_empty(),
    }
}

fn words_check(name: &str, value: &Value, most: usize) -> Check {
    let words = value.as_str().unwrap_or("").split_whitespace().count();
    if words <= most {
        return Check::there(name, words > 0);
    }
    let fault = FieldError::new(name, SUMMARY_TOO_MANY_WORDS);
    Check::new(false, fault.with("words", words).with("maximum", most))
}

fn length_check(name: &str, value: &Value, least: usize) -> Check {
    let length = value.as_str().unwrap_or("").trim().chars().count();
    if length == 0 {
        return Check::there(name, false);
    }
    let fault = FieldError::new(name, field::TOO_SHORT).with("minimum", least);
    Check::new(length >= least, fault)
}

/// If the call has a budget: the cost of the study, within the most that one proposal may ask for.
pub fn cost_check(content: &Content, budget: Option<&Budget>) -> Option<Check> {
    let most = budget?.per_proposal.unwrap_or(budget?.total);
    let asked = fields::outside_rows().find(|field| field.required == Required::WithBudget)?;
    let cost = asked.of(&fields::json(content).unwrap_or_default()).as_u64();
    Some(match cost.filter(|cost| *cost > 0) {
        None => Check::new(false, FieldError::new(asked.path, COST_REQUIRED)),
        Some(cost) => {
            let fault = FieldError::new(asked.path, COST_ABOVE_CEILING)
                .with("cost", rupiah(Language::Indonesian, cost));
            Check::new(cost <= most, fault.with("maximum", rupiah(Language::Indonesian, most)))
        }
    })
}

fn endorsement_check(kind: EndorsementKind, endorsements: &[Endorsement]) -> Check {
    let mut given = endorsements.iter().filter(|endorsement| endorsement.kind == kind);
    let is_stale = given.clone().next().is_some();
    let is_current = given.any(|endorsement| endorsement.current);
    let code = if is_stale { ENDORSEMENT_STALE } else { ENDORSEMENT_REQUIRED };
    let name = format!("endorsements.{}", kind.name());
    Check::new(is_current, FieldError::new(name, code).with("kind", kind.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::{Bilingual, Format, Sensitivity};
    use crate::kernel::clock::Timestamp;
    use crate::kernel::ids::{RecordId, UserId};

    /// A text that lacks nothing, and nothing more than that.
    fn complete() -> Content {
        let words = |field: &Field| match (field.required, field.kind) {
            (Required::AtLeast(least), _) => "a".repeat(least),
            (_, Kind::Text { words: Some(most), .. }) => "word ".repeat(most),
            (Required::Filled, _) => "something".to_owned(),
            _ => String::new(),
        };
        let mut text = fields::example(&words);
        text["candidate"] = serde_json::json!({});
        text["study"]["requested_cost"] = Value::Null;
        serde_json::from_value(text).unwrap()
    }

    fn endorsement(kind: EndorsementKind, current: bool) -> Endorsement {
        Endorsement {
            id: RecordId::new().unwrap(),
            kind,
            endorsed_by: UserId::new().unwrap(),
            statement: "yes".to_owned(),
            essence_hash: String::new(),
            endorsed_at: Timestamp::from_micros(0),
            current,
        }
    }

    fn document(kind: &str, required: bool) -> DocumentRequirement {
        let name = Bilingual { id: kind.to_owned(), en: kind.to_owned() };
        DocumentRequirement {
            kind: kind.to_owned(),
            name,
            required,
            max_bytes: 1,
            formats: vec![Format::Pdf],
            sensitivity: Sensitivity::Internal,
        }
    }

    fn missing(content: &Content, endorsements: &[Endorsement]) -> Vec<(String, &'static str)> {
        let required = [document("proposal", true), document("loa", false)];
        let uploaded =
            [DocumentDigest { kind: "proposal".into(), version: 1, sha256: String::new() }];
        checklist(content, &required, &uploaded, endorsements)
            .into_iter()
            .filter(|check| !check.met)
            .map(|check| (check.fault.field, check.fault.code.name))
            .collect()
    }

    fn both() -> [Endorsement; 2] {
        EndorsementKind::ALL.map(|kind| endorsement(kind, true))
    }

    fn after(change: impl FnOnce(&mut Content)) -> Vec<(String, &'static str)> {
        let mut content = complete();
        change(&mut content);
        missing(&content, &both())
    }

    #[test]
    fn a_complete_proposal_lacks_nothing() {
        assert_eq!(missing(&complete(), &both()), []);
    }

    #[test]
    fn an_empty_draft_is_told_all_that_is_missing_at_once() {
        let fields: Vec<String> =
            checklist(&Content::default(), &[document("proposal", true)], &[], &[])
                .into_iter()
                .filter(|check| !check.met)
                .map(|check| check.fault.field)
                .collect();
        assert_eq!(fields.len(), 23);
        for field in ["title", "sections.use_on_return", "plan", "goal.measured_by"] {
            assert!(fields.contains(&field.to_owned()), "{field}");
        }
        assert!(fields.contains(&"documents.proposal".to_owned()));
        assert!(fields.contains(&"endorsements.problem_owner".to_owned()));
    }

    #[test]
    fn a_refusal_tells_everything_at_once_and_nothing_missing_is_no_refusal() {
        let checks = checklist(&complete(), &[document("proposal", true)], &[], &[]);
        let refused = refusal(checks, &[]).unwrap();
        assert_eq!((refused.code, refused.errors.len()), (NOT_READY, 3));
        assert_eq!(refusal(checklist(&complete(), &[], &[], &both()), &[]), None);
    }

    #[test]
    fn the_summary_stops_at_five_hundred_words() {
        let faults = after(|content| content.summary.push_str("more"));
        assert_eq!(faults, [("summary".to_owned(), "summary_too_many_words")]);
        assert_eq!(after(|content| content.summary.clear()), [("summary".into(), "required")]);
    }

    #[test]
    fn a_section_of_one_word_is_too_short() {
        let faults = after(|content| content.sections.study = "Kimia".into());
        assert_eq!(faults, [("sections.study".to_owned(), "too_short")]);
        let faults = after(|content| content.sections.study = " ".repeat(300));
        assert_eq!(faults, [("sections.study".to_owned(), "required")]);
    }

    #[test]
    fn a_plan_needs_somebody_responsible() {
        let faults = after(|content| content.plan[0].responsible.clear());
        assert_eq!(faults, [("plan[0].responsible".to_owned(), "required")]);
        assert_eq!(after(|content| content.plan.clear()), [("plan".into(), "plan_empty")]);
    }

    #[test]
    fn a_cost_is_asked_for_where_the_call_has_a_budget_and_kept_below_its_ceiling() {
        let policy = selection_math::quota::BudgetPolicy::StopAtFirst;
        let budget = |per_proposal| Budget { total: 900, policy, per_proposal };
        let said = |cost, budget: Option<Budget>| {
            let mut content = complete();
            content.study.requested_cost = cost;
            let check = cost_check(&content, budget.as_ref())?;
            Some(if check.met { "met" } else { check.fault.code.name })
        };
        assert_eq!(said(None, None), None);
        assert_eq!(said(None, Some(budget(None))), Some("cost_required"));
        assert_eq!(said(Some(0), Some(budget(None))), Some("cost_required"));
        assert_eq!(said(Some(900), Some(budget(None))), Some("met"));
        assert_eq!(said(Some(901), Some(budget(None))), Some("cost_above_ceiling"));
        assert_eq!(said(Some(101), Some(budget(Some(100)))), Some("cost_above_ceiling"));
        assert_eq!(said(Some(100), Some(budget(Some(100)))), Some("met"));
    }

    #[test]
    fn an_endorsement_of_another_text_does_not_count() {
        let stale = [
            endorsement(EndorsementKind::UnitHead, false),
            endorsement(EndorsementKind::ProblemOwner, true),
        ];
        let faults = missing(&complete(), &stale);
        assert_eq!(faults, [("endorsements.unit_head".to_owned(), "endorsement_stale")]);
        let faults = missing(&complete(), &stale[1..]);
        assert_eq!(faults, [("endorsements.unit_head".to_owned(), "endorsement_required")]);
        let mut renewed = stale.to_vec();
        renewed.push(endorsement(EndorsementKind::UnitHead, true));
        assert_eq!(missing(&complete(), &renewed), []);
    }
}
