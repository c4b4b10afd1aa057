//! How instants, dates, durations and figures are written for people: by language, and in one of the country's
//! time zones, which is named beside every time of day.

use super::language::Language;
use crate::kernel::clock::Timestamp;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// A time zone of Indonesia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// Western, UTC+7; used for Jakarta and for visitors without an account.
    #[default]
    Wib,
    /// Central, UTC+8.
    Wita,
    /// Eastern, UTC+9.
    Wit,
}

impl Zone {
    /// By its name in the table of units; western when it has none of the three.
    pub fn from_name(name: &str) -> Self {
        match name {
            "WITA" => Self::Wita,
            "WIT" => Self::Wit,
            _ => Self::Wib,
        }
    }

    /// Of somebody whose unit may have none.
    pub fn of(name: Option<&str>) -> Self {
        name.map(Self::from_name).unwrap_or_default()
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// Hours ahead of UTC.
    pub fn hours(self) -> i64 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// The day that an instant falls on there.
    pub fn day(self, instant: Timestamp) -> NaiveDate {
        self.local(instant).date()
    }

    /// What clocks of this zone show at an instant.
    pub fn local(self, instant: Timestamp) -> NaiveDateTime {
        let micros = instant.plus_seconds(self.hours() * 3600).micros();
        DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH).naive_utc()
    }

    /// The instant at which clocks of this zone show this.
    pub fn instant_of(self, local: NaiveDateTime) -> Timestamp {
        let read_as_utc = Timestamp::from_micros(local.and_utc().timestamp_micros());
        read_as_utc.plus_seconds(-self.hours() * 3600)
    }
}

/// `17 November 2025 20.00 WIB`; in English `17 November 2025, 20:00 WIB`.
pub fn instant(language: Language, zone: Zone, at: Timestamp) -> String {
    let local = zone.local(at);
    let day = date(language, local.date());
    let (hour, minute, zone) = (local.hour(), local.minute(), zone.name());
    match language {
        Language::Indonesian => format!("{day} {hour:02}.{minute:02} {zone}"),
        Language::English => format!("{day}, {hour:02}:{minute:02} {zone}"),
    }
}

/// An hour as people type it: `8.00`, `08:00`, `0800`.
pub fn hour_of(text: &str) -> Option<NaiveTime> {
    let digits = text.replace(['.', ' '], ":");
    ["%H:%M", "%H%M"].iter().find_map(|form| NaiveTime::parse_from_str(&digits, form).ok())
}

/// `17 November 2025`.
pub fn date(language: Language, day: NaiveDate) -> String {
    let month = language.text(&format!("month-{}", day.month()), &[]);
    format!("{} {month} {}", day.day(), day.year())
}

/// What is left until a later instant, in the two largest units: `3 hari 4 jam`.
pub fn time_left(language: Language, seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let part = |key: &str, count: i64| language.text(key, &[("count", count.to_string())]);
    let (first, second) = if days > 0 {
        (part("left-days", days), part("left-hours", hours))
    } else {
        (part("left-hours", hours), part("left-minutes", minutes))
    };
    format!("{first} {second}")
}

/// A quotient of integers with two decimals, rounded half up: `3,67` or `3.67`.
pub fn quotient(language: Language, sum: i64, count: u32) -> String {
    let count = i64::from(count.max(1));
    let hundredths = (sum * 200 + count) / (2 * count);
    let point = match language {
        Language::Indonesian => ',',
        Language::English => '.',
    };
    format!("{}{point}{:02}", hundredths / 100, hundredths % 100)
}

/// Fewer cases have no percentage: one more or less would move it by over ten points.
pub const FEWEST_FOR_PERCENT: u64 = 10;

/// So many of so many, the only way in which a share is printed: `3 of 7` below [`FEWEST_FOR_PERCENT`] cases, else
/// `42% (5 of 12)`. It never says 0% of something or 100% where one is missing.
pub fn share(language: Language, part: u64, whole: u64) -> String {
    let of = [("part", grouped(language, part)), ("whole", grouped(language, whole))];
    let counts = language.text("share-counts", &of);
    if whole < FEWEST_FOR_PERCENT || part > whole {
        return counts;
    }
    let rounded = (u128::from(part) * 200 + u128::from(whole)) / (u128::from(whole) * 2);
    let percent = match rounded {
        0 if part > 0 => "< 1".to_owned(),
        100 if part < whole => "> 99".to_owned(),
        rounded => rounded.to_string(),
    };
    language.text("share-percent", &[("percent", percent), ("counts", counts)])
}

/// A size in bytes, in the unit that people compare: `1,5 MB`.
pub fn size(language: Language, bytes: u64) -> String {
    if bytes < 1024 * 1024 {
        return format!("{} kB", bytes.div_ceil(1024));
    }
    let tenths = (bytes * 10 + 524_288) / (1024 * 1024);
    let point = match language {
        Language::Indonesian => ',',
        Language::English => '.',
    };
    format!("{}{point}{} MB", tenths / 10, tenths % 10)
}

/// Money as its readers write it: `Rp1.250.000.000`, in English `IDR 1,250,000,000`.
pub fn rupiah(language: Language, amount: u64) -> String {
    match language {
        Language::Indonesian => format!("Rp{}", grouped(language, amount)),
        Language::English => format!("IDR {}", grouped(language, amount)),
    }
}

/// A number with a separator between the thousands.
pub fn grouped(language: Language, figure: u64) -> String {
    let mark = match language {
        Language::Indonesian => '.',
        Language::English => ',',
    };
    let digits = figure.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// Whole rupiah, with or without marks between the thousands: `Rp150.000.000`, `IDR 150,000,000`.
pub fn read_rupiah(text: &str) -> Option<u64> {
    let text = text.trim();
    let bare = text.strip_prefix("Rp").or_else(|| text.strip_prefix("IDR")).unwrap_or(text).trim();
    let is_mark = |letter: char| matches!(letter, '.' | ',' | ' ' | '\u{a0}');
    let groups: Vec<&str> = bare.split(is_mark).collect();
    let are_thousands = groups.iter().skip(1).all(|group| group.len() == 3);
    if are_thousands { groups.concat().parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_with_its_counts_and_in_percent_from_ten_cases_on() {
        let told = |part, whole| share(Language::English, part, whole);
        assert_eq!(told(3, 7), "3 of 7");
        assert_eq!(told(9, 9), "9 of 9");
        assert_eq!(told(5, 12), "42% (5 of 12)");
        assert_eq!(told(0, 10), "0% (0 of 10)");
        assert_eq!(told(1, 1000), "< 1% (1 of 1,000)");
        assert_eq!(told(999, 1000), "> 99% (999 of 1,000)");
        assert_eq!(share(Language::Indonesian, 1, 8), "1 dari 8");
        assert_eq!(share(Language::Indonesian, 4, 16), "25% (4 dari 16)");
    }

    proptest::proptest! {
        #[test]
        fn no_share_hides_its_counts_and_few_cases_have_no_percentage(part in 0_u64..3000, more in 0_u64..3000) {
            let whole = part + more;
            for language in Language::ALL {
                let told = share(language, part, whole);
                for count in [part, whole] {
                    proptest::prop_assert!(told.contains(&grouped(language, count)), "{}", told);
                }
                let has_percent = told.contains('%');
                proptest::prop_assert_eq!(has_percent, whole >= FEWEST_FOR_PERCENT, "{}", told);
                let nearly_all = !told.starts_with("100%") || part == whole;
                let nearly_none = !told.starts_with("0%") || part == 0;
                proptest::prop_assert!(nearly_all && nearly_none, "{}", told);
            }
        }
    }

    #[test]
    fn an_instant_is_told_in_the_readers_zone_and_names_it() {
        let at: Timestamp = "2025-11-17T13:00:00Z".parse().unwrap();
        let told = |language, zone| instant(language, zone, at);
        assert_eq!(told(Language::Indonesian, Zone::Wib), "17 November 2025 20.00 WIB");
        assert_eq!(told(Language::Indonesian, Zone::Wit), "17 November 2025 22.00 WIT");
        assert_eq!(told(Language::English, Zone::Wita), "17 November 2025, 21:00 WITA");
    }

    #[test]
    fn a_zone_can_move_an_instant_to_the_next_day() {
        let at: Timestamp = "2025-12-31T16:30:00Z".parse().unwrap();
        assert_eq!(instant(Language::Indonesian, Zone::Wita, at), "1 Januari 2026 00.30 WITA");
    }

    #[test]
    fn what_the_clocks_show_leads_back_to_the_instant() {
        let at: Timestamp = "2025-12-31T16:30:00Z".parse().unwrap();
        for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
            assert_eq!(zone.instant_of(zone.local(at)), at);
        }
    }

    #[test]
    fn time_left_is_told_in_two_units_and_in_the_plural_where_there_is_one() {
        let seconds = 86_400 + 4 * 3600 + 59;
        assert_eq!(time_left(Language::Indonesian, seconds), "1 hari 4 jam");
        assert_eq!(time_left(Language::English, seconds), "1 day 4 hours");
        assert_eq!(time_left(Language::English, 3700), "1 hour 1 minute");
    }

    #[test]
    fn figures_carry_the_languages_own_point() {
        assert_eq!(quotient(Language::Indonesian, 11, 3), "3,67");
        assert_eq!(quotient(Language::English, 7, 2), "3.50");
        assert_eq!(size(Language::Indonesian, 1_572_864), "1,5 MB");
        assert_eq!(size(Language::English, 100), "1 kB");
    }

    #[test]
    fn an_hour_is_read_as_people_write_it() {
        for text in ["08:00", "8.00", "08.00", "0800"] {
            assert_eq!(hour_of(text), NaiveTime::from_hms_opt(8, 0, 0), "{text}");
        }
        assert_eq!(hour_of("25.00"), None);
    }

    #[test]
    fn money_is_written_as_each_language_writes_it_and_read_back_in_either() {
        let amount = 1_250_000_000;
        assert_eq!(rupiah(Language::Indonesian, amount), "Rp1.250.000.000");
        assert_eq!(rupiah(Language::English, amount), "IDR 1,250,000,000");
        for language in Language::ALL {
            assert_eq!(read_rupiah(&rupiah(language, amount)), Some(amount));
        }
        assert_eq!(read_rupiah("1250000000"), Some(amount));
        // More than fits in 32 bits; and texts that could be read in two ways.
        assert_eq!(read_rupiah("9.000.000.000"), Some(9_000_000_000));
        assert_eq!(read_rupiah("1.250,00"), None);
        assert_eq!(read_rupiah("-5"), None);
    }
}
