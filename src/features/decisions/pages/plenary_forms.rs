//! The forms of the page of the plenary, as data. REST has the decision and the remark in the address.

use crate::features::decisions::plenary::{
    MinutesConsent, MinutesCorrection, MinutesRefusal, NewAttendance, NewDissent, NewRemark,
    RemarkAnswer,
};
use crate::features::decisions::ties::NewTieVote;
use crate::web::forms::{Control, Form, FormField};

const WORDS: &str = "sitting";
const DECISION: FormField = FormField::new("decision", Control::About).label("sitting-minutes");
const TEXT_HASH: FormField =
    FormField::new("text_hash", Control::Hidden).label("sitting-text-hash");

/// A row for each member of the panel; the page puts the member in.
pub(super) static ATTENDANCE: Form<NewAttendance> = Form::new(
    "/desk/calls/{id}/plenary/attendance",
    "PUT /calls/{id}/attendance",
    &[
        FormField::new("people[].user", Control::Hidden).label("sitting-member"),
        FormField::new("people[].presence", Control::Choice("presence"))
            .label("sitting-presence")
            .empty("presence-not-recorded"),
        FormField::new("people[].reason", Control::Line).label("sitting-absence-reason"),
    ],
)
.words(WORDS);

/// A row for each of the equal proposals; the page puts the number in.
pub(super) static TIE_VOTE: Form<NewTieVote> = Form::new(
    "/desk/calls/{id}/plenary/vote",
    "POST /calls/{id}/tie-votes",
    &[
        FormField::new("votes[].number", Control::Hidden).label("ranking-page-proposal"),
        FormField::new("votes[].votes", Control::Number).label("vote-votes"),
        FormField::new("abstained", Control::Number),
        FormField::new("reason", Control::Line).hint("vote-reason-hint"),
    ],
)
.words("vote");

pub(super) static DISSENT: Form<NewDissent> = Form::new(
    "/desk/calls/{id}/plenary/dissent",
    "POST /calls/{id}/dissents",
    &[
        FormField::new("number", Control::Line).hint("sitting-dissent-number-hint"),
        FormField::new("words", Control::Lines(4)).hint("sitting-dissent-hint"),
    ],
)
.words("sitting")
.prefix("dissent");

pub(super) static REMARK: Form<NewRemark> = Form::new(
    "/desk/calls/{id}/plenary/remark",
    "POST /decisions/{id}/remarks",
    &[DECISION, FormField::new("words", Control::Lines(4))],
)
.words("sitting")
.prefix("remark");

/// One for each remark that waits.
pub(super) static ANSWER: Form<RemarkAnswer> = Form::new(
    "/desk/calls/{id}/plenary/answer",
    "POST /decisions/{id}/remarks/{remark}/answer",
    &[
        FormField::new("verdict", Control::Choice("remark-verdict")),
        FormField::new("answer", Control::Lines(3)),
    ],
)
.words("sitting-answer");

pub(super) static SIGNING: Form<MinutesConsent> = Form::new(
    "/desk/calls/{id}/plenary/signature",
    "POST /decisions/{id}/signature",
    &[DECISION, TEXT_HASH, FormField::new("phrase", Control::Line).hint("pact-phrase-hint")],
)
.words("sitting")
.prefix("signature");

pub(super) static REFUSAL: Form<MinutesRefusal> = Form::new(
    "/desk/calls/{id}/plenary/refusal",
    "POST /decisions/{id}/signature/refusal",
    &[DECISION, TEXT_HASH, FormField::new("reason", Control::Lines(3))],
)
.words("sitting")
.prefix("refusal");

pub(super) static CORRECTION: Form<MinutesCorrection> = Form::new(
    "/desk/calls/{id}/plenary/minutes",
    "PUT /decisions/{id}/minutes",
    &[
        DECISION,
        TEXT_HASH,
        FormField::new("meeting", Control::Line),
        FormField::new("remarks", Control::Lines(6)),
    ],
)
.words("sitting")
.prefix("correction");
