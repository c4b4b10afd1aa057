//! The calls of past years: the problems that they were about, and what came of their seats, told by the same acts that
//! awardees, secretariat, mentors and owner units use.

use super::aftermath::ANSWER_DAYS;
use super::editions::{EDITIONS, Until};
use super::events::{Act, Event, Wanted};
use super::measured;
use super::registered::OldProblem;
use super::running::Running;
use super::script::{Part, PastFigure, PastProblem};
use super::stage::Stage;
use super::story::Telling;
use crate::features::accounts::users_of;
use crate::features::awards::actions::{self as award_actions, Answer};
use crate::features::impact::{SharingChoice, actions as impact_actions};
use crate::features::problems::actions::{self as problem_actions, Decision};
use crate::features::problems::{Problem, ProblemText, rules::Step as ProblemStep};
use crate::features::studies::rules::{bond, plan};
use crate::features::studies::{
    Begin, Mentor, Milestone, NewPaper, NewPlan, NewProgramme, NewStep, PaperCheck, PaperKind,
    PaperVerdict, Postponement, Prolongation, Request, RequestRuling, Return, RulingVerdict, Side,
    Study, actions,
};
use crate::kernel::access::{Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, StudyPaperId, UnitCode};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::files::{MediaType, NewFile};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Days before today on which the officials and the first of these candidates came.
const BEGAN: i64 = 2260;

/// When somebody came: this year's candidates this year.
pub(super) fn came(part: &Part, now: Timestamp) -> Timestamp {
    let mut followed = EDITIONS.iter().filter(|edition| edition.until == Until::Followed);
    let is_this_years =
        part.roles == [Role::Candidate] && !followed.any(|edition| edition.takes(&part.key));
    now.plus_days(if is_this_years { -super::BEGAN } else { -BEGAN })
}

/// The units propose their problems, and an approver approves them, before the first of the calls.
pub(super) fn register<'a>(
    db: &mut Db,
    stage: &Stage,
    past: &'a [PastProblem],
    now: Timestamp,
) -> Result<BTreeMap<String, OldProblem<'a>>, Failure> {
    let (proposed, approved) = (now.plus_days(-BEGAN + 80), now.plus_days(-BEGAN + 95));
    let mut registered = BTreeMap::new();
    for old in past {
        let head = stage.head_of(&UnitCode::new(&old.unit))?;
        let text = Valid::checked(ProblemText {
            title: old.title.clone(),
            description: old.description.clone(),
            indicator: old.indicator.clone(),
            unit_of_measure: old.unit_of_measure.clone(),
            direction: old.direction,
            baseline_value: old.baseline.clone(),
            baseline_period: (proposed.year_in_jakarta() - 1).to_string(),
            baseline_denominator: Some(old.denominator.clone()),
            baseline_source: "Laporan tahunan unit (angka peragaan)".to_owned(),
            baseline_measured_by: old.unit.clone(),
            target_value: old.target.clone(),
            evidence: "Laporan tahunan unit pemilik; angka dalam peragaan ini rekaan.".to_owned(),
            baseline_figure: None,
            target_figure: None,
        })?;
        let made = problem_actions::propose_problem(&mut Cx::new(db, head, proposed), &text)?;
        let decision = Decision { step: ProblemStep::Approve, reason: None, from: None };
        let decider = &mut Cx::new(db, stage.get("approver")?, approved);
        let problem = problem_actions::decide_problem(decider, &made.id, &decision)?;
        registered.insert(old.key.clone(), OldProblem { problem, figures: &old.measured });
    }
    Ok(registered)
}

/// What is told of a day.
enum Told<'a> {
    Event(&'a Running<'a>, &'a Event),
    Figure(&'a Problem, &'a PastFigure),
}

/// A study, its awardee and the instant of an act.
pub(super) struct Now<'a> {
    pub(super) running: &'a Running<'a>,
    pub(super) id: AwardId,
    pub(super) at: Timestamp,
}

impl Now<'_> {
    pub(super) fn today(&self) -> NaiveDate {
        self.at.date_in_jakarta()
    }
}

const AGREED_AFTER: i64 = 2;

/// What is reached in a period, and what there is to show; from the first again after the last.
const MILESTONES: [(&str, &str); 4] = [
    ("Kuliah inti dan pemetaan data bersama unit pemilik", "Set data awal dan izin akses tertulis"),
    ("Rancangan penelitian dan uji coba alat ukur", "Proposal tesis yang dibaca unit pemilik"),
    ("Pengumpulan dan pengolahan data lapangan", "Model awal beserta laporan galatnya"),
    ("Penulisan tesis dan uji coba di unit pemilik", "Naskah tesis dan rancangan prosedur tetap"),
];

impl Telling<'_> {
    /// What came of the seats of this edition and of its problems, until the next edition of past years was over.
    pub(super) fn follow_studies(
        &self,
        db: &mut Db,
        running: &[Running<'_>],
    ) -> Result<(), Failure> {
        let began = -self.edition.later;
        let followed = EDITIONS.iter().filter(|edition| edition.until == Until::Followed);
        let next = followed.map(|edition| -edition.later).filter(|days| *days < began).max();
        let is_ours = |figure: &&PastFigure| {
            figure.until < began && next.is_none_or(|next| figure.until >= next)
        };
        let mut told: Vec<(i64, Told<'_>)> = Vec::new();
        for study in running {
            let path = study.written.path.iter();
            told.extend(path.map(|event| (event.ago, Told::Event(study, event))));
        }
        for old in self.problems.values() {
            let figures = old.figures.iter().filter(is_ours);
            told.extend(figures.map(|one| (one.until, Told::Figure(&old.problem, one))));
        }
        told.sort_by_key(|(ago, _)| Reverse(*ago));
        for (ago, one) in told {
            match one {
                Told::Figure(problem, figure) => {
                    measured::tell_past(db, (self.stage, problem), figure, self.now)?;
                }
                Told::Event(running, event) => {
                    let at = self.now.plus_days(-ago);
                    let seat = &mut Cx::new(db, running.candidate, at);
                    let seat = award_actions::own_offer(seat, &running.id)?;
                    let (seat, _) = seat.ok_or_else(|| {
                        let whose = &running.written.candidate;
                        Failure::Inconsistent(format!("{whose} has no seat {ago} days ago"))
                    })?;
                    self.act(db, &Now { running, id: seat.id, at }, &event.act)?;
                }
            }
        }
        Ok(())
    }

    fn act(&self, db: &mut Db, now: &Now<'_>, act: &Act) -> Result<(), Failure> {
        let (candidate, at) = (now.running.candidate, now.at);
        let secretariat = self.stage.get("secretariat")?;
        match act {
            Act::Accept => {
                let answer = (&now.id, &Answer::Accept);
                award_actions::settle(&mut Cx::new(db, candidate, at), answer, ANSWER_DAYS)?;
            }
            Act::Share { consent } => {
                let choice = Valid::checked(SharingChoice { consent: *consent })?;
                let cx = &mut Cx::new(db, candidate, at);
                impact_actions::choose_sharing(cx, &now.running.id, &choice)?;
            }
            Act::Proof { waits: true } => {
                self.add(db, now, (candidate, PaperKind::Admission))?;
            }
            Act::Proof { waits: false } => self.brought(db, now, PaperKind::Admission)?,
            Act::Diploma => self.brought(db, now, PaperKind::Diploma)?,
            Act::Paper { kind } => {
                self.add(db, now, (secretariat, *kind))?;
            }
            Act::Begin { months, released } => {
                let starts_on = at.plus_days(10).date_in_jakarta();
                let ends_on = bond::plus(starts_on, *months).and_then(|day| day.pred_opt());
                let ends_on = ends_on.unwrap_or(starts_on);
                let dates = Begin { starts_on, ends_on, is_released: *released };
                let cx = &mut Cx::new(db, secretariat, at);
                actions::begin(cx, &now.id, &Valid::checked(dates)?)?;
            }
            Act::Report => self.report(db, now)?,
            Act::Mentor { who } => self.mentor(db, now, who)?,
            Act::Step { step, reason, cause, until, consequence } => {
                let new = NewStep {
                    step: *step,
                    on: now.today(),
                    until: until.map(|days| self.now.plus_days(-days).date_in_jakarta()),
                    cause: *cause,
                    reason: reason.clone(),
                    consequence: consequence.clone(),
                };
                let cx = &mut Cx::new(db, secretariat, at);
                actions::take(cx, (&now.id, &Valid::checked(new)?), ANSWER_DAYS)?;
            }
            Act::Return { placement, carried_by } => {
                let back = Return {
                    returned_on: now.today(),
                    placement: UnitCode::new(placement),
                    carried_by: carried_by.clone(),
                };
                let cx = &mut Cx::new(db, secretariat, at);
                actions::bring_back(cx, &now.id, &Valid::checked(back)?)?;
            }
            Act::Plan | Act::Extension { .. } | Act::Deferral { .. } | Act::Programme { .. } => {
                self.ask(db, now, act)?;
            }
        }
        Ok(())
    }

    /// A document with its file.
    fn add(
        &self,
        db: &mut Db,
        now: &Now<'_>,
        (by, kind): (&Viewer, PaperKind),
    ) -> Result<StudyPaperId, Failure> {
        let by_university = matches!(kind, PaperKind::Admission | PaperKind::Diploma);
        let new = NewPaper {
            kind,
            number: format!("{}/{}", kind.name(), now.today().format("%d%m/%Y")),
            dated: now.today(),
            signatory: if by_university { "Dekan" } else { "Kepala Biro SDM" }.to_owned(),
        };
        let file = NewFile {
            file_name: format!("{}.pdf", kind.name()),
            media_type: MediaType::Pdf,
            size: self.study_paper.size,
            sha256: self.study_paper.sha256.clone(),
        };
        let cx = &mut Cx::new(db, by, now.at);
        let paper = actions::add_paper(cx, &now.id, (&Valid::checked(new)?, Some(&file)))?;
        Ok(paper.id)
    }

    /// A document of the awardee that the secretariat accepts.
    fn brought(&self, db: &mut Db, now: &Now<'_>, kind: PaperKind) -> Result<(), Failure> {
        let paper = self.add(db, now, (now.running.candidate, kind))?;
        let check = PaperCheck { verdict: PaperVerdict::Accepted, reason: None };
        let secretariat = self.stage.get("secretariat")?;
        let cx = &mut Cx::new(db, secretariat, now.at.plus_days(AGREED_AFTER));
        actions::check_paper(cx, &paper, &Valid::checked(check)?).map(|_| ())
    }

    fn mentor(&self, db: &mut Db, now: &Now<'_>, who: &str) -> Result<(), Failure> {
        let person = std::slice::from_ref(&self.stage.get(who)?.user);
        let email = users_of(db, person)?.pop().map(|user| user.email).unwrap_or_default();
        let head = self.stage.head_of(&now.running.owner)?;
        let cx = &mut Cx::new(db, head, now.at);
        actions::name_mentor(cx, &now.id, &Valid::checked(Mentor { email })?).map(|_| ())
    }

    /// The awardee asks, and the sides that have agreed so far do.
    fn ask(&self, db: &mut Db, now: &Now<'_>, act: &Act) -> Result<(), Failure> {
        let cx = &mut Cx::new(db, now.running.candidate, now.at);
        let (_, details) = actions::read(cx, &now.id)?;
        let study = details.study;
        let (request, agreed) = match act {
            Act::Extension { months, request: Wanted { reason, agreed } } => {
                let ends_on = study.ends_on.and_then(|day| bond::plus(day, *months));
                let ends_on = ends_on.unwrap_or(now.today());
                let new = Prolongation { ends_on, reason: reason.clone() };
                (actions::ask(cx, &now.id, &Valid::checked(new)?)?, agreed.as_slice())
            }
            Act::Deferral { until, request: Wanted { reason, agreed } } => {
                let admission_by = self.now.plus_days(-until).date_in_jakarta();
                let new = Postponement { admission_by, reason: reason.clone() };
                (actions::ask(cx, &now.id, &Valid::checked(new)?)?, agreed.as_slice())
            }
            Act::Programme { university, programme, country, request } => {
                let new = NewProgramme {
                    university: university.clone(),
                    programme: programme.clone(),
                    country: country.clone(),
                    reason: request.reason.clone(),
                };
                (actions::ask(cx, &now.id, &Valid::checked(new)?)?, request.agreed.as_slice())
            }
            _ => {
                let new = Valid::checked(first_plan(&study))?;
                (actions::ask(cx, &now.id, &new)?, [Side::Owner].as_slice())
            }
        };
        self.agree(db, now, (&request, agreed))
    }

    fn agree(
        &self,
        db: &mut Db,
        now: &Now<'_>,
        (request, sides): (&Request, &[Side]),
    ) -> Result<(), Failure> {
        let mut at = now.at;
        for side in sides {
            at = at.plus_days(AGREED_AFTER);
            let by = match side {
                Side::Owner => self.stage.head_of(&now.running.owner)?,
                Side::Secretariat => self.stage.get("secretariat")?,
            };
            let verdict = RulingVerdict::Approved;
            let ruling = Valid::checked(RequestRuling { side: *side, verdict, reason: None })?;
            actions::rule(&mut Cx::new(db, by, at), &request.id, &ruling)?;
        }
        Ok(())
    }
}

/// One milestone at the end of each half-year.
fn first_plan(study: &Study) -> NewPlan {
    let (starts_on, ends_on) =
        (study.starts_on.unwrap_or(study.since), study.ends_on.unwrap_or(study.since));
    let periods = plan::periods(starts_on, ends_on, 6);
    let milestone = |(period, (activity, output)): (plan::Period, &(&str, &str))| Milestone {
        due_on: period.to,
        activity: (*activity).to_owned(),
        output: (*output).to_owned(),
    };
    NewPlan {
        milestones: periods.into_iter().zip(MILESTONES.iter().cycle()).map(milestone).collect(),
        reason: "Mengikuti rencana studi pada usulan yang dinilai.".to_owned(),
    }
}
