//! The look into a PDF by the process that can do nothing else, on files that other programs made.

use crate::support::Machine;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::Duration;

fn verdict(file: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tubel"));
    let output = command.arg("examine").stdin(File::open(file).unwrap()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap().trim().to_owned())
}

/// A PDF of one cell, as an office program writes it with these options.
fn office(machine: &Machine, name: &str, options: &str) -> String {
    let table = machine.path(&format!("{name}.csv"));
    fs::write(&table, "usulan\n").unwrap();
    let (folder, profile) = (machine.path(name), machine.path(&format!("profile-{name}")));
    let status = Command::new("soffice")
        .args(["--headless", "--norestore", &format!("-env:UserInstallation=file://{profile}")])
        .args(["--convert-to", &format!("pdf:calc_pdf_Export:{options}"), "--outdir", &folder])
        .arg(&table)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.unwrap().success());
    format!("{folder}/{name}.pdf")
}

#[test]
fn papers_and_what_an_office_writes_pass() {
    let machine = Machine::new();
    let folder = machine.path("papers");
    assert!(machine.tubel(&["papers", &folder]).succeeded);
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            assert_eq!(verdict(path.to_str().unwrap()), (Some(0), String::new()), "{path:?}");
            seen += 1;
        }
    }
    assert!(seen > 4);
    assert_eq!(verdict(&office(&machine, "plain", "{}")).0, Some(0));
    // Opens freely and forbids copying: encrypted all the same.
    let forbids = "{\"RestrictPermissions\":{\"type\":\"boolean\",\"value\":\"true\"},\
        \"PermissionPassword\":{\"type\":\"string\",\"value\":\"x\"}}";
    let file = office(&machine, "forbids", forbids);
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.windows(8).any(|window| window == b"/Encrypt"), "the control: it is encrypted");
    assert_eq!(verdict(&file), (Some(0), String::new()));
    let locked = "{\"EncryptFile\":{\"type\":\"boolean\",\"value\":\"true\"},\
        \"DocumentOpenPassword\":{\"type\":\"string\",\"value\":\"x\"}}";
    assert_eq!(verdict(&office(&machine, "locked", locked)), (Some(11), "Password".to_owned()));
}

#[test]
fn a_file_that_costs_the_process_its_life_is_judged_by_that() {
    let machine = Machine::new();
    let file = machine.path("deep.pdf");
    let deep = "[".repeat(2_000_000);
    fs::write(&file, format!("%PDF-1.7\n1 0 obj\n{deep}\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"))
        .unwrap();
    assert_ne!(verdict(&file).0, Some(0));
}

/// The kernel says of the running process what it may do.
#[test]
fn the_process_gains_no_rights_and_is_filtered() {
    let machine = Machine::new();
    // A pipe that stays open: the process waits for the rest of its file.
    let mut child = Command::new(env!("CARGO_BIN_EXE_tubel"))
        .args(["picture", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let says = |text: &str, line: &str| text.lines().any(|found| found == line);
    let confined = (0..1_000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        let text = fs::read_to_string(&status).unwrap_or_default();
        says(&text, "Seccomp:\t2") && says(&text, "NoNewPrivs:\t1")
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(confined, "no filter was seen on the process that draws");
    let own = fs::read_to_string("/proc/self/status").unwrap();
    assert!(says(&own, "Seccomp:\t0") || says(&own, "Seccomp:\t2"), "the kernel tells");
    drop(machine);
}
