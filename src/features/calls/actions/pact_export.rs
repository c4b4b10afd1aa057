//! The list of signatures under a call's integrity pact, as a table.

use super::pact::signatures_in;
use crate::features::calls::{Call, PactSigner};
use crate::kernel::errors::Failure;
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Column, Columns, Writer};

/// One row per person who has to sign or has.
pub static PACT_SIGNATURES: Columns<PactSigner> = &[&[
    Column::text("name", |row| Cell::text(&row.name)),
    Column::text("roles", |row| Cell::text(row.roles.join(" "))),
    Column::instant("signed_at", |row| Cell::optional(row.signed_at, Cell::Instant)),
    Column::text("text_hash", |row| Cell::optional(row.text_hash.as_ref(), Cell::text)),
]];

/// Who has signed and who has not.
///
/// # Errors
/// `not_found` for a call without a pact.
pub fn pour_signatures(cx: &mut Cx<'_>, call: &Call, to: &mut Writer) -> Result<(), Failure> {
    let people = signatures_in(cx.db, call)?.people;
    to.table((PACT_SIGNATURES, &[]), &people)
}
