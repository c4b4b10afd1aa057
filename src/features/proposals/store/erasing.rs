//! Taking a candidate's words, files and what others wrote about them out of the proposals. What a decision rests on
//! stays. Texts that are JSON are rewritten one by one: they are one person's, and few.

use crate::features::proposals::rules::redaction;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    document_openings, documents, endorsed_texts, endorsement_requests, endorsements, exceptions,
    late_submissions, proposal_versions, proposals, repairs, submitted_files, submitted_titles,
    uploads, verifications, withdrawn_conclusions,
};
use crate::platform::personal::{Erasure, Taken, WORDS};
use diesel::prelude::*;

pub(super) fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let own = erasure.person.proposals();
    erase_texts(db, &own)?;
    erase_versions(db, &own)?;
    erase_words_on(db, &own)?;
    erase_checks(db, &own)?;
    let (documents, mut files) = erase_files(db, &own)?;
    files.extend(erase_exceptions(db, &own)?);
    Ok(Taken { proposals: own.len(), documents, letters: 0, files })
}

fn erase_texts(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let texts = proposals::table
        .filter(proposals::id.eq_any(own))
        .select((proposals::id, proposals::content))
        .load::<(ProposalId, String)>(db)?;
    for (id, text) in texts {
        diesel::update(proposals::table.find(&id))
            .set(proposals::content.eq(redaction::content(&text)))
            .execute(db)?;
    }
    let withdrawn = proposals::id.eq_any(own).and(proposals::withdrawn_reason.is_not_null());
    diesel::update(proposals::table.filter(withdrawn))
        .set(proposals::withdrawn_reason.eq(WORDS))
        .execute(db)?;
    let signed = endorsed_texts::table.filter(endorsed_texts::proposal_id.eq_any(own));
    diesel::delete(signed).execute(db)?;
    Ok(())
}

fn erase_versions(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let versions = proposal_versions::table
        .filter(proposal_versions::proposal_id.eq_any(own))
        .select((
            proposal_versions::proposal_id,
            proposal_versions::number,
            proposal_versions::content,
            proposal_versions::circumstances,
        ))
        .load::<(ProposalId, i32, String, String)>(db)?;
    // What a search reads of them.
    let titles = submitted_titles::table.filter(submitted_titles::proposal_id.eq_any(own));
    diesel::delete(titles).execute(db)?;
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

/// Rows of documents go; how many there were, and the hashes of their files.
fn erase_files(db: &mut Db, own: &[ProposalId]) -> Result<(usize, Vec<String>), Failure> {
    // Files without a row are swept.
    let on_their_way = uploads::table.filter(uploads::proposal_id.eq_any(own));
    diesel::delete(on_their_way).execute(db)?;
    let uploaded = || documents::table.filter(documents::proposal_id.eq_any(own));
    let hashes: Vec<String> = uploaded().select(documents::sha256).load(db)?;
    // Nothing but this takes a file away that belongs to a submission.
    let pinned = submitted_files::table.filter(submitted_files::proposal_id.eq_any(own));
    diesel::delete(pinned).execute(db)?;
    let of_theirs = uploaded().select(documents::id);
    let opened = document_openings::table.filter(document_openings::document_id.eq_any(of_theirs));
    diesel::delete(opened).execute(db)?;
    Ok((diesel::delete(uploaded()).execute(db)?, hashes))
}

/// What others wrote about the proposals.
fn erase_words_on(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let on = endorsements::table.filter(endorsements::proposal_id.eq_any(own));
    diesel::update(on).set(endorsements::statement.eq(WORDS)).execute(db)?;
    let on = endorsement_requests::table.filter(endorsement_requests::proposal_id.eq_any(own));
    let remarked = on.filter(endorsement_requests::remark.is_not_null());
    diesel::update(remarked).set(endorsement_requests::remark.eq(WORDS)).execute(db)?;
    let on = repairs::table.filter(repairs::proposal_id.eq_any(own));
    diesel::update(on).set(repairs::reason.eq(WORDS)).execute(db)?;
    let on = withdrawn_conclusions::table.filter(withdrawn_conclusions::proposal_id.eq_any(own));
    diesel::update(on).set(withdrawn_conclusions::reason.eq(WORDS)).execute(db)?;
    let of = late_submissions::table.filter(late_submissions::proposal_id.eq_any(own));
    diesel::update(of).set(late_submissions::reason.eq(WORDS)).execute(db)?;
    Ok(())
}

/// That something was let to them, of what kind and when, stays; the words and the minutes go. The hashes of the minutes.
fn erase_exceptions(db: &mut Db, own: &[ProposalId]) -> Result<Vec<String>, Failure> {
    let of = || exceptions::table.filter(exceptions::proposal_id.eq_any(own));
    let with_file = of().filter(exceptions::minutes_sha256.is_not_null());
    let files = with_file.select(exceptions::minutes_sha256.assume_not_null()).load(db)?;
    let refused = of().filter(exceptions::answer.is_not_null());
    diesel::update(refused).set(exceptions::answer.eq(WORDS)).execute(db)?;
    diesel::update(of())
        .set((
            exceptions::reason.eq(WORDS),
            exceptions::minutes_number.eq(WORDS),
            exceptions::minutes_name.eq(None::<String>),
            exceptions::minutes_size.eq(None::<i64>),
            exceptions::minutes_sha256.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(files)
}

/// Check-lists keep their outcomes.
fn erase_checks(db: &mut Db, own: &[ProposalId]) -> Result<(), Failure> {
    let lists = verifications::table
        .filter(verifications::proposal_id.eq_any(own))
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
