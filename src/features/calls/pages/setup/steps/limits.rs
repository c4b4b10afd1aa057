//! Who may fill the seats: caps by level, unit and problem, seats kept for groups, and the money.

use super::{Choices, Frame, Group, Item, Kind, Row};
use crate::features::accounts::Unit;
use serde_json::json;
use std::collections::BTreeSet;

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let caps = vec![
        frame.hinted("limits.per_unit", Kind::Optional),
        frame.hinted("limits.per_problem", Kind::Optional),
    ];
    let level = |(index, (code, name)): (usize, (String, String))| {
        let label = frame.s.tv("setup-level-seats", format!("{code} – {name}"));
        Item::new(&format!("levels[{index}].seats"), Kind::Optional, label)
    };
    let levels = frame.levels().into_iter().enumerate().map(level).collect();
    let policies = frame.choices("setup-floor-policy", &["as_far_as_possible", "strict"]);
    let policy = vec![frame.item("limits.floor_policy", Kind::Choice(policies))];
    let choices = frame.choose(families(frame));
    let blank = json!({"group": null, "at_least": null});
    let floor = |name: &dyn Fn(&str) -> String, _: usize| Row {
        lines: vec![vec![
            frame.item(&name(".group"), Kind::Tagged(choices.clone(), ["kind", "value", ""])),
            frame.item(&name(".at_least"), Kind::Number),
        ]],
        ..Row::default()
    };
    vec![
        Group { name: "caps", rows: vec![Row::of_lines(vec![caps])] },
        Group { name: "level-caps", rows: vec![Row::of_lines(vec![levels])] },
        Group { name: "floors", rows: frame.list("limits.floors", &blank, floor) },
        Group { name: "floor-policy", rows: vec![Row::of_lines(vec![policy])] },
        Group { name: "budget", rows: vec![budget(frame)] },
    ]
}

/// The money; without a total there is no budget at all.
fn budget(frame: &Frame<'_>) -> Row {
    let money = || Kind::Rupiah(frame.s.language);
    let policies = frame
        .choices("setup-budget-policy", &["stop_at_first", "skip_and_continue", "fund_in_part"]);
    let name = "limits.budget.total";
    let lines = vec![
        vec![frame.hinted(name, money()), frame.hinted("limits.budget.per_proposal", money())],
        vec![Item {
            default: "stop_at_first".to_owned(),
            ..frame.hinted("limits.budget.policy", Kind::Choice(policies))
        }],
    ];
    Row {
        is_fresh: !frame.draft.get("/limits/budget").is_object(),
        switch: Some((name.to_owned(), "/limits/budget".to_owned())),
        ..Row::of_lines(lines)
    }
}

/// Every group that a floor can speak of: only what there are units or levels for.
fn families(frame: &Frame<'_>) -> Choices {
    let active = || frame.units.iter().filter(|unit| unit.active);
    let kinds: BTreeSet<&str> = active().map(|unit| unit.kind.as_str()).collect();
    let regions: BTreeSet<&str> = active().map(|unit: &Unit| unit.region.as_str()).collect();
    let choice = |family: &str, value: &str, shown: &str| {
        let label = format!("{} {shown}", frame.s.word("setup-group", family));
        (format!("{family}:{value}"), label)
    };
    let mut choices = vec![("remote".to_owned(), frame.s.t("setup-group-remote"))];
    choices.extend(
        kinds.into_iter().map(|kind| choice("unit_kind", kind, &frame.s.word("unit-kind", kind))),
    );
    choices.extend(regions.into_iter().map(|region| choice("region", region, region)));
    choices.extend(frame.levels().iter().map(|(code, name)| choice("level", code, name)));
    choices
}
