//! Identifiers: one type per kind of thing, so that the compiler refuses a proposal's id where a call's is
//! expected. Public ids are 128 random bits, so that no id can be guessed from another.

use std::fmt;

/// The alphabet of Crockford's base 32, lower case: no `i`, `l`, `o`, `u`, so ids survive being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The length of a 128-bit id in base 32.
const LENGTH: usize = 26;

/// 128 random bits from the operating system, as 26 characters.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn random_text() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(encode(u128::from_be_bytes(bytes)))
}

fn encode(mut bits: u128) -> String {
    let mut text = [b'0'; LENGTH];
    for slot in text.iter_mut().rev() {
        let digit = usize::try_from(bits & 31).unwrap_or(0);
        *slot = ALPHABET.get(digit).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}

/// Whether a text from outside has the form of an id.
pub fn is_well_formed(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

/// A text that cannot be an id; callers treat it as "no such thing".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

macro_rules! id_types {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, diesel_derive_newtype::DieselNewType, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = String, min_length = 26, max_length = 26, pattern = "^[0-9a-hjkmnp-tv-z]{26}$", example = "01hzx3v9k2m4n6p8q0r2s4t6v8")]
        pub struct $name(String);

        impl $name {
            /// A new id.
            ///
            /// # Errors
            /// When the operating system has no randomness to give.
            pub fn new() -> Result<Self, getrandom::Error> {
                random_text().map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if is_well_formed(text) { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(|_| serde::de::Error::custom("not an identifier (26 characters)"))
            }
        }
    )*};
}

id_types! {
    /// A person's account.
    UserId;
    /// One role held by one account.
    GrantId;
    /// One change that waits, or waited, for a second person.
    ChangeId;
    /// One sign-in and the refresh tokens that follow from it.
    SessionId;
    /// A supervisory problem in the registry.
    ProblemId;
    /// What a problem's indicator was in one period.
    MeasurementId;
    /// A document of a study: proof of admission, agreement, decree.
    StudyPaperId;
    /// A plan of needs for study assignments.
    NeedPlanId;
    /// A unit's need in a plan.
    NeedId;
    /// What is let to one candidate by signed minutes.
    ExceptionId;
    /// What an awardee asks to be changed in their study.
    StudyRequestId;
    /// A file beside a report of an awardee.
    StudyReportFileId;
    /// A call for proposals.
    CallId;
    /// A candidate's proposal.
    ProposalId;
    /// One stored version of one document.
    DocumentId;
    /// One file that arrives in pieces.
    UploadId;
    /// One reviewer's task on one proposal.
    AssignmentId;
    /// One interview of a candidate.
    InterviewId;
    /// One computed ranking.
    RunId;
    /// One decision of the plenary.
    DecisionId;
    /// A candidate's objection to the result.
    ObjectionId;
    /// A seat offered to a candidate.
    AwardId;
    /// A breach of personal data in the register.
    BreachId;
    /// One letter to one person.
    MailId;
    /// Anything else that needs a row of its own: endorsements, repairs, extensions.
    RecordId;
}

/// A work unit's code, e.g. `U.BB.MKS`; chosen by the agency, so not random.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    diesel_derive_newtype::DieselNewType,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = String, example = "U.BB.MKS")]
pub struct UnitCode(String);

impl UnitCode {
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_well_formed_and_differ() {
        let (one, two) = (random_text().unwrap(), random_text().unwrap());
        assert!(is_well_formed(&one) && is_well_formed(&two));
        assert_ne!(one, two);
    }

    #[test]
    fn encoding_keeps_all_bits() {
        assert_eq!(encode(0), "0".repeat(26));
        assert_eq!(encode(u128::MAX), format!("7{}", "z".repeat(25)));
        assert_eq!(encode(33), format!("{}11", "0".repeat(24)));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "abc", "01hzx3v9k2m4n6p8q0r2s4t6vu", "01HZX3V9K2M4N6P8Q0R2S4T6V8"] {
            assert_eq!(text.parse::<UserId>(), Err(NotAnId), "{text}");
        }
    }
}
