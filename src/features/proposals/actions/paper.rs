//! The content of a candidate's receipt as a PDF.

use super::{ProposalContext, read};
use crate::features::accounts;
use crate::features::proposals::{DocumentDigest, HandedInBy, Receipt};
use crate::kernel::errors::Failure;
use crate::kernel::format::{self, Zone};
use crate::kernel::ids::ProposalId;
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::ledger;
use serde_json::{Value, json};

/// The proposal's number, and the receipt of the submission in force. Only for its candidate,
/// because it contains a name and others read proposals without one.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn receipt_paper(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    language: Language,
) -> Result<(String, Value), Failure> {
    let context = ProposalContext::find(cx, id)?;
    let receipt = read::receipt_in(cx, &context)?;
    if !context.is_own() {
        return Err(Failure::not_found());
    }
    let proposal = context.submitted().ok_or_else(Failure::not_found)?;
    let call = context.call();
    let units = accounts::load_units(cx.db)?;
    let applicant = context.circumstances().and_then(|held| held.applicant.clone());
    let person = match applicant {
        Some(applicant) => Some(applicant),
        // The submission is older than the storing of circumstances.
        None => context.candidate(cx.db)?.map(|user| {
            let unit = units.get(&proposal.unit).map_or("", |unit| unit.name.as_str());
            HandedInBy::of(user, &proposal.unit, unit)
        }),
    };
    let unit = person.as_ref().map(|person| person.unit_name.clone());
    let mut data = said(&receipt, language);
    let named = |kind: &DocumentDigest| {
        let known = call.definition.documents.iter().find(|document| document.kind == kind.kind);
        let name = known.map_or(kind.kind.as_str(), |document| document.name.text(&language));
        json!({"name": name, "version": kind.version, "sha256": kind.sha256})
    };
    let agency = units.values().find(|unit| unit.parent.is_none());
    let head = ledger::head(cx.db)?;
    let entry = language.text("paper-ledger", &[("value", head.seq.to_string())]);
    let mut footer = vec![
        [language.text("paper-rules-hash", &[]), receipt.rules_hash.clone().unwrap_or_default()],
        [entry, head.hash],
    ];
    if let Some(signed) = ledger::signed_since(cx.db, receipt.ledger.seq)? {
        let label = language.text("paper-signed", &[("value", signed.size.to_string())]);
        footer.push([label, signed.root().to_owned()]);
    }
    let of_call = json!({
        "agency_name": agency.map(|unit| unit.name.as_str()),
        "call": {"code": call.code, "title": call.definition.title.text(&language)},
        "documents": receipt.documents.iter().map(named).collect::<Vec<_>>(),
        "footer": footer,
        "made": format!("tubel · {}", format::instant(language, Zone::Wib, cx.now)),
        "name": person.as_ref().map(|person| person.name.as_str()),
        "nip": person.as_ref().and_then(|person| person.nip.as_deref()).map(accounts::rules::nip::grouped),
        "title": proposal.content.title,
        "unit": unit,
    });
    if let (Value::Object(data), Value::Object(of_call)) = (&mut data, of_call) {
        data.extend(of_call);
    }
    Ok((receipt.number, data))
}

/// What is known only from the receipt.
fn said(receipt: &Receipt, language: Language) -> Value {
    json!({
        "language": language.tag(),
        "subject": receipt.number,
        "draft": false,
        "number": receipt.number,
        "level": receipt.level,
        "version": receipt.version,
        "date": format::date(language, receipt.submitted_at.date_in_jakarta()),
        "submitted_at": format::instant(language, Zone::Wib, receipt.submitted_at),
        "content_hash": receipt.content_hash,
        "pact_hash": receipt.pact_hash,
        "ledger": receipt.ledger,
    })
}
