//! The verifiers' queue: what there is to verify in a call, and how far it has come.

use crate::access::{self, Act, Facts, Viewer};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::{CallId, ProposalId, UserId};
use crate::proposals::rules::verification as rules;
use crate::proposals::{OwnProgress, Queued, Repair, VerificationSheet, VerificationTask, store};
use crate::web::{Page, Paging};
use crate::{calls, interests};
use std::collections::BTreeMap;

/// A page of the queue, by number. Proposals that the verifier stands in conflict with are not in it.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn verification_queue(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    paging: &Paging,
    now: Timestamp,
) -> Result<Page<VerificationTask>, Failure> {
    let call_found = calls::find(db, call)?.ok_or_else(Failure::not_found)?;
    access::may(viewer, Act::Verify, Facts::in_phase(call_found.phase(now)))?;
    let hidden = interests::conflicted_with(db, &viewer.user, call)?;
    let rows = store::queue(db, call, &hidden, paging)?;
    let page = Page::cut(rows, paging, |queued| queued.number.clone())?;
    let ids: Vec<ProposalId> = page.items.iter().map(|row| row.proposal.clone()).collect();
    let sheets = by_proposal(store::sheets_of_many(db, &ids)?);
    let repairs = by_proposal(store::repairs_of_many(db, &ids)?);
    let none = (Vec::new(), Vec::new());
    Ok(page.map(|queued| {
        let sheets = sheets.get(&queued.proposal).unwrap_or(&none.0);
        let repairs = repairs.get(&queued.proposal).unwrap_or(&none.1);
        task(queued, (sheets, repairs), &viewer.user, now)
    }))
}

fn by_proposal<T>(rows: Vec<(ProposalId, T)>) -> BTreeMap<ProposalId, Vec<T>> {
    let mut grouped: BTreeMap<ProposalId, Vec<T>> = BTreeMap::new();
    for (proposal, row) in rows {
        grouped.entry(proposal).or_default().push(row);
    }
    grouped
}

fn task(
    queued: Queued,
    (sheets, repairs): (&[VerificationSheet], &[Repair]),
    verifier: &UserId,
    now: Timestamp,
) -> VerificationTask {
    let round = rules::round(repairs);
    let mine = sheets.iter().find(|sheet| sheet.round == round && &sheet.verifier == verifier);
    VerificationTask {
        proposal: queued.proposal,
        number: queued.number,
        unit: queued.unit,
        level: queued.level,
        state: queued.state,
        submitted_at: queued.submitted_at,
        round,
        progress: rules::progress(&rules::outcomes_in(sheets, round)),
        mine: match mine {
            None => OwnProgress::NotBegun,
            Some(sheet) if sheet.outcome.is_none() => OwnProgress::Draft,
            Some(_) => OwnProgress::Concluded,
        },
        repair_due_at: repairs.iter().find(|repair| repair.is_open(now)).map(|r| r.due_at),
    }
}
