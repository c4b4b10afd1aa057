//! One line that says which submission counts, in words that nobody can misread. It stands wherever a
//! candidate meets their proposal.

use crate::features::calls::Call;
use crate::features::proposals::Submission;
use crate::features::proposals::actions::OwnProposal;
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::ProposalId;
use crate::web::pages::PageContext;
use askama::Template;

/// How a proposal stands to what was handed in.
#[derive(Template)]
#[template(path = "proposals/pages/state.html")]
pub(crate) struct State<'a> {
    pub(crate) s: &'a PageContext,
    pub(crate) proposal: &'a ProposalId,
    pub(crate) submission: Option<&'a Submission>,
    /// It can still be handed in.
    pub(crate) is_open: bool,
    pub(crate) closes_at: Timestamp,
    /// The state was left for good.
    pub(crate) is_withdrawn: bool,
}

impl<'a> State<'a> {
    pub(super) fn of(
        s: &'a PageContext,
        (call, proposal): (&Call, &'a crate::features::proposals::Proposal),
        permitted: &Permitted,
        submission: Option<&'a Submission>,
    ) -> Self {
        Self {
            s,
            proposal: &proposal.id,
            submission,
            is_open: permitted.allows(Permission::SubmitProposal),
            closes_at: call.calendar.submissions_close_at,
            is_withdrawn: proposal.state() == crate::features::proposals::State::Withdrawn,
        }
    }

    pub(super) fn of_own(s: &'a PageContext, own: &'a OwnProposal) -> Self {
        Self::of(s, (&own.call, &own.proposal), &own.permitted, own.submission.as_ref())
    }

    fn is_changed(&self) -> bool {
        self.submission.is_some_and(|submission| submission.changed == Some(true))
    }

    /// Version and instant, for the sentence.
    fn handed_in(&self, key: &str, submission: &Submission) -> String {
        let arguments = [
            ("version", submission.version.to_string()),
            ("at", self.s.at(&submission.submitted_at)),
            ("until", self.s.at(&self.closes_at)),
        ];
        self.s.language.text(key, &arguments)
    }

    fn version(&self) -> i32 {
        self.submission.map_or(0, |submission| submission.version)
    }
}
