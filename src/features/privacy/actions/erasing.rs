//! Erasing people whose retention periods are over. The record keeps ids, hashes and figures and
//! stays valid; files are removed from the disk after the commit.

use super::keeping;
use crate::features::accounts::Confirmed;
use crate::features::privacy::rules::{self, keeping::Periods};
use crate::features::privacy::{Erased, Kept, letters, store};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::{Database, Db};
use crate::platform::files::Storage;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Checks whether this viewer may erase exactly these people now; called before a password is asked
/// for.
///
/// # Errors
/// `forbidden`, `not_found` (also if already erased); `erasure_of_oneself`, `erasure_held`;
/// `erasure_nobody` for none or for more than fit in one act.
pub fn may_erase(
    db: &mut Db,
    viewer: &Viewer,
    (people, periods): (&[UserId], &Periods),
    now: Timestamp,
) -> Result<Vec<Kept>, Failure> {
    access::may(viewer, Permission::ErasePerson, Facts::NONE)?;
    let people: BTreeSet<UserId> = people.iter().cloned().collect();
    if people.is_empty() || people.len() > rules::MOST_AT_ONCE {
        return Err(Failure::refused(rules::ERASURE_NOBODY));
    }
    if people.contains(&viewer.user) {
        return Err(Failure::refused(rules::ERASURE_OF_ONESELF));
    }
    let wanted: Vec<UserId> = people.into_iter().collect();
    let found = keeping::kept(db, periods, (Some(&wanted), &BTreeSet::new()), now)?;
    if found.len() != wanted.len() {
        return Err(Failure::not_found());
    }
    found.iter().try_for_each(|kept| rules::check_free(&kept.holds))?;
    Ok(found)
}

/// Erases all of them or nobody, after the viewer has confirmed their identity.
pub fn erase(
    db: &mut Db,
    viewer: &Viewer,
    (people, periods): (&[UserId], &Periods),
    confirmed: &Confirmed,
    now: Timestamp,
) -> Result<Erased, Failure> {
    let found = may_erase(db, viewer, (people, periods), now)?;
    let confirmed_by = confirmed.of(viewer)?;
    let mut total = Erased::default();
    for kept in found {
        let counts = erase_one(db, viewer, &kept, confirmed_by, now)?;
        total.people += 1;
        total.proposals += counts.proposals;
        total.documents += counts.documents;
        total.letters += counts.letters;
    }
    Ok(total)
}

fn erase_one(
    db: &mut Db,
    viewer: &Viewer,
    kept: &Kept,
    confirmed_by: &str,
    now: Timestamp,
) -> Result<store::Counts, Failure> {
    let user = &kept.user;
    let counts = store::erase_holdings(db, user, now)?;
    // Queued while the address still exists; the address is removed after the letter was sent.
    mail::post(db, &letters::erased(user, now), now)?;
    store::close_account(db, user, &viewer.user, now)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: EventType::PersonErased,
        subject: Subject::user(user),
        payload: json!({
            "proposals": counts.proposals, "documents": counts.documents,
            "letters": counts.letters, "on_request": kept.on_request,
            "confirmed_by": confirmed_by,
        }),
    };
    let head = ledger::append(db, event, now)?;
    // Without these salts the erased content cannot be guessed from the old seals.
    ledger::forget_salts(db, head.seq)?;
    Ok(counts)
}

/// Removes the files that wait for removal and that no row needs; too young ones wait for the next
/// time. It runs in the writer's turn, so that no row can begin to need a file meanwhile; running
/// it twice is harmless. Blocks the thread.
///
/// # Errors
/// When the database or the disk fails; the remaining files wait.
pub fn remove_files(
    database: &Database,
    storage: &Arc<Storage>,
    now: Timestamp,
) -> Result<usize, Failure> {
    let storage = Arc::clone(storage);
    database.write(move |db| {
        let waiting = store::waiting_files(db)?;
        let needed = store::needed_files(db, &waiting)?;
        let mut done = Vec::new();
        for sha256 in waiting {
            if needed.contains(&sha256) || storage.remove(&sha256, now)? {
                done.push(sha256);
            }
        }
        store::removal_done(db, &done)?;
        Ok(done.len())
    })
}
