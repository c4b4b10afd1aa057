//! What a submission needs, as a check-list that the candidate sees while writing. It checks only
//! that the content is there; the panel judges it.

use super::eligibility::Finding;
use super::{
    COST_ABOVE_CEILING, COST_REQUIRED, DOCUMENT_REQUIRED, ENDORSEMENT_REQUIRED, ENDORSEMENT_STALE,
    NOT_ELIGIBLE, NOT_READY, PLAN_EMPTY, SUMMARY_TOO_MANY_WORDS,
};
use crate::features::calls::{Budget, DocumentRequirement, Severity};
use crate::features::proposals::{Content, DocumentDigest, Endorsement, EndorsementKind, PlanItem};
use crate::kernel::errors::{FieldError, Refusal, common::field};
use crate::kernel::format::rupiah;
use crate::kernel::language::Language;

/// One page. Source: `domain.md` §9.
pub const SUMMARY_WORDS_AT_MOST: usize = 500;

/// About three sentences. A shorter text is a placeholder.
pub const SECTION_CHARACTERS_AT_LEAST: usize = 200;

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

    fn filled(name: &str, text: &str) -> Self {
        Self::there(name, !text.trim().is_empty())
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
    checks.extend(plan_checks(&content.plan));
    checks.extend(figure_checks(content));
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

fn text_checks(content: &Content) -> Vec<Check> {
    let sections = &content.sections;
    vec![
        Check::filled("title", &content.title),
        summary_check(&content.summary),
        section_check("sections.problem", &sections.problem),
        section_check("sections.study", &sections.study),
        section_check("sections.solution", &sections.solution),
        section_check("sections.use_on_return", &sections.use_on_return),
        Check::filled("difference", &content.difference),
    ]
}

fn summary_check(summary: &str) -> Check {
    let words = summary.split_whitespace().count();
    if words <= SUMMARY_WORDS_AT_MOST {
        return Check::there("summary", words > 0);
    }
    let fault = FieldError::new("summary", SUMMARY_TOO_MANY_WORDS)
        .with("words", words)
        .with("maximum", SUMMARY_WORDS_AT_MOST);
    Check::new(false, fault)
}

fn section_check(name: &str, text: &str) -> Check {
    let length = text.trim().chars().count();
    if length == 0 {
        return Check::there(name, false);
    }
    let fault =
        FieldError::new(name, field::TOO_SHORT).with("minimum", SECTION_CHARACTERS_AT_LEAST);
    Check::new(length >= SECTION_CHARACTERS_AT_LEAST, fault)
}

/// At least one activity, and every activity says what is done and by whom.
fn plan_checks(plan: &[PlanItem]) -> Vec<Check> {
    let mut checks = vec![Check::new(!plan.is_empty(), FieldError::new("plan", PLAN_EMPTY))];
    for (index, item) in plan.iter().enumerate() {
        checks.push(Check::filled(&format!("plan[{index}].activity"), &item.activity));
        checks.push(Check::filled(&format!("plan[{index}].responsible"), &item.responsible));
    }
    checks
}

fn figure_checks(content: &Content) -> Vec<Check> {
    let Content { goal, programme, study, .. } = content;
    vec![
        Check::filled("goal.indicator", &goal.indicator),
        Check::filled("goal.baseline", &goal.baseline),
        Check::filled("goal.target", &goal.target),
        Check::filled("goal.unit_of_measure", &goal.unit_of_measure),
        Check::filled("goal.measured_how", &goal.measured_how),
        Check::there("goal.measured_by", goal.measured_by.is_some()),
        Check::filled("programme.university", &programme.university),
        Check::filled("programme.name", &programme.name),
        Check::filled("programme.country", &programme.country),
        Check::there("study.starts_on", study.starts_on.is_some()),
        Check::there("study.months", study.months.is_some_and(|months| months > 0)),
        Check::there("study.released", study.released.is_some()),
    ]
}

/// If the call has a budget: the cost of the study, within the most that one proposal may ask for.
pub fn cost_check(content: &Content, budget: Option<&Budget>) -> Option<Check> {
    let most = budget?.per_proposal.unwrap_or(budget?.total);
    let name = "study.requested_cost";
    Some(match content.study.requested_cost.filter(|cost| *cost > 0) {
        None => Check::new(false, FieldError::new(name, COST_REQUIRED)),
        Some(cost) => {
            let fault = FieldError::new(name, COST_ABOVE_CEILING)
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
    use crate::features::proposals::{Goal, Programme, Sections, Study};
    use crate::kernel::clock::Timestamp;
    use crate::kernel::ids::{RecordId, UserId};

    fn complete() -> Content {
        let section = "a".repeat(SECTION_CHARACTERS_AT_LEAST);
        let text = || "something".to_owned();
        let day = chrono::NaiveDate::from_ymd_opt(2027, 9, 1);
        Content {
            title: text(),
            summary: "word ".repeat(SUMMARY_WORDS_AT_MOST),
            sections: Sections {
                problem: section.clone(),
                study: section.clone(),
                solution: section.clone(),
                use_on_return: section,
            },
            plan: vec![PlanItem {
                month: 1,
                activity: text(),
                responsible: text(),
                resources: String::new(),
            }],
            goal: Goal {
                indicator: text(),
                baseline: text(),
                target: text(),
                unit_of_measure: text(),
                measured_how: text(),
                measured_by: day,
            },
            programme: Programme {
                university: text(),
                name: text(),
                country: text(),
                ..Programme::default()
            },
            study: Study {
                starts_on: day,
                months: Some(24),
                released: Some(true),
                requested_cost: None,
            },
            difference: text(),
            ..Content::default()
        }
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
