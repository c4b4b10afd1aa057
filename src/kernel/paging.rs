//! Pages of a list: `?limit=50&after=CURSOR`. A cursor is opaque to the caller and holds the sort
//! key of the last row, so a page costs the same wherever it stands.

use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use serde::{Deserialize, Serialize};

/// The most rows one answer holds.
pub const MOST: i64 = 200;

/// Query parameters of a list.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Rows wanted, 1 to 200; 50 by default.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 200)]
    pub limit: i64,
    /// `next` of the page before.
    pub after: Option<String>,
}

fn fifty() -> i64 {
    50
}

impl Paging {
    /// Rows to fetch: one more than asked, to know whether there are more.
    pub fn fetch(&self) -> i64 {
        self.limit.clamp(1, MOST) + 1
    }

    /// The last row's key, of the kind this list sorts by.
    ///
    /// # Errors
    /// `invalid` when the cursor is not one of this list's.
    pub fn key<K: for<'a> Deserialize<'a>>(&self) -> Result<Option<K>, Failure> {
        let Some(cursor) = &self.after else { return Ok(None) };
        serde_json::from_str(cursor).map(Some).map_err(|_| {
            let fault = FieldError::new("after", common::field::WRONG_SHAPE);
            Refusal::invalid(vec![fault.with("detail", "?after=")]).into()
        })
    }
}

/// One page of a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// To be sent as `after` for the next page; null at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts what was fetched with [`Paging::fetch`] to a page; `key` names a row's sort key.
    ///
    /// # Errors
    /// When a key has no JSON form.
    pub fn cut<K: Serialize>(
        mut rows: Vec<T>,
        paging: &Paging,
        key: impl Fn(&T) -> K,
    ) -> Result<Self, Failure> {
        let limit = usize::try_from(paging.limit.clamp(1, MOST)).unwrap_or(50);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = match rows.last().filter(|_| more) {
            Some(last) => Some(serde_json::to_string(&key(last))?),
            None => None,
        };
        Ok(Self { items: rows, next })
    }

    pub fn map<U>(self, change: impl Fn(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}
