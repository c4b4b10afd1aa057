//! A server of its own for each test, on a free port, with a clock that the test moves, and requests as one of
//! the people who sign in over the API.

use crate::administrator::administrator;
use crate::program::{Program, program_path};
use crate::{Answer, Person, TestDatabase};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::Mutex;
use std::time::Duration;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::UserId;
use tubel::kernel::settings::Settings;
use tubel::platform::app::App;
use tubel::platform::db::{Database, Db};
use tubel::platform::typesetting::{Paper, Typesetter, sample_of};

/// Access tokens are good for 15 minutes; older ones are not worth sending.
const TOKEN_SECONDS: i64 = 600;

/// The server closes a connection that was idle for five seconds; on a busy machine a request could be
/// on its way over it just then.
fn client() -> Client {
    Client::builder().pool_idle_timeout(Duration::from_secs(2)).build().unwrap()
}

pub struct TestApp {
    pub address: String,
    pub app: App,
    client: Client,
    tokens: Mutex<HashMap<UserId, (String, Timestamp)>>,
    test_database: TestDatabase,
    _data: tempfile::TempDir,
}

impl TestApp {
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// A server of the demo, and what the demo says of itself.
    pub fn with_demo() -> (Self, tubel::cli::demo::Scene) {
        let app = Self::start();
        let scene = tubel::cli::demo::prepare(app.database(), &app.app.settings, app.now());
        (app, scene.unwrap())
    }

    /// A server with settings of the test's own.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let program = Program::with(|settings| {
            for_tests(settings);
            change(settings);
        });
        let Program { app, test, data } = program;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        actix_web::rt::spawn(tubel::server::serve(app.clone(), listener).unwrap());
        let tokens = Mutex::default();
        Self { address, app, client: client(), tokens, test_database: test, _data: data }
    }

    pub fn database(&self) -> &Database {
        &self.app.database
    }

    /// So far, with all that the writer still had to do.
    pub fn statements(&self) -> u64 {
        self.database().write(|_| Ok(())).unwrap();
        self.database().statements()
    }

    /// As if it had been so from the first: a change of rows that leaves no entry.
    pub fn beyond_the_record<T>(
        &self,
        change: impl FnOnce(&mut Db) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        change(&mut administrator(&self.test_database.url))
    }

    /// The minutes of a plenary, as PDF.
    pub fn three_pages(&self) -> Vec<u8> {
        let paper = Paper::PlenaryMinutes;
        let press = Typesetter::open(&self.app.settings).unwrap();
        press.set(paper, sample_of(paper, "id"), self.now()).unwrap()
    }

    /// The entry of the record that a receipt names, by number and hash.
    pub fn entry_of(&self, head: &Value) -> tubel::platform::ledger::Entry {
        let seq = head["seq"].as_i64().unwrap();
        let wanted = tubel::platform::ledger::Wanted::default();
        let found = self
            .database()
            .read(|db| tubel::platform::ledger::entries_after(db, seq - 1, wanted, 1))
            .unwrap()
            .remove(0);
        assert_eq!(head["hash"], found.hash.as_str());
        found
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Moves the server's clock.
    pub fn at(&self, instant: &str) {
        self.app.clock.set(instant.parse().unwrap());
    }

    pub fn set_clock(&self, instant: Timestamp) {
        self.app.clock.set(instant);
    }

    /// A request of anybody's making; `path` from `/api/v1` on.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.address))
    }

    /// A request as this person, signed in, in English.
    pub async fn request_as(&self, who: &Person, method: Method, path: &str) -> RequestBuilder {
        let token = self.token(who).await;
        self.request(method, path).bearer_auth(token).header("accept-language", "en")
    }

    pub async fn get(&self, who: &Person, path: &str) -> Answer {
        Answer::of(self.request_as(who, Method::GET, path).await).await
    }

    pub async fn delete(&self, who: &Person, path: &str) -> Answer {
        Answer::of(self.request_as(who, Method::DELETE, path).await).await
    }

    pub async fn post(&self, who: &Person, path: &str, body: Value) -> Answer {
        Answer::of(self.request_as(who, Method::POST, path).await.json(&body)).await
    }

    pub async fn put(&self, who: &Person, path: &str, body: Value) -> Answer {
        Answer::of(self.request_as(who, Method::PUT, path).await.json(&body)).await
    }

    pub async fn patch(&self, who: &Person, path: &str, body: Value) -> Answer {
        Answer::of(self.request_as(who, Method::PATCH, path).await.json(&body)).await
    }

    /// A `PUT` that starts from a version, as a client that read it would.
    pub async fn put_from(&self, who: &Person, path: &str, version: i64, body: Value) -> Answer {
        let request = self.request_as(who, Method::PUT, path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\"")).json(&body)).await
    }

    /// A request by nobody in particular.
    pub async fn send(&self, method: &str, path: &str, language: &str) -> Answer {
        let method = method.parse().unwrap();
        Answer::of(self.request(method, path).header("accept-language", language)).await
    }

    async fn token(&self, who: &Person) -> String {
        let known = self.tokens.lock().unwrap().get(&who.id).cloned();
        if let Some((token, since)) = known
            && (0..TOKEN_SECONDS).contains(&self.now().seconds_since(since))
        {
            return token;
        }
        let token = self.sign_in(who).await.json["access_token"].as_str().unwrap().to_owned();
        self.tokens.lock().unwrap().insert(who.id.clone(), (token.clone(), self.now()));
        token
    }
}

fn for_tests(settings: &mut Settings) {
    settings.server.workers = 1;
    // The log of reads is written this often; a question to it writes what waits. Sooner, its writing would be
    // counted among a test's own statements.
    settings.server.readings_seconds = 60;
    // Letters are tests/mail's; a worker's looks into the queue would count as statements here.
    settings.mail.send = false;
    // This process is the test, not the program.
    settings.pictures.program = program_path();
    // Cheap hashes: what is tested is not argon2.
    settings.accounts.hash_memory_kib = 8;
    settings.accounts.hash_iterations = 1;
    // Tests of these two switch them on.
    settings.accounts.require_second_factor = false;
    settings.accounts.require_verified_email = false;
}
