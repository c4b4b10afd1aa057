//! Reading proposals. The candidate sees the current text, and so do the endorsers while the call
//! is open; all others see what was submitted, or nothing.

use super::{ProposalContext, call_of, headed_unit};
use crate::features::accounts::{Unit, load_units};
use crate::features::calls::Call;
use crate::features::conflicts;
use crate::features::proposals::fields::{self, Audience};
use crate::features::proposals::lines::COLUMNS;
use crate::features::proposals::rules::{NOT_SUBMITTED, endorsed_content::endorsed_hash};
use crate::features::proposals::store::{self, Scope};
use crate::features::proposals::{
    Endorsement, Proposal, ProposalFilter, ProposalSearch, Receipt, State, Summary,
};
use crate::kernel::access::{self, Facts, Permission, Phase, Role, Viewer};
use crate::kernel::errors::{Failure, common::field};
use crate::kernel::ids::{CallId, ProposalId, UnitCode};
use crate::kernel::listing::{Choices, Listed, Listing, sift};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use std::collections::{BTreeMap, BTreeSet};

/// A proposal, limited to what the viewer may see.
///
/// # Errors
/// `not_found`.
pub fn read(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Proposal, Failure> {
    seen(cx.viewer, &ProposalContext::find(cx, id)?)
}

/// Readers of the draft: the candidate, and the endorsers while the call is open and the proposal
/// was not withdrawn.
fn reads_draft(viewer: &Viewer, context: &ProposalContext) -> bool {
    let is_alive = context.is_own() || context.proposal.state() != State::Withdrawn;
    is_alive && context.allows(viewer, Permission::ReadDraftProposal)
}

/// For reading, `wrong_phase` becomes `not_found`, so that nobody learns whether a draft exists.
pub(super) fn seen(viewer: &Viewer, context: &ProposalContext) -> Result<Proposal, Failure> {
    let mut proposal = if reads_draft(viewer, context) {
        context.proposal.clone()
    } else if context.allows(viewer, Permission::ReadProposal) {
        context.submitted().ok_or_else(Failure::not_found)?
    } else {
        return Err(Failure::not_found());
    };
    if !context.is_own() && !context.allows(viewer, Permission::ReadVerification) {
        // Nothing is masked for them: what only a masked text may tell they do not see.
        let unseen = |_: &str| String::new();
        proposal.content = fields::shown_to(&proposal.content, Audience::Reader, &unseen)?;
    }
    Ok(proposal)
}

/// A page of proposals, oldest first: as [`search`], without a question; they are neither counted nor are their problems
/// named.
///
/// # Errors
/// As [`search`].
pub fn list(
    cx: &mut Cx<'_>,
    filter: &ProposalFilter,
    paging: &Paging,
) -> Result<Page<Summary>, Failure> {
    let ProposalFilter { call, state } = filter.clone();
    let search_for = ProposalSearch { call, state, ..ProposalSearch::default() };
    let Paging { limit, after } = paging.clone();
    let asked = Listing { limit, after, ..Listing::default() };
    let scope = scope_of(cx, search_for.call.as_ref())?;
    let (items, next) = store::page(cx.db, &scope, (&search_for, &asked), cx.now)?;
    Ok(Page { items, next })
}

/// Proposals, oldest first unless they are sorted: one's own, one's unit's, and for those on duty the submitted ones of
/// a call, without those with which they are in conflict. What is found, counted and sorted is what the reader sees.
///
/// # Errors
/// `forbidden`; `invalid` when somebody on duty names no call, for a column or a cursor that is none.
pub fn search(
    cx: &mut Cx<'_>,
    wanted: &ProposalSearch,
    asked: &Listing,
) -> Result<Listed<Summary>, Failure> {
    let units = if is_plain(wanted, asked) { BTreeMap::new() } else { load_units(cx.db)? };
    search_among(cx, (wanted, asked), &units)
}

/// The usual order without a question: what a client reads page by page.
fn is_plain(wanted: &ProposalSearch, asked: &Listing) -> bool {
    wanted.is_plain() && asked.is_plain()
}

/// The same for who has the units' names already.
///
/// # Errors
/// As [`search`].
pub fn search_among(
    cx: &mut Cx<'_>,
    (wanted, asked): (&ProposalSearch, &Listing),
    units: &BTreeMap<UnitCode, Unit>,
) -> Result<Listed<Summary>, Failure> {
    let scope = scope_of(cx, wanted.call.as_ref())?;
    if is_plain(wanted, asked) {
        let (total, all) = store::count(cx.db, &scope, wanted, cx.now)?;
        let (mut items, next) = store::page(cx.db, &scope, (wanted, asked), cx.now)?;
        store::name_problems(cx.db, &mut items)?;
        return Ok(Listed { items, next, total, all, choices: Choices::new() });
    }
    let mut lines = store::lines(cx.db, &scope, wanted.call.as_ref(), cx.now)?;
    if wanted.of_others == Some(true) {
        lines.retain(|line| line.candidate != cx.viewer.user);
    }
    for line in &mut lines {
        line.unit_name = units.get(&line.unit).map(|unit| unit.name.clone()).unwrap_or_default();
    }
    let listed = sift(lines, COLUMNS, (asked, &wanted.chosen()), |line| line.id.as_str())?;
    let ids: Vec<ProposalId> = listed.items.iter().map(|line| line.id.clone()).collect();
    let mut shown = store::summaries_of(cx.db, &scope, &ids)?;
    store::name_problems(cx.db, &mut shown)?;
    Ok(listed.with(shown))
}

/// What the viewer may see of proposals, over all calls or in one.
fn scope_of(cx: &mut Cx<'_>, call: Option<&CallId>) -> Result<Scope, Failure> {
    access::may(cx.viewer, Permission::ListProposals, Facts::NONE)?;
    Ok(Scope {
        viewer: cx.viewer.user.clone(),
        own: cx.viewer.is(Role::Candidate),
        heads: headed_unit(cx.viewer),
        on_duty: hidden_on_duty(cx, call)?,
    })
}

/// How many proposals of an open call stand where, drafts among them, for whoever reads its figures: nobody on duty
/// reads the proposals themselves yet. What a conflict of interest hides is not counted. Nothing for other readers, nor
/// in other phases, in which the list tells it.
///
/// # Errors
/// When the database fails.
pub fn count_states(
    cx: &mut Cx<'_>,
    call: &Call,
) -> Result<Option<BTreeMap<State, usize>>, Failure> {
    let phase = call.phase(cx.now);
    if phase != Phase::Open || !cx.viewer.may(Permission::ReadDashboard, Facts::in_phase(phase)) {
        return Ok(None);
    }
    let hidden = conflicts::conflicted_with(cx.db, &cx.viewer.user, &call.id)?;
    let mut counts = BTreeMap::new();
    for one in store::standings_in(cx.db, &call.id)? {
        if !hidden.contains(&one.id) {
            *counts.entry(one.standing.state()).or_default() += 1;
        }
    }
    Ok(Some(counts))
}

/// If a duty permits the viewer to read the call's submitted proposals in its phase: the proposals
/// that a conflict of interest hides.
fn hidden_on_duty(
    cx: &mut Cx<'_>,
    call: Option<&CallId>,
) -> Result<Option<BTreeSet<ProposalId>>, Failure> {
    let reads = |phase| cx.viewer.may(Permission::ReadProposal, Facts::in_phase(phase));
    match call {
        Some(call) if reads(call_of(cx.db, call)?.phase(cx.now)) => {
            conflicts::conflicted_with(cx.db, &cx.viewer.user, call).map(Some)
        }
        None if Phase::ALL.into_iter().any(reads) => Err(Failure::field("call", field::REQUIRED)),
        Some(_) | None => Ok(None),
    }
}

/// Permits the candidate and those who read the verification.
pub(super) fn may_read_versions(viewer: &Viewer, context: &ProposalContext) -> Result<(), Failure> {
    seen(viewer, context)?;
    if !context.is_own() && !context.allows(viewer, Permission::ReadVerification) {
        return Err(Failure::not_found());
    }
    Ok(())
}

/// The receipt of the submission in force.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn receipt(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Receipt, Failure> {
    let context = ProposalContext::find(cx, id)?;
    receipt_in(cx, &context)
}

pub(super) fn receipt_in(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Receipt, Failure> {
    seen(cx.viewer, context)?;
    store::last_receipt(cx.db, context.id())?.ok_or_else(|| Failure::refused(NOT_SUBMITTED))
}

/// The endorsements, and whether each still matches the text that the viewer sees.
///
/// # Errors
/// `not_found`.
pub fn endorsements(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Vec<Endorsement>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    endorsements_in(cx, &context)
}

pub(super) fn endorsements_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Vec<Endorsement>, Failure> {
    let proposal = seen(cx.viewer, context)?;
    let mut given = context.endorsements(cx.db, &endorsed_hash(&proposal.text())?)?;
    // Readers of the submission see the endorsements with which it was submitted.
    if !reads_draft(cx.viewer, context) {
        let until = proposal.given()?.at;
        given.retain(|one| one.endorsed_at <= until);
    }
    Ok(given)
}
