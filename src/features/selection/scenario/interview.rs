//! Would the ranking change without the interview? The same run by the document alone, beside the official order. Pure.

use super::Case;
use super::compare::{self, WhatIf};
use crate::features::calls::Bilingual;
use crate::features::selection::compute::final_order;
use crate::features::selection::fault::ComputeFault;
use selection_math::ranking::JoinedScore;
use serde::Serialize;
use std::collections::BTreeMap;

/// The order with the interview beside the order by the document alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InterviewInfluence {
    /// The interview's share of 100.
    pub percent: u32,
    /// Numbers whose place would be another.
    pub other_places: Vec<String>,
    /// Whether anybody else would have a seat.
    pub changes_selection: bool,
    /// The answer in words.
    pub words: Bilingual,
    /// Both scores, by number; a proposal without a place has none.
    pub scores: BTreeMap<String, JoinedScore>,
    /// `official` is with the interview, `scenario` without it.
    pub compared: WhatIf,
}

/// Compares a case with itself without its interviews; `None` if it has none.
pub fn interview_influence(
    case: &Case,
    threads: usize,
) -> Result<Option<InterviewInfluence>, ComputeFault> {
    let Some(how) = &case.definition.interview else { return Ok(None) };
    let mut without = case.clone();
    without.definition.interview = None;
    for contender in &mut without.inputs.proposals {
        contender.interview = None;
    }
    let official = final_order(&case.definition, &case.inputs, threads)?;
    let other = final_order(&without.definition, &without.inputs, threads)?;
    let scores = official
        .entries
        .iter()
        .filter_map(|entry| Some((entry.contender.number.clone(), entry.ranked.joined.clone()?)));
    let scores = scores.collect();
    let compared = compare::side_by_side(
        &case.inputs.proposals,
        (&case.definition, &official),
        (&without.definition, &other),
    )?;
    let moved = compared.places.iter().filter(|line| line.official.place != line.scenario.place);
    let other_places: Vec<String> = moved.map(|line| line.number.clone()).collect();
    let changes_selection = !compared.moved_in.is_empty() || !compared.moved_out.is_empty();
    let words = in_words(&compared, other_places.len());
    let percent = how.percent;
    Ok(Some(InterviewInfluence {
        percent,
        other_places,
        changes_selection,
        words,
        scores,
        compared,
    }))
}

fn in_words(compared: &WhatIf, others: usize) -> Bilingual {
    let all = compared.places.len();
    let list = |numbers: &[String]| {
        if numbers.is_empty() { "–".to_owned() } else { numbers.join(", ") }
    };
    let (gains, losses) = (list(&compared.moved_in), list(&compared.moved_out));
    if others == 0 {
        return Bilingual {
            id: "Tidak: tanpa wawancara, peringkat dan yang terpilih tetap sama.".to_owned(),
            en: "No: without the interview the ranking and who is selected stay the same."
                .to_owned(),
        };
    }
    if compared.moved_in.is_empty() && compared.moved_out.is_empty() {
        return Bilingual {
            id: format!(
                "Peringkat berubah, yang terpilih tidak: tanpa wawancara, {others} dari {all} usulan berada di tempat lain."
            ),
            en: format!(
                "The ranking would change, who is selected would not: without the interview {others} of {all} proposals have another place."
            ),
        };
    }
    Bilingual {
        id: format!(
            "Ya: tanpa wawancara, {others} dari {all} usulan berada di tempat lain. Terpilih hanya tanpa wawancara: {gains}. Terpilih hanya karena wawancara: {losses}."
        ),
        en: format!(
            "Yes: without the interview {others} of {all} proposals have another place. Selected only without it: {gains}. Selected only because of it: {losses}."
        ),
    }
}
