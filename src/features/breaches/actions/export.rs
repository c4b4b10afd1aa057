//! The register as a table, read page by page: one row per breach, with no name except that of the
//! exporter.

use super::super::store::{self, WithNotices};
use super::super::{Audience, Breach, Closure, Measure, Notice};
use crate::features::conflicts::rules::WITHHELD;
use crate::kernel::errors::Failure;
use crate::kernel::ids::BreachId;
use crate::kernel::paging::MOST;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Column, Columns, Writer};

/// A breach with what was done about it.
pub struct Registered {
    with_notices: WithNotices,
    measures: Vec<Measure>,
}

/// One row per breach.
pub static REGISTER: Columns<Registered> = &[&[
    Column::integer("number", |row: &Registered| Cell::Integer(row.breach().number.into())).wide(8),
    Column::text("title", |row: &Registered| Cell::text(&row.breach().title)).wide(40),
    Column::instant("happened_at", |row: &Registered| {
        Cell::optional(row.breach().happened_at, Cell::Instant)
    }),
    Column::instant("discovered_at", |row: &Registered| Cell::Instant(row.breach().discovered_at)),
    Column::instant("due_at", |row: &Registered| Cell::Instant(row.breach().due_at)),
    Column::instant("registered_at", |row: &Registered| Cell::Instant(row.breach().registered_at)),
    Column::text("found_through", |row: &Registered| Cell::text(&row.breach().found_through))
        .wide(40),
    Column::text("data", |row: &Registered| {
        let data: Vec<&str> = row.breach().data.iter().map(|class| class.name()).collect();
        Cell::Text(data.join(", "))
    })
    .wide(30),
    Column::text("how", |row: &Registered| Cell::text(&row.breach().how)).wide(60),
    Column::text("measures", |row: &Registered| {
        let told = row.measures.iter().map(|one| format!("{} {}", one.noted_at, one.measure));
        Cell::Text(told.collect::<Vec<_>>().join("\n"))
    })
    .wide(60),
    Column::integer("affected", |row: &Registered| Cell::Integer(row.breach().affected)).wide(10),
    Column::integer("informed", |row: &Registered| Cell::Integer(row.breach().informed)).wide(10),
    Column::text("subjects_state", |row: &Registered| {
        Cell::text(row.breach().subjects.state.name())
    })
    .wide(14),
    Column::instant("subjects_informed_at", |row: &Registered| {
        Cell::optional(row.breach().subjects.given_at, Cell::Instant)
    }),
    Column::text("subjects_late_reason", |row: &Registered| row.late_reasons(Audience::Subjects))
        .wide(40),
    Column::text("authority_state", |row: &Registered| {
        Cell::text(row.breach().authority.state.name())
    })
    .wide(14),
    Column::instant("authority_informed_at", |row: &Registered| {
        Cell::optional(row.breach().authority.given_at, Cell::Instant)
    }),
    Column::text("authority_medium", |row: &Registered| {
        let medium = row.to_authority().and_then(|notice| notice.medium);
        Cell::optional(medium, |medium| Cell::text(medium.name()))
    })
    .wide(12),
    Column::text("authority_reference", |row: &Registered| {
        let reference = row.to_authority().and_then(|notice| notice.reference.as_deref());
        Cell::optional(reference, Cell::text)
    })
    .wide(24),
    Column::text("authority_late_reason", |row: &Registered| row.late_reasons(Audience::Authority))
        .wide(40),
    Column::text("outcome", |row: &Registered| {
        Cell::optional(row.closure(), |closure| Cell::text(closure.outcome.name()))
    })
    .wide(14),
    Column::text("conclusion", |row: &Registered| {
        Cell::optional(row.closure(), |closure| Cell::text(&closure.conclusion))
    })
    .wide(60),
    Column::instant("closed_at", |row: &Registered| {
        Cell::optional(row.closure(), |closure| Cell::Instant(closure.closed_at))
    }),
]];

impl Registered {
    fn breach(&self) -> &Breach {
        &self.with_notices.0
    }

    fn closure(&self) -> Option<&Closure> {
        self.breach().closure.as_ref()
    }

    fn notices(&self, audience: Audience) -> impl Iterator<Item = &Notice> {
        self.with_notices.1.iter().filter(move |notice| notice.audience == audience)
    }

    fn to_authority(&self) -> Option<&Notice> {
        self.notices(Audience::Authority).next()
    }

    /// Why notices to this audience came late, in their order.
    fn late_reasons(&self, audience: Audience) -> Cell {
        let reasons: Vec<&str> =
            self.notices(audience).filter_map(|notice| notice.late_reason.as_deref()).collect();
        if reasons.is_empty() { Cell::Empty } else { Cell::Text(reasons.join("\n")) }
    }
}

/// Writes the register, newest breach first. Who may have it is asked before, by the catalogue of exports.
///
/// # Errors
/// `withheld_for_conflict` to whoever would be shown other figures than are true.
pub fn pour_register(cx: &mut Cx<'_>, to: &mut Writer) -> Result<(), Failure> {
    // Without what is hidden from this viewer it would not be true, so it is not made for them.
    if !super::hidden_from(cx)?.is_empty() {
        return Err(Failure::refused(WITHHELD));
    }
    to.stream(REGISTER)?;
    let mut paging = Paging { limit: MOST, after: None };
    loop {
        let mut rows = store::list(cx.db, &[], &paging, cx.now)?;
        // One more was read than a page holds.
        let more = i64::try_from(rows.len()).is_ok_and(|found| found > MOST);
        rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        let ids: Vec<BreachId> = rows.iter().map(|(breach, _)| breach.id.clone()).collect();
        let mut measures = store::measures_of(cx.db, &ids)?;
        paging.after = rows.last().map(|(last, _)| last.number.to_string());
        for with_notices in rows {
            let measures = measures.remove(&with_notices.0.id).unwrap_or_default();
            to.add_row(REGISTER, &Registered { with_notices, measures })?;
        }
        if !more {
            return Ok(());
        }
    }
}
