//! The parts of the program on a database and a folder of their own, with a clock that the test moves.

use crate::TestDatabase;
use std::path::PathBuf;
use std::sync::Arc;
use tubel::kernel::clock::{Clock, Timestamp};
use tubel::kernel::settings::Settings;
use tubel::platform::app::App;

/// The instant at which every test begins.
pub const START: &str = "2026-11-24T01:00:00Z";

/// Database and folder are removed with this value.
pub struct Program {
    pub app: App,
    pub test: TestDatabase,
    pub data: tempfile::TempDir,
}

impl Program {
    /// The settings that are shipped, then the test's own; the agency's units are in the database.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let (test, data) = (TestDatabase::up_to_date(), tempfile::tempdir().unwrap());
        let mut settings = Settings::load(None).unwrap();
        data.path().clone_into(&mut settings.data.folder);
        change(&mut settings);
        let app = App {
            database: test.open(),
            clock: Clock::manual(START.parse::<Timestamp>().unwrap()),
            settings: Arc::new(settings),
            demo: None,
        };
        app.database.write(tubel::features::accounts::seed_units).unwrap();
        Self { app, test, data }
    }
}

/// The compiled program. A library is not told by cargo where it is (`CARGO_BIN_EXE_tubel` exists only while a
/// test program is compiled); test programs lie in `target/<profile>/deps`, the program one folder above.
pub fn program_path() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().unwrap();
    let folder = if folder.ends_with("deps") { folder.parent().unwrap() } else { folder };
    folder.join("tubel")
}
