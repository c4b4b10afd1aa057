//! File names from outside are only labels: shown and sent back, never used to open a file. Pure.

use super::MediaType;
use crate::kernel::characters::composed;
use crate::kernel::percent;

/// The longest label, in characters, its extension included.
const LONGEST: usize = 150;

/// The longest name that file systems of today allow.
const LONGEST_NAME: usize = 255;

/// A name made safe to show and to send: the part behind the last path separator, without control
/// characters and without those that turn the reading direction (so that `fdp.exe` cannot pose as
/// `exe.pdf`), with an ending that fits the content. `fallback` when nothing is left.
pub fn label(name: &str, fallback: &str, media_type: MediaType) -> String {
    let kept = plain(name);
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let kept = if kept.is_empty() { fallback } else { kept };
    if media_type.fits(kept) && kept.chars().count() <= LONGEST {
        return kept.to_owned();
    }
    let extension = media_type.extension();
    let stem: String = kept.chars().take(LONGEST - extension.len() - 1).collect();
    format!("{stem}.{extension}")
}

/// The part behind the last path separator, without characters that steer or hide; at most 255.
pub fn plain(name: &str) -> String {
    let name = composed(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    last.chars().filter(|c| !c.is_control() && !is_invisible(*c)).take(LONGEST_NAME).collect()
}

/// Characters that show nothing or reorder what is shown (Unicode TR 36 §3).
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{061C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// The header that makes a browser save the file under its label (RFC 6266, RFC 8187).
pub fn content_disposition(label: &str) -> String {
    format!("attachment; filename*=UTF-8''{}", percent::encoded(label, percent::IN_HEADERS))
}

/// The name in a `Content-Disposition` of the sender: `filename*` before `filename`.
pub fn from_content_disposition(header: &str) -> Option<String> {
    let parameters = || header.split(';').skip(1).filter_map(|part| part.trim().split_once('='));
    let named = |wanted: &str| {
        parameters().find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, v)| v)
    };
    let extended = named("filename*").and_then(|value| {
        let (charset, rest) = value.trim().split_once('\'')?;
        let (_, encoded) = rest.split_once('\'')?;
        charset.eq_ignore_ascii_case("utf-8").then(|| percent::decoded(encoded))?
    });
    extended.or_else(|| named("filename").map(|value| value.trim().trim_matches('"').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use MediaType::Pdf;
    use proptest::prelude::*;

    #[test]
    fn hostile_names_become_plain_labels() {
        for (name, expected) in [
            ("usulan.pdf", "usulan.pdf"),
            ("Re\u{301}sume\u{301}.pdf", "R\u{e9}sum\u{e9}.pdf"),
            ("Usulan Siti (final).PDF", "Usulan Siti (final).PDF"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\temp\\x.exe", "x.exe.pdf"),
            ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe.pdf"),
            (".htaccess", "htaccess.pdf"),
            ("..", "surat.pdf"),
            ("", "surat.pdf"),
            ("CON", "CON.pdf"),
            ("日本語.pdf", "日本語.pdf"),
        ] {
            assert_eq!(label(name, "surat", Pdf), expected, "{name:?}");
        }
        assert_eq!(label(&"é".repeat(4096), "surat", Pdf).chars().count(), 150);
    }

    #[test]
    fn a_label_is_sent_as_an_extended_value() {
        let header = content_disposition("Usulan \"é\".pdf");
        assert_eq!(header, "attachment; filename*=UTF-8''Usulan%20%22%C3%A9%22.pdf");
    }

    #[test]
    fn the_senders_name_is_read_from_either_form() {
        for (header, expected) in [
            ("attachment; filename=\"a b.pdf\"", Some("a b.pdf")),
            ("attachment; filename=x.pdf; filename*=UTF-8''%C3%A9.pdf", Some("é.pdf")),
            ("attachment; filename=x.pdf; filename*=UTF-8''%FF.pdf", Some("x.pdf")),
            ("attachment", None),
        ] {
            assert_eq!(from_content_disposition(header).as_deref(), expected, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_name_gives_a_short_safe_label_that_stays_itself(name in any::<String>()) {
            let once = label(&name, "surat", Pdf);
            prop_assert!((5..=150).contains(&once.chars().count()));
            prop_assert!(!once.contains(['/', '\\']) && !once.chars().any(char::is_control));
            prop_assert_eq!(label(&once, "surat", Pdf), once.clone());
            let sent = from_content_disposition(&content_disposition(&once));
            prop_assert_eq!(sent, Some(once));
        }
    }
}
