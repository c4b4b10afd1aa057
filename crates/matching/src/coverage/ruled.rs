//! The same questions if rules connect a proposal's reviewers: maximum flow from the source through
//! proposals, their part without a senior, their groups and the reviewers to the sink (Dinic). A
//! required senior is modelled as "at most one fewer than wanted without a senior".

use super::super::narrow;
use super::super::problem::Problem;
use super::super::rules::Ruled;
use super::super::shortage::{Shortage, Side};
use std::collections::BTreeSet;

const SOURCE: usize = 0;
const SINK: usize = 1;

/// One question: can this side's need be met with pairs of the floor and above?
pub(super) struct Question<'p> {
    problem: &'p Problem<'p>,
    ruled: &'p Ruled,
    seniors_alone: bool,
    floor: u32,
    side: Side,
    flow: MaxFlow,
    needed: u64,
    found: u64,
}

impl<'p> Question<'p> {
    pub(super) fn asked(
        problem: &'p Problem<'p>,
        (ruled, seniors_alone): (&'p Ruled, bool),
        floor: u32,
        side: Side,
    ) -> Self {
        let nodes = 2 + problem.proposals() + problem.reviewers();
        let flow = MaxFlow { first: vec![Vec::new(); nodes], to: Vec::new(), room: Vec::new() };
        let mut question =
            Self { problem, ruled, seniors_alone, floor, side, flow, needed: 0, found: 0 };
        for proposal in 0..problem.proposals() {
            question.add_proposal(proposal);
        }
        for reviewer in 0..problem.reviewers() {
            let load = problem.load[reviewer];
            let room = match side {
                Side::Proposals => load.most - load.given,
                Side::Reviewers => load.least.saturating_sub(load.given),
            };
            let node = question.reviewer(reviewer);
            question.flow.add(node, SINK, room);
            question.needed += u64::from(if side == Side::Reviewers { room } else { 0 });
        }
        question.found = question.flow.greatest();
        question
    }

    pub(super) fn is_met(&self) -> bool {
        self.found == self.needed
    }

    fn reviewer(&self, reviewer: usize) -> usize {
        2 + self.problem.proposals() + reviewer
    }

    fn usable(&self, proposal: usize) -> impl Iterator<Item = usize> + '_ {
        self.problem.arcs_of(proposal).filter(|&arc| {
            let free = !self.problem.fixed[arc] && !self.ruled.barred[arc];
            free && self.problem.affinity[arc] >= self.floor
        })
    }

    fn add_proposal(&mut self, proposal: usize) {
        let (node, demand) = (2 + proposal, self.problem.demand[proposal]);
        self.flow.add(SOURCE, node, demand);
        self.needed += u64::from(if self.side == Side::Proposals { demand } else { 0 });
        let reviewer = |arc: usize| self.problem.reviewer[arc] as usize;
        let mut arcs: Vec<(u32, usize)> =
            self.usable(proposal).map(|arc| (self.ruled.group[reviewer(arc)], arc)).collect();
        arcs.sort_unstable();
        let people: Vec<Vec<usize>> = arcs
            .chunk_by(|one, other| one.0 == other.0)
            .map(|of| of.iter().map(|&(_, arc)| reviewer(arc)).collect())
            .collect();
        let juniors = self.ruled.needs_senior[proposal].then(|| {
            let juniors = self.flow.node();
            self.flow.add(node, juniors, demand.saturating_sub(1));
            juniors
        });
        for of in people {
            let has_senior = of.iter().any(|&one| self.ruled.senior[one]);
            let from = juniors.filter(|_| !has_senior).unwrap_or(node);
            let from = if let [_] = of.as_slice() {
                from
            } else {
                let group = self.flow.node();
                self.flow.add(from, group, 1);
                group
            };
            for one in of {
                let to = self.reviewer(one);
                self.flow.add(from, to, 1);
            }
        }
    }

    /// The minimum cut in terms of the input, if the need is not met.
    pub(super) fn shortage(&self) -> Option<Shortage> {
        if self.is_met() {
            return None;
        }
        let problem = self.problem;
        let reached = self.flow.reached();
        let of_reviewer = |one: &usize| reached[self.reviewer(*one)];
        let (short, full): (BTreeSet<usize>, BTreeSet<usize>) = match self.side {
            Side::Proposals => {
                let short = (0..problem.proposals()).filter(|&p| reached[2 + p]).collect();
                (short, (0..problem.reviewers()).filter(of_reviewer).collect())
            }
            Side::Reviewers => {
                let short = (0..problem.reviewers()).filter(|one| !of_reviewer(one)).collect();
                (short, BTreeSet::new())
            }
        };
        let pairs = || {
            let of = |p: usize| self.usable(p).map(move |arc| (p, problem.reviewer[arc] as usize));
            (0..problem.proposals()).flat_map(of)
        };
        let (proposals, reviewers): (BTreeSet<usize>, BTreeSet<usize>) = match self.side {
            Side::Proposals => {
                let eligible = pairs().filter(|pair| short.contains(&pair.0)).map(|pair| pair.1);
                (short.clone(), eligible.collect())
            }
            Side::Reviewers => {
                let open = pairs().filter(|pair| short.contains(&pair.1)).map(|pair| pair.0);
                (open.collect(), short.clone())
            }
        };
        let proposals_at = |set: BTreeSet<usize>| set.into_iter().map(|p| problem.proposal_at[p]);
        let reviewers_at = |set: BTreeSet<usize>| set.into_iter().map(|r| problem.reviewer_at[r]);
        let shortage = Shortage {
            side: self.side,
            floor: self.floor,
            proposals: proposals_at(proposals).collect(),
            reviewers: reviewers_at(reviewers).collect(),
            needed: 0,
            available: 0,
            full: Some(reviewers_at(full).collect()),
            seniors_alone: self.seniors_alone,
        };
        Some(shortage.counted(problem.input))
    }
}

/// A network with integer capacities; each arc's reverse is beside it, at the odd position.
struct MaxFlow {
    first: Vec<Vec<u32>>,
    to: Vec<u32>,
    room: Vec<u32>,
}

impl MaxFlow {
    fn node(&mut self) -> usize {
        self.first.push(Vec::new());
        self.first.len() - 1
    }

    fn add(&mut self, from: usize, to: usize, room: u32) {
        for (from, to, room) in [(from, to, room), (to, from, 0)] {
            self.first[from].push(narrow(self.to.len()));
            self.to.push(narrow(to));
            self.room.push(room);
        }
    }

    fn greatest(&mut self) -> u64 {
        let mut total = 0;
        loop {
            let level = self.levels();
            if level[SINK] == u32::MAX {
                return total;
            }
            let mut next = vec![0; self.first.len()];
            loop {
                let sent = self.send(&level, &mut next);
                if sent == 0 {
                    break;
                }
                total += u64::from(sent);
            }
        }
    }

    fn levels(&self) -> Vec<u32> {
        let mut level = vec![u32::MAX; self.first.len()];
        level[SOURCE] = 0;
        let mut queue = std::collections::VecDeque::from([SOURCE]);
        while let Some(node) = queue.pop_front() {
            for &arc in &self.first[node] {
                let to = self.to[arc as usize] as usize;
                if self.room[arc as usize] > 0 && level[to] == u32::MAX {
                    level[to] = level[node] + 1;
                    queue.push_back(to);
                }
            }
        }
        level
    }

    fn reached(&self) -> Vec<bool> {
        self.levels().into_iter().map(|level| level != u32::MAX).collect()
    }

    /// Fills one path from the source to the sink along increasing levels.
    fn send(&mut self, level: &[u32], next: &mut [usize]) -> u32 {
        let mut path: Vec<usize> = Vec::new();
        let mut node = SOURCE;
        while node != SINK {
            let Some(&arc) = self.first[node].get(next[node]) else {
                let Some(back) = path.pop() else { return 0 };
                node = self.to[back ^ 1] as usize;
                next[node] += 1;
                continue;
            };
            let (arc, to) = (arc as usize, self.to[arc as usize] as usize);
            if self.room[arc] > 0 && level[to] == level[node].saturating_add(1) {
                path.push(arc);
                node = to;
            } else {
                next[node] += 1;
            }
        }
        let sent = path.iter().map(|&arc| self.room[arc]).min().unwrap_or(0);
        for arc in path {
            self.room[arc] -= sent;
            self.room[arc ^ 1] += sent;
        }
        sent
    }
}
