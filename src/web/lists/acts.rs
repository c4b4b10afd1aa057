//! Acts on several rows of a list: a page that shows name by name what would happen, then one button; then what became
//! of each. Each row is an act of its own, so one that is refused does not stop the others and is named.

use super::Asked;
use crate::kernel::errors::Failure;
use crate::web::pages::{Field, PageContext};
use askama::Template;

/// The rows that somebody chose, by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// None: all that match.
    ticked: Option<Vec<String>>,
}

impl Picked {
    /// From the address of the list's form.
    pub fn of(asked: &Asked) -> Self {
        let ticked = || asked.all("on").into_iter().map(str::to_owned).collect();
        Self { ticked: (asked.first("of") != Some("all")).then(ticked) }
    }

    /// From the field in which the preview keeps them.
    pub fn sent(field: &str) -> Self {
        let ids = field.split(',').filter(|id| !id.is_empty()).map(str::to_owned);
        Self { ticked: Some(ids.collect()) }
    }

    pub fn holds(&self, id: &str) -> bool {
        self.ticked.as_ref().is_none_or(|ticked| ticked.iter().any(|one| one == id))
    }
}

/// What would happen: to each row by name, with what else is to be said of it.
pub struct Preview<'a> {
    pub s: &'a PageContext,
    pub title: String,
    pub lead: String,
    /// Back to the list.
    pub back: String,
    /// Where it is sent to, and which act it is.
    pub action: (String, &'static str),
    /// Id, name, and a line below it.
    pub rows: Vec<(String, String, String)>,
    pub fields: Vec<Field>,
    pub summary: String,
    /// Empty for whoever reads the list but may not do this.
    pub button: String,
}

impl Preview<'_> {
    fn ids(&self) -> String {
        self.rows.iter().map(|(id, ..)| id.as_str()).collect::<Vec<_>>().join(",")
    }
}

/// What became of one row.
pub struct Acted {
    pub name: String,
    /// Why it was refused.
    pub refused: Option<String>,
}

impl Acted {
    /// Of the outcome of its act.
    pub fn of<T>(s: &PageContext, name: String, outcome: Result<T, Failure>) -> Self {
        let refused = match outcome {
            Ok(_) => None,
            Err(Failure::Refused(refusal)) => Some(s.problem(&refusal)),
            Err(_) => Some(s.t("list-act-broken")),
        };
        Self { name, refused }
    }
}

/// What became of all.
pub struct Outcome<'a> {
    pub s: &'a PageContext,
    pub title: String,
    pub back: String,
    pub rows: Vec<Acted>,
}

impl Outcome<'_> {
    fn done(&self) -> Vec<&Acted> {
        self.rows.iter().filter(|row| row.refused.is_none()).collect()
    }

    fn refused(&self) -> Vec<(&str, &str)> {
        let refused = |row: &'_ Acted| row.refused.is_some();
        let found = self.rows.iter().filter(|row| refused(row));
        found.map(|row| (row.name.as_str(), row.refused.as_deref().unwrap_or_default())).collect()
    }
}

/// The page of either.
#[derive(Template)]
#[template(path = "web/lists/acts.html")]
pub struct ActsPage<'a> {
    pub s: &'a PageContext,
    pub preview: Option<Preview<'a>>,
    pub outcome: Option<Outcome<'a>>,
}

impl<'a> ActsPage<'a> {
    pub fn before(preview: Preview<'a>) -> Self {
        Self { s: preview.s, preview: Some(preview), outcome: None }
    }

    pub fn after(outcome: Outcome<'a>) -> Self {
        Self { s: outcome.s, preview: None, outcome: Some(outcome) }
    }

    fn title(&self) -> &str {
        let before = self.preview.as_ref().map(|preview| preview.title.as_str());
        before.or(self.outcome.as_ref().map(|outcome| outcome.title.as_str())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_rows_are_meant_or_all_that_match() {
        let ticked = Picked::of(&Asked::read("of=ticked&on=a&on=b&q=x"));
        assert!(ticked.holds("a") && ticked.holds("b") && !ticked.holds("c"));
        assert!(!Picked::of(&Asked::read("of=ticked")).holds("a"));
        assert!(Picked::of(&Asked::read("of=all&on=a")).holds("c"));
        assert!(Picked::sent("a,b").holds("b") && !Picked::sent("").holds(""));
    }
}
