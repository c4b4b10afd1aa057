//! `scripts/bench api`: what the API takes, beside a bare twin in the same run on the same machine.
//! Medians of single requests, then requests per second over many connections.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program for its author's terminal"
)]

mod twin;
mod world;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tubel::kernel::clock::Clock;
use tubel::kernel::settings::Settings;
use tubel::platform::app::App;
use tubel::platform::db::{Database, Options};
use world::World;

const CONNECTIONS: usize = 32;

/// How much is measured: `--quick` shows in seconds that every measurement still runs; its figures say nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// Single requests per figure.
    times: usize,
    /// How long each load lasts.
    load: Duration,
    pub(crate) proposals: usize,
    pub(crate) reviewers: usize,
}

const WHOLE: Scale =
    Scale { times: 61, load: Duration::from_secs(4), proposals: 2000, reviewers: 400 };
const QUICK: Scale =
    Scale { times: 3, load: Duration::from_millis(100), proposals: 40, reviewers: 30 };

struct Bench {
    client: Client,
    address: String,
    twin: String,
    app: App,
    world: World,
    scale: Scale,
}

impl Bench {
    async fn token(&self, email: &str) -> String {
        let body = json!({"login": email, "password": world::PASSWORD});
        let request = self.client.post(format!("{}/api/v1/auth/login", self.address)).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    fn ours(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/{path}", self.address);
        self.client.request(method, url).bearer_auth(token)
    }

    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/{path}", self.twin))
    }
}

/// Sends a request and reads the whole answer; answers the time and the size.
async fn timed(request: RequestBuilder) -> (Duration, usize) {
    let start = Instant::now();
    let response = request.send().await.unwrap();
    let status = response.status();
    let size = response.bytes().await.unwrap().len();
    assert!(status.is_success(), "{status}");
    (start.elapsed(), size)
}

/// The median in milliseconds, after five requests that do not count.
async fn median(name: &str, times: usize, request: impl Fn(usize) -> RequestBuilder) -> f64 {
    let (mut taken, mut size) = (Vec::new(), 0);
    for turn in 0..times + 5 {
        let (time, bytes) = timed(request(turn)).await;
        size = bytes;
        if turn >= 5 {
            taken.push(time);
        }
    }
    taken.sort();
    let milliseconds = taken[taken.len() / 2].as_secs_f64() * 1000.0;
    println!("  {name:<46} {milliseconds:>9.2} ms {:>9.1} kB", size as f64 / 1000.0);
    milliseconds
}

/// Requests per second over many connections.
async fn load(name: &str, length: Duration, request: impl Fn() -> RequestBuilder) -> f64 {
    let done = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + length;
    let workers = (0..CONNECTIONS).map(|_| async {
        while Instant::now() < end {
            timed(request()).await;
            done.fetch_add(1, Ordering::Relaxed);
        }
    });
    futures_util::future::join_all(workers).await;
    let rate = done.load(Ordering::Relaxed) as f64 / length.as_secs_f64();
    println!("  {name:<46} {rate:>9.0} /s");
    rate
}

fn start(scale: Scale) -> Bench {
    let folder = Box::leak(Box::new(tempfile::tempdir().unwrap()));
    let mut settings = Settings::load(None).unwrap();
    folder.path().clone_into(&mut settings.data.folder);
    // What is measured is the API; letters wait in the queue.
    settings.mail.send = false;
    settings.accounts.access_token_minutes = 100_000;
    // Its people have neither phones nor mailboxes.
    settings.accounts.require_second_factor = false;
    settings.accounts.require_verified_email = false;
    settings.database.url = std::env::var("TUBEL_BENCH_DATABASE")
        .unwrap_or_else(|_| format!("sqlite:{}", folder.path().join("tubel.db").display()));
    let options = Options { url: settings.database.url.clone(), readers: 8 };
    let database = Database::open(&options).unwrap();
    let clock = Clock::manual("2026-11-24T01:00:00Z".parse().unwrap());
    let app = App { database, clock, settings: Arc::new(settings), demo: None };
    let now = app.clock.now();
    let settings = Arc::clone(&app.settings);
    app.database.write(tubel::features::accounts::seed_units).unwrap();
    let world = app.database.write(move |db| world::fill(db, &settings, now, scale)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    actix_web::rt::spawn(tubel::server::serve(app.clone(), listener).unwrap());
    let twin = twin::serve(folder.path(), scale.proposals).unwrap();
    Bench { client: Client::new(), address, twin, app, world, scale }
}

async fn single(bench: &Bench) {
    let World { call, proposal, open_task, criteria, .. } = &bench.world;
    let (admin, reviewer) =
        (bench.token(&bench.world.secretariat).await, bench.token(&bench.world.reviewer).await);
    println!(
        "\nsingle requests, medians, {} proposals x {} sheets",
        bench.scale.proposals,
        world::SHEETS
    );
    let times = bench.scale.times;
    median("twin: one row", times, |_| bench.bare(Method::GET, "row/7")).await;
    let path = format!("proposals/{proposal}");
    median("one proposal", times, |_| bench.ours(Method::GET, &path, &admin)).await;
    median("twin: 50 rows", times, |_| bench.bare(Method::GET, "rows")).await;
    let path = format!("proposals?call={call}&limit=50");
    median("list of 50 proposals", times, |_| bench.ours(Method::GET, &path, &admin)).await;
    median("twin: insert, FULL", times, |_| bench.bare(Method::POST, "row")).await;
    let path = format!("assignments/{open_task}/sheet");
    median("save one review (a new text each time)", times, |turn| {
        let scores: serde_json::Map<String, Value> = criteria
            .iter()
            .map(|code| (code.clone(), json!({"score": 3, "reason": format!("Alasan {turn}")})))
            .collect();
        let body = json!({"scores": scores, "feedback": "", "note": ""});
        let request = bench.ours(Method::PUT, &path, &reviewer);
        request.header("if-match", format!("\"v{turn}\"")).json(&body)
    })
    .await;
    let login = json!({"login": bench.world.secretariat, "password": world::PASSWORD});
    median("sign in (argon2id, 19 MiB, 2 passes)", times.min(21), |_| {
        bench.client.post(format!("{}/api/v1/auth/login", bench.address)).json(&login)
    })
    .await;
}

async fn plenary(bench: &Bench) {
    let (call, times) = (&bench.world.call, bench.scale.times);
    bench.app.clock.set("2026-12-06T01:00:00Z".parse().unwrap());
    let admin = bench.token(&bench.world.secretariat).await;
    let path = format!("calls/{call}/selections");
    median("compute the ranking and keep the run", times.min(5), |_| {
        bench.ours(Method::POST, &path, &admin).json(&json!({}))
    })
    .await;
    let runs: Value =
        bench.ours(Method::GET, &path, &admin).send().await.unwrap().json().await.unwrap();
    let path = format!("selections/{}/ranking", runs[0]["id"].as_str().unwrap());
    median("the ranking with a reason each", times, |_| bench.ours(Method::GET, &path, &admin))
        .await;
    let path = format!("calls/{call}/exports/sheets");
    median("all sheets as CSV", times.min(11), |_| bench.ours(Method::GET, &path, &admin)).await;
}

async fn many(bench: &Bench) {
    bench.app.clock.set("2026-11-24T01:00:00Z".parse().unwrap());
    let World { call, proposal, .. } = &bench.world;
    let admin = bench.token(&bench.world.secretariat).await;
    println!("\n{CONNECTIONS} connections, client and servers on the same processors");
    let (mut ratios, length) = (Vec::new(), bench.scale.load);
    let pairs = [
        ("row/7".to_owned(), format!("proposals/{proposal}"), "one proposal"),
        ("rows".to_owned(), format!("proposals?call={call}&limit=50"), "list of 50"),
    ];
    for (bare, ours, name) in pairs {
        // A B A B, and the ratio of the sums.
        let (mut twin, mut tubel) = (0.0, 0.0);
        for _ in 0..2 {
            twin += load(&format!("twin: {name}"), length, || bench.bare(Method::GET, &bare)).await;
            tubel += load(name, length, || bench.ours(Method::GET, &ours, &admin)).await;
        }
        ratios.push((name, tubel / twin));
    }
    let (mut twin, mut tubel) = (0.0, 0.0);
    for _ in 0..2 {
        twin += load("twin: insert, FULL", length, || bench.bare(Method::POST, "row")).await;
        let login = || {
            let unit = json!({
                "parent": "P", "name": "Loka", "kind": "loka", "city": "x", "region": "x",
                "remote": true, "time_zone": "WIT", "active": true,
            });
            bench.ours(Method::PUT, "units/U.LK.FFK", &admin).json(&unit)
        };
        tubel += load("a recorded write (unit changed)", length, login).await;
    }
    ratios.push(("a write", tubel / twin));
    println!();
    for (name, ratio) in ratios {
        println!("  {name:<46} {:>8.0} % of the twin", ratio * 100.0);
    }
}

fn main() {
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    actix_web::rt::System::new().block_on(async {
        let bench = start(if is_quick { QUICK } else { WHOLE });
        single(&bench).await;
        plenary(&bench).await;
        many(&bench).await;
    });
}
