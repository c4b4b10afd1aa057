//! The bare twin: the same HTTP server and the same database library, one table, no rules. What it
//! can do on this machine is the ceiling.

use actix_web::{App, HttpResponse, HttpServer, web};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use std::path::Path;

type Readers = Pool<ConnectionManager<SqliteConnection>>;

diesel::table! {
    rows (id) {
        id -> Integer,
        score -> Integer,
        text -> Text,
    }
}

#[derive(Queryable, serde::Serialize)]
struct Row {
    id: i32,
    score: i32,
    text: String,
}

#[derive(Debug)]
struct Durable;

impl CustomizeConnection<SqliteConnection, diesel::r2d2::Error> for Durable {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), diesel::r2d2::Error> {
        connection
            .batch_execute(
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
            )
            .map_err(diesel::r2d2::Error::QueryError)
    }
}

/// Serves on a free port; answers the address.
pub(crate) fn serve(folder: &Path, rows: usize) -> std::io::Result<String> {
    let manager = ConnectionManager::new(folder.join("twin.db").to_string_lossy());
    let pool = Pool::builder()
        .max_size(8)
        .connection_customizer(Box::new(Durable))
        .build(manager)
        .unwrap();
    fill(&pool, rows);
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let pool = web::Data::new(pool);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(pool.clone())
            .route("/row/{id}", web::get().to(one))
            .route("/rows", web::get().to(fifty))
            .route("/row", web::post().to(insert))
    });
    actix_web::rt::spawn(server.listen(listener)?.run());
    Ok(address)
}

fn fill(pool: &Readers, count: usize) {
    let mut connection = pool.get().unwrap();
    connection
        .batch_execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, score INTEGER NOT NULL, text TEXT NOT NULL); CREATE INDEX rows_score ON rows (score, id);")
        .unwrap();
    let text = "Penjual obat ilegal kembali dengan nama lain. ".repeat(50);
    connection
        .transaction(|connection| {
            for id in 0..count {
                let id = i32::try_from(id).unwrap();
                diesel::insert_into(rows::table)
                    .values((rows::id.eq(id), rows::score.eq(id % 100), rows::text.eq(&text)))
                    .execute(connection)?;
            }
            QueryResult::Ok(())
        })
        .unwrap();
}

async fn one(pool: web::Data<Readers>, id: web::Path<i32>) -> HttpResponse {
    let row = web::block(move || rows::table.find(*id).first::<Row>(&mut pool.get().unwrap()));
    HttpResponse::Ok().json(row.await.unwrap().unwrap())
}

async fn fifty(pool: web::Data<Readers>) -> HttpResponse {
    let found = web::block(move || {
        rows::table
            .order((rows::score, rows::id))
            .limit(50)
            .select((rows::id, rows::score, diesel::dsl::sql::<diesel::sql_types::Text>("'x'")))
            .load::<Row>(&mut pool.get().unwrap())
    });
    HttpResponse::Ok().json(found.await.unwrap().unwrap())
}

async fn insert(pool: web::Data<Readers>) -> HttpResponse {
    let inserted = web::block(move || {
        diesel::insert_into(rows::table)
            .values((rows::score.eq(1), rows::text.eq("a sheet of five hundred characters")))
            .execute(&mut pool.get().unwrap())
    });
    inserted.await.unwrap().unwrap();
    HttpResponse::Created().finish()
}
