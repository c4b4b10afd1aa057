//! Every query on proposals and what belongs to them, one file per table: `proposals`, `versions`,
//! `endorsements`. Rows stay here; what leaves are the stage's own types.

mod endorsements;
mod proposals;
mod versions;

pub use proposals::{entrants_of, find};
