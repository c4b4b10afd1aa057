//! What the demo's panel thinks: scores around a proposal's quality, some reviewers harsher than
//! others, always the same ones.

use super::script::{Remarks, Turn, Written};
use crate::features::calls::Rubric;
use crate::features::reviews::{Score, Sheet};
use crate::kernel::canonical::sha256_hex;

/// A number below `below` that depends on the words alone.
fn drawn(words: &[&str], below: usize) -> usize {
    let digits = sha256_hex(words.join("/"));
    let number = digits.get(..8).and_then(|part| usize::from_str_radix(part, 16).ok());
    number.unwrap_or(0) % below.max(1)
}

fn pick<'a>(from: &'a [String], words: &[&str]) -> &'a str {
    from.get(drawn(words, from.len())).map_or("", String::as_str)
}

/// Who judges: the reviewer, and the place of their sheet among those on the proposal. Which proposals
/// a reviewer gets hangs on identifiers that differ from demo to demo; moods go by the place, so that
/// the demo's line always runs where it should.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) reviewer: &'a str,
    pub(super) turn: usize,
}

/// Where the panel's opinion of a proposal lies, by criterion: twice the score, so that halves exist.
fn opinion(written: &Written, judge: Judge<'_>, criterion: &str) -> i64 {
    // The close pair is one and the same to the panel, half a step above its quality.
    let (whose, above) = match written.story {
        Turn::Close => ("garis", 1),
        _ => (written.candidate.as_str(), 0),
    };
    let quality = 2 * i64::from(written.quality) + above;
    let turn = judge.turn.to_string();
    // Two reviewers in nine are harsh, two are kind; on the close pair and those above it nobody is, since
    // who judges whom differs from demo to demo.
    let severity = match drawn(&["severity", judge.reviewer], 9) {
        _ if above > 0 || written.quality == 5 || judge.reviewer.is_empty() => 0,
        0 | 1 => -1,
        2 | 3 => 1,
        _ => 0,
    };
    let leaning = match drawn(&[whose, criterion], 5) {
        0 => -1,
        4 => 1,
        _ => 0,
    };
    let mood = match drawn(&[whose, criterion, &turn], 6) {
        0 => -2,
        1 => -1,
        4 => 1,
        5 => 2,
        _ => 0,
    };
    // One sheet is written on a good day, another on a bad one: so scores near the line cannot tell.
    let day = match drawn(&["day", whose, &turn], 4) {
        0 => -1,
        3 => 1,
        _ => 0,
    };
    quality + severity + leaning + mood + day
}

/// A complete sheet of one reviewer on a proposal.
pub(super) fn sheet(
    rubric: &Rubric,
    remarks: &Remarks,
    written: &Written,
    judge: Judge<'_>,
) -> Sheet {
    let reviewer = judge.reviewer;
    let mut sheet = Sheet::default();
    let mut sum = 0;
    for criterion in &rubric.criteria {
        let wanted = opinion(written, judge, &criterion.code).clamp(2, 10) / 2;
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
