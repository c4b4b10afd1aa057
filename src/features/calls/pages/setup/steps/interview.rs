//! Whether a call interviews, what the interview weighs, and the fixed questions. Without a share there are no interviews.

use super::{Choices, Frame, Group, Item, Kind, Row};
use serde_json::{Value, json};

/// The field that turns interviews off when it is empty, and what it turns off.
fn switch() -> (String, String) {
    ("interview.percent".to_owned(), "/interview".to_owned())
}

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let number = |field: &str, usual: &str| Item {
        default: usual.to_owned(),
        ..frame.hinted(&format!("interview.{field}"), Kind::Number)
    };
    let absent = frame.choices("setup-absent", &["not_ranked", "zero"]);
    let how = vec![
        vec![
            frame.hinted("interview.percent", Kind::Number),
            number("panelists", "3"),
            number("minutes", "30"),
        ],
        vec![
            number("days_after_review", "0"),
            Item {
                default: "not_ranked".to_owned(),
                ..frame.hinted("interview.absent", Kind::Choice(absent))
            },
        ],
    ];
    let blank = json!({"code": "", "text": {"id": "", "en": ""}, "criterion": ""});
    let criteria = frame.choose(criteria(frame));
    let question = |name: &dyn Fn(&str) -> String, index: usize| Row {
        legend: frame.s.tv("setup-question", index + 1),
        lines: vec![
            vec![
                frame.item(&name(".code"), Kind::Text),
                frame.item(&name(".criterion"), Kind::Choice(criteria.clone())),
            ],
            vec![frame.item(&name(".text.id"), Kind::Text)],
            vec![frame.item(&name(".text.en"), Kind::Text)],
        ],
        switch: Some(switch()),
        ..Row::default()
    };
    vec![
        Group {
            name: "interview",
            rows: vec![Row { switch: Some(switch()), ..Row::of_lines(how) }],
        },
        Group { name: "questions", rows: frame.list("interview.questions", &blank, question) },
    ]
}

/// Code and name of each criterion of the rubric.
fn criteria(frame: &Frame<'_>) -> Choices {
    let criteria = frame.draft.get("/rubric/criteria").as_array();
    let named = |criterion: &Value| {
        let text = |at: &str| criterion.pointer(at).and_then(Value::as_str).unwrap_or("");
        let name = text(&format!("/name/{}", frame.s.language.tag()));
        (text("/code").to_owned(), format!("{} {name}", text("/code")))
    };
    criteria.into_iter().flatten().map(named).collect()
}
