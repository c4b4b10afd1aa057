//! A candidate's own result as a letter.

use super::super::results::own_result;
use super::super::{ProposalResult, ResultOutcome};
use super::Draft;
use super::frame::Frame;
use crate::features::accounts;
use crate::features::calls::{self, Call};
use crate::features::proposals;
use crate::features::selection;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::typesetting::Paper;
use serde_json::{Value, json};

/// The content of the letter to the candidate.
pub fn result_letter(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    language: Language,
) -> Result<Draft, Failure> {
    let result = own_result(cx, id)?;
    let proposal = proposals::find_submitted(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(cx.db, &proposal.call)?.ok_or_else(Failure::not_found)?;
    let decision = super::super::announce::approved(cx.db, &call.id)?;
    let run = selection::find_run(cx.db, &decision.run)?;
    let frame = Frame::of(cx.db, &call, (language, cx.now))?;
    let person = accounts::users_of(cx.db, std::slice::from_ref(&proposal.candidate))?.pop();
    let mut own = said(&frame, &call, &result);
    if let Value::Object(fields) = &mut own {
        fields.insert("name".to_owned(), json!(person.map(|person| person.name)));
        fields.insert("unit".to_owned(), frame.unit(&proposal.unit).into());
        fields.insert("title".to_owned(), proposal.content.title.clone().into());
    }
    let data = frame.around(&result.number, run.as_ref(), own);
    Ok(Draft { paper: Paper::ResultLetter, about: result.number, data, made_at: cx.now })
}

fn said(frame: &Frame<'_>, call: &Call, result: &ProposalResult) -> Value {
    let criteria = call.definition.rubric.criteria.iter().filter_map(|criterion| {
        let mean = result.criteria.get(&criterion.code)?;
        Some(json!({
            "name": criterion.name.text(&frame.language),
            "weight": criterion.weight,
            "mean": frame.quotient(mean.sum, mean.count),
        }))
    });
    json!({
        "number": result.number,
        "decree": result.decree_number,
        "date": result.announced_at.map(|at| frame.day(at)),
        "outcome": frame.word(match result.outcome {
            ResultOutcome::Selected => "outcome-selected",
            ResultOutcome::Reserve => "outcome-reserve",
            ResultOutcome::NotSelected => "outcome-not-selected",
            ResultOutcome::NotRanked => "outcome-not-ranked",
            ResultOutcome::Ineligible => "outcome-ineligible",
        }),
        "reserve_position": result.reserve_position,
        "reason": result.reason.as_ref().map_or("", |reason| reason.text(&frame.language)),
        "deviation_reason": result.deviation_reason.as_deref().unwrap_or(""),
        "place": result.place,
        "ranked": result.ranked,
        "value": result.value.as_ref().map(|value| frame.quotient(value.sum, value.count)),
        "highest": result.highest,
        "criteria": criteria.collect::<Vec<_>>(),
        "feedback": result.feedback,
        "objections_end_at": frame.instant(result.objections_end_at),
    })
}
