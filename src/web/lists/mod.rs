//! The lists of the desk: one component for all of them. A page says which columns there are, what can be filtered by
//! and which rows were found; search, filters, sorted heads, totals, chosen columns and pages follow, all of it in the
//! address, so that a link or the way back keeps what was asked.

mod acts;
mod asked;
mod cell;

pub use acts::{Acted, ActsPage, Outcome, Picked, Preview};
pub use asked::Asked;
pub use cell::Cell;

use crate::kernel::listing::{Choices, Listed};
use crate::web::pages::{Field, Input, PageContext};
use askama::Template;

/// A column as it is shown: its name in the act's list of columns, its words, and what stands in it.
pub struct Column<'a, R> {
    name: &'static str,
    words: &'static str,
    is_sorted: bool,
    is_usual: bool,
    cell: Box<dyn Fn(&R) -> Cell + 'a>,
}

impl<'a, R> Column<'a, R> {
    /// `name` is what the act sorts by, `words` the id of the head's words.
    pub fn new(name: &'static str, words: &'static str, cell: impl Fn(&R) -> Cell + 'a) -> Self {
        Self { name, words, is_sorted: true, is_usual: true, cell: Box::new(cell) }
    }

    /// Nothing the act sorts by.
    #[must_use]
    pub fn unsorted(mut self) -> Self {
        self.is_sorted = false;
        self
    }

    /// Shown only to whoever chooses it.
    #[must_use]
    pub fn on_demand(mut self) -> Self {
        self.is_usual = false;
        self
    }
}

/// A filter: the parameter of the address, its words, and the words of a value.
pub struct Filter<'a> {
    name: &'static str,
    words: &'static str,
    told: Box<dyn Fn(&str) -> String + 'a>,
}

impl<'a> Filter<'a> {
    pub fn new(
        name: &'static str,
        words: &'static str,
        told: impl Fn(&str) -> String + 'a,
    ) -> Self {
        Self { name, words, told: Box::new(told) }
    }
}

/// What a list looks like, before its rows are known.
pub struct Frame<'a, R> {
    pub s: &'a PageContext,
    pub asked: &'a Asked,
    /// The page's address, without its query.
    pub path: &'a str,
    /// Id of the words that name the table.
    pub name: &'static str,
    /// Id of the words that say in what the words are looked for.
    pub hint: &'static str,
    pub columns: Vec<Column<'a, R>>,
    pub filters: Vec<Filter<'a>>,
    /// What can be done with several rows at once; none where nothing can.
    pub acts: Option<Acts<R>>,
}

/// What can be done with several rows at once.
pub struct Acts<R> {
    /// The page that shows what would happen, the name of the act, and its words.
    pub each: Vec<(String, &'static str, String)>,
    /// A row's id, and what it is called.
    pub row: fn(&R) -> (String, String),
}

/// A head of the table.
struct Head {
    words: String,
    /// Sorts by it, or turns the order; empty where that cannot be.
    link: String,
    /// `ascending` or `descending` where the list is sorted by it.
    order: &'static str,
}

/// A row: its cells; id and name where it can be ticked.
struct Row {
    cells: Vec<Cell>,
    pick: Option<(String, String)>,
}

/// A choice: its value, its words, and whether it is taken.
struct Choice {
    value: &'static str,
    words: String,
    is_taken: bool,
}

/// A link to a page of the list; no address for the page that is shown, no number for those left out.
struct PageLink {
    words: String,
    link: String,
    is_here: bool,
}

/// A list, ready to be shown.
#[derive(Template)]
#[template(path = "web/lists/list.html")]
struct View<'a> {
    s: &'a PageContext,
    path: &'a str,
    name: &'static str,
    fields: Vec<Field>,
    columns: Vec<Choice>,
    sizes: Vec<Choice>,
    is_arranged: bool,
    sort: &'a str,
    told: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    acts: Vec<(String, &'static str, String)>,
    total: usize,
    kept: Vec<(String, String)>,
    pages: Vec<PageLink>,
    cards: Option<String>,
}

impl<R> Frame<'_, R> {
    /// The list as it stands in a page.
    pub fn shown(&self, listed: &Listed<R>) -> String {
        self.around(listed, None)
    }

    /// The same with cards in the place of the table, for readers who look rather than compare. The order is then
    /// chosen in the form.
    pub fn of_cards(&self, listed: &Listed<R>, cards: String) -> String {
        self.around(listed, Some(cards))
    }

    fn around(&self, listed: &Listed<R>, cards: Option<String>) -> String {
        let columns: Vec<&Column<'_, R>> =
            self.columns.iter().filter(|one| self.is_shown(one)).collect();
        let acts = self.acts.as_ref().filter(|acts| !acts.each.is_empty());
        let row = |row: &R| Row {
            cells: columns.iter().map(|column| (column.cell)(row)).collect(),
            pick: acts.map(|acts| (acts.row)(row)),
        };
        let view = View {
            s: self.s,
            path: self.path,
            name: self.name,
            fields: self.fields(&listed.choices, cards.is_some()),
            columns: self.columns.iter().map(|one| self.choice(one)).collect(),
            sizes: self.sizes(),
            is_arranged: self.is_arranged(),
            sort: self.asked.first("sort").unwrap_or_default(),
            told: self.told(listed),
            heads: columns.iter().map(|column| self.head(column)).collect(),
            rows: listed.items.iter().map(row).collect(),
            acts: acts.map(|acts| acts.each.clone()).unwrap_or_default(),
            total: listed.total,
            kept: self.asked.kept(&["page", "cols", "rows", "on", "of", "act"]),
            pages: self.pages(listed.total),
            cards,
        };
        view.render().unwrap_or_default()
    }

    fn is_shown(&self, column: &Column<'_, R>) -> bool {
        let chosen = self.asked.all("cols");
        if chosen.is_empty() { column.is_usual } else { chosen.contains(&column.name) }
    }

    /// Whether other columns or sizes were chosen than the usual ones.
    fn is_arranged(&self) -> bool {
        let differs = |column: &Column<'_, R>| self.is_shown(column) != column.is_usual;
        self.asked.size() != asked::USUAL || self.columns.iter().any(differs)
    }

    fn choice(&self, column: &Column<'_, R>) -> Choice {
        Choice {
            value: column.name,
            words: self.s.t(column.words),
            is_taken: self.is_shown(column),
        }
    }

    /// "12 of 502".
    fn told(&self, listed: &Listed<R>) -> String {
        let numbers = [("total", listed.total.to_string()), ("all", listed.all.to_string())];
        let key = if listed.total == listed.all { "list-all-rows" } else { "list-some-rows" };
        self.s.language.text(key, &numbers)
    }

    fn orders(&self) -> Field {
        let sorted = self.columns.iter().filter(|column| column.is_sorted);
        let usual = (String::new(), self.s.t("list-usual-order"));
        let order = |column: &Column<'_, R>| (column.name.to_owned(), self.s.t(column.words));
        let offered = std::iter::once(usual).chain(sorted.map(order)).collect();
        let sort = self.asked.first("sort").unwrap_or_default();
        Field::new("sort", self.s.t("list-order"), Input::Choice(offered)).value(sort)
    }

    fn fields(&self, choices: &Choices, has_cards: bool) -> Vec<Field> {
        let typed = self.asked.first("q").unwrap_or_default();
        let words = Field::new("q", self.s.t("list-words"), Input::Line);
        let mut fields = vec![words.hint(self.s.t(self.hint)).value(typed)];
        for filter in &self.filters {
            let wanted = self.asked.first(filter.name).unwrap_or_default();
            let counts = choices.get(filter.name);
            let mut offered = vec![(String::new(), self.s.t("list-any"))];
            let each = counts.into_iter().flatten();
            let mut named: Vec<(String, String)> = each
                .map(|(value, count)| {
                    (value.clone(), format!("{} ({count})", (filter.told)(value)))
                })
                .collect();
            // What was asked for stays chosen where no row has it.
            if !wanted.is_empty() && !named.iter().any(|(value, _)| value == wanted) {
                named.push((wanted.to_owned(), format!("{} (0)", (filter.told)(wanted))));
            }
            named.sort_by(|one, other| one.1.cmp(&other.1));
            offered.extend(named);
            let input = Input::Choice(offered);
            fields.push(Field::new(filter.name, self.s.t(filter.words), input).value(wanted));
        }
        if has_cards {
            fields.push(self.orders());
        }
        fields
    }

    fn sizes(&self) -> Vec<Choice> {
        let now = self.asked.size();
        let size = |value: &'static str| Choice {
            value,
            words: if value == "all" { self.s.t("list-size-all") } else { value.to_owned() },
            is_taken: value == now,
        };
        asked::SIZES.iter().map(|value| size(value)).collect()
    }

    fn head(&self, column: &Column<'_, R>) -> Head {
        let words = self.s.t(column.words);
        if !column.is_sorted {
            return Head { words, link: String::new(), order: "" };
        }
        let turned = format!("-{}", column.name);
        let sort = self.asked.first("sort");
        let (order, next) = match sort {
            Some(sort) if sort == column.name => ("ascending", turned.as_str()),
            Some(sort) if sort == turned => ("descending", column.name),
            _ => ("", column.name),
        };
        Head { words, link: self.asked.link(self.path, "sort", next), order }
    }

    fn pages(&self, total: usize) -> Vec<PageLink> {
        let (here, last) = (self.asked.page(), self.asked.pages(total));
        if last < 2 {
            return Vec::new();
        }
        let is_near = |page: usize| page == 1 || page == last || page.abs_diff(here) <= 2;
        let mut pages = Vec::new();
        let mut is_left_out = false;
        for page in 1..=last {
            if !is_near(page) {
                if !is_left_out {
                    let (words, link) = ("…".to_owned(), String::new());
                    pages.push(PageLink { words, link, is_here: false });
                }
                is_left_out = true;
                continue;
            }
            is_left_out = false;
            let words = page.to_string();
            let link = self.asked.link(self.path, "page", &words);
            pages.push(PageLink { words, link, is_here: page == here });
        }
        pages
    }
}
