//! What people can do with the data held on them: `gathering` what there is.

mod gathering;
mod trail;

pub(super) use gathering::{gather, note_taken};
