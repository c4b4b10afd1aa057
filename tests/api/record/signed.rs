//! Signed heads, proofs on receipts, and what they show that the chain alone does not.

use super::{ORIGIN, Scene};
use serde_json::json;
use std::process::Command;
use tubel::features::audit::sign_when_due;
use tubel::kernel::canonical;
use tubel::platform::db::Db;
use tubel::platform::ledger::{self, Checkpoint, Entry, Signer, Wanted, tree};

fn entries(scene: &Scene) -> Vec<Entry> {
    scene.database.read(|db| ledger::entries_after(db, 0, Wanted::default(), 100_000)).unwrap()
}

fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// An administrator who knows all this: every entry changed as wanted, hashes, tree and head to match.
pub(super) fn rewrite(scene: &Scene, change: impl Fn(&mut Entry)) {
    let mut range = tree::Range::default();
    let mut previous = ledger::GENESIS.to_owned();
    let mut statements = String::new();
    let drop = match scene.administrator() {
        Db::Sqlite(_) => "DROP TRIGGER ledger_keeps_entries; DROP TRIGGER ledger_loses_nothing;",
        Db::Postgres(_) => "DROP TRIGGER ledger_is_append_only ON ledger;",
    };
    statements.push_str(drop);
    for mut entry in entries(scene) {
        change(&mut entry);
        entry.previous_hash.clone_from(&previous);
        let mut content = serde_json::to_value(&entry).unwrap();
        content.as_object_mut().unwrap().remove("hash");
        entry.hash = canonical::hash_of(&content).unwrap();
        previous.clone_from(&entry.hash);
        range.push(tree::leaf(&tree::parse(&entry.hash).unwrap()));
        let statement = format!(
            "UPDATE ledger SET payload = {}, previous_hash = '{}', hash = '{}', row_digest = {} WHERE seq = {};",
            text(&canonical::json(&entry.payload).unwrap()),
            entry.previous_hash,
            entry.hash,
            entry.rows.as_deref().map_or_else(|| "NULL".to_owned(), text),
            entry.seq
        );
        statements.push_str(&statement);
    }
    let head = format!("UPDATE ledger_head SET hash = '{previous}', tree = '{}';", range.to_text());
    statements.push_str(&head);
    scene.by_hand(&statements);
}

#[test]
fn a_record_rewritten_without_a_contradiction_is_caught_by_the_signed_heads() {
    let scene = Scene::new();
    assert_eq!(scene.check().findings, []);
    let last = scene.database.read(ledger::last_checkpoint).unwrap().unwrap();
    let held = entries(&scene).pop().unwrap();
    rewrite(&scene, |entry| {
        if entry.seq == 3 {
            entry.payload["forged"] = json!(true);
        }
    });
    let report = scene.check();
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.check == "signature" || finding.check == "receipt_on_record"),
        "{:?}",
        report.findings
    );
    assert!(!report.is_clean());
    // With the signed heads taken away too, somebody's receipt still knows better.
    scene.by_hand("DELETE FROM checkpoints; DELETE FROM proposal_versions;");
    let report = scene.check_against(&[(held.seq, held.hash)]);
    assert!(report.findings.iter().any(|finding| finding.check == "held"), "{:?}", report.findings);
    // And signed anew with another key they are nobody's: the note that somebody kept is not told of.
    let other = Signer::new(&[8; 32], ORIGIN).unwrap();
    assert!(!other.verifier().signed(&last.note));
}

#[test]
fn a_head_signed_with_another_key_counts_for_nothing() {
    let scene = Scene::new();
    // The control: signed by the key of the record.
    assert_eq!(scene.check().findings, []);
    scene.by_hand("UPDATE checkpoints SET note = replace(note, 'time 2', 'time 1')");
    assert!(scene.check().findings.iter().any(|finding| finding.check == "signature"));
}

#[test]
fn a_cut_tail_is_caught_by_a_signed_head_beyond_it() {
    let scene = Scene::new();
    let all = entries(&scene);
    let keep = all.len() - 5;
    let mut range = tree::Range::default();
    for entry in &all[..keep] {
        range.push(tree::leaf(&tree::parse(&entry.hash).unwrap()));
    }
    let last = &all[keep - 1];
    let drop = match scene.administrator() {
        Db::Sqlite(_) => "DROP TRIGGER ledger_loses_nothing;",
        Db::Postgres(_) => "DROP TRIGGER ledger_is_append_only ON ledger;",
    };
    scene.by_hand(&format!(
        "{drop} DELETE FROM ledger WHERE seq > {keep}; DELETE FROM row_seals WHERE seq > {keep}; \
         UPDATE ledger_head SET seq = {keep}, hash = '{}', tree = '{}', at = {}",
        last.hash,
        range.to_text(),
        last.at.micros()
    ));
    let report = scene.check();
    assert!(report.findings.iter().any(|finding| finding.check == "signature"), "{report:?}");
}

#[test]
fn a_receipt_is_proven_against_a_signed_head_and_that_against_a_later_one() {
    let scene = Scene::new();
    let key = Signer::new(&[7; 32], ORIGIN).unwrap().verifier();
    let submitted =
        entries(&scene).into_iter().find(|entry| entry.act == "proposal.submitted").unwrap();
    let proof = scene.database.read(|db| ledger::prove(db, submitted.seq)).unwrap().unwrap();
    assert!(key.signed(&proof.checkpoint));
    let told = Checkpoint::parse(&proof.checkpoint).unwrap();
    assert_eq!(proof.hash, submitted.hash);
    let path: Vec<tree::Hash> = proof.path.iter().map(|hash| tree::parse(hash).unwrap()).collect();
    let leaf = tree::leaf(&tree::parse(&proof.hash).unwrap());
    let place = (u64::try_from(proof.seq).unwrap() - 1, u64::try_from(proof.size).unwrap());
    let leaves = scene.database.read(|db| ledger::leaves(db, proof.size)).unwrap();
    let root = tree::root_of(&leaves);
    assert!(told.tells_of(&root, &entries(&scene)[usize::try_from(proof.size).unwrap() - 1].hash));
    assert!(tree::includes(&root, place, leaf, &path));
    // A later head holds the earlier one; nothing else does.
    let now = scene.now.plus_days(400);
    scene
        .database
        .write(move |db| {
            let event = ledger::Event {
                actor: None,
                act: ledger::EventType::StaffListImported,
                subject: ledger::Subject::staff_list(),
                payload: json!({}),
            };
            ledger::append(db, event, now)
        })
        .unwrap();
    assert!(sign_when_due(&scene.database, now).unwrap());
    assert!(!sign_when_due(&scene.database, now).unwrap());
    let later = scene.database.read(ledger::last_checkpoint).unwrap().unwrap();
    assert!(later.size > proof.size && key.signed(&later.note));
    let growth = scene
        .database
        .read(|db| ledger::prove_growth(db, proof.size, later.size))
        .unwrap()
        .unwrap();
    let path: Vec<tree::Hash> = growth.path.iter().map(|hash| tree::parse(hash).unwrap()).collect();
    let new = tree::root_of(&scene.database.read(|db| ledger::leaves(db, later.size)).unwrap());
    let size = |size: i64| u64::try_from(size).unwrap();
    assert!(tree::grew((size(proof.size), &root), (size(later.size), &new), &path));
    assert!(!tree::grew((size(proof.size), &new), (size(later.size), &root), &path));
}

#[test]
fn a_new_key_is_trusted_when_the_old_one_announced_it_and_not_else() {
    for is_lost in [false, true] {
        let mut scene = Scene::new();
        let (now, new) = (scene.now, Signer::new(&[9; 32], ORIGIN).unwrap());
        let verifier = new.verifier();
        scene
            .database
            .write(move |db| {
                let old = Signer::new(&[7; 32], ORIGIN)?;
                let old = if is_lost { None } else { Some(&old) };
                ledger::change_key(db, (old, &verifier), now)
            })
            .unwrap();
        scene.database = scene.test.open();
        scene.database.sign_with(new);
        scene
            .database
            .write(|_| {
                ledger::ask_for_checkpoint();
                Ok(())
            })
            .unwrap();
        let report = scene.check();
        assert_eq!(report.is_clean(), !is_lost, "{:?}", report.findings);
    }
}

/// The second reading: Python's standard library alone.
#[test]
#[expect(clippy::too_many_lines, reason = "one story, told once")]
fn an_outsiders_program_comes_to_the_same_end() {
    let scene = Scene::new();
    let file = scene.folder.path().join("record.jsonl");
    let tubel = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_tubel"))
            .args(arguments)
            .env("TUBEL__DATABASE__URL", &scene.test.url)
            .env("TUBEL__DATA__FOLDER", scene.folder.path())
            .output()
            .unwrap();
        (
            run.status.success(),
            String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap(),
        )
    };
    let name = file.to_str().unwrap();
    let key = Signer::new(&[7; 32], ORIGIN).unwrap().verifier().to_string();
    let exported = tubel(&["ledger", "export", name]);
    assert!(exported.0, "{}", exported.1);
    let verified = tubel(&["ledger", "verify", "--file", name, "--key", &key]);
    assert!(verified.0, "{}", verified.1);
    let checked = tubel(&["check", "--key", &key]);
    assert!(checked.0 && checked.1.contains("everything agrees"), "{}", checked.1);
    let submitted =
        entries(&scene).into_iter().find(|entry| entry.act == "proposal.submitted").unwrap();
    let proof = scene.database.read(|db| ledger::prove(db, submitted.seq)).unwrap().unwrap();
    let receipt = scene.folder.path().join("proof.json");
    std::fs::write(&receipt, serde_json::to_string(&proof).unwrap()).unwrap();
    let python = |key: &str| {
        let run = Command::new("python3")
            .args([
                "scripts/verify-ledger",
                name,
                "--key",
                key,
                "--proof",
                receipt.to_str().unwrap(),
            ])
            .output()
            .unwrap();
        (
            run.status.success(),
            String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap(),
        )
    };
    let second = python(&key);
    assert!(second.0 && second.1.contains("the record holds"), "{}", second.1);
    assert!(second.1.contains("is under the signed head"), "{}", second.1);
    let other = Signer::new(&[8; 32], ORIGIN).unwrap().verifier().to_string();
    assert!(!python(&other).0);
    assert!(!tubel(&["ledger", "verify", "--file", name, "--key", &other]).0);
    for (line, from, to) in
        [("seals", "\"rows\":[[\"", "\"rows\":[[\"x"), ("checkpoint", "head ", "head 0")]
    {
        let proofs = scene.folder.path().join("record.jsonl.proofs");
        let whole = std::fs::read_to_string(&proofs).unwrap();
        std::fs::write(&proofs, whole.replacen(from, to, 1)).unwrap();
        assert!(!python(&key).0, "{line} changed unseen");
        assert!(!tubel(&["ledger", "verify", "--file", name, "--key", &key]).0, "{line}");
        std::fs::write(&proofs, whole).unwrap();
    }
    scene.by_hand("UPDATE reviews SET version = version + 1");
    let checked = tubel(&["check"]);
    assert!(!checked.0 && checked.1.contains("row_changed: reviews"), "{}", checked.1);
}
