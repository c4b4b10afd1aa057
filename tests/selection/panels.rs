//! Panels the tests are about: read from `tests/data/selection` or made on the spot.

use selection_math::model::{Panel, Sheet};
use std::collections::HashMap;
use std::path::Path;

/// A table of the test data, one map per row.
pub(crate) fn table(file: &str) -> Vec<HashMap<String, String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/selection");
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

pub(crate) fn number(row: &HashMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// A panel with the names of its proposals and reviewers, sorted.
pub(crate) struct Named {
    pub(crate) panel: Panel,
    pub(crate) proposals: Vec<String>,
    pub(crate) reviewers: Vec<String>,
}

pub(crate) fn named(rows: &[(String, String, i64)]) -> Named {
    let sorted = |name: fn(&(String, String, i64)) -> &String| {
        let mut names: Vec<String> = rows.iter().map(|row| name(row).clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    let (proposals, reviewers) = (sorted(|row| &row.0), sorted(|row| &row.1));
    let sheets = rows.iter().map(|(proposal, reviewer, total)| Sheet {
        proposal: proposals.binary_search(proposal).unwrap(),
        reviewer: reviewers.binary_search(reviewer).unwrap(),
        total: *total,
    });
    Named { panel: Panel::new(sheets.collect(), 1).unwrap(), proposals, reviewers }
}

/// One of the three mock panels of the Swiss National Science Foundation.
pub(crate) fn snsf(panel: usize) -> Named {
    let wanted = format!("p{panel}");
    let rows: Vec<_> = table("snsf_mock_panels.csv")
        .into_iter()
        .filter(|row| row["panel"] == wanted)
        .map(|row| {
            (row["proposal"].clone(), row["assessor"].clone(), row["num_grade"].parse().unwrap())
        })
        .collect();
    named(&rows)
}

pub(crate) fn synthetic() -> Named {
    let rows: Vec<_> = table("synthetic_500x100_scores.csv")
        .into_iter()
        .map(|row| {
            (row["proposal"].clone(), row["reviewer"].clone(), row["score"].parse().unwrap())
        })
        .collect();
    named(&rows)
}
