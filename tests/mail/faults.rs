//! A relay that is down, refuses, hangs or hangs up: nothing is lost, and at most the letter in
//! flight comes twice, recognisably.

use crate::smtp::{Behaviour, Encryption, Server, dead_port};
use crate::world::{World, approved};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

#[actix_web::test]
async fn a_letter_arrives_once_with_one_recipient() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    let person = world.person(7, "Siti");
    world.post(&person, "M-007");
    world.work().await;
    world.work().await;
    let [letter] = server.received().try_into().unwrap();
    assert_eq!(letter.from, "tubel@pom.go.id");
    assert_eq!(letter.to, ["7@pom.go.id"]);
    assert_eq!(letter.header("Subject"), "Masalah M-007 disetujui");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let sent = world.queue().remove(0);
    assert_eq!((sent.state.as_str(), sent.attempts), ("sent", 1));
    assert_eq!(sent.sent_at, Some(world.app.clock.now()));
}

#[actix_web::test]
async fn a_relay_that_is_down_for_six_hours_loses_nothing_and_keeps_each_persons_order() {
    let port = dead_port();
    let world = World::with_relay(port);
    let people = world.people(10);
    for number in 0..3 {
        world.post_to_all(&people, &format!("M-{number:03}"));
    }
    for _ in 0..36 {
        assert!(world.work().await.is_relay_down);
        world.pass_seconds(600);
    }
    let waiting = world.queue();
    assert!(waiting.iter().all(|letter| letter.state == "queued" && letter.attempts == 0));
    assert!(waiting.iter().any(|letter| letter.last_error.is_some()));

    let server = Server::on(port, Encryption::None, None);
    world.work().await;
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for letter in server.received() {
        codes.entry(letter.to[0].clone()).or_default().push(letter.header("Subject"));
    }
    assert_eq!(codes.len(), 10);
    let expected = ["M-000", "M-001", "M-002"].map(|code| format!("Masalah {code} disetujui"));
    assert!(codes.values().all(|titles| titles == &expected), "{codes:?}");
    assert!(world.states().iter().all(|state| state == "sent"));
}

#[actix_web::test]
async fn a_relay_that_says_421_is_left_alone_and_no_letter_pays_for_it() {
    for busy in [Behaviour::GreetWith421, Behaviour::CloseAtMail] {
        let server = Server::start();
        let world = World::with_relay(server.port);
        world.post_to_all(&world.people(3), "M-001");
        server.behave(busy);
        assert!(world.work().await.is_relay_down);
        assert!(world.queue().iter().all(|letter| letter.attempts == 0), "{:?}", world.queue());
        server.behave(Behaviour::Accept);
        world.pass_seconds(31);
        world.work().await;
        assert_eq!(world.states(), ["sent", "sent", "sent"], "{busy:?}");
        assert_eq!(server.received().len(), 3);
    }
}

#[actix_web::test]
async fn a_letter_put_off_with_451_comes_later_and_the_next_one_to_the_same_person_waits_for_it() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    let person = world.person(1, "Siti");
    world.post(&person, "M-001");
    server.behave(Behaviour::Recipient(451));
    world.work().await;
    assert!(world.reason().contains("451"), "{}", world.reason());
    server.behave(Behaviour::Accept);
    world.post(&person, "M-002");
    world.post(&world.person(2, "Budi"), "M-003");
    world.work().await;
    assert_eq!(world.states(), ["queued", "queued", "sent"]);
    world.pass_seconds(90);
    world.work().await;
    let titles: Vec<String> =
        server.received().iter().map(|letter| letter.header("Subject")).collect();
    assert_eq!(titles, ["M-003", "M-001", "M-002"].map(|code| format!("Masalah {code} disetujui")));
}

#[actix_web::test]
async fn a_refusal_is_visible_at_once_and_holds_nobody_up() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    let person = world.person(1, "Siti");
    world.post(&person, "M-001");
    server.behave(Behaviour::Recipient(550));
    world.work().await;
    let failed = world.queue().remove(0);
    assert_eq!((failed.state.as_str(), failed.attempts), ("failed", 1));
    assert!(failed.last_error.unwrap().contains("550"));
    server.behave(Behaviour::Accept);
    world.post(&person, "M-002");
    world.pass_seconds(86_400);
    world.work().await;
    assert_eq!(world.states(), ["failed", "sent"]);
    assert_eq!(server.received().len(), 1);
}

#[actix_web::test]
async fn a_relay_that_hangs_in_data_is_given_up_after_the_timeout() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    world.post(&world.person(1, "Siti"), "M-001");
    server.behave(Behaviour::HangInData);
    let start = Instant::now();
    world.work().await;
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(world.reason().contains("no answer within 1 seconds"), "{}", world.reason());
    assert_eq!(world.states(), ["queued"]);
    server.behave(Behaviour::Accept);
    world.pass_seconds(90);
    world.work().await;
    assert_eq!((world.states(), server.received().len()), (vec!["sent".to_owned()], 1));
}

#[actix_web::test]
async fn a_connection_lost_after_the_final_dot_makes_one_duplicate_equal_to_the_byte() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    world.post(&world.person(1, "Siti"), "M-001");
    server.behave(Behaviour::DropAfterDot);
    world.work().await;
    assert_eq!(world.states(), ["queued"]);
    server.behave(Behaviour::Accept);
    world.pass_seconds(90);
    world.work().await;
    world.pass_seconds(86_400);
    world.work().await;
    let [first, second] = server.received().try_into().unwrap();
    assert_eq!(first.message_id(), second.message_id());
    assert_eq!(first, second);
    assert_eq!(world.states(), ["sent"]);
}

#[actix_web::test]
async fn a_letter_is_put_down_as_failed_after_the_last_attempt() {
    let server = Server::start();
    let world = World::with(|settings| {
        "127.0.0.1".clone_into(&mut settings.mail.smtp_host);
        settings.mail.smtp_port = server.port;
        settings.mail.security = tubel::kernel::settings::MailSecurity::None;
        settings.mail.retry_attempts = 3;
    });
    world.post(&world.person(1, "Siti"), "M-001");
    server.behave(Behaviour::Recipient(451));
    for expected in ["queued", "queued", "failed", "failed"] {
        world.work().await;
        world.pass_seconds(86_400);
        assert_eq!(world.states(), [expected]);
    }
    assert_eq!(world.queue()[0].attempts, 3);
}

#[actix_web::test]
async fn a_letter_kept_back_leaves_at_its_time_and_holds_up_none_before() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    let person = world.person(1, "Siti");
    let tomorrow = world.app.clock.now().plus_days(1);
    world.post_letter(approved(&person, "M-001").not_before(tomorrow));
    world.post(&person, "M-002");
    world.work().await;
    assert_eq!(world.states(), ["queued", "sent"]);
    world.app.clock.set(tomorrow);
    world.work().await;
    assert_eq!(world.states(), ["sent", "sent"]);
    assert!(server.received()[1].header("Date").starts_with("Wed, 25 Nov 2026 01:00:00"));
}

#[actix_web::test]
async fn without_a_relay_letters_are_files_that_only_their_owner_reads() {
    let world = World::with(|_| {});
    world.post_to_all(&world.people(3), "M-001");
    world.work().await;
    assert_eq!(world.states(), ["sent", "sent", "sent"]);
    let mut recipients = BTreeSet::new();
    for entry in std::fs::read_dir(world.data.path().join("mail")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().unwrap(), "eml");
        let mode = std::os::unix::fs::MetadataExt::mode(&path.metadata().unwrap());
        assert_eq!(mode & 0o777, 0o600);
        let text = std::fs::read_to_string(path).unwrap();
        let to = text.lines().find(|line| line.starts_with("To: ")).unwrap().to_owned();
        assert!(recipients.insert(to));
    }
    assert_eq!(recipients.len(), 3);
}
