//! The part of this stage on the page that gathers a proposal: tasks, sheets side by side, the notes on them.

use super::compare::Compare;
use crate::features::calls::Rubric;
use crate::features::reviews::Assignment;
use crate::features::reviews::actions::{CaseReview, OtherSheet};
use crate::kernel::ids::UserId;
use crate::web::pages::PageContext;
use askama::Template;

#[derive(Template)]
#[template(path = "reviews/pages/case.html")]
pub(crate) struct CaseReviewPart<'a> {
    s: &'a PageContext,
    review: &'a CaseReview,
    compare: Option<Compare>,
}

impl<'a> CaseReviewPart<'a> {
    pub(crate) fn new(s: &'a PageContext, review: &'a CaseReview, rubric: &Rubric) -> Self {
        let sheets = review.sheets.as_ref().filter(|all| !all.sheets.is_empty());
        Self { compare: sheets.map(|sheets| Compare::of(s, rubric, sheets)), review, s }
    }

    fn person(&self, id: &UserId) -> String {
        self.review.people.get(id).cloned().unwrap_or_else(|| "–".to_owned())
    }

    /// Whether there is anything to show.
    pub(crate) fn is_empty(&self) -> bool {
        let has_tasks = self.review.tasks.as_ref().is_some_and(|tasks| !tasks.is_empty());
        !has_tasks && self.compare.is_none() && self.notes().is_empty()
    }

    fn tasks(&self) -> &[Assignment] {
        self.review.tasks.as_deref().unwrap_or_default()
    }

    fn notes(&self) -> &[crate::features::reviews::Reconciliation] {
        self.review.sheets.as_ref().map_or(&[], |all| &all.reconciliations)
    }

    /// Sheets that were opened again, as they were first handed in.
    fn reopened(&self) -> Vec<&OtherSheet> {
        let sheets = self.review.sheets.iter().flat_map(|all| &all.sheets);
        sheets.filter(|sheet| sheet.first.is_some()).collect()
    }

    /// What reviewers wrote for the committee, by letter.
    fn remarks(&self) -> Vec<(&str, &str)> {
        let sheets = self.review.sheets.iter().flat_map(|all| &all.sheets);
        let noted =
            sheets.filter_map(|sheet| Some((sheet.letter.as_str(), sheet.note.as_deref()?)));
        noted.filter(|(_, note)| !note.trim().is_empty()).collect()
    }
}
