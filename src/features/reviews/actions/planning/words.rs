//! A plan's shortage and warnings in words, in both languages from the catalogues.

use super::WarningView;
use super::world::PlanningData;
use crate::features::calls::Bilingual;
use crate::features::reviews::rules::plan::{Bottleneck, Warning};
use crate::features::reviews::rules::{
    PLAN_BOTTLENECK, PLAN_FEW_SHARED, PLAN_NOBODY, PLAN_SEPARATE_GROUPS, PLAN_WITHOUT_SENIOR,
};
use crate::kernel::errors::{Argument, Code, Failure};
use crate::kernel::ids::UserId;
use crate::kernel::language::Language;
use matching::LEAST_SHARED;

/// The most names in one sentence; the rest are given as a number.
const NAMED: usize = 12;

pub(super) fn bottleneck(narrow: &Bottleneck, world: &PlanningData) -> Result<Bilingual, Failure> {
    let code = if narrow.reviewers.is_empty() { PLAN_NOBODY } else { PLAN_BOTTLENECK };
    let proposals = narrow.proposals.iter().map(|proposal| world.number(proposal));
    Ok(sentence(
        code,
        &[
            ("proposals", listed(proposals)?),
            ("reviewers", names(&narrow.reviewers, world)?),
            ("needed", narrow.needed.to_string()),
            ("available", narrow.available.to_string()),
        ],
    ))
}

pub(super) fn warning(warning: &Warning, world: &PlanningData) -> Result<WarningView, Failure> {
    let (code, reviewers, figure) = match warning {
        Warning::WithoutSenior { proposals } => {
            let names = listed(proposals.iter().map(|proposal| world.number(proposal)))?;
            let message = sentence(PLAN_WITHOUT_SENIOR, &[("names", names)]);
            let code = PLAN_WITHOUT_SENIOR.name;
            return Ok(WarningView { code, reviewers: Vec::new(), message });
        }
        Warning::SeparateGroups { groups, smallest } => {
            (PLAN_SEPARATE_GROUPS, smallest, ("groups", groups.to_string()))
        }
        Warning::FewShared { reviewers } => {
            (PLAN_FEW_SHARED, reviewers, ("least", LEAST_SHARED.to_string()))
        }
    };
    let message = sentence(code, &[figure, ("names", names(reviewers, world)?)]);
    Ok(WarningView { code: code.name, reviewers: reviewers.clone(), message })
}

pub(super) fn sentence(code: Code, arguments: &[Argument]) -> Bilingual {
    Bilingual {
        id: Language::Indonesian.message(code, arguments),
        en: Language::English.message(code, arguments),
    }
}

fn names(reviewers: &[UserId], world: &PlanningData) -> Result<String, Failure> {
    listed(reviewers.iter().map(|reviewer| world.name(reviewer)))
}

fn listed(
    names: impl ExactSizeIterator<Item = Result<String, Failure>>,
) -> Result<String, Failure> {
    let more = names.len().saturating_sub(NAMED);
    let listed = names.take(NAMED).collect::<Result<Vec<_>, Failure>>()?.join(", ");
    Ok(if more > 0 { format!("{listed} (+{more})") } else { listed })
}
