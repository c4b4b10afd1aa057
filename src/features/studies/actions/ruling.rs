//! Rulings on what an awardee asks for.

use super::StudyContext;
use super::asking::{apply, sides_of, still_fits};
use crate::features::accounts;
use crate::features::studies::rules::{self, requests};
use crate::features::studies::store;
use crate::features::studies::{
    Request, RequestRuling, RequestState, Ruling, RulingVerdict, Side, Study, letters,
};
use crate::kernel::access::{Facts, Permission, Permitted};
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{StudyRequestId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

impl Side {
    /// The permission with which one rules for this side.
    pub fn permission(self) -> Permission {
        match self {
            Self::Owner => Permission::AgreeStudy,
            Self::Secretariat => Permission::RunStudy,
        }
    }
}

/// A request with its study, for who may read that.
///
/// # Errors
/// `not_found`.
pub fn read_request(
    cx: &mut Cx<'_>,
    id: &StudyRequestId,
) -> Result<(StudyContext, Request), Failure> {
    let request = store::find_request(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = StudyContext::load(cx, &request.study)?;
    Ok((context, request))
}

/// The sides for which the viewer may rule on a request now.
pub fn sides_open_to((permitted, user): (&Permitted, &UserId), request: &Request) -> Vec<Side> {
    let sides = sides_of(request);
    let may = |side: &Side| {
        permitted.allows(side.permission())
            && requests::may_rule(request, sides, (*side, user)).is_ok()
    };
    Side::ALL.into_iter().filter(may).collect()
}

/// The requests on which the viewer may rule, the oldest first, each with its study.
///
/// # Errors
/// `forbidden`.
pub fn requests_waiting(cx: &mut Cx<'_>) -> Result<Vec<(Study, Request)>, Failure> {
    let all = super::readable(cx)?;
    waiting_among(cx, &all)
}

/// The same among the studies that were read.
pub(super) fn waiting_among(
    cx: &mut Cx<'_>,
    all: &[(Study, Facts)],
) -> Result<Vec<(Study, Request)>, Failure> {
    let by_id = |(study, facts): &(Study, Facts)| (study.id.clone(), (study.clone(), *facts));
    let studies: BTreeMap<_, _> = all.iter().map(by_id).collect();
    let mut waiting = Vec::new();
    for request in store::open_requests(cx.db)? {
        let Some((study, facts)) = studies.get(&request.study) else { continue };
        let permitted = Permitted::of(cx.viewer, *facts);
        if !sides_open_to((&permitted, &cx.viewer.user), &request).is_empty() {
            waiting.push((study.clone(), request));
        }
    }
    Ok(waiting)
}

/// Rules on a request for one side. The last approval that is needed changes the study; one refusal ends the request.
///
/// # Errors
/// `not_found`; `request_ended`, `side_not_asked`, `side_has_ruled`, `same_person_rules`, `not_independent`;
/// `study_state` for an approval that no longer fits; `reason_needed` for a refusal without one.
pub fn rule(
    cx: &mut Cx<'_>,
    id: &StudyRequestId,
    ruling: &Valid<RequestRuling>,
) -> Result<Request, Failure> {
    let RequestRuling { side, verdict, reason } = ruling.kept()?;
    let request = store::find_request(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let mut context = StudyContext::load_for(cx, side.permission(), &request.study)?;
    let sides = sides_of(&request);
    requests::may_rule(&request, sides, (side, &cx.viewer.user))?;
    if side == Side::Owner {
        let asker = std::slice::from_ref(&request.asked_by);
        accounts::stand_apart(cx.db, Permission::AgreeStudy, &cx.viewer.user, asker)?;
    }
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    match verdict {
        RulingVerdict::Refused if reason.is_none() => {
            return Err(Failure::field("reason", rules::REASON_NEEDED));
        }
        RulingVerdict::Approved => still_fits(&context, &request)?,
        RulingVerdict::Refused => {}
    }
    let ruled =
        Ruling { side, verdict, reason, ruled_by: cx.viewer.user.clone(), ruled_at: cx.now };
    store::insert_ruling(cx.db, id, &ruled)?;
    let mut rulings = request.rulings.clone();
    rulings.push(ruled.clone());
    let state = requests::state_by(&rulings, sides);
    if state == RequestState::Approved {
        apply(cx, &mut context, &request.after)?;
    }
    if state != RequestState::Open {
        store::end_request(cx.db, id, (state, cx.now))?;
        let letter = letters::request_ruled(&context.study, &request, (state, &ruled));
        mail::post(cx.db, &letter, cx.now)?;
    }
    let payload = json!({
        "request": id, "kind": request.kind(), "side": side, "verdict": verdict, "state": state,
        "reason_hash": ruled.reason.as_ref().map(canonical::sha256_hex),
    });
    context.record(cx, EventType::StudyChangeRuled, payload)?;
    store::find_request(cx.db, id)?.ok_or_else(Failure::not_found)
}
