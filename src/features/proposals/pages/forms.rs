//! The forms of a proposal beside the editor, as data.

use crate::features::proposals::{NewEndorsement, Withdrawal};
use crate::web::forms::{Control, Form, FormField};

pub(super) static WITHDRAWAL: Form<Withdrawal> = Form::new(
    "/proposals/{id}/withdraw",
    "POST /proposals/{id}/withdraw",
    &[FormField::new("reason", Control::Lines(4))],
);

/// The kind is chosen by buttons of the page's own.
pub(super) static ENDORSEMENT: Form<NewEndorsement> = Form::new(
    "/desk/proposals/{id}/endorse",
    "POST /proposals/{id}/endorsements",
    &[
        FormField::new("kind", Control::Choice("endorser")),
        FormField::new("statement", Control::Lines(4)).hint("endorse-hint"),
    ],
);
