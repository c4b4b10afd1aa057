//! What the acts on a proposal take beside its text.

use crate::features::calls::PactConsent;

use super::{Content, EndorsementKind, VerificationCheck, VerificationOutcome};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::ProblemId;
use serde::{Deserialize, Serialize};

/// Stepping back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEndorsement {
    pub kind: EndorsementKind,
    /// What the signer commits to, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub statement: String,
}

/// A draft that may be handed in after the submission has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLateSubmission {
    pub until: Timestamp,
    /// The candidate reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// A request for an endorsement that goes back to the candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnedRequest {
    pub kind: EndorsementKind,
    /// What is to change before it is endorsed; the candidate reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub remark: String,
}

/// With what a proposal begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProposal {
    /// An approved problem of the registry.
    pub problem: ProblemId,
    /// One of the call's levels of study.
    #[schema(min_length = 1, max_length = 20, example = "S2")]
    pub level: String,
}

/// A new text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalText {
    /// Left out: unchanged.
    pub problem: Option<ProblemId>,
    /// Left out: stays as it is.
    #[schema(min_length = 1, max_length = 20)]
    pub level: Option<String>,
    pub content: Content,
    /// A change of what somebody has endorsed ends the endorsement. Without this such a change is refused, field by
    /// field.
    #[serde(default)]
    pub void_endorsements: bool,
}

/// What handing in takes beside the text that is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HandingIn {
    /// The candidate's signature under the integrity pact; needed where the call has one.
    pub pact: Option<PactConsent>,
}

/// The same as the last look asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastLook {
    /// `SAYA SETUJU` or `I AGREE`; nothing where the call has no pact.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub phrase: Option<String>,
    /// Of the text that was shown.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub text_hash: Option<String>,
}

impl LastLook {
    pub fn handing_in(&self) -> HandingIn {
        let hash = self.text_hash.as_ref().filter(|hash| !hash.is_empty());
        let consent = |text_hash: &String| PactConsent {
            phrase: self.phrase.clone().unwrap_or_default(),
            text_hash: text_hash.clone(),
        };
        HandingIn { pact: hash.map(consent) }
    }
}

/// A verifier's check-list as it stands so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// Replaces what was saved before; lines may be left out until the conclusion.
    #[schema(max_items = 200)]
    pub checks: Vec<VerificationCheck>,
}

/// What a verifier concludes from their check-list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {
    pub outcome: VerificationOutcome,
    /// Kinds whose file the verifier did not open before concluding; `unopened` of the verification
    /// lists them.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub unopened: Vec<String>,
}

/// A conclusion that its verifier takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenBack {
    /// Why it was a mistake.
    #[schema(min_length = 10, max_length = 1000)]
    pub reason: String,
}

/// The documents to repair, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairRequest {
    /// Kinds of document that the candidate may replace.
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<String>,
    /// The candidate reads it.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}
