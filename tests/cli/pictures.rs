//! Pages of a PDF as pictures, held against those of another program (poppler).

use crate::support::Machine;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How far a picture may be from poppler's, in mean levels of 255 a pixel; their edges are smoothed
/// differently. A line of text that is missing or moved costs more.
const NEAR: u64 = 4;

fn picture(file: &str, page: u32) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tubel"));
    command.args(["picture", &page.to_string()]).stdin(File::open(file).unwrap());
    command.output().unwrap()
}

/// How many pages there are, and the page in grey: width and levels.
fn read(output: &Output) -> (u32, usize, Vec<u8>) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (pages, png) = output.stdout.split_first_chunk::<4>().unwrap();
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let (colours, _) = pixels.as_chunks::<3>();
    let grey = colours.iter().map(|colour| {
        let [red, green, blue] = colour.map(u32::from);
        u8::try_from((red * 299 + green * 587 + blue * 114) / 1000).unwrap()
    });
    (u32::from_be_bytes(*pages), info.width as usize, grey.collect())
}

fn poppler(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn pages_look_as_another_program_draws_them() {
    let machine = Machine::new();
    let folder = machine.path("papers");
    assert!(machine.tubel(&["papers", &folder]).succeeded);
    for name in ["plenary-minutes.id", "receipt.en", "decree-annex.id"] {
        let file = format!("{folder}/{name}.pdf");
        let told = String::from_utf8(poppler("pdfinfo", &[&file])).unwrap();
        let told = told.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        let (pages, width, ours) = read(&picture(&file, 1));
        assert_eq!(pages.to_string(), told.trim(), "{name}");
        let size = ["-scale-to-x", "1000", "-scale-to-y", &(ours.len() / width).to_string()]
            .map(str::to_owned);
        let mut arguments = vec!["-gray", "-f", "1", "-l", "1"];
        arguments.extend(size.iter().map(String::as_str));
        arguments.push(&file);
        let theirs = poppler("pdftoppm", &arguments);
        let (_, theirs) = theirs.split_at(theirs.len() - ours.len());
        let apart: u64 =
            ours.iter().zip(theirs).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        let pixels = u64::try_from(ours.len()).unwrap();
        assert!(apart < NEAR * pixels, "{name}: {apart} over {pixels} pixels");
        let ink: u64 = theirs.iter().map(|level| u64::from(255 - level)).sum();
        assert!(ink > NEAR * pixels, "a blank page would pass: {name}");
    }
}

#[test]
fn a_file_that_is_none_and_a_page_beyond_the_last_are_told_apart() {
    let machine = Machine::new();
    let folder = machine.path("papers");
    assert!(machine.tubel(&["papers", &folder]).succeeded);
    assert_eq!(picture(&format!("{folder}/receipt.id.pdf"), 99).status.code(), Some(4));
    let nothing = machine.path("nothing.pdf");
    std::fs::write(&nothing, "%PDF-1.7\nnothing").unwrap();
    assert_eq!(picture(&nothing, 1).status.code(), Some(3));
}

/// A form that shows itself twice, thirty times over: a picture of it would take years.
fn endless() -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_owned(),
        "<</Length 5>>stream\n/F Do\nendstream".to_owned(),
    ];
    for deeper in 6..36 {
        objects.push(format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<</XObject<</F {deeper} 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream"
        ));
    }
    objects.push(
        "<</Type/XObject/Subtype/Form/BBox[0 0 200 200]/Length 14>>stream\n0 0 100 100 re f\nendstream"
            .to_owned(),
    );
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj{object}endobj", index + 1).unwrap();
    }
    let table = file.len();
    writeln!(file, "xref\n0 {}\n0000000000 65535 f ", places.len() + 1).unwrap();
    for place in &places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    writeln!(file, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", places.len() + 1)
        .unwrap();
    file
}

#[test]
fn a_file_that_would_be_drawn_for_ever_is_given_up_by_the_process_itself() {
    let machine = Machine::new();
    let file = machine.path("endless.pdf");
    std::fs::write(&file, endless()).unwrap();
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tubel"));
    command.args(["picture", "1"]).stdin(File::open(&file).unwrap()).stdout(Stdio::null());
    let status = command.stderr(Stdio::null()).status().unwrap();
    assert!(!status.success());
    // Processor time is what is limited; other tests may take their share of the clock.
    assert!(begun.elapsed() < Duration::from_mins(2));
}
