//! Work on a stranger's PDF from standard input, in a process that has put limits on itself: one page as a
//! picture on standard output, or a look into it. The server starts it; see `confined`.

use crate::platform::files::{PDF_LIMITS, examine as look_into};
use crate::platform::page_images::{DRAWING_LIMITS, draw};
use crate::platform::sandbox::{Limits, confine_this_process};
use std::fmt::Display;
use std::io::{Read, Write, stdin, stdout};

pub(super) fn run(page: u32) -> anyhow::Result<()> {
    match draw(confined_with(DRAWING_LIMITS)?, page) {
        Ok(picture) => {
            let mut out = stdout().lock();
            out.write_all(&picture.pages.to_be_bytes())?;
            out.write_all(&picture.png)?;
            Ok(out.flush()?)
        }
        Err(fault) => end(&fault, fault.exit_code()),
    }
}

pub(super) fn examine() -> anyhow::Result<()> {
    match look_into(confined_with(PDF_LIMITS)?) {
        None => Ok(()),
        Some(finding) => end(&format!("{finding:?}"), finding.exit_code()),
    }
}

/// The file, read by a process that from here can do nothing else.
fn confined_with(limits: Limits) -> anyhow::Result<Vec<u8>> {
    confine_this_process(limits)?;
    let mut file = Vec::new();
    stdin().lock().read_to_end(&mut file)?;
    Ok(file)
}

/// The server tells faults apart by how the process ends.
fn end(said: &dyn Display, code: i32) -> ! {
    writeln!(std::io::stderr(), "{said}").ok();
    std::process::exit(code)
}
