//! The page of the plenary: attendance and quorum, dissent, the draft minutes with remarks and signatures; each reader
//! finds the forms of what they may do.

use super::plenary_forms::{ANSWER, ATTENDANCE, CORRECTION, DISSENT, REFUSAL, REMARK, SIGNING};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::decisions::actions::{self, MinutesPage};
use crate::features::decisions::plenary::{MinutesDraft, PlenaryView, Remark, Seat};
use crate::features::decisions::{NamedOutcome, State};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, go_to, show_refused, summary};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// A member of the panel with the controls of their row.
struct Row<'a> {
    seat: &'a Seat,
    index: usize,
    fields: [Field; 2],
}

/// A remark, and the chair's form to answer it.
struct RemarkRow<'a> {
    one: &'a Remark,
    form: Vec<Field>,
}

#[derive(Template)]
#[template(path = "decisions/pages/plenary.html")]
struct Page<'a> {
    s: &'a PageContext,
    of: &'a MinutesPage,
    view: Option<&'a PlenaryView>,
    summary: String,
    /// Empty for who records nothing.
    rows: Vec<Row<'a>>,
    remarks: Vec<RemarkRow<'a>>,
    dissent: Vec<Field>,
    remark: Vec<Field>,
    signing: Vec<Field>,
    refusal: Vec<Field>,
    correction: Vec<Field>,
}

impl Page<'_> {
    fn draft(&self) -> Option<&MinutesDraft> {
        self.view.and_then(|view| view.draft.as_ref())
    }

    fn names(&self) -> &[NamedOutcome] {
        self.of.reading.as_ref().map_or(&[], |reading| reading.names.as_slice())
    }

    /// How many signatures a change of the minutes would void.
    fn signed(&self) -> usize {
        let all = self.draft().map_or(&[][..], |draft| draft.signatures.as_slice());
        all.iter().filter(|one| one.signed_at.is_some()).count()
    }

    fn is_wrong(fields: &[Field]) -> bool {
        fields.iter().any(|field| !field.error.is_empty())
    }

    fn may_withdraw(&self, user: &UserId) -> bool {
        user == &self.of.viewer && self.of.permitted.allows(Permission::SpeakInPlenary)
    }
}

/// What the reader may do with the draft.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each tells whether one form is shown")]
struct Offered {
    dissents: bool,
    remarks: bool,
    signs: bool,
    corrects: bool,
    answers: bool,
    records: bool,
}

impl Offered {
    fn of(s: &PageContext, of: &MinutesPage) -> Self {
        let may = |act| of.view.is_some() && of.permitted.allows(act);
        let draft = of.view.as_ref().and_then(|view| view.draft.as_ref());
        let draft = draft.filter(|draft| draft.state == State::Proposed);
        let own = draft.and_then(|one| one.signatures.iter().find(|one| one.user == of.viewer));
        let speaks = may(Permission::SpeakInPlenary);
        Self {
            dissents: speaks,
            remarks: speaks && draft.is_some_and(|draft| s.now < draft.remarks_until),
            signs: speaks && own.is_some_and(|own| own.signed_at.is_none()),
            corrects: may(Permission::ProposeDecision),
            answers: may(Permission::AnswerRemark),
            records: may(Permission::RecordAttendance),
        }
    }
}

fn rows<'a>(
    (s, problem): (&PageContext, Option<&Refusal>),
    view: &'a PlenaryView,
    typed: &Fields,
) -> Vec<Row<'a>> {
    let row = |(index, seat): (usize, &'a Seat)| {
        let mut filled = typed.clone();
        if typed.rows("people") == 0 {
            let presence = seat.presence.map_or("", |presence| presence.name());
            filled.set(format!("people[{index}].presence"), presence.to_owned());
            filled.set(format!("people[{index}].reason"), seat.reason.clone().unwrap_or_default());
        }
        let form = ATTENDANCE.shown(s, &filled, problem);
        let fields = ["people[].presence", "people[].reason"].map(|name| form.in_row(name, index));
        Row { seat, index, fields }
    };
    view.panel.iter().enumerate().map(row).collect()
}

/// The words of the minutes as they stand, until others are typed.
fn corrected(of: &MinutesPage, typed: &Fields) -> Fields {
    let mut filled = typed.clone();
    if let Some(reading) = &of.reading
        && !typed.names().any(|name| name.starts_with("correction."))
    {
        let minutes = &reading.decision.minutes;
        filled.set("correction.meeting", minutes.meeting.clone());
        filled.set("correction.remarks", minutes.remarks.clone());
    }
    filled
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_minutes(cx, &id);
    let (s, of) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let offered = Offered::of(&s, &of);
    let words = corrected(&of, typed);
    let shown = |may: bool, form: Vec<Field>| if may { form } else { Vec::new() };
    let view = of.view.as_ref();
    let remarks =
        view.and_then(|view| view.draft.as_ref()).map_or(&[][..], |one| one.remarks.as_slice());
    let answer = |one: &Remark| {
        let may = offered.answers && one.verdict.is_none();
        shown(may, ANSWER.shown(&s, typed, problem).of(&one.id).all())
    };
    let name_of = |name: &str| match name.split('.').next().unwrap_or_default() {
        "dissent" => DISSENT.shown(&s, typed, problem).name_of(name),
        "remark" => REMARK.shown(&s, typed, problem).name_of(name),
        "signature" => SIGNING.shown(&s, typed, problem).name_of(name),
        "refusal" => REFUSAL.shown(&s, typed, problem).name_of(name),
        "correction" => CORRECTION.shown(&s, typed, problem).name_of(name),
        "verdict" | "answer" => ANSWER.shown(&s, typed, problem).name_of(name),
        _ => ATTENDANCE.shown(&s, typed, problem).name_of(name),
    };
    let page = Page {
        summary: summary(&s, problem, name_of),
        rows: match view {
            Some(view) if offered.records => rows((&s, problem), view, typed),
            Some(_) | None => Vec::new(),
        },
        remarks: remarks.iter().map(|one| RemarkRow { one, form: answer(one) }).collect(),
        dissent: shown(offered.dissents, DISSENT.shown(&s, typed, problem).all()),
        remark: shown(offered.remarks, REMARK.shown(&s, typed, problem).all()),
        signing: shown(offered.signs, SIGNING.shown(&s, typed, problem).all()),
        refusal: shown(offered.signs, REFUSAL.shown(&s, typed, problem).all()),
        correction: shown(offered.corrects, CORRECTION.shown(&s, &words, problem).all()),
        view,
        of: &of,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, id.into_inner(), None).await
}

/// Reloading a refused form leads to the page.
pub(super) async fn back(path: web::Path<(CallId, String)>, request: HttpRequest) -> HttpResponse {
    let (id, _) = path.into_inner();
    let language = crate::web::language::asked_for(&request);
    let query = language.map_or_else(String::new, |language| format!("?lang={}", language.tag()));
    go_to(&format!("/desk/calls/{id}/plenary{query}"))
}

async fn after<T>(
    app: &App,
    sent: SignedInForm,
    id: CallId,
    done: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    let to = |_| format!("/desk/calls/{id}/plenary");
    let SignedInForm { visitor, fields, .. } = sent;
    respond(done, to, async |problem| {
        render(app, &visitor, id.clone(), Some((&fields, &problem))).await
    })
    .await
}

/// A member of whom nothing is said keeps what was recorded.
pub(super) async fn record(
    app: web::Data<App>,
    id: web::Path<CallId>,
    mut sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    for row in sent.fields.row_numbers("people") {
        let said = ["presence", "reason"].map(|name| format!("people[{row}].{name}"));
        if said.iter().all(|name| sent.fields.get(name).trim().is_empty()) {
            sent.fields.set(format!("people[{row}].user"), String::new());
        }
    }
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::record_attendance(cx, &of, new);
    let done = sent.send(&app, &ATTENDANCE, act).await;
    after(&app, sent, id.into_inner(), done).await
}

pub(super) async fn dissent(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::dissent(cx, &of, new);
    let done = sent.send(&app, &DISSENT, act).await;
    after(&app, sent, id.into_inner(), done).await
}

pub(super) async fn withdraw_dissent(
    app: web::Data<App>,
    path: web::Path<(CallId, RecordId)>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, dissent) = path.into_inner();
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::withdraw_dissent(cx, (&of, &dissent));
    let done = form.caller.clone().write(&app, act).await;
    after(&app, form, id, done).await
}

pub(super) async fn remark(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let typed = sent.fields.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        actions::remark(cx, &REMARK.about(&typed, "decision")?, new)
    };
    let done = sent.send(&app, &REMARK, act).await;
    after(&app, sent, id.into_inner(), done).await
}

pub(super) async fn answer(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let about = sent.fields.get("remark").to_owned();
    let remark: RecordId = about.parse().map_err(|_| Failure::not_found())?;
    let decision = sent.fields.get("decision").parse().map_err(|_| Failure::not_found())?;
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        actions::answer_remark(cx, (&decision, &remark), new)
    };
    let done = sent.send_of(&app, (&ANSWER, &about), act).await;
    after(&app, sent, id.into_inner(), done).await
}

pub(super) async fn sign(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let typed = sent.fields.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        actions::sign_minutes(cx, &SIGNING.about(&typed, "decision")?, new)
    };
    let done = sent.send(&app, &SIGNING, act).await;
    after(&app, sent, id.into_inner(), done).await
}

pub(super) async fn refuse(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let typed = sent.fields.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        actions::refuse_signature(cx, &REFUSAL.about(&typed, "decision")?, new)
    };
    let done = sent.send(&app, &REFUSAL, act).await;
    after(&app, sent, id.into_inner(), done).await
}

pub(super) async fn correct(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let typed = sent.fields.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        actions::correct_minutes(cx, &CORRECTION.about(&typed, "decision")?, new)
    };
    let done = sent.send(&app, &CORRECTION, act).await;
    after(&app, sent, id.into_inner(), done).await
}
