//! Work in the phases of a call.

use super::{first, unless_refused};
use crate::features::calls::actions::CallSummary;
use crate::features::decisions::actions as decisions;
use crate::features::interviews;
use crate::features::proposals::ExceptionState;
use crate::features::proposals::actions::{self as proposals, verification};
use crate::features::reviews::actions::{self as reviews, Stack};
use crate::features::worklist::{CallName, Kind, Waiting};
use crate::kernel::access::{Facts, Permission, Phase};
use crate::kernel::address::page;
use crate::kernel::errors::Failure;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;

/// What waits for the viewer in one call, in its present phase.
pub(super) fn waiting(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    let sources: &[Source] = match call.phase {
        Phase::Screening => &[verification, exceptions],
        Phase::Review => &[exceptions, withdrawals, to_assign, outstanding, interviews_lacking],
        Phase::Plenary => &[
            exceptions,
            withdrawals,
            lacking,
            interviews_lacking,
            reconciliation,
            spoken,
            decision,
        ],
        Phase::Announced => &[withdrawals, decision],
        Phase::Draft | Phase::Scheduled | Phase::Open | Phase::Closed | Phase::Cancelled => &[],
    };
    let mut found = Vec::new();
    for source in sources {
        found.extend(unless_refused(source(cx, call))?);
    }
    Ok(found)
}

type Source = fn(&mut Cx<'_>, &CallSummary) -> Result<Vec<Waiting>, Failure>;

fn may(cx: &Cx<'_>, act: Permission, call: &CallSummary) -> bool {
    cx.viewer.may(act, Facts::in_phase(call.phase))
}

/// Sheets to write, in all calls; a sheet that was opened again or ordered has its own end.
pub(super) fn own_sheets(cx: &mut Cx<'_>) -> Result<Vec<Waiting>, Failure> {
    let piles = unless_refused(reviews::read_piles(cx, (&first(), None)).map(Some))?;
    let Some(piles) = piles else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for stack in &piles.stacks {
        let open = stack.items.iter().filter(|one| one.permitted.allows(Permission::Score)).count();
        let next = reviews::next_of(std::slice::from_ref(stack));
        let Some(next) = next.map(|item| page::assignment(&item.assignment)) else { continue };
        let waiting = Waiting::some(Kind::Sheets, open, (next, page::reviews()));
        found.extend(waiting.map(|one| of_stack(one.due(stack.due_at(), cx.now), stack)));
    }
    Ok(found)
}

fn of_stack(mut one: Waiting, stack: &Stack) -> Waiting {
    one.call = Some(CallName { id: stack.call.id.clone(), code: stack.call.code.clone() });
    one
}

/// Endorsements that somebody asked this head of a unit for, in open calls.
pub(super) fn endorsements(
    cx: &mut Cx<'_>,
    calls: &[CallSummary],
) -> Result<Vec<Waiting>, Failure> {
    let open: Vec<&CallSummary> = calls.iter().filter(|call| call.phase == Phase::Open).collect();
    let mut found = Vec::new();
    if open.is_empty() {
        return Ok(found);
    }
    let asked = proposals::endorsements_asked_of(cx)?;
    for call in open {
        let mut of_call = asked.iter().filter(|(of, _)| *of == call.id);
        let count = of_call.clone().count();
        let Some((_, next)) = of_call.next() else { continue };
        let pages = (page::desk_proposal(next), page::unit_proposals());
        let waiting = Waiting::some(Kind::Endorsements, count, pages);
        let due = call.calendar.submissions_close_at;
        found.extend(waiting.map(|one| super::named(one.due(due, cx.now), call)));
    }
    Ok(found)
}

fn verification(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    let paging = Paging { limit: 1, after: None };
    let left = verification::verification_queue(cx, &call.id, &paging)?.left;
    let Some(next) = left.next_due else { return Ok(Vec::new()) };
    let pages = (page::verification_of(&next), page::verification(&call.id));
    let waiting = Waiting::some(Kind::Verification, left.left, pages);
    Ok(waiting.map(|one| one.due(call.calendar.screening_ends_at, cx.now)).into_iter().collect())
}

/// Exceptions that this person may grant or refuse: not their own request, not those they were for already.
fn exceptions(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    if !may(cx, Permission::DecideException, call) {
        return Ok(Vec::new());
    }
    let (all, _) = proposals::list_exceptions(cx, &call.id)?;
    let user = &cx.viewer.user;
    let open = all.iter().filter(|one| {
        one.state == ExceptionState::Requested
            && one.minutes.is_some()
            && &one.requested_by != user
            && one.confirmed_by.as_ref() != Some(user)
    });
    let page = page::exceptions(&call.id);
    let end = open.clone().map(|one| one.until).min();
    let waiting = Waiting::some(Kind::Exceptions, open.count(), (page.clone(), page));
    let due = |one: Waiting| match end {
        Some(end) => one.due(end, cx.now),
        None => one,
    };
    Ok(waiting.map(due).into_iter().collect())
}

fn withdrawals(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    if !may(cx, Permission::RuleWithdrawal, call) {
        return Ok(Vec::new());
    }
    let user = &cx.viewer.user;
    let asked = reviews::list_withdrawals(cx, &call.id)?;
    let open = asked
        .iter()
        .filter(|one| one.outcome.is_none() && one.asked_by != *user && one.user != *user);
    let page = page::call_conflicts(&call.id);
    let waiting = Waiting::some(Kind::ConflictWithdrawals, open.count(), (page.clone(), page));
    Ok(waiting.into_iter().collect())
}

fn to_assign(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    if !may(cx, Permission::Assign, call) {
        return Ok(Vec::new());
    }
    let lacking = reviews::list_lacking(cx, &call.id)?;
    let short = lacking.iter().filter(|one| {
        let tasks = u32::try_from(one.sheets.len()).unwrap_or(u32::MAX);
        one.found.saturating_add(tasks) < one.wanted
    });
    let page = page::panel_assignment(&call.id);
    let waiting = Waiting::some(Kind::Assignment, short.count(), (page.clone(), page));
    Ok(waiting.map(|one| one.due(call.calendar.review_ends_at, cx.now)).into_iter().collect())
}

fn outstanding(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    if !may(cx, Permission::RemindReviewers, call) {
        return Ok(Vec::new());
    }
    let total = reviews::read_progress(cx, &call.id, &Paging { limit: 1, after: None })?.total;
    let open = usize::try_from(total.assigned + total.draft).unwrap_or(usize::MAX);
    let page = page::call_desk(&call.id);
    let waiting = Waiting::some(Kind::SheetsOutstanding, open, (page.clone(), page));
    Ok(waiting.map(|one| one.due(call.calendar.review_ends_at, cx.now)).into_iter().collect())
}

fn lacking(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    let acts = [Permission::AwaitSheet, Permission::Assign];
    if !acts.into_iter().any(|act| may(cx, act, call)) {
        return Ok(Vec::new());
    }
    let count = reviews::list_lacking(cx, &call.id)?.len();
    let page = page::lacking(&call.id);
    let waiting = Waiting::some(Kind::Lacking, count, (page.clone(), page));
    Ok(waiting.map(|one| one.due(call.calendar.announcement_at, cx.now)).into_iter().collect())
}

fn interviews_lacking(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    if !may(cx, Permission::PlanInterviews, call) {
        return Ok(Vec::new());
    }
    let count = interviews::list_lacking(cx, &call.id)?.len();
    let page = page::interviews(&call.id);
    let waiting = Waiting::some(Kind::Interviews, count, (page.clone(), page));
    Ok(waiting.into_iter().collect())
}

/// Proposals whose sheets lie far apart and that nobody has noted a discussion of.
fn reconciliation(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    if !may(cx, Permission::Reconcile, call) {
        return Ok(Vec::new());
    }
    let count = reviews::to_reconcile(cx, &call.id)?.len();
    let page = page::ranking(&call.id);
    let waiting = Waiting::some(Kind::Reconciliation, count, (page.clone(), page));
    Ok(waiting.map(|one| one.due(call.calendar.announcement_at, cx.now)).into_iter().collect())
}

/// Draft minutes to sign for who attended, and remarks to answer for the chair.
fn spoken(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    let minutes = decisions::read_minutes(cx, &call.id)?;
    let Some(draft) = minutes.view.and_then(|view| view.draft) else { return Ok(Vec::new()) };
    let (user, page) = (&cx.viewer.user, page::plenary(&call.id));
    let mut found = Vec::new();
    if minutes.permitted.allows(Permission::SpeakInPlenary) {
        let unsigned = draft.signatures.iter().filter(|one| &one.user == user && one.is_open());
        let pages = (page.clone(), page.clone());
        let waiting = Waiting::some(Kind::Minutes, unsigned.count(), pages);
        found.extend(waiting.map(|one| one.due(draft.remarks_until, cx.now)));
    }
    if minutes.permitted.allows(Permission::AnswerRemark) {
        let open = draft.remarks.iter().filter(|one| one.verdict.is_none());
        found.extend(Waiting::some(Kind::Remarks, open.count(), (page.clone(), page)));
    }
    Ok(found)
}

fn decision(cx: &mut Cx<'_>, call: &CallSummary) -> Result<Vec<Waiting>, Failure> {
    let permitted = decisions::permitted_now(cx, &call.id)?;
    let kinds = [
        (Permission::ProposeDecision, Kind::Proposing),
        (Permission::ApproveDecision, Kind::Approval),
        (Permission::Announce, Kind::Announcement),
    ];
    let page = page::decision(&call.id);
    let may = kinds.into_iter().filter(|(act, _)| permitted.allows(*act));
    let waiting = may.filter_map(|(_, kind)| Waiting::some(kind, 1, (page.clone(), page.clone())));
    let due = call.calendar.announcement_at;
    let in_time =
        |one: Waiting| if call.phase == Phase::Plenary { one.due(due, cx.now) } else { one };
    Ok(waiting.map(in_time).collect())
}
