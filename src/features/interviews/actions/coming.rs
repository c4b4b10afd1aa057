//! The interviews of the coming day, for the reminders.

use super::panel;
use crate::features::calls::{self, Call};
use crate::features::interviews::store::{self, Of};
use crate::features::interviews::{Slot, letters};
use crate::features::proposals::entrants_of;
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, InterviewId, UserId};
use crate::platform::db::Db;
use crate::platform::mail::Letter;
use std::collections::{BTreeMap, BTreeSet};

/// One that begins within a day.
pub struct Coming {
    pub call: Call,
    slot: Slot,
    /// The candidate and the panelists in no conflict who were told of it more than a day before it.
    pub people: Vec<UserId>,
}

impl Coming {
    pub fn id(&self) -> &InterviewId {
        &self.slot.id
    }

    pub fn starts_at(&self) -> Timestamp {
        self.slot.starts_at
    }

    /// The reminder to one of them.
    pub fn letter(&self, to: &UserId) -> Letter {
        letters::tomorrow(to, (&self.call, &self.slot))
    }
}

/// The interviews that begin within a day, of proposals that are in the review. Who was invited within that day needs
/// no reminder.
///
/// # Errors
/// When the database fails.
pub fn coming_interviews(db: &mut Db, now: Timestamp) -> Result<Vec<Coming>, Failure> {
    let begins = store::beginning(db, (now, now.plus_days(1)))?;
    let calls: BTreeSet<CallId> = begins.values().map(|(call, _)| call.clone()).collect();
    let mut found = Vec::new();
    for id in calls {
        let Some(call) = calls::find(db, &id)? else { continue };
        // An earlier phase was opened again: what its page would say is closed until the review goes on.
        if !matches!(call.phase(now), Phase::Review | Phase::Plenary) {
            continue;
        }
        let mut slots = store::slots(db, &Of::Call(&id))?;
        slots.retain(|slot| begins.contains_key(&slot.id));
        panel::complete(db, &id, &mut slots)?;
        let ids: Vec<InterviewId> = slots.iter().map(|slot| slot.id.clone()).collect();
        let seated = store::seated_at(db, &ids)?;
        let entrants: BTreeMap<_, _> =
            entrants_of(db, &id)?.into_iter().map(|one| (one.id.clone(), one.candidate)).collect();
        for slot in slots {
            let Some(candidate) = entrants.get(&slot.proposal) else { continue };
            let since = slot.starts_at.plus_days(-1);
            let planned_at = begins.get(&slot.id).map(|(_, at)| *at);
            let heard = |user: &UserId| seated.get(&(slot.id.clone(), user.clone())).copied();
            let panel = slot.panelists.iter().flatten().filter(|one| one.sits());
            let people = std::iter::once((candidate.clone(), planned_at))
                .chain(panel.map(|one| (one.user.clone(), heard(&one.user).max(planned_at))))
                .filter(|(_, at)| at.is_some_and(|at| at <= since))
                .map(|(user, _)| user)
                .collect();
            found.push(Coming { call: call.clone(), slot, people });
        }
    }
    Ok(found)
}
