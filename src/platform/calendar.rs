//! Deadlines and meetings as entries of people's own calendars (iCalendar, RFC 5545). An entry that
//! changes keeps its UID and raises its SEQUENCE, so that calendars move it instead of showing two.
//! Titles are in the reader's language, times in UTC: a calendar shows them in its own zone. What has no hour
//! is a whole day, the same in every zone.

use crate::kernel::address::Address;
use crate::kernel::clock::Timestamp;
use crate::kernel::language::Language;
use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, EventStatus, Property};
use serde::{Deserialize, Serialize};

/// How a calendar file is labelled, in a letter and over HTTP.
pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8; method=PUBLISH";

/// What an entry is about; its words are `appointment-…` in the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    OpensAt,
    SubmissionsCloseAt,
    ScreeningEndsAt,
    AdministrativeResultsAt,
    AdministrativeObjectionsEndAt,
    ReviewBeginsAt,
    ReviewEndsAt,
    AnnouncementAt,
    ObjectionsEndAt,
    /// The end of a candidate's repair.
    RepairDue,
    /// The end of a candidate's time to answer an offer.
    AnswerDue,
    /// A sheet asked for after an upheld objection.
    SheetDue,
    /// The meeting of the committee.
    Plenary,
    /// An interview of a candidate.
    Interview,
    /// The last day for an awardee's proof of admission.
    AdmissionDue,
    /// Something to reach on the way of a study.
    StudyMilestone,
    /// The last day of a study that is planned.
    StudyEnds,
    /// The indicator of a study's problem is to be measured.
    ImpactDue,
    /// The last day of a service bond.
    BondEnds,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::OpensAt => "opens-at",
            Self::SubmissionsCloseAt => "submissions-close-at",
            Self::ScreeningEndsAt => "screening-ends-at",
            Self::AdministrativeResultsAt => "administrative-results-at",
            Self::AdministrativeObjectionsEndAt => "administrative-objections-end-at",
            Self::ReviewBeginsAt => "review-begins-at",
            Self::ReviewEndsAt => "review-ends-at",
            Self::AnnouncementAt => "announcement-at",
            Self::ObjectionsEndAt => "objections-end-at",
            Self::RepairDue => "repair-due",
            Self::AnswerDue => "answer-due",
            Self::SheetDue => "sheet-due",
            Self::Plenary => "plenary",
            Self::Interview => "interview",
            Self::AdmissionDue => "admission-due",
            Self::StudyMilestone => "study-milestone",
            Self::StudyEnds => "study-ends",
            Self::ImpactDue => "impact-due",
            Self::BondEnds => "bond-ends",
        }
    }

    /// Whether it is a day in Jakarta, without an hour.
    fn is_day(self) -> bool {
        matches!(
            self,
            Self::AdmissionDue
                | Self::StudyMilestone
                | Self::StudyEnds
                | Self::ImpactDue
                | Self::BondEnds
        )
    }

    /// How long before it a calendar reminds: a deadline the day before, a meeting in the last hour.
    fn notice(self) -> &'static str {
        match self {
            Self::Plenary => "-PT1H",
            _ => "-P1D",
        }
    }
}

/// One entry: a deadline, or a meeting when it has an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// What it is an entry of, the same in all its versions, e.g. `call-01h…-review_ends_at`.
    pub uid: String,
    /// Grows with every change.
    pub sequence: u32,
    pub kind: Kind,
    /// The call's code or the proposal's number.
    pub about: String,
    pub starts_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// A page of this program.
    pub link: Address,
    /// Cancelled; calendars strike it out.
    #[serde(default)]
    pub cancelled: bool,
}

/// The name of a calendar file.
pub fn file_name(language: Language) -> String {
    format!("{}.ics", language.text("appointment-file", &[]))
}

/// The answer that is a calendar file; browsers hand it to the calendar.
pub fn answer(
    entries: &[Appointment],
    language: Language,
    base_url: &str,
    as_of: Timestamp,
) -> HttpResponse {
    let name = format!("attachment; filename=\"{}\"", file_name(language));
    HttpResponse::Ok()
        .content_type(CONTENT_TYPE)
        .insert_header((CONTENT_DISPOSITION, name))
        .body(calendar(entries, language, base_url, as_of))
}

/// A calendar file of these entries, as they stood at `as_of`; links begin with `base_url`. The same
/// entries give the same bytes.
pub fn calendar(
    appointments: &[Appointment],
    language: Language,
    base_url: &str,
    as_of: Timestamp,
) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//tubel//Seleksi tugas belajar//ID"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    for appointment in appointments {
        calendar.push(event(appointment, language, base_url, as_of));
    }
    calendar.to_string()
}

fn event(one: &Appointment, language: Language, base_url: &str, as_of: Timestamp) -> Event {
    let words = |part: &str| {
        let key = format!("appointment-{part}{}", one.kind.name());
        language.text(&key, &[("about", shown(&one.about))])
    };
    let (title, link) = (words(""), format!("{}{}", base_url.trim_end_matches('/'), one.link));
    let mut event = Event::new();
    event
        .uid(&format!("{}@tubel", one.uid))
        .sequence(one.sequence)
        .timestamp(utc(as_of))
        .summary(&title)
        .description(&format!("{}\n{link}", words("line-")))
        .url(&link);
    if one.kind.is_day() {
        event.starts(one.starts_at.date_in_jakarta());
    } else {
        event.starts(utc(one.starts_at));
    }
    if let Some(end) = one.ends_at {
        event.ends(utc(end));
    } else {
        // A deadline does not make the reader look busy.
        event.add_property("TRANSP", "TRANSPARENT");
    }
    if let Some(place) = &one.place {
        event.location(&shown(place));
    }
    if one.cancelled {
        event.status(EventStatus::Cancelled);
    } else {
        let mut alarm = Alarm::display(&title, -Duration::days(1));
        // By default the crate would use the machine's clock and a random UID.
        alarm
            .uid(&format!("alarm-{}@tubel", one.uid))
            .timestamp(utc(as_of))
            .add_property("TRIGGER", one.kind.notice());
        event.status(EventStatus::Confirmed).alarm(alarm);
    }
    event.done()
}

/// A text that people wrote, on one line and without control characters.
fn shown(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.micros()).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
