//! What members do with the draft minutes: remark, sign by typing the phrase, or say why they do not; and the chair's
//! answer to a remark.

use super::drafting::check_text;
use super::{decision_for, reading, record};
use crate::features::calls::{self, PactConsent};
use crate::features::decisions::plenary::{
    MinutesConsent, MinutesRefusal, NewRemark, PlenaryView, RemarkAnswer,
};
use crate::features::decisions::rules::plenary as rules;
use crate::features::decisions::store::plenary::SignatureRow;
use crate::features::decisions::{letters, store};
use crate::kernel::access::Permission;
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{DecisionId, RecordId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// Remarks on the draft minutes.
///
/// # Errors
/// `not_found` for who did not attend; `minutes_closed`; `remarks_over`, with when the time ended.
pub fn remark(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    new: &Valid<NewRemark>,
) -> Result<PlenaryView, Failure> {
    let (decision, of) = decision_for(cx, (Permission::SpeakInPlenary, id))?;
    let draft = store::plenary::draft_of(cx.db, id)?.ok_or_else(Failure::not_found)?;
    rules::check_remarkable(draft.remarks_until, cx.now)?;
    let NewRemark { words } = new.kept()?;
    let remark = RecordId::new()?;
    store::plenary::insert_remark(cx.db, id, (&remark, &words), (&cx.viewer.user, cx.now))?;
    let payload = json!({"remark": remark, "words_hash": sha256_hex(&words)});
    record(cx, (EventType::MinutesRemarked, Subject::decision(id)), payload)?;
    let told = letters::minutes_remarked(&decision.proposed_by, &of.context.call);
    mail::post_all(cx.db, &[told], cx.now)?;
    reading::view_of(cx, &decision.call)
}

/// The chair answers a remark; where it is taken up, the words of the minutes are corrected by an act of their own.
///
/// # Errors
/// `not_found`, `wrong_phase`; `minutes_closed`; `remark_answered`.
pub fn answer_remark(
    cx: &mut Cx<'_>,
    (id, remark): (&DecisionId, &RecordId),
    new: &Valid<RemarkAnswer>,
) -> Result<PlenaryView, Failure> {
    let (decision, of) = decision_for(cx, (Permission::AnswerRemark, id))?;
    // What members wrote may be about a proposal that is hidden from who answers.
    if !of.context.withheld(cx.db)?.is_empty() {
        return Err(Failure::not_found());
    }
    let all = store::plenary::remarks_on(cx.db, id)?;
    let found = all.into_iter().find(|one| &one.id == remark).ok_or_else(Failure::not_found)?;
    if found.verdict.is_some() {
        return Err(Failure::refused(rules::REMARK_ANSWERED));
    }
    let answer = new.kept()?;
    store::plenary::answer_remark(cx.db, remark, &answer, (&cx.viewer.user, cx.now))?;
    let payload = json!({
        "remark": remark, "verdict": answer.verdict, "answer_hash": sha256_hex(&answer.answer),
    });
    record(cx, (EventType::RemarkAnswered, Subject::decision(id)), payload)?;
    let told = letters::remark_answered(&found.user, &of.context.call);
    mail::post_all(cx.db, &[told], cx.now)?;
    reading::view_of(cx, &decision.call)
}

/// Signs the minutes that were read.
///
/// # Errors
/// `not_found` for who did not attend; `minutes_closed`; `minutes_changed`, `pact_phrase`, each at its field;
/// `minutes_signed` where this person has.
pub fn sign_minutes(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    new: &Valid<MinutesConsent>,
) -> Result<PlenaryView, Failure> {
    let (decision, _) = decision_for(cx, (Permission::SpeakInPlenary, id))?;
    let MinutesConsent { phrase, text_hash } = new.kept()?;
    check_text(cx, &decision, &text_hash)?;
    let consent = PactConsent { phrase, text_hash: text_hash.clone() };
    let phrase = calls::rules::signed(&consent, &text_hash)
        .map_err(|fault| Failure::from(Refusal::invalid(vec![fault])))?;
    let signed = SignatureRow { phrase: Some(phrase.to_owned()), ..blank(cx, text_hash) };
    answer_text(cx, id, (EventType::MinutesSigned, &signed))?;
    reading::view_of(cx, &decision.call)
}

/// Says why one does not sign. Who does may still sign later.
///
/// # Errors
/// As [`sign_minutes`].
pub fn refuse_signature(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    new: &Valid<MinutesRefusal>,
) -> Result<PlenaryView, Failure> {
    let (decision, _) = decision_for(cx, (Permission::SpeakInPlenary, id))?;
    let MinutesRefusal { reason, text_hash } = new.kept()?;
    check_text(cx, &decision, &text_hash)?;
    let signed = SignatureRow { reason: Some(reason), ..blank(cx, text_hash) };
    answer_text(cx, id, (EventType::MinutesRefused, &signed))?;
    reading::view_of(cx, &decision.call)
}

fn blank(cx: &Cx<'_>, text_hash: String) -> SignatureRow {
    let user_id = cx.viewer.user.clone();
    SignatureRow { user_id, text_hash, phrase: None, reason: None, signed_at: cx.now }
}

fn answer_text(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    (act, signed): (EventType, &SignatureRow),
) -> Result<(), Failure> {
    let earlier = store::plenary::signatures_under(cx.db, id)?;
    let is_signed = |one: &SignatureRow| {
        one.user_id == signed.user_id && one.text_hash == signed.text_hash && one.phrase.is_some()
    };
    if earlier.iter().any(is_signed) {
        return Err(Failure::refused(rules::MINUTES_SIGNED));
    }
    store::plenary::keep_signature(cx.db, id, signed)?;
    let payload = json!({
        "text_hash": signed.text_hash, "phrase": signed.phrase,
        "reason_hash": signed.reason.as_ref().map(sha256_hex),
    });
    record(cx, (act, Subject::decision(id)), payload)
}
