//! A valid call for the tests of the rules, and tests of the definition as a whole.

use super::*;
use crate::features::calls::{
    AfterAward, Aggregate, Anonymity, Bilingual, Calendar, Call, Floor, FloorPolicy, Group, Level,
    Limits, State, Templates, Uncertainty,
};
use crate::kernel::ids::{CallId, UserId};

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Field and code of each fault.
pub(crate) fn names(faults: Vec<FieldError>) -> Vec<(String, &'static str)> {
    faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
}

fn both(text: &str) -> Bilingual {
    Bilingual { id: text.to_owned(), en: text.to_owned() }
}

fn level(code: &str, normative_months: u32, requires: &str) -> Level {
    let (code, requires) = (code.to_owned(), requires.to_owned());
    Level { name: both(&code), code, normative_months, requires, seats: None }
}

pub(crate) fn definition() -> Definition {
    let templates = Templates::shipped().unwrap();
    let by = |code: &str| TieBreak::CriterionMean { criterion: code.to_owned() };
    Definition {
        title: both("Seleksi tugas belajar 2026"),
        calendar: Calendar {
            opens_at: instant("2026-12-01T01:00:00Z"),
            submissions_close_at: instant("2026-12-31T10:00:00Z"),
            screening_ends_at: instant("2027-01-10T10:00:00Z"),
            administrative: None,
            review_ends_at: instant("2027-01-25T10:00:00Z"),
            announcement_at: instant("2027-02-05T10:00:00Z"),
            objections_end_at: instant("2027-02-10T10:00:00Z"),
        },
        seats: 8,
        levels: vec![level("S2", 24, "S1"), level("S3", 36, "S2")],
        limits: Limits {
            per_unit: Some(2),
            per_problem: Some(2),
            floors: vec![Floor { group: Group::Remote, at_least: 1 }],
            floor_policy: FloorPolicy::AsFarAsPossible,
            budget: None,
        },
        rubric: templates.rubrics["default"].clone(),
        eligibility: templates.rule_sets["default"].rules.clone(),
        documents: templates.document_sets["default"].documents.clone(),
        panel: PanelRules {
            sheets_per_proposal: 3,
            default_max_load: 20,
            divergent_total: 100,
            divergent_criterion: 3,
            composition: crate::features::calls::Composition::default(),
            undo_minutes: 0,
        },
        ranking: RankingPolicy {
            aggregate: Aggregate::Mean,
            tie_breaks: vec![by("K4"), by("K1"), by("K3"), TieBreak::FewerAwards],
            reserve: 4,
        },
        uncertainty: Uncertainty::default(),
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
        pact: None,
        need_plan: None,
        plenary: None,
        interview: None,
        after_award: AfterAward::default(),
    }
}

/// The same, frozen.
pub(crate) fn call() -> Call {
    let definition = definition();
    Call {
        id: CallId::new().unwrap(),
        code: "TB-2026".to_owned(),
        state: State::Frozen,
        calendar: definition.calendar.clone(),
        definition: definition.into(),
        rules_hash: Some("0".repeat(64)),
        tie_seed_hash: Some("0".repeat(64)),
        announced_at: None,
        cancelled_reason: None,
        created_by: UserId::new().unwrap(),
        frozen_at: Some(instant("2026-11-24T01:00:00Z")),
        version: 2,
    }
}

#[test]
fn a_sound_definition_has_no_fault() {
    assert_eq!(check(&definition()), []);
}

#[test]
fn all_faults_are_found_at_once_each_with_its_place() {
    let mut definition = definition();
    definition.title.en.clear();
    definition.seats = 0;
    definition.rubric.criteria[2].weight = 30;
    definition.eligibility[3].legal_reference.clear();
    definition.documents[0].max_bytes = 1;
    definition.panel.sheets_per_proposal = 0;
    definition.ranking.tie_breaks.push(TieBreak::CriterionMean { criterion: "K9".into() });
    definition.ranking.tie_breaks.push(TieBreak::FewerAwards);
    let found = names(check(&definition));
    let expected = [
        ("title.en", "required"),
        ("seats", "out_of_range"),
        ("limits.floors[0].at_least", "floors_above_seats"),
        ("rubric.criteria", "weights_sum"),
        ("eligibility[3].legal_reference", "required"),
        ("documents[0].max_bytes", "out_of_range"),
        ("panel.sheets_per_proposal", "out_of_range"),
        ("ranking.tie_breaks[4].criterion", "unknown_criterion"),
        ("ranking.tie_breaks[5]", "duplicate"),
    ];
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn a_call_opens_in_the_future() {
    let definition = definition();
    let opens_at = definition.calendar.opens_at;
    assert_eq!(check_opening(&definition, opens_at), None);
    assert!(check_opening(&definition, opens_at.plus_seconds(1)).is_some());
}

#[test]
fn the_code_of_a_call_can_begin_a_receipt_number() {
    for (code, sound) in [
        ("TB-2026", true),
        ("T1", true),
        ("T", false),
        ("tb-2026", false),
        ("TB 2026", false),
        ("-TB", false),
        ("TB/2026", false),
        ("TB-2026-PENGAWASAN-OBAT", false),
    ] {
        assert_eq!(check_code(code).is_none(), sound, "{code}");
    }
}

#[test]
fn every_code_has_words_in_both_languages() {
    use crate::kernel::language::Language;
    let arguments = [
        "advised",
        "allowed",
        "affordable",
        "ceiling",
        "limits",
        "minimum",
        "total",
        "criterion",
        "day",
        "days",
        "english",
        "indonesian",
        "instant",
        "level",
        "maximum",
        "next",
        "now",
        "previous",
        "score",
        "seats",
        "state",
        "sum",
    ];
    let arguments = arguments.map(|name| (name, "1".to_owned()));
    for code in CODES {
        for language in Language::ALL {
            assert_ne!(language.message(*code, &arguments), code.name, "{}", code.name);
        }
    }
}
