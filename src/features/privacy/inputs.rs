//! What the acts of erasing take.

use super::Answer;
use crate::kernel::ids::UserId;
use serde::{Deserialize, Serialize};

/// A request to be erased before the periods are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureWish {
    /// Not needed.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    pub answer: Answer,
    /// The person reads it.
    #[schema(min_length = 20, max_length = 2000)]
    pub reason: String,
}

/// Whom to erase.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// All of them or, where one is held, nobody.
    #[schema(min_items = 1, max_items = 100)]
    pub people: Vec<UserId>,
    /// One's own, typed again.
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub password: String,
}
