//! The eligibility rules: each off, a warning or a bar; its figures; the regulation it rests on.

use super::{Frame, Group, Item, Kind, Row};
use crate::features::calls::pages::words::label;
use crate::web::forms::{pointer, shown_value};
use serde_json::Value;

/// How a figure of a rule is written.
#[derive(Debug, Clone, Copy)]
enum Figure {
    Number,
    Rating,
    Grade,
    /// One number per level; years.
    Years,
    /// One number per level; hundredths.
    Hundredths,
}

use Figure::{Grade, Hundredths, Number, Rating, Years};

/// Every rule there is, with its figures, in the order in which one asks.
const RULES: [(&str, &[(&str, Figure)]); 16] = [
    ("civil_servant", &[]),
    ("in_active_service", &[]),
    ("years_of_service", &[("at_least", Number)]),
    ("remaining_service", &[("factor_released", Number), ("factor_not_released", Number)]),
    ("age", &[("at_most", Years)]),
    ("performance_rating", &[("at_least", Rating), ("years", Number)]),
    ("no_sanction", &[("years_since_medium", Number), ("years_since_heavy", Number)]),
    ("no_criminal_case", &[]),
    ("no_service_bond", &[]),
    ("no_failed_assignment", &[]),
    ("no_other_nomination", &[]),
    ("degree_below", &[]),
    ("no_degree_of_level", &[]),
    ("grade_point_average", &[("at_least_hundredths", Hundredths)]),
    ("accreditation", &[("at_least", Grade)]),
    ("duration", &[("extra_months", Number)]),
];

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let rows = RULES.iter().map(|(key, figures)| rule(frame, key, figures)).collect();
    vec![Group { name: "rules", rows }]
}

/// The rule as some template has it, for those who turn it on.
fn suggestion(frame: &Frame<'_>, key: &str) -> Value {
    let rules = frame.templates.rule_sets.values().flat_map(|set| &set.rules);
    rules
        .filter_map(|rule| serde_json::to_value(rule).ok())
        .find(|rule| rule.get("key").and_then(Value::as_str) == Some(key))
        .unwrap_or_default()
}

fn rule(frame: &Frame<'_>, key: &str, figures: &[(&str, Figure)]) -> Row {
    let base = format!("eligibility.{key}");
    let place = pointer(&base);
    let is_fresh = !frame.draft.get(&place).is_object();
    let suggested = suggestion(frame, key);
    let severity = frame.choices("setup-severity", &["block", "warn"]);
    let off = (String::new(), frame.s.t("setup-severity-off"));
    let severity = std::iter::once(off).chain(severity).collect();
    let name = format!("{base}.severity");
    let mut lines = vec![vec![
        Item::new(&name, Kind::Choice(severity), frame.s.t("setup-severity")),
        with_default(
            Item::new(
                &format!("{base}.legal_reference"),
                Kind::Text,
                frame.s.t("setup-legal-reference"),
            ),
            &suggested,
        ),
    ]];
    let figures: Vec<Item> = figures
        .iter()
        .flat_map(|(figure, written)| items(frame, &format!("{base}.{figure}"), *written))
        .map(|item| with_default(item, &suggested))
        .collect();
    if !figures.is_empty() {
        lines.push(figures);
    }
    let legend = frame.s.word("rule-name", key);
    Row { legend, lines, switch: Some((name, place)), is_fresh, ..Row::default() }
}

/// Shows the template's figure where nothing is stored.
fn with_default(item: Item, suggested: &Value) -> Item {
    // `/eligibility/key/figure…` is `/figure…` within the rule.
    let inside = item.pointer.splitn(4, '/').nth(3).unwrap_or("");
    let value = suggested.pointer(&format!("/{inside}")).unwrap_or(&Value::Null);
    Item { default: shown_value(&item.kind, value), ..item }
}

fn items(frame: &Frame<'_>, name: &str, written: Figure) -> Vec<Item> {
    let choice = |family: &str, values: &[&str]| {
        vec![frame.item(name, Kind::Choice(frame.choose(frame.choices(family, values))))]
    };
    let by_level = |kind: &Kind| {
        let levels = frame.levels().into_iter().enumerate();
        levels
            .map(|(index, (code, _))| {
                let label = format!("{}: {code}", label(frame.s, name));
                let code = code.replace('~', "~0").replace('/', "~1");
                let pointer = format!("{}/{code}", pointer(name));
                Item { pointer, ..Item::new(&format!("{name}[{index}]"), kind.clone(), label) }
            })
            .collect()
    };
    match written {
        Number => vec![frame.item(name, Kind::Number)],
        Rating => {
            let values = ["very_good", "good", "needs_improvement", "poor", "very_poor"];
            choice("rating", &values)
        }
        Grade => choice("accreditation", &["excellent", "good", "fair", "none"]),
        Years => by_level(&Kind::Optional),
        Hundredths => by_level(&Kind::Hundredths),
    }
}
