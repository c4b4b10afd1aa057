//! The panel's progress by reviewer and by proposal. Only counts, never scores; proposals with
//! which the viewer is in conflict are not counted.

use super::visible_call;
use crate::features::accounts::users_of;
use crate::features::calls;
use crate::features::conflicts::CallContext;
use crate::features::proposals::entrants_of;
use crate::features::reviews::{Assignment, AssignmentState, store};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde::Serialize;
use std::collections::BTreeMap;

/// Tasks by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Not begun.
    pub assigned: u32,
    pub draft: u32,
    pub submitted: u32,
}

impl Counts {
    pub(super) fn add(&mut self, state: AssignmentState) {
        match state {
            AssignmentState::Assigned => self.assigned += 1,
            AssignmentState::Draft => self.draft += 1,
            AssignmentState::Submitted => self.submitted += 1,
            AssignmentState::Declined | AssignmentState::Removed => {}
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReviewerProgress {
    pub reviewer: UserId,
    pub name: String,
    #[serde(flatten)]
    pub counts: Counts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProposalProgress {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Sheets that it needs to be ranked.
    pub wanted: u32,
    #[serde(flatten)]
    pub counts: Counts,
}

/// The progress of the panel's work.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Progress {
    pub total: Counts,
    /// All who have a task or are on the panel.
    pub reviewers: Vec<ReviewerProgress>,
    /// A page, by number.
    pub proposals: Page<ProposalProgress>,
}

/// Reads the progress of a call.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn read_progress(cx: &mut Cx<'_>, id: &CallId, paging: &Paging) -> Result<Progress, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    progress_in(cx, &context, paging)
}

/// The same, for actions that already have the call.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn progress_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    paging: &Paging,
) -> Result<Progress, Failure> {
    access::may(cx.viewer, Permission::ReadProgress, Facts::in_phase(context.phase))?;
    let (call, id) = (&context.call, &context.call.id);
    let hidden = context.hidden(cx.db)?;
    let mut entrants = entrants_of(cx.db, id)?;
    entrants.retain(|entrant| !hidden.contains(&entrant.id));
    let (mut total, mut of, mut by) = (Counts::default(), BTreeMap::new(), BTreeMap::new());
    for entrant in &entrants {
        of.insert(entrant.id.clone(), Counts::default());
    }
    for member in calls::panel_of(cx.db, id)? {
        by.insert(member.user, Counts::default());
    }
    for Assignment { proposal, reviewer, state, .. } in store::all_of_call(cx.db, id)? {
        let Some(counts) = of.get_mut(&proposal) else { continue };
        counts.add(state);
        total.add(state);
        by.entry(reviewer).or_default().add(state);
    }
    let after = paging.key::<(String, ProposalId)>()?;
    let wanted = call.definition.panel.sheets_per_proposal;
    let rows = entrants
        .into_iter()
        .map(|one| (one.number, one.id))
        .filter(|key| after.as_ref().is_none_or(|after| key > after))
        .map(|(number, proposal)| {
            let counts = of.get(&proposal).copied().unwrap_or_default();
            ProposalProgress { proposal, number, wanted, counts }
        })
        .collect();
    let proposals = Page::cut(rows, paging, |row: &ProposalProgress| {
        (row.number.clone(), row.proposal.clone())
    })?;
    Ok(Progress { total, reviewers: by_name(cx.db, &by)?, proposals })
}

fn by_name(
    db: &mut Db,
    counts: &BTreeMap<UserId, Counts>,
) -> Result<Vec<ReviewerProgress>, Failure> {
    let ids: Vec<UserId> = counts.keys().cloned().collect();
    let mut rows: Vec<ReviewerProgress> = users_of(db, &ids)?
        .into_iter()
        .map(|user| ReviewerProgress {
            counts: counts.get(&user.id).copied().unwrap_or_default(),
            reviewer: user.id,
            name: user.name,
        })
        .collect();
    rows.sort_by(|one, other| (&one.name, &one.reviewer).cmp(&(&other.name, &other.reviewer)));
    Ok(rows)
}
