//! How the panel works, how sheets become an order, and how its uncertainty is told.

use super::{Choices, Frame, Group, Item, Kind, Row};
use serde_json::{Value, json};

/// A question that a call which never answered it answers with no.
fn promise(frame: &Frame<'_>, name: &str) -> Item {
    let answers = Kind::Truth(frame.choices("answer", &["yes", "no"]));
    Item { default: "no".to_owned(), ..frame.hinted(name, answers) }
}

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let blinds = frame.choices("setup-anonymity", &["open", "single_blind", "double_blind"]);
    let panel = vec![
        vec![
            frame.item("panel.sheets_per_proposal", Kind::Number),
            frame.item("panel.default_max_load", Kind::Number),
            frame.item("anonymity", Kind::Choice(blinds)),
        ],
        vec![
            frame.hinted("panel.divergent_total", Kind::Number),
            frame.hinted("panel.divergent_criterion", Kind::Number),
            frame.hinted("repair_days", Kind::Number),
        ],
        vec![Item {
            default: "0".to_owned(),
            ..frame.hinted("panel.undo_minutes", Kind::Number)
        }],
    ];
    let composition = vec![vec![
        promise(frame, "panel.composition.one_per_unit"),
        promise(frame, "panel.composition.one_senior"),
    ]];
    let aggregates = frame.choices("setup-aggregate", &["mean", "median"]);
    let order = vec![vec![
        frame.item("ranking.aggregate", Kind::Choice(aggregates)),
        frame.item("ranking.reserve", Kind::Number),
    ]];
    let zone = vec![vec![
        frame.hinted("uncertainty.zone_low_percent", Kind::Number),
        frame.hinted("uncertainty.zone_high_percent", Kind::Number),
        frame.hinted("uncertainty.draws", Kind::Optional),
        frame.item(
            "uncertainty.across_groups",
            Kind::Truth(frame.choices("answer", &["yes", "no"])),
        ),
        promise(frame, "uncertainty.publish_interval"),
        promise(frame, "uncertainty.zone_lot"),
    ]];
    vec![
        Group { name: "panel", rows: vec![Row::of_lines(panel)] },
        Group { name: "composition", rows: vec![Row::of_lines(composition)] },
        Group { name: "order", rows: vec![Row::of_lines(order)] },
        Group { name: "ties", rows: ties(frame) },
        Group { name: "zone", rows: vec![Row::of_lines(zone)] },
        Group { name: "plenary", rows: vec![plenary(frame)] },
        Group { name: "pact", rows: vec![pact(frame)] },
    ]
}

/// Without a quorum the call says nothing of its plenary.
fn plenary(frame: &Frame<'_>) -> Row {
    let name = "plenary.quorum.numerator";
    let lines = vec![vec![
        frame.hinted(name, Kind::Number),
        frame.hinted("plenary.quorum.denominator", Kind::Number),
        Item { default: "48".to_owned(), ..frame.hinted("plenary.remarks_hours", Kind::Number) },
    ]];
    Row {
        is_fresh: !frame.draft.get("/plenary").is_object(),
        switch: Some((name.to_owned(), "/plenary".to_owned())),
        ..Row::of_lines(lines)
    }
}

/// The agency's text in both languages; an empty one: nobody signs. The sample stands in the hint, so that nobody
/// publishes it without having written anything.
fn pact(frame: &Frame<'_>) -> Row {
    let sample = frame.templates.pacts.get("default").map(|sample| &sample.text);
    let item = |name: &str, text: Option<&String>| {
        let item = frame.hinted(name, Kind::Lines(10));
        let hint = format!("{} {}", item.hint, text.map_or("", |text| text.trim()));
        Item { hint, ..item }
    };
    let lines = vec![
        vec![item("pact.id", sample.map(|text| &text.id))],
        vec![item("pact.en", sample.map(|text| &text.en))],
    ];
    Row { switch: Some(("pact.id".to_owned(), "/pact".to_owned())), ..Row::of_lines(lines) }
}

/// The chain of keys; a lot comes last of itself.
fn ties(frame: &Frame<'_>) -> Vec<Row> {
    let choices = frame.choose(keys(frame));
    // A new key has its shape from what is chosen.
    frame.list("ranking.tie_breaks", &json!(null), |name, index| {
        let label = frame.s.tv("setup-tie", index + 1);
        let kind = Kind::Tagged(choices.clone(), ["key", "criterion", ""]);
        let item = super::Item { label, ..frame.item(&name(""), kind) };
        Row::of_lines(vec![vec![item]])
    })
}

fn keys(frame: &Frame<'_>) -> Choices {
    let criteria = frame.draft.get("/rubric/criteria").as_array();
    let by_mean = |criterion: &Value| {
        let text = |at: &str| criterion.pointer(at).and_then(Value::as_str).unwrap_or("");
        let (code, name) = (text("/code"), text(&format!("/name/{}", frame.s.language.tag())));
        let label = frame.s.tv("setup-tie-mean", format!("{code} {name}"));
        (format!("criterion_mean:{code}"), label)
    };
    let mut keys: Choices = criteria.into_iter().flatten().map(by_mean).collect();
    keys.push(("fewer_awards".to_owned(), frame.s.t("setup-tie-awards")));
    keys.push(("plenary_vote".to_owned(), frame.s.t("setup-tie-vote")));
    keys
}
