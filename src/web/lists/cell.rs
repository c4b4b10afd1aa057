//! What stands in one field of a list's table.

/// A field of the table: a text, perhaps a link, with a quieter line and a mark beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    pub(super) text: String,
    /// Empty: no link.
    pub(super) link: String,
    pub(super) under: String,
    /// Words and colour: empty (good), `grey`, `amber` or `red`.
    pub(super) tag: Option<(String, &'static str)>,
    pub(super) is_number: bool,
    /// A name of the machine's.
    pub(super) is_code: bool,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Nothing where there is nothing.
    pub fn perhaps(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(Self::default, Self::text)
    }

    pub fn number(number: impl ToString) -> Self {
        Self { text: number.to_string(), is_number: true, ..Self::default() }
    }

    /// A name of the machine's.
    pub fn code(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_code: true, ..Self::default() }
    }

    pub fn tag(words: String, colour: &'static str) -> Self {
        Self { tag: Some((words, colour)), ..Self::default() }
    }

    #[must_use]
    pub fn to(mut self, link: String) -> Self {
        self.link = link;
        self
    }

    #[must_use]
    pub fn under(mut self, words: impl Into<String>) -> Self {
        self.under = words.into();
        self
    }

    #[must_use]
    pub fn tagged(mut self, words: String, colour: &'static str) -> Self {
        self.tag = Some((words, colour));
        self
    }
}
