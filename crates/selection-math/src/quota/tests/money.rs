//! Tests of floors and money against an oracle written only from the words of `docs/selection.md`:
//! it tries every set of candidates at every step.

use super::*;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    Selected { names: Vec<usize>, granted: Vec<u64> },
    Infeasible,
}

/// A case for the oracle: sets of candidates are bits.
pub(super) struct Oracle<'a> {
    pub(super) case: &'a Case,
    /// Every set within caps and seats, without barred candidates.
    sets: Vec<u32>,
}

/// Floors in order of the families' and classes' names; last the seats that must be given.
type Floors = Vec<u32>;

impl<'a> Oracle<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let mut oracle = Self { case, sets: Vec::new() };
        let all = 0..1_u32 << case.candidates.len();
        oracle.sets = all.filter(|set| oracle.is_within(*set)).collect();
        oracle
    }

    fn has(set: u32, name: usize) -> bool {
        set >> name & 1 == 1
    }

    fn count(&self, set: u32, family: &str, class: &str) -> u32 {
        let is_in =
            |(at, one): &(usize, &Candidate)| Self::has(set, *at) && one.classes[family] == class;
        u32::try_from(self.case.candidates.iter().enumerate().filter(is_in).count()).unwrap()
    }

    fn is_within(&self, set: u32) -> bool {
        let barred = |(at, one): (usize, &Candidate)| Self::has(set, at) && one.barred.is_some();
        set.count_ones() <= self.case.limits.seats
            && !self.case.candidates.iter().enumerate().any(barred)
            && self.case.limits.families.iter().all(|(family, limit)| {
                NAMES.iter().all(|class| {
                    let own = limit.classes.get(*class).and_then(|own| own.max);
                    let cap = own.or(limit.cap_each);
                    cap.is_none_or(|cap| self.count(set, family, class) <= cap)
                })
            })
    }

    /// What each floor requires, and what a set has of it.
    fn asked(&self) -> Vec<(Option<(&str, &str)>, u32)> {
        let families = self.case.limits.families.iter();
        let floors = families.flat_map(|(family, limit)| {
            limit.classes.iter().map(move |(class, own)| (Some((&**family, &**class)), own.min))
        });
        let limits = &self.case.limits;
        let least = if limits.fill_all_seats { limits.seats } else { 0 };
        floors.chain([(None, least)]).collect()
    }

    fn held(&self, set: u32, floor: Option<(&str, &str)>) -> u32 {
        floor.map_or(set.count_ones(), |(family, class)| self.count(set, family, class))
    }

    fn keeps(&self, set: u32, floors: &Floors) -> bool {
        self.asked().iter().zip(floors).all(|((of, _), floor)| self.held(set, *of) >= *floor)
    }

    /// Whether a set with all of `taken` and nobody outside `open` keeps the floors.
    fn reachable(&self, taken: u32, open: u32, floors: &Floors) -> bool {
        let fits = |set: &&u32| *set & taken == taken && *set & !open == 0;
        self.sets.iter().filter(fits).any(|set| self.keeps(*set, floors))
    }

    /// The floors that the call requires, as released before anybody is selected.
    pub(super) fn declared(&self) -> Floors {
        let eligible = (0..self.case.candidates.len())
            .filter(|at| self.case.candidates[*at].barred.is_none())
            .fold(0, |set, at| set | 1 << at);
        let floor = |(of, floor): &(Option<(&str, &str)>, u32)| match self.case.limits.floor_release
        {
            FloorRelease::Strict => *floor,
            FloorRelease::AsFarAsPossible => (*floor).min(self.held(eligible, *of)),
        };
        self.asked().iter().map(floor).collect()
    }

    /// Each floor as high as possible beside those before it.
    pub(super) fn lowered(&self, taken: u32, open: u32, before: &Floors) -> Floors {
        let mut floors = vec![0; before.len()];
        for at in 0..before.len() {
            floors[at] = (0..=before[at])
                .rev()
                .find(|floor| {
                    let mut tried = floors.clone();
                    tried[at] = *floor;
                    self.reachable(taken, open, &tried)
                })
                .unwrap_or(0);
        }
        floors
    }

    pub(super) fn select(&self) -> Told {
        let everyone = (1_u32 << self.case.candidates.len()) - 1;
        let mut floors = self.declared();
        if !self.reachable(0, everyone, &floors) {
            return Told::Infeasible;
        }
        let order: Vec<usize> = (0..self.case.candidates.len()).collect();
        loop {
            match self.walk((0, 0), &order, &floors) {
                Ok((set, granted)) => {
                    let names = order.iter().copied().filter(|at| Self::has(set, *at)).collect();
                    return Told::Selected { names, granted };
                }
                Err(_) if self.case.limits.floor_release == FloorRelease::Strict => {
                    return Told::Infeasible;
                }
                Err((taken, open)) => floors = self.lowered(taken, open, &floors),
            }
        }
    }

    /// Down an order from those who hold a seat; if it breaks off, what is taken and what is open.
    pub(super) fn walk(
        &self,
        (held, spent): (u32, u64),
        order: &[usize],
        floors: &Floors,
    ) -> Result<(u32, Vec<u64>), (u32, u32)> {
        let (mut taken, mut spent, mut granted) = (held, spent, Vec::new());
        let mut open = order.iter().fold(held, |set, at| set | 1 << at);
        let mut stopped = false;
        for &at in order {
            let with = taken | 1 << at;
            let is_open = Self::has(open, at) && self.case.candidates[at].barred.is_none();
            if stopped || !is_open || !self.reachable(with, open, floors) {
                continue;
            }
            let cost = self.case.candidates[at].cost;
            let left = self
                .case
                .limits
                .budget
                .map_or(u64::MAX, |budget| budget.amount.saturating_sub(spent));
            if cost <= left {
                (taken, spent) = (with, spent + cost);
                granted.push(cost);
                continue;
            }
            match self.case.limits.budget.unwrap().policy {
                BudgetPolicy::SkipAndContinue => open &= !(1 << at),
                BudgetPolicy::FundInPart if left > 0 => {
                    (taken, spent, stopped) = (with, spent + left, true);
                    granted.push(left);
                }
                BudgetPolicy::StopAtFirst | BudgetPolicy::FundInPart => stopped = true,
            }
            if stopped {
                open = taken;
            }
            if !self.reachable(taken, open, floors) {
                return Err((taken, open));
            }
        }
        Ok((taken, granted))
    }
}

/// Small cases with money in every policy, strict and as far as possible.
pub(super) fn rich_cases(families: usize, most: usize) -> impl Strategy<Value = Case> {
    let money = prop_oneof![
        1 => Just(None),
        4 => (5..30_u64, policies()).prop_map(|(amount, policy)| Some(Budget { amount, policy })),
    ];
    let barred = vec(prop::bool::weighted(0.1), most);
    (cases(families, most), vec(1..12_u64, most), money, any::<bool>(), barred).prop_map(
        |(mut case, costs, budget, far, barred)| {
            for ((candidate, cost), barred) in case.candidates.iter_mut().zip(costs).zip(barred) {
                candidate.cost = cost;
                candidate.barred = barred.then(|| Barred::BelowThreshold { failures: Vec::new() });
            }
            case.limits.budget = budget;
            if far {
                case.limits.floor_release = FloorRelease::AsFarAsPossible;
            }
            case
        },
    )
}

pub(super) fn agrees_with_the_oracle(case: &Case) -> Result<(), TestCaseError> {
    let outcome = fill(&case.candidates, &case.limits).unwrap();
    let told = Oracle::new(case).select();
    match &told {
        Told::Infeasible => prop_assert!(!outcome.feasible),
        Told::Selected { names, granted } => {
            let expected: Vec<_> = names.iter().map(|at| case.candidates[*at].id.clone()).collect();
            prop_assert_eq!(&outcome.selected, &expected);
            let given =
                case.candidates.iter().zip(&outcome.certificates).filter_map(|(candidate, one)| {
                    match one.verdict {
                        Verdict::SelectedInPart { granted, .. } => Some(granted),
                        Verdict::Selected { .. } => Some(candidate.cost),
                        _ => None,
                    }
                });
            prop_assert_eq!(&given.collect::<Vec<_>>(), granted);
        }
    }
    prop_assert_eq!(check(&case.candidates, &case.limits, &outcome), Ok(()));
    let prepared = Prepared::new(&case.candidates, &case.limits).unwrap();
    let order: Vec<usize> = (0..case.candidates.len()).collect();
    let mut workspace = prepared.workspace();
    for _ in 0..2 {
        prop_assert_eq!(&ids(case, prepared.fill_order(&mut workspace, &order)), &outcome.selected);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn floors_and_money_are_as_every_set_tried_says(
        case in prop_oneof![rich_cases(0, 7), rich_cases(1, 8), rich_cases(2, 8), rich_cases(3, 8), rich_cases(4, 8)]
    ) {
        agrees_with_the_oracle(&case)?;
    }
}

#[test]
fn the_cases_lower_some_floors_and_keep_others() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut given_up, mut one_of_several, mut twice) = (0, 0, 0);
    for families in [1, 2, 3] {
        for _ in 0..400 {
            let case = rich_cases(families, 8).new_tree(&mut runner).unwrap().current();
            let outcome = fill(&case.candidates, &case.limits).unwrap();
            let floors = Oracle::new(&case).declared().iter().filter(|floor| **floor > 0).count();
            given_up += u32::from(!outcome.attempts.is_empty());
            let lowered = |attempt: &Attempt| attempt.lowered.len() < floors;
            one_of_several += u32::from(outcome.attempts.iter().any(lowered));
            twice += u32::from(outcome.attempts.len() > 1);
        }
    }
    assert!(
        given_up > 60 && one_of_several > 25 && twice > 3,
        "{given_up} {one_of_several} {twice}"
    );
}

/// P1, P3 and P4 of A in Barat, P2 of B in Barat and far too expensive, P5 of A in Timur.
fn five() -> Case {
    let rows = [
        ("A", "Barat", 5),
        ("B", "Barat", 100),
        ("A", "Barat", 5),
        ("A", "Barat", 5),
        ("A", "Timur", 5),
    ];
    let candidate = |(number, (unit, region, cost)): (usize, &(&str, &str, u64))| Candidate {
        id: format!("P{}", number + 1),
        classes: [("unit", *unit), ("region", *region)]
            .map(|(family, class)| (family.to_owned(), class.to_owned()))
            .into(),
        cost: *cost,
        ..Candidate::default()
    };
    let floor = |class: &str| Family {
        cap_each: None,
        classes: [(class.to_owned(), ClassLimit { min: 1, max: None })].into(),
    };
    Case {
        candidates: rows.iter().enumerate().map(candidate).collect(),
        limits: Limits {
            seats: 3,
            fill_all_seats: false,
            floor_release: FloorRelease::AsFarAsPossible,
            families: [("unit".to_owned(), floor("B")), ("region".to_owned(), floor("Timur"))]
                .into(),
            budget: Some(Budget { amount: 20, policy: BudgetPolicy::SkipAndContinue }),
        },
    }
}

#[test]
fn a_floor_that_money_makes_unreachable_takes_no_other_with_it() {
    let case = five();
    let outcome = fill(&case.candidates, &case.limits).unwrap();
    assert_eq!(outcome.selected, ["P1", "P3", "P5"]);
    let floor = LimitName::Floor { family: "unit".into(), class: "B".into() };
    assert_eq!(outcome.released, [ReleasedFloor { floor: floor.clone(), declared: 1, held: 0 }]);
    let lowered = &outcome.attempts[0].lowered;
    assert_eq!((lowered.len(), &lowered[0].floor, lowered[0].to), (1, &floor, 0));
    agrees_with_the_oracle(&case).unwrap();
}

#[test]
fn runs_of_an_older_method_drop_all_floors_as_they_did() {
    let case = five();
    let prepared = Prepared::by(Lowering::Together, &case.candidates, &case.limits).unwrap();
    let outcome = prepared.outcome(&case.candidates).unwrap();
    assert_eq!(outcome.selected, ["P1", "P3", "P4"]);
    assert!(outcome.attempts.is_empty());
    // And give the same answer: no candidates in `with` besides the money's.
    let text = serde_json::to_string(&outcome).unwrap();
    assert!(!text.contains("with") && !text.contains("attempts"), "{text}");
}

#[test]
fn who_was_passed_over_for_a_floor_is_asked_again_when_it_falls() {
    let mut case = five();
    case.candidates.truncate(3);
    case.candidates.swap(1, 2);
    case.limits.families.remove("region");
    case.limits.seats = 2;
    // P3 is second and leaves the last seat to P2, for whom there is no money.
    let outcome = fill(&case.candidates, &case.limits).unwrap();
    assert_eq!(outcome.selected, ["P1", "P3"]);
}
