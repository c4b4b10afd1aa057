//! XLSX, row by row through a temporary file: numbers are numbers, instants are dates of the zone that
//! the heading names, and a text is never a formula nor a link.

use super::cell::Heading;
use super::{Cell, Provenance};
use crate::kernel::clock::Timestamp;
use crate::kernel::format::Zone;
use crate::kernel::language::Language;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// A sheet holds so many rows below its heading; the rest goes to a further sheet.
const ROWS_OF_A_SHEET: u32 = 1_000_000;
/// What a cell holds at most, in UTF-16 units; a longer text is whole in CSV and JSON.
const LONGEST_TEXT: usize = 32_767;
/// An integer beyond it would lose digits.
const LARGEST_EXACT: u64 = 1 << 53;
/// Excel's first day, in days before 1970.
const EXCEL_EPOCH: f64 = 25_569.0;

/// The looks of cells, made once.
struct Looks {
    heading: Format,
    text: Format,
    integer: Format,
    instant: Format,
    label: Format,
    /// By digits after the point.
    decimals: BTreeMap<usize, Format>,
}

impl Looks {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            heading: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00E3_ECF4))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter),
            text: top.clone().set_text_wrap(),
            integer: top.clone().set_num_format("0"),
            instant: top.clone().set_num_format("yyyy-mm-dd hh:mm:ss"),
            label: top.set_bold(),
            decimals: BTreeMap::new(),
        }
    }

    fn decimal(&mut self, digits: usize) -> &Format {
        self.decimals.entry(digits).or_insert_with(|| {
            let picture = format!("0.{}", "0".repeat(digits.max(1)));
            Format::new().set_align(FormatAlign::Top).set_num_format(picture)
        })
    }
}

pub(super) struct Book {
    workbook: Workbook,
    looks: Looks,
    language: Language,
    zone: Zone,
    name: String,
    header: Vec<Heading>,
    /// Of this table, from 1.
    part: u32,
    /// In the sheet at hand, the heading not counted.
    row: u32,
}

impl Book {
    pub(super) fn new(folder: &Path, language: Language) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        Ok(Self {
            workbook,
            looks: Looks::new(),
            language,
            // The zone in which a call's calendar is written.
            zone: Zone::Wib,
            name: String::new(),
            header: Vec::new(),
            part: 0,
            row: 0,
        })
    }

    pub(super) fn begin(&mut self, name: &str, header: &[Heading]) -> Result<(), XlsxError> {
        self.close()?;
        name.clone_into(&mut self.name);
        self.header = header.to_vec();
        self.part = 0;
        self.sheet()
    }

    /// A further sheet for the table at hand.
    fn sheet(&mut self) -> Result<(), XlsxError> {
        self.part += 1;
        self.row = 0;
        let name = match self.part {
            1 => self.name.clone(),
            part => format!("{} {part}", self.name),
        };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (index, column) in (0_u16..).zip(&self.header) {
            let heading = if column.is_instant {
                format!("{} ({})", column.name, self.zone.name())
            } else {
                column.name.clone()
            };
            sheet.set_column_width(index, column.width)?;
            sheet.write_string_with_format(0, index, heading, &self.looks.heading)?;
        }
        Ok(())
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        if self.row == ROWS_OF_A_SHEET {
            self.close()?;
            self.sheet()?;
        }
        self.row += 1;
        let last = self.workbook.worksheets().len().saturating_sub(1);
        let sheet = self.workbook.worksheet_from_index(last)?;
        for (index, cell) in (0_u16..).zip(cells) {
            write(sheet, (self.row, index), cell, (&mut self.looks, self.zone))?;
        }
        Ok(())
    }

    /// Lets the reader filter the sheet at hand.
    fn close(&mut self) -> Result<(), XlsxError> {
        let Some(last) = self.workbook.worksheets().len().checked_sub(1) else { return Ok(()) };
        let columns = u16::try_from(self.header.len()).unwrap_or(u16::MAX).saturating_sub(1);
        self.workbook.worksheet_from_index(last)?.autofilter(0, 0, self.row.max(1), columns)?;
        Ok(())
    }

    pub(super) fn finish(
        mut self,
        provenance: &Provenance,
        to: &mut (impl Write + Send),
    ) -> Result<(), XlsxError> {
        self.close()?;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(self.language.text("provenance-sheet", &[]))?;
        sheet.set_column_width(0, 38)?.set_column_width(1, 84)?;
        for (row, [label, value]) in (0_u32..).zip(provenance.rows(self.language)) {
            if let Cell::Text(label) = label {
                sheet.write_string_with_format(row, 0, label, &self.looks.label)?;
            }
            write(sheet, (row, 1), &value, (&mut self.looks, self.zone))?;
        }
        self.workbook.set_properties(&DocProperties::new().set_author("tubel"));
        self.workbook.save_to_writer(to)
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    (looks, zone): (&mut Looks, Zone),
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, fitting(text), &looks.text)?;
        }
        Cell::Integer(number) if number.unsigned_abs() > LARGEST_EXACT => {
            sheet.write_string_with_format(row, column, number.to_string(), &looks.text)?;
        }
        Cell::Integer(number) => {
            #[expect(clippy::cast_precision_loss, reason = "the arm above took what is too large")]
            sheet.write_number_with_format(row, column, *number as f64, &looks.integer)?;
        }
        Cell::Decimal(text) => match text.parse::<f64>() {
            Ok(number) => {
                let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
                sheet.write_number_with_format(row, column, number, looks.decimal(digits))?;
            }
            Err(_) => {
                sheet.write_string_with_format(row, column, text, &looks.text)?;
            }
        },
        Cell::Truth(truth) => {
            sheet.write_boolean_with_format(row, column, *truth, &looks.text)?;
        }
        Cell::Instant(at) => {
            let day = ExcelDateTime::from_serial_datetime(serial(*at, zone))?;
            sheet.write_datetime_with_format(row, column, &day, &looks.instant)?;
        }
        Cell::Empty => {}
    }
    Ok(())
}

/// Days since Excel's first, in local time, to the millisecond.
fn serial(at: Timestamp, zone: Zone) -> f64 {
    let local = at.plus_seconds(zone.hours() * 3600).micros();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of some centuries are exact")]
    let milliseconds = (local.div_euclid(1000)) as f64;
    EXCEL_EPOCH + milliseconds / 86_400_000.0
}

/// The text, cut where a cell ends and marked as cut.
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return text.into();
    }
    let mut left = LONGEST_TEXT - 1;
    let end = text.char_indices().find(|(_, letter)| {
        let fits = letter.len_utf16() <= left;
        left = left.saturating_sub(letter.len_utf16());
        !fits
    });
    format!("{}…", text.get(..end.map_or(text.len(), |(at, _)| at)).unwrap_or_default()).into()
}
