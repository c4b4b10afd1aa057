//! The caller's language and the words in it. Bahasa Indonesia is the first language; English is complete. The
//! catalogues are in `locales/*/`.

use crate::kernel::errors::{Argument, Code};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid};
use std::borrow::Cow;
use std::collections::HashMap;

fluent_templates::static_loader! {
    static CATALOGUES = {
        locales: "./src/kernel/locales",
        fallback_language: "id",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static INDONESIAN: LanguageIdentifier = langid!("id");
static ENGLISH: LanguageIdentifier = langid!("en");

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Indonesian,
    English,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The first of ours that an `Accept-Language` header names, in the caller's order of preference.
    pub fn from_preferences(header: &str) -> Self {
        let mut wishes: Vec<(f32, Self)> = header.split(',').filter_map(wish).collect();
        // A stable sort: among equals, the caller's own order.
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map_or(Self::default(), |(_, language)| *language)
    }

    pub fn tag(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Indonesian => "Bahasa Indonesia",
            Self::English => "English",
        }
    }

    /// The words of this name in a page's catalogue; the name itself when it has none.
    pub fn text(self, key: &str, arguments: &[Argument]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), as_value(name, value)))
            .collect();
        CATALOGUES
            .try_lookup_with_args(self.identifier(), key, &values)
            .unwrap_or_else(|| key.to_owned())
    }

    /// The words of this name, if a catalogue has any.
    pub fn known(self, key: &str) -> Option<String> {
        CATALOGUES.try_lookup(self.identifier(), key)
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::Indonesian => &INDONESIAN,
            Self::English => &ENGLISH,
        }
    }

    /// The words for a code; the code itself when a catalogue lacks them (a test forbids that).
    pub fn message(self, code: Code, arguments: &[Argument]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.as_str())))
            .collect();
        CATALOGUES
            .try_lookup_with_args(self.identifier(), &key(code), &values)
            .unwrap_or_else(|| code.name.to_owned())
    }
}

/// Only a count has a plural; all other values are shown as they are.
fn as_value<'a>(name: &str, value: &'a str) -> FluentValue<'a> {
    if name == "count" { FluentValue::try_number(value) } else { FluentValue::from(value) }
}

/// A code's name in the catalogues.
fn key(code: Code) -> String {
    code.name.replace('_', "-")
}

fn wish(part: &str) -> Option<(f32, Language)> {
    let mut pieces = part.trim().split(';');
    let tag = pieces.next()?.trim().to_ascii_lowercase();
    let weight = pieces
        .find_map(|piece| piece.trim().strip_prefix("q=").and_then(|q| q.parse().ok()))
        .unwrap_or(1.0);
    let language = match tag.split('-').next()? {
        "id" | "in" | "ms" => Language::Indonesian,
        "en" => Language::English,
        _ => return None,
    };
    Some((weight, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_preference_of_ours_wins() {
        for (header, expected) in [
            ("en", Language::English),
            ("en-GB,id;q=0.5", Language::English),
            ("fr,en;q=0.2,id;q=0.9", Language::Indonesian),
            ("fr", Language::Indonesian),
            ("", Language::Indonesian),
        ] {
            assert_eq!(Language::from_preferences(header), expected, "{header}");
        }
    }
}
