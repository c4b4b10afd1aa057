//! All exports of a call, what they contain, and what was lately exported. A link leads to the same
//! file as over REST, at an address that asks people to sign in.

use crate::features::accounts::Visitor;
use crate::features::calls::actions::{CallView, read_call};
use crate::features::conflicts;
use crate::features::decisions;
use crate::features::home::actions::{Made, exports_made};
use crate::features::selection;
use crate::kernel::access::{Facts, Permission, Verdict, Viewer, decide};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

/// A format of an export; its message id is `export-format-<name>`.
#[derive(Debug, Clone, Copy)]
struct Format {
    name: &'static str,
    query: &'static str,
}

const CSV: Format = Format { name: "csv", query: "?format=csv" };
const CSV_FOR_EXCEL: Format = Format { name: "csv-excel", query: "?format=csv&bom=true" };
const JSON: Format = Format { name: "json", query: "?format=json" };
const XLSX: Format = Format { name: "xlsx", query: "?format=xlsx" };
const PDF: Format = Format { name: "pdf", query: "" };
const TABLE: &[Format] = &[XLSX, CSV, CSV_FOR_EXCEL, JSON];
/// For exports with one format only.
const AS_IT_IS: Format = Format { name: "json", query: "" };

/// An export; its message ids are `export-<name>` and `export-<name>-line`.
#[derive(Debug, Clone, Copy)]
struct Export {
    name: &'static str,
    act: Permission,
    /// The address; `{id}` stands for the call.
    path: &'static str,
    formats: &'static [Format],
    /// Whether every export is recorded with the hash of the file.
    is_recorded: bool,
    needs: Needs,
    tells: Tells,
}

/// Whose data it contains. An export that would be incomplete for its reader is not made; the page
/// says so instead of linking to a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Nothing about single proposals.
    Nobody,
    /// Data of every proposal.
    Everybody,
    /// What is public after the announcement.
    Announced,
}

/// What must have happened in the plenary before there is anything to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Run,
    Decision,
}

static EXPORTS: &[Export] = &[
    Export {
        name: "results",
        act: Permission::ExportResults,
        path: "/calls/{id}/exports/results",
        formats: TABLE,
        is_recorded: true,
        needs: Needs::Decision,
        tells: Tells::Everybody,
    },
    Export {
        name: "sheets",
        act: Permission::ExportSheets,
        path: "/calls/{id}/exports/sheets",
        formats: TABLE,
        is_recorded: true,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
    },
    Export {
        name: "ranking",
        act: Permission::ExportResults,
        path: "/calls/{id}/exports/ranking",
        formats: TABLE,
        is_recorded: true,
        needs: Needs::Run,
        tells: Tells::Everybody,
    },
    Export {
        name: "attendance",
        act: Permission::ExportResults,
        path: "/calls/{id}/exports/attendance",
        formats: TABLE,
        is_recorded: true,
        needs: Needs::Decision,
        tells: Tells::Nobody,
    },
    Export {
        name: "verification",
        act: Permission::ExportVerification,
        path: "/calls/{id}/exports/verification",
        formats: TABLE,
        is_recorded: true,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
    },
    Export {
        name: "all",
        act: Permission::ExportSheets,
        path: "/calls/{id}/exports/all",
        formats: &[XLSX],
        is_recorded: true,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
    },
    Export {
        name: "verification-minutes",
        act: Permission::ExportVerification,
        path: "/calls/{id}/papers/verification-minutes",
        formats: &[PDF],
        is_recorded: true,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
    },
    Export {
        name: "plenary-minutes",
        act: Permission::ExportResults,
        path: "/calls/{id}/papers/plenary-minutes",
        formats: &[PDF],
        is_recorded: true,
        needs: Needs::Decision,
        tells: Tells::Everybody,
    },
    Export {
        name: "decree-annex",
        act: Permission::ExportResults,
        path: "/calls/{id}/papers/decree-annex",
        formats: &[PDF],
        is_recorded: true,
        needs: Needs::Decision,
        tells: Tells::Announced,
    },
    Export {
        name: "rules",
        act: Permission::ReadCall,
        path: "/calls/{id}/rules",
        formats: &[AS_IT_IS],
        is_recorded: false,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
    },
    Export {
        name: "record",
        act: Permission::ReadLedger,
        path: "/ledger/entries?limit=200&subject=call:{id}",
        formats: &[AS_IT_IS],
        is_recorded: false,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
    },
    Export {
        name: "whole-record",
        act: Permission::ReadLedger,
        path: "/ledger/export",
        formats: &[XLSX, CSV, JSON],
        is_recorded: true,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
    },
];

impl Export {
    fn address(&self, call: &CallId, format: &Format) -> String {
        format!("{}{}", self.path.replace("{id}", call.as_str()), format.query)
    }
}

/// An export, and whether it is possible now.
struct Line {
    export: &'static Export,
    is_there: bool,
    /// Withheld because of the viewer's conflict of interest.
    is_withheld: bool,
}

struct Loaded {
    view: CallView,
    lines: Vec<Line>,
    made: Vec<Made>,
}

fn load(db: &mut Db, viewer: &Viewer, id: &CallId, now: Timestamp) -> Result<Loaded, Failure> {
    let view = read_call(db, Some(viewer), id, now)?;
    let facts = Facts::in_phase(view.phase);
    let verdict = |act| decide(&viewer.roles, act, facts);
    // A viewer who can never export results is refused.
    if !matches!(verdict(Permission::ExportResults), Verdict::Allowed | Verdict::NotNow) {
        return Err(Failure::not_found());
    }
    let is_proposed = decisions::is_proposed(db, id)?;
    let is_computed = !selection::runs_of(db, id)?.is_empty();
    let has_what = |needs| match needs {
        Needs::Nothing => true,
        Needs::Run => is_computed,
        Needs::Decision => is_proposed,
    };
    let in_conflict = !conflicts::withheld_in(db, &viewer.user, id)?.is_empty();
    let is_withheld = |tells| match tells {
        Tells::Nobody => false,
        Tells::Everybody => in_conflict,
        Tells::Announced => in_conflict && view.call.announced_at.is_none(),
    };
    let line = |export: &'static Export| {
        let is_there = match verdict(export.act) {
            Verdict::Allowed => has_what(export.needs),
            Verdict::NotNow => false,
            Verdict::Forbidden | Verdict::Hidden => return None,
        };
        Some(Line { export, is_there, is_withheld: is_withheld(export.tells) })
    };
    let lines: Vec<Line> = EXPORTS.iter().filter_map(line).collect();
    Ok(Loaded { made: exports_made(db, viewer, id)?, lines, view })
}

#[derive(Template)]
#[template(path = "home/pages/exports.html")]
struct ExportsPage<'a> {
    s: &'a PageContext,
    loaded: &'a Loaded,
}

impl ExportsPage<'_> {
    fn kind(&self, made: &Made) -> String {
        let kind = made.entry.payload.get("kind").and_then(serde_json::Value::as_str);
        kind.map_or_else(String::new, |kind| self.s.word("export", kind))
    }

    fn figure(made: &Made, name: &str) -> String {
        match made.entry.payload.get(name) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: &_, now| load(db, viewer, &id, now);
    let (s, loaded) = visitor.load_signed_in(&app, act).await?;
    show(&s, &ExportsPage { s: &s, loaded: &loaded })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;

    #[test]
    fn every_export_is_an_operation_of_the_api_and_has_words() {
        let (operations, _) = crate::server::contract();
        let downloads = crate::server::download_inventory();
        for export in EXPORTS {
            let path = format!("/api/v1{}", export.path.split('?').next().unwrap());
            let is_this =
                |op: &crate::kernel::access::Operation| op.path == path && op.act == export.act;
            assert!(operations.iter().any(is_this), "{path}");
            assert!(downloads.iter().any(|one| format!("/api/v1{}", one.path) == path), "{path}");
            let formats =
                export.formats.iter().map(|format| format!("export-format-{}", format.name));
            let words = [format!("export-{}", export.name), format!("export-{}-line", export.name)];
            for key in formats.chain(words) {
                for language in Language::ALL {
                    assert_ne!(language.text(&key, &[]), key, "{}", language.tag());
                }
            }
        }
    }
}
