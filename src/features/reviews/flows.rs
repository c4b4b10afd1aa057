//! An act in several steps: what a reviewer takes along to read without a network. What goes in was read, and blinded,
//! before; packing it blocks a thread of its own.

use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::exports::{Download, Outgoing};
use crate::platform::files::Storage;
use actix_web::{HttpResponse, web};
use std::io::{self, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Up to this many bytes stay in memory.
const SMALL: usize = 512 * 1024;

/// A stored file, and what it is called in the package.
pub(super) struct PackedFile {
    pub(super) name: String,
    pub(super) sha256: String,
}

/// Packs a page and files into one ZIP of this name and answers with it.
///
/// # Errors
/// When a file is damaged or cannot be read.
pub(super) async fn pack(
    app: &App,
    storage: &web::Data<Storage>,
    (name, page, files): (String, String, Vec<PackedFile>),
) -> Result<HttpResponse, Failure> {
    let (storage, folder) = (storage.clone(), app.settings.data.folder.clone());
    let package = blocking(move || packed((&page, &files), &storage, &folder)).await?;
    let download = Download { file_name: name, media_type: "application/zip", is_packed: true };
    Ok(package.answer(&download))
}

fn packed(
    (page, files): (&str, &[PackedFile]),
    storage: &Storage,
    folder: &Path,
) -> Result<Outgoing, Failure> {
    let mut zip = ZipWriter::new(tempfile::spooled_tempfile_in(SMALL, folder));
    let options = SimpleFileOptions::default();
    zip.start_file("usulan.html", options).map_err(io::Error::from)?;
    zip.write_all(page.as_bytes())?;
    for file in files {
        let mut content = storage.open_verified(&file.sha256)?;
        zip.start_file(&file.name, options).map_err(io::Error::from)?;
        io::copy(&mut content, &mut zip)?;
    }
    let file = zip.finish().map_err(io::Error::from)?;
    Ok(Outgoing::of(file, u64::try_from(files.len()).unwrap_or(0))?)
}
