//! The fields of a form exactly as they were typed, so that a refused form can be shown again without loss.

use super::body::UNREAD;
use crate::kernel::characters;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use std::collections::{BTreeMap, BTreeSet};

/// Names and values. If a name was sent twice, the last value counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads a form's body, at most `limit` bytes of it.
    ///
    /// # Errors
    /// `unsupported_type`, `too_large`, `bad_request`.
    pub async fn read(
        request: &HttpRequest,
        mut payload: Payload,
        limit: usize,
    ) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(Failure::refused(common::UNSUPPORTED_TYPE));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
            if bytes.len() + chunk.len() > limit {
                return Err(Refusal::new(common::TOO_LARGE).with("limit", limit).into());
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes)
            .ok()
            .and_then(|text| Self::parse(&text))
            .ok_or_else(|| Failure::refused(common::BAD_REQUEST))
    }

    /// That texts which will be stored hold no hidden or misleading characters. A form that was kept (`web::kept`)
    /// comes back with a corrected suggestion.
    ///
    /// # Errors
    /// `invalid` with each text that does.
    pub fn sound(&self) -> Result<(), Failure> {
        Failure::when_any(self.faults().collect())
    }

    /// What was typed, without fields that nobody will read.
    fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        all.filter(|(name, _)| !UNREAD.contains(name))
    }

    /// What is wrong with the characters of each text.
    pub fn faults(&self) -> impl Iterator<Item = FieldError> {
        self.shown().filter_map(|(name, value)| characters::text_fault(name, value))
    }

    /// From `name=value&…`. Line ends become those of the rest of the program, and texts are in one way of
    /// writing.
    pub fn parse(text: &str) -> Option<Self> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(text).ok()?.into_inner();
        let mut fields = Self::default();
        for (name, value) in pairs {
            fields.set(name, value.replace("\r\n", "\n"));
        }
        Some(fields)
    }

    /// The value, empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A text, from whatever kind of form, in one way of writing.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (characters::composed(&name.into()), value.into());
        let is_read = !UNREAD.contains(&name.as_str());
        self.0.insert(name, if is_read { characters::composed(&value) } else { value });
    }

    /// One more than the highest index `n` sent in a name `prefix[n]…`.
    pub fn rows(&self, prefix: &str) -> usize {
        self.row_numbers(prefix).last().map_or(0, |last| last.saturating_add(1))
    }

    /// Every index `n` sent in a name `prefix[n]…`. No more than were sent, however high they are.
    pub fn row_numbers(&self, prefix: &str) -> BTreeSet<usize> {
        let index = |name: &String| -> Option<usize> {
            let rest = name.strip_prefix(prefix)?.strip_prefix('[')?;
            rest.split(']').next()?.parse().ok()
        };
        self.0.keys().filter_map(index).collect()
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_list_are_counted_by_their_highest_index() {
        let fields = Fields::parse("plan%5B0%5D.month=1&plan%5B2%5D.month=3&planet=x").unwrap();
        assert_eq!((fields.rows("plan"), fields.get("plan[2].month")), (3, "3"));
        assert_eq!((fields.rows("ratings"), fields.get("nothing")), (0, ""));
    }

    #[test]
    fn a_browsers_line_ends_do_not_count_as_a_change() {
        assert_eq!(Fields::parse("a=x%0D%0Ay").unwrap().get("a"), "x\ny");
    }
}
