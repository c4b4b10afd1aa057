//! Siti, whose words and name stand in as many tables as they can; and a look into all of them.

use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::rows::insert_version;
use test_support::{Answer, PASSWORD, Person, Submission, TestApp};
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{
    AwardId, ObjectionId, ProposalId, RecordId, StudyPaperId, StudyReportFileId, StudyRequestId,
    UserId,
};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{
    awards, decisions, endorsements, objections, proposals, studies, study_commitments,
    study_papers, study_report_answers, study_report_files, study_report_sendings, study_reports,
    study_requests, study_rulings, study_steps, study_uses, verifications,
};

/// In everything that somebody wrote about Siti or she wrote herself.
pub(super) const CANARY: &str = "KENARI-SITI";

/// When every period of an ordinary candidate is over.
pub(super) const LATER: &str = "2031-01-01T00:00:00Z";

/// Two candidates with seats, one in reserve; announced.
pub(super) async fn announced(world: &World) -> Vec<Submission> {
    let scores: [&[u32]; 3] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4]];
    let entries = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let decision = world.propose(&world.run().await).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    entries
}

/// Words about the entry wherever people can write some.
pub(super) fn write_about(world: &World, entry: &Submission, sha256: &str) {
    let (id, verifier, reviewer) =
        (entry.id.clone(), world.reviewers[1].id.clone(), world.reviewers[0].id.clone());
    let (call, now, sha256) = (world.call.clone(), world.app.now(), sha256.to_owned());
    let content = json!({"title": CANARY, "study": {"months": 24, "requested_cost": 9}});
    let write = move |db: &mut Db| {
        diesel::update(proposals::table.find(&id))
            .set(proposals::content.eq(content.to_string()))
            .execute(db)?;
        let eligibility = json!([{"key": CANARY}]).to_string();
        insert_version(db, (&id, 2), &content.to_string(), &eligibility, now)?;
        diesel::insert_into(endorsements::table)
            .values((
                endorsements::id.eq(RecordId::new()?),
                endorsements::proposal_id.eq(&id),
                endorsements::kind.eq("unit_head"),
                endorsements::endorsed_by.eq(&reviewer),
                endorsements::statement.eq(CANARY),
                endorsements::essence_hash.eq("0".repeat(64)),
                endorsements::endorsed_at.eq(now),
            ))
            .execute(db)?;
        let check = json!([{"subject": "document", "name": "proposal", "outcome": "not_ok",
            "reason": "other", "text": CANARY}]);
        diesel::insert_into(verifications::table)
            .values((
                verifications::proposal_id.eq(&id),
                verifications::verifier.eq(&verifier),
                verifications::round.eq(1),
                verifications::checks.eq(check.to_string()),
                verifications::updated_at.eq(now),
            ))
            .execute(db)?;
        insert_objection(db, (&id, &call), &sha256, now)?;
        insert_study(db, (&id, &call, &verifier), &sha256, now)
    };
    world.app.database().write(write).unwrap();
}

fn insert_objection(
    db: &mut Db,
    (id, call): (&ProposalId, &str),
    sha256: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(objections::table)
        .values((
            objections::id.eq(ObjectionId::new()?),
            objections::proposal_id.eq(id),
            objections::call_id.eq(call),
            objections::subject.eq("scores"),
            objections::state.eq("withdrawn"),
            objections::reason.eq(CANARY),
            objections::attachment_name.eq(format!("{CANARY}.pdf")),
            objections::attachment_size.eq(9),
            objections::attachment_sha256.eq(sha256),
            objections::filed_at.eq(now),
            objections::due_at.eq(now.plus_days(7)),
            objections::ledger_seq.eq(1),
            objections::ledger_hash.eq("0".repeat(64)),
        ))
        .execute(db)?;
    Ok(())
}

/// A seat with its study, with words in every text of them.
fn insert_study(
    db: &mut Db,
    (id, call, by): (&ProposalId, &str, &UserId),
    sha256: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let award = AwardId::new()?;
    let decision: String =
        decisions::table.filter(decisions::call_id.eq(call)).select(decisions::id).first(db)?;
    let problem: String = proposals::table.find(id).select(proposals::problem_id).first(db)?;
    diesel::insert_into(awards::table)
        .values((
            awards::id.eq(&award),
            awards::call_id.eq(call),
            awards::decision_id.eq(decision),
            awards::proposal_id.eq(id),
            awards::state.eq("withdrawn"),
            awards::settled_reason.eq(CANARY),
            awards::grounds_id.eq("Terpilih."),
            awards::grounds_en.eq("Selected."),
            awards::offered_at.eq(now),
            awards::answer_by.eq(now.plus_days(3)),
            awards::settled_at.eq(now),
            awards::study_begun_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(studies::table)
        .values((
            studies::award_id.eq(&award),
            studies::state.eq("not_admitted"),
            studies::since.eq("2027-02-01"),
            studies::problem_id.eq(problem),
            studies::topic.eq(CANARY),
            studies::university.eq(CANARY),
            studies::programme.eq(CANARY),
            studies::country.eq(CANARY),
            studies::admission_by.eq("2027-08-01"),
            studies::version.eq(1_i64),
        ))
        .execute(db)?;
    insert_study_words(db, (&award, by), sha256, now)
}

fn insert_study_words(
    db: &mut Db,
    (award, by): (&AwardId, &UserId),
    sha256: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let request = StudyRequestId::new()?;
    diesel::insert_into(study_steps::table)
        .values((
            study_steps::award_id.eq(award),
            study_steps::number.eq(1),
            study_steps::step.eq("lapse"),
            study_steps::on_day.eq("2027-02-01"),
            study_steps::reason.eq(CANARY),
            study_steps::consequence.eq(CANARY),
            study_steps::taken_by.eq(by),
            study_steps::taken_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_papers::table)
        .values((
            study_papers::id.eq(StudyPaperId::new()?),
            study_papers::award_id.eq(award),
            study_papers::kind.eq("admission"),
            study_papers::paper_number.eq(CANARY),
            study_papers::dated.eq("2027-02-01"),
            study_papers::signatory.eq(CANARY),
            study_papers::file_name.eq(format!("{CANARY}.pdf")),
            study_papers::file_size.eq(9_i64),
            study_papers::file_sha256.eq(sha256),
            study_papers::added_by.eq(by),
            study_papers::added_at.eq(now),
            study_papers::verdict.eq("returned"),
            study_papers::verdict_reason.eq(CANARY),
            study_papers::checked_by.eq(by),
            study_papers::checked_at.eq(now),
        ))
        .execute(db)?;
    let change = json!({"kind": "topic", "problem": "0".repeat(26), "topic": CANARY}).to_string();
    diesel::insert_into(study_requests::table)
        .values((
            study_requests::id.eq(&request),
            study_requests::award_id.eq(award),
            study_requests::kind.eq("topic"),
            study_requests::before_json.eq(&change),
            study_requests::after_json.eq(&change),
            study_requests::reason.eq(CANARY),
            study_requests::asked_by.eq(by),
            study_requests::asked_at.eq(now),
            study_requests::state.eq("refused"),
            study_requests::ended_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_rulings::table)
        .values((
            study_rulings::request_id.eq(&request),
            study_rulings::side.eq("owner"),
            study_rulings::verdict.eq("refused"),
            study_rulings::reason.eq(CANARY),
            study_rulings::ruled_by.eq(by),
            study_rulings::ruled_at.eq(now),
        ))
        .execute(db)?;
    insert_report_words(db, (award, by), sha256, now)
}

fn insert_report_words(
    db: &mut Db,
    (award, by): (&AwardId, &UserId),
    sha256: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let text = json!({"grades": CANARY, "obstacles": [{"cause": "team", "words": CANARY}]});
    let text = text.to_string();
    diesel::insert_into(study_reports::table)
        .values((
            study_reports::award_id.eq(award),
            study_reports::kind.eq("progress"),
            study_reports::part.eq(1),
            study_reports::state.eq("returned"),
            study_reports::text_json.eq(&text),
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
            study_report_sendings::text_json.eq(&text),
            study_report_sendings::text_hash.eq("0".repeat(64)),
            study_report_sendings::due_on.eq("2027-02-28"),
            study_report_sendings::sent_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_report_answers::table)
        .values((
            study_report_answers::id.eq(RecordId::new()?),
            study_report_answers::award_id.eq(award),
            study_report_answers::kind.eq("progress"),
            study_report_answers::part.eq(1),
            study_report_answers::number.eq(1),
            study_report_answers::side.eq("owner"),
            study_report_answers::verdict.eq("returned"),
            study_report_answers::words.eq(CANARY),
            study_report_answers::answered_by.eq(by),
            study_report_answers::answered_at.eq(now),
        ))
        .execute(db)?;
    insert_use_words(db, (award, by), sha256, now)
}

fn insert_use_words(
    db: &mut Db,
    (award, by): (&AwardId, &UserId),
    sha256: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(study_report_files::table)
        .values((
            study_report_files::id.eq(StudyReportFileId::new()?),
            study_report_files::award_id.eq(award),
            study_report_files::kind.eq("progress"),
            study_report_files::part.eq(1),
            study_report_files::file_name.eq(format!("{CANARY}.pdf")),
            study_report_files::media_type.eq("application/pdf"),
            study_report_files::file_size.eq(9_i64),
            study_report_files::file_sha256.eq(sha256),
            study_report_files::added_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_uses::table)
        .values((
            study_uses::award_id.eq(award),
            study_uses::number.eq(1),
            study_uses::due_on.eq("2029-12-01"),
            study_uses::activity.eq(CANARY),
            study_uses::responsible.eq(CANARY),
            study_uses::resources.eq(CANARY),
            study_uses::state.eq("done"),
            study_uses::note.eq(CANARY),
            study_uses::changed_by.eq(by),
            study_uses::changed_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(study_commitments::table)
        .values((
            study_commitments::id.eq(RecordId::new()?),
            study_commitments::award_id.eq(award),
            study_commitments::head.eq(by),
            study_commitments::verdict.eq("renegotiated"),
            study_commitments::words.eq(CANARY),
            study_commitments::given_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Erases these people as the secretariat of the world.
pub(super) async fn erase(app: &TestApp, by: &Person, people: &[&Person]) -> Answer {
    let ids: Vec<String> = people.iter().map(|person| person.id.to_string()).collect();
    let body = json!({"people": ids, "password": PASSWORD});
    app.post(by, "/api/v1/privacy/erasures", body).await
}

/// Why this person is not erased yet, by name.
pub(super) async fn holds(app: &TestApp, by: &Person, who: &Person) -> Vec<String> {
    let page = app.get(by, "/api/v1/privacy/people?limit=200").await;
    let people = page.expect(200)["items"].as_array().unwrap().clone();
    let found = people.iter().find(|kept| kept["user"] == who.id.as_str());
    let holds = found.unwrap_or(&Value::Null)["holds"].as_array().unwrap().clone();
    let name = |hold: &Value| match hold["class"].as_str() {
        Some(class) => class.to_owned(),
        None => hold["kind"].as_str().unwrap().to_owned(),
    };
    holds.iter().map(name).collect()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Every row of every table as text, each with its table's name.
pub(super) fn everything(app: &TestApp) -> Vec<String> {
    app.database().read(dump).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a look into all tables, whatever they are")]
fn dump(db: &mut Db) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    match db {
        Db::Sqlite(db) => {
            let tables = "SELECT name AS line FROM sqlite_master WHERE type = 'table'";
            for table in diesel::sql_query(tables).load::<Line>(db)? {
                let columns =
                    format!("SELECT name AS line FROM pragma_table_info('{}')", table.line);
                let columns = diesel::sql_query(columns).load::<Line>(db)?;
                let texts =
                    columns.iter().map(|column| format!("coalesce(\"{}\", '')", column.line));
                let row = texts.collect::<Vec<_>>().join(" || ' ' || ");
                let rows = format!("SELECT '{0}: ' || {row} AS line FROM \"{0}\"", table.line);
                lines.extend(diesel::sql_query(rows).load::<Line>(db)?);
            }
        }
        Db::Postgres(db) => {
            let tables = "SELECT tablename::text AS line FROM pg_tables \
                 WHERE schemaname = current_schema()";
            for table in diesel::sql_query(tables).load::<Line>(db)? {
                let rows = format!(
                    "SELECT '{0}: ' || to_jsonb(t)::text AS line FROM \"{0}\" t",
                    table.line
                );
                lines.extend(diesel::sql_query(rows).load::<Line>(db)?);
            }
        }
    }
    Ok(lines.into_iter().map(|line| line.line).collect())
}

/// The tables in which a text stands.
pub(super) fn tables_with(lines: &[String], text: &str) -> Vec<String> {
    let found = lines.iter().filter(|line| line.contains(text));
    let mut tables: Vec<String> =
        found.map(|line| line.split(':').next().unwrap().to_owned()).collect();
    tables.sort();
    tables.dedup();
    tables
}
