//! A text through its form and back, and what cannot be read.

use super::*;
use proptest::prelude::*;

fn content() -> Content {
    let text = fields::example(&|field| format!("<{}>", field.path));
    serde_json::from_value(text).unwrap()
}

fn fields_of(content: &Content) -> Fields {
    super::fields_of(content).unwrap()
}

/// Any text that the form can hold: of each field any value of its kind, or none.
fn texts() -> impl Strategy<Value = Content> {
    let outside = outside_rows().map(|field| {
        let value = match field.kind {
            Kind::Rows { .. } => rows(field),
            kind => values(kind, field.required == Required::InItsRow),
        };
        value.prop_map(|value| (field.path, value)).boxed()
    });
    outside.collect::<Vec<_>>().prop_map(|values| {
        let mut text = json!({});
        for (path, value) in values {
            fields::put(&mut text, path, value);
        }
        // A field of words that was left out is empty.
        serde_json::from_value(without_nulls(text)).unwrap()
    })
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            fields.map(|(name, value)| (name, without_nulls(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

fn rows(list: &'static Field) -> BoxedStrategy<Value> {
    let parts: Vec<_> = list
        .parts()
        .map(|part| {
            let name = part.in_list().unwrap().1;
            let is_needed = part.required == Required::InItsRow || part.kind.is_free_text();
            values(part.kind, is_needed || matches!(part.kind, Kind::Month))
                .prop_map(move |value| (name.to_owned(), value))
        })
        .collect();
    let row = parts.prop_map(|parts| Value::from(parts.into_iter().collect::<Map<_, _>>()));
    // A row in which nothing is written is not there.
    let is_written = |row: &Value| {
        row.as_object().unwrap().iter().any(|(name, value)| {
            let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
            name != "month" && !value.is_null() && !is_blank
        })
    };
    let row = row.prop_filter("an empty row", is_written);
    prop::collection::vec(row, 0..4).prop_map(Value::from).boxed()
}

/// Any value of a kind; one that is not needed may be missing.
fn values(kind: Kind, is_needed: bool) -> BoxedStrategy<Value> {
    let value = match kind {
        Kind::Line { most } | Kind::Text { most, .. } => {
            let most = most.min(60);
            prop_oneof![Just(String::new()), "[ -~\n\u{a1}-\u{2ff}]{0,60}"]
                .prop_map(move |text| text.chars().take(most).collect::<String>().into())
                .boxed()
        }
        Kind::Codes { most } => {
            prop::collection::vec("[A-Za-z0-9]([A-Za-z0-9 ]{0,5}[a-z0-9])?", 0..=most)
                .prop_map(Value::from)
                .boxed()
        }
        Kind::Number { between, .. } => {
            let (least, most) = between.unwrap_or((0, u32::MAX));
            (least..=most).prop_map(Value::from).boxed()
        }
        Kind::Month => (1_u32..=12).prop_map(Value::from).boxed(),
        Kind::Hundredths { most } => (0..=most).prop_map(Value::from).boxed(),
        Kind::Money => any::<u64>().prop_map(Value::from).boxed(),
        Kind::YesNo => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Day => (0_i32..60_000)
            .prop_map(|days| {
                let day = chrono::NaiveDate::from_num_days_from_ce_opt(700_000 + days).unwrap();
                day.to_string().into()
            })
            .boxed(),
        Kind::Choice { words, .. } => prop::sample::select(words()).prop_map(Value::from).boxed(),
        Kind::Rows { .. } => Just(json!([])).boxed(),
    };
    if is_needed { value } else { prop_oneof![value, Just(Value::Null)].boxed() }
}

/// The form as a browser sends it.
fn sent(form: &Fields) -> Fields {
    let escaped =
        |text: &str| text.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
    let pairs: Vec<String> =
        form.names().map(|name| format!("{}={}", escaped(name), escaped(form.get(name)))).collect();
    Fields::parse(&pairs.join("&")).unwrap()
}

proptest! {
    #[test]
    fn any_text_comes_back_whole_from_its_form(written in texts()) {
        let form = sent(&fields_of(&written));
        prop_assert_eq!(Reader::new(&form).content().unwrap(), written);
    }
}

#[test]
fn a_text_comes_back_whole_from_its_form() {
    let written = content();
    assert_eq!(Reader::new(&fields_of(&written)).content().unwrap(), written);
}

#[test]
fn what_cannot_be_read_is_named_field_by_field() {
    let mut fields = fields_of(&content());
    fields.set("study.months", "dua");
    fields.set("goal.measured_by", "31-02-2027");
    fields.set("candidate.grade_point_average_hundredths", "3.255");
    let faults = Reader::new(&fields).content().unwrap_err();
    let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        names,
        ["goal.measured_by", "study.months", "candidate.grade_point_average_hundredths"]
    );
}

#[test]
fn an_average_takes_a_comma_and_one_decimal() {
    for (typed, expected) in [("3,25", 325), ("3.5", 350), ("4", 400)] {
        let mut fields = Fields::default();
        fields.set("candidate.grade_point_average_hundredths", typed);
        let content = Reader::new(&fields).content().unwrap();
        assert_eq!(content.candidate.grade_point_average_hundredths, Some(expected));
    }
}

#[test]
fn a_cost_takes_marks_between_thousands_and_no_decimals() {
    let read = |typed: &str| {
        let mut fields = Fields::default();
        fields.set("study.requested_cost", typed);
        Reader::new(&fields).content().map(|content| content.study.requested_cost)
    };
    for typed in ["150000000", "150.000.000", "150,000,000", "Rp150.000.000", "Rp 150 000 000"] {
        assert_eq!(read(typed), Ok(Some(150_000_000)), "{typed}");
    }
    assert_eq!(read(""), Ok(None));
    for typed in ["150.000,00", "150 juta", "-5", "1.5", "99999999999999999999"] {
        assert!(read(typed).is_err(), "{typed}");
    }
}

#[test]
fn an_empty_row_of_the_plan_is_not_there() {
    let mut fields = Fields::default();
    fields.set("plan[0].month", "1");
    fields.set("plan[0].activity", " ");
    fields.set("plan[1].month", "2");
    fields.set("plan[1].activity", "Uji");
    assert_eq!(Reader::new(&fields).content().unwrap().plan.len(), 1);
}

fn faults(typed: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let mut fields = Fields::default();
    for (name, value) in typed {
        fields.set(*name, *value);
    }
    let faults = Reader::new(&fields).content().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
}

#[test]
fn half_a_row_is_a_fault_and_not_dropped() {
    let year = ("candidate.ratings[1].year", "2024");
    let needed = |name: &str| (name.to_owned(), "required");
    assert_eq!(faults(&[year]), [needed("candidate.ratings[1].rating")]);
    let rating = ("candidate.ratings[0].rating", "good");
    assert_eq!(faults(&[rating]), [needed("candidate.ratings[0].year")]);
    let ended = ("candidate.sanctions[0].ended_on", "2020-01-31");
    assert_eq!(faults(&[ended]), [needed("candidate.sanctions[0].level")]);
    assert_eq!(faults(&[("plan[70].activity", "Uji")]), [("plan".to_owned(), "too_many_rows")]);
}

#[test]
fn a_fault_of_a_row_stands_at_the_row_that_was_typed() {
    let long = "x".repeat(1001);
    let typed = [("plan[0].activity", "Satu"), ("plan[3].activity", &long)];
    assert_eq!(faults(&typed), [("plan[3].activity".to_owned(), "too_long")]);
}

#[test]
fn a_month_chosen_in_a_row_without_words_is_kept() {
    let mut fields = Fields::default();
    fields.set("plan[0].month", "5");
    let plan = Reader::new(&fields).content().unwrap().plan;
    assert_eq!(plan.iter().map(|item| item.month).collect::<Vec<_>>(), [5]);
}
