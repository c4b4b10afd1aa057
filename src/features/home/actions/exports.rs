//! Taking something away, as the catalogue says: who may, what must be there, and what is put on the record.

use crate::features::accounts::names_of;
use crate::features::calls::actions::{CallView, read_call};
use crate::features::calls::{self, Call};
use crate::features::conflicts;
use crate::features::conflicts::rules::WITHHELD;
use crate::features::decisions;
use crate::features::decisions::actions::{Draft, draft_paper, exports, is_public};
use crate::features::home::Question;
use crate::features::home::catalogue::{CATALOGUE, Export, Needs, Source, Tells};
use crate::features::selection;
use crate::kernel::access::{self, Facts, Permission, Relation, Verdict, decide};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Format, Outgoing, Provenance, Taken, Writer, note_taken};
use crate::platform::ledger::{self, Entry, EventType, Subject};
use crate::platform::typesetting::Paper;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A table as it is asked for.
#[derive(Debug, Clone)]
pub(in crate::features::home) struct AskedTable {
    /// None for a table that belongs to no call.
    pub(in crate::features::home) call: Option<CallId>,
    /// Narrows the log of reads; other tables are whole.
    pub(in crate::features::home) question: Question,
    pub(in crate::features::home) format: Format,
    /// Where the file waits until it is whole.
    pub(in crate::features::home) folder: PathBuf,
}

/// What left, for the record.
#[derive(Debug, Clone)]
pub(in crate::features::home) struct Left {
    pub(in crate::features::home) call: Option<CallId>,
    pub(in crate::features::home) format: &'static str,
    pub(in crate::features::home) rows: u64,
    pub(in crate::features::home) sha256: String,
}

/// The call with how things stand in it, if the viewer may take this from it now; for what belongs to no call,
/// only whether they may.
fn permitted(
    cx: &mut Cx<'_>,
    (export, call): (&Export, Option<&CallId>),
) -> Result<Option<(Call, Facts)>, Failure> {
    let Some(id) = call else {
        // Such a table holds what is the reader's to read, so its list is their own.
        access::may(cx.viewer, export.permission, Facts::NONE.with(Relation::Own, true))?;
        return Ok(None);
    };
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let facts = calls::facts(cx.db, &call, cx.now)?;
    access::may(cx.viewer, export.permission, facts)?;
    Ok(Some((call, facts)))
}

/// What conflicts of interest keep from a viewer in a call.
struct Kept {
    is_in_conflict: bool,
    /// What was decided is announced and stands.
    is_public: bool,
}

impl Kept {
    fn from(cx: &mut Cx<'_>, call: &CallId) -> Result<Self, Failure> {
        let is_in_conflict = !conflicts::withheld_in(cx.db, &cx.viewer.user, call)?.is_empty();
        Ok(Self { is_public: is_in_conflict && is_public(cx.db, call)?, is_in_conflict })
    }

    /// A paper or a table is whole, or it is not made for its reader.
    fn withholds(&self, tells: Tells) -> bool {
        match tells {
            Tells::Nobody => false,
            Tells::Everybody => self.is_in_conflict,
            Tells::Announced => self.is_in_conflict && !self.is_public,
        }
    }

    fn refuse(&self, tells: Tells) -> Result<(), Failure> {
        if self.withholds(tells) { Err(Failure::refused(WITHHELD)) } else { Ok(()) }
    }
}

/// Makes a table; with the file comes its name without ending. It may leave once [`record`] has put it on the
/// record.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `withheld_for_conflict` to whoever is in conflict with a part of it;
/// `decision_missing` or `run_missing` where nobody proposed or computed anything yet.
pub(in crate::features::home) fn make_table(
    cx: &mut Cx<'_>,
    (export, asked): (&Export, &AskedTable),
) -> Result<(Outgoing, String), Failure> {
    let of = permitted(cx, (export, asked.call.as_ref()))?;
    if let Some((call, _)) = &of {
        Kept::from(cx, &call.id)?.refuse(export.tells)?;
    }
    let mut writer = Writer::new(asked.format, &asked.folder)?;
    writer.name(export.name);
    let mut facts = match (&export.source, &of) {
        (Source::OfCall { pour, .. }, Some((call, _))) => {
            pour(cx, call, &mut writer)?;
            exports::origin(cx, call)?
        }
        (Source::EveryTable, Some((call, facts))) => {
            pour_all(cx, (call, *facts), &mut writer)?;
            exports::origin(cx, call)?
        }
        (Source::Whole(whole), None) => (whole.pour)(cx, &asked.question, &mut writer)?,
        _ => return Err(Failure::not_found()),
    };
    add_making(cx, &mut facts)?;
    let code = of.map_or_else(String::new, |(call, _)| format!("{}-", call.code));
    Ok((writer.finish(&facts)?, format!("{code}{}", export.name)))
}

/// Every table of the call that exists so far: before a decision there are no results.
fn pour_all(
    cx: &mut Cx<'_>,
    (call, facts): (&Call, Facts),
    to: &mut Writer,
) -> Result<(), Failure> {
    for export in CATALOGUE {
        let Source::OfCall { pour, .. } = export.source else { continue };
        access::may(cx.viewer, export.permission, facts)?;
        if !is_of(call, export.needs) {
            continue;
        }
        to.name(export.name);
        match pour(cx, call, to) {
            Err(Failure::Refused(refusal)) if decisions::rules::is_not_there_yet(refusal.code) => {}
            made => made?,
        }
    }
    Ok(())
}

/// Whether a call of this definition ever has what needs this.
fn is_of(call: &Call, needs: Needs) -> bool {
    match needs {
        Needs::Pact => call.definition.pact.is_some(),
        Needs::InterviewedRun => call.definition.interview.is_some(),
        Needs::Nothing | Needs::Run | Needs::Decision => true,
    }
}

/// The end of the record at this moment, the program, who and when.
fn add_making(cx: &mut Cx<'_>, facts: &mut Provenance) -> Result<(), Failure> {
    let head = ledger::head(cx.db)?;
    let name = names_of(cx.db, std::slice::from_ref(&cx.viewer.user))?.remove(&cx.viewer.user);
    facts
        .add("ledger-seq", Cell::Integer(head.seq))
        .add("ledger-hash", Cell::text(head.hash))
        .add("program", Cell::text(concat!("tubel ", env!("CARGO_PKG_VERSION"))))
        .add("made-at", Cell::Instant(cx.now))
        .add("zone", Cell::text("WIB (UTC+7)"))
        .add("made-by", Cell::optional(name, Cell::Text));
    Ok(())
}

/// What a paper of a call says now. `number` is the one that the office gives it.
///
/// # Errors
/// As [`make_table`].
pub(in crate::features::home) fn make_paper(
    cx: &mut Cx<'_>,
    (export, call): (&Export, &CallId),
    (paper, number, language): (Paper, Option<&str>, Language),
) -> Result<Draft, Failure> {
    let of = permitted(cx, (export, Some(call)))?;
    let (call, _) = of.ok_or_else(Failure::not_found)?;
    Kept::from(cx, &call.id)?.refuse(export.tells)?;
    draft_paper(cx.db, call, (paper, number), language, cx.now)
}

/// Notes who took what, by its hash. An act of its own, so that making a large table keeps nobody else's writes
/// waiting.
///
/// # Errors
/// As [`make_table`].
pub(in crate::features::home) fn record(
    cx: &mut Cx<'_>,
    (export, left): (&Export, &Left),
) -> Result<(), Failure> {
    let of = permitted(cx, (export, left.call.as_ref()))?;
    let subject = match (&export.source, &of) {
        (Source::Whole(whole), None) => (whole.subject)(),
        (_, Some((call, _))) => Subject::call(&call.id),
        (_, None) => return Err(Failure::not_found()),
    };
    let Left { format, rows, ref sha256, .. } = *left;
    let taken = Taken { kind: export.name, format, rows, sha256 };
    note_taken(cx.db, &cx.viewer.user, (subject, taken), cx.now)
}

/// An export, and whether it can be taken now.
pub(in crate::features::home) struct Line {
    pub(in crate::features::home) export: &'static Export,
    pub(in crate::features::home) is_there: bool,
    /// By a conflict of interest of the viewer.
    pub(in crate::features::home) is_withheld: bool,
}

/// All that the page of a call's exports shows.
pub(in crate::features::home) struct Offers {
    pub(in crate::features::home) view: CallView,
    pub(in crate::features::home) lines: Vec<Line>,
    pub(in crate::features::home) made: Vec<Made>,
}

/// What somebody can take from a call now or later, and what was taken lately.
///
/// # Errors
/// `not_found` for those who could never export results.
pub(in crate::features::home) fn read_offers(
    cx: &mut Cx<'_>,
    id: &CallId,
) -> Result<Offers, Failure> {
    let view = read_call(&mut cx.anyone(), id)?;
    let facts = calls::facts(cx.db, &view.call, cx.now)?;
    let verdict = |act| decide(&cx.viewer.roles, act, facts);
    if !matches!(verdict(Permission::ExportResults), Verdict::Allowed | Verdict::NotNow) {
        return Err(Failure::not_found());
    }
    let is_proposed = decisions::is_proposed(cx.db, id)?;
    let is_computed = !selection::runs_of(cx.db, id)?.is_empty();
    let has_what = |needs| match needs {
        Needs::Nothing | Needs::Pact => true,
        Needs::Run | Needs::InterviewedRun => is_computed,
        Needs::Decision => is_proposed,
    };
    let kept = Kept::from(cx, id)?;
    let line = |export: &'static Export| {
        if !is_of(&view.call, export.needs) {
            return None;
        }
        let is_there = match verdict(export.permission) {
            Verdict::Allowed => has_what(export.needs),
            Verdict::NotNow => false,
            Verdict::Forbidden | Verdict::Hidden => return None,
        };
        Some(Line { export, is_there, is_withheld: kept.withholds(export.tells) })
    };
    let here = CATALOGUE.iter().filter(|export| export.is_among_calls_exports());
    let lines = here.filter_map(line).collect();
    Ok(Offers { made: exports_made(cx, (id, &kept))?, lines, view })
}

/// An export that was made.
#[derive(Debug, Clone)]
pub(in crate::features::home) struct Made {
    pub(in crate::features::home) entry: Entry,
    pub(in crate::features::home) by: String,
}

/// What was exported of a call lately, newest first; nothing for those who may not read the record. How many
/// rows it had, and its hash, are not for whoever is in conflict with one of them.
fn exports_made(cx: &mut Cx<'_>, (call, kept): (&CallId, &Kept)) -> Result<Vec<Made>, Failure> {
    if !cx.viewer.may(Permission::ReadLedger, Facts::NONE) {
        return Ok(Vec::new());
    }
    let entries = ledger::latest_of(cx.db, &Subject::call(call), EventType::ExportMade, 20)?;
    let actors: Vec<UserId> =
        entries.iter().filter_map(|entry| entry.actor.as_ref()?.parse().ok()).collect();
    let names: BTreeMap<String, String> =
        names_of(cx.db, &actors)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let is_withheld = kept.is_in_conflict;
    let made = |mut entry: Entry| {
        if let Some(fields) = entry.payload.as_object_mut().filter(|_| is_withheld) {
            fields.retain(|name, _| name == "kind" || name == "format");
        }
        let by = entry.actor.as_ref().and_then(|actor| names.get(actor)).cloned();
        Made { by: by.unwrap_or_default(), entry }
    };
    Ok(entries.into_iter().map(made).collect())
}
