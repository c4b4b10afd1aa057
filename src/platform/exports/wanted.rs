//! Which format a request asks for.

use super::Format;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal};
use crate::kernel::language::Language;
use serde::Deserialize;

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
    /// For one table.
    ///
    /// # Errors
    /// `invalid` with `unknown`, the room's code for it.
    pub fn of_table(&self, language: Language, unknown: Code) -> Result<Format, Failure> {
        match self.format.as_deref().unwrap_or("csv") {
            "csv" => Ok(Format::Csv { with_bom: self.bom }),
            "json" => Ok(Format::Json),
            "xlsx" => Ok(Format::Workbook(language)),
            _ => Err(refusal(unknown, "csv, json, xlsx")),
        }
    }

    /// For several tables in one file.
    ///
    /// # Errors
    /// As [`Self::of_table`].
    pub fn of_tables(&self, language: Language, unknown: Code) -> Result<Format, Failure> {
        match self.format.as_deref().unwrap_or("xlsx") {
            "xlsx" => Ok(Format::Workbook(language)),
            _ => Err(refusal(unknown, "xlsx")),
        }
    }
}

fn refusal(unknown: Code, formats: &str) -> Failure {
    Refusal::invalid(vec![FieldError::new("format", unknown).with("formats", formats)]).into()
}
