//! What the program offers over HTTP, each with the act that `table` decides by.

use super::Permission;
use serde::Serialize;

/// One operation of the API, for the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    pub method: String,
    /// With the parameters in braces, from `/api/v1` on.
    pub path: String,
    pub act: Permission,
}
