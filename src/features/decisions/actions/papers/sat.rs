//! What the minutes say of the plenary itself: attendance, quorum, who left, dissent, remarks and signatures.

use super::super::plenary::{dissents_in, draft_in};
use super::frame::Frame;
use crate::features::accounts::names_of;
use crate::features::decisions::plenary::{Dissent, MinutesDraft, ProposalTally, Signature};
use crate::features::decisions::ties::VoteResult;
use crate::features::decisions::{Decision, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// With the members whose signatures it lists. Null where the call's rules do not speak of its plenary. Attendance and quorum are those of the text that is signed.
pub(super) fn plenary(
    db: &mut Db,
    frame: &Frame<'_>,
    decision: &Decision,
) -> Result<(Value, BTreeSet<UserId>), Failure> {
    let none = (Value::Null, BTreeSet::new());
    let Some(kept) = store::plenary::draft_of(db, &decision.id)? else { return Ok(none) };
    let Some(draft) = draft_in(db, decision)? else { return Ok(none) };
    let listed = draft.signatures.iter().map(|one| one.user.clone()).collect();
    let dissents = dissents_in(db, frame.call, Some(decision))?;
    let held = kept.held;
    let people: Vec<UserId> = held.people.iter().map(|one| one.user.clone()).collect();
    let names = names_of(db, &people)?;
    let mut people: Vec<(String, String)> = held
        .people
        .iter()
        .map(|one| {
            let presence = frame.word(&format!("presence-{}", one.presence.name()));
            let said = match &one.reason {
                Some(reason) => format!("{presence}: {reason}"),
                None => presence,
            };
            (names.get(&one.user).cloned().unwrap_or_default(), said)
        })
        .collect();
    people.sort();
    let tally = held.tally;
    let said = json!({
        "rule": format!("{}/{}", held.rules.quorum.numerator, held.rules.quorum.denominator),
        "attended": format!("{} / {}", tally.attended, tally.panel),
        "needed": tally.needed,
        "people": people.iter().map(|(name, said)| json!([name, said])).collect::<Vec<_>>(),
        "left": held.proposals.iter().map(left).collect::<Vec<_>>(),
        "votes": held.votes.iter().map(vote).collect::<Vec<_>>(),
        "dissents": dissents.iter().map(|one| dissent(frame, one)).collect::<Vec<_>>(),
        "remarks": remarks(frame, &draft),
        "signatures":
            draft.signatures.iter().map(|one| signature(frame, one)).collect::<Vec<_>>(),
        "text_hash": draft.text_hash,
    });
    Ok((said, listed))
}

/// How many left the room for a proposal, and never who.
fn left(one: &ProposalTally) -> Value {
    let tally = one.tally;
    json!([one.number, one.left.to_string(), format!("{} / {}", tally.attended, tally.panel)])
}

/// How many voted for each, and never who.
fn vote(one: &VoteResult) -> Value {
    let counts = one.votes.iter().map(|(number, votes)| format!("{number}: {votes}"));
    json!({
        "counts": counts.collect::<Vec<_>>(), "abstained": one.abstained.to_string(),
        "voters": one.voters.to_string(), "reason": one.reason,
    })
}

fn dissent(frame: &Frame<'_>, one: &Dissent) -> Value {
    let about = one.number.clone().unwrap_or_else(|| frame.word("sitting-about-decision"));
    json!({"name": one.name, "about": about, "words": one.words})
}

fn remarks(frame: &Frame<'_>, draft: &MinutesDraft) -> Vec<Value> {
    let one = |remark: &crate::features::decisions::plenary::Remark| {
        let verdict = remark.verdict.map_or_else(String::new, |verdict| {
            frame.word(&format!("remark-verdict-{}", verdict.name().replace('_', "-")))
        });
        json!({
            "name": remark.name, "words": remark.words, "verdict": verdict,
            "answer": remark.answer,
        })
    };
    draft.remarks.iter().map(one).collect()
}

fn signature(frame: &Frame<'_>, one: &Signature) -> Value {
    let said = match (one.signed_at, &one.reason) {
        (Some(at), _) => format!("{} {}", frame.word("sitting-signed"), frame.instant(at)),
        (None, Some(reason)) => format!("{}: {reason}", frame.word("sitting-not-signing")),
        (None, None) => frame.word("sitting-unsigned"),
    };
    json!([one.name, said])
}
