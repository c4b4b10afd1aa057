//! A failure as the caller sees it (RFC 9457).

use serde::Serialize;
use serde_json::Value;

/// RFC 9457, with `code` for programs and `errors` for forms.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemDocument {
    /// `about:blank`, because the code is enough.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What happened, in the caller's language.
    pub title: String,
    pub status: u16,
    /// Stable name of the problem.
    #[schema(example = "nip_length")]
    pub code: &'static str,
    /// The request's id, also in the logs.
    pub instance: Option<String>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// What the caller needs in order to continue without losing anything typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub details: Option<Value>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    #[schema(example = "rubric.criteria[2].weight")]
    pub field: String,
    pub code: &'static str,
    pub message: String,
}
