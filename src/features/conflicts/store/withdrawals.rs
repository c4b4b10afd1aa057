//! Recorded conflicts that somebody asks to be withdrawn.

use crate::features::conflicts::Comeback;
use crate::features::conflicts::{ConflictKind, RecordedConflict, Ruling, Withdrawal};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{conflict_withdrawals, conflicts, proposals};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = conflict_withdrawals)]
struct WithdrawalRow {
    id: RecordId,
    proposal_id: ProposalId,
    user_id: UserId,
    kind: ConflictKind,
    conflict_reason: String,
    declared_by: UserId,
    declared_at: Timestamp,
    reason: String,
    asked_by: UserId,
    asked_at: Timestamp,
    ruling: Option<String>,
    ruled_by: Option<UserId>,
    ruled_at: Option<Timestamp>,
    comeback: Option<Comeback>,
}

impl From<WithdrawalRow> for Withdrawal {
    fn from(row: WithdrawalRow) -> Self {
        let ruled = row.ruling.zip(row.ruled_by).zip(row.ruled_at);
        let comeback = row.comeback;
        Self {
            id: row.id,
            conflict: RecordedConflict {
                proposal: row.proposal_id,
                user: row.user_id,
                kind: row.kind,
                reason: row.conflict_reason,
                declared_by: row.declared_by,
                declared_at: row.declared_at,
            },
            reason: row.reason,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            ruling: ruled.map(|((reason, by), at)| Ruling { comeback, reason, by, at }),
        }
    }
}

/// The recorded conflict between a proposal and a person.
pub fn recorded_conflict(
    db: &mut Db,
    proposal: &ProposalId,
    person: &UserId,
) -> Result<Option<RecordedConflict>, Failure> {
    let row = conflicts::table
        .find((proposal, person))
        .select((
            conflicts::kind,
            conflicts::reason,
            conflicts::declared_by,
            conflicts::declared_at,
        ))
        .first::<(ConflictKind, String, UserId, Timestamp)>(db)
        .optional()?;
    Ok(row.map(|(kind, reason, declared_by, declared_at)| RecordedConflict {
        proposal: proposal.clone(),
        user: person.clone(),
        kind,
        reason,
        declared_by,
        declared_at,
    }))
}

/// The recorded conflicts that a person has or reported, each with its proposal's number, the newest first.
pub fn conflicts_known_to(
    db: &mut Db,
    person: &UserId,
) -> Result<Vec<(String, CallId, RecordedConflict)>, Failure> {
    type Row =
        ((ProposalId, Option<String>, CallId), (UserId, ConflictKind, String, UserId, Timestamp));
    let rows = conflicts::table
        .inner_join(proposals::table)
        .filter(conflicts::user_id.eq(person).or(conflicts::declared_by.eq(person)))
        .order((conflicts::declared_at.desc(), conflicts::proposal_id, conflicts::user_id))
        .select((
            (proposals::id, proposals::number, proposals::call_id),
            (
                conflicts::user_id,
                conflicts::kind,
                conflicts::reason,
                conflicts::declared_by,
                conflicts::declared_at,
            ),
        ))
        .load::<Row>(db)?;
    let known =
        |((proposal, number, call), (user, kind, reason, declared_by, declared_at)): Row| {
            let missing =
                || Failure::Inconsistent(format!("a conflict with {proposal}, no number"));
            let number = number.ok_or_else(missing)?;
            let conflict =
                RecordedConflict { proposal, user, kind, reason, declared_by, declared_at };
            Ok((number, call, conflict))
        };
    rows.into_iter().map(known).collect()
}

/// Takes a conflict off the record of those that hold.
///
/// # Errors
/// `changed_meanwhile` when it is not there.
pub fn remove_conflict(db: &mut Db, of: &RecordedConflict) -> Result<(), Failure> {
    let known = conflicts::table.find((&of.proposal, &of.user));
    if diesel::delete(known).execute(db)? == 1 {
        Ok(())
    } else {
        Err(Failure::refused(common::CHANGED_MEANWHILE))
    }
}

pub fn insert_withdrawal(db: &mut Db, new: &Withdrawal) -> Result<(), Failure> {
    let kind = if new.kind() == ConflictKind::Reported { "reported" } else { "declared" };
    diesel::insert_into(conflict_withdrawals::table)
        .values((
            conflict_withdrawals::id.eq(&new.id),
            conflict_withdrawals::proposal_id.eq(&new.conflict.proposal),
            conflict_withdrawals::user_id.eq(&new.conflict.user),
            conflict_withdrawals::kind.eq(kind),
            conflict_withdrawals::conflict_reason.eq(&new.conflict.reason),
            conflict_withdrawals::declared_by.eq(&new.conflict.declared_by),
            conflict_withdrawals::declared_at.eq(new.conflict.declared_at),
            conflict_withdrawals::reason.eq(&new.reason),
            conflict_withdrawals::asked_by.eq(&new.asked_by),
            conflict_withdrawals::asked_at.eq(new.asked_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Keeps the answer to a request.
///
/// # Errors
/// `changed_meanwhile` when it has one.
pub fn rule_withdrawal(db: &mut Db, id: &RecordId, ruling: &Ruling) -> Result<(), Failure> {
    let waiting =
        conflict_withdrawals::table.find(id).filter(conflict_withdrawals::ruled_at.is_null());
    let changed = diesel::update(waiting)
        .set((
            conflict_withdrawals::is_confirmed.eq(ruling.comeback.is_some()),
            conflict_withdrawals::ruling.eq(&ruling.reason),
            conflict_withdrawals::ruled_by.eq(&ruling.by),
            conflict_withdrawals::ruled_at.eq(ruling.at),
            conflict_withdrawals::comeback.eq(ruling.comeback.map(Comeback::name)),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

pub fn find_withdrawal(db: &mut Db, id: &RecordId) -> Result<Option<Withdrawal>, Failure> {
    let row = conflict_withdrawals::table
        .find(id)
        .select(WithdrawalRow::as_select())
        .first(db)
        .optional()?;
    Ok(row.map(Withdrawal::from))
}

/// Whether a request about this conflict waits for a chair.
pub fn withdrawal_waits(
    db: &mut Db,
    proposal: &ProposalId,
    person: &UserId,
) -> Result<bool, Failure> {
    let waiting = conflict_withdrawals::table
        .filter(conflict_withdrawals::proposal_id.eq(proposal))
        .filter(conflict_withdrawals::user_id.eq(person))
        .filter(conflict_withdrawals::ruled_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(waiting)).get_result(db)?)
}

/// All requests of a call, each with its proposal's number, the newest first.
pub fn withdrawals_of_call(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(String, Withdrawal)>, Failure> {
    let rows = conflict_withdrawals::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call))
        .order((conflict_withdrawals::asked_at.desc(), conflict_withdrawals::id.desc()))
        .select((proposals::number, WithdrawalRow::as_select()))
        .load::<(Option<String>, WithdrawalRow)>(db)?;
    let with = |(number, row): (Option<String>, WithdrawalRow)| {
        let missing =
            || Failure::Inconsistent(format!("a withdrawal on {}, no number", row.proposal_id));
        Ok((number.ok_or_else(missing)?, Withdrawal::from(row)))
    };
    rows.into_iter().map(with).collect()
}

/// The requests that a person made, or that are about their own conflicts.
pub fn withdrawals_known_to(db: &mut Db, person: &UserId) -> Result<Vec<Withdrawal>, Failure> {
    let own =
        conflict_withdrawals::user_id.eq(person).or(conflict_withdrawals::asked_by.eq(person));
    let rows = conflict_withdrawals::table
        .filter(own)
        .order((conflict_withdrawals::asked_at.desc(), conflict_withdrawals::id.desc()))
        .select(WithdrawalRow::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Withdrawal::from).collect())
}
