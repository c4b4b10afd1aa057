//! What each letter has to hold: both languages alike, described in docs/mail.md, nothing unused.

use super::*;

#[test]
fn both_languages_of_a_letter_show_the_same_values() {
    for template in Template::ALL {
        let expected = names_in(template.source(Language::Indonesian));
        let greets = expected.contains(RECIPIENT);
        assert_eq!(greets, !template.is_to_strangers(), "{template:?} greets by name");
        for language in Language::ALL {
            let source = template.source(language);
            assert_eq!(names_in(source), expected, "{template:?} {language:?}");
            assert!(source.starts_with("Subject: "), "{template:?} {language:?}");
            // A link is a value: it leads where the act says, to one of our pages.
            for written in ["://", "www.", "mailto:", "href"] {
                assert!(!source.contains(written), "{template:?} {language:?}: {written}");
            }
        }
    }
}

#[test]
fn a_letter_to_a_stranger_shows_nothing_that_somebody_typed() {
    for template in Template::ALL.iter().filter(|template| template.is_to_strangers()) {
        let shown = names_in(template.source(Language::Indonesian));
        let ours = |name: &&str| *name == "link" || name.ends_with("_at");
        assert!(shown.iter().all(ours), "{template:?} {shown:?}");
    }
}

#[test]
fn every_letter_is_described_in_the_documentation() {
    let documentation = std::fs::read_to_string("docs/mail.md").unwrap();
    for template in Template::ALL {
        let name = format!("`{}`", template.name());
        assert!(documentation.contains(&name), "{name}");
    }
}

#[test]
fn no_file_lies_there_unused() {
    for language in Language::ALL {
        let folder = format!("src/platform/mail/templates/{}", language.tag());
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        found.sort();
        let names = Template::ALL.iter().map(|template| template.name()).chain(["closing"]);
        let mut expected: Vec<String> = names.map(|name| format!("{name}.txt")).collect();
        expected.sort();
        assert_eq!(found, expected);
    }
}

#[test]
fn braces_that_close_nothing_are_words() {
    assert_eq!(
        pieces("a {{ b }} c {{d"),
        [Piece::Words("a "), Piece::Value("b"), Piece::Words(" c {{d")]
    );
}
