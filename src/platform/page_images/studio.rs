//! The server's side: starts the process that draws, gives it the file, takes the picture or ends it;
//! keeps the last few, since whoever reads turns pages back and forth.

use super::{Fault, PAGE_NOT_DRAWABLE, PAGES_BUSY, Picture};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;
use crate::kernel::turns::Turns;
use crate::platform::files::{Storage, Verified};
use crate::platform::sandbox::Confined;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::process::Command;
use tokio::time::timeout;

/// How long a reader waits for a turn, and then for the picture.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pictures drawn at the same time, at most.
const AT_ONCE: usize = 2;

/// Pictures kept in memory, at most; some 60 kB each.
const KEPT: usize = 24;

/// Pages that could not be drawn, remembered so that asking again costs nothing.
const FAILED_KEPT: usize = 1_000;

/// The largest picture that is kept, in bytes.
const LARGEST_KEPT: usize = 512 * 1024;

/// Bytes before the picture: how many pages there are.
const HEAD: usize = 4;

/// A page of a file, by the file's hash.
type Key = (String, u32);

/// Where pictures are drawn. One for the whole program.
#[derive(Debug)]
pub struct PdfRenderer {
    confined: Confined,
    turns: Turns,
    kept: Mutex<VecDeque<(Key, Arc<Picture>)>>,
    failed: Mutex<VecDeque<Key>>,
}

impl PdfRenderer {
    /// With `program` to draw; this program itself when it is empty.
    ///
    /// # Errors
    /// When the system does not tell where this program lies.
    pub fn open(program: &Path) -> io::Result<Self> {
        Ok(Self {
            confined: Confined::open(program)?,
            turns: Turns::new(AT_ONCE),
            kept: Mutex::default(),
            failed: Mutex::default(),
        })
    }

    /// Page `number` (from 1) of the stored file of this hash, for `reader`: one page at a time is drawn
    /// for each person, so that nobody's slow file holds up everybody.
    ///
    /// # Errors
    /// `not_found` for a page beyond the last; `page_not_drawable` when the file cannot be drawn within the
    /// limits; `pages_busy` when too many ask; `file_damaged`.
    pub async fn draw(
        &self,
        storage: &web::Data<Storage>,
        sha256: &str,
        number: u32,
        reader: &UserId,
    ) -> Result<Arc<Picture>, Failure> {
        let key = (sha256.to_owned(), number);
        if let Some(answer) = self.known(&key) {
            return answer;
        }
        let turn = timeout(PATIENCE, self.turns.of(reader.as_str())).await;
        let _turn = turn.map_err(|_| Refusal::new(PAGES_BUSY))?.map_err(io::Error::other)?;
        // Another request of theirs may have asked for the same page.
        if let Some(answer) = self.known(&key) {
            return answer;
        }
        let (storage, sha256) = (storage.clone(), key.0.clone());
        let file = blocking(move || storage.open_verified(&sha256)).await?;
        let Ok(output) = timeout(PATIENCE, self.run(file, number)).await else {
            // On a busy machine, elapsed time says nothing about the page, so this is not remembered. A page that
            // uses too much processor time ends its process; that is remembered.
            tracing::warn!(number, "a page took too long to draw");
            return Err(Refusal::new(PAGE_NOT_DRAWABLE).into());
        };
        match picture_of(output?) {
            Ok(picture) => {
                let picture = Arc::new(picture);
                self.keep(key, &picture);
                Ok(picture)
            }
            Err(Undrawn::NoSuchPage) => Err(Failure::not_found()),
            Err(Undrawn::NotDrawable) => Err(self.failed(key)),
        }
    }

    /// A page drawn before, or one that is known not to be drawable.
    fn known(&self, key: &Key) -> Option<Result<Arc<Picture>, Failure>> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.contains(key) {
            return Some(Err(Refusal::new(PAGE_NOT_DRAWABLE).into()));
        }
        drop(failed);
        self.kept(key).map(Ok)
    }

    /// Remembers that this page cannot be drawn, until the program ends or a thousand others could not.
    fn failed(&self, key: Key) -> Failure {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.push_back(key);
        if failed.len() > FAILED_KEPT {
            failed.pop_front();
        }
        Refusal::new(PAGE_NOT_DRAWABLE).into()
    }

    async fn run(&self, file: Verified, number: u32) -> io::Result<Output> {
        Command::from(self.confined.command(&["picture", &number.to_string()], file.into_file()))
            // When nobody waits any more, the process is ended.
            .kill_on_drop(true)
            .output()
            .await
    }

    fn kept(&self, key: &Key) -> Option<Arc<Picture>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, _)| other == key).map(|(_, picture)| picture.clone())
    }

    fn keep(&self, key: Key, picture: &Arc<Picture>) {
        if picture.png.len() > LARGEST_KEPT {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, picture.clone()));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }
}

/// Why the process gave no picture.
enum Undrawn {
    NoSuchPage,
    NotDrawable,
}

fn picture_of(output: Output) -> Result<Picture, Undrawn> {
    if output.status.code() == Some(Fault::NoSuchPage.exit_code()) {
        return Err(Undrawn::NoSuchPage);
    }
    let mut bytes = output.stdout;
    let head = bytes.get(..HEAD).and_then(|head| <[u8; HEAD]>::try_from(head).ok());
    match head {
        Some(head) if output.status.success() => {
            bytes.drain(..HEAD);
            Ok(Picture { pages: u32::from_be_bytes(head), png: bytes.into() })
        }
        _ => {
            let said = String::from_utf8_lossy(&output.stderr);
            tracing::warn!(status = %output.status, %said, "a page could not be drawn");
            Err(Undrawn::NotDrawable)
        }
    }
}

/// The answer with the picture; `X-Pages` says how many there are.
pub fn answer(picture: &Picture) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("X-Pages", picture.pages.to_string()))
        // Compressed already.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .body(picture.png.clone())
}
