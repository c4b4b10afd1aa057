//! Makes a PDF from a template and its data. One document at a time: each takes some hundredths of a second of
//! processor time, and its memory is released at the end. What is asked for again with the same words, as an announcement
//! or a report that many read, is not set again.

use super::Paper;
use super::kept::Kept;
use super::world::Sealed;
use crate::kernel::blocking::blocking;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::UserId;
use crate::kernel::settings::{Agency, Settings};
use crate::kernel::turns::Turns;
use chrono::{DateTime, Datelike, Timelike};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use typst::World;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Sets papers with one agency's letterhead and templates.
pub struct Typesetter {
    agency: Agency,
    folder: Option<PathBuf>,
    turns: Turns,
    kept: Kept,
}

impl Typesetter {
    /// # Errors
    /// A folder of templates, or a logo, that is not there.
    pub fn open(settings: &Settings) -> std::io::Result<Self> {
        let folder = &settings.papers.templates;
        let folder = (!folder.as_os_str().is_empty()).then(|| folder.clone());
        let missing = |what: String| std::io::Error::new(std::io::ErrorKind::NotFound, what);
        if let Some(folder) = &folder
            && !folder.is_dir()
        {
            return Err(missing(format!("papers.templates: no folder {}", folder.display())));
        }
        let logo = &settings.agency.logo;
        if !logo.is_empty() && !folder.as_ref().is_some_and(|folder| folder.join(logo).is_file()) {
            return Err(missing(format!("agency.logo: no file {logo} in papers.templates")));
        }
        Ok(Self {
            agency: settings.agency.clone(),
            folder,
            turns: Turns::new(1),
            kept: Kept::default(),
        })
    }

    /// Waits for this person's turn and sets the paper: whoever asks for many papers has them one after
    /// another, with those of others between them.
    ///
    /// # Errors
    /// A template with a fault, which is named with its line.
    pub async fn print(
        self: Arc<Self>,
        reader: &UserId,
        (paper, data): (Paper, Value),
        made_at: Timestamp,
    ) -> Result<Vec<u8>, Failure> {
        let press = Arc::clone(&self);
        let turn = self.turns.of(reader.as_str()).await;
        let _turn = turn.map_err(|_| Refusal::new(common::BUSY))?;
        blocking(move || press.set(paper, data, made_at)).await
    }

    /// Sets the paper now.
    pub fn set(&self, paper: Paper, data: Value, made_at: Timestamp) -> Result<Vec<u8>, Failure> {
        let data = self.with_letterhead(data).to_string();
        if self.folder.is_some() {
            // An agency's templates can be changed while the program runs.
            return self.set_anew(paper, data, made_at);
        }
        let words = format!("{} {} {data}", paper.name(), made_at.micros());
        self.kept.get(&words, || self.set_anew(paper, data, made_at))
    }

    fn set_anew(&self, paper: Paper, data: String, made_at: Timestamp) -> Result<Vec<u8>, Failure> {
        let world = Sealed::new(paper.name(), data, self.folder.as_deref())?;
        let set = typst::compile::<PagedDocument>(&world).output.and_then(|document| {
            let options = PdfOptions {
                creator: Smart::Custom(Some("tubel".to_owned())),
                timestamp: stamp(made_at),
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options)
        });
        let outcome = set.map_err(|faults| {
            let told: Vec<String> = faults.iter().map(|fault| in_words(&world, fault)).collect();
            Failure::Inconsistent(told.join("; "))
        });
        // Otherwise typst would keep its cache in memory.
        comemo::evict(0);
        outcome
    }

    fn with_letterhead(&self, mut data: Value) -> Value {
        let Agency { name, unit, address, contact, city, logo, signing_office } = &self.agency;
        let given = data.get("agency_name").cloned().unwrap_or_default();
        let name = if name.is_empty() { given } else { name.as_str().into() };
        if let Value::Object(fields) = &mut data {
            let agency = json!({
                "name": name, "unit": unit, "address": address, "contact": contact, "city": city,
                "logo": logo, "signing_office": signing_office,
            });
            fields.insert("agency".to_owned(), agency);
        }
        data
    }
}

fn stamp(at: Timestamp) -> Option<typst_pdf::Timestamp> {
    let utc = DateTime::from_timestamp_micros(at.micros())?;
    let part = |value: u32| u8::try_from(value).ok();
    let date = Datetime::from_ymd_hms(
        utc.year(),
        part(utc.month())?,
        part(utc.day())?,
        part(utc.hour())?,
        part(utc.minute())?,
        part(utc.second())?,
    )?;
    Some(typst_pdf::Timestamp::new_utc(date))
}

/// `receipt.typ:12: unknown variable: numbr`
fn in_words(world: &Sealed, fault: &SourceDiagnostic) -> String {
    let place = fault.span.id().and_then(|id| {
        let source = world.source(id).ok()?;
        let at = typst::WorldExt::range(world, fault.span)?.start;
        let line = source.text().get(..at)?.lines().count().max(1);
        Some(format!("{}:{line}: ", id.get().vpath().get_without_slash()))
    });
    let hints: Vec<&str> = fault.hints.iter().map(|hint| hint.v.as_str()).collect();
    let hints = if hints.is_empty() { String::new() } else { format!(" ({})", hints.join("; ")) };
    format!("{}{}{hints}", place.unwrap_or_default(), fault.message)
}
