//! What mentor and owner unit say of a report that was sent.

use super::StudyContext;
use super::reports::{Scene, read_report};
use crate::features::studies::rules::{self, reports};
use crate::features::studies::{
    Answer, AnswerSide, AnswerVerdict, NewAnswer, NewComment, Report, ReportState, Slot, letters,
    store,
};
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AwardId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// What the owner unit can say of a report in its state; nothing for others.
pub fn answers_open(context: &StudyContext, report: &Report) -> Vec<AnswerVerdict> {
    let may = !report.sendings.is_empty() && context.permitted().allows(Permission::AgreeStudy);
    let open =
        |verdict: &AnswerVerdict| may && reports::after_answer(report.due.state, *verdict).is_ok();
    AnswerVerdict::ALL.into_iter().filter(open).collect()
}

/// Whether the reader may comment a report as its mentor.
pub fn may_comment(context: &StudyContext, report: &Report) -> bool {
    !report.sendings.is_empty() && context.permitted().allows(Permission::CommentReport)
}

/// Answers a report that was sent, for the unit that owns the problem: a comment, an acknowledgement, or back to be
/// mended.
///
/// # Errors
/// `not_found`; `report_state`; `words_needed`.
pub fn answer_report(
    cx: &mut Cx<'_>,
    of: (&AwardId, Slot),
    new: &Valid<NewAnswer>,
) -> Result<Report, Failure> {
    let scene = Scene::load(cx, Permission::AgreeStudy, of)?;
    let NewAnswer { verdict, words } = new.kept()?;
    let words = words.filter(|words| !words.trim().is_empty());
    say(cx, scene, (AnswerSide::Owner, verdict, words))
}

/// Comments a report that was sent, as the mentor.
///
/// # Errors
/// `not_found`; `report_state`.
pub fn comment_report(
    cx: &mut Cx<'_>,
    of: (&AwardId, Slot),
    new: &Valid<NewComment>,
) -> Result<Report, Failure> {
    let scene = Scene::load(cx, Permission::CommentReport, of)?;
    let NewComment { words } = new.kept()?;
    say(cx, scene, (AnswerSide::Mentor, AnswerVerdict::Comment, Some(words)))
}

fn say(
    cx: &mut Cx<'_>,
    scene: Scene,
    (side, verdict, words): (AnswerSide, AnswerVerdict, Option<String>),
) -> Result<Report, Failure> {
    let (id, slot) = (scene.context.study.id.clone(), scene.slot);
    let from = scene.state().unwrap_or(ReportState::Draft);
    // While a returned report is being mended, its readers still have it as it was sent.
    let number = scene.desk.sent(slot).last().map(|sending| sending.number);
    let to = reports::after_answer(number.and(Some(from)), verdict)?;
    if verdict != AnswerVerdict::Acknowledged && words.is_none() {
        return Err(Failure::field("words", rules::WORDS_NEEDED));
    }
    let answer = Answer {
        number: number.unwrap_or(1),
        side,
        verdict,
        words,
        answered_by: cx.viewer.user.clone(),
        answered_at: cx.now,
    };
    store::insert_answer(cx.db, (&id, slot), &answer)?;
    if from != to {
        store::set_report_state(cx.db, (&id, slot), (from, to))?;
    }
    let payload = json!({
        "report": slot, "number": answer.number, "side": side, "verdict": verdict,
        "words_hash": answer.words.as_ref().map(canonical::sha256_hex),
    });
    scene.context.record(cx, EventType::StudyReportAnswered, payload)?;
    let letter = letters::report_answered(&scene.context.study, slot, &answer);
    mail::post(cx.db, &letter, cx.now)?;
    read_report(cx, (&id, slot)).map(|(_, report)| report)
}
