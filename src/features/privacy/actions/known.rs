//! What decides how long people are kept, asked of each room for all people at once: a fixed number of statements.

use crate::features::privacy::{HOLDERS, store};
use crate::features::{accounts, awards, calls, objections};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::mail;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of people by their ids.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) last_sign_in: BTreeMap<UserId, Timestamp>,
    pub(super) last_letter: BTreeMap<UserId, Timestamp>,
    pub(super) on_duty: BTreeSet<UserId>,
    pub(super) granted: BTreeSet<UserId>,
    /// Calls whose proposals somebody verified, assessed or decided.
    pub(super) work: BTreeSet<(UserId, CallId)>,
    /// When revisions of calls were closed; none while one is open.
    pub(super) revisions: Vec<(CallId, Option<Timestamp>)>,
    /// State and ruling of objections.
    pub(super) objections: Vec<(ProposalId, objections::State, Option<Timestamp>)>,
    /// State of seats, and when it was reached.
    pub(super) seats: Vec<(ProposalId, awards::State, Option<Timestamp>)>,
}

pub(super) fn known(db: &mut Db) -> Result<Known, Failure> {
    let mut work = BTreeSet::new();
    for holder in HOLDERS {
        work.extend((holder.worked)(db)?);
    }
    Ok(Known {
        last_sign_in: accounts::last_sign_ins(db)?,
        last_letter: mail::last_letters(db)?,
        on_duty: accounts::on_duty(db)?,
        granted: store::granted(db)?,
        work,
        revisions: calls::all_revisions(db)?,
        objections: objections::rulings(db)?,
        seats: awards::settlements(db)?,
    })
}
