//! What the OpenAPI document says of an export, made from its entry in the catalogue and its columns.

use super::{Numbered, Served};
use crate::features::audit::ReadingFilter;
use crate::features::home::catalogue::{Export, Place, Source};
use crate::features::studies::StudyFilter;
use crate::kernel::ids::CallId;
use crate::platform::exports::{CRITERION, Described, Kind, WantedFormat};
use utoipa::openapi::path::{
    OperationBuilder, Parameter, ParameterBuilder, ParameterIn, Paths, PathsBuilder,
};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{
    ContentBuilder, HttpMethod, PathItem, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
    SchemaFormat,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_actix_web::OpenApiFactory;

impl OpenApiFactory for Served {
    fn paths(&self) -> Paths {
        let export = self.0;
        let operation = OperationBuilder::new()
            .tag(tag(export))
            .summary(Some(export.about))
            .parameters(Some(parameters(export)))
            .response("200", answer(export))
            .security(SecurityRequirement::new("access_token", Vec::<String>::new()))
            .build();
        PathsBuilder::new().path(export.path, PathItem::new(HttpMethod::Get, operation)).build()
    }

    fn schemas(&self, _: &mut Vec<(String, RefOr<Schema>)>) {}
}

fn tag(export: &Export) -> &'static str {
    match &export.source {
        Source::OfCall { .. } | Source::EveryTable | Source::Elsewhere => "exports",
        Source::Paper(_) => "papers",
        Source::Whole(whole) => whole.tag,
    }
}

fn parameters(export: &Export) -> Vec<Parameter> {
    let query = || Some(ParameterIn::Query);
    let id = ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(Ref::from_schema_name(CallId::name())))
        .build();
    let mut all = if export.path.contains("{id}") { vec![id] } else { Vec::new() };
    if let Source::Whole(whole) = &export.source {
        match whole.place {
            Place::QuestionedPage => all.extend(ReadingFilter::into_params(query)),
            Place::StudiesPage => all.extend(StudyFilter::into_params(query)),
            Place::CallsExports | Place::OwnPage => {}
        }
    }
    match export.source {
        Source::Paper(_) => all.extend(Numbered::into_params(query)),
        _ => all.extend(WantedFormat::into_params(query)),
    }
    all
}

fn answer(export: &Export) -> Response {
    let mut answer = ResponseBuilder::new();
    for offered in export.formats {
        let schema = match offered.format {
            "json" => rows(&export.columns()),
            "csv" => String::schema(),
            _ => ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
                .into(),
        };
        let content = ContentBuilder::new().schema(Some(schema)).build();
        answer = answer.content(offered.media_type, content);
    }
    answer.build()
}

/// A list of rows with the names of the columns.
fn rows(columns: &[Described]) -> RefOr<Schema> {
    let mut row = ObjectBuilder::new();
    for column in columns {
        let (kind, format) = match column.kind {
            Kind::Text => (Type::String, None),
            Kind::Integer => (Type::Integer, None),
            Kind::Decimal => (Type::Number, None),
            Kind::Truth => (Type::Boolean, None),
            Kind::Instant => (Type::String, Some(KnownFormat::DateTime)),
        };
        let each =
            column.name.contains(CRITERION).then_some("One for each criterion, by its code.");
        let cell = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([kind, Type::Null]))
            .format(format.map(SchemaFormat::KnownFormat))
            .description(each);
        row = row.property(column.name, cell);
    }
    ArrayBuilder::new().items(row).into()
}
