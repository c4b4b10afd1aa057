//! What a call asks and how it decides, in words with its figures: one sentence for each announced rule.

use crate::features::calls::{
    Aggregate, Anonymity, Call, Definition, DocumentRequirement, EligibilityRule, FloorPolicy,
    Format, Group, Level, Requirement, TieBreak,
};
use crate::web::pages::PageContext;
use std::collections::BTreeMap;

/// One requirement as a sentence with its figures.
pub(crate) fn asked(s: &PageContext, levels: &[Level], rule: &EligibilityRule) -> String {
    let key = format!("asks-{}", rule.requirement.key().replace('_', "-"));
    s.language.text(&key, &figures(s, levels, &rule.requirement))
}

/// The regulation behind a rule, or that this call's own announced rules are.
pub(crate) fn basis(s: &PageContext, rule: &EligibilityRule) -> String {
    rule.basis().unwrap_or_else(|| s.t("basis-own"))
}

fn figures(
    s: &PageContext,
    levels: &[Level],
    requirement: &Requirement,
) -> Vec<(&'static str, String)> {
    match requirement {
        Requirement::YearsOfService { at_least } => vec![("at_least", at_least.to_string())],
        Requirement::RemainingService { factor_released, factor_not_released } => {
            remaining(s, levels, [factor_released, factor_not_released])
        }
        Requirement::Age { at_most } => vec![("levels", by_level(at_most, u32::to_string))],
        Requirement::PerformanceRating { at_least, years } => {
            let grade = s.word("rating", at_least.name());
            vec![("grade", grade), ("count", years.to_string())]
        }
        Requirement::NoSanction { years_since_medium, years_since_heavy } => vec![
            ("medium", years_since_medium.to_string()),
            ("heavy", years_since_heavy.to_string()),
        ],
        Requirement::Accreditation { at_least } => {
            vec![("grade", s.word("accreditation", at_least.name()))]
        }
        Requirement::DegreeBelow => {
            let told = |level: &Level| {
                let pair = [("level", level.code.clone()), ("held", level.requires.clone())];
                s.language.text("asks-degree-level", &pair)
            };
            vec![("levels", listed(levels.iter().map(told)))]
        }
        Requirement::NoDegreeOfLevel => {
            vec![("levels", listed(levels.iter().map(|level| level.code.clone())))]
        }
        Requirement::GradePointAverage { at_least_hundredths } => {
            vec![("levels", by_level(at_least_hundredths, |least| s.hundredths(least)))]
        }
        Requirement::Duration { extra_months } => {
            let most = |level: &Level| level.normative_months.saturating_add(*extra_months);
            let told = levels.iter().map(|level| format!("{} {}", level.code, most(level)));
            vec![("levels", listed(told))]
        }
        Requirement::CivilServant
        | Requirement::NoCriminalCase
        | Requirement::InActiveService
        | Requirement::NoServiceBond
        | Requirement::NoFailedAssignment
        | Requirement::NoOtherNomination => Vec::new(),
    }
}

/// The months of remaining service by level, for who is released from the post and who is not.
fn remaining(
    s: &PageContext,
    levels: &[Level],
    [released, kept]: [&u32; 2],
) -> Vec<(&'static str, String)> {
    let months = |factor: &u32, level: &Level| factor.saturating_mul(level.normative_months);
    let told = |level: &Level| {
        let figures = [
            ("level", level.code.clone()),
            ("released", months(released, level).to_string()),
            ("kept", months(kept, level).to_string()),
        ];
        s.language.text("asks-remaining-level", &figures)
    };
    let levels = listed(levels.iter().map(told));
    vec![("released", released.to_string()), ("kept", kept.to_string()), ("levels", levels)]
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn by_level(figures: &BTreeMap<String, u32>, told: impl Fn(&u32) -> String) -> String {
    listed(figures.iter().map(|(level, figure)| format!("{level} {}", told(figure))))
}

/// How the names come about, in the order in which it is decided.
pub(super) fn announced_rules(s: &PageContext, definition: &Definition) -> Vec<String> {
    let (limits, ranking) = (&definition.limits, &definition.ranking);
    let mut lines = vec![s.t(match ranking.aggregate {
        Aggregate::Mean => "rules-mean",
        Aggregate::Median => "rules-median",
    })];
    let apart = [
        ("total", definition.panel.divergent_total.to_string()),
        ("criterion", definition.panel.divergent_criterion.to_string()),
    ];
    lines.push(s.language.text("rules-divergent", &apart));
    lines.push(s.tv("rules-ties", ties(s, definition)));
    lines.extend(limits.per_unit.map(|most| s.count("rules-per-unit", most)));
    lines.extend(limits.per_problem.map(|most| s.count("rules-per-problem", most)));
    for floor in &limits.floors {
        let figures = [("count", floor.at_least.to_string()), ("value", group(s, &floor.group))];
        lines.push(s.language.text("rules-floor", &figures));
    }
    if !limits.floors.is_empty() {
        lines.push(s.t(match limits.floor_policy {
            FloorPolicy::AsFarAsPossible => "rules-floor-as-far",
            FloorPolicy::Strict => "rules-floor-strict",
        }));
    }
    lines.push(if ranking.reserve == 0 {
        s.t("rules-no-reserve")
    } else {
        s.count("rules-reserve", ranking.reserve)
    });
    lines.push(s.t(match definition.anonymity {
        Anonymity::Open => "rules-open",
        Anonymity::SingleBlind => "rules-single-blind",
        Anonymity::DoubleBlind => "rules-double-blind",
    }));
    if definition.repair_days > 0 {
        lines.push(s.count("rules-repair", definition.repair_days));
    }
    lines
}

/// The keys of the order among equals, one after the other; the lot is always the last.
fn ties(s: &PageContext, definition: &Definition) -> String {
    let told = |key: &TieBreak| match key {
        TieBreak::CriterionMean { criterion } => {
            let known = definition.rubric.criterion(criterion);
            let name = known.map_or(criterion.as_str(), |one| one.name.text(&s.language));
            s.tv("rules-tie-mean", name)
        }
        TieBreak::FewerAwards => s.t("rules-tie-awards"),
        TieBreak::PlenaryVote => s.t("rules-tie-vote"),
    };
    let keys = definition.ranking.tie_breaks.iter().map(told).chain([s.t("rules-tie-lot")]);
    keys.enumerate().map(|(at, key)| format!("({}) {key}", at + 1)).collect::<Vec<_>>().join(", ")
}

fn group(s: &PageContext, group: &Group) -> String {
    match group {
        Group::Remote => s.t("setup-group-remote"),
        Group::UnitKind { value } => {
            format!("{} {}", s.t("setup-group-unit-kind"), s.word("unit-kind", value))
        }
        Group::Region { value } => format!("{} {value}", s.t("setup-group-region")),
        Group::Level { value } => format!("{} {value}", s.t("setup-group-level")),
    }
}

/// The formats and the largest size of a document: `PDF, paling besar 1 MB`.
pub(crate) fn file_limits(s: &PageContext, document: &DocumentRequirement) -> String {
    let name = |format: &Format| match format {
        Format::Pdf => "PDF",
        Format::Jpeg => "JPG",
    };
    let formats = document.formats.iter().map(name).collect::<Vec<_>>().join(" / ");
    let figures = [("formats", formats), ("size", s.size(&document.max_bytes))];
    s.language.text("file-limits", &figures)
}

/// What fits into the first screen: whom the call is for, and what for.
pub(super) fn in_brief(s: &PageContext, call: &Call) -> [String; 2] {
    let definition = &call.definition;
    let levels = || definition.levels.iter();
    let degree = levels().map(|level| {
        let pair = [("level", level.code.clone()), ("held", level.requires.clone())];
        s.language.text("asks-degree-level", &pair)
    });
    let is_servant = |rule: &EligibilityRule| rule.requirement == Requirement::CivilServant;
    let who = if definition.eligibility.iter().any(is_servant) {
        "brief-who-servant"
    } else {
        "brief-who-employee"
    };
    let what = [
        ("levels", listed(levels().map(|level| level.code.clone()))),
        ("count", definition.seats.to_string()),
    ];
    [s.tv(who, listed(degree)), s.language.text("brief-what", &what)]
}
