//! The feature's queries on the mail queue. Row types stay in here.

use super::{MailFilter, OwnMail, QueuedMail};
use crate::features::conflicts::Traces;
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MailId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::db::schema::mails;
use crate::platform::ledger::SubjectKind;
use crate::platform::mail::{self, Contents, Letterhead, State, Template};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = mails)]
struct Row {
    #[diesel(embed)]
    letter: LetterRow,
    recipient: Option<UserId>,
    address: String,
    attempts: i32,
    next_attempt_at: Option<Timestamp>,
    last_error: Option<String>,
    message_id: Option<String>,
}

fn state_of(name: &str) -> Result<State, Failure> {
    State::from_name(name).ok_or_else(|| Failure::Inconsistent(format!("mail state {name}")))
}

impl TryFrom<Row> for QueuedMail {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let letter = row.letter;
        let template = Template::from_name(&letter.template);
        let is_forgotten = letter.contents().is_ok_and(|contents| contents.is_forgotten());
        Ok(Self {
            state: state_of(&letter.state)?,
            is_gone: is_forgotten || template.is_some_and(Template::is_secret),
            seq: letter.seq,
            id: letter.id,
            recipient: row.recipient,
            address: row.address,
            template: letter.template,
            language: letter.language,
            subject: letter.subject,
            attempts: row.attempts,
            created_at: letter.created_at,
            next_attempt_at: row.next_attempt_at,
            sent_at: letter.sent_at,
            last_error: row.last_error,
            message_id: row.message_id,
        })
    }
}

/// Letters to several people about a whole call, which only people with a task in it get.
const OF_TASKS: [Template; 3] =
    [Template::ReviewAssigned, Template::ReviewReminder, Template::ReviewNudge];

/// The letters that reveal a hidden proposal, by their position in the queue: letters about it and
/// what belongs to it; letters to its candidate, except about their account; and letters about the
/// call that reveal who has a task in it.
pub(super) fn hidden_by(db: &mut Db, traces: &Traces) -> Result<Vec<i64>, Failure> {
    if traces.is_empty() {
        return Ok(Vec::new());
    }
    let subjects: Vec<String> = traces.subjects().map(ToString::to_string).collect();
    let wholes: Vec<String> = traces.wholes().map(ToString::to_string).collect();
    let about_accounts = format!("{}%", SubjectKind::User.prefix());
    let candidates: Vec<&UserId> = traces.candidates().iter().collect();
    let to_them = mails::recipient.eq_any(candidates).and(mails::subject.not_like(about_accounts));
    let of_tasks = mails::template.eq_any(OF_TASKS.map(Template::name));
    Ok(mails::table
        .filter(
            mails::subject
                .eq_any(subjects)
                .or(to_them)
                .or(mails::subject.eq_any(wholes).and(of_tasks)),
        )
        .select(mails::seq)
        .load(db)?)
}

/// Newest first, without the hidden ones.
pub(super) fn list(
    db: &mut Db,
    filter: &MailFilter,
    hidden: &[i64],
    paging: &Paging,
) -> Result<Vec<QueuedMail>, Failure> {
    let mut query = mails::table
        .select(Row::as_select())
        .order(mails::seq.desc())
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    if !hidden.is_empty() {
        query = query.filter(mails::seq.ne_all(hidden.to_vec()));
    }
    if let Some(seq) = paging.key::<i64>()? {
        query = query.filter(mails::seq.lt(seq));
    }
    if let Some(state) = filter.state {
        query = query.filter(mails::state.eq(state));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(mails::subject.eq(subject.clone()));
    }
    if let Some(recipient) = &filter.recipient {
        query = query.filter(mails::recipient.eq(recipient.clone()));
    }
    if let Some(address) = &filter.address {
        query = query.filter(mails::address.eq(address.clone()));
    }
    query.load(db)?.into_iter().map(QueuedMail::try_from).collect()
}

pub(super) fn find(db: &mut Db, id: &MailId) -> Result<Option<QueuedMail>, Failure> {
    let row =
        mails::table.filter(mails::id.eq(id)).select(Row::as_select()).first(db).optional()?;
    row.map(QueuedMail::try_from).transpose()
}

/// Puts a failed letter back into the queue with no attempts counted. False if it is no longer
/// failed.
pub(super) fn requeue(db: &mut Db, id: &MailId, now: Timestamp) -> Result<bool, Failure> {
    let failed = mails::table.filter(mails::id.eq(id).and(mails::state.eq(State::Failed)));
    let changed = diesel::update(failed)
        .set((
            mails::state.eq(State::Queued),
            mails::attempts.eq(0),
            mails::next_attempt_at.eq(now),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// How many letters are in each state.
pub(super) fn numbers(db: &mut Db, hidden: &[i64]) -> Result<Vec<(State, i64)>, Failure> {
    mails::table
        .filter(mails::seq.ne_all(hidden))
        .group_by(mails::state)
        .select((mails::state, count_star()))
        .load::<(String, i64)>(db)?
        .into_iter()
        .map(|(state, number)| Ok((state_of(&state)?, number)))
        .collect()
}

/// When the letter that has waited longest was due; letters scheduled for later do not count.
pub(super) fn oldest_due(
    db: &mut Db,
    hidden: &[i64],
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    Ok(mails::table
        .filter(mails::seq.ne_all(hidden))
        .filter(mails::next_attempt_at.is_not_null().and(mails::not_before.le(now)))
        .select(min(mails::not_before))
        .first(db)?)
}

/// The last errors of letters that wait or have failed, most frequent first, at most `most` of
/// them.
pub(super) fn reasons(
    db: &mut Db,
    hidden: &[i64],
    most: i64,
) -> Result<Vec<(String, i64)>, Failure> {
    let rows = mails::table
        .filter(mails::seq.ne_all(hidden))
        .filter(mails::state.eq_any(["queued", "failed"]).and(mails::last_error.is_not_null()))
        .group_by(mails::last_error)
        .order((count_star().desc(), mails::last_error))
        .limit(most)
        .select((mails::last_error, count_star()))
        .load::<(Option<String>, i64)>(db)?;
    Ok(rows.into_iter().filter_map(|(reason, number)| Some((reason?, number))).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mails)]
struct LetterRow {
    seq: i64,
    id: MailId,
    subject: String,
    state: String,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
    template: String,
    language: String,
    time_zone: String,
    name: String,
    letter_values: String,
}

impl LetterRow {
    fn contents(&self) -> Result<Contents, Failure> {
        Contents::read(
            &self.template,
            &self.language,
            &self.time_zone,
            (&self.name, &self.letter_values),
        )
    }

    fn rendered(self, letterhead: &Letterhead) -> Result<OwnMail, Failure> {
        let contents = self.contents()?;
        let letter = mail::render_again(&contents, letterhead)
            .map_err(|error| Failure::Inconsistent(format!("letter {}: {error}", self.id)))?;
        Ok(OwnMail {
            state: state_of(&self.state)?,
            seq: self.seq,
            id: self.id,
            title: letter.title,
            text: letter.text,
            subject: self.subject,
            created_at: Told::by_day(self.created_at),
            sent_at: self.sent_at.map(Told::by_day),
        })
    }
}

/// A person's letters, newest first, without those scheduled for later.
pub(super) fn letters_to(
    db: &mut Db,
    user: &UserId,
    letterhead: &Letterhead,
    (paging, now): (&Paging, Timestamp),
) -> Result<Vec<OwnMail>, Failure> {
    let mut query = mails::table
        .filter(mails::recipient.eq(user.clone()).and(mails::not_before.le(now)))
        .select(LetterRow::as_select())
        .order(mails::seq.desc())
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    if let Some(seq) = paging.key::<i64>()? {
        query = query.filter(mails::seq.lt(seq));
    }
    query.load(db)?.into_iter().map(|row| row.rendered(letterhead)).collect()
}
