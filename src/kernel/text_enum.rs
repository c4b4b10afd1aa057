//! Enums that are stored, sent and read as one word each: the variant and its word stand on one line, and
//! JSON, the database, the OpenAPI document, filters of an address and words in a catalogue follow from that.

/// Declares such an enum: `Variant = "word"` on each line, in the order of `ALL`.
///
/// It gets `ALL`, `name()` (the word) and `from_name()`, is serialised as its word, and is a `Text` to diesel:
/// a column of a row can have its type. A stored word that is none of these is an error of the row.
///
/// The word is matched as a bare token: a `literal` reaches the derives in a group that utoipa does not look into,
/// and the OpenAPI document would name the variants instead of the words.
#[macro_export]
macro_rules! text_enum {
    ($($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $word:tt),+ $(,)?
    })+) => {$(
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        $(#[$meta])*
        $vis enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            $vis const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word that it is stored and sent as.
            $vis const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            $vis fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.name() == name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(self.name(), out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<
                    diesel::sql_types::Text,
                    DB,
                >>::from_sql(bytes)?;
                Self::from_name(&text).ok_or_else(|| {
                    format!("{text:?} is no {}", stringify!($name)).into()
                })
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    text_enum! {
        /// An example.
        enum Colour {
            Red = "red",
            /// With a word of its own.
            DarkBlue = "navy",
        }
    }

    #[test]
    fn the_word_is_the_same_in_json_and_by_name() {
        for colour in Colour::ALL {
            let json = serde_json::to_value(colour).unwrap();
            assert_eq!(json, colour.name());
            assert_eq!(serde_json::from_value::<Colour>(json).unwrap(), colour);
            assert_eq!(Colour::from_name(colour.name()), Some(colour));
            assert_eq!(colour.to_string(), colour.name());
        }
        let schema = serde_json::to_value(<Colour as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(
            schema["enum"],
            serde_json::json!(["red", "navy"]),
            "the document says the words"
        );
        assert_eq!(Colour::from_name("blue"), None);
        assert!(serde_json::from_value::<Colour>("Red".into()).is_err());
    }
}
