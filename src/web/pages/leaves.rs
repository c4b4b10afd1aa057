//! Pages of a PDF as pictures: opened in place beside a form, or one by one on a page of their own for
//! whoever has scripts off.

use super::PageContext;
use crate::kernel::address::Address;
use askama::Template;
use serde::Deserialize;

/// Which page is asked for.
#[derive(Debug, Deserialize)]
pub struct Turned {
    /// From 1.
    #[serde(default = "first")]
    pub page: u32,
}

fn first() -> u32 {
    1
}

/// The pages in place. Without scripts, the first page and links to the others are shown.
#[derive(Template)]
#[template(path = "web/pages/leaves.html")]
struct Leaves<'a> {
    s: &'a PageContext,
    name: &'a str,
    /// Of the page that shows one leaf; the file's pictures and its bytes lie below.
    file: &'a str,
}

/// The pages of a PDF in place, to be opened; empty when the template fails.
pub fn leaves(s: &PageContext, name: &str, file: &Address) -> String {
    Leaves { s, name, file: file.as_str() }.render().unwrap_or_default()
}

/// One page of a PDF on a page of its own.
#[derive(Template)]
#[template(path = "web/pages/leaf.html")]
pub struct Leaf<'a> {
    pub s: &'a PageContext,
    pub name: &'a str,
    pub file: &'a str,
    /// Where the reader came from, and its name.
    pub back: (&'a str, String),
    pub number: u32,
    pub pages: u32,
}

impl Leaf<'_> {
    fn before(&self) -> Option<u32> {
        self.number.checked_sub(1).filter(|number| *number > 0)
    }

    fn after(&self) -> Option<u32> {
        self.number.checked_add(1).filter(|number| *number <= self.pages)
    }
}
