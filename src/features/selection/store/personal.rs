//! Runs name whoever computed them and hold figures of proposals by their numbers; they stay as they are.

use crate::platform::personal::Holder;

pub const HOLDER: Holder =
    Holder { room: "features/selection", left: &["selection_runs"], ..Holder::NOTHING };
