//! The OpenAPI document as a client generator would take it: complete, without two things of one
//! name, and with every reference leading somewhere.

use super::sources;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn document() -> Value {
    serde_json::to_value(tubel::server::contract().1).unwrap()
}

/// Method, path and declaration of every operation.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let methods = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let declared = item.as_object().unwrap().iter();
            declared
                .filter(|(method, _)| methods.contains(&method.as_str()))
                .map(|(method, operation)| (method.to_uppercase(), path.clone(), operation))
        })
        .collect()
}

#[test]
fn the_document_and_the_inventory_hold_the_same_operations() {
    let (inventory, _) = tubel::server::contract();
    let served: BTreeSet<(String, String)> = inventory
        .iter()
        .map(|operation| (operation.method.clone(), operation.path.clone()))
        .collect();
    assert_eq!(served.len(), inventory.len(), "an operation is registered twice");
    let document = document();
    let told: BTreeSet<(String, String)> =
        operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(served, told);
}

#[test]
fn every_operation_has_a_summary_a_tag_and_what_it_answers() {
    let document = document();
    for (method, path, operation) in operations(&document) {
        let summary = operation["summary"].as_str().unwrap_or("");
        assert!(!summary.is_empty(), "{method} {path} has no summary");
        let tags = operation["tags"].as_array().map_or(0, Vec::len);
        assert_eq!(tags, 1, "{method} {path} has {tags} tags");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.contains_key("default"), "{method} {path} does not tell of failures");
        let good = responses.keys().find(|status| status.starts_with('2'));
        assert!(good.is_some(), "{method} {path} does not tell what success looks like");
        for (status, response) in responses {
            assert!(response["description"].is_string(), "{method} {path} {status}");
        }
    }
}

#[test]
fn every_parameter_of_a_path_is_declared_and_no_other() {
    let document = document();
    let named = regex::Regex::new(r"\{(\w+)\}").unwrap();
    for (method, path, operation) in operations(&document) {
        let wanted: BTreeSet<&str> =
            named.captures_iter(&path).map(|found| found.get(1).unwrap().as_str()).collect();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let declared: BTreeSet<&str> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path" && parameter["required"] == true)
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(declared, wanted, "{method} {path}");
        let mut all: Vec<(&str, &str)> = parameters
            .iter()
            .map(|one| (one["in"].as_str().unwrap(), one["name"].as_str().unwrap()))
            .collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), parameters.len(), "{method} {path} declares a parameter twice");
        assert!(parameters.iter().all(|one| one["schema"].is_object()), "{method} {path}");
    }
}

#[test]
fn no_two_operations_have_one_id() {
    let document = document();
    let mut by_id: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (method, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or("").to_owned();
        by_id.entry(id).or_default().push(format!("{method} {path}"));
    }
    by_id.retain(|id, operations| id.is_empty() || operations.len() > 1);
    assert!(by_id.is_empty(), "{by_id:#?}");
}

fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field.as_str()) {
                    ("$ref", Some(reference)) => drop(found.insert(reference)),
                    _ => references(field, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_to_a_schema_and_every_schema_is_used() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut wanted = BTreeSet::new();
    references(&document, &mut wanted);
    let schemas: BTreeSet<String> = document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .map(|name| format!("#/components/schemas/{name}"))
        .collect();
    let schemas: BTreeSet<&str> = schemas.iter().map(String::as_str).collect();
    assert_eq!(wanted.difference(&schemas).collect::<Vec<_>>(), Vec::<&&str>::new());
    // What stands in a page is written out there.
    let in_a_page = |schema: &str| {
        let page = schema.replace("/schemas/", "/schemas/Page_");
        schemas.contains(page.as_str())
    };
    let idle: Vec<&&str> =
        schemas.difference(&wanted).filter(|schema| !in_a_page(schema)).collect();
    assert_eq!(idle, Vec::<&&str>::new());
}

#[test]
fn no_two_types_share_the_name_of_a_schema() {
    // Of two types with one name, the document keeps one and describes the other wrongly.
    let derived = regex::Regex::new(
        r"#\[derive\([^\]]*ToSchema[^\]]*\)\]((?:\s*#\[[^\n]*\]|\s*///[^\n]*|\s*//[^\n]*)*)\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum) (\w+)",
    )
    .unwrap();
    let renamed = regex::Regex::new(r"schema\([^\n]*\bas = (\w+)").unwrap();
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for found in derived.captures_iter(&text) {
            let name =
                renamed.captures(&found[1]).map_or(&found[2], |by| by.get(1).unwrap().as_str());
            places.entry(name.to_owned()).or_default().push(path.display().to_string());
        }
    }
    let document = document();
    let told = document["components"]["schemas"].as_object().unwrap().keys();
    let found = told.filter(|name| places.contains_key(*name)).count();
    assert!(found > 60, "the search finds the types no more: {found}");
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

/// The limits of a proposal's fields, as its catalogue has them.
#[test]
fn the_document_tells_the_limits_of_a_proposals_text() {
    use tubel::features::proposals::fields::{FIELDS, Kind};
    let document = document();
    let of = |at: &str| document.pointer(&format!("/components/schemas/{at}")).cloned();
    let number = |at: &str| of(at).and_then(|value| value.as_f64());
    assert_eq!(number("Content/properties/title/maxLength"), Some(300.0));
    assert_eq!(number("Sections/properties/use_on_return/maxLength"), Some(20_000.0));
    assert_eq!(number("PlanItem/properties/activity/maxLength"), Some(1000.0));
    assert_eq!(number("PlanItem/properties/month/maximum"), Some(12.0));
    assert_eq!(number("Content/properties/plan/maxItems"), Some(60.0));
    assert_eq!(number("CandidateFacts/properties/retirement_age/minimum"), Some(50.0));
    // Every line of words has one.
    let schemas = ["Content", "Sections", "PlanItem", "Goal", "Programme", "CandidateFacts"];
    let told = schemas.map(|name| of(name).unwrap().to_string().matches("maxLength").count());
    let is_words = |kind: Kind| matches!(kind, Kind::Line { .. } | Kind::Text { .. });
    let words = FIELDS.iter().filter(|field| is_words(field.kind)).count();
    assert_eq!(told.iter().sum::<usize>(), words);
}
