//! The caller's input: proposals with their demand, reviewers with their load limits, the permitted
//! pairs; and the errors in it. The checks are in `problem.rs`.

/// The highest affinity; 0 is the lowest. A forbidden pair is left out, never given 0.
pub const HIGHEST_AFFINITY: u32 = 1_000_000;
/// The greatest load penalty; it keeps every total far below the limit of 64 bits.
pub const HEAVIEST_LOAD_WEIGHT: u32 = 1_000_000;
/// The most pairs, and reviews in all, of one problem: positions are stored in 32 bits.
pub(super) const MOST_PAIRS: u64 = 1 << 31;
/// The most proposals and reviewers together: a price is a sum along a path and must fit 64 bits.
pub(super) const MOST_NODES: usize = 1 << 20;

/// A proposal and the number of reviews it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: String,
    pub demand: u32,
}

/// A reviewer and their minimum and maximum number of proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    pub id: String,
    pub min_load: u32,
    pub max_load: u32,
}

/// A permitted pair, as positions in [`Input::proposals`] and [`Input::reviewers`]. A conflict of
/// interest is expressed by leaving the pair out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub proposal: usize,
    pub reviewer: usize,
    /// Expertise, 0..=[`HIGHEST_AFFINITY`].
    pub affinity: u32,
}

/// Everything that the assignment depends on. The order of the lists does not affect the result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    pub proposals: Vec<Proposal>,
    pub reviewers: Vec<Reviewer>,
    pub pairs: Vec<Pair>,
    /// Pairs (proposal, reviewer) that must stay, such as a review that was handed in. Each must
    /// also be in `pairs`; it counts towards demand and load.
    pub fixed: Vec<(usize, usize)>,
    pub rules: Rules,
}

/// Requirements for the reviewers of one proposal together. Fixed pairs stay: they use their
/// institution's place and may be the senior; if they already meet a proposal's demand, the rules
/// require nothing more of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// By reviewer: no proposal gets two from one institution; a reviewer with `None` has no
    /// institution in common with anybody. Empty if there is no such rule.
    pub institutions: Vec<Option<String>>,
    /// By reviewer; used where `needs_senior` names a proposal.
    pub seniors: Vec<bool>,
    /// The proposals that need at least one senior among their reviewers.
    pub needs_senior: Vec<usize>,
}

impl Rules {
    /// Whether there is any rule.
    pub fn is_any(&self) -> bool {
        !self.institutions.is_empty() || !self.needs_senior.is_empty()
    }

    pub(super) fn institution(&self, reviewer: usize) -> Option<&str> {
        self.institutions.get(reviewer)?.as_deref()
    }

    pub(super) fn is_senior(&self, reviewer: usize) -> bool {
        self.seniors.get(reviewer).copied().unwrap_or(false)
    }
}

/// Why an input is not a valid assignment problem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error("there are no proposals")]
    NoProposals,
    #[error("there are no reviewers")]
    NoReviewers,
    #[error("proposal {id} is listed twice")]
    DuplicateProposal { id: String },
    #[error("reviewer {id} is listed twice")]
    DuplicateReviewer { id: String },
    #[error("reviewer {id}: the least load {min} is above the greatest {max}")]
    LoadLimits { id: String, min: u32, max: u32 },
    #[error("pair {position} names a proposal or a reviewer that is not listed")]
    UnknownPair { position: usize },
    #[error("pair {position}: affinity {affinity} is above {HIGHEST_AFFINITY}")]
    AffinityOutOfRange { position: usize, affinity: u32 },
    /// With the positions of both in the list of pairs.
    #[error("proposal {proposal} and reviewer {reviewer} are paired twice")]
    DuplicatePair { proposal: String, reviewer: String, first: usize, second: usize },
    #[error("a pair that must stay is not among the pairs that may be (number {position})")]
    FixedPairNotAllowed { position: usize },
    #[error("a pair that must stay is named twice (number {position})")]
    FixedPairTwice { position: usize },
    #[error("proposal {id} has {fixed} pairs that must stay and needs only {demand}")]
    FixedAboveDemand { id: String, fixed: u32, demand: u32 },
    #[error("reviewer {id} has {fixed} pairs that must stay and may get only {max}")]
    FixedAboveLoad { id: String, fixed: u32, max: u32 },
    #[error(
        "the rules name institutions or seniors for some reviewers only, or an unknown proposal"
    )]
    RulesIncomplete,
    #[error("the load weight {weight} is above {HEAVIEST_LOAD_WEIGHT}")]
    LoadWeight { weight: u32 },
    #[error(
        "too large: at most {MOST_NODES} proposals and reviewers, {MOST_PAIRS} pairs and reviews"
    )]
    TooLarge,
}
