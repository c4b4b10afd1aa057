//! Sheets on one proposal side by side: one's own, its first version, and the colleagues'. The
//! action has decided what may be seen of them.

use crate::features::calls::Rubric;
use crate::features::reviews::Score;
use crate::features::reviews::actions::{Desk, OtherSheet};
use crate::web::pages::PageContext;
use std::collections::BTreeMap;

/// One sheet as a column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) title: String,
    pub(super) total: String,
    /// The written reasons: criterion and text.
    pub(super) reasons: Vec<(String, String)>,
    pub(super) feedback: String,
}

/// One criterion as a row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) scores: Vec<String>,
    /// Whether its scores differ more than the call permits.
    pub(super) apart: bool,
}

#[derive(Debug)]
pub(super) struct Compare {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// How the sheets diverge, in words.
    pub(super) apart: Vec<String>,
    /// Whether there are sheets besides one's own.
    pub(super) has_others: bool,
}

struct Sheets<'a> {
    s: &'a PageContext,
    rubric: &'a Rubric,
}

impl Compare {
    /// The comparison; `None` if there is only one's own sheet.
    pub(super) fn new(s: &PageContext, desk: &Desk) -> Option<Self> {
        let others = desk.others.as_ref()?;
        let all = Sheets { s, rubric: &desk.task.rubric };
        let mut columns = Vec::new();
        let mut scores: Vec<&BTreeMap<String, Score>> = Vec::new();
        let (mine, theirs): (Vec<_>, Vec<_>) = others.sheets.iter().partition(|sheet| sheet.own);
        for own in &mine {
            if let Some(first) = &own.first {
                columns.push(all.column(s.t("compare-first"), first.total, (&first.scores, "")));
                scores.push(&first.scores);
            }
        }
        for sheet in mine.iter().chain(&theirs) {
            let content = (&sheet.scores, sheet.feedback.as_str());
            columns.push(all.column(all.title(sheet), sheet.total, content));
            scores.push(&sheet.scores);
        }
        let divergence = others.divergence.as_ref();
        let apart = divergence.map_or(&[][..], |found| &found.criteria);
        let rows = all.rows(&scores, apart);
        let mut words = Vec::new();
        if let Some(found) = divergence {
            if found.totals_differ {
                words.push(s.tv("apart-totals", found.range));
            }
            if found.pass_line_between {
                words.push(s.t("apart-line"));
            }
            if !found.criteria.is_empty() {
                words.push(s.t("apart-criteria"));
            }
        }
        let compare = Self { has_others: !theirs.is_empty(), columns, rows, apart: words };
        (compare.columns.len() > 1).then_some(compare)
    }
}

impl Sheets<'_> {
    fn title(&self, sheet: &OtherSheet) -> String {
        if sheet.own {
            return self.s.t("compare-mine");
        }
        let letter = self.s.tv("compare-other", &sheet.letter);
        sheet.name.as_ref().map_or(letter.clone(), |name| format!("{letter} ({name})"))
    }

    fn name(&self, code: &str) -> String {
        let criterion = self.rubric.criterion(code);
        criterion.map_or_else(|| code.to_owned(), |one| one.name.text(&self.s.language).to_owned())
    }

    fn column(
        &self,
        title: String,
        total: i32,
        (scores, feedback): (&BTreeMap<String, Score>, &str),
    ) -> Column {
        let written = scores.iter().filter(|(_, score)| !score.reason.trim().is_empty());
        let reasons = written.map(|(code, score)| (self.name(code), score.reason.clone()));
        Column {
            title,
            total: total.to_string(),
            reasons: reasons.collect(),
            feedback: feedback.to_owned(),
        }
    }

    fn rows(&self, sheets: &[&BTreeMap<String, Score>], apart: &[String]) -> Vec<Row> {
        let row = |code: &String| Row {
            name: self.name(code),
            scores: sheets
                .iter()
                .map(|scores| scores.get(code).and_then(|score| score.score))
                .map(|score| score.map_or_else(|| "–".to_owned(), |score| score.to_string()))
                .collect(),
            apart: apart.contains(code),
        };
        self.rubric.criteria.iter().map(|criterion| row(&criterion.code)).collect()
    }
}
