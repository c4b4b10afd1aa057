//! The first flow: every proposal takes its best reviewers, ignoring overloads. The chains of
//! exchanges then remove the overloads.

use super::super::narrow;
use super::{Flow, Transport};

/// `None` when a proposal has fewer pairs than its demand.
pub(super) fn flow(transport: &Transport) -> Option<Flow<'_>> {
    let reviewers = transport.load.len();
    let mut flow = Flow {
        transport,
        chosen: vec![false; transport.value.len()],
        held: vec![Vec::new(); reviewers],
        places: vec![0; reviewers],
        sink_excess: 0,
        seat_price: Vec::with_capacity(transport.demand.len()),
        reviewer_price: Vec::new(),
        sink_price: 0,
    };
    let mut gaps = 0;
    let mut offers = Vec::new();
    for proposal in 0..transport.demand.len() {
        let (price, gap) = flow.take_best(proposal, &mut offers)?;
        flow.seat_price.push(price);
        gaps += gap;
    }
    let price = even_price(transport, gaps);
    flow.reviewer_price = vec![price; reviewers];
    flow.seat_price.iter_mut().for_each(|seat| *seat -= price);
    flow.open_places();
    Some(flow)
}

/// The same for every reviewer, so that it affects no proposal's choice. Any price leads to the
/// same optimum. One slightly below what the average load would require is the fastest, because
/// then few places are open at the start and every chain ends nearby.
fn even_price(transport: &Transport, gaps: i64) -> i64 {
    let average = transport.reviews() / i64::try_from(transport.load.len()).unwrap_or(i64::MAX);
    let marginal = transport.load_weight * (2 * average + 1);
    let usual_gap = gaps / i64::try_from(transport.demand.len()).unwrap_or(i64::MAX).max(1);
    (marginal - 2 * usual_gap).max(0)
}

impl Flow<'_> {
    /// Takes the arcs of greatest value, among equals the reviewer with the fewest proposals.
    /// Returns the value of the last one taken (none taken is below it, none left is above) and the
    /// distance to the next one.
    fn take_best(
        &mut self,
        proposal: usize,
        offers: &mut Vec<(i64, usize, usize)>,
    ) -> Option<(i64, i64)> {
        let demand = self.transport.demand[proposal] as usize;
        offers.clear();
        offers.extend(self.transport.arcs_of(proposal).map(|arc| {
            let reviewer = self.transport.reviewer[arc] as usize;
            (-self.transport.value[arc], self.held[reviewer].len(), arc)
        }));
        if demand == 0 {
            return Some((offers.iter().map(|offer| -offer.0).max().unwrap_or(0), 0));
        }
        if offers.len() < demand {
            return None;
        }
        let (_, last, others) = offers.select_nth_unstable(demand - 1);
        let price = -last.0;
        let gap = others.iter().map(|other| price + other.0).min().unwrap_or(0);
        for &(_, _, arc) in offers.iter().take(demand) {
            let reviewer = self.transport.reviewer[arc] as usize;
            self.chosen[arc] = true;
            self.held[reviewer].push((narrow(proposal), narrow(arc)));
        }
        Some((price, gap))
    }

    /// Opens as many places as there are proposals, within what the price permits.
    fn open_places(&mut self) {
        self.sink_excess = -self.transport.reviews();
        for reviewer in 0..self.places.len() {
            let offered = self.transport.offered(reviewer, self.reviewer_price[reviewer]);
            let held = self.transport.load[reviewer].given + narrow(self.held[reviewer].len());
            self.places[reviewer] = held.clamp(*offered.start(), *offered.end());
            self.sink_excess += i64::from(self.places[reviewer]);
        }
    }
}
