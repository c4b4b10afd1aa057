//! The page on which the office records how the plenary voted on one group of equal proposals.

use super::plenary_forms::TIE_VOTE;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::decisions::actions::{self, VotePage};
use crate::features::decisions::ties::Equals;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// One of the equal proposals, with the control of its votes.
struct Row<'a> {
    index: usize,
    number: &'a str,
    votes: Field,
}

#[derive(Template)]
#[template(path = "decisions/pages/tie_vote.html")]
struct Page<'a> {
    s: &'a PageContext,
    of: &'a VotePage,
    /// None: nothing is equal any more.
    group: Option<&'a Equals>,
    summary: String,
    rows: Vec<Row<'a>>,
    fields: Vec<Field>,
}

/// The group that is asked for or was typed; else the first that a decision waits for.
fn chosen<'a>(of: &'a VotePage, asked: &str, typed: &Fields) -> Option<&'a Equals> {
    let first = typed.get("votes[0].number");
    let wanted = if first.is_empty() { asked } else { first };
    let has = |one: &&Equals| one.numbers.iter().any(|number| number == wanted);
    let waits = || of.equals.iter().find(|one| one.is_open());
    of.equals.iter().find(has).or_else(waits).or_else(|| of.equals.first())
}

/// What was typed, at the rows that its numbers have now: the order may have changed since the page was read.
fn by_number(typed: &Fields, numbers: &[String]) -> Fields {
    let mut moved = typed.clone();
    for (index, number) in numbers.iter().enumerate() {
        let is_its = |row: &usize| typed.get(&format!("votes[{row}].number")) == number;
        let row = typed.row_numbers("votes").into_iter().find(is_its);
        let votes = row
            .map_or_else(String::new, |row| typed.get(&format!("votes[{row}].votes")).to_owned());
        moved.set(format!("votes[{index}].number"), number.clone());
        moved.set(format!("votes[{index}].votes"), votes);
    }
    moved
}

async fn render(
    (app, visitor): (&App, &Visitor),
    (id, asked): (CallId, String),
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_tie_vote(cx, &id);
    let (s, of) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let group = chosen(&of, &asked, typed);
    let numbers = group.map_or(&[][..], |group| group.numbers.as_slice());
    let typed = &by_number(typed, numbers);
    let form = TIE_VOTE.shown(&s, typed, problem);
    let rows = numbers.iter().enumerate().map(|(index, number)| {
        let label = s.tv("vote-votes-for", number);
        let mut votes = form.in_row("votes[].votes", index);
        votes.label = label;
        Row { index, number, votes }
    });
    // Why it was taken again is asked where a vote counts already.
    let is_again = group.is_some_and(|group| group.vote.is_some());
    let names: &[&str] = if is_again { &["abstained", "reason"] } else { &["abstained"] };
    let page = Page {
        summary: form.summary(),
        rows: rows.collect(),
        fields: names.iter().map(|name| form.field(name)).collect(),
        group,
        of: &of,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let query = Fields::parse(request.query_string()).unwrap_or_default();
    render((&app, &visitor), (id.into_inner(), query.get("of").to_owned()), None).await
}

pub(super) async fn record(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::record_tie_vote(cx, &of, new);
    let done = sent.send(&app, &TIE_VOTE, act).await;
    let id = id.into_inner();
    let to = |_| format!("/desk/calls/{id}/plenary#equals");
    let SignedInForm { visitor, fields, .. } = sent;
    respond(done, to, async |problem| {
        let refused = Some((&fields, &problem));
        render((&app, &visitor), (id.clone(), String::new()), refused).await
    })
    .await
}
