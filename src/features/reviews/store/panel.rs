//! What the panel reads of earlier stages: the submitted texts, and what its
//! members judged before.

use crate::features::proposals::Content;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{assignments, problems, proposal_versions, proposals};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The submitted version of each of these proposals; later edits are not the panel's.
pub(in crate::features::reviews) fn submitted_texts(
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

/// The problems on which these people handed in sheets in other calls, by code, with the units that
/// own them.
pub(in crate::features::reviews) fn reviewed_before(
    db: &mut Db,
    people: &[UserId],
    call: &CallId,
) -> Result<Vec<(UserId, String, UnitCode)>, Failure> {
    Ok(assignments::table
        .inner_join(proposals::table.inner_join(problems::table))
        .filter(assignments::reviewer.eq_any(people).and(assignments::call_id.ne(call)))
        .filter(assignments::state.eq("submitted"))
        .select((assignments::reviewer, problems::code, problems::owner_unit))
        .distinct()
        .load(db)?)
}
