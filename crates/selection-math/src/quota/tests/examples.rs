//! Small quota plans that can be checked by hand, and invalid input.

use super::*;

/// Name, cap of each class, and for each class its floor and cap.
type FamilyLimits<'a> = (&'a str, Option<u32>, &'a [(&'a str, u32, Option<u32>)]);

fn limits(seats: u32, families: &[FamilyLimits<'_>]) -> Limits {
    let family = |(name, cap_each, classes): &FamilyLimits<'_>| {
        let classes = classes
            .iter()
            .map(|(class, min, max)| ((*class).to_owned(), ClassLimit { min: *min, max: *max }));
        let family = Family { cap_each: *cap_each, classes: classes.collect() };
        ((*name).to_owned(), family)
    };
    Limits {
        seats,
        fill_all_seats: false,
        floor_release: FloorRelease::Strict,
        families: families.iter().map(family).collect(),
        budget: None,
    }
}

fn verdicts(candidates: &[Candidate], limits: &Limits) -> Vec<Verdict> {
    let outcome = fill(candidates, limits).unwrap();
    outcome.certificates.into_iter().map(|certificate| certificate.verdict).collect()
}

#[test]
fn counting_alone_would_end_in_a_blind_alley_where_the_look_ahead_does_not() {
    // Two seats, one for class a of the second family, at most one for each class of the first.
    // Only the last candidate is in class a, and it shares its class of the first family with the
    // best.
    let field = [candidate(1, &[0, 1]), candidate(2, &[1, 1]), candidate(3, &[0, 0])];
    let limits = limits(2, &[("a", Some(1), &[]), ("b", None, &[("a", 1, None)])]);
    let outcome = fill(&field, &limits).unwrap();
    assert_eq!(outcome.selected, ["TB-0002", "TB-0003"]);
    assert_eq!(outcome.reserve, ["TB-0001"]);
    let Verdict::NeededForFloors { seats_left: 2, floors, proof: Proof::Count(count) } =
        &outcome.certificates[0].verdict
    else {
        panic!("{:?}", outcome.certificates[0]);
    };
    assert_eq!((&*floors[0].family, floors[0].missing, floors.len()), ("b", 1, 1));
    assert_eq!((count.floors.len(), count.caps.len(), count.seats), (1, 1, 0));
}

#[test]
fn seats_stay_empty_rather_than_pass_over_the_best_unless_all_must_be_filled() {
    let field = [candidate(1, &[0, 0]), candidate(2, &[0, 1]), candidate(3, &[1, 0])];
    let mut limits = limits(2, &[("a", Some(1), &[]), ("b", Some(1), &[])]);
    assert_eq!(fill(&field, &limits).unwrap().selected, ["TB-0001"]);
    limits.fill_all_seats = true;
    assert_eq!(fill(&field, &limits).unwrap().selected, ["TB-0002", "TB-0003"]);
}

#[test]
fn each_name_is_told_why() {
    let field: Vec<Candidate> = [[0, 1], [0, 1], [1, 1], [2, 1], [2, 0], [3, 1]]
        .iter()
        .enumerate()
        .map(|(n, c)| candidate(n, c))
        .collect();
    let limits = limits(3, &[("a", Some(1), &[]), ("b", None, &[("a", 1, None)])]);
    let verdicts = verdicts(&field, &limits);
    assert_eq!(verdicts[0], Verdict::Selected { seat: 1 });
    let by = vec!["TB-0000".to_owned()];
    assert_eq!(verdicts[1], Verdict::CapFull { family: "a".into(), class: "a".into(), cap: 1, by });
    assert!(
        matches!(&verdicts[3], Verdict::NeededForFloors { seats_left: 1, floors, .. } if floors[0].missing == 1)
    );
    assert_eq!(verdicts[4], Verdict::Selected { seat: 3 });
    assert_eq!(verdicts[5], Verdict::BelowLine { last: "TB-0004".to_owned() });
}

#[test]
fn limits_that_cannot_be_kept_are_named() {
    let field = [candidate(1, &[0, 0]), candidate(2, &[0, 1]), candidate(3, &[1, 1])];
    let limits = limits(2, &[("a", None, &[("a", 2, None)]), ("b", None, &[("b", 2, None)])]);
    let outcome = fill(&field, &limits).unwrap();
    assert!(!outcome.feasible && outcome.selected.is_empty());
    let floor =
        |family: &str, class: &str| LimitName::Floor { family: family.into(), class: class.into() };
    assert_eq!(
        outcome.conflict.unwrap().limits,
        [LimitName::Seats, floor("a", "a"), floor("b", "b")]
    );
}

#[test]
fn nonsense_is_refused_by_name() {
    let field = [candidate(1, &[0]), candidate(1, &[0])];
    let plain = limits(1, &[("a", None, &[])]);
    assert_eq!(fill(&field, &plain), Err(InputFault::Duplicate { id: "TB-0001".into() }));
    assert_eq!(fill(&[], &plain), Err(InputFault::Empty));
    let other = limits(1, &[("region", None, &[])]);
    let fault = InputFault::NoClass { id: "TB-0001".into(), family: "region".into() };
    assert_eq!(fill(&field[..1], &other), Err(fault));
    let zero = limits(1, &[("a", None, &[("a", 0, Some(0))])]);
    let fault = InputFault::ZeroCap { family: "a".into(), class: Some("a".into()) };
    assert_eq!(fill(&field[..1], &zero), Err(fault));
    assert_eq!(fill(&field[..1], &limits(0, &[])), Err(InputFault::NoSeats));
}

#[test]
fn contradictory_limits_are_found_without_candidates() {
    let plan = limits(
        4,
        &[
            ("unit", Some(1), &[("U1", 2, None), ("U9", 0, Some(1))]),
            ("region", None, &[("west", 3, None), ("east", 2, None)]),
        ],
    );
    let units = ["U1", "U2", "U3"].map(str::to_owned).into_iter().collect();
    let known = KnownClasses::from([("unit".to_owned(), units)]);
    let found = contradictions(&plan, &known);
    let said: Vec<(&str, bool, &Finding)> =
        found.iter().map(|one| (&*one.field, one.only_warning, &one.finding)).collect();
    let (unit, region) = ("unit".to_owned(), "region".to_owned());
    assert_eq!(
        said,
        [
            (
                "families.region",
                false,
                &Finding::FloorsAboveSeats { family: region, floors: 5, seats: 4 }
            ),
            (
                "families.unit.classes.U1.min",
                false,
                &Finding::FloorAboveCap {
                    family: unit.clone(),
                    class: "U1".to_owned(),
                    floor: 2,
                    cap: 1
                }
            ),
            (
                "families.unit.classes.U9",
                false,
                &Finding::UnknownClass { family: unit.clone(), class: "U9".to_owned() }
            ),
            ("families.unit", true, &Finding::CapsBelowSeats { family: unit, caps: 3, seats: 4 }),
        ]
    );
}

#[test]
fn limits_without_fault_have_no_contradictions() {
    let plan = limits(4, &[("unit", Some(2), &[("U1", 1, None)])]);
    let units = ["U1", "U2"].map(str::to_owned).into_iter().collect();
    assert!(contradictions(&plan, &KnownClasses::from([("unit".to_owned(), units)])).is_empty());
}
