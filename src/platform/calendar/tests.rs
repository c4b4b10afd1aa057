//! The file read back: by icalendar's own parser, and line by line as RFC 5545 wants them.

use super::*;
use icalendar::parser::{read_calendar, unfold};

const LONG: &str = "Ruang rapat besar lantai 8, Gedung Athena – Badan POM, Jalan Percetakan Negara; Jakarta Pusat, ruang “Melati”";

fn meeting(sequence: u32) -> Appointment {
    Appointment {
        uid: "call-01hzx3v9k2m4n6p8q0r2s4t6v8-plenary".to_owned(),
        sequence,
        kind: Kind::Plenary,
        about: "TB-2026".to_owned(),
        starts_at: "2027-01-25T02:00:00Z".parse().unwrap(),
        ends_at: Some("2027-01-25T09:00:00Z".parse().unwrap()),
        place: Some(LONG.to_owned()),
        link: crate::kernel::address::page::meeting(&"01hzx3v9k2m4n6p8q0r2s4t6v8".parse().unwrap()),
        cancelled: false,
    }
}

fn deadline() -> Appointment {
    let close = Kind::SubmissionsCloseAt;
    Appointment { kind: close, ends_at: None, place: None, ..meeting(3) }
}

fn file(appointments: &[Appointment], language: Language) -> String {
    let as_of = "2026-12-01T00:00:00Z".parse().unwrap();
    calendar(appointments, language, "https://tubel.pom.go.id/", as_of)
}

/// Name and value of every property of the only event, as the parser reads them.
fn properties(text: &str) -> Vec<(String, String)> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap();
    let [event] = calendar.components.as_slice() else { panic!("{text}") };
    let read = |property: &icalendar::parser::Property<'_>| {
        (property.name.to_string(), property.val.to_string())
    };
    event.properties.iter().map(read).collect()
}

fn value(text: &str, name: &str) -> Option<String> {
    properties(text).into_iter().find(|(found, _)| found == name).map(|(_, value)| value)
}

#[test]
fn lines_end_with_crlf_and_none_is_longer_than_75_octets() {
    for language in Language::ALL {
        let text = file(&[meeting(0), deadline()], language);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        let longest = text.split("\r\n").map(str::len).max();
        assert!(longest.is_some_and(|octets| (70..=75).contains(&octets)), "{longest:?}: {text}");
    }
}

#[test]
fn a_meeting_reads_back_as_it_was() {
    let text = file(&[meeting(2)], Language::Indonesian);
    for (name, expected) in [
        ("UID", "call-01hzx3v9k2m4n6p8q0r2s4t6v8-plenary@tubel"),
        ("SEQUENCE", "2"),
        ("DTSTAMP", "20261201T000000Z"),
        ("DTSTART", "20270125T020000Z"),
        ("DTEND", "20270125T090000Z"),
        ("SUMMARY", "Rapat pleno seleksi tugas belajar: TB-2026"),
        ("STATUS", "CONFIRMED"),
    ] {
        assert_eq!(value(&text, name).as_deref(), Some(expected), "{name}");
    }
    assert_eq!(value(&text, "LOCATION").as_deref(), Some(LONG));
    let written = unfold(&text);
    assert!(written.contains("8\\, Gedung") && written.contains("Negara\\; Jakarta"), "{text}");
}

#[test]
fn what_has_no_hour_is_a_whole_day_in_every_zone() {
    // Midnight in Jakarta is still the day before in UTC.
    let starts_at = "2027-08-09T17:00:00Z".parse().unwrap();
    let due = Appointment { kind: Kind::AdmissionDue, starts_at, ..deadline() };
    let text = file(&[due], Language::English);
    assert!(unfold(&text).contains("DTSTART;VALUE=DATE:20270810"), "{text}");
    assert_eq!(value(&text, "DTEND"), None);
}

#[test]
fn a_deadline_takes_no_time_and_reminds_the_day_before() {
    let text = file(&[deadline()], Language::English);
    assert_eq!(value(&text, "TRANSP").as_deref(), Some("TRANSPARENT"));
    assert_eq!(value(&text, "DTEND"), None);
    let title = "Deadline for submitting proposals: TB-2026";
    assert_eq!(value(&text, "SUMMARY").as_deref(), Some(title));
    assert!(text.contains("BEGIN:VALARM\r\n") && text.contains("TRIGGER:-P1D\r\n"), "{text}");
}

#[test]
fn a_cancelled_entry_is_struck_out_and_reminds_nobody() {
    let text = file(&[Appointment { cancelled: true, ..deadline() }], Language::Indonesian);
    assert_eq!(value(&text, "STATUS").as_deref(), Some("CANCELLED"));
    assert!(!text.contains("VALARM"), "{text}");
}

#[test]
fn what_people_typed_adds_no_line() {
    let hostile = "Ruang 1\r\nATTENDEE:mailto:semua@example.org\nBEGIN:VEVENT";
    let text =
        file(&[Appointment { place: Some(hostile.to_owned()), ..meeting(0) }], Language::English);
    assert_eq!(unfold(&text).lines().filter(|line| *line == "BEGIN:VEVENT").count(), 1, "{text}");
    assert!(!unfold(&text).lines().any(|line| line.starts_with("ATTENDEE")), "{text}");
}

#[test]
fn every_kind_has_words_in_both_languages() {
    for kind in [
        Kind::OpensAt,
        Kind::SubmissionsCloseAt,
        Kind::ScreeningEndsAt,
        Kind::ReviewEndsAt,
        Kind::AnnouncementAt,
        Kind::ObjectionsEndAt,
        Kind::RepairDue,
        Kind::AnswerDue,
        Kind::SheetDue,
        Kind::Plenary,
    ] {
        for language in Language::ALL {
            for key in ["", "line-"].map(|part| format!("appointment-{part}{}", kind.name())) {
                assert_ne!(language.text(&key, &[("about", "X".to_owned())]), key);
            }
        }
    }
}

#[test]
fn the_same_entries_give_the_same_bytes() {
    let twice = [0, 1].map(|_| file(&[meeting(0), deadline()], Language::English));
    assert_eq!(twice[0], twice[1]);
}
