//! The register as a table, read page by page: one row per breach, with no name except that of the
//! exporter.

use super::super::store::{self, WithNotices};
use super::super::{Audience, Breach, Measure, Notice};
use crate::features::accounts;
use crate::features::conflicts::rules::WITHHELD;
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::BreachId;
use crate::kernel::paging::MOST;
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::exports::{
    Cell, Column, Format, Outgoing, Provenance, Taken, Writer, note_taken,
};
use crate::platform::ledger::{self, Subject};
use std::path::Path;

/// Writes the register into `folder`, newest breach first.
///
/// # Errors
/// `forbidden`; `withheld_for_conflict` to a viewer who would see other figures than the true ones.
pub(in crate::features::breaches) fn export_register(
    db: &mut Db,
    viewer: &Viewer,
    (format, folder): (Format, &Path),
    now: Timestamp,
) -> Result<Outgoing, Failure> {
    access::may(viewer, Permission::ReadBreaches, Facts::NONE)?;
    if !super::hidden_from(db, viewer)?.is_empty() {
        return Err(Failure::refused(WITHHELD));
    }
    let mut writer = Writer::new(format, folder)?;
    writer.begin("breaches", &columns())?;
    let mut paging = Paging { limit: MOST, after: None };
    loop {
        let mut rows = store::list(db, &[], &paging, now)?;
        // One more was read than a page holds.
        let more = i64::try_from(rows.len()).is_ok_and(|found| found > MOST);
        rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        let ids: Vec<BreachId> = rows.iter().map(|(breach, _)| breach.id.clone()).collect();
        let mut measures = store::measures_of(db, &ids)?;
        for with_notices in &rows {
            let done = measures.remove(&with_notices.0.id).unwrap_or_default();
            writer.row(&row(with_notices, &done))?;
        }
        let Some((last, _)) = rows.last().filter(|_| more) else { break };
        paging.after = Some(last.number.to_string());
    }
    writer.finish(&provenance(db, viewer, now)?)
}

/// Records who exported the register, with the hash of the file.
pub(in crate::features::breaches) fn note_export(
    db: &mut Db,
    viewer: &Viewer,
    (rows, sha256, format): (u64, &str, Format),
    now: Timestamp,
) -> Result<(), Failure> {
    access::may(viewer, Permission::ReadBreaches, Facts::NONE)?;
    let taken = Taken { kind: "breaches", format: format.extension(), rows, sha256 };
    note_taken(db, &viewer.user, (Subject::breaches(), taken), now)
}

fn columns() -> [Column; 23] {
    [
        Column::new("number", 8),
        Column::new("title", 40),
        Column::instant("happened_at"),
        Column::instant("discovered_at"),
        Column::instant("due_at"),
        Column::instant("registered_at"),
        Column::new("found_through", 40),
        Column::new("data", 30),
        Column::new("how", 60),
        Column::new("measures", 60),
        Column::new("affected", 10),
        Column::new("informed", 10),
        Column::new("subjects_state", 14),
        Column::instant("subjects_informed_at"),
        Column::new("subjects_late_reason", 40),
        Column::new("authority_state", 14),
        Column::instant("authority_informed_at"),
        Column::new("authority_medium", 12),
        Column::new("authority_reference", 24),
        Column::new("authority_late_reason", 40),
        Column::new("outcome", 14),
        Column::new("conclusion", 60),
        Column::instant("closed_at"),
    ]
}

/// The reasons for late notices to this audience, in their order.
fn late_reasons(notices: &[Notice], audience: Audience) -> Cell {
    let late = notices.iter().filter(|notice| notice.audience == audience);
    let reasons: Vec<&str> = late.filter_map(|notice| notice.late_reason.as_deref()).collect();
    if reasons.is_empty() { Cell::Empty } else { Cell::Text(reasons.join("\n")) }
}

fn row((breach, notices): &WithNotices, measures: &[Measure]) -> [Cell; 23] {
    let Breach { subjects, authority, .. } = breach;
    let authority_notice = notices.iter().find(|notice| notice.audience == Audience::Authority);
    let medium = authority_notice.and_then(|notice| notice.medium);
    let reference = authority_notice.and_then(|notice| notice.reference.as_deref());
    let data: Vec<&str> = breach.data.iter().map(|class| class.name()).collect();
    let measures: Vec<String> =
        measures.iter().map(|one| format!("{} {}", one.noted_at, one.measure)).collect();
    let closure = breach.closure.as_ref();
    [
        Cell::Integer(i64::from(breach.number)),
        Cell::text(&breach.title),
        Cell::optional(breach.happened_at, Cell::Instant),
        Cell::Instant(breach.discovered_at),
        Cell::Instant(breach.due_at),
        Cell::Instant(breach.registered_at),
        Cell::text(&breach.found_through),
        Cell::Text(data.join(", ")),
        Cell::text(&breach.how),
        Cell::Text(measures.join("\n")),
        Cell::Integer(breach.affected),
        Cell::Integer(breach.informed),
        Cell::text(subjects.state.name()),
        Cell::optional(subjects.given_at, Cell::Instant),
        late_reasons(notices, Audience::Subjects),
        Cell::text(authority.state.name()),
        Cell::optional(authority.given_at, Cell::Instant),
        Cell::optional(medium, |medium| Cell::text(medium.name())),
        Cell::optional(reference, Cell::text),
        late_reasons(notices, Audience::Authority),
        Cell::optional(closure, |closure| Cell::text(closure.outcome.name())),
        Cell::optional(closure, |closure| Cell::text(&closure.conclusion)),
        Cell::optional(closure, |closure| Cell::Instant(closure.closed_at)),
    ]
}

fn provenance(db: &mut Db, viewer: &Viewer, now: Timestamp) -> Result<Provenance, Failure> {
    let head = ledger::head(db)?;
    let name = accounts::names_of(db, std::slice::from_ref(&viewer.user))?.remove(&viewer.user);
    let mut facts = Provenance::default();
    facts
        .add("ledger-seq", Cell::Integer(head.seq))
        .add("ledger-hash", Cell::text(head.hash))
        .add("program", Cell::text(concat!("tubel ", env!("CARGO_PKG_VERSION"))))
        .add("made-at", Cell::Instant(now))
        .add("zone", Cell::text("WIB (UTC+7)"))
        .add("made-by", Cell::optional(name, Cell::Text));
    Ok(facts)
}
