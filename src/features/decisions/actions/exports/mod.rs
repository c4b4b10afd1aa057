//! Exports of tables: one in a file, or all of a call in one workbook. Every export is put on the
//! record with the hash of the file. The content of each table is in the files beside.

mod origin;
pub(super) mod people;
mod ranking;
pub(super) mod results;
mod sheets;
pub(super) mod verification;

use super::{call_for, store};
use crate::features::calls::Call;
use crate::features::conflicts;
use crate::features::decisions::rules;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::db::Db;
use crate::platform::exports::{Format, Outgoing, Table, Taken, Writer, note_taken};
use crate::platform::ledger::Subject;
use std::path::Path;

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One row per ranked proposal, as decided.
    Results,
    /// One row per locked sheet.
    Sheets,
    /// One row per place of the run that was decided on, otherwise the latest, with its intervals.
    Ranking,
    /// One row per concluded check-list.
    Verification,
    /// One row per person at the plenary.
    Attendance,
    /// All of these; a workbook.
    All,
}

impl Kind {
    /// The tables that a file of this kind may hold.
    const TABLES: [Self; 5] =
        [Self::Results, Self::Ranking, Self::Sheets, Self::Verification, Self::Attendance];

    fn act(self) -> Permission {
        match self {
            Self::Results | Self::Ranking | Self::Attendance => Permission::ExportResults,
            Self::Verification => Permission::ExportVerification,
            Self::Sheets | Self::All => Permission::ExportSheets,
        }
    }

    /// Whether it contains data of each proposal: then it is exported completely or not at all.
    fn tells_of_proposals(self) -> bool {
        match self {
            Self::Results | Self::Sheets | Self::Ranking | Self::Verification | Self::All => true,
            Self::Attendance => false,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Sheets => "sheets",
            Self::Ranking => "ranking",
            Self::Verification => "verification",
            Self::Attendance => "attendance",
            Self::All => "all",
        }
    }

    fn table(self, db: &mut Db, viewer: &Viewer, call: &Call) -> Result<Table, Failure> {
        match self {
            Self::Results => results::results(db, viewer, call),
            Self::Sheets => sheets::sheets(db, call),
            Self::Ranking => ranking::ranking(db, call),
            Self::Verification => verification::verification(db, call),
            Self::Attendance => people::attendance(db, viewer, call),
            Self::All => Err(Failure::Inconsistent("a table of everything".to_owned())),
        }
    }
}

/// What an export puts on the record when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRecord {
    pub(super) call: CallId,
    pub(super) act: Permission,
    pub(super) kind: &'static str,
    pub(super) format: &'static str,
    pub(super) rows: u64,
    pub(super) sha256: String,
}

/// A table to be sent.
#[derive(Debug)]
pub struct Export {
    pub file: Outgoing,
    /// Without its extension.
    pub file_name: String,
    pub departure: ExportRecord,
}

/// Makes the table in `folder`. It may be sent after [`record_export`] has recorded it.
///
/// # Errors
/// `not_found`, `wrong_phase`; `withheld_for_conflict` to whoever is in conflict with a part of it; `decision_missing` for results that nobody proposed yet, `run_missing`
/// for a ranking that nobody computed.
pub fn export(
    db: &mut Db,
    viewer: &Viewer,
    (call, kind, format, folder): (&CallId, Kind, Format, &Path),
    now: Timestamp,
) -> Result<Export, Failure> {
    let call = call_for(db, viewer, kind.act(), call, now)?;
    if kind == Kind::All {
        call_for(db, viewer, Permission::ExportResults, &call.id, now)?;
    }
    if kind.tells_of_proposals() {
        conflicts::refuse_incomplete(db, &viewer.user, &call.id)?;
    }
    let mut writer = Writer::new(format, folder)?;
    match kind {
        Kind::All => pour_all(db, viewer, &call, &mut writer)?,
        kind => kind.table(db, viewer, &call)?.pour(kind.name(), &mut writer)?,
    }
    let file = writer.finish(&origin::provenance(db, viewer, &call, now)?)?;
    let departure = ExportRecord {
        call: call.id,
        act: kind.act(),
        kind: kind.name(),
        format: format.extension(),
        rows: file.rows,
        sha256: file.sha256.clone(),
    };
    Ok(Export { file, file_name: format!("{}-{}", call.code, kind.name()), departure })
}

/// The tables that exist so far: before a decision there are no results.
fn pour_all(db: &mut Db, viewer: &Viewer, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    for kind in Kind::TABLES {
        match kind.table(db, viewer, call) {
            Ok(table) => table.pour(kind.name(), to)?,
            Err(Failure::Refused(problem)) if rules::is_not_there_yet(problem.code) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

/// Records who exported what, by its hash. This is a separate action, so that making a large table
/// does not block other writes.
pub fn record_export(
    db: &mut Db,
    viewer: &Viewer,
    departure: &ExportRecord,
    now: Timestamp,
) -> Result<(), Failure> {
    let call = call_for(db, viewer, departure.act, &departure.call, now)?;
    let ExportRecord { kind, format, rows, ref sha256, .. } = *departure;
    let taken = Taken { kind, format, rows, sha256 };
    note_taken(db, &viewer.user, (Subject::call(&call.id), taken), now)
}
