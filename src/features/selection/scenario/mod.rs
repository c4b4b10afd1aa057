//! Scenarios: another policy, seats, limits, weights, one reviewer left out, the calibrated order.
//! They are computed beside the official result, which does not change; nothing is stored or
//! adopted.
//!
//! `vary` changes a case, `compare` puts two results side by side, `sensitivity` computes a fixed
//! list of scenarios for the plenary. Pure.

mod compare;
mod interview;
mod sensitivity;
mod vary;

pub use super::calibration::ExtraReviewAdvice;
pub use compare::{Movement, SideBySide, StandingThere, WhatIf};
pub use interview::{InterviewInfluence, interview_influence};
pub use sensitivity::{Answer, PlaceVerdict, Question, SensitivityReport, Stability, sensitivity};

use super::calibration::Reading;
use super::compute::final_order;
use super::fault::ComputeFault;
use super::inputs::Inputs;
use super::official::Order;
use crate::features::calls::{Aggregate, Bilingual, Budget, Definition, Floor};
use crate::kernel::errors::FieldError;
use crate::kernel::ids::UserId;
use selection_math::model::{Boundary, Thousandths};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// What differs from the announced rules. What is not named stays as announced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    pub seats: Option<u32>,
    /// The most selected from one unit; null for no such cap.
    #[serde(deserialize_with = "even_null")]
    #[schema(value_type = Option<u32>)]
    pub per_unit: Option<Option<u32>>,
    /// The most selected for one problem; null for no such cap.
    #[serde(deserialize_with = "even_null")]
    #[schema(value_type = Option<u32>)]
    pub per_problem: Option<Option<u32>>,
    pub floors: Option<Vec<Floor>>,
    /// Another budget; null for none. Only if the call has one, because otherwise no proposal
    /// states a cost.
    #[serde(deserialize_with = "even_null")]
    #[schema(value_type = Option<Budget>)]
    pub budget: Option<Option<Budget>>,
    pub aggregate: Option<Aggregate>,
    /// Weights by criterion; together with those not named they sum to 100.
    #[schema(example = json!({"K1": 25, "K2": 35}))]
    pub weights: Option<BTreeMap<String, u32>>,
    /// A reviewer whose sheets do not count. Proposals that had enough sheets keep their place with
    /// fewer.
    pub leave_out_reviewer: Option<UserId>,
    pub order: OrderBy,
}

/// The order in which the seats are filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderBy {
    /// The announced policy.
    #[default]
    Official,
    /// The model's calibrated scores; ties are decided by the announced policy.
    Calibrated,
}

/// A field that is present counts, even if it is null.
#[expect(clippy::option_option, reason = "absent, null and a number are three things to say")]
fn even_null<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Rules and inputs, announced or changed.
#[derive(Debug, Clone)]
pub struct Case {
    pub definition: Definition,
    pub inputs: Inputs,
}

/// Why a scenario has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The changes are invalid.
    Scenario(Vec<FieldError>),
    /// The sheets allow no calibrated order, in words.
    NoCalibratedOrder(Bilingual),
    Compute(ComputeFault),
}

impl From<ComputeFault> for NoAnswer {
    fn from(fault: ComputeFault) -> Self {
        Self::Compute(fault)
    }
}

/// The official result and the scenario's, side by side.
pub fn what_if(case: &Case, scenario: &Scenario, threads: usize) -> Result<WhatIf, NoAnswer> {
    let changed = vary::apply(case, scenario).map_err(NoAnswer::Scenario)?;
    let official = final_order(&case.definition, &case.inputs, threads)?;
    let order = match scenario.order {
        OrderBy::Official => final_order(&changed.definition, &changed.inputs, threads)?,
        OrderBy::Calibrated => {
            let order = Order::announced(&changed.definition, &changed.inputs)?;
            calibrated(order, &changed.definition, threads)?
        }
    };
    let (official, there) = ((&case.definition, &official), (&changed.definition, &order));
    Ok(compare::side_by_side(&case.inputs.proposals, official, there)?)
}

/// The same proposals by calibrated scores.
fn calibrated<'a>(
    order: Order<'a>,
    definition: &Definition,
    threads: usize,
) -> Result<Order<'a>, NoAnswer> {
    let reading = Reading::of(&order.entries, (definition, Boundary::Average), threads)
        .map_err(ComputeFault::from)?;
    let Some(reading) = reading else { return Ok(order) };
    let fit = &reading.fit;
    let is_comparable = fit.comparable.iter().all(|comparable| *comparable);
    let posterior = fit.posterior.as_ref().filter(|found| is_comparable && !found.is_tied());
    let Some(posterior) = posterior else {
        let words = fit.warnings.last();
        return Err(NoAnswer::NoCalibratedOrder(Bilingual {
            id: words.map_or("", |warning| warning.indonesian()).to_owned(),
            en: words.map_or("", |warning| warning.english()).to_owned(),
        }));
    };
    let means: Vec<Thousandths> =
        posterior.shown().means.iter().map(|mean| Thousandths::nearest(*mean)).collect();
    let Order { entries, not_ranked, .. } = order;
    let mut entries: Vec<_> = means.into_iter().zip(entries).collect();
    // The sort is stable: equal scores keep the announced order.
    entries.sort_by(|(one, _), (other, _)| other.cmp(one));
    let entries = entries
        .into_iter()
        .map(|(_, mut entry)| {
            // How ties were decided in the announced order does not apply to this one.
            entry.ranked.ties.clear();
            entry
        })
        .collect();
    Ok(Order::of(definition, entries, not_ranked)?)
}
