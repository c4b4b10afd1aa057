//! The reports of the demo's awardees: each that is open by then is sent, and the owner unit acknowledges it.

use super::past::Now;
use super::story::Telling;
use crate::features::studies::{
    AnswerVerdict, Help, Helper, MilestoneOutcome, MilestoneReport, NewAnswer, Obstacle,
    ObstacleCause, Report, ReportKind, ReportText, Slot, Solution, SolutionKind, actions,
};
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::kernel::version::IfMatch;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// Days until the owner unit has read a report.
const READ_AFTER: i64 = 3;

impl Telling<'_> {
    /// Sends every report that can be sent now.
    pub(super) fn report(&self, db: &mut Db, now: &Now<'_>) -> Result<(), Failure> {
        let awardee = now.running.candidate;
        let dues = actions::list_reports(&mut Cx::new(db, awardee, now.at), &now.id)?;
        for due in dues.iter().filter(|due| due.state.is_none()) {
            let of = (&now.id, due.slot);
            let cx = &mut Cx::new(db, awardee, now.at);
            let (context, report) = actions::read_report(cx, of)?;
            let opens = actions::opens_on(&context, &report);
            if opens.is_none_or(|day| day > now.today()) {
                continue;
            }
            let text = Valid::checked(text_of(due.slot, &report))?;
            let saved = actions::save_report(cx, (of, IfMatch(report.version)), &text)?;
            actions::send_report(cx, (of, IfMatch(saved.version)))?;
            let head = self.stage.head_of(&now.running.owner)?;
            let read = NewAnswer { verdict: AnswerVerdict::Acknowledged, words: None };
            let read_at = now.at.plus_days(READ_AFTER).min(self.now);
            let cx = &mut Cx::new(db, head, read_at);
            actions::answer_report(cx, of, &Valid::checked(read)?)?;
        }
        Ok(())
    }
}

fn text_of(slot: Slot, report: &Report) -> ReportText {
    let milestones = report.milestones.iter().map(|one| MilestoneReport {
        due_on: one.due_on,
        activity: one.activity.clone(),
        outcome: Some(MilestoneOutcome::Done),
        evidence: format!("{}; disimpan di folder bersama unit pemilik.", one.output),
    });
    let grades = format!("Indeks prestasi 3,6{}; 12 SKS lulus.", slot.part % 10);
    let obstacle = Obstacle {
        cause: Some(ObstacleCause::NoData),
        words: "Data dua kabupaten baru dibuka setelah surat kedua.".to_owned(),
    };
    match slot.kind {
        ReportKind::Progress => ReportText {
            grades,
            milestones: milestones.collect(),
            obstacles: vec![obstacle],
            help: vec![Help {
                of: Some(Helper::OwnerUnit),
                words: "Mohon surat pengantar ke kabupaten yang tersisa.".to_owned(),
            }],
            ..ReportText::default()
        },
        ReportKind::End => ReportText {
            grades: "Lulus dengan indeks prestasi 3,68.".to_owned(),
            result: "Rancangan pada usulan diuji di unit pemilik; hasil dan batasnya ditulis dalam naskah tesis, dan prosedur tetapnya siap dijalankan.".to_owned(),
            ..ReportText::default()
        },
        ReportKind::Impact => ReportText {
            used: vec![Solution {
                kind: Some(SolutionKind::Sop),
                words: "Prosedur tetap sudah dipakai petugas setiap hari.".to_owned(),
                replicated: if slot.part > 1 { "Satu balai lain" } else { "" }.to_owned(),
            }],
            indicator: "Angka unit pemilik ada pada halaman masalah.".to_owned(),
            ..ReportText::default()
        },
    }
}
