//! One declaration of a limit, and what follows from it.

use super::*;
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum InputAnswer {
    No {
        #[schema(min_length = 3)]
        why: String,
    },
    Yes {},
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct InputRow {
    #[schema(max_length = 4)]
    name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct InputSample {
    #[schema(min_length = 5, max_length = 8)]
    title: String,
    #[schema(max_length = 3, format = "line")]
    line: Option<String>,
    #[schema(minimum = 1, maximum = 12)]
    month: Option<u32>,
    #[schema(min_items = 1, max_items = 2)]
    rows: Vec<InputRow>,
    #[serde(default)]
    answer: Option<InputAnswer>,
}

fn sample() -> Value {
    json!({"title": "Judul", "line": null, "month": 3, "rows": [{"name": "satu"}],
        "answer": {"kind": "yes"}})
}

fn told(value: &Value) -> Vec<(String, &'static str)> {
    match Valid::<InputSample>::from_json(value).and_then(|valid| valid.kept()) {
        Ok(_) => Vec::new(),
        Err(Failure::Refused(refusal)) => {
            refusal.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn what_is_within_its_limits_is_taken_and_everything_else_is_told_at_once() {
    assert_eq!(told(&sample()), []);
    for (at, value, fault) in [
        ("title", json!("  ab  "), ("title", "too_short")),
        ("title", json!("      "), ("title", "required")),
        ("title", json!("123456789"), ("title", "too_long")),
        ("line", json!("a\nb"), ("line", "control_characters")),
        ("title", json!("12\u{1}45"), ("title", "control_characters")),
        ("month", json!(13), ("month", "out_of_range")),
        ("rows", json!([]), ("rows", "required")),
        ("rows", json!([{"name": "satu lagi"}]), ("rows[0].name", "too_long")),
        ("answer", json!({"kind": "no", "why": "x"}), ("answer.why", "too_short")),
        ("month", json!("x"), ("month", "wrong_shape")),
        ("other", json!(1), ("other", "unknown_field")),
    ] {
        let mut bad = sample();
        bad[at] = value;
        assert_eq!(told(&bad), [(fault.0.to_owned(), fault.1)], "{bad}");
    }
    let mut bad = sample();
    bad["title"] = json!("");
    bad["month"] = json!(0);
    let both = [("month", "out_of_range"), ("title", "required")];
    assert_eq!(told(&bad), both.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn blanks_pass_the_door_and_are_not_kept() {
    let mut blank = sample();
    blank["title"] = json!(" Judul ");
    let valid = Valid::<InputSample>::from_json(&blank).unwrap();
    assert_eq!(valid.kept().unwrap().title, "Judul");
    blank["title"] = json!("       ");
    let valid = Valid::<InputSample>::from_json(&blank).unwrap();
    assert!(valid.kept().is_err());
}

#[test]
fn a_control_knows_the_same_limits() {
    let schema = Schema::of::<InputSample>();
    let title = schema.limits("title").unwrap();
    assert_eq!((title.is_required, title.least, title.most), (true, Some(5), Some(8)));
    let month = schema.limits("month").unwrap();
    assert_eq!((month.is_required, month.minimum, month.maximum), (false, Some(1), Some(12)));
    assert_eq!(schema.limits("rows[].name").unwrap().most, Some(4));
    let why = schema.limits("answer.why").unwrap();
    assert_eq!((why.is_required, why.least), (true, Some(3)));
    assert_eq!(schema.limits("nothing"), None);
}

#[test]
fn what_the_program_makes_is_checked_by_the_same_limits() {
    let good: InputSample = serde_json::from_value(sample()).unwrap();
    assert!(Valid::checked(good.clone()).is_ok());
    assert!(Valid::checked(InputSample { title: "x".to_owned(), ..good }).is_err());
}
