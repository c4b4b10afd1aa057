//! How a tie was decided, and why a proposal has no place, in Indonesian and English.

use crate::kernel::language::Language;
use crate::kernel::language::Language::{English, Indonesian};
use selection_math::ranking::{Tie, TieKey, TieValue, Unranked};

/// The number of digits of a lot that are shown; the data contains all of them.
const SHOWN_DIGITS: usize = 12;

/// `Tie with TB-2026-0007, decided by K4: 4 1/3 against 4.`
pub fn tie_in_words(tie: &Tie, language: Language) -> String {
    let key = match (&tie.decided_by, language) {
        (TieKey::CriterionMean { criterion }, _) => criterion.as_str(),
        (TieKey::FewerAwards, Indonesian) => "jumlah penerima sebelumnya dari unit",
        (TieKey::FewerAwards, English) => "earlier awards of the unit",
        (TieKey::PlenaryVote, Indonesian) => "pemungutan suara dalam rapat pleno",
        (TieKey::PlenaryVote, English) => "the plenary's vote",
        (TieKey::Lot, Indonesian) => "undian dengan benih yang diumumkan",
        (TieKey::Lot, English) => "the lot of the published seed",
    };
    let (own, other) = (value_in_words(&tie.own), value_in_words(&tie.other));
    let with = &tie.with;
    match language {
        Indonesian => {
            format!("Nilai sama dengan {with}, ditentukan oleh {key}: {own} terhadap {other}.")
        }
        English => format!("Tie with {with}, decided by {key}: {own} against {other}."),
    }
}

fn value_in_words(value: &TieValue) -> String {
    match value {
        TieValue::Mean(mean) => mean.to_string(),
        TieValue::Awards(count) | TieValue::Votes(count) => count.to_string(),
        TieValue::Lot(digits) => digits.chars().take(SHOWN_DIGITS).collect(),
    }
}

/// Why the proposal has no place.
pub fn unranked_in_words(unranked: &Unranked, language: Language) -> String {
    match (unranked, language) {
        (Unranked::TooFewSheets { complete, incomplete, minimum }, Indonesian) => format!(
            "{complete} lembar penilaian lengkap dan {incomplete} belum lengkap; sedikitnya {minimum} harus lengkap."
        ),
        (Unranked::TooFewSheets { complete, incomplete, minimum }, English) => format!(
            "{complete} score sheets are complete and {incomplete} are not; at least {minimum} must be."
        ),
        (Unranked::InterviewLacking { complete, minimum }, Indonesian) => format!(
            "Wawancara belum lengkap: {complete} lembar wawancara diserahkan; sedikitnya {minimum} harus diserahkan."
        ),
        (Unranked::InterviewLacking { complete, minimum }, English) => format!(
            "The interview is not complete: {complete} interview sheets are handed in; at least {minimum} must be."
        ),
        (Unranked::InterviewMissed, Indonesian) => {
            "Tidak hadir wawancara; menurut aturan yang diumumkan, usulan ini tidak diperingkat."
                .to_owned()
        }
        (Unranked::InterviewMissed, English) => {
            "The candidate did not attend the interview; by the announced rule the proposal has no place."
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use selection_math::ranking::Fraction;

    #[test]
    fn a_tie_says_by_what_it_was_decided_and_how() {
        let mean = |sum, count| TieValue::Mean(Fraction { sum, count });
        let tie = Tie {
            with: "b".to_owned(),
            ahead: true,
            decided_by: TieKey::CriterionMean { criterion: "K2".to_owned() },
            own: mean(4, 1),
            other: mean(7, 2),
        };
        assert_eq!(tie_in_words(&tie, English), "Tie with b, decided by K2: 4 against 3 1/2.");
        assert_eq!(
            tie_in_words(&tie, Indonesian),
            "Nilai sama dengan b, ditentukan oleh K2: 4 terhadap 3 1/2."
        );
    }
}
