//! Every letter in both languages: its words, its HTML beside its text, its links.

use super::*;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::settings::Office;
use crate::platform::mail::{Template, Values, Zone};
use std::path::Path;

const BASE: &str = "https://tubel.example";

/// The office of these letters, with everything that there may be of it.
fn letterhead(base_url: &str) -> Letterhead {
    Letterhead {
        base_url: base_url.to_owned(),
        reply_to: "Sekretariat <sekretariat@tubel.example>".to_owned(),
        office: Office {
            name: "Sekretariat <Tubel> & \"Co\"".to_owned(),
            name_en: "The Secretariat".to_owned(),
            address: "Jalan Percetakan Negara 23".to_owned(),
            phone: "(021) 424 4691".to_owned(),
            hours: "Senin–Jumat 08.00–16.00 WIB".to_owned(),
            hours_en: "Monday to Friday".to_owned(),
        },
    }
}

fn render(contents: &Contents, base_url: &str) -> Result<Rendered, Unrenderable> {
    super::render(contents, &letterhead(base_url))
}

fn render_again(contents: &Contents, base_url: &str) -> Result<Rendered, Unrenderable> {
    super::render_again(contents, &letterhead(base_url))
}

#[test]
fn every_letter_says_whom_to_ask_in_both_parts_and_in_its_own_language() {
    for (contents, letter) in all() {
        let whom = match contents.language {
            Language::Indonesian => {
                "hubungi Sekretariat <Tubel> & \"Co\", sekretariat@tubel.example, telepon (021) 424 4691, \
                 Jalan Percetakan Negara 23, jam layanan Senin–Jumat 08.00–16.00 WIB."
            }
            Language::English => {
                "contact The Secretariat, sekretariat@tubel.example, telephone (021) 424 4691, \
                 Jalan Percetakan Negara 23, hours Monday to Friday."
            }
        };
        let name = contents.template.name();
        assert!(letter.text.trim_end().ends_with(whom), "{name}: {}", letter.text);
        assert!(seen(&letter.html).0.ends_with(whom), "{name}: {}", letter.html);
    }
}

/// What somebody may be called, and more.
const HOSTILE: &str =
    "O'Brien <b>&amp; \"Co\" & anak\n\n<p>Klik: https://jahat.example</p> {{link}}";

/// Every value that any template shows.
fn sample(template: Template, language: Language) -> Contents {
    let at: Timestamp = "2026-12-31T10:00:00Z".parse().unwrap();
    let value = |name: &str| match name {
        "milestone" => Value::Word("milestone-review-ends-at".to_owned()),
        "link" => Value::Link(page::reset_password_with("a1")),
        "data" => Value::Words(vec!["breach-data-health".to_owned()]),
        name if name.ends_with("_at") => Value::Instant(at),
        "codes_left" | "version" | "documents" | "ledger_seq" | "reserve_position" | "max_load"
        | "tasks" => Value::Count(1_234),
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
                    Value::Link(address) => format!("{BASE}{address}"),
                    Value::Count(count) => format::count(*count, language),
                    Value::Instant(at) => format::instant(*at, Zone::Wita, language),
                    Value::Day(at) => date(language, at.date_in_jakarta()),
                    Value::Date(day) => date(language, *day),
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

/// The letter, all of whose texts are hostile.
fn hostile(template: Template, language: Language) -> Contents {
    let mut contents = sample(template, language);
    HOSTILE.clone_into(&mut contents.name);
    for value in contents.values.values_mut() {
        if let Value::Text(text) = value {
            HOSTILE.clone_into(text);
        }
    }
    contents
}

/// The words below the title, without the line that only programs read.
fn words_of(letter: &Rendered) -> String {
    let (before, after) = letter.text.rsplit_once("\n--\n").unwrap();
    format!("{before}\n{after}").trim().to_owned()
}

/// What a reader sees of HTML, and where its links lead. As in the text, a link's words stand before its address.
fn seen(html: &str) -> (String, Vec<String>) {
    let (_, body) = html.split_once("<body").unwrap();
    let (_, mut rest) = body.split_once('>').unwrap();
    let (mut text, mut links, mut link_began) = (String::new(), Vec::new(), 0);
    while let Some((words, after)) = rest.split_once('<') {
        text.push_str(&words.replace('\n', ""));
        let (tag, after) = after.split_once('>').unwrap();
        match tag.split_whitespace().next().unwrap() {
            "a" => {
                let (_, address) = tag.split_once("href=\"").unwrap();
                links.push(address.split('"').next().unwrap().to_owned());
                link_began = text.len();
            }
            "/a" if text[link_began..] != links[links.len() - 1] => {
                text.push_str(": ");
                text.push_str(&links[links.len() - 1]);
            }
            "br" => text.push('\n'),
            "/p" => text.push_str("\n\n"),
            "/a" | "p" | "main" | "/main" | "strong" | "/strong" | "code" | "/code" | "/body"
            | "/html" => {}
            other => panic!("<{other}> in a letter"),
        }
        rest = after;
    }
    (read(&text).trim().to_owned(), links.iter().map(|link| read(link)).collect())
}

fn read(html: &str) -> String {
    let plain = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&#39;", "'").replace("&amp;", "&")
}

/// All letters in both languages, tame and hostile.
fn all() -> Vec<(Contents, Rendered)> {
    let mut letters = Vec::new();
    for template in Template::ALL {
        for language in Language::ALL {
            for contents in [sample(*template, language), hostile(*template, language)] {
                // A title with line breaks is refused; what is below it is looked at here.
                let mut contents = contents;
                if render(&contents, BASE) == Err(Unrenderable::ControlCharacters) {
                    for value in contents.values.values_mut() {
                        if let Value::Text(text) = value {
                            *text = text.replace('\n', " ");
                        }
                    }
                }
                let rendered = render(&contents, BASE).unwrap();
                letters.push((contents, rendered));
            }
        }
    }
    assert!(letters.len() > 150, "{}", letters.len());
    letters
}

#[test]
fn the_html_of_every_letter_says_what_its_text_says_and_nothing_else() {
    for (contents, letter) in all() {
        let (name, language) = (contents.template.name(), contents.language.tag());
        assert_eq!(seen(&letter.html).0, words_of(&letter), "{name} {language}");
        assert!(letter.html.contains(&format!("<html lang=\"{language}\">")), "{name} {language}");
    }
}

/// The test above would see a paragraph that is missing, two that are one, and a value that is read as HTML.
#[test]
fn a_difference_between_the_two_would_be_seen() {
    for (contents, letter) in all() {
        let words = words_of(&letter);
        let name = contents.template.name();
        let (before, after) = letter.html.split_once("<p>").unwrap();
        let (_, after_next) = after.split_once("</p>").unwrap();
        assert_ne!(seen(&format!("{before}{after_next}")).0, words, "{name}: a paragraph less");
        let joined = letter.html.replacen("</p>\n<p>", " ", 1);
        assert_ne!(seen(&joined).0, words, "{name}: two in one");
        let unescaped = letter.html.replace("&lt;b&gt;", "<strong>");
        assert!(unescaped == letter.html || seen(&unescaped).0 != words, "{name}: as HTML");
    }
}

#[test]
fn every_link_of_a_letter_is_in_both_parts_and_is_a_page_of_ours() {
    let mut buttons = 0;
    for (contents, letter) in all() {
        let name = contents.template.name();
        let mut expected = Vec::new();
        for word in letter.text.split_whitespace().filter(|word| word.contains("://")) {
            let path = word.strip_prefix(BASE).unwrap_or_else(|| panic!("{name}: {word}"));
            let path = path.split('?').next().unwrap();
            let is_page =
                |pattern: &&str| actix_web::dev::ResourceDef::new(*pattern).is_match(path);
            assert!(page::PATTERNS.iter().any(is_page), "{name}: {word}");
            expected.push(word.to_owned());
        }
        let of_values =
            contents.values.values().filter(|value| matches!(value, Value::Link(_))).count();
        assert_eq!(expected.len(), of_values, "{name}");
        assert_eq!(seen(&letter.html).1, expected, "{name}");
        buttons += letter.html.matches("display:inline-block").count();
    }
    assert!(buttons > 150, "{buttons}");
}

#[test]
fn what_people_are_called_is_escaped_in_every_letter() {
    let mut shown = 0;
    for (contents, letter) in all() {
        let name = contents.template.name();
        if letter.text.contains("O'Brien") {
            shown += 1;
            assert!(
                letter.html.contains("O&#39;Brien &lt;b&gt;&amp;amp; &quot;Co&quot;"),
                "{name}"
            );
        }
        for raw in ["O'Brien", "<b>", "https://jahat", "jahat.example", "<p>Klik"] {
            assert!(!letter.html.contains(raw), "{name}: {raw}");
        }
    }
    // All but those to strangers, who are not greeted by name.
    let strangers = Template::ALL.iter().filter(|template| template.is_to_strangers()).count();
    assert_eq!(shown, (Template::ALL.len() - strangers) * 2);
}

#[test]
fn a_long_sentence_before_a_link_is_no_button_but_shows_its_address() {
    let contents = sample(Template::ResultReserve, Language::English);
    let letter = render(&contents, BASE).unwrap();
    let address = format!("{BASE}{}", page::reset_password_with("a1"));
    let shown = format!("in the system: <a href=\"{address}\">{address}</a>");
    assert!(letter.html.contains(&shown), "{}", letter.html);
}

#[test]
fn every_letter_is_one_that_some_act_writes() {
    let mut sources = String::new();
    gather(Path::new("src/features"), &mut sources);
    for template in Template::ALL {
        let named = format!("Template::{template:?}");
        let is_whole = |(at, _): (usize, &str)| {
            !sources[at + named.len()..].starts_with(|next: char| next.is_alphanumeric())
        };
        assert!(sources.match_indices(&named).any(is_whole), "no act writes {template:?}");
    }
}

/// The features' code, without their tests and without what only looks letters up.
fn gather(folder: &Path, sources: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("store.rs")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            sources.push_str(text.split("#[cfg(test)]").next().unwrap());
        }
    }
}

#[test]
fn a_secret_letters_link_is_not_shown_again_and_its_title_shows_no_value() {
    for template in Template::ALL.iter().filter(|template| template.is_secret()) {
        for language in Language::ALL {
            let mut contents = sample(*template, language);
            let sent = render(&contents, BASE).unwrap();
            contents.values.clear();
            let again = render_again(&contents, BASE).unwrap();
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
    render(&contents, BASE).unwrap()
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
