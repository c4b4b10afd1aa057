//! Reads the table of reviewers that the rules need: who is of which institution, who is a senior.

use super::table::columns_named;
use crate::kernel::input_files::Table;
use anyhow::{Context, bail};
use matching::{Input, Rules};
use std::collections::HashMap;
use std::io::Read;

/// Which rules were asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) one_per_institution: bool,
    pub(super) one_senior: bool,
}

struct Row {
    line: u64,
    institution: Option<String>,
    senior: bool,
}

/// Puts the rules into the input.
///
/// # Errors
/// A missing column, a reviewer on two lines or on none, a cell that is neither yes nor no.
pub(super) fn add_rules(file: impl Read, wanted: Wanted, input: &mut Input) -> anyhow::Result<()> {
    let mut columns = vec!["reviewer"];
    columns.extend(wanted.one_per_institution.then_some("institution"));
    columns.extend(wanted.one_senior.then_some("senior"));
    let rows = rows(file, &columns)?;
    let row = |id: &str| {
        rows.get(id).with_context(|| format!("reviewer `{id}` of the affinities is not listed"))
    };
    let own: Vec<&Row> =
        input.reviewers.iter().map(|one| row(&one.id)).collect::<anyhow::Result<_>>()?;
    let mut rules = Rules::default();
    if wanted.one_per_institution {
        rules.institutions = own.iter().map(|row| row.institution.clone()).collect();
    }
    if wanted.one_senior {
        rules.seniors = own.iter().map(|row| row.senior).collect();
        rules.needs_senior = (0..input.proposals.len()).collect();
    }
    input.rules = rules;
    Ok(())
}

fn rows(file: impl Read, columns: &[&'static str]) -> anyhow::Result<HashMap<String, Row>> {
    let mut table = Table::open(file, csv::Trim::All).map_err(|fault| fault.at("line"))?;
    let places = columns_named(&table, columns)?;
    let mut rows: HashMap<String, Row> = HashMap::new();
    let mut record = csv::StringRecord::new();
    while let Some(line) = table.next(&mut record).map_err(|fault| fault.at("line"))? {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| *column == name)?;
            record.get(*places.get(at)?).filter(|text| !text.is_empty())
        };
        let Some(id) = cell("reviewer") else { bail!("line {line}: the reviewer is missing") };
        let senior = cell("senior").map_or(Ok(false), yes_or_no);
        let senior = senior.with_context(|| format!("line {line}"))?;
        let row = Row { line, institution: cell("institution").map(ToOwned::to_owned), senior };
        if let Some(earlier) = rows.insert(id.to_owned(), row) {
            bail!("line {line}: reviewer `{id}` is also on line {}", earlier.line);
        }
    }
    if rows.is_empty() {
        bail!("there are no rows");
    }
    Ok(rows)
}

fn yes_or_no(text: &str) -> anyhow::Result<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "ya" => Ok(true),
        "no" | "false" | "0" | "tidak" => Ok(false),
        _ => bail!("`{text}` in the column `senior` is neither yes nor no"),
    }
}
