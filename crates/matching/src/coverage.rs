//! Whether all demands can be met. Maximum flow by shortest augmenting paths, once for the demand
//! of the proposals and, if reviewers have a minimum load, once for that. If both can be met, one
//! plan meets both (Mendelsohn and Dulmage's theorem). If one cannot, the minimum cut says why.

mod filling;
mod ruled;

use super::narrow;
use super::problem::Problem;
use super::rules::Ruled;
use super::shortage::{Shortage, Side};
use filling::{Filling, Graph};
use ruled::Question;

/// Both questions of feasibility about one problem, for any floor.
pub(super) struct Coverage<'p> {
    problem: &'p Problem<'p>,
    /// The rule on seniors alone, if there are both rules.
    seniors_alone: Option<Ruled>,
    of_proposals: Graph,
    /// Only if some reviewer has a minimum load.
    of_reviewers: Option<Graph>,
}

impl<'p> Coverage<'p> {
    pub(super) fn new(problem: &'p Problem<'p>) -> Self {
        let least = problem.load.iter().any(|load| load.least > 0);
        let of_proposals = Graph::of_proposals(problem);
        let of_reviewers = least.then(|| of_proposals.turned(problem));
        let seniors_alone = problem.ruled.as_ref().and_then(|ruled| ruled.seniors_alone(problem));
        Self { problem, seniors_alone, of_proposals, of_reviewers }
    }

    /// Whether the pairs of affinity `floor` and above are enough.
    pub(super) fn holds(&self, floor: u32) -> bool {
        let simple = self.graphs().all(|(_, graph)| Filling::greatest(graph, floor).is_complete());
        simple && self.questions(floor).all(|question| question.is_met())
    }

    /// No plan can have all its pairs above this, because the last pair that some node needs is
    /// not.
    pub(super) fn ceiling(&self) -> Option<u32> {
        self.graphs().flat_map(|(_, graph)| graph.last_needed()).min()
    }

    pub(super) fn affinities(&self) -> &[u32] {
        &self.of_proposals.affinity
    }

    /// Why the pairs of affinity `floor` and above are not enough, if they are not.
    pub(super) fn shortage(&self, floor: u32) -> Option<Shortage> {
        let problem = self.problem;
        let simple = self.graphs().find_map(|(side, graph)| {
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
            Some(Shortage {
                side,
                floor,
                proposals,
                reviewers,
                needed,
                available,
                full: None,
                seniors_alone: false,
            })
        });
        simple.or_else(|| self.questions(floor).find_map(|question| question.shortage()))
    }

    /// The further questions if there are rules: both rules together, although the network counts
    /// as a senior anybody of an institution that has one; then real seniors alone.
    fn questions(&self, floor: u32) -> impl Iterator<Item = Question<'_>> {
        let problem = self.problem;
        let rules = problem.ruled.iter().map(|ruled| (ruled, false));
        let alone = self.seniors_alone.iter().map(|ruled| (ruled, true));
        let both = rules.chain(alone).flat_map(|(ruled, alone)| {
            [(ruled, alone, Side::Proposals), (ruled, alone, Side::Reviewers)]
        });
        both.map(move |(ruled, alone, side)| Question::asked(problem, (ruled, alone), floor, side))
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

    /// The same pairs from the reviewers' side, who need their minimum load.
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

    /// For every node that needs n pairs, the affinity of its n-th best; 0 if it has fewer.
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

    /// How many pairs the other side could give these nodes together, each pair at most once.
    fn available(&self, nodes: &[usize], floor: u32) -> u64 {
        let mut pairs = vec![0_u32; self.room.len()];
        for arc in nodes.iter().flat_map(|&node| self.arcs_of(node, floor)) {
            pairs[self.other[arc] as usize] += 1;
        }
        pairs.iter().zip(&self.room).map(|(&pairs, &room)| u64::from(pairs.min(room))).sum()
    }
}
