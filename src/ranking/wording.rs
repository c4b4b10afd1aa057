//! How a tie was decided, and why a proposal has no place, in Bahasa Indonesia and English.

use super::{Tie, TieKey, TieValue, Unranked};
use crate::web::language::Language;
use crate::web::language::Language::{English, Indonesian};

/// The digits of a lot that are shown; the whole is in the data.
const SHOWN_DIGITS: usize = 12;

/// `Tie with TB-2026-0007, decided by K4: 4 1/3 against 4.`
pub fn tie_in_words(tie: &Tie, language: Language) -> String {
    let key = match (&tie.decided_by, language) {
        (TieKey::CriterionMean { criterion }, _) => criterion.as_str(),
        (TieKey::FewerAwards, Indonesian) => "jumlah penerima sebelumnya dari unit",
        (TieKey::FewerAwards, English) => "earlier awards of the unit",
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
        TieValue::Awards(awards) => awards.to_string(),
        TieValue::Lot(digits) => digits.chars().take(SHOWN_DIGITS).collect(),
    }
}

/// Why the proposal has no place.
pub fn unranked_in_words(unranked: &Unranked, language: Language) -> String {
    let Unranked::TooFewSheets { complete, incomplete, minimum } = unranked;
    match language {
        Indonesian => format!(
            "{complete} lembar penilaian lengkap dan {incomplete} belum lengkap; sedikitnya {minimum} harus lengkap."
        ),
        English => format!(
            "{complete} score sheets are complete and {incomplete} are not; at least {minimum} must be."
        ),
    }
}
