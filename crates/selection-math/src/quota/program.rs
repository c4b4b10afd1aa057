//! The exact answer for any number of families: whether numbers of candidates per cell exist that
//! keep every limit. Circulations decide two families; with more, a cell is divided into two cases
//! (branch and bound) until a count refuses or a set is found.

use super::InputFault;
use super::circulation::{Flow, Network};
use super::field::{Field, NO_CAP};
use super::outcome::Proof;
use super::proof::{Bounds, Weights};

/// The number of cases after which the search gives up, so that it always ends. Quota plans of real
/// calls take a handful.
const MOST_CASES: u32 = 20_000;

/// A feasible count per cell, or why there is none.
pub(super) type Answer = Result<Vec<u32>, Refusal>;

/// Why nothing within the bounds is feasible.
#[derive(Debug, Clone)]
pub(super) enum Refusal {
    Count(Weights),
    Split { cell: usize, at_most: u32, then: Box<Refusal>, otherwise: Box<Refusal> },
}

impl Refusal {
    pub(super) fn into_proof(self, field: &Field) -> Proof {
        match self {
            Self::Count(weights) => Proof::Count(weights.into_count(field)),
            Self::Split { cell, at_most, then, otherwise } => Proof::Split {
                combination: field
                    .classes_of(cell)
                    .iter()
                    .filter_map(|&class| field.classes.get(class))
                    .map(|class| class.name.clone())
                    .collect(),
                at_most,
                then: Box::new(then.into_proof(field)),
                otherwise: Box::new(otherwise.into_proof(field)),
            },
        }
    }
}

/// A feasible count with at least `lower` and at most `upper` candidates per cell.
///
/// # Errors
/// [`InputFault::TooHard`] when three or more families keep the search busy for too long.
pub(super) fn solve(field: &Field, lower: &[u32], upper: &[u32]) -> Result<Answer, InputFault> {
    Search::new(field, lower, upper, false).answer()
}

/// As [`solve`], faster if the answer is most likely a refusal.
pub(super) fn refuse(field: &Field, lower: &[u32], upper: &[u32]) -> Result<Answer, InputFault> {
    Search::new(field, lower, upper, true).answer()
}

struct Search<'a> {
    field: &'a Field,
    lower: Vec<u32>,
    upper: Vec<u32>,
    cases: u32,
    /// Whether to look for a refusal first.
    doubtful: bool,
}

impl<'a> Search<'a> {
    fn new(field: &'a Field, lower: &[u32], upper: &[u32], doubtful: bool) -> Self {
        Self { field, lower: lower.to_vec(), upper: upper.to_vec(), cases: 0, doubtful }
    }

    fn answer(&mut self) -> Result<Answer, InputFault> {
        self.cases += 1;
        if self.cases > MOST_CASES {
            return Err(InputFault::TooHard { cases: MOST_CASES });
        }
        if let Some(weights) = self.overfull() {
            return Ok(Err(self.refused_by(weights)));
        }
        if self.cases == 1
            && self.doubtful
            && let Some(weights) = self.refused_by_ascent()
        {
            return Ok(Err(self.refused_by(weights)));
        }
        let mut greedy = Greedy::new(self.field, &self.lower);
        greedy.complete(&self.upper);
        if greedy.is_feasible() {
            return Ok(Ok(greedy.counts));
        }
        let open = self.open();
        match self.decided_by_families(&open) {
            Err(weights) => Ok(Err(self.refused_by(self.with_full_caps(weights)))),
            Ok(Some(counts)) => Ok(Ok(counts)),
            Ok(None) => self.beyond_pairs(&open),
        }
    }

    fn beyond_pairs(&mut self, open: &[u32]) -> Result<Answer, InputFault> {
        if let Some(weights) = self.refused_by_ascent() {
            return Ok(Err(self.refused_by(weights)));
        }
        match self.scarcest(open) {
            Some(cell) => self.split(cell),
            // An unmet floor without an open cell is refused by the circulations.
            None => Err(InputFault::Contradiction),
        }
    }

    /// `upper`, without what a cap no longer lets through.
    fn open(&self) -> Vec<u32> {
        let counts = self.field.by_class(&self.lower);
        let is_full = |class: &usize| {
            self.field.classes.get(*class).map(|limit| limit.cap) <= counts.get(*class).copied()
        };
        let bounds = self.lower.iter().zip(&self.upper).enumerate();
        bounds
            .map(
                |(cell, (&low, &high))| {
                    if self.field.classes_of(cell).iter().any(is_full) { low } else { high }
                },
            )
            .collect()
    }

    /// A refusal because of missing [`Self::open`] cells is also due to the full caps.
    fn with_full_caps(&self, mut weights: Weights) -> Weights {
        let counts = self.field.by_class(&self.lower);
        let limits = self.field.classes.iter().zip(counts);
        for (cap, (limit, count)) in weights.caps.iter_mut().zip(limits) {
            *cap = (*cap).max(i64::from(count >= limit.cap));
        }
        weights
    }

    /// The cell of the unmet floor with the least choice: splitting there fails soonest.
    fn scarcest(&self, open: &[u32]) -> Option<usize> {
        let room: Vec<u32> = open.iter().zip(&self.lower).map(|(high, low)| high - low).collect();
        let (counts, choice) = (self.field.by_class(&self.lower), self.field.by_class(&room));
        let limits = self.field.classes.iter().zip(counts.iter().zip(&choice)).enumerate();
        let unmet = limits.filter(|(_, (limit, (count, _)))| **count < limit.floor);
        let scarcest = unmet.min_by_key(|(_, (limit, (count, choice)))| {
            i64::from(**choice) - i64::from(limit.floor - **count)
        });
        let class = scarcest.map(|(class, _)| class);
        let cells = room.iter().enumerate().filter(|(_, room)| **room > 0);
        cells
            .map(|(cell, _)| cell)
            .find(|&cell| class.is_none_or(|class| self.field.classes_of(cell).contains(&class)))
    }

    fn refused_by(&self, weights: Weights) -> Refusal {
        let bounds = Bounds { lower: &self.lower, upper: &self.upper };
        Refusal::Count(weights.shortened(self.field, bounds))
    }

    /// A cap or the seats exceeded by what must be taken, or a floor above its own cap.
    fn overfull(&self) -> Option<Weights> {
        let mut weights = Weights::none(self.field);
        let counts = self.field.by_class(&self.lower);
        for (class, (limit, count)) in self.field.classes.iter().zip(counts).enumerate() {
            let floor_above_cap = limit.floor > limit.cap;
            if floor_above_cap || count > limit.cap {
                *weights.caps.get_mut(class)? = 1;
                *weights.floors.get_mut(class)? = i64::from(floor_above_cap);
                return Some(weights);
            }
        }
        weights.seats = 1;
        (self.lower.iter().sum::<u32>() > self.field.seats).then_some(weights)
    }

    /// Two families at a time: refused by one pair, or decided if there are no more than two.
    fn decided_by_families(&self, open: &[u32]) -> Result<Option<Vec<u32>>, Weights> {
        let mut decided = None;
        for (first, second) in pairs(self.field.families.len()) {
            let network = Network::new(self.field, first, second, open);
            let flow = Flow::start(&network, self.field, &self.lower)?;
            decided = (self.field.families.len() <= 2).then(|| flow.per_cell(&network));
        }
        Ok(decided)
    }

    /// First with one more candidate of the cell than must be taken, then without.
    fn split(&mut self, cell: usize) -> Result<Answer, InputFault> {
        let at_most = self.lower.get(cell).copied().unwrap_or(0);
        replace(&mut self.lower, cell, at_most + 1);
        let more = self.answer()?;
        replace(&mut self.lower, cell, at_most);
        let otherwise = match more {
            Ok(counts) => return Ok(Ok(counts)),
            Err(refusal) => refusal,
        };
        let before = replace(&mut self.upper, cell, at_most);
        let no_more = self.answer()?;
        replace(&mut self.upper, cell, before);
        Ok(no_more.map_err(|then| Refusal::Split {
            cell,
            at_most,
            then: Box::new(then),
            otherwise: Box::new(otherwise),
        }))
    }

    /// The start of the ascent: all unmet floors against the seats and the full caps.
    fn refused_by_ascent(&self) -> Option<Weights> {
        let mut weights = Weights::none(self.field);
        weights.seats = ASCENT_START;
        let limits = self.field.classes.iter().zip(self.field.by_class(&self.lower));
        for ((limit, count), (floor, cap)) in
            limits.zip(weights.floors.iter_mut().zip(&mut weights.caps))
        {
            *floor = ASCENT_START * i64::from(count < limit.floor);
            *cap = ASCENT_START * i64::from(limit.cap != NO_CAP && count >= limit.cap);
        }
        weights.ascended(self.field, Bounds { lower: &self.lower, upper: &self.upper })
    }
}

/// Two, so that a step of the ascent is half a limit.
const ASCENT_START: i64 = 2;

fn replace(values: &mut [u32], at: usize, value: u32) -> u32 {
    values.get_mut(at).map_or(0, |slot| std::mem::replace(slot, value))
}

/// Every two of `families`, or the one there is, or none.
pub(super) fn pairs(families: usize) -> Vec<(Option<usize>, Option<usize>)> {
    match families {
        0 => vec![(None, None)],
        1 => vec![(Some(0), None)],
        _ => (0..families)
            .flat_map(|first| (first + 1..families).map(move |second| (Some(first), Some(second))))
            .collect(),
    }
}

/// Adds candidates to what must be taken until every floor is met: each time for the unmet floor
/// with the fewest cells, from the one of them that serves the most unmet floors. It nearly always
/// finds a feasible count, and never refuses.
struct Greedy<'a> {
    field: &'a Field,
    counts: Vec<u32>,
    in_class: Vec<u32>,
    total: u32,
}

impl<'a> Greedy<'a> {
    fn new(field: &'a Field, lower: &[u32]) -> Self {
        let (in_class, total) = (field.by_class(lower), lower.iter().sum());
        Self { field, counts: lower.to_vec(), in_class, total }
    }

    fn is_feasible(&self) -> bool {
        let limits = self.field.classes.iter().zip(&self.in_class);
        self.total >= self.field.least
            && self.total <= self.field.seats
            && limits.into_iter().all(|(class, &count)| class.floor <= count && count <= class.cap)
    }

    fn complete(&mut self, upper: &[u32]) {
        while !self.is_feasible() {
            let Some(cell) = self.most_useful(upper) else { break };
            if let Some(count) = self.counts.get_mut(cell) {
                *count += 1;
            }
            for &class in self.field.classes_of(cell) {
                if let Some(count) = self.in_class.get_mut(class) {
                    *count += 1;
                }
            }
            self.total += 1;
        }
    }

    fn most_useful(&self, upper: &[u32]) -> Option<usize> {
        if self.total >= self.field.seats {
            return None;
        }
        let limits = self.field.classes.iter().zip(&self.in_class).enumerate();
        let unmet = limits.filter(|(_, (limit, count))| **count < limit.floor);
        match unmet.map(|(class, _)| self.field.cells_of(class)).min_by_key(|cells| cells.len()) {
            Some(cells) => self.best_of(cells.iter().copied(), upper),
            None => self.best_of(0..self.field.cells(), upper),
        }
    }

    fn best_of(&self, cells: impl Iterator<Item = usize>, upper: &[u32]) -> Option<usize> {
        let mut best = None;
        for cell in cells {
            if self.counts.get(cell) < upper.get(cell)
                && let Some(use_of_it) = self.use_of(cell)
                && best.is_none_or(|(found, _)| found < use_of_it)
            {
                best = Some((use_of_it, cell));
            }
        }
        best.map(|(_, cell)| cell)
    }

    /// The number of unmet floors that one more candidate of the cell serves; `None` if it is under
    /// a full cap or serves none.
    fn use_of(&self, cell: usize) -> Option<u32> {
        let mut serves = u32::from(self.total < self.field.least);
        for &class in self.field.classes_of(cell) {
            let (limit, count) = (self.field.classes.get(class)?, *self.in_class.get(class)?);
            if count >= limit.cap {
                return None;
            }
            serves += u32::from(count < limit.floor);
        }
        (serves > 0).then_some(serves)
    }
}
