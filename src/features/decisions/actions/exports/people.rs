//! Names: the candidates of a call, and the people at the plenary.

use super::store;
use crate::features::accounts::rules::nip::grouped;
use crate::features::accounts::{self, KeptNip, User};
use crate::features::calls::Call;
use crate::features::decisions::rules;
use crate::features::proposals;
use crate::kernel::access::Viewer;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Table};
use std::collections::BTreeMap;

/// The name and the NIP of each proposal's candidate.
pub(in crate::features::decisions::actions) fn names_of_candidates(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<ProposalId, (String, KeptNip)>, Failure> {
    let rows = proposals::applicants_in(db, call)?;
    Ok(rows.into_iter().map(|(id, name, nip)| (id, (name, nip))).collect())
}

/// These people, by id.
pub(in crate::features::decisions::actions) fn people_of<'a>(
    db: &mut Db,
    ids: impl Iterator<Item = &'a UserId>,
) -> Result<BTreeMap<UserId, User>, Failure> {
    let mut ids: Vec<UserId> = ids.cloned().collect();
    ids.sort();
    ids.dedup();
    Ok(accounts::users_of(db, &ids)?.into_iter().map(|user| (user.id.clone(), user)).collect())
}

/// The people at the plenary, in the order of the minutes.
pub(super) fn attendance(db: &mut Db, viewer: &Viewer, call: &Call) -> Result<Table, Failure> {
    let decision =
        store::current(db, &call.id)?.ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?;
    let people = people_of(db, decision.minutes.attendance.iter())?;
    let mut table =
        Table::with(&["order", "name", "nip", "unit", "roles", "proposed_the_decision"]);
    let named = decision.minutes.attendance.iter().filter_map(|id| people.get(id));
    table.rows = (1..)
        .zip(named)
        .map(|(order, person)| {
            let nip = person.nip.clone().open_for(viewer, &person.id);
            let roles: Vec<&str> = person.roles.iter().map(|role| role.name()).collect();
            vec![
                Cell::Integer(order),
                Cell::text(&person.name),
                Cell::optional(nip.shown(), |nip| Cell::text(grouped(nip))),
                Cell::optional(person.unit.as_ref(), |unit| Cell::text(unit.as_str())),
                Cell::text(roles.join(", ")),
                Cell::Truth(person.id == decision.proposed_by),
            ]
        })
        .collect();
    Ok(table)
}
