//! The formats in which something can be taken away, as a page offers them and as a request asks for them.

use super::Format;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal};
use crate::kernel::language::Language;
use serde::Deserialize;

/// A format that is offered. Its words are `export-format-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    pub name: &'static str,
    /// What the address asks with; empty where there is one form only.
    pub query: &'static str,
    /// The value of `format` in a request.
    pub format: &'static str,
    pub media_type: &'static str,
}

const CSV: Offered =
    Offered { name: "csv", query: "format=csv", format: "csv", media_type: "text/csv" };
const CSV_FOR_EXCEL: Offered = Offered { name: "csv-excel", query: "format=csv&bom=true", ..CSV };
const JSON: Offered =
    Offered { name: "json", query: "format=json", format: "json", media_type: "application/json" };
const XLSX: Offered = Offered {
    name: "xlsx",
    query: "format=xlsx",
    format: "xlsx",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/// Of one table.
pub const TABLE: &[Offered] = &[XLSX, CSV, CSV_FOR_EXCEL, JSON];
/// Of several tables in one file.
pub const TABLES: &[Offered] = &[XLSX];
/// Of a paper.
pub const PAPER: &[Offered] =
    &[Offered { name: "pdf", query: "", format: "pdf", media_type: "application/pdf" }];
/// Of what is served in one form only.
pub const AS_IT_IS: &[Offered] = &[Offered { query: "", ..JSON }];

/// The query of every export.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedFormat {
    /// `csv`, `json` or `xlsx`; CSV unless told, where there is one.
    #[serde(default)]
    #[param(example = "csv")]
    format: Option<String>,
    /// Begin the CSV with a byte order mark, for Excel.
    #[serde(default)]
    bom: bool,
}

impl WantedFormat {
    /// The format that is asked for, if it is one of those offered.
    ///
    /// # Errors
    /// `invalid` with `unknown`, the feature's code for it.
    pub fn of(
        &self,
        offered: &[Offered],
        language: Language,
        unknown: Code,
    ) -> Result<Format, Failure> {
        let mut names: Vec<&str> = offered.iter().map(|one| one.format).collect();
        names.sort_unstable();
        names.dedup();
        let unless_told = names.first().copied().unwrap_or("");
        match self.format.as_deref().unwrap_or(unless_told) {
            wanted if !names.contains(&wanted) => {
                let fault = FieldError::new("format", unknown).with("formats", names.join(", "));
                Err(Refusal::invalid(vec![fault]).into())
            }
            "csv" => Ok(Format::Csv { with_bom: self.bom }),
            "json" => Ok(Format::Json),
            _ => Ok(Format::Workbook(language)),
        }
    }
}
