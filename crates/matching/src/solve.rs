//! From an input and the caller's goals to the one best plan, proven before it is returned. The
//! order of goals: all demands, then the worst pair, then the total minus the load penalty, then
//! the canonical plan among equals.

use super::bottleneck::best_floor;
use super::certificate::{Certificate, Fault, NodePrices, verify};
use super::comparability::{Warning, warnings};
use super::coverage::Coverage;
use super::input::{HEAVIEST_LOAD_WEIGHT, Input, InputError, Pair};
use super::layout::{self, Lifted, PASS_RANK};
use super::mixing::{self, Ground};
use super::network::Prices;
use super::problem::Problem;
use super::prune;
use super::rules::Ruled;
use super::shortage::Shortage;
use super::ties;
use super::transport::{PASS, Transport};
use std::collections::BTreeSet;

/// The first goal after all demands are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// The best possible worst pair, then the total.
    #[default]
    WorstPair,
    /// The total alone.
    Total,
}

/// The goals for the best plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Goals {
    pub priority: Priority,
    /// The cost of uneven loads, in units of affinity: the k-th proposal of a reviewer costs (2k -
    /// 1) times this. 0..=[`HEAVIEST_LOAD_WEIGHT`]; 0 is no penalty.
    pub load_weight: u32,
}

/// A complete assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Sum of the affinities of all pairs, without the load penalty.
    pub total: u64,
    /// The lowest affinity among the pairs; `None` without pairs.
    pub worst_pair: Option<u32>,
    /// Including fixed ones, by the ids of proposals, then reviewers.
    pub pairs: Vec<Pair>,
    /// Per reviewer, in the input's order.
    pub loads: Vec<u32>,
    pub certificate: Certificate,
    /// An upper bound for how much better another plan could be, load penalty included, if the
    /// certificate leaves juniors out; otherwise 0.
    pub at_most_better: u64,
    /// Reasons why a reviewer's severity will be hard to distinguish from a proposal's quality.
    pub warnings: Vec<Warning>,
}

/// A plan, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Assigned(Box<Plan>),
    Short(Shortage),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SolveError {
    #[error(transparent)]
    Input(#[from] InputError),
    /// A bug of this program: nothing is returned without a proof.
    #[error("the plan found is not proven: {0}")]
    Unproven(#[from] Fault),
    #[error(
        "no plan was found that has one reviewer per institution and a senior for every proposal \
         that needs one, and none was shown not to be; either rule alone can be kept"
    )]
    Undecided,
}

/// The progress of a long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub done: usize,
    pub of: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Floors tried in search of the best worst pair.
    WorstPair,
    /// Overloads removed.
    Total,
}

/// The best plan for the goals.
///
/// # Errors
/// When the input or the weight is not as documented.
pub fn solve(input: &Input, goals: Goals) -> Result<Outcome, SolveError> {
    solve_watched(input, goals, &mut |_| {})
}

/// As [`solve`], reporting progress to `watch`.
pub fn solve_watched(
    input: &Input,
    goals: Goals,
    watch: &mut dyn FnMut(Progress),
) -> Result<Outcome, SolveError> {
    let problem = Problem::new(input)?;
    check_weight(goals)?;
    let coverage = Coverage::new(&problem);
    let floor = match goals.priority {
        Priority::Total => Some(0),
        Priority::WorstPair => best_floor(&coverage, &mut |done, of| {
            watch(Progress { step: Step::WorstPair, done, of });
        }),
    };
    let mut objective = Objective::new(goals, floor.unwrap_or(0), &problem);
    let mut found = floor.and_then(|_| objective.best(&problem, watch));
    if found.is_none() && objective.floor > 0 && problem.ruled.is_some() {
        objective.floor = 0;
        found = objective.best(&problem, watch);
    }
    let Some(mut plan) = found else {
        return Ok(Outcome::Short(short(&coverage)?));
    };
    if goals.priority == Priority::WorstPair {
        plan.certificate.above_floor = coverage.shortage(objective.floor + 1);
    }
    verify(input, &plan.pairs, &plan.certificate)?;
    Ok(Outcome::Assigned(Box::new(plan)))
}

pub(super) fn check_weight(goals: Goals) -> Result<(), InputError> {
    let weight = goals.load_weight;
    if weight > HEAVIEST_LOAD_WEIGHT {
        return Err(InputError::LoadWeight { weight });
    }
    Ok(())
}

pub(super) fn short(coverage: &Coverage) -> Result<Shortage, SolveError> {
    coverage.shortage(0).ok_or(SolveError::Undecided)
}

/// Rounds in which only a single institution's juniors are left out of a proposal.
const ROUNDS: u32 = 4;

/// What one run of the flow maximises.
pub(super) struct Objective {
    pub(super) floor: u32,
    pub(super) load_weight: u32,
    /// Added to the affinity of a kept pair.
    pub(super) reward: i64,
    /// By arc of the problem.
    pub(super) kept: Vec<bool>,
}

impl Objective {
    fn new(goals: Goals, floor: u32, problem: &Problem) -> Self {
        let kept = vec![false; problem.affinity.len()];
        Self { floor, load_weight: goals.load_weight, reward: 0, kept }
    }

    /// The canonical best plan; its certificate is not yet verified.
    ///
    /// If both rules apply, the network may count as a senior a reviewer whose institution merely
    /// has one. The juniors concerned are then left out and the flow is computed again; the first
    /// flow bounds how much that can cost.
    pub(super) fn best(&self, problem: &Problem, watch: &mut dyn FnMut(Progress)) -> Option<Plan> {
        let mut ruled = problem.ruled.clone();
        let mut left_out = BTreeSet::new();
        let mut first = None;
        for round in 0.. {
            let mut found = self.flow(problem, ruled.as_ref(), watch)?;
            let best = *first.get_or_insert_with(|| self.worth(problem, &found.in_plan));
            if let Some(ruled) = &mut ruled {
                let juniors = ruled.juniors_in_the_way(problem, &found.in_plan, round >= ROUNDS);
                for &arc in &juniors {
                    ruled.barred[arc] = true;
                    left_out.extend(problem.place(arc));
                }
                if !juniors.is_empty() {
                    continue;
                }
            }
            let at_most_better = best - self.worth(problem, &found.in_plan);
            let usable = |arc: usize| {
                let barred = ruled.as_ref().is_some_and(|ruled| ruled.barred[arc]);
                problem.affinity[arc] >= self.floor && !problem.fixed[arc] && !barred
            };
            let value = |arc| self.value(problem, arc);
            let load_weight = self.load_weight;
            let ground = Ground { problem, usable: &usable, value: &value, load_weight };
            found.certificate.exchanged = mixing::improve(&ground, &mut found.in_plan);
            found.certificate.left_out = left_out.into_iter().collect();
            let made = plan(problem, &found.in_plan, found.certificate);
            let at_most_better = u64::try_from(at_most_better).unwrap_or(0);
            return Some(Plan { at_most_better, ..made });
        }
        None
    }

    fn value(&self, problem: &Problem, arc: usize) -> i64 {
        i64::from(problem.affinity[arc]) + if self.kept[arc] { self.reward } else { 0 }
    }

    /// The worth to maximise.
    fn worth(&self, problem: &Problem, in_plan: &[bool]) -> i128 {
        let mut loads = vec![0_i128; problem.reviewers()];
        let mut worth = 0;
        for (arc, _) in in_plan.iter().enumerate().filter(|(_, taken)| **taken) {
            worth += i128::from(self.value(problem, arc));
            loads[problem.reviewer[arc] as usize] += 1;
        }
        worth - i128::from(self.load_weight) * loads.iter().map(|load| load * load).sum::<i128>()
    }

    fn flow(
        &self,
        problem: &Problem,
        ruled: Option<&Ruled>,
        watch: &mut dyn FnMut(Progress),
    ) -> Option<Found> {
        let value = |arc: usize| self.value(problem, arc);
        let usable = |arc: usize| problem.affinity[arc] >= self.floor;
        let (transport, layout) = match ruled {
            Some(ruled) => {
                let (transport, layout) =
                    layout::split(problem, ruled, self.load_weight, &usable, &value)?;
                (transport, Some(layout))
            }
            None => (Transport::new(problem, self.load_weight, usable, value), None),
        };
        let optimum = prune::optimum(&transport, &mut |done, of| {
            watch(Progress { step: Step::Total, done, of });
        })?;
        let proposal_of = proposals_by_arc(problem);
        let rank = |arc: usize| {
            let origin = transport.origin[arc];
            if origin == PASS {
                return PASS_RANK;
            }
            let reviewer = problem.reviewer[origin as usize] as usize;
            let proposal = proposal_of[origin as usize] as usize;
            ties::rank(problem.proposal_id(proposal), problem.reviewer_id(reviewer))
        };
        let (chosen, tie_prices) = ties::canonical(&transport, &optimum, rank)?;
        let mut in_plan = problem.fixed.clone();
        for (arc, _) in chosen.iter().enumerate().filter(|(_, chosen)| **chosen) {
            if let Some(taken) = in_plan.get_mut(transport.origin[arc] as usize) {
                *taken = true;
            }
        }
        let lifted = match layout {
            Some(layout) => layout.lift(&optimum.prices, &tie_prices),
            None => Lifted::plain(&optimum.prices, &tie_prices),
        };
        let certificate = self.certificate(problem, lifted, (&optimum.prices, &tie_prices));
        Some(Found { in_plan, certificate })
    }

    fn certificate(
        &self,
        problem: &Problem,
        lifted: Lifted,
        (prices, ties): (&Prices, &Prices),
    ) -> Certificate {
        let kept = (0..problem.proposals()).flat_map(|proposal| {
            let arcs = problem.arcs_of(proposal).filter(|&arc| self.kept[arc]);
            arcs.map(move |arc| problem.positions(proposal, arc))
        });
        let mut proposals = vec![NodePrices::default(); problem.proposals()];
        for (canonical, price) in lifted.proposals.into_iter().enumerate() {
            proposals[problem.proposal_at[canonical]] = price;
        }
        let groups = lifted.groups.into_iter().filter_map(|(proposal, group, price)| {
            let name = problem.institution_of_group(group)?;
            Some((problem.proposal_at[proposal], name, price))
        });
        let seniors = lifted.seniors.into_iter();
        Certificate {
            floor: self.floor,
            load_weight: self.load_weight,
            reward: self.reward,
            kept: kept.collect(),
            proposals,
            reviewers: by_input(&problem.reviewer_at, &prices.reviewers, &ties.reviewers),
            institutions: groups.collect(),
            seniors: seniors.map(|(at, price)| (problem.proposal_at[at], price)).collect(),
            left_out: Vec::new(),
            exchanged: false,
            above_floor: None,
        }
    }
}

/// By arc of the problem, and the prices that prove it.
struct Found {
    in_plan: Vec<bool>,
    certificate: Certificate,
}

fn proposals_by_arc(problem: &Problem) -> Vec<u32> {
    let of = |proposal| problem.arcs_of(proposal).map(move |_| super::narrow(proposal));
    (0..problem.proposals()).flat_map(of).collect()
}

fn by_input(at: &[usize], prices: &[i64], ties: &[i64]) -> Vec<NodePrices> {
    let mut by_input = vec![NodePrices::default(); at.len()];
    for (canonical, &original) in at.iter().enumerate() {
        by_input[original] = NodePrices { price: prices[canonical], tie: ties[canonical] };
    }
    by_input
}

fn plan(problem: &Problem, in_plan: &[bool], certificate: Certificate) -> Plan {
    let pairs: Vec<Pair> = (0..problem.proposals())
        .flat_map(|proposal| {
            let arcs = problem.arcs_of(proposal).filter(|&arc| in_plan[arc]);
            arcs.map(move |arc| {
                let (proposal, reviewer) = problem.positions(proposal, arc);
                Pair { proposal, reviewer, affinity: problem.affinity[arc] }
            })
        })
        .collect();
    let mut loads = vec![0; problem.reviewers()];
    for pair in &pairs {
        loads[pair.reviewer] += 1;
    }
    Plan {
        total: pairs.iter().map(|pair| u64::from(pair.affinity)).sum(),
        worst_pair: pairs.iter().map(|pair| pair.affinity).min(),
        at_most_better: 0,
        warnings: warnings(problem.input, &pairs),
        pairs,
        loads,
        certificate,
    }
}
