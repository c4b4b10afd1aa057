//! Two thousand eligible proposals with five locked sheets each, put straight into the tables.

use crate::Scale;
use test_support::definition_in_review;
use test_support::rows::{self, NewProposal, NewTask};
use tubel::features::accounts::{self, NewAccount, Passwords};
use tubel::features::calls::{Definition, Uncertainty};
use tubel::features::problems;
use tubel::features::proposals::Content;
use tubel::features::reviews::{Score, Sheet};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{AssignmentId, CallId, ProblemId, ProposalId, UnitCode, UserId};
use tubel::kernel::input::Valid;
use tubel::kernel::settings::Settings;
use tubel::platform::cx::Cx;
use tubel::platform::db::Db;

pub(crate) use test_support::PASSWORD;

pub(crate) const SHEETS: usize = 5;
/// So many proposals a reviewer takes.
const MAX_LOAD: u32 = 60;

/// What the measurements need to know.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) call: CallId,
    pub(crate) proposal: ProposalId,
    /// A task whose sheet is still a draft, and its reviewer's e-mail.
    pub(crate) open_task: AssignmentId,
    pub(crate) reviewer: String,
    pub(crate) secretariat: String,
    pub(crate) criteria: Vec<String>,
}

struct Filling<'a> {
    db: &'a mut Db,
    hash: String,
    now: Timestamp,
    definition: Definition,
}

/// Fills the database; the call is in its review at `now`.
pub(crate) fn fill(
    db: &mut Db,
    settings: &Settings,
    now: Timestamp,
    scale: Scale,
) -> Result<World, Failure> {
    problems::seed_problems(db, now)?;
    let hash = Passwords::new(&settings.accounts)?.hash_now(PASSWORD)?;
    let definition = definition(now);
    let mut filling = Filling { db, hash, now, definition };
    let secretariat = filling.person("secretariat", Role::Secretariat, "P.SU.03")?;
    let call = filling.call(&secretariat)?;
    let reviewers = (0..scale.reviewers)
        .map(|number| filling.person(&format!("reviewer{number}"), Role::Reviewer, "P.D1.01"))
        .collect::<Result<Vec<_>, _>>()?;
    for reviewer in &reviewers {
        filling.seat(&call, reviewer, &secretariat)?;
    }
    let units = regional_units(filling.db)?;
    let problem_ids = problem_ids(filling.db, now)?;
    let mut first = None;
    for number in 0..scale.proposals {
        let unit = &units[number % units.len()];
        let problem = &problem_ids[number % problem_ids.len()];
        let candidate =
            filling.person(&format!("candidate{number}"), Role::Candidate, unit.as_str())?;
        let proposal = filling.proposal(&call, (&candidate, unit, problem), number)?;
        for turn in 0..SHEETS {
            let reviewer = &reviewers[(number * 7 + turn * 53) % scale.reviewers];
            let task = task(&call, &proposal, reviewer, &secretariat);
            filling.sheet(&task, number * SHEETS + turn)?;
        }
        first.get_or_insert(proposal);
    }
    let proposal = first.ok_or_else(Failure::not_found)?;
    let open = task(&call, &proposal, &reviewers[scale.reviewers - 1], &secretariat);
    let open_task = rows::insert_task(filling.db, &open, "assigned", now)?;
    let criteria =
        filling.definition.rubric.criteria.iter().map(|criterion| criterion.code.clone());
    Ok(World {
        criteria: criteria.collect(),
        call,
        proposal,
        open_task,
        reviewer: format!("reviewer{}@pom.go.id", scale.reviewers - 1),
        secretariat: "secretariat@pom.go.id".to_owned(),
    })
}

fn task(call: &CallId, proposal: &ProposalId, reviewer: &UserId, by: &UserId) -> NewTask {
    NewTask {
        call: call.clone(),
        proposal: proposal.clone(),
        reviewer: reviewer.clone(),
        assigned_by: by.clone(),
    }
}

fn regional_units(db: &mut Db) -> Result<Vec<UnitCode>, Failure> {
    Ok(accounts::load_units(db)?
        .into_values()
        .filter(|unit| matches!(unit.kind.as_str(), "balai_besar" | "balai" | "loka"))
        .map(|unit| unit.code)
        .collect())
}

fn problem_ids(db: &mut Db, now: Timestamp) -> Result<Vec<ProblemId>, Failure> {
    let paging = tubel::kernel::paging::Paging { limit: 200, after: None };
    let filter = problems::ProblemFilter::default();
    let page = problems::actions::list_problems(&mut Cx::new(db, None, now), &filter, &paging)?;
    Ok(page.items.into_iter().map(|problem| problem.id).collect())
}

/// The shipped rubric, rules and documents, all of them required.
fn definition(now: Timestamp) -> Definition {
    let mut definition = definition_in_review(now);
    for document in &mut definition.documents {
        document.required = true;
    }
    definition.seats = 200;
    definition.limits.per_unit = Some(5);
    definition.limits.per_problem = Some(12);
    definition.panel.default_max_load = MAX_LOAD;
    definition.ranking.reserve = 50;
    definition.uncertainty = Uncertainty::default();
    definition
}

impl Filling<'_> {
    fn person(&mut self, name: &str, role: Role, unit: &str) -> Result<UserId, Failure> {
        let account = NewAccount {
            email: format!("{name}@pom.go.id"),
            nip: None,
            name: name.to_owned(),
            unit: Some(UnitCode::new(unit)),
            superior: None,
        };
        Ok(accounts::create_from_console(
            self.db,
            (&Valid::checked(account)?, &self.hash),
            &[role],
            self.now,
        )?
        .id)
    }

    fn call(&mut self, by: &UserId) -> Result<CallId, Failure> {
        let id = CallId::new()?;
        rows::insert_call(self.db, &id, &self.definition, by, self.now)?;
        Ok(id)
    }

    fn seat(&mut self, call: &CallId, user: &UserId, by: &UserId) -> Result<(), Failure> {
        let load = i32::try_from(MAX_LOAD).unwrap_or(i32::MAX);
        rows::insert_seat(self.db, call, (user, by), load, self.now)
    }

    fn proposal(
        &mut self,
        call: &CallId,
        (candidate, unit, problem): (&UserId, &UnitCode, &ProblemId),
        number: usize,
    ) -> Result<ProposalId, Failure> {
        let text = "Penjual obat ilegal kembali dengan nama lain. ".repeat(12);
        let sections = serde_json::json!({
            "problem": text, "study": text, "solution": text, "use_on_return": text,
        });
        let content =
            serde_json::json!({"title": format!("Usulan {number}"), "sections": sections});
        let content: Content = serde_json::from_value(content)?;
        let new = NewProposal {
            id: ProposalId::new()?,
            call: call.clone(),
            candidate: candidate.clone(),
            unit: unit.to_string(),
            problem: problem.clone(),
            number: Some(format!("TB-2026-{:04}", number + 1)),
            state: "eligible",
            content: serde_json::to_string(&content)?,
            edited: None,
            at: self.now.plus_days(-25).plus_seconds(i64::try_from(number).unwrap_or(0)),
        };
        rows::insert_proposal(self.db, &new)?;
        Ok(new.id)
    }

    /// A locked sheet whose scores follow from `turn`.
    fn sheet(&mut self, task: &NewTask, turn: usize) -> Result<(), Failure> {
        let (mut sheet, mut total) = (Sheet::default(), 0);
        for (place, criterion) in self.definition.rubric.criteria.iter().enumerate() {
            let mixed = (turn / SHEETS * 2_654_435_761 + turn * 40_503 + place * 9973) >> 7;
            let score = 2 + u32::try_from(mixed % 4).unwrap_or(0);
            total += score * criterion.weight;
            let reason = "Data unit lengkap dan sebabnya terurai dengan baik.".to_owned();
            sheet.scores.insert(criterion.code.clone(), Score { score: Some(score), reason });
        }
        "Persempit cakupan pada satu wilayah lebih dahulu.".clone_into(&mut sheet.feedback);
        rows::insert_sheet(self.db, task, (&sheet, total), self.now)
    }
}
