//! Reports of awardees: what is due, the draft, sending it; what is said of it in `answers`.

use super::{StudyContext, plan_in};
use crate::features::accounts::{heads_of, holders_of};
use crate::features::studies::rules::{self, reports};
use crate::features::studies::store::{self, Draft};
use crate::features::studies::{
    Milestone, MilestoneReport, Report, ReportDue, ReportKind, ReportReceipt, ReportState,
    ReportText, Sending, Slot, Study, TakenStep, letters,
};
use crate::kernel::access::{self, Permission, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AwardId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::version::{IfMatch, not_stale};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use chrono::NaiveDate;
use serde_json::json;

/// The reports of a study, and what its acts look at.
pub(super) struct Desk {
    pub(super) dues: Vec<reports::Due>,
    pub(super) drafts: Vec<Draft>,
    sendings: Vec<(Slot, Sending)>,
}

impl Desk {
    pub(super) fn load(
        db: &mut Db,
        context: &StudyContext,
        steps: &[TakenStep],
    ) -> Result<Self, Failure> {
        let id = &context.study.id;
        Ok(Self {
            dues: reports::dues(&context.study, context.rules(), steps),
            drafts: store::drafts_of(db, id)?,
            sendings: store::sendings_of(db, id)?,
        })
    }

    fn due(&self, slot: Slot) -> Option<&reports::Due> {
        self.dues.iter().find(|due| due.slot == slot)
    }

    fn draft(&self, slot: Slot) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.slot == slot)
    }

    pub(super) fn sent(&self, slot: Slot) -> impl Iterator<Item = &Sending> {
        self.sendings.iter().filter(move |(of, _)| *of == slot).map(|(_, sending)| sending)
    }

    /// Where a report stands. Of a draft only its awardee is told.
    fn standing(&self, slot: Slot, is_own: bool, today: NaiveDate) -> ReportDue {
        let due = self.due(slot);
        let first = self.sent(slot).next();
        let state = self.draft(slot).map(|draft| draft.state);
        let due_on = first.map(|first| first.due_on).or_else(|| due.and_then(|due| due.due_on));
        let sent_on = first.map(|first| first.sent_at.date_in_jakarta());
        ReportDue {
            slot,
            from: due.map(|due| due.from),
            due_on,
            state: state.filter(|state| is_own || *state != ReportState::Draft),
            sent_at: first.map(|first| first.sent_at),
            is_late: reports::is_late(due_on, sent_on, today),
        }
    }

    /// Every report that is due or was sent, in order; for the awardee also what was only begun.
    pub(super) fn standings(&self, is_own: bool, today: NaiveDate) -> Vec<ReportDue> {
        let begun = self.drafts.iter().map(|draft| draft.slot);
        let mut slots: Vec<Slot> = self.dues.iter().map(|due| due.slot).chain(begun).collect();
        slots.sort_unstable();
        slots.dedup();
        let standing = |slot| self.standing(slot, is_own, today);
        let shown = |one: &ReportDue| one.from.is_some() || one.state.is_some();
        slots.into_iter().map(standing).filter(shown).collect()
    }

    /// What the last sending of each earlier progress report said of its milestones.
    fn told_before(&self, slot: Slot) -> Vec<MilestoneReport> {
        let earlier = (1..slot.part).map(|part| Slot { kind: ReportKind::Progress, part });
        let last = earlier.filter_map(|slot| self.sent(slot).last());
        last.flat_map(|sending| sending.text.milestones.iter().cloned()).collect()
    }

    fn expected(&self, slot: Slot, plan: &[Milestone]) -> Vec<Milestone> {
        let due = self.due(slot).filter(|_| slot.kind == ReportKind::Progress);
        let expected = due.map(|due| reports::expected(plan, &self.told_before(slot), due.until));
        expected.unwrap_or_default()
    }
}

/// One report with its study.
pub(super) struct Scene {
    pub(super) context: StudyContext,
    pub(super) desk: Desk,
    pub(super) slot: Slot,
    plan: Vec<Milestone>,
    expected: Vec<Milestone>,
}

impl Scene {
    /// # Errors
    /// `not_found` for a report that the study does not have.
    pub(super) fn load(
        cx: &mut Cx<'_>,
        act: Permission,
        (id, slot): (&AwardId, Slot),
    ) -> Result<Self, Failure> {
        let context = StudyContext::load_for(cx, act, id)?;
        let steps = store::steps_of(cx.db, id)?;
        let desk = Desk::load(cx.db, &context, &steps)?;
        if desk.due(slot).is_none() && desk.draft(slot).is_none() {
            return Err(Failure::not_found());
        }
        let requests = store::requests_of(cx.db, id)?;
        let plan = plan_in(&requests).map(|plan| plan.milestones).unwrap_or_default();
        let expected = desk.expected(slot, &plan);
        Ok(Self { context, desk, slot, plan, expected })
    }

    pub(super) fn state(&self) -> Option<ReportState> {
        self.desk.draft(self.slot).map(|draft| draft.state)
    }

    fn version(&self) -> i64 {
        self.desk.draft(self.slot).map_or(0, |draft| draft.version)
    }

    /// The text that stands, without milestones that the plan does not have any more while it can still be changed.
    fn text(&self) -> ReportText {
        let mut text =
            self.desk.draft(self.slot).map(|draft| draft.text.clone()).unwrap_or_default();
        if reports::may_write(self.state()).is_ok() {
            let known = |told: &MilestoneReport| {
                self.plan
                    .iter()
                    .any(|one| one.due_on == told.due_on && one.activity == told.activity)
            };
            text.milestones.retain(known);
        }
        text
    }

    fn key(&self) -> (&AwardId, Slot) {
        (&self.context.study.id, self.slot)
    }

    fn report(&self, cx: &mut Cx<'_>) -> Result<Report, Failure> {
        let is_own = self.context.permitted().allows(Permission::WriteStudy);
        let (id, slot) = self.key();
        let draft = self.desk.draft(slot).filter(|_| is_own);
        let files = if cx.viewer.may(Permission::ReadReportFile, self.context.facts) {
            store::report_files(cx.db, id, slot)?
        } else {
            Vec::new()
        };
        let is_sent = self.desk.sent(slot).next().is_some();
        Ok(Report {
            study: id.clone(),
            due: self.desk.standing(slot, is_own, cx.now.date_in_jakarta()),
            draft: draft.map(|_| self.text()),
            version: if is_own { self.version() } else { 0 },
            saved_at: draft.map(|draft| draft.saved_at),
            sendings: self.desk.sent(slot).cloned().collect(),
            answers: store::answers_to(cx.db, id, slot)?,
            files: files.into_iter().filter(|_| is_own || is_sent).collect(),
            milestones: self.expected.clone(),
        })
    }

    /// Begins a report that has no row yet, so that a file can name it.
    pub(super) fn begin(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        if self.state().is_none() { self.write(cx, ReportText::default()) } else { Ok(()) }
    }

    /// Writes the text as a draft; a returned report stays returned until it is sent again.
    fn write(&mut self, cx: &mut Cx<'_>, text: ReportText) -> Result<(), Failure> {
        let read = self.version();
        let state = self.state().unwrap_or(ReportState::Draft);
        let (slot, version) = (self.slot, read + 1);
        let draft = Draft { slot, state, text, version, saved_at: cx.now };
        store::write_draft(cx.db, &self.context.study.id, read, &draft)?;
        self.desk.drafts.retain(|one| one.slot != slot);
        self.desk.drafts.push(draft);
        Ok(())
    }
}

/// The reports of a study: what is due when, what was sent.
///
/// # Errors
/// `not_found`.
pub fn list_reports(cx: &mut Cx<'_>, id: &AwardId) -> Result<Vec<ReportDue>, Failure> {
    let context = StudyContext::load(cx, id)?;
    let steps = store::steps_of(cx.db, id)?;
    let desk = Desk::load(cx.db, &context, &steps)?;
    let is_own = context.permitted().allows(Permission::WriteStudy);
    Ok(desk.standings(is_own, cx.now.date_in_jakarta()))
}

/// One report. Its draft is its awardee's alone.
///
/// # Errors
/// `not_found`.
pub fn read_report(
    cx: &mut Cx<'_>,
    of: (&AwardId, Slot),
) -> Result<(StudyContext, Report), Failure> {
    let scene = Scene::load(cx, Permission::ReadStudy, of)?;
    let report = scene.report(cx)?;
    Ok((scene.context, report))
}

/// From when on the report can be sent, if that day is known.
pub fn opens_on(context: &StudyContext, report: &Report) -> Option<NaiveDate> {
    let (from, due_on) = (report.due.from?, report.due.due_on?);
    let due = reports::Due { slot: report.due.slot, from, until: due_on, due_on: Some(due_on) };
    reports::opens_on(&due, context.rules())
}

/// Saves one's own draft, any number of times.
///
/// # Errors
/// `not_found`; `report_state` while it is with its readers; `stale`, with both texts; `not_in_this_report`,
/// `other_milestone`.
pub fn save_report(
    cx: &mut Cx<'_>,
    (of, expected): ((&AwardId, Slot), IfMatch),
    typed: &Valid<ReportText>,
) -> Result<Report, Failure> {
    let mut scene = Scene::load(cx, Permission::WriteStudy, of)?;
    reports::may_write(scene.state())?;
    let text = typed.kept()?;
    let stored = scene.text();
    not_stale(expected, scene.version(), || (json!(stored), json!(text)))?;
    Failure::when_any(reports::misplaced(scene.slot.kind, &text, &scene.plan))?;
    scene.write(cx, text)?;
    let payload = json!({
        "report": scene.slot, "version": scene.version(),
        "text_hash": canonical::hash_of(&scene.text())?,
    });
    scene.context.record(cx, EventType::StudyReportSaved, payload)?;
    scene.report(cx)
}

/// Sends one's own report, in the version that one has seen. It is then with mentor and owner unit.
///
/// # Errors
/// `not_found`; `report_state`, `report_not_begun`, `study_state`, `report_too_early`; `stale`; everything it lacks.
pub fn send_report(
    cx: &mut Cx<'_>,
    (of, expected): ((&AwardId, Slot), IfMatch),
) -> Result<ReportReceipt, Failure> {
    let mut scene = Scene::load(cx, Permission::WriteStudy, of)?;
    reports::may_write(scene.state())?;
    let from = scene.state().ok_or_else(|| Refusal::new(rules::REPORT_NOT_BEGUN))?;
    let text = scene.text();
    not_stale(expected, scene.version(), || (json!(text), json!(null)))?;
    let today = cx.now.date_in_jakarta();
    // Nothing is due while the study is interrupted, nor once it ended early.
    let due = scene.desk.due(scene.slot).filter(|due| due.due_on.is_some()).copied();
    let due = due.ok_or_else(|| {
        Refusal::new(rules::STUDY_STATE).with("state", scene.context.study.state.name())
    })?;
    reports::may_send(&due, scene.context.rules(), today)?;
    Failure::when_any(reports::missing(scene.slot.kind, &text, &scene.expected))?;
    let number = u16::try_from(scene.desk.sent(scene.slot).count() + 1);
    let sending = Sending {
        number: number.map_err(|_| Failure::Inconsistent("sendings of a report".to_owned()))?,
        text_hash: canonical::hash_of(&text)?,
        text: text.clone(),
        due_on: due.due_on.unwrap_or(due.until),
        sent_at: cx.now,
    };
    scene.write(cx, text)?;
    let (id, slot) = scene.key();
    store::insert_sending(cx.db, (id, slot), &sending)?;
    store::set_report_state(cx.db, (id, slot), (from, ReportState::Sent))?;
    let files = store::report_files(cx.db, id, slot)?;
    let payload = json!({
        "report": slot, "number": sending.number, "text_hash": sending.text_hash,
        "due_on": sending.due_on,
        "files": files.iter().map(|one| &one.file.sha256).collect::<Vec<_>>(),
    });
    let ledger = scene.context.record_head(cx, EventType::StudyReportSent, payload)?;
    let receipt = ReportReceipt { study: id.clone(), slot, sending, ledger };
    let study = &scene.context.study;
    let mut posted = vec![letters::report_received(study, &receipt)];
    let readers = readers_of(cx.db, study)?;
    posted.extend(readers.iter().map(|person| letters::report_to_read(person, study, slot)));
    mail::post_all(cx.db, &posted, cx.now)?;
    Ok(receipt)
}

/// Mentor and heads of the owner unit, without the awardee; where nobody heads it, those who approve problems.
pub(super) fn readers_of(db: &mut Db, study: &Study) -> Result<Vec<UserId>, Failure> {
    let mut readers = heads_of(db, &study.owner_unit)?;
    readers.retain(|person| *person != study.candidate);
    if readers.is_empty() {
        readers = holders_of(db, Role::Approver)?;
    }
    readers.extend(study.mentor.clone());
    readers.retain(|person| *person != study.candidate);
    readers.sort_unstable();
    readers.dedup();
    Ok(readers)
}

/// One's own report while it can be changed, and how many files it has.
pub(super) fn writable(cx: &mut Cx<'_>, of: (&AwardId, Slot)) -> Result<(Scene, usize), Failure> {
    let scene = Scene::load(cx, Permission::WriteStudy, of)?;
    reports::may_write(scene.state())?;
    let files = store::report_files(cx.db, of.0, of.1)?.len();
    Ok((scene, files))
}

/// A file of a report for who may read it: of one that was never sent, its awardee alone.
pub(super) fn file_readable(cx: &mut Cx<'_>, of: (&AwardId, Slot)) -> Result<(), Failure> {
    let context = StudyContext::load_for(cx, Permission::ReadReportFile, of.0)?;
    let is_own = context.permitted().allows(Permission::WriteStudy);
    let sendings = store::sendings_of(cx.db, of.0)?;
    if is_own || sendings.iter().any(|(slot, _)| *slot == of.1) {
        return Ok(());
    }
    access::may(cx.viewer, Permission::WriteStudy, context.facts)
}
