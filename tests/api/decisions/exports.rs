//! Workbooks, read back by `LibreOffice`, against the JSON of the same table; papers, read back by
//! poppler's tools. `scripts/test` installs both.

use super::five;
use diesel::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use test_support::plenary::{ANNOUNCEMENT, World};
use test_support::{Answer, Person, Submission};
use tubel::features::proposals::{Content, Receipt};
use tubel::platform::db::schema::{proposal_versions, users};

/// Names that a spreadsheet must not take for anything but text.
const RISKY: [&str; 5] = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1"];

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed (scripts/test installs it): {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every sheet of a workbook as the rows that `LibreOffice` shows. It takes so long that the server closes
/// the client's idle connection: ask the server first.
fn sheets_of(workbook: &[u8]) -> BTreeMap<String, Vec<Vec<String>>> {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("book.xlsx"), folder.path().join("out"));
    std::fs::write(&file, workbook).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("lo").display());
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let (file, out_text) = (file.to_str().unwrap(), out.to_str().unwrap());
    let convert = ["--headless", &profile, "--convert-to", filter, "--outdir", out_text, file];
    run("soffice", &convert);
    let mut sheets = BTreeMap::new();
    for entry in std::fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().trim_start_matches("book-");
        sheets.insert(name.to_owned(), rows_of(&path));
    }
    sheets
}

fn rows_of(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The sheet holds the same values as the JSON, cell by cell.
fn assert_same(rows: &[Vec<String>], json: &Value) {
    let objects = json.as_array().unwrap();
    assert_eq!(rows.len(), objects.len() + 1);
    for (row, object) in rows[1..].iter().zip(objects) {
        assert_eq!(object.as_object().unwrap().len(), rows[0].len());
        for (heading, shown) in rows[0].iter().zip(row) {
            let instant = heading.strip_suffix(" (WIB)");
            let value = &object[instant.unwrap_or(heading)];
            match value {
                Value::Null => assert_eq!(shown, "", "{heading}"),
                Value::Bool(truth) => assert_eq!(shown, if *truth { "TRUE" } else { "FALSE" }),
                Value::Number(number) => {
                    let shown: f64 = shown.parse().unwrap();
                    assert!((shown - number.as_f64().unwrap()).abs() < 1e-9, "{heading}");
                }
                Value::String(text) if instant.is_some() => assert_eq!(shown, &in_wib(text)),
                Value::String(text) => assert_eq!(shown, text, "{heading}"),
                other => panic!("{heading}: {other}"),
            }
        }
    }
}

/// `2027-01-26T02:00:00Z` as a workbook shows it.
fn in_wib(instant: &str) -> String {
    let at: tubel::kernel::clock::Timestamp = instant.parse().unwrap();
    let local = at.plus_seconds(7 * 3600).to_string();
    local[..19].replace('T', " ")
}

pub(super) fn rename(world: &World, who: &Person, name: &'static str) {
    let id = who.id.clone();
    let set = move |db: &mut tubel::platform::db::Db| {
        diesel::update(users::table.find(&id)).set(users::name.eq(name)).execute(db)?;
        Ok(())
    };
    world.app.database().write(set).unwrap();
}

/// Five proposals, decided on and announced; every name is risky.
async fn announced() -> (World, Vec<Submission>) {
    let world = World::new().await;
    let entries = five(&world);
    for (entry, name) in entries.iter().zip(RISKY) {
        rename(&world, &entry.candidate, name);
        add_version(&world, entry);
    }
    rename(&world, &world.chair, "@SUM(1) #strong[x] $y$");
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    (world, entries)
}

/// What was submitted, with a title that is markup to whoever takes it for such.
fn add_version(world: &World, entry: &Submission) {
    let mut content = Content { title: "#panic() *x* $y$ \\ <z>".to_owned(), ..Content::default() };
    "Universitas #emph[Contoh]".clone_into(&mut content.programme.university);
    "Ilmu Farmasi".clone_into(&mut content.programme.name);
    let now = world.app.now();
    let head = world.app.database().read(tubel::platform::ledger::head).unwrap();
    let receipt = json!({
        "proposal": entry.id, "problem": "01hzx3v9k2m4n6p8q0r2s4t6v8", "level": "S2",
        "number": entry.number, "version": 1, "submitted_at": now, "content_hash": "c".repeat(64),
        "documents": [{"kind": "proposal", "version": 1, "sha256": "d".repeat(64)}],
        "rules_hash": "e".repeat(64), "ledger": head,
    });
    let receipt: Receipt = serde_json::from_value(receipt).unwrap();
    let (id, content) = (entry.id.clone(), serde_json::to_string(&content).unwrap());
    let receipt = serde_json::to_string(&receipt).unwrap();
    let insert = move |db: &mut tubel::platform::db::Db| {
        diesel::delete(proposal_versions::table.find((&id, 1))).execute(db)?;
        diesel::insert_into(proposal_versions::table)
            .values((
                proposal_versions::proposal_id.eq(&id),
                proposal_versions::number.eq(1),
                proposal_versions::content.eq(&content),
                proposal_versions::content_hash.eq("c".repeat(64)),
                proposal_versions::eligibility.eq("[]"),
                proposal_versions::receipt.eq(&receipt),
                proposal_versions::submitted_at.eq(now),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(insert).unwrap();
}

async fn export(world: &World, kind: &str, format: &str) -> Answer {
    let path = format!("/api/v1/calls/{}/exports/{kind}?format={format}", world.call);
    world.app.get(&world.secretariat, &path).await
}

#[actix_web::test]
async fn every_sheet_of_the_workbook_holds_what_the_json_of_its_table_says() {
    let (world, _) = announced().await;
    let book = export(&world, "all", "xlsx").await;
    assert_eq!(book.status, 200);
    assert!(book.header("content-disposition").contains("TB-2026-all.xlsx"));
    let call = world.app.get(&world.secretariat, &format!("/api/v1/calls/{}", world.call)).await;
    let mut tables = Vec::new();
    for kind in ["results", "ranking", "sheets", "verification", "attendance"] {
        tables.push((kind, export(&world, kind, "json").await));
    }
    let sheets = sheets_of(&book.bytes);
    for (kind, json) in &tables {
        assert_same(&sheets[*kind], json.expect(200));
    }
    let provenance = &sheets["provenance"];
    let rules_hash = call.json["rules_hash"].as_str().unwrap();
    assert!(provenance.iter().any(|row| row[1] == rules_hash), "{provenance:?}");
    assert!(provenance.iter().any(|row| row[1] == "secretariat"), "{provenance:?}");
}

#[actix_web::test]
async fn a_text_is_never_a_formula_nor_a_link_in_a_workbook() {
    let (world, _) = announced().await;
    let book = export(&world, "results", "xlsx").await;
    let sheets = sheets_of(&book.bytes);
    let column = sheets["results"][0].iter().position(|name| name == "candidate").unwrap();
    let mut shown: Vec<&str> = sheets["results"][1..].iter().map(|row| &*row[column]).collect();
    let mut risky = RISKY.to_vec();
    shown.sort_unstable();
    risky.sort_unstable();
    assert_eq!(shown, risky);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.xlsx");
    std::fs::write(&file, &book.bytes).unwrap();
    let script = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); \
                  print('\\n'.join(z.namelist()), *[z.read(n).decode() for n in z.namelist() if 'sheet1.xml' in n])";
    let parts = run("python3", &["-c", script, file.to_str().unwrap()]);
    assert!(parts.contains("sheetData") && parts.contains("ySplit=\"1\""), "a frozen heading");
    assert!(!parts.contains("<f>") && !parts.to_lowercase().contains("hyperlink"));
}

#[actix_web::test]
async fn the_whole_record_leaves_in_every_format_and_that_is_on_the_record_too() {
    let (world, entries) = announced().await;
    let get = async |format: &str| {
        let path = format!("/api/v1/ledger/export?format={format}");
        world.app.get(&world.auditor, &path).await
    };
    let json = get("json").await.expect(200).clone();
    let length = json.as_array().unwrap().len();
    assert_eq!(json[length - 1]["seq"], json!(length));
    let csv = get("csv").await;
    assert_eq!(csv.text().lines().count(), length + 2, "one more entry, and the heading");
    let book = get("xlsx").await;
    let last = world.app.database().read(|db| {
        tubel::platform::ledger::entries_after(
            db,
            0,
            tubel::platform::ledger::Wanted::default(),
            9999,
        )
    });
    let last = last.unwrap().pop().unwrap();
    assert_eq!((last.act.as_str(), last.subject.as_str()), ("export.made", "ledger"));
    assert_eq!(last.payload["format"], "xlsx");
    let path = "/api/v1/ledger/export";
    assert_eq!(world.app.get(&entries[0].candidate, path).await.refusal(403), "forbidden");
    let mut rows = sheets_of(&book.bytes)["ledger"].clone();
    rows.truncate(length + 1);
    assert_same(&rows, &json);
}

pub(crate) struct Pdf {
    pub(crate) text: String,
    info: String,
    fonts: String,
}

/// What a reader finds in it. Kept in target/papers, to be looked at.
pub(crate) fn read_pdf(name: &str, answer: &Answer) -> Pdf {
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.bytes));
    assert_eq!(answer.header("content-type"), "application/pdf");
    let folder = Path::new("target/papers");
    std::fs::create_dir_all(folder).unwrap();
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, &answer.bytes).unwrap();
    let file = file.to_str().unwrap();
    let text = run("pdftotext", &["-layout", file, "-"]);
    Pdf { text, info: run("pdfinfo", &[file]), fonts: run("pdffonts", &[file]) }
}

impl Pdf {
    /// Page numbers in words, all fonts inside, and these words.
    pub(crate) fn says(&self, of: &str, words: &[&str]) {
        let pages = self.info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim();
        let [page, of_all] = if of == "id" { ["Halaman", "dari"] } else { ["Page", "of"] };
        assert!(self.text.contains(&format!("{page} 1 {of_all} {pages}")), "{}", self.text);
        let fonts: Vec<&str> = self.fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            let columns: Vec<&str> = font.split_whitespace().collect();
            assert_eq!(columns[columns.len() - 5], "yes", "embedded: {font}");
        }
        for word in words {
            assert!(self.text.contains(word), "{word:?} is not in\n{}", self.text);
        }
    }
}

pub(crate) async fn paper(world: &World, who: &Person, path: &str, language: &str) -> Answer {
    let request = world.app.request_as(who, reqwest::Method::GET, path).await;
    let request = if language == "id" { request.query(&[("lang", "id")]) } else { request };
    Answer::of(request).await
}

#[actix_web::test]
async fn the_minutes_and_the_annex_name_people_hashes_and_pages() {
    let (world, entries) = announced().await;
    let of = |paper: &str| format!("/api/v1/calls/{}/papers/{paper}", world.call);
    let call = world.app.get(&world.chair, &format!("/api/v1/calls/{}", world.call)).await;
    let rules = call.json["rules_hash"].as_str().unwrap();
    let head = world.app.database().read(tubel::platform::ledger::head).unwrap();
    let path = of("plenary-minutes") + "?number=BA-7/2027";
    let minutes = read_pdf("plenary-minutes", &paper(&world, &world.chair, &path, "id").await);
    let chair = "@SUM(1) #strong[x] $y$";
    minutes.says("id", &["BERITA ACARA RAPAT PLENO", "BA-7/2027", chair, rules, &head.hash]);
    minutes.says("id", &[&entries[0].number, "=1+1", "Jakarta, 26 January 2027", "Terpilih"]);
    assert!(!minutes.text.contains("KONSEP"), "it was approved");
    let annex = paper(&world, &world.chair, &of("decree-annex"), "id").await;
    let annex = read_pdf("decree-annex", &annex);
    annex.says("id", &["SK-7/2027", "decider", "26 Januari 2027", "S2", rules]);
    annex.says("id", &["#emph[Contoh]"]);
    let verified = paper(&world, &world.chair, &of("verification-minutes"), "en").await;
    let verified = read_pdf("verification-minutes", &verified);
    verified.says("en", &["MINUTES OF THE VERIFICATION", &entries[4].number, "MS", rules]);
    let made = world.app.database().read(|db| {
        tubel::platform::ledger::entries_after(
            db,
            0,
            tubel::platform::ledger::Wanted::default(),
            9999,
        )
    });
    let made = made.unwrap();
    let kinds: Vec<_> = made.iter().rev().take(3).map(|entry| &entry.payload["kind"]).collect();
    assert_eq!(kinds, ["verification-minutes", "decree-annex", "plenary-minutes"]);
    let long = of("plenary-minutes") + "?number=" + &"x".repeat(101);
    let refused = world.app.get(&world.chair, &long).await;
    assert_eq!(refused.faults(), [("number".to_owned(), "too_long".to_owned())]);
}

#[actix_web::test]
async fn a_candidate_takes_their_own_receipt_and_letter_and_nobody_elses() {
    let (world, entries) = announced().await;
    let of =
        |entry: &Submission, paper: &str| format!("/api/v1/proposals/{}/{paper}/pdf", entry.id);
    let own = &entries[1].candidate;
    let receipt = paper(&world, own, &of(&entries[1], "receipt"), "id").await;
    assert!(receipt.header("content-disposition").contains(&entries[1].number));
    let receipt = read_pdf("receipt", &receipt);
    let title = "#panic() *x* $y$ \\ <z>";
    receipt.says("id", &["TANDA TERIMA USULAN", &entries[1].number, title, &"c".repeat(64)]);
    receipt.says("id", &["WIB", &"d".repeat(64), "+1"]);
    let letter = paper(&world, own, &of(&entries[1], "result"), "id").await;
    let letter = read_pdf("result-letter", &letter);
    letter.says("id", &["Terpilih", "#panic()", "SK-7/2027", "Umpan balik dari skor 5."]);
    assert!(!letter.text.contains("RAHASIA-PANITIA"));
    for who in [own, &world.chair, &world.auditor] {
        for kind in ["receipt", "result"] {
            world.app.get(who, &of(&entries[0], kind)).await.refusal(404);
        }
    }
}
