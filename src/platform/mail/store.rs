//! The queue's queries: putting in, taking out with a lease and a fencing number, settling. What
//! people see of the queue is `correspondence`'s.

#![expect(clippy::ref_option_ref, reason = "diesel's derive writes the reference")]

use super::rules::Settlement;
use super::{Contents, Letter, Recipient, State, Template, Zone};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MailId, UserId};
use crate::kernel::language::Language;
use crate::platform::calendar::Appointment;
use crate::platform::db::schema::{mail_languages, mails, units, users};
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use crate::platform::ledger::Subject;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Whom a letter goes to, and how they read.
#[derive(Debug, Clone)]
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
            users::email_verified_at,
            units::time_zone.nullable(),
            mail_languages::language.nullable(),
        ))
        .load::<(UserId, String, String, Option<Timestamp>, Option<String>, Option<String>)>(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, address, name, confirmed, zone, language)| {
            let zone = zone.unwrap_or_else(|| Zone::default().name().to_owned());
            let language = language.unwrap_or_else(|| Language::default().tag().to_owned());
            // The reader of the address may be somebody else than the person who typed the name.
            let name = match confirmed {
                Some(_) => name,
                None => reader(&language),
            };
            (id, Addressee { address, name, zone, language })
        })
        .collect())
}

/// What a letter calls somebody of whom nobody knows that the address is theirs.
fn reader(language: &str) -> String {
    Language::from_tag(language).unwrap_or_default().text("letter-reader", &[])
}

/// Of a person as they are known; of an address, what the letter itself says.
pub(super) fn addressee(to: &Recipient, people: &BTreeMap<UserId, Addressee>) -> Option<Addressee> {
    match to {
        Recipient::Person(id) => people.get(id).cloned(),
        Recipient::Address(address, language) => Some(Addressee {
            address: address.clone(),
            name: String::new(),
            zone: Zone::default().name().to_owned(),
            language: language.tag().to_owned(),
        }),
    }
}

/// A letter on its way into the queue.
pub(super) struct NewMail<'a> {
    pub id: MailId,
    pub letter: &'a Letter,
    pub addressee: Addressee,
    pub created_at: Timestamp,
    pub not_before: Timestamp,
}

#[derive(Insertable)]
#[diesel(table_name = mails, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: &'a MailId,
    recipient: Option<&'a UserId>,
    address: &'a str,
    name: &'a str,
    template: &'static str,
    language: &'a str,
    time_zone: &'a str,
    letter_values: String,
    subject: String,
    created_at: Timestamp,
    not_before: Timestamp,
    state: &'static str,
    next_attempt_at: Timestamp,
    appointments: Option<String>,
}

impl<'a> NewRow<'a> {
    fn of(new: &'a NewMail<'_>) -> Result<Self, Failure> {
        let NewMail { id, letter, addressee, created_at, not_before } = new;
        let brought = &letter.appointments;
        Ok(Self {
            id,
            recipient: letter.person(),
            address: &addressee.address,
            name: &addressee.name,
            template: letter.template.name(),
            language: &addressee.language,
            time_zone: &addressee.zone,
            letter_values: serde_json::to_string(&letter.values)?,
            subject: letter.subject.to_string(),
            created_at: *created_at,
            not_before: *not_before,
            state: State::Queued.name(),
            next_attempt_at: *not_before,
            appointments: match brought.as_slice() {
                [] => None,
                some => Some(serde_json::to_string(some)?),
            },
        })
    }
}

/// Puts letters into the queue, in this order, many with one statement.
pub(super) fn insert(db: &mut Db, new: &[NewMail<'_>]) -> Result<(), Failure> {
    let rows = new.iter().map(NewRow::of).collect::<Result<Vec<_>, _>>()?;
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(mails::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}

/// Takes back letters of these kinds about a thing, as long as no worker has them. Whose they were.
pub(super) fn withdraw(
    db: &mut Db,
    subject: &Subject,
    templates: &[&str],
    now: Timestamp,
) -> Result<Vec<UserId>, Failure> {
    let waiting = mails::state
        .eq(State::Queued.name())
        // The lease of a worker that died is over: the letter waits again.
        .or(mails::state.eq(State::Sending.name()).and(mails::next_attempt_at.le(now)));
    let found = mails::table
        .filter(mails::subject.eq(subject.to_string()).and(mails::template.eq_any(templates)))
        .filter(waiting.assume_not_null());
    let recipients =
        found.clone().order(mails::seq).select(mails::recipient).load::<Option<UserId>>(db)?;
    diesel::delete(found).execute(db)?;
    Ok(recipients.into_iter().flatten().collect())
}

pub(super) fn forget_strangers(db: &mut Db, before: Timestamp) -> Result<(), Failure> {
    let settled = mails::table
        .filter(mails::recipient.is_null().and(mails::next_attempt_at.is_null()))
        .filter(mails::created_at.lt(before));
    diesel::delete(settled).execute(db)?;
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
    /// What it brings for the reader's calendar.
    pub appointments: Result<Vec<Appointment>, Failure>,
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
    appointments: Option<String>,
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
        .into_boxed::<crate::platform::db::Backend>()
}

type Due = mails::BoxedQuery<'static, crate::platform::db::Backend, RowTypes>;
type RowTypes =
    <diesel::dsl::AsSelect<Row, crate::platform::db::Backend> as diesel::Expression>::SqlType;

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
            let Row { id, address, not_before, attempts, appointments, .. } = row;
            let appointments = appointments
                .as_deref()
                .map_or(Ok(Vec::new()), |text| serde_json::from_str(text).map_err(Failure::from));
            taken.push(Taken {
                id,
                fence,
                address,
                message_id,
                not_before,
                attempts,
                contents,
                appointments,
            });
        }
    }
    Ok(taken)
}

/// Returns a letter to the queue. Answers false when the lease was over and another worker has taken it since;
/// then this worker must not change it any more.
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

/// Secrets that open an account are removed once the letter is sent or given up.
fn forget_secrets(db: &mut Db, id: &MailId) -> Result<(), Failure> {
    let secret =
        mails::table.filter(mails::id.eq(id).and(mails::template.eq_any(Template::secret_names())));
    diesel::update(secret).set(mails::letter_values.eq("{}")).execute(db)?;
    Ok(())
}
