//! Work that would hold up the threads that answer: files, the database, hashing.

use super::errors::{Failure, Refusal, common};

/// Runs blocking work on a thread of its own. A panic in it becomes an error, not a lost connection.
///
/// # Errors
/// What the work answers, or `internal` when it panicked.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    actix_web::web::block(work).await.unwrap_or_else(|_| Err(Refusal::new(common::INTERNAL).into()))
}
