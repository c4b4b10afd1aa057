//! Two families of limits as a circulation with lower bounds: source → class of the first family →
//! class of the second → sink → source. A feasible set of candidates is an integral circulation; if
//! there is none, the nodes reached by the failed search are a cut that proves it (Hoffman).

#![expect(
    clippy::indexing_slicing,
    reason = "nodes and arcs are numbered by `Network::new` and never leave this file unchecked"
)]

use super::field::{Field, NO_CAP};
use super::proof::Weights;

const SOURCE: usize = 0;
const SINK: usize = 1;
/// The arc sink → source carries the number of seats given.
const RETURN_ARC: usize = 0;
const NO_NODE: usize = usize::MAX;

/// The part that does not change while candidates are taken.
#[derive(Debug, Clone)]
pub(super) struct Network {
    from: Vec<usize>,
    to: Vec<usize>,
    upper: Vec<u32>,
    /// Arcs at each node, leaving and entering.
    arcs_at: Vec<Vec<usize>>,
    /// For each class its node, or [`NO_NODE`].
    node_of_class: Vec<usize>,
    /// For each class the arc that carries its seats.
    arc_of_class: Vec<usize>,
    arc_of_cell: Vec<usize>,
    /// The first family's number; its classes are connected to the source.
    first: usize,
}

impl Network {
    /// The network of two families, or of one when `second` is `None`, with at most `upper`
    /// candidates per cell.
    pub(super) fn new(
        field: &Field,
        first: Option<usize>,
        second: Option<usize>,
        upper: &[u32],
    ) -> Self {
        let mut network = Self {
            from: vec![SINK],
            to: vec![SOURCE],
            upper: vec![field.seats],
            arcs_at: vec![vec![RETURN_ARC], vec![RETURN_ARC]],
            node_of_class: vec![NO_NODE; field.classes.len()],
            arc_of_class: vec![RETURN_ARC; field.classes.len()],
            arc_of_cell: Vec::with_capacity(field.cells()),
            first: first.unwrap_or(NO_NODE),
        };
        for (number, class) in field.classes.iter().enumerate() {
            if Some(class.family) == first || Some(class.family) == second {
                network.add_class(number, class.cap, Some(class.family) == first);
            }
        }
        network.add_cells(field, first, second, upper);
        network
    }

    fn add_class(&mut self, class: usize, cap: u32, is_first: bool) {
        let node = self.arcs_at.len();
        self.arcs_at.push(Vec::new());
        self.node_of_class[class] = node;
        let (from, to) = if is_first { (SOURCE, node) } else { (node, SINK) };
        self.arc_of_class[class] = self.add_arc(from, to, cap);
    }

    fn add_cells(
        &mut self,
        field: &Field,
        first: Option<usize>,
        second: Option<usize>,
        upper: &[u32],
    ) {
        let mut between = std::collections::HashMap::new();
        for (cell, &size) in upper.iter().enumerate() {
            let node = |family: Option<usize>| {
                family
                    .and_then(|family| field.class_in(cell, family))
                    .map(|c| self.node_of_class[c])
            };
            let ends = (node(first).unwrap_or(SOURCE), node(second).unwrap_or(SINK));
            let arc = match between.get(&ends) {
                Some(&arc) => arc,
                None => self.add_arc(ends.0, ends.1, 0),
            };
            between.insert(ends, arc);
            self.upper[arc] += size;
            self.arc_of_cell.push(arc);
        }
    }

    fn add_arc(&mut self, from: usize, to: usize, upper: u32) -> usize {
        let arc = self.from.len();
        self.from.push(from);
        self.to.push(to);
        self.upper.push(upper);
        self.arcs_at[from].push(arc);
        self.arcs_at[to].push(arc);
        arc
    }
}

/// A circulation on a [`Network`], kept feasible while candidates are taken.
#[derive(Debug, Default)]
pub(super) struct Flow {
    carried: Vec<u32>,
    lower: Vec<u32>,
    /// Search number at which a node was last reached.
    reached: Vec<u32>,
    search: u32,
    /// The arc by which a node was reached.
    by_arc: Vec<usize>,
    queue: Vec<usize>,
}

impl Clone for Flow {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    /// Copies into the existing buffers; a Monte Carlo run does so once for each draw.
    fn clone_from(&mut self, source: &Self) {
        self.carried.clone_from(&source.carried);
        self.lower.clone_from(&source.lower);
        self.by_arc.resize(source.by_arc.len(), RETURN_ARC);
        if self.reached.len() != source.reached.len() {
            self.reached.clone_from(&source.reached);
            self.search = source.search;
        }
    }
}

impl Flow {
    /// A circulation with at least `lower` candidates per cell that keeps the floors.
    ///
    /// # Errors
    /// The cut, if there is no circulation. Caps and seats must permit `lower` itself.
    pub(super) fn start(network: &Network, field: &Field, lower: &[u32]) -> Result<Self, Weights> {
        let (arcs, nodes) = (network.from.len(), network.arcs_at.len());
        let mut flow = Self {
            carried: vec![0; arcs],
            lower: vec![0; arcs],
            reached: vec![0; nodes],
            search: 0,
            by_arc: vec![RETURN_ARC; nodes],
            queue: Vec::with_capacity(nodes),
        };
        for (&arc, &count) in network.arc_of_cell.iter().zip(lower) {
            flow.lower[arc] += count;
            flow.carried[arc] += count;
            flow.carried[RETURN_ARC] += count;
        }
        for (class, count) in field.by_class(lower).into_iter().enumerate() {
            if network.node_of_class[class] != NO_NODE {
                flow.carried[network.arc_of_class[class]] = count;
            }
        }
        flow.raise_to_floors(network, field)?;
        Ok(flow)
    }

    fn raise_to_floors(&mut self, network: &Network, field: &Field) -> Result<(), Weights> {
        let classes = field.classes.iter().enumerate();
        let in_network = classes.filter(|(class, _)| network.node_of_class[*class] != NO_NODE);
        let floors = in_network.map(|(class, limit)| (network.arc_of_class[class], limit.floor));
        for (arc, floor) in floors.chain([(RETURN_ARC, field.least)]) {
            self.lower[arc] = floor;
            while self.carried[arc] < floor {
                if !self.push_through(network, arc) {
                    return Err(self.cut(network, field));
                }
            }
        }
        Ok(())
    }

    /// Whether one more candidate of the cell can be taken.
    pub(super) fn admits(&mut self, network: &Network, cell: usize) -> bool {
        let arc = network.arc_of_cell[cell];
        self.carried[arc] > self.lower[arc] || self.push_through(network, arc)
    }

    /// Takes one candidate of a cell that [`Self::admits`] it.
    pub(super) fn take(&mut self, network: &Network, cell: usize) {
        self.lower[network.arc_of_cell[cell]] += 1;
    }

    /// After a refusal: whether the same cut also refuses this cell. Its arc enters the reached
    /// nodes from outside, so it carries its lower bound and can carry no more.
    pub(super) fn also_refuses(&self, network: &Network, cell: usize) -> bool {
        let arc = network.arc_of_cell[cell];
        self.is_reached(network.to[arc]) && !self.is_reached(network.from[arc])
    }

    /// Pushes one unit around a cycle through `arc`; if it returns false, the reached nodes are a
    /// cut.
    fn push_through(&mut self, network: &Network, arc: usize) -> bool {
        let (start, goal) = (network.to[arc], network.from[arc]);
        if self.carried[arc] >= network.upper[arc] || !self.find_path(network, start, goal) {
            return false;
        }
        let mut node = goal;
        while node != start {
            let step = self.by_arc[node];
            if network.to[step] == node {
                self.carried[step] += 1;
                node = network.from[step];
            } else {
                self.carried[step] -= 1;
                node = network.to[step];
            }
        }
        self.carried[arc] += 1;
        true
    }

    fn find_path(&mut self, network: &Network, start: usize, goal: usize) -> bool {
        self.search = self.search.wrapping_add(1);
        self.queue.clear();
        self.reach(start, RETURN_ARC);
        let mut next = 0;
        while let Some(&node) = self.queue.get(next) {
            next += 1;
            for &arc in &network.arcs_at[node] {
                let leaves = network.from[arc] == node;
                let other = if leaves { network.to[arc] } else { network.from[arc] };
                let is_open = if leaves {
                    self.carried[arc] < network.upper[arc]
                } else {
                    self.carried[arc] > self.lower[arc]
                };
                if is_open && !self.is_reached(other) {
                    self.reach(other, arc);
                    if other == goal {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn reach(&mut self, node: usize, by: usize) {
        self.reached[node] = self.search;
        self.by_arc[node] = by;
        self.queue.push(node);
    }

    fn is_reached(&self, node: usize) -> bool {
        self.reached[node] == self.search
    }

    /// The candidates per cell; exact only when no two cells share an arc.
    pub(super) fn per_cell(&self, network: &Network) -> Vec<u32> {
        network.arc_of_cell.iter().map(|&arc| self.carried[arc]).collect()
    }

    /// The limits whose bounds the cut crosses.
    fn cut(&self, network: &Network, field: &Field) -> Weights {
        let mut weights = Weights::none(field);
        let (source, sink) = (self.is_reached(SOURCE), self.is_reached(SINK));
        weights.seats = i64::from(sink && !source);
        weights.all_seats = i64::from(source && !sink);
        for (number, class) in field.classes.iter().enumerate() {
            let node = network.node_of_class[number];
            if node == NO_NODE {
                continue;
            }
            let inside = self.is_reached(node);
            let (floor, cap) = if class.family == network.first {
                (inside && !source, !inside && source)
            } else {
                (!inside && sink, inside && !sink)
            };
            weights.floors[number] = i64::from(floor && class.floor > 0);
            weights.caps[number] = i64::from(cap && class.cap != NO_CAP);
        }
        weights
    }
}
