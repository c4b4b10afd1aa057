//! Candidates and limits as counts. Candidates with the same classes are interchangeable for every
//! limit, so they share a cell; the look-ahead works on cells.

use super::{
    Budget, Candidate, FloorRelease, InputFault, LimitName, Limits, Lowering, ReleasedFloor,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A class without a cap.
pub(super) const NO_CAP: u32 = u32::MAX;

/// One class of one family.
#[derive(Debug, Clone)]
pub(super) struct Class {
    pub(super) family: usize,
    pub(super) name: String,
    /// The floor in force, after any release.
    pub(super) floor: u32,
    /// [`NO_CAP`] for none.
    pub(super) cap: u32,
}

/// Candidates and limits, counted. Classes are numbered consecutively over all families.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) families: Vec<String>,
    pub(super) classes: Vec<Class>,
    /// For each cell, its class in every family.
    cells: Vec<Box<[usize]>>,
    /// For each class, its cells.
    members: Vec<Vec<usize>>,
    /// For each cell, its eligible candidates.
    pub(super) sizes: Vec<u32>,
    /// For each candidate, its cell; `None` when barred.
    pub(super) cell_of: Vec<Option<usize>>,
    pub(super) costs: Vec<u64>,
    pub(super) seats: u32,
    /// Seats that must be given: all or none.
    pub(super) least: u32,
    pub(super) budget: Option<Budget>,
    pub(super) floor_release: FloorRelease,
    pub(super) lowering: Lowering,
    pub(super) released: Vec<ReleasedFloor>,
}

impl Field {
    pub(super) fn new(candidates: &[Candidate], limits: &Limits) -> Result<Self, InputFault> {
        reject_nonsense(candidates, limits)?;
        let (classes, numbers) = number_classes(candidates, limits);
        let mut field = Self {
            families: limits.families.keys().cloned().collect(),
            members: vec![Vec::new(); classes.len()],
            classes,
            cells: Vec::new(),
            sizes: Vec::new(),
            cell_of: Vec::with_capacity(candidates.len()),
            costs: candidates.iter().map(|candidate| candidate.cost).collect(),
            seats: limits.seats,
            least: if limits.fill_all_seats { limits.seats } else { 0 },
            budget: limits.budget,
            floor_release: limits.floor_release,
            lowering: Lowering::default(),
            released: Vec::new(),
        };
        field.sort_into_cells(candidates, limits, &numbers)?;
        for (cell, classes) in field.cells.iter().enumerate() {
            for &class in classes {
                if let Some(members) = field.members.get_mut(class) {
                    members.push(cell);
                }
            }
        }
        if limits.floor_release == FloorRelease::AsFarAsPossible {
            field.release_floors();
        }
        Ok(field)
    }

    pub(super) fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Each candidate stands for this many with the same classes.
    pub(super) fn repeat(&mut self, most: &[u32]) {
        for (cell, most) in self.cell_of.iter().zip(most) {
            if let Some(size) = cell.and_then(|cell| self.sizes.get_mut(cell)) {
                *size = size.saturating_add(most.saturating_sub(1));
            }
        }
    }

    /// The classes of a cell, one per family.
    pub(super) fn classes_of(&self, cell: usize) -> &[usize] {
        self.cells.get(cell).map_or(&[], |classes| classes)
    }

    /// The cells of a class.
    pub(super) fn cells_of(&self, class: usize) -> &[usize] {
        self.members.get(class).map_or(&[], Vec::as_slice)
    }

    /// The cell's class in one family.
    pub(super) fn class_in(&self, cell: usize, family: usize) -> Option<usize> {
        self.classes_of(cell).get(family).copied()
    }

    pub(super) fn family_name(&self, class: &Class) -> String {
        self.families.get(class.family).cloned().unwrap_or_default()
    }

    /// The number of floors: one per class, last the requirement that all seats be filled.
    pub(super) fn floors(&self) -> usize {
        self.classes.len() + 1
    }

    /// The floor of this number.
    pub(super) fn floor(&self, number: usize) -> u32 {
        self.classes.get(number).map_or(self.least, |class| class.floor)
    }

    pub(super) fn set_floor(&mut self, number: usize, floor: u32) {
        match self.classes.get_mut(number) {
            Some(class) => class.floor = floor,
            None => self.least = floor,
        }
    }

    pub(super) fn floor_name(&self, number: usize) -> LimitName {
        self.classes.get(number).map_or(LimitName::AllSeats, |class| LimitName::Floor {
            family: self.family_name(class),
            class: class.name.clone(),
        })
    }

    pub(super) fn has_floors(&self) -> bool {
        self.least > 0 || self.classes.iter().any(|class| class.floor > 0)
    }

    /// Counts per class, from counts per cell.
    pub(super) fn by_class(&self, per_cell: &[u32]) -> Vec<u32> {
        let mut sums = vec![0_u32; self.classes.len()];
        for (cell, &count) in per_cell.iter().enumerate() {
            for &class in self.classes_of(cell) {
                if let Some(sum) = sums.get_mut(class) {
                    *sum += count;
                }
            }
        }
        sums
    }

    fn sort_into_cells(
        &mut self,
        candidates: &[Candidate],
        limits: &Limits,
        numbers: &ClassNumbers<'_>,
    ) -> Result<(), InputFault> {
        let mut known: HashMap<Box<[usize]>, usize> = HashMap::new();
        for candidate in candidates {
            let mut combination = Vec::with_capacity(limits.families.len());
            for (family, of_family) in limits.families.keys().zip(numbers) {
                let class = candidate.classes.get(family).and_then(|name| of_family.get(&**name));
                combination.push(*class.ok_or_else(|| InputFault::NoClass {
                    id: candidate.id.clone(),
                    family: family.clone(),
                })?);
            }
            let cell = candidate.barred.is_none().then(|| {
                let combination = combination.into_boxed_slice();
                *known.entry(combination).or_insert_with_key(|combination| {
                    self.cells.push(combination.clone());
                    self.sizes.push(0);
                    self.cells.len() - 1
                })
            });
            if let Some(size) = cell.and_then(|cell| self.sizes.get_mut(cell)) {
                *size += 1;
            }
            self.cell_of.push(cell);
        }
        Ok(())
    }

    fn release_floors(&mut self) {
        let eligible = self.by_class(&self.sizes);
        let families = &self.families;
        for (class, eligible) in self.classes.iter_mut().zip(eligible) {
            if class.floor > eligible {
                self.released.push(ReleasedFloor {
                    floor: LimitName::Floor {
                        family: families.get(class.family).cloned().unwrap_or_default(),
                        class: class.name.clone(),
                    },
                    declared: class.floor,
                    held: eligible,
                });
                class.floor = eligible;
            }
        }
        let everyone = self.sizes.iter().sum();
        if self.least > everyone {
            self.released.push(ReleasedFloor {
                floor: LimitName::AllSeats,
                declared: self.least,
                held: everyone,
            });
            self.least = everyone;
        }
    }
}

fn reject_nonsense(candidates: &[Candidate], limits: &Limits) -> Result<(), InputFault> {
    if candidates.is_empty() {
        return Err(InputFault::Empty);
    }
    if limits.seats == 0 {
        return Err(InputFault::NoSeats);
    }
    for (family, limit) in &limits.families {
        let zero = limit.classes.iter().find(|(_, class)| class.max == Some(0));
        let class = match zero {
            Some((class, _)) => Some(class.clone()),
            None if limit.cap_each == Some(0) => None,
            None => continue,
        };
        return Err(InputFault::ZeroCap { family: family.clone(), class });
    }
    let mut seen = HashSet::with_capacity(candidates.len());
    match candidates.iter().find(|candidate| !seen.insert(&*candidate.id)) {
        Some(twice) => Err(InputFault::Duplicate { id: twice.id.clone() }),
        None => Ok(()),
    }
}

/// For each family, the number of each class name.
type ClassNumbers<'a> = Vec<HashMap<&'a str, usize>>;

/// Numbers every class that a limit or a candidate names, by name within its family.
fn number_classes<'a>(
    candidates: &'a [Candidate],
    limits: &'a Limits,
) -> (Vec<Class>, ClassNumbers<'a>) {
    let mut classes = Vec::new();
    let mut numbers = Vec::with_capacity(limits.families.len());
    for (family, (family_name, limit)) in limits.families.iter().enumerate() {
        let mut names: BTreeSet<&str> = limit.classes.keys().map(String::as_str).collect();
        let of_candidates = candidates.iter().filter_map(|one| one.classes.get(family_name));
        names.extend(of_candidates.map(String::as_str));
        let mut of_family = HashMap::with_capacity(names.len());
        for name in names {
            let own = limit.classes.get(name).copied().unwrap_or_default();
            of_family.insert(name, classes.len());
            classes.push(Class {
                family,
                name: name.to_owned(),
                floor: own.min,
                cap: own.max.or(limit.cap_each).unwrap_or(NO_CAP),
            });
        }
        numbers.push(of_family);
    }
    (classes, numbers)
}
