//! Every form of the product that is written down as data: what it shows of its limits, what the document
//! says of them and what the act refuses are one thing; and what is typed comes back as it was.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use test_support::TestApp;
use test_support::reading::nowhere;
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

/// Where something is sent that is no form of data, each with its reason: `button` (nothing is typed or chosen), `upload`
/// (a file), or in words. A new form is not added here but written down (docs/adding-a-feature.md); who writes one down takes
/// its line away.
const BY_HAND: &str = include_str!("forms_by_hand.txt");

/// Address and reason.
fn by_hand() -> Vec<(&'static str, &'static str)> {
    let lines = BY_HAND.lines().filter(|line| !line.is_empty());
    lines.map(|line| line.split_once("  ").unwrap_or_else(|| panic!("no reason: {line}"))).collect()
}

#[test]
fn no_form_is_unknown_to_these_tests() {
    let forms: BTreeSet<&str> =
        server::form_inventory().into_iter().map(AnyForm::address).collect();
    let by_hand: BTreeSet<&str> = by_hand().into_iter().map(|(address, _)| address).collect();
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

fn templates(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, found);
        } else if path.extension().is_some_and(|end| end == "html") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// A text with `{}` in the place of each part between two marks: `/proposals/{{ id }}/submit`.
fn without(text: &str, [start, end]: [&str; 2], put: &str) -> String {
    let mut parts = text.split(start);
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(put);
        rest.push_str(part.split_once(end).map_or("", |(_, after)| after));
    }
    rest
}

/// The values of an attribute in the tags of this kind.
fn attributes<'a>(html: &'a str, tag: &str, name: &str) -> Vec<Option<&'a str>> {
    let start = format!("<{tag} ");
    let tags = html.split(start.as_str()).skip(1).map(|rest| rest.split('>').next().unwrap());
    let value = |tag: &'a str| {
        let start = if tag.starts_with(name) { Some(0) } else { tag.find(&format!(" {name}=")) };
        tag[start?..].split('"').nth(1)
    };
    tags.map(value).collect()
}

/// The forms of all templates that are sent to an address.
fn forms_to(address: &str) -> Vec<String> {
    let mut all = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let wanted = without(address, ["{", "}"], "{}");
    let mut found = Vec::new();
    for template in all {
        for form in template.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap();
            // What stands in the page at that place is nothing to a tag.
            let shape = without(&without(form, ["{{", "}}"], "{}"), ["{%", "%}"], "");
            if attributes(&format!("<form {shape}"), "form", "action") == [Some(wanted.as_str())] {
                found.push(format!("<form {form}"));
            }
        }
    }
    found
}

#[test]
fn a_button_sends_nothing_that_was_typed_and_an_upload_sends_a_file() {
    for (address, reason) in by_hand() {
        if !["button", "upload"].contains(&reason) {
            continue;
        }
        let forms = forms_to(address);
        assert!(!forms.is_empty(), "{address}: in no template");
        for form in forms {
            if reason == "upload" {
                assert!(form.contains("multipart/form-data"), "{address}: {form}");
                assert!(form.contains("type=\"file\""), "{address}: {form}");
                continue;
            }
            for typed in ["<textarea", "<select", "|safe", "{% include"] {
                assert!(
                    !form.contains(typed),
                    "{address} has {typed}: it is a form, write it down"
                );
            }
            // What the page puts there by itself.
            for name in attributes(&form, "input", "name") {
                let is_plumbing = matches!(name, Some("csrf" | "version" | "key"));
                assert!(is_plumbing, "{address} has the field {name:?}: write it down");
            }
            assert!(attributes(&form, "input", "type").iter().all(|kind| *kind == Some("hidden")));
            let chosen = attributes(&form, "button", "name");
            assert!(chosen.iter().all(Option::is_none), "{address} chooses {chosen:?}");
        }
    }
}

/// A browser sends a file in no other kind of form, and what comes after the file is not read.
#[test]
fn a_form_takes_a_file_as_its_last_field_and_is_sent_in_parts() {
    let mut taken = 0;
    for form in server::form_inventory() {
        let items = form.items();
        let files = items.iter().filter(|(item, _)| matches!(kind_of(item), Kind::File(_)));
        let has_file = files.count();
        let is_last = items.last().is_some_and(|(item, _)| matches!(kind_of(item), Kind::File(_)));
        assert!(has_file == usize::from(is_last), "{}", named(form));
        for html in forms_to(form.address()).into_iter().filter(|html| html.contains("|safe")) {
            let is_in_parts = html.contains("enctype=\"multipart/form-data\"");
            assert_eq!(is_in_parts, is_last, "{}: {html}", named(form));
        }
        taken += has_file;
    }
    assert!(taken > 0, "{taken}");
}

/// What is wrong is told by the page, in the reader's language and with a summary, not by the browser.
#[test]
fn no_browser_answers_in_the_place_of_a_form() {
    let mut told = 0;
    for form in server::form_inventory() {
        let shown = forms_to(form.address()).into_iter().filter(|html| html.contains("|safe"));
        for html in shown {
            let tag = without(&html, ["{{", "}}"], "{}");
            assert!(tag.split('>').next().unwrap().contains(" novalidate"), "{}", named(form));
            told += 1;
        }
    }
    assert!(told > 15, "{told}");
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
        Kind::Confirmation => vec!["yes".to_owned()],
        // Nobody types a file.
        Kind::File(_) => Vec::new(),
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

/// What the type of an input says of a field. What the form is about, a box that confirms what stands on the page, and a
/// file are no part of it.
fn limits_of(schema: &Schema, item: &Item, path: &str) -> Limits {
    if is_apart(item) {
        return item.limits.clone();
    }
    schema.limits(path).unwrap_or_else(|| panic!("{path} is in no input"))
}

fn is_apart(item: &Item) -> bool {
    matches!(kind_of(item), Kind::About(_) | Kind::Confirmation | Kind::File(_))
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
            let apart: Vec<String> = form
                .items()
                .into_iter()
                .filter(|(item, _)| is_apart(item))
                .map(|(item, _)| item.name)
                .collect();
            for name in fields.names().filter(|name| !apart.iter().any(|one| one == name)) {
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
        let controls = form.controls(&s, &Fields::default(), None);
        for (item, path) in form.items() {
            let limits = limits_of(&own, &item, path);
            if let Some(document) = document.as_ref().filter(|_| !is_apart(&item)) {
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
                    assert!(says("data-most", limits.most), "{html}");
                    // Browsers would cut what is pasted, without a word.
                    assert!(!html.contains("maxlength"), "{html}");
                    shown += 1;
                }
                let is_plain = !matches!(kind_of(&item), Kind::Tagged(..));
                let is_required = html.contains(" required");
                // A form may need what its act can do without.
                let is_needed = limits.is_required || item.limits.is_required;
                assert!(!is_plain || is_required == is_needed, "{html}");
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
            // What is no id has the wrong shape, however long it is; nobody types one.
            let is_id = limits.least == Some(26) && limits.most == Some(26);
            let is_text = matches!(kind_of(&item), Kind::Text | Kind::Lines(_) | Kind::Secret(_));
            if is_id || !is_text {
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

/// A word that is missing shows as its key.
#[test]
fn every_control_has_words_in_both_languages() {
    let is_key = |text: &str| {
        let is_of_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        text.contains('-') && text.chars().all(is_of_key)
    };
    let (mut shown, mut bare) = (0, Vec::new());
    for language in Language::ALL {
        let s = PageContext::bare(language, "/", Timestamp::from_micros(0));
        for form in server::form_inventory() {
            for control in form.controls(&s, &Fields::default(), None) {
                let words = [&control.label, &control.hint];
                if words.iter().any(|text| is_key(text)) {
                    bare.push(format!("{}: {words:?}", named(form)));
                }
                shown += 1;
            }
        }
    }
    assert!(bare.is_empty() && shown > 300, "{shown}: {bare:#?}");
}

/// A page keeps a paste that is too long, whole and beside its fault: it is no browser's to cut.
#[test]
fn a_paste_beyond_the_limit_comes_back_whole_beside_its_fault() {
    let s = PageContext::bare(Language::English, "/", Timestamp::from_micros(0));
    let too_long = wrong_inputs().into_iter().filter(|(.., code)| *code == "too_long");
    let mut shown = 0;
    for (form, fields, _, [field, _], _) in too_long {
        let Err(Failure::Refused(refusal)) = form.read(&fields) else { panic!("{}", named(form)) };
        let controls = form.controls(&s, &fields, Some(&refusal));
        // What the page puts in itself has no control.
        let Some(control) = controls.iter().find(|control| control.name == field) else { continue };
        let html = control.to_string();
        assert!(!control.error.is_empty() && html.contains(&control.error), "{html}");
        let is_secret = ["type=\"password\"", "autocomplete=\"one-time-code\""];
        let is_secret = is_secret.into_iter().any(|mark| html.contains(mark));
        assert!(is_secret || html.contains(fields.get(&field)), "{html}");
        assert!(!html.contains("maxlength"), "{html}");
        shown += 1;
    }
    assert!(shown > 15, "{shown}");
}

#[test]
fn a_form_and_json_are_refused_by_the_same_limit_with_the_same_code() {
    let all = wrong_inputs();
    assert!(all.len() > 20, "{}", all.len());
    for (form, fields, json, [field, path], code) in all {
        assert!(form.read(&fields).is_err(), "{} {field}: {code}", named(form));
        assert!(form.check(&json).is_err(), "{} {path}: {code}", named(form));
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
        let address = format!("/api/v1{}", nowhere(operation));
        let answer = app.post(&who, &address, json).await;
        answer.expect(422);
        assert_eq!(answer.faults(), [(path, code.to_owned())], "{}", named(form));
    }
}
