//! What the OpenAPI document says of a text: its limits, and the two halves in which a reviewer reads it.

use super::answers::{Audience, Group, View};
use super::{FIELDS, Field, Kind};
use crate::features::proposals::Content;
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::{OpenApi, RefOr};
use utoipa::{Number, PartialSchema};

/// Writes the limits of all fields into the document's schemas.
pub fn with_limits(document: &mut OpenApi) {
    for field in FIELDS {
        limit(document, field);
    }
}

/// Where the field stands: the schema that has it as a property, and its name there. `None` where the document has no such.
fn limit(document: &mut OpenApi, field: &Field) -> Option<()> {
    let mut names: Vec<&str> = field.path.split('.').collect();
    let last = names.pop()?;
    let schemas = &mut document.components.as_mut()?.schemas;
    let mut component = "Content".to_owned();
    for name in names {
        let RefOr::T(Schema::Object(object)) = schemas.get(&component)? else { return None };
        component = target(object.properties.get(name.trim_end_matches("[]"))?)?;
    }
    let RefOr::T(Schema::Object(object)) = schemas.get_mut(&component)? else { return None };
    let RefOr::T(schema) = object.properties.get_mut(last)? else { return None };
    match (schema, field.kind) {
        (Schema::Object(own), Kind::Line { most } | Kind::Text { most, .. }) => {
            own.max_length = Some(most);
        }
        (Schema::Object(own), kind) => {
            let range = bounds(kind)?;
            (own.minimum, own.maximum) = (Some(number(range.0)), Some(number(range.1)));
        }
        (Schema::Array(own), Kind::Codes { most } | Kind::Rows { most, .. }) => {
            own.max_items = Some(most);
        }
        _ => {}
    }
    Some(())
}

fn bounds(kind: Kind) -> Option<(u32, u32)> {
    match kind {
        Kind::Number { between, .. } => between,
        Kind::Month => Some((1, 12)),
        Kind::Hundredths { most } => Some((0, most)),
        _ => None,
    }
}

fn number(value: u32) -> Number {
    Number::UInt(value as usize)
}

/// The component that a property names, itself or as the rows of a list.
fn target(property: &RefOr<Schema>) -> Option<String> {
    match property {
        RefOr::Ref(named) => named.ref_location.rsplit('/').next().map(str::to_owned),
        RefOr::T(Schema::Array(list)) => match &list.items {
            ArrayItems::RefOrSchema(items) => target(items),
            ArrayItems::False => None,
        },
        RefOr::T(_) => None,
    }
}

/// Name and schema of a property.
type Property = (String, RefOr<Schema>);

fn properties(schema: RefOr<Schema>, wanted: impl Fn(&str) -> bool) -> Vec<Property> {
    let RefOr::T(Schema::Object(object)) = schema else { return Vec::new() };
    object.properties.into_iter().filter(|(name, _)| wanted(name)).collect()
}

/// The properties of a text without what it says of the person.
pub fn text_properties() -> Vec<Property> {
    properties(Content::schema(), |name| {
        FIELDS.iter().any(|field| {
            field.group != Group::Candidate && field.path.split(['.', '[']).next() == Some(name)
        })
    })
}

/// The properties of what a text says of the person, as far as these people may read it.
pub fn person_properties(audience: Audience) -> Vec<Property> {
    properties(crate::features::proposals::CandidateFacts::schema(), |name| {
        super::find(&format!("candidate.{name}"))
            .is_some_and(|field| field.view(audience) == View::Shown)
    })
}
