//! An export that is whole, and the answer that hands it out piece by piece.

use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::{Stream, stream};
use sha2::{Digest, Sha256};
use std::io::{Read, Seek};
use tempfile::SpooledTempFile;

/// Bytes read at a time.
const PIECE: u64 = 64 * 1024;

/// A file on its way out.
#[derive(Debug)]
pub struct Outgoing {
    pub(super) file: SpooledTempFile,
    pub size: u64,
    pub sha256: String,
    /// Rows of all its tables.
    pub rows: u64,
}

/// How a file leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Plain ASCII: made of codes and the kinds of tables.
    pub file_name: String,
    pub media_type: &'static str,
    /// What is packed already is not packed again.
    pub is_packed: bool,
}

impl Download {
    fn begin(&self) -> HttpResponseBuilder {
        let disposition = format!("attachment; filename=\"{}\"", self.file_name);
        let mut answer = HttpResponse::Ok();
        answer
            .content_type(self.media_type)
            .insert_header((header::CONTENT_DISPOSITION, disposition));
        if self.is_packed {
            answer.insert_header((header::CONTENT_ENCODING, "identity"));
        }
        answer
    }

    /// The answer with a small file.
    pub fn answer(&self, bytes: Vec<u8>) -> HttpResponse {
        self.begin().body(bytes)
    }
}

impl Outgoing {
    /// A file that something else wrote; `rows` says how many things it holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(mut file: SpooledTempFile, rows: u64) -> std::io::Result<Self> {
        file.rewind()?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            hash.update(bytes);
            size += read as u64;
        }
        file.rewind()?;
        Ok(Self { file, size, sha256: crate::kernel::canonical::hex(&hash.finalize()), rows })
    }

    /// The answer; the file is gone once it is sent.
    pub fn answer(self, download: &Download) -> HttpResponse {
        download.begin().body(SizedStream::new(self.size, Box::pin(pieces(self.file))))
    }

    /// All of it, for tests and the console.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn into_bytes(mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn pieces(file: SpooledTempFile) -> impl Stream<Item = Result<Bytes, Failure>> {
    stream::try_unfold(file, |mut file| {
        blocking(move || {
            let mut piece = Vec::new();
            file.by_ref().take(PIECE).read_to_end(&mut piece)?;
            Ok((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
        })
    })
}
