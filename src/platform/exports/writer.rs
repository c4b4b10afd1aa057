//! One way to write a table, whatever the format.

use super::cell::Heading;
use super::delimited::Delimited;
use super::json::Objects;
use super::scratch::Scratch;
use super::workbook::Book;
use super::{Cell, Download, Outgoing, Provenance};
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use std::io::{BufWriter, Write};
use std::path::Path;

/// How a table leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv {
        with_bom: bool,
    },
    Json,
    /// XLSX, with a last sheet that says where it comes from in this language.
    Workbook(Language),
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::Json => "json",
            Self::Workbook(_) => "xlsx",
        }
    }

    /// As a file of this name, without its ending.
    pub fn download(self, name: &str) -> Download {
        let (media_type, is_packed) = match self {
            Self::Csv { .. } => ("text/csv; charset=utf-8", false),
            Self::Json => ("application/json", false),
            Self::Workbook(_) => {
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true)
            }
        };
        Download { file_name: format!("{name}.{}", self.extension()), media_type, is_packed }
    }
}

enum Inner {
    Csv(Box<Delimited<Scratch>>),
    Json(Objects<BufWriter<Scratch>>),
    Workbook(Box<Book>, Scratch),
}

/// Takes tables row by row. CSV and JSON hold one table, a workbook any number.
pub struct Writer {
    inner: Inner,
    /// Of the next table.
    name: &'static str,
    width: usize,
    rows: u64,
}

impl Writer {
    /// Waits in `folder` until it is whole.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(format: Format, folder: &Path) -> Result<Self, Failure> {
        let scratch = Scratch::new(folder);
        let inner = match format {
            Format::Csv { with_bom } => Inner::Csv(Box::new(Delimited::new(scratch, with_bom)?)),
            Format::Json => Inner::Json(Objects::new(BufWriter::with_capacity(65_536, scratch))),
            Format::Workbook(language) => {
                let book = Book::new(folder, language).map_err(broken)?;
                Inner::Workbook(Box::new(book), scratch)
            }
        };
        Ok(Self { inner, name: "table", width: 0, rows: 0 })
    }

    /// Only a workbook shows how wide its columns are.
    pub(super) fn is_workbook(&self) -> bool {
        matches!(self.inner, Inner::Workbook(..))
    }

    /// Names the next table. Only a workbook shows it.
    pub fn name(&mut self, name: &'static str) {
        self.name = name;
    }

    /// Begins a table.
    ///
    /// # Errors
    /// A full disk; a second table where there is room for one.
    pub(super) fn begin(&mut self, header: &[Heading]) -> Result<(), Failure> {
        let name = self.name;
        if self.width > 0 && !matches!(self.inner, Inner::Workbook(..)) {
            return Err(Failure::Inconsistent(format!("{name}: this format holds one table")));
        }
        self.width = header.len();
        match &mut self.inner {
            Inner::Csv(to) => to.begin(header).map_err(broken),
            Inner::Json(to) => Ok(to.begin(header)?),
            Inner::Workbook(to, _) => to.begin(name, header).map_err(broken),
        }
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// A full disk; a row shorter or longer than the header.
    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), Failure> {
        if cells.len() != self.width {
            let (found, expected) = (cells.len(), self.width);
            return Err(Failure::Inconsistent(format!("a row of {found} cells under {expected}")));
        }
        self.rows += 1;
        match &mut self.inner {
            Inner::Csv(to) => to.row(cells).map_err(broken),
            Inner::Json(to) => Ok(to.row(cells)?),
            Inner::Workbook(to, _) => to.row(cells).map_err(broken),
        }
    }

    /// The whole file. Only a workbook has room for where it comes from.
    ///
    /// # Errors
    /// A full disk.
    pub fn finish(self, provenance: &Provenance) -> Result<Outgoing, Failure> {
        let scratch = match self.inner {
            Inner::Csv(to) => to.finish()?,
            Inner::Json(to) => {
                to.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?
            }
            Inner::Workbook(to, mut scratch) => {
                to.finish(provenance, &mut scratch).map_err(broken)?;
                scratch.flush()?;
                scratch
            }
        };
        let (file, size, sha256) = scratch.whole()?;
        Ok(Outgoing { file, size, sha256, rows: self.rows })
    }
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::Inconsistent(format!("an export: {error}"))
}
