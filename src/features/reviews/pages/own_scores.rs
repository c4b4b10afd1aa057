//! A reviewer's own scores in one call as one table, with the mean of each criterion.

use crate::features::accounts::Visitor;
use crate::features::calls::{Call, Criterion};
use crate::features::reviews::actions::{self, OwnScores};
use crate::kernel::errors::Failure;
use crate::kernel::format;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "reviews/pages/own_scores.html")]
struct OwnScoresPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    rows: &'a [OwnScores],
}

impl OwnScoresPage<'_> {
    fn criteria(&self) -> &[Criterion] {
        &self.call.definition.rubric.criteria
    }

    fn score(row: &OwnScores, criterion: &Criterion) -> String {
        let score = row.scores.get(&criterion.code).and_then(|score| score.score);
        score.map_or_else(|| "–".to_owned(), |score| score.to_string())
    }

    fn total(row: &OwnScores) -> String {
        row.total.map_or_else(|| "–".to_owned(), |total| total.to_string())
    }

    fn mean(&self, values: impl Iterator<Item = u32>) -> String {
        let (sum, count) =
            values.fold((0_i64, 0_u32), |(sum, count), value| (sum + i64::from(value), count + 1));
        if count == 0 { "–".to_owned() } else { format::quotient(self.s.language, sum, count) }
    }

    fn mean_of(&self, criterion: &Criterion) -> String {
        let scores = self.rows.iter().filter_map(|row| row.scores.get(&criterion.code)?.score);
        self.mean(scores)
    }

    fn mean_total(&self) -> String {
        self.mean(self.rows.iter().filter_map(|row| row.total))
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::own_scores(cx, &id);
    let (s, (call, rows)) = visitor.load_signed_in(&app, act).await?;
    show(&s, &OwnScoresPage { s: &s, call: &call, rows: &rows })
}
