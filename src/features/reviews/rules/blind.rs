//! What a reviewer may read of a proposal. Discipline and court matters are never shown to the
//! panel. Under double-blind, name and unit are not shown either, and their literal occurrences in
//! the text are masked. This helps an honest reader; it does not stop a curious one, because the
//! topic itself may reveal the candidate. Pure.

use crate::features::calls::Anonymity;
use crate::features::proposals::{CandidateFacts, Content, RegisteredProblem};

/// Replaces a name or a unit.
pub const MASK: &str = "[…]";

/// Shorter texts are too likely to be part of ordinary words.
const LEAST_MASKED: usize = 4;

/// Whether the mode hides the candidate from the panel (`security.md` §3.1).
pub fn hides_candidate(mode: Anonymity) -> bool {
    match mode {
        Anonymity::DoubleBlind => true,
        Anonymity::Open | Anonymity::SingleBlind => false,
    }
}

/// Whether the mode shows reviewers one another's names after handing in.
pub fn names_peers(mode: Anonymity) -> bool {
    match mode {
        Anonymity::Open => true,
        Anonymity::SingleBlind | Anonymity::DoubleBlind => false,
    }
}

/// The proposal's text with every literal occurrence of `secrets` masked, ignoring case.
#[must_use]
pub fn masked(mut content: Content, secrets: &[String]) -> Content {
    let patterns = patterns_of(secrets);
    let sections = &mut content.sections;
    let goal = &mut content.goal;
    let programme = &mut content.programme;
    let texts = [
        &mut content.title,
        &mut content.summary,
        &mut content.difference,
        &mut sections.problem,
        &mut sections.study,
        &mut sections.solution,
        &mut sections.use_on_return,
        &mut goal.indicator,
        &mut goal.baseline,
        &mut goal.target,
        &mut goal.unit_of_measure,
        &mut goal.measured_how,
        &mut programme.university,
        &mut programme.name,
        &mut programme.country,
    ];
    let steps = content
        .plan
        .iter_mut()
        .flat_map(|step| [&mut step.activity, &mut step.responsible, &mut step.resources]);
    for text in texts.into_iter().chain(steps) {
        *text = mask_text(text, &patterns);
    }
    // All the facts are about the person; none is about the plan.
    content.candidate = CandidateFacts::default();
    content
}

/// The registered problem without its owner. A candidate who writes about their own unit's problem
/// could be recognised by it; and if the owner were missing only then, its absence would tell as
/// much.
#[must_use]
pub fn masked_problem(mut problem: RegisteredProblem, secrets: &[String]) -> RegisteredProblem {
    let owner = problem.owner_name.take();
    let unit = problem.owner_unit.take().map(|unit| unit.to_string());
    let secrets: Vec<String> = secrets.iter().cloned().chain(owner).chain(unit).collect();
    let patterns = patterns_of(&secrets);
    let texts = [
        &mut problem.title,
        &mut problem.description,
        &mut problem.indicator,
        &mut problem.baseline_source,
        &mut problem.baseline_measured_by,
    ];
    for text in texts.into_iter().chain(problem.baseline_denominator.as_mut()) {
        *text = mask_text(text, &patterns);
    }
    problem
}

/// One line of text, masked in the same way.
pub fn masked_line(text: &str, secrets: &[String]) -> String {
    mask_text(text, &patterns_of(secrets))
}

fn patterns_of(secrets: &[String]) -> Vec<Vec<char>> {
    secrets
        .iter()
        .map(|secret| secret.trim().chars().map(lower).collect::<Vec<char>>())
        .filter(|pattern| pattern.len() >= LEAST_MASKED)
        .collect()
}

/// Maps each character to exactly one, so that positions stay the same.
fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn mask_text(text: &str, patterns: &[Vec<char>]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let lowered: Vec<char> = letters.iter().copied().map(lower).collect();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let rest = lowered.get(at..).unwrap_or_default();
        if let Some(pattern) = patterns.iter().find(|pattern| rest.starts_with(pattern)) {
            masked.push_str(MASK);
            at += pattern.len();
        } else {
            masked.push(*letter);
            at += 1;
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::PlanItem;

    #[test]
    fn name_and_unit_are_masked_wherever_they_stand_and_in_any_case() {
        let content = Content {
            title: "Boraks, by SITI RAHMA".to_owned(),
            plan: vec![PlanItem {
                responsible: "Siti Rahma, BBPOM di Makassar".to_owned(),
                ..PlanItem::default()
            }],
            candidate: CandidateFacts {
                position: "Head of testing".to_owned(),
                ..CandidateFacts::default()
            },
            ..Content::default()
        };
        let secrets = ["Siti Rahma".to_owned(), "BBPOM di Makassar".to_owned()];
        let blind = masked(content, &secrets);
        assert_eq!(blind.title, "Boraks, by […]");
        assert_eq!(blind.plan[0].responsible, "[…], […]");
        assert_eq!(blind.candidate, CandidateFacts::default());
    }

    #[test]
    fn a_name_of_three_letters_does_not_eat_the_text() {
        assert_eq!(masked_line("Anita finds ani", &["Ani".to_owned()]), "Anita finds ani");
    }
}
