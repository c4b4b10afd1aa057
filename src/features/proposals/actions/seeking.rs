//! Finding proposals and their files over all calls. Every row that is found goes through the decision that the page
//! behind it makes: the phase of its call and the conflicts of interest of whoever asks. What they may not open is not
//! found, whatever is asked.

use super::context::act_to_read;
use crate::features::calls::{self, Call};
use crate::features::conflicts;
use crate::features::proposals::found::{ArrivedProposal, FoundFile, FoundProposal};
use crate::features::proposals::rules::documents;
use crate::features::proposals::store::{self, Handed};
use crate::features::proposals::{Document, Pin};
use crate::kernel::access::{Facts, Permission, Phase, Relation, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::sought::Sought;
use crate::platform::cx::Cx;
use std::collections::{BTreeMap, BTreeSet};

/// By what a proposal may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Its number alone.
    Number,
    /// Number, title, candidate, the hash of a receipt.
    Anything,
}

/// What one person may know of the proposals of all calls.
struct Sight<'a> {
    viewer: &'a Viewer,
    calls: BTreeMap<CallId, (Call, Phase)>,
    hidden: BTreeSet<ProposalId>,
}

impl<'a> Sight<'a> {
    /// Three statements.
    fn of(cx: &mut Cx<'a>) -> Result<Self, Failure> {
        let viewer = cx.viewer;
        let in_conflict = conflicts::conflicted_anywhere(cx.db, &viewer.user)?;
        let now = cx.now;
        let phase = |call: Call| (call.id.clone(), (call.clone(), call.phase(now)));
        Ok(Self {
            viewer,
            calls: calls::every(cx.db)?.into_iter().map(phase).collect(),
            hidden: in_conflict.into_iter().map(|of| of.proposal).collect(),
        })
    }

    fn may(&self, act: Permission, (proposal, call): (&ProposalId, &CallId)) -> bool {
        let Some((_, phase)) = self.calls.get(call) else { return false };
        let is_hidden = self.hidden.contains(proposal);
        self.viewer.may(act, Facts::in_phase(*phase).with(Relation::Conflicted, is_hidden))
    }

    /// Whether they may open files of this kind.
    fn may_open(&self, kind: &str, of: (&ProposalId, &CallId)) -> bool {
        let call = self.calls.get(of.1);
        call.is_some_and(|(call, _)| {
            self.may(act_to_read(documents::sensitivity(&call.definition, kind)), of)
        })
    }

    /// The calls whose files they may open in this phase, if nothing hides them.
    fn with_files(&self) -> Vec<CallId> {
        let acts = [Permission::ReadFile, Permission::ReadSensitiveFile];
        let opens = |phase| acts.iter().any(|act| self.viewer.may(*act, Facts::in_phase(phase)));
        let open = self.calls.iter().filter(|(_, (_, phase))| opens(*phase));
        open.map(|(id, _)| id.clone()).collect()
    }

    fn shown(&self, one: Handed) -> Option<FoundProposal> {
        if !self.may(Permission::ReadProposal, (&one.id, &one.call)) {
            return None;
        }
        let (call, _) = self.calls.get(&one.call)?;
        Some(FoundProposal {
            call_code: call.code.clone(),
            number: one.number?,
            title: one.title.unwrap_or_default(),
            id: one.id,
            call: one.call,
            state: one.state,
            candidate: one.candidate,
            candidate_name: one.candidate_name,
            submitted_at: one.submitted_at,
        })
    }
}

/// Proposals that were handed in and that the viewer may open, the newest number first, at most so many; and the
/// files of them that are called so.
///
/// # Errors
/// When the database fails.
pub fn seek(
    cx: &mut Cx<'_>,
    sought: &Sought,
    by: By,
    most: usize,
) -> Result<(Vec<FoundProposal>, Vec<FoundFile>), Failure> {
    let receipts = match sought.hash().filter(|_| by == By::Anything) {
        Some(hash) => store::with_receipt(cx.db, hash)?,
        None => BTreeSet::new(),
    };
    let is_meant = |one: &Handed| {
        let number = one.number.as_deref().unwrap_or_default();
        let title = one.title.as_deref().unwrap_or_default();
        match by {
            By::Number => sought.finds_number(number),
            By::Anything => {
                receipts.contains(&one.id)
                    || sought.finds(&format!("{number} {title} {}", one.candidate_name))
            }
        }
    };
    let sight = Sight::of(cx)?;
    let meant = store::all_handed_in(cx.db)?.into_iter().filter(is_meant);
    let mut found: Vec<_> = meant.filter_map(|one| sight.shown(one)).collect();
    found.sort_by(|one, other| other.number.cmp(&one.number));
    found.truncate(most);
    let files = match by {
        By::Number => Vec::new(),
        By::Anything => seek_files(cx, &sight, (sought, most))?,
    };
    Ok((found, files))
}

fn seek_files(
    cx: &mut Cx<'_>,
    sight: &Sight<'_>,
    (sought, most): (&Sought, usize),
) -> Result<Vec<FoundFile>, Failure> {
    let named = store::pinned_names(cx.db, &sight.with_files(), &sight.hidden)?;
    let found = named.into_iter().filter(|one| {
        sought.finds(&one.file_name) && sight.may_open(&one.kind, (&one.proposal, &one.call))
    });
    let shown = found.take(most).map(|one| FoundFile {
        document: one.document,
        file_name: one.file_name,
        kind: one.kind,
        proposal: one.proposal,
    });
    Ok(shown.collect())
}

/// What arrived from one person, as far as the viewer may open it, the newest proposal first. The number of statements
/// does not grow with it.
///
/// # Errors
/// When the database fails.
pub fn arrived_from(cx: &mut Cx<'_>, person: &UserId) -> Result<Vec<ArrivedProposal>, Failure> {
    let sight = Sight::of(cx)?;
    let handed = store::handed_in_by(cx.db, person)?.into_iter();
    let shown: Vec<_> = handed.filter_map(|one| sight.shown(one)).collect();
    let ids: Vec<ProposalId> = shown.iter().map(|one| one.id.clone()).collect();
    let mut submissions = store::arrivals_of_many(cx.db, &ids)?;
    let mut pins = store::pins_of_many(cx.db, &ids)?;
    let arrived = shown.into_iter().map(|proposal| {
        let of = (&proposal.id, &proposal.call);
        let reads = sight.may(Permission::ReadVerification, of);
        let files = pins.remove(&proposal.id).unwrap_or_default();
        let files = files.into_iter().map(|pin: Pin| pin.document);
        let files: Vec<Document> = files.filter(|one| sight.may_open(&one.kind, of)).collect();
        let submissions = submissions.remove(&proposal.id).filter(|_| reads).unwrap_or_default();
        ArrivedProposal { proposal, submissions, files }
    });
    Ok(arrived.collect())
}
