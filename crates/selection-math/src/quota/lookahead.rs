//! Whether one more candidate can be taken, asked down a whole ranking. To keep this fast, a
//! circulation for every two families and, with three or more families, one feasible set (`spare`)
//! are kept and repaired, so that a full search is rarely needed.

#![expect(
    clippy::indexing_slicing,
    reason = "cells and classes are numbered by `Field`; this runs once per draw of a simulation"
)]

use super::InputFault;
use super::circulation::{Flow, Network};
use super::field::Field;
use super::program::{self, Refusal};
use super::proof::{Bounds, KnownCount};
use std::sync::Arc;

/// The answer for one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Taken,
    SeatsFull,
    /// The class, by its number.
    CapFull(usize),
    /// Some floor would become unreachable.
    Needed,
}

/// The state of the pass down the ranking.
#[derive(Debug)]
pub(super) struct Lookahead {
    /// For each cell: candidates taken.
    pub(super) taken: Vec<u32>,
    /// For each cell: candidates that can be taken at all.
    pub(super) upper: Vec<u32>,
    pub(super) in_class: Vec<u32>,
    pub(super) total: u32,
    /// For each family: seats its floors still lack.
    unmet: Vec<u32>,
    /// Cells that a floor has refused once. The set of taken candidates only grows, so the refusal
    /// is permanent.
    refused: Vec<bool>,
    networks: Arc<[Network]>,
    flows: Vec<Flow>,
    /// Cells, one entry for each candidate, that complete the taken to a feasible set (three or
    /// more families).
    spare: Vec<usize>,
    /// `in_class` with `spare` on top.
    with_spare: Vec<u32>,
    /// Counts that refused a candidate (three or more families).
    known: Vec<KnownCount>,
    /// Whether no floor restricts the choice any more.
    settled: bool,
}

impl Clone for Lookahead {
    fn clone(&self) -> Self {
        Self {
            taken: self.taken.clone(),
            upper: self.upper.clone(),
            in_class: self.in_class.clone(),
            unmet: self.unmet.clone(),
            refused: self.refused.clone(),
            networks: Arc::clone(&self.networks),
            flows: self.flows.clone(),
            spare: self.spare.clone(),
            with_spare: self.with_spare.clone(),
            known: self.known.clone(),
            ..*self
        }
    }

    /// Copies into the existing buffers; a simulation does so once for each draw.
    fn clone_from(&mut self, source: &Self) {
        self.taken.clone_from(&source.taken);
        self.upper.clone_from(&source.upper);
        self.in_class.clone_from(&source.in_class);
        self.total = source.total;
        self.unmet.clone_from(&source.unmet);
        self.refused.clone_from(&source.refused);
        self.networks.clone_from(&source.networks);
        self.flows.clone_from(&source.flows);
        self.spare.clone_from(&source.spare);
        self.with_spare.clone_from(&source.with_spare);
        self.known.clone_from(&source.known);
        self.settled = source.settled;
    }
}

impl Lookahead {
    /// The state before anyone is taken, or why no set keeps the limits.
    pub(super) fn start(field: &Field) -> Result<Result<Self, Refusal>, InputFault> {
        Self::holding(field, &[])
    }

    /// With a candidate of each of these cells taken, who keep their seats whatever follows.
    pub(super) fn holding(
        field: &Field,
        cells: &[usize],
    ) -> Result<Result<Self, Refusal>, InputFault> {
        let mut start = Self::blank(field);
        for &cell in cells {
            start.take(field, cell);
        }
        Ok(start.look_afresh(field)?.map(|()| start))
    }

    fn blank(field: &Field) -> Self {
        let mut start = Self {
            taken: vec![0; field.cells()],
            upper: field.sizes.clone(),
            in_class: vec![0; field.classes.len()],
            total: 0,
            unmet: vec![0; field.families.len()],
            refused: vec![false; field.cells()],
            networks: Arc::from([]),
            flows: Vec::new(),
            spare: Vec::new(),
            with_spare: Vec::new(),
            known: Vec::new(),
            settled: !field.has_floors(),
        };
        for class in &field.classes {
            start.unmet[class.family] += class.floor;
        }
        start
    }

    /// Ends the requirement that all seats be filled.
    pub(super) fn release_floors(&mut self) {
        self.settled = true;
    }

    /// One candidate of the cell can no longer be taken.
    pub(super) fn lose_one(
        &mut self,
        field: &Field,
        cell: usize,
    ) -> Result<Result<(), Refusal>, InputFault> {
        self.upper[cell] -= 1;
        if self.settled { Ok(Ok(())) } else { self.look_afresh(field) }
    }

    /// Nobody else can be taken.
    pub(super) fn lose_all(&mut self, field: &Field) -> Result<Result<(), Refusal>, InputFault> {
        self.upper.clone_from(&self.taken);
        if self.settled { Ok(Ok(())) } else { self.look_afresh(field) }
    }

    fn look_afresh(&mut self, field: &Field) -> Result<Result<(), Refusal>, InputFault> {
        let counts = match program::solve(field, &self.taken, &self.upper)? {
            Ok(counts) => counts,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if self.settled || field.families.len() < 2 {
            return Ok(Ok(()));
        }
        let (mut networks, mut flows) = (Vec::new(), Vec::new());
        for (first, second) in program::pairs(field.families.len()) {
            let network = Network::new(field, first, second, &self.upper);
            match Flow::start(&network, field, &self.taken) {
                Ok(flow) => flows.push(flow),
                Err(weights) => return Ok(Err(Refusal::Count(weights))),
            }
            networks.push(network);
        }
        (self.networks, self.flows) = (networks.into(), flows);
        self.with_spare = field.by_class(&counts);
        self.spare = spare_of(&self.taken, &counts);
        Ok(Ok(()))
    }

    /// Takes a candidate of the cell if some feasible set contains it and all taken so far.
    pub(super) fn ask(&mut self, field: &Field, cell: usize) -> Result<Answer, InputFault> {
        if self.total >= field.seats {
            return Ok(Answer::SeatsFull);
        }
        let classes = field.classes_of(cell);
        let full = |class: &&usize| self.in_class[**class] >= field.classes[**class].cap;
        if let Some(&class) = classes.iter().find(full) {
            return Ok(Answer::CapFull(class));
        }
        if !self.settled && !self.leaves_floors_reachable(field, cell)? {
            return Ok(Answer::Needed);
        }
        self.take(field, cell);
        Ok(Answer::Taken)
    }

    fn leaves_floors_reachable(&mut self, field: &Field, cell: usize) -> Result<bool, InputFault> {
        if self.refused[cell] || !self.leaves_seats_for_floors(field, cell) {
            return Ok(false);
        }
        // One family: the seats left are enough, and what a cap permits is always available.
        if field.families.len() < 2 {
            return Ok(true);
        }
        if self.known.iter().any(|known| known.refuses(cell)) || !self.circulations_admit(cell) {
            return Ok(false);
        }
        if field.families.len() > 2 && !self.spare_admits(field, cell)? {
            self.refused[cell] = true;
            return Ok(false);
        }
        Ok(true)
    }

    /// By counting alone: in every family the floors lack no more than the seats that remain.
    fn leaves_seats_for_floors(&self, field: &Field, cell: usize) -> bool {
        let remain = field.seats - self.total - 1;
        field.classes_of(cell).iter().zip(&self.unmet).all(|(&class, &unmet)| {
            unmet - u32::from(self.in_class[class] < field.classes[class].floor) <= remain
        })
    }

    fn circulations_admit(&mut self, cell: usize) -> bool {
        let networks = Arc::clone(&self.networks);
        for (flow, network) in self.flows.iter_mut().zip(networks.iter()) {
            if !flow.admits(network, cell) {
                for (other, refused) in self.refused.iter_mut().enumerate() {
                    *refused = *refused || flow.also_refuses(network, other);
                }
                return false;
            }
        }
        true
    }

    /// Three or more families: repairs `spare` so that it completes the taken and one of the cell.
    fn spare_admits(&mut self, field: &Field, cell: usize) -> Result<bool, InputFault> {
        if let Some(at) = self.spare.iter().position(|&spare| spare == cell) {
            self.spare.swap_remove(at);
            return Ok(true);
        }
        if self.swap_into_spare(field, cell) {
            return Ok(true);
        }
        let mut lower = self.taken.clone();
        lower[cell] += 1;
        match program::solve(field, &lower, &self.upper)? {
            Ok(mut counts) => {
                self.with_spare = field.by_class(&counts);
                counts[cell] -= 1;
                self.spare = spare_of(&self.taken, &counts);
                Ok(true)
            }
            Err(refusal) => {
                if let Refusal::Count(weights) = refusal {
                    let taken = Bounds { lower: &self.taken, upper: &self.upper };
                    self.known.push(KnownCount::new(&weights, field, taken));
                }
                Ok(false)
            }
        }
    }

    /// Adds the cell to the completed set, if necessary in exchange for one spare candidate, and
    /// one more for the floor which that one served.
    fn swap_into_spare(&mut self, field: &Field, cell: usize) -> bool {
        self.shift(field, cell, true);
        if self.is_complete_after(field, &[cell], 1) {
            self.drop_idle_spare(field, cell);
            return true;
        }
        for at in 0..self.spare.len() {
            let out = self.spare[at];
            self.shift(field, out, false);
            if self.is_complete_after(field, &[cell, out], 0) {
                self.spare.swap_remove(at);
                return true;
            }
            if let Some(instead) = self.substitute(field, cell, out) {
                self.spare[at] = instead;
                return true;
            }
            self.shift(field, out, true);
        }
        self.shift(field, cell, false);
        false
    }

    /// A candidate that makes the set complete when `cell` is added and `out` removed; it is then
    /// added too.
    fn substitute(&mut self, field: &Field, cell: usize, out: usize) -> Option<usize> {
        let lacks = |class: &&usize| self.with_spare[**class] < field.classes[**class].floor;
        let class = *field.classes_of(out).iter().find(lacks)?;
        for &instead in field.cells_of(class) {
            self.shift(field, instead, true);
            if instead != out
                && instead != cell
                && self.is_complete_after(field, &[cell, out, instead], 1)
                && self.is_left(instead)
            {
                return Some(instead);
            }
            self.shift(field, instead, false);
        }
        None
    }

    /// Whether the cell has a candidate who is neither taken nor spare.
    fn is_left(&self, cell: usize) -> bool {
        let spare = self.spare.iter().filter(|&&spare| spare == cell).count();
        u32::try_from(spare).is_ok_and(|spare| self.taken[cell] + spare < self.upper[cell])
    }

    /// Frees a seat if the newly taken candidate serves the floor for which a spare one was kept.
    fn drop_idle_spare(&mut self, field: &Field, newly: usize) {
        for at in (0..self.spare.len()).rev() {
            let out = self.spare[at];
            self.shift(field, out, false);
            // The newly taken is in `with_spare` but not yet in `total`.
            if self.is_complete_after(field, &[newly, out], 0)
                && self.completed_total() >= field.least
            {
                self.spare.swap_remove(at);
            } else {
                self.shift(field, out, true);
            }
        }
    }

    fn shift(&mut self, field: &Field, cell: usize, up: bool) {
        for &class in field.classes_of(cell) {
            let count = &mut self.with_spare[class];
            *count = if up { *count + 1 } else { *count - 1 };
        }
    }

    /// Candidates in the completed set; any one family counts them all.
    fn completed_total(&self) -> u32 {
        self.total + u32::try_from(self.spare.len()).unwrap_or(u32::MAX)
    }

    /// Whether the limits of the changed cells hold for a set that has grown by `grows`.
    fn is_complete_after(&self, field: &Field, changed: &[usize], grows: u32) -> bool {
        let fits = self.completed_total() + grows <= field.seats;
        fits && changed.iter().flat_map(|&cell| field.classes_of(cell)).all(|&class| {
            let (limit, count) = (&field.classes[class], self.with_spare[class]);
            limit.floor <= count && count <= limit.cap
        })
    }

    fn take(&mut self, field: &Field, cell: usize) {
        self.taken[cell] += 1;
        self.total += 1;
        for &class in field.classes_of(cell) {
            if self.in_class[class] < field.classes[class].floor {
                self.unmet[field.classes[class].family] -= 1;
            }
            self.in_class[class] += 1;
        }
        if self.settled {
            return;
        }
        self.known.iter_mut().for_each(|known| known.note_taken(cell));
        for (flow, network) in self.flows.iter_mut().zip(self.networks.iter()) {
            flow.take(network, cell);
        }
        self.settled = self.total >= field.least && self.unmet.iter().all(|&unmet| unmet == 0);
    }
}

/// Each cell as often as `counts` has it beyond `taken`.
fn spare_of(taken: &[u32], counts: &[u32]) -> Vec<usize> {
    let surplus = taken.iter().zip(counts).enumerate();
    surplus
        .flat_map(|(cell, (&taken, &count))| {
            std::iter::repeat_n(cell, usize::try_from(count - taken).unwrap_or(0))
        })
        .collect()
}
