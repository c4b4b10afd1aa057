//! What is the same in every letter: where its links begin, whom its reader may ask, and where an answer goes. It is
//! checked when the program starts, because a letter without it would leave its reader alone.

use super::template::{Piece, pieces};
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use crate::kernel::settings::{Office, Settings};
use lettre::message::Mailbox;

/// A line of the contact may have so many letters.
const LONGEST: usize = 200;

/// Made once of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// Links begin with it.
    pub base_url: String,
    pub office: Office,
    /// Where answers go, as it is written.
    pub reply_to: String,
}

impl Letterhead {
    pub fn of(settings: &Settings) -> Self {
        Self {
            base_url: settings.server.base_url(),
            office: settings.office.clone(),
            reply_to: settings.mail.reply_to.clone(),
        }
    }

    /// The same, checked.
    ///
    /// # Errors
    /// `Unavailable`, with the setting that must be changed and how.
    pub fn open(settings: &Settings) -> Result<Self, Failure> {
        let unfit = |what: String| Err(Failure::Unavailable(what));
        let letterhead = Self::of(settings);
        let reply_to = letterhead.mailbox()?;
        let domain = reply_to.email.domain();
        if !settings.mail.smtp_host.is_empty() && domain == "localhost" {
            return unfit(format!(
                "mail.reply_to = {:?}: answers to letters would reach nobody; set it to the address that the office \
                 reads, e.g. \"Sekretariat <tubel@pom.go.id>\"",
                settings.mail.reply_to
            ));
        }
        let Office { name, name_en, address, phone, hours, hours_en } = &settings.office;
        if name.trim().is_empty() {
            return unfit(
                "office.name is empty: every letter names the office that its reader may ask, e.g. \"Sekretariat \
                 Seleksi Tugas Belajar\""
                    .to_owned(),
            );
        }
        let lines = [
            ("name", name),
            ("name_en", name_en),
            ("address", address),
            ("phone", phone),
            ("hours", hours),
            ("hours_en", hours_en),
        ];
        let is_unfit =
            |text: &str| text.chars().count() > LONGEST || text.chars().any(char::is_control);
        match lines.into_iter().find(|(_, text)| is_unfit(text)) {
            Some((setting, _)) => unfit(format!(
                "office.{setting}: one line of at most {LONGEST} letters, because every letter ends with it"
            )),
            None => Ok(letterhead),
        }
    }

    /// For the header.
    ///
    /// # Errors
    /// When it is no address.
    pub(super) fn mailbox(&self) -> Result<Mailbox, Failure> {
        let told = |error| {
            let reply_to = &self.reply_to;
            Failure::Unavailable(format!("mail.reply_to = {reply_to:?}: {error}"))
        };
        self.reply_to.parse().map_err(told)
    }

    /// Whom to ask, in one line.
    pub(super) fn contact(&self, language: Language) -> String {
        let Office { name, name_en, address, phone, hours, hours_en } = &self.office;
        let in_english = |english: &String, text: &String| match language {
            Language::English if !english.is_empty() => english.clone(),
            _ => text.clone(),
        };
        let email = self.mailbox().map(|mailbox| mailbox.email.to_string()).unwrap_or_default();
        let told = |key: &str, value: &str| {
            if value.is_empty() {
                String::new()
            } else {
                language.text(key, &[("value", value.to_owned())])
            }
        };
        let parts = [
            in_english(name_en, name),
            email,
            told("office-phone", phone),
            address.clone(),
            told("office-hours", &in_english(hours_en, hours)),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// What stands below every letter of a language.
    pub(super) fn closing(&self, source: &str, language: Language) -> String {
        let told = |piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Value(_) => self.contact(language),
        };
        pieces(source).into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::load(None).unwrap()
    }

    fn refusal(change: impl FnOnce(&mut Settings)) -> String {
        let mut settings = settings();
        change(&mut settings);
        Letterhead::open(&settings).map_or_else(|failure| failure.to_string(), |_| String::new())
    }

    #[test]
    fn the_contact_is_one_line_of_what_is_set_in_the_readers_language() {
        let mut settings = settings();
        "Sekretariat <tubel@pom.go.id>".clone_into(&mut settings.mail.reply_to);
        settings.office = Office {
            name: "Biro SDM".to_owned(),
            name_en: "HR Bureau".to_owned(),
            phone: "(021) 424 4691".to_owned(),
            hours: "Senin–Jumat 08.00–16.00 WIB".to_owned(),
            hours_en: "Monday to Friday, 08.00–16.00 WIB".to_owned(),
            address: String::new(),
        };
        let letterhead = Letterhead::open(&settings).unwrap();
        let id = "Biro SDM, tubel@pom.go.id, telepon (021) 424 4691, jam layanan Senin–Jumat 08.00–16.00 WIB";
        assert_eq!(letterhead.contact(Language::Indonesian), id);
        let en = "HR Bureau, tubel@pom.go.id, telephone (021) 424 4691, hours Monday to Friday, 08.00–16.00 WIB";
        assert_eq!(letterhead.contact(Language::English), en);
        settings.office.name_en.clear();
        let letterhead = Letterhead::open(&settings).unwrap();
        assert!(letterhead.contact(Language::English).starts_with("Biro SDM, "));
    }

    #[test]
    fn what_would_leave_readers_alone_is_refused_with_the_setting_and_what_to_do() {
        assert_eq!(refusal(|_| ()), "");
        let no_address = refusal(|settings| "Sekretariat".clone_into(&mut settings.mail.reply_to));
        assert!(no_address.contains("mail.reply_to = \"Sekretariat\""), "{no_address}");
        let nowhere = refusal(|settings| "mail.pom.go.id".clone_into(&mut settings.mail.smtp_host));
        assert!(nowhere.contains("mail.reply_to") && nowhere.contains("nobody"), "{nowhere}");
        let unnamed = refusal(|settings| "  ".clone_into(&mut settings.office.name));
        assert!(unnamed.contains("office.name is empty"), "{unnamed}");
        let lines = refusal(|settings| "Senin\nSelasa".clone_into(&mut settings.office.hours));
        assert!(lines.contains("office.hours: one line"), "{lines}");
        let long = refusal(|settings| settings.office.address = "x".repeat(201));
        assert!(long.contains("office.address"), "{long}");
    }
}
