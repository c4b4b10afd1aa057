//! An SMTP server and a reader that others wrote: aiosmtpd takes the letters, Python's `email`
//! takes them apart.

use crate::names::hostile_names;
use crate::smtp::dead_port;
use crate::world::World;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

/// Made by `scripts/mail-tools`, which `scripts/test` runs.
const PYTHON: &str = "target/mail-tools/bin/python";

pub(crate) struct Aiosmtpd {
    process: Child,
    pub(crate) port: u16,
    folder: tempfile::TempDir,
}

impl Aiosmtpd {
    pub(crate) fn start() -> Self {
        assert!(Path::new(PYTHON).exists(), "run scripts/mail-tools first");
        let (port, folder) = (dead_port(), tempfile::tempdir().unwrap());
        let process = Command::new(PYTHON)
            .args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{port}")])
            .args(["-c", "aiosmtpd.handlers.Mailbox"])
            .arg(folder.path().join("box"))
            .spawn()
            .unwrap();
        let server = Self { process, port, folder };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("aiosmtpd did not start within ten seconds");
    }

    /// All letters, as Python's parser understands them.
    pub(crate) fn letters(&self) -> Vec<Value> {
        let read = Command::new(PYTHON)
            .arg("tests/mail/read_letters.py")
            .arg(self.folder.path().join("box"))
            .output()
            .unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        serde_json::from_slice(&read.stdout).unwrap()
    }
}

impl Drop for Aiosmtpd {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[actix_web::test]
async fn five_hundred_hostile_names_change_neither_headers_nor_recipients() {
    let server = Aiosmtpd::start();
    let world = World::with_relay(server.port);
    let names = hostile_names();
    for (number, name) in names.iter().enumerate() {
        let person = world.person(number, name);
        world.post(&person, "M-007");
    }
    world.work().await;
    assert!(world.states().iter().all(|state| state == "sent"));

    let letters = server.letters();
    assert_eq!(letters.len(), 500);
    let mut recipients = BTreeSet::new();
    for letter in &letters {
        let expected = json!([
            "From",
            "Reply-To",
            "To",
            "Date",
            "Message-ID",
            "Subject",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
        ]);
        assert_eq!(letter["header_names"], expected, "{letter}");
        assert_eq!(letter["envelope"], letter["to"], "{letter}");
        assert_eq!(letter["from"], json!(["tubel@pom.go.id"]));
        assert_eq!(letter["reply_to"], json!(["sekretariat@pom.go.id"]), "{letter}");
        assert_eq!(letter["subject"], "Masalah M-007 disetujui");
        assert_eq!(letter["parts"], json!(["text/plain", "text/html"]), "{letter}");
        assert_eq!(letter["links"], json!(["https://tubel.pom.go.id/reviews"]));
        assert_eq!(letter["elements_by_script"], 0, "{letter}");
        assert_eq!(letter["defects"], json!([]), "{letter}");
        recipients.insert(letter["to"][0].as_str().unwrap().to_owned());
    }
    assert_eq!(recipients, (0..500).map(|number| format!("{number}@pom.go.id")).collect());
}

#[actix_web::test]
async fn both_versions_of_a_letter_say_the_same_in_the_readers_language_and_zone() {
    let server = Aiosmtpd::start();
    let world = World::with_relay(server.port);
    world.post(&world.person(1, "Siti Rahmawati"), "M-007");
    world.work().await;
    let [letter] = server.letters().try_into().unwrap();
    for version in ["text", "visible_html"] {
        let words = letter[version].as_str().unwrap().split_whitespace().collect::<Vec<_>>();
        let words = words.join(" ");
        assert!(words.contains("Yth. Siti Rahmawati, Masalah M-007,"), "{words}");
        assert!(words.contains("disetujui pada 24 November 2026 08.00 WIB"), "{words}");
    }
    assert_eq!(letter["language"], "id");
}
