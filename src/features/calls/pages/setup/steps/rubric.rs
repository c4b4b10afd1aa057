//! The rubric: the scale, when a reason is due, thresholds, criteria with weights and anchors.

use super::{Frame, Group, Item, Kind, Row};
use serde_json::{Value, json};

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let scale = vec![
        vec![frame.item("rubric.name.id", Kind::Text), frame.item("rubric.name.en", Kind::Text)],
        vec![
            frame.hinted("rubric.scores", Kind::Numbers),
            frame.hinted("rubric.thresholds.total", Kind::Optional),
        ],
        vec![
            frame.hinted("rubric.reason_required_for", Kind::Numbers),
            frame.item("rubric.reason_min_length", Kind::Number),
        ],
    ];
    let blank = json!({"code": "", "name": {"id": "", "en": ""}, "weight": null, "anchors": {},
        "floor": null});
    vec![
        Group { name: "scale", rows: vec![Row::of_lines(scale)] },
        Group {
            name: "criteria",
            rows: frame
                .list("rubric.criteria", &blank, |name, index| criterion(frame, name, index)),
        },
    ]
}

fn criterion(frame: &Frame<'_>, name: &dyn Fn(&str) -> String, index: usize) -> Row {
    let code = frame.draft.get(&format!("/rubric/criteria/{index}/code"));
    let more = scores(frame, index)
        .into_iter()
        .map(|score| {
            let side = |language: &str| {
                let path = name(&format!(".anchors.{score}.{language}"));
                let label = format!("{} ({language})", frame.s.tv("call-score", score));
                Item::new(&path, Kind::Long, label)
            };
            vec![side("id"), side("en")]
        })
        .collect();
    Row {
        legend: code.as_str().unwrap_or("").to_owned(),
        lines: vec![
            vec![
                frame.item(&name(".code"), Kind::Text),
                frame.item(&name(".weight"), Kind::Number),
                frame.item(&name(".floor"), Kind::Optional),
            ],
            vec![
                frame.item(&name(".name.id"), Kind::Text),
                frame.item(&name(".name.en"), Kind::Text),
            ],
        ],
        more,
        ..Row::default()
    }
}

/// The scores of the scale, and those that still have an anchor.
fn scores(frame: &Frame<'_>, index: usize) -> Vec<u64> {
    let scale = frame.draft.get("/rubric/scores").as_array();
    let mut scores: Vec<u64> = scale.into_iter().flatten().filter_map(Value::as_u64).collect();
    let anchors = frame.draft.get(&format!("/rubric/criteria/{index}/anchors")).as_object();
    scores.extend(anchors.into_iter().flatten().filter_map(|(score, _)| score.parse::<u64>().ok()));
    scores.sort_unstable();
    scores.dedup();
    scores
}
