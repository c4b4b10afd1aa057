//! What a reviewer may read of a proposal. Discipline and court matters are never shown to the
//! panel. Under double-blind, name and unit are not shown either, and their literal occurrences in
//! the text are masked. This helps an honest reader; it does not stop a curious one, because the
//! topic itself may reveal the candidate. Pure.

use crate::features::calls::Anonymity;
use crate::features::proposals::fields::{self, Audience};
use crate::features::proposals::{Content, RegisteredProblem};

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

/// Who reads, as the catalogue of fields asks.
pub fn audience(mode: Anonymity) -> Audience {
    if hides_candidate(mode) { Audience::BlindReviewer } else { Audience::Reviewer }
}

/// The proposal's text as the catalogue of its fields lets a reviewer read it; in what it calls masked, every literal
/// occurrence of `secrets`, whatever the case.
///
/// # Errors
/// Never for what a text can hold; `serde_json` leaves it open.
pub fn shown(
    content: &Content,
    mode: Anonymity,
    secrets: &[String],
) -> Result<Content, serde_json::Error> {
    let patterns = patterns_of(secrets);
    fields::shown_to(content, audience(mode), &|text| mask_text(text, &patterns))
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

/// A title, as [`shown`] shows it.
///
/// # Errors
/// As [`shown`].
pub fn title(
    title: &str,
    mode: Anonymity,
    secrets: &[String],
) -> Result<String, serde_json::Error> {
    let alone = Content { title: title.to_owned(), ..Content::default() };
    Ok(shown(&alone, mode, secrets)?.title)
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
    use crate::features::proposals::{CandidateFacts, PlanItem};

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
        let blind = shown(&content, Anonymity::DoubleBlind, &secrets).unwrap();
        let known = shown(&content, Anonymity::SingleBlind, &secrets).unwrap();
        assert_eq!((&known.title, &known.plan), (&content.title, &content.plan));
        assert_eq!(known.candidate.position, "Head of testing");
        assert_eq!(blind.title, "Boraks, by […]");
        assert_eq!(blind.plan[0].responsible, "[…], […]");
        assert_eq!(blind.candidate, CandidateFacts::default());
    }

    #[test]
    fn a_name_of_three_letters_does_not_eat_the_text() {
        let patterns = patterns_of(&["Ani".to_owned()]);
        assert_eq!(mask_text("Anita finds ani", &patterns), "Anita finds ani");
    }
}
