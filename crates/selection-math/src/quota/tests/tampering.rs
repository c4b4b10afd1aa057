//! Tests of the checker with outcomes in which any one thing was changed.

use super::*;

/// Every way of changing one thing in a JSON value.
fn changes(value: &serde_json::Value) -> Vec<serde_json::Value> {
    use serde_json::Value;
    match value {
        Value::Bool(flag) => vec![Value::Bool(!flag)],
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            vec![Value::from(number + 1), Value::from(number.saturating_sub(1))]
                .into_iter()
                .filter(|changed| changed.as_u64() != Some(number))
                .collect()
        }
        Value::String(text) => vec![Value::String(format!("{text}x"))],
        Value::Array(items) => {
            let inner = items.iter().enumerate().flat_map(|(at, item)| {
                changes(item).into_iter().map(move |changed| {
                    let mut items = items.clone();
                    items[at] = changed;
                    Value::Array(items)
                })
            });
            let shorter = (!items.is_empty()).then(|| Value::Array(items[1..].to_vec()));
            inner.chain(shorter).collect()
        }
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, field)| {
                changes(field).into_iter().map(move |changed| {
                    let mut fields = fields.clone();
                    fields.insert(key.clone(), changed);
                    Value::Object(fields)
                })
            })
            .collect(),
        Value::Null => Vec::new(),
    }
}

/// Whether a changed outcome is equivalent, with another valid proof: a proof may list a limit that
/// it does not need, or count one more often.
fn differs_only_in_proofs(one: &Outcome, other: &Outcome) -> bool {
    let blank = |outcome: &Outcome| {
        let mut outcome = outcome.clone();
        let attempts = outcome.attempts.iter_mut().flat_map(|one| &mut one.certificates);
        for certificate in outcome.certificates.iter_mut().chain(attempts) {
            match &mut certificate.verdict {
                Verdict::NeededForFloors { proof, .. } => *proof = Proof::Count(Count::default()),
                Verdict::OverBudget { with, .. } | Verdict::SelectedInPart { with, .. } => {
                    with.clear();
                }
                _ => {}
            }
        }
        for attempt in &mut outcome.attempts {
            attempt.kept_by.clear();
            for lowered in &mut attempt.lowered {
                lowered.proof = Proof::Count(Count::default());
            }
        }
        if let Some(conflict) = &mut outcome.conflict {
            conflict.proof = Proof::Count(Count::default());
        }
        outcome
    };
    blank(one) == blank(other)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn an_outcome_with_anything_changed_fails_the_checker(case in prop_oneof![cases(2, 9), cases(3, 9)]) {
        let outcome = fill(&case.candidates, &case.limits).unwrap();
        for changed in changes(&serde_json::to_value(&outcome).unwrap()) {
            let Ok(changed) = serde_json::from_value::<Outcome>(changed) else { continue };
            if changed == outcome || differs_only_in_proofs(&outcome, &changed) {
                continue;
            }
            prop_assert!(
                check(&case.candidates, &case.limits, &changed).is_err(),
                "the checker let pass {:#?}", changed
            );
        }
    }

    #[test]
    fn an_outcome_with_money_and_anything_changed_fails_the_checker(
        (case, costs, amount, policy, far) in
            (cases(2, 8), vec(1..9_u64, 8), 5..25_u64, policies(), any::<bool>())
    ) {
        let mut case = case;
        for (candidate, cost) in case.candidates.iter_mut().zip(costs) {
            candidate.cost = cost;
        }
        case.limits.budget = Some(Budget { amount, policy });
        if far {
            case.limits.floor_release = FloorRelease::AsFarAsPossible;
        }
        let outcome = fill(&case.candidates, &case.limits).unwrap();
        for changed in changes(&serde_json::to_value(&outcome).unwrap()) {
            let Ok(changed) = serde_json::from_value::<Outcome>(changed) else { continue };
            if changed == outcome || differs_only_in_proofs(&outcome, &changed) {
                continue;
            }
            prop_assert!(
                check(&case.candidates, &case.limits, &changed).is_err(),
                "the checker let pass {:#?}", changed
            );
        }
    }

    #[test]
    fn two_certificates_exchanged_fail_the_checker(case in cases(2, 9)) {
        let mut outcome = fill(&case.candidates, &case.limits).unwrap();
        prop_assume!(outcome.certificates.len() > 1);
        for at in 1..outcome.certificates.len() {
            outcome.certificates.swap(at - 1, at);
            prop_assert!(check(&case.candidates, &case.limits, &outcome).is_err());
            outcome.certificates.swap(at - 1, at);
        }
    }
}
