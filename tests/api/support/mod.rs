//! A server of its own for each test, on a free port, with a clock that the test moves; people who
//! sign in over the API; requests as one of them.

pub(crate) mod administrator;
pub(crate) mod case;
pub(crate) mod database;
mod definition;
pub(crate) mod people;
pub(crate) mod reading;

pub(crate) use database::TestDatabase;
pub(crate) use definition::{definition, problem_text};
pub(crate) use people::{PASSWORD, Person};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tubel::kernel::clock::{Clock, Timestamp};
use tubel::kernel::ids::UserId;
use tubel::kernel::settings::Settings;
use tubel::platform::app::App;
use tubel::platform::db::Database;
use tubel::platform::typesetting::{Paper, Typesetter, sample_of};

/// The instant at which every test begins.
pub(crate) const START: &str = "2026-11-24T01:00:00Z";

/// Access tokens are good for 15 minutes; older ones are not worth sending.
const TOKEN_SECONDS: i64 = 600;

/// The server closes a connection that was idle for five seconds; on a busy machine a request could be
/// on its way over it just then.
fn client() -> Client {
    Client::builder().pool_idle_timeout(Duration::from_secs(2)).build().unwrap()
}

pub(crate) struct TestApp {
    pub(crate) address: String,
    pub(crate) app: App,
    client: Client,
    tokens: Mutex<HashMap<UserId, (String, Timestamp)>>,
    test_database: TestDatabase,
    _data: tempfile::TempDir,
}

impl TestApp {
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    /// A server with settings of the test's own.
    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let (database, data) = (TestDatabase::new(), tempfile::tempdir().unwrap());
        let mut settings = Settings::load(None).unwrap();
        settings.server.workers = 1;
        // Written before each question; in between it would be counted with a test's own statements.
        settings.server.readings_seconds = 60;
        data.path().clone_into(&mut settings.data.folder);
        // Letters are tests/mail's; a worker's looks into the queue would count as statements here.
        settings.mail.send = false;
        // So would the log of reads; questions to it write what waits.
        settings.server.readings_seconds = 60;
        // This process is the test, not the program.
        settings.pictures.program = env!("CARGO_BIN_EXE_tubel").into();
        // Cheap hashes: what is tested is not argon2.
        settings.accounts.hash_memory_kib = 8;
        settings.accounts.hash_iterations = 1;
        // Tests of these two switch them on.
        settings.accounts.require_second_factor = false;
        settings.accounts.require_verified_email = false;
        change(&mut settings);
        let app = App {
            database: database.open(),
            clock: Clock::manual(START.parse::<Timestamp>().unwrap()),
            settings: Arc::new(settings),
            demo: None,
        };
        app.database.write(tubel::features::accounts::seed_units).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        actix_web::rt::spawn(tubel::server::serve(app.clone(), listener).unwrap());
        let tokens = Mutex::default();
        Self { address, app, client: client(), tokens, test_database: database, _data: data }
    }

    pub(crate) fn database(&self) -> &Database {
        &self.app.database
    }

    /// So far, with all that the writer still had to do.
    pub(crate) fn statements(&self) -> u64 {
        self.database().write(|_| Ok(())).unwrap();
        self.database().statements()
    }

    /// As if it had been so from the first: a change of rows that leaves no entry.
    pub(crate) fn beyond_the_record<T>(
        &self,
        change: impl FnOnce(&mut tubel::platform::db::Db) -> Result<T, tubel::kernel::errors::Failure>,
    ) -> Result<T, tubel::kernel::errors::Failure> {
        change(&mut administrator::administrator(&self.test_database.url))
    }

    /// The minutes of a plenary, as PDF.
    pub(crate) fn three_pages(&self) -> Vec<u8> {
        let paper = Paper::PlenaryMinutes;
        let press = Typesetter::open(&self.app.settings).unwrap();
        press.set(paper, sample_of(paper, "id"), self.now()).unwrap()
    }

    /// The entry of the record that a receipt names, by number and hash.
    pub(crate) fn entry_of(&self, head: &Value) -> tubel::platform::ledger::Entry {
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

    pub(crate) fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Moves the server's clock.
    pub(crate) fn at(&self, instant: &str) {
        self.app.clock.set(instant.parse().unwrap());
    }

    pub(crate) fn set_clock(&self, instant: Timestamp) {
        self.app.clock.set(instant);
    }

    /// A request of anybody's making; `path` from `/api/v1` on.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.address))
    }

    /// A request as this person, signed in, in English.
    pub(crate) async fn request_as(
        &self,
        who: &Person,
        method: Method,
        path: &str,
    ) -> RequestBuilder {
        let token = self.token(who).await;
        self.request(method, path).bearer_auth(token).header("accept-language", "en")
    }

    pub(crate) async fn get(&self, who: &Person, path: &str) -> Answer {
        Answer::of(self.request_as(who, Method::GET, path).await).await
    }

    pub(crate) async fn delete(&self, who: &Person, path: &str) -> Answer {
        Answer::of(self.request_as(who, Method::DELETE, path).await).await
    }

    pub(crate) async fn post(&self, who: &Person, path: &str, body: Value) -> Answer {
        Answer::of(self.request_as(who, Method::POST, path).await.json(&body)).await
    }

    pub(crate) async fn put(&self, who: &Person, path: &str, body: Value) -> Answer {
        Answer::of(self.request_as(who, Method::PUT, path).await.json(&body)).await
    }

    pub(crate) async fn patch(&self, who: &Person, path: &str, body: Value) -> Answer {
        Answer::of(self.request_as(who, Method::PATCH, path).await.json(&body)).await
    }

    /// A `PUT` that starts from a version, as a client that read it would.
    pub(crate) async fn put_from(
        &self,
        who: &Person,
        path: &str,
        version: i64,
        body: Value,
    ) -> Answer {
        let request = self.request_as(who, Method::PUT, path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\"")).json(&body)).await
    }

    /// A request by nobody in particular.
    pub(crate) async fn send(&self, method: &str, path: &str, language: &str) -> Answer {
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

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Self { status, headers, bytes, json }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The text of a page that was found.
    #[track_caller]
    pub(crate) fn expect_page_of(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.text());
        assert!(self.header("content-type").starts_with("text/html"));
        self.text()
    }

    pub(crate) fn expect_page(&self) -> &str {
        assert_eq!(self.status, 200, "{}", self.text());
        self.text()
    }

    /// What was found, whatever it is.
    pub(crate) fn expect_file(&self) -> &[u8] {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.bytes));
        &self.bytes
    }

    /// The JSON, after making sure of the status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> &Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        &self.json
    }

    /// The refusal's code, after making sure of the status.
    #[track_caller]
    pub(crate) fn refusal(&self, status: u16) -> &str {
        self.expect(status)["code"].as_str().unwrap()
    }

    /// Field and code of every fault in the input, in the order given.
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|fault| (text(&fault["field"]), text(&fault["code"]))).collect()
    }
}
