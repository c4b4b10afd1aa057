//! A call and its proposals as rows, for tests of what happens to them later: documents and
//! verification. Three documents (`proposal` and `health_letter` required, `photo` not), two rules
//! (`civil_servant` binds, `age` warns), three days of repair.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use super::{Person, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use tubel::canonical;
use tubel::clock::Timestamp;
use tubel::db::schema::{calls, problems, proposals};
use tubel::ids::{CallId, ProblemId, ProposalId};

pub(crate) const OPEN: &str = "2026-11-24T01:00:00Z";
pub(crate) const SCREENING: &str = "2026-12-02T01:00:00Z";
pub(crate) const SCREENING_ENDS: &str = "2026-12-10T00:00:00Z";
pub(crate) const REVIEW: &str = "2026-12-11T01:00:00Z";

fn calendar() -> Value {
    json!({
        "opens_at": "2026-11-01T00:00:00Z",
        "submissions_close_at": "2026-12-01T00:00:00Z",
        "screening_ends_at": SCREENING_ENDS,
        "review_ends_at": "2026-12-31T00:00:00Z",
        "announcement_at": "2027-01-15T00:00:00Z",
        "objections_end_at": "2027-01-20T00:00:00Z",
    })
}

fn named(text: &str) -> Value {
    json!({"id": text, "en": text})
}

fn document(kind: &str, required: bool, format: &str, sensitivity: &str) -> Value {
    json!({
        "kind": kind, "name": named(kind), "required": required, "max_bytes": 300_000,
        "formats": [format], "sensitivity": sensitivity,
    })
}

fn definition() -> Value {
    json!({
        "title": named("Tugas belajar 2027"), "calendar": calendar(), "seats": 2,
        "levels": [{
            "code": "S2", "name": named("S2"), "normative_months": 24, "requires": "S1",
            "seats": null,
        }],
        "limits": {
            "per_unit": null, "per_problem": null, "floors": [],
            "floor_policy": "as_far_as_possible",
        },
        "rubric": {
            "code": "short", "name": named("short"), "scores": [1, 2, 3], "criteria": [
                {"code": "K1", "name": named("K1"), "weight": 100, "anchors": {}}
            ],
            "thresholds": {"total": null, "criteria": {}},
            "reason_required_for": [], "reason_min_length": 0,
        },
        "eligibility": [
            {"key": "civil_servant", "severity": "block", "legal_reference": "PP 17/2020"},
            {"key": "age", "at_most": {"S2": 42}, "severity": "warn", "legal_reference": "lama"},
        ],
        "documents": [
            document("proposal", true, "pdf", "internal"),
            document("health_letter", true, "pdf", "specific"),
            document("photo", false, "jpeg", "personal"),
        ],
        "panel": {
            "sheets_per_proposal": 1, "default_max_load": 9, "divergent_total": 100,
            "divergent_criterion": 2,
        },
        "ranking": {"aggregate": "mean", "tie_breaks": [], "reserve": 1},
        "anonymity": "open", "repair_days": 3,
    })
}

impl TestApp {
    /// A frozen call, its definition changed to the test's liking.
    pub(crate) fn case_call(&self, by: &Person, change: impl FnOnce(&mut Value)) -> CallId {
        let mut definition = definition();
        change(&mut definition);
        let (id, by, now) = (CallId::new().unwrap(), by.id.clone(), self.now());
        let at = |name: &str| -> Timestamp {
            definition["calendar"][name].as_str().unwrap().parse().unwrap()
        };
        let instants = [
            "opens_at",
            "submissions_close_at",
            "screening_ends_at",
            "review_ends_at",
            "announcement_at",
            "objections_end_at",
        ]
        .map(at);
        let (call, text) = (id.clone(), definition.to_string());
        let insert = move |db: &mut _| {
            diesel::insert_into(calls::table)
                .values((
                    calls::id.eq(&call),
                    calls::code.eq(call.as_str()),
                    calls::state.eq("frozen"),
                    calls::definition.eq(&text),
                    calls::rules_hash.eq(canonical::sha256_hex(&text)),
                    calls::opens_at.eq(instants[0]),
                    calls::submissions_close_at.eq(instants[1]),
                    calls::screening_ends_at.eq(instants[2]),
                    calls::review_ends_at.eq(instants[3]),
                    calls::announcement_at.eq(instants[4]),
                    calls::objections_end_at.eq(instants[5]),
                    calls::tie_seed_hash.eq(canonical::sha256_hex("seed")),
                    calls::next_number.eq(1),
                    calls::created_by.eq(&by),
                    calls::created_at.eq(now),
                    calls::frozen_at.eq(now),
                    calls::version.eq(1_i64),
                ))
                .execute(db)?;
            Ok(())
        };
        self.database().write(insert).unwrap();
        id
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
            let unit: Option<String> = tubel::db::schema::users::table
                .find(&candidate)
                .select(tubel::db::schema::users::unit)
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
            Ok(())
        };
        self.database().write(insert).unwrap();
        id
    }

    fn case_problem(&self) -> ProblemId {
        let (id, now) = (ProblemId::new().unwrap(), self.now());
        let problem = id.clone();
        let insert = move |db: &mut _| {
            diesel::insert_into(problems::table)
                .values((
                    (
                        problems::id.eq(&problem),
                        problems::code.eq(problem.as_str()),
                        problems::owner_unit.eq("U.BB.MKS"),
                        problems::title.eq("Obat tanpa izin edar"),
                        problems::description.eq(""),
                        problems::indicator.eq("temuan"),
                        problems::unit_of_measure.eq("%"),
                        problems::direction.eq("lower"),
                        problems::baseline_value.eq("10"),
                        problems::baseline_period.eq("2025"),
                    ),
                    (
                        problems::baseline_source.eq("laporan"),
                        problems::baseline_measured_by.eq("balai"),
                        problems::target_value.eq("5"),
                        problems::evidence.eq(""),
                        problems::illustrative.eq(true),
                        problems::state.eq("approved"),
                        problems::created_at.eq(now),
                        problems::updated_at.eq(now),
                        problems::version.eq(1_i64),
                    ),
                ))
                .execute(db)?;
            Ok(())
        };
        self.database().write(insert).unwrap();
        id
    }

    /// Acts on the record about this subject, oldest first, with their payloads.
    pub(crate) fn recorded(&self, subject: &str) -> Vec<(String, Value)> {
        let read = |db: &mut _| tubel::ledger::entries_after(db, 0, None, 1000);
        let entries = self.database().read(read).unwrap();
        let about = entries.into_iter().filter(|entry| entry.subject == subject);
        about.map(|entry| (entry.act, entry.payload)).collect()
    }
}

/// A small PDF that passes; `text` makes it differ from others.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let mut document = pdf_writer::Pdf::new();
    let (catalog, pages) = (pdf_writer::Ref::new(1), pdf_writer::Ref::new(2));
    document.catalog(catalog).pages(pages);
    document.pages(pages).count(0);
    document.document_info(pdf_writer::Ref::new(3)).title(pdf_writer::TextStr(text));
    document.finish()
}
