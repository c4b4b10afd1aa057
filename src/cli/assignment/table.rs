//! Reads the affinity table. Whatever is wrong with it is said with the line it is on.

use crate::kernel::input_files;
use anyhow::{Context, bail};
use csv::StringRecord;
use matching::{HIGHEST_AFFINITY, Input, InputError, Pair, Proposal, Reviewer, SolveError};
use std::collections::HashMap;
use std::io::Read;

const COLUMNS: [&str; 3] = ["proposal", "reviewer", "affinity"];

/// The same for every proposal and every reviewer.
pub(super) struct Limits {
    pub(super) per_proposal: u32,
    pub(super) min_load: u32,
    pub(super) max_load: u32,
}

/// The problem, and the line of the file each of its pairs is from.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) input: Input,
    lines: Vec<u64>,
}

impl Table {
    /// Adds the lines to what is wrong with pairs.
    pub(super) fn with_line(&self, error: SolveError) -> anyhow::Error {
        let line = |position: usize| self.lines.get(position).copied().unwrap_or(0);
        match error {
            SolveError::Input(InputError::DuplicatePair { first, second, .. }) => {
                let also = line(first);
                anyhow::Error::new(error)
                    .context(format!("line {}: the pair is also on line {also}", line(second)))
            }
            _ => error.into(),
        }
    }
}

/// Reads the whole table; proposals and reviewers are those that occur in it.
///
/// # Errors
/// A missing column, no rows, a cell that is empty or no affinity, limits that exclude each other.
pub(super) fn read(file: impl Read, limits: &Limits) -> anyhow::Result<Table> {
    let Limits { per_proposal, min_load, max_load } = *limits;
    if min_load > max_load {
        bail!("--min-load {min_load} is above --max-load {max_load}");
    }
    let mut table =
        input_files::Table::open(file, csv::Trim::All).map_err(|fault| fault.at("line"))?;
    let columns = columns_named(&table, &COLUMNS)?;
    let mut proposals = Numbering::default();
    let mut reviewers = Numbering::default();
    let (mut pairs, mut lines) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    while let Some(line) = table.next(&mut record).map_err(|fault| fault.at("line"))? {
        let cell = |nth: usize| cell(&record, &columns, nth);
        let pair = || -> anyhow::Result<Pair> {
            Ok(Pair {
                proposal: proposals.of(cell(0)?),
                reviewer: reviewers.of(cell(1)?),
                affinity: affinity(cell(2)?)?,
            })
        };
        pairs.push({ pair }().with_context(|| format!("line {line}"))?);
        lines.push(line);
    }
    if pairs.is_empty() {
        bail!("there are no rows");
    }
    let proposal = |id| Proposal { id, demand: per_proposal };
    let reviewer = |id| Reviewer { id, min_load, max_load };
    let input = Input {
        proposals: proposals.ids.into_iter().map(proposal).collect(),
        reviewers: reviewers.ids.into_iter().map(reviewer).collect(),
        pairs,
        ..Input::default()
    };
    Ok(Table { input, lines })
}

/// Where each of these columns is; any order, others may stand between.
pub(super) fn columns_named(
    table: &input_files::Table<impl Read>,
    names: &[&str],
) -> anyhow::Result<Vec<usize>> {
    let place = |name: &&str| {
        table.column(name).with_context(|| {
            let present = table.columns_in_words();
            format!("line 1: there is no column `{name}`; the columns are {present}")
        })
    };
    names.iter().map(place).collect()
}

fn cell<'r>(record: &'r StringRecord, columns: &[usize], nth: usize) -> anyhow::Result<&'r str> {
    let name = COLUMNS.get(nth).copied().unwrap_or_default();
    match columns.get(nth).and_then(|&column| record.get(column)) {
        None | Some("") => bail!("the {name} is missing"),
        Some(text) => Ok(text),
    }
}

fn affinity(text: &str) -> anyhow::Result<u32> {
    match text.parse() {
        Ok(affinity) if affinity <= HIGHEST_AFFINITY => Ok(affinity),
        _ => bail!("the affinity `{text}` is not a whole number from 0 to {HIGHEST_AFFINITY}"),
    }
}

/// Ids in the order they are first seen.
#[derive(Default)]
struct Numbering {
    ids: Vec<String>,
    number: HashMap<String, usize>,
    /// Tables are usually grouped by proposal: the last answer often is the next.
    last: usize,
}

impl Numbering {
    fn of(&mut self, id: &str) -> usize {
        if self.ids.get(self.last).is_some_and(|last| last == id) {
            return self.last;
        }
        self.last = if let Some(&number) = self.number.get(id) {
            number
        } else {
            self.number.insert(id.to_owned(), self.ids.len());
            self.ids.push(id.to_owned());
            self.ids.len() - 1
        };
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use matching::{Goals, solve};

    const LIMITS: Limits = Limits { per_proposal: 1, min_load: 0, max_load: 1 };

    fn refused(table: &str) -> String {
        format!("{:#}", read(table.as_bytes(), &LIMITS).unwrap_err())
    }

    #[test]
    fn columns_may_stand_in_any_order_among_others() {
        let table = "\u{feff}Reviewer, note ,affinity,proposal\nr1,x, 7 ,p1\n\"r,2\",,0,p1\n";
        let input = read(table.as_bytes(), &LIMITS).unwrap().input;
        let reviewers: Vec<_> = input.reviewers.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(reviewers, ["r1", "r,2"]);
        assert_eq!(input.pairs[0], Pair { proposal: 0, reviewer: 0, affinity: 7 });
    }

    #[test]
    fn a_file_without_rows_or_columns_is_refused() {
        assert_eq!(refused(""), "the file is empty");
        assert_eq!(refused("proposal,reviewer,affinity\n"), "there are no rows");
        assert_eq!(
            refused("proposal,reviewer\np,r\n"),
            "line 1: there is no column `affinity`; the columns are proposal, reviewer"
        );
    }

    #[test]
    fn a_cell_that_does_not_fit_is_named_by_its_line() {
        let with = |row: &str| refused(&format!("proposal,reviewer,affinity\np1,r1,5\n{row}\n"));
        for bad in ["0.5", "-1", "1000001", "many", "99999999999"] {
            assert_eq!(
                with(&format!("p1,r2,{bad}")),
                format!("line 3: the affinity `{bad}` is not a whole number from 0 to 1000000")
            );
        }
        assert_eq!(with("p1,r2,"), "line 3: the affinity is missing");
        assert_eq!(with(",r2,5"), "line 3: the proposal is missing");
        assert_eq!(with("p1,r2"), "line 3: it has 2 cells, the header has 3");
    }

    #[test]
    fn a_pair_on_two_lines_is_named_with_both() {
        let table = "proposal,reviewer,affinity\np1,r1,5\np1,r2,5\np1,r1,6\n";
        let table = read(table.as_bytes(), &LIMITS).unwrap();
        let error = table.with_line(solve(&table.input, Goals::default()).unwrap_err());
        assert_eq!(
            format!("{error:#}"),
            "line 4: the pair is also on line 2: proposal p1 and reviewer r1 are paired twice"
        );
    }

    #[test]
    fn limits_that_exclude_each_other_are_refused() {
        let limits = Limits { per_proposal: 1, min_load: 3, max_load: 2 };
        let error = read(&b"proposal,reviewer,affinity\np,r,1\n"[..], &limits).unwrap_err();
        assert_eq!(error.to_string(), "--min-load 3 is above --max-load 2");
    }
}
