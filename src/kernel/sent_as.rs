//! Types whose state carries its data, sent as flat JSON: callers keep reading one object with all fields.

/// Says that the first type is sent, and described in the OpenAPI document, as the second; serde turns one into the
/// other (`#[serde(into = "…")]`).
#[macro_export]
macro_rules! sent_as {
    ($domain:ty, $flat:ty) => {
        impl utoipa::PartialSchema for $domain {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                <$flat as utoipa::PartialSchema>::schema()
            }
        }

        impl utoipa::ToSchema for $domain {
            fn name() -> std::borrow::Cow<'static, str> {
                <$flat as utoipa::ToSchema>::name()
            }

            fn schemas(
                schemas: &mut Vec<(
                    String,
                    utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>,
                )>,
            ) {
                <$flat as utoipa::ToSchema>::schemas(schemas);
            }
        }
    };
}
