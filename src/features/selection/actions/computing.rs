//! Making a run in three steps, so that nobody has to wait: the inputs are read on a snapshot, the
//! findings are computed outside any transaction, and the run is kept only if the inputs are still
//! the same.

use crate::features::accounts;
use crate::features::calls::{self, Call, Definition};
use crate::features::conflicts;
use crate::features::interviews::{self, InterviewOutcome, InterviewedProposal};
use crate::features::problems;
use crate::features::proposals::{self, EligibleProposal};
use crate::features::reviews::{self, SubmittedSheet};
use crate::features::selection::compute::compute;
use crate::features::selection::document::{Findings, Run, RunState, is_same_field};
use crate::features::selection::fault::ComputeFault;
use crate::features::selection::inputs::{
    CountedInterview, CountedInterviewSheet, CountedSheet, FirstSheet, Inputs, NewRun,
    ScoredProposal, uses_awards,
};
use crate::features::selection::rules::{self, Lacking};
use crate::features::selection::store::{self, Papers};
use crate::features::selection::tie_votes::{self, TieVote};
use crate::kernel::access::{self, Permission};
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{self, CallId, ProposalId, RunId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The input of a run at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub call: CallId,
    pub definition: Arc<Definition>,
    pub inputs: Inputs,
    /// The last entry of the record when the inputs were read.
    read_at: i64,
    /// Why the run leaves out what lacks sheets, if anything does.
    left_out_reason: Option<String>,
}

/// A run that is computed but not kept yet.
#[derive(Debug, Clone)]
pub struct Computed {
    call: CallId,
    findings: Findings,
    rules_hash: String,
    papers: Papers,
    read_at: i64,
    left_out_reason: Option<String>,
}

impl Snapshot {
    /// Computes the findings. This takes seconds for many proposals, so it must not run inside a
    /// transaction.
    ///
    /// # Errors
    /// `cannot_compute`.
    pub fn compute(&self, threads: usize) -> Result<Computed, Failure> {
        let mut findings =
            compute(&self.definition, &self.inputs, threads).map_err(|fault| refusal(&fault))?;
        findings.salt = Some(ids::random_text()?);
        let papers = Papers {
            inputs: canonical::json(&self.inputs)?,
            document: canonical::json(&findings)?,
        };
        let rules_hash = self.inputs.rules_hash.clone();
        let (call, read_at) = (self.call.clone(), self.read_at);
        let left_out_reason = self.left_out_reason.clone();
        Ok(Computed { call, findings, rules_hash, papers, read_at, left_out_reason })
    }
}

/// Reads the input of a run of this call at this moment.
///
/// # Errors
/// `forbidden`, `wrong_phase`; `nothing_to_rank` without eligible proposals; `sheets_lacking` while proposals that
/// the viewer may know of lack sheets and are not named as left out.
pub fn prepare_run(
    cx: &mut Cx<'_>,
    call: &CallId,
    new: &Valid<NewRun>,
) -> Result<Snapshot, Failure> {
    let call = call_to_compute(cx, call)?;
    let read_at = ledger::head(cx.db)?.seq;
    let inputs = inputs_of(cx.db, &call)?;
    let lacking = known_lacking(cx, &call)?;
    let NewRun { without, reason } = new.kept()?;
    rules::check_left_out(&lacking, &NewRun { without, reason: reason.clone() })?;
    let left_out_reason = (!lacking.is_empty()).then_some(reason);
    Ok(Snapshot { call: call.id, definition: call.definition, inputs, read_at, left_out_reason })
}

/// The proposals that lack sheets, without those withheld from the viewer: who computes a run must not learn of
/// them. Whoever proposes a decision on it is in no conflict and accounts for them in the minutes.
fn known_lacking(cx: &mut Cx<'_>, call: &Call) -> Result<Lacking, Failure> {
    let withheld = conflicts::withheld_in(cx.db, &cx.viewer.user, &call.id)?;
    let mut sheets = reviews::lacking_in(cx.db, call)?;
    sheets.retain(|one| !withheld.hides_number(&one.number));
    let mut interviews = interviews::lacking_in(cx.db, call, cx.now)?;
    interviews.retain(|one| !withheld.hides_number(&one.number));
    Ok(Lacking { sheets, interviews })
}

/// What a run would have to leave out by name.
///
/// # Errors
/// As [`prepare_run`].
pub fn lacking_of(cx: &mut Cx<'_>, call: &CallId) -> Result<Lacking, Failure> {
    let call = call_to_compute(cx, call)?;
    known_lacking(cx, &call)
}

fn call_to_compute(cx: &mut Cx<'_>, call: &CallId) -> Result<Call, Failure> {
    let call = calls::find(cx.db, call)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ComputeRun, calls::facts(cx.db, &call, cx.now)?)?;
    Ok(call)
}

/// Keeps a computed run.
///
/// # Errors
/// As [`prepare_run`]; `inputs_changed` when a sheet, a proposal or a unit has changed since.
pub fn keep_run(cx: &mut Cx<'_>, computed: &Computed) -> Result<Run, Failure> {
    let call = call_to_compute(cx, &computed.call)?;
    let Computed { findings, papers, .. } = computed;
    // Every act that changes an input is on the record. If no entry was added, nothing has changed,
    // and the inputs need not be read again.
    if ledger::head(cx.db)?.seq != computed.read_at {
        let then: Inputs = serde_json::from_str(&papers.inputs)?;
        if !is_same_field(&call.definition, &then, &inputs_of(cx.db, &call)?) {
            return Err(Failure::refused(rules::INPUTS_CHANGED));
        }
    }
    let run = Run {
        id: RunId::new()?,
        number: store::next_run_number(cx.db, &computed.call)?,
        call: computed.call.clone(),
        state: RunState::Computed,
        inputs_hash: findings.inputs_hash.clone(),
        rules_hash: computed.rules_hash.clone(),
        document_hash: canonical::sha256_hex(&papers.document),
        computed_by: cx.viewer.user.clone(),
        computed_at: cx.now,
        left_out_reason: computed.left_out_reason.clone(),
    };
    store::insert_run(cx.db, &run, papers)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::SelectionComputed,
        subject: Subject::selection(&run.id),
        payload: json!({
            "call": run.call, "number": run.number, "inputs_hash": run.inputs_hash,
            "rules_hash": run.rules_hash, "document_hash": run.document_hash,
            "left_out_hash": run.left_out_reason.as_deref().map(canonical::sha256_hex),
            "selected": findings.selected, "feasible": findings.feasible,
        }),
    };
    ledger::append(cx.db, event, cx.now)?;
    super::shown_to(cx, run)
}

/// The three steps in one transaction, for the demo and the console, where nobody else waits.
pub fn compute_run(cx: &mut Cx<'_>, call: &CallId) -> Result<Run, Failure> {
    let computed = prepare_run(cx, call, &Valid::checked(NewRun::default())?)?.compute(1)?;
    keep_run(cx, &computed)
}

pub(super) fn refusal(fault: &ComputeFault) -> Failure {
    rules::refusal(fault).map_or_else(|| Failure::Inconsistent(fault.to_string()), Failure::from)
}

/// Everything that the run depends on, in a fixed number of statements.
///
/// # Errors
/// `nothing_to_rank` without eligible proposals.
pub fn inputs_of(db: &mut Db, call: &Call) -> Result<Inputs, Failure> {
    let entrants = proposals::entrants_of(db, &call.id)?;
    if entrants.is_empty() {
        return Err(Failure::refused(rules::NOTHING_TO_RANK));
    }
    let mut sheets: BTreeMap<ProposalId, Vec<SubmittedSheet>> = BTreeMap::new();
    for sheet in reviews::submitted_sheets(db, &call.id)? {
        sheets.entry(sheet.proposal.clone()).or_default().push(sheet);
    }
    let mut first = reviews::first_sheets(db, &call.id)?;
    let units = accounts::load_units(db)?;
    let mut ids: Vec<_> = entrants.iter().map(|entrant| entrant.problem.clone()).collect();
    ids.sort();
    ids.dedup();
    let codes: BTreeMap<_, _> = problems::find_many(db, &ids)?
        .into_iter()
        .map(|problem| (problem.id, problem.code))
        .collect();
    let awards = awards_of(db, call)?;
    let costs = costs_of(db, call)?;
    let mut interviewed = interviews::interviewed_in(db, call)?;
    let contender = |entrant: EligibleProposal| {
        let missing = |what: &str| Failure::Inconsistent(format!("{}: no {what}", entrant.number));
        let unit = units.get(&entrant.unit).ok_or_else(|| missing("unit"))?;
        Ok(ScoredProposal {
            problem: codes.get(&entrant.problem).cloned().ok_or_else(|| missing("problem"))?,
            unit_kind: unit.kind.clone(),
            region: unit.region.clone(),
            remote: unit.remote,
            earlier_awards: awards.get(&entrant.unit).copied().unwrap_or(0),
            cost: match &costs {
                Some(costs) => {
                    Some(*costs.get(&entrant.id).ok_or_else(|| missing("requested cost"))?)
                }
                None => None,
            },
            sheets: sheets
                .remove(&entrant.id)
                .unwrap_or_default()
                .iter()
                .map(|sheet| counted(sheet, first.remove(&sheet.assignment)))
                .collect(),
            interview: interviewed.as_mut().map(|all| counted_interview(all.remove(&entrant.id))),
            id: entrant.id,
            number: entrant.number,
            level: entrant.level,
            unit: entrant.unit,
        })
    };
    let mut proposals = entrants.into_iter().map(contender).collect::<Result<Vec<_>, Failure>>()?;
    proposals.sort_by(|a, b| a.number.cmp(&b.number));
    let unfrozen = |what: &str| Failure::Inconsistent(format!("call {}: no {what}", call.code));
    let field = Inputs {
        call: call.id.clone(),
        rules_hash: call.rules_hash.clone().ok_or_else(|| unfrozen("hash of its rules"))?,
        tie_seed: calls::tie_seed(db, &call.id)?.ok_or_else(|| unfrozen("seed of its lots"))?,
        proposals,
        tie_votes: Vec::new(),
    };
    with_votes(db, call, field)
}

/// A field with the votes that count among those who are equal in it.
fn with_votes(db: &mut Db, call: &Call, field: Inputs) -> Result<Inputs, Failure> {
    let votes = counting_votes(db, call)?;
    let tie_votes = tie_votes::about_equals(&call.definition, &field, &votes)
        .map_err(|fault| refusal(&fault))?;
    Ok(Inputs { tie_votes, ..field })
}

/// The plenary's votes that count now; none where the call's chain does not end in a vote.
pub fn counting_votes(db: &mut Db, call: &Call) -> Result<Vec<TieVote>, Failure> {
    if !tie_votes::asks_for_votes(&call.definition) {
        return Ok(Vec::new());
    }
    let taken = store::tie_votes_of(db, &call.id)?;
    if taken.is_empty() {
        return Ok(taken);
    }
    let voters: BTreeSet<UserId> = taken.iter().flat_map(|vote| vote.voters.clone()).collect();
    let voters: Vec<UserId> = voters.into_iter().collect();
    let conflicted = conflicts::conflicted_people(db, &call.id, &voters)?;
    Ok(tie_votes::counting(taken, &conflicted))
}

/// Earlier awards by unit; none where no tie-break reads them.
fn awards_of(db: &mut Db, call: &Call) -> Result<BTreeMap<UnitCode, u32>, Failure> {
    if uses_awards(&call.definition) {
        return store::earlier_awards(db, &call.id);
    }
    Ok(BTreeMap::new())
}

/// The amount that each proposal asks for; `None` if the call has no budget.
fn costs_of(db: &mut Db, call: &Call) -> Result<Option<BTreeMap<ProposalId, u64>>, Failure> {
    let has_budget = call.definition.limits.budget.is_some();
    has_budget.then(|| proposals::requested_costs(db, &call.id)).transpose()
}

fn counted(sheet: &SubmittedSheet, first: Option<reviews::FirstSheet>) -> CountedSheet {
    CountedSheet {
        reviewer: sheet.reviewer.clone(),
        total: sheet.total.into(),
        scores: scores_of(&sheet.sheet),
        first: first
            .map(|kept| FirstSheet { total: kept.total.into(), scores: scores_of(&kept.sheet) }),
    }
}

fn counted_interview(found: Option<InterviewedProposal>) -> CountedInterview {
    let Some(found) = found else {
        return CountedInterview { outcome: InterviewOutcome::None, sheets: Vec::new() };
    };
    let sheet = |(panelist, scores)| CountedInterviewSheet { panelist, scores };
    CountedInterview {
        outcome: found.outcome,
        sheets: found.sheets.into_iter().map(sheet).collect(),
    }
}

fn scores_of(sheet: &reviews::Sheet) -> BTreeMap<String, u32> {
    let score = |(code, score): (&String, &reviews::Score)| Some((code.clone(), score.score?));
    sheet.scores.iter().filter_map(score).collect()
}

/// The numbers of the proposals on which these inputs count a sheet of somebody whose conflict of interest is on record
/// now, in their order.
pub fn counting_conflicts(db: &mut Db, call: &Call, then: &Inputs) -> Result<Vec<String>, Failure> {
    let recorded: BTreeSet<(ProposalId, UserId)> = conflicts::conflicts_of_call(db, &call.id)?
        .into_iter()
        .map(|(_, one)| (one.proposal, one.user))
        .collect();
    Ok(rules::counting_conflicts(then, &recorded))
}
