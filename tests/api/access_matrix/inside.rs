//! What an answer says, whatever it is packed in: workbooks and packages are opened, papers are read.

use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

/// The text of an answer, as far as bytes are text.
pub(super) fn text_of(bytes: &[u8]) -> String {
    if bytes.starts_with(b"PK") {
        return unpacked(bytes);
    }
    if bytes.starts_with(b"%PDF") {
        return printed(bytes);
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// Names and contents of all files of a package; a package may be in it too.
fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut inside = Vec::new();
        file.read_to_end(&mut inside).unwrap();
        text.push_str(&file.name().unwrap());
        text.push('\n');
        text.push_str(&text_of(&inside));
        text.push('\n');
    }
    text
}

/// As somebody reads it on paper, and the file itself: its metadata are text. The tests' own small files are
/// no papers, and poppler says so; then the bytes are what there is.
fn printed(bytes: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut to = reader.stdin.take().unwrap();
    let paper = bytes.to_vec();
    let writing = std::thread::spawn(move || to.write_all(&paper));
    let read = reader.wait_with_output().unwrap();
    // A reader that gave up early closes the pipe; what it read is all there is.
    drop(writing.join().unwrap());
    format!("{}\n{}", String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(bytes))
}

#[test]
fn what_is_packed_is_read() {
    let mut inner = zip::ZipWriter::new(Cursor::new(Vec::new()));
    inner.start_file("inner.txt", zip::write::SimpleFileOptions::default()).unwrap();
    inner.write_all(b"kenari").unwrap();
    let inner = inner.finish().unwrap().into_inner();
    let mut outer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    outer.start_file("inner.zip", zip::write::SimpleFileOptions::default()).unwrap();
    outer.write_all(&inner).unwrap();
    let outer = outer.finish().unwrap().into_inner();
    assert!(!String::from_utf8_lossy(&outer).contains("kenari"));
    assert!(text_of(&outer).contains("kenari"));
}
