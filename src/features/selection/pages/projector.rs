//! The plenary's view for a projector: large type, the ranking with funding line and zone, and one
//! proposal with the spread of its scores. Reviewers are shown as letters; under double-blind no
//! candidate is named.

use super::chart::zone_name;
use super::figures::{exact, percent};
use super::parts::{Cut, query_of, run_of};
use crate::features::accounts::Visitor;
use crate::features::calls::{Anonymity, Criterion};
use crate::features::selection::actions::{Board, DecidedAs, ShownRun, read_board};
use crate::features::selection::{Outcome, Place, ScoredProposal};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RunId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

const ROWS: usize = 12;

/// The content of the screen.
enum Screen<'a> {
    Empty,
    Ranking(Ranking<'a>),
    One(Box<One<'a>>),
}

struct Ranking<'a> {
    cut: Cut<'a, Place>,
    run: &'a RunId,
    seats: u32,
}

struct One<'a> {
    place: &'a Place,
    value: String,
    chance: Option<String>,
    spreads: Vec<Spread>,
    totals: Vec<String>,
}

/// The scores on one criterion.
struct Spread {
    name: String,
    weight: u32,
    mean: String,
    /// Horizontal position and letter of each reviewer's score.
    dots: Vec<Dot>,
    /// Horizontal position of each score of the scale.
    ticks: Vec<(i64, u32)>,
    words: String,
}

struct Dot {
    x: i64,
    y: i64,
    letter: char,
}

#[derive(Template)]
#[template(path = "selection/pages/projector.html")]
struct ProjectorPage<'a> {
    s: &'a PageContext,
    board: &'a Board,
    screen: Screen<'a>,
    previous: Option<String>,
    next: Option<String>,
    /// The address of the ranking, from the page of one proposal.
    up: String,
}

impl ProjectorPage<'_> {
    fn zone(place: &Place) -> &'static str {
        zone_name(place.calibrated.as_ref().and_then(|found| found.zone))
    }

    fn value(&self, place: &Place) -> String {
        exact(self.s, &place.value).0
    }

    /// The outcome; if the decision differs from the run, both.
    fn outcome(&self, place: &Place) -> String {
        let words = |outcome: Outcome, position: Option<u32>| {
            let word = self.s.word("outcome", outcome.name());
            position.map_or(word.clone(), |position| format!("{word} {position}"))
        };
        let run = words(place.outcome, place.reserve_position);
        match self.decided(place) {
            None => run,
            Some(decided) => {
                let now = words(decided.outcome, decided.reserve_position);
                format!("{now} ({} {run})", self.s.t("ranking-page-by-run"))
            }
        }
    }

    fn reason(&self, place: &Place) -> String {
        let decided = self.decided(place).map(|decided| &decided.reason);
        decided.unwrap_or(&place.reason).text(&self.s.language).to_owned()
    }

    fn decided(&self, place: &Place) -> Option<&DecidedAs> {
        self.shown()?.decided(place)
    }

    fn is_selected(&self, place: &Place) -> bool {
        self.decided(place).map_or(place.outcome, |decided| decided.outcome) == Outcome::Selected
    }

    /// The candidate, if the call lets the plenary know.
    fn candidate(&self, place: &Place) -> Option<String> {
        if self.board.call.definition.anonymity == Anonymity::DoubleBlind {
            return None;
        }
        let named = self.board.proposals.get(&place.proposal)?;
        Some(format!("{} · {}", named.candidate, place.unit))
    }

    /// Interval and expected rank in whole percent of all ranks, for the small chart.
    fn interval(&self, place: &Place) -> Option<[i64; 3]> {
        let most = i64::try_from(self.shown()?.findings.places.len()).ok()?;
        let found = place.calibrated.as_ref()?;
        let x = |thousandths: i64| (thousandths - 1000) * 280 / ((most - 1).max(1) * 1000) + 10;
        let whole = |rank: u32| x(i64::from(rank) * 1000);
        Some([whole(found.rank_low), x(found.expected_rank.count()), whole(found.rank_high)])
    }

    fn line(&self) -> i64 {
        let Some(shown) = self.shown() else { return 0 };
        let most = i64::try_from(shown.findings.places.len()).unwrap_or(1);
        let x = (i64::from(shown.findings.seats) * 1000 - 500) * 280 / ((most - 1).max(1) * 1000);
        (x + 10).min(298)
    }

    fn shown(&self) -> Option<&ShownRun> {
        self.board.shown.as_ref()
    }
}

const SCALE: i64 = 300;

fn spread(
    s: &PageContext,
    criterion: &Criterion,
    of: (&Place, &ScoredProposal),
    scale: &[u32],
) -> Spread {
    let (place, contender) = of;
    let (low, high) =
        (scale.iter().min().copied().unwrap_or(0), scale.iter().max().copied().unwrap_or(1));
    let x = |score: u32| {
        let range = i64::from(high.saturating_sub(low).max(1));
        20 + i64::from(score.saturating_sub(low)) * (SCALE - 40) / range
    };
    let mut dots: Vec<Dot> = Vec::new();
    let mut words = Vec::new();
    for (sheet, letter) in contender.sheets.iter().zip('A'..) {
        let Some(score) = sheet.scores.get(&criterion.code) else { continue };
        let x = x(*score);
        let stacked = i64::try_from(dots.iter().filter(|dot| dot.x == x).count()).unwrap_or(0);
        dots.push(Dot { x, y: 22 + 24 * stacked, letter });
        words.push(format!("{letter} {score}"));
    }
    let mean = place.criteria.get(&criterion.code);
    Spread {
        name: criterion.name.text(&s.language).to_owned(),
        weight: criterion.weight,
        mean: mean.map_or_else(String::new, |mean| exact(s, mean).0),
        dots,
        ticks: scale.iter().map(|score| (x(*score), *score)).collect(),
        words: words.join(", "),
    }
}

fn one<'a>(s: &PageContext, board: &Board, shown: &'a ShownRun, place: &'a Place) -> One<'a> {
    let rubric = &board.call.definition.rubric;
    let contender = shown.inputs.proposals.iter().find(|one| one.number == place.number);
    let spreads = contender.map_or_else(Vec::new, |contender| {
        let criteria = rubric.criteria.iter();
        criteria.map(|one| spread(s, one, (place, contender), &rubric.scores)).collect()
    });
    let sheets = contender.iter().flat_map(|contender| &contender.sheets);
    One {
        value: exact(s, &place.value).0,
        chance: place.calibrated.as_ref().and_then(|found| found.p_selected).map(percent),
        totals: sheets
            .zip('A'..)
            .map(|(sheet, letter)| format!("{letter} {}", sheet.total))
            .collect(),
        spreads,
        place,
    }
}

/// The screen asked for, with the addresses of the previous and next ones.
fn screen<'a>(
    s: &PageContext,
    board: &'a Board,
    query: &Fields,
) -> Result<(Screen<'a>, [Option<String>; 2]), Failure> {
    let Some(shown) = &board.shown else { return Ok((Screen::Empty, [None, None])) };
    let base = base(board, shown);
    let places = &shown.findings.places;
    match query.get("number") {
        "" => {
            let cut = Cut::new(places, ROWS, (s, query));
            let at = |page: usize| format!("{base}&page={page}");
            let previous = (cut.page > 1).then(|| at(cut.page - 1));
            let next = (cut.page < cut.pages).then(|| at(cut.page + 1));
            let seats = shown.findings.seats;
            Ok((Screen::Ranking(Ranking { cut, run: &shown.run.id, seats }), [previous, next]))
        }
        number => {
            let at = places.iter().position(|place| place.number == number);
            let at = at.ok_or_else(Failure::not_found)?;
            let place = places.get(at).ok_or_else(Failure::not_found)?;
            let address = |place: &Place| format!("{base}&number={}", place.number);
            let previous = at.checked_sub(1).and_then(|before| places.get(before)).map(address);
            let next = places.get(at + 1).map(address);
            Ok((Screen::One(Box::new(one(s, board, shown, place))), [previous, next]))
        }
    }
}

fn base(board: &Board, shown: &ShownRun) -> String {
    format!("/desk/calls/{}/projector?run={}", board.call.id, shown.run.id)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let query = query_of(&request);
    let run = run_of(&query)?;
    let act = move |cx: &mut Cx<'_>| read_board(cx, (&id, run.as_ref()));
    let (s, board) = visitor.load_signed_in(&app, act).await?;
    let (screen, [previous, next]) = screen(&s, &board, &query)?;
    let up = match (&screen, &board.shown) {
        (Screen::One(one), Some(shown)) => {
            let at =
                shown.findings.places.iter().position(|place| place.number == one.place.number);
            let page = at.unwrap_or(0) / ROWS + 1;
            format!("{}&page={page}", base(&board, shown))
        }
        _ => format!("/desk/calls/{}/ranking", board.call.id),
    };
    show(&s, &ProjectorPage { s: &s, board: &board, screen, previous, next, up })
}
