//! The tables of this room: requests to be erased and files that wait for their removal. What others hold of a person
//! they tell and erase themselves (`holders`).

mod personal;
mod removals;
mod requests;

pub(super) use personal::{HOLDER, granted};
pub(super) use removals::{removal_done, wait_for_removal, waiting_files};
pub(super) use requests::{
    answer_request, find_request, insert_request, open_requests, requests_of,
};
