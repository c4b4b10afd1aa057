//! Time. Instants are in UTC with microseconds, which both databases store exactly. This is the only module that
//! reads the machine's clock; rules get the time as an argument.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// An instant in UTC, in microseconds since 1970; RFC 3339 in JSON.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel_derive_newtype::DieselNewType,
    utoipa::ToSchema,
)]
#[schema(value_type = String, format = DateTime, example = "2026-11-24T13:00:00Z")]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The instant `seconds` later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// Whole seconds from `earlier` to this instant.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1_000_000
    }

    fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The calendar day in Jakarta (WIB, UTC+7), where the agency counts its days.
    pub fn date_in_jakarta(self) -> NaiveDate {
        self.plus_seconds(7 * 3600).to_utc().date_naive()
    }

    /// The first instant of the next day in Jakarta.
    #[must_use]
    pub const fn end_of_day_in_jakarta(self) -> Self {
        const DAY: i64 = 86_400_000_000;
        const AHEAD: i64 = 7 * 3_600_000_000;
        let local = self.0.saturating_add(AHEAD);
        Self((local.div_euclid(DAY) + 1).saturating_mul(DAY).saturating_sub(AHEAD))
    }

    pub fn year_in_jakarta(self) -> i32 {
        self.date_in_jakarta().year()
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl std::str::FromStr for Timestamp {
    type Err = chrono::ParseError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        DateTime::parse_from_rfc3339(text).map(|instant| Self(instant.timestamp_micros()))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(from)?;
        text.parse().map_err(|_| {
            serde::de::Error::custom(
                "not an instant such as 2026-11-24T20:00:00+07:00 (RFC 3339, with offset)",
            )
        })
    }
}

/// When something was done, as it is shown to the person it was about: exact for their own acts, only the day
/// in Jakarta for acts of others. Whoever knows when colleagues work could guess from an exact time who acted,
/// or in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, utoipa::ToSchema)]
#[schema(value_type = String, example = "2026-11-24")]
pub struct Told(Precision);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Exactly(Timestamp),
    ByDay(Timestamp),
}

impl Told {
    pub const fn exactly(at: Timestamp) -> Self {
        Self(Precision::Exactly(at))
    }

    /// For the person it was about, when somebody else did it.
    #[must_use]
    pub const fn by_day(at: Timestamp) -> Self {
        Self(Precision::ByDay(at))
    }

    /// The same, reduced to the day for readers who must not know more.
    #[must_use]
    pub const fn coarsely(self, is_coarse: bool) -> Self {
        if is_coarse { Self::by_day(self.instant()) } else { self }
    }

    /// The exact instant, for rules.
    pub const fn instant(self) -> Timestamp {
        match self.0 {
            Precision::Exactly(at) | Precision::ByDay(at) => at,
        }
    }

    /// The day, when only the day is shown.
    pub fn day(self) -> Option<NaiveDate> {
        match self.0 {
            Precision::Exactly(_) => None,
            Precision::ByDay(at) => Some(at.date_in_jakarta()),
        }
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.day() {
            Some(day) => write!(f, "{day}"),
            None => write!(f, "{}", self.instant()),
        }
    }
}

impl serde::Serialize for Told {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Where "now" comes from: the machine's clock, or a clock that a test or the demo sets.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `start` until it is moved.
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.micros())))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp(Utc::now().timestamp_micros()),
            Self::Manual(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Sets a manual clock. The machine's own clock is never set.
    pub fn set(&self, to: Timestamp) {
        if let Self::Manual(at) = self {
            at.store(to.micros(), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_back_from_its_text_to_the_microsecond() {
        let instant = Timestamp::from_micros(1_764_000_000_123_456);
        assert_eq!(instant.to_string().parse::<Timestamp>().unwrap(), instant);
    }

    #[test]
    fn the_day_in_jakarta_begins_at_seventeen_utc() {
        let before: Timestamp = "2026-11-24T16:59:59Z".parse().unwrap();
        assert_eq!(before.date_in_jakarta().to_string(), "2026-11-24");
        assert_eq!(before.plus_seconds(1).date_in_jakarta().to_string(), "2026-11-25");
        assert_eq!(before.end_of_day_in_jakarta(), before.plus_seconds(1));
        assert_eq!(before.plus_seconds(1).end_of_day_in_jakarta(), before.plus_seconds(86_401));
    }
}
