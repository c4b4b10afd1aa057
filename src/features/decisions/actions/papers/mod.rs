//! What the official papers of a call say: minutes of the verification and of the plenary, the annex
//! to the decree. `typesetting` sets them.

mod decided;
mod frame;
mod letter;
mod sat;
mod verified;

pub use letter::result_letter;

use super::store;
use crate::features::calls::Call;
use crate::features::decisions::Decision;
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

/// What this paper of a call says now. `number` is the one that the office gives it. Who may have it is asked
/// before, by the catalogue of exports.
///
/// # Errors
/// `decision_missing` for papers about a decision.
pub fn draft_paper(
    db: &mut Db,
    call: Call,
    (paper, number): (Paper, Option<&str>),
    language: Language,
    now: Timestamp,
) -> Result<Draft, Failure> {
    let frame = frame::Frame::of(db, &call, (language, now))?;
    let mut data = match paper {
        Paper::VerificationMinutes => verified::minutes(db, frame)?,
        Paper::PlenaryMinutes => decided::minutes(db, frame)?,
        Paper::DecreeAnnex => decided::annex(db, frame)?,
        Paper::Receipt | Paper::ResultLetter | Paper::ImpactReport | Paper::ProgressSheet => {
            return Err(Failure::not_found());
        }
    };
    if let (Some(number), Value::Object(fields)) = (number, &mut data) {
        fields.insert("number".to_owned(), number.into());
    }
    Ok(Draft { paper, about: call.code, data, made_at: now })
}

/// The draft minutes of a decision that waits.
///
/// # Errors
/// When the database fails.
pub(super) fn draft_minutes(
    db: &mut Db,
    (call, decision): (Call, Decision),
    language: Language,
    now: Timestamp,
) -> Result<Draft, Failure> {
    let frame = frame::Frame::of(db, &call, (language, now))?;
    let data = decided::minutes_of(db, &frame, decision)?;
    Ok(Draft { paper: Paper::PlenaryMinutes, about: call.code, data, made_at: now })
}

/// Whether a decision of the call is announced and stands: then everybody can read who was selected, and
/// the annex to the decree is the same for everybody. While a new decision waits, it is still that of the one
/// that stands.
///
/// # Errors
/// When the database fails.
pub fn is_public(db: &mut Db, call: &CallId) -> Result<bool, Failure> {
    Ok(store::standing(db, call)?.is_some())
}
