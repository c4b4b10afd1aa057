//! Everything that can go wrong, in the domain's words. A `Failure` is passed unchanged from the rules to the
//! web layer. Only the web layer decides on wording and language (`web/problem.rs`).

use serde_json::Value;

/// One kind of refusal: its stable name in the API and its HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub name: &'static str,
    pub status: u16,
}

/// Declares a stage's codes, one per line: `NIP_LENGTH = 422 "nip_length";` The text of each, in
/// both languages, is in `kernel/locales/*/`; a test fails on a missing one.
#[macro_export]
macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $status:literal $text:literal;)*) => {
        $($(#[$meta])* pub const $name: $crate::kernel::errors::Code =
            $crate::kernel::errors::Code { name: $text, status: $status };)*
        /// Every code of this feature, for the test of the catalogues.
        pub const CODES: &[$crate::kernel::errors::Code] = &[$($name),*];
    };
}

/// Codes that every feature may use.
pub mod common {
    codes! {
        NOT_SIGNED_IN = 401 "not_signed_in";
        TOKEN_EXPIRED = 401 "token_expired";
        FORBIDDEN = 403 "forbidden";
        FORGED_REQUEST = 403 "forged_request";
        /// The integrity pact of the call comes first.
        PACT_UNSIGNED = 403 "pact_unsigned";
        /// A link on another site led to a page whose reading is logged.
        FROM_ELSEWHERE = 403 "from_elsewhere";
        NOT_FOUND = 404 "not_found";
        METHOD_NOT_ALLOWED = 405 "method_not_allowed";
        NOT_ACCEPTABLE = 406 "not_acceptable";
        REQUEST_TIMEOUT = 408 "request_timeout";
        WRONG_PHASE = 409 "wrong_phase";
        CHANGED_MEANWHILE = 409 "changed_meanwhile";
        ALREADY_EXISTS = 409 "already_exists";
        IDEMPOTENCY_KEY_REUSED = 409 "idempotency_key_reused";
        STALE = 412 "stale";
        TOO_LARGE = 413 "too_large";
        UNSUPPORTED_TYPE = 415 "unsupported_type";
        INVALID = 422 "invalid";
        PARTLY_SAVED = 422 "partly_saved";
        INCOMPLETE = 422 "incomplete";
        MALFORMED_JSON = 400 "malformed_json";
        BAD_REQUEST = 400 "bad_request";
        IF_MATCH_REQUIRED = 428 "if_match_required";
        TOO_MANY_REQUESTS = 429 "too_many_requests";
        INTERNAL = 500 "internal";
        BUSY = 503 "busy";
        DISK_FULL = 507 "disk_full";
    }
    /// What can be wrong with one field.
    pub mod field {
        codes! {
            REQUIRED = 422 "required";
            WRONG_SHAPE = 422 "wrong_shape";
            NOT_A_NUMBER = 422 "not_a_number";
            NOT_AN_AMOUNT = 422 "not_an_amount";
            NOT_A_DATE = 422 "not_a_date";
            NOT_A_TIME = 422 "not_a_time";
            ROW_INCOMPLETE = 422 "row_incomplete";
            TOO_MANY_ROWS = 422 "too_many_rows";
            UNKNOWN_FIELD = 422 "unknown_field";
            TOO_SHORT = 422 "too_short";
            TOO_LONG = 422 "too_long";
            OUT_OF_RANGE = 422 "out_of_range";
            NOT_AN_EMAIL = 422 "not_an_email";
            CONTROL_CHARACTERS = 422 "control_characters";
            /// Turns the direction of writing, or cannot be seen.
            HIDDEN_CHARACTER = 422 "hidden_character";
            /// A letter of another script that looks like a Latin one.
            LOOKALIKE_CHARACTER = 422 "lookalike_character";
            /// A character that does not belong in a name.
            NAME_CHARACTER = 422 "name_character";
            NOT_ONE_OF = 422 "not_one_of";
            UNKNOWN_REFERENCE = 422 "unknown_reference";
            DUPLICATE = 422 "duplicate";
            /// A fault in a table file.
            COLUMN_TWICE = 422 "column_twice";
            /// A fault in JSON.
            FIELD_TWICE = 422 "field_twice";
        }
    }
}

/// A value that a message names, e.g. `("minimum", "15")`.
pub type Argument = (&'static str, String);

/// What is wrong with one field of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field in the request, e.g. `rubric.criteria[2].weight`.
    pub field: String,
    pub code: Code,
    pub arguments: Vec<Argument>,
}

impl FieldError {
    /// The text is not a number; `example` shows a valid one.
    pub fn not_a_number(name: &str, example: impl ToString) -> Self {
        Self::new(name, common::field::NOT_A_NUMBER).with("example", example)
    }

    pub fn not_an_amount(name: &str) -> Self {
        Self::new(name, common::field::NOT_AN_AMOUNT).with("example", "150.000.000")
    }

    pub fn not_a_date(name: &str) -> Self {
        Self::new(name, common::field::NOT_A_DATE).with("example", "2027-08-31")
    }

    pub fn not_a_time(name: &str) -> Self {
        Self::new(name, common::field::NOT_A_TIME).with("example", "08.30")
    }

    pub fn new(field: impl Into<String>, code: Code) -> Self {
        Self { field: field.into(), code, arguments: Vec::new() }
    }

    /// Adds a value that the message names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }
}

/// A refusal: the code, what the message names, the fields at fault, and whatever the caller
/// needs so that nothing typed is lost (e.g. both texts after a stale save).
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub code: Code,
    pub arguments: Vec<Argument>,
    pub errors: Vec<FieldError>,
    pub extra: Option<Value>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u32>,
}

impl Refusal {
    pub fn new(code: Code) -> Self {
        Self { code, arguments: Vec::new(), errors: Vec::new(), extra: None, retry_after: None }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    #[must_use]
    pub fn with_extra(mut self, extra: Value) -> Self {
        self.extra = Some(extra);
        self
    }

    /// Input that breaks the rules named in `errors`.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(common::INVALID) }
    }
}

/// Why an act did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("refused: {}", .0.code.name)]
    Refused(Box<Refusal>),
    #[error("the database failed")]
    Database(#[from] diesel::result::Error),
    #[error("{0}")]
    Unavailable(String),
    #[error("stored data cannot be read: {0}")]
    Inconsistent(String),
    #[error("a file could not be read or written")]
    File(#[from] std::io::Error),
    #[error("no randomness from the operating system: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl Failure {
    /// Input with these faults; `Ok` when there are none.
    ///
    /// # Errors
    /// `invalid`, with all faults at once, so that they can be corrected in one go.
    pub fn when_any(errors: Vec<FieldError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Refusal::invalid(errors).into()) }
    }

    /// One field is wrong.
    pub fn field(field: &str, code: Code) -> Self {
        Refusal::invalid(vec![FieldError::new(field, code)]).into()
    }

    pub fn not_found() -> Self {
        Refusal::new(common::NOT_FOUND).into()
    }

    pub fn refused(code: Code) -> Self {
        Refusal::new(code).into()
    }

    /// A conflict with a concurrent transaction (PostgreSQL); trying again may work.
    pub fn is_worth_a_retry(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        matches!(
            self,
            Self::Database(Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _))
        )
    }
}

impl From<Refusal> for Failure {
    fn from(problem: Refusal) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Inconsistent(error.to_string())
    }
}
