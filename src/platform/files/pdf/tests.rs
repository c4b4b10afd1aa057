//! Small PDF files, whole and hostile. They need no cross-reference table: the scan reads none.

use super::*;
use crate::kernel::errors::Code;
use crate::platform::files::{PDF_ACTIVE_CONTENT, PDF_NOT_READABLE};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// What the sieve says, by its code.
fn check(bytes: &[u8]) -> Result<(), Code> {
    super::check(bytes).map_err(|failure| match failure {
        Failure::Refused(problem) => problem.code,
        other => panic!("{other}"),
    })
}

fn pdf(body: &[u8]) -> Vec<u8> {
    [b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", body, b"\ntrailer\n<< >>\n%%EOF\n"]
        .concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn with_stream(dictionary: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("7 0 obj\n<< {dictionary} /Length {} >>\nstream\n", body.len());
    pdf(&[head.as_bytes(), body, b"\nendstream\nendobj"].concat())
}

fn object_stream(objects: &[u8]) -> Vec<u8> {
    with_stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &deflated(objects))
}

#[test]
fn a_plain_document_passes() {
    assert_eq!(check(&pdf(b"2 0 obj << /OpenAction [3 0 R /Fit] /Title (JS) >> endobj")), Ok(()));
    assert_eq!(check(&object_stream(b"8 0 << /Type /Page /Annots [] >>")), Ok(()));
}

#[test]
fn a_document_without_its_end_is_incomplete() {
    assert_eq!(check(b"%PDF-1.7\n1 0 obj"), Err(FILE_INCOMPLETE));
    let early = [&pdf(b"")[..], &[b' '; 2000]].concat();
    assert_eq!(check(&early), Err(FILE_INCOMPLETE));
}

#[test]
fn an_encrypted_file_is_left_to_the_second_look_but_for_its_names() {
    assert_eq!(check(&pdf(b"<< /Encrypt 9 0 R >>")), Ok(()));
    assert_eq!(check(&pdf(b"<< /Encrypt 9 0 R /JS (x) >>")), Err(PDF_ACTIVE_CONTENT));
    // Encrypted, an object stream looks like noise.
    let noise = with_stream("/Type /ObjStm /First 4 /Filter /FlateDecode", b"noise");
    assert_eq!(check(&noise), Err(PDF_NOT_READABLE), "the control");
    let sealed = [&noise[..], b"trailer << /Encrypt 9 0 R >>\n%%EOF"].concat();
    assert_eq!(check(&sealed), Ok(()));
}

#[test]
fn active_content_is_found_however_it_is_spelt() {
    for hostile in [
        "<< /S /JavaScript /JS (app.alert(1)) >>",
        "<< /OpenAction << /S /J#61vaScript /J#53 9 0 R >> >>",
        "<< /S/Launch/F(cmd.exe) >>",
        "<< /Type /EmbeddedFile >>",
        "<< /Names << /EmbeddedFiles 4 0 R >> >>",
        "<< /Subtype /RichMedia >>",
        "<< /S /Rendition /JS(x) >>",
        "<< /AcroForm << /XFA 4 0 R >> >>",
        "<< /S /SubmitForm >>",
        "<< /S /ImportData >>",
        "<< /Type /Filespec /EF << /F 4 0 R >> >>",
        "<< /S /GoToR >>",
    ] {
        assert_eq!(check(&pdf(hostile.as_bytes())), Err(PDF_ACTIVE_CONTENT), "{hostile}");
        assert_eq!(
            check(&object_stream(hostile.as_bytes())),
            Err(PDF_ACTIVE_CONTENT),
            "{hostile} in an object stream"
        );
    }
}

#[test]
fn files_elsewhere_are_found_without_a_parser() {
    for hostile in [
        "<< /Type /Filespec /F (\\\\\\\\host\\\\x) >>",
        "<< /UF <FEFF005C> >>",
        "9 0 obj\n<< /F << /Type /Filespec >> /Length 1 >>\nstream\nx\nendstream",
        "9 0 obj\n<< /F 8 0 R /Length 1 >>\nstream\nx\nendstream",
    ] {
        assert_eq!(check(&pdf(hostile.as_bytes())), Err(PDF_ACTIVE_CONTENT), "{hostile}");
    }
    // An annotation's flags, a resource's name, an inline filter.
    for harmless in ["<< /Subtype /Link /F 4 >>", "<< /XObject << /F 4 0 R >> >>"] {
        assert_eq!(check(&pdf(harmless.as_bytes())), Ok(()), "{harmless}");
    }
    assert_eq!(check(&with_stream("/F /FlateDecode", b"x")), Ok(()));
}

#[test]
fn chance_bytes_in_a_picture_are_no_script() {
    assert_eq!(check(&with_stream("/Subtype /Image", b"\x01/JS \x02/JS(")), Ok(()));
}

#[test]
fn an_object_stream_that_hides_its_content_is_refused() {
    let script = deflated(b"<< /S /JavaScript >>");
    for dictionary in [
        "/Type /ObjStm /First 4 /Filter [/ASCIIHexDecode /FlateDecode]",
        "/Type /ObjStm /First 4 /Filter 12 0 R",
        "/Type /ObjStm /First 4 /Filter /LZWDecode",
        "/Type /ObjStm /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
        "/Type 3 0 R /N 1 /First 4 /Filter 12 0 R",
    ] {
        assert_eq!(check(&with_stream(dictionary, &script)), Err(PDF_NOT_READABLE), "{dictionary}");
    }
    let broken = &script[..script.len() / 2];
    let dictionary = "/Type /ObjStm /First 4 /Filter /FlateDecode";
    assert_eq!(check(&with_stream(dictionary, broken)), Err(PDF_NOT_READABLE));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = object_stream(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    assert_eq!(check(&bomb), Err(PDF_NOT_READABLE));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_judged_without_a_panic(body in proptest::collection::vec(0_u8.., 0..600)) {
        check(&pdf(&body)).ok();
        check(&body).ok();
        check(&with_stream("/Type /ObjStm /Filter /FlateDecode", &body)).ok();
    }
}
