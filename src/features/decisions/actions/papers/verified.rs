//! The minutes of the verification (berita acara verifikasi).

use super::super::exports::verification::people_in;
use super::frame::{Frame, signer};
use crate::features::accounts::User;
use crate::features::proposals::{
    self, CheckOutcome, CheckReason, CheckSubject, State, VerificationCheck, VerificationSheet,
    Verified,
};
use crate::kernel::access::Phase;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn minutes(db: &mut Db, frame: Frame<'_>) -> Result<Value, Failure> {
    let verified = proposals::verified_in(db, &frame.call.id)?;
    let people = people_in(db, &verified)?;
    let sheets = || verified.iter().flat_map(|one| &one.sheets);
    let last = sheets().filter_map(VerificationSheet::concluded_at).max();
    let verifiers: BTreeSet<&UserId> = sheets().map(|sheet| &sheet.verifier).collect();
    let count = |state: State| verified.iter().filter(|one| one.state == state).count();
    let own = json!({
        "date": last.map(|at| frame.day(at)),
        "draft": frame.is_before(Phase::Review) || count(State::Submitted) > 0,
        "counts": {
            "received": verified.len(),
            "eligible": count(State::Eligible),
            "ineligible": count(State::Ineligible),
            "waiting": count(State::Submitted),
        },
        "rows": verified.iter().map(|one| row(&frame, one, &people)).collect::<Vec<_>>(),
        "signers": verifiers.iter().map(|id| signer(people.get(id), "")).collect::<Vec<_>>(),
    });
    Ok(frame.around(&frame.call.code, None, own))
}

fn row(frame: &Frame<'_>, of: &Verified, people: &BTreeMap<UserId, User>) -> Value {
    // The faults found in the last round count; earlier ones were repaired.
    let round = of.sheets.iter().map(|sheet| sheet.round).max();
    let found = of.sheets.iter().filter(|sheet| Some(sheet.round) == round);
    let found = found.flat_map(|sheet| &sheet.checks);
    let found = found.filter(|check| check.outcome == CheckOutcome::NotOk);
    let found: BTreeSet<String> = found.map(|check| fault(frame, check)).collect();
    let found = if of.state == State::Ineligible { found } else { BTreeSet::new() };
    json!({
        "number": of.number,
        "name": people.get(&of.candidate).map(|person| person.name.as_str()),
        "unit": frame.unit(&of.unit),
        "outcome": match of.state {
            State::Eligible => "MS",
            State::Ineligible => "TMS",
            State::Draft | State::Submitted | State::Withdrawn => "–",
        },
        "faults": found.into_iter().collect::<Vec<_>>().join("; "),
    })
}

/// `Surat sehat: Dokumen tidak terbaca. (halaman 3 kosong)`
fn fault(frame: &Frame<'_>, check: &VerificationCheck) -> String {
    let documents = &frame.call.definition.documents;
    let name = match check.subject {
        CheckSubject::Document => documents
            .iter()
            .find(|document| document.kind == check.name)
            .map_or_else(|| check.name.clone(), |one| one.name.text(&frame.language).to_owned()),
        CheckSubject::Rule => frame.word(&format!("rule-name-{}", check.name.replace('_', "-"))),
    };
    let text = check.text.as_deref().map_or("", str::trim);
    let said = [("text", text.to_owned())];
    let reason = check.reason.map(|reason| frame.language.message(reason.code(), &said));
    let reason = reason.unwrap_or_default();
    if text.is_empty() || check.reason == Some(CheckReason::Other) {
        format!("{name}: {reason}")
    } else {
        format!("{name}: {reason} ({text})")
    }
}
