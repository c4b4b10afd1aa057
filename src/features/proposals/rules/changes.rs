//! A proposal's text as named fields in the order of the form, and the differences between two
//! texts or two sets of files. Pure.

use crate::features::proposals::{ChangeKind, Document, FieldChange, FileChange, Text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every field of a text, in the order in which the form asks for it.
const ORDER: [&str; 37] = [
    "problem",
    "level",
    "title",
    "summary",
    "sections.problem",
    "sections.study",
    "sections.solution",
    "sections.use_on_return",
    "difference",
    "plan",
    "goal.indicator",
    "goal.baseline",
    "goal.target",
    "goal.unit_of_measure",
    "goal.measured_how",
    "goal.measured_by",
    "programme.university",
    "programme.name",
    "programme.country",
    "programme.accreditation",
    "programme.accreditation_valid_until",
    "study.starts_on",
    "study.months",
    "study.released",
    "study.requested_cost",
    "candidate.position",
    "candidate.status",
    "candidate.retirement_age",
    "candidate.degrees",
    "candidate.grade_point_average_hundredths",
    "candidate.ratings",
    "candidate.sanctions",
    "candidate.criminal_case",
    "candidate.in_active_service",
    "candidate.failed_assignment",
    "candidate.other_nomination",
    "candidate.service_bond_until",
];

/// Fields of the rows of lists, in order.
const IN_ROWS: [&str; 8] =
    ["month", "activity", "responsible", "resources", "year", "rating", "level", "ended_on"];

/// Field, row, field in the row.
type Place = (usize, usize, usize);

fn place(name: &str) -> Place {
    let (field, rest) = name.split_once('[').unwrap_or((name, ""));
    let (row, part) = rest.split_once(']').unwrap_or((rest, ""));
    let of = |list: &[&str], wanted: &str| {
        list.iter().position(|one| *one == wanted).unwrap_or(usize::MAX)
    };
    let part = part.trim_start_matches('.');
    let part = if part.is_empty() { 0 } else { of(&IN_ROWS, part) };
    (of(&ORDER, field), row.parse().unwrap_or(0), part)
}

/// All filled fields with their names; empty ones are left out.
pub fn written(text: &Text) -> Result<Vec<(String, Value)>, serde_json::Error> {
    let mut leaves = BTreeMap::new();
    let Text { problem, level, content } = text;
    leaves.insert("problem".to_owned(), Value::from(problem.as_str()));
    leaves.insert("level".to_owned(), Value::from(level.as_str()));
    gather(&mut leaves, "", &serde_json::to_value(content)?);
    let mut leaves: Vec<(String, Value)> = leaves.into_iter().collect();
    leaves.sort_by_key(|(name, _)| place(name));
    Ok(leaves)
}

fn gather(leaves: &mut BTreeMap<String, Value>, name: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let dot = if name.is_empty() { "" } else { "." };
                gather(leaves, &format!("{name}{dot}{field}"), value);
            }
        }
        Value::Array(rows) => {
            for (index, row) in rows.iter().enumerate() {
                gather(leaves, &format!("{name}[{index}]"), row);
            }
        }
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {}
        leaf => drop(leaves.insert(name.to_owned(), leaf.clone())),
    }
}

/// How each different field changed.
pub fn between(before: &Text, after: &Text) -> Result<Vec<FieldChange>, serde_json::Error> {
    let mut old: BTreeMap<String, Value> = written(before)?.into_iter().collect();
    let mut changes = Vec::new();
    for (field, value) in written(after)? {
        let change = match old.remove(&field) {
            Some(same) if same == value => continue,
            Some(other) => (ChangeKind::Changed, Some(other)),
            None => (ChangeKind::Added, None),
        };
        changes.push(FieldChange { field, change: change.0, before: change.1, after: Some(value) });
    }
    let removed = old.into_iter().map(|(field, value)| FieldChange {
        field,
        change: ChangeKind::Removed,
        before: Some(value),
        after: None,
    });
    changes.extend(removed);
    changes.sort_by_key(|change| place(&change.field));
    Ok(changes)
}

/// The same for files; each side has one of each kind.
pub fn files_between(before: &[Document], after: &[Document]) -> Vec<FileChange> {
    let of = |list: &[Document], kind: &str| list.iter().find(|one| one.kind == kind).cloned();
    let mut kinds: Vec<&str> =
        before.iter().chain(after).map(|document| document.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let change = |kind: &str| {
        let (before, after) = (of(before, kind), of(after, kind));
        let change = match (&before, &after) {
            (Some(old), Some(new)) if old.id == new.id => return None,
            (Some(_), Some(_)) => ChangeKind::Changed,
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
        };
        Some(FileChange { kind: kind.to_owned(), change, before, after })
    };
    kinds.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::{AccreditationGrade, Rating};
    use crate::features::proposals::{
        CandidateFacts, Content, Goal, PlanItem, Programme, Sanction, SanctionLevel, Sections,
        ServiceStatus, Study, YearRating,
    };
    use crate::kernel::ids::ProblemId;

    /// Every field is filled, so that the test fails when a new field is forgotten.
    fn whole() -> Text {
        let (day, said) = (chrono::NaiveDate::from_ymd_opt(2027, 9, 1), || "said".to_owned());
        let content = Content {
            title: said(),
            summary: said(),
            sections: Sections {
                problem: said(),
                study: said(),
                solution: said(),
                use_on_return: said(),
            },
            plan: vec![PlanItem {
                month: 1,
                activity: said(),
                responsible: said(),
                resources: said(),
            }],
            goal: Goal {
                indicator: said(),
                baseline: said(),
                target: said(),
                unit_of_measure: said(),
                measured_how: said(),
                measured_by: day,
            },
            programme: Programme {
                university: said(),
                name: said(),
                country: said(),
                accreditation: Some(AccreditationGrade::Good),
                accreditation_valid_until: day,
            },
            study: Study {
                starts_on: day,
                months: Some(24),
                released: Some(true),
                requested_cost: Some(1),
            },
            candidate: CandidateFacts {
                position: said(),
                status: Some(ServiceStatus::Pns),
                retirement_age: Some(58),
                ratings: vec![YearRating { year: 2025, rating: Rating::Good }],
                sanctions: vec![Sanction { level: SanctionLevel::Light, ended_on: day }],
                criminal_case: Some(false),
                in_active_service: Some(true),
                service_bond_until: day,
                failed_assignment: Some(false),
                other_nomination: Some(false),
                degrees: vec![said()],
                grade_point_average_hundredths: Some(325),
            },
            difference: said(),
        };
        Text { problem: ProblemId::new().unwrap(), level: "S2".to_owned(), content }
    }

    #[test]
    fn every_field_there_is_has_its_place() {
        let leaves = written(&whole()).unwrap();
        let fields: std::collections::BTreeSet<usize> =
            leaves.iter().map(|(name, _)| place(name).0).collect();
        assert_eq!(fields, (0..ORDER.len()).collect());
        for (name, _) in &leaves {
            assert!(place(name).2 != usize::MAX, "{name} has no place in its row");
        }
        let names: Vec<&str> = leaves.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names[9..13],
            ["plan[0].month", "plan[0].activity", "plan[0].responsible", "plan[0].resources"]
        );
    }

    #[test]
    fn every_field_that_changes_shows_and_nothing_else_does() {
        let empty = Text { content: Content::default(), ..whole() };
        let full = Text { problem: empty.problem.clone(), ..whole() };
        assert_eq!(between(&full, &full).unwrap(), []);
        let added = between(&empty, &full).unwrap();
        let all = written(&full).unwrap().len() - 2;
        assert_eq!(added.len(), all);
        assert!(added.iter().all(|change| change.change == ChangeKind::Added));
        let removed = between(&full, &empty).unwrap();
        assert_eq!(removed.len(), all);
        assert!(removed.iter().all(|change| change.change == ChangeKind::Removed));
        let mut other = full.clone();
        other.content.title = "other".to_owned();
        other.level = "S3".to_owned();
        let changed = between(&full, &other).unwrap();
        let told: Vec<_> = changed.iter().map(|one| (one.field.as_str(), one.change)).collect();
        assert_eq!(told, [("level", ChangeKind::Changed), ("title", ChangeKind::Changed)]);
    }
}
