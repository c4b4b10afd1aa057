//! How well two reviewers' severities are known against each other, against the whole coefficient matrix of
//! the mixed-model equations inverted here; and what becomes of it when groups lose what connects them.

use crate::panels::{Named, named, number, snsf, table};
use selection_math::model::{Contrast, FitSettings, fit};

/// Who read what, by index.
type Design = Vec<(usize, usize)>;

/// The variance of the difference of every two reviewers, from [X'X X'Z; Z'X Z'Z + G^-1 R] and its inverse.
fn whole(
    design: &[(usize, usize)],
    (proposals, reviewers): (usize, usize),
    variances: [f64; 3],
) -> Vec<Vec<f64>> {
    let [of_proposals, of_reviewers, noise] = variances;
    let order = 1 + proposals + reviewers;
    // The matrix with the unit matrix beside it.
    let mut rows = vec![vec![0.0; 2 * order]; order];
    for &(proposal, reviewer) in design {
        let places = [0, 1 + proposal, 1 + proposals + reviewer];
        for row in places {
            for column in places {
                rows[row][column] += 1.0 / noise;
            }
        }
    }
    for (place, row) in rows.iter_mut().enumerate() {
        row[order + place] = 1.0;
        if place > 0 {
            row[place] += 1.0 / if place <= proposals { of_proposals } else { of_reviewers };
        }
    }
    for pivot in 0..order {
        let size = rows[pivot][pivot];
        rows[pivot].iter_mut().for_each(|cell| *cell /= size);
        let by = rows[pivot].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
            let times = row[pivot];
            row.iter_mut().zip(&by).for_each(|(cell, other)| *cell -= times * other);
        }
    }
    let at = |one: usize, other: usize| rows[1 + proposals + one][order + 1 + proposals + other];
    let row = |one: usize| {
        (0..reviewers).map(|other| at(one, one) + at(other, other) - 2.0 * at(one, other)).collect()
    };
    (0..reviewers).map(row).collect()
}

fn meets_the_whole_matrix(named: &Named, design: &[(usize, usize)]) -> Contrast {
    let fitted = fit(named.panel.clone(), FitSettings::default());
    let estimates = fitted.estimates.unwrap();
    let variances = [estimates.proposal, estimates.reviewer.unwrap(), estimates.noise];
    let sides = (named.proposals.len(), named.reviewers.len());
    let contrasts = whole(design, sides, variances);
    let most = contrasts.iter().flatten().fold(0.0_f64, |most, one| most.max(*one));
    let found = fitted.widest_contrast().unwrap();
    let variance = found.variance.unwrap();
    assert!((variance - most).abs() < 1e-8 * most, "{variance} for {most}");
    assert!((variance - contrasts[found.one][found.other]).abs() < 1e-8 * most);
    assert!(found.one < found.other);
    assert!((found.left().unwrap() - most / (2.0 * variances[1])).abs() < 1e-8);
    assert!((found.deviation().unwrap() - most.sqrt()).abs() < 1e-8 * most.sqrt());
    found
}

#[test]
fn the_mock_panels_meet_the_inverse_of_the_whole_matrix() {
    for panel in 1..=3 {
        let (of, wanted) = (snsf(panel), format!("p{panel}"));
        let rows = table("snsf_mock_panels.csv").into_iter().filter(|row| row["panel"] == wanted);
        let design: Design = rows
            .map(|row| {
                assert!(number(&row, "num_grade") > 0.0);
                let proposal = of.proposals.binary_search(&row["proposal"]).unwrap();
                (proposal, of.reviewers.binary_search(&row["assessor"]).unwrap())
            })
            .collect();
        let found = meets_the_whole_matrix(&of, &design);
        // Everybody read everything: the sheets say nearly all there is to say.
        assert!(found.left().unwrap() < 0.6, "{panel}: {found:?}");
    }
}

/// Two circles of three reviewers with nine proposals each, every one read by all three; `between` more are
/// read by one of either. Reviewers differ, and so do proposals.
fn circles(between: usize) -> (Named, Design) {
    let severity = [-9, 0, 8, -7, 1, 10];
    let mut cells = Vec::new();
    for proposal in 0..18 {
        cells.extend((0..3).map(|one| (proposal, one + proposal / 9 * 3)));
    }
    for extra in 0..between {
        cells.extend([(18 + extra, extra % 3), (18 + extra, 3 + extra % 3)]);
    }
    let score = |proposal: usize, reviewer: usize| {
        let quality = i64::try_from(proposal * 7 % 19).unwrap();
        let luck =
            i64::try_from((proposal * 31 + reviewer * 17 + proposal * reviewer * 5) % 7).unwrap();
        50 + 2 * quality + severity[reviewer] + luck
    };
    let rows: Vec<_> =
        cells.iter().map(|&(p, r)| (format!("p{p:02}"), format!("r{r}"), score(p, r))).collect();
    (named(&rows), cells)
}

#[test]
fn what_connects_two_groups_is_what_makes_their_severities_comparable() {
    let left = |between: usize| {
        let (of, design) = circles(between);
        let found = meets_the_whole_matrix(&of, &design);
        // The least certain pair is one of either circle.
        assert!(found.one < 3 && found.other >= 3, "{between}: {found:?}");
        found.left().unwrap()
    };
    let (many, few, one) = (left(18), left(3), left(1));
    assert!(many < few && few < one, "{many} {few} {one}");
    assert!(one > 2.0 * many, "{many} {one}");

    // Without any it is unknown, and says of whom; declared comparable it is a number, the largest of all.
    let (of, design) = circles(0);
    let fitted = fit(of.panel.clone(), FitSettings::default());
    let apart = fitted.widest_contrast().unwrap();
    assert_eq!((apart.one, apart.other, apart.variance), (0, 3, None));
    assert_eq!((apart.deviation(), apart.left()), (None, None));
    let declared = FitSettings { across_components: true, ..FitSettings::default() };
    let found = fit(of.panel.clone(), declared).widest_contrast().unwrap();
    assert!(found.left().unwrap() > one, "{found:?} {one}");
    let estimates = fitted.estimates.unwrap();
    let variances = [estimates.proposal, estimates.reviewer.unwrap(), estimates.noise];
    let expected = whole(&design, (18, 6), variances)[found.one][found.other];
    assert!((found.variance.unwrap() - expected).abs() < 1e-8 * expected);
}

#[test]
fn where_reviewers_are_taken_as_alike_nothing_is_said() {
    // Everybody scores the same proposals the same.
    let rows: Vec<_> = (0..8)
        .flat_map(|p| (0..3).map(move |r| (p, r)))
        .map(|(p, r): (i64, i64)| (format!("p{p}"), format!("r{r}"), 10 * p + (p + r) % 3))
        .collect();
    let fitted = fit(named(&rows).panel, FitSettings::default());
    assert_eq!(fitted.estimates.unwrap().reviewer, Some(0.0));
    assert_eq!(fitted.widest_contrast(), None);
    // One sheet each: nothing can be told at all.
    let single: Vec<_> = (0..6).map(|p| (format!("p{p}"), format!("r{}", p % 2), p)).collect();
    assert_eq!(fit(named(&single).panel, FitSettings::default()).widest_contrast(), None);
}
