//! The last chapter: what each candidate reads, the tables, the ranking worked out independently,
//! the replay, the record.

use super::field::{self, BY_LOT, RANKED, SEATED, UNSIGNED};
use super::plenary::Decided;
use super::story::Story;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use tubel::kernel::ids::RunId;
use tubel::platform::ledger::{Entry, verify_chain};

impl Story {
    pub(super) async fn every_candidate_reads_their_own_result(&self, decided: &Decided) {
        for (place, outcome) in (1..).zip(&decided.outcomes) {
            let name = self.name_of(&outcome["number"]);
            let own = self.app.get(self.candidate(&name), &self.of(&name, "result")).await;
            let own_result = own.expect(200);
            for field in ["outcome", "reserve_position", "reason"] {
                assert_eq!(own_result[field], outcome[field], "{name}");
            }
            assert_eq!((&own_result["place"], &own_result["ranked"]), (&json!(place), &json!(35)));
            let entry = RANKED.iter().find(|entry| entry.name == name).unwrap();
            assert_eq!(own_result["value"], json!({"sum": entry.sum, "count": 3}), "{name}");
            assert_eq!(own_result["feedback"].as_array().unwrap().len(), 3);
            for hidden in ["RAHASIA", "Penilai"] {
                assert!(!own.text().contains(hidden), "{name} reads {hidden}");
            }
        }
        let path = self.of(UNSIGNED.name, "result");
        let unsigned = self.app.get(self.candidate(UNSIGNED.name), &path).await;
        assert_eq!(unsigned.expect(200)["outcome"], "ineligible");
        let of_another = self.app.get(self.candidate("Budi"), &self.of("Siti", "result")).await;
        of_another.refusal(404);
    }

    /// The seats are those of `field`'s table, whoever drew the better lot.
    pub(super) fn the_outcomes_are_those_worked_out_by_hand(&self, decided: &Decided) {
        let those = |wanted: &str| -> Vec<String> {
            let fits = decided.outcomes.iter().filter(|one| one["outcome"] == wanted);
            fits.map(|one| self.name_of(&one["number"])).collect()
        };
        let is_lot = |name: &String| BY_LOT.contains(&name.as_str());
        let (mut selected, reserve) = (those("selected"), those("reserve"));
        assert_eq!(selected.iter().filter(|name| is_lot(name)).count(), 1);
        selected.retain(|name| !is_lot(name));
        assert_eq!(selected, SEATED);
        assert!(is_lot(&reserve[2]), "{reserve:?}");
        assert_eq!([&reserve[0], &reserve[1], &reserve[3]], ["Citra", "Eko", "Melki"]);
        let reason = |name: &str| {
            let number = json!(self.submission(name).number);
            let outcome = decided.outcomes.iter().find(|one| one["number"] == number).unwrap();
            outcome["reason"]["en"].as_str().unwrap().to_owned()
        };
        for (name, why) in [("Citra", "U.BB.MKS"), ("Eko", "M-001"), ("Putri", "K4")] {
            assert!(reason(name).contains(why), "{name}: {}", reason(name));
        }
    }

    /// Another program, by another method, from the exported sheets alone.
    pub(super) async fn an_independent_ranking_is_the_same_row_by_row(&self, seed: &str) {
        let folder = tempfile::tempdir().unwrap();
        let (sheets, proposals) =
            (folder.path().join("sheets.csv"), folder.path().join("proposals.csv"));
        std::fs::write(&sheets, self.exported("sheets").await).unwrap();
        std::fs::write(&proposals, self.table_of_proposals()).unwrap();
        let script = Path::new("tests/api/whole_call/independent.py");
        let run =
            Command::new("python3").arg(script).args([&sheets, &proposals]).arg(seed).output();
        let run = run.unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let independent = rows(&run.stdout);

        let results = self.exported("results").await;
        let wanted = ["number", "outcome", "reserve_position"];
        let exported = columns(&results, &wanted);
        assert_eq!((independent.len(), &independent[0]), (36, &wanted.map(str::to_owned).to_vec()));
        for (ours, theirs) in exported.iter().zip(&independent[1..]) {
            assert_eq!(ours, theirs);
        }
        assert_eq!(exported.len(), 35);
        let notes = columns(&self.exported("sheets").await, &["note"]);
        assert!(notes.iter().all(|note| note[0] == "'=RAHASIA()"), "no spreadsheet runs a note");
    }

    /// What the independent ranking has to know besides the sheets.
    fn table_of_proposals(&self) -> String {
        let row = |entry: &field::Entry| {
            let (number, remote) =
                (&self.submission(entry.name).number, field::is_remote(entry.unit));
            format!("{number},{},{},{remote}\n", entry.unit, entry.problem)
        };
        let rows: String = RANKED.iter().map(row).collect();
        format!("number,unit,problem,remote\n{rows}")
    }

    pub(super) fn the_replay_gives_the_same_bytes(&self, decided: &Decided) {
        let run: RunId = decided.run.parse().unwrap();
        let replay = move |db: &mut _| tubel::features::selection::actions::replay(db, &run);
        let replay = self.app.database().read(replay).unwrap();
        assert!(replay.is_identical && replay.hashes_hold);
    }

    /// The record holds from its first entry to its head, and has every receipt's entry.
    pub(super) async fn the_record_holds(&self) {
        let read = |db: &mut _| {
            tubel::platform::ledger::entries_after(
                db,
                0,
                tubel::platform::ledger::Wanted::default(),
                10_000,
            )
        };
        let entries: Vec<Entry> = self.app.database().read(read).unwrap();
        let chain = verify_chain(&entries).unwrap();
        let head = self.anybody_reads("/api/v1/ledger/head").await;
        assert_eq!(head.expect(200), &json!({"seq": chain.length(), "hash": chain.hash()}));
        let receipts = self.proposals.values().filter(|one| !one.number.is_empty());
        for receipt in receipts.map(|one| &one.receipt["ledger"]) {
            let seq = usize::try_from(receipt["seq"].as_i64().unwrap()).unwrap();
            assert_eq!(entries[seq - 1].hash, receipt["hash"].as_str().unwrap());
        }
        let acts = |act: &str| entries.iter().filter(|entry| entry.act == act).count();
        assert_eq!(acts("proposal.submitted"), 37);
        assert_eq!((acts("call.announced"), acts("decision.approved")), (1, 1));
    }
}

fn rows(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// These columns of a table, without its header.
fn columns(csv: &[u8], wanted: &[&str]) -> Vec<Vec<String>> {
    let rows = rows(csv);
    let at = |name: &&str| rows[0].iter().position(|column| column == name).unwrap();
    let places: Vec<usize> = wanted.iter().map(at).collect();
    let cut = |row: &Vec<String>| places.iter().map(|place| row[*place].clone()).collect();
    rows[1..].iter().map(cut).collect()
}
