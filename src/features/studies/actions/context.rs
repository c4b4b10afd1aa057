//! A study with all that its acts look at, loaded once.

use crate::features::accounts::heads_of;
use crate::features::awards::{self, Award};
use crate::features::calls::{self, AfterAward, Call};
use crate::features::conflicts::is_conflicted;
use crate::features::problems::{self, Problem};
use crate::features::proposals::{self, Proposal};
use crate::features::studies::store::{self, Written};
use crate::features::studies::{State, Step, Study, TakenStep};
use crate::kernel::access::{self, Facts, Permission, Permitted, Relation, Role, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UserId};
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Head, Subject};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// What is written of the study of a seat; of one that nothing was written of, what the proposal planned. `None` if
/// the seat was taken back before anything was written.
pub(super) fn row_of(
    seat: &Award,
    (proposal, call): (&Proposal, &Call),
    row: Option<Written>,
) -> Result<Option<Written>, Failure> {
    if row.is_some() {
        return Ok(row);
    }
    if seat.state() != awards::State::Accepted {
        return Ok(None);
    }
    let accepted = seat.standing.settled_at().ok_or_else(|| {
        Failure::Inconsistent(format!("seat {} was accepted at no time", seat.id))
    })?;
    let accepted = accepted.date_in_jakarta();
    let content = &proposal.content;
    Ok(Some(Written {
        award: seat.id.clone(),
        state: State::Admission,
        since: accepted,
        problem: proposal.problem.clone(),
        topic: content.title.clone(),
        university: content.programme.university.clone(),
        programme: content.programme.name.clone(),
        country: content.programme.country.clone(),
        admission_by: call.definition.after_award.admission_by(accepted),
        is_released: None,
        starts_on: None,
        ends_on: None,
        returned_on: None,
        placement: None,
        mentor: None,
        version: 0,
    }))
}

/// The study as it is read.
pub(super) fn study_of(
    seat: &Award,
    (proposal, problem): (&Proposal, &Problem),
    row: &Written,
) -> Study {
    let row = row.clone();
    Study {
        id: row.award,
        call: seat.call.clone(),
        proposal: proposal.id.clone(),
        number: seat.number.clone(),
        candidate: proposal.candidate.clone(),
        unit: proposal.unit.clone(),
        state: row.state,
        since: row.since,
        problem: row.problem,
        problem_code: problem.code.clone(),
        owner_unit: problem.owner_unit.clone(),
        topic: row.topic,
        university: row.university,
        programme: row.programme,
        country: row.country,
        admission_by: row.admission_by,
        is_released: row.is_released,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        returned_on: row.returned_on,
        placement: row.placement,
        mentor: row.mentor,
        version: row.version,
    }
}

/// How the viewer is related to a study; not whether they are in conflict with it.
pub(super) fn facts_of(viewer: &Viewer, study: &Study) -> Facts {
    let is_own = study.candidate == viewer.user;
    Facts::NONE
        .with(Relation::Own, is_own)
        .with(Relation::OwnUnit, !is_own && viewer.heads(&study.unit))
        .with(Relation::ProblemOwner, !is_own && viewer.heads(&study.owner_unit))
        .with(Relation::Mentor, study.mentor.as_ref() == Some(&viewer.user))
}

/// A study, and what its acts need of the things around it.
#[derive(Debug, Clone)]
pub struct StudyContext {
    pub study: Study,
    pub(super) seat: Award,
    pub(super) row: Written,
    pub proposal: Proposal,
    pub problem: Problem,
    pub call: Call,
    pub(super) facts: Facts,
    permitted: Permitted,
    /// Who looks.
    pub reader: UserId,
}

impl StudyContext {
    /// # Errors
    /// `not_found` for a seat that nobody has, and for who may not read the study.
    pub fn load(cx: &mut Cx<'_>, id: &AwardId) -> Result<Self, Failure> {
        let missing = Failure::not_found;
        let seat = awards::find_seat(cx.db, id, cx.now)?.ok_or_else(missing)?;
        let row = store::find(cx.db, id)?;
        let proposal = proposals::find_submitted(cx.db, &seat.proposal)?.ok_or_else(missing)?;
        let call = calls::find(cx.db, &seat.call)?.ok_or_else(missing)?;
        let row = row_of(&seat, (&proposal, &call), row)?.ok_or_else(missing)?;
        let problem = problems::find(cx.db, &row.problem)?.ok_or_else(missing)?;
        let study = study_of(&seat, (&proposal, &problem), &row);
        let conflicted = is_conflicted(cx.db, &cx.viewer.user, &seat.proposal)?;
        // Looked up only for those to whom it makes a difference.
        let is_absent = cx.viewer.is(Role::Approver) && {
            let heads = heads_of(cx.db, &study.owner_unit)?;
            heads.iter().all(|head| *head == study.candidate)
        };
        let facts = facts_of(cx.viewer, &study)
            .with(Relation::Conflicted, conflicted)
            .with(Relation::OwnerAbsent, is_absent);
        access::may(cx.viewer, Permission::ReadStudy, facts)?;
        let permitted = Permitted::of(cx.viewer, facts);
        let reader = cx.viewer.user.clone();
        Ok(Self { study, seat, row, proposal, problem, call, facts, permitted, reader })
    }

    /// The same, for an act that the viewer must be permitted.
    ///
    /// # Errors
    /// As [`Self::load`]; `not_found` when the table does not permit the act.
    pub(super) fn load_for(
        cx: &mut Cx<'_>,
        act: Permission,
        id: &AwardId,
    ) -> Result<Self, Failure> {
        let context = Self::load(cx, id)?;
        access::may(cx.viewer, act, context.facts)?;
        Ok(context)
    }

    pub(super) fn rules(&self) -> &AfterAward {
        &self.call.definition.after_award
    }

    /// What the table permits the reader; what the study's state rules out is left to each act's own rule.
    pub fn permitted(&self) -> &Permitted {
        &self.permitted
    }

    /// Writes the study as `change` leaves it.
    ///
    /// # Errors
    /// `changed_meanwhile` when somebody else has written since it was read.
    pub(super) fn write(
        &mut self,
        cx: &mut Cx<'_>,
        change: impl FnOnce(&mut Written),
    ) -> Result<(), Failure> {
        let read = self.row.version;
        change(&mut self.row);
        self.row.version = read + 1;
        if read == 0 {
            awards::follow_with_study(cx.db, &self.study.id, cx.now)?;
        }
        store::write(cx.db, read, &self.row)?;
        if self.row.problem != self.problem.id {
            let problem = problems::find(cx.db, &self.row.problem)?;
            self.problem = problem.ok_or_else(Failure::not_found)?;
        }
        self.study = study_of(&self.seat, (&self.proposal, &self.problem), &self.row);
        Ok(())
    }

    /// Writes the row of a study of which nothing is written yet, so that other rows can name it.
    pub(super) fn begin_row(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        if self.row.version == 0 { self.write(cx, |_| {}) } else { Ok(()) }
    }

    /// Moves the study to the state after a step, and puts the step on the record.
    pub(super) fn step(
        &mut self,
        cx: &mut Cx<'_>,
        (taken, to): (&TakenStep, State),
        change: impl FnOnce(&mut Written),
    ) -> Result<(), Failure> {
        self.write(cx, |row| {
            row.state = to;
            row.since = taken.on;
            change(row);
        })?;
        store::insert_step(cx.db, &self.study.id, taken)?;
        let payload = json!({
            "step": taken.step, "state": to, "on": taken.on, "until": taken.until,
            "reason_hash": crate::kernel::canonical::sha256_hex(&taken.reason),
        });
        self.record(cx, EventType::StudyStepped, payload)
    }

    pub(super) fn record(
        &self,
        cx: &mut Cx<'_>,
        act: EventType,
        payload: Value,
    ) -> Result<(), Failure> {
        self.record_head(cx, act, payload).map(drop)
    }

    /// The same, with the end of the record after it.
    pub(super) fn record_head(
        &self,
        cx: &mut Cx<'_>,
        act: EventType,
        payload: Value,
    ) -> Result<Head, Failure> {
        let subject = Subject::award(&self.study.id);
        let mut payload = payload;
        if let Value::Object(fields) = &mut payload {
            fields.insert("call".to_owned(), json!(self.call.id));
            fields.insert("proposal".to_owned(), json!(self.study.proposal));
        }
        let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
        ledger::append(cx.db, event, cx.now)
    }

    /// A step taken now by the viewer, without reason or consequence.
    pub(super) fn taken(cx: &Cx<'_>, step: Step, on: NaiveDate, reason: String) -> TakenStep {
        TakenStep {
            step,
            on,
            until: None,
            cause: None,
            reason,
            consequence: None,
            taken_by: cx.viewer.user.clone(),
            taken_at: cx.now,
        }
    }
}
