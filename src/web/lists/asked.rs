//! What the address of a list asks for, and the addresses that ask for something else beside it.

use crate::kernel::errors::Failure;
use crate::kernel::listing::{self, Listing};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::future::{Ready, ready};

/// How many rows a page may have.
pub(super) const SIZES: [&str; 3] = [USUAL, "200", "all"];

pub(super) const USUAL: &str = "50";

/// The query of a list's address, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked(Vec<(String, String)>);

impl FromRequest for Asked {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::read(request.query_string())))
    }
}

impl Asked {
    /// A query that cannot be read asks for nothing.
    pub fn read(query: &str) -> Self {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
        let mut pairs = pairs.map_or_else(|_| Vec::new(), web::Query::into_inner);
        pairs.retain(|(name, value)| !value.trim().is_empty() && name != "lang");
        Self(pairs)
    }

    /// The first value of this parameter that is not empty.
    pub fn first(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.trim())
    }

    /// The value as something that has a name; nothing for what is none.
    pub fn named<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.first(name).and_then(read)
    }

    /// All values of a parameter that may stand several times.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether the address asks for nothing at all.
    pub fn is_bare(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn size(&self) -> &'static str {
        let wanted = self.first("rows");
        SIZES.into_iter().find(|size| Some(*size) == wanted).unwrap_or(USUAL)
    }

    fn limit(&self) -> usize {
        let most = usize::try_from(listing::MOST).unwrap_or(usize::MAX);
        self.size().parse().unwrap_or(most)
    }

    /// From 1.
    pub(super) fn page(&self) -> usize {
        let page = self.first("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        // No list is as long.
        usize::clamp(page, 1, 100_000)
    }

    pub(super) fn pages(&self, total: usize) -> usize {
        total.div_ceil(self.limit())
    }

    /// The question for the act. A column that there is not is not sorted by.
    pub fn listing(&self, sorts: &[&str]) -> Listing {
        let is_known = |sort: &&str| sorts.contains(&sort.trim_start_matches('-'));
        Listing {
            q: self.first("q").map(question),
            sort: self.first("sort").filter(is_known).map(str::to_owned),
            limit: i64::try_from(self.limit()).unwrap_or(listing::MOST),
            after: listing::cursor((self.page() - 1) * self.limit()),
            with_choices: true,
        }
    }

    /// The same question for all rows at once.
    pub fn whole(&self, sorts: &[&str]) -> Listing {
        Listing { limit: listing::MOST, after: None, ..self.listing(sorts) }
    }

    /// The address of the list that is asked for.
    pub fn back(&self, path: &str) -> String {
        let own = ["on", "of", "act"];
        let kept = self.0.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let query: Vec<_> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", written(&query)) }
    }

    /// The same list with this parameter as well; on its first page unless that is asked for.
    pub fn link(&self, path: &str, name: &str, value: &str) -> String {
        let kept = self.0.iter().filter(|(one, _)| one != name && one != "page");
        let mut query: Vec<(&str, &str)> =
            kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        query.push((name, value));
        format!("{path}?{}", written(&query))
    }

    /// What is asked for where the address does not say otherwise.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut pairs = self.kept(&[name]);
        pairs.push((name.to_owned(), value.to_owned()));
        Self(pairs)
    }

    /// The query as it is kept in a form, but for these parameters.
    pub fn kept(&self, without: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| !without.contains(&name.as_str())).cloned().collect()
    }
}

/// Only the beginning of a longer text is looked for.
fn question(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_control()).take(listing::LONGEST).collect()
}

fn written(query: &[(&str, &str)]) -> String {
    let escaped = |text: &str| {
        askama::filters::urlencode_strict(text).map(|text| text.to_string()).unwrap_or_default()
    };
    let pairs = query.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_stays_in_the_links_and_a_new_order_begins_at_the_first_page() {
        let asked = Asked::read("q=siti+r&state=open&cols=a&cols=b&page=3&sort=name&empty=");
        assert_eq!(asked.first("q"), Some("siti r"));
        assert_eq!(asked.all("cols"), ["a", "b"]);
        assert_eq!(
            asked.link("/desk/users", "sort", "-name"),
            "/desk/users?q=siti%20r&state=open&cols=a&cols=b&sort=-name"
        );
        assert_eq!(
            asked.link("/desk/users", "page", "4"),
            "/desk/users?q=siti%20r&state=open&cols=a&cols=b&sort=name&page=4"
        );
    }

    #[test]
    fn a_page_is_a_place_in_the_list() {
        let asked = Asked::read("page=3&sort=name");
        let listing = asked.listing(&["name"]);
        assert_eq!((listing.limit, listing.after.as_deref()), (50, Some("[100,\"\"]")));
        assert_eq!(listing.sort.as_deref(), Some("name"));
        assert_eq!(asked.listing(&[]).sort, None);
        assert_eq!(asked.pages(101), 3);
        assert_eq!(Asked::read("rows=all").listing(&[]).limit, listing::MOST);
        assert_eq!(Asked::read("page=0").listing(&[]).after, None);
    }
}
