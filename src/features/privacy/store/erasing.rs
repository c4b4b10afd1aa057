//! Taking one person's data out of every table. What a decision rests on stays, without words and
//! names. Texts that are JSON are rewritten one by one: they are one person's, and few.

use super::removals;
use crate::features::accounts::{ChangeState, Wanted};
use crate::features::privacy::rules::redaction::{self, NAME, WORDS};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, AwardId, ObjectionId, ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    account_links, address_changes, assignments, awards, conflicts, devices, document_openings,
    documents, endorsements, erasure_requests, idempotency_keys, mail_languages, mails, objections,
    positions, proposal_versions, proposals, proposed_changes, reconciliations, recovery_codes,
    refresh_tokens, registrations, reopenings, repairs, review_versions, reviews, role_grants,
    second_factors, sessions, sign_in_failures, staff_list, submitted_files, uploads, users,
    verifications, withdrawn_conclusions,
};
use crate::platform::ledger::Subject;
use crate::platform::mail;
use diesel::prelude::*;

/// What was taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::features::privacy) struct Counts {
    pub proposals: usize,
    pub documents: usize,
    pub letters: usize,
}

/// Takes the person's letters, proposals and what others wrote about them; the account goes last,
/// with [`close_account`].
pub(in crate::features::privacy) fn erase_holdings(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<Counts, Failure> {
    let own: Vec<ProposalId> =
        proposals::table.filter(proposals::candidate.eq(user)).select(proposals::id).load(db)?;
    let letters = erase_letters(db, user, &own)?;
    erase_texts(db, user, &own)?;
    let documents = erase_files(db, &own, now)?;
    erase_words_on(db, &own)?;
    erase_assessments(db, &own)?;
    let theirs = conflicts::table.filter(conflicts::user_id.eq(user));
    diesel::update(theirs).set(conflicts::reason.eq(WORDS)).execute(db)?;
    let theirs = assignments::table.filter(assignments::reviewer.eq(user));
    let closed = theirs.filter(assignments::closed_reason.is_not_null());
    diesel::update(closed).set(assignments::closed_reason.eq(WORDS)).execute(db)?;
    let asked = erasure_requests::table.filter(erasure_requests::user_id.eq(user));
    diesel::update(asked).set(erasure_requests::reason.eq(WORDS)).execute(db)?;
    let answered = erasure_requests::table
        .filter(erasure_requests::user_id.eq(user).and(erasure_requests::answer.is_not_null()));
    diesel::update(answered).set(erasure_requests::answer_reason.eq(WORDS)).execute(db)?;
    Ok(Counts { proposals: own.len(), documents, letters })
}

/// Letters that wait are not sent any more; those that were lose address and values, also those to
/// others about the person's things.
fn erase_letters(db: &mut Db, user: &UserId, own: &[ProposalId]) -> Result<usize, Failure> {
    let waiting =
        mails::table.filter(mails::recipient.eq(user).and(mails::state.eq(mail::State::Queued)));
    let unsent = diesel::delete(waiting).execute(db)?;
    let theirs = mails::table.filter(mails::recipient.eq(user));
    let sent = diesel::update(theirs)
        .set((
            mails::address.eq(redaction::address(user)),
            mails::name.eq(NAME),
            mails::letter_values.eq("{}"),
            mails::appointments.eq(None::<String>),
        ))
        .execute(db)?;
    let refused = theirs.filter(mails::last_error.is_not_null());
    diesel::update(refused).set(mails::last_error.eq(WORDS)).execute(db)?;
    let objected = objections::table.filter(objections::proposal_id.eq_any(own.to_vec()));
    let offered = awards::table.filter(awards::proposal_id.eq_any(own.to_vec()));
    let assigned = assignments::table.filter(assignments::proposal_id.eq_any(own.to_vec()));
    let mut subjects = vec![Subject::user(user)];
    subjects.extend(own.iter().map(Subject::proposal));
    let objected = objected.select(objections::id).load::<ObjectionId>(db)?;
    subjects.extend(objected.iter().map(Subject::objection));
    let offered = offered.select(awards::id).load::<AwardId>(db)?;
    subjects.extend(offered.iter().map(Subject::award));
    let assigned = assigned.select(assignments::id).load::<AssignmentId>(db)?;
    subjects.extend(assigned.iter().map(Subject::assignment));
    let subjects: Vec<String> = subjects.iter().map(ToString::to_string).collect();
    let about = mails::table
        .filter(mails::subject.eq_any(subjects).and(mails::state.eq_any(["sent", "failed"])));
    diesel::update(about)
        .set((mails::letter_values.eq("{}"), mails::appointments.eq(None::<String>)))
        .execute(db)?;
    Ok(unsent + sent)
}

fn erase_texts(db: &mut Db, user: &UserId, own: &[ProposalId]) -> Result<(), Failure> {
    let texts = proposals::table
        .filter(proposals::candidate.eq(user))
        .select((proposals::id, proposals::content))
        .load::<(ProposalId, String)>(db)?;
    for (id, text) in texts {
        diesel::update(proposals::table.find(&id))
            .set(proposals::content.eq(redaction::content(&text)))
            .execute(db)?;
    }
    let withdrawn = proposals::table.filter(proposals::candidate.eq(user));
    diesel::update(withdrawn.filter(proposals::withdrawn_reason.is_not_null()))
        .set(proposals::withdrawn_reason.eq(WORDS))
        .execute(db)?;
    let versions = proposal_versions::table
        .filter(proposal_versions::proposal_id.eq_any(own.to_vec()))
        .select((
            proposal_versions::proposal_id,
            proposal_versions::number,
            proposal_versions::content,
            proposal_versions::circumstances,
        ))
        .load::<(ProposalId, i32, String, String)>(db)?;
    for (id, number, text, circumstances) in versions {
        diesel::update(proposal_versions::table.find((&id, number)))
            .set((
                proposal_versions::content.eq(redaction::content(&text)),
                proposal_versions::eligibility.eq("[]"),
                proposal_versions::circumstances.eq(redaction::circumstances(&circumstances)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Rows of documents and attachments go; their files go with `removals` when no other row needs them.
fn erase_files(db: &mut Db, own: &[ProposalId], now: Timestamp) -> Result<usize, Failure> {
    // Files without a row are swept.
    let on_their_way = uploads::table.filter(uploads::proposal_id.eq_any(own.to_vec()));
    diesel::delete(on_their_way).execute(db)?;
    let uploaded = documents::table.filter(documents::proposal_id.eq_any(own.to_vec()));
    let mut hashes: Vec<String> = uploaded.clone().select(documents::sha256).load(db)?;
    // Nothing but this takes a file away that belongs to a submission.
    let pinned = submitted_files::table.filter(submitted_files::proposal_id.eq_any(own.to_vec()));
    diesel::delete(pinned).execute(db)?;
    let of_theirs = uploaded.clone().select(documents::id);
    let opened = document_openings::table.filter(document_openings::document_id.eq_any(of_theirs));
    diesel::delete(opened).execute(db)?;
    let rows = diesel::delete(uploaded).execute(db)?;
    let attached = objections::table
        .filter(objections::proposal_id.eq_any(own.to_vec()))
        .filter(objections::attachment_sha256.is_not_null());
    let found = attached.select(objections::attachment_sha256).load::<Option<String>>(db)?;
    hashes.extend(found.into_iter().flatten());
    let attached = objections::table.filter(objections::proposal_id.eq_any(own.to_vec()));
    diesel::update(attached)
        .set((
            objections::attachment_name.eq(None::<String>),
            objections::attachment_size.eq(None::<i64>),
            objections::attachment_sha256.eq(None::<String>),
        ))
        .execute(db)?;
    removals::wait_for_removal(db, hashes, now)?;
    Ok(rows)
}

/// What others wrote about the proposals.
fn erase_words_on(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let own = || own.to_vec();
    let on = endorsements::table.filter(endorsements::proposal_id.eq_any(own()));
    diesel::update(on).set(endorsements::statement.eq(WORDS)).execute(db)?;
    let on = repairs::table.filter(repairs::proposal_id.eq_any(own()));
    diesel::update(on).set(repairs::reason.eq(WORDS)).execute(db)?;
    let on = withdrawn_conclusions::table.filter(withdrawn_conclusions::proposal_id.eq_any(own()));
    diesel::update(on).set(withdrawn_conclusions::reason.eq(WORDS)).execute(db)?;
    let on = conflicts::table.filter(conflicts::proposal_id.eq_any(own()));
    diesel::update(on).set(conflicts::reason.eq(WORDS)).execute(db)?;
    let on = reconciliations::table.filter(reconciliations::proposal_id.eq_any(own()));
    diesel::update(on).set(reconciliations::note.eq(WORDS)).execute(db)?;
    let on = objections::table.filter(objections::proposal_id.eq_any(own()));
    diesel::update(on).set(objections::reason.eq(WORDS)).execute(db)?;
    let ruled = objections::table
        .filter(objections::proposal_id.eq_any(own()).and(objections::ruling.is_not_null()));
    diesel::update(ruled).set(objections::ruling.eq(WORDS)).execute(db)?;
    let on = awards::table
        .filter(awards::proposal_id.eq_any(own()).and(awards::settled_reason.is_not_null()));
    diesel::update(on).set(awards::settled_reason.eq(WORDS)).execute(db)?;
    Ok(())
}

/// Sheets and check-lists keep their scores and outcomes.
fn erase_assessments(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let on = assignments::table.filter(assignments::proposal_id.eq_any(own.to_vec()));
    let tasks: Vec<String> = on.clone().select(assignments::id).load(db)?;
    diesel::update(on.filter(assignments::closed_reason.is_not_null()))
        .set(assignments::closed_reason.eq(WORDS))
        .execute(db)?;
    let reopened = reopenings::table.filter(reopenings::assignment_id.eq_any(tasks.clone()));
    diesel::update(reopened).set(reopenings::reason.eq(WORDS)).execute(db)?;
    let sheets = reviews::table.filter(reviews::assignment_id.eq_any(tasks.clone()));
    let sheets = sheets.select((reviews::assignment_id, reviews::sheet));
    for (task, sheet) in sheets.load::<(String, String)>(db)? {
        diesel::update(reviews::table.find(&task))
            .set(reviews::sheet.eq(redaction::sheet(&sheet)))
            .execute(db)?;
    }
    let kept = review_versions::table
        .filter(review_versions::assignment_id.eq_any(tasks))
        .select((review_versions::assignment_id, review_versions::version, review_versions::sheet))
        .load::<(String, i64, String)>(db)?;
    for (task, version, sheet) in kept {
        diesel::update(review_versions::table.find((&task, version)))
            .set(review_versions::sheet.eq(redaction::sheet(&sheet)))
            .execute(db)?;
    }
    erase_checks(db, own)
}

fn erase_checks(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let lists = verifications::table
        .filter(verifications::proposal_id.eq_any(own.to_vec()))
        .select((
            verifications::proposal_id,
            verifications::round,
            verifications::verifier,
            verifications::checks,
        ))
        .load::<(ProposalId, i32, UserId, String)>(db)?;
    for (id, round, verifier, checks) in lists {
        diesel::update(verifications::table.find((&id, round, &verifier)))
            .set(verifications::checks.eq(redaction::checks(&checks)))
            .execute(db)?;
    }
    Ok(())
}

/// Puts markers in the place of name, address and NIP, and takes away everything that opens the
/// account.
pub(in crate::features::privacy) fn close_account(
    db: &mut Db,
    user: &UserId,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    forget_failures(db, user)?;
    forget_address(db, user)?;
    let signed_in: Vec<String> =
        sessions::table.filter(sessions::user_id.eq(user)).select(sessions::id).load(db)?;
    let tokens = refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(signed_in));
    diesel::delete(tokens).execute(db)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(db)?;
    diesel::delete(devices::table.filter(devices::user_id.eq(user))).execute(db)?;
    diesel::delete(second_factors::table.find(user)).execute(db)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(db)?;
    diesel::delete(account_links::table.filter(account_links::user_id.eq(user))).execute(db)?;
    diesel::delete(mail_languages::table.find(user)).execute(db)?;
    let answers = idempotency_keys::table.filter(idempotency_keys::user_id.eq(user));
    diesel::delete(answers).execute(db)?;
    let held = role_grants::user_id.eq(user).and(role_grants::revoked_at.is_null());
    diesel::update(role_grants::table.filter(held))
        .set((role_grants::revoked_by.eq(by), role_grants::revoked_at.eq(now)))
        .execute(db)?;
    forget_changes(db, user, by, now)?;
    diesel::delete(positions::table.filter(positions::user_id.eq(user))).execute(db)?;
    diesel::update(users::table.find(user))
        .set((
            users::email.eq(redaction::address(user)),
            users::nip.eq(None::<String>),
            users::nip_claim.eq(None::<String>),
            users::name.eq(NAME),
            users::unit.eq(None::<String>),
            users::superior.eq(None::<String>),
            users::password_hash.eq(""),
            users::active.eq(false),
            users::email_verified_at.eq(None::<Timestamp>),
            users::erased_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// What waited for the person is withdrawn; of what was decided the role and the people stay, and where
/// they were to work and why they were refused go.
fn forget_changes(db: &mut Db, user: &UserId, by: &UserId, now: Timestamp) -> Result<(), Failure> {
    let theirs = || proposed_changes::table.filter(proposed_changes::user_id.eq(user));
    diesel::update(theirs().filter(proposed_changes::state.eq(ChangeState::Waiting)))
        .set((
            proposed_changes::state.eq(ChangeState::Withdrawn.name()),
            proposed_changes::decided_by.eq(by),
            proposed_changes::decided_at.eq(now),
        ))
        .execute(db)?;
    diesel::update(theirs().filter(proposed_changes::reason.is_not_null()))
        .set(proposed_changes::reason.eq(""))
        .execute(db)?;
    let nowhere = Wanted::Place { user: user.clone(), unit: None, superior: None };
    diesel::update(theirs().filter(proposed_changes::thing.eq(nowhere.thing())))
        .set(proposed_changes::wanted.eq(serde_json::to_string(&nowhere)?))
        .execute(db)?;
    Ok(())
}

/// Counts of attempts are kept under the account's id.
fn forget_failures(db: &mut Db, user: &UserId) -> Result<(), Failure> {
    let bucket = sign_in_failures::bucket;
    let of_it = bucket
        .eq(format!("account:{user}"))
        .or(bucket.like(format!("account:{user}|%")))
        .or(bucket.like(format!("device:{user}:%")))
        .or(bucket.eq_any([format!("confirm:{user}"), format!("code:{user}")]));
    diesel::delete(sign_in_failures::table.filter(of_it)).execute(db)?;
    Ok(())
}

/// Where the address stands beside the account: letters to it before there was one, changes of it, and the
/// agency's list of staff.
fn forget_address(db: &mut Db, user: &UserId) -> Result<(), Failure> {
    let (email, nip) = users::table
        .find(user)
        .select((users::email, users::nip))
        .first::<(String, Option<String>)>(db)?;
    let changes = address_changes::table.filter(address_changes::user_id.eq(user));
    let mut addresses: Vec<String> = changes.select(address_changes::old_email).load(db)?;
    addresses.extend(changes.select(address_changes::new_email).load::<String>(db)?);
    addresses.push(email.clone());
    diesel::delete(changes).execute(db)?;
    diesel::delete(registrations::table.filter(registrations::email.eq_any(addresses.clone())))
        .execute(db)?;
    let letters = mails::address.eq_any(addresses).and(mails::recipient.is_null());
    diesel::delete(mails::table.filter(letters)).execute(db)?;
    diesel::delete(staff_list::table.filter(staff_list::email.eq(email))).execute(db)?;
    if let Some(nip) = nip {
        diesel::delete(staff_list::table.filter(staff_list::nip.eq(nip))).execute(db)?;
    }
    Ok(())
}
