//! Names: the candidates of a call, and the people at the plenary.

use super::store;
use super::store::plenary;
use crate::features::accounts::rules::nip::grouped;
use crate::features::accounts::{self, KeptNip, User};
use crate::features::calls::Call;
use crate::features::decisions::plenary::Attendee;
use crate::features::decisions::rules;
use crate::features::proposals;
use crate::kernel::clock::Timestamp;
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

/// Somebody at the plenary, or recorded as absent.
pub struct Present {
    /// In the minutes, from 1; those who were absent come after.
    order: i64,
    person: User,
    has_proposed: bool,
    /// As it was recorded, in a call whose rules speak of its plenary.
    recorded: Option<(Attendee, Timestamp)>,
}

/// One row per person at the plenary or recorded as absent from it.
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
    Column::text("presence", |row| {
        Cell::optional(row.recorded.as_ref(), |(one, _)| Cell::text(one.presence.name()))
    }),
    Column::text("absence_reason", |row| {
        let reason = row.recorded.as_ref().and_then(|(one, _)| one.reason.as_deref());
        Cell::optional(reason, Cell::text)
    }),
    Column::instant("recorded_at", |row| {
        Cell::optional(row.recorded.as_ref(), |(_, at)| Cell::Instant(*at))
    }),
]];

/// Who was at the plenary, in the order of the minutes, and who of the panel was recorded as absent.
///
/// # Errors
/// `decision_missing` before there are minutes.
pub fn pour_attendance(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let decision = store::current(cx.db, &call.id)?
        .ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?;
    let recorded = plenary::attendance_of(cx.db, &call.id)?;
    let named = &decision.minutes.attendance;
    let absent = recorded.iter().filter(|(one, _)| !one.presence.attends());
    let absent = absent.map(|(one, _)| &one.user).filter(|user| !named.contains(user));
    let all: Vec<UserId> = named.iter().chain(absent).cloned().collect();
    let people = people_of(cx.db, all.iter())?;
    let there = all.iter().filter_map(|id| people.get(id).cloned());
    let row = |(order, mut person): (i64, User)| {
        person.nip = person.nip.open_for(cx.viewer, &person.id);
        Present {
            order,
            has_proposed: person.id == decision.proposed_by,
            recorded: recorded.iter().find(|(one, _)| one.user == person.id).cloned(),
            person,
        }
    };
    let rows: Vec<Present> = (1..).zip(there).map(row).collect();
    to.table((ATTENDANCE, &[]), &rows)
}
