//! The lists of proposals: what a row is found, filtered and sorted by.

use super::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, ProposalId, UnitCode, UserId};
use crate::kernel::listing::{Column, Value};
use serde::Deserialize;

/// A proposal of a list, with what its reader may find, filter and sort it by.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: ProposalId,
    pub number: Option<String>,
    pub title: String,
    pub candidate: UserId,
    pub candidate_name: String,
    pub unit: UnitCode,
    /// Its name, for whoever sorts or searches by it.
    pub unit_name: String,
    /// The code in the registry.
    pub problem: String,
    pub problem_title: String,
    pub level: String,
    pub state: State,
    pub created_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
}

/// What a list of proposals can be searched, filtered and sorted by.
pub(super) static COLUMNS: &[Column<Line>] = &[
    Column::searched("number", |row| row.number.as_deref().map(Value::from)),
    Column::searched("title", |row| {
        Some(row.title.trim()).filter(|it| !it.is_empty()).map(Value::from)
    }),
    Column::searched("candidate", |row| Some(row.candidate_name.as_str().into())),
    Column::searched("unit_name", |row| Some(row.unit_name.as_str().into())),
    Column::new("unit", |row| Some(Value::Text(row.unit.to_string()))),
    Column::searched("problem", |row| Some(row.problem.as_str().into())),
    Column::searched("problem_title", |row| Some(row.problem_title.as_str().into())),
    Column::new("level", |row| Some(row.level.as_str().into())),
    Column::new("state", |row| Some(row.state.name().into())),
    Column::new("submitted_at", |row| row.submitted_at.map(Value::from)),
    Column::new("created_at", |row| Some(row.created_at.into())),
];

/// Filters a list of proposals.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProposalSearch {
    /// Required for readers on duty in the selection.
    pub call: Option<CallId>,
    pub state: Option<State>,
    /// The unit of the candidate.
    pub unit: Option<UnitCode>,
    /// The degree, as the call names it.
    #[param(example = "S2")]
    pub level: Option<String>,
    /// The code of the problem.
    #[param(example = "M-005")]
    pub problem: Option<String>,
    /// Only those of other people, for whoever reads for a duty.
    pub of_others: Option<bool>,
}

impl ProposalSearch {
    /// Whether it asks for nothing but what the database itself filters by.
    pub(super) fn is_plain(&self) -> bool {
        self.level.is_none() && self.problem.is_none()
    }

    pub(super) fn chosen(&self) -> [(&'static str, Option<String>); 4] {
        [
            ("state", self.state.map(|state| state.name().to_owned())),
            ("unit", self.unit.as_ref().map(ToString::to_string)),
            ("level", self.level.clone()),
            ("problem", self.problem.clone()),
        ]
    }
}
