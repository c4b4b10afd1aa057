//! The door at which proposals are kept back from whoever has not signed the integrity pact of their call. It stands
//! where every answer is authorised (`accounts`), behind the act: what the act refuses is refused as ever, what it
//! would show is shown to who has signed. What is asked is known from the route alone, as in the log of reads, so no
//! act and no page can forget to ask.

use crate::kernel::access::{Operation, Permission, Role, Viewer, shows_proposals, signs_pact};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    assignments, calls, decisions, documents, exceptions, interview_slots, objections,
    pact_signatures, pacts, panel_members, proposals, selection_runs,
};
use actix_web::HttpRequest;
use diesel::prelude::*;
use serde_json::json;

/// What a request shows of proposals, found from its route alone.
#[derive(Debug, Clone)]
pub struct Showing {
    /// What the route is about, e.g. `proposals`.
    about: String,
    /// Its first parameter.
    id: Option<String>,
    /// Of which a list was asked for.
    call: Option<String>,
}

/// Whose something is.
struct Place {
    call: String,
    candidate: Option<String>,
}

impl Showing {
    /// None where nothing of a proposal is shown.
    pub fn of(operation: &Operation, request: &HttpRequest) -> Option<Self> {
        Some(operation.act).filter(|act: &Permission| shows_proposals(*act))?;
        let path = operation.path.strip_prefix("/api/v1").unwrap_or(&operation.path);
        let path = path.trim_start_matches("/desk").trim_start_matches('/');
        let about = path.split('/').next().unwrap_or_default().to_owned();
        let id = request.match_info().get("id").map(str::to_owned);
        let call = request.query_string().split('&').find_map(|part| part.strip_prefix("call="));
        let call = call.filter(|call| !call.is_empty()).map(str::to_owned);
        Some(Self { about, id, call })
    }

    /// Lets an answer through, or keeps it back. A list over all calls waits for every pact that the viewer has to
    /// sign.
    ///
    /// # Errors
    /// `pact_unsigned`, with the call whose pact is to be signed.
    pub fn pass(&self, db: &mut Db, viewer: &Viewer) -> Result<(), Failure> {
        let unsigned = unsigned_by(db, viewer)?;
        let Some(first) = unsigned.first() else { return Ok(()) };
        let waits = match self.place(db)? {
            Some(place) if place.candidate.as_deref() == Some(viewer.user.as_str()) => None,
            Some(place) => unsigned.iter().find(|call| call.as_str() == place.call),
            None => Some(first),
        };
        waits.map_or(Ok(()), |call| Err(refusal(call)))
    }

    fn place(&self, db: &mut Db) -> Result<Option<Place>, Failure> {
        let Some(id) = &self.id else {
            return Ok(self.call.clone().map(|call| Place { call, candidate: None }));
        };
        let whose = (proposals::call_id, proposals::candidate.nullable());
        let found: Option<(String, Option<String>)> = match self.about.as_str() {
            "calls" => Some((id.clone(), None)),
            "proposals" => {
                proposals::table.filter(proposals::id.eq(id)).select(whose).first(db).optional()?
            }
            "documents" => {
                let of = documents::table.inner_join(proposals::table).filter(documents::id.eq(id));
                of.select(whose).first(db).optional()?
            }
            "assignments" => {
                let of = assignments::table.inner_join(proposals::table);
                of.filter(assignments::id.eq(id)).select(whose).first(db).optional()?
            }
            "objections" => {
                let of =
                    objections::table.inner_join(proposals::table).filter(objections::id.eq(id));
                of.select(whose).first(db).optional()?
            }
            "exceptions" => {
                let of =
                    exceptions::table.inner_join(proposals::table).filter(exceptions::id.eq(id));
                of.select(whose).first(db).optional()?
            }
            "interviews" => {
                let of = interview_slots::table.inner_join(proposals::table);
                of.filter(interview_slots::id.eq(id)).select(whose).first(db).optional()?
            }
            "selections" => {
                let of = selection_runs::table.filter(selection_runs::id.eq(id));
                let call: Option<String> =
                    of.select(selection_runs::call_id).first(db).optional()?;
                call.map(|call| (call, None))
            }
            "decisions" => {
                let of = decisions::table.filter(decisions::id.eq(id));
                let call: Option<String> = of.select(decisions::call_id).first(db).optional()?;
                call.map(|call| (call, None))
            }
            _ => None,
        };
        Ok(found.map(|(call, candidate)| Place { call, candidate }))
    }
}

fn refusal(call: &CallId) -> Failure {
    let page = format!("/calls/{call}/pact");
    let details = json!({"call": call, "pact": page});
    Refusal::new(common::PACT_UNSIGNED).with("page", page).with_extra(details).into()
}

/// The published calls whose pact this person has to sign and has not. A reviewer signs where they are on the panel
/// or have a task; who has another duty, in every call. One statement; none for who signs nothing.
pub fn unsigned_by(db: &mut Db, viewer: &Viewer) -> Result<Vec<CallId>, Failure> {
    if !viewer.roles.iter().copied().any(signs_pact) {
        return Ok(Vec::new());
    }
    let is_everywhere =
        viewer.roles.iter().any(|role| signs_pact(*role) && *role != Role::Reviewer);
    Ok(bound(db, &viewer.user, is_everywhere)?
        .into_iter()
        .filter(|(_, is_signed)| !is_signed)
        .map(|(call, _)| call)
        .collect())
}

/// The calls whose pact somebody has to sign, newest first, and whether they have.
fn bound(db: &mut Db, user: &UserId, is_everywhere: bool) -> Result<Vec<(CallId, bool)>, Failure> {
    let signed = pact_signatures::call_id
        .eq(pacts::call_id)
        .and(pact_signatures::user_id.eq(user))
        .and(pact_signatures::proposal_id.is_null());
    let seats = panel_members::table.filter(panel_members::user_id.eq(user));
    let tasks = assignments::table.inner_join(proposals::table);
    let tasks = tasks.filter(assignments::reviewer.eq(user)).select(proposals::call_id);
    let is_bound = pacts::call_id
        .eq_any(seats.select(panel_members::call_id))
        .or(pacts::call_id.eq_any(tasks))
        .or(diesel::dsl::sql::<diesel::sql_types::Bool>(if is_everywhere {
            "1 = 1"
        } else {
            "1 = 0"
        }));
    let rows = pacts::table
        .inner_join(calls::table)
        .left_join(pact_signatures::table.on(signed))
        .filter(calls::state.eq("frozen").and(is_bound))
        .order((calls::created_at.desc(), pacts::call_id))
        .select((pacts::call_id, pact_signatures::id.nullable()))
        .load::<(CallId, Option<String>)>(db)?;
    Ok(rows.into_iter().map(|(call, signature)| (call, signature.is_some())).collect())
}
