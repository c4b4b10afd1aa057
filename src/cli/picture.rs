//! One page of a PDF from standard input as a picture on standard output, in a process that has put
//! limits on itself. The server starts it; see `pictures`.

use crate::pictures::{Fault, draw, limit_this_process};
use std::io::{Read, Write, stdin, stdout};

pub(super) fn run(page: u32) -> anyhow::Result<()> {
    limit_this_process()?;
    let mut file = Vec::new();
    stdin().lock().read_to_end(&mut file)?;
    match draw(file, page) {
        Ok(picture) => {
            let mut out = stdout().lock();
            out.write_all(&picture.pages.to_be_bytes())?;
            out.write_all(&picture.png)?;
            Ok(out.flush()?)
        }
        Err(fault) => end(fault),
    }
}

/// The server tells faults apart by how the process ends.
fn end(fault: Fault) -> ! {
    writeln!(std::io::stderr(), "{fault}").ok();
    std::process::exit(fault.exit_code())
}
