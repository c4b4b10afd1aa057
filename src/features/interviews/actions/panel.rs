//! The panel of an interview: names, conflicts that came up since, and whether somebody may sit on it.

use crate::features::accounts::{names_of, users_of};
use crate::features::calls::{self, Call, Interview};
use crate::features::conflicts::rules::found;
use crate::features::conflicts::{
    Position, ProposalParties, candidacies, conflicts_of_call, positions_of,
};
use crate::features::interviews::rules::{
    PANELIST_BUSY, PANELIST_IN_CONFLICT, PANELIST_NOT_ON_PANEL, PANELISTS_TOO_FEW,
};
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{Panelist, Slot, SlotState};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, common::field};
use crate::kernel::ids::{CallId, InterviewId, ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

/// Who is in conflict with what of a call. Four statements, whatever the number of proposals and people.
pub(super) struct Impartiality {
    parties: Vec<ProposalParties>,
    recorded: BTreeSet<(ProposalId, UserId)>,
    positions: BTreeMap<UserId, Position>,
}

impl Impartiality {
    pub(super) fn of(db: &mut Db, call: &CallId, people: &[UserId]) -> Result<Self, Failure> {
        let recorded = conflicts_of_call(db, call)?;
        let positions = positions_of(db, people)?;
        Ok(Self {
            parties: candidacies(db, call)?,
            recorded: recorded.into_iter().map(|(_, one)| (one.proposal, one.user)).collect(),
            positions: positions.into_iter().map(|one| (one.user.clone(), one)).collect(),
        })
    }

    pub(super) fn is_broken(&self, user: &UserId, proposal: &ProposalId) -> bool {
        let of = self.parties.iter().find(|of| &of.proposal == proposal);
        let position = self.positions.get(user);
        self.recorded.contains(&(proposal.clone(), user.clone()))
            || of.zip(position).is_some_and(|(of, position)| found(position, of).is_some())
    }
}

/// Puts names and conflicts to the panelists of these slots of one call.
pub(super) fn complete(db: &mut Db, call: &CallId, slots: &mut [Slot]) -> Result<(), Failure> {
    let panelists = slots.iter().flat_map(|slot| slot.panelists.iter().flatten());
    let people: BTreeSet<UserId> = panelists.map(|one| one.user.clone()).collect();
    if people.is_empty() {
        return Ok(());
    }
    let people: Vec<UserId> = people.into_iter().collect();
    let names = names_of(db, &people)?;
    let impartiality = Impartiality::of(db, call, &people)?;
    for slot in slots {
        for panelist in slot.panelists.iter_mut().flatten() {
            panelist.name = names.get(&panelist.user).cloned().unwrap_or_default();
            panelist.in_conflict = impartiality.is_broken(&panelist.user, &slot.proposal);
        }
    }
    Ok(())
}

/// The members of a call's panel who can work, by id, with their names.
pub(super) fn members(db: &mut Db, call: &CallId) -> Result<BTreeMap<UserId, String>, Failure> {
    let panel = calls::panel_of(db, call)?;
    let ids: Vec<UserId> = panel.into_iter().map(|member| member.user).collect();
    let users = users_of(db, &ids)?.into_iter();
    let can_work = users.filter(|user| user.active && user.roles.contains(&Role::Reviewer));
    Ok(can_work.map(|user| (user.id, user.name)).collect())
}

/// What a slot is to be: of which proposal, from when to when.
pub(super) struct Wanted<'a> {
    pub(super) proposal: &'a ProposalId,
    pub(super) starts_at: Timestamp,
    pub(super) ends_at: Timestamp,
    /// The slot itself, if it is there.
    pub(super) slot: Option<&'a InterviewId>,
}

/// The slots of a call that are still to come.
pub(super) fn planned(db: &mut Db, call: &CallId) -> Result<Vec<Slot>, Failure> {
    let mut slots = store::slots(db, &Of::Call(call))?;
    slots.retain(|slot| slot.state == SlotState::Planned);
    Ok(slots)
}

/// Whether somebody sits on another panel at that time; when that begins.
pub(super) fn busy_from(slots: &[Slot], user: &UserId, wanted: &Wanted<'_>) -> Option<Timestamp> {
    let overlaps = |slot: &&Slot| {
        wanted.slot != Some(&slot.id)
            && slot.starts_at < wanted.ends_at
            && wanted.starts_at < slot.ends_at
    };
    let sits = |slot: &&Slot| {
        let mut panel = slot.panelists.iter().flatten();
        panel.any(|one| &one.user == user && one.removed_at.is_none())
    };
    slots.iter().filter(overlaps).find(sits).map(|slot| slot.starts_at)
}

/// Every fault of a panel, each at its place in the list.
pub(super) fn faults(
    db: &mut Db,
    (call, how): (&Call, &Interview),
    (wanted, people): (&Wanted<'_>, &[UserId]),
) -> Result<Vec<FieldError>, Failure> {
    let mut faults = Vec::new();
    let members = members(db, &call.id)?;
    let impartiality = Impartiality::of(db, &call.id, people)?;
    let slots = planned(db, &call.id)?;
    for (index, user) in people.iter().enumerate() {
        let at = format!("panelists[{index}]");
        if people.iter().take(index).any(|earlier| earlier == user) {
            faults.push(FieldError::new(&at, field::DUPLICATE));
        }
        faults.extend(
            fault(user, (wanted, &members), (&impartiality, &slots))
                .map(|fault| FieldError { field: at, ..fault }),
        );
    }
    let found = u32::try_from(people.len()).unwrap_or(u32::MAX);
    if found < how.panelists {
        let fault = FieldError::new("panelists", PANELISTS_TOO_FEW);
        faults.push(fault.with("minimum", how.panelists).with("found", found));
    }
    Ok(faults)
}

/// Why one person may not sit on a panel; the field is the caller's.
fn fault(
    user: &UserId,
    (wanted, members): (&Wanted<'_>, &BTreeMap<UserId, String>),
    (impartiality, slots): (&Impartiality, &[Slot]),
) -> Option<FieldError> {
    let Some(name) = members.get(user) else {
        return Some(FieldError::new("", PANELIST_NOT_ON_PANEL));
    };
    if impartiality.is_broken(user, wanted.proposal) {
        return Some(FieldError::new("", PANELIST_IN_CONFLICT).with("name", name));
    }
    let at = busy_from(slots, user, wanted)?;
    Some(FieldError::new("", PANELIST_BUSY).with("name", name).with("instant", at))
}

/// The same for one person who joins.
pub(super) fn fault_of_one(
    db: &mut Db,
    call: &CallId,
    (wanted, user): (&Wanted<'_>, &UserId),
) -> Result<Option<FieldError>, Failure> {
    let members = members(db, call)?;
    let impartiality = Impartiality::of(db, call, std::slice::from_ref(user))?;
    let slots = planned(db, call)?;
    let found = fault(user, (wanted, &members), (&impartiality, &slots));
    Ok(found.map(|fault| FieldError { field: "joins".to_owned(), ..fault }))
}

/// Somebody who begins to sit on a panel.
pub(super) fn seat(user: &UserId) -> Panelist {
    Panelist {
        user: user.clone(),
        name: String::new(),
        in_conflict: false,
        removed_at: None,
        removed_reason: None,
        handed_in: false,
    }
}
