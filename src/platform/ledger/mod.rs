//! The tamper-evident record: every act appends one entry in its own transaction, chained by
//! SHA-256 to the one before. Personal data stays out of payloads; ids and hashes go in.
//! The format is public (`docs/ledger.md`), so that an outsider can check it with their own tool.

mod awaited;
mod baseline;
mod checkpoint;
mod events;
mod personal;
mod proof;
mod seals;
mod store;
mod subject;
pub mod tree;
mod verify;
mod witness;

pub use awaited::{ask_for_checkpoint, begin_batch};
pub use baseline::{compare, is_older, odd_rows, plant_tree, reseal, seal_everything};
pub use checkpoint::{Checkpoint, Signer, Verifier};
pub use events::{Disclosure, EventType, Figures, Signing};
pub use personal::{Acted, HOLDER, acts_between, acts_on, instants_of_others};
pub use proof::{Growth, Proof, prove, prove_growth};
pub use seals::{Disagreement, RowFault, Seal, digest};
pub use store::{
    RecordKey, Signed, append, checkpoints, disturbed, entries_after, forget_salts, head,
    head_after, keys, last_checkpoint, latest_of, leaves, newest_checkpoints, seals_between,
    signed_since, tree_of,
};
pub use subject::{NotASubject, Subject, SubjectKind};
pub use verify::{Chain, Fault, verify_chain};
pub use witness::{change_key, seal_rest, sign_batch};

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What an act puts on the record.
#[derive(Debug)]
pub struct Event<'a> {
    /// The account that acted; `None` for the program itself.
    pub actor: Option<&'a UserId>,
    pub act: EventType,
    /// What it was done to; of one of the kinds that the event type names.
    pub subject: Subject,
    /// Ids, hashes and figures; no personal data.
    pub payload: Value,
}

/// One entry as stored and exported. The hash covers the canonical JSON of all other fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// 1, 2, 3 … without a gap.
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Option<String>,
    pub act: String,
    pub subject: String,
    pub payload: Value,
    pub previous_hash: String,
    pub hash: String,
    /// SHA-256 of the list of its seals: what the rows that the act touched looked like after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
}

impl Entry {
    /// None if another version of the program wrote it.
    pub fn event_type(&self) -> Option<EventType> {
        EventType::from_name(&self.act)
    }

    /// What it is about; none if another version of the program wrote it.
    pub fn thing(&self) -> Option<Subject> {
        self.subject.parse().ok()
    }
}

/// Which entries are asked for; `None` asks for all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// E.g. `proposal:01h…`.
    pub subject: Option<&'a str>,
    /// E.g. `document.read`.
    pub act: Option<&'a str>,
}

/// The end of the chain. It is printed on every receipt, so that any later change can be noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}
