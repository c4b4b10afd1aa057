//! Lists in which people search, filter and sort. A list declares its columns once: what a row shows there, and whether
//! the words of a search are looked for in it. Rows come here as their reader may see them, so that nothing which is
//! hidden can be found, sorted by or counted; both engines answer alike, because neither folds nor sorts a text.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::folded::{folded, words_of as words_of_question};
use crate::kernel::sought::Sought;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The most rows one answer holds.
pub const MOST: i64 = 10_000;

/// The most characters of a search.
pub const LONGEST: usize = 100;

/// Query parameters of a list that is searched and sorted.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// Words, all of which a row must hold, in any order; case and accents do not matter. At most 100 characters.
    pub q: Option<String>,
    /// The column to sort by, as a row names it; with a minus before it, the greatest first.
    #[param(example = "-submitted_at")]
    pub sort: Option<String>,
    /// Rows wanted, 1 to 10000; 50 by default.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 10_000)]
    pub limit: i64,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Whether the choices of the filters are counted as well; a page shows them.
    #[serde(skip)]
    #[param(ignore)]
    pub with_choices: bool,
}

fn fifty() -> i64 {
    50
}

impl Listing {
    /// Whether nothing is looked for, sorted or counted: the usual order alone.
    pub fn is_plain(&self) -> bool {
        let is_blank =
            |text: &Option<String>| text.as_deref().unwrap_or_default().trim().is_empty();
        is_blank(&self.q) && is_blank(&self.sort) && !self.with_choices
    }

    /// Rows to answer.
    pub fn rows(&self) -> usize {
        usize::try_from(self.limit.clamp(1, MOST)).unwrap_or(50)
    }

    /// The words of the question, each to be found in a row; for lists that the database searches.
    ///
    /// # Errors
    /// `invalid` for a question that is too long.
    pub fn words(&self) -> Result<Vec<String>, Failure> {
        let question = self.q.as_deref().unwrap_or_default();
        Failure::when_any(fault_of(question).into_iter().collect())?;
        Ok(words_of_question(question))
    }

    /// The column to sort by, one of these, and whether the greatest comes first.
    ///
    /// # Errors
    /// `invalid` for another.
    pub fn order(&self, names: &[&'static str]) -> Result<Option<(&'static str, bool)>, Failure> {
        let Some(wanted) = self.sort.as_deref().filter(|wanted| !wanted.is_empty()) else {
            return Ok(None);
        };
        let (name, is_turned) = wanted.strip_prefix('-').map_or((wanted, false), |it| (it, true));
        let found = names.iter().find(|one| **one == name);
        found.map(|name| Some((*name, is_turned))).ok_or_else(|| {
            let fault = FieldError::new("sort", field::NOT_ONE_OF);
            Refusal::invalid(vec![fault.with("allowed", names.join(", "))]).into()
        })
    }

    /// How many rows come before the page, and the id of the last of them where it is known.
    ///
    /// # Errors
    /// `invalid` when the cursor is none of a list's.
    pub fn place(&self) -> Result<Option<(usize, String)>, Failure> {
        let Some(cursor) = &self.after else { return Ok(None) };
        serde_json::from_str(cursor).map(Some).map_err(|_| {
            let fault = FieldError::new("after", field::WRONG_SHAPE);
            Refusal::invalid(vec![fault.with("detail", "?after=")]).into()
        })
    }
}

impl Default for Listing {
    fn default() -> Self {
        Self { q: None, sort: None, limit: fifty(), after: None, with_choices: false }
    }
}

/// A page of a list, and how many rows there are.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// To be sent as `after` for the next page; null at the end.
    pub next: Option<String>,
    /// Rows that match the search and the filters, on all pages.
    pub total: usize,
    /// Rows that the reader may see, whatever is searched for.
    pub all: usize,
    /// What rows have in each column that can be filtered by, with their number.
    #[serde(skip)]
    pub choices: Choices,
}

/// By column: each value that a row has there, and how many rows have it.
pub type Choices = BTreeMap<&'static str, BTreeMap<String, usize>>;

impl<T> Listed<T> {
    /// The same page with other rows.
    pub fn with<U>(self, items: Vec<U>) -> Listed<U> {
        let Self { next, total, all, choices, .. } = self;
        Listed { items, next, total, all, choices }
    }

    pub fn map<U>(mut self, change: impl FnMut(T) -> U) -> Listed<U> {
        let items = std::mem::take(&mut self.items);
        self.with(items.into_iter().map(change).collect())
    }
}

/// What a row has in a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Number(i64),
    Text(String),
    /// Names, of which a filter asks for one: the roles of a person.
    Several(Vec<String>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Number(at.micros())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Value {
    fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
            Self::Several(names) => names.join(" "),
        }
    }

    /// What a filter may ask for.
    fn names(self) -> Vec<String> {
        match self {
            Self::Several(names) => names,
            one => vec![one.text()],
        }
    }

    /// As it is compared: texts without case and accents.
    fn compared(self) -> Self {
        match self {
            Self::Text(text) => Self::Text(folded(&text)),
            other => other,
        }
    }
}

/// One column of a list: every column can be sorted by.
pub struct Column<R: 'static> {
    name: &'static str,
    value: fn(&R) -> Option<Value>,
    is_searched: bool,
}

impl<R> Column<R> {
    pub const fn new(name: &'static str, value: fn(&R) -> Option<Value>) -> Self {
        Self { name, value, is_searched: false }
    }

    /// A column in which the words of a search are looked for.
    pub const fn searched(name: &'static str, value: fn(&R) -> Option<Value>) -> Self {
        Self { name, value, is_searched: true }
    }
}

/// What somebody chose to filter by: a column, and the value that rows must have there.
pub type Chosen<'a> = &'a [(&'static str, Option<String>)];

/// Finds, filters, sorts and cuts the rows that the reader may see. Rows that are alike in the column sorted by stay in
/// the order in which they came; those that have nothing there come last.
///
/// # Errors
/// `invalid`: a search that is too long, a column or a cursor that is none of this list's.
pub fn sift<R>(
    rows: Vec<R>,
    columns: &[Column<R>],
    (asked, chosen): (&Listing, Chosen<'_>),
    id: impl Fn(&R) -> &str,
) -> Result<Listed<R>, Failure> {
    let names: Vec<&'static str> = columns.iter().map(|column| column.name).collect();
    let order = asked.order(&names)?;
    let question = asked.q.as_deref().unwrap_or_default();
    Failure::when_any(fault_of(question).into_iter().collect())?;
    let place = asked.place()?;
    let of = |name: &str| columns.iter().find(|column| column.name == name);
    let all = rows.len();
    let choices = choices_in(&rows, columns, chosen);
    let sought = Sought::of(question);
    let signs = question.trim().to_lowercase();
    let asks = |row: &R| match &sought {
        Some(sought) => sought.finds(&words_of(row, columns)),
        // Signs alone: `%` stands for itself.
        None => signs.is_empty() || words_of(row, columns).to_lowercase().contains(&signs),
    };
    let fits = |row: &R| {
        chosen.iter().all(|(name, wanted)| {
            let has = || of(name).and_then(|column| (column.value)(row)).map(Value::names);
            wanted.as_ref().is_none_or(|wanted| has().is_some_and(|has| has.contains(wanted)))
        }) && asks(row)
    };
    let mut found: Vec<R> = rows.into_iter().filter(fits).collect();
    if let Some((column, is_turned)) = order.and_then(|(name, turned)| Some((of(name)?, turned))) {
        found = sorted(found, column, is_turned);
    }
    let total = found.len();
    let limit = asked.rows();
    let begin = place.map_or(0, |(position, last)| {
        // The row that ended the page before may have moved, or be gone.
        found.iter().position(|row| id(row) == last).map_or(position, |at| at + 1)
    });
    let mut items: Vec<R> = found.into_iter().skip(begin).take(limit + 1).collect();
    let is_more = items.len() > limit;
    items.truncate(limit);
    let next = match items.last().filter(|_| is_more) {
        Some(last) => Some(next(begin + limit, id(last))?),
        None => None,
    };
    Ok(Listed { items, next, total, all, choices })
}

/// What is wrong with a question.
fn fault_of(question: &str) -> Option<FieldError> {
    let fault = |code| FieldError::new("q", code).with("maximum", LONGEST);
    if question.chars().count() > LONGEST {
        return Some(fault(field::TOO_LONG));
    }
    question.chars().any(char::is_control).then(|| fault(field::CONTROL_CHARACTERS))
}

/// The cursor of what comes after this many rows, of which this was the last.
///
/// # Errors
/// When an id has no JSON form.
pub fn next(rows_before: usize, last: &str) -> Result<String, Failure> {
    Ok(serde_json::to_string(&(rows_before, last))?)
}

/// The cursor of a place in a list, for pages that have a number.
pub fn cursor(rows_before: usize) -> Option<String> {
    (rows_before > 0).then(|| format!("[{rows_before},\"\"]"))
}

fn sorted<R>(rows: Vec<R>, column: &Column<R>, is_turned: bool) -> Vec<R> {
    let key = |row: R| ((column.value)(&row).map(Value::compared), row);
    let mut keyed: Vec<(Option<Value>, R)> = rows.into_iter().map(key).collect();
    keyed.sort_by(|(one, _), (other, _)| match (one, other) {
        (Some(one), Some(other)) if is_turned => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

fn choices_in<R>(rows: &[R], columns: &[Column<R>], chosen: Chosen<'_>) -> Choices {
    let mut choices = Choices::new();
    for (name, _) in chosen {
        let Some(column) = columns.iter().find(|column| column.name == *name) else { continue };
        let counts = choices.entry(column.name).or_default();
        for name in rows.iter().filter_map(column.value).flat_map(Value::names) {
            *counts.entry(name).or_default() += 1;
        }
    }
    choices
}

fn words_of<R>(row: &R, columns: &[Column<R>]) -> String {
    let mut words = String::new();
    for column in columns.iter().filter(|column| column.is_searched) {
        if let Some(value) = (column.value)(row) {
            words.push_str(&value.text());
            words.push(' ');
        }
    }
    words
}

#[cfg(test)]
mod tests;
