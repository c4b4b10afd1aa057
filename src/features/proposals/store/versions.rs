//! What was submitted, version by version, and what else held then. Rows are added, never changed.

use crate::features::proposals::{
    Circumstances, Content, Programme, Proposal, Receipt, State, Text, Version,
};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId};
use crate::platform::db::Db;
use crate::platform::db::schema::{proposal_versions, proposals};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = proposal_versions)]
struct VersionRow {
    number: i32,
    content: String,
    eligibility: String,
    receipt: String,
    circumstances: String,
}

impl TryFrom<VersionRow> for Version {
    type Error = Failure;
    fn try_from(row: VersionRow) -> Result<Self, Failure> {
        let Circumstances { problem, applicant } = serde_json::from_str(&row.circumstances)?;
        Ok(Self {
            registered_problem: problem,
            applicant,
            files: Vec::new(),
            number: row.number,
            content: serde_json::from_str(&row.content)?,
            eligibility: serde_json::from_str(&row.eligibility)?,
            receipt: serde_json::from_str(&row.receipt)?,
        })
    }
}

/// Every submission of a proposal, the first one first.
pub(in crate::features::proposals) fn versions_of(
    db: &mut Db,
    id: &ProposalId,
) -> Result<Vec<Version>, Failure> {
    proposal_versions::table
        .filter(proposal_versions::proposal_id.eq(id))
        .order(proposal_versions::number)
        .select(VersionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Version::try_from)
        .collect()
}

/// One submission.
pub(in crate::features::proposals) fn version_of(
    db: &mut Db,
    id: &ProposalId,
    number: i32,
) -> Result<Option<Version>, Failure> {
    let row = proposal_versions::table
        .find((id, number))
        .select(VersionRow::as_select())
        .first(db)
        .optional()?;
    row.map(Version::try_from).transpose()
}

/// What else held when the submission that counts was handed in; empty where there is none.
///
/// # Errors
/// When the database fails or the stored text is not one.
pub fn circumstances_of(db: &mut Db, id: &ProposalId) -> Result<Circumstances, Failure> {
    let text = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposals::id.eq(id))
        .filter(proposals::submitted_version.eq(proposal_versions::number.nullable()))
        .select(proposal_versions::circumstances)
        .first::<String>(db)
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

/// The receipt of the submission that counts.
pub(in crate::features::proposals) fn last_receipt(
    db: &mut Db,
    id: &ProposalId,
) -> Result<Option<Receipt>, Failure> {
    let text = proposal_versions::table
        .filter(proposal_versions::proposal_id.eq(id))
        .order(proposal_versions::number.desc())
        .select(proposal_versions::receipt)
        .first::<String>(db)
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

pub(in crate::features::proposals) fn insert_version(
    db: &mut Db,
    (content, circumstances): (&Content, &Circumstances),
    eligibility: &impl Serialize,
    receipt: &Receipt,
) -> Result<(), Failure> {
    diesel::insert_into(proposal_versions::table)
        .values((
            proposal_versions::proposal_id.eq(&receipt.proposal),
            proposal_versions::number.eq(receipt.version),
            proposal_versions::content.eq(serde_json::to_string(content)?),
            proposal_versions::content_hash.eq(&receipt.content_hash),
            proposal_versions::eligibility.eq(serde_json::to_string(eligibility)?),
            proposal_versions::receipt.eq(serde_json::to_string(receipt)?),
            proposal_versions::submitted_at.eq(receipt.submitted_at),
            proposal_versions::circumstances.eq(serde_json::to_string(circumstances)?),
        ))
        .execute(db)?;
    Ok(())
}

type SubmittedText = (String, Option<ProblemId>, Option<String>);

/// The proposal with the text of the submission that counts, whatever was edited since; `None`
/// before the first submission.
pub(in crate::features::proposals) fn as_submitted(
    db: &mut Db,
    proposal: Proposal,
) -> Result<Option<Proposal>, Failure> {
    let (Some(number), Some(submitted_at)) = (proposal.submitted_version, proposal.submitted_at)
    else {
        return Ok(None);
    };
    let found = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposal_versions::proposal_id.eq(&proposal.id))
        .filter(proposal_versions::number.eq(number))
        .select((
            proposal_versions::content,
            proposals::submitted_problem,
            proposals::submitted_level,
        ))
        .first::<SubmittedText>(db)
        .optional()?;
    let Some((content, problem, level)) = found else { return Ok(None) };
    Ok(Some(Proposal {
        content: serde_json::from_str(&content)?,
        problem: problem.unwrap_or(proposal.problem),
        level: level.unwrap_or(proposal.level),
        updated_at: submitted_at,
        ..proposal
    }))
}

/// The whole text of the submission that counts.
pub(in crate::features::proposals) fn text_of(
    db: &mut Db,
    proposal: &Proposal,
) -> Result<Option<Text>, Failure> {
    Ok(as_submitted(db, proposal.clone())?.map(|submitted| submitted.text()))
}

/// A proposal as every other room may know it: with what was handed in. A text that was never handed
/// in stays in this room, so there is none then.
///
/// # Errors
/// When the database fails or the stored text is not one.
pub fn find_counting(db: &mut Db, id: &ProposalId) -> Result<Option<Proposal>, Failure> {
    let Some(proposal) = super::find(db, id)? else { return Ok(None) };
    let draft = Proposal { content: Content::default(), ..proposal.clone() };
    Ok(Some(as_submitted(db, proposal)?.unwrap_or(draft)))
}

/// One proposal as it was submitted: what verifiers and the panel read.
///
/// # Errors
/// When the database fails or the stored text is not one.
pub fn find_submitted(db: &mut Db, id: &ProposalId) -> Result<Option<Proposal>, Failure> {
    match super::find(db, id)? {
        Some(proposal) => as_submitted(db, proposal),
        None => Ok(None),
    }
}

/// The programme that each eligible proposal of a call was submitted with, one statement for all.
///
/// # Errors
/// When the database fails or a stored text is not one.
pub fn studies_in(db: &mut Db, call: &CallId) -> Result<BTreeMap<ProposalId, Programme>, Failure> {
    let rows = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible)))
        .filter(proposals::submitted_version.eq(proposal_versions::number.nullable()))
        .select((proposals::id, proposal_versions::content))
        .load::<(ProposalId, String)>(db)?;
    let parsed = rows.into_iter().map(|(id, content)| {
        let content: Content = serde_json::from_str(&content)?;
        Ok((id, content.programme))
    });
    parsed.collect()
}

/// The one figure of a text that a budget needs; the rest is passed over unread.
#[derive(Deserialize)]
struct Costing {
    study: CostingStudy,
}

#[derive(Deserialize)]
struct CostingStudy {
    requested_cost: Option<u64>,
}

/// What each proposal of a call that passed verification asked for, as it was submitted; those that
/// asked for nothing are not in it.
///
/// # Errors
/// When the database fails or a stored text is not one.
pub fn requested_costs(db: &mut Db, call: &CallId) -> Result<BTreeMap<ProposalId, u64>, Failure> {
    let submitted = proposals::submitted_version.eq(proposal_versions::number.nullable());
    let texts = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible)))
        .filter(submitted)
        .select((proposals::id, proposal_versions::content))
        .load::<(ProposalId, String)>(db)?;
    let mut costs = BTreeMap::new();
    for (id, text) in texts {
        let Costing { study } = serde_json::from_str(&text)?;
        if let Some(cost) = study.requested_cost {
            costs.insert(id, cost);
        }
    }
    Ok(costs)
}

/// The submitted version of each of these proposals; later edits are not the panel's.
///
/// # Errors
/// When the database fails or a text cannot be read.
pub fn submitted_texts(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, Content>, Failure> {
    let rows = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposals::id.eq_any(ids))
        .filter(proposals::submitted_version.eq(proposal_versions::number.nullable()))
        .select((proposals::id, proposal_versions::content))
        .load::<(ProposalId, String)>(db)?;
    rows.into_iter().map(|(id, content)| Ok((id, serde_json::from_str(&content)?))).collect()
}
