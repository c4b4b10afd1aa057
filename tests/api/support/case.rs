//! A call, and its proposals as rows, for tests of what happens to them later: documents and
//! verification. Three documents (`proposal` and `health_letter` required, `photo` not), two rules
//! (`civil_servant` binds, `age` warns), three days of repair.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use super::{Person, TestApp, definition};
use diesel::prelude::*;
use serde_json::{Value, json};
use tubel::kernel::ids::{CallId, ProblemId, ProposalId};
use tubel::platform::db::schema::{
    documents, problems, proposal_versions, proposals, submitted_files,
};

pub(crate) const OPEN: &str = "2026-11-24T01:00:00Z";
pub(crate) const SCREENING: &str = "2026-12-02T01:00:00Z";
pub(crate) const SCREENING_ENDS: &str = "2026-12-10T00:00:00Z";
pub(crate) const REVIEW: &str = "2026-12-11T01:00:00Z";

fn named(text: &str) -> Value {
    json!({"id": text, "en": text})
}

fn document(kind: &str, required: bool, format: &str, sensitivity: &str) -> Value {
    json!({
        "kind": kind, "name": named(kind), "required": required, "max_bytes": 300_000,
        "formats": [format], "sensitivity": sensitivity,
    })
}

fn rules() -> Value {
    let mut rules = definition();
    rules["calendar"] = json!({
        "opens_at": "2026-11-01T00:00:00Z",
        "submissions_close_at": "2026-12-01T00:00:00Z",
        "screening_ends_at": SCREENING_ENDS,
        "review_ends_at": "2026-12-31T00:00:00Z",
        "announcement_at": "2027-01-15T00:00:00Z",
        "objections_end_at": "2027-01-20T00:00:00Z",
    });
    rules["eligibility"] = json!([
        {"key": "civil_servant", "severity": "block", "legal_reference": "PP 17/2020"},
        {"key": "age", "at_most": {"S2": 42}, "severity": "warn", "legal_reference": "lama"},
    ]);
    rules["documents"] = json!([
        document("proposal", true, "pdf", "internal"),
        document("health_letter", true, "pdf", "specific"),
        document("photo", false, "jpeg", "personal"),
    ]);
    rules
}

impl TestApp {
    /// A frozen call that is open at the start of a test, its rules changed to the test's liking.
    pub(crate) async fn case_call(
        &self,
        by: &Person,
        code: &str,
        change: impl FnOnce(&mut Value),
    ) -> CallId {
        let mut rules = rules();
        change(&mut rules);
        let now = self.now();
        self.at("2026-10-01T00:00:00Z");
        let id = self.frozen_call_of(by, code, rules).await;
        self.set_clock(now);
        id.parse().unwrap()
    }

    /// A proposal of this candidate; submitted when it has a number, else a draft.
    pub(crate) fn case_proposal(
        &self,
        call: &CallId,
        candidate: &Person,
        number: Option<&str>,
    ) -> ProposalId {
        let problem = self.case_problem();
        let (id, now) = (ProposalId::new().unwrap(), self.now());
        let (proposal, call, candidate) = (id.clone(), call.clone(), candidate.id.clone());
        let number = number.map(ToOwned::to_owned);
        let insert = move |db: &mut _| {
            let submitted = number.is_some();
            let unit: Option<String> = tubel::platform::db::schema::users::table
                .find(&candidate)
                .select(tubel::platform::db::schema::users::unit)
                .first(db)?;
            diesel::insert_into(proposals::table)
                .values((
                    proposals::id.eq(&proposal),
                    proposals::call_id.eq(&call),
                    proposals::candidate.eq(&candidate),
                    proposals::unit.eq(unit.unwrap()),
                    proposals::problem_id.eq(&problem),
                    proposals::level.eq("S2"),
                    proposals::number.eq(&number),
                    proposals::state.eq(if submitted { "submitted" } else { "draft" }),
                    proposals::content.eq("{}"),
                    proposals::version.eq(1_i64),
                    proposals::submitted_version.eq(submitted.then_some(1)),
                    proposals::created_at.eq(now),
                    proposals::updated_at.eq(now),
                    proposals::submitted_at.eq(submitted.then_some(now)),
                ))
                .execute(db)?;
            if submitted {
                insert_version(db, &proposal, now)?;
            }
            Ok(())
        };
        self.database().write(insert).unwrap();
        id
    }

    /// As if the proposal had been handed in with all that was uploaded so far.
    pub(crate) fn hand_in_files(&self, proposal: &ProposalId) {
        let (id, now) = (proposal.clone(), self.now());
        let pin = move |db: &mut _| {
            let versions = proposal_versions::table.find((&id, 1)).count();
            if versions.get_result::<i64>(db)? == 0 {
                insert_version(db, &id, now)?;
            }
            let of = documents::table.filter(documents::proposal_id.eq(&id));
            let all: Vec<String> = of.select(documents::id).load(db)?;
            for document in all {
                diesel::insert_into(submitted_files::table)
                    .values((
                        submitted_files::proposal_id.eq(&id),
                        submitted_files::submission.eq(1),
                        submitted_files::document_id.eq(document),
                        submitted_files::pinned_at.eq(now),
                    ))
                    .execute(db)?;
            }
            Ok(())
        };
        self.database().write(pin).unwrap();
    }

    /// A problem of the shipped registry.
    fn case_problem(&self) -> ProblemId {
        let now = self.now();
        let seed = move |db: &mut _| tubel::features::problems::seed_problems(db, now);
        self.database().write(seed).unwrap();
        let find = |db: &mut _| {
            let of_code = problems::table.filter(problems::code.eq("M-001"));
            Ok(of_code.select(problems::id).first(db)?)
        };
        self.database().read(find).unwrap()
    }

    /// Acts on the record about this subject, oldest first, with their payloads but the salt.
    pub(crate) fn recorded(&self, subject: &str) -> Vec<(String, Value)> {
        let read = |db: &mut _| {
            tubel::platform::ledger::entries_after(
                db,
                0,
                tubel::platform::ledger::Wanted::default(),
                1000,
            )
        };
        let entries = self.database().read(read).unwrap();
        let about = entries.into_iter().filter(|entry| entry.subject == subject);
        let said = |mut entry: tubel::platform::ledger::Entry| {
            entry.payload.as_object_mut().unwrap().remove("salt");
            (entry.act, entry.payload)
        };
        about.map(said).collect()
    }
}

/// The first submission of a proposal, with an empty text.
/// The version that was handed in, of a proposal that a test put into the database.
pub(crate) fn insert_version(
    db: &mut tubel::platform::db::Db,
    proposal: &ProposalId,
    now: tubel::kernel::clock::Timestamp,
) -> Result<(), tubel::kernel::errors::Failure> {
    let content: String = proposals::table.find(proposal).select(proposals::content).first(db)?;
    diesel::insert_into(proposal_versions::table)
        .values((
            proposal_versions::proposal_id.eq(proposal),
            proposal_versions::number.eq(1),
            proposal_versions::content.eq(content),
            proposal_versions::content_hash.eq("0".repeat(64)),
            proposal_versions::eligibility.eq("[]"),
            proposal_versions::receipt.eq("{}"),
            proposal_versions::submitted_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// A small PDF that passes; `text` makes it differ from others.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let mut document = pdf_writer::Pdf::new();
    let (catalog, pages) = (pdf_writer::Ref::new(1), pdf_writer::Ref::new(2));
    document.catalog(catalog).pages(pages);
    let page = pdf_writer::Ref::new(4);
    document.pages(pages).kids([page]).count(1);
    document.page(page).media_box(pdf_writer::Rect::new(0.0, 0.0, 595.0, 842.0)).parent(pages);
    document.document_info(pdf_writer::Ref::new(3)).title(pdf_writer::TextStr(text));
    document.finish()
}
