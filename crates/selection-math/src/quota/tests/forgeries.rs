//! Complete and correct outcomes of another set of candidates, presented for this one: candidates
//! exchanged, limits or costs changed, each with matching certificates, lists and numbers. The
//! checker must accept none.

use super::money::rich_cases;
use super::*;

/// Presents the correct outcome of another case as if it were of this one.
fn dressed_up(case: &Case, other: &Case, outcome: &Outcome) -> Option<Outcome> {
    let put = |certificates: &[Certificate]| -> Option<Vec<Certificate>> {
        let by_id = |id: &String| certificates.iter().find(|one| &one.id == id).cloned();
        let all: Vec<Certificate> = (1..)
            .zip(case.candidates.iter().filter_map(|one| by_id(&one.id)))
            .map(|(place, one)| Certificate { place, ..one })
            .collect();
        (all.len() == certificates.len()).then_some(all)
    };
    let in_order = |ids: &[String]| -> Vec<String> {
        let order = case.candidates.iter().map(|one| &one.id);
        order.filter(|id| ids.contains(id)).cloned().collect()
    };
    let mut forged = outcome.clone();
    forged.certificates = put(&outcome.certificates)?;
    forged.selected = in_order(&outcome.selected);
    forged.reserve = in_order(&outcome.reserve);
    let mut seats = 0;
    for certificate in &mut forged.certificates {
        if let Verdict::Selected { seat } | Verdict::SelectedInPart { seat, .. } =
            &mut certificate.verdict
        {
            seats += 1;
            *seat = seats;
        }
        if let Verdict::CapFull { by, .. } = &mut certificate.verdict {
            *by = in_order(by);
        }
    }
    // Costs are given as in the true list.
    for (certificate, candidate) in forged.certificates.iter_mut().zip(&case.candidates) {
        if let Verdict::OverBudget { cost, .. } | Verdict::SelectedInPart { cost, .. } =
            &mut certificate.verdict
        {
            *cost = candidate.cost;
        }
    }
    (other.candidates.len() == case.candidates.len()).then_some(forged)
}

/// Cases similar to this one: two candidates exchanged in the ranking, two candidates' classes and
/// costs exchanged, one limit or the money changed.
fn others(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let n = case.candidates.len();
    for one in 0..n {
        for two in one + 1..n {
            let mut swapped = case.clone();
            swapped.candidates.swap(one, two);
            found.push(swapped);
            let mut exchanged = case.clone();
            let (first, second) = (case.candidates[one].clone(), case.candidates[two].clone());
            exchanged.candidates[one] = Candidate { id: first.id, ..second.clone() };
            exchanged.candidates[two] = Candidate { id: second.id, ..case.candidates[one].clone() };
            found.push(exchanged);
        }
        let mut cheaper = case.clone();
        cheaper.candidates[one].cost = cheaper.candidates[one].cost.saturating_sub(3);
        found.push(cheaper);
    }
    for by in [-1_i64, 1] {
        let moved = |value: u32| u32::try_from((i64::from(value) + by).max(0)).unwrap();
        let mut seats = case.clone();
        seats.limits.seats = moved(seats.limits.seats).max(1);
        found.push(seats);
        for family in case.limits.families.keys() {
            for class in case.limits.families[family].classes.keys() {
                let change = |change: &dyn Fn(&mut ClassLimit)| {
                    let mut changed = case.clone();
                    let own = changed.limits.families.get_mut(family).unwrap();
                    change(own.classes.get_mut(class).unwrap());
                    changed
                };
                found.push(change(&|own| own.min = moved(own.min)));
                found.push(change(&|own| own.max = own.max.map(|max| moved(max).max(1))));
            }
        }
        if let Some(budget) = case.limits.budget {
            let mut money = case.clone();
            let amount = budget.amount.saturating_add_signed(by * 4);
            money.limits.budget = Some(Budget { amount, ..budget });
            found.push(money);
        }
    }
    for policy in
        [BudgetPolicy::StopAtFirst, BudgetPolicy::SkipAndContinue, BudgetPolicy::FundInPart]
    {
        if let Some(budget) = case.limits.budget {
            let mut other = case.clone();
            other.limits.budget = Some(Budget { policy, ..budget });
            found.push(other);
        }
    }
    let mut release = case.clone();
    release.limits.floor_release = match case.limits.floor_release {
        FloorRelease::Strict => FloorRelease::AsFarAsPossible,
        FloorRelease::AsFarAsPossible => FloorRelease::Strict,
    };
    found.push(release);
    let mut full = case.clone();
    full.limits.fill_all_seats = !full.limits.fill_all_seats;
    found.push(full);
    found
}

/// The result for the candidates, without the proofs.
fn told(outcome: &Outcome) -> String {
    let verdicts = outcome.certificates.iter().map(|one| match &one.verdict {
        Verdict::NeededForFloors { seats_left, .. } => format!("{} needed {seats_left}", one.id),
        Verdict::OverBudget { cost, left, .. } => format!("{} dear {cost} {left}", one.id),
        Verdict::SelectedInPart { seat, granted, .. } => {
            format!("{} part {seat} {granted}", one.id)
        }
        other => format!("{} {other:?}", one.id),
    });
    format!("{} {:?} {:?}", outcome.feasible, verdicts.collect::<Vec<_>>(), outcome.released)
}

#[test]
fn no_outcome_of_another_field_passes_for_this_one() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut tried, mut accepted) = (0_u32, Vec::new());
    for families in [0, 1, 2, 3] {
        for _ in 0..60 {
            let case = rich_cases(families, 8).new_tree(&mut runner).unwrap().current();
            let honest = fill(&case.candidates, &case.limits).unwrap();
            for other in others(&case) {
                let Ok(outcome) = fill(&other.candidates, &other.limits) else { continue };
                for forged in [Some(outcome.clone()), dressed_up(&case, &other, &outcome)] {
                    let Some(forged) = forged.filter(|forged| told(forged) != told(&honest)) else {
                        continue;
                    };
                    tried += 1;
                    if check(&case.candidates, &case.limits, &forged).is_ok() {
                        accepted.push((case.clone(), forged, honest.clone()));
                    }
                }
            }
        }
    }
    println!("{tried} forgeries, {} accepted", accepted.len());
    assert!(tried > 5_000, "{tried}");
    assert!(accepted.is_empty(), "{} of {tried}: {:#?}", accepted.len(), accepted[0]);
}
