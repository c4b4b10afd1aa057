//! Certificates, conflicts and contradictions in words, in Indonesian and English. They are
//! formatted here and not from message catalogues, because a ranking of two thousand needs as many
//! sentences within one request.

use super::ranking::{tie_in_words, unranked_in_words};
use crate::kernel::language::Language;
use crate::kernel::language::Language::{English, Indonesian};
use selection_math::quota::{
    Certificate, Conflict, LimitName, Missing, Proof, ReleasedFloor, Verdict, limits_of,
};
use selection_math::ranking::{Measure, ThresholdResult, Unranked};

/// The certificate as one or two sentences.
pub fn certificate_in_words(certificate: &Certificate, language: Language) -> String {
    let mut text = match language {
        Indonesian => format!("Urutan {}: ", certificate.place),
        English => format!("Place {}: ", certificate.place),
    };
    text.push_str(&verdict_in_words(&certificate.verdict, language));
    for tie in &certificate.ties {
        text.push(' ');
        text.push_str(&tie_in_words(tie, language));
    }
    text
}

fn verdict_in_words(verdict: &Verdict, language: Language) -> String {
    match verdict {
        Verdict::Selected { seat } => match language {
            Indonesian => format!("mendapat kursi ke-{seat}."),
            English => format!("given seat {seat}."),
        },
        Verdict::CapFull { family, class, cap, by } => {
            cap_full(&format!("{family} {class}"), *cap, by, language)
        }
        Verdict::NeededForFloors { seats_left, floors, proof } => {
            needed(*seats_left, floors, proof, language)
        }
        Verdict::BelowLine { last } => match language {
            Indonesian => format!("di bawah garis; kursi terakhir diberikan kepada {last}."),
            English => format!("below the line; the last seat went to {last}."),
        },
        Verdict::SelectedInPart { .. } | Verdict::OverBudget { .. } => money(verdict, language),
        Verdict::AfterBudgetStop { stopped_at } => match language {
            Indonesian => {
                format!("anggaran habis pada {stopped_at}; setelah itu tidak ada yang dipilih.")
            }
            English => format!("the money ended at {stopped_at}; nobody after it is selected."),
        },
        Verdict::BelowThreshold { failures } => below_threshold(failures, language),
        Verdict::NotRanked { unranked } => not_ranked(unranked, language),
    }
}

/// Verdicts that name amounts of money.
fn money(verdict: &Verdict, language: Language) -> String {
    match (verdict, language) {
        (Verdict::SelectedInPart { seat, cost, granted, .. }, Indonesian) => format!(
            "mendapat kursi ke-{seat} dengan pendanaan sebagian: {} dari biaya {}.",
            amount(*granted, '.'),
            amount(*cost, '.'),
        ),
        (Verdict::SelectedInPart { seat, cost, granted, .. }, English) => format!(
            "given seat {seat}, funded in part: {} of a cost of {}.",
            amount(*granted, ','),
            amount(*cost, ','),
        ),
        (Verdict::OverBudget { cost, left, .. }, Indonesian) => format!(
            "dilewati karena biayanya {}, sedangkan sisa anggaran {}.",
            amount(*cost, '.'),
            amount(*left, '.'),
        ),
        (Verdict::OverBudget { cost, left, .. }, English) => format!(
            "passed over because it costs {} and {} is left.",
            amount(*cost, ','),
            amount(*left, ','),
        ),
        _ => String::new(),
    }
}

/// Digits in groups of three.
fn amount(value: u64, separator: char) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

fn cap_full(class: &str, cap: u32, by: &[String], language: Language) -> String {
    let by = listed(by.iter().cloned(), language);
    match language {
        Indonesian => {
            format!("dilewati karena batas {class} ({cap} kursi) sudah dipenuhi oleh {by}.")
        }
        English => format!("passed over because the cap of {class} ({cap}) is filled by {by}."),
    }
}

fn needed(left: u32, floors: &[Missing], proof: &Proof, language: Language) -> String {
    let limits = limits_of(proof);
    let caps = limits.iter().filter(|limit| matches!(limit, LimitName::Cap { .. }));
    let caps = listed(caps.map(|cap| limit_in_words(cap, language)), language);
    let goals = goals(floors, limits.contains(&LimitName::AllSeats), language);
    let by_seats = limits.contains(&LimitName::Seats);
    match (language, by_seats, caps.is_empty()) {
        (Indonesian, true, true) if left == 1 => {
            format!("dilewati karena kursi terakhir diperlukan untuk {goals}.")
        }
        (Indonesian, true, true) => {
            format!("dilewati karena {left} kursi yang tersisa semuanya diperlukan untuk {goals}.")
        }
        (English, true, true) if left == 1 => {
            format!("passed over because the last seat is needed for {goals}.")
        }
        (English, true, true) => {
            format!("passed over because the {left} seats left are all needed for {goals}.")
        }
        (Indonesian, true, false) => format!(
            "dilewati karena {goals} tidak lagi tercapai dengan {left} kursi yang tersisa dan {caps}."
        ),
        (English, true, false) => format!(
            "passed over because {goals} would be out of reach with the {left} seats left and {caps}."
        ),
        (Indonesian, false, true) => {
            format!("dilewati karena {goals} tidak lagi tercapai dengan calon yang tersisa.")
        }
        (English, false, true) => format!(
            "passed over because {goals} would be out of reach with the candidates that remain."
        ),
        (Indonesian, false, false) => {
            format!("dilewati karena {goals} tidak lagi tercapai akibat {caps}.")
        }
        (English, false, false) => {
            format!("passed over because {goals} would be out of reach given {caps}.")
        }
    }
}

/// What the remaining seats must reach.
fn goals(floors: &[Missing], all_seats: bool, language: Language) -> String {
    let floors = floors.iter().map(|Missing { family, class, missing }| match language {
        Indonesian => format!("jumlah minimum {family} {class} (kurang {missing})"),
        English => format!("the minimum of {family} {class} ({missing} more)"),
    });
    let all = all_seats.then(|| match language {
        Indonesian => "pengisian semua kursi".to_owned(),
        English => "filling all seats".to_owned(),
    });
    listed(floors.chain(all), language)
}

fn below_threshold(failures: &[ThresholdResult], language: Language) -> String {
    let failures = failures.iter().map(|failure| {
        let minimum = failure.threshold.minimum;
        let what = match (&failure.threshold.measure, language) {
            (Measure::Criterion { criterion }, _) => criterion.as_str(),
            (Measure::Total, Indonesian) => "nilai",
            (Measure::Total, English) => "value",
        };
        match language {
            Indonesian => format!("{what} {} (sedikitnya {minimum})", failure.value),
            English => format!("{what} {} (at least {minimum})", failure.value),
        }
    });
    let failures = listed(failures, language);
    match language {
        Indonesian => format!("di bawah ambang: {failures}."),
        English => format!("below the threshold: {failures}."),
    }
}

fn not_ranked(unranked: &Unranked, language: Language) -> String {
    let reason = unranked_in_words(unranked, language);
    match language {
        Indonesian => format!("tidak diperingkat: {reason}"),
        English => format!("not ranked: {reason}"),
    }
}

/// The limit, in a form that fits into a list.
fn limit_in_words(limit: &LimitName, language: Language) -> String {
    match (limit, language) {
        (LimitName::Seats, Indonesian) => "jumlah kursi".to_owned(),
        (LimitName::Seats, English) => "the number of seats".to_owned(),
        (LimitName::AllSeats, Indonesian) => "keharusan mengisi semua kursi".to_owned(),
        (LimitName::AllSeats, English) => "the demand that all seats be filled".to_owned(),
        (LimitName::Budget, Indonesian) => "anggaran".to_owned(),
        (LimitName::Budget, English) => "the budget".to_owned(),
        (LimitName::Floor { family, class }, Indonesian) => {
            format!("jumlah minimum {family} {class}")
        }
        (LimitName::Floor { family, class }, English) => format!("the minimum of {family} {class}"),
        (LimitName::Cap { family, class }, Indonesian) => format!("batas {family} {class}"),
        (LimitName::Cap { family, class }, English) => format!("the cap of {family} {class}"),
    }
}

/// The limits that no set of these candidates can keep together.
pub fn conflict_in_words(conflict: &Conflict, language: Language) -> String {
    let limits = conflict.limits.iter().map(|limit| limit_in_words(limit, language));
    let limits = listed(limits, language);
    match language {
        Indonesian => format!("Tidak ada susunan calon ini yang memenuhi sekaligus: {limits}."),
        English => format!("No set of these candidates keeps all of this: {limits}."),
    }
}

/// A floor that was lowered, and to what.
pub fn release_in_words(released: &ReleasedFloor, language: Language) -> String {
    let (floor, ReleasedFloor { declared, held, .. }) =
        (limit_in_words(&released.floor, language), released);
    match language {
        Indonesian => format!("Yang tercapai dari {floor}: {held} dari {declared} kursi."),
        English => format!("Of {floor}, {held} of {declared} could be kept."),
    }
}

/// `a, b dan c`.
fn listed(items: impl IntoIterator<Item = String>, language: Language) -> String {
    let items: Vec<String> = items.into_iter().collect();
    let and = match language {
        Indonesian => " dan ",
        English => " and ",
    };
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => [before.join(", "), last.clone()].join(and),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use selection_math::quota::{Count, Weighted};

    fn words(verdict: Verdict) -> [String; 2] {
        let certificate =
            Certificate { id: "TB-9".to_owned(), place: 9, verdict, ties: Vec::new() };
        [Indonesian, English].map(|language| certificate_in_words(&certificate, language))
    }

    #[test]
    fn a_full_cap_names_those_who_filled_it() {
        let by = ["TB-1", "TB-4", "TB-5"].map(str::to_owned).to_vec();
        let verdict = Verdict::CapFull { family: "unit".into(), class: "U1".into(), cap: 3, by };
        assert_eq!(
            words(verdict),
            [
                "Urutan 9: dilewati karena batas unit U1 (3 kursi) sudah dipenuhi oleh TB-1, TB-4 dan TB-5.",
                "Place 9: passed over because the cap of unit U1 (3) is filled by TB-1, TB-4 and TB-5.",
            ]
        );
    }

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        assert_eq!(
            words(Verdict::SelectedInPart {
                seat: 3,
                cost: 250_000_000,
                granted: 90_500_000,
                with: Vec::new()
            }),
            [
                "Urutan 9: mendapat kursi ke-3 dengan pendanaan sebagian: 90.500.000 dari biaya 250.000.000.",
                "Place 9: given seat 3, funded in part: 90,500,000 of a cost of 250,000,000.",
            ]
        );
        assert_eq!(
            words(Verdict::OverBudget { cost: 1_000, left: 999, with: Vec::new() }),
            [
                "Urutan 9: dilewati karena biayanya 1.000, sedangkan sisa anggaran 999.",
                "Place 9: passed over because it costs 1,000 and 999 is left.",
            ]
        );
    }

    #[test]
    fn seats_kept_for_a_floor_say_how_many_and_for_whom() {
        let floor = Weighted { family: "remote".into(), class: "yes".into(), times: 1 };
        let proof = Proof::Count(Count { floors: vec![floor], seats: 1, ..Count::default() });
        let floors = vec![Missing { family: "remote".into(), class: "yes".into(), missing: 2 }];
        let verdict = Verdict::NeededForFloors { seats_left: 2, floors, proof };
        assert_eq!(
            words(verdict),
            [
                "Urutan 9: dilewati karena 2 kursi yang tersisa semuanya diperlukan untuk jumlah minimum remote yes (kurang 2).",
                "Place 9: passed over because the 2 seats left are all needed for the minimum of remote yes (2 more).",
            ]
        );
    }
}
