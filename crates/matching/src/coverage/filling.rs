//! The maximum flow from the side that needs pairs, and the minimum cut if some need is not met.
//! Shortest augmenting paths, in phases that share the knowledge of fruitless searches.

use super::super::narrow;

/// One side that needs pairs, and the other that has capacity for them. Fixed pairs are already
/// subtracted.
pub(super) struct Graph {
    pub(super) need: Vec<u32>,
    pub(super) room: Vec<u32>,
    pub(super) first_arc: Vec<usize>,
    pub(super) other: Vec<u32>,
    pub(super) affinity: Vec<u32>,
}

impl Graph {
    pub(super) fn arcs_of(&self, node: usize, floor: u32) -> impl Iterator<Item = usize> {
        (self.first_arc[node]..self.first_arc[node + 1])
            .filter(move |&arc| self.affinity[arc] >= floor)
    }
}

/// A maximum flow from the needy side.
pub(super) struct Filling<'g> {
    graph: &'g Graph,
    floor: u32,
    missing: Vec<u32>,
    chosen: Vec<bool>,
    /// For each provider: who uses a place, with the arc.
    held: Vec<Vec<(u32, u32)>>,
}

/// Which node was reached in a search, and by which arc.
struct Reached {
    needy: Vec<bool>,
    provider_by: Vec<Option<(u32, u32)>>,
    /// The place that a needy node would give up.
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
    pub(super) fn greatest(graph: &'g Graph, floor: u32) -> Self {
        let mut filling = Self {
            graph,
            floor,
            missing: graph.need.clone(),
            chosen: vec![false; graph.other.len()],
            held: vec![Vec::new(); graph.room.len()],
        };
        filling.take_free_places();
        // Nodes that one search of a phase reached without success are useless for later searches
        // of the phase. So a phase without any success proves that the flow is maximal.
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

    pub(super) fn is_complete(&self) -> bool {
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

    /// One more place for the node, if a chain of exchanges ends at free capacity.
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

    /// Breadth-first search from one node; returns the first provider with capacity, if one can be
    /// reached.
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

    /// The smallest set found of needy nodes that together need more than all their providers have,
    /// and those providers: the nodes that a search from one unserved node reaches.
    pub(super) fn smallest_cut(&self) -> Option<(Vec<usize>, Vec<usize>)> {
        /// The number of cuts compared to find the smallest.
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
