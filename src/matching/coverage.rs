//! Can everyone be served at all? Maximum flow by shortest augmenting paths, once for the demand
//! of the proposals and, where reviewers have a least load, once for that. If both hold, one plan
//! meets both (Mendelsohn and Dulmage's theorem). If one does not, the minimum cut says why.

use super::narrow;
use super::problem::Problem;
use super::shortage::{Shortage, Side};

/// One side that needs pairs, the other that has room for them. Fixed pairs are already off.
struct Graph {
    need: Vec<u32>,
    room: Vec<u32>,
    first_arc: Vec<usize>,
    other: Vec<u32>,
    affinity: Vec<u32>,
}

/// Both questions of feasibility about one problem, askable at any floor.
pub(super) struct Coverage {
    of_proposals: Graph,
    /// Only where some reviewer has a least load.
    of_reviewers: Option<Graph>,
}

impl Coverage {
    pub(super) fn new(problem: &Problem) -> Self {
        let least = problem.load.iter().any(|load| load.least > 0);
        let of_proposals = Graph::of_proposals(problem);
        let of_reviewers = least.then(|| of_proposals.turned(problem));
        Self { of_proposals, of_reviewers }
    }

    /// Whether the pairs of affinity `floor` and above suffice.
    pub(super) fn holds(&self, floor: u32) -> bool {
        self.graphs().all(|(_, graph)| Filling::greatest(graph, floor).is_complete())
    }

    /// No plan can have all its pairs above this: someone's last needed pair is not.
    pub(super) fn ceiling(&self) -> Option<u32> {
        self.graphs().flat_map(|(_, graph)| graph.last_needed()).min()
    }

    pub(super) fn affinities(&self) -> &[u32] {
        &self.of_proposals.affinity
    }

    /// Why the pairs of affinity `floor` and above do not suffice, if they do not.
    pub(super) fn shortage(&self, problem: &Problem, floor: u32) -> Option<Shortage> {
        self.graphs().find_map(|(side, graph)| {
            let filling = Filling::greatest(graph, floor);
            let (short, providers) = filling.smallest_cut()?;
            let available = graph.available(&short, floor);
            let needed = short.iter().map(|&node| u64::from(graph.need[node])).sum();
            let (proposals, reviewers) = match side {
                Side::Proposals => (short, providers),
                Side::Reviewers => (providers, short),
            };
            let proposals = proposals.iter().map(|&p| problem.proposal_at[p]).collect();
            let reviewers = reviewers.iter().map(|&r| problem.reviewer_at[r]).collect();
            Some(Shortage { side, floor, proposals, reviewers, needed, available })
        })
    }

    fn graphs(&self) -> impl Iterator<Item = (Side, &Graph)> {
        let reviewers = self.of_reviewers.iter().map(|graph| (Side::Reviewers, graph));
        std::iter::once((Side::Proposals, &self.of_proposals)).chain(reviewers)
    }
}

impl Graph {
    fn of_proposals(problem: &Problem) -> Self {
        let mut graph = Self {
            need: problem.demand.clone(),
            room: problem.load.iter().map(|load| load.most - load.given).collect(),
            first_arc: vec![0],
            other: Vec::with_capacity(problem.reviewer.len()),
            affinity: Vec::with_capacity(problem.reviewer.len()),
        };
        for proposal in 0..problem.proposals() {
            for arc in problem.arcs_of(proposal).filter(|&arc| !problem.fixed[arc]) {
                graph.other.push(problem.reviewer[arc]);
                graph.affinity.push(problem.affinity[arc]);
            }
            graph.first_arc.push(graph.other.len());
        }
        graph
    }

    /// The same pairs seen from the reviewers, who need their least load.
    fn turned(&self, problem: &Problem) -> Self {
        let mut first_arc = vec![0_usize; problem.reviewers() + 1];
        for &reviewer in &self.other {
            first_arc[reviewer as usize + 1] += 1;
        }
        for reviewer in 0..problem.reviewers() {
            first_arc[reviewer + 1] += first_arc[reviewer];
        }
        let mut next = first_arc.clone();
        let mut other = vec![0; self.other.len()];
        let mut affinity = vec![0; self.other.len()];
        for proposal in 0..self.need.len() {
            for arc in self.first_arc[proposal]..self.first_arc[proposal + 1] {
                let slot = &mut next[self.other[arc] as usize];
                other[*slot] = narrow(proposal);
                affinity[*slot] = self.affinity[arc];
                *slot += 1;
            }
        }
        let need = problem.load.iter().map(|load| load.least.saturating_sub(load.given)).collect();
        Self { need, room: self.need.clone(), first_arc, other, affinity }
    }

    fn arcs_of(&self, node: usize, floor: u32) -> impl Iterator<Item = usize> {
        (self.first_arc[node]..self.first_arc[node + 1])
            .filter(move |&arc| self.affinity[arc] >= floor)
    }

    /// Of every node, the affinity of its need-th best pair; 0 where it has fewer.
    fn last_needed(&self) -> impl Iterator<Item = u32> {
        let needy = (0..self.need.len()).filter(|&node| self.need[node] > 0);
        needy.map(|node| {
            let need = self.need[node] as usize;
            let mut own = self.affinity[self.first_arc[node]..self.first_arc[node + 1]].to_vec();
            if own.len() < need {
                return 0;
            }
            *own.select_nth_unstable_by(need - 1, |a, b| b.cmp(a)).1
        })
    }

    /// How many pairs all others together could give these nodes, one per pair at most.
    fn available(&self, nodes: &[usize], floor: u32) -> u64 {
        let mut pairs = vec![0_u32; self.room.len()];
        for arc in nodes.iter().flat_map(|&node| self.arcs_of(node, floor)) {
            pairs[self.other[arc] as usize] += 1;
        }
        pairs.iter().zip(&self.room).map(|(&pairs, &room)| u64::from(pairs.min(room))).sum()
    }
}

/// A flow from the needy side, as large as can be.
struct Filling<'g> {
    graph: &'g Graph,
    floor: u32,
    missing: Vec<u32>,
    chosen: Vec<bool>,
    /// Per provider: who holds a place, with the arc.
    held: Vec<Vec<(u32, u32)>>,
}

/// Who was reached in a search, and over which arc.
struct Reached {
    needy: Vec<bool>,
    provider_by: Vec<Option<(u32, u32)>>,
    /// The place a needy node would give up.
    needy_by: Vec<(u32, u32)>,
}

impl Reached {
    fn nothing(graph: &Graph) -> Self {
        Self {
            needy: vec![false; graph.need.len()],
            provider_by: vec![None; graph.room.len()],
            needy_by: vec![(0, 0); graph.need.len()],
        }
    }
}

impl<'g> Filling<'g> {
    fn greatest(graph: &'g Graph, floor: u32) -> Self {
        let mut filling = Self {
            graph,
            floor,
            missing: graph.need.clone(),
            chosen: vec![false; graph.other.len()],
            held: vec![Vec::new(); graph.room.len()],
        };
        filling.take_free_places();
        // What one search of a phase reached in vain no later one of that phase can use. A phase
        // without success has therefore shown that nothing is left to gain.
        let mut progress = !filling.is_complete();
        while progress {
            progress = false;
            let mut reached = Reached::nothing(graph);
            for node in 0..filling.missing.len() {
                while filling.missing[node] > 0 && filling.augment(node, &mut reached) {
                    progress = true;
                }
            }
        }
        filling
    }

    fn is_complete(&self) -> bool {
        self.missing.iter().all(|&missing| missing == 0)
    }

    fn has_room(&self, provider: usize) -> bool {
        self.held[provider].len() < self.graph.room[provider] as usize
    }

    fn take_free_places(&mut self) {
        for node in 0..self.missing.len() {
            for arc in self.graph.arcs_of(node, self.floor) {
                let provider = self.graph.other[arc] as usize;
                if self.missing[node] > 0 && self.has_room(provider) {
                    self.take(node, arc);
                    self.missing[node] -= 1;
                }
            }
        }
    }

    fn take(&mut self, node: usize, arc: usize) {
        self.chosen[arc] = true;
        self.held[self.graph.other[arc] as usize].push((narrow(node), narrow(arc)));
    }

    /// One more place for the node, if a chain of exchanges ends where there is room.
    fn augment(&mut self, start: usize, reached: &mut Reached) -> bool {
        let Some(mut provider) = self.search(start, reached) else {
            return false;
        };
        while let Some((node, arc)) = reached.provider_by[provider] {
            let node = node as usize;
            self.take(node, arc as usize);
            if node == start {
                self.missing[start] -= 1;
                return true;
            }
            let (former, given_up) = reached.needy_by[node];
            provider = former as usize;
            self.chosen[given_up as usize] = false;
            self.held[provider].retain(|&(_, held)| held != given_up);
        }
        false
    }

    /// Breadth first from one node; the first provider with room, if any can be reached.
    fn search(&self, start: usize, reached: &mut Reached) -> Option<usize> {
        let mut queue = std::collections::VecDeque::from([start]);
        reached.needy[start] = true;
        while let Some(node) = queue.pop_front() {
            for arc in self.graph.arcs_of(node, self.floor) {
                let provider = self.graph.other[arc] as usize;
                if self.chosen[arc] || reached.provider_by[provider].is_some() {
                    continue;
                }
                reached.provider_by[provider] = Some((narrow(node), narrow(arc)));
                if self.has_room(provider) {
                    return Some(provider);
                }
                for &(holder, held) in &self.held[provider] {
                    if !std::mem::replace(&mut reached.needy[holder as usize], true) {
                        reached.needy_by[holder as usize] = (narrow(provider), held);
                        queue.push_back(holder as usize);
                    }
                }
            }
        }
        None
    }

    /// The fewest needy nodes found that together need more than all who could provide for them
    /// have, and those providers: what a search from one unserved node reaches.
    fn smallest_cut(&self) -> Option<(Vec<usize>, Vec<usize>)> {
        /// Cuts looked at before the smallest is taken.
        const LOOKED_AT: usize = 50;
        let unserved = (0..self.missing.len()).filter(|&node| self.missing[node] > 0);
        let cuts = unserved.take(LOOKED_AT).map(|node| {
            let mut reached = Reached::nothing(self.graph);
            self.search(node, &mut reached);
            (0..reached.needy.len()).filter(|&n| reached.needy[n]).collect::<Vec<_>>()
        });
        let short = cuts.min_by_key(Vec::len)?;
        let mut providers: Vec<usize> = short
            .iter()
            .flat_map(|&node| self.graph.arcs_of(node, self.floor))
            .map(|arc| self.graph.other[arc] as usize)
            .collect();
        providers.sort_unstable();
        providers.dedup();
        Some((short, providers))
    }
}
