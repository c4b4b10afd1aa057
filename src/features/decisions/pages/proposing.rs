//! The chair's form: minutes, attendance, departures with a reason for each name; then a look at
//! exactly what would be decided, and the proposal of just that.

use super::desk::{desk, label};
use super::outcomes::{Lines, lines};
use crate::features::accounts::{Posted, Visitor, mendable};
use crate::features::decisions::actions::{self, Desk};
use crate::features::decisions::{Deviation, Minutes, Preview, Proposition};
use crate::features::selection::Outcome;
use crate::kernel::errors::{Failure, FieldError, Problem, common::field};
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::web::Fields;
use crate::web::body::from_validator;
use crate::web::pages::{Field, Input, Shell, go_to, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use validator::Validate;

/// Empty rows for departures that the form always offers.
const SPARE: usize = 2;
/// Departures one form takes.
const MOST: usize = 50;

/// The form, filled with what was typed.
pub(super) struct Form {
    pub(super) run: String,
    pub(super) run_number: i32,
    pub(super) minutes: Vec<Field>,
    /// Name of the control, person, and whether they were there.
    pub(super) people: Vec<(String, String, bool)>,
    pub(super) attendance_error: String,
    pub(super) deviations: Vec<[Field; 3]>,
}

impl Form {
    pub(super) fn new(
        (s, problem): (&Shell, Option<&Problem>),
        desk: &Desk,
        typed: &Fields,
    ) -> Self {
        let run = desk.board.run();
        let put = |name: String, input: Input| {
            let field = Field::new(name.clone(), label(s, &name), input);
            field.value(typed.get(&name)).errors_of(s, problem)
        };
        let text = |rows| Input::Text { rows, words: 0 };
        let mut minutes = vec![put("minutes.meeting".to_owned(), Input::Line).required()];
        if !desk.board.not_ranked().is_empty() {
            minutes.push(put("minutes.not_ranked_reason".to_owned(), text(3)));
        }
        if !desk.board.to_reconcile().is_empty() {
            let numbers: Vec<&str> =
                desk.board.to_reconcile().iter().map(|one| one.number.as_str()).collect();
            let hint = s.tv("decision-divergence-hint", numbers.join(", "));
            minutes.push(put("minutes.divergence_reason".to_owned(), text(3)).hint(hint));
        }
        minutes.push(put("minutes.remarks".to_owned(), text(4)));
        let attendance = Field::new("minutes.attendance", String::new(), Input::Line);
        let rows = (typed.rows("deviations") + usize::from(typed.get("more") == "yes")).min(MOST);
        Self {
            run: run.map_or_else(String::new, |run| run.id.to_string()),
            run_number: run.map_or(0, |run| run.number),
            minutes,
            people: desk
                .invited
                .iter()
                .map(|(id, name)| {
                    let control = format!("attendance-{id}");
                    let there = typed.get(&control) == "yes";
                    (control, name.clone(), there)
                })
                .collect(),
            attendance_error: attendance.errors_of(s, problem).error,
            deviations: (0..rows.max(SPARE))
                .map(|index| {
                    let name = |part: &str| format!("deviations[{index}].{part}");
                    [
                        put(name("number"), Input::Line),
                        put(name("outcome"), Input::Choice(outcomes(s))),
                        put(name("reason"), text(2)),
                    ]
                })
                .collect(),
        }
    }
}

fn outcomes(s: &Shell) -> Vec<(String, String)> {
    let known = [Outcome::Selected, Outcome::Reserve, Outcome::NotSelected];
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(known.map(|one| (one.name().to_owned(), s.word("outcome", one.name()))));
    choices
}

/// The same fields with rows in which nothing was written left out, so that a fault's index is that
/// of a row on the page.
fn compacted(typed: &Fields) -> Fields {
    const PARTS: [&str; 3] = ["number", "outcome", "reason"];
    let others = typed.names().filter(|name| !name.starts_with("deviations["));
    let mut fields: Fields =
        others.map(|name| (name.to_owned(), typed.get(name).to_owned())).collect();
    let mut kept = 0;
    for index in 0..typed.rows("deviations").min(MOST) {
        let value =
            |part: &str| typed.get(&format!("deviations[{index}].{part}")).trim().to_owned();
        if PARTS.iter().all(|part| value(part).is_empty()) {
            continue;
        }
        for part in PARTS {
            fields.set(format!("deviations[{kept}].{part}"), value(part));
        }
        kept += 1;
    }
    fields
}

/// What was typed, as the API would take it.
fn proposition(fields: &Fields) -> Result<Proposition, Failure> {
    let mut faults = Vec::new();
    let run = fields.get("run").parse().map_err(|_| Failure::field("run", field::REQUIRED))?;
    let present = fields.names().filter(|name| fields.get(name) == "yes");
    let attendance = present.filter_map(|name| name.strip_prefix("attendance-")?.parse().ok());
    let mut deviations = Vec::new();
    for index in 0..fields.rows("deviations") {
        let value = |part: &str| fields.get(&format!("deviations[{index}].{part}")).to_owned();
        if let Ok(outcome) = serde_json::from_value(value("outcome").into()) {
            let (number, reason) = (value("number"), value("reason"));
            deviations.push(Deviation { number, outcome, reason });
        } else {
            let name = format!("deviations[{index}].outcome");
            faults.push(FieldError::new(name, field::REQUIRED));
        }
    }
    let text = |name: &str| fields.get(name).trim().to_owned();
    let proposition = Proposition {
        run,
        minutes: Minutes {
            meeting: text("minutes.meeting"),
            attendance: attendance.collect(),
            remarks: text("minutes.remarks"),
            not_ranked_reason: text("minutes.not_ranked_reason"),
            divergence_reason: text("minutes.divergence_reason"),
        },
        deviations,
    };
    if let Err(errors) = proposition.validate() {
        match from_validator(&errors) {
            Failure::Refused(problem) => faults.extend(problem.errors),
            other => return Err(other),
        }
    }
    Failure::when_any(faults)?;
    Ok(proposition)
}

#[derive(Template)]
#[template(path = "decisions/pages/preview.html")]
struct PreviewPage<'a> {
    s: &'a Shell,
    desk: &'a Desk,
    preview: &'a Preview,
    lines: Lines<'a>,
    /// Everything typed, to be sent again.
    typed: Vec<(&'a str, &'a str)>,
}

/// Shows what would be decided; or the form again, with one row more or with what is wrong.
pub(super) async fn preview(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields, .. } = form;
    let (id, fields) = (id.into_inner(), compacted(&fields));
    if fields.get("more") == "yes" || fields.get("change") == "yes" {
        return fill_in(&app, &visitor, id, fields).await;
    }
    let proposition = match proposition(&fields) {
        Ok(proposition) => proposition,
        Err(failure) => {
            let problem = mendable(failure)?;
            return desk(&app, &visitor, id, Some((fields, problem))).await;
        }
    };
    let call = id.clone();
    let act = move |db: &mut _, viewer: &_, now| {
        let preview = actions::preview(db, viewer, &call, &proposition, now)?;
        Ok((preview, actions::read_desk(db, viewer, &call, now)?))
    };
    match visitor.look_signed_in(&app, act).await {
        Ok((s, (preview, found))) => {
            let is_ours = |name: &&str| !matches!(*name, "csrf" | "outcomes_hash" | "change");
            let typed = fields.names().filter(is_ours).map(|name| (name, fields.get(name)));
            let page = PreviewPage {
                lines: lines(&found.board, &preview.outcomes),
                typed: typed.collect(),
                preview: &preview,
                desk: &found,
                s: &s,
            };
            show(&s, &page)
        }
        Err(failure) => {
            let problem = mendable(failure)?;
            desk(&app, &visitor, id, Some((fields, problem))).await
        }
    }
}

#[derive(Template)]
#[template(path = "decisions/pages/fill_in.html")]
struct FillInPage<'a> {
    s: &'a Shell,
    desk: &'a Desk,
    form: Form,
    summary: String,
}

/// The form alone with what stands in it: nothing is wrong, it is only not finished.
async fn fill_in(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: &_, now| actions::read_desk(db, viewer, &id, now);
    let (s, found) = visitor.look_signed_in(app, act).await?;
    let form = Form::new((&s, None), &found, &fields);
    show(&s, &FillInPage { s: &s, desk: &found, form, summary: String::new() })
}

pub(super) async fn propose(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { caller, visitor, fields } = form;
    let (id, fields) = (id.into_inner(), compacted(&fields));
    let hash = fields.get("outcomes_hash").to_owned();
    let proposed = match proposition(&fields) {
        Ok(proposition) => {
            let call = id.clone();
            let act = move |db: &mut _, viewer: &_, now| {
                actions::propose(db, viewer, &call, (&proposition, &hash), now)
            };
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match proposed {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}/decision"))),
        Err(failure) => {
            let problem = mendable(failure)?;
            desk(&app, &visitor, id, Some((fields, problem))).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_which_nothing_was_written_are_closed_up() {
        let typed = [("deviations[0].number", " "), ("deviations[2].number", "TB-1"), ("run", "x")];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields = compacted(&typed.into_iter().collect());
        assert_eq!((fields.rows("deviations"), fields.get("deviations[0].number")), (1, "TB-1"));
        assert_eq!(fields.get("run"), "x");
    }
}
