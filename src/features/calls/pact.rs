//! The integrity pact of a call: the agency's text, signed by typing a phrase.

use super::Bilingual;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, UserId};
use serde::{Deserialize, Serialize};

/// A signature as it is sent: what was typed, and the hash of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PactConsent {
    /// `SAYA SETUJU` or `I AGREE`.
    #[schema(min_length = 1, max_length = 40, example = "SAYA SETUJU")]
    pub phrase: String,
    /// SHA-256 of the text's canonical JSON, as the call tells it.
    #[schema(min_length = 64, max_length = 64)]
    pub text_hash: String,
}

/// The pact of a call, and whether the reader has signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pact {
    pub call: CallId,
    #[schema(example = "TB-2026")]
    pub code: String,
    pub text: Bilingual,
    pub text_hash: String,
    /// What is to be typed, in Indonesian and in English; either does.
    pub phrases: Vec<&'static str>,
    /// The reader has to sign before they see anything of this call's proposals.
    pub to_sign: bool,
    /// When the reader signed; candidates sign with each submission.
    pub signed_at: Option<Timestamp>,
}

/// Somebody who has to sign before they see proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PactSigner {
    pub user: UserId,
    pub name: String,
    /// The duties that they have to sign for; empty for who signed and has none any more.
    pub roles: Vec<String>,
    /// Null while they have not signed.
    pub signed_at: Option<Timestamp>,
    /// Of the text that they signed.
    pub text_hash: Option<String>,
}

/// Who has signed the pact of a call, and who has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PactSignatures {
    pub text_hash: String,
    /// Those who have not signed first, then by name.
    pub people: Vec<PactSigner>,
}

impl PactSignatures {
    pub fn missing(&self) -> usize {
        self.people.iter().filter(|one| one.signed_at.is_none()).count()
    }
}
