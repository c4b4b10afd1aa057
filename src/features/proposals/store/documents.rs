//! Every query on uploaded documents, including all earlier versions. `pins` says which of them
//! belong to a submission.

use crate::features::proposals::Document;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{DocumentId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::documents;
use crate::platform::files::MediaType;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = documents)]
pub(super) struct DocumentRow {
    id: DocumentId,
    proposal_id: ProposalId,
    kind: String,
    version: i32,
    file_name: String,
    media_type: String,
    size: i64,
    sha256: String,
    uploaded_by: UserId,
    uploaded_at: Timestamp,
}

impl TryFrom<DocumentRow> for Document {
    type Error = Failure;
    fn try_from(row: DocumentRow) -> Result<Self, Failure> {
        let odd = || Failure::Inconsistent(format!("document {}", row.id));
        Ok(Self {
            media_type: MediaType::from_name(&row.media_type).ok_or_else(odd)?,
            size: u64::try_from(row.size).map_err(|_| odd())?,
            id: row.id,
            proposal: row.proposal_id,
            kind: row.kind,
            version: row.version,
            file_name: row.file_name,
            sha256: row.sha256,
            uploaded_by: row.uploaded_by,
            uploaded_at: row.uploaded_at,
        })
    }
}

/// All versions of all kinds, the newest of a kind first.
pub(in crate::features::proposals) fn documents_of(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<Vec<Document>, Failure> {
    let rows = documents::table
        .filter(documents::proposal_id.eq(proposal))
        .order((documents::kind, documents::version.desc()))
        .select(DocumentRow::as_select())
        .load(db)?;
    rows.into_iter().map(Document::try_from).collect()
}

/// The same for several proposals at once.
pub(in crate::features::proposals) fn documents_of_many(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, Vec<Document>>, Failure> {
    let rows = documents::table
        .filter(documents::proposal_id.eq_any(ids))
        .order((documents::kind, documents::version.desc()))
        .select(DocumentRow::as_select())
        .load(db)?;
    let mut found: BTreeMap<ProposalId, Vec<Document>> = BTreeMap::new();
    for row in rows {
        found.entry(row.proposal_id.clone()).or_default().push(row.try_into()?);
    }
    Ok(found)
}

pub(in crate::features::proposals) fn find_document(
    db: &mut Db,
    id: &DocumentId,
) -> Result<Option<Document>, Failure> {
    let row = documents::table.find(id).select(DocumentRow::as_select()).first(db).optional()?;
    row.map(Document::try_from).transpose()
}

pub(in crate::features::proposals) fn insert_document(
    db: &mut Db,
    document: &Document,
) -> Result<(), Failure> {
    let too_large = |_| Failure::Inconsistent("a file of more than 2^63 bytes".to_owned());
    let row = DocumentRow {
        id: document.id.clone(),
        proposal_id: document.proposal.clone(),
        kind: document.kind.clone(),
        version: document.version,
        file_name: document.file_name.clone(),
        media_type: document.media_type.name().to_owned(),
        size: i64::try_from(document.size).map_err(too_large)?,
        sha256: document.sha256.clone(),
        uploaded_by: document.uploaded_by.clone(),
        uploaded_at: document.uploaded_at,
    };
    diesel::insert_into(documents::table).values(row).execute(db)?;
    Ok(())
}
