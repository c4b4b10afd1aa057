//! What was submitted, version by version, and what else was true then. Rows are added, never
//! changed.

use super::proposals::ProposalRow;
use crate::features::proposals::{
    ArrivedSubmission, Circumstances, Content, HandedIn, Programme, Proposal, Receipt, State,
    Version,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId};
use crate::platform::db::schema::{proposal_versions, proposals};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::ledger::Head;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// All submissions of a proposal, oldest first.
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

/// The numbers of all submissions of a proposal.
pub(in crate::features::proposals) fn version_numbers(
    db: &mut Db,
    id: &ProposalId,
) -> Result<Vec<i32>, Failure> {
    Ok(proposal_versions::table
        .filter(proposal_versions::proposal_id.eq(id))
        .order(proposal_versions::number)
        .select(proposal_versions::number)
        .load(db)?)
}

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

/// The receipt of the submission in force.
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
    super::seeking::keep_title(db, &receipt.proposal, &content.title)
}

/// The part of a receipt that no column has.
#[derive(Deserialize)]
struct OnReceipt {
    ledger: Option<Head>,
}

/// Every submission of these proposals, the oldest first, by what its receipt says.
pub(in crate::features::proposals) fn arrivals_of_many(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, Vec<ArrivedSubmission>>, Failure> {
    let rows = proposal_versions::table
        .filter(proposal_versions::proposal_id.eq_any(ids))
        .order((proposal_versions::proposal_id, proposal_versions::number))
        .select((
            proposal_versions::proposal_id,
            proposal_versions::number,
            proposal_versions::submitted_at,
            proposal_versions::content_hash,
            proposal_versions::receipt,
        ))
        .load::<(ProposalId, i32, Timestamp, String, String)>(db)?;
    let mut found: BTreeMap<ProposalId, Vec<ArrivedSubmission>> = BTreeMap::new();
    for (id, version, submitted_at, content_hash, receipt) in rows {
        let OnReceipt { ledger } = serde_json::from_str(&receipt)?;
        let one = ArrivedSubmission { version, submitted_at, content_hash, ledger };
        found.entry(id).or_default().push(one);
    }
    Ok(found)
}

/// The proposals one of whose receipts has this hash, or one that begins so.
pub(in crate::features::proposals) fn with_receipt(
    db: &mut Db,
    hash: &str,
) -> Result<BTreeSet<ProposalId>, Failure> {
    // Every hash that begins so lies before this.
    let end = format!("{hash}g");
    let named =
        proposal_versions::content_hash.ge(hash).and(proposal_versions::content_hash.lt(end));
    let found = proposal_versions::table.filter(named).select(proposal_versions::proposal_id);
    Ok(found.load::<ProposalId>(db)?.into_iter().collect())
}

/// The submission in force: its text, without later edits, and what else was true then.
#[derive(Debug, Clone)]
pub(in crate::features::proposals) struct Counting {
    content: Content,
    pub handed_in: HandedIn,
    pub circumstances: Circumstances,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = proposal_versions)]
struct CountingRow {
    content: String,
    circumstances: String,
}

impl Counting {
    /// The proposal as it was submitted.
    pub(in crate::features::proposals) fn of(&self, proposal: &Proposal) -> Proposal {
        Proposal {
            content: self.content.clone(),
            problem: self.handed_in.problem.clone(),
            level: self.handed_in.level.clone(),
            updated_at: self.handed_in.at,
            ..proposal.clone()
        }
    }
}

/// One proposal with its current text, and the submission in force, if there is one. One statement.
pub(in crate::features::proposals) fn find_with_submission(
    db: &mut Db,
    id: &ProposalId,
) -> Result<Option<(Proposal, Option<Counting>)>, Failure> {
    let counts = proposal_versions::proposal_id
        .eq(proposals::id)
        .and(proposals::submitted_version.eq(proposal_versions::number.nullable()));
    let found = proposals::table
        .left_join(proposal_versions::table.on(counts))
        .filter(proposals::id.eq(id))
        .select((ProposalRow::as_select(), Option::<CountingRow>::as_select()))
        .first::<(ProposalRow, Option<CountingRow>)>(db)
        .optional()?;
    let Some((row, version)) = found else { return Ok(None) };
    let proposal = Proposal::try_from(row)?;
    let counting = match (proposal.handed_in(), version) {
        (None, None) => None,
        (Some(handed_in), Some(CountingRow { content, circumstances })) => Some(Counting {
            content: serde_json::from_str(&content)?,
            handed_in: handed_in.clone(),
            circumstances: serde_json::from_str(&circumstances)?,
        }),
        (Some(_), None) | (None, Some(_)) => {
            return Err(Failure::Inconsistent(format!(
                "the submission of proposal {id} is missing"
            )));
        }
    };
    Ok(Some((proposal, counting)))
}

/// A proposal for other modules: as submitted. A text that was never submitted stays in this
/// module, so there is none then.
pub fn find_counting(db: &mut Db, id: &ProposalId) -> Result<Option<Proposal>, Failure> {
    let found = find_with_submission(db, id)?;
    Ok(found.map(|(draft, counting)| match counting {
        Some(counting) => counting.of(&draft),
        None => Proposal { content: Content::default(), ..draft },
    }))
}

/// These proposals as they were submitted, in one statement for every some hundred of them.
pub fn submitted_many(
    db: &mut Db,
    ids: &[ProposalId],
) -> Result<BTreeMap<ProposalId, Proposal>, Failure> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let counts = proposals::submitted_version.eq(proposal_versions::number.nullable());
        let rows = proposal_versions::table
            .inner_join(proposals::table)
            .filter(proposals::id.eq_any(some).and(counts))
            .select((ProposalRow::as_select(), proposal_versions::content))
            .load::<(ProposalRow, String)>(db)?;
        for (row, content) in rows {
            let draft = Proposal::try_from(row)?;
            let handed_in = draft.given()?.clone();
            let proposal = Proposal {
                content: serde_json::from_str(&content)?,
                problem: handed_in.problem.clone(),
                level: handed_in.level.clone(),
                updated_at: handed_in.at,
                ..draft
            };
            found.insert(proposal.id.clone(), proposal);
        }
    }
    Ok(found)
}

/// One proposal as it was submitted: what verifiers and the panel read.
pub fn find_submitted(db: &mut Db, id: &ProposalId) -> Result<Option<Proposal>, Failure> {
    let found = find_with_submission(db, id)?;
    Ok(found.and_then(|(draft, counting)| Some(counting?.of(&draft))))
}

/// The programme of each eligible proposal of a call as submitted, in one statement.
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

/// The one figure of a text that a budget needs; the rest is not parsed.
#[derive(Deserialize)]
struct Costing {
    #[serde(default)]
    study: CostingStudy,
}

#[derive(Default, Deserialize)]
struct CostingStudy {
    requested_cost: Option<u64>,
}

/// The amount that each verified proposal of a call asked for, as submitted; proposals that asked
/// for nothing are left out.
pub fn requested_costs(db: &mut Db, call: &CallId) -> Result<BTreeMap<ProposalId, u64>, Failure> {
    let submitted = proposals::submitted_version.eq(proposal_versions::number.nullable());
    let texts = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposals::call_id.eq(call).and(proposals::state.eq(State::Eligible)))
        .filter(submitted)
        .select((proposals::id, proposal_versions::content))
        .load::<(ProposalId, String)>(db)?;
    read_costs(texts)
}

fn read_costs(texts: Vec<(ProposalId, String)>) -> Result<BTreeMap<ProposalId, u64>, Failure> {
    let mut costs = BTreeMap::new();
    for (id, text) in texts {
        let Costing { study } = serde_json::from_str(&text)?;
        if let Some(cost) = study.requested_cost {
            costs.insert(id, cost);
        }
    }
    Ok(costs)
}

/// The same of these proposals, whatever their call.
pub fn costs_of(db: &mut Db, ids: &[ProposalId]) -> Result<BTreeMap<ProposalId, u64>, Failure> {
    let submitted = proposals::submitted_version.eq(proposal_versions::number.nullable());
    let texts = proposal_versions::table
        .inner_join(proposals::table)
        .filter(proposals::id.eq_any(ids).and(submitted))
        .select((proposals::id, proposal_versions::content))
        .load::<(ProposalId, String)>(db)?;
    read_costs(texts)
}

/// The submitted version of each of these proposals. The panel does not see later edits.
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
