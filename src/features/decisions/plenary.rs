//! The plenary as it was held: who of the panel attended, dissent, the draft minutes with remarks and signatures. Only
//! for a call whose rules speak of its plenary (`calls::Plenary`).

use super::State;
use super::ties::{Equals, VoteResult};
use crate::features::calls::Plenary;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RecordId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    pub enum Presence {
        Present = "present",
        /// Joined by a link; counts like who was in the room.
        Remote = "remote",
        Absent = "absent",
    }

    /// What the chair does with a remark on the draft minutes.
    #[schema(as = RemarkVerdict)]
    pub enum RemarkVerdict {
        /// The minutes are changed accordingly.
        TakenUp = "taken_up",
        Answered = "answered",
    }
}

impl Presence {
    pub fn attends(self) -> bool {
        self != Self::Absent
    }
}

/// Whether one member of the panel attended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attendee {
    pub user: UserId,
    pub presence: Presence,
    /// Why not; needed for who was absent, and kept for nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300, format = "line", example = "Sakit")]
    pub reason: Option<String>,
}

/// Who attended. Members who are not named keep what was recorded of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttendance {
    #[schema(min_items = 1, max_items = 200)]
    pub people: Vec<Attendee>,
}

/// How many attended, and how many had to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = QuorumTally)]
pub struct Tally {
    /// Members who count.
    pub panel: u32,
    pub attended: u32,
    pub needed: u32,
    pub met: bool,
}

/// The quorum for one proposal, without the members in conflict with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProposalTally {
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Members who attended and left the room for it.
    pub left: u32,
    pub tally: Tally,
}

/// What the minutes say of the plenary beside the decision. It is kept with the text that members sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub rules: Plenary,
    pub tally: Tally,
    pub people: Vec<Attendee>,
    /// Only proposals for which somebody does not count.
    pub proposals: Vec<ProposalTally>,
    /// The votes on equal proposals that count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<VoteResult>,
}

/// A member of the panel, and what is recorded of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PlenarySeat)]
pub struct Seat {
    pub user: UserId,
    pub name: String,
    /// Null while nothing is recorded.
    pub presence: Option<Presence>,
    pub reason: Option<String>,
    pub recorded_at: Option<Timestamp>,
}

/// What a member does not agree with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Dissent {
    pub id: RecordId,
    pub user: UserId,
    pub name: String,
    #[serde(skip)]
    pub proposal: Option<ProposalId>,
    /// The proposal that it is about; null: the decision.
    #[schema(example = "TB-2026-0012")]
    pub number: Option<String>,
    pub words: String,
    pub recorded_at: Timestamp,
}

/// A dissent as its member writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDissent {
    /// The number of one proposal; left out: about the decision.
    #[serde(default)]
    #[schema(max_length = 40, format = "line", example = "TB-2026-0012")]
    pub number: Option<String>,
    #[schema(min_length = 10, max_length = 4000)]
    pub words: String,
}

/// A remark of a member on the draft minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MinutesRemark)]
pub struct Remark {
    pub id: RecordId,
    pub user: UserId,
    pub name: String,
    pub words: String,
    pub made_at: Timestamp,
    /// Null while it waits for an answer.
    pub verdict: Option<RemarkVerdict>,
    pub answer: Option<String>,
    pub answered_by: Option<UserId>,
    pub answered_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMinutesRemark)]
pub struct NewRemark {
    #[schema(min_length = 10, max_length = 4000)]
    pub words: String,
}

/// The chair's answer to a remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkAnswer {
    pub verdict: RemarkVerdict,
    #[schema(min_length = 3, max_length = 4000)]
    pub answer: String,
}

/// A signature as it is sent: what was typed, and the hash of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MinutesConsent {
    /// `SAYA SETUJU` or `I AGREE`.
    #[schema(min_length = 1, max_length = 40, example = "SAYA SETUJU")]
    pub phrase: String,
    /// Of the draft minutes that were read.
    #[schema(min_length = 64, max_length = 64)]
    pub text_hash: String,
}

/// Why a member does not sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MinutesRefusal {
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
    /// Of the draft minutes that were read.
    #[schema(min_length = 64, max_length = 64)]
    pub text_hash: String,
}

/// The words of the minutes as the chair corrects them. The outcomes stay; to change those the decision goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MinutesCorrection {
    #[schema(min_length = 1, max_length = 300)]
    pub meeting: String,
    #[serde(default)]
    #[schema(max_length = 10000)]
    pub remarks: String,
    /// Of the draft minutes that were read.
    #[schema(min_length = 64, max_length = 64)]
    pub text_hash: String,
}

/// How a member who attended stands to the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MinutesSignature)]
pub struct Signature {
    pub user: UserId,
    pub name: String,
    /// When they signed the minutes as they are now.
    pub signed_at: Option<Timestamp>,
    /// Why they do not sign them.
    pub reason: Option<String>,
    /// They signed, or refused, an earlier text; that holds no more.
    pub voided: bool,
}

impl Signature {
    /// Neither signed nor said why not.
    pub fn is_open(&self) -> bool {
        self.signed_at.is_none() && self.reason.is_none()
    }
}

/// The draft minutes of a proposed decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MinutesDraft {
    pub decision: DecisionId,
    pub state: State,
    /// SHA-256 of their text: the outcomes, the words of the chair, the attendance, the quorum.
    pub text_hash: String,
    /// 1, increased by each change.
    pub revision: i32,
    pub sent_at: Timestamp,
    pub remarks_until: Timestamp,
    pub remarks: Vec<Remark>,
    /// Of everybody who attended, by name.
    pub signatures: Vec<Signature>,
}

/// What a reader is shown of the plenary of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PlenaryState)]
pub struct PlenaryView {
    pub call: CallId,
    pub rules: Plenary,
    /// The panel by name.
    pub panel: Vec<Seat>,
    pub tally: Tally,
    /// Proposals for which somebody does not count, without those that a conflict of interest hides from the reader.
    pub proposals: Vec<ProposalTally>,
    /// Groups of equal proposals in a call whose chain of keys ends in a vote, without those that a conflict of interest
    /// hides from the reader; none for a member who was absent.
    pub equals: Vec<Equals>,
    /// Only one's own for a reader in conflict with a proposal of the call; none for a member who was absent.
    pub dissents: Vec<Dissent>,
    /// None while nothing is proposed, and for a member who was absent.
    pub draft: Option<MinutesDraft>,
}
