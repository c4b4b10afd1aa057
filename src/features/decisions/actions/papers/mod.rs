//! The content of a call's official documents: minutes of the verification and of the plenary, the
//! annex to the decree. A document is made completely or not at all; a viewer in conflict with a
//! part of it is told who can make it. `papers` typesets them.

mod decided;
mod frame;
mod letter;
mod verified;

pub use letter::result_letter;

use super::exports::ExportRecord;
use super::{call_for, store};
use crate::features::calls::Call;
use crate::features::conflicts;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::language::Language;
use crate::platform::db::Db;
use crate::platform::typesetting::Paper;
use serde_json::Value;

/// The content of a document that is ready for typesetting.
#[derive(Debug, Clone)]
pub struct Draft {
    pub paper: Paper,
    /// A call's code, or a proposal's number.
    pub about: String,
    pub data: Value,
    pub made_at: Timestamp,
}

/// The permission for this document.
fn act_of(paper: Paper) -> Permission {
    match paper {
        Paper::VerificationMinutes => Permission::ExportVerification,
        Paper::PlenaryMinutes | Paper::DecreeAnnex => Permission::ExportResults,
        Paper::Receipt => Permission::ReadDraftProposal,
        Paper::ResultLetter => Permission::ReadOwnResult,
    }
}

/// The present content of this document of a call. `number` is the one that the office gives it.
///
/// # Errors
/// `not_found`, `wrong_phase`; `withheld_for_conflict`; `decision_missing` for documents about a
/// decision.
pub fn draft_paper(
    db: &mut Db,
    viewer: &Viewer,
    (call, paper, number): (&CallId, Paper, Option<&str>),
    language: Language,
    now: Timestamp,
) -> Result<Draft, Failure> {
    let call = call_for(db, viewer, act_of(paper), call, now)?;
    if !is_public(db, paper, &call)? {
        conflicts::refuse_incomplete(db, &viewer.user, &call.id)?;
    }
    let frame = frame::Frame::of(db, &call, (language, now))?;
    let mut data = match paper {
        Paper::VerificationMinutes => verified::minutes(db, frame)?,
        Paper::PlenaryMinutes => decided::minutes(db, frame)?,
        Paper::DecreeAnnex => decided::annex(db, frame)?,
        Paper::Receipt | Paper::ResultLetter => return Err(Failure::not_found()),
    };
    if let (Some(number), Value::Object(fields)) = (number, &mut data) {
        fields.insert("number".to_owned(), number.into());
    }
    Ok(Draft { paper, about: call.code, data, made_at: now })
}

/// What everybody can read is the same for everybody: the annex to the decree, after its decision
/// is announced. The minutes contain scores.
fn is_public(db: &mut Db, paper: Paper, call: &Call) -> Result<bool, Failure> {
    if paper != Paper::DecreeAnnex {
        return Ok(false);
    }
    // While a new decision waits, the annex is still that of the one in force.
    Ok(store::standing(db, &call.id)?.is_some())
}

/// For the record: that this document was sent, with its hash.
pub fn departure(call: &CallId, paper: Paper, sha256: String) -> ExportRecord {
    ExportRecord {
        call: call.clone(),
        act: act_of(paper),
        kind: paper.name(),
        format: "pdf",
        rows: 1,
        sha256,
    }
}
