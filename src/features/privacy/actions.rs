//! Actions on personal data: `gathering` the data held on a person; `asking` for erasure, and
//! answering; `keeping`: who is due for erasure and when; `erasing`.

mod asking;
mod erasing;
mod gathering;
mod keeping;
mod known;
mod trail;

pub use asking::{answer, ask, open_requests, own_request};
pub use erasing::{erase, may_erase, remove_files};
pub(super) use gathering::{gather, note_taken};
pub use keeping::{People, people, periods};
