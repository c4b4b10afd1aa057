//! Every query on assignments, sheets and reconciliations, one file each. Row types stay in here.

mod assignments;
mod orders;
mod panel;
mod personal;
mod reconciliations;
mod sheets;

pub use assignments::open_tasks_in;
pub(super) use assignments::{
    all_of_call, ever_given, find, find_for, give_again, held_by, ids_on, insert, list,
    mark_undone, numbers_of, open_tasks_by_reviewer, pile_of, set_state, tasks_without_proposal,
};
pub(super) use orders::{await_task, awaited_among, ordered_among, orders_among, take_order};
pub use orders::{exclude_sheet, free_orders, order_sheet, ordered_and_missing, reviewers_of};
pub(super) use panel::reviewed_before;
pub use personal::{HOLDER, proposals_of_tasks, tasks_between};
pub use reconciliations::{first_sheets, reconciled};
pub(super) use reconciliations::{
    first_sheets_on, insert_reconciliation, is_reopened, keep_first, reconciliations_on,
    reopened_among,
};
pub(super) use sheets::{
    begun_in, drafts_in, find_sheet, insert_sheet, lock_sheet, unlock_sheet, update_sheet, versions,
};
pub use sheets::{sheets_on, submitted_sheets};

pub(super) use assignments::PileRow;
