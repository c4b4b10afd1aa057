//! Every form of the product that is written down as data: what it shows of its limits, what the document
//! says of them and what the act refuses are one thing; and what is typed comes back as it was.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use test_support::TestApp;
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::input::{Limits, Schema};
use tubel::kernel::language::Language;
use tubel::server;
use tubel::web::Fields;
use tubel::web::forms::{AnyForm, Item, Kind};
use tubel::web::pages::PageContext;

/// An id that is nobody's.
const ID: &str = "01hzx3v9k2m4n6p8q0r2s4t6v8";

/// Where something is sent that is no form of data: a button, a file, or one still written by hand. A new form
/// is not added here but written down (docs/adding-a-feature.md); who writes one down takes its line away.
const BY_HAND: &str = include_str!("forms_by_hand.txt");

#[test]
fn no_form_is_unknown_to_these_tests() {
    let forms: BTreeSet<&str> =
        server::form_inventory().into_iter().map(AnyForm::address).collect();
    let by_hand: BTreeSet<&str> = BY_HAND.lines().filter(|line| !line.is_empty()).collect();
    let sent: BTreeSet<String> = server::page_inventory()
        .into_iter()
        .filter(|one| matches!(one.method.as_str(), "POST" | "PUT"))
        .map(|one| one.path)
        .collect();
    let unknown: Vec<&String> = sent
        .iter()
        .filter(|path| !forms.contains(path.as_str()) && !by_hand.contains(path.as_str()))
        .collect();
    assert!(unknown.is_empty(), "neither a form nor on the list: {unknown:?}");
    let twice: Vec<_> = by_hand.intersection(&forms).collect();
    assert!(twice.is_empty(), "a form now, take it off the list: {twice:?}");
    let gone: Vec<_> = by_hand.iter().filter(|path| !sent.contains(**path)).collect();
    assert!(gone.is_empty(), "no page any more: {gone:?}");
}

fn kind_of(item: &Item) -> &Kind {
    &item.kind
}

fn text_of(limits: &Limits, more: u64) -> String {
    let least = limits.least.unwrap_or(0);
    let most = limits.most.unwrap_or(60).min(least.max(1) + 40);
    let length = least.max(1) + more % (most - least.max(1) + 1);
    "a".repeat(usize::try_from(length).unwrap())
}

/// Something that can be typed in a field, by a number; for each of its controls.
fn typed_in(item: &Item, limits: &Limits, seed: u64) -> Vec<String> {
    let pick = |choices: &[(String, String)]| {
        choices[usize::try_from(seed).unwrap() % choices.len()].0.clone()
    };
    match kind_of(item) {
        Kind::Lookup | Kind::About(_) => vec![ID.to_owned()],
        // One of its type's words, whichever of them the page offers.
        Kind::Offered(_) if !limits.words.is_empty() => {
            vec![limits.words[usize::try_from(seed).unwrap() % limits.words.len()].clone()]
        }
        Kind::Offered(_) if limits.least == Some(26) => vec![ID.to_owned()],
        Kind::Text | Kind::Lines(_) | Kind::Long | Kind::Secret(_) | Kind::Offered(_) => {
            vec![text_of(limits, seed)]
        }
        Kind::Email => vec![format!("{}@pom.go.id", text_of(&Limits::default(), seed))],
        Kind::Number | Kind::Optional | Kind::Kilobytes => {
            let least = limits.minimum.unwrap_or(0).max(0);
            let most = limits.maximum.unwrap_or(least + 1000).min(least + 1000);
            vec![(least + i64::try_from(seed).unwrap() % (most - least + 1)).to_string()]
        }
        Kind::Hundredths => vec![format!("3.{:02}", seed % 100)],
        Kind::Rupiah(_) => vec![(seed % 900 + 1).to_string()],
        Kind::Numbers => vec!["1, 2".to_owned()],
        Kind::Truth(_) => vec![["yes", "no"][usize::try_from(seed % 2).unwrap()].to_owned()],
        Kind::Choice(choices) | Kind::Several(choices) => vec![pick(choices)],
        Kind::Tagged(_, [_, _, none]) => vec![(*none).to_owned()],
        // Whatever the page offers.
        Kind::Boxes(choices) if choices.is_empty() => Vec::new(),
        Kind::Boxes(choices) => {
            let ticked = usize::try_from(seed).unwrap() % choices.len();
            let tick = |at: usize| if at == ticked { "yes" } else { "" };
            (0..choices.len()).map(|at| tick(at).to_owned()).collect()
        }
        Kind::Box if !limits.words.is_empty() => vec!["yes".to_owned()],
        Kind::Box => vec![if seed.is_multiple_of(2) { "yes" } else { "" }.to_owned()],
        Kind::Day => vec![format!("2026-{:02}-{:02}", seed % 12 + 1, seed % 28 + 1)],
        Kind::Hour(_) => vec![format!("{:02}:{:02}", seed % 24, seed % 60)],
        Kind::Instant => vec![
            format!("2026-{:02}-{:02}", seed % 12 + 1, seed % 28 + 1),
            format!("{:02}:{:02}", seed % 24, seed % 60),
        ],
    }
}

/// What the type of an input says of a field. What the form is about is no part of it.
fn limits_of(schema: &Schema, item: &Item, path: &str) -> Limits {
    match kind_of(item) {
        Kind::About(_) => Limits::default(),
        _ => schema.limits(path).unwrap_or_else(|| panic!("{path} is in no input")),
    }
}

/// All of a form filled in.
fn filled(form: &dyn AnyForm, seed: u64) -> Fields {
    let schema = form.schema();
    let mut fields = Fields::default();
    for (index, (item, path)) in form.items().into_iter().enumerate() {
        let limits = limits_of(&schema, &item, path);
        let texts = typed_in(&item, &limits, seed / (u64::try_from(index).unwrap() + 1));
        if matches!(kind_of(&item), Kind::Boxes(choices) if choices.is_empty()) {
            fields.set(format!("{}.{ID}", item.name), "yes");
        }
        for (name, text) in item.names().into_iter().zip(texts) {
            fields.set(name, text);
        }
    }
    fields
}

fn named(form: &dyn AnyForm) -> String {
    format!("{} {}", form.address(), form.name())
}

#[test]
fn what_is_typed_in_any_form_comes_back_as_it_was() {
    let mut runner = TestRunner::default();
    for form in server::form_inventory() {
        let outcome = runner.run(&(0_u64..1 << 40), |seed| {
            let fields = filled(form, seed);
            let (json, faults) = form.json(&fields);
            prop_assert!(faults.is_empty(), "{}: {faults:?}", named(form));
            let again = form.fill(&json);
            let about: Vec<String> = form
                .items()
                .into_iter()
                .filter(|(item, _)| matches!(kind_of(item), Kind::About(_)))
                .flat_map(|(item, _)| item.names())
                .collect();
            for name in fields.names().filter(|name| !about.iter().any(|one| one == name)) {
                prop_assert_eq!(again.get(name), fields.get(name), "{} {}", named(form), name);
            }
            prop_assert!(form.read(&fields).is_ok(), "{}: {:?}", named(form), form.read(&fields));
            prop_assert!(form.check(&json).is_ok(), "{} {json}", named(form));
            Ok(())
        });
        outcome.unwrap();
    }
}

/// The request of an operation, as the document has it: `POST /breaches/{id}/close`.
fn of_document(operation: &str) -> Schema {
    let (_, document) = server::contract();
    let document = serde_json::to_value(&document).unwrap();
    let (method, path) = operation.split_once(' ').unwrap();
    let body = &document["paths"][format!("/api/v1{path}")][method.to_lowercase()]["requestBody"];
    let schema = &body["content"]["application/json"]["schema"];
    assert!(!schema.is_null(), "{operation} takes nothing");
    Schema::from_document(schema, &document["components"]["schemas"])
}

#[test]
fn a_control_shows_the_limits_that_the_document_has() {
    let s = PageContext::bare(Language::English, "/", Timestamp::from_micros(0));
    let mut shown = 0;
    for form in server::form_inventory() {
        let own = form.schema();
        let document = (!form.operation().is_empty()).then(|| of_document(form.operation()));
        let controls = form.controls(&s);
        for (item, path) in form.items() {
            let limits = limits_of(&own, &item, path);
            if let Some(document) = document.as_ref().filter(|_| limits != Limits::default()) {
                assert_eq!(document.limits(path).as_ref(), Some(&limits), "{}", named(form));
            }
            for control in controls.iter().filter(|field| item.names().contains(&field.name)) {
                let html = control.to_string();
                let says = |attribute: &str, limit: Option<u64>| {
                    let told = limit.map(|limit| format!(" {attribute}=\"{limit}\""));
                    told.is_none_or(|told| html.contains(&told))
                };
                if matches!(kind_of(&item), Kind::Text | Kind::Lines(_) | Kind::Secret(_)) {
                    assert!(says("minlength", limits.least), "{html}");
                    assert!(says("maxlength", limits.most), "{html}");
                    shown += 1;
                }
                let is_plain = !matches!(kind_of(&item), Kind::Tagged(..));
                let is_required = html.contains(" required");
                // A page may ask for more than REST does.
                let must_be = limits.is_required || item.limits.is_required;
                assert!(!is_plain || is_required == must_be, "{html}");
            }
        }
    }
    assert!(shown > 0);
}

fn faults(outcome: Result<(), Failure>) -> Vec<(String, &'static str)> {
    match outcome {
        Err(Failure::Refused(refusal)) => {
            refusal.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// A text that breaks a limit, and the code that says so.
fn bad_texts(limits: &Limits) -> Vec<(String, &'static str)> {
    let letters = |count: u64| "a".repeat(usize::try_from(count).unwrap());
    let long = limits.most.map(|most| (letters(most + 1), "too_long"));
    let short = limits.least.filter(|least| *least > 1).map(|it| (letters(it - 1), "too_short"));
    let none = limits.least.filter(|least| *least > 0).map(|_| (String::new(), "required"));
    [long, short, none].into_iter().flatten().collect()
}

/// Each text of each form, too long, too short and missing: the field of the form, JSON's path and a whole
/// input in which it alone is wrong.
type Wrong = (&'static dyn AnyForm, Fields, Value, [String; 2], &'static str);

fn wrong_inputs() -> Vec<Wrong> {
    let mut found = Vec::new();
    for form in server::form_inventory() {
        for (item, path) in form.items() {
            let limits = limits_of(&form.schema(), &item, path);
            if !matches!(kind_of(&item), Kind::Text | Kind::Lines(_) | Kind::Secret(_)) {
                continue;
            }
            for (text, code) in bad_texts(&limits) {
                let mut fields = filled(form, 7);
                let (mut json, _) = form.json(&fields);
                *json.pointer_mut(&item.pointer).unwrap() = json!(text);
                fields.set(item.name.as_str(), text);
                let path = path.replace("[]", "[0]");
                found.push((form, fields, json, [item.name.clone(), path], code));
            }
        }
    }
    found
}

#[test]
fn a_form_and_json_are_refused_by_the_same_limit_with_the_same_code() {
    let all = wrong_inputs();
    assert!(all.len() > 20, "{}", all.len());
    for (form, fields, json, [field, path], code) in all {
        let of_form = faults(form.read(&fields));
        assert_eq!(of_form, [(field, code)], "{}", named(form));
        assert_eq!(faults(form.check(&json)), [(path, code)], "{}", named(form));
    }
}

#[actix_web::test]
async fn so_it_is_over_http() {
    let app = TestApp::start();
    let who = app.person("Dewi Lestari").role(Role::Secretariat).unit("P.SU.03").create();
    for (form, _, json, [_, path], code) in wrong_inputs() {
        let Some(operation) = form.operation().strip_prefix("POST ") else { continue };
        let address = format!("/api/v1{}", operation.replace("{id}", ID));
        let answer = app.post(&who, &address, json).await;
        answer.expect(422);
        assert_eq!(answer.faults(), [(path, code.to_owned())], "{}", named(form));
    }
}
