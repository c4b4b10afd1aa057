//! Endorsements by unit heads and problem owners. Rows are added, never changed.

use crate::features::proposals::{Endorsement, EndorsementKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::endorsements;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = endorsements)]
struct EndorsementRow {
    id: RecordId,
    proposal_id: ProposalId,
    kind: String,
    endorsed_by: UserId,
    statement: String,
    essence_hash: String,
    endorsed_at: Timestamp,
}

/// All endorsements of a proposal, oldest first. Current are those that signed this content.
pub(in crate::features::proposals) fn endorsements_of(
    db: &mut Db,
    id: &ProposalId,
    essence: &str,
) -> Result<Vec<Endorsement>, Failure> {
    let rows = endorsements::table
        .filter(endorsements::proposal_id.eq(id))
        .order((endorsements::endorsed_at, endorsements::kind))
        .select(EndorsementRow::as_select())
        .load(db)?;
    rows.into_iter().map(|row| from_row(row, essence)).collect()
}

fn from_row(row: EndorsementRow, essence: &str) -> Result<Endorsement, Failure> {
    let kind = EndorsementKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
    Ok(Endorsement {
        kind: kind.ok_or_else(|| Failure::Inconsistent(format!("endorsement {}", row.kind)))?,
        current: row.essence_hash == essence,
        id: row.id,
        endorsed_by: row.endorsed_by,
        statement: row.statement,
        essence_hash: row.essence_hash,
        endorsed_at: row.endorsed_at,
    })
}

pub(in crate::features::proposals) fn insert_endorsement(
    db: &mut Db,
    proposal: &ProposalId,
    new: &Endorsement,
) -> Result<(), Failure> {
    let row = EndorsementRow {
        id: new.id.clone(),
        proposal_id: proposal.clone(),
        kind: new.kind.name().to_owned(),
        endorsed_by: new.endorsed_by.clone(),
        statement: new.statement.clone(),
        essence_hash: new.essence_hash.clone(),
        endorsed_at: new.endorsed_at,
    };
    diesel::insert_into(endorsements::table).values(row).execute(db)?;
    Ok(())
}
