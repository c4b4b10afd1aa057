//! The HTML of a letter, made from the same template as its text, so that both say the same and all letters look
//! alike. Only lines of the template make paragraphs and buttons. Values are escaped and inserted into existing
//! places, so their contents are always shown as text.

use super::template::{Piece, pieces};
use crate::kernel::language::Language;

/// The frame of every letter, the same in both languages.
const PAGE: &str = include_str!("templates/layout.html");

/// Up to so many letters, the words before a link become a button; longer words stay a sentence.
const LONGEST_BUTTON: usize = 40;

const BUTTON: &str = "display:inline-block;padding:10px 18px;border-radius:8px;background:#0b5b53;\
                      color:#ffffff;font-weight:bold;text-decoration:none";

/// A value in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub words: String,
    pub is_link: bool,
}

/// The paragraphs of a letter. In `body`, an empty line ends a paragraph; a line `Words: {{link}}` is a button.
///
/// # Errors
/// The first that `told` gives.
pub(super) fn letter<E>(body: &str, told: &impl Fn(&str) -> Result<Told, E>) -> Result<String, E> {
    let mut html = String::with_capacity(body.len() * 3);
    for paragraph in body.split("\n\n") {
        let lines = paragraph.lines().map(|one| line(one, told)).collect::<Result<Vec<_>, E>>()?;
        html.push_str("<p>");
        html.push_str(&lines.join("<br>\n"));
        html.push_str("</p>\n");
    }
    Ok(html)
}

/// The letter in the page that surrounds it; `closing` is what stands below every letter of the language.
pub(super) fn page(letter: &str, closing: &str, language: Language) -> String {
    let (sender, closing) = (escaped(closing.lines().next().unwrap_or("")), escaped(closing));
    let mut page = String::with_capacity(PAGE.len() + letter.len());
    for piece in pieces(PAGE) {
        page.push_str(match piece {
            Piece::Words(words) => words,
            Piece::Value("letter") => letter,
            Piece::Value("closing") => &closing,
            Piece::Value("language") => language.tag(),
            Piece::Value(_) => &sender,
        });
    }
    page
}

fn line<E>(line: &str, told: &impl Fn(&str) -> Result<Told, E>) -> Result<String, E> {
    let pieces = pieces(line);
    if let [Piece::Words(words), Piece::Value(name), Piece::Words("")] = pieces.as_slice()
        && let Some(label) = words.strip_suffix(": ")
        && label.chars().count() <= LONGEST_BUTTON
    {
        let value = told(name)?;
        if value.is_link {
            let (to, label) = (escaped(&value.words), escaped(label));
            return Ok(format!("<a href=\"{to}\" style=\"{BUTTON}\">{label}</a>"));
        }
    }
    let mut html = String::with_capacity(line.len() * 2);
    for piece in pieces {
        match piece {
            Piece::Words(words) => html.push_str(&escaped(words)),
            Piece::Value(name) => html.push_str(&dressed(name, &told(name)?)),
        }
    }
    Ok(html)
}

/// A value with its formatting. Numbers of proposals or problems and times are emphasised, because readers look
/// for them first.
fn dressed(name: &str, value: &Told) -> String {
    let words = escaped(&value.words);
    if value.is_link {
        format!("<a href=\"{words}\">{words}</a>")
    } else if name.ends_with("_hash") {
        format!("<code>{words}</code>")
    } else if name.ends_with("_at") || matches!(name, "number" | "code") {
        format!("<strong>{words}</strong>")
    } else {
        words
    }
}

fn escaped(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => kept.push_str("&amp;"),
            '<' => kept.push_str("&lt;"),
            '>' => kept.push_str("&gt;"),
            '"' => kept.push_str("&quot;"),
            '\'' => kept.push_str("&#39;"),
            '\n' => kept.push_str("<br>\n"),
            other => kept.push(other),
        }
    }
    kept
}
