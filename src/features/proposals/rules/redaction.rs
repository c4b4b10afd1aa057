//! What of a proposal's stored texts is kept when its candidate is erased. Pure.

use serde_json::{Value, json};

/// A proposal's text without its words; what is kept is decided field by field in its catalogue.
pub fn content(text: &str) -> String {
    crate::features::proposals::fields::erased(text)
}

/// What held when a proposal was handed in, without who handed it in.
pub fn circumstances(text: &str) -> String {
    let old: Value = serde_json::from_str(text).unwrap_or_default();
    match old.get("problem") {
        Some(problem) if problem.is_object() => json!({"problem": problem}).to_string(),
        _ => "{}".to_owned(),
    }
}

/// A verifier's check-list without its words; the outcomes and kinds of reason stay.
pub fn checks(text: &str) -> String {
    let mut checks: Value = serde_json::from_str(text).unwrap_or_default();
    for check in checks.as_array_mut().into_iter().flatten() {
        if let Some(fields) = check.as_object_mut() {
            fields.remove("text");
        }
    }
    if checks.is_array() { checks.to_string() } else { "[]".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::{Content, VerificationCheck};

    #[test]
    fn of_a_proposal_nothing_is_left_but_what_it_costs() {
        let text = r#"{"title":"Siti di Wamena","study":{"months":24,"requested_cost":7}}"#;
        let kept: Content = serde_json::from_str(&content(text)).unwrap();
        let mut expected = Content::default();
        expected.study.requested_cost = Some(7);
        assert_eq!(kept, expected);
        assert_eq!(content("not json"), "{}");
    }

    #[test]
    fn of_the_circumstances_the_problem_is_left() {
        let text = r#"{"problem":{"code":"M-001"},"applicant":{"name":"Siti","nip":"1"}}"#;
        assert_eq!(circumstances(text), r#"{"problem":{"code":"M-001"}}"#);
        assert_eq!((circumstances("{}"), circumstances("not json")), ("{}".into(), "{}".into()));
    }

    #[test]
    fn of_a_check_list_the_outcomes_are_left() {
        let text = r#"[{"subject":"document","name":"proposal","outcome":"not_ok",
            "reason":"other","text":"Ijazah Siti"}]"#;
        let kept: Vec<VerificationCheck> = serde_json::from_str(&checks(text)).unwrap();
        assert_eq!((kept.len(), &kept[0].text), (1, &None));
        assert!(!checks(text).contains("Siti"));
    }
}
