//! Notices that a call's calendar moved, that a phase is open again or that the call was cancelled. Letters that wait and are
//! no longer true are withdrawn first; their recipients get the news in a new letter, or none if
//! they never heard of the call.

use crate::features::accounts::holders_of;
use crate::features::calls::{Call, Extension, Milestone, ReopenedPhase, entries, letters, store};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::Subject;
use crate::platform::mail::{self, Letter, Template};
use std::collections::BTreeSet;

/// Letters about a call's deadlines and tasks; none may be sent after it is cancelled.
const OF_A_LIVING_CALL: [Template; 13] = [
    Template::CallOpened,
    Template::CallExtended,
    Template::CallReopened,
    Template::PanelSeated,
    Template::ReviewAssigned,
    Template::SubmissionReminder,
    Template::SubmissionLastReminder,
    Template::ReviewReminder,
    Template::ReviewNudge,
    Template::PlenaryInvited,
    Template::PlenaryChanged,
    Template::MinutesDrafted,
    Template::MinutesChanged,
];

/// Notifies the candidates of a call and the heads of units; of a later end of the review also its
/// reviewers, of a later deadline whoever had withdrawn. Heads whose announcement still waits get a new one with the new dates.
pub(super) fn tell_extension(
    db: &mut Db,
    call: &Call,
    extension: &Extension,
    now: Timestamp,
) -> Result<(), Failure> {
    let subject = Subject::call(&call.id);
    let extensions = store::extensions_of(db, &call.id)?;
    let unaware = mail::withdraw(db, &subject, &[Template::CallOpened], now)?;
    let mut posts = letters::opened(&unaware, call, &extensions);
    let mut told: BTreeSet<UserId> = holders_of(db, Role::UnitHead)?.into_iter().collect();
    told.retain(|head| !unaware.contains(head));
    told.extend(store::candidates_in(db, &call.id)?);
    if extension.milestone == Milestone::ReviewEndsAt {
        told.extend(store::reviewers_of(db, &call.id)?);
    }
    if extension.milestone == Milestone::SubmissionsCloseAt {
        let gone = store::withdrawn_in(db, &call.id)?;
        posts.extend(gone.iter().map(|(to, proposal)| letters::may_resume(to, call, proposal)));
    }
    let entry = entries::entry(call, extension.milestone, &extensions);
    posts.extend(told.iter().map(|to| letters::extended(to, call, extension, &entry)));
    mail::post_all(db, &posts, now)
}

/// A phase that was opened again.
pub(super) struct Reopening<'a> {
    pub(super) phase: ReopenedPhase,
    pub(super) until: Timestamp,
    pub(super) reason: &'a str,
}

/// Who has work or a window that moves with this phase, whatever it is.
const ALWAYS_TOLD: [Role; 3] = [Role::Secretariat, Role::Chair, Role::Decider];

/// Notifies everybody whom a phase that is open again concerns. Candidates who never handed in hear of the
/// submission, too: they may have given up. Verifiers hear of what comes before the end of their work, and the panel
/// of everything, because the end of its review moves.
pub(super) fn tell_reopening(
    cx: &mut Cx<'_>,
    call: &Call,
    reopening: &Reopening<'_>,
) -> Result<(), Failure> {
    let Reopening { phase, until, reason } = *reopening;
    let extensions = store::extensions_of(cx.db, &call.id)?;
    let reviewers: BTreeSet<UserId> = store::reviewers_of(cx.db, &call.id)?.into_iter().collect();
    let mut told = reviewers.clone();
    let with = match phase {
        ReopenedPhase::Submission => &[Role::UnitHead, Role::Verifier][..],
        ReopenedPhase::Screening => &[Role::Verifier],
        ReopenedPhase::Review => &[],
    };
    for role in ALWAYS_TOLD.iter().chain(with) {
        told.extend(holders_of(cx.db, *role)?);
    }
    told.extend(match phase {
        ReopenedPhase::Submission => store::candidates_in(cx.db, &call.id)?,
        ReopenedPhase::Screening | ReopenedPhase::Review => {
            store::candidates_handed_in(cx.db, &call.id)?
        }
    });
    told.remove(&cx.viewer.user);
    let entry = |milestone: Milestone| entries::entry(call, milestone, &extensions);
    let (end, review) = (phase.end(), Milestone::ReviewEndsAt);
    let letter = |to: &UserId| {
        let is_theirs = reviewers.contains(to) && end != review;
        let entries: Vec<_> = [Some(entry(end)), is_theirs.then(|| entry(review))].into();
        let entries: Vec<_> = entries.into_iter().flatten().collect();
        letters::reopened(to, call, (phase, until, reason), &entries)
    };
    let posts: Vec<Letter> = told.iter().map(letter).collect();
    mail::post_all(cx.db, &posts, cx.now)
}

/// Notifies the candidates of a call, its panel and the heads of units, except heads who were never
/// told of its opening. Returns how many letters were withdrawn.
pub(super) fn tell_cancellation(
    db: &mut Db,
    call: &Call,
    reason: &str,
    now: Timestamp,
) -> Result<usize, Failure> {
    let subject = Subject::call(&call.id);
    let unaware = mail::withdraw(db, &subject, &[Template::CallOpened], now)?;
    let others = mail::withdraw(db, &subject, &OF_A_LIVING_CALL, now)?;
    if call.is_published() {
        let extensions = store::extensions_of(db, &call.id)?;
        let ahead = |milestone: Milestone| {
            let entry = entries::entry(call, milestone, &extensions);
            (entry.starts_at > now).then_some(entry)
        };
        let mut told: BTreeSet<UserId> = holders_of(db, Role::UnitHead)?.into_iter().collect();
        told.retain(|head| !unaware.contains(head));
        told.extend(store::candidates_in(db, &call.id)?);
        let reviewers: BTreeSet<UserId> = store::reviewers_of(db, &call.id)?.into_iter().collect();
        let close = ahead(Milestone::SubmissionsCloseAt);
        let end = ahead(Milestone::ReviewEndsAt);
        let letter = |to: &UserId| {
            let due = if reviewers.contains(to) { end.clone() } else { close.clone() };
            letters::cancelled(to, (call, reason), due, now)
        };
        let posts: Vec<Letter> = told.union(&reviewers).map(letter).collect();
        mail::post_all(db, &posts, now)?;
    }
    Ok(unaware.len() + others.len())
}
