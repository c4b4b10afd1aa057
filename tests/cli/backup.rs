//! What was backed up lives on elsewhere, whole; what is not whole is refused before anything is written.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use crate::support::{Machine, Served};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use tubel::features::accounts::rules::totp;
use tubel::features::accounts::{Accounts, actions};
use tubel::kernel::access::{Role, Viewer};
use tubel::kernel::clock::Clock;
use tubel::platform::cx::Cx;
use tubel::platform::db::{Dialect, STEPS};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Who signs in with an app.
struct Owner {
    email: String,
    secret: Vec<u8>,
}

/// Sample calls at every stage with their files, and a second factor.
fn fill(machine: &Machine) -> Owner {
    let (database, settings, scene) = machine.fill();
    let now = Clock::System.now();
    let person = scene.sign_ins.iter().find(|person| person.roles == [Role::Candidate]).unwrap();
    let email = person.email.clone();
    let accounts = std::sync::Arc::new(Accounts::open(&settings).unwrap());
    let login = email.clone();
    let secret = database
        .write(move |db| {
            use diesel::prelude::*;
            use tubel::platform::db::schema::users;
            let user = users::table.filter(users::email.eq(&login)).select(users::id).first(db)?;
            let session = tubel::kernel::ids::SessionId::new()?;
            let viewer = Viewer { user, session, unit: None, roles: vec![Role::Candidate] };
            let cx = &mut Cx::new(db, &viewer, now);
            let begun = actions::begin_second_factor(cx, &accounts.sealing)?;
            let uri = begun.secret;
            let secret = base32(&uri);
            let code = totp::code_at(&secret, now.micros() / 1_000_000);
            let (sealing, rules) = (&accounts.sealing, &settings.accounts);
            actions::confirm_second_factor(cx, &code, (sealing, rules))?.unwrap();
            Ok(secret)
        })
        .unwrap();
    Owner { email, secret }
}

fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes().filter(u8::is_ascii_alphanumeric) {
        let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' };
        bits = (bits << 5) | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    bytes
}

async fn post(served: &Served, path: &str, body: Value) -> (u16, Value) {
    let request = reqwest::Client::new().post(served.url(path)).json(&body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// Password, then the app's code.
async fn signs_in(served: &Served, owner: &Owner) -> (u16, Value) {
    let body = json!({"login": owner.email, "password": tubel::cli::demo::PASSWORD});
    let (status, asked) = post(served, "/api/v1/auth/login", body).await;
    assert_eq!(status, 202, "{asked}");
    // A code is good once; the next one is good already.
    let seconds = Clock::System.now().micros() / 1_000_000 + 30;
    let code = totp::code_at(&owner.secret, seconds);
    let body = json!({"challenge_token": asked["challenge_token"], "code": code});
    post(served, "/api/v1/auth/login/second-factor", body).await
}

fn head_of(machine: &Machine) -> String {
    let verified = machine.tubel(&["ledger", "verify"]);
    assert!(verified.succeeded, "{}", verified.errors);
    verified.output
}

fn files_below(folder: &str) -> Vec<String> {
    let found = std::process::Command::new("find").args([folder, "-type", "f"]).output().unwrap();
    let text = String::from_utf8(found.stdout).unwrap();
    let mut names: Vec<String> =
        text.lines().map(|line| line.trim_start_matches(folder).to_owned()).collect();
    names.sort();
    names
}

#[actix_web::test]
async fn what_is_backed_up_while_it_serves_lives_on_in_an_empty_place_on_either_engine() {
    let machine = Machine::on_engine();
    let owner = fill(&machine);
    fs::create_dir(machine.path("data/rubrics")).unwrap();
    fs::copy("config/rubrics/bima.toml", machine.path("data/rubrics/ours.toml")).unwrap();
    fs::write(machine.path("data/record.key"), [9; 32]).unwrap();
    assert!(machine.run("chmod", &["600", "data/record.key"]).success());
    let served = machine.serve(&[]);
    let backup = machine.path("backup.zip");
    let made = machine.tubel(&["backup", &backup]);
    assert!(made.succeeded, "{}", made.errors);
    assert!(served.stop("-TERM"));
    let head = made.output.split("head is ").nth(1).unwrap().trim().to_owned();
    // What the server wrote since, such as reminders that were due, is not in it.
    let (entries, hash) = head.split_once(':').unwrap();
    let backed_up = format!("the record holds: {entries} entries, head {hash}");
    // Any tool lists it.
    assert!(machine.run("python3", &["-m", "zipfile", "-t", &backup]).success());

    for other in [Machine::on_engine(), Machine::new()] {
        let restored = other.tubel(&["restore", &backup, "--holds", &head]);
        assert!(restored.succeeded, "{}", restored.errors);
        assert!(restored.output.contains("checked: "), "{}", restored.output);
        assert!(head_of(&other).starts_with(&backed_up), "{backed_up}");
        // A file that no row names is not among them.
        let (there, here) =
            (files_below(&other.path("data/files")), files_below(&machine.path("data/files")));
        assert!(there.len() > 40 && there.iter().all(|name| here.contains(name)));
        assert!(made.output.contains(&format!(" {} files", there.len() - 1)), "{}", made.output);
        for name in ["signing.key", "record.key", "rubrics/ours.toml"] {
            let (there, here) = (other.path("data/") + name, machine.path("data/") + name);
            assert_eq!(fs::read(there).unwrap(), fs::read(here).unwrap(), "{name}");
        }
        // Only where nothing is, and nothing is lost by trying.
        let again = other.tubel(&["restore", &backup]);
        assert!(!again.succeeded && again.errors.contains("not empty"), "{}", again.errors);
        // A backup of what was put back says the same of every table.
        let second = other.path("second.zip");
        assert!(other.tubel(&["backup", &second]).succeeded);
        let (first, second) = (manifest(&backup), manifest(&second));
        for table in ["proposals", "reviews", "documents", "calls", "role_grants", "mails"] {
            assert_eq!(first["tables"][table], second["tables"][table], "{table}");
            assert!(first["tables"][table]["rows"].as_u64().unwrap() > 0, "{table}");
        }
        // From here on it is served again, and what is due is written.
        let served = other.serve(&[]);
        let (status, answer) = signs_in(&served, &owner).await;
        assert_eq!(status, 200, "{answer}");
        assert!(served.stop("-TERM"));
    }
    without_its_key(&machine, &backup, &owner).await;
    without_a_file(&machine, &backup);
}

fn manifest(file: &str) -> Value {
    let mut zip = ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name("manifest.json").unwrap().read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A key that is not the one: a warning at the start that says what to do, words at the sign-in, no 500.
async fn without_its_key(machine: &Machine, backup: &str, owner: &Owner) {
    let other = Machine::new();
    assert!(other.tubel(&["restore", backup]).succeeded);
    fs::remove_file(other.path("data/signing.key")).unwrap();
    let served = other.serve(&[]);
    let (status, answer) = signs_in(&served, owner).await;
    assert_eq!((status, answer["code"].as_str()), (503, Some("seal_broken")), "{answer}");
    assert!(served.stop("-TERM"));
    let made = other.tubel(&["backup", &other.path("x.zip")]);
    assert!(made.output.contains("opens 0 of 1"), "{}", made.output);
    drop(other);
    assert!(Path::new(&machine.path("data/signing.key")).exists());
}

/// A backup that would lack a file is not made, and the old one stays; one without it is made when asked for.
fn without_a_file(machine: &Machine, backup: &str) {
    let old = fs::read(backup).unwrap();
    let named = manifest(backup)["entries"].as_object().unwrap().clone();
    let some = named.keys().find_map(|name| name.strip_prefix("files")).unwrap();
    let path = machine.path("data/files") + some;
    let hash = some.replace('/', "");
    for damage in [&b"other bytes"[..], b""] {
        if damage.is_empty() {
            fs::remove_file(&path).unwrap();
        } else {
            fs::write(&path, damage).unwrap();
        }
        let run = machine.tubel(&["backup", backup]);
        assert!(!run.succeeded && run.errors.contains(&hash), "{}", run.errors);
        assert_eq!(fs::read(backup).unwrap(), old);
        assert!(!Path::new(&format!("{backup}.part")).exists());
    }
    let asked = machine.path("without.zip");
    assert!(machine.tubel(&["backup", &asked, "--without-missing-files"]).succeeded);
    assert_eq!(manifest(&asked)["missing"], json!([hash]));
    let other = Machine::new();
    let restored = other.tubel(&["restore", &asked]);
    assert!(restored.output.contains("without 1 files"), "{}", restored.errors);
}

/// An account and a backup of it.
fn small() -> (Machine, String) {
    let machine = Machine::new();
    let arguments = ["user", "create", "--email", "a@b.id", "--name", "A", "--role", "candidate"];
    assert!(machine.tubel_with(&arguments, "kuda laut makan nasi\n").succeeded);
    assert!(machine.serve(&[]).stop("-TERM"));
    let backup = machine.path("backup.zip");
    assert!(machine.tubel(&["backup", &backup]).succeeded);
    (machine, backup)
}

/// Refused, and the place is as empty as it was.
fn refused(file: &Path, words: &str) {
    let other = Machine::new();
    let run = other.tubel(&["restore", &file.to_string_lossy()]);
    assert!(!run.succeeded && run.errors.contains(words), "{}: {}", file.display(), run.errors);
    assert!(
        !Path::new(&other.path("data")).exists()
            || fs::read_dir(other.path("data")).unwrap().next().is_none()
    );
    let above = fs::read_dir(Path::new(&other.path("data")).parent().unwrap()).unwrap();
    assert!(above.count() <= 1, "something was written beside it");
}

#[test]
fn an_archive_that_was_cut_or_changed_anywhere_is_refused() {
    let (machine, backup) = small();
    let whole = fs::read(&backup).unwrap();
    let file = Path::new(&machine.path("changed.zip")).to_owned();
    for length in [0, 10, 63, whole.len() / 2, whole.len() - 100, whole.len() - 1] {
        fs::write(&file, &whole[..length]).unwrap();
        refused(&file, "tubel");
    }
    for turn in 0..12 {
        let mut changed = whole.clone();
        let place = turn * (whole.len() - 1) / 11;
        changed[place] ^= 0x20;
        fs::write(&file, &changed).unwrap();
        refused(&file, "cut short or changed");
    }
    fs::write(&file, [&whole[..], b"x"].concat()).unwrap();
    refused(&file, "cut short or changed");
    assert!(Machine::new().tubel(&["restore", &backup]).succeeded, "the control");
}

/// The archive written again by somebody who knows how, with other content.
fn forged(
    backup: &str,
    to: &Path,
    change: impl Fn(&str, Vec<u8>) -> Vec<u8>,
    more: &[(&str, &[u8])],
) {
    use sha2::{Digest, Sha256};
    let mut zip = ZipArchive::new(fs::File::open(backup).unwrap()).unwrap();
    let mut new = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let (name, mut content) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut content).unwrap();
        new.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        new.write_all(&change(&name, content)).unwrap();
    }
    for (name, content) in more {
        new.start_file(*name, SimpleFileOptions::default()).unwrap();
        new.write_all(content).unwrap();
    }
    new.set_comment("0".repeat(64)).unwrap();
    let mut bytes = new.finish().unwrap().into_inner();
    bytes.truncate(bytes.len() - 64);
    let hash = tubel::kernel::canonical::hex(&Sha256::digest(&bytes));
    bytes.extend_from_slice(hash.as_bytes());
    fs::write(to, bytes).unwrap();
}

fn in_manifest(name: &str, content: Vec<u8>, change: impl Fn(&mut Value)) -> Vec<u8> {
    if name != "manifest.json" {
        return content;
    }
    let mut manifest: Value = serde_json::from_slice(&content).unwrap();
    change(&mut manifest);
    serde_json::to_vec(&manifest).unwrap()
}

#[test]
fn a_forged_or_a_newer_archive_is_refused_before_anything_is_written() {
    let (machine, backup) = small();
    let file = Path::new(&machine.path("forged.zip")).to_owned();
    forged(&backup, &file, |_, content| content, &[]);
    assert!(Machine::new().tubel(&["restore", &file.to_string_lossy()]).succeeded, "the control");

    let newer = |manifest: &mut Value| manifest["format"] = json!("tubel-backup/2");
    forged(&backup, &file, |name, content| in_manifest(name, content, newer), &[]);
    refused(&file, "use the newer program");
    let step = |manifest: &mut Value| {
        manifest["steps"].as_array_mut().unwrap().push(json!("29991231000001"));
    };
    forged(&backup, &file, |name, content| in_manifest(name, content, step), &[]);
    refused(&file, "use the newer program");

    let content = b"x";
    let hash = tubel::kernel::canonical::sha256_hex(content);
    for name in
        ["../../slipped", "files/../../slipped", "/tmp/slipped", "files/ab/cd", "keys/../../x.key"]
    {
        let listed = |manifest: &mut Value| {
            manifest["entries"][name] = json!({"bytes": 1, "sha256": hash});
        };
        forged(
            &backup,
            &file,
            |entry, content| in_manifest(entry, content, listed),
            &[(name, content)],
        );
        refused(&file, "");
        assert!(!Path::new("/tmp/slipped").exists());
    }
    // Content that is not what the manifest says, or is not named by it.
    forged(&backup, &file, |_, content| content, &[("files/ab/cd", content)]);
    refused(&file, "entries");
    let change = |name: &str, content: Vec<u8>| {
        if name == "database/users.jsonl" { [&content[..], b" "].concat() } else { content }
    };
    forged(&backup, &file, change, &[]);
    refused(&file, "not what the manifest says");
    // A record that leads elsewhere.
    let head = |manifest: &mut Value| manifest["head"]["seq"] = json!(1);
    forged(&backup, &file, |name, content| in_manifest(name, content, head), &[]);
    refused(&file, "record");
    let other = Machine::new();
    let run = other.tubel(&["restore", &backup, "--holds", &format!("1:{}", "0".repeat(64))]);
    assert!(!run.succeeded && run.errors.contains("known from elsewhere"), "{}", run.errors);
}

#[test]
fn a_disk_that_is_full_leaves_the_old_backup_whole() {
    let (machine, backup) = small();
    let old = fs::read(&backup).unwrap();
    fs::create_dir(machine.path("data/rubrics")).unwrap();
    let noise: Vec<u8> = (0..10_000)
        .flat_map(|turn| tubel::kernel::canonical::sha256_hex(format!("{turn}")).into_bytes())
        .collect();
    fs::write(machine.path("data/rubrics/large.toml"), noise).unwrap();
    // No file may grow beyond 100 kB; one that would is as good as a full disk.
    let script = format!("trap '' XFSZ; ulimit -f 100; exec \"$0\" backup '{backup}'");
    let run = std::process::Command::new("bash")
        .args(["-c", &script, env!("CARGO_BIN_EXE_tubel")])
        .current_dir(Path::new(&backup).parent().unwrap())
        .output()
        .unwrap();
    let errors = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && errors.contains("large"), "{errors}");
    assert_eq!(fs::read(&backup).unwrap(), old);
    assert!(!Path::new(&format!("{backup}.part")).exists());
    assert!(machine.tubel(&["backup", &backup]).succeeded);
    assert!(Machine::new().tubel(&["restore", &backup]).succeeded);
}

/// The schema of an older program, with somebody in it.
fn older(machine: &Machine) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    assert!(machine.run("mkdir", &["-m", "700", "data"]).success());
    let file = machine.path("data/tubel.db");
    let mut connection = diesel::SqliteConnection::establish(&file).unwrap();
    connection
        .batch_execute(
            "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
             run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
        )
        .unwrap();
    for step in STEPS.iter().filter(|step| step.version().as_str() < "20261128") {
        connection.batch_execute(&step.up(Dialect::Sqlite)).unwrap();
        let note = format!(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('{}')",
            step.version()
        );
        connection.batch_execute(&note).unwrap();
    }
    let entry =
        "\"act\":\"user.created\",\"actor\":null,\"at\":\"1970-01-01T00:00:00Z\",\"payload\":{}";
    let genesis = tubel::platform::ledger::GENESIS;
    let first = tubel::kernel::canonical::sha256_hex(format!(
        "{{{entry},\"previous_hash\":\"{genesis}\",\"seq\":1,\"subject\":\"user:01h00000000000000000000000\"}}"
    ));
    connection
        .batch_execute(&format!(
            "INSERT INTO users (id, email, name, password_hash, active, created_at, password_changed_at) \
             VALUES ('01h00000000000000000000000', 'a@b.id', 'A', 'x', 1, 1, 1); \
             INSERT INTO ledger (seq, at, actor, act, subject, payload, previous_hash, hash) \
             VALUES (1, 0, NULL, 'user.created', 'user:01h00000000000000000000000', '{{}}', '{genesis}', '{first}'); \
             UPDATE ledger_head SET seq = 1, hash = '{first}'"
        ))
        .unwrap();
    drop(connection);
    assert!(machine.run("chmod", &["600", "data/tubel.db"]).success());
}

#[test]
fn a_backup_before_an_upgrade_leaves_the_schema_and_is_brought_up_to_date_when_it_is_put_back() {
    let machine = Machine::new();
    older(&machine);
    let backup = machine.path("before.zip");
    let made = machine.tubel(&["backup", &backup]);
    assert!(made.succeeded, "{}", made.errors);
    let steps = manifest(&backup)["steps"].as_array().unwrap().len();
    assert!(manifest(&backup)["tables"]["instance"].is_null(), "the schema was left as it is");
    let other = Machine::new();
    let restored = other.tubel(&["restore", &backup]);
    assert!(restored.succeeded, "{} {}", restored.output, restored.errors);
    assert!(other.serve(&[]).stop("-TERM"));
    let after = other.path("after.zip");
    assert!(other.tubel(&["backup", &after]).succeeded);
    assert!(manifest(&after)["steps"].as_array().unwrap().len() > steps);
    assert_eq!(manifest(&after)["tables"]["users"]["rows"], 1);
}
