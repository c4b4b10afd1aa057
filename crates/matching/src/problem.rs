//! A checked input in canonical order, so that no later step can depend on the caller's order.
//! Nothing is solved here.

use super::input::{
    HIGHEST_AFFINITY, Input, InputError, MOST_NODES, MOST_PAIRS, Proposal, Reviewer,
};
use super::narrow;
use super::rules::Ruled;

/// A reviewer's fixed load, and their minimum and maximum load in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LoadRange {
    pub(super) given: u32,
    pub(super) least: u32,
    pub(super) most: u32,
}

/// A valid [`Input`], with proposals and reviewers sorted by id and the pairs grouped by proposal,
/// so that no later step can depend on the caller's order.
pub(super) struct Problem<'a> {
    pub(super) input: &'a Input,
    /// Canonical position -> position in the input.
    pub(super) proposal_at: Vec<usize>,
    pub(super) reviewer_at: Vec<usize>,
    /// Input position -> canonical position.
    proposal_rank: Vec<usize>,
    reviewer_rank: Vec<usize>,
    /// Reviews still needed, without fixed pairs.
    pub(super) demand: Vec<u32>,
    pub(super) load: Vec<LoadRange>,
    /// The arcs of proposal `p` are `first_arc[p]..first_arc[p + 1]`, reviewers ascending.
    pub(super) first_arc: Vec<usize>,
    pub(super) reviewer: Vec<u32>,
    pub(super) affinity: Vec<u32>,
    pub(super) fixed: Vec<bool>,
    /// Present if the input has rules.
    pub(super) ruled: Option<Ruled>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(input: &'a Input) -> Result<Self, InputError> {
        check_sizes(input)?;
        let proposal_at = sorted_by_id(input.proposals.iter().map(|p| p.id.as_str()))
            .map_err(|id| InputError::DuplicateProposal { id })?;
        let reviewer_at = sorted_by_id(input.reviewers.iter().map(|r| r.id.as_str()))
            .map_err(|id| InputError::DuplicateReviewer { id })?;
        let mut problem = Self {
            input,
            proposal_rank: inverse(&proposal_at),
            reviewer_rank: inverse(&reviewer_at),
            demand: proposal_at.iter().map(|&p| input.proposals[p].demand).collect(),
            load: reviewer_at.iter().map(|&r| range_of(&input.reviewers[r])).collect(),
            proposal_at,
            reviewer_at,
            first_arc: Vec::new(),
            reviewer: Vec::new(),
            affinity: Vec::new(),
            fixed: vec![false; input.pairs.len()],
            ruled: None,
        };
        problem.group_pairs()?;
        problem.set_fixed_pairs_aside()?;
        if input.rules.is_any() {
            problem.ruled = Some(Ruled::new(&problem));
        }
        Ok(problem)
    }

    pub(super) fn proposals(&self) -> usize {
        self.demand.len()
    }

    pub(super) fn reviewers(&self) -> usize {
        self.load.len()
    }

    pub(super) fn arcs_of(&self, proposal: usize) -> std::ops::Range<usize> {
        self.first_arc[proposal]..self.first_arc[proposal + 1]
    }

    pub(super) fn proposal_id(&self, proposal: usize) -> &'a str {
        &self.input.proposals[self.proposal_at[proposal]].id
    }

    pub(super) fn reviewer_id(&self, reviewer: usize) -> &'a str {
        &self.input.reviewers[self.reviewer_at[reviewer]].id
    }

    /// The arc of a pair given by input positions, if the pair is permitted.
    pub(super) fn arc(&self, (proposal, reviewer): (usize, usize)) -> Option<usize> {
        let reviewer = self.reviewer_rank.get(reviewer)?;
        let arcs = self.arcs_of(*self.proposal_rank.get(proposal)?);
        let among = &self.reviewer[arcs.clone()];
        among.binary_search(&narrow(*reviewer)).ok().map(|found| arcs.start + found)
    }

    /// The input positions (proposal, reviewer) of an arc.
    pub(super) fn positions(&self, proposal: usize, arc: usize) -> (usize, usize) {
        (self.proposal_at[proposal], self.reviewer_at[self.reviewer[arc] as usize])
    }

    /// The institution of a group of reviewers (`rules.rs`).
    pub(super) fn institution_of_group(&self, group: u32) -> Option<String> {
        let groups = &self.ruled.as_ref()?.group;
        let reviewer = groups.iter().position(|&other| other == group)?;
        self.input.rules.institution(self.reviewer_at[reviewer]).map(ToOwned::to_owned)
    }

    /// The institution of an arc's reviewer at its proposal, by its position in the input.
    pub(super) fn place(&self, arc: usize) -> Option<(usize, String)> {
        let proposal = self.first_arc.partition_point(|&first| first <= arc).checked_sub(1)?;
        let reviewer = self.reviewer_at[self.reviewer[arc] as usize];
        let name = self.input.rules.institution(reviewer)?;
        Some((self.proposal_at[proposal], name.to_owned()))
    }

    fn group_pairs(&mut self) -> Result<(), InputError> {
        let input = self.input;
        let mut count = vec![0_usize; input.proposals.len() + 1];
        for (position, pair) in input.pairs.iter().enumerate() {
            if pair.proposal >= input.proposals.len() || pair.reviewer >= input.reviewers.len() {
                return Err(InputError::UnknownPair { position });
            }
            if pair.affinity > HIGHEST_AFFINITY {
                return Err(InputError::AffinityOutOfRange { position, affinity: pair.affinity });
            }
            count[self.proposal_rank[pair.proposal] + 1] += 1;
        }
        for proposal in 1..count.len() {
            count[proposal] += count[proposal - 1];
        }
        let mut arcs = vec![(0, 0); input.pairs.len()];
        let mut next = count.clone();
        for pair in &input.pairs {
            let slot = &mut next[self.proposal_rank[pair.proposal]];
            arcs[*slot] = (narrow(self.reviewer_rank[pair.reviewer]), pair.affinity);
            *slot += 1;
        }
        self.first_arc = count;
        for proposal in 0..self.proposals() {
            let own = &mut arcs[self.first_arc[proposal]..self.first_arc[proposal + 1]];
            own.sort_unstable();
            if let Some(twice) = own.windows(2).find(|two| two[0].0 == two[1].0) {
                let reviewer = twice[0].0 as usize;
                return Err(self.duplicate(self.proposal_at[proposal], self.reviewer_at[reviewer]));
            }
        }
        (self.reviewer, self.affinity) = arcs.into_iter().unzip();
        Ok(())
    }

    fn duplicate(&self, proposal: usize, reviewer: usize) -> InputError {
        let pairs = self.input.pairs.iter().enumerate();
        let mut same = pairs.filter(|(_, p)| p.proposal == proposal && p.reviewer == reviewer);
        let mut next = || same.next().map_or(0, |(position, _)| position);
        InputError::DuplicatePair {
            proposal: self.input.proposals[proposal].id.clone(),
            reviewer: self.input.reviewers[reviewer].id.clone(),
            first: next(),
            second: next(),
        }
    }

    fn set_fixed_pairs_aside(&mut self) -> Result<(), InputError> {
        for (position, &pair) in self.input.fixed.iter().enumerate() {
            let arc = self.arc(pair).ok_or(InputError::FixedPairNotAllowed { position })?;
            if std::mem::replace(&mut self.fixed[arc], true) {
                return Err(InputError::FixedPairTwice { position });
            }
            let proposal = self.proposal_rank[pair.0];
            let load = &mut self.load[self.reviewer[arc] as usize];
            load.given += 1;
            if self.demand[proposal] == 0 {
                return Err(self.above_demand(pair.0));
            }
            self.demand[proposal] -= 1;
        }
        match self.load.iter().position(|load| load.given > load.most) {
            Some(reviewer) => Err(InputError::FixedAboveLoad {
                id: self.reviewer_id(reviewer).to_owned(),
                fixed: self.load[reviewer].given,
                max: self.load[reviewer].most,
            }),
            None => Ok(()),
        }
    }

    fn above_demand(&self, proposal: usize) -> InputError {
        let Proposal { id, demand } = self.input.proposals[proposal].clone();
        let fixed = self.input.fixed.iter().filter(|pair| pair.0 == proposal).count();
        InputError::FixedAboveDemand { id, fixed: narrow(fixed), demand }
    }
}

fn check_sizes(input: &Input) -> Result<(), InputError> {
    let reviews: u64 = input.proposals.iter().map(|p| u64::from(p.demand)).sum();
    let nodes = input.proposals.len() + input.reviewers.len();
    if input.proposals.is_empty() {
        return Err(InputError::NoProposals);
    }
    if input.reviewers.is_empty() {
        return Err(InputError::NoReviewers);
    }
    if nodes > MOST_NODES || reviews.max(input.pairs.len() as u64) >= MOST_PAIRS {
        return Err(InputError::TooLarge);
    }
    check_rules(input)?;
    match input.reviewers.iter().find(|reviewer| reviewer.min_load > reviewer.max_load) {
        Some(Reviewer { id, min_load, max_load }) => {
            Err(InputError::LoadLimits { id: id.clone(), min: *min_load, max: *max_load })
        }
        None => Ok(()),
    }
}

fn check_rules(input: &Input) -> Result<(), InputError> {
    let rules = &input.rules;
    let covers = |size: usize| size == 0 || size == input.reviewers.len();
    let known = rules.needs_senior.iter().all(|&proposal| proposal < input.proposals.len());
    let told = rules.needs_senior.is_empty() || !rules.seniors.is_empty();
    if covers(rules.institutions.len()) && covers(rules.seniors.len()) && known && told {
        return Ok(());
    }
    Err(InputError::RulesIncomplete)
}

fn range_of(reviewer: &Reviewer) -> LoadRange {
    LoadRange { given: 0, least: reviewer.min_load, most: reviewer.max_load }
}

/// Positions in the order of the ids; an error with the id that occurs twice, if one does.
fn sorted_by_id<'i>(ids: impl Iterator<Item = &'i str>) -> Result<Vec<usize>, String> {
    let ids: Vec<&str> = ids.collect();
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_unstable_by_key(|&position| ids[position]);
    match order.windows(2).find(|two| ids[two[0]] == ids[two[1]]) {
        Some(two) => Err(ids[two[0]].to_owned()),
        None => Ok(order),
    }
}

fn inverse(order: &[usize]) -> Vec<usize> {
    let mut rank = vec![0; order.len()];
    for (canonical, &original) in order.iter().enumerate() {
        rank[original] = canonical;
    }
    rank
}
