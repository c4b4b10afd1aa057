//! What the demo's calls lay down.

use super::editions::Edition;
use crate::features::calls::{
    AfterAward, Aggregate, Anonymity, Bilingual, Budget, Calendar, Composition, Definition, Floor,
    FloorPolicy, Group, Level, Limits, PanelRules, RankingPolicy, Templates, TieBreak, Uncertainty,
};
use crate::kernel::errors::Failure;
use selection_math::quota::BudgetPolicy;

/// A call: two seats at most per unit and per problem, one kept for the remote units.
pub(super) fn definition(
    edition: &Edition,
    calendar: Calendar,
    year: i32,
) -> Result<Definition, Failure> {
    let mut templates = Templates::shipped()?;
    let missing = || Failure::Inconsistent("a shipped template is missing".to_owned());
    let level = |code: &str, (id, en): (&str, &str), months, requires: &str| Level {
        code: code.to_owned(),
        name: Bilingual { id: id.to_owned(), en: en.to_owned() },
        normative_months: months,
        requires: requires.to_owned(),
        seats: None,
    };
    let by_mean = |code: &str| TieBreak::CriterionMean { criterion: code.to_owned() };
    Ok(Definition {
        title: Bilingual {
            id: format!("Seleksi tugas belajar {year}{} (peragaan)", edition.title.0),
            en: format!("Selection of study assignments {year}{} (demonstration)", edition.title.1),
        },
        calendar,
        seats: edition.seats,
        levels: vec![
            level("S2", ("Magister", "Master"), 24, "S1"),
            level("S3", ("Doktor", "Doctorate"), 36, "S2"),
        ],
        limits: Limits {
            per_unit: Some(2),
            per_problem: Some(2),
            floors: vec![Floor { group: Group::Remote, at_least: 1 }],
            floor_policy: FloorPolicy::AsFarAsPossible,
            // Reaches for those who ask for most.
            budget: edition.budget.map(|total| Budget {
                total,
                policy: BudgetPolicy::SkipAndContinue,
                per_proposal: Some(1_000_000_000),
            }),
        },
        rubric: templates.rubrics.remove("default").ok_or_else(missing)?,
        eligibility: templates.rule_sets.remove("default").ok_or_else(missing)?.rules,
        documents: templates.document_sets.remove("default").ok_or_else(missing)?.documents,
        panel: PanelRules {
            sheets_per_proposal: 3,
            default_max_load: 15,
            divergent_total: 100,
            divergent_criterion: 3,
            composition: Composition::default(),
            undo_minutes: 0,
        },
        ranking: RankingPolicy {
            aggregate: Aggregate::Mean,
            tie_breaks: vec![by_mean("K4"), by_mean("K1"), by_mean("K3"), TieBreak::FewerAwards],
            reserve: 4,
        },
        // Who judges whom differs from demo to demo; with a wide zone there is always somebody in it.
        uncertainty: Uncertainty {
            zone_low_percent: 15,
            zone_high_percent: 85,
            ..Uncertainty::default()
        },
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
        pact: templates.pacts.remove("default").filter(|_| edition.has_pact()).map(|one| one.text),
        need_plan: None,
        plenary: None,
        interview: None,
        after_award: AfterAward::default(),
    })
}
