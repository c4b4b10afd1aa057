//! Work that would hold up the threads that answer: files, the database, hashing.

use super::errors::{Failure, Refusal, common};
use std::any::Any;

/// What an act answers, on its way between threads. Its type is left behind, so that the compiler makes the
/// queues and threads once and not anew for each of some hundred acts (docs/building.md).
pub type Parcel = Box<dyn Any + Send>;

/// Packs what an act answers.
pub fn pack<T: Send + 'static>(answer: T) -> Parcel {
    Box::new(answer)
}

/// Unpacks what an act answered.
///
/// # Errors
/// `internal` if something else was packed, which is a fault of the program.
pub fn unpack<T: 'static>(parcel: Parcel) -> Result<T, Failure> {
    parcel
        .downcast()
        .map_or_else(|_| Err(Refusal::new(common::INTERNAL).into()), |answer| Ok(*answer))
}

/// Runs blocking work on a thread of its own. A panic in it becomes an error, not a lost connection.
///
/// # Errors
/// What the work answers, or `internal` when it panicked.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    unpack(blocking_parcel(Box::new(move || work().map(pack))).await?)
}

/// As [`blocking`], without the type.
///
/// # Errors
/// As [`blocking`].
pub async fn blocking_parcel(
    work: Box<dyn FnOnce() -> Result<Parcel, Failure> + Send>,
) -> Result<Parcel, Failure> {
    actix_web::web::block(work).await.unwrap_or_else(|_| Err(Refusal::new(common::INTERNAL).into()))
}
