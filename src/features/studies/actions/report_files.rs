//! Files beside a report: what shows that a milestone was reached.

use super::reports::{Scene, file_readable, writable};
use crate::features::studies::rules::{self, reports};
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

/// One's own report, if it may get another file now.
fn attachable(cx: &mut Cx<'_>, of: (&AwardId, Slot)) -> Result<Scene, Failure> {
    let (scene, files) = writable(cx, of)?;
    if files >= rules::REPORT_FILES {
        let refusal = Refusal::new(rules::REPORT_FILES_ENOUGH);
        return Err(refusal.with("limit", rules::REPORT_FILES).into());
    }
    Ok(scene)
}

/// Whether one's own report may get a file now, asked before its first byte is read.
///
/// # Errors
/// `not_found`; `report_state`, `report_files_enough`.
pub fn may_add_report_file(cx: &mut Cx<'_>, of: (&AwardId, Slot)) -> Result<Allowed, Failure> {
    attachable(cx, of)?;
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
    let mut scene = attachable(cx, of)?;
    scene.begin(cx)?;
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
    scene.context.record(cx, EventType::StudyReportAttached, payload)?;
    Ok(file)
}

/// Takes a file away that was added by mistake. One that was sent stays: the readers of a returned report keep what
/// they were sent.
///
/// # Errors
/// `not_found`; `report_state`, `report_file_sent`.
pub fn remove_report_file(cx: &mut Cx<'_>, id: &StudyReportFileId) -> Result<ReportFile, Failure> {
    let file = store::report_file(cx.db, id)?;
    let (scene, _) = writable(cx, (&file.study, file.slot))?;
    let last_sent = scene.desk.sent(file.slot).last().map(|sending| sending.sent_at);
    if reports::is_sent_with(file.added_at, last_sent) {
        return Err(Failure::refused(rules::REPORT_FILE_SENT));
    }
    store::delete_report_file(cx.db, id)?;
    let payload = json!({ "report": file.slot, "file": id, "file_sha256": file.file.sha256 });
    scene.context.record(cx, EventType::StudyReportDetached, payload)?;
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
