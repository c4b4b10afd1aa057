//! Whole files with a cross-reference table, harmless and hostile.

use super::*;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use std::io::Write;

/// The objects from number 1 on, with a table and a trailer; the first is the catalogue, the second the
/// tree of pages, the third a page.
fn file_of(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj", index + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).unwrap();
    for place in &places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    let size = places.len() + 1;
    write!(file, "trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n")
        .unwrap();
    file
}

fn with(catalogue: &str, page: &str, more: &[&[u8]]) -> Vec<u8> {
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>").into_bytes(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]{page}>>").into_bytes(),
    ];
    objects.extend(more.iter().map(|object| object.to_vec()));
    file_of(&objects, "")
}

fn stream(dictionary: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>\nstream\n", body.len());
    [head.as_bytes(), body, b"\nendstream"].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn in_hex(bytes: &[u8]) -> Vec<u8> {
    let mut digits = Vec::new();
    for byte in bytes {
        write!(digits, "{byte:02X}").unwrap();
    }
    digits.push(b'>');
    digits
}

#[test]
fn what_offices_make_passes() {
    for file in [
        with("", "", &[]),
        with("/OpenAction[3 0 R/Fit]/Lang(id)/MarkInfo<</Marked true>>", "", &[]),
        with("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", "", &[]),
        // A link to a page of the web, flags of an annotation under the key F.
        with("", "/Annots[<</Subtype/Link/F 4/A<</S/URI/URI(https://pom.go.id/a?b=c)>>>>]", &[]),
        with("", "/Annots[<</Subtype/Link/A<</Type/Action/S/URI/URI(www.pom.go.id)>>>>]", &[]),
        // A form to fill in, a title that speaks of scripts, a resource named F.
        with("/AcroForm<</Fields[]/DA(/Helv 0 Tf)>>", "", &[b"<</Title(how to /JS and XFA)>>"]),
        with("", "/Resources<</XObject<</F 4 0 R>>>>", &[&stream("/Subtype/Form", b"q Q")]),
    ] {
        assert_eq!(examine(file.clone()), None, "{}", String::from_utf8_lossy(&file));
    }
}

#[test]
fn a_file_without_pages_or_without_sense_is_told_apart() {
    let none = file_of(
        &[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[]/Count 0>>".to_vec()],
        "",
    );
    assert_eq!(examine(none), Some(Finding::NoPages));
    assert_eq!(examine(b"%PDF-1.7\nnothing\n%%EOF".to_vec()), Some(Finding::NotReadable));
    let locked = file_of(
        &[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[]/Count 0>>".to_vec()],
        "/Encrypt<</Filter/Other/V 9>>",
    );
    assert_eq!(examine(locked), Some(Finding::Password));
}

/// What a hostile file does, however deep it stands.
const HOSTILE: [(&str, Active); 22] = [
    ("<</S/JavaScript/JS(app.alert\\(1\\))>>", Active::Script),
    ("<</S/J#61vaScript/J#53 4 0 R>>", Active::Script),
    ("<</S/Rendition/JS(x)>>", Active::Media),
    ("<</XFA 4 0 R>>", Active::Form),
    ("<</S/SubmitForm/F(https://x)>>", Active::Form),
    ("<</S/ImportData/F(x)>>", Active::Form),
    ("<</Type/Filespec/EF<</F 4 0 R>>>>", Active::Attachment),
    ("<</Subtype/FileAttachment>>", Active::Attachment),
    ("<</Collection<<>>>>", Active::Attachment),
    ("<</S/Launch/Win<</F(cmd.exe)>>>>", Active::OutsideFile),
    ("<</S/GoToR/F(\\\\\\\\host\\\\x.pdf)/D[0/Fit]>>", Active::OutsideFile),
    ("<</S/GoToE/D[0/Fit]>>", Active::OutsideFile),
    ("<</Type/Filespec/UF<FEFF005C005C0068>>>", Active::OutsideFile),
    ("<</Type/Filespec/F(data.xls)>>", Active::OutsideFile),
    ("<</S/URI/URI(file:///c:/x)>>", Active::OutsideFile),
    ("<</S/URI/URI(\\\\\\\\host\\\\share)>>", Active::OutsideFile),
    ("<</S/URI/URI(javascript:x)>>", Active::OutsideFile),
    ("<</Anything(\\134\\134host\\134share)>>", Active::OutsideFile),
    ("<</Subtype/RichMedia>>", Active::Media),
    ("<</Subtype/3D>>", Active::Media),
    ("<</Subtype/Movie/Movie<<>>>>", Active::Media),
    ("<</Type/Action/S/SetOCGState>>", Active::Automatic),
];

#[test]
fn what_is_hostile_is_found_in_every_place() {
    for (object, active) in HOSTILE {
        let page = format!("/Annots[<</Subtype/Link/A{object}>>]");
        let places = [
            with(&format!("/OpenAction{object}"), "", &[]),
            with("", &page, &[]),
            with("", "", &[object.as_bytes()]),
            with("", "", &[format!("[0[{object}]]").as_bytes()]),
        ];
        for (place, file) in places.into_iter().enumerate() {
            let found = examine(file.clone());
            let told = String::from_utf8_lossy(&file);
            // On opening anything but a turn of pages is refused for that alone.
            let expected =
                [Some(Finding::Active(active)), Some(Finding::Active(Active::Automatic))];
            assert!(
                expected[..if place == 0 { 2 } else { 1 }].contains(&found),
                "{found:?} {told}"
            );
        }
    }
}

/// An object stream of one object, number 9, in several coats; the table is a stream that names it.
#[test]
fn what_is_hostile_is_found_in_object_streams_of_every_coat() {
    for (object, active) in HOSTILE {
        let packed = format!("9 0 {object}");
        let head = "/Type/ObjStm/N 1/First 4";
        let coats = [
            stream(head, packed.as_bytes()),
            stream(&format!("{head}/Filter/FlateDecode"), &deflated(packed.as_bytes())),
            stream(
                &format!("{head}/Filter[/ASCIIHexDecode/FlateDecode]"),
                &in_hex(&deflated(packed.as_bytes())),
            ),
            // Without its type: a table of another kind may still name it.
            stream("/N 1/First 4/Filter/ASCIIHexDecode", &in_hex(packed.as_bytes())),
        ];
        // What lies in a stream that no table calls one of objects is read for names and texts alone.
        let is_said_by_a_name = !object.contains("/3D") && !object.contains("/SetOCGState");
        for (place, coat) in coats.iter().enumerate().filter(|(at, _)| *at < 3 || is_said_by_a_name)
        {
            let found = examine(with("", "", &[coat]));
            assert_eq!(found, Some(Finding::Active(active)), "{object} {place}");
        }
    }
}

#[test]
fn what_the_table_does_not_name_is_found_as_well() {
    let mut file = with("", "", &[]);
    let at = file.windows(4).position(|window| window == b"xref").unwrap();
    let hidden = b"9 0 obj\n<</Type/Filespec/F(\\\\\\\\host\\\\x)>>\nendobj\n";
    file.splice(at..at, hidden.iter().copied());
    assert_eq!(examine(file), Some(Finding::Active(Active::OutsideFile)));
}

#[test]
fn a_dictionary_that_says_a_deciding_key_twice_is_refused() {
    for (object, found) in [
        ("<</S/GoTo/D[0/Fit]/S/GoTo>>", Some(Finding::NotReadable)),
        ("<</F 4/A 5 0 R/F 4>>", Some(Finding::NotReadable)),
        // The same key in another dictionary, and as a value, is no repetition.
        ("<</S/S/A<</S/GoTo>>/B[<</S/GoTo>>/S]/C 5 0 R/Subtype/F>>", None),
    ] {
        assert_eq!(examine(with("", "", &[object.as_bytes()])), found, "{object}");
    }
}

#[test]
fn what_happens_by_itself_is_refused_even_when_it_is_a_link() {
    let automatic = Some(Finding::Active(Active::Automatic));
    for (catalogue, page) in [
        ("/OpenAction<</S/URI/URI(https://x)>>", ""),
        ("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(https://x)>>>>", ""),
        ("/AA<</WC<</S/GoTo>>>>", ""),
        ("", "/AA<</O<</S/GoTo>>>>"),
    ] {
        assert_eq!(examine(with(catalogue, page, &[])), automatic, "{catalogue}{page}");
    }
    assert_eq!(examine(with("", "/AA<<>>", &[])), None);
}

/// Found by the property below: hayro-syntax 0.7 takes for valid what it then cannot read.
#[test]
fn a_file_at_which_the_parser_panics_cannot_be_read() {
    for object in ["[1 + 2]", "<</K + 3>>"] {
        let file = with("", "", &[object.as_bytes()]);
        let alone = std::panic::catch_unwind(|| verdict(file.clone()));
        assert!(alone.is_err(), "{object}: the parser reads it now; the net may go");
        assert_eq!(examine(file), Some(Finding::NotReadable), "{object}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Bytes changed, cut out and put in anywhere in files of every kind: a verdict, never a panic.
    #[test]
    fn damaged_files_are_judged_without_a_panic(
        which in 0..HOSTILE.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..12),
    ) {
        let (object, _) = HOSTILE[which];
        let coat = stream(
            "/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
            &deflated(format!("9 0 {object}").as_bytes()),
        );
        let mut file = with("", "", &[&coat]);
        for (place, byte, kind) in changes {
            let place = place.index(file.len());
            match kind {
                0 => file[place] = byte,
                1 => { file.remove(place); }
                _ => file.insert(place, byte),
            }
        }
        examine(file);
    }
}
