//! Who is due for erasure, and what holds the others.

use super::known::{Known, known};
use crate::features::accounts::{Living, living};
use crate::features::awards;
use crate::features::calls;
use crate::features::conflicts::conflicted_anywhere;
use crate::features::privacy::Kept;
use crate::features::privacy::rules::keeping::{Class, History, Periods, Seat, Written};
use crate::features::proposals::{self, Begun};
use crate::kernel::access::{self, Facts, Permission, Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Filters a list of people.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct People {
    /// Only those who are due, or only those who are not.
    pub due: Option<bool>,
}

/// The retention period of each class.
///
/// # Errors
/// `forbidden`.
pub fn periods(viewer: &Viewer, periods: &Periods) -> Result<Periods, Failure> {
    access::may(viewer, Permission::ReadRetention, Facts::NONE)?;
    Ok(periods.clone())
}

/// A page of people by name, with what holds each, limited to what the viewer may know.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub fn people(
    cx: &mut Cx<'_>,
    periods: &Periods,
    (wanted, paging): (People, &Paging),
) -> Result<Page<Kept>, Failure> {
    access::may(cx.viewer, Permission::ReadRetention, Facts::NONE)?;
    let after = paging.key::<(String, String)>()?;
    let key = |kept: &Kept| (kept.name.clone(), kept.user.to_string());
    // What holds a person shows how far their proposal came. Erasing checks again, with all
    // proposals.
    let hidden = conflicted_anywhere(cx.db, &cx.viewer.user)?.into_iter().map(|of| of.proposal);
    let mut rows = kept(cx.db, periods, (None, &hidden.collect()), cx.now)?;
    rows.retain(|kept| wanted.due.is_none_or(|due| kept.holds.is_empty() == due));
    // The database may sort names differently from this program.
    rows.sort_by_cached_key(key);
    rows.retain(|kept| after.as_ref().is_none_or(|last| &key(kept) > last));
    rows.truncate(usize::try_from(paging.fetch()).unwrap_or(usize::MAX));
    Page::cut(rows, paging, key)
}

/// People who are not erased, all or some, with what holds each, ignoring the proposals in
/// `hidden`.
pub(super) fn kept(
    db: &mut Db,
    periods: &Periods,
    (only, hidden): (Option<&[UserId]>, &BTreeSet<ProposalId>),
    now: Timestamp,
) -> Result<Vec<Kept>, Failure> {
    let living = living(db, only)?;
    let known = known(db)?;
    let mut proposals = proposals::all_begun(db)?;
    proposals.retain(|(id, ..)| !hidden.contains(id));
    let mut ids: BTreeSet<CallId> = proposals.iter().map(|(_, _, call, _)| call.clone()).collect();
    ids.extend(known.work.iter().map(|(_, call)| call.clone()));
    let over = over_at(db, &ids.into_iter().collect::<Vec<_>>(), &known, now)?;
    let mut written = written(&proposals, &known, &over);
    let mut worked: BTreeMap<&UserId, Vec<Option<Timestamp>>> = BTreeMap::new();
    for (user, call) in &known.work {
        worked.entry(user).or_default().push(over.get(call).copied().flatten());
    }
    let judged = |Living { user, name, created_at }: Living| {
        let last_sign_in = known.last_sign_in.get(&user).copied().unwrap_or(created_at);
        let history = History {
            last_used_at: last_sign_in.max(created_at),
            on_duty: known.on_duty.contains(&user),
            written: written.remove(&user).unwrap_or_default(),
            worked: worked.remove(&user).unwrap_or_default(),
            last_letter_at: known.last_letter.get(&user).copied(),
            granted: known.granted.contains(&user),
            user,
        };
        let holds = periods.holds(&history, now);
        Kept { on_request: history.granted, user: history.user, name, holds }
    };
    Ok(living.into_iter().map(judged).collect())
}

/// When each call ended; `None` while it is running or under revision.
fn over_at(
    db: &mut Db,
    ids: &[CallId],
    known: &Known,
    now: Timestamp,
) -> Result<BTreeMap<CallId, Option<Timestamp>>, Failure> {
    let of = |call: &calls::Call| {
        let is_over = matches!(call.phase(now), Phase::Closed | Phase::Cancelled);
        let mut end = call.calendar.objections_end_at;
        for (_, closed_at) in known.revisions.iter().filter(|(id, _)| id == &call.id) {
            end = end.max((*closed_at)?);
        }
        is_over.then(|| end.max(call.announced_at.unwrap_or(end)))
    };
    let found = calls::find_many(db, ids)?;
    Ok(found.into_iter().map(|call| (call.id.clone(), of(&call))).collect())
}

fn written(
    proposals: &[Begun],
    known: &Known,
    over: &BTreeMap<CallId, Option<Timestamp>>,
) -> BTreeMap<UserId, Vec<Written>> {
    let mut all: BTreeMap<UserId, Vec<Written>> = BTreeMap::new();
    let seats: BTreeMap<_, _> =
        known.seats.iter().map(|(id, state, at)| (id, (*state, *at))).collect();
    let mut objections: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, state, ruled_at) in &known.objections {
        objections.entry(id).or_default().push((*state, *ruled_at));
    }
    for (id, user, call, state) in proposals {
        let raised = objections.get(id).map_or(&[][..], Vec::as_slice);
        all.entry(user.clone()).or_default().push(Written {
            class: class_of(*state),
            call_over_at: over.get(call).copied().flatten(),
            seat: match seats.get(id) {
                Some((awards::State::Offered, _)) => Some(Seat::Offered),
                Some((awards::State::Accepted, Some(at))) => Some(Seat::AcceptedAt(*at)),
                _ => None,
            },
            objection_open: raised.iter().any(|(state, _)| state.is_pending()),
            last_ruling_at: raised.iter().filter_map(|(_, ruled_at)| *ruled_at).max(),
        });
    }
    all
}

fn class_of(state: proposals::State) -> Class {
    match state {
        proposals::State::Draft => Class::Draft,
        proposals::State::Withdrawn => Class::Withdrawn,
        proposals::State::Ineligible => Class::Ineligible,
        proposals::State::Submitted | proposals::State::Eligible => Class::NotSelected,
    }
}
