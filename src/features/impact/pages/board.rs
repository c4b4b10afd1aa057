//! The board of impact: figures first, then each problem with a picture and the table beneath it.

use crate::features::accounts::Visitor;
use crate::features::impact::actions;
use crate::features::impact::board::{Board, ImpactEvent, Measured, Moved, ProblemImpact, Untaken};
use crate::features::impact::rules::year::FIRST_YEAR;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::format;
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::platform::exports::offered::{Offered, TABLE};
use crate::web::pages::{OverTime, PageContext, PageRoutes, over_time, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

/// How many years before the running one the page offers a report of; earlier ones over REST.
const YEARS_BEFORE: i32 = 2;

/// A line of the table under a picture.
enum Row<'a> {
    Measured(&'a Measured),
    /// With the number that stands in the picture.
    Event(usize, &'a ImpactEvent),
}

impl Row<'_> {
    fn day(&self) -> NaiveDate {
        match self {
            Self::Measured(one) => one.period_to,
            Self::Event(_, event) => event.day,
        }
    }
}

/// A problem as it is drawn.
struct Drawn<'a> {
    of: &'a ProblemImpact,
    svg: Option<String>,
    rows: Vec<Row<'a>>,
}

#[derive(Template)]
#[template(path = "impact/pages/board.html")]
struct BoardPage<'a> {
    s: &'a PageContext,
    board: &'a Board,
    drawn: Vec<Drawn<'a>>,
    may_export: bool,
}

impl BoardPage<'_> {
    fn formats() -> &'static [Offered] {
        TABLE
    }

    /// The years of which a report is offered: the running one, and those before it.
    fn years(&self) -> Vec<i32> {
        let this_year = self.s.now.year_in_jakarta();
        (this_year - YEARS_BEFORE..=this_year).rev().filter(|year| *year >= FIRST_YEAR).collect()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "askama hands over a reference")]
    fn rupiah(&self, amount: &u64) -> String {
        format::rupiah(self.s.language, *amount)
    }

    /// Those with an award beside those without; the second only where there are any.
    fn compared(&self) -> Vec<(&'static str, &Moved)> {
        let all = [("with-award", &self.board.with_award), ("without", &self.board.without_award)];
        all.into_iter().filter(|(_, moved)| moved.cases > 0).collect()
    }

    /// Approved problems without a proposal, or with one and no award.
    fn untaken(&self, proposed: bool) -> Vec<&Untaken> {
        self.board.untaken.iter().filter(|one| one.proposed == proposed).collect()
    }
}

fn drawn<'a>(s: &PageContext, of: &'a ProblemImpact) -> Result<Drawn<'a>, Failure> {
    let numbered: Vec<(usize, &ImpactEvent)> = (1..).zip(&of.events).collect();
    let events: Vec<_> =
        numbered.iter().map(|(number, event)| (event.day, number.to_string())).collect();
    let began = format!("{} {}", s.t("problem-baseline"), of.baseline_period);
    let named_by = format!("problem-{}", of.code);
    let svg = match of.figures {
        Some(figures) => {
            let target = figures.target;
            let (figures, events) = (&of.points[..], &events[..]);
            let asked = OverTime { figures, target, events, began: &began, named_by: &named_by };
            over_time(s, &asked)?
        }
        None => None,
    };
    let measured = of.measured.iter().map(Row::Measured);
    let events = numbered.into_iter().map(|(number, event)| Row::Event(number, event));
    let mut rows: Vec<Row<'_>> = measured.chain(events).collect();
    rows.sort_by_key(Row::day);
    Ok(Drawn { of, svg, rows })
}

/// Of the whole agency only problems with an award are drawn, of a unit all of which anything is known; the others
/// are in the table of all.
fn is_drawn(board: &Board, one: &ProblemImpact) -> bool {
    !one.events.is_empty() || (board.unit.is_some() && !one.measured.is_empty())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    unit: Option<UnitCode>,
) -> Result<HttpResponse, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_board(cx, unit.as_ref(), young_months);
    let (s, board) = visitor.load_page(app, act).await?;
    let shown = board.problems.iter().filter(|one| is_drawn(&board, one));
    let page = BoardPage {
        drawn: shown.map(|one| drawn(&s, one)).collect::<Result<_, _>>()?,
        may_export: s.may(Permission::ExportImpact),
        board: &board,
        s: &s,
    };
    show(&s, &page)
}

async fn whole(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, None).await
}

async fn of_unit(
    app: web::Data<App>,
    visitor: Visitor,
    unit: web::Path<UnitCode>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, Some(unit.into_inner())).await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::ReadImpact, "/impact", whole).get(
        Permission::ReadImpact,
        "/impact/units/{unit}",
        of_unit,
    );
}
