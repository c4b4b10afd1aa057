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
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Writer};
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

/// Somebody at the plenary.
pub struct Present {
    /// In the minutes, from 1.
    order: i64,
    person: User,
    has_proposed: bool,
}

/// One row per person at the plenary.
pub static ATTENDANCE: Columns<Present> = &[&[
    Column::integer("order", |row| Cell::Integer(row.order)),
    Column::text("name", |row| Cell::text(&row.person.name)),
    Column::text("nip", |row| {
        Cell::optional(row.person.nip.shown(), |nip| Cell::text(grouped(nip)))
    }),
    Column::text("unit", |row| {
        Cell::optional(row.person.unit.as_ref(), |unit| Cell::text(unit.as_str()))
    }),
    Column::text("roles", |row| {
        let roles: Vec<&str> = row.person.roles.iter().map(|role| role.name()).collect();
        Cell::text(roles.join(", "))
    }),
    Column::truth("proposed_the_decision", |row| Cell::Truth(row.has_proposed)),
]];

/// Who was at the plenary, in the order of the minutes.
///
/// # Errors
/// `decision_missing` before there are minutes.
pub fn pour_attendance(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let decision = store::current(cx.db, &call.id)?
        .ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?;
    let people = people_of(cx.db, decision.minutes.attendance.iter())?;
    let there = decision.minutes.attendance.iter().filter_map(|id| people.get(id).cloned());
    let row = |(order, mut person): (i64, User)| {
        person.nip = person.nip.open_for(cx.viewer, &person.id);
        Present { order, has_proposed: person.id == decision.proposed_by, person }
    };
    let rows: Vec<Present> = (1..).zip(there).map(row).collect();
    to.table((ATTENDANCE, &[]), &rows)
}
