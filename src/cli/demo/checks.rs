//! The demo's verifiers at work: every file opened, every line marked, one conclusion.

use super::running::Running;
use super::script::Turn;
use crate::features::proposals::actions::documents::{list_documents, record_reading};
use crate::features::proposals::actions::verification;
use crate::features::proposals::{
    CheckOutcome, CheckReason, CheckSubject, Checks, Conclusion, VerificationCheck,
    VerificationOutcome,
};
use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// One verifier goes through the list and concludes.
pub(super) fn check(
    db: &mut Db,
    running: &Running<'_>,
    verifier: &Viewer,
    at: Timestamp,
) -> Result<(), Failure> {
    let fault = match running.written.story {
        Turn::Sanction => Some((CheckSubject::Rule, "no_sanction", CheckReason::RuleNotMet)),
        Turn::WrongDocument => {
            Some((CheckSubject::Document, "recommendation", CheckReason::WrongDocument))
        }
        _ => None,
    };
    let read = verification::read_verification(&mut Cx::new(db, verifier, at), &running.id)?;
    let checks: Vec<VerificationCheck> = read
        .items
        .into_iter()
        .map(|item| {
            let reason = fault
                .filter(|(subject, name, _)| *subject == item.subject && *name == item.name)
                .map(|(_, _, reason)| reason);
            let outcome = if reason.is_some() { CheckOutcome::NotOk } else { CheckOutcome::Ok };
            VerificationCheck {
                subject: item.subject,
                name: item.name,
                outcome,
                reason,
                text: None,
            }
        })
        .collect();
    let checks = Valid::checked(Checks { checks })?;
    verification::save_checks(&mut Cx::new(db, verifier, at), &running.id, &checks)?;
    let outcome = if fault.is_some() {
        VerificationOutcome::Ineligible
    } else {
        VerificationOutcome::Eligible
    };
    open_all(db, running, verifier, at)?;
    let conclusion = Valid::checked(Conclusion { outcome, unopened: Vec::new() })?;
    verification::conclude(&mut Cx::new(db, verifier, at), &running.id, &conclusion)?;
    Ok(())
}

/// Nobody concludes without having opened what they judge.
fn open_all(
    db: &mut Db,
    running: &Running<'_>,
    verifier: &Viewer,
    at: Timestamp,
) -> Result<(), Failure> {
    let documents = list_documents(&mut Cx::new(db, verifier, at), &running.id, &[])?;
    for document in documents.kinds.into_iter().filter_map(|kind| kind.latest) {
        record_reading(&mut Cx::new(db, verifier, at), &document.id, &[])?;
    }
    Ok(())
}
