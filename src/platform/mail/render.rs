//! A letter's words: title, text, HTML. Two passes: the template is taken apart first, then each
//! value is put into words for its place. A value is never read as template, as HTML, as a header
//! or as a link.

use super::template::{self, Piece, RECIPIENT, pieces};
use super::{Contents, Value, format};
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

/// Where a value is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    Text,
    Html,
}

/// Puts a letter into words; links begin with `base_url`.
///
/// # Errors
/// A value that is missing, or one in the title that would break the header.
pub fn render(contents: &Contents, base_url: &str) -> Result<Rendered, Unrenderable> {
    let source = contents.template.source(contents.language);
    let layout = template::layout(contents.language);
    let (first, text) = source.text.split_once('\n').unwrap_or((source.text, ""));
    let title = first.strip_prefix("Subject: ").unwrap_or(first);
    let fill = |source: &str, place| fill(source, place, contents, base_url);
    let title = fill(title, Place::Title)?;
    if title.chars().any(char::is_control) {
        return Err(Unrenderable::ControlCharacters);
    }
    Ok(Rendered {
        title,
        text: inside(layout.text, fill(text.trim_start(), Place::Text)?.trim_end()),
        html: inside(layout.html, fill(source.html, Place::Html)?.trim_end()),
    })
}

/// A letter as its recipient may read it again: one that carries a secret shows its title alone, and so
/// does one about somebody who was erased since.
///
/// # Errors
/// As [`render`].
pub fn render_again(contents: &Contents, base_url: &str) -> Result<Rendered, Unrenderable> {
    if contents.is_forgotten() {
        return forgotten(contents, base_url);
    }
    if !contents.template.is_secret() {
        return render(contents, base_url);
    }
    let first = contents.template.source(contents.language).text.lines().next().unwrap_or("");
    Ok(Rendered {
        title: first.strip_prefix("Subject: ").unwrap_or(first).to_owned(),
        text: template::withheld(contents.language).to_owned(),
        html: String::new(),
    })
}

/// The title with a dash for each value.
fn forgotten(contents: &Contents, base_url: &str) -> Result<Rendered, Unrenderable> {
    let dash = |name: &str| (name.to_owned(), Value::Text("–".to_owned()));
    let values = contents.template.values().into_iter().map(dash).collect();
    let title = render(&Contents { values, ..contents.clone() }, base_url)?.title;
    let text = template::forgotten(contents.language).to_owned();
    Ok(Rendered { title, text, html: String::new() })
}

/// The letter in its surroundings, which hold no values of their own.
fn inside(layout: &str, letter: &str) -> String {
    let (before, after) = layout.split_once("{{letter}}").unwrap_or(("", ""));
    format!("{before}{letter}{after}")
}

fn fill(
    source: &str,
    place: Place,
    contents: &Contents,
    base_url: &str,
) -> Result<String, Unrenderable> {
    let mut filled = String::with_capacity(source.len() * 2);
    for piece in pieces(source) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Value(name) => {
                let words = words_of(name, place, contents, base_url);
                filled.push_str(&words.ok_or_else(|| Unrenderable::MissingValue(name.to_owned()))?);
            }
        }
    }
    Ok(filled)
}

fn words_of(name: &str, place: Place, contents: &Contents, base_url: &str) -> Option<String> {
    let words = match contents.values.get(name) {
        None if name == RECIPIENT => people_s_words(&contents.name, place),
        None => return None,
        Some(Value::Text(text)) => people_s_words(text, place),
        Some(Value::Word(key)) => contents.language.text(key, &[]),
        Some(Value::Instant(at)) => format::instant(*at, contents.zone, contents.language),
        Some(Value::Day(at)) => date(contents.language, at.date_in_jakarta()),
        Some(Value::Count(count)) => format::count(*count, contents.language),
        Some(Value::Link(path)) => {
            // Letters of earlier versions led to the API; the pages have the same addresses without it.
            let page = path.strip_prefix("/api/v1").unwrap_or(path);
            format!("{}{page}", base_url.trim_end_matches('/'))
        }
        Some(Value::Words(names)) => told(names, contents.language),
    };
    Some(if place == Place::Html { escaped(&words) } else { words })
}

/// The words of these names, one after the other.
fn told(names: &[String], language: Language) -> String {
    names.iter().map(|name| language.text(name, &[])).collect::<Vec<_>>().join("; ")
}

/// Words that may hold anything. Control characters stay only in a title, where they are refused.
fn people_s_words(text: &str, place: Place) -> String {
    if place == Place::Title {
        return text.to_owned();
    }
    let is_kept = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    unlinked(&text.replace("\r\n", "\n").chars().filter(is_kept).collect::<String>())
}

/// Mail programs make a link of whatever looks like one, also in plain text. An invisible joiner
/// (U+2060) after each dot, at-sign and colon in the middle of a word leaves the look and takes the
/// link: nobody sends people to their own site by a name or a title.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;
    use crate::platform::mail::{Template, Values, Zone};

    /// Every value that any template shows.
    fn sample(template: Template, language: Language) -> Contents {
        let at: Timestamp = "2026-12-31T10:00:00Z".parse().unwrap();
        let value = |name: &str| match name {
            "milestone" => Value::Word("milestone-review-ends-at".to_owned()),
            "link" => Value::Link("/proposals/1".to_owned()),
            "data" => Value::Words(vec!["breach-data-health".to_owned()]),
            name if name.ends_with("_at") => Value::Instant(at),
            "codes_left" | "version" | "documents" | "ledger_seq" | "reserve_position"
            | "max_load" | "tasks" => Value::Count(1_234),
            other => Value::Text(format!("<v-{other}>")),
        };
        let values: Values =
            template.values().into_iter().map(|name| (name.to_owned(), value(name))).collect();
        Contents { template, language, zone: Zone::Wita, name: "Siti".to_owned(), values }
    }

    #[test]
    fn every_letter_has_words_in_both_languages() {
        for template in Template::ALL {
            for language in Language::ALL {
                let contents = sample(*template, language);
                let letter = render(&contents, "https://tubel.example/").unwrap();
                let shown = format!("{}\n{}", letter.title, letter.text);
                for (name, value) in &contents.values {
                    let words = match value {
                        Value::Text(text) => text.clone(),
                        Value::Word(key) => language.text(key, &[]),
                        Value::Link(path) => format!("https://tubel.example{path}"),
                        Value::Count(count) => format::count(*count, language),
                        Value::Instant(at) => format::instant(*at, Zone::Wita, language),
                        Value::Day(at) => date(language, at.date_in_jakarta()),
                        Value::Words(names) => told(names, language),
                    };
                    assert!(shown.contains(&words), "{template:?} {language:?} hides {name}");
                }
                assert!(!shown.contains("{{") && !letter.html.contains("{{"), "{template:?}");
                assert!(letter.html.starts_with("<!doctype html>"), "{template:?}");
                assert!(!letter.html.contains("<v-"), "{template:?}");
            }
        }
    }

    #[test]
    fn a_secret_letters_link_is_not_shown_again_and_its_title_shows_no_value() {
        for template in Template::ALL.iter().filter(|template| template.is_secret()) {
            for language in Language::ALL {
                let mut contents = sample(*template, language);
                let sent = render(&contents, "https://tubel.example").unwrap();
                contents.values.clear();
                let again = render_again(&contents, "https://tubel.example").unwrap();
                assert_eq!(again.title, sent.title);
                assert!(!again.text.contains("https://") && again.html.is_empty());
            }
        }
    }

    fn with_name(name: &str) -> Rendered {
        let contents = Contents {
            name: name.to_owned(),
            ..sample(Template::PasswordChanged, Language::Indonesian)
        };
        render(&contents, "https://tubel.example").unwrap()
    }

    #[test]
    fn a_name_is_neither_template_nor_html_nor_a_link() {
        let letter = with_name("{{link}} <script>alert('x')</script> https://jahat.example a@b.id");
        assert!(letter.text.contains("{{link}}"), "{}", letter.text);
        assert!(letter.html.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{}", letter.html);
        for version in [&letter.text, &letter.html] {
            assert!(!version.contains("https://jahat"), "{version}");
            assert!(!version.contains("jahat.example") && !version.contains("a@b.id"), "{version}");
        }
    }

    #[test]
    fn ordinary_names_and_figures_stay_as_they_are() {
        for name in ["Dr. Siti Nurhaliza, M.Si", "Apt. I Made Putra", "naik 1.250 (1,5%)"] {
            let visible = with_name(name).text.replace('\u{2060}', "");
            assert!(visible.contains(name), "{visible}");
        }
        assert!(with_name("naik 1.250").text.contains("1.250"));
    }

    #[test]
    fn a_title_with_a_line_break_is_refused() {
        for hostile in ["M-007\r\nBcc: semua@example.org", "M-007\n", "M-007\0"] {
            let mut contents = sample(Template::ProblemApproved, Language::English);
            contents.values.insert("code".to_owned(), Value::Text(hostile.to_owned()));
            assert_eq!(render(&contents, ""), Err(Unrenderable::ControlCharacters), "{hostile:?}");
        }
    }
}
