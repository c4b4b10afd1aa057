//! A study: where it stands, its dates, and the steps that led there.

use super::{Commitment, Paper, Plan, ReportDue, Request, Use};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{AwardId, CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Where a study stands.
    #[schema(as = StudyState)]
    pub enum State {
        /// The seat is accepted; the proof of admission is awaited.
        Admission = "admission",
        /// Admitted; agreement and decree are awaited.
        Admitted = "admitted",
        Studying = "studying",
        /// On leave, ill.
        Interrupted = "interrupted",
        /// Back at the office; the plan of use runs.
        Returned = "returned",
        /// The last date on which the impact is measured has passed.
        Concluded = "concluded",
        /// Ended early, without fault.
        Stopped = "stopped",
        /// Ended without the degree, through the awardee's own fault.
        Failed = "failed",
        /// The seat went to the next reserve.
        NotAdmitted = "not_admitted",
        /// The person left the agency.
        Left = "left",
    }
}

text_enum! {
    /// What happens to a study.
    #[schema(as = StudyStep)]
    pub enum Step {
        /// The secretariat accepts the proof of admission.
        Admit = "admit",
        /// Agreement and decree are there, and the study has its dates.
        Begin = "begin",
        Interrupt = "interrupt",
        Resume = "resume",
        Stop = "stop",
        Fail = "fail",
        Leave = "leave",
        /// Not admitted in time.
        Lapse = "lapse",
        /// The awardee gives the seat back before the study begins.
        GiveBack = "give_back",
        Return = "return",
        Conclude = "conclude",
        /// The last step was recorded by mistake and is taken back.
        Correct = "correct",
    }
}

text_enum! {
    /// Why a study is interrupted.
    #[schema(as = InterruptionCause)]
    pub enum Cause {
        Leave = "leave",
        Illness = "illness",
        Other = "other",
    }
}

/// A study and its present dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyAssignment)]
pub struct Study {
    /// That of its award.
    pub id: AwardId,
    pub call: CallId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub candidate: UserId,
    /// The unit the awardee comes from.
    pub unit: UnitCode,
    pub state: State,
    /// The day of the last step.
    pub since: NaiveDate,
    /// The problem that the study is to solve.
    pub problem: ProblemId,
    #[schema(example = "M-007")]
    pub problem_code: String,
    /// The unit that owns the problem.
    pub owner_unit: UnitCode,
    pub topic: String,
    pub university: String,
    pub programme: String,
    pub country: String,
    /// The last day for the proof of admission.
    pub admission_by: NaiveDate,
    /// Released from the post during the study; nothing before it begins.
    pub is_released: Option<bool>,
    pub starts_on: Option<NaiveDate>,
    /// The last day that is planned.
    pub ends_on: Option<NaiveDate>,
    /// The day of reinstatement.
    pub returned_on: Option<NaiveDate>,
    /// The unit in which the graduate was placed.
    pub placement: Option<UnitCode>,
    pub mentor: Option<UserId>,
    /// 0 until something is written of it.
    pub version: i64,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TakenStep {
    pub step: Step,
    pub on: NaiveDate,
    /// How long an interruption is meant to last.
    pub until: Option<NaiveDate>,
    pub cause: Option<Cause>,
    pub reason: String,
    /// What follows for the service bond and the money spent.
    pub consequence: Option<String>,
    pub taken_by: UserId,
    pub taken_at: Timestamp,
}

/// The service bond (ikatan dinas): the months owed after the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BondCalendar {
    /// Months owed for each month of study.
    pub factor: u32,
    /// Months of study that count.
    pub months: u32,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day; nothing is owed if there is none.
    pub until: Option<NaiveDate>,
}

/// All that is known of a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StudyDetails {
    pub study: Study,
    pub steps: Vec<TakenStep>,
    pub papers: Vec<Paper>,
    /// The newest last.
    pub requests: Vec<Request>,
    /// The plan in force.
    pub plan: Option<Plan>,
    /// As planned; nothing before the study begins.
    pub planned_bond: Option<BondCalendar>,
    /// By the months that were studied; nothing before the return.
    pub actual_bond: Option<BondCalendar>,
    /// When the indicator is to be measured after the return.
    pub impact_due: Vec<NaiveDate>,
    /// What is reported when.
    pub reports: Vec<ReportDue>,
    /// The twelve months after the return, dated; nothing before the return.
    pub uses: Vec<Use>,
    /// What heads of the owner unit said since the plan was agreed to, the newest last.
    pub commitments: Vec<Commitment>,
    /// Whether the graduate was placed in the unit that owns the problem.
    pub is_owner_unit_placement: Option<bool>,
}

/// Which studies to list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StudyFilter {
    pub state: Option<State>,
    pub call: Option<CallId>,
}
