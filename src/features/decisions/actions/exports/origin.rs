//! Where an export of a call comes from: the hashes by which it can be checked.

use super::{ranking, store};
use crate::features::calls::Call;
use crate::features::conflicts;
use crate::kernel::errors::Failure;
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Provenance};

/// The call's rules, its run and its decision. Whoever something is withheld from is not told what would let
/// them guess it.
///
/// # Errors
/// When the database fails.
pub fn origin(cx: &mut Cx<'_>, call: &Call) -> Result<Provenance, Failure> {
    let mut facts = Provenance::default();
    facts
        .add("call", Cell::text(format!("{} · {}", call.code, call.definition.title.id)))
        .add("rules-hash", Cell::optional(call.rules_hash.as_ref(), Cell::text));
    if let Some(run) = ranking::run_of(cx.db, call)? {
        let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &call.id)?;
        let inputs_hash = Some(run.inputs_hash).filter(|_| withheld.is_empty());
        facts
            .add("run", Cell::text(format!("{} ({})", run.number, run.id.as_str())))
            .add("inputs-hash", Cell::optional(inputs_hash, Cell::Text))
            .add("run-hash", Cell::text(run.document_hash));
    }
    if let Some(decision) = store::current(cx.db, &call.id)? {
        let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &call.id)?;
        let decree = decision.standing.decree().map(|decree| decree.number.clone());
        let salt = decision.outcomes_salt.filter(|_| withheld.is_empty());
        facts
            .add("decision", Cell::text(decision.id.as_str()))
            .add("outcomes-hash", Cell::text(decision.outcomes_hash))
            .add("outcomes-salt", Cell::optional(salt, Cell::Text))
            .add("decree", Cell::optional(decree, Cell::text));
    }
    Ok(facts)
}
