//! The package: one ZIP with a JSON file for each part, the trail also as a table, the person's own
//! files, and a page that explains it. Files are copied one by one. Everything here blocks the
//! thread.

use super::{Holdings, Processor, Step};
use crate::kernel::errors::Failure;
use crate::platform::exports::{Cell, Column, Columns, Format, Outgoing, Provenance, Writer};
use crate::platform::files::Storage;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
use tempfile::SpooledTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Up to this many bytes stay in memory.
const SMALL: usize = 512 * 1024;

const EXPLANATION: &str = include_str!("readme.txt");

/// Packs the data into an unnamed file in this folder. A damaged file is named in
/// `files-damaged.json`, and the owner still gets the rest.
pub(super) fn pack(
    holdings: &Holdings,
    storage: &Storage,
    folder: &Path,
) -> Result<Outgoing, Failure> {
    let mut package = Package(ZipWriter::new(tempfile::spooled_tempfile_in(SMALL, folder)));
    package.bytes("BACA-SAYA_README.txt", EXPLANATION.as_bytes())?;
    for (name, part) in &holdings.parts {
        package.json(name, part)?;
    }
    package.json("trail-of-processing", &holdings.trail)?;
    package.bytes("trail-of-processing.csv", &table(&holdings.trail, folder)?)?;
    let (mut count, mut damaged) = (0, Vec::new());
    for file in &holdings.files {
        let Ok(mut content) = storage.open_verified(&file.sha256) else {
            damaged.push(&file.id);
            continue;
        };
        package.begin(&format!("files/{}.{}", file.id, file.media_type.extension()))?;
        io::copy(&mut content, &mut package.0)?;
        count += 1;
    }
    if !damaged.is_empty() {
        package.json("files-damaged", &damaged)?;
    }
    let file = package.0.finish().map_err(io::Error::from)?;
    Ok(Outgoing::of(file, count)?)
}

struct Package(ZipWriter<SpooledTempFile>);

impl Package {
    fn begin(&mut self, name: &str) -> Result<(), Failure> {
        let options = SimpleFileOptions::default();
        Ok(self.0.start_file(name, options).map_err(io::Error::from)?)
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.begin(name)?;
        Ok(self.0.write_all(bytes)?)
    }

    fn json(&mut self, name: &str, value: &impl Serialize) -> Result<(), Failure> {
        self.begin(&format!("{name}.json"))?;
        Ok(serde_json::to_writer_pretty(&mut self.0, value)?)
    }
}

/// One row per step of the trail.
static TRAIL: Columns<Step> = &[&[
    Column::text("at", |step| match step.at.day() {
        Some(day) => Cell::Text(day.to_string()),
        None => Cell::Text(step.at.instant().to_string()),
    }),
    Column::text("act", |step| Cell::text(&step.act)),
    Column::text("subject", |step| Cell::text(&step.subject)),
    Column::text("what", |step| {
        Cell::optional(step.what.as_ref(), |what| Cell::Text(what.to_string()))
    }),
    Column::text("by", |step| match &step.by {
        Processor::Program => Cell::text("program"),
        Processor::Yourself => Cell::text("yourself"),
        Processor::Official { name, .. } => Cell::text(name),
        Processor::Withheld { .. } => Cell::text("withheld"),
    }),
    Column::text("roles", |step| match &step.by {
        Processor::Program | Processor::Yourself => Cell::text(""),
        Processor::Official { roles, .. } => Cell::Text(roles.join(", ")),
        Processor::Withheld { role } => Cell::text(role),
    }),
]];

/// The trail for a spreadsheet.
fn table(trail: &[Step], folder: &Path) -> Result<Vec<u8>, Failure> {
    let mut writer = Writer::new(Format::Csv { with_bom: true }, folder)?;
    writer.table((TRAIL, &[]), trail)?;
    Ok(writer.finish(&Provenance::default())?.into_bytes()?)
}
