//! The sheets on one proposal: for a reviewer who has handed in their own, under letters; for those
//! who run the plenary, from the plenary on, by name.

use super::ReviewContext;
use crate::features::accounts::users_of;
use crate::features::reviews::rules::divergence::{Divergence, divergence};
use crate::features::reviews::rules::{blind, letters::letters};
use crate::features::reviews::{FirstSheet, Reconciliation, Score, Sheet, SubmittedSheet, store};
use crate::kernel::access::{self, Permission, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use serde::Serialize;
use std::collections::BTreeMap;

/// One locked sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OtherSheet {
    /// The reviewer's letter on this proposal.
    #[schema(example = "K")]
    pub letter: String,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// Null for a reviewer and the appeal team, unless the call is open.
    pub name: Option<String>,
    /// Null for a reviewer and the appeal team.
    pub reviewer: Option<UserId>,
    pub scores: BTreeMap<String, Score>,
    pub feedback: String,
    /// Null for a reviewer, except on their own sheet.
    pub note: Option<String>,
    /// Σ weight × score.
    pub total: i32,
    /// Null for a reviewer, except on their own sheet, because the hour can reveal who it was.
    pub submitted_at: Option<Timestamp>,
    /// As it was first handed in, if the chair has reopened it since. Null for a reviewer, except
    /// on their own sheet.
    pub first: Option<FirstView>,
}

/// A sheet as it was first handed in; it no longer counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FirstView {
    pub scores: BTreeMap<String, Score>,
    /// Σ weight × score.
    pub total: i32,
    pub submitted_at: Timestamp,
    /// Why it was reopened.
    pub reason: String,
    pub reopened_at: Timestamp,
}

/// The locked sheets on a proposal, by letter, and whether they diverge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OtherSheets {
    pub sheets: Vec<OtherSheet>,
    /// Null while they agree.
    pub divergence: Option<Divergence>,
    /// How they were discussed. Empty for a reviewer.
    pub reconciliations: Vec<Reconciliation>,
}

/// Reads the sheets on a proposal.
///
/// # Errors
/// `not_found` before one's own is handed in, in conflict, and for people without a part in it;
/// `wrong_phase` before the plenary for those who run it.
pub fn read_other_sheets(cx: &mut Cx<'_>, id: &ProposalId) -> Result<OtherSheets, Failure> {
    let context = ReviewContext::load(cx, id)?;
    others_in(cx, &context)
}

pub(super) fn others_in(cx: &mut Cx<'_>, context: &ReviewContext) -> Result<OtherSheets, Failure> {
    let id = &context.proposal.id;
    let facts = context.facts(cx.viewer, cx.now);
    access::may(cx.viewer, Permission::ReadOtherSheets, facts)?;
    let definition = &context.call().definition;
    let locked = store::sheets_on(cx.db, id)?;
    let texts: Vec<&Sheet> = locked.iter().map(|sheet| &sheet.sheet).collect();
    let divergence = divergence(&definition.rubric, &definition.panel, &texts);
    let names = letters(&store::ids_on(cx.db, id)?);
    // A reviewer has no other duty, so this distinguishes a fellow reviewer from the plenary.
    let is_peer = facts.has(crate::kernel::access::Relation::OwnSubmitted);
    let sight = Sight {
        viewer: &cx.viewer.user,
        is_peer,
        hides_people: is_peer || cx.viewer.is(Role::Appeal),
        people: if (is_peer || cx.viewer.is(Role::Appeal))
            && !blind::names_peers(definition.anonymity)
        {
            BTreeMap::new()
        } else {
            people_behind(cx.db, &locked)?
        },
        letters: names,
    };
    let first = context.first_sheets(cx.db)?;
    let of = |locked: SubmittedSheet| {
        let kept = first.get(&locked.assignment).cloned();
        sight.of(locked, kept)
    };
    let mut sheets = locked.into_iter().map(of).collect::<Result<Vec<OtherSheet>, Failure>>()?;
    sheets.sort_by(|one, other| one.letter.cmp(&other.letter));
    let reconciliations = if is_peer { Vec::new() } else { store::reconciliations_on(cx.db, id)? };
    Ok(OtherSheets { sheets, divergence, reconciliations })
}

/// The locked sheets on a proposal that count, under the reviewers' letters.
pub fn labelled_sheets(
    db: &mut Db,
    proposal: &ProposalId,
) -> Result<BTreeMap<String, SubmittedSheet>, Failure> {
    let mut names = letters(&store::ids_on(db, proposal)?);
    let sheets = store::sheets_on(db, proposal)?.into_iter();
    Ok(sheets.filter_map(|sheet| Some((names.remove(&sheet.assignment)?, sheet))).collect())
}

fn people_behind(
    db: &mut Db,
    locked: &[SubmittedSheet],
) -> Result<BTreeMap<UserId, String>, Failure> {
    let ids: Vec<UserId> = locked.iter().map(|sheet| sheet.reviewer.clone()).collect();
    Ok(users_of(db, &ids)?.into_iter().map(|user| (user.id, user.name)).collect())
}

impl From<FirstSheet> for FirstView {
    fn from(kept: FirstSheet) -> Self {
        let FirstSheet { total, sheet, submitted_at, reason, reopened_at } = kept;
        Self { scores: sheet.scores, total, submitted_at, reason, reopened_at }
    }
}

/// What one viewer may see of each sheet.
struct Sight<'a> {
    viewer: &'a UserId,
    is_peer: bool,
    /// Whether the authors are hidden, except where the mode shows them.
    hides_people: bool,
    /// The names that may be shown.
    people: BTreeMap<UserId, String>,
    letters: BTreeMap<AssignmentId, String>,
}

impl Sight<'_> {
    fn of(&self, locked: SubmittedSheet, first: Option<FirstSheet>) -> Result<OtherSheet, Failure> {
        let SubmittedSheet { assignment, reviewer, total, sheet, submitted_at, .. } = locked;
        let own = &reviewer == self.viewer;
        let unnamed = || Failure::Inconsistent(format!("task {assignment} has no letter"));
        Ok(OtherSheet {
            letter: self.letters.get(&assignment).cloned().ok_or_else(unnamed)?,
            own,
            name: self.people.get(&reviewer).cloned(),
            reviewer: Some(reviewer).filter(|_| !self.hides_people),
            scores: sheet.scores,
            feedback: sheet.feedback,
            note: Some(sheet.note).filter(|_| own || !self.is_peer),
            total,
            submitted_at: Some(submitted_at).filter(|_| own || !self.is_peer),
            first: first.filter(|_| own || !self.is_peer).map(FirstView::from),
        })
    }
}
