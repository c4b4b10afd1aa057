//! A server of its own for each test, on a free port, with a clock that the test moves.

use serde_json::Value;
use std::net::TcpListener;
use std::sync::Arc;
use tubel::clock::{Clock, Timestamp};
use tubel::db::{Database, Engine, Options};
use tubel::settings::Settings;
use tubel::web::App;

/// The instant at which every test begins.
pub(crate) const START: &str = "2026-11-24T01:00:00Z";

/// A new, empty database on the engine under test, dropped with this value.
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    admin: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

impl TestDatabase {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        match std::env::var("TUBEL_TEST_DATABASE") {
            Ok(server) if server.starts_with("postgres") => {
                let name = format!("test_{}", tubel::ids::random_text().unwrap());
                execute(&server, &format!("CREATE DATABASE {name}"));
                let (base, _) = server.rsplit_once('/').unwrap();
                Self {
                    url: format!("{base}/{name}"),
                    admin: Some((server.clone(), name)),
                    _folder: folder,
                }
            }
            _ => Self {
                url: format!("sqlite:{}", folder.path().join("tubel.db").display()),
                admin: None,
                _folder: folder,
            },
        }
    }

    pub(crate) fn open(&self) -> Database {
        Database::open(&Options { url: self.url.clone(), readers: 4 }).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.admin {
            execute(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn execute(server: &str, statement: &str) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    assert!(matches!(Engine::from_url(server), Ok(Engine::Postgres(_))));
    let mut connection = diesel::PgConnection::establish(server).unwrap();
    connection.batch_execute(statement).unwrap();
}

pub(crate) struct TestApp {
    pub(crate) address: String,
    client: reqwest::Client,
    _database: TestDatabase,
}

impl TestApp {
    pub(crate) fn start() -> Self {
        let database = TestDatabase::new();
        let mut settings = Settings::load(None).unwrap();
        settings.server.workers = 1;
        let app = App {
            database: database.open(),
            clock: Clock::manual(START.parse::<Timestamp>().unwrap()),
            settings: Arc::new(settings),
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        actix_web::rt::spawn(tubel::server::serve(app, listener).unwrap());
        Self { address, client: reqwest::Client::new(), _database: database }
    }

    pub(crate) async fn send(&self, method: &str, path: &str, language: &str) -> Answer {
        let method = method.parse::<reqwest::Method>().unwrap();
        let request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .header("accept-language", language);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap();
        Answer { status, headers, json: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
