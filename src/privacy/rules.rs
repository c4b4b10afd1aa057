//! The pure part: what a person is told about themselves.

pub(super) mod telling;
