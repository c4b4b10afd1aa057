//! The verifiers' queue: the proposals to verify in a call, their progress, and how many wait for
//! the viewer.

use crate::features::calls::{self, Call};
use crate::features::conflicts;
use crate::features::proposals::rules::verification as rules;
use crate::features::proposals::{
    OwnProgress, QueueLeft, Queued, Repair, State, VerificationOutcome, VerificationSheet,
    VerificationTask, store,
};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// A page of the queue, and how many proposals of the whole queue wait for its reader.
#[derive(Debug)]
pub struct Queue {
    pub page: Page<VerificationTask>,
    pub left: QueueLeft,
}

/// A page of the queue, by number. Pages and counts leave out proposals with which the verifier is
/// in conflict.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn verification_queue(
    cx: &mut Cx<'_>,
    call: &CallId,
    paging: &Paging,
) -> Result<Queue, Failure> {
    let mut tasks = tasks_in(cx, call)?;
    let left = QueueLeft::of(&tasks, None);
    if let Some(number) = paging.key::<String>()? {
        tasks.retain(|task| task.number > number);
    }
    tasks.truncate(usize::try_from(paging.fetch()).unwrap_or(usize::MAX));
    let page = Page::cut(tasks, paging, |task| task.number.clone())?;
    Ok(Queue { page, left })
}

/// How many proposals wait for the viewer, and the next one after the present proposal.
pub(in crate::features::proposals::actions) fn queue_left_in(
    cx: &mut Cx<'_>,
    (call, current): (&Call, Option<&str>),
) -> Result<QueueLeft, Failure> {
    Ok(QueueLeft::of(&tasks_of(cx, call)?, current))
}

/// All of them, in a fixed number of statements.
fn tasks_in(cx: &mut Cx<'_>, call: &CallId) -> Result<Vec<VerificationTask>, Failure> {
    let call = calls::find(cx.db, call)?.ok_or_else(Failure::not_found)?;
    tasks_of(cx, &call)
}

fn tasks_of(cx: &mut Cx<'_>, call: &Call) -> Result<Vec<VerificationTask>, Failure> {
    access::may(cx.viewer, Permission::Verify, Facts::in_phase(call.phase(cx.now)))?;
    let hidden = conflicts::conflicted_with(cx.db, &cx.viewer.user, &call.id)?;
    let rows = store::queue(cx.db, &call.id, &hidden)?;
    let sheets = by_proposal(store::sheets_in(cx.db, &call.id)?);
    let repairs = by_proposal(store::repairs_in(cx.db, &call.id)?);
    let none = (Vec::new(), Vec::new());
    let one = |queued: Queued| {
        let sheets = sheets.get(&queued.proposal).unwrap_or(&none.0);
        let repairs = repairs.get(&queued.proposal).unwrap_or(&none.1);
        task(queued, (sheets, repairs), &cx.viewer.user, cx.now)
    };
    Ok(rows.into_iter().map(one).collect())
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
        // What is found and not released waits for no verifier any more.
        state: match rules::held(sheets, round) {
            Some(VerificationOutcome::Eligible) => State::Eligible,
            Some(VerificationOutcome::Ineligible) => State::Ineligible,
            None => queued.state,
        },
        submitted_at: queued.submitted_at,
        round,
        progress: rules::progress(&rules::outcomes_in(sheets, round)),
        mine: match mine {
            None => OwnProgress::NotBegun,
            Some(sheet) if sheet.concluded.is_none() => OwnProgress::Draft,
            Some(_) => OwnProgress::Concluded,
        },
        repair_due_at: repairs.iter().find(|repair| repair.is_open(now)).map(|r| r.due_at),
    }
}
