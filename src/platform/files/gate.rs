//! The second look into an uploaded PDF, by a process of its own (`tubel examine`).

use super::MediaType;
use super::pdf::Finding;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::platform::sandbox::{Confined, Limits};
use std::fs::File;
use std::path::Path;
use std::time::Duration;

/// Limits for examining one file. The largest upload is 25 MB and is in memory twice.
pub const PDF_LIMITS: Limits = Limits { memory: 1024 * 1024 * 1024, seconds: 10 };

/// How long a file may take by the clock, on a machine that has other work.
const PATIENCE: Duration = Duration::from_secs(40);

/// Starts the process that examines files.
#[derive(Debug)]
pub struct Gate {
    confined: Confined,
}

impl Gate {
    pub fn open(program: &Path) -> std::io::Result<Self> {
        Ok(Self { confined: Confined::open(program)? })
    }

    /// Examines the file. Blocks.
    ///
    /// # Errors
    /// What was found, see [`Finding`]. A file at which the process dies counts as not readable.
    pub(super) fn pass(&self, file: File, media_type: MediaType) -> Result<(), Failure> {
        if media_type != MediaType::Pdf {
            return Ok(());
        }
        let finding = match self.confined.run(&["examine"], file, PATIENCE)? {
            Some(output) => Finding::of_exit_code(output.status.code()),
            // On a busy machine, elapsed time says nothing about the file.
            None => {
                return Err(Refusal { retry_after: Some(30), ..Refusal::new(common::BUSY) }.into());
            }
        };
        finding.map_or(Ok(()), |finding| Err(finding.into()))
    }
}
