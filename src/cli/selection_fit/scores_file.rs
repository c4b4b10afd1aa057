//! Reads the scores: exact decimals, names sorted, every fault with its row.
//!
//! Rows are counted from 1 below the header; the line of the file is told as well.

use super::decimal::{Decimal, Scale};
use crate::kernel::input_files::Table;
use anyhow::{Context, anyhow, bail, ensure};
use selection_math::model::{Panel, ScoresError, Sheet};
use std::collections::HashMap;
use std::io::Read;

/// A file's scores as a panel, with the names behind its indices.
#[derive(Debug)]
pub(super) struct ScoresFile {
    pub(super) panel: Panel,
    /// Proposals by index, sorted.
    pub(super) proposals: Vec<String>,
    /// Reviewers by index, sorted.
    pub(super) reviewers: Vec<String>,
}

/// Sheets per proposal and per reviewer, plain mean per proposal.
pub(super) struct Counts {
    pub(super) proposals: Vec<(usize, f64)>,
    pub(super) reviewers: Vec<usize>,
}

impl ScoresFile {
    pub(super) fn read(file: impl Read, scale: Scale) -> anyhow::Result<Self> {
        let mut table = Table::open(file, csv::Trim::None).map_err(|fault| fault.at("line"))?;
        let parse =
            if table.has_decimal_commas { Decimal::parse_with_comma } else { Decimal::parse };
        let columns = columns(&table)?;
        let (mut proposals, mut reviewers) = (Names::default(), Names::default());
        let mut rows: Vec<Row> = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            let row = rows.len() + 1;
            let line = table.next(&mut record).map_err(|fault| {
                let place = Place { row, line: fault.line().unwrap_or(0) };
                anyhow!("{place}: {fault}")
            })?;
            let Some(line) = line else { break };
            let place = Place { row, line };
            let field = |column: usize| record.get(column).unwrap_or("").trim();
            let [proposal, reviewer, score] = columns.map(field);
            ensure!(!proposal.is_empty(), "{place}: the proposal is empty");
            ensure!(!reviewer.is_empty(), "{place}: the reviewer is empty");
            let score = parse(score)
                .and_then(|score| scale.check(score).map(|()| score))
                .with_context(|| place.to_string())?;
            let (proposal, reviewer) = (proposals.number(proposal), reviewers.number(reviewer));
            rows.push(Row { proposal, reviewer, score, line });
        }
        ensure!(!rows.is_empty(), "there are no score rows");
        assemble(&rows, proposals, reviewers)
    }

    pub(super) fn counts(&self) -> Counts {
        let panel = &self.panel;
        let of_proposal = |index| (panel.sheets_of_proposal(index), panel.mean(index));
        Counts {
            proposals: (0..self.proposals.len()).map(of_proposal).collect(),
            reviewers: (0..self.reviewers.len())
                .map(|index| panel.sheets_of_reviewer(index))
                .collect(),
        }
    }
}

struct Row {
    proposal: usize,
    reviewer: usize,
    score: Decimal,
    line: u64,
}

/// A row, for messages.
#[derive(Clone, Copy)]
struct Place {
    row: usize,
    line: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "row {} (line {})", self.row, self.line)
    }
}

/// Where proposal, reviewer and score stand.
fn columns(table: &Table<impl Read>) -> anyhow::Result<[usize; 3]> {
    let find = |wanted: &str| {
        let present =
            || format!("column `{wanted}` is missing; found: {}", table.columns_in_words());
        table.column(wanted).with_context(present)
    };
    Ok([find("proposal")?, find("reviewer")?, find("score")?])
}

fn assemble(rows: &[Row], proposals: Names, reviewers: Names) -> anyhow::Result<ScoresFile> {
    let decimals = rows.iter().map(|row| row.score.decimals).max().unwrap_or(0);
    let ((proposals, by_proposal), (reviewers, by_reviewer)) =
        (proposals.sorted(), reviewers.sorted());
    let place = |index: usize| {
        let line = rows.get(index).map_or(0, |row| row.line);
        Place { row: index + 1, line }
    };
    let mut sheets = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let total = row.score.in_units(decimals);
        let total = total.with_context(|| format!("{}: the score is too large", place(index)))?;
        let sorted = |order: &[usize], number: usize| order.get(number).copied().unwrap_or(0);
        sheets.push(Sheet {
            proposal: sorted(&by_proposal, row.proposal),
            reviewer: sorted(&by_reviewer, row.reviewer),
            total,
        });
    }
    let panel = match Panel::new(sheets.clone(), 10_u32.pow(decimals)) {
        Ok(panel) => panel,
        Err(error) => {
            let pair = match error {
                ScoresError::Duplicate { proposal, reviewer }
                | ScoresError::OutOfRange { proposal, reviewer } => (proposal, reviewer),
                ScoresError::Empty | ScoresError::Unscored { .. } => bail!(error),
            };
            let same = |sheet: &Sheet| (sheet.proposal, sheet.reviewer) == pair;
            let (proposal, reviewer) = (proposals.get(pair.0), reviewers.get(pair.1));
            let (proposal, reviewer) =
                (proposal.map_or("", String::as_str), reviewer.map_or("", String::as_str));
            let last = sheets.iter().rposition(same).unwrap_or(0);
            let first = sheets.iter().position(same).unwrap_or(0);
            if first == last {
                bail!("{}: the score is too large", place(last));
            }
            bail!(
                "{}: a second sheet of reviewer {reviewer} for proposal {proposal}; the first is {}",
                place(last),
                place(first)
            );
        }
    };
    Ok(ScoresFile { panel, proposals, reviewers })
}

/// Names numbered as they come, sorted at the end, so that the order of rows cannot matter.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, usize>,
    /// The name of the row before: the sheets of one proposal mostly come together.
    last: (String, usize),
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if self.last.0 == name && !self.numbers.is_empty() {
            return self.last.1;
        }
        let next = self.numbers.len();
        let number = self.numbers.get(name).copied().unwrap_or(next);
        if number == next {
            self.numbers.insert(name.to_owned(), next);
        }
        self.last.0.clear();
        self.last.0.push_str(name);
        self.last.1 = number;
        number
    }

    /// The names in order, and each number's place in that order.
    fn sorted(self) -> (Vec<String>, Vec<usize>) {
        let mut names = vec![(String::new(), 0); self.numbers.len()];
        for (name, number) in self.numbers {
            if let Some(slot) = names.get_mut(number) {
                *slot = (name, number);
            }
        }
        // Most files come sorted, and then this is one pass.
        names.sort();
        let mut places = vec![0; names.len()];
        for (place, (_, number)) in names.iter().enumerate() {
            if let Some(slot) = places.get_mut(*number) {
                *slot = place;
            }
        }
        (names.into_iter().map(|(name, _)| name).collect(), places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<ScoresFile> {
        ScoresFile::read(text.as_bytes(), Scale::default())
    }

    fn refusal(rows: &str) -> String {
        format!("{:#}", read(&format!("proposal,reviewer,score\n{rows}")).unwrap_err())
    }

    #[test]
    fn columns_may_stand_in_any_order_among_others() {
        let text = "\u{feff}note,Score,proposal,reviewer\nx,3.5,b,r2\ny,4,a,r1\nz,2,b,r1\n";
        let file = read(text).unwrap();
        assert_eq!(file.proposals, ["a", "b"]);
        assert_eq!(file.reviewers, ["r1", "r2"]);
        assert_eq!(file.counts().proposals[1].1.to_string(), "2.75");
    }

    #[test]
    fn the_wrong_row_is_named() {
        assert_eq!(refusal("a,r,3\nb,r,abc\n"), "row 2 (line 3): `abc` is not a number");
        assert_eq!(refusal("a,r,NaN\n"), "row 1 (line 2): `NaN` is not a number");
        assert_eq!(refusal("a,r,inf\n"), "row 1 (line 2): the score `inf` is infinite");
        assert_eq!(refusal("a,r,\n"), "row 1 (line 2): the score is empty");
        assert_eq!(refusal("a,r,2\n,r,3\n"), "row 2 (line 3): the proposal is empty");
        assert_eq!(refusal("a,r,1e16\n"), "row 1 (line 2): the score `1e16` is too large");
        let short = "row 2 (line 3): it has 2 cells, the header has 3";
        assert_eq!(refusal("a,r,1\nb,r\n"), short);
    }

    #[test]
    fn a_second_sheet_for_the_same_pair_names_both_rows() {
        let expected = "row 3 (line 4): a second sheet of reviewer r for proposal a; \
                        the first is row 1 (line 2)";
        assert_eq!(refusal("a,r,3\nb,r,4\na,r,3\n"), expected);
    }

    #[test]
    fn an_empty_file_no_rows_and_a_missing_column_are_three_messages() {
        assert_eq!(format!("{:#}", read("").unwrap_err()), "the file is empty");
        assert_eq!(refusal(""), "there are no score rows");
        let missing = format!("{:#}", read("proposal,assessor,score\na,r,1\n").unwrap_err());
        assert_eq!(missing, "column `reviewer` is missing; found: proposal, assessor, score");
    }
}
