//! What a letter brings for the reader's calendar, as others read it: Python takes the mail apart,
//! and the file in it keeps to RFC 5545.

use crate::independent::Aiosmtpd;
use crate::smtp::{Behaviour, Server};
use crate::world::World;
use serde_json::json;
use tubel::kernel::clock::Timestamp;
use tubel::platform::calendar::{Appointment, Kind};
use tubel::platform::mail::{Letter, Template};

fn meeting_page() -> tubel::kernel::address::Address {
    tubel::kernel::address::page::meeting(&"01hzx3v9k2m4n6p8q0r2s4t6v8".parse().unwrap())
}

fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

fn meeting() -> Appointment {
    Appointment {
        uid: "call-1-plenary".to_owned(),
        sequence: 2,
        kind: Kind::Plenary,
        about: "TB-2026".to_owned(),
        starts_at: at("2027-01-26T02:00:00Z"),
        ends_at: Some(at("2027-01-26T09:00:00Z")),
        place: Some(
            "Ruang rapat lantai 8; Gedung Athena – “Melati”, Jakarta Pusat 10560".to_owned(),
        ),
        link: meeting_page(),
        cancelled: false,
    }
}

fn invitation(world: &World) -> Letter {
    Letter::new(&world.person(1, "Siti"), Template::PlenaryInvited, "call:1".parse().unwrap())
        .text("call", "TB-2026")
        .instant("starts_at", at("2027-01-26T02:00:00Z"))
        .instant("ends_at", at("2027-01-26T09:00:00Z"))
        .text("place", "Ruang rapat lantai 8")
        .text("note", "–")
        .link("link", &meeting_page())
        .appointment(meeting())
}

#[actix_web::test]
async fn a_letter_with_a_date_brings_a_file_that_calendars_take_in() {
    let server = Aiosmtpd::start();
    let world = World::with_relay(server.port);
    world.post_letter(invitation(&world));
    world.work().await;
    let [letter] = server.letters().try_into().unwrap();
    assert_eq!(letter["parts"], json!(["text/plain", "text/html", "text/calendar"]), "{letter}");
    assert_eq!(letter["defects"], json!([]));
    let calendar = &letter["calendar"];
    assert_eq!(calendar["method"], "PUBLISH");
    assert_eq!(calendar["disposition"], "attachment");
    assert_eq!(calendar["file_name"], "jadwal.ics");
    let lines: Vec<&str> =
        calendar["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert!(lines.iter().all(|line| line.len() <= 75), "{lines:#?}");
    for line in [
        "METHOD:PUBLISH",
        "UID:call-1-plenary@tubel",
        "SEQUENCE:2",
        "DTSTART:20270126T020000Z",
        "DTEND:20270126T090000Z",
        "DTSTAMP:20261124T010000Z",
        "SUMMARY:Rapat pleno seleksi tugas belajar: TB-2026",
        "TRIGGER:-PT1H",
        "URL:https://tubel.pom.go.id/desk/calls/01hzx3v9k2m4n6p8q0r2s4t6v8/meeting",
    ] {
        assert!(lines.contains(&line), "{line}: {lines:#?}");
    }
    let unfolded =
        calendar["lines"].as_array().unwrap().iter().fold(String::new(), |text, line| {
            let line = line.as_str().unwrap();
            match line.strip_prefix(' ') {
                Some(rest) => text + rest,
                None => text + "\n" + line,
            }
        });
    let place = "LOCATION:Ruang rapat lantai 8\\; Gedung Athena – “Melati”\\, Jakarta Pusat 10560";
    assert!(unfolded.contains(place), "{unfolded}");
}

#[actix_web::test]
async fn a_letter_that_is_sent_again_brings_the_same_file_to_the_byte() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    world.post_letter(invitation(&world));
    server.behave(Behaviour::DropAfterDot);
    world.work().await;
    server.behave(Behaviour::Accept);
    world.pass_seconds(90);
    world.work().await;
    let [first, second] = server.received().try_into().unwrap();
    assert!(first.data.contains("text/calendar"), "{}", first.data);
    assert_eq!(first, second);
}
