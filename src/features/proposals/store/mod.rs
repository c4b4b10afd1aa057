//! Every query on proposals and their parts, one file for each table: `proposals`, `versions`,
//! `endorsements`, `documents`, `uploads`. `pins` has the files of submissions, `verification`
//! check-lists and repairs, `openings` the files that verifiers opened and the conclusions they
//! took back, `late` drafts that may be handed in late, `exceptions` what was let by minutes, `list` the one list, `figures` what later features read of all proposals of a call.
//! Row types stay in here; the functions return the feature's own types.

mod documents;
mod endorsements;
mod erasing;
mod exceptions;
mod figures;
mod given;
mod late;
mod list;
mod openings;
mod personal;
mod pins;
mod proposals;
mod requests;
mod seeking;
mod uploads;
mod verification;
mod versions;

pub(super) use documents::{documents_of, documents_of_many, find_document, insert_document};
pub(super) use endorsements::{endorsements_of, insert_endorsement};
pub(super) use exceptions::{
    Ending, Of, add_minutes, confirm_exception, end_exception, exceptions_of, insert_exception,
    use_exception,
};
pub(super) use late::{insert_late, late_among, late_until, unsubmitted_in};
pub(super) use list::{Scope, list};
pub(super) use openings::{note_opening, opened_by, withdraw_conclusion, withdrawn_of};
pub(super) use pins::{insert_pin, pinned_names, pins_by_submission, pins_of_many};
pub(super) use proposals::{find, insert, live_of, move_to, save_text};
pub(super) use requests::{
    answer_request, endorsed_text, insert_request, keep_endorsed, note_reminded, note_told,
    requests_of, waiting_requests,
};
pub(super) use seeking::{Handed, all_handed_in, handed_in_by};
pub(super) use uploads::{
    delete_expired_uploads, delete_upload, find_upload, finish_upload, insert_upload, kept_uploads,
    save_received, unfinished_of,
};
pub(super) use verification::{
    close_repair, insert_repair, queue, repairs_in, repairs_of, save_sheet, sheets_in, sheets_of,
};
pub(super) use versions::{
    Counting, arrivals_of_many, find_with_submission, insert_version, last_receipt,
    version_numbers, version_of, versions_of, with_receipt,
};

pub use exceptions::exceptions_granted_in;
pub use figures::{
    CountedProposal, drafts_in, eligible_proposals, open_repairs_in, problems_answered,
    proposals_of, standings_in,
};
pub use list::{Named, named_of};
pub use personal::{Begun, HOLDER, all_begun, begun_by, candidates_in, candidates_of};
pub use pins::read_hash;
pub use proposals::{applicants_in, contradictions, entrants_of};
pub use verification::{found_at, verified_in, verifiers_of};
pub use versions::{
    costs_of, find_counting, find_submitted, requested_costs, studies_in, submitted_many,
    submitted_texts,
};
