//! The papers as an office reads them, by poppler: of the samples that `tubel papers` writes.

use crate::support::Machine;
use std::process::Command;

fn poppler(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn pages(file: &str) -> u32 {
    let told = poppler("pdfinfo", &[file]);
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    pages.trim().parse().unwrap()
}

fn text(file: &str, page: u32) -> String {
    let page = page.to_string();
    poppler("pdftotext", &["-layout", "-f", &page, "-l", &page, file, "-"])
}

#[test]
fn a_receipt_with_every_document_is_one_page_and_no_signature_stands_alone() {
    let machine = Machine::new();
    let folder = machine.path("papers");
    assert!(machine.tubel(&["papers", &folder]).succeeded);
    let file = |name: &str| format!("{folder}/{name}.pdf");
    for language in ["id", "en"] {
        assert_eq!(pages(&file(&format!("receipt.{language}"))), 1, "{language}");
    }
    // The words that stand before the first signature are on its page.
    for (name, before, signature) in [
        ("plenary-minutes.id", "Demikian berita acara ini", "Bambang Suryanegara"),
        ("verification-minutes.id", "Demikian berita acara ini", "Dwi Lestariningsih"),
        ("decree-annex.id", "Peserta terpilih: 10 orang", "Bambang Suryanegara"),
    ] {
        let file = file(name);
        let on = (1..=pages(&file)).find(|page| text(&file, *page).contains(before));
        let page = text(&file, on.unwrap_or_else(|| panic!("{name} does not say {before}")));
        let (_, after) = page.split_once(before).unwrap();
        assert!(after.contains(signature), "{name}: {page}");
    }
}

#[test]
fn minutes_and_annex_are_written_as_an_office_writes_them() {
    let machine = Machine::new();
    let folder = machine.path("papers");
    assert!(machine.tubel(&["papers", &folder]).succeeded);
    let whole = |name: &str| {
        let file = format!("{folder}/{name}.pdf");
        let all: String = (1..=pages(&file)).map(|page| text(&file, page)).collect();
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let minutes = whole("plenary-minutes.id");
    for words in [
        "Pada hari ini, Selasa, tanggal tujuh belas bulan November tahun dua ribu dua puluh enam",
        "Alasan setiap nama",
        "Cadangan ke-1",
        "Usulan yang tidak diperingkat NIHIL",
        "Kehadiran dan kuorum",
    ] {
        assert!(minutes.contains(words), "{words}: {minutes}");
    }
    let annex = whole("decree-annex.id");
    for words in [
        "KEPUTUSAN KEPALA BADAN CONTOH REPUBLIK INDONESIA",
        "DAFTAR CADANGAN MENURUT URUTAN",
        "Peserta terpilih: 10 orang. Cadangan: 4 orang.",
    ] {
        assert!(annex.contains(words), "{words}: {annex}");
    }
}
