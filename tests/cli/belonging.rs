//! What is looked at before anything is served.

use crate::support::Machine;
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn account(machine: &Machine, email: &str) {
    let arguments = ["user", "create", "--email", email, "--name", "A", "--role", "candidate"];
    let made = machine.tubel_with(&arguments, "kuda laut makan nasi\n");
    assert!(made.succeeded, "{}", made.errors);
}

/// Served once and stopped.
fn used() -> Machine {
    let machine = Machine::new();
    account(&machine, "a@b.id");
    assert!(machine.serve(&[]).stop("-TERM"));
    machine
}

fn refused(machine: &Machine, words: &str) {
    let run = machine.tubel(&["serve"]);
    assert!(!run.succeeded && run.errors.contains(words), "{}", run.errors);
}

fn mode(path: &str) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn all_below(path: &std::path::Path, found: &mut Vec<String>) {
    found.push(path.to_string_lossy().into_owned());
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            all_below(&entry.unwrap().path(), found);
        }
    }
}

#[test]
fn nothing_that_the_program_makes_is_for_other_accounts_and_wider_modes_are_refused() {
    let machine = Machine::new();
    account(&machine, "a@b.id");
    let served = machine.serve(&[]);
    // The folder of letters is made last.
    for _ in 0..1000 {
        if std::path::Path::new(&machine.path("data/mail")).exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mut made = Vec::new();
    all_below(machine.path("data").as_ref(), &mut made);
    for wanted in [
        "tubel.db",
        "tubel.db-wal",
        "tubel.db-shm",
        "tubel.db-mark",
        "files",
        "signing.key",
        "mail",
    ] {
        assert!(made.iter().any(|path| path.ends_with(wanted)), "{wanted} in {made:?}");
    }
    for path in &made {
        assert_eq!(mode(path) & 0o077, 0, "{path} has mode {:o}", mode(path));
    }
    assert!(served.stop("-TERM"));
    let backup = machine.path("b.zip");
    assert!(machine.tubel(&["backup", &backup]).succeeded);
    assert_eq!(mode(&backup), 0o600);

    let looked_at = [
        "data",
        "data/tubel.db",
        "data/files",
        "data/partial",
        "data/incoming",
        "data/mail",
        "data/signing.key",
    ];
    for name in looked_at {
        let path = machine.path(name);
        let before = mode(&path);
        for bits in [0o040, 0o004, 0o010] {
            fs::set_permissions(&path, fs::Permissions::from_mode(before | bits)).unwrap();
            let run = machine.tubel(&["serve"]);
            assert!(!run.succeeded && run.errors.contains("chmod "), "{name}: {}", run.errors);
            assert!(run.errors.contains(name), "{}", run.errors);
            // The command that it names mends it.
            let command = run.errors.split("Close it with: ").nth(1).unwrap().trim().to_owned();
            assert!(machine.run("sh", &["-c", &command]).success());
            assert_eq!(mode(&path), before, "{name}");
        }
    }
    assert!(machine.serve(&[]).stop("-TERM"));
}

#[test]
fn a_database_and_files_of_two_instances_are_not_served_together() {
    let (one, other) = (used(), used());
    fs::rename(one.path("data/files"), one.path("own")).unwrap();
    assert!(one.run("cp", &["-a", &other.path("data/files"), "data/files"]).success());
    refused(&one, "do not belong together");
    fs::remove_dir_all(one.path("data/files")).unwrap();
    fs::rename(one.path("own"), one.path("data/files")).unwrap();
    assert!(one.serve(&[]).stop("-TERM"));
}

#[test]
fn a_missing_database_beside_files_is_not_made_anew() {
    let machine = used();
    fs::create_dir_all(machine.path("data/files/ab")).unwrap();
    fs::write(machine.path("data/files/ab/cd"), "x").unwrap();
    fs::rename(machine.path("data/tubel.db"), machine.path("kept.db")).unwrap();
    for command in [&["serve"][..], &["migrate"], &["backup", "x.zip"], &["check"]] {
        let run = machine.tubel(command);
        assert!(!run.succeeded && run.errors.contains("is not there"), "{}", run.errors);
        assert!(!std::path::Path::new(&machine.path("data/tubel.db")).exists(), "{command:?}");
    }
    // An empty one put there is no better.
    let empty = Machine::new();
    assert!(empty.tubel(&["migrate"]).succeeded);
    fs::copy(empty.path("data/tubel.db"), machine.path("data/tubel.db")).unwrap();
    fs::remove_file(machine.path("data/files/.instance")).unwrap();
    refused(&machine, "knows of no uploaded file");
    fs::write(machine.path("data/files/.instance"), "another").unwrap();
    fs::set_permissions(machine.path("data/files/.instance"), fs::Permissions::from_mode(0o600))
        .unwrap();
    refused(&machine, "knows of no uploaded file");
}

#[test]
fn a_damaged_database_is_refused_before_anything_is_served_from_it() {
    let machine = used();
    let file = machine.path("data/tubel.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0x5a);
    fs::write(&file, &bytes).unwrap();
    let run = machine.tubel(&["serve"]);
    assert!(!run.succeeded && run.errors.contains("Putting back"), "{}", run.errors);
    fs::write(&file, "not a database at all, but long enough to be looked at".repeat(100)).unwrap();
    let run = machine.tubel(&["serve"]);
    assert!(!run.succeeded && run.errors.contains("Putting back"), "{}", run.errors);
}

#[test]
fn a_demo_is_not_served_as_a_real_one_nor_a_real_one_removed_by_the_demo() {
    let machine = used();
    fs::write(machine.path("data/made-by-tubel-demo"), "").unwrap();
    refused(&machine, "passwords are public");
    let run = machine
        .command(&["demo"])
        .env("TUBEL__DATA__FOLDER", machine.path("data"))
        .output()
        .unwrap();
    let errors = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && errors.contains("real instance"), "{errors}");
    fs::remove_file(machine.path("data/made-by-tubel-demo")).unwrap();
    assert!(machine.serve(&[]).stop("-TERM"));

    // By its database alone.
    let demo = Machine::new();
    let options = tubel::platform::db::Options { url: demo.url(), readers: 1 };
    let database = tubel::platform::db::Database::open(&options).unwrap();
    let mut settings = tubel::kernel::settings::Settings::load(None).unwrap();
    settings.data.folder = demo.path("data").into();
    let now = tubel::kernel::clock::Clock::System.now();
    tubel::features::backup::belong_together(&database, &settings, true, now).unwrap();
    drop(database);
    refused(&demo, "passwords are public");
}
