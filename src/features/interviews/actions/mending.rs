//! Panelists who can no longer work: without an account, the role, or a place on the call's panel. The program takes them
//! off the panels by itself, whatever act caused it, and the secretariat learns which are short. And what is planned in a
//! call that was cancelled.

use super::panel;
use crate::features::calls::{self, Call};
use crate::features::interviews::SlotState;
use crate::features::interviews::store::{self, Of};
use crate::features::proposals::entrants_of;
use crate::features::sittings::{self, Why};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

type Candidates = BTreeMap<ProposalId, UserId>;

fn gone(db: &mut Db, now: Timestamp) -> Result<Vec<(Call, BTreeSet<UserId>)>, Failure> {
    let mut found = Vec::new();
    for call in calls::every(db)? {
        let is_judged = matches!(call.phase(now), Phase::Review | Phase::Plenary);
        if call.definition.interview.is_none() || !is_judged {
            continue;
        }
        let members = panel::members(db, &call.id)?;
        let slots = store::slots(db, &Of::Call(&call.id))?.into_iter();
        let mut people = BTreeSet::new();
        for slot in slots {
            for one in slot.panelists.into_iter().flatten() {
                let is_needed = match slot.state {
                    SlotState::Planned => true,
                    SlotState::Held => !one.handed_in,
                    SlotState::Missed | SlotState::Cancelled => false,
                };
                if is_needed && one.removed_at.is_none() && !members.contains_key(&one.user) {
                    people.insert(one.user);
                }
            }
        }
        if !people.is_empty() {
            found.push((call, people));
        }
    }
    Ok(found)
}

/// The cancelled calls in which an interview is still planned, with the candidates.
fn ended(db: &mut Db, now: Timestamp) -> Result<Vec<(Call, Candidates)>, Failure> {
    let mut found = Vec::new();
    for call in calls::every(db)? {
        if call.definition.interview.is_none() || call.phase(now) != Phase::Cancelled {
            continue;
        }
        let planned = panel::planned(db, &call.id)?;
        let mut candidates = Candidates::new();
        for one in entrants_of(db, &call.id)? {
            if planned.iter().any(|slot| slot.proposal == one.id) {
                candidates.insert(one.id, one.candidate);
            }
        }
        if !candidates.is_empty() {
            found.push((call, candidates));
        }
    }
    Ok(found)
}

/// Whether there is something of this.
///
/// # Errors
/// When the database fails.
pub fn is_panel_to_mend(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!gone(db, now)?.is_empty() || !ended(db, now)?.is_empty())
}

/// Puts it right; returns the number of letters.
///
/// # Errors
/// When the database fails; then nothing was changed.
pub fn mend_panels(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let mut letters = 0;
    for (call, people) in gone(db, now)? {
        for user in people {
            letters += sittings::panelist_left(db, (&call, &user), Why::CannotSit, (None, now))?;
        }
    }
    for (call, candidates) in ended(db, now)? {
        letters += sittings::call_ended(db, &call, &candidates, now)?;
    }
    Ok(letters)
}
