//! `kill -9` at the worst moments of the real program: nothing is lost, and each kill makes at most
//! one duplicate, with the same Message-ID.

use crate::smtp::{Behaviour, Server};
use crate::world::World;
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tubel::kernel::clock::Clock;

fn program(world: &World, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tubel"))
        .arg("serve")
        .env("TUBEL__DATABASE__URL", &world.test.url)
        .env("TUBEL__DATA__FOLDER", world.data.path())
        .env("TUBEL__SERVER__PORT", "0")
        .env("TUBEL__SERVER__WORKERS", "1")
        .env("TUBEL__MAIL__SMTP_HOST", "127.0.0.1")
        .env("TUBEL__MAIL__SMTP_PORT", port.to_string())
        .env("TUBEL__MAIL__SECURITY", "none")
        .env("TUBEL__MAIL__FROM", "tubel@pom.go.id")
        .env("TUBEL__MAIL__REPLY_TO", "sekretariat@pom.go.id")
        .env("TUBEL__MAIL__CONNECTIONS", "1")
        .env("TUBEL__MAIL__BATCH", "4")
        .env("TUBEL__MAIL__TIMEOUT_SECONDS", "1")
        .env("TUBEL__MAIL__LEASE_SECONDS", "4")
        .env("TUBEL__MAIL__POLL_MILLISECONDS", "50")
        .env("TUBEL__MAIL__RELAY_PAUSE_SECONDS", "1")
        .env("TUBEL__LOG__LEVEL", "error")
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills before the relay says that it has the letter, and right after.
#[test]
fn a_killed_program_loses_no_letter_and_doubles_at_most_the_one_in_flight() {
    const LETTERS: usize = 60;
    const KILLS: usize = 6;
    let server = Server::start();
    let mut world = World::with_relay(server.port);
    // The program goes by the machine's clock.
    world.app.clock = Clock::System;
    world.post_to_all(&world.people(LETTERS), "M-001");
    for kill in 0..KILLS {
        let before = server.received().len();
        let holds_answer = kill % 2 == 0;
        server.behave(if holds_answer { Behaviour::HoldAnswer } else { Behaviour::Accept });
        let mut child = program(&world, server.port);
        server.wait_for(before + 1);
        child.kill().unwrap();
        child.wait().unwrap();
        server.behave(Behaviour::Accept);
    }
    let mut child = program(&world, server.port);
    for _ in 0..600 {
        if world.states().iter().all(|state| state == "sent") {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(world.states().iter().all(|state| state == "sent"), "{:?}", world.queue());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for letter in server.received() {
        *times.entry(letter.message_id()).or_default() += 1;
    }
    assert_eq!(times.len(), LETTERS, "none lost");
    let duplicates = server.received().len() - LETTERS;
    assert!(duplicates <= KILLS, "{duplicates} duplicates after {KILLS} kills");
    assert!(duplicates >= KILLS / 2, "the kills before the answer must have made duplicates");
}
