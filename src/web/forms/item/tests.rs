//! Each kind, there and back.

use super::*;
use serde_json::json;

#[test]
fn every_kind_reads_back_what_it_shows() {
    let choices =
        |values: &[&str]| values.iter().map(|v| ((*v).to_owned(), String::new())).collect();
    for (kind, value, text) in [
        (Kind::Number, json!(12), "12"),
        (Kind::Hundredths, json!(325), "3.25"),
        (Kind::Kilobytes, json!(2048), "2"),
        (Kind::Rupiah(Language::Indonesian), json!(9_500_000_000_u64), "9.500.000.000"),
        (Kind::Rupiah(Language::English), json!(9_500_000_000_u64), "9,500,000,000"),
        (Kind::Numbers, json!([1, 2, 7]), "1, 2, 7"),
        (Kind::Truth(choices(&["yes", "no"])), json!(false), "no"),
        (Kind::Several(choices(&["pdf,jpeg"])), json!(["pdf", "jpeg"]), "pdf,jpeg"),
        (
            Kind::Tagged(choices(&["region:Bali"]), ["kind", "value", ""]),
            json!({"kind": "region", "value": "Bali"}),
            "region:Bali",
        ),
        (
            Kind::Tagged(choices(&["remote"]), ["kind", "value", ""]),
            json!({"kind": "remote"}),
            "remote",
        ),
    ] {
        assert_eq!(shown(&kind, &value), text);
        assert_eq!(read(&kind, text), Some(value));
    }
    assert_eq!(read(&Kind::Choice(choices(&["a"])), "b"), None);
    assert_eq!(read(&Kind::Number, "-1"), None);
}
