//! The reasons after a deviation from the ranking: the decision's own, for the proposals it names
//! and for all whose outcome changes because of it. The run's reasons would be false. Pure.

use super::{Changes, DecidedOutcome};
use crate::features::calls::Bilingual;
use crate::features::selection::wording::certificate_in_words;
use crate::features::selection::{Field, Findings, Outcome, Place, Succession, with_words};
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use selection_math::quota::{Certificate, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A decision that deviates from its run.
pub(super) struct Departed<'a> {
    pub(super) field: &'a Field<'a>,
    pub(super) findings: &'a Findings,
    pub(super) changes: &'a Changes<'a>,
}

impl Departed<'_> {
    pub(super) fn explain(
        &self,
        outcomes: &mut [DecidedOutcome],
        succession: &[Succession],
    ) -> Result<(), Failure> {
        let seated = Self::numbers(outcomes, Outcome::Selected);
        let rest = self.rest(&seated)?;
        let places: BTreeMap<&str, &Place> =
            self.findings.places.iter().map(|place| (place.number.as_str(), place)).collect();
        let mut seat = 0;
        for outcome in outcomes {
            let Some(place) = places.get(outcome.number.as_str()) else { continue };
            seat += u32::from(outcome.outcome == Outcome::Selected);
            let certificate = rest.as_ref().and_then(|rest| rest.get(&outcome.number));
            let why = if self.changes.contains_key(outcome.number.as_str()) {
                departure(place, outcome.outcome)
            } else if outcome.outcome == Outcome::Selected {
                in_words(&with_seat(place, seat))
            } else if is_barred(place) {
                place.reason.clone()
            } else {
                certificate.map_or_else(|| self.by_decision(), in_words)
            };
            outcome.reason = match outcome.reserve_position {
                Some(position) => with_words(why, &outcome.number, position, succession),
                None => why,
            };
        }
        Ok(())
    }

    fn numbers(outcomes: &[DecidedOutcome], wanted: Outcome) -> BTreeSet<String> {
        let so = outcomes.iter().filter(|one| one.outcome == wanted);
        so.map(|one| one.number.clone()).collect()
    }

    /// New certificates: proposals seated by name have their seats, those that lost theirs by name
    /// are left out, and the rest is filled by the ranking. `None` if the decision seats others
    /// than that, for example nobody in place of a proposal that lost its seat.
    fn rest(
        &self,
        seated: &BTreeSet<String>,
    ) -> Result<Option<BTreeMap<String, Certificate>>, Failure> {
        let by_name = |is_seated: bool| -> BTreeSet<String> {
            let so = self
                .changes
                .values()
                .filter(|(_, deviation)| (deviation.outcome == Outcome::Selected) == is_seated);
            so.map(|(_, deviation)| deviation.number.clone()).collect()
        };
        let (first, out) = (by_name(true), by_name(false));
        let filled = self.field.rest_after(&first, &out);
        let filled = filled.map_err(|fault| Failure::Inconsistent(fault.to_string()))?;
        let same = filled.selected.iter().cloned().collect::<BTreeSet<_>>() == *seated;
        let certificates = filled.certificates.into_iter().map(|one| (one.id.clone(), one));
        Ok(same.then(|| certificates.collect()))
    }

    /// The reason that is true for everybody without a seat when the plenary assigned the seats
    /// itself.
    fn by_decision(&self) -> Bilingual {
        let numbers: Vec<&str> = self.changes.keys().copied().collect();
        let numbers = numbers.join(", ");
        Bilingual {
            id: format!(
                "Tidak mendapat kursi: sidang pleno menyimpang dari peringkat ({numbers}), dan kursi \
                 diberikan menurut putusan itu."
            ),
            en: format!(
                "Given no seat: the plenary departed from the ranking ({numbers}), and the seats were \
                 given by that decision."
            ),
        }
    }
}

fn is_barred(place: &Place) -> bool {
    place.thresholds.iter().any(|threshold| !threshold.met)
}

/// For the proposals that the decision names.
fn departure(place: &Place, outcome: Outcome) -> Bilingual {
    let words = |outcome: Outcome| match outcome {
        Outcome::Selected => ("terpilih", "selected"),
        Outcome::Reserve => ("cadangan", "in reserve"),
        Outcome::NotSelected => ("tidak terpilih", "not selected"),
    };
    let ((was_id, was_en), (id, en)) = (words(place.outcome), words(outcome));
    Bilingual {
        id: format!(
            "Urutan {}: menurut peringkat {was_id}; sidang pleno menyimpang dan memutuskan: {id}.",
            place.place
        ),
        en: format!(
            "Place {}: by the ranking {was_en}; the plenary departed from it and decided: {en}.",
            place.place
        ),
    }
}

/// Its seat, numbered among the decided ones.
fn with_seat(place: &Place, seat: u32) -> Certificate {
    let run = place.certificate.as_ref();
    let verdict = match run.map(|one| &one.verdict) {
        Some(Verdict::SelectedInPart { cost, granted, .. }) => {
            Verdict::SelectedInPart { seat, cost: *cost, granted: *granted, with: Vec::new() }
        }
        _ => Verdict::Selected { seat },
    };
    Certificate { id: place.number.clone(), place: place.place, verdict, ties: place.ties.clone() }
}

fn in_words(certificate: &Certificate) -> Bilingual {
    Bilingual {
        id: certificate_in_words(certificate, Language::Indonesian),
        en: certificate_in_words(certificate, Language::English),
    }
}
