//! The commands, run as an administrator runs them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod backup;
mod belonging;
mod bootstrap;
mod checks;
mod console;
mod crowds;
mod doors;
mod exports;
mod lots;
mod pdf_gate;
mod pictures;
mod standings;
mod stopping;
mod support;
mod tables;

use support::Machine;

#[test]
fn every_command_explains_itself() {
    let machine = Machine::new();
    let all = machine.tubel(&["--help"]);
    for command in [
        "serve",
        "migrate",
        "backup",
        "restore",
        "user",
        "ledger",
        "selection",
        "assignment",
        "papers",
    ] {
        assert!(all.output.contains(command), "{}", all.output);
        assert!(machine.tubel(&[command, "--help"]).output.len() > 100);
    }
}

#[test]
fn the_first_admin_is_made_from_the_console() {
    let machine = Machine::new();
    let arguments = [
        "user",
        "create",
        "--email",
        "admin@pom.go.id",
        "--name",
        "Admin",
        "--role",
        "secretariat",
    ];
    let weak = machine.tubel_with(&arguments, "pendek\n");
    assert!(!weak.succeeded && weak.errors.contains("at least 15 characters"), "{}", weak.errors);
    let made = machine.tubel_with(&arguments, "kuda laut makan nasi\n");
    assert!(made.succeeded && made.output.contains("admin@pom.go.id"), "{}", made.errors);
    let again = machine.tubel_with(&arguments, "kuda laut makan nasi\n");
    assert!(!again.succeeded && again.errors.contains("an account with this e-mail"));
}

#[test]
fn a_wrong_nip_and_a_wrong_role_are_named() {
    let machine = Machine::new();
    let nip = ["user", "create", "--email", "a@b.id", "--name", "A", "--nip", "123"];
    assert!(machine.tubel_with(&nip, "kuda laut makan nasi\n").errors.contains("18 digits"));
    let role = ["user", "create", "--email", "a@b.id", "--name", "A", "--role", "king"];
    assert!(machine.tubel_with(&role, "").errors.contains("secretariat"));
}

#[test]
fn an_exported_record_is_checked_offline_and_a_changed_one_is_found_out() {
    let machine = Machine::new();
    let arguments = ["user", "create", "--email", "a@b.id", "--name", "A", "--role", "secretariat"];
    machine.tubel_with(&arguments, "kuda laut makan nasi\n");
    let verified = machine.tubel(&["ledger", "verify"]);
    assert!(verified.output.contains("the record holds"), "{}", verified.errors);
    let file = machine.path("record.jsonl");
    assert!(machine.tubel(&["ledger", "export", &file]).succeeded);
    let verify = ["ledger", "verify", "--file", &file];
    assert_eq!(machine.tubel(&verify).output, verified.output);
    let second = std::process::Command::new("scripts/verify-ledger").arg(&file).output().unwrap();
    assert_eq!(String::from_utf8(second.stdout).unwrap(), verified.output);

    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("secretariat", "chair")).unwrap();
    let changed = machine.tubel(&verify);
    assert!(!changed.succeeded && changed.errors.contains("was changed"), "{}", changed.errors);

    let cut: String = text.lines().take(1).flat_map(|line| [line, "\n"]).collect();
    std::fs::write(&file, cut).unwrap();
    let last = text.lines().last().unwrap();
    let last: serde_json::Value = serde_json::from_str(last).unwrap();
    let head = format!("{}:{}", last["seq"], last["hash"].as_str().unwrap());
    let missing = machine.tubel(&[&verify[..], &["--holds", &head]].concat());
    assert!(!missing.succeeded && missing.errors.contains("ends at entry 1"), "{}", missing.errors);
}

#[test]
fn a_faulty_setting_is_one_clear_line_and_nothing_is_written() {
    let machine = Machine::new();
    let file = machine.path("mine.toml");
    std::fs::write(&file, "[server]\nprot = 8080\n").unwrap();
    let run = machine.tubel(&["--config", &file, "migrate"]);
    assert!(!run.succeeded && run.errors.contains("prot"), "{}", run.errors);
    assert_eq!(run.errors.trim().lines().count(), 1, "{}", run.errors);
    assert!(!std::path::Path::new(&machine.path("data")).exists());
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::new();
    machine.tubel(&["migrate"]);
    let key = machine.path("data/signing.key");
    std::fs::write(&key, [7; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let run = machine.tubel(&["serve"]);
    assert!(!run.succeeded && run.errors.contains("chmod 600"), "{}", run.errors);
}

#[test]
fn the_openapi_document_is_printed() {
    let run = Machine::new().tubel(&["openapi"]);
    let document: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"].as_object().unwrap().len() > 20);
}
