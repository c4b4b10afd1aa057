//! One name for each thing, in the office's words (docs/glossary.md): what the Indonesian catalogue and letters may not say.

use std::fs;
use std::path::PathBuf;

/// A word that is no word of the office here, and what stands instead.
const WORDS: [(&str, &str); 13] = [
    ("kursi", "kuota, or penetapan for the offer"),
    ("kursinya", "kuotanya"),
    ("benturan", "konflik kepentingan"),
    ("berbenturan", "memiliki konflik kepentingan"),
    ("sidik", "nilai hash"),
    ("bita", "MB, kB"),
    ("byte", "MB, kB"),
    ("dukungan", "rekomendasi"),
    ("mendukung", "memberi rekomendasi"),
    ("didukung", "direkomendasikan"),
    ("pemakaian", "pemanfaatan"),
    ("pemakaiannya", "pemanfaatannya"),
    ("assessor", "penilai"),
];

const PHRASES: [(&str, &str); 14] = [
    ("angka dasar", "nilai awal"),
    ("belum terpilih", "tidak terpilih"),
    ("di luar jaringan", "secara luring"),
    ("pejabat pemutus", "pejabat yang menetapkan"),
    ("pejabat penetap ", "pejabat yang menetapkan"),
    ("masuk catatan", "dicatat dalam jejak audit"),
    ("ujung catatan", "entri terakhir"),
    ("surat konfirmasi", "surel konfirmasi"),
    ("abaikan surat", "abaikan surel"),
    ("menerima surat.", "menerima surel"),
    ("antrean surat", "antrean surel"),
    ("sanggahan diterima", "dikabulkan, or sudah kami terima"),
    ("hapus saringan", "atur ulang"),
    ("18 angka", "18 digit"),
];

fn files() -> Vec<PathBuf> {
    let folders = ["src/kernel/locales/id", "src/platform/mail/templates/id"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The faults of one line.
fn faults(line: &str) -> Vec<String> {
    let small = line.to_lowercase();
    let words: Vec<&str> = small
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let mut found: Vec<String> = Vec::new();
    for (word, better) in WORDS {
        if words.contains(&word) {
            found.push(format!("{word}: {better}"));
        }
    }
    for (phrase, better) in PHRASES {
        if small.contains(phrase) {
            found.push(format!("{phrase}: {better}"));
        }
    }
    // Before the decree they are candidates; a meeting has its own.
    for (index, word) in words.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| words.get(index)).copied();
        let after = words.get(index + 1).copied();
        let is_right = matches!(before, Some("calon" | "sebagai"))
            || matches!(after, Some("rapat" | "tugas" | "terpilih"));
        if matches!(*word, "peserta" | "pesertanya") && !is_right {
            found.push(format!("{word}: calon peserta"));
        }
    }
    found
}

#[test]
fn the_catalogue_and_the_letters_speak_the_offices_words() {
    let mut found = Vec::new();
    let mut lines = 0;
    for file in files() {
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            // A key is a name of the program, a comment is for us.
            let said = match line.split_once(" = ") {
                Some((key, said)) if !key.contains(' ') => said,
                _ => line,
            };
            if line.starts_with('#') {
                continue;
            }
            lines += 1;
            let place = format!("{}:{}", file.display(), number + 1);
            found.extend(faults(said).into_iter().map(|fault| format!("{place} {fault}")));
        }
    }
    assert!(lines > 4000, "{lines}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_forbidden_word_is_found_and_its_neighbours_are_not() {
    for wrong in [
        "Kursi yang tersisa",
        "Ada benturan kepentingan.",
        "Sanggahan diterima: hasil ditinjau",
        "Dibaca peserta",
        "Nilai dan angka dasar",
    ] {
        assert_eq!(faults(wrong).len(), 1, "{wrong}: {:?}", faults(wrong));
    }
    for right in
        ["Calon peserta membacanya", "peserta rapat", "Surat keputusan diterima", "kuotanya"]
    {
        assert_eq!(faults(right), [""; 0], "{right}");
    }
}
