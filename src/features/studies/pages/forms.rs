//! The forms of studies, as data.

use crate::features::studies::actions::REPORT_FORMATS;
use crate::features::studies::{
    Begin, Mentor, NewAnswer, NewComment, NewCommitment, NewPaper, NewPlan, NewProgramme,
    NewReportFile, NewStep, NewTopic, PaperCheck, Postponement, Prolongation, ReportText,
    RequestRuling, Return, UseReport, UseRevision,
};
use crate::platform::files::MediaType;
use crate::web::forms::{Control, Form, FormField};

const WORDS: &str = "study-field";

const REASON: FormField = FormField::new("reason", Control::Lines(5)).hint("study-hint-reason");

/// With its file.
pub(super) static PAPER: Form<NewPaper> = Form::new(
    "/studies/{id}/papers",
    "POST /studies/{id}/papers",
    &[
        FormField::new("kind", Control::Choice("study-paper")).empty("choose"),
        FormField::new("number", Control::Line).hint("study-hint-number"),
        FormField::new("dated", Control::Day),
        FormField::new("signatory", Control::Line).hint("study-hint-signatory"),
        FormField::file(&[MediaType::Pdf]).hint("study-hint-file").needed(),
    ],
)
.words(WORDS);

pub(super) static CHECK: Form<PaperCheck> = Form::new(
    "/study-papers/{id}/check",
    "POST /study-papers/{id}/check",
    &[
        FormField::new("verdict", Control::Choice("study-verdict")).empty("choose"),
        FormField::new("reason", Control::Lines(4)).hint("study-hint-check"),
    ],
)
.words(WORDS);

pub(super) static BEGINNING: Form<Begin> = Form::new(
    "/studies/{id}/begin",
    "POST /studies/{id}/beginning",
    &[
        FormField::new("starts_on", Control::Day),
        FormField::new("ends_on", Control::Day).hint("study-hint-ends-on"),
        FormField::new("is_released", Control::Answer).hint("study-hint-is-released"),
    ],
)
.words(WORDS);

pub(super) static STEP: Form<NewStep> = Form::new(
    "/studies/{id}/step",
    "POST /studies/{id}/steps",
    &[
        FormField::new("step", Control::Offered).empty("choose"),
        FormField::new("on", Control::Day).hint("study-hint-on"),
        FormField::new("until", Control::Day).hint("study-hint-until"),
        FormField::new("cause", Control::Choice("study-cause")).empty("study-cause-none"),
        REASON,
        FormField::new("consequence", Control::Lines(4)).hint("study-hint-consequence"),
    ],
)
.words(WORDS);

pub(super) static MENTOR: Form<Mentor> = Form::new(
    "/studies/{id}/mentor",
    "POST /studies/{id}/mentor",
    &[FormField::new("email", Control::Line).hint("study-hint-mentor")],
)
.words(WORDS);

pub(super) static RETURN: Form<Return> = Form::new(
    "/studies/{id}/return",
    "POST /studies/{id}/return",
    &[
        FormField::new("returned_on", Control::Day),
        FormField::new("placement", Control::Offered).empty("choose"),
        FormField::new("carried_by", Control::Lines(4)).hint("study-hint-carried-by"),
    ],
)
.words(WORDS);

pub(super) static PLAN: Form<NewPlan> = Form::new(
    "/studies/{id}/plan",
    "POST /studies/{id}/requests/plan",
    &[
        FormField::new("milestones[].due_on", Control::Day).label("study-field-due-on"),
        FormField::new("milestones[].activity", Control::Lines(2)).label("study-field-activity"),
        FormField::new("milestones[].output", Control::Lines(2)).label("study-field-output"),
        FormField::new("reason", Control::Lines(3)).hint("study-hint-plan-reason"),
    ],
)
.words(WORDS);

pub(super) static TOPIC: Form<NewTopic> = Form::new(
    "/studies/{id}/topic",
    "POST /studies/{id}/requests/topic",
    &[
        FormField::new("problem", Control::Offered).empty("choose").hint("study-hint-problem"),
        FormField::new("topic", Control::Line),
        REASON,
    ],
)
.words(WORDS);

pub(super) static PROGRAMME: Form<NewProgramme> = Form::new(
    "/studies/{id}/programme",
    "POST /studies/{id}/requests/programme",
    &[
        FormField::new("university", Control::Line),
        FormField::new("programme", Control::Line),
        FormField::new("country", Control::Line),
        REASON,
    ],
)
.words(WORDS);

pub(super) static EXTENSION: Form<Prolongation> = Form::new(
    "/studies/{id}/extension",
    "POST /studies/{id}/requests/extension",
    &[FormField::new("ends_on", Control::Day).hint("study-hint-later-end"), REASON],
)
.words(WORDS);

pub(super) static DEFERRAL: Form<Postponement> = Form::new(
    "/studies/{id}/deferral",
    "POST /studies/{id}/requests/deferral",
    &[FormField::new("admission_by", Control::Day).hint("study-hint-later-admission"), REASON],
)
.words(WORDS);

pub(super) static RULING: Form<RequestRuling> = Form::new(
    "/study-requests/{id}",
    "POST /study-requests/{id}/ruling",
    &[
        FormField::new("side", Control::Offered),
        FormField::new("verdict", Control::Choice("study-ruling")).empty("choose"),
        FormField::new("reason", Control::Lines(4)).hint("study-hint-ruling"),
    ],
)
.words(WORDS);

/// One form for every kind of report; the page shows the fields of its kind.
pub(super) static REPORT: Form<ReportText> = Form::new(
    "/studies/{id}/reports/{slot}",
    "PUT /studies/{id}/reports/{slot}",
    &[
        FormField::new("grades", Control::Lines(3)).hint("study-hint-grades"),
        FormField::new("milestones[].due_on", Control::Day).label("study-field-due-on"),
        FormField::new("milestones[].activity", Control::Hidden).label("study-field-activity"),
        FormField::new("milestones[].outcome", Control::Choice("study-outcome"))
            .label("study-field-outcome"),
        FormField::new("milestones[].evidence", Control::Lines(2))
            .label("study-field-evidence")
            .hint("study-hint-evidence"),
        FormField::new("result", Control::Lines(10)).hint("study-hint-result"),
        FormField::new("used[].kind", Control::Choice("study-solution"))
            .label("study-field-used-kind"),
        FormField::new("used[].words", Control::Lines(2)).label("study-field-used-words"),
        FormField::new("used[].replicated", Control::Line).label("study-field-replicated"),
        FormField::new("indicator", Control::Lines(2)).hint("study-hint-indicator"),
        FormField::new("obstacles[].cause", Control::Choice("study-obstacle"))
            .label("study-field-obstacle-cause"),
        FormField::new("obstacles[].words", Control::Lines(2)).label("study-field-obstacle-words"),
        FormField::new("help[].of", Control::Choice("study-helper")).label("study-field-help-of"),
        FormField::new("help[].words", Control::Lines(2)).label("study-field-help-words"),
    ],
)
.words(WORDS);

pub(super) static REPORT_FILE: Form<NewReportFile> = Form::new(
    "/studies/{id}/reports/{slot}/files",
    "",
    &[FormField::file(REPORT_FORMATS).needed().hint("study-hint-report-file")],
)
.words(WORDS);

/// What the owner unit says of a report.
pub(super) static ANSWER: Form<NewAnswer> = Form::new(
    "/studies/{id}/reports/{slot}/answers",
    "POST /studies/{id}/reports/{slot}/answers",
    &[
        FormField::new("verdict", Control::Choice("study-answer"))
            .label("study-field-answer")
            .empty("choose"),
        FormField::new("words", Control::Lines(4)).hint("study-hint-answer"),
    ],
)
.words(WORDS);

/// What the mentor says of it. Its controls have names of their own: one person may be both.
pub(super) static COMMENT: Form<NewComment> = Form::new(
    "/studies/{id}/reports/{slot}/comments",
    "POST /studies/{id}/reports/{slot}/comments",
    &[FormField::new("words", Control::Lines(4)).label("study-field-comment")],
)
.prefix("comment")
.words(WORDS);

pub(super) static USE_REPORT: Form<UseReport> = Form::new(
    "/studies/{id}/uses/{number}",
    "POST /studies/{id}/uses/{number}/report",
    &[
        FormField::new("state", Control::Choice("study-use-state")),
        FormField::new("note", Control::Lines(4)).hint("study-hint-use-note"),
    ],
)
.words(WORDS);

pub(super) static USE_REVISION: Form<UseRevision> = Form::new(
    "/studies/{id}/uses/{number}/revision",
    "POST /studies/{id}/uses/{number}/revision",
    &[
        FormField::new("state", Control::Choice("study-use-state")).label("study-field-state"),
        FormField::new("due_on", Control::Day).label("study-field-use-due-on"),
        FormField::new("responsible", Control::Line).label("study-field-responsible"),
        FormField::new("note", Control::Lines(4))
            .label("study-field-note")
            .hint("study-hint-use-revision"),
    ],
)
.prefix("owner")
.words(WORDS);

pub(super) static COMMITMENT: Form<NewCommitment> = Form::new(
    "/studies/{id}/commitment",
    "POST /studies/{id}/commitments",
    &[
        FormField::new("verdict", Control::Choice("study-commitment"))
            .label("study-field-commitment")
            .empty("choose"),
        FormField::new("words", Control::Lines(5)).hint("study-hint-commitment"),
    ],
)
.words(WORDS);
