//! The plenary as it was held: attendance, dissents, draft minutes with remarks and signatures. Names of people are the
//! caller's to add.

use crate::features::decisions::plenary::{
    Attendee, Dissent, Held, Presence, Remark, RemarkAnswer, RemarkVerdict,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    decisions, dissents, minutes_drafts, minutes_remarks, minutes_signatures, plenary_attendance,
    proposals,
};
use diesel::prelude::*;

/// What is recorded of everybody, and when.
pub(in crate::features::decisions) fn attendance_of(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(Attendee, Timestamp)>, Failure> {
    let rows = plenary_attendance::table
        .filter(plenary_attendance::call_id.eq(call))
        .order(plenary_attendance::user_id)
        .select((
            plenary_attendance::user_id,
            plenary_attendance::presence,
            plenary_attendance::reason,
            plenary_attendance::recorded_at,
        ))
        .load::<(UserId, Presence, Option<String>, Timestamp)>(db)?;
    let one = |(user, presence, reason, at)| (Attendee { user, presence, reason }, at);
    Ok(rows.into_iter().map(one).collect())
}

/// Records it, in the place of what was recorded before.
pub(in crate::features::decisions) fn record_attendance(
    db: &mut Db,
    call: &CallId,
    one: &Attendee,
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    let reason = one.reason.as_deref().filter(|_| !one.presence.attends());
    let known = plenary_attendance::table.find((call, &one.user));
    let changed = diesel::update(known)
        .set((
            plenary_attendance::presence.eq(one.presence),
            plenary_attendance::reason.eq(reason),
            plenary_attendance::recorded_by.eq(by),
            plenary_attendance::recorded_at.eq(at),
        ))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(plenary_attendance::table)
            .values((
                plenary_attendance::call_id.eq(call),
                plenary_attendance::user_id.eq(&one.user),
                plenary_attendance::presence.eq(one.presence),
                plenary_attendance::reason.eq(reason),
                plenary_attendance::recorded_by.eq(by),
                plenary_attendance::recorded_at.eq(at),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Of which minutes the dissents are read.
pub(in crate::features::decisions) enum Of<'a> {
    /// Of the plenary that has not decided yet.
    Open(&'a CallId),
    Decision(&'a DecisionId),
}

type DissentRow = (RecordId, UserId, Option<ProposalId>, Option<String>, String, Timestamp);

/// The dissents that were not withdrawn, the oldest first.
pub(in crate::features::decisions) fn dissents_of(
    db: &mut Db,
    of: &Of<'_>,
) -> Result<Vec<Dissent>, Failure> {
    let all = dissents::table
        .left_join(proposals::table)
        .filter(dissents::withdrawn_at.is_null())
        .order((dissents::recorded_at, dissents::id))
        .select((
            dissents::id,
            dissents::user_id,
            dissents::proposal_id,
            proposals::number.nullable(),
            dissents::words,
            dissents::recorded_at,
        ));
    let rows = match of {
        Of::Open(call) => all
            .filter(dissents::call_id.eq(*call).and(dissents::decision_id.is_null()))
            .load::<DissentRow>(db)?,
        Of::Decision(id) => all.filter(dissents::decision_id.eq(*id)).load::<DissentRow>(db)?,
    };
    let one = |(id, user, proposal, number, words, recorded_at): DissentRow| Dissent {
        id,
        user,
        name: String::new(),
        proposal,
        number,
        words,
        recorded_at,
    };
    Ok(rows.into_iter().map(one).collect())
}

pub(in crate::features::decisions) fn insert_dissent(
    db: &mut Db,
    call: &CallId,
    new: &Dissent,
) -> Result<(), Failure> {
    diesel::insert_into(dissents::table)
        .values((
            dissents::id.eq(&new.id),
            dissents::call_id.eq(call),
            dissents::user_id.eq(&new.user),
            dissents::proposal_id.eq(&new.proposal),
            dissents::words.eq(&new.words),
            dissents::recorded_at.eq(new.recorded_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Takes an open dissent back.
///
/// # Errors
/// `changed_meanwhile`.
pub(in crate::features::decisions) fn withdraw_dissent(
    db: &mut Db,
    id: &RecordId,
    at: Timestamp,
) -> Result<(), Failure> {
    let open = dissents::table
        .find(id)
        .filter(dissents::withdrawn_at.is_null().and(dissents::decision_id.is_null()));
    changed_one(diesel::update(open).set(dissents::withdrawn_at.eq(at)).execute(db)?)
}

/// With the approval the dissents stand in the minutes of that decision.
pub(in crate::features::decisions) fn keep_dissents(
    db: &mut Db,
    call: &CallId,
    decision: &DecisionId,
) -> Result<(), Failure> {
    let open = dissents::table
        .filter(dissents::call_id.eq(call).and(dissents::decision_id.is_null()))
        .filter(dissents::withdrawn_at.is_null());
    diesel::update(open).set(dissents::decision_id.eq(decision)).execute(db)?;
    Ok(())
}

/// The draft minutes of a decision.
#[derive(Debug, Clone)]
pub(in crate::features::decisions) struct Draft {
    pub text_hash: String,
    pub held: Held,
    pub revision: i32,
    pub sent_at: Timestamp,
    pub remarks_until: Timestamp,
}

pub(in crate::features::decisions) fn draft_of(
    db: &mut Db,
    decision: &DecisionId,
) -> Result<Option<Draft>, Failure> {
    let row = minutes_drafts::table
        .find(decision)
        .select((
            minutes_drafts::text_hash,
            minutes_drafts::held,
            minutes_drafts::revision,
            minutes_drafts::sent_at,
            minutes_drafts::remarks_until,
        ))
        .first::<(String, String, i32, Timestamp, Timestamp)>(db)
        .optional()?;
    let Some((text_hash, held, revision, sent_at, remarks_until)) = row else { return Ok(None) };
    let held = serde_json::from_str(&held)?;
    Ok(Some(Draft { text_hash, held, revision, sent_at, remarks_until }))
}

/// Keeps the draft as it is sent, in the place of the one before.
pub(in crate::features::decisions) fn keep_draft(
    db: &mut Db,
    decision: &DecisionId,
    draft: &Draft,
) -> Result<(), Failure> {
    let held = serde_json::to_string(&draft.held)?;
    let values = (
        minutes_drafts::text_hash.eq(&draft.text_hash),
        minutes_drafts::held.eq(&held),
        minutes_drafts::revision.eq(draft.revision),
        minutes_drafts::sent_at.eq(draft.sent_at),
        minutes_drafts::remarks_until.eq(draft.remarks_until),
    );
    let known = minutes_drafts::table.find(decision);
    if diesel::update(known).set(values).execute(db)? == 0 {
        diesel::insert_into(minutes_drafts::table)
            .values((minutes_drafts::decision_id.eq(decision), values))
            .execute(db)?;
    }
    Ok(())
}

/// The words of a proposed decision's minutes as they are corrected.
///
/// # Errors
/// `changed_meanwhile` when it is proposed no more.
pub(in crate::features::decisions) fn correct_minutes(
    db: &mut Db,
    decision: &DecisionId,
    minutes: &super::Minutes,
) -> Result<(), Failure> {
    let proposed =
        decisions::table.find(decision).filter(decisions::state.eq(super::State::Proposed));
    let words = serde_json::to_string(minutes)?;
    changed_one(diesel::update(proposed).set(decisions::minutes.eq(words)).execute(db)?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = minutes_remarks)]
struct RemarkRow {
    id: RecordId,
    user_id: UserId,
    words: String,
    made_at: Timestamp,
    verdict: Option<RemarkVerdict>,
    answer: Option<String>,
    answered_by: Option<UserId>,
    answered_at: Option<Timestamp>,
}

/// The oldest first.
pub(in crate::features::decisions) fn remarks_on(
    db: &mut Db,
    decision: &DecisionId,
) -> Result<Vec<Remark>, Failure> {
    let rows = minutes_remarks::table
        .filter(minutes_remarks::decision_id.eq(decision))
        .order((minutes_remarks::made_at, minutes_remarks::id))
        .select(RemarkRow::as_select())
        .load(db)?;
    let one = |row: RemarkRow| Remark {
        id: row.id,
        user: row.user_id,
        name: String::new(),
        words: row.words,
        made_at: row.made_at,
        verdict: row.verdict,
        answer: row.answer,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
    };
    Ok(rows.into_iter().map(one).collect())
}

pub(in crate::features::decisions) fn insert_remark(
    db: &mut Db,
    decision: &DecisionId,
    (id, words): (&RecordId, &str),
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    diesel::insert_into(minutes_remarks::table)
        .values((
            minutes_remarks::id.eq(id),
            minutes_remarks::decision_id.eq(decision),
            minutes_remarks::user_id.eq(by),
            minutes_remarks::words.eq(words),
            minutes_remarks::made_at.eq(at),
        ))
        .execute(db)?;
    Ok(())
}

/// Answers a remark that waits.
///
/// # Errors
/// `changed_meanwhile`.
pub(in crate::features::decisions) fn answer_remark(
    db: &mut Db,
    id: &RecordId,
    answer: &RemarkAnswer,
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    let waiting = minutes_remarks::table.find(id).filter(minutes_remarks::verdict.is_null());
    let changed = diesel::update(waiting)
        .set((
            minutes_remarks::verdict.eq(answer.verdict),
            minutes_remarks::answer.eq(&answer.answer),
            minutes_remarks::answered_by.eq(by),
            minutes_remarks::answered_at.eq(at),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Somebody's answer to the text of this hash: the phrase, or why they do not sign.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = minutes_signatures)]
pub(in crate::features::decisions) struct SignatureRow {
    pub user_id: UserId,
    pub text_hash: String,
    pub phrase: Option<String>,
    pub reason: Option<String>,
    pub signed_at: Timestamp,
}

/// The oldest first.
pub(in crate::features::decisions) fn signatures_under(
    db: &mut Db,
    decision: &DecisionId,
) -> Result<Vec<SignatureRow>, Failure> {
    Ok(minutes_signatures::table
        .filter(minutes_signatures::decision_id.eq(decision))
        .order((minutes_signatures::signed_at, minutes_signatures::user_id))
        .select(SignatureRow::as_select())
        .load(db)?)
}

/// Keeps it, in the place of what the person said of the same text before.
pub(in crate::features::decisions) fn keep_signature(
    db: &mut Db,
    decision: &DecisionId,
    signed: &SignatureRow,
) -> Result<(), Failure> {
    let known = minutes_signatures::table.find((decision, &signed.user_id, &signed.text_hash));
    diesel::delete(known).execute(db)?;
    diesel::insert_into(minutes_signatures::table)
        .values((
            minutes_signatures::decision_id.eq(decision),
            minutes_signatures::user_id.eq(&signed.user_id),
            minutes_signatures::text_hash.eq(&signed.text_hash),
            minutes_signatures::phrase.eq(&signed.phrase),
            minutes_signatures::reason.eq(&signed.reason),
            minutes_signatures::signed_at.eq(signed.signed_at),
        ))
        .execute(db)?;
    Ok(())
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
