//! A folder of its own in which the program is run.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use test_support::TestDatabase;
use tubel::cli::demo::{self, Scene};
use tubel::kernel::clock::Clock;
use tubel::kernel::settings::Settings;
use tubel::platform::db::{Database, Options};

/// The folder, and its database when that is on PostgreSQL.
pub(crate) struct Machine(tempfile::TempDir, Option<TestDatabase>);

pub(crate) struct Run {
    pub(crate) succeeded: bool,
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap(), None)
    }

    /// On the engine that is tested.
    pub(crate) fn on_engine() -> Self {
        Self(tempfile::tempdir().unwrap(), TestDatabase::on_postgres())
    }

    /// Of its database, for a test that looks into it.
    pub(crate) fn url(&self) -> String {
        let sqlite = || format!("sqlite:{}", self.path("data/tubel.db"));
        self.1.as_ref().map_or_else(sqlite, |postgres| postgres.url.clone())
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    /// Fills its database with sample calls at every stage, with their files, and leaves it open.
    pub(crate) fn fill(&self) -> (Database, Settings, Scene) {
        let database = Database::open(&Options { url: self.url(), readers: 2 }).unwrap();
        let mut settings = Settings::load(None).unwrap();
        settings.data.folder = self.path("data").into();
        settings.accounts.hash_memory_kib = 8;
        settings.accounts.hash_iterations = 1;
        let now = Clock::System.now();
        database.write(tubel::features::accounts::seed_units).unwrap();
        tubel::features::backup::belong_together(&database, &settings, false, now).unwrap();
        let scene = demo::prepare(&database, &settings, now).unwrap();
        (database, settings, scene)
    }

    pub(crate) fn tubel(&self, arguments: &[&str]) -> Run {
        self.tubel_with(arguments, "")
    }

    /// The same for what should end by itself and could serve for ever: stopped after 20 seconds.
    pub(crate) fn tubel_in_time(&self, arguments: &[&str]) -> Run {
        let program = self.command(arguments);
        let mut command = Command::new("timeout");
        command.arg("20").arg(program.get_program()).args(program.get_args());
        command.current_dir(self.0.path());
        for (name, value) in program.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        let output = command.output().unwrap();
        Run {
            succeeded: output.status.success(),
            code: output.status.code(),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The program with these arguments, on any free port.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tubel"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("TUBEL__SERVER__PORT", "0")
            .env("TUBEL__ACCOUNTS__HASH_MEMORY_KIB", "8");
        if let Some(postgres) = &self.1 {
            command.env("TUBEL__DATABASE__URL", &postgres.url);
        }
        command
    }

    /// Serves, with settings of the test's own.
    pub(crate) fn serve(&self, settings: &[(&str, &str)]) -> Served {
        let mut command = self.command(&["serve"]);
        for (name, value) in settings {
            command.env(name, value);
        }
        command.env("TUBEL__LOG__LEVEL", "warn").env("TUBEL__SERVER__WORKERS", "2");
        Served::start(&mut command)
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
            code: output.status.code(),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The program while it serves; killed with this value.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
}

impl Served {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.by_ref().find_map(|line| {
            line.unwrap().strip_prefix("tubel listens on http://").map(str::to_owned)
        });
        let mut errors = String::new();
        if address.is_none() {
            child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
            child.wait().unwrap();
        }
        assert!(address.is_some(), "it does not serve: {errors}");
        let address = address.unwrap();
        // Nobody else reads what it says; a full pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        let mut errors = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        Self { child, address }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, waits for the end, and answers whether it ended by itself and well.
    pub(crate) fn stop(mut self, signal: &str) -> bool {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
