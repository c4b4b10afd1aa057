//! Forged answers, each whole in itself: none may pass.

use super::*;
use matching::{Proposal, Reviewer, Rules};
use serde_json::json;

/// Every reviewer may read every proposal but a few; affinities from a fixed rule.
fn input(salt: usize, (proposals, reviewers): (usize, usize), is_strict: bool) -> Input {
    let affinity = |p: usize, r: usize| {
        let mixed = (p * 37 + r * 101 + p * r * (salt + 3) + salt * 59) % 11;
        u32::try_from(mixed * 90_000).unwrap()
    };
    let is_pair = |p: usize, r: usize| !(p * 5 + r * 3 + salt).is_multiple_of(7);
    let pairs = (0..proposals).flat_map(|p| (0..reviewers).map(move |r| (p, r)));
    let pairs = pairs.filter(|(p, r)| is_pair(*p, *r));
    let institutions = (0..reviewers).map(|r| Some(format!("I{}", r % 4))).collect();
    let rules = Rules {
        institutions,
        seniors: (0..reviewers).map(|r| r.is_multiple_of(2)).collect(),
        needs_senior: (0..proposals).collect(),
    };
    Input {
        proposals: (0..proposals).map(|p| Proposal { id: format!("p{p}"), demand: 2 }).collect(),
        reviewers: (0..reviewers)
            .map(|r| Reviewer { id: format!("r{r}"), min_load: 0, max_load: 4 })
            .collect(),
        pairs: pairs
            .map(|(p, r)| Pair { proposal: p, reviewer: r, affinity: affinity(p, r) })
            .collect(),
        fixed: Vec::new(),
        rules: if is_strict { rules } else { Rules::default() },
    }
}

fn told(input: &Input, goals: Goals) -> Value {
    let found = solve(input, goals).unwrap();
    serde_json::to_value(answer::json(input, &found)).unwrap()
}

/// Two pairs exchange their reviewers, and everything that is counted from pairs follows.
fn exchanged(input: &Input, answer: &Value) -> Vec<Value> {
    let names = Names::new(input);
    let given: Told = Told::deserialize(answer).unwrap();
    let Some(proof) = &given.certificate else { return Vec::new() };
    let pairs: Vec<Pair> = given
        .pairs
        .iter()
        .map(|one| Pair {
            proposal: names.proposal(&one.proposal).unwrap(),
            reviewer: names.reviewer(&one.reviewer).unwrap(),
            affinity: one.affinity,
        })
        .collect();
    let affinity =
        |p: usize, r: usize| input.pairs.iter().find(|one| (one.proposal, one.reviewer) == (p, r));
    let mut forged = Vec::new();
    for one in 0..pairs.len() {
        for two in one + 1..pairs.len() {
            let mut changed = pairs.clone();
            let (a, b) = (pairs[one], pairs[two]);
            let Some(first) = affinity(a.proposal, b.reviewer) else { continue };
            let Some(second) = affinity(b.proposal, a.reviewer) else { continue };
            (changed[one], changed[two]) = (*first, *second);
            changed.sort_by(|x, y| ids(input, x).cmp(&ids(input, y)));
            for is_exchanged in [proof.exchanged, true] {
                let mut certificate = certificate(&names, input, proof).unwrap();
                certificate.exchanged = is_exchanged;
                let plan = plan(input, (changed.clone(), certificate), given.at_most_better);
                let outcome = Outcome::Assigned(Box::new(plan));
                forged.push(serde_json::to_value(answer::json(input, &outcome)).unwrap());
            }
        }
    }
    forged
}

/// The honest answer of tables with another limit, load or goal.
fn of_other_tables(input: &Input, goals: Goals) -> Vec<Value> {
    let mut found = Vec::new();
    for load in [3, 5] {
        let mut other = input.clone();
        other.reviewers.iter_mut().for_each(|one| one.max_load = load);
        found.push(told(&other, goals));
    }
    let mut more = input.clone();
    more.proposals.iter_mut().for_each(|one| one.demand = 1);
    found.push(told(&more, goals));
    let mut fewer = input.clone();
    fewer.pairs.remove(0);
    found.push(told(&fewer, goals));
    let other = match goals.priority {
        Priority::WorstPair => Priority::Total,
        Priority::Total => Priority::WorstPair,
    };
    found.push(told(input, Goals { priority: other, ..goals }));
    found.push(told(input, Goals { load_weight: 40_000, ..goals }));
    found
}

/// One thing changed or added, anywhere.
fn touched(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(number) => vec![json!(number.as_i64().unwrap() + 1)],
        Value::String(text) => vec![json!(format!("{text}x"))],
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Null => vec![json!(1)],
        Value::Array(items) => {
            let each = items.iter().enumerate().flat_map(|(at, item)| {
                touched(item).into_iter().map(move |item| {
                    let mut items = items.clone();
                    items[at] = item;
                    json!(items)
                })
            });
            each.chain((!items.is_empty()).then(|| json!(items[1..].to_vec()))).collect()
        }
        Value::Object(fields) => {
            let each = fields.iter().flat_map(|(name, field)| {
                touched(field).into_iter().map(move |field| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), field);
                    json!(fields)
                })
            });
            let mut more = fields.clone();
            more.insert("note".to_owned(), json!("x"));
            each.chain([json!(more)]).collect()
        }
    }
}

/// The prices are a proof: another that holds as well says the same.
fn without_prices(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if let Some(proof) = answer["certificate"].as_object_mut() {
        for name in ["proposals", "reviewers", "institutions", "seniors"] {
            proof.remove(name);
        }
    }
    answer
}

#[test]
fn no_forged_assignment_passes() {
    let (mut tried, mut accepted) = (0, Vec::new());
    for (salt, ruled) in [(1, false), (2, false), (3, false), (4, true), (5, true)] {
        for priority in [Priority::WorstPair, Priority::Total] {
            let goals = Goals { priority, load_weight: 0 };
            let input = input(salt, (5, 6), ruled);
            let honest = told(&input, goals);
            let held = check(&input, goals, &honest);
            assert!(held.is_ok(), "{salt} {priority:?} {held:?} {honest:#}");
            let mut forged = exchanged(&input, &honest);
            forged.extend(of_other_tables(&input, goals));
            forged.extend(touched(&honest));
            for one in forged {
                if without_prices(&one) == without_prices(&honest) {
                    continue;
                }
                tried += 1;
                if check(&input, goals, &one).is_ok() {
                    accepted.push((salt, priority, one));
                }
            }
        }
    }
    println!("{tried} forged assignments, {} accepted", accepted.len());
    assert!(tried > 1000, "{tried}");
    assert!(accepted.is_empty(), "{} of {tried}: {:#?}", accepted.len(), accepted.first());
}
