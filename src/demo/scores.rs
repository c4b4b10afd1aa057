//! What the demo's panel thinks: scores around a proposal's quality, some reviewers harsher than
//! others, always the same ones.

use super::script::{Remarks, Written};
use crate::calls::Rubric;
use crate::canonical::sha256_hex;
use crate::reviews::{Score, Sheet};

/// A number below `below` that depends on the words alone.
fn drawn(words: &[&str], below: usize) -> usize {
    let digits = sha256_hex(words.join("/"));
    let number = digits.get(..8).and_then(|part| usize::from_str_radix(part, 16).ok());
    number.unwrap_or(0) % below.max(1)
}

fn pick<'a>(from: &'a [String], words: &[&str]) -> &'a str {
    from.get(drawn(words, from.len())).map_or("", String::as_str)
}

/// Where the panel's opinion of a proposal lies, by criterion: twice the score, so that halves exist.
fn opinion(written: &Written, reviewer: &str, criterion: &str) -> i64 {
    let quality = 2 * i64::from(written.quality);
    // Two reviewers in nine are harsh, two are kind.
    let severity = match drawn(&["severity", reviewer], 9) {
        0 | 1 => -1,
        2 | 3 => 1,
        _ => 0,
    };
    let leaning = match drawn(&[&written.candidate, criterion], 5) {
        0 => -1,
        4 => 1,
        _ => 0,
    };
    let mood = match drawn(&[&written.candidate, criterion, reviewer], 6) {
        0 => -2,
        1 => -1,
        4 => 1,
        5 => 2,
        _ => 0,
    };
    // One sheet is written on a good day, another on a bad one: so scores near the line cannot tell.
    let day = match drawn(&["day", &written.candidate, reviewer], 4) {
        0 => -1,
        3 => 1,
        _ => 0,
    };
    quality + severity + leaning + mood + day
}

/// A complete sheet of `reviewer` on a proposal.
pub(super) fn sheet(
    rubric: &Rubric,
    remarks: &Remarks,
    written: &Written,
    reviewer: &str,
) -> Sheet {
    let mut sheet = Sheet::default();
    let mut sum = 0;
    for criterion in &rubric.criteria {
        let wanted = opinion(written, reviewer, &criterion.code).clamp(2, 10) / 2;
        let score = u32::try_from(wanted).unwrap_or(1);
        sum += score * criterion.weight;
        let reasons = remarks.reasons.get(&criterion.code);
        let reasons = reasons.and_then(|by_score| by_score.get(&score.to_string()));
        let words = [written.candidate.as_str(), reviewer, &criterion.code];
        let reason = reasons.map_or("", |texts| pick(texts, &words)).to_owned();
        sheet.scores.insert(criterion.code.clone(), Score { score: Some(score), reason });
    }
    let band = match sum {
        0..300 => &remarks.feedback.low,
        300..400 => &remarks.feedback.middle,
        _ => &remarks.feedback.high,
    };
    let words = [written.candidate.as_str(), reviewer];
    pick(band, &words).clone_into(&mut sheet.feedback);
    if drawn(&["note", words[0], words[1]], 6) == 0 {
        pick(&remarks.committee.notes, &words).clone_into(&mut sheet.note);
    }
    sheet
}
