//! Whether a signature is needed at the end of the commit: after acts that people rely on, and on request.

use super::{EventType, Signing};
use std::cell::Cell;

thread_local! {
    /// Whether this commit needs a signature. A thread-local is enough, because the writer is one thread. If the act
    /// is refused in the end, one signature is made for nothing.
    static IS_AWAITED: Cell<bool> = const { Cell::new(false) };
}

/// A commit begins.
pub fn begin_batch() {
    IS_AWAITED.set(false);
}

/// Asks for a signature at the end of the commit that this act is in.
pub fn ask_for_checkpoint() {
    IS_AWAITED.set(true);
}

pub(super) fn note(act: EventType) {
    match act.signing() {
        Signing::AtOnce => ask_for_checkpoint(),
        Signing::Later => {}
    }
}

/// Whether one is; it is no longer after this.
pub(super) fn is_awaited() -> bool {
    IS_AWAITED.replace(false)
}
