//! Searching, filtering, sorting and paging of a list.

use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: String,
    name: Option<String>,
    state: &'static str,
    points: i64,
}

static COLUMNS: &[Column<Row>] = &[
    Column::searched("name", |row| row.name.as_deref().map(Value::from)),
    Column::new("state", |row| Some(row.state.into())),
    Column::new("points", |row| Some(row.points.into())),
];

fn row(id: usize, name: Option<&str>, state: &'static str, points: i64) -> Row {
    Row { id: format!("r{id}"), name: name.map(str::to_owned), state, points }
}

fn some() -> Vec<Row> {
    vec![
        row(1, Some("Siti Rahma"), "open", 3),
        row(2, None, "open", 9),
        row(3, Some("andi Rahma"), "closed", 3),
        row(4, Some("Élise"), "closed", 1),
    ]
}

fn of(asked: &Listing, chosen: Chosen<'_>) -> Listed<String> {
    sift(some(), COLUMNS, (asked, chosen), |row| &row.id).unwrap().map(|row| row.id)
}

fn asked(q: &str, sort: &str) -> Listing {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Listing { q: given(q), sort: given(sort), ..Listing::default() }
}

#[test]
fn all_words_in_any_order_find_a_row_and_what_is_left_is_counted() {
    let found = of(&asked("rahma SITI", ""), &[]);
    assert_eq!((found.items, found.total, found.all), (vec!["r1".to_owned()], 1, 4));
    assert_eq!(of(&asked("elise", ""), &[]).items, ["r4"]);
    assert!(of(&asked("open", ""), &[]).items.is_empty(), "the state is not searched");
}

#[test]
fn sorting_folds_texts_keeps_the_order_of_equals_and_puts_nothing_last() {
    assert_eq!(of(&asked("", "name"), &[]).items, ["r3", "r4", "r1", "r2"]);
    assert_eq!(of(&asked("", "-name"), &[]).items, ["r1", "r4", "r3", "r2"]);
    assert_eq!(of(&asked("", "points"), &[]).items, ["r4", "r1", "r3", "r2"]);
}

#[test]
fn a_filter_leaves_rows_out_and_tells_how_many_there_would_be() {
    let found = of(&asked("", ""), &[("state", Some("closed".to_owned()))]);
    assert_eq!((found.items.len(), found.total, found.all), (2, 2, 4));
    let counted: Vec<_> = found.choices["state"].iter().collect();
    assert_eq!(counted, [(&"closed".to_owned(), &2), (&"open".to_owned(), &2)]);
}

#[test]
fn a_column_or_a_cursor_that_is_none_is_refused() {
    for wrong in [
        asked("", "password"),
        Listing { after: Some("x".to_owned()), ..Listing::default() },
        asked(&"a".repeat(101), ""),
    ] {
        assert!(sift(some(), COLUMNS, (&wrong, &[]), |row| &row.id).is_err(), "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn pages_hold_every_row_once(limit in 1_i64..6, number in 0_usize..20, sort in "(name|-points)") {
        let rows: Vec<Row> = (0..number)
            .map(|at| row(at, Some("x").filter(|_| at % 3 > 0), "open", i64::try_from(at % 4).unwrap()))
            .collect();
        let mut asked = Listing { limit, sort: Some(sort), ..Listing::default() };
        let mut seen = Vec::new();
        loop {
            let page = sift(rows.clone(), COLUMNS, (&asked, &[]), |row| &row.id).unwrap();
            prop_assert_eq!(page.total, number);
            seen.extend(page.items.into_iter().map(|row| row.id));
            asked.after = page.next;
            if asked.after.is_none() { break }
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!((once.len(), seen.len()), (number, number));
    }
}
