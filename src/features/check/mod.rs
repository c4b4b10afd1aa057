//! Checks that everything in the database agrees with the record, and the record with itself: the
//! chain, the seals of rows, the signed heads, the files, rules between rows, and rows that
//! contradict themselves. It changes nothing and reads one snapshot of a database that may be in use.

mod chain;
mod files;

pub(crate) use chain::{Follower, Keys};

use crate::features::{awards, decisions, objections, proposals, studies};
use crate::kernel::errors::Failure;
use crate::kernel::progress::{At, Watch};
use crate::platform::db::{self, Database, Db};
use crate::platform::ledger::{self, Disagreement, Verifier};
use std::path::Path;

/// What to check, and against what.
pub struct Wanted<'a> {
    /// The data folder with the files; `None`: files are not checked.
    pub data: Option<&'a Path>,
    /// A public key known from elsewhere. Without one, the keys that the record announces are
    /// trusted.
    pub key: Option<&'a Verifier>,
    /// Heads known from elsewhere: number and hash of an entry.
    pub holds: &'a [(i64, String)],
}

/// A disagreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The check that found it, e.g. `row_changed`, or the name of a rule.
    pub check: &'static str,
    /// Which row, entry or file, and what is wrong.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.check, self.what)
    }
}

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub entries: i64,
    pub seals: usize,
    pub checkpoints: usize,
    pub tables: usize,
    pub rows: usize,
    pub files: usize,
    pub rules: usize,
    /// From this entry on rows are sealed; earlier ones have no seals.
    pub sealed_from: Option<i64>,
}

impl Report {
    fn found(&mut self, check: &'static str, what: impl Into<String>) {
        self.findings.push(Finding { check, what: what.into() });
    }

    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks everything on one snapshot, and reports progress.
///
/// # Errors
/// When the database or the disk cannot be read. A disagreement is a finding, not an error.
pub fn check(
    database: &Database,
    wanted: &Wanted<'_>,
    watch: &Watch<'_>,
) -> Result<Report, Failure> {
    database.read(|db| check_on(db, wanted, watch))
}

/// As [`check`], on a connection that already holds a snapshot.
pub fn check_on(db: &mut Db, wanted: &Wanted<'_>, watch: &Watch<'_>) -> Result<Report, Failure> {
    let mut report = Report::default();
    chain::check(db, wanted, &mut report, watch)?;
    rows(db, &mut report, watch)?;
    rules(db, &mut report, watch)?;
    standings(db, &mut report)?;
    if let Some(data) = wanted.data {
        files::check(db, data, &mut report, watch)?;
    }
    report.findings.sort();
    report.findings.dedup();
    Ok(report)
}

fn rows(db: &mut Db, report: &mut Report, watch: &Watch<'_>) -> Result<(), Failure> {
    let tables = db::tables(db)?;
    let total = tables.len();
    for (index, table) in tables.iter().enumerate() {
        let (rows, faults) = ledger::compare(db, table)?;
        (report.rows, report.tables) = (report.rows + rows, index + 1);
        for fault in faults {
            let check = match fault.how {
                Disagreement::Unsealed => "row_inserted",
                Disagreement::Changed => "row_changed",
                Disagreement::Removed => "row_deleted",
            };
            report.found(check, fault.to_string());
        }
        watch(At::counted("checking the rows of tables", index + 1, total));
    }
    for (seq, seal) in ledger::disturbed(db)? {
        let what = format!(
            "{} {} had been changed by hand before entry {seq} wrote on it",
            seal.table, seal.key
        );
        report.found("row_disturbed", what);
    }
    Ok(())
}

fn rules(db: &mut Db, report: &mut Report, watch: &Watch<'_>) -> Result<(), Failure> {
    for intruder in db::intruders(db)? {
        report.found("foreign_trigger", format!("{intruder} writes beside the program"));
    }
    for rule in db::INVARIANTS {
        for found in db::broken(db, rule)? {
            report.found(rule.name, format!("{} {found}", rule.broken));
        }
        report.rules += 1;
        watch(At::counted("checking the rules", report.rules, db::INVARIANTS.len()));
    }
    Ok(())
}

/// What has a state is read as its feature reads it: a row with data that its state cannot have, or without what it
/// must have, would stop every page that meets it.
fn standings(db: &mut Db, report: &mut Report) -> Result<(), Failure> {
    let features = [
        proposals::contradictions,
        decisions::contradictions,
        objections::contradictions,
        awards::contradictions,
        studies::contradictions,
    ];
    for contradictions in features {
        for what in contradictions(db)? {
            report.found("standing", what);
        }
    }
    Ok(())
}
