//! The catalogue against the types, against itself and against the words.

use super::*;
use crate::features::proposals::{CandidateFacts, Content, Text as WholeText};
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Every field of a type as its schema tells it, by its path; lists of objects are told too.
fn paths_of(
    schema: &RefOr<Schema>,
    path: &str,
    named: &BTreeMap<String, RefOr<Schema>>,
    found: &mut BTreeSet<String>,
) {
    let inside =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match schema {
        RefOr::Ref(to) => {
            let name = to.ref_location.rsplit('/').next().unwrap();
            paths_of(&named[name], path, named, found);
        }
        RefOr::T(Schema::Object(object)) if !object.properties.is_empty() => {
            for (name, schema) in &object.properties {
                paths_of(schema, &inside(name), named, found);
            }
        }
        RefOr::T(Schema::Array(list)) => {
            found.insert(path.to_owned());
            if let ArrayItems::RefOrSchema(items) = &list.items {
                let mut parts = BTreeSet::new();
                paths_of(items, &format!("{path}[]"), named, &mut parts);
                // Of texts there are no parts.
                parts.remove(&format!("{path}[]"));
                found.extend(parts);
            }
        }
        RefOr::T(_) => drop(found.insert(path.to_owned())),
    }
}

fn paths() -> BTreeSet<String> {
    let mut named = Vec::new();
    Content::schemas(&mut named);
    let mut found = BTreeSet::new();
    paths_of(&Content::schema(), "", &named.into_iter().collect(), &mut found);
    found
}

fn listed() -> BTreeSet<String> {
    FIELDS.iter().map(|field| field.path.to_owned()).collect()
}

#[test]
fn every_field_of_the_types_has_one_line_and_every_line_a_field() {
    assert_eq!(paths(), listed());
    assert_eq!(FIELDS.len(), listed().len(), "a path stands on two lines");
    // The control: what a type has and the catalogue does not is found, and so is the other way round.
    assert!(paths().contains("candidate.sanctions[].ended_on") && paths().contains("plan"));
}

/// Paths of all values of a text.
fn leaves_of(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    let inside =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves_of(value, &inside(name), found));
        }
        Value::Array(rows) => {
            found.insert(path.to_owned());
            let objects = rows.iter().filter(|row| row.is_object());
            objects.for_each(|row| leaves_of(row, &format!("{path}[]"), found));
        }
        _ => drop(found.insert(path.to_owned())),
    }
}

#[test]
fn a_text_with_every_line_filled_is_one_comes_back_the_same_and_is_all_there_is() {
    let filled = example(&|field| format!("words of {}", field.path));
    let content: Content = serde_json::from_value(filled.clone()).unwrap();
    assert!(check(&content).is_ok());
    assert_eq!(json(&content).unwrap(), filled);
    let mut found = BTreeSet::new();
    leaves_of(&filled, "", &mut found);
    assert_eq!(found, listed());
    // What is read of a text is every line but the lists themselves.
    let read: BTreeSet<_> = leaves(&filled).into_iter().map(|leaf| leaf.field.path).collect();
    let lists = FIELDS.iter().filter(|field| field.parts().next().is_some()).count();
    assert_eq!((read.len(), lists), (FIELDS.len() - lists, 3));
}

#[test]
fn a_blind_reviewer_reads_nobodys_own_words_unmasked_and_nothing_of_the_person() {
    for field in FIELDS {
        let is_masked = field.blind == Masked;
        assert!(!field.kind.is_free_text() || field.blind != Shown, "{}: unmasked", field.path);
        assert!(field.kind.is_free_text() || !is_masked, "{}: nothing to mask", field.path);
        assert_eq!(
            field.group == Candidate,
            field.path.starts_with("candidate."),
            "{}",
            field.path
        );
        assert!(field.group != Candidate || field.blind == Hidden, "{}: tells who", field.path);
        // Who may know the candidate is shown no masks, and no less than who may not.
        assert!(field.reader != Masked && field.reviewer != Masked, "{}", field.path);
        assert!(field.reviewer == Shown || field.blind == Hidden, "{}", field.path);
    }
}

#[test]
fn a_list_is_shown_with_all_its_parts_or_not_at_all() {
    for list in FIELDS {
        for part in list.parts() {
            for audience in Audience::ALL {
                let hidden = [list, part].map(|field| field.view(audience) == Hidden);
                assert_eq!(hidden[0], hidden[1], "{} in {audience:?}", part.path);
            }
            assert_eq!((list.group, list.endorsed), (part.group, part.endorsed), "{}", part.path);
        }
        if let Some((of, _)) = list.in_list() {
            assert!(find(of).is_some_and(|of| matches!(of.kind, Rows { .. })), "{}", list.path);
        }
    }
}

#[test]
fn what_is_kept_after_erasing_is_a_figure() {
    let words = example(&|_| "Siti Rahma".to_owned());
    for field in FIELDS.iter().filter(|field| field.erasure == Kept) {
        assert!(field.of(&words).is_u64(), "{}", field.path);
    }
    assert_eq!(erased(&words.to_string()), r#"{"study":{"requested_cost":150000000}}"#);
    assert_eq!(erased(r#"{"study":{"requested_cost":"Siti"}}"#), "{}");
}

#[test]
fn every_field_and_every_choice_has_its_words_in_both_languages() {
    let key = |family: &str, name: &str| {
        let name: String = name.chars().filter(|letter| !matches!(letter, '[' | ']')).collect();
        format!("{family}-{}", name.replace(['_', '.'], "-"))
    };
    for language in Language::ALL {
        let known = |key: String| assert!(language.known(&key).is_some(), "{language:?}: {key}");
        for field in FIELDS {
            // A list is headed by its name only where it is a table.
            if !matches!((field.kind, field.group), (Rows { .. }, Candidate)) {
                known(key("field", field.path));
            }
            if let Choice { family, words } = field.kind {
                for word in words() {
                    known(key(family, word));
                }
            }
        }
        for group in Group::ALL {
            known(key("group", group.name()));
            known(key("group-hint", group.name()));
        }
    }
    let [one, other] = [Language::ALL[0], Language::ALL[1]];
    for field in FIELDS {
        let hint = key("hint", field.path);
        assert_eq!(one.known(&hint).is_some(), other.known(&hint).is_some(), "{hint}");
    }
}

fn with(path: &str, value: Value) -> Result<(), Vec<String>> {
    let mut text = json!({});
    put(&mut text, path, value);
    let content: Content = serde_json::from_value(text).unwrap();
    let Err(Failure::Refused(refusal)) = check(&content) else { return Ok(()) };
    Err(refusal.errors.iter().map(|one| one.field.replace("content.", "")).collect())
}

#[test]
fn every_limit_holds_where_the_catalogue_says() {
    for field in outside_rows() {
        match field.kind {
            Line { most } | Text { most, .. } => {
                // Characters, not bytes.
                assert_eq!(with(field.path, "é".repeat(most).into()), Ok(()));
                let broken = with(field.path, "é".repeat(most + 1).into());
                assert_eq!(broken, Err(vec![field.path.to_owned()]));
            }
            Number { between: Some((least, most)), .. } => {
                for (value, sound) in
                    [(least, true), (most, true), (least - 1, false), (most + 1, false)]
                {
                    assert_eq!(with(field.path, value.into()).is_ok(), sound, "{value}");
                }
            }
            Hundredths { most } => assert!(with(field.path, (most + 1).into()).is_err()),
            Codes { most } => assert!(with(field.path, vec!["S1"; most + 1].into()).is_err()),
            Rows { most, .. } => {
                let words = example(&|_| "x".to_owned());
                let row = field.of(&words)[0].clone();
                assert_eq!(with(field.path, vec![row.clone(); most].into()), Ok(()));
                let broken = with(field.path, vec![row; most + 1].into());
                assert_eq!(broken, Err(vec![field.path.to_owned()]));
            }
            Number { between: None, .. } | Month | Money | YesNo | Day | Choice { .. } => {}
        }
    }
    let item = json!([{"month": 1}, {"month": 13, "activity": "x".repeat(1001)}]);
    let mut broken = with("plan", item).unwrap_err();
    broken.sort();
    assert_eq!(broken, ["plan[1].activity", "plan[1].month"]);
}

#[test]
fn a_reviewer_is_told_of_the_person_what_the_catalogue_shows() {
    let content: Content = serde_json::from_value(example(&|it| it.path.to_owned())).unwrap();
    let told = |audience| -> Vec<String> {
        person_of(&content, audience).unwrap().into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(told(Audience::Reviewer), ["degrees", "position", "ratings"]);
    assert!(told(Audience::Reader).is_empty() && told(Audience::BlindReviewer).is_empty());
    let schema: Vec<String> =
        person_properties(Audience::Reviewer).into_iter().map(|(name, _)| name).collect();
    assert_eq!(schema, ["degrees", "position", "ratings"]);
    let text = text_of(&content).unwrap();
    let names: Vec<String> = text_properties().into_iter().map(|(name, _)| name).collect();
    assert_eq!(text.as_object().unwrap().keys().cloned().collect::<Vec<_>>(), names);
}

proptest! {
    /// What is masked goes through the mask, what is hidden goes, and the rest stays: whatever was written.
    #[test]
    fn each_audience_reads_what_its_column_says(words in "[a-zA-Z ]{1,40}") {
        let content: Content = serde_json::from_value(example(&|_| words.clone())).unwrap();
        let empty = json(&Content::default()).unwrap();
        for audience in Audience::ALL {
            let seen = shown_to(&content, audience, &|_| "masked".to_owned()).unwrap();
            let (all, seen) = (json(&content).unwrap(), json(&seen).unwrap());
            for field in outside_rows() {
                let (written, read) = (field.of(&all), field.of(&seen));
                match field.view(audience) {
                    Shown if field.parts().next().is_none() => prop_assert_eq!(read, written),
                    Masked => prop_assert_eq!(read, &json!("masked")),
                    Hidden => prop_assert_eq!(read, field.of(&empty)),
                    Shown => {}
                }
            }
        }
        let blind = shown_to(&content, Audience::BlindReviewer, &|_| "masked".to_owned()).unwrap();
        prop_assert_eq!(&blind.plan[0].responsible, "masked");
        prop_assert_eq!(&blind.candidate, &CandidateFacts::default());
    }
}

#[test]
fn what_is_signed_is_what_the_catalogue_calls_so() {
    let content: Content = serde_json::from_value(example(&|it| it.path.to_owned())).unwrap();
    let problem = crate::kernel::ids::ProblemId::new().unwrap();
    let signed = endorsed(&WholeText { problem, level: "S2".to_owned(), content }).unwrap();
    let mut found = BTreeSet::new();
    leaves_of(&signed, "", &mut found);
    let wanted = FIELDS.iter().filter(|field| field.endorsed == Signed);
    let mut wanted: BTreeSet<String> = wanted.map(|field| field.path.to_owned()).collect();
    wanted.extend(["problem".to_owned(), "level".to_owned()]);
    assert_eq!(found, wanted);
}

/// A field that is new is left out of the JSON while it is empty (`skip_serializing_if`), or every text that was handed in
/// and every signature before it would no longer fit its hash.
#[test]
fn a_text_without_the_newest_fields_keeps_its_hash() {
    let hash = crate::kernel::canonical::hash_of(&Content::default()).unwrap();
    assert_eq!(hash, "ffa30ef27a72fa9201679106d7dd39fdbd87f01bd77c4a9c5d767949cb8203f6");
}
