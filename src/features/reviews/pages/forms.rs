//! The forms of the reviews beside the score sheet, as data.

use crate::features::reviews::SteppingBack;
use crate::web::forms::{Control, Form, FormField};

/// The kind is chosen by the buttons that send it. Several lines for the words: in a single one the key Enter
/// would press the first of them. REST takes the sentence that the page makes of both.
pub(super) static STEPPING_BACK: Form<SteppingBack> = Form::new(
    "/assignments/{id}/conflict",
    "",
    &[
        FormField::new("kind", Control::Choice("conflict-kind")),
        FormField::new("words", Control::Lines(2)).label("conflict-words"),
    ],
)
.words("conflict-field");
