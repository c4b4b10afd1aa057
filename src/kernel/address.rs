//! The addresses of our pages, each written once. Letters and calendar entries can only contain an address
//! that was made here. A test compares each with the registered pages, so that no link leads nowhere or to
//! the JSON of the API.

use crate::kernel::ids::{
    AssignmentId, AwardId, CallId, DocumentId, InterviewId, NeedPlanId, ObjectionId, ProblemId,
    ProposalId, StudyRequestId, UserId,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address in this system, from the first slash on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same with a secret token that can be used once.
    fn with_token(self, token: &str) -> Self {
        Self(format!("{}?token={token}", self.0))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! addresses {
    ($($(#[$meta:meta])* $name:ident($($id:ident: $kind:ty),*) = $path:literal;)*) => {
        $($(#[$meta])*
        pub fn $name($($id: &$kind),*) -> Address {
            Address(format!($path))
        })*

        /// Every address that this module makes, its ids in braces.
        pub const PATTERNS: &[&str] = &[$($path),*];
    };
}

/// One function for each page that letters or other pages link to.
pub mod page {
    use super::{
        Address, AssignmentId, AwardId, CallId, DocumentId, InterviewId, NeedPlanId, ObjectionId,
        ProblemId, ProposalId, StudyRequestId, UserId,
    };

    addresses! {
        home() = "/";
        me() = "/me";
        own_data() = "/me/data";
        forgot_password() = "/forgot-password";
        verify_email() = "/verify-email";
        reset_password() = "/reset-password";
        register_confirm() = "/register/confirm";
        address_confirm() = "/address/confirm";
        address_stop() = "/address/stop";
        changes() = "/desk/changes";
        reviews() = "/reviews";
        own_conflicts() = "/conflicts";
        leave(call: CallId, user: UserId) = "/desk/calls/{call}/panel/{user}/leave";
        call_conflicts(call: CallId) = "/desk/calls/{call}/conflicts";
        acting_heads() = "/desk/acting-heads";
        desk_proposal(proposal: ProposalId) = "/desk/proposals/{proposal}";
        privacy_desk() = "/desk/privacy";
        call(call: CallId) = "/calls/{call}";
        pact(call: CallId) = "/calls/{call}/pact";
        exceptions(call: CallId) = "/desk/calls/{call}/exceptions";
        need_plan(plan: NeedPlanId) = "/desk/need-plans/{plan}";
        plenary(call: CallId) = "/desk/calls/{call}/plenary";
        meeting(call: CallId) = "/desk/calls/{call}/meeting";
        problem(problem: ProblemId) = "/problems/{problem}";
        measure(problem: ProblemId) = "/problems/{problem}/measure";
        proposal(proposal: ProposalId) = "/proposals/{proposal}";
        receipt(proposal: ProposalId) = "/proposals/{proposal}/receipt";
        result(proposal: ProposalId) = "/proposals/{proposal}/result";
        objections(proposal: ProposalId) = "/proposals/{proposal}/objections";
        offer(proposal: ProposalId) = "/proposals/{proposal}/offer";
        study(study: AwardId) = "/studies/{study}";
        /// One report of a study, e.g. `progress-1`.
        study_report(study: AwardId, slot: String) = "/studies/{study}/reports/{slot}";
        study_commitment(study: AwardId) = "/studies/{study}/commitment";
        study_request(request: StudyRequestId) = "/study-requests/{request}";
        objection_desk(objection: ObjectionId) = "/desk/objections/{objection}";
        own_interviews() = "/interviews";
        interview(interview: InterviewId) = "/interviews/{interview}";
        interviews(call: CallId) = "/desk/calls/{call}/interviews";
        /// A document shown page by page; its file and page images have addresses below this one.
        document(document: DocumentId) = "/documents/{document}";
        assignment(assignment: AssignmentId) = "/assignments/{assignment}";
        paper(assignment: AssignmentId, document: DocumentId) =
            "/assignments/{assignment}/documents/{document}";
    }

    /// Confirms an e-mail address.
    pub fn verify_email_with(token: &str) -> Address {
        verify_email().with_token(token)
    }

    /// Activates the account that somebody registered.
    pub fn register_confirm_with(token: &str) -> Address {
        register_confirm().with_token(token)
    }

    /// Confirms the new e-mail address of an account.
    pub fn address_confirm_with(token: &str) -> Address {
        address_confirm().with_token(token)
    }

    /// Stops a change of e-mail address.
    pub fn address_stop_with(token: &str) -> Address {
        address_stop().with_token(token)
    }

    /// The changes that need a second person, filtered by one state.
    pub fn changes_in(state: &str) -> Address {
        Address(format!("{}?state={state}", changes()))
    }

    /// Sets a new password.
    pub fn reset_password_with(token: &str) -> Address {
        reset_password().with_token(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_a_page_and_none_to_the_api() {
        let pages = crate::server::page_inventory();
        for pattern in page::PATTERNS {
            let sample = pattern.replace(['{', '}'], "");
            let fits = |page: &crate::kernel::access::Operation| {
                page.method == "GET"
                    && actix_web::dev::ResourceDef::new(page.path.as_str()).is_match(&sample)
            };
            assert!(pages.iter().any(fits), "{pattern} is no page");
            assert!(!pattern.starts_with("/api/"), "{pattern}");
        }
    }
}
