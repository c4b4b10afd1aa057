//! Every query on proposals and what belongs to them, one file per table: `proposals`, `versions`,
//! `endorsements`, `documents`, `verification` (with repairs). Rows stay here; what leaves are the stage's own types.

mod documents;
mod endorsements;
mod proposals;
mod verification;
mod versions;

pub use proposals::{entrants_of, find};

pub(super) use documents::{documents_of, find_document, insert_document};
pub(super) use verification::{
    close_repair, insert_repair, queue, repairs_of, repairs_of_many, save_sheet, settle, sheets_of,
    sheets_of_many,
};
