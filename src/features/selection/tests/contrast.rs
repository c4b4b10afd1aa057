//! Tests of what a run says about how well two reviewers are known relative to each other.

use super::world::{Scored, definition, field, inputs, reviewer};
use crate::features::selection::compute::{Method, compute, compute_by};
use crate::features::selection::{ContrastStanding, Findings, SeverityContrast};
use crate::kernel::canonical;
use selection_math::model::Thousandths;

/// Two groups of three reviewers who read eight proposals each; `between` more proposals are read
/// by one reviewer of each group.
fn circles(between: usize) -> Vec<Vec<Scored>> {
    let scale = [1, 2, 3, 5, 6, 7];
    let score = |proposal: usize, by: usize, criterion: usize| {
        let luck = (proposal * 7 + by * 11 + criterion * 5 + proposal * by) % 3;
        let strict = [0, 1, 2, 2, 1, 0][by];
        scale[(proposal % 4 + luck + 1).saturating_sub(strict).min(5)]
    };
    let sheet = |proposal: usize, by: usize| (by, (score(proposal, by, 0), score(proposal, by, 1)));
    let own = |proposal: usize| (0..3).map(|at| sheet(proposal, at + proposal / 8 * 3)).collect();
    let across = |at: usize| vec![sheet(16 + at, at % 3), sheet(16 + at, 3 + at % 3)];
    (0..16).map(own).chain((0..between).map(across)).collect()
}

fn told(findings: &Findings) -> &SeverityContrast {
    findings.calibration.severity_contrast.as_ref().unwrap()
}

#[test]
fn the_worst_pair_is_known_hardly_known_or_unknown_by_what_connects_them() {
    let run = |between: usize| compute(&definition(4), &inputs(&circles(between)), 1).unwrap();
    let (many, one, none) = (run(24), run(1), run(0));
    let (many, one, none) = (told(&many), told(&one), told(&none));
    assert_eq!(many.standing, ContrastStanding::Known);
    assert!(many.deviation < one.deviation && many.left < one.left, "{many:?} {one:?}");
    assert_eq!(none.standing, ContrastStanding::Unknown);
    assert_eq!((none.deviation, none.variance, none.left), (None, None, None));
    assert_eq!((&none.one, &none.other), (&reviewer(0), &reviewer(3)));
    for of in [many, one] {
        let (deviation, variance) = (of.deviation.unwrap().count(), of.variance.unwrap().count());
        // Both are rounded to thousandths.
        let square = deviation * deviation / 1000;
        assert!((square - variance).abs() <= deviation / 500 + 2, "{of:?}");
        let left = of.left.unwrap();
        assert_eq!(of.standing == ContrastStanding::HardlyKnown, left.count() >= 500, "{of:?}");
        assert!(left > Thousandths::default() && left.count() <= 1000);
    }
    for (of, en, id) in [
        (many, "well enough", "cukup baik"),
        (none, "cannot be told who is the stricter", "tidak dapat diketahui"),
    ] {
        assert!(of.words.en.contains(en) && of.words.id.contains(id), "{of:?}");
    }
    // Declared comparable, it is a number again, larger than with any proposal between them.
    let mut declared = definition(4);
    declared.uncertainty.across_groups = true;
    let found = compute(&declared, &inputs(&circles(0)), 1).unwrap();
    assert!(told(&found).left > one.left, "{:?} {one:?}", told(&found));
}

#[test]
fn older_methods_say_nothing_of_it_and_keep_their_bytes() {
    let (of, field) = (definition(4), inputs(&field(20)));
    let now = compute(&of, &field, 1).unwrap();
    let text = canonical::json(&now).unwrap();
    assert!(text.contains("\"severity_contrast\""));
    assert_eq!(serde_json::from_str::<Findings>(&text).unwrap(), now);
    let before = compute_by(Method::Four, &of, &field, 1).unwrap();
    assert!(!canonical::json(&before).unwrap().contains("severity_contrast"));
    let mut same = now;
    same.method.clone_from(&before.method);
    same.calibration.severity_contrast = None;
    assert_eq!(same, before);
}
