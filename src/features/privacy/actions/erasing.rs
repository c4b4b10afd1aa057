//! Erasing people whose retention periods are over. The record keeps ids, hashes and figures and
//! stays valid; files are removed from the disk after the commit.

use super::keeping;
use crate::features::accounts::Confirmed;
use crate::features::privacy::rules::{self, keeping::Periods};
use crate::features::privacy::{Erased, HOLDERS, Kept, holders, letters, store};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::cx::Cx;
use crate::platform::db::{Database, Db};
use crate::platform::files::Storage;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use crate::platform::personal::{Erasure, Taken};
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
    cx: &mut Cx<'_>,
    (people, periods): (&[UserId], &Periods),
) -> Result<Vec<Kept>, Failure> {
    access::may(cx.viewer, Permission::ErasePerson, Facts::NONE)?;
    let people: BTreeSet<UserId> = people.iter().cloned().collect();
    if people.is_empty() || people.len() > rules::MOST_AT_ONCE {
        return Err(Failure::refused(rules::ERASURE_NOBODY));
    }
    if people.contains(&cx.viewer.user) {
        return Err(Failure::refused(rules::ERASURE_OF_ONESELF));
    }
    let wanted: Vec<UserId> = people.into_iter().collect();
    let found = keeping::kept(cx.db, periods, (Some(&wanted), &BTreeSet::new()), cx.now)?;
    if found.len() != wanted.len() {
        return Err(Failure::not_found());
    }
    found.iter().try_for_each(|kept| rules::check_free(&kept.holds))?;
    Ok(found)
}

/// Erases all of them or nobody, after the viewer has confirmed their identity.
pub fn erase(
    cx: &mut Cx<'_>,
    (people, periods): (&[UserId], &Periods),
    confirmed: &Confirmed,
) -> Result<Erased, Failure> {
    let found = may_erase(cx, (people, periods))?;
    let confirmed_by = confirmed.of(cx.viewer)?;
    let mut total = Erased::default();
    for kept in found {
        let counts = erase_one(cx, &kept, confirmed_by)?;
        total.people += 1;
        total.proposals += counts.proposals;
        total.documents += counts.documents;
        total.letters += counts.letters;
    }
    Ok(total)
}

fn erase_one(cx: &mut Cx<'_>, kept: &Kept, confirmed_by: &str) -> Result<Taken, Failure> {
    let user = &kept.user;
    let person = &holders::person(cx.db, user, cx.now)?;
    let things = holders::things_of(cx.db, person)?;
    let erasure = Erasure { person, by: &cx.viewer.user, things: &things };
    let counts = take_all(cx.db, &erasure)?;
    store::wait_for_removal(cx.db, &counts.files, cx.now)?;
    // Written while the address is still there; it goes when the letter has left.
    mail::post(cx.db, &letters::erased(user, cx.now), cx.now)?;
    for holder in HOLDERS {
        (holder.close)(cx.db, &erasure)?;
    }
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::PersonErased,
        subject: Subject::user(user),
        payload: json!({
            "proposals": counts.proposals, "documents": counts.documents,
            "letters": counts.letters, "on_request": kept.on_request,
            "confirmed_by": confirmed_by,
        }),
    };
    let head = ledger::append(cx.db, event, cx.now)?;
    // Without these salts the erased content cannot be guessed from the old seals.
    ledger::forget_salts(cx.db, head.seq)?;
    Ok(counts)
}

/// Takes from each holder what it has of the person, but the account.
fn take_all(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let mut all = Taken::default();
    for holder in HOLDERS {
        let taken = (holder.erase)(db, erasure)?;
        all.proposals += taken.proposals;
        all.documents += taken.documents;
        all.letters += taken.letters;
        all.files.extend(taken.files);
    }
    Ok(all)
}

/// Removes the files that wait for it and that no row needs; those too young wait for the next time.
/// Runs in the writer's turn, so that no row can come to need one meanwhile; doing it twice does no
/// harm. Blocks.
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
        let needed = needed_files(db, &waiting)?;
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

/// Of these files those that some row still needs.
fn needed_files(db: &mut Db, hashes: &[String]) -> Result<BTreeSet<String>, Failure> {
    let mut needed = BTreeSet::new();
    for holder in HOLDERS {
        needed.extend((holder.needed_files)(db, hashes)?);
    }
    Ok(needed)
}
