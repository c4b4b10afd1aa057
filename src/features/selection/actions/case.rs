//! Where one proposal stands in the ranking, for the page that gathers it.

use super::redaction_with;
use crate::features::conflicts::CallContext;
use crate::features::selection::document::{Findings, Place, Run, RunState};
use crate::features::selection::{Redaction, store};
use crate::kernel::access::{Permission, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;

/// The adopted run, otherwise the newest, with what it says of one proposal.
#[derive(Debug)]
pub struct CaseRanking {
    pub run: Run,
    /// None where it has no place, or none may be shown.
    pub place: Option<Place>,
    /// How many have a place. None where a conflict of interest withholds the ranking until it is announced.
    pub ranked: Option<usize>,
    pub seats: u32,
    /// Whether it has too few sheets, or its interview lacks.
    pub is_unranked: bool,
}

/// Reads it; none before the first run.
///
/// # Errors
/// `not_found` for those who may not know; `wrong_phase`.
pub fn case_ranking(
    cx: &mut Cx<'_>,
    (context, proposal, number): (&CallContext, &ProposalId, &str),
) -> Result<Option<CaseRanking>, Failure> {
    context.may(cx.viewer, Permission::ReadRanking)?;
    let withheld = context.withheld(cx.db)?;
    let runs = super::runs_known(cx.db, withheld, &context.call.id)?;
    let newest = runs.first().cloned();
    let adopted = runs.into_iter().find(|run| run.state == RunState::Adopted);
    let found = if context.facts.has(Relation::Revising) { newest } else { adopted.or(newest) };
    let Some(run) = found else { return Ok(None) };
    let findings: Findings = match redaction_with(cx.db, withheld, &run.id)? {
        None => serde_json::from_str(&store::papers_of(cx.db, &run.id)?.document)?,
        Some(Redaction::Announced(left)) => left.findings,
        Some(Redaction::Unannounced(left)) => {
            let seats = left.others.seats;
            return Ok(Some(CaseRanking {
                run,
                place: None,
                ranked: None,
                seats,
                is_unranked: false,
            }));
        }
    };
    let Findings { places, not_ranked, seats, .. } = findings;
    let ranked = Some(places.len());
    let is_unranked = not_ranked.iter().any(|one| one.id == number);
    let place = places.into_iter().find(|place| &place.proposal == proposal);
    Ok(Some(CaseRanking { run, place, ranked, seats, is_unranked }))
}
