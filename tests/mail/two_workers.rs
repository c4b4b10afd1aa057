//! Several workers and programs on one database: no letter is sent twice, and who lost a letter to
//! another has no say about it any more.

use crate::smtp::{Behaviour, Received, Server};
use crate::world::{World, work};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::watch;
use tubel::platform::mail::Worker;

#[actix_web::test]
async fn two_programs_with_two_workers_each_send_every_letter_once() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    world.post_to_all(&world.people(200), "M-001");
    let second = world.second_app();
    let workers = [&world.app, &second, &world.app, &second].map(|app| Box::pin(work(app)));
    futures_util::future::join_all(workers).await;
    // Some may have looked while the others held the last letters.
    world.work().await;
    let received = server.received();
    let ids: BTreeSet<String> = received.iter().map(Received::message_id).collect();
    assert_eq!((received.len(), ids.len()), (200, 200));
    assert!(world.states().iter().all(|state| state == "sent"));
}

#[actix_web::test]
async fn a_worker_whose_lease_ran_out_does_not_overwrite_what_the_next_one_did() {
    let server = Server::start();
    let world = World::with(|settings| {
        "127.0.0.1".clone_into(&mut settings.mail.smtp_host);
        settings.mail.smtp_port = server.port;
        settings.mail.security = tubel::kernel::settings::MailSecurity::None;
        settings.mail.timeout_seconds = 30;
    });
    world.post(&world.person(1, "Siti"), "M-001");
    server.behave(Behaviour::HoldAnswer);
    let slow = actix_web::rt::spawn({
        let app = world.second_app();
        async move { work(&app).await }
    });
    while server.received().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // The relay has the first worker's letter and says nothing; meanwhile its lease ends. The second
    // worker's letter is held as well, until both are told at once.
    world.pass_seconds(301);
    let next = actix_web::rt::spawn({
        let app = world.app.clone();
        async move { work(&app).await }
    });
    while server.received().len() < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    server.behave(Behaviour::Accept);
    slow.await.unwrap();
    next.await.unwrap();
    let [first, second] = server.received().try_into().unwrap();
    assert_eq!(first.message_id(), second.message_id());
    let sent = world.queue().remove(0);
    assert_eq!((sent.state.as_str(), sent.attempts), ("sent", 1));
}

#[actix_web::test]
async fn a_worker_dropped_before_it_settles_leaves_the_letter_to_the_next_with_the_same_id() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    world.post_to_all(&world.people(3), "M-001");
    server.behave(Behaviour::HoldAnswer);
    let dropped = actix_web::rt::spawn({
        let app = world.app.clone();
        async move { work(&app).await }
    });
    while server.received().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    dropped.abort();
    dropped.await.unwrap_err();
    server.behave(Behaviour::Accept);
    world.work().await;
    assert_eq!(world.states(), ["sending", "sending", "sending"], "the lease still holds");
    world.pass_seconds(301);
    world.work().await;
    assert_eq!(world.states(), ["sent", "sent", "sent"]);
    let received = server.received();
    let ids: BTreeSet<String> = received.iter().map(Received::message_id).collect();
    assert_eq!((received.len(), ids.len()), (4, 3), "one duplicate, recognisable");
}

#[actix_web::test]
async fn a_worker_told_to_stop_finishes_the_letter_in_hand_and_frees_the_others() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    world.post_to_all(&world.people(3), "M-001");
    server.behave(Behaviour::HoldAnswer);
    let (stop, stopped) = watch::channel(false);
    let worker = actix_web::rt::spawn(Worker::open(&world.app).unwrap().run(stopped));
    while server.received().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.send(true).unwrap();
    server.behave(Behaviour::Accept);
    worker.await.unwrap();
    assert_eq!(world.states(), ["sent", "queued", "queued"]);
    assert_eq!(server.received().len(), 1);
}

#[actix_web::test]
async fn people_do_not_wait_for_a_relay_that_hangs() {
    let server = Server::start();
    server.behave(Behaviour::HangInData);
    let world = World::with(|settings| {
        settings.server.workers = 1;
        settings.accounts.hash_memory_kib = 8;
        settings.accounts.hash_iterations = 1;
        "127.0.0.1".clone_into(&mut settings.mail.smtp_host);
        settings.mail.smtp_port = server.port;
        settings.mail.security = tubel::kernel::settings::MailSecurity::None;
        settings.mail.poll_milliseconds = 10;
    });
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/api/v1/auth/register", listener.local_addr().unwrap());
    actix_web::rt::spawn(tubel::server::serve(world.app.clone(), listener).unwrap());
    let client = reqwest::Client::new();
    let start = std::time::Instant::now();
    for number in 1..=5 {
        let account = serde_json::json!({
            "email": format!("calon{number}@pom.go.id"), "nip": format!("1990010{number}2015011001"),
            "name": "Calon", "unit": "U.BB.MKS", "password": "kuda laut makan nasi",
        });
        let answer = client.post(&address).json(&account).send().await.unwrap();
        assert_eq!(answer.status(), 202, "{}", answer.text().await.unwrap());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(server.commands().iter().any(|command| command == "DATA"), "the relay was never asked");
    assert!(!world.states().contains(&"sent".to_owned()));
    server.behave(Behaviour::Accept);
}
