//! What somebody did on a proposal, e.g. before a conflict of interest came out: their acts on it and on the runs and
//! decisions that include it, from the record, and the meetings whose minutes name them.

use crate::features::accounts::users_of;
use crate::features::proposals::actions::ProposalContext;
use crate::features::{conflicts, decisions};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::ledger;
use crate::text_enum;
use serde::Serialize;

text_enum! {
    /// What an act belonged to.
    pub enum ActedIn {
        Verification = "verification",
        Sheet = "sheet",
        Assignment = "assignment",
        Selection = "selection",
        Plenary = "plenary",
        Decision = "decision",
        Objection = "objection",
        Conflict = "conflict",
        Other = "other",
    }
}

impl ActedIn {
    /// By the name of an event.
    fn of(act: &str) -> Self {
        match act.split('.').next().unwrap_or_default() {
            "verification" | "repair" => Self::Verification,
            "sheet" => Self::Sheet,
            "assignment" | "assignments" => Self::Assignment,
            "selection" => Self::Selection,
            "decision" | "announcement" => Self::Decision,
            "objection" => Self::Objection,
            "conflict" => Self::Conflict,
            _ => Self::Other,
        }
    }
}

/// One act, or a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InvolvedAct {
    pub at: Timestamp,
    pub part: ActedIn,
    /// As the record names it; `plenary.attended` for minutes that name them as present.
    #[schema(example = "sheet.submitted")]
    pub act: String,
    /// As the record names it.
    pub subject: String,
    /// Whether it was before the conflict was recorded; true also while none is.
    pub before: bool,
}

/// What one person did on one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Involvement {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub call: CallId,
    pub user: UserId,
    pub name: String,
    /// Since when a conflict is on record; null if none is.
    pub in_conflict_since: Option<Timestamp>,
    /// Oldest first.
    pub acts: Vec<InvolvedAct>,
}

/// Reads it.
///
/// # Errors
/// `not_found`, also for whoever is in conflict with the proposal.
pub(super) fn read_involvement(
    cx: &mut Cx<'_>,
    (id, person): (&ProposalId, &UserId),
) -> Result<Involvement, Failure> {
    let context = ProposalContext::find(cx, id)?;
    let call = context.call();
    let facts =
        Facts::in_phase(call.phase(cx.now)).with(Relation::Conflicted, context.is_conflicted());
    access::may(cx.viewer, Permission::ReadInvolvement, facts)?;
    let of = context.submitted().ok_or_else(Failure::not_found)?;
    let user =
        users_of(cx.db, std::slice::from_ref(person))?.pop().ok_or_else(Failure::not_found)?;
    let since = conflicts::recorded_conflict(cx.db, id, person)?.map(|one| one.declared_at);
    let is_before = |at: Timestamp| since.is_none_or(|since| at < since);
    let subjects = conflicts::subjects_of(cx.db, id)?;
    let theirs = |one: &ledger::Acted| one.actor.as_deref() == Some(person.as_str());
    let mut acts: Vec<InvolvedAct> = ledger::acts_on(cx.db, &subjects)?
        .into_iter()
        .filter(theirs)
        .map(|one| InvolvedAct {
            part: ActedIn::of(&one.act),
            before: is_before(one.at),
            at: one.at,
            act: one.act,
            subject: one.subject,
        })
        .collect();
    for (decision, at) in decisions::attended(cx.db, &call.id, person)? {
        acts.push(InvolvedAct {
            at,
            part: ActedIn::Plenary,
            act: "plenary.attended".to_owned(),
            subject: ledger::Subject::decision(&decision).to_string(),
            before: is_before(at),
        });
    }
    acts.sort_by_key(|one| one.at);
    Ok(Involvement {
        number: of.given_number()?.to_owned(),
        proposal: of.id,
        call: of.call,
        user: user.id,
        name: user.name,
        in_conflict_since: since,
        acts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_that_can_be_about_a_proposal_has_its_part() {
        let part = |act| ActedIn::of(act);
        assert_eq!(part("sheet.submitted"), ActedIn::Sheet);
        assert_eq!(part("verification.concluded"), ActedIn::Verification);
        assert_eq!(part("selection.computed"), ActedIn::Selection);
        assert_eq!(part("decision.proposed"), ActedIn::Decision);
        assert_eq!(part("objection.upheld"), ActedIn::Objection);
        assert_eq!(part("document.read"), ActedIn::Other);
    }
}
