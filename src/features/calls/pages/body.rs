//! The public content of a call's page, from its calendar to its hashes; the preview of a draft
//! shows the same.

use crate::features::calls::actions::CallView;
use crate::features::calls::{Budget, Criterion, EligibilityRule, Extension, Milestone};
use crate::kernel::clock::Timestamp;
use crate::kernel::format::rupiah;
use crate::web::pages::PageContext;
use askama::Template;

#[derive(Template)]
#[template(path = "calls/pages/body.html")]
pub(super) struct CallBody<'a> {
    pub(super) s: &'a PageContext,
    pub(super) view: &'a CallView,
    pub(super) extensions: &'a [Extension],
}

impl CallBody<'_> {
    /// Each milestone, its instant, and whether it has passed.
    fn milestones(&self) -> Vec<(&'static str, Timestamp, bool)> {
        let calendar = &self.view.call.calendar;
        let milestone = |milestone: Milestone| {
            let at = calendar.of(milestone);
            (milestone.name(), at, at <= self.view.now)
        };
        calendar.milestones().map(milestone).collect()
    }

    fn criteria(&self) -> &[Criterion] {
        &self.view.call.definition.rubric.criteria
    }

    fn floor_of(&self, criterion: &str) -> Option<&u32> {
        self.view.call.definition.rubric.thresholds.criteria.get(criterion)
    }

    /// The rule for proposals that are too close to call, with the zone's bounds.
    fn zone_lot(&self) -> String {
        let zone = &self.view.call.definition.uncertainty;
        let bounds = format!("{}–{} %", zone.zone_low_percent, zone.zone_high_percent);
        self.s.tv("call-zone-lot-rule", bounds)
    }

    fn total(&self, budget: &Budget) -> String {
        rupiah(self.s.language, budget.total)
    }

    /// The most that one proposal may ask for, as a sentence.
    fn per_proposal(&self, budget: &Budget) -> Option<String> {
        let most = rupiah(self.s.language, budget.per_proposal?);
        Some(self.s.tv("call-budget-per-proposal", most))
    }

    /// What happens at the first proposal that the money does not cover.
    fn budget_policy(&self, budget: &Budget) -> String {
        let name = serde_json::to_value(budget.policy).unwrap_or_default();
        self.s.word("setup-budget-policy", name.as_str().unwrap_or(""))
    }

    fn rule_name(&self, rule: &EligibilityRule) -> String {
        let key = serde_json::to_value(&rule.requirement).unwrap_or_default();
        self.s.word("rule-name", key.get("key").and_then(serde_json::Value::as_str).unwrap_or(""))
    }
}
