//! Everything that a plan is computed from, read in a fixed number of statements, and the names to
//! show it with.

use super::PlanOptions;
use crate::features::accounts::{Unit, load_units};
use crate::features::conflicts::{self, CallContext, ProposalParties, rules::found};
use crate::features::problems::{self, Problem};
use crate::features::proposals;
use crate::features::reviews::actions::{Member, members};
use crate::features::reviews::rules::affinity::{Expertise, Subject, branch_of};
use crate::features::reviews::rules::plan::{Capacity, Demand, Pair, Plan, PlanInput};
use crate::features::reviews::{Assignment, AssignmentState, store};
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::db::Db;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

pub(super) struct PlanningData {
    pub(super) input: PlanInput,
    pub(super) numbers: BTreeMap<ProposalId, String>,
    pub(super) names: BTreeMap<UserId, String>,
    /// The panel's maximum loads, before tasks elsewhere are subtracted.
    pub(super) max_loads: BTreeMap<UserId, u32>,
    /// Conflicts of the panel with these proposals.
    pub(super) in_conflict: BTreeSet<Pair>,
}

impl PlanningData {
    /// Proposals with which the viewer is in conflict are planned by another person. The plan shows
    /// nothing of them, not even the load that their tasks take. `tasks` are all of the call.
    pub(super) fn load(
        db: &mut Db,
        context: &CallContext,
        (mut tasks, options): (Vec<Assignment>, PlanOptions),
    ) -> Result<Self, Failure> {
        let (call, hidden) = (&context.call, context.hidden(db)?);
        let mut candidacies = conflicts::candidacies(db, &call.id)?;
        candidacies.retain(|candidacy| !hidden.contains(&candidacy.proposal));
        let panel = members(db, &call.id)?;
        tasks.retain(|task| !hidden.contains(&task.proposal));
        let mut recorded = conflicts::conflicts_of_call(db, &call.id)?;
        recorded.retain(|(_, conflict)| !hidden.contains(&conflict.proposal));
        let mut forbidden: BTreeSet<Pair> =
            recorded.into_iter().map(|(_, conflict)| (conflict.proposal, conflict.user)).collect();
        forbidden.extend(candidacies.iter().flat_map(|of| found_in(of, &panel)));
        let standing = HeldTasks::of(&tasks, (&candidacies, &panel), &forbidden);
        let in_conflict = forbidden.clone();
        forbidden.extend(
            // A task that was taken back by hand or declined can be assigned again only by hand.
            tasks
                .into_iter()
                .filter(|task| !task.state.is_held() && task.plan_undone_at.is_none())
                .map(|task| (task.proposal, task.reviewer)),
        );
        let knowledge = Knowledge::load(db, &call.id, &panel)?;
        let wanted = call.definition.panel.sheets_per_proposal;
        let demand = |of: &ProposalParties| {
            Ok(Demand {
                proposal: of.proposal.clone(),
                wanted: wanted.saturating_sub(of_or_zero(&standing.judged_elsewhere, &of.proposal)),
                subject: knowledge.subject(&of.proposal)?,
            })
        };
        let capacity = |one: &Member| Capacity {
            reviewer: one.position.user.clone(),
            max_load: one
                .max_load
                .saturating_sub(of_or_zero(&standing.busy_elsewhere, &one.position.user)),
            expertise: knowledge.expertise(one),
            unit: one.unit.clone(),
            senior: one.senior,
        };
        let input = PlanInput {
            proposals: candidacies.iter().map(demand).collect::<Result<_, Failure>>()?,
            reviewers: panel.iter().map(capacity).collect(),
            forbidden,
            kept: standing.kept,
            unbegun: standing.unbegun,
            changes: options.changes,
            composition: call.definition.panel.composition,
            comparability_step: options.comparability_step,
        };
        Ok(Self {
            input,
            in_conflict,
            numbers: candidacies
                .into_iter()
                .map(|one| Ok((one.proposal.clone(), one.given_number()?.to_owned())))
                .collect::<Result<_, Failure>>()?,
            max_loads: panel.iter().map(|one| (one.position.user.clone(), one.max_load)).collect(),
            names: panel.into_iter().map(|one| (one.position.user, one.name)).collect(),
        })
    }

    pub(super) fn hash(&self, made: &Plan) -> Result<String, Failure> {
        Ok(canonical::hash_of(&json!({"input": self.input, "pairs": made.pairs}))?)
    }

    pub(super) fn number(&self, proposal: &ProposalId) -> Result<String, Failure> {
        known(&self.numbers, proposal).cloned()
    }

    pub(super) fn name(&self, reviewer: &UserId) -> Result<String, Failure> {
        known(&self.names, reviewer).cloned()
    }
}

/// Of everybody and everything in a plan this was read beforehand.
pub(super) fn known<'a, K: Ord + Display, V>(
    of: &'a BTreeMap<K, V>,
    key: &K,
) -> Result<&'a V, Failure> {
    of.get(key).ok_or_else(|| Failure::Inconsistent(format!("{key} is in a plan and was not read")))
}

fn of_or_zero<K: Ord>(counts: &BTreeMap<K, u32>, key: &K) -> u32 {
    counts.get(key).copied().unwrap_or(0)
}

fn found_in(of: &ProposalParties, panel: &[Member]) -> Vec<Pair> {
    let in_conflict = panel.iter().filter(|one| found(&one.position, of).is_some());
    in_conflict.map(|one| (of.proposal.clone(), one.position.user.clone())).collect()
}

/// The reviewers' existing tasks that affect the plan.
#[derive(Default)]
struct HeldTasks {
    kept: BTreeSet<Pair>,
    /// Those that were not begun.
    unbegun: BTreeSet<Pair>,
    /// The load taken by tasks on proposals that are not planned here.
    busy_elsewhere: BTreeMap<UserId, u32>,
    /// Sheets handed in by people who can get no more tasks.
    judged_elsewhere: BTreeMap<ProposalId, u32>,
}

impl HeldTasks {
    fn of(
        tasks: &[Assignment],
        (candidacies, panel): (&[ProposalParties], &[Member]),
        forbidden: &BTreeSet<Pair>,
    ) -> Self {
        let planned: BTreeSet<&ProposalId> = candidacies.iter().map(|one| &one.proposal).collect();
        let able: BTreeSet<&UserId> = panel.iter().map(|one| &one.position.user).collect();
        let mut standing = Self::default();
        for task in tasks.iter().filter(|task| task.state.is_held()) {
            let pair = (task.proposal.clone(), task.reviewer.clone());
            let is_done = task.state == AssignmentState::Submitted;
            match (planned.contains(&task.proposal), able.contains(&task.reviewer)) {
                // A reviewer who came into conflict will not hand in, so another one is needed.
                (true, true) if is_done || !forbidden.contains(&pair) => {
                    if task.state == AssignmentState::Assigned {
                        standing.unbegun.insert(pair.clone());
                    }
                    standing.kept.insert(pair);
                }
                (true, false) if is_done => {
                    *standing.judged_elsewhere.entry(pair.0).or_default() += 1;
                }
                (false, true) => *standing.busy_elsewhere.entry(pair.1).or_default() += 1,
                (true | false, false) | (true, true) => {}
            }
        }
        standing
    }
}

/// The subjects of the proposals and the knowledge of the panel.
struct Knowledge {
    subject_of: BTreeMap<ProposalId, ProblemId>,
    problems: BTreeMap<ProblemId, Problem>,
    /// The problems that members declared, by code.
    declared: BTreeMap<String, Problem>,
    topics: BTreeMap<UserId, Vec<String>>,
    /// Problems on which members handed in sheets in other calls, by code, with their owners.
    reviewed: BTreeMap<UserId, Vec<(String, UnitCode)>>,
    units: BTreeMap<UnitCode, Unit>,
}

impl Knowledge {
    fn load(db: &mut Db, call: &CallId, panel: &[Member]) -> Result<Self, Failure> {
        let subject_of: BTreeMap<ProposalId, ProblemId> = proposals::entrants_of(db, call)?
            .into_iter()
            .map(|entrant| (entrant.id, entrant.problem))
            .collect();
        let ids: BTreeSet<ProblemId> = subject_of.values().cloned().collect();
        let ids: Vec<ProblemId> = ids.into_iter().collect();
        let codes: Vec<String> = panel.iter().flat_map(|one| one.topics.clone()).collect();
        let people: Vec<UserId> = panel.iter().map(|one| one.position.user.clone()).collect();
        let mut reviewed: BTreeMap<UserId, Vec<(String, UnitCode)>> = BTreeMap::new();
        for (reviewer, problem, owner) in store::reviewed_before(db, &people, call)? {
            reviewed.entry(reviewer).or_default().push((problem, owner));
        }
        let by_id = problems::find_many(db, &ids)?.into_iter().map(|one| (one.id.clone(), one));
        let problems = by_id.collect();
        let by_code =
            problems::with_codes(db, &codes)?.into_iter().map(|one| (one.code.clone(), one));
        Ok(Self {
            subject_of,
            problems,
            declared: by_code.collect(),
            topics: panel
                .iter()
                .map(|one| (one.position.user.clone(), one.topics.clone()))
                .collect(),
            reviewed,
            units: load_units(db)?,
        })
    }

    fn subject(&self, proposal: &ProposalId) -> Result<Subject, Failure> {
        let problem = known(&self.problems, known(&self.subject_of, proposal)?)?;
        Ok(Subject {
            problem: problem.code.clone(),
            branch: branch_of(&problem.owner_unit, &self.units),
            owner_unit: problem.owner_unit.clone(),
        })
    }

    fn expertise(&self, of: &Member) -> Expertise {
        let mut knows = Expertise::default();
        knows.units.extend(of.unit.clone());
        for topic in self.topics.get(&of.position.user).into_iter().flatten() {
            match self.declared.get(topic) {
                Some(problem) => {
                    knows.declared.insert(problem.code.clone());
                    knows.units.insert(problem.owner_unit.clone());
                }
                None => {
                    knows.units.insert(UnitCode::new(topic.clone()));
                }
            }
        }
        for (problem, owner) in self.reviewed.get(&of.position.user).into_iter().flatten() {
            knows.reviewed.insert(problem.clone());
            knows.units.insert(owner.clone());
        }
        knows.branches = knows.units.iter().map(|unit| branch_of(unit, &self.units)).collect();
        knows
    }
}
