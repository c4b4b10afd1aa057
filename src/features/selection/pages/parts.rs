//! Shared by these pages: the run asked for, and a long list divided into pages.

use super::figures::{decimal, decimals};
use crate::features::selection::actions::Board;
use crate::features::selection::{ContrastStanding, Findings};
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::{RunId, UserId};
use crate::web::Fields;
use crate::web::pages::PageContext;
use actix_web::HttpRequest;

/// Rows of the board on one page, so that a page stays small with any number of proposals.
pub(super) const ROWS: usize = 50;

/// The query of a request, by name.
pub(super) fn query_of(request: &HttpRequest) -> Fields {
    Fields::parse(request.query_string()).unwrap_or_default()
}

/// `?run=`; `None` if it is absent.
pub(super) fn run_of(query: &Fields) -> Result<Option<RunId>, Failure> {
    match query.get("run") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            let fault = FieldError::new("run", field::WRONG_SHAPE).with("detail", text);
            Refusal::invalid(vec![fault]).into()
        }),
    }
}

/// The pair of reviewers whose relative strictness is known least, in a sentence, and what that
/// means.
pub(super) struct ContrastLine {
    pub(super) sentence: String,
    pub(super) words: String,
    /// Whether it belongs among the warnings.
    pub(super) is_doubtful: bool,
}

pub(super) fn contrast_line(s: &PageContext, board: &Board, of: &Findings) -> Option<ContrastLine> {
    let found = of.calibration.severity_contrast.as_ref()?;
    let name = |id: &UserId| board.people.get(id).cloned().unwrap_or_else(|| "–".to_owned());
    let points = found.deviation.map(|points| decimal(s.language, points, decimals(points).max(1)));
    let key = match &points {
        Some(_) => "ranking-page-contrast",
        None => "ranking-page-contrast-unknown",
    };
    let arguments = [
        ("one", name(&found.one)),
        ("other", name(&found.other)),
        ("points", points.unwrap_or_default()),
    ];
    Some(ContrastLine {
        sentence: s.language.text(key, &arguments),
        words: found.words.text(&s.language).to_owned(),
        is_doubtful: found.standing != ContrastStanding::Known,
    })
}

/// One page of a list, by `?page=`.
pub(super) struct Cut<'a, T> {
    pub(super) rows: &'a [T],
    /// 1 is the first.
    pub(super) page: usize,
    pub(super) pages: usize,
    /// The address of this list, to which `page=` is added.
    address: String,
}

impl<'a, T> Cut<'a, T> {
    pub(super) fn new(all: &'a [T], size: usize, (s, query): (&PageContext, &Fields)) -> Self {
        let pages = all.len().div_ceil(size).max(1);
        let page = query.get("page").parse().unwrap_or(1_usize).clamp(1, pages);
        let rows = all.chunks(size).nth(page - 1).unwrap_or_default();
        Self { rows, page, pages, address: without_page(&s.path) }
    }

    pub(super) fn is_all(&self) -> bool {
        self.pages == 1
    }

    pub(super) fn numbers(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.pages
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(super) fn at(&self, page: &usize) -> String {
        format!("{}page={page}", self.address)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(super) fn is_at(&self, page: &usize) -> bool {
        self.page == *page
    }
}

/// This address without page and language, ready for another query parameter.
fn without_page(path: &str) -> String {
    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|part| {
        !part.is_empty() && !part.starts_with("page=") && !part.starts_with("lang=")
    });
    let kept: Vec<&str> = kept.collect();
    if kept.is_empty() { format!("{bare}?") } else { format!("{bare}?{}&", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_page_of_a_list_keeps_the_rest_of_its_address() {
        assert_eq!(without_page("/x?run=a&page=2&lang=en"), "/x?run=a&");
        assert_eq!(without_page("/x"), "/x?");
    }
}
