//! Every query on check-lists and repairs, and the verifiers' queue.

use super::proposals::StandingRow;
use crate::features::proposals::{
    Concluded, HandedIn, Queued, Repair, State, VerificationOutcome, VerificationSheet, Verified,
};
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ProposalId, RecordId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{proposals, repairs, verifications};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = verifications)]
struct SheetRow {
    proposal_id: ProposalId,
    verifier: UserId,
    round: i32,
    checks: String,
    concluded_at: Option<Timestamp>,
    outcome: Option<VerificationOutcome>,
    updated_at: Timestamp,
}

impl SheetRow {
    fn of(proposal: &ProposalId, sheet: &VerificationSheet) -> Result<Self, Failure> {
        Ok(Self {
            proposal_id: proposal.clone(),
            verifier: sheet.verifier.clone(),
            round: sheet.round,
            checks: serde_json::to_string(&sheet.checks)?,
            concluded_at: sheet.concluded_at(),
            outcome: sheet.outcome(),
            updated_at: sheet.updated_at,
        })
    }
}

impl TryFrom<SheetRow> for VerificationSheet {
    type Error = Failure;
    fn try_from(row: SheetRow) -> Result<Self, Failure> {
        let concluded = row.outcome.zip(row.concluded_at);
        Ok(Self {
            checks: serde_json::from_str(&row.checks)?,
            // The table has both or neither.
            concluded: concluded.map(|(outcome, at)| Concluded { outcome, at }),
            verifier: row.verifier,
            round: row.round,
            updated_at: row.updated_at,
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = repairs)]
struct RepairRow {
    id: RecordId,
    items: String,
    reason: String,
    opened_by: UserId,
    opened_at: Timestamp,
    due_at: Timestamp,
    closed_at: Option<Timestamp>,
}

impl TryFrom<RepairRow> for Repair {
    type Error = Failure;
    fn try_from(row: RepairRow) -> Result<Self, Failure> {
        Ok(Self {
            items: serde_json::from_str(&row.items)?,
            id: row.id,
            reason: row.reason,
            opened_by: row.opened_by,
            opened_at: Told::exactly(row.opened_at),
            due_at: row.due_at,
            closed_at: row.closed_at,
        })
    }
}

/// All check-lists of a proposal, by round and verifier.
pub(in crate::features::proposals) fn sheets_of(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<VerificationSheet>, Failure> {
    let rows = verifications::table
        .filter(verifications::proposal_id.eq(proposal))
        .order((verifications::round, verifications::verifier))
        .select(SheetRow::as_select())
        .load(db)?;
    rows.into_iter().map(VerificationSheet::try_from).collect()
}

/// The same for all proposals of a call, each with its proposal.
pub(in crate::features::proposals) fn sheets_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(ProposalId, VerificationSheet)>, Failure> {
    let rows = verifications::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call))
        .select((verifications::proposal_id, SheetRow::as_select()))
        .load::<(ProposalId, SheetRow)>(db)?;
    rows.into_iter().map(|(id, row)| Ok((id, row.try_into()?))).collect()
}

/// Saves a draft or a conclusion. A concluded check-list is not changed.
///
/// # Errors
/// `changed_meanwhile` when the sheet has been concluded already.
pub(in crate::features::proposals) fn save_sheet(
    db: &mut Db,
    proposal: &ProposalId,
    sheet: &VerificationSheet,
) -> Result<(), Failure> {
    let row = SheetRow::of(proposal, sheet)?;
    let key = (proposal, sheet.round, &sheet.verifier);
    let changed = diesel::update(
        verifications::table.find(key).filter(verifications::concluded_at.is_null()),
    )
    .set((
        verifications::checks.eq(&row.checks),
        verifications::concluded_at.eq(row.concluded_at),
        verifications::outcome.eq(&row.outcome),
        verifications::updated_at.eq(row.updated_at),
    ))
    .execute(db)?;
    if changed > 0 {
        return Ok(());
    }
    let there: i64 = verifications::table.find(key).count().get_result(db)?;
    if there > 0 {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    diesel::insert_into(verifications::table).values(row).execute(db)?;
    Ok(())
}

/// All repairs of a proposal, the latest last.
pub(in crate::features::proposals) fn repairs_of(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<Repair>, Failure> {
    let rows = repairs::table
        .filter(repairs::proposal_id.eq(proposal))
        .order((repairs::opened_at, repairs::id))
        .select(RepairRow::as_select())
        .load(db)?;
    rows.into_iter().map(Repair::try_from).collect()
}

/// The same for all proposals of a call, each with its proposal.
pub(in crate::features::proposals) fn repairs_in(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(ProposalId, Repair)>, Failure> {
    let rows = repairs::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call))
        .order((repairs::opened_at, repairs::id))
        .select((repairs::proposal_id, RepairRow::as_select()))
        .load::<(ProposalId, RepairRow)>(db)?;
    rows.into_iter().map(|(id, row)| Ok((id, row.try_into()?))).collect()
}

pub(in crate::features::proposals) fn insert_repair(
    db: &mut Db,
    proposal: &ProposalId,
    repair: &Repair,
) -> Result<(), Failure> {
    diesel::insert_into(repairs::table)
        .values((
            repairs::id.eq(&repair.id),
            repairs::proposal_id.eq(proposal),
            repairs::items.eq(serde_json::to_string(&repair.items)?),
            repairs::reason.eq(&repair.reason),
            repairs::opened_by.eq(&repair.opened_by),
            repairs::opened_at.eq(repair.opened_at.instant()),
            repairs::due_at.eq(repair.due_at),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::proposals) fn close_repair(
    db: &mut Db,
    id: &RecordId,
    at: Timestamp,
) -> Result<(), Failure> {
    let open = repairs::table.find(id).filter(repairs::closed_at.is_null());
    diesel::update(open).set(repairs::closed_at.eq(at)).execute(db)?;
    Ok(())
}

/// States in the queue: to be verified, and already verified.
const VERIFIED_STATES: [State; 3] = [State::Submitted, State::Eligible, State::Ineligible];

type QueuedRow = (ProposalId, UnitCode, StandingRow);

/// All submitted proposals of a call, by number, except those in `hidden`.
pub(in crate::features::proposals) fn queue(
    db: &mut Db,
    call: &CallId,
    hidden: &BTreeSet<ProposalId>,
) -> Result<Vec<Queued>, Failure> {
    let mut query = proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::state.eq_any(VERIFIED_STATES))
        .order(proposals::number)
        .select((proposals::id, proposals::unit, StandingRow::as_select()))
        .into_boxed::<crate::platform::db::Backend>();
    if !hidden.is_empty() {
        query = query.filter(proposals::id.ne_all(hidden));
    }
    query.load::<QueuedRow>(db)?.into_iter().map(queued).collect()
}

fn queued((proposal, unit, standing): QueuedRow) -> Result<Queued, Failure> {
    let (state, HandedIn { number, level, at, .. }) = standing.given()?;
    Ok(Queued { proposal, number, unit, level, state, submitted_at: at })
}

/// When the last verifier concluded on a proposal.
pub fn found_at(db: &mut Db, proposal: &ProposalId) -> Result<Option<Timestamp>, Failure> {
    Ok(verifications::table
        .filter(verifications::proposal_id.eq(proposal))
        .select(diesel::dsl::max(verifications::concluded_at))
        .first(db)?)
}

/// Everybody who ever began to verify a proposal.
pub fn verifiers_of(db: &mut Db, proposal: &ProposalId) -> Result<Vec<UserId>, Failure> {
    Ok(verifications::table
        .filter(verifications::proposal_id.eq(proposal))
        .select(verifications::verifier)
        .load(db)?)
}

/// Every submitted proposal of a call that was not withdrawn, by number, with the concluded
/// check-lists. For the exports; two statements, independent of their number.
pub fn verified_in(db: &mut Db, call: &CallId) -> Result<Vec<Verified>, Failure> {
    let rows = proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::state.eq_any(VERIFIED_STATES))
        .order(proposals::number)
        .select((proposals::id, proposals::unit, StandingRow::as_select(), proposals::candidate))
        .load::<(ProposalId, UnitCode, StandingRow, UserId)>(db)?;
    let mut sheets = concluded_in(db, call)?;
    let verified = rows.into_iter().map(|(id, unit, standing, candidate)| {
        let of = queued((id, unit, standing))?;
        Ok(Verified {
            sheets: sheets.remove(&of.proposal).unwrap_or_default(),
            level: of.level,
            candidate,
            proposal: of.proposal,
            number: of.number,
            unit: of.unit,
            state: of.state,
            submitted_at: of.submitted_at,
        })
    });
    verified.collect()
}

fn concluded_in(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeMap<ProposalId, Vec<VerificationSheet>>, Failure> {
    let rows = verifications::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call).and(verifications::concluded_at.is_not_null()))
        .order((verifications::round, verifications::concluded_at, verifications::verifier))
        .select((verifications::proposal_id, SheetRow::as_select()))
        .load::<(ProposalId, SheetRow)>(db)?;
    let mut sheets: BTreeMap<ProposalId, Vec<VerificationSheet>> = BTreeMap::new();
    for (proposal, row) in rows {
        sheets.entry(proposal).or_default().push(row.try_into()?);
    }
    Ok(sheets)
}
