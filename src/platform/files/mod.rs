//! Uploaded files: received as a stream (or in pieces, `part`), checked by content, and kept under the hash of
//! their bytes. A file is handed out only if its bytes still have that hash. The features decide who may do
//! what, and what a file is for. The database row is written after the file is safely on disk.

mod format;
mod gate;
mod incoming;
mod kept;
pub mod key_file;
mod label;
mod part;
mod pdf;
mod receive;
mod serve;
mod storage;

pub use format::MediaType;
pub use gate::{Gate, PDF_LIMITS};
pub use kept::{Allowed, NewFile, keep};
pub use label::{content_disposition, from_content_disposition, label, plain};
pub use part::{End, Part, Stretch};
pub use pdf::{Finding, examine};
pub use receive::{Limit, Received, Source, gathered, receive, take};
pub use serve::{answer, open};
pub use storage::{Storage, Verified};

crate::codes! {
    FILE_TOO_LARGE = 413 "file_too_large";
    FILE_EMPTY = 422 "file_empty";
    FILE_NOT_RECOGNISED = 415 "file_not_recognised";
    FILE_WRONG_FORMAT = 415 "file_wrong_format";
    FILE_INCOMPLETE = 422 "file_incomplete";
    PDF_ENCRYPTED = 422 "pdf_encrypted";
    PDF_ACTIVE_CONTENT = 422 "pdf_active_content";
    PDF_NOT_READABLE = 422 "pdf_not_readable";
    PDF_WITHOUT_PAGES = 422 "pdf_without_pages";
    FILE_DAMAGED = 500 "file_damaged";
}
