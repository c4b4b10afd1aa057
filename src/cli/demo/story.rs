//! One of the demo's calls from its draft to where its edition ends, told by the same actions that
//! people use, at instants before now. What comes after the ranking is in `aftermath`.

use super::checks::check;
use super::definition::definition;
use super::editions::{self, Edition, Until};
use super::registered::OldProblem;
use super::running::Running;
use super::scores;
use super::script::{Proposals, Remarks, Turn, Written};
use super::stage::Stage;
use crate::features::accounts::Passwords;
use crate::features::calls::{self, Calendar, PanelSeat, actions as call_actions};
use crate::features::problems;
use crate::features::proposals::actions as proposal_actions;
use crate::features::proposals::actions::documents::{NewDocument, add_document};
use crate::features::proposals::actions::verification;
use crate::features::proposals::{
    EndorsementKind, HandingIn, NewEndorsement, NewProposal, ProposalText, RepairRequest,
    Withdrawal,
};
use crate::features::reviews::PlanChoice;
use crate::features::reviews::actions::{self as review_actions, PlanOptions};
use crate::features::selection::actions as selection_actions;
use crate::kernel::access::{Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, CallId, ProblemId, ProposalId, UnitCode};
use crate::kernel::input::Valid;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::files::MediaType;
use std::collections::BTreeMap;

/// A sample file that is in its place already.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) sha256: String,
    pub(super) size: u64,
}

/// Everything the story is told from.
pub(super) struct Telling<'a> {
    pub(super) stage: &'a Stage,
    pub(super) proposals: &'a Proposals,
    /// The problems of long ago, by their key in the script.
    pub(super) problems: &'a BTreeMap<String, OldProblem<'a>>,
    pub(super) remarks: &'a Remarks,
    /// The proposals' own PDF files, by candidate.
    pub(super) papers: &'a BTreeMap<String, Sample>,
    /// One sample for every other kind of document.
    pub(super) letters: &'a BTreeMap<String, Sample>,
    /// The same for the documents of studies.
    pub(super) study_paper: &'a Sample,
    pub(super) now: Timestamp,
    pub(super) edition: &'a Edition,
    /// Everybody's, and what checks it.
    pub(super) hash: &'a str,
    pub(super) passwords: &'a Passwords,
}

impl Telling<'_> {
    /// So many days before the edition's today, at an hour that differs from act to act; never ahead.
    pub(super) fn ago(&self, days: i64, minute: usize) -> Timestamp {
        let minutes = i64::try_from(minute % 900).unwrap_or(0);
        let today = self.now.plus_days(self.edition.later);
        today.plus_days(-days).plus_seconds(60 * minutes).min(self.now)
    }

    /// From the draft of the call to where the edition ends.
    pub(super) fn tell(&self, db: &mut Db) -> Result<CallId, Failure> {
        let (call, until) = (self.open_call(db)?, self.edition.until);
        let running = self.write_proposals(db, &call)?;
        match until {
            Until::Open => {}
            Until::Screening => self.begin_to_verify(db, &running)?,
            Until::Review => {
                self.verify(db, &running)?;
                self.review(db, &call, &running)?;
            }
            Until::Plenary | Until::Announced | Until::Offered | Until::Followed => {
                self.verify(db, &running)?;
                self.review(db, &call, &running)?;
                let chair = self.stage.get("chair")?;
                let run =
                    selection_actions::compute_run(&mut Cx::new(db, chair, self.ago(1, 0)), &call)?;
                if until > Until::Plenary {
                    self.announce(db, &call, &run.id)?;
                    self.follow(db, &call, &running)?;
                }
                if until == Until::Followed {
                    self.follow_studies(db, &running)?;
                }
            }
        }
        Ok(call)
    }

    fn open_call(&self, db: &mut Db) -> Result<CallId, Failure> {
        let secretariat = self.stage.get("secretariat")?;
        let year = self.edition.year(self.now);
        let text = call_actions::CallText {
            code: format!("TB-{year}{}", self.edition.code),
            definition: definition(self.edition, self.calendar(), year)?,
        };
        let drafted =
            call_actions::create_call(&mut Cx::new(db, secretariat, self.ago(72, 0)), &text)?;
        let call = drafted.call.id;
        call_actions::freeze_call(&mut Cx::new(db, secretariat, self.ago(70, 0)), &call)?;
        let panel =
            self.stage.all(Role::Reviewer).filter(|(key, _)| self.edition.seats_reviewer(key));
        for (_, reviewer) in panel {
            let whose = (&call, &reviewer.user);
            let seat = Valid::checked(PanelSeat::default())?;
            call_actions::seat_on_panel(
                &mut Cx::new(db, secretariat, self.ago(69, 0)),
                whose,
                &seat,
            )?;
        }
        self.sign(db, &call)?;
        Ok(call)
    }

    pub(super) fn calendar(&self) -> Calendar {
        let day = |days| self.now.plus_days(self.edition.later + days);
        Calendar {
            opens_at: day(-62),
            submissions_close_at: day(-32),
            screening_ends_at: day(-22),
            administrative: None,
            review_ends_at: day(-2),
            announcement_at: day(12),
            objections_end_at: day(17),
        }
    }

    fn write_proposals(&self, db: &mut Db, call: &CallId) -> Result<Vec<Running<'_>>, Failure> {
        let registry = registry(db, self.now)?;
        let mut submitted = Vec::new();
        let ours = |written: &&Written| self.edition.takes(&written.candidate);
        for (number, written) in self.proposals.proposal.iter().filter(ours).enumerate() {
            let candidate = self.stage.get(&written.candidate)?;
            let old = self.problems.get(&written.problem);
            let code = old.map_or(&written.problem, |old| &old.problem.code);
            let (problem, owner) = registry.get(code).cloned().ok_or_else(|| {
                Failure::Inconsistent(format!("problem {} is not seeded", written.problem))
            })?;
            let beginning = NewProposal { problem, level: written.level.clone() };
            let beginning = Valid::checked(beginning)?;
            let begun = self.ago(58, 31 * number);
            let draft =
                proposal_actions::begin(&mut Cx::new(db, candidate, begun), call, &beginning)?;
            let running = Running { id: draft.id, written, candidate, unit: draft.unit, owner };
            self.complete(db, &running, draft.version, number)?;
            if self.hand_in(db, &running, number)? {
                submitted.push(running);
            }
        }
        Ok(submitted)
    }

    /// The text, the documents, the two endorsements.
    fn complete(
        &self,
        db: &mut Db,
        running: &Running<'_>,
        version: i64,
        number: usize,
    ) -> Result<(), Failure> {
        let at = self.ago(50, 17 * number);
        let content = running.written.content(self.calendar().opens_at.date_in_jakarta());
        let change = ProposalText { problem: None, level: None, content, void_endorsements: true };
        let change = Valid::checked(change)?;
        let expected = (&running.id, IfMatch(version));
        proposal_actions::save(&mut Cx::new(db, running.candidate, at), expected, &change)?;
        // While the call is open there is something left to do.
        if self.edition.until == Until::Open {
            return Ok(());
        }
        let paper = self.papers.get(&running.written.candidate);
        let own = paper.map(|sample| ("proposal", sample)).into_iter();
        let letters = self.letters.iter().map(|(kind, sample)| (kind.as_str(), sample));
        for (kind, sample) in own.chain(letters) {
            upload(db, running, (kind, sample), at)?;
        }
        let heads = [
            (
                EndorsementKind::UnitHead,
                &running.unit,
                "Unit kami menugaskan dan akan memakai hasilnya.",
            ),
            (
                EndorsementKind::ProblemOwner,
                &running.owner,
                "Masalah ini nyata dan rencananya dapat dikerjakan.",
            ),
        ];
        for (kind, unit, words) in heads {
            let head = self.stage.head_of(unit)?;
            let at = self.ago(45, 23 * number);
            let statement = words.to_owned();
            let new = Valid::checked(NewEndorsement { kind, statement })?;
            proposal_actions::endorse(&mut Cx::new(db, head, at), &running.id, &new)?;
        }
        Ok(())
    }

    /// Submits, unless the story has it otherwise; answers whether the proposal is in the race.
    fn hand_in(&self, db: &mut Db, running: &Running<'_>, number: usize) -> Result<bool, Failure> {
        // The rules stop these three before they can submit.
        let stopped = matches!(running.written.story, Turn::TooOld | Turn::Rating | Turn::Late);
        if stopped || self.edition.until == Until::Open {
            return Ok(false);
        }
        let at = self.ago(40, 29 * number);
        // The one call with an integrity pact has nothing handed in yet.
        let nothing = HandingIn::default();
        proposal_actions::submit(&mut Cx::new(db, running.candidate, at), &running.id, &nothing)?;
        if running.written.story == Turn::Withdrawn {
            let reason = "Saya dipindahtugaskan sebelum studi dapat dimulai.".to_owned();
            let withdrawal = Valid::checked(Withdrawal { reason })?;
            let at = self.ago(31, 0);
            proposal_actions::withdraw(
                &mut Cx::new(db, running.candidate, at),
                &running.id,
                &withdrawal,
            )?;
            return Ok(false);
        }
        Ok(true)
    }

    fn verify(&self, db: &mut Db, running: &[Running<'_>]) -> Result<(), Failure> {
        let (first, second) = (self.stage.get("verifier1")?, self.stage.get("verifier2")?);
        for (number, proposal) in running.iter().enumerate() {
            if proposal.written.story == Turn::Repair {
                self.repair(db, proposal, first)?;
            }
            for (verifier, days) in [(first, 26), (second, 25)] {
                check(db, proposal, verifier, self.ago(days, 19 * number))?;
            }
        }
        Ok(())
    }

    /// One is concluded by the first of two, one waits for a better file, the others for anybody.
    fn begin_to_verify(&self, db: &mut Db, running: &[Running<'_>]) -> Result<(), Failure> {
        let (first, second) = (self.stage.get("verifier1")?, self.stage.get("verifier2")?);
        if let [concluded, to_repair, ..] = running {
            check(db, concluded, second, self.ago(31, 0))?;
            open_repair(db, to_repair, first, self.ago(30, 0))?;
        }
        Ok(())
    }

    fn repair(&self, db: &mut Db, running: &Running<'_>, verifier: &Viewer) -> Result<(), Failure> {
        open_repair(db, running, verifier, self.ago(31, 10))?;
        if let Some(sample) = self.letters.get("recommendation") {
            upload(db, running, ("recommendation", sample), self.ago(30, 10))?;
        }
        verification::close_repair(
            &mut Cx::new(db, running.candidate, self.ago(30, 40)),
            &running.id,
        )?;
        Ok(())
    }

    fn review(&self, db: &mut Db, call: &CallId, running: &[Running<'_>]) -> Result<(), Failure> {
        let secretariat = self.stage.get("secretariat")?;
        let as_is = PlanOptions::default();
        let preview =
            review_actions::preview(&mut Cx::new(db, secretariat, self.ago(22, 30)), call, as_is)?;
        let PlanOptions { changes, comparability_step } = as_is;
        let plan_hash = preview.plan_hash.clone();
        let choice = Valid::checked(PlanChoice { plan_hash, changes, comparability_step })?;
        review_actions::apply(&mut Cx::new(db, secretariat, self.ago(22, 60)), call, &choice)?;
        let by_id: BTreeMap<&ProposalId, &Written> =
            running.iter().map(|proposal| (&proposal.id, proposal.written)).collect();
        let mut sheets_on: BTreeMap<&ProposalId, usize> = BTreeMap::new();
        for (key, reviewer) in self.stage.all(Role::Reviewer) {
            // Whoever looks around as a reviewer finds a sheet to begin.
            if self.edition.until == Until::Review && key == editions::FIRST_REVIEWER {
                continue;
            }
            let own = preview.pairs.iter().filter(|pair| pair.reviewer == reviewer.user);
            for (number, pair) in own.enumerate() {
                let Some(written) = by_id.get(&pair.proposal) else { continue };
                let turn = sheets_on.entry(&pair.proposal).or_default();
                // Small calls come out the same in every demo.
                let is_large = self.edition.until == Until::Plenary;
                let judge =
                    scores::Judge { reviewer: if is_large { key } else { "" }, turn: *turn };
                *turn += 1;
                self.score(db, (call, &pair.proposal), (reviewer, judge), (written, number))?;
            }
        }
        Ok(())
    }

    fn score(
        &self,
        db: &mut Db,
        (call, proposal): (&CallId, &ProposalId),
        (reviewer, judge): (&Viewer, scores::Judge<'_>),
        (written, number): (&Written, usize),
    ) -> Result<(), Failure> {
        let at = self.ago(18, 47 * number);
        let task = task_of(db, reviewer, (call, proposal), at)?;
        let rubric = &calls::find(db, call)?.ok_or_else(Failure::not_found)?.definition.rubric;
        let sheet = Valid::checked(scores::sheet(rubric, self.remarks, written, judge))?;
        let saved = review_actions::save_sheet(
            &mut Cx::new(db, reviewer, at),
            (&task, IfMatch(0)),
            &sheet,
        )?;
        let expected = (&task, IfMatch(saved.version));
        // A review that still runs has drafts too.
        if self.edition.until == Until::Review && judge.turn > 0 {
            return Ok(());
        }
        review_actions::submit_sheet(
            &mut Cx::new(db, reviewer, self.ago(9, 53 * number)),
            expected,
            None,
        )?;
        Ok(())
    }
}

fn open_repair(
    db: &mut Db,
    running: &Running<'_>,
    verifier: &Viewer,
    at: Timestamp,
) -> Result<(), Failure> {
    let new = Valid::checked(RepairRequest {
        items: vec!["recommendation".to_owned()],
        reason: "Halaman kedua surat rekomendasi tidak terbaca.".to_owned(),
    })?;
    verification::open_repair(&mut Cx::new(db, verifier, at), &running.id, &new).map(|_| ())
}

fn upload(
    db: &mut Db,
    running: &Running<'_>,
    (kind, sample): (&str, &Sample),
    at: Timestamp,
) -> Result<(), Failure> {
    let new = NewDocument {
        proposal: running.id.clone(),
        kind: kind.to_owned(),
        file_name: format!("{kind}.pdf"),
        media_type: MediaType::Pdf,
        size: sample.size,
        sha256: sample.sha256.clone(),
    };
    add_document(&mut Cx::new(db, running.candidate, at), &new).map(|_| ())
}

/// The reviewer's own task on a proposal.
fn task_of(
    db: &mut Db,
    reviewer: &Viewer,
    (call, proposal): (&CallId, &ProposalId),
    at: Timestamp,
) -> Result<AssignmentId, Failure> {
    let paging = Paging { limit: 200, after: None };
    let pile = review_actions::read_pile(&mut Cx::new(db, reviewer, at), Some(call), &paging)?;
    let task = pile.items.into_iter().find(|item| &item.proposal == proposal);
    task.map(|item| item.assignment).ok_or_else(Failure::not_found)
}

/// The approved problems by code: id and owner unit.
fn registry(
    db: &mut Db,
    now: Timestamp,
) -> Result<BTreeMap<String, (ProblemId, UnitCode)>, Failure> {
    let paging = Paging { limit: 200, after: None };
    let filter = problems::ProblemFilter::default();
    let page = problems::actions::list_problems(&mut Cx::new(db, None, now), &filter, &paging)?;
    Ok(page.items.into_iter().map(|found| (found.code, (found.id, found.owner_unit))).collect())
}
