//! Whom the reader of a page may ask: the office of the settings, at the foot of every page.

use crate::kernel::language::Language;
use crate::kernel::settings::{Office, Settings};

/// The office as a page names it. What the settings leave empty is empty here, and is not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// The same number as a telephone dials it.
    pub dialled: String,
    pub hours: String,
    pub address: String,
}

impl Help {
    pub fn of(settings: &Settings, language: Language) -> Self {
        let Office { name, name_en, address, phone, hours, hours_en } = &settings.office;
        let in_english = |english: &String, text: &String| match language {
            Language::English if !english.is_empty() => english.clone(),
            _ => text.clone(),
        };
        let is_dialled = |letter: &char| letter.is_ascii_digit() || *letter == '+';
        Self {
            name: in_english(name_en, name),
            email: mailbox(&settings.mail.reply_to).to_owned(),
            phone: phone.clone(),
            dialled: phone.chars().filter(is_dialled).collect(),
            hours: in_english(hours_en, hours),
            address: address.clone(),
        }
    }
}

/// The address in `Name <address>`, or the text itself where it is only one.
fn mailbox(text: &str) -> &str {
    let inside = text.rsplit_once('<').and_then(|(_, rest)| rest.split('>').next());
    inside.unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_with_and_without_a_name() {
        assert_eq!(mailbox("Sekretariat <tubel@pom.go.id>"), "tubel@pom.go.id");
        assert_eq!(mailbox(" tubel@pom.go.id "), "tubel@pom.go.id");
        assert_eq!(mailbox(""), "");
    }
}
