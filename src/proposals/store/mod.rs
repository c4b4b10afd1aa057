//! Every query on proposals and what belongs to them, one file per table: `proposals`, `versions`,
//! `endorsements`, `documents`, `uploads`; `verification` has check-lists and repairs, `list` the one list.
//! Rows stay here; what leaves are the stage's own types.

mod documents;
mod endorsements;
mod list;
mod proposals;
mod uploads;
mod verification;
mod versions;

pub(super) use documents::{documents_of, find_document, insert_document};
pub(super) use endorsements::{endorsements_of, insert_endorsement};
pub(super) use list::{Scope, list};
pub(super) use proposals::{insert, live_of, save_submission, save_text, save_withdrawal};
pub(super) use uploads::{
    delete_expired_uploads, delete_upload, find_upload, finish_upload, insert_upload, kept_uploads,
    save_received, unfinished_of,
};
pub(super) use verification::{
    close_repair, insert_repair, queue, repairs_of, repairs_of_many, restore, save_sheet, settle,
    sheets_of, sheets_of_many,
};
pub(super) use versions::{as_submitted, digests_of, insert_version, last_receipt, versions_of};

pub use list::{Named, named_of};
pub use proposals::{entrants_of, find};
pub use verification::{verified_in, verifiers_of};
pub use versions::{find_submitted, requested_costs, studies_in};
