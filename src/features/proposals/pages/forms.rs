//! The forms of a proposal beside the editor, as data.

use crate::features::proposals::{
    Checks, Conclusion, ExceptionAnswer, LastLook, NewEndorsement, NewException, NewLateSubmission,
    NewProposal, RepairRequest, ReturnedRequest, TakenBack, Withdrawal,
};
use crate::platform::files::MediaType;
use crate::web::forms::{Control, Form, FormField};

pub(super) static BEGINNING: Form<NewProposal> = Form::new(
    "/calls/{id}/begin",
    "POST /calls/{id}/proposals",
    &[FormField::new("problem", Control::Offered), FormField::new("level", Control::Offered)],
);

/// REST has no page on which the last look is taken, and says the signature as one thing.
pub(super) static HANDING_IN: Form<LastLook> = Form::new(
    "/proposals/{id}/submit",
    "",
    &[
        FormField::new("phrase", Control::Line).label("pact-phrase-typed").hint("pact-phrase-hint"),
        FormField::new("text_hash", Control::Hidden).label("pact-hash"),
        FormField::confirmation("true_and_final"),
    ],
);

/// What the secretariat asks for, with the signed minutes.
pub(super) static EXCEPTION: Form<NewException> = Form::new(
    "/desk/proposals/{id}/exception",
    "POST /proposals/{id}/exceptions",
    &[
        FormField::new("kind", Control::Choice("exception-kind")),
        FormField::new("document", Control::Offered).empty("exception-no-document"),
        FormField::new("field", Control::Offered).empty("exception-no-field"),
        FormField::new("until", Control::Instant).hint("exception-until-hint"),
        FormField::new("minutes-number", Control::Line).at("minutes_number"),
        FormField::new("reason", Control::Lines(4)).hint("exception-reason-hint"),
        FormField::file(&[MediaType::Pdf]).hint("exception-file-hint").needed(),
    ],
)
.words("exception");

/// One for each exception that waits.
pub(super) static EXCEPTION_ANSWER: Form<ExceptionAnswer> = Form::new(
    "/desk/exceptions/{id}/answer",
    "POST /exceptions/{id}/answer",
    &[
        FormField::new("verdict", Control::Choice("exception-verdict")),
        FormField::new("reason", Control::Lines(3)).hint("exception-answer-hint"),
    ],
)
.words("exception-answer");

/// One for each draft that was never handed in.
pub(super) static LATE: Form<NewLateSubmission> = Form::new(
    "/desk/calls/{id}/unsubmitted",
    "POST /proposals/{id}/late-submission",
    &[
        FormField::new("until", Control::Instant).hint("late-until-hint"),
        FormField::new("reason", Control::Lines(2)).hint("late-reason-hint"),
    ],
)
.words("late");

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

/// Beside the endorsement: back to the candidate instead.
pub(super) static RETURNED: Form<ReturnedRequest> = Form::new(
    "/desk/proposals/{id}/return",
    "POST /proposals/{id}/endorsement-requests/return",
    &[
        FormField::new("return_kind", Control::Choice("endorser")).at("kind").label("kind"),
        FormField::new("remark", Control::Lines(4)).hint("return-hint"),
    ],
);

/// A row for each line of the check-list, in its order. What the line is of is not typed: the page puts it there when
/// the form is read.
pub(super) static CHECKS: Form<Checks> = Form::new(
    "/desk/proposals/{id}/verification",
    "PUT /proposals/{id}/verification",
    &[
        FormField::new("check[].subject", Control::Offered).at("checks[].subject"),
        FormField::new("check[].name", Control::Offered).at("checks[].name"),
        FormField::new("check[].outcome", Control::Choice("verify"))
            .at("checks[].outcome")
            .label("verify-outcome"),
        FormField::new("check[].reason", Control::Choice("reason-choice"))
            .at("checks[].reason")
            .label("verify-reason"),
        FormField::new("check[].text", Control::Line).at("checks[].text").label("verify-text"),
    ],
);

pub(super) static CONCLUSION: Form<Conclusion> = Form::new(
    "/desk/proposals/{id}/verification/conclude",
    "POST /proposals/{id}/verification/conclude",
    &[
        FormField::new("outcome", Control::Offered),
        FormField::new("unopened", Control::Ticked),
        FormField::confirmation("confirmed"),
    ],
)
.words("second-look-field");

pub(super) static TAKEN_BACK: Form<TakenBack> = Form::new(
    "/desk/proposals/{id}/verification/take-back",
    "POST /proposals/{id}/verification/take-back",
    &[FormField::new("taken_back", Control::Lines(2)).at("reason").label("take-back-reason")],
);

pub(super) static REPAIR: Form<RepairRequest> = Form::new(
    "/desk/proposals/{id}/repairs",
    "POST /proposals/{id}/repairs",
    &[
        FormField::new("item", Control::Ticked).at("items").label("repair-items"),
        FormField::new("reason", Control::Lines(3))
            .label("repair-reason")
            .hint("repair-reason-hint"),
    ],
);
