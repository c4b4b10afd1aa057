//! The check-list and the eligibility rules in a reader's words.

use crate::features::calls::{Call, Severity};
use crate::features::proposals::fields::{self, Group};
use crate::features::proposals::rules::completeness::Check;
use crate::features::proposals::rules::eligibility::{Finding, Outcome};
use crate::web::pages::PageContext;

/// One line of the check-list.
#[derive(Debug)]
pub(super) struct CheckLine {
    pub(super) label: String,
    pub(super) met: bool,
    /// What is missing; empty when nothing is.
    pub(super) message: String,
    /// Where it can be mended; empty where only others can.
    pub(super) place: String,
}

/// One eligibility rule.
#[derive(Debug, Clone)]
pub(super) struct RuleLine {
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) outcome: &'static str,
    pub(super) message: String,
    /// Falling short of it does not end the matter.
    pub(super) only_warns: bool,
}

/// What a field of a proposal is called.
pub(super) fn label(shell: &PageContext, call: &Call, path: &str) -> String {
    if let Some(kind) = path.strip_prefix("documents.") {
        let known = call.definition.documents.iter().find(|document| document.kind == kind);
        return known.map_or_else(
            || kind.to_owned(),
            |document| document.name.text(&shell.language).to_owned(),
        );
    }
    if let Some(kind) = path.strip_prefix("endorsements.") {
        return shell.word("endorsement", kind);
    }
    if let Some(key) = path.strip_prefix("eligibility.") {
        return shell.word("rule-name", key);
    }
    field_label(shell, path)
}

/// The label of a field in the editor: the name without the numbers of its rows.
pub(super) fn field_label(shell: &PageContext, path: &str) -> String {
    let digits_gone: String =
        path.chars().filter(|c| !matches!(c, '[' | ']' | '0'..='9')).collect();
    shell.word("field", &digits_gone)
}

pub(super) fn check_lines(shell: &PageContext, call: &Call, checks: &[Check]) -> Vec<CheckLine> {
    let line = |check: &Check| CheckLine {
        label: label(shell, call, &check.fault.field),
        met: check.met,
        message: if check.met {
            String::new()
        } else {
            shell.message(check.fault.code, &check.fault.arguments)
        },
        place: place(&check.fault.field),
    };
    checks.iter().map(line).collect()
}

fn place(path: &str) -> String {
    if path.starts_with("documents.") {
        return "#documents".to_owned();
    }
    if path.starts_with("endorsements.") {
        return "#endorsements".to_owned();
    }
    if path.starts_with("eligibility.") {
        return "edit#group-candidate".to_owned();
    }
    // Problem and level are chosen above the first group.
    let group = fields::find(path).map_or(Group::Idea, |field| field.group);
    format!("edit#group-{}", group.name())
}

pub(super) fn rule_lines(shell: &PageContext, findings: &[Finding]) -> Vec<RuleLine> {
    let line = |finding: &Finding| {
        let (code, mut arguments) = finding.message();
        for (name, value) in &mut arguments {
            if *name == "missing" {
                let names = value.split(", ").filter(|name| !name.is_empty());
                let labels: Vec<String> = names.map(|name| field_label(shell, name)).collect();
                *value = labels.join(", ");
            }
        }
        RuleLine {
            key: finding.key,
            label: shell.word("rule-name", finding.key),
            outcome: match finding.outcome {
                Outcome::Met => "met",
                Outcome::NotMet => "bad",
                Outcome::Unknown => "open",
            },
            message: shell.message(code, &arguments),
            only_warns: finding.severity == Severity::Warn,
        }
    };
    findings.iter().map(line).collect()
}
