//! Writing a call while it is a draft. A faulty one is not saved; `examine` reports what a form
//! needs before saving.

use super::{CallView, find_for, record, view_again};
use crate::features::accounts::load_units;
use crate::features::calls::{Definition, PlannedYear, rules, store};
use crate::features::needs;
use crate::kernel::access::{self, Facts, Permission, Phase};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::version::IfMatch;
use crate::kernel::version::not_stale;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use serde::Deserialize;
use serde_json::json;

/// The secretariat's text of a call.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallText {
    /// 2 to 20 capitals, digits or hyphens; the beginning of every receipt number.
    #[schema(example = "TB-2026", pattern = "^[A-Z0-9][A-Z0-9-]{1,19}$")]
    pub code: String,
    pub definition: Definition,
}

/// A new text for a draft, and the version on which it is based.
#[derive(Debug, Clone)]
pub struct Edit {
    pub text: CallText,
    pub from: IfMatch,
}

/// Faults and warnings of a definition before it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// They prevent saving.
    pub faults: Vec<FieldError>,
    /// They should be looked at before freezing.
    pub warnings: Vec<FieldError>,
}

/// Starts a call as a draft.
///
/// # Errors
/// `forbidden`; `invalid` with every fault; `call_code_taken`.
pub fn create_call(cx: &mut Cx<'_>, text: &CallText) -> Result<CallView, Failure> {
    access::may(cx.viewer, Permission::WriteCall, Facts::in_phase(Phase::Draft))?;
    check(cx.db, text, None)?;
    let (id, canonical) = (CallId::new()?, canonical::json(&text.definition)?);
    store::insert(cx.db, &id, &draft_text(text, &canonical), &cx.viewer.user, cx.now)?;
    let payload = json!({
        "code": text.code, "definition_hash": canonical::sha256_hex(&canonical),
    });
    record(cx.db, &cx.viewer.user, EventType::CallDrafted, (&id, payload), cx.now)?;
    view_again(cx.db, &id, cx.now)
}

/// Rewrites a draft.
///
/// # Errors
/// As [`create_call`]; `not_found`; `wrong_phase` when it is frozen; `stale` with both texts.
pub fn change_call(cx: &mut Cx<'_>, id: &CallId, edit: &Edit) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::WriteCall, id)?;
    rules::transition(call.state, rules::Step::Write)?;
    let text = &edit.text;
    not_stale(edit.from, call.version, || {
        let stored = json!({"code": call.code, "definition": call.definition});
        (stored, json!({"code": text.code, "definition": text.definition}))
    })?;
    check(cx.db, text, Some(id))?;
    let canonical = canonical::json(&text.definition)?;
    store::update_draft(cx.db, &call, &draft_text(text, &canonical))?;
    let payload = json!({
        "code": text.code, "version": call.version + 1,
        "definition_hash": canonical::sha256_hex(&canonical),
    });
    record(cx.db, &cx.viewer.user, EventType::CallChanged, (id, payload), cx.now)?;
    view_again(cx.db, id, cx.now)
}

/// Checks a definition without saving it.
///
/// # Errors
/// `forbidden`.
pub fn examine(cx: &mut Cx<'_>, definition: &Definition) -> Result<Findings, Failure> {
    access::may(cx.viewer, Permission::WriteCall, Facts::in_phase(Phase::Draft))?;
    let faults = faults_of(cx.db, definition)?;
    Ok(Findings { faults, warnings: in_request(rules::warnings(definition, cx.now)) })
}

/// Every fault of a definition, including those that show only with the table of units.
pub(super) fn faults_of(db: &mut Db, definition: &Definition) -> Result<Vec<FieldError>, Failure> {
    let units = load_units(db)?;
    let mut faults = rules::check(definition);
    faults.extend(rules::check_against_units(definition, units.values()));
    faults.extend(beyond_the_plan(db, definition)?);
    Ok(in_request(faults))
}

/// Where a call takes its seats from the plan of needs, no more than are planned.
fn beyond_the_plan(db: &mut Db, definition: &Definition) -> Result<Vec<FieldError>, Failure> {
    let Some(PlannedYear { plan, year }) = &definition.need_plan else { return Ok(Vec::new()) };
    let Some(planned) = needs::planned_seats(db, plan, *year)? else {
        return Ok(vec![FieldError::new("need_plan", needs::rules::PLAN_NOT_APPROVED)]);
    };
    let levels: Vec<(String, Option<u32>)> =
        definition.levels.iter().map(|level| (level.code.clone(), level.seats)).collect();
    Ok(needs::rules::faults_of_seats(&planned, definition.seats, &levels))
}

/// The rules name fields from the definition on; in a request they are below `definition`.
pub(super) fn in_request(faults: impl IntoIterator<Item = FieldError>) -> Vec<FieldError> {
    let outer =
        |fault: FieldError| FieldError { field: format!("definition.{}", fault.field), ..fault };
    faults.into_iter().map(outer).collect()
}

pub(super) fn check(db: &mut Db, text: &CallText, but: Option<&CallId>) -> Result<(), Failure> {
    let mut faults: Vec<FieldError> = rules::check_code(&text.code).into_iter().collect();
    faults.extend(faults_of(db, &text.definition)?);
    Failure::when_any(faults)?;
    if store::code_taken(db, &text.code, but)? {
        let code = rules::CALL_CODE_TAKEN;
        let errors = vec![FieldError::new("code", code)];
        return Err(Refusal { errors, ..Refusal::new(code) }.into());
    }
    Ok(())
}

pub(super) fn draft_text<'a>(text: &'a CallText, canonical: &'a str) -> store::DraftText<'a> {
    store::DraftText { code: &text.code, definition: &text.definition, canonical }
}
