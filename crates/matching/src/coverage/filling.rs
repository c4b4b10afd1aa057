//! The maximum flow from one needy side, and the minimum cut where it leaves someone short. Shortest
//! augmenting paths, in phases that share what was searched in vain.

use super::super::narrow;

/// One side that needs pairs, the other that has room for them. Fixed pairs are already off.
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

/// A flow from the needy side, as large as can be.
pub(super) struct Filling<'g> {
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
    pub(super) fn greatest(graph: &'g Graph, floor: u32) -> Self {
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
    pub(super) fn smallest_cut(&self) -> Option<(Vec<usize>, Vec<usize>)> {
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
