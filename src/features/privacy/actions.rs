//! What people can do with the data held on them: `gathering` what there is; `asking` to be erased,
//! and answering; `keeping`: who is due when; `erasing`.

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
