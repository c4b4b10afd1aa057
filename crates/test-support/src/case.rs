//! A call, and its proposals as rows, for tests of what happens to them later: documents and
//! verification. Three documents (`proposal` and `health_letter` required, `photo` not), two rules
//! (`civil_servant` binds, `age` warns), three days of repair.

use crate::rows::{insert_pin, insert_version};
use crate::{Person, TestApp, definition};
use diesel::prelude::*;
use serde_json::{Value, json};
use tubel::kernel::ids::{CallId, DocumentId, ProposalId};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{documents, proposal_versions, proposals};
use tubel::platform::ledger::{Entry, Wanted, entries_after};

pub const OPEN: &str = "2026-11-24T01:00:00Z";
pub const SCREENING: &str = "2026-12-02T01:00:00Z";
pub const SCREENING_ENDS: &str = "2026-12-10T00:00:00Z";
pub const REVIEW: &str = "2026-12-11T01:00:00Z";

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
    pub async fn case_call(
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
    pub fn case_proposal(
        &self,
        call: &CallId,
        candidate: &Person,
        number: Option<&str>,
    ) -> ProposalId {
        let proposal = self.proposal(call).of(candidate);
        let proposal = match number {
            Some(number) => proposal.submitted(number),
            None => proposal,
        };
        proposal.create().id
    }

    /// As if the proposal had been handed in with all that was uploaded so far.
    pub fn hand_in_files(&self, proposal: &ProposalId) {
        let (id, now) = (proposal.clone(), self.now());
        let pin = move |db: &mut Db| {
            let versions = proposal_versions::table.find((&id, 1)).count();
            if versions.get_result::<i64>(db)? == 0 {
                let content: String =
                    proposals::table.find(&id).select(proposals::content).first(db)?;
                insert_version(db, (&id, 1), &content, "[]", now)?;
            }
            let of = documents::table.filter(documents::proposal_id.eq(&id));
            let all: Vec<DocumentId> = of.select(documents::id).load(db)?;
            all.iter().try_for_each(|document| insert_pin(db, &id, document, now))
        };
        self.database().write(pin).unwrap();
    }

    /// A verifier finds every line of the check-list in order and saves that; answers the lines. `proposal` is the
    /// proposal's address.
    pub async fn find_in_order(
        &self,
        verifier: &Person,
        proposal: &str,
        remark: Option<&str>,
    ) -> Vec<Value> {
        let path = format!("{proposal}/verification");
        let list = self.get(verifier, &path).await;
        let items = list.expect(200)["items"].as_array().unwrap().clone();
        let check = |item: &Value| {
            let (subject, name) = (&item["subject"], &item["name"]);
            json!({"subject": subject, "name": name, "outcome": "ok", "text": remark})
        };
        let checks: Vec<Value> = items.iter().map(check).collect();
        self.put(verifier, &path, json!({"checks": checks})).await.expect(200);
        items
    }

    /// Acts on the record about this subject, oldest first, with their payloads but the salt.
    pub fn recorded(&self, subject: &str) -> Vec<(String, Value)> {
        let read = |db: &mut Db| entries_after(db, 0, Wanted::default(), 1000);
        let entries = self.database().read(read).unwrap();
        let about = entries.into_iter().filter(|entry| entry.subject == subject);
        let said = |mut entry: Entry| {
            entry.payload.as_object_mut().unwrap().remove("salt");
            (entry.act, entry.payload)
        };
        about.map(said).collect()
    }
}

/// A small PDF that passes; `text` makes it differ from others.
pub fn pdf(text: &str) -> Vec<u8> {
    let mut document = pdf_writer::Pdf::new();
    let (catalog, pages) = (pdf_writer::Ref::new(1), pdf_writer::Ref::new(2));
    document.catalog(catalog).pages(pages);
    let page = pdf_writer::Ref::new(4);
    document.pages(pages).kids([page]).count(1);
    document.page(page).media_box(pdf_writer::Rect::new(0.0, 0.0, 595.0, 842.0)).parent(pages);
    document.document_info(pdf_writer::Ref::new(3)).title(pdf_writer::TextStr(text));
    document.finish()
}
