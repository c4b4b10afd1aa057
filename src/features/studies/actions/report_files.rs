//! Files beside a report: what shows that a milestone was reached.

use super::reports::{begin_report, file_readable, writable};
use crate::features::studies::rules;
use crate::features::studies::store;
use crate::features::studies::{ReportFile, Slot, StudyFile};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AwardId, StudyReportFileId};
use crate::platform::cx::Cx;
use crate::platform::files::{Allowed, Limit, MediaType, NewFile};
use crate::platform::ledger::EventType;
use serde_json::json;

/// A page as it was scanned, or as a telephone took it.
pub const REPORT_FORMATS: &[MediaType] = &[MediaType::Pdf, MediaType::Jpeg];

/// Whether one's own report may get a file now, asked before its first byte is read.
///
/// # Errors
/// `not_found`; `report_state`, `report_files_enough`.
pub fn may_add_report_file(cx: &mut Cx<'_>, of: (&AwardId, Slot)) -> Result<Allowed, Failure> {
    let (_, files) = writable(cx, of)?;
    if files >= rules::REPORT_FILES {
        let refusal = Refusal::new(rules::REPORT_FILES_ENOUGH);
        return Err(refusal.with("limit", rules::REPORT_FILES).into());
    }
    let limit = Limit { bytes: rules::PAPER_BYTES, exceeded: rules::PAPER_TOO_LARGE };
    Ok(Allowed { limit, formats: REPORT_FORMATS.to_vec(), otherwise: "bukti" })
}

/// Adds a file to one's own report.
///
/// # Errors
/// As [`may_add_report_file`], asked again.
pub fn add_report_file(
    cx: &mut Cx<'_>,
    (of, new): ((&AwardId, Slot), &NewFile),
) -> Result<ReportFile, Failure> {
    may_add_report_file(cx, of)?;
    let (context, _) = writable(cx, of)?;
    begin_report(cx, of)?;
    let NewFile { file_name, size, sha256, media_type } = new.clone();
    let file = ReportFile {
        id: StudyReportFileId::new()?,
        study: of.0.clone(),
        slot: of.1,
        file: StudyFile { file_name, size, sha256 },
        media_type,
        added_at: cx.now,
    };
    store::insert_report_file(cx.db, &file)?;
    let payload = json!({ "report": of.1, "file": file.id, "file_sha256": file.file.sha256 });
    context.record(cx, EventType::StudyReportAttached, payload)?;
    Ok(file)
}

/// Takes a file away that was added by mistake, before the report is sent or while it is to be mended.
///
/// # Errors
/// `not_found`; `report_state`.
pub fn remove_report_file(cx: &mut Cx<'_>, id: &StudyReportFileId) -> Result<ReportFile, Failure> {
    let file = store::report_file(cx.db, id)?;
    let (context, _) = writable(cx, (&file.study, file.slot))?;
    store::delete_report_file(cx.db, id)?;
    let payload = json!({ "report": file.slot, "file": id, "file_sha256": file.file.sha256 });
    context.record(cx, EventType::StudyReportDetached, payload)?;
    Ok(file)
}

/// A file of a report.
///
/// # Errors
/// `not_found`.
pub fn read_report_file(cx: &mut Cx<'_>, id: &StudyReportFileId) -> Result<ReportFile, Failure> {
    let file = store::report_file(cx.db, id)?;
    file_readable(cx, (&file.study, file.slot))?;
    Ok(file)
}
