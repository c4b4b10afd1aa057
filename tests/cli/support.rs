//! A folder of its own in which the program is run.

use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};

pub(crate) struct Machine(tempfile::TempDir);

pub(crate) struct Run {
    pub(crate) succeeded: bool,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn tubel(&self, arguments: &[&str]) -> Run {
        self.tubel_with(arguments, "")
    }

    /// The program with these arguments, on any free port.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tubel"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("TUBEL__SERVER__PORT", "0")
            .env("TUBEL__ACCOUNTS__HASH_MEMORY_KIB", "8");
        command
    }

    /// Runs another program here.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> ExitStatus {
        Command::new(program).args(arguments).current_dir(self.0.path()).status().unwrap()
    }

    /// Runs a command with this on its standard input.
    pub(crate) fn tubel_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that stops before it reads closes the pipe; that is its right.
        child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
        let output = child.wait_with_output().unwrap();
        Run {
            succeeded: output.status.success(),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
