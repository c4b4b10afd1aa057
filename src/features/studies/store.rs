//! Every query on studies. Row types stay in here.

mod papers;
mod personal;
mod reports;
mod requests;
mod uses;

pub(super) use papers::{
    attach_file, insert_paper, paper_of, papers_of, set_verdict, with_proof_to_check,
};
pub use personal::HOLDER;
pub use reports::acknowledged;
pub(super) use reports::{
    Draft, answers_to, delete_report_file, drafts_by_study, drafts_of, first_sendings,
    insert_answer, insert_report_file, insert_sending, report_file, report_files, sendings_of,
    set_report_state, write_draft,
};
pub(super) use requests::{
    end_request, find_request, insert_request, insert_ruling, open_requests, requests_by_study,
    requests_of,
};
pub(super) use uses::{change_use, commitments_of, insert_commitment, replace_uses, uses_of};

use super::rules::states;
use super::{Cause, State, Step, TakenStep};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AwardId, ProblemId, UnitCode, UserId};
use crate::platform::db::schema::{awards, problems, proposals, studies, study_steps};
use crate::platform::db::{self, Db, ROWS_AT_ONCE};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is written of a study: all that is not the award's and the proposal's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) award: AwardId,
    pub(super) state: State,
    pub(super) since: NaiveDate,
    pub(super) problem: ProblemId,
    pub(super) topic: String,
    pub(super) university: String,
    pub(super) programme: String,
    pub(super) country: String,
    pub(super) admission_by: NaiveDate,
    pub(super) is_released: Option<bool>,
    pub(super) starts_on: Option<NaiveDate>,
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) returned_on: Option<NaiveDate>,
    pub(super) placement: Option<UnitCode>,
    pub(super) mentor: Option<UserId>,
    pub(super) version: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = studies, treat_none_as_null = true)]
struct Row {
    award_id: AwardId,
    state: State,
    since: String,
    problem_id: ProblemId,
    topic: String,
    university: String,
    programme: String,
    country: String,
    admission_by: String,
    is_released: Option<bool>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    returned_on: Option<String>,
    placement: Option<UnitCode>,
    mentor_id: Option<UserId>,
    version: i64,
}

/// A day as it is stored.
pub(super) fn day(text: &str) -> Result<NaiveDate, Failure> {
    text.parse().map_err(|_| Failure::Inconsistent(format!("a study's day {text}")))
}

pub(super) fn maybe_day(text: Option<&String>) -> Result<Option<NaiveDate>, Failure> {
    text.map(|text| day(text)).transpose()
}

impl TryFrom<Row> for Written {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            since: day(&row.since)?,
            admission_by: day(&row.admission_by)?,
            starts_on: maybe_day(row.starts_on.as_ref())?,
            ends_on: maybe_day(row.ends_on.as_ref())?,
            returned_on: maybe_day(row.returned_on.as_ref())?,
            award: row.award_id,
            state: row.state,
            problem: row.problem_id,
            topic: row.topic,
            university: row.university,
            programme: row.programme,
            country: row.country,
            is_released: row.is_released,
            placement: row.placement,
            mentor: row.mentor_id,
            version: row.version,
        })
    }
}

impl From<&Written> for Row {
    fn from(written: &Written) -> Self {
        let text = |day: &NaiveDate| day.to_string();
        Self {
            award_id: written.award.clone(),
            state: written.state,
            since: text(&written.since),
            problem_id: written.problem.clone(),
            topic: written.topic.clone(),
            university: written.university.clone(),
            programme: written.programme.clone(),
            country: written.country.clone(),
            admission_by: text(&written.admission_by),
            is_released: written.is_released,
            starts_on: written.starts_on.as_ref().map(text),
            ends_on: written.ends_on.as_ref().map(text),
            returned_on: written.returned_on.as_ref().map(text),
            placement: written.placement.clone(),
            mentor_id: written.mentor.clone(),
            version: written.version,
        }
    }
}

/// The studies whose rows contradict themselves or the steps that were taken, each with what is wrong.
///
/// # Errors
/// When the database fails.
pub fn contradictions(db: &mut Db) -> Result<Vec<String>, Failure> {
    let rows =
        studies::table.select((studies::award_id, Row::as_select())).load::<(AwardId, Row)>(db);
    let mut found = db::contradictions::<Written, _>("studies", rows)?;
    if found.is_empty() {
        found = astray(db)?;
    }
    Ok(found)
}

/// The studies that stand elsewhere than their steps lead.
fn astray(db: &mut Db) -> Result<Vec<String>, Failure> {
    let rows = study_steps::table
        .order((study_steps::award_id, study_steps::number))
        .select(StepRow::as_select())
        .load(db)?;
    let mut steps: BTreeMap<AwardId, Vec<TakenStep>> = BTreeMap::new();
    for row in rows {
        steps.entry(row.award_id.clone()).or_default().push(row.try_into()?);
    }
    let fault = |(award, study): (AwardId, SeatStudy)| {
        let state = study.state;
        let taken = steps.get(&award).map(Vec::as_slice).unwrap_or_default();
        let led = states::led_to(&states::standing(taken));
        let led = led.map_or("nowhere", State::name);
        (led != state.name())
            .then(|| format!("studies {award}: {state}, and its steps lead to {led}"))
    };
    Ok(by_seat(db)?.into_iter().filter_map(fault).collect())
}

pub(super) fn find(db: &mut Db, award: &AwardId) -> Result<Option<Written>, Failure> {
    let row = studies::table.find(award).select(Row::as_select()).first(db).optional()?;
    row.map(Written::try_from).transpose()
}

/// What the board of impact tells of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatStudy {
    pub state: State,
    pub starts_on: Option<NaiveDate>,
    pub returned_on: Option<NaiveDate>,
}

/// Every study of which something is written, by its seat. One statement.
///
/// # Errors
/// When the database fails.
pub fn by_seat(db: &mut Db) -> Result<BTreeMap<AwardId, SeatStudy>, Failure> {
    let rows = studies::table
        .select((studies::award_id, studies::state, studies::starts_on, studies::returned_on))
        .load::<(AwardId, State, Option<String>, Option<String>)>(db)?;
    let study = |(award, state, starts_on, returned_on): (_, _, Option<String>, Option<String>)| {
        let starts_on = maybe_day(starts_on.as_ref())?;
        let returned_on = maybe_day(returned_on.as_ref())?;
        Ok((award, SeatStudy { state, starts_on, returned_on }))
    };
    rows.into_iter().map(study).collect()
}

/// What is written of these seats' studies.
pub(super) fn written_of(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeMap<AwardId, Written>, Failure> {
    let mut found = BTreeMap::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let rows = studies::table
            .filter(studies::award_id.eq_any(some))
            .select(Row::as_select())
            .load(db)?;
        for row in rows {
            found.insert(row.award_id.clone(), Written::try_from(row)?);
        }
    }
    Ok(found)
}

/// Writes it: a new row, or in place of the version that was read.
///
/// # Errors
/// `changed_meanwhile` when somebody else has written since.
pub(super) fn write(db: &mut Db, read: i64, new: &Written) -> Result<(), Failure> {
    let row = Row::from(new);
    let written = if read == 0 {
        diesel::insert_into(studies::table).values(row).execute(db)?
    } else {
        let there = studies::table.find(&new.award).filter(studies::version.eq(read));
        diesel::update(there).set(row).execute(db)?
    };
    if written == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_steps)]
struct StepRow {
    award_id: AwardId,
    number: i32,
    step: Step,
    on_day: String,
    until_day: Option<String>,
    cause: Option<Cause>,
    reason: String,
    consequence: Option<String>,
    taken_by: UserId,
    taken_at: Timestamp,
}

impl TryFrom<StepRow> for TakenStep {
    type Error = Failure;
    fn try_from(row: StepRow) -> Result<Self, Failure> {
        Ok(Self {
            on: day(&row.on_day)?,
            until: maybe_day(row.until_day.as_ref())?,
            step: row.step,
            cause: row.cause,
            reason: row.reason,
            consequence: row.consequence,
            taken_by: row.taken_by,
            taken_at: row.taken_at,
        })
    }
}

/// Every step in its order.
pub(super) fn steps_of(db: &mut Db, award: &AwardId) -> Result<Vec<TakenStep>, Failure> {
    let found = steps_by_study(db, std::slice::from_ref(award))?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// Every step of these studies, those of each in their order.
pub(super) fn steps_by_study(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeMap<AwardId, Vec<TakenStep>>, Failure> {
    let mut found: BTreeMap<AwardId, Vec<TakenStep>> = BTreeMap::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let rows = study_steps::table
            .filter(study_steps::award_id.eq_any(some))
            .order((study_steps::award_id, study_steps::number))
            .select(StepRow::as_select())
            .load(db)?;
        for row in rows {
            found.entry(row.award_id.clone()).or_default().push(TakenStep::try_from(row)?);
        }
    }
    Ok(found)
}

/// The studies that somebody may have to act in: their own, those they are the mentor of, those for problems of the unit
/// that they head.
pub(super) fn concerning(
    db: &mut Db,
    (user, unit): (&UserId, Option<&UnitCode>),
) -> Result<BTreeSet<AwardId>, Failure> {
    let own = proposals::candidate.eq(user).nullable().or(studies::mentor_id.eq(user));
    let with = || {
        studies::table
            .inner_join(awards::table.on(awards::id.eq(studies::award_id)))
            .inner_join(proposals::table.on(proposals::id.eq(awards::proposal_id)))
            .inner_join(problems::table.on(problems::id.eq(studies::problem_id)))
            .select(studies::award_id)
    };
    let found: Vec<AwardId> = match unit {
        Some(unit) => {
            let headed = problems::owner_unit.eq(unit).nullable();
            with().filter(own.or(headed)).load(db)?
        }
        None => with().filter(own).load(db)?,
    };
    Ok(found.into_iter().collect())
}

pub(super) fn insert_step(db: &mut Db, award: &AwardId, step: &TakenStep) -> Result<(), Failure> {
    let earlier: i64 =
        study_steps::table.filter(study_steps::award_id.eq(award)).count().get_result(db)?;
    let number = i32::try_from(earlier + 1)
        .map_err(|_| Failure::Inconsistent(format!("{earlier} steps of study {award}")))?;
    let row = StepRow {
        award_id: award.clone(),
        number,
        step: step.step,
        on_day: step.on.to_string(),
        until_day: step.until.map(|day| day.to_string()),
        cause: step.cause,
        reason: step.reason.clone(),
        consequence: step.consequence.clone(),
        taken_by: step.taken_by.clone(),
        taken_at: step.taken_at,
    };
    diesel::insert_into(study_steps::table).values(row).execute(db)?;
    Ok(())
}
