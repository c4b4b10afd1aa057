//! A crowd at the door: bodies that are begun and held, and slow ones that are honest.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use crate::support::{Machine, Served};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PASSWORD: &str = "kuda laut makan nasi";

fn account(machine: &Machine) {
    let arguments = ["user", "create", "--email", "a@b.id", "--name", "A", "--role", "candidate"];
    let made = machine.tubel_with(&arguments, &format!("{PASSWORD}\n"));
    assert!(made.succeeded, "{}", made.errors);
}

/// Begins a body in chunks, which announces no length.
fn begin_in_chunks(served: &Served) -> TcpStream {
    let mut stream = TcpStream::connect(&served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (path, kind) = WAYS[0];
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{{\r\n"
    )
    .unwrap();
    stream
}

/// Begins a body of a million bytes and sends the first of them.
fn begin(served: &Served, (path, kind): (&str, &str), sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(&served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: x\r\norigin: http://x\r\nsec-fetch-site: same-origin\r\n\
         content-type: {kind}\r\ncontent-length: 1000000\r\n\r\n"
    )
    .unwrap();
    // A server that has given it up already is what is tested.
    stream.write_all(sent).ok();
    stream
}

const WAYS: [(&str, &str); 2] =
    [("/api/v1/auth/login", "application/json"), ("/sign-in", "application/x-www-form-urlencoded")];

/// Peak and present memory in bytes.
fn memory(served: &Served) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", served.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

async fn signs_in(served: &Served) -> Value {
    let body = json!({"login": "a@b.id", "password": PASSWORD});
    let client = reqwest::Client::new();
    let request = client.post(served.url("/api/v1/auth/login")).json(&body);
    let answer = request.timeout(Duration::from_secs(10)).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

/// How much the server grows when 300 bodies of 900 kB are begun, with this much memory for all of them. Whoever signs
/// in from the crowd's own address is served meanwhile.
async fn growth_with(body_memory: &str) -> u64 {
    let machine = Machine::new();
    account(&machine);
    let served = machine.serve(&[
        ("TUBEL__SERVER__BODY_MEMORY_BYTES", body_memory),
        ("TUBEL__SERVER__BODIES_PER_ADDRESS", "1000"),
    ]);
    signs_in(&served).await;
    let before = memory(&served);
    let sent = vec![b' '; 900_000];
    let held: Vec<TcpStream> = (0..300).map(|turn| begin(&served, WAYS[turn % 2], &sent)).collect();
    // With a body of its own.
    let token = signs_in(&served).await["access_token"].as_str().unwrap().to_owned();
    let me = reqwest::Client::new().get(served.url("/api/v1/me")).bearer_auth(token);
    assert_eq!(me.send().await.unwrap().status(), 200);
    let grown = memory(&served).saturating_sub(before);
    drop(held);
    signs_in(&served).await;
    assert!(served.stop("-TERM"));
    grown
}

/// Beside each other, because what a connection costs apart from its body differs with machine and allocator.
#[actix_web::test]
async fn held_bodies_keep_nobody_out_and_do_not_fill_the_memory() {
    let limited = growth_with("4000000").await;
    let unlimited = growth_with("4000000000").await;
    assert!(limited * 2 < unlimited, "{limited} bytes more, {unlimited} without a limit");
}

/// What comes until the server closes the connection.
fn answer_of(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[actix_web::test]
async fn a_body_that_stands_still_is_given_up_whatever_it_is_for() {
    let machine = Machine::new();
    account(&machine);
    let served = machine.serve(&[("TUBEL__SERVER__BODY_IDLE_SECONDS", "1")]);
    let token = signs_in(&served).await["access_token"].as_str().unwrap().to_owned();
    for way in WAYS {
        let stream = begin(&served, way, b"{\"login\": \"");
        let answer = actix_web::web::block(move || answer_of(stream)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408"), "{way:?}: {answer}");
    }
    let stream = begin_in_chunks(&served);
    let answer = actix_web::web::block(move || answer_of(stream)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "in chunks: {answer}");
    // A trickle is no body either: one byte in half a second.
    let mut stream = begin(&served, WAYS[0], b"{");
    let trickled = actix_web::web::block(move || {
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(500));
            if stream.write_all(b" ").is_err() {
                break;
            }
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok();
        String::from_utf8_lossy(&answer).into_owned()
    });
    let answer = trickled.await.unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    // A signed-in one as well, on a route that reads JSON.
    let mut stream = TcpStream::connect(&served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(
        stream,
        "POST /api/v1/problems HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 1000\r\n\r\n{{"
    )
    .unwrap();
    let answer = actix_web::web::block(move || answer_of(stream)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(served.stop("-TERM"));
}

#[actix_web::test]
async fn the_one_that_was_silent_longest_makes_room() {
    let machine = Machine::new();
    account(&machine);
    let served = machine.serve(&[("TUBEL__SERVER__BODIES_PER_ADDRESS", "2")]);
    let held = [(); 3].map(|()| begin(&served, WAYS[0], b"{"));
    // Which of them came first is the system's matter; one of them is too many.
    let given_up = actix_web::web::block(move || {
        let mut streams: Vec<_> = held.into_iter().collect();
        for stream in &streams {
            stream.set_nonblocking(true).unwrap();
        }
        for _ in 0..1000 {
            std::thread::sleep(Duration::from_millis(10));
            let mut first = [0; 12];
            let answered =
                streams.iter_mut().filter(|stream| stream.peek(&mut first).is_ok()).count();
            if answered > 0 {
                return (answered, String::from_utf8_lossy(&first).into_owned(), streams);
            }
        }
        (0, String::new(), streams)
    });
    let (answered, first, _held) = given_up.await.unwrap();
    assert_eq!((answered, first.as_str()), (1, "HTTP/1.1 408"));
    signs_in(&served).await;
    assert!(served.stop("-TERM"));
}

#[actix_web::test]
async fn browsers_are_told_to_come_over_tls_only_where_there_is_tls() {
    for (url, wanted) in [("https://tubel.example.go.id", true), ("", false), ("http://x", false)] {
        let machine = Machine::new();
        let served = machine.serve(&[("TUBEL__SERVER__PUBLIC_URL", url)]);
        for path in ["/", "/api/v1/healthz", "/nowhere", "/api/v1/me"] {
            let answer = reqwest::Client::new().get(served.url(path)).send().await.unwrap();
            let header = answer.headers().get("strict-transport-security");
            let header = header.map(|header| header.to_str().unwrap().to_owned());
            let said = header.is_some_and(|header| header.starts_with("max-age=31536000"));
            assert_eq!(said, wanted, "{url} {path}");
        }
        assert!(served.stop("-TERM"));
    }
}
