//! What an export costs a server that runs by itself: its memory does not grow with the rows.

use crate::support::Machine;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Entries of the record at first: enough that an export's fixed part of memory is all in use.
const ENTRIES: u32 = 50_000;
/// Entries that come on top: 60 MB of CSV, several times the bound below.
const MORE_ENTRIES: u32 = 120_000;
/// How far the peak of resident memory may rise, in KiB, when `MORE_ENTRIES` are exported as well.
const BOUND: u64 = 20 * 1024;

pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(crate) fn start(machine: &Machine) -> Self {
        // Every reading connection may keep 16 MiB of SQLite's pages; that is not the export's.
        let mut command = machine.command(&["serve"]);
        command
            .env("TUBEL__DATABASE__READERS", "1")
            // How many arenas the allocator keeps depends on which threads met; that is not the export's.
            .env("MALLOC_ARENA_MAX", "1")
            .env("TUBEL__ACCOUNTS__REQUIRE_SECOND_FACTOR", "false")
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = lines.find_map(|line| {
            let line = line.unwrap();
            line.split_once("listens on ").map(|(_, address)| address.to_owned())
        });
        // The log must not fill its pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: told.unwrap() }
    }

    /// The highest resident memory so far, in KiB.
    fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    pub(crate) fn curl(&self, path: &str, arguments: &[&str]) -> Vec<u8> {
        let url = format!("{}/api/v1{path}", self.address);
        let output = Command::new("curl").args(["-sSf", &url]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// So many entries that nobody made, straight into the file.
fn fill(machine: &Machine, entries: u32) {
    let script = format!(
        "import sqlite3, hashlib, json\n\
         db = sqlite3.connect('data/tubel.db')\n\
         h = lambda n: hashlib.sha256(str(n).encode()).hexdigest()\n\
         first = db.execute('SELECT seq FROM ledger_head').fetchone()[0] + 1\n\
         row = lambda n: (n, 1764000000000000 + n, None, 'thing.done', 'thing:%d' % n,\n\
                          json.dumps({{'figure': n, 'text': 'x' * 300}}), h(n), h(n + 1))\n\
         db.executemany('INSERT INTO ledger (seq, at, actor, act, subject, payload, previous_hash, hash) VALUES (?,?,?,?,?,?,?,?)',\n\
                        (row(n) for n in range(first, first + {entries})))\n\
         last = first + {entries} - 1\n\
         db.execute('UPDATE ledger_head SET seq = ?, at = ?, hash = ?',\n\
                    (last, 1764000000000000 + last, h(last + 1)))\n\
         db.commit()\n"
    );
    let status = machine.run("python3", &["-c", &script]);
    assert!(status.success());
}

#[test]
fn the_peak_of_memory_does_not_grow_with_the_rows_of_an_export() {
    let machine = Machine::new();
    let create = ["user", "create", "--email", "a@b.id", "--name", "A", "--role", "secretariat"];
    assert!(machine.tubel_with(&create, "kuda laut makan nasi\n").succeeded);
    let server = Server::start(&machine);
    let sign_in = r#"{"login":"a@b.id","password":"kuda laut makan nasi"}"#;
    let json = ["-H", "content-type: application/json", "-d", sign_in];
    let answer: serde_json::Value =
        serde_json::from_slice(&server.curl("/auth/login", &json)).unwrap();
    let bearer = format!("authorization: Bearer {}", answer["access_token"].as_str().unwrap());
    let file = machine.path("export");
    let take = |format: &str| {
        let path = format!("/ledger/export?format={format}");
        server.curl(&path, &["-H", &bearer, "-o", &file]);
        std::fs::metadata(&file).unwrap().len()
    };
    fill(&machine, ENTRIES);
    for format in ["csv", "json", "xlsx"] {
        take(format);
    }
    let before = server.peak();
    fill(&machine, MORE_ENTRIES);
    for format in ["csv", "json", "xlsx"] {
        let size = take(format);
        let grown = server.peak() - before;
        println!("{format}: {MORE_ENTRIES} rows more, {size} bytes, peak {before} + {grown} KiB");
        assert!(size > 10_000_000, "{format}: {size}");
        assert!(grown < BOUND, "{format}: the peak grew by {grown} KiB over {before}");
    }
}
