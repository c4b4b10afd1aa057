//! What the queue holds of a person: the language of their letters, and the letters to them and about their things.
//! The letters themselves are read as people read them (`outbox::own_mails`).

use super::{State, language_of};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MailId, UserId};
use crate::platform::db::schema::{mail_languages, mails};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::ledger::Subject;
use crate::platform::personal::{
    Erasure, Holder, Holdings, NAME, Person, Taken, Thing, WORDS, erased_address,
};
use diesel::dsl::max;
use diesel::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

pub const HOLDER: Holder = Holder {
    room: "platform/mail",
    tables: &["mail_languages", "mails"],
    things,
    holdings,
    erase,
    close,
    ..Holder::NOTHING
};

fn things(db: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let ids = mails::table.filter(mails::recipient.eq(person.user)).select(mails::id);
    let ids = ids.load::<MailId>(db)?;
    Ok(ids.iter().map(|id| Thing { subject: Subject::mail(id), proposal: None }).collect())
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let language = language_of(db, person.user)?;
    Ok(vec![("account", json!({"language_of_letters": language}))].into())
}

/// Letters that wait are not sent any more; those that were lose address and values, also those to
/// others about the person's things.
fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let user = erasure.person.user;
    let waiting = mails::recipient.eq(user).and(mails::state.eq(State::Queued));
    let unsent = diesel::delete(mails::table.filter(waiting)).execute(db)?;
    let theirs = mails::table.filter(mails::recipient.eq(user));
    let sent = diesel::update(theirs)
        .set((
            mails::address.eq(erased_address(user)),
            mails::name.eq(NAME),
            mails::letter_values.eq("{}"),
            mails::appointments.eq(None::<String>),
        ))
        .execute(db)?;
    let refused = mails::recipient.eq(user).and(mails::last_error.is_not_null());
    diesel::update(mails::table.filter(refused)).set(mails::last_error.eq(WORDS)).execute(db)?;
    let subjects: Vec<String> =
        erasure.things.iter().map(|thing| thing.subject.to_string()).collect();
    for some in subjects.chunks(ROWS_AT_ONCE) {
        let left = mails::state.eq_any([State::Sent, State::Failed]);
        let about = mails::table.filter(mails::subject.eq_any(some).and(left));
        diesel::update(about)
            .set((mails::letter_values.eq("{}"), mails::appointments.eq(None::<String>)))
            .execute(db)?;
    }
    Ok(Taken { letters: unsent + sent, ..Taken::default() })
}

/// The language goes after the last letter, and so do letters to their addresses from before they had an account.
fn close(db: &mut Db, erasure: &Erasure<'_>) -> Result<(), Failure> {
    diesel::delete(mail_languages::table.find(erasure.person.user)).execute(db)?;
    let addresses = &erasure.person.addresses;
    let letters = mails::address.eq_any(addresses).and(mails::recipient.is_null());
    diesel::delete(mails::table.filter(letters)).execute(db)?;
    Ok(())
}

/// When the last letter to each person was written.
///
/// # Errors
/// When the database fails.
pub fn last_letters(db: &mut Db) -> Result<BTreeMap<UserId, Timestamp>, Failure> {
    let letters = mails::table
        .filter(mails::recipient.is_not_null())
        .group_by(mails::recipient)
        .select((mails::recipient.assume_not_null(), max(mails::created_at)))
        .load::<(UserId, Option<Timestamp>)>(db)?;
    Ok(letters.into_iter().filter_map(|(user, at)| Some((user, at?))).collect())
}
