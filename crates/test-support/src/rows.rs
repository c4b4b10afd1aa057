//! Rows put straight into the tables, each table in one place. Tests use them for what is another stage's story:
//! a proposal that was written and verified, a sheet that was scored.

use diesel::prelude::*;
use tubel::features::calls::Definition;
use tubel::features::reviews::Sheet;
use tubel::kernel::canonical;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{
    AssignmentId, CallId, DocumentId, ProblemId, ProposalId, UserId, random_text,
};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{
    assignments, calls, documents, panel_members, problems, proposal_versions, proposals,
    review_versions, reviews, submitted_files, submitted_titles,
};

/// A frozen call `TB-2026`. Its seed is the empty text; a replay holds it against its hash.
pub fn insert_call(
    db: &mut Db,
    id: &CallId,
    definition: &Definition,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let (calendar, tie_seed) = (&definition.calendar, "0".repeat(64));
    diesel::insert_into(calls::table)
        .values((
            calls::id.eq(id),
            calls::code.eq("TB-2026"),
            calls::state.eq("frozen"),
            calls::definition.eq(canonical::json(definition)?),
            calls::rules_hash.eq(canonical::hash_of(definition)?),
            calls::opens_at.eq(calendar.opens_at),
            calls::submissions_close_at.eq(calendar.submissions_close_at),
            calls::screening_ends_at.eq(calendar.screening_ends_at),
            calls::review_ends_at.eq(calendar.review_ends_at),
            calls::announcement_at.eq(calendar.announcement_at),
            calls::objections_end_at.eq(calendar.objections_end_at),
            calls::tie_seed.eq(&tie_seed),
            calls::tie_seed_hash.eq(canonical::sha256_hex(&tie_seed)),
            calls::next_number.eq(1),
            calls::created_by.eq(by),
            calls::created_at.eq(now),
            calls::frozen_at.eq(now),
            calls::version.eq(1_i64),
        ))
        .execute(db)?;
    Ok(())
}

/// A member of the panel.
pub fn insert_seat(
    db: &mut Db,
    call: &CallId,
    (member, by): (&UserId, &UserId),
    max_load: i32,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(panel_members::table)
        .values((
            panel_members::call_id.eq(call),
            panel_members::user_id.eq(member),
            panel_members::max_load.eq(max_load),
            panel_members::added_by.eq(by),
            panel_members::added_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// An approved problem of the directorate of processed food, known by its code and title.
pub fn insert_problem(
    db: &mut Db,
    id: &ProblemId,
    (code, title): (&str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(problems::table)
        .values((
            problems::id.eq(id),
            problems::code.eq(code),
            problems::owner_unit.eq("P.D3.04"),
            problems::title.eq(title),
            problems::description.eq(format!("{title} in food")),
            problems::indicator.eq("Share of samples"),
            problems::unit_of_measure.eq("%"),
            problems::direction.eq("lower"),
            problems::baseline_value.eq("3"),
            problems::baseline_period.eq("2025"),
            problems::baseline_source.eq("Laporan"),
            problems::baseline_measured_by.eq("Balai"),
            problems::target_value.eq("1"),
            problems::evidence.eq(""),
            problems::illustrative.eq(true),
            problems::state.eq("approved"),
            problems::created_at.eq(now),
            problems::updated_at.eq(now),
            problems::version.eq(1_i64),
        ))
        .execute(db)?;
    Ok(())
}

/// A proposal as it stands in the tables.
#[derive(Debug, Clone)]
pub struct NewProposal {
    pub id: ProposalId,
    pub call: CallId,
    pub candidate: UserId,
    pub unit: String,
    pub problem: ProblemId,
    /// None while it is a draft: what was handed in has a number, a version and a time.
    pub number: Option<String>,
    pub state: &'static str,
    /// What was handed in, as JSON; of a draft, what was written so far.
    pub content: String,
    /// What the candidate has written since, if anything.
    pub edited: Option<String>,
    pub at: Timestamp,
}

/// The proposal, and the version that was handed in if it has a number.
pub fn insert_proposal(db: &mut Db, new: &NewProposal) -> Result<(), Failure> {
    let submitted = new.number.is_some();
    diesel::insert_into(proposals::table)
        .values((
            proposals::id.eq(&new.id),
            proposals::call_id.eq(&new.call),
            proposals::candidate.eq(&new.candidate),
            proposals::unit.eq(&new.unit),
            proposals::problem_id.eq(&new.problem),
            proposals::level.eq("S2"),
            proposals::number.eq(&new.number),
            proposals::state.eq(new.state),
            proposals::content.eq(new.edited.as_ref().unwrap_or(&new.content)),
            proposals::version.eq(if new.edited.is_some() { 2_i64 } else { 1 }),
            proposals::submitted_version.eq(submitted.then_some(1)),
            proposals::submitted_problem.eq(submitted.then_some(&new.problem)),
            proposals::submitted_level.eq(submitted.then_some("S2")),
            proposals::created_at.eq(new.at),
            proposals::updated_at.eq(new.at),
            proposals::submitted_at.eq(submitted.then_some(new.at)),
        ))
        .execute(db)?;
    if submitted {
        insert_version(db, (&new.id, 1), &new.content, "[]", new.at)?;
    }
    Ok(())
}

/// A version that was handed in, with an empty receipt. `eligibility` is what the rules said, as JSON.
pub fn insert_version(
    db: &mut Db,
    (proposal, number): (&ProposalId, i32),
    content: &str,
    eligibility: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(proposal_versions::table)
        .values((
            proposal_versions::proposal_id.eq(proposal),
            proposal_versions::number.eq(number),
            proposal_versions::content.eq(content),
            proposal_versions::content_hash.eq(canonical::sha256_hex(content)),
            proposal_versions::eligibility.eq(eligibility),
            proposal_versions::receipt.eq("{}"),
            proposal_versions::submitted_at.eq(now),
        ))
        .execute(db)?;
    let written: serde_json::Value = serde_json::from_str(content)?;
    let title = written.get("title").and_then(|title| title.as_str()).unwrap_or_default();
    let kept = submitted_titles::table.find(proposal);
    if diesel::update(kept).set(submitted_titles::title.eq(title)).execute(db)? == 0 {
        diesel::insert_into(submitted_titles::table)
            .values((submitted_titles::proposal_id.eq(proposal), submitted_titles::title.eq(title)))
            .execute(db)?;
    }
    Ok(())
}

/// A PDF of a proposal, of which only the row is there unless its bytes are stored too.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub id: DocumentId,
    pub proposal: ProposalId,
    pub candidate: UserId,
    pub kind: String,
    pub version: i32,
    pub size: i64,
    pub sha256: String,
}

pub fn insert_document(db: &mut Db, new: &NewDocument, now: Timestamp) -> Result<(), Failure> {
    diesel::insert_into(documents::table)
        .values((
            documents::id.eq(&new.id),
            documents::proposal_id.eq(&new.proposal),
            documents::kind.eq(&new.kind),
            documents::version.eq(new.version),
            documents::file_name.eq(format!("{}.pdf", new.kind)),
            documents::media_type.eq("application/pdf"),
            documents::size.eq(new.size),
            documents::sha256.eq(&new.sha256),
            documents::uploaded_by.eq(&new.candidate),
            documents::uploaded_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// The document belongs to the first version that was handed in.
pub fn insert_pin(
    db: &mut Db,
    proposal: &ProposalId,
    document: &DocumentId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(submitted_files::table)
        .values((
            submitted_files::proposal_id.eq(proposal),
            submitted_files::submission.eq(1),
            submitted_files::document_id.eq(document),
            submitted_files::pinned_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Who reviews which proposal.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub call: CallId,
    pub proposal: ProposalId,
    pub reviewer: UserId,
    pub assigned_by: UserId,
}

pub fn insert_task(
    db: &mut Db,
    new: &NewTask,
    state: &str,
    now: Timestamp,
) -> Result<AssignmentId, Failure> {
    let id = AssignmentId::new()?;
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(&id),
            assignments::call_id.eq(&new.call),
            assignments::proposal_id.eq(&new.proposal),
            assignments::reviewer.eq(&new.reviewer),
            assignments::state.eq(state),
            assignments::origin.eq("manual"),
            assignments::assigned_by.eq(&new.assigned_by),
            assignments::assigned_at.eq(now),
        ))
        .execute(db)?;
    Ok(id)
}

/// A task whose sheet was handed in. `total` is in hundredths of a point.
pub fn insert_sheet(
    db: &mut Db,
    task: &NewTask,
    (sheet, total): (&Sheet, u32),
    now: Timestamp,
) -> Result<(), Failure> {
    let task = insert_task(db, task, "submitted", now)?;
    let text = serde_json::to_string(sheet)?;
    diesel::insert_into(reviews::table)
        .values((
            reviews::assignment_id.eq(&task),
            reviews::sheet.eq(&text),
            reviews::salt.eq(random_text()?),
            reviews::total.eq(i32::try_from(total).unwrap()),
            reviews::version.eq(1_i64),
            reviews::updated_at.eq(now),
            reviews::submitted_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(review_versions::table)
        .values((
            review_versions::assignment_id.eq(&task),
            review_versions::version.eq(1_i64),
            review_versions::sheet.eq(&text),
            review_versions::saved_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
