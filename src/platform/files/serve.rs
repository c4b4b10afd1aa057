//! Sends a stored file piece by piece, as an attachment, so that no browser opens it as a page of ours.

use super::storage::{Storage, Verified};
use super::{MediaType, content_disposition};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures_util::{Stream, stream};
use std::fs::File;
use std::io::Read;

/// Bytes read at a time.
const PIECE: u64 = 64 * 1024;

/// The stored file, read once from end to end before the first byte leaves.
pub async fn open(storage: &Data<Storage>, sha256: &str) -> Result<Verified, Failure> {
    let (storage, sha256) = (storage.clone(), sha256.to_owned());
    blocking(move || storage.open_verified(&sha256)).await
}

/// The answer with the file's bytes.
pub fn answer(file: Verified, label: &str, media_type: MediaType) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type.name())
        .insert_header((header::CONTENT_DISPOSITION, content_disposition(label)))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox"))
        // Compressing a PDF costs time and saves nothing; the length stays known.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .body(SizedStream::new(file.size, Box::pin(pieces(file.file))))
}

fn pieces(file: File) -> impl Stream<Item = Result<Bytes, Failure>> {
    stream::try_unfold(file, |mut file| {
        blocking(move || {
            let mut piece = Vec::new();
            file.by_ref().take(PIECE).read_to_end(&mut piece)?;
            Ok((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
        })
    })
}
