//! What comes after the announcement, put into the tables as it ends: an objection that was rejected
//! and a seat that was declined, so that no probe moves them.

use super::World;
use diesel::prelude::*;
use test_support::pdf;
use tubel::kernel::canonical::sha256_hex;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{AwardId, ObjectionId};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{awards, objections};

impl World {
    pub(super) fn settle_afterwards(&mut self) {
        let (objection, award) = (ObjectionId::new().unwrap(), AwardId::new().unwrap());
        (self.things.objection, self.things.award) = (objection.to_string(), award.to_string());
        let (call, proposal) = (self.things.call.clone(), self.things.proposal.clone());
        let decision = self.things.decision.clone();
        let (ruler, now) = (self.people.approver.id.to_string(), self.app.now());
        let insert = move |db: &mut Db| {
            insert_objection(db, &objection, (&call, &proposal, &ruler), now)?;
            insert_award(db, &award, (&call, &proposal, &decision), now)
        };
        self.app.database().write(insert).unwrap();
    }

    pub(super) async fn register_breach(&mut self) {
        let body = crate::breaches::registered(&self.app.now().to_string());
        let made = self.post(&self.people.secretariat, "/breaches", body).await;
        let id = made.expect(201)["breach"]["id"].as_str().unwrap();
        id.clone_into(&mut self.things.breach);
    }
}

fn insert_objection(
    db: &mut Db,
    id: &ObjectionId,
    (call, proposal, ruler): (&str, &str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    // The same bytes as a document of the proposal, so that the file is there.
    let file = pdf("proposal");
    diesel::insert_into(objections::table)
        .values((
            objections::id.eq(id),
            objections::proposal_id.eq(proposal),
            objections::call_id.eq(call),
            objections::subject.eq("scores"),
            objections::state.eq("rejected"),
            objections::reason.eq("Alasan yang cukup panjang untuk dijawab."),
            objections::attachment_name.eq("bukti.pdf"),
            objections::attachment_size.eq(i64::try_from(file.len()).unwrap()),
            objections::attachment_sha256.eq(sha256_hex(&file)),
            objections::filed_at.eq(now),
            objections::due_at.eq(now.plus_days(7)),
            objections::ledger_seq.eq(1_i64),
            objections::ledger_hash.eq("0".repeat(64)),
            objections::taken_by.eq(ruler),
            objections::taken_at.eq(now),
            objections::ruled_by.eq(ruler),
            objections::ruled_at.eq(now),
            objections::ruling.eq("Nilai sudah sesuai rubrik."),
        ))
        .execute(db)?;
    Ok(())
}

fn insert_award(
    db: &mut Db,
    id: &AwardId,
    (call, proposal, decision): (&str, &str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(awards::table)
        .values((
            awards::id.eq(id),
            awards::call_id.eq(call),
            awards::decision_id.eq(decision),
            awards::proposal_id.eq(proposal),
            awards::state.eq("declined"),
            awards::grounds_id.eq("Terpilih."),
            awards::grounds_en.eq("Selected."),
            awards::offered_at.eq(now),
            awards::answer_by.eq(now.plus_days(3)),
            awards::settled_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
