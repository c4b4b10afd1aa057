//! What comes after the announcement, put into the tables as it ends: an objection that was rejected
//! and a seat with its study, so that no probe moves them.

use super::World;
use diesel::prelude::*;
use test_support::pdf;
use tubel::kernel::canonical::sha256_hex;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{
    AwardId, ExceptionId, InterviewId, ObjectionId, StudyPaperId, StudyReportFileId, StudyRequestId,
};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{
    awards, exceptions, interview_panelists, interview_slots, objections, studies, study_papers,
    study_report_files, study_report_sendings, study_reports, study_requests, study_uses,
};

impl World {
    pub(super) fn settle_afterwards(&mut self) {
        let (objection, award) = (ObjectionId::new().unwrap(), AwardId::new().unwrap());
        (self.things.objection, self.things.award) = (objection.to_string(), award.to_string());
        let (call, proposal) = (self.things.call.clone(), self.things.proposal.clone());
        let decision = self.things.decision.clone();
        let (paper, request) = (StudyPaperId::new().unwrap(), StudyRequestId::new().unwrap());
        (self.things.paper, self.things.request) = (paper.to_string(), request.to_string());
        let report_file = StudyReportFileId::new().unwrap();
        self.things.report_file = report_file.to_string();
        let exception = ExceptionId::new().unwrap();
        self.things.exception = exception.to_string();
        let interview = InterviewId::new().unwrap();
        self.things.interview = interview.to_string();
        let panelist = self.people.reviewers[0].id.to_string();
        let problem = self.things.problem.clone();
        let people = [&self.people.candidate, &self.people.secretariat];
        let people = people.map(|person| person.id.to_string());
        let (ruler, now) = (self.people.approver.id.to_string(), self.app.now());
        let insert = move |db: &mut Db| {
            insert_objection(db, &objection, (&call, &proposal, &ruler), now)?;
            insert_exception(db, &exception, (&call, &proposal), [&people[1], &ruler], now)?;
            insert_interview(db, &interview, (&call, &proposal), [&people[1], &panelist], now)?;
            insert_award(db, &award, (&call, &proposal, &decision), now)?;
            insert_study(db, (&award, &problem))?;
            insert_papers(db, (&award, &paper, &request), [&people[0], &people[1]], now)?;
            insert_report(db, (&award, &report_file), now)
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

fn insert_interview(
    db: &mut Db,
    id: &InterviewId,
    (call, proposal): (&str, &str),
    [planned, panelist]: [&str; 2],
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(interview_slots::table)
        .values((
            interview_slots::id.eq(id),
            interview_slots::call_id.eq(call),
            interview_slots::proposal_id.eq(proposal),
            interview_slots::starts_at.eq(now.plus_days(-2)),
            interview_slots::ends_at.eq(now.plus_days(-1)),
            interview_slots::place.eq("Ruang 8"),
            interview_slots::revision.eq(1),
            interview_slots::state.eq("planned"),
            interview_slots::planned_by.eq(planned),
            interview_slots::planned_at.eq(now.plus_days(-3)),
        ))
        .execute(db)?;
    diesel::insert_into(interview_panelists::table)
        .values((
            interview_panelists::slot_id.eq(id),
            interview_panelists::user_id.eq(panelist),
            interview_panelists::added_at.eq(now.plus_days(-3)),
        ))
        .execute(db)?;
    Ok(())
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

fn insert_exception(
    db: &mut Db,
    id: &ExceptionId,
    (call, proposal): (&str, &str),
    [asked, refused]: [&str; 2],
    now: Timestamp,
) -> Result<(), Failure> {
    let file = pdf("proposal");
    diesel::insert_into(exceptions::table)
        .values((
            exceptions::id.eq(id),
            exceptions::call_id.eq(call),
            exceptions::proposal_id.eq(proposal),
            exceptions::kind.eq("other_level"),
            exceptions::until_at.eq(now.plus_days(1)),
            exceptions::minutes_number.eq("BA-1/2026"),
            exceptions::reason.eq("Jenjang salah dipilih."),
            exceptions::minutes_name.eq("berita-acara.pdf"),
            exceptions::minutes_size.eq(i64::try_from(file.len()).unwrap()),
            exceptions::minutes_sha256.eq(sha256_hex(&file)),
            exceptions::requested_by.eq(asked),
            exceptions::requested_at.eq(now),
            exceptions::state.eq("refused"),
            exceptions::ended_by.eq(refused),
            exceptions::ended_at.eq(now),
            exceptions::answer.eq("Bukan sebab di luar kuasanya."),
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
            awards::state.eq("accepted"),
            awards::grounds_id.eq("Terpilih."),
            awards::grounds_en.eq("Selected."),
            awards::offered_at.eq(now),
            awards::answer_by.eq(now.plus_days(3)),
            awards::settled_at.eq(now),
            awards::study_begun_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

fn insert_study(db: &mut Db, (award, problem): (&AwardId, &str)) -> Result<(), Failure> {
    diesel::insert_into(studies::table)
        .values((
            studies::award_id.eq(award),
            studies::state.eq("studying"),
            studies::since.eq("2026-11-01"),
            studies::problem_id.eq(problem),
            studies::topic.eq("Topik"),
            studies::university.eq("UI"),
            studies::programme.eq("Ilmu Komputer"),
            studies::country.eq("Indonesia"),
            studies::admission_by.eq("2026-10-31"),
            studies::is_released.eq(true),
            studies::starts_on.eq("2026-11-01"),
            studies::ends_on.eq("2028-10-31"),
            studies::version.eq(1_i64),
        ))
        .execute(db)?;
    Ok(())
}

fn insert_papers(
    db: &mut Db,
    (award, paper, request): (&AwardId, &StudyPaperId, &StudyRequestId),
    [awardee, secretariat]: [&str; 2],
    now: Timestamp,
) -> Result<(), Failure> {
    let file = pdf("proposal");
    diesel::insert_into(study_papers::table)
        .values((
            study_papers::id.eq(paper),
            study_papers::award_id.eq(award),
            study_papers::kind.eq("admission"),
            study_papers::paper_number.eq("LoA-1"),
            study_papers::dated.eq("2026-10-01"),
            study_papers::signatory.eq("Dekan"),
            study_papers::file_name.eq("loa.pdf"),
            study_papers::file_size.eq(i64::try_from(file.len()).unwrap()),
            study_papers::file_sha256.eq(sha256_hex(&file)),
            study_papers::added_by.eq(awardee),
            study_papers::added_at.eq(now),
            study_papers::verdict.eq("accepted"),
            study_papers::checked_by.eq(secretariat),
            study_papers::checked_at.eq(now),
        ))
        .execute(db)?;
    let change = |day: &str| format!(r#"{{"kind":"extension","ends_on":"{day}"}}"#);
    diesel::insert_into(study_requests::table)
        .values((
            study_requests::id.eq(request),
            study_requests::award_id.eq(award),
            study_requests::kind.eq("extension"),
            study_requests::before_json.eq(change("2028-10-31")),
            study_requests::after_json.eq(change("2029-01-31")),
            study_requests::reason.eq("Data terlambat datang dari laboratorium."),
            study_requests::asked_by.eq(awardee),
            study_requests::asked_at.eq(now),
            study_requests::state.eq("withdrawn"),
            study_requests::ended_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// The first report of the study, sent with a file, and an activity of the plan of use.
fn insert_report(
    db: &mut Db,
    (award, file): (&AwardId, &StudyReportFileId),
    now: Timestamp,
) -> Result<(), Failure> {
    let text = r#"{"grades":"IPK 3,7"}"#;
    diesel::insert_into(study_reports::table)
        .values((
            study_reports::award_id.eq(award),
            study_reports::kind.eq("progress"),
            study_reports::part.eq(1),
            study_reports::state.eq("sent"),
            study_reports::text_json.eq(text),
            study_reports::version.eq(1_i64),
            study_reports::saved_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_report_sendings::table)
        .values((
            study_report_sendings::award_id.eq(award),
            study_report_sendings::kind.eq("progress"),
            study_report_sendings::part.eq(1),
            study_report_sendings::number.eq(1),
            study_report_sendings::text_json.eq(text),
            study_report_sendings::text_hash.eq("0".repeat(64)),
            study_report_sendings::due_on.eq("2027-04-30"),
            study_report_sendings::sent_at.eq(now),
        ))
        .execute(db)?;
    let bytes = pdf("proposal");
    diesel::insert_into(study_report_files::table)
        .values((
            study_report_files::id.eq(file),
            study_report_files::award_id.eq(award),
            study_report_files::kind.eq("progress"),
            study_report_files::part.eq(1),
            study_report_files::file_name.eq("bukti.pdf"),
            study_report_files::media_type.eq("application/pdf"),
            study_report_files::file_size.eq(i64::try_from(bytes.len()).unwrap()),
            study_report_files::file_sha256.eq(sha256_hex(&bytes)),
            study_report_files::added_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_uses::table)
        .values((
            study_uses::award_id.eq(award),
            study_uses::number.eq(1),
            study_uses::due_on.eq("2028-12-31"),
            study_uses::activity.eq("Uji lapangan"),
            study_uses::responsible.eq("Seksi Pengujian"),
            study_uses::resources.eq("Data patroli"),
            study_uses::state.eq("open"),
        ))
        .execute(db)?;
    Ok(())
}
