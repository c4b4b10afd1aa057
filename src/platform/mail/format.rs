//! Instants and numbers as a reader of each language writes them. Every instant names its zone.

use crate::kernel::clock::Timestamp;
use crate::kernel::language::Language;
use chrono::{DateTime, Datelike, Timelike};
use std::str::FromStr;

/// The zones of Indonesia; none has summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// West, UTC+7.
    #[default]
    Wib,
    /// Central, UTC+8.
    Wita,
    /// East, UTC+9.
    Wit,
}

/// A text that names no zone of Indonesia.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no time zone of Indonesia")]
pub struct UnknownZone(String);

impl Zone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    const fn hours(self) -> i64 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;
    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let found = [Self::Wib, Self::Wita, Self::Wit].into_iter().find(|zone| zone.name() == name);
        found.ok_or_else(|| UnknownZone(name.to_owned()))
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// `17 November 2025 20.00 WIB`; in English `17 November 2025, 20:00 WIB (UTC+7)`.
pub(super) fn instant(instant: Timestamp, zone: Zone, language: Language) -> String {
    let local = instant.plus_seconds(zone.hours() * 3600);
    let local = DateTime::from_timestamp_micros(local.micros()).unwrap_or(DateTime::UNIX_EPOCH);
    let month = usize::try_from(local.month0()).ok().and_then(|month| MONTHS.get(month));
    let (indonesian, english) = month.copied().unwrap_or_default();
    let (day, year, hour, minute) = (local.day(), local.year(), local.hour(), local.minute());
    let name = zone.name();
    match language {
        Language::Indonesian => format!("{day} {indonesian} {year} {hour:02}.{minute:02} {name}"),
        Language::English => {
            format!("{day} {english} {year}, {hour:02}:{minute:02} {name} (UTC+{})", zone.hours())
        }
    }
}

/// `12.345`; in English `12,345`.
pub(super) fn count(count: i64, language: Language) -> String {
    let mark = match language {
        Language::Indonesian => '.',
        Language::English => ',',
    };
    let digits = count.unsigned_abs().to_string();
    let mut text = String::from(if count < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_in_the_readers_zone_and_language() {
        let at: Timestamp = "2025-11-17T13:00:00Z".parse().unwrap();
        for (zone, language, words) in [
            (Zone::Wib, Language::Indonesian, "17 November 2025 20.00 WIB"),
            (Zone::Wita, Language::Indonesian, "17 November 2025 21.00 WITA"),
            (Zone::Wit, Language::English, "17 November 2025, 22:00 WIT (UTC+9)"),
        ] {
            assert_eq!(instant(at, zone, language), words);
        }
        let late: Timestamp = "2025-12-31T15:30:00Z".parse().unwrap();
        assert_eq!(instant(late, Zone::Wit, Language::Indonesian), "1 Januari 2026 00.30 WIT");
    }

    #[test]
    fn thousands_are_marked_as_the_language_does() {
        for (figure, indonesian, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1.000", "1,000"),
            (-12_345_678, "-12.345.678", "-12,345,678"),
        ] {
            assert_eq!(count(figure, Language::Indonesian), indonesian);
            assert_eq!(count(figure, Language::English), english);
        }
    }
}
