//! A clean stop leaves one whole file, however busy the program was; a log that is not the file's is noticed.

use crate::support::{Machine, Served};
use reqwest::Client;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const PASSWORD: &str = "kuda laut makan nasi";

fn account(machine: &Machine) {
    let arguments = ["user", "create", "--email", "a@b.id", "--name", "A", "--role", "candidate"];
    let made = machine.tubel_with(&arguments, &format!("{PASSWORD}\n"));
    assert!(made.succeeded, "{}", made.errors);
}

/// Signs in again and again, each an entry in the record, until the server is gone; counts the answers.
async fn sign_in_until_the_end(url: String, acknowledged: Arc<AtomicUsize>) {
    let client = Client::new();
    let body = json!({"login": "a@b.id", "password": PASSWORD});
    loop {
        match client.post(&url).json(&body).send().await {
            Ok(answer) if answer.status() == 200 => {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            Ok(answer) => assert!(matches!(answer.status().as_u16(), 503), "{}", answer.status()),
            Err(_) => return,
        }
    }
}

fn leftovers(machine: &Machine) -> Vec<String> {
    let names = fs::read_dir(machine.path("data")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with("-wal") || name.ends_with("-shm")).collect()
}

/// Entries of the record in this copy of `tubel.db` alone.
fn entries_in(copy: &Machine) -> usize {
    let verified = copy.tubel(&["ledger", "verify"]);
    assert!(verified.succeeded, "{}", verified.errors);
    let words = verified.output.split("the record holds: ").nth(1).unwrap();
    words.split(' ').next().unwrap().parse().unwrap()
}

fn copy_alone(machine: &Machine) -> Machine {
    let copy = Machine::new();
    fs::create_dir(copy.path("data")).unwrap();
    fs::copy(machine.path("data/tubel.db"), copy.path("data/tubel.db")).unwrap();
    std::process::Command::new("chmod").args(["700", &copy.path("data")]).status().unwrap();
    copy
}

#[actix_web::test]
async fn a_stop_in_the_middle_of_the_work_leaves_one_whole_file() {
    for (round, signal) in ["-TERM", "-INT", "-TERM", "-INT"].into_iter().enumerate() {
        let machine = Machine::new();
        account(&machine);
        assert_eq!(leftovers(&machine), Vec::<String>::new(), "after a command");
        let served = machine.serve(&[]);
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let work: Vec<_> = (0..8)
            .map(|_| {
                let url = served.url("/api/v1/auth/login");
                actix_web::rt::spawn(sign_in_until_the_end(url, Arc::clone(&acknowledged)))
            })
            .collect();
        while acknowledged.load(Ordering::SeqCst) < 20 * (round + 1) {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let stopped = actix_web::web::block(move || served.stop(signal)).await.unwrap();
        assert!(stopped, "{signal}");
        for worker in work {
            worker.await.unwrap();
        }
        assert_eq!(leftovers(&machine), Vec::<String>::new(), "{signal}");
        let copy = copy_alone(&machine);
        // One entry for the account, one for its role; one for each session.
        let sessions = acknowledged.load(Ordering::SeqCst);
        assert!(entries_in(&copy) >= sessions, "{} of {sessions}", entries_in(&copy));
    }
}

async fn work(served: &Served, times: usize) {
    let client = Client::new();
    for _ in 0..times {
        let body = json!({"login": "a@b.id", "password": PASSWORD});
        let answer =
            client.post(served.url("/api/v1/auth/login")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
}

/// A copy as `sqlite3 tubel.db "VACUUM INTO …"` makes it.
fn vacuum_into(machine: &Machine, file: &str) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    let mut connection =
        diesel::SqliteConnection::establish(&machine.path("data/tubel.db")).unwrap();
    connection.batch_execute(&format!("VACUUM INTO '{}'", machine.path(file))).unwrap();
}

#[actix_web::test]
async fn a_backup_put_over_a_file_whose_log_is_left_is_noticed_and_nothing_is_changed() {
    let machine = Machine::new();
    account(&machine);
    fs::copy(machine.path("data/tubel.db"), machine.path("stopped.db")).unwrap();
    let served = machine.serve(&[]);
    work(&served, 3).await;
    vacuum_into(&machine, "early.db");
    work(&served, 3).await;
    vacuum_into(&machine, "late.db");
    work(&served, 1).await;
    assert!(!served.stop("-KILL"));
    let (own, log) = (machine.path("data/tubel.db"), machine.path("data/tubel.db-wal"));
    assert!(fs::metadata(&log).unwrap().len() > 0);
    fs::copy(&own, machine.path("own.db")).unwrap();
    for copy in ["early.db", "late.db"] {
        assert!(machine.run("chmod", &["600", &machine.path(copy)]).success());
    }
    let kept_log = fs::read(&log).unwrap();

    for copy in ["stopped.db", "early.db", "late.db"] {
        fs::copy(machine.path(copy), &own).unwrap();
        for command in
            [&["serve"][..], &["migrate"], &["backup", "x.zip"], &["ledger", "verify"], &["check"]]
        {
            let run = machine.tubel_in_time(command);
            assert!(
                !run.succeeded && run.errors.contains("is not the log of"),
                "{copy} {command:?} {}",
                run.errors
            );
            assert!(run.errors.contains("rm '"), "it says what to do: {}", run.errors);
        }
        assert_eq!(fs::read(&own).unwrap(), fs::read(machine.path(copy)).unwrap(), "{copy}");
        assert_eq!(fs::read(&log).unwrap(), kept_log);
    }
    // Its own file and log go together: a crash costs nothing.
    fs::copy(machine.path("own.db"), &own).unwrap();
    let whole = machine.tubel(&["ledger", "verify"]);
    assert!(whole.succeeded, "{}", whole.errors);

    // What the refusal says helps.
    fs::copy(machine.path("early.db"), &own).unwrap();
    for left in [&log, &machine.path("data/tubel.db-shm")] {
        fs::remove_file(left).ok();
    }
    let served = machine.serve(&[]);
    work(&served, 1).await;
    assert!(served.stop("-TERM"));
}

#[test]
fn a_stop_that_comes_while_it_is_still_starting_is_a_clean_one() {
    let machine = Machine::new();
    account(&machine);
    for signal in ["-TERM", "-INT"] {
        // Right after the first word it says.
        assert!(machine.serve(&[]).stop(signal), "{signal}");
        assert_eq!(leftovers(&machine), Vec::<String>::new(), "{signal}");
    }
}

#[actix_web::test]
async fn a_program_that_was_killed_again_and_again_goes_on_with_its_own_log() {
    let machine = Machine::new();
    account(&machine);
    for _ in 0..4 {
        let served = machine.serve(&[]);
        work(&served, 2).await;
        assert!(!served.stop("-KILL"));
    }
    let served = machine.serve(&[]);
    work(&served, 1).await;
    let head: Value = Client::new()
        .get(served.url("/api/v1/ledger/head"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(head["seq"].as_u64().unwrap() >= 9, "{head}");
    assert!(served.stop("-TERM"));
    assert!(!Path::new(&machine.path("data/tubel.db-wal")).exists());
}
