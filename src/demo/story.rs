//! The demo's call from its draft to the first ranking, told by the same actions that people use,
//! at instants before now. All of it is one write: a demo is there whole or not at all.

use super::scores;
use super::script::{Proposals, Remarks, Turn, Written};
use super::stage::Stage;
use crate::access::{Role, Viewer};
use crate::calls::{
    self, Aggregate, Anonymity, Bilingual, Budget, Calendar, Definition, Floor, FloorPolicy, Group,
    Level, Limits, PanelRules, RankingPolicy, Templates, TieBreak, Uncertainty,
    actions as call_actions,
};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::files::MediaType;
use crate::ids::{AssignmentId, CallId, ProblemId, ProposalId, UnitCode};
use crate::problems;
use crate::proposals::actions as proposal_actions;
use crate::proposals::actions::documents::{NewDocument, add_document};
use crate::proposals::actions::verification::{self, NewRepair};
use crate::proposals::actions::{Beginning, Change};
use crate::proposals::{
    CheckOutcome, CheckReason, CheckSubject, EndorsementKind, VerificationCheck,
    VerificationOutcome,
};
use crate::quota::BudgetPolicy;
use crate::reviews::actions as review_actions;
use crate::selection::actions as selection_actions;
use crate::web::{IfMatch, Paging};
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
    pub(super) remarks: &'a Remarks,
    /// The proposals' own PDF files, by candidate.
    pub(super) papers: &'a BTreeMap<String, Sample>,
    /// One sample for every other kind of document.
    pub(super) letters: &'a BTreeMap<String, Sample>,
    pub(super) now: Timestamp,
}

/// A proposal on its way through the story.
struct Running<'a> {
    id: ProposalId,
    written: &'a Written,
    candidate: &'a Viewer,
    unit: UnitCode,
    owner: UnitCode,
}

impl Telling<'_> {
    /// So many days before now, at an hour that differs from act to act.
    fn ago(&self, days: i64, minute: usize) -> Timestamp {
        let minutes = i64::try_from(minute % 900).unwrap_or(0);
        self.now.plus_days(-days).plus_seconds(60 * minutes)
    }

    /// From the draft of the call to a first ranking.
    pub(super) fn tell(&self, db: &mut Db) -> Result<CallId, Failure> {
        let call = self.open_call(db)?;
        let running = self.write_proposals(db, &call)?;
        self.verify(db, &running)?;
        self.review(db, &call, &running)?;
        selection_actions::compute_run(db, self.stage.get("chair")?, &call, self.ago(1, 0))?;
        Ok(call)
    }

    fn open_call(&self, db: &mut Db) -> Result<CallId, Failure> {
        let secretariat = self.stage.get("secretariat")?;
        let year = self.now.year_in_jakarta();
        let text = call_actions::CallText {
            code: format!("TB-{year}"),
            definition: definition(self.calendar(), year)?,
        };
        let drafted = call_actions::create_call(db, secretariat, &text, self.ago(72, 0))?;
        let call = drafted.call.id;
        call_actions::freeze_call(db, secretariat, &call, self.ago(70, 0))?;
        for (_, reviewer) in self.stage.all(Role::Reviewer) {
            let seat = call_actions::Seat {
                user: reviewer.user.clone(),
                max_load: None,
                topics: None,
                senior: None,
            };
            call_actions::seat_on_panel(db, secretariat, &call, &seat, self.ago(69, 0))?;
        }
        Ok(call)
    }

    fn calendar(&self) -> Calendar {
        Calendar {
            opens_at: self.ago(62, 0),
            submissions_close_at: self.ago(32, 0),
            screening_ends_at: self.ago(22, 0),
            review_ends_at: self.ago(2, 0),
            announcement_at: self.now.plus_days(12),
            objections_end_at: self.now.plus_days(17),
        }
    }

    fn write_proposals(&self, db: &mut Db, call: &CallId) -> Result<Vec<Running<'_>>, Failure> {
        let registry = registry(db)?;
        let mut submitted = Vec::new();
        for (number, written) in self.proposals.proposal.iter().enumerate() {
            let candidate = self.stage.get(&written.candidate)?;
            let (problem, owner) = registry.get(&written.problem).cloned().ok_or_else(|| {
                Failure::Inconsistent(format!("problem {} is not seeded", written.problem))
            })?;
            let beginning = Beginning { problem, level: written.level.clone() };
            let begun = self.ago(58, 31 * number);
            let draft = proposal_actions::begin(db, candidate, call, &beginning, begun)?;
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
        let change = Change { problem: None, level: None, content };
        let expected = (&running.id, IfMatch(version));
        proposal_actions::save(db, running.candidate, expected, &change, at)?;
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
            proposal_actions::endorse(db, head, &running.id, (kind, words), at)?;
        }
        Ok(())
    }

    /// Submits, unless the story has it otherwise; answers whether the proposal is in the race.
    fn hand_in(&self, db: &mut Db, running: &Running<'_>, number: usize) -> Result<bool, Failure> {
        // The rules stop these three before they can submit; the draft stays as it is.
        if matches!(running.written.story, Turn::TooOld | Turn::Rating | Turn::Late) {
            return Ok(false);
        }
        let at = self.ago(40, 29 * number);
        proposal_actions::submit(db, running.candidate, &running.id, at)?;
        if running.written.story == Turn::Withdrawn {
            let reason = "Saya dipindahtugaskan sebelum studi dapat dimulai.";
            proposal_actions::withdraw(
                db,
                running.candidate,
                &running.id,
                reason,
                self.ago(31, 0),
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

    fn repair(&self, db: &mut Db, running: &Running<'_>, verifier: &Viewer) -> Result<(), Failure> {
        let new = NewRepair {
            items: vec!["recommendation".to_owned()],
            reason: "Halaman kedua surat rekomendasi tidak terbaca.".to_owned(),
        };
        verification::open_repair(db, verifier, &running.id, &new, self.ago(31, 10))?;
        if let Some(sample) = self.letters.get("recommendation") {
            upload(db, running, ("recommendation", sample), self.ago(30, 10))?;
        }
        verification::close_repair(db, running.candidate, &running.id, self.ago(30, 40))?;
        Ok(())
    }

    fn review(&self, db: &mut Db, call: &CallId, running: &[Running<'_>]) -> Result<(), Failure> {
        let secretariat = self.stage.get("secretariat")?;
        let as_is = review_actions::PlanOptions::default();
        let preview = review_actions::preview(db, secretariat, call, as_is, self.ago(22, 30))?;
        review_actions::apply(
            db,
            secretariat,
            call,
            (&preview.plan_hash, as_is),
            self.ago(22, 60),
        )?;
        let by_id: BTreeMap<&ProposalId, &Written> =
            running.iter().map(|proposal| (&proposal.id, proposal.written)).collect();
        let mut sheets_on: BTreeMap<&ProposalId, usize> = BTreeMap::new();
        for (key, reviewer) in self.stage.all(Role::Reviewer) {
            for (number, pair) in
                preview.pairs.iter().filter(|pair| pair.reviewer == reviewer.user).enumerate()
            {
                let Some(written) = by_id.get(&pair.proposal) else { continue };
                let at = self.ago(18, 47 * number);
                let task = task_of(db, reviewer, (call, &pair.proposal), at)?;
                let rubric =
                    &calls::find(db, call)?.ok_or_else(Failure::not_found)?.definition.rubric;
                let turn = sheets_on.entry(&pair.proposal).or_default();
                let judge = scores::Judge { reviewer: key, turn: *turn };
                *turn += 1;
                let sheet = scores::sheet(rubric, self.remarks, written, judge);
                let saved =
                    review_actions::save_sheet(db, reviewer, (&task, IfMatch(0)), &sheet, at)?;
                let expected = (&task, IfMatch(saved.version));
                review_actions::submit_sheet(
                    db,
                    reviewer,
                    expected,
                    None,
                    self.ago(9, 53 * number),
                )?;
            }
        }
        Ok(())
    }
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
    add_document(db, running.candidate, &new, at).map(|_| ())
}

/// One verifier goes through the list and concludes.
fn check(
    db: &mut Db,
    running: &Running<'_>,
    verifier: &Viewer,
    at: Timestamp,
) -> Result<(), Failure> {
    let fault = match running.written.story {
        Turn::Sanction => Some((CheckSubject::Rule, "no_sanction", CheckReason::RuleNotMet)),
        Turn::WrongDocument => {
            Some((CheckSubject::Document, "recommendation", CheckReason::WrongDocument))
        }
        _ => None,
    };
    let read = verification::read_verification(db, verifier, &running.id, at)?;
    let checks: Vec<VerificationCheck> = read
        .items
        .into_iter()
        .map(|item| {
            let reason = fault
                .filter(|(subject, name, _)| *subject == item.subject && *name == item.name)
                .map(|(_, _, reason)| reason);
            let outcome = if reason.is_some() { CheckOutcome::NotOk } else { CheckOutcome::Ok };
            VerificationCheck {
                subject: item.subject,
                name: item.name,
                outcome,
                reason,
                text: None,
            }
        })
        .collect();
    verification::save_checks(db, verifier, &running.id, &checks, at)?;
    let outcome = if fault.is_some() {
        VerificationOutcome::Ineligible
    } else {
        VerificationOutcome::Eligible
    };
    verification::conclude(db, verifier, &running.id, outcome, at)?;
    Ok(())
}

/// The reviewer's own task on a proposal.
fn task_of(
    db: &mut Db,
    reviewer: &Viewer,
    (call, proposal): (&CallId, &ProposalId),
    at: Timestamp,
) -> Result<AssignmentId, Failure> {
    let paging = Paging { limit: 200, after: None };
    let pile = review_actions::read_pile(db, reviewer, Some(call), &paging, at)?;
    let task = pile.items.into_iter().find(|item| &item.proposal == proposal);
    task.map(|item| item.assignment).ok_or_else(Failure::not_found)
}

/// The approved problems by code: id and owner unit.
fn registry(db: &mut Db) -> Result<BTreeMap<String, (ProblemId, UnitCode)>, Failure> {
    let paging = Paging { limit: 200, after: None };
    let filter = problems::ProblemFilter::default();
    let page = problems::actions::list_problems(db, None, &filter, &paging)?;
    Ok(page.items.into_iter().map(|found| (found.code, (found.id, found.owner_unit))).collect())
}

/// The call: eight seats, two per unit and per problem, one kept for the remote units.
fn definition(calendar: Calendar, year: i32) -> Result<Definition, Failure> {
    let mut templates = Templates::shipped()?;
    let missing = || Failure::Inconsistent("a shipped template is missing".to_owned());
    let level = |code: &str, (id, en): (&str, &str), months, requires: &str| Level {
        code: code.to_owned(),
        name: Bilingual { id: id.to_owned(), en: en.to_owned() },
        normative_months: months,
        requires: requires.to_owned(),
        seats: None,
    };
    let by_mean = |code: &str| TieBreak::CriterionMean { criterion: code.to_owned() };
    Ok(Definition {
        title: Bilingual {
            id: format!("Seleksi tugas belajar tahun {year} (peragaan)"),
            en: format!("Selection of study assignments {year} (demonstration)"),
        },
        calendar,
        seats: 8,
        levels: vec![
            level("S2", ("Magister", "Master"), 24, "S1"),
            level("S3", ("Doktor", "Doctorate"), 36, "S2"),
        ],
        limits: Limits {
            per_unit: Some(2),
            per_problem: Some(2),
            floors: vec![Floor { group: Group::Remote, at_least: 1 }],
            floor_policy: FloorPolicy::AsFarAsPossible,
            // Reaches for eight of those who ask for most.
            budget: Some(Budget {
                total: 7_500_000_000,
                policy: BudgetPolicy::SkipAndContinue,
                per_proposal: Some(1_000_000_000),
            }),
        },
        rubric: templates.rubrics.remove("default").ok_or_else(missing)?,
        eligibility: templates.rule_sets.remove("default").ok_or_else(missing)?.rules,
        documents: templates.document_sets.remove("default").ok_or_else(missing)?.documents,
        panel: PanelRules {
            sheets_per_proposal: 3,
            default_max_load: 15,
            divergent_total: 100,
            divergent_criterion: 3,
            composition: crate::calls::Composition::default(),
        },
        ranking: RankingPolicy {
            aggregate: Aggregate::Mean,
            tie_breaks: vec![by_mean("K4"), by_mean("K1"), by_mean("K3"), TieBreak::FewerAwards],
            reserve: 4,
        },
        // Who judges whom differs from demo to demo; with a wide zone there is always somebody in it.
        uncertainty: Uncertainty {
            zone_low_percent: 15,
            zone_high_percent: 85,
            ..Uncertainty::default()
        },
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
    })
}
