//! A text as people read it: long texts as prose, the plan as a table, all else as pairs of words.
//! Names of choices and dates are said in the reader's language.

use super::words::field_label;
use crate::features::proposals::rules::changes;
use crate::features::proposals::{PlanItem, RegisteredProblem, Text};
use crate::kernel::format::rupiah;
use crate::web::pages::PageContext;
use serde_json::Value;

/// Fields that are read as prose.
const PROSE: [&str; 6] = [
    "summary",
    "sections.problem",
    "sections.study",
    "sections.solution",
    "sections.use_on_return",
    "difference",
];

/// A text with its parts in the order of the form.
pub(super) struct Written {
    pub(super) parts: Vec<(String, String)>,
    pub(super) plan: Vec<PlanItem>,
    pub(super) facts: Vec<(String, String)>,
    /// What the candidate states of themselves.
    pub(super) candidate: Vec<(String, String)>,
}

impl Written {
    pub(super) fn new(
        s: &PageContext,
        text: &Text,
        problem: Option<&RegisteredProblem>,
    ) -> Result<Self, serde_json::Error> {
        let mut written = Self {
            parts: Vec::new(),
            plan: text.content.plan.clone(),
            facts: Vec::new(),
            candidate: Vec::new(),
        };
        for (name, value) in changes::written(text)? {
            let line = (label_of(s, &name), said(s, &name, &value, problem));
            if PROSE.contains(&name.as_str()) {
                written.parts.push(line);
            } else if name.starts_with("candidate.") {
                written.candidate.push(line);
            } else if !name.starts_with("plan[") && name != "title" {
                written.facts.push(line);
            }
        }
        Ok(written)
    }
}

/// The field's words, with the row where it stands in one.
pub(super) fn label_of(s: &PageContext, name: &str) -> String {
    let label = field_label(s, name);
    let row = name.split_once('[').and_then(|(_, rest)| rest.split(']').next());
    match row.and_then(|row| row.parse::<usize>().ok()) {
        Some(row) if !name.starts_with("candidate.degrees") => format!("{label} ({})", row + 1),
        _ => label,
    }
}

/// A value in words.
pub(super) fn said(
    s: &PageContext,
    name: &str,
    value: &Value,
    problem: Option<&RegisteredProblem>,
) -> String {
    let field = name.rsplit(['.', ']']).next().unwrap_or(name);
    match value {
        Value::Bool(answer) => s.word("answer", if *answer { "yes" } else { "no" }),
        Value::String(text) => in_words(s, (name, field), text, problem),
        Value::Number(number) if field == "grade_point_average_hundredths" => {
            let hundredths = number.as_u64().unwrap_or(0);
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        }
        Value::Number(number) if field == "requested_cost" => {
            rupiah(s.language, number.as_u64().unwrap_or(0))
        }
        other => other.to_string(),
    }
}

fn in_words(
    s: &PageContext,
    (name, field): (&str, &str),
    text: &str,
    problem: Option<&RegisteredProblem>,
) -> String {
    if name == "problem" {
        return match problem.filter(|one| one.id.as_str() == text) {
            Some(one) => format!("{} {}", one.code, one.title),
            None => text.to_owned(),
        };
    }
    let family = match (name, field) {
        ("programme.accreditation", _) => "accreditation",
        ("candidate.status", _) => "service-status",
        (_, "rating") => "rating",
        (_, "level") if name.starts_with("candidate.sanctions") => "sanction",
        _ => "",
    };
    let is_day = field.ends_with("_on")
        || matches!(field, "measured_by" | "accreditation_valid_until" | "service_bond_until");
    match text.parse::<chrono::NaiveDate>() {
        Ok(day) if is_day => s.day(&day),
        _ if !family.is_empty() => s.word(family, text),
        _ => text.to_owned(),
    }
}
