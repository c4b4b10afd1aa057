//! The program: reads the command and runs it.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match tubel::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is closed too.
            writeln!(std::io::stderr(), "tubel: {error:#}").ok();
            ExitCode::from(tubel::cli::code(&error))
        }
    }
}
