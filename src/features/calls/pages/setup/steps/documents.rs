//! The documents that a candidate uploads.

use super::{Frame, Group, Kind, Row};
use serde_json::json;

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let both = ("pdf,jpeg".to_owned(), frame.s.t("setup-format-both"));
    let mut formats = frame.choose(frame.choices("setup-format", &["pdf", "jpeg"]));
    formats.push(both);
    let kept = frame
        .choose(frame.choices("setup-sensitivity", &["open", "internal", "personal", "specific"]));
    let answers = frame.choose(frame.choices("answer", &["yes", "no"]));
    let blank = json!({"kind": "", "name": {"id": "", "en": ""}, "required": null,
        "max_bytes": null, "formats": [], "sensitivity": null});
    let document = |name: &dyn Fn(&str) -> String, index: usize| Row {
        legend: frame
            .draft
            .get(&format!("/documents/{index}/name/{}", frame.s.language.tag()))
            .as_str()
            .unwrap_or("")
            .to_owned(),
        lines: vec![
            vec![
                frame.item(&name(".name.id"), Kind::Text),
                frame.item(&name(".name.en"), Kind::Text),
                frame.item(&name(".kind"), Kind::Text),
            ],
            vec![
                frame.item(&name(".required"), Kind::Truth(answers.clone())),
                frame.item(&name(".formats"), Kind::Several(formats.clone())),
                frame.item(&name(".max_bytes"), Kind::Kilobytes),
                frame.item(&name(".sensitivity"), Kind::Choice(kept.clone())),
            ],
        ],
        ..Row::default()
    };
    vec![Group { name: "documents", rows: frame.list("documents", &blank, document) }]
}
