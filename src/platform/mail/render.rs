//! A letter's words: title, text, HTML. Two passes: the template is taken apart first, then each
//! value is put into words for its place. A value is never read as template, as HTML, as a header
//! or as a link.

use super::html::{self, Told};
use super::template::{self, Piece, RECIPIENT, pieces};
use super::{Contents, Letterhead, Value, format};
use crate::kernel::format::date;
use crate::kernel::language::Language;

/// A letter as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub title: String,
    pub text: String,
    pub html: String,
}

/// Why a letter has no words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unrenderable {
    #[error("the template shows {0:?}, which the letter does not bring")]
    MissingValue(String),
    #[error("control characters in the title")]
    ControlCharacters,
}

/// Puts a letter into words, with the contact of the office below them.
///
/// # Errors
/// A value that is missing, or one in the title that would break the header.
pub fn render(contents: &Contents, letterhead: &Letterhead) -> Result<Rendered, Unrenderable> {
    let base_url = letterhead.base_url.as_str();
    let (title, body) = template::parts(contents.template.source(contents.language));
    let (opening, closing) = template::layout(contents.language);
    let closing = letterhead.closing(closing, contents.language);
    let title = filled(title, &|name| in_words(name, contents, base_url))?;
    if title.chars().any(char::is_control) {
        return Err(Unrenderable::ControlCharacters);
    }
    let told = |name: &str| in_letter(name, contents, base_url);
    let letter = filled(body, &told)?;
    Ok(Rendered {
        title,
        text: format!("{}{opening}{closing}", letter.trim_end()),
        html: html::page(&html::letter(body, &told)?, closing.trim_end(), contents.language),
    })
}

/// A letter as its recipient may read it again: one that carries a secret shows its title alone, and so
/// does one about somebody who was erased since.
pub fn render_again(
    contents: &Contents,
    letterhead: &Letterhead,
) -> Result<Rendered, Unrenderable> {
    if contents.is_forgotten() {
        return forgotten(contents, letterhead);
    }
    if !contents.template.is_secret() {
        return render(contents, letterhead);
    }
    let (title, _) = template::parts(contents.template.source(contents.language));
    Ok(Rendered {
        title: title.to_owned(),
        text: template::withheld(contents.language).to_owned(),
        html: String::new(),
    })
}

/// The title with a dash for each value.
fn forgotten(contents: &Contents, letterhead: &Letterhead) -> Result<Rendered, Unrenderable> {
    let dash = |name: &str| (name.to_owned(), Value::Text("–".to_owned()));
    let values = contents.template.values().into_iter().map(dash).collect();
    let title = render(&Contents { values, ..contents.clone() }, letterhead)?.title;
    let text = template::forgotten(contents.language).to_owned();
    Ok(Rendered { title, text, html: String::new() })
}

fn filled(
    source: &str,
    told: &impl Fn(&str) -> Result<Told, Unrenderable>,
) -> Result<String, Unrenderable> {
    let mut filled = String::with_capacity(source.len() * 2);
    for piece in pieces(source) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Value(name) => filled.push_str(&told(name)?.words),
        }
    }
    Ok(filled)
}

/// A value in the body of a letter. Texts of people contain nothing that a mail program would act on.
fn in_letter(name: &str, contents: &Contents, base_url: &str) -> Result<Told, Unrenderable> {
    let told = in_words(name, contents, base_url)?;
    Ok(match contents.values.get(name) {
        None | Some(Value::Text(_)) => Told { words: without_effect(&told.words), ..told },
        Some(_) => told,
    })
}

/// A value as it is. Control characters in a title are refused later.
fn in_words(name: &str, contents: &Contents, base_url: &str) -> Result<Told, Unrenderable> {
    let language = contents.language;
    let words = match contents.values.get(name) {
        None if name == RECIPIENT => contents.name.clone(),
        None => return Err(Unrenderable::MissingValue(name.to_owned())),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Word(key)) => language.text(key, &[]),
        Some(Value::Instant(at)) => format::instant(*at, contents.zone, language),
        Some(Value::Day(at)) => date(language, at.date_in_jakarta()),
        Some(Value::Date(day)) => date(language, *day),
        Some(Value::Count(count)) => format::count(*count, language),
        Some(Value::Link(address)) => {
            // Letters of earlier versions led to the API; the pages have the same addresses without it.
            let page = address.as_str();
            let page = page.strip_prefix("/api/v1").unwrap_or(page);
            let words = format!("{}{page}", base_url.trim_end_matches('/'));
            return Ok(Told { words, is_link: true });
        }
        Some(Value::Words(names)) => told(names, language),
    };
    Ok(Told { words, is_link: false })
}

/// The words of these names, one after the other.
fn told(names: &[String], language: Language) -> String {
    names.iter().map(|name| language.text(name, &[])).collect::<Vec<_>>().join("; ")
}

/// Words that may hold anything, without control characters and without what looks like a link.
fn without_effect(text: &str) -> String {
    let is_kept = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    unlinked(&text.replace("\r\n", "\n").chars().filter(is_kept).collect::<String>())
}

/// Mail programs turn everything that looks like an address into a link, also in plain text. An invisible joiner
/// (U+2060) after each dot, at-sign and colon inside a word prevents this without changing the look. So nobody can
/// lead readers to another site by choosing a name or title.
fn unlinked(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut in_word = false;
    while let Some(letter) = letters.next() {
        kept.push(letter);
        let goes_on = letters.peek().is_some_and(|next| !next.is_whitespace());
        let is_figure = in_word && letters.peek().is_some_and(char::is_ascii_digit);
        if matches!(letter, '.' | '@' | ':') && in_word && goes_on && !is_figure {
            kept.push('\u{2060}');
        }
        in_word = !letter.is_whitespace();
    }
    kept
}

#[cfg(test)]
mod tests;
