//! The selection's algorithms against reference results, over generated inputs, and as commands.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod command;
mod contrasts;
mod panels;
mod properties;
mod reference;
