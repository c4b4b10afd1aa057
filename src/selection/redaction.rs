//! A run as somebody reads it who is in conflict with some of its proposals: without them, and
//! without what tells where they stand. Pure. The kept papers stay as they are; what comes out here
//! has no hash of its own and is never stored.

use super::calibration::Calibration;
use super::document::{Findings, Inputs, Outcome, Place};
use super::quota::{Certificate, Verdict, certificate_in_words};
use crate::calls::Bilingual;
use crate::errors::Failure;
use crate::ids::ProposalId;
use crate::web::Language;
use std::collections::BTreeSet;

/// What is kept from a reader, and what is left.
#[derive(Debug, Clone)]
pub struct Redaction {
    /// The numbers of the proposals that are left out.
    pub numbers: BTreeSet<String>,
    pub inputs: Inputs,
    pub findings: Findings,
}

/// Leaves these proposals out of a run; none when none of them is in it.
///
/// Places, seats and reserve positions are counted anew among those shown (`security.md` §3.2: after
/// the rows are chosen). Certificates prove the whole run, so none is shown; a reason that
/// names one of them is withheld. The model's reading is of all proposals together (the chances sum to
/// the seats), so none of it is shown.
///
/// # Errors
/// When a certificate has no JSON form.
pub(super) fn redact(
    inputs: &Inputs,
    findings: &Findings,
    hidden: &BTreeSet<ProposalId>,
) -> Result<Option<Redaction>, Failure> {
    let is_hidden = |contender: &&super::Contender| hidden.contains(&contender.id);
    let numbers: BTreeSet<String> =
        inputs.proposals.iter().filter(is_hidden).map(|one| one.number.clone()).collect();
    if numbers.is_empty() {
        return Ok(None);
    }
    let (mut inputs, mut findings) = (inputs.clone(), findings.clone());
    inputs.proposals.retain(|contender| !numbers.contains(&contender.number));
    findings.not_ranked.retain(|entry| !numbers.contains(&entry.id));
    findings.places.retain(|place| !numbers.contains(&place.number));
    findings.divergent.retain(|found| !numbers.contains(&found.number));
    findings.rescored.retain(|found| !numbers.contains(&found.number));
    // Both name names, and who would follow whom tells where the hidden stand.
    findings.attempts.clear();
    findings.succession.clear();
    findings.calibration = Calibration::withheld(&findings.calibration);
    (findings.selected, findings.reserves) = (0, 0);
    for (place, position) in findings.places.iter_mut().zip(1..) {
        place.place = position;
        place.calibrated = None;
        match place.outcome {
            Outcome::Selected => findings.selected += 1,
            Outcome::Reserve => {
                findings.reserves += 1;
                place.reserve_position = Some(findings.reserves);
            }
            Outcome::NotSelected => {}
        }
        explain(place, findings.selected, &numbers)?;
    }
    Ok(Some(Redaction { numbers, inputs, findings }))
}

/// The reason as far as it may be known; `seat` is the seats given so far among those shown.
fn explain(place: &mut Place, seat: u32, hidden: &BTreeSet<String>) -> Result<(), Failure> {
    place.ties.retain(|tie| !hidden.contains(&tie.with));
    let Some(mut certificate) = place.certificate.take() else { return Ok(()) };
    certificate.place = place.place;
    certificate.ties.retain(|tie| !hidden.contains(&tie.with));
    if matches!(certificate.verdict, Verdict::Selected { .. }) {
        certificate.verdict = Verdict::Selected { seat };
    }
    let is_withheld = tells_what_is_left(&certificate) || names_any(&certificate, hidden)?;
    place.reason = if is_withheld { withheld() } else { in_words(&certificate) };
    Ok(())
}

/// What is left of the money tells what those before it cost together.
fn tells_what_is_left(certificate: &Certificate) -> bool {
    matches!(certificate.verdict, Verdict::SelectedInPart { .. } | Verdict::OverBudget { .. })
}

/// Whether one of these numbers is anywhere in it.
fn names_any(certificate: &Certificate, numbers: &BTreeSet<String>) -> Result<bool, Failure> {
    let text = serde_json::to_string(certificate)?;
    Ok(numbers.iter().any(|number| text.contains(&format!("\"{number}\""))))
}

fn in_words(certificate: &Certificate) -> Bilingual {
    Bilingual {
        id: certificate_in_words(certificate, Language::Indonesian),
        en: certificate_in_words(certificate, Language::English),
    }
}

fn withheld() -> Bilingual {
    Bilingual {
        id: "Alasan ini tidak ditampilkan karena menyebut proposal yang menimbulkan benturan \
             kepentingan bagi Anda."
            .to_owned(),
        en: "This reason is withheld: it names a proposal that you are in conflict of interest with."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests;
