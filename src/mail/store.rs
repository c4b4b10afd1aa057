//! The queue's queries: putting in, taking out with a lease and a fencing number, settling. What
//! people see of the queue is `correspondence`'s.

use super::rules::Settlement;
use super::{Contents, Letter, State, Template, Zone};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{mail_languages, mails, units, users};
use crate::errors::Failure;
use crate::ids::{MailId, UserId};
use crate::web::Language;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Whom a letter goes to, and how they read.
pub(super) struct Addressee {
    address: String,
    name: String,
    zone: String,
    language: String,
}

/// Addresses, names, zones (the unit's; else WIB) and languages (their choice; else Bahasa
/// Indonesia) of these people.
pub(super) fn addressees(
    db: &mut Db,
    ids: &[UserId],
) -> Result<BTreeMap<UserId, Addressee>, Failure> {
    let rows = users::table
        .left_join(units::table)
        .left_join(mail_languages::table)
        .filter(users::id.eq_any(ids))
        .select((
            users::id,
            users::email,
            users::name,
            units::time_zone.nullable(),
            mail_languages::language.nullable(),
        ))
        .load::<(UserId, String, String, Option<String>, Option<String>)>(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, address, name, zone, language)| {
            let zone = zone.unwrap_or_else(|| Zone::default().name().to_owned());
            let language = language.unwrap_or_else(|| Language::default().tag().to_owned());
            (id, Addressee { address, name, zone, language })
        })
        .collect())
}

/// A letter on its way into the queue.
pub(super) struct NewMail<'a> {
    pub id: MailId,
    pub letter: &'a Letter,
    pub addressee: &'a Addressee,
    pub created_at: Timestamp,
    pub not_before: Timestamp,
}

pub(super) fn insert(db: &mut Db, new: &NewMail<'_>) -> Result<(), Failure> {
    let NewMail { id, letter, addressee, created_at, not_before } = new;
    diesel::insert_into(mails::table)
        .values((
            mails::id.eq(id),
            mails::recipient.eq(&letter.to),
            mails::address.eq(&addressee.address),
            mails::name.eq(&addressee.name),
            mails::template.eq(letter.template.name()),
            mails::language.eq(&addressee.language),
            mails::time_zone.eq(&addressee.zone),
            mails::letter_values.eq(serde_json::to_string(&letter.values)?),
            mails::subject.eq(&letter.subject),
            mails::created_at.eq(created_at),
            mails::not_before.eq(not_before),
            mails::state.eq(State::Queued.name()),
            mails::next_attempt_at.eq(not_before),
        ))
        .execute(db)?;
    Ok(())
}

/// A letter in a worker's hands.
#[derive(Debug)]
pub(super) struct Taken {
    pub id: MailId,
    /// Grows with every taking; who settles must hold the newest.
    pub fence: i64,
    pub address: String,
    pub message_id: String,
    /// When it was due: the letter's date, the same at every attempt.
    pub not_before: Timestamp,
    pub attempts: i32,
    pub contents: Result<Contents, Failure>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mails)]
struct Row {
    id: MailId,
    fence: i64,
    address: String,
    message_id: Option<String>,
    not_before: Timestamp,
    attempts: i32,
    template: String,
    language: String,
    time_zone: String,
    name: String,
    letter_values: String,
}

diesel::alias!(mails as earlier: Earlier);

/// Due, and first in line for its address: letters to one person leave in the order they came. A
/// letter that somebody has is due again at the end of their lease.
fn due(limit: i64, now: Timestamp) -> Due {
    let before_it = earlier.filter(
        earlier
            .field(mails::address)
            .eq(mails::address)
            .and(earlier.field(mails::seq).lt(mails::seq))
            .and(earlier.field(mails::next_attempt_at).is_not_null())
            .and(earlier.field(mails::not_before).le(now)),
    );
    mails::table
        .filter(mails::next_attempt_at.le(now))
        .filter(not(exists(before_it)))
        .order((mails::next_attempt_at, mails::seq))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed::<crate::db::Backend>()
}

type Due = mails::BoxedQuery<'static, crate::db::Backend, RowTypes>;
type RowTypes = <diesel::dsl::AsSelect<Row, crate::db::Backend> as diesel::Expression>::SqlType;

/// Whether a worker has anything to do.
pub(super) fn is_any_due(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    Ok(!due(1, now).load::<Row>(db)?.is_empty())
}

/// Takes up to `limit` due letters until `lease_until`. Message-IDs end with `domain`; one that was
/// used before stays.
pub(super) fn take(
    db: &mut Db,
    limit: i64,
    domain: &str,
    (now, lease_until): (Timestamp, Timestamp),
) -> Result<Vec<Taken>, Failure> {
    let mut taken = Vec::new();
    for row in due(limit, now).load::<Row>(db)? {
        let message_id = row.message_id.clone().unwrap_or_else(|| format!("<{}@{domain}>", row.id));
        let fence = row.fence + 1;
        let is_mine = diesel::update(mails::table)
            .filter(mails::id.eq(&row.id).and(mails::fence.eq(row.fence)))
            .set((
                mails::state.eq(State::Sending.name()),
                mails::next_attempt_at.eq(lease_until),
                mails::fence.eq(fence),
                mails::message_id.eq(&message_id),
            ))
            .execute(db)?
            == 1;
        if is_mine {
            // A letter of another version of the program may be beyond this one's words.
            let contents = Contents::read(
                &row.template,
                &row.language,
                &row.time_zone,
                (&row.name, &row.letter_values),
            );
            let Row { id, address, not_before, attempts, .. } = row;
            taken.push(Taken { id, fence, address, message_id, not_before, attempts, contents });
        }
    }
    Ok(taken)
}

/// Puts a letter down again. False when its lease was over and another worker took it since: then
/// this one has no say any more.
pub(super) fn settle(
    db: &mut Db,
    id: &MailId,
    fence: i64,
    settlement: &Settlement,
    now: Timestamp,
) -> Result<bool, Failure> {
    let mine = mails::table.filter(
        mails::id.eq(id).and(mails::fence.eq(fence)).and(mails::state.eq(State::Sending.name())),
    );
    let done = mails::next_attempt_at.eq(None::<Timestamp>);
    let queued = mails::state.eq(State::Queued.name());
    let one_more = mails::attempts.eq(mails::attempts + 1);
    let changed = match settlement {
        Settlement::Sent => diesel::update(mine)
            .set((done, mails::state.eq(State::Sent.name()), mails::sent_at.eq(now), one_more))
            .execute(db),
        Settlement::Failed(reason) => diesel::update(mine)
            .set((
                done,
                mails::state.eq(State::Failed.name()),
                mails::last_error.eq(reason),
                one_more,
            ))
            .execute(db),
        Settlement::Again { at, reason, counts } => diesel::update(mine)
            .set((
                queued,
                mails::next_attempt_at.eq(at),
                mails::last_error.eq(reason),
                mails::attempts.eq(mails::attempts + i32::from(*counts)),
            ))
            .execute(db),
        Settlement::Untouched => {
            diesel::update(mine).set((queued, mails::next_attempt_at.eq(now))).execute(db)
        }
    };
    let changed = changed? == 1;
    if changed && matches!(settlement, Settlement::Sent | Settlement::Failed(_)) {
        forget_secrets(db, id)?;
        forget_erased(db, id)?;
    }
    Ok(changed)
}

/// The last letter to a person who was erased keeps neither address nor words.
fn forget_erased(db: &mut Db, id: &MailId) -> Result<(), Failure> {
    let (recipient, letter) = (users::table.inner_join(mails::table), mails::id.eq(id));
    let erased = recipient.filter(letter.and(users::erased_at.is_not_null()));
    let Some((address, name)) =
        erased.select((users::email, users::name)).first::<(String, String)>(db).optional()?
    else {
        return Ok(());
    };
    let letter = mails::table.filter(mails::id.eq(id));
    diesel::update(letter)
        .set((mails::address.eq(address), mails::name.eq(&name), mails::letter_values.eq("{}")))
        .execute(db)?;
    let refused = letter.filter(mails::last_error.is_not_null());
    diesel::update(refused).set(mails::last_error.eq(name)).execute(db)?;
    Ok(())
}

/// What opens an account does not stay here once it is on its way, or never will be.
fn forget_secrets(db: &mut Db, id: &MailId) -> Result<(), Failure> {
    let secret =
        mails::table.filter(mails::id.eq(id).and(mails::template.eq_any(Template::secret_names())));
    diesel::update(secret).set(mails::letter_values.eq("{}")).execute(db)?;
    Ok(())
}
