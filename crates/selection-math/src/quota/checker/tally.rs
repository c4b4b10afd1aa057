//! The checker's own counting: candidates by combination of classes, what is taken, what can still
//! be taken, and whether a proof's sum is correct. It shares no code with the solver.

use super::Fault;
use crate::quota::{Candidate, Count, FloorRelease, LimitName, Limits, Proof, Weighted};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// (family, class)
type Class<'a> = (&'a str, &'a str);

/// A running count down the ranking.
#[derive(Clone)]
pub(super) struct Tally<'a> {
    limits: &'a Limits,
    /// For each combination its classes, one per family.
    combinations: Vec<Vec<Class<'a>>>,
    numbers: HashMap<Vec<Class<'a>>, usize>,
    taken: Vec<u32>,
    /// Those who may be taken, including those taken.
    available: Vec<u32>,
    in_class: BTreeMap<Class<'a>, u32>,
    eligible: BTreeMap<Class<'a>, u32>,
    pub(super) total: u32,
    everyone: u32,
    /// The floors in force, and the seats that must be given.
    floors: BTreeMap<Class<'a>, u32>,
    least: u32,
}

impl<'a> Tally<'a> {
    pub(super) fn new(candidates: &'a [Candidate], limits: &'a Limits) -> Result<Self, Fault> {
        let mut tally = Self {
            limits,
            combinations: Vec::new(),
            numbers: HashMap::new(),
            taken: Vec::new(),
            available: Vec::new(),
            in_class: BTreeMap::new(),
            eligible: BTreeMap::new(),
            total: 0,
            everyone: 0,
            floors: BTreeMap::new(),
            least: 0,
        };
        for candidate in candidates.iter().filter(|candidate| candidate.barred.is_none()) {
            let number = tally.number_of(candidate)?;
            add_one(&mut tally.available, number);
            for class in tally.combinations.get(number).into_iter().flatten() {
                *tally.eligible.entry(*class).or_default() += 1;
            }
            tally.everyone += 1;
        }
        tally.floors = tally.declared().map(|(class, _)| (class, tally.released(class))).collect();
        tally.least = tally.released_least();
        Ok(tally)
    }

    /// The same with the floors that another tally has in force.
    pub(super) fn with_floors_of(self, other: &Self) -> Self {
        Self { floors: other.floors.clone(), least: other.least, ..self }
    }

    /// Every floor in force, in order of name; last the seats that must be given.
    pub(super) fn in_force(&self) -> Vec<(LimitName, u32)> {
        let name = |(family, class): &Class<'_>| LimitName::Floor {
            family: (*family).to_owned(),
            class: (*class).to_owned(),
        };
        let floors = self.floors.iter().map(|(class, floor)| (name(class), *floor));
        floors.chain([(LimitName::AllSeats, self.least)]).collect()
    }

    pub(super) fn give_up_floors(&mut self) {
        self.floors.values_mut().for_each(|floor| *floor = 0);
        self.least = 0;
    }

    pub(super) fn set_floor(&mut self, name: &LimitName, to: u32) {
        match name {
            LimitName::Floor { family, class } => {
                let floors = self.floors.iter_mut();
                let mut own = floors.filter(|(one, _)| one.0 == family && one.1 == class);
                if let Some((_, floor)) = own.next() {
                    *floor = to;
                }
            }
            LimitName::AllSeats => self.least = to,
            LimitName::Seats | LimitName::Cap { .. } | LimitName::Budget => {}
        }
    }

    /// Whether those taken, plus one of each of these combinations, keep every limit.
    pub(super) fn keeps_all(&self, more: &[usize]) -> bool {
        let mut in_class = self.in_class.clone();
        for class in more.iter().flat_map(|number| self.classes(*number)) {
            *in_class.entry(*class).or_default() += 1;
        }
        let total = self.total.saturating_add(u32::try_from(more.len()).unwrap_or(u32::MAX));
        let count = |class: &Class<'_>| in_class.get(class).copied().unwrap_or(0);
        (self.least..=self.limits.seats).contains(&total)
            && self.floors.iter().all(|(class, floor)| count(class) >= *floor)
            && in_class
                .iter()
                .all(|(class, count)| self.cap(*class).is_none_or(|cap| *count <= cap))
    }

    /// The number of a combination that a selectable candidate has.
    pub(super) fn known_number(&self, candidate: &Candidate) -> Option<usize> {
        let of = |family: &'a String| Some((family.as_str(), candidate.classes.get(family)?));
        let wanted: Vec<_> = self.limits.families.keys().map(of).collect::<Option<_>>()?;
        let same = |classes: &Vec<Class<'_>>| {
            classes.iter().zip(&wanted).all(|(one, other)| one.0 == other.0 && one.1 == other.1)
        };
        self.combinations.iter().position(same)
    }

    /// The number of the candidate's combination, assigned at first occurrence.
    pub(super) fn number_of(&mut self, candidate: &'a Candidate) -> Result<usize, Fault> {
        let mut combination = Vec::with_capacity(self.limits.families.len());
        for family in self.limits.families.keys() {
            let class = candidate.classes.get(family).ok_or_else(|| Fault::NoClass {
                id: candidate.id.clone(),
                family: family.clone(),
            })?;
            combination.push((&**family, &**class));
        }
        if let Some(&number) = self.numbers.get(&combination) {
            return Ok(number);
        }
        let number = self.combinations.len();
        self.numbers.insert(combination.clone(), number);
        self.combinations.push(combination);
        self.taken.push(0);
        self.available.push(0);
        Ok(number)
    }

    pub(super) fn classes(&self, number: usize) -> &[Class<'a>] {
        self.combinations.get(number).map_or(&[], Vec::as_slice)
    }

    pub(super) fn take(&mut self, number: usize) {
        add_one(&mut self.taken, number);
        for class in self.combinations.get(number).into_iter().flatten() {
            *self.in_class.entry(*class).or_default() += 1;
        }
        self.total += 1;
    }

    pub(super) fn lose_one(&mut self, number: usize) {
        if let Some(available) = self.available.get_mut(number) {
            *available = available.saturating_sub(1);
        }
    }

    pub(super) fn lose_all(&mut self) {
        self.available.clone_from(&self.taken);
    }

    pub(super) fn count(&self, class: Class<'_>) -> u32 {
        self.in_class.get(&class).copied().unwrap_or(0)
    }

    pub(super) fn cap(&self, (family, class): Class<'_>) -> Option<u32> {
        let family = self.limits.families.get(family)?;
        family.classes.get(class).and_then(|limit| limit.max).or(family.cap_each)
    }

    /// Every declared floor: class, declared value, and the value after a release.
    pub(super) fn floors(&self) -> impl Iterator<Item = (Class<'a>, u32, u32)> {
        self.declared().map(|(class, declared)| (class, declared, self.floor(class)))
    }

    fn declared(&self) -> impl Iterator<Item = (Class<'a>, u32)> + use<'a> {
        let families = self.limits.families.iter();
        families.flat_map(|(family, limit)| {
            limit.classes.iter().map(move |(class, limit)| ((&**family, &**class), limit.min))
        })
    }

    fn floor(&self, class: Class<'_>) -> u32 {
        self.floors.get(&class).copied().unwrap_or(0)
    }

    /// The value of a floor before anybody is selected.
    fn released(&self, class: Class<'_>) -> u32 {
        let family = self.limits.families.get(class.0);
        let declared = family.and_then(|family| family.classes.get(class.1)).map_or(0, |c| c.min);
        match self.limits.floor_release {
            FloorRelease::Strict => declared,
            FloorRelease::AsFarAsPossible => {
                declared.min(self.eligible.get(&class).copied().unwrap_or(0))
            }
        }
    }

    /// Seats that must be given: declared, and after a release.
    pub(super) fn least(&self) -> (u32, u32) {
        (self.declared_least(), self.least)
    }

    fn declared_least(&self) -> u32 {
        if self.limits.fill_all_seats { self.limits.seats } else { 0 }
    }

    fn released_least(&self) -> u32 {
        match self.limits.floor_release {
            FloorRelease::Strict => self.declared_least(),
            FloorRelease::AsFarAsPossible => self.declared_least().min(self.everyone),
        }
    }

    /// Whether the proof shows that no set keeps the limits and contains the taken and one more of
    /// combination `extra`.
    pub(super) fn is_proven(&self, proof: &Proof, extra: Option<usize>) -> bool {
        let mut lower = self.taken.clone();
        if let Some(number) = extra {
            add_one(&mut lower, number);
        }
        self.holds(proof, &mut lower, &mut self.available.clone())
    }

    fn holds(&self, proof: &Proof, lower: &mut [u32], upper: &mut [u32]) -> bool {
        match proof {
            Proof::Count(count) => self.does_not_come_out(count, lower, upper),
            Proof::Split { combination, at_most, then, otherwise } => {
                let families = self.limits.families.keys();
                let classes =
                    families.zip(combination).map(|(family, class)| (&**family, &**class));
                let Some(&number) = self.numbers.get(&classes.collect::<Vec<_>>()) else {
                    return false;
                };
                let capped = set(upper, number, |high| high.min(*at_most));
                let without = self.holds(then, lower, upper);
                set(upper, number, |_| capped);
                let raised = set(lower, number, |low| low.max(at_most.saturating_add(1)));
                let with = self.holds(otherwise, lower, upper);
                set(lower, number, |_| raised);
                without && with
            }
        }
    }

    /// The sum that [`Count`] describes.
    fn does_not_come_out(&self, count: &Count, lower: &[u32], upper: &[u32]) -> bool {
        let (floors, caps) = (times(&count.floors), times(&count.caps));
        let (seats, all) = (i64::from(count.seats), i64::from(count.all_seats));
        let asked = floors.iter().map(|(class, times)| times * i64::from(self.floor(*class)));
        let asked = asked.sum::<i64>() + all * i64::from(self.least().1);
        let allowed = caps.iter().map(|(class, times)| Some(times * i64::from(self.cap(*class)?)));
        // A cap that the call does not have proves nothing.
        let Some(allowed) = allowed.sum::<Option<i64>>() else { return false };
        let mut supply = allowed + seats * i64::from(self.limits.seats);
        for (classes, (&low, &high)) in self.combinations.iter().zip(lower.iter().zip(upper)) {
            let of_class =
                |class: &Class<'_>| floors.get(class).unwrap_or(&0) - caps.get(class).unwrap_or(&0);
            let weight = all - seats + classes.iter().map(of_class).sum::<i64>();
            supply += weight * i64::from(if weight > 0 { high } else { low });
        }
        asked > supply
    }
}

/// How often a count lists each class.
fn times(listed: &[Weighted]) -> HashMap<Class<'_>, i64> {
    let mut times = HashMap::new();
    for one in listed {
        *times.entry((&*one.family, &*one.class)).or_default() += i64::from(one.times);
    }
    times
}

fn add_one(counts: &mut [u32], number: usize) {
    if let Some(count) = counts.get_mut(number) {
        *count += 1;
    }
}

/// Changes one number and returns what it was.
fn set(counts: &mut [u32], number: usize, change: impl Fn(u32) -> u32) -> u32 {
    let Some(count) = counts.get_mut(number) else { return 0 };
    let before = *count;
    *count = change(before);
    before
}

/// The limits that a proof names, each once, in order.
pub(super) fn named_by(proof: &Proof) -> BTreeSet<LimitName> {
    match proof {
        Proof::Split { then, otherwise, .. } => {
            named_by(then).into_iter().chain(named_by(otherwise)).collect()
        }
        Proof::Count(count) => {
            let names = |one: &Weighted| (one.family.clone(), one.class.clone());
            let floors = count.floors.iter().map(names);
            floors
                .map(|(family, class)| LimitName::Floor { family, class })
                .chain(
                    count
                        .caps
                        .iter()
                        .map(names)
                        .map(|(family, class)| LimitName::Cap { family, class }),
                )
                .chain((count.seats > 0).then_some(LimitName::Seats))
                .chain((count.all_seats > 0).then_some(LimitName::AllSeats))
                .collect()
        }
    }
}
